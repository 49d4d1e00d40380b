"""How far the long work of each visit has come, for the page that asks meanwhile; who stops it or locks ends it.

A visit is its cabinet here, not its cookie: who unlocks another player meanwhile gets a fresh one, and work goes on.
A page draws a number for each work that it asks for, so two pages of one visit hear of their own and stop their own.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from game.replay.cabinet import Cabinet
from game.replay.errors import Refusal, Refused
from game.replay.visits import Visits

TURN_S = 0.2
"""So often somebody who waits for their turn looks whether they are still wanted."""


class Work:
    """Something long that is being made for a visit. Threads may use it."""

    def __init__(self, is_locked: Callable[[], bool]) -> None:
        """``is_locked`` says whether the visit is over."""
        self.share = 0.0
        """What share is done, [0, 1]."""
        self._is_locked = is_locked
        self._is_stopped = False

    def stop(self) -> None:
        """Let it end where it is."""
        self._is_stopped = True

    def tell(self, share: float) -> None:
        """What share is done. Whoever makes it says so often, and once more before anything comes of it.

        Raises:
            Refused: it was stopped, or the visit locked meanwhile.
        """
        if self._is_locked():
            raise Refused(Refusal.EXPIRED)
        if self._is_stopped:
            raise Refused(Refusal.STOPPED)
        self.share = min(max(share, 0.0), 1.0)

    def part(self, low: float, high: float) -> Callable[[float], None]:
        """What is called with the share done of one part of the work; raises as ``tell``.

        Args:
            low: share of the whole that is done when this part begins.
            high: share of the whole that is done when it ends.
        """
        return lambda share: self.tell(low + (high - low) * min(max(share, 0.0), 1.0))

    @contextmanager
    def turn(self, lock: Lock) -> Iterator[None]:
        """Hold ``lock`` in the block, for works of which one is made at a time. Raises as ``tell`` while it waits."""
        while not lock.acquire(timeout=TURN_S):
            self.tell(0.0)
        try:
            yield
        finally:
            lock.release()


async def answered(request: Request, work: Work, make: Callable[[], Response]) -> Response:
    """What ``make`` answers, made in a thread. The work ends where nobody waits for the answer any more, however the
    page was left.

    Args:
        request: whose body has been read.
        work: what is being made.
        make: makes it. Raises as ``Work.tell``.
    """

    async def left() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass
        work.stop()

    leaving = asyncio.create_task(left())
    try:
        return await run_in_threadpool(make)
    finally:
        leaving.cancel()


class Shares:
    """All that is being made. Threads may use it."""

    def __init__(self, visits: Visits) -> None:
        """``visits`` know who is still there."""
        self._visits = visits
        self._works: dict[tuple[Cabinet, int], Work] = {}

    def of(self, cabinet: Cabinet, number: int) -> float | None:
        """What share is done of a visit's work of that number, [0, 1]; None = there is none."""
        work = self._works.get((cabinet, number))
        return None if work is None else work.share

    def stop(self, cabinet: Cabinet, number: int) -> bool:
        """Let a visit's work of that number end where it is; False where there is none (yet, or any more)."""
        work = self._works.get((cabinet, number))
        if work is not None:
            work.stop()
        return work is not None

    @contextmanager
    def working(self, cabinet: Cabinet, number: int) -> Iterator[Work]:
        """From here to the end of the block something is being made for this visit.

        Raises:
            Refused: something of that number already is.
        """
        work = Work(lambda: not self._visits.left_s(cabinet))
        if self._works.setdefault((cabinet, number), work) is not work:
            raise Refused(Refusal.NOT_JSON, "work: this number is taken")
        try:
            yield work
        finally:
            del self._works[cabinet, number]
