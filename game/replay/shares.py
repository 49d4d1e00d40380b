"""How far the long work of each visit has come, for the page that asks meanwhile; who stops it or locks ends it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from starlette.requests import Request

from game.replay.desk import Desk
from game.replay.errors import Refusal, Refused
from game.replay.guard import cookie_of


class Shares:
    """What share is done of what is being made for each visit. Threads may use it."""

    def __init__(self, desk: Desk) -> None:
        """``desk`` knows which visits there are."""
        self._visits = desk.visits
        self._shares: dict[str, float] = {}
        self._stopped: set[str] = set()

    def of(self, request: Request) -> float | None:
        """What share is done for this visit, [0, 1]; None = nothing is being made."""
        return self._shares.get(cookie_of(request.scope))

    def stop(self, request: Request) -> None:
        """What is being made for this visit ends where it is; nothing where nothing is."""
        cookie = cookie_of(request.scope)
        if cookie in self._shares:
            self._stopped.add(cookie)

    @contextmanager
    def working(self, request: Request) -> Iterator[None]:
        """From here to the end of the block something is being made for this visit."""
        cookie = cookie_of(request.scope)
        self._shares[cookie] = 0.0
        try:
            yield
        finally:
            self._shares.pop(cookie, None)
            self._stopped.discard(cookie)

    def teller(self, request: Request, low: float = 0.0, high: float = 1.0) -> Callable[[float], None]:
        """What is called with the share done of one part of the work; it raises Refused where the work was stopped
        or the visit locked.

        Args:
            request: of the visit.
            low: share of the whole that is done when this part begins.
            high: share of the whole that is done when it ends.
        """
        cookie = cookie_of(request.scope)

        def told(share: float) -> None:
            if self._visits.find(cookie) is None:
                raise Refused(Refusal.EXPIRED)
            if cookie in self._stopped:
                raise Refused(Refusal.STOPPED)
            self._shares[cookie] = low + (high - low) * min(max(share, 0.0), 1.0)

        return told
