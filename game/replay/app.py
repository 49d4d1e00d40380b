"""The app: every route behind one guard, every refusal in words, nothing kept when it ends."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from game.replay.cabinet import Cabinet, OpenGhost, Seat
from game.replay.desk import Desk
from game.replay.errors import Refusal, Refused, refusal_of
from game.replay.guard import HEADERS, Guard
from game.replay.peers import IsOurs, anybody
from game.replay.render import Pages
from game.replay.routes_compare import CompareRoutes
from game.replay.routes_door import Door
from game.replay.routes_export import ExportRoutes
from game.replay.routes_files import file_routes
from game.replay.routes_layers import LayerRoutes
from game.replay.routes_player import PlayerRoutes
from game.replay.routes_profile import ProfileRoutes
from game.replay.routes_received import UPLOAD, ReceivedRoutes
from game.replay.routes_session import SessionRoutes
from game.replay.routes_share import ShareRoutes
from game.replay.routes_story import StoryRoutes
from game.replay.routes_trends import TrendRoutes
from game.replay.visits import Clock, Tokens, Tries, Visits
from game.vault.errors import VaultError
from game.vault.home import Home, player_names

SWEEP_S = 10.0
"""How often idle visits are looked for while nobody asks for anything."""


def create_app(
    home: Home,
    fingerprint: str,
    clock: Clock,
    ghosts: OpenGhost,
    now: Callable[[], float] = time.time,
    is_ours: IsOurs = anybody,
) -> Starlette:
    """The replay view of a home.

    Args:
        home: whose players' sessions are shown.
        fingerprint: of the rules of today; sessions of another are said to be redrawn.
        clock: seconds that only go forward, for idling and waiting.
        ghosts: begins a ghost from the setup and the records of a session.
        now: the wall clock, seconds since 1970, for the audit and for "the last 7 days".
        is_ours: whose connections are answered; whoever serves it to a machine says so (``peers.peers_here``).
    """
    visits, tokens = Visits(clock), Tokens()
    pages = Pages(visits, tokens)
    desk = Desk(home, fingerprint, visits, pages, lambda: Cabinet(Seat(ghosts, clock)), now)
    tries = Tries(clock)
    door = Door(desk, tries)
    answers = _Answers(desk, door)
    app = Starlette(
        routes=[
            *door.routes,
            *file_routes(),
            *PlayerRoutes(desk, clock).routes,
            *SessionRoutes(desk).routes,
            *LayerRoutes(desk).routes,
            *StoryRoutes(desk).routes,
            *ProfileRoutes(desk).routes,
            *ExportRoutes(desk).routes,
            *TrendRoutes(desk).routes,
            *ShareRoutes(desk).routes,
            *ReceivedRoutes(desk, tries).routes,
            *CompareRoutes(desk).routes,
        ],
        middleware=[Middleware(Guard, tokens=tokens, answer=pages.refuse, upload=UPLOAD, is_ours=is_ours)],
        exception_handlers={
            Refused: answers.refused,
            VaultError: answers.vault,
            HTTPException: answers.unknown,
            Exception: answers.failed,
        },
        lifespan=lambda _: _living(visits),
    )
    app.router.redirect_slashes = False  # an address is right or it is not
    return app


class _Answers:
    """What is said where a route could not do what was asked."""

    def __init__(self, desk: Desk, door: Door) -> None:
        self._desk = desk
        self._door = door

    def refused(self, request: Request, error: Exception) -> Response:
        """A refusal; who wanted a page of a locked player gets their door."""
        assert isinstance(error, Refused)
        player = request.path_params.get("player", "")
        locked = error.refusal in (Refusal.LOCKED, Refusal.EXPIRED)
        page = request.method == "GET" and "text/html" in request.headers.get("accept", "")
        if locked and page and player in player_names(self._desk.home):
            return self._door.page(request, player, request.url.path, error)
        return self._desk.pages.refuse(request, error)

    def vault(self, request: Request, error: Exception) -> Response:
        """What the vault cannot open or write, with its own words behind ours."""
        assert isinstance(error, VaultError)
        return self._desk.pages.refuse(request, Refused(refusal_of(error), str(error)))

    def unknown(self, request: Request, error: Exception) -> Response:
        """No such page, or not by this method."""
        status = error.status_code if isinstance(error, HTTPException) else 0
        refusal = Refusal.METHOD if status == Refusal.METHOD.status else Refusal.NOT_THERE
        return self._desk.pages.refuse(request, Refused(refusal))

    def failed(self, request: Request, error: Exception) -> Response:
        """A fault of ours. It is answered outside the guard, so it sets the guard's headers itself."""
        response = self._desk.pages.refuse(request, Refused(Refusal.FAILED))
        response.headers.update({**HEADERS, "cache-control": "no-store"})
        return response


@asynccontextmanager
async def _living(visits: Visits) -> AsyncIterator[None]:
    """As long as the server runs: idle visits are locked, and at the end all are."""

    async def sweep() -> None:
        while True:
            await asyncio.sleep(SWEEP_S)
            await run_in_threadpool(visits.sweep)

    sweeping = asyncio.create_task(sweep())
    try:
        yield
    finally:
        sweeping.cancel()
        with suppress(asyncio.CancelledError):
            await sweeping
        await run_in_threadpool(visits.sweep, True)
