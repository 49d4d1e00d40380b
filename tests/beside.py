"""A thread's double: what is handed to it is done at once, here."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any


class AtOnce(Executor):
    """Does everything when it is submitted; an error stays in the future, as it would beside the game."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Do it now."""
        done: Future[Any] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as error:
            done.set_exception(error)
        return done


class Later(Executor):
    """Does nothing until it is told to."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Future[Any], Callable[[], Any]]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Remember it."""
        done: Future[Any] = Future()
        self._waiting.append((done, lambda: fn(*args, **kwargs)))
        return done

    def work(self) -> None:
        """Do all that waits, in order."""
        waiting, self._waiting = self._waiting, []
        for done, what in waiting:
            done.set_result(what())
