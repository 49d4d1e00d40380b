"""The ghost of a session: its pictures, painted anew from the sealed inputs by the rules that played it.

A child process does it (see ghost_child), so the server's memory holds no worlds and its threads no pygame. Records go
to it through a pipe; nothing decrypted is written to the disk or stands in arguments or environment.
"""

import multiprocessing
from collections.abc import Iterable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLate
from contextlib import suppress
from dataclasses import replace
from itertools import count, islice
from threading import Lock, Thread

from game.replay.errors import ReplayError
from game.replay.ghost_child import run
from game.replay.ghost_line import NARROWEST, SIZE, Ask, Begin, Picture, Progress, Sorry, State, Tape
from game.vault.errors import VaultError

PATIENCE_S = 20.0
"""A picture that has not come by then will not come: the first one of a place takes some tenths of a second."""
GONE_S = 2.0
"""How long a child may take to end before it is made to."""
TAPE_RECORDS = 4096
"""Records sent at once."""


class GhostError(ReplayError):
    """There is no picture. ``key`` is the message id of why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class NotReached(GhostError):  # noqa: N818 - `except NotReached` reads as what happened
    """Not yet: the telling has not come there, or the session ends before."""


class Ghost:
    """One session, told again beside us. Threads may use it; close it when done."""

    def __init__(self, setup: bytes, records: Iterable[tuple[int, bytes]], size: tuple[int, int] = SIZE) -> None:
        """Begin to tell; returns at once.

        Args:
            setup: the session's header, as it was sealed.
            records: kind and payload of each, in order; read in a thread of the ghost's own.
            size: pixels of a picture, 16:9.
        """
        spawn = multiprocessing.get_context("spawn")
        self._line, theirs = spawn.Pipe()
        self._process = spawn.Process(target=run, args=(theirs,), name="stillwater-ghost", daemon=True)
        self._process.start()
        theirs.close()
        self._size = size
        self._progress = Progress()
        self._numbers = count()
        self._waiting: dict[int, Future[bytes]] = {}
        self._lock = Lock()
        self._speaking = Lock()
        self._closed = False
        self._feeder = Thread(target=self._feed, args=(setup, records), name="ghost-feeder", daemon=True)
        self._listener = Thread(target=self._listen, name="ghost-listener", daemon=True)
        self._feeder.start()
        self._listener.start()

    @property
    def progress(self) -> Progress:
        """How far it has come."""
        return self._progress

    @property
    def digest_agrees(self) -> bool | None:
        """Whether every digest taken then is that of now; None = not known yet, or the session has none."""
        return self._progress.agrees

    @property
    def process_id(self) -> int | None:
        """The child's process id; None once it is closed."""
        return None if self._closed else self._process.pid

    def frame(self, tick: int, width: int | None = None, lossless: bool = False) -> bytes:
        """The picture of a moment: JPEG, or PNG where every pixel is to be as it was painted. Waits for it.

        Args:
            tick: ticks since the sitting began; where a level began in that tick, its beginning is shown.
            width: pixels, at most as wide as it is painted; None = as it is painted.
            lossless: PNG, larger and slower.

        Raises:
            NotReached: the telling has not come there yet, or the session ends before. GhostError: there is none.
        """
        if not 0 <= tick <= self._progress.ticks:
            raise NotReached("ghost.not_yet" if self._progress.state is State.TELLING else "ghost.beyond")
        wide = self._size[0] if width is None else min(max(width, NARROWEST), self._size[0])
        number, answer = self._expect()
        try:
            with self._speaking:
                self._line.send(Ask(number, tick, wide, lossless))
            return answer.result(PATIENCE_S)
        except (OSError, TooLate) as error:
            raise GhostError("ghost.gone") from error
        finally:
            with self._lock:
                self._waiting.pop(number, None)

    def close(self) -> None:
        """End the child; returns when its process is gone. Who still waits for a picture is told so."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
        self._process.terminate()
        self._process.join(GONE_S)
        if self._process.exitcode is None:
            self._process.kill()
            self._process.join()
        self._listener.join()
        self._feeder.join()
        self._line.close()

    def _expect(self) -> tuple[int, Future[bytes]]:
        """A number for a question, and where its answer will be. Raises GhostError once there is no child."""
        answer: Future[bytes] = Future()
        with self._lock:
            if self._closed or self._progress.words == "ghost.gone":
                raise GhostError("ghost.gone")
            number = next(self._numbers)
            self._waiting[number] = answer
        return number, answer

    def _feed(self, setup: bytes, records: Iterable[tuple[int, bytes]]) -> None:
        """Send the records, then the word to begin; questions wait behind them."""
        told = iter(records)
        whole = True
        with self._speaking, suppress(OSError):  # the child is gone: who listens hears it
            while whole:
                part: list[tuple[int, bytes]] = []
                try:
                    part.extend((kind, payload) for kind, payload in islice(told, TAPE_RECORDS))
                except VaultError:
                    whole = False
                if not part:
                    break
                self._line.send(Tape(tuple(part)))
            self._line.send(Begin(setup, self._size, whole))

    def _listen(self) -> None:
        """Hand out what the child says, until it is gone."""
        with suppress(EOFError, OSError):
            while True:
                message: Progress | Picture | Sorry = self._line.recv()
                if isinstance(message, Progress):
                    self._progress = message
                    continue
                with self._lock:
                    answer = self._waiting.pop(message.number, None)
                if answer is None:
                    continue  # nobody waits for it any more
                if isinstance(message, Picture):
                    answer.set_result(message.data)
                else:
                    late = message.words == "ghost.not_yet"
                    answer.set_exception(NotReached(message.words) if late else GhostError(message.words))
        with self._lock:
            self._progress = replace(self._progress, ticks=-1, state=State.FAILED, words="ghost.gone")
            waiting, self._waiting = self._waiting, {}
        for answer in waiting.values():
            answer.set_exception(GhostError("ghost.gone"))
