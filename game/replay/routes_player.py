"""One player: the list of their sessions, and summing up those that were never looked at."""

import re
from contextlib import suppress
from threading import Lock

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from game.replay.cabinet import Unlocked
from game.replay.desk import Desk
from game.replay.errors import Refusal, Refused
from game.replay.render import words_of
from game.replay.shelf import Shelf, layers_of, read_shelf, sum_up, tidy
from game.replay.shown import notices, rate, shown_session, week_shown
from game.replay.views import PlayerView, Preset
from game.replay.visits import Clock
from game.vault.device import DeviceKey
from game.vault.errors import NotWritten
from game.vault.players import read_record

PRESETS = {"7": 7, "30": 30, "90": 90, "all": None}
"""How many days back; None = everything."""
USUAL = "30"
DAY_S = 86_400
MOST_ROWS = 200
"""Of a page: more would take a browser seconds to lay out, and nobody reads them at once."""
_SKIP = re.compile("0|[1-9][0-9]{0,5}")


class PlayerRoutes:
    """The routes of one player."""

    def __init__(self, desk: Desk, clock: Clock) -> None:
        """``clock`` says how long summing up has taken."""
        self._desk = desk
        self._clock = clock
        self._summing = Lock()

    @property
    def routes(self) -> list[BaseRoute]:
        """All of them."""
        return [Route("/p/{player}", self._page), Route("/p/{player}/summing.json", self._sum)]

    def _page(self, request: Request) -> Response:
        cabinet, unlocked = self._desk.player(request)
        name = request.path_params["player"]
        days, skip = _asked(request)
        device = self._desk.home.device
        shelf, words = read_shelf(unlocked, device), words_of(request)
        if shelf.leftover:
            _tidied(unlocked, device, shelf)
        back = PRESETS[days]
        rows = [row for row in shelf.rows if back is None or row.started_s >= self._desk.now() - back * DAY_S]
        if skip and skip >= len(rows):
            raise Refused(Refusal.NOT_THERE)
        page = rows[skip : skip + MOST_ROWS]
        shut = cabinet.shut() & {row.session_id for row in shelf.rows}
        progress = read_record(unlocked.folder, device).progress
        view = PlayerView(
            player=self._desk.shown(request, name),
            presets=tuple(Preset(each, f"/p/{name}?days={each}", each == days) for each in PRESETS),
            sessions=tuple(
                shown_session(row, layers_of(row, unlocked, device), name, words, unlocked.who) for row in page
            ),
            count=len(rows),
            newer=_page_of(name, days, max(skip - MOST_ROWS, 0)) if skip else "",
            older=_page_of(name, days, skip + MOST_ROWS) if len(rows) > skip + MOST_ROWS else "",
            week=week_shown(progress, self._desk.now()),
            corrected=rate(rows),
            notices=notices(shelf.listing, len(shut), words),
            pending=sum(row.kept is None and row.session_id not in shut for row in rows),
        )
        return self._desk.pages.page(request, "player.html", view)

    def _sum(self, request: Request) -> Response:
        """Sum up for about a second; says how many are left."""
        cabinet, unlocked = self._desk.player(request)
        device = self._desk.home.device
        with self._summing:
            shelf = read_shelf(unlocked, device)
            waiting = [row for row in shelf.rows if row.gist is None and row.session_id not in cabinet.shut()]
            if waiting:
                cabinet.shut(sum_up(unlocked, device, waiting, self._clock))
                shelf = read_shelf(unlocked, device)
            else:
                _tidied(unlocked, device, shelf)
        left = sum(row.gist is None and row.session_id not in cabinet.shut() for row in shelf.rows)
        return JSONResponse({"left": left})


def _tidied(unlocked: Unlocked, device: DeviceKey, shelf: Shelf) -> None:
    """What is left of erased sessions goes; a copy that is to be read only keeps it."""
    with suppress(NotWritten):
        tidy(unlocked, device, shelf)


def _asked(request: Request) -> tuple[str, int]:
    """How far back the list goes, and how many of its newest are passed over. Raises Refused."""
    days, skip = request.query_params.get("days", USUAL), request.query_params.get("skip", "0")
    if days not in PRESETS or not _SKIP.fullmatch(skip):
        raise Refused(Refusal.NOT_THERE)
    return days, int(skip)


def _page_of(player: str, days: str, skip: int) -> str:
    """A page of the list."""
    return f"/p/{player}?days={days}&skip={skip}"
