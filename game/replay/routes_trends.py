"""One player over time: the page, what it draws, and the suggestion for next week with its refusal."""

import time

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from affect.trends.session import DAY_S
from game.replay.cabinet import Unlocked
from game.replay.desk import Desk
from game.replay.errors import Refusal, Refused
from game.replay.fields import Fields, read_fields
from game.replay.many import read_many
from game.replay.render import words_of
from game.replay.trends_seen import MOST_LOOKED, seen
from game.replay.trends_suggested import again, suggestion_told, without
from game.replay.trends_told import Kept, trends_told
from game.replay.views import Preset, TrendsView
from game.vault.audit import Act
from game.vault.player import Player
from game.vault.players import change, read_record
from levels import find_patterns

BASE = "/p/{player}"
RANGES = {"13": 13, "52": 52, "all": None}
"""How many weeks back; None = everything."""
USUAL = "52"


class TrendRoutes:
    """The routes of one player over time."""

    def __init__(self, desk: Desk) -> None:
        """``desk`` has all they need."""
        self._desk = desk
        self._patterns = tuple(pattern.name for pattern in find_patterns())

    @property
    def routes(self) -> list[BaseRoute]:
        """All of them."""
        return [
            Route(f"{BASE}/trends", self._page),
            Route(f"{BASE}/trends.json", self._trends),
            Route(f"{BASE}/suggestion.json", self._suggestion, methods=["GET"]),
            Route(f"{BASE}/suggestion.json", self._answer, methods=["POST"]),
        ]

    def _page(self, request: Request) -> Response:
        self._desk.player(request)
        name, chosen = request.path_params["player"], _asked(request)
        path = f"/p/{name}/trends"
        view = TrendsView(
            player=self._desk.shown(request, name),
            ranges=tuple(Preset(weeks, f"{path}?weeks={weeks}", weeks == chosen) for weeks in RANGES),
            data=f"{path}.json?weeks={chosen}",
        )
        return self._desk.pages.page(request, "trends.html", view)

    def _trends(self, request: Request) -> Response:
        """Everything drawn; reckoned once per visit, day, and change of what it is reckoned from."""
        cabinet, unlocked = self._desk.player(request)
        name, weeks = request.path_params["player"], _asked(request)
        kept, now_s = self._kept(name, unlocked), int(self._desk.now())
        told = cabinet.once(
            (name, "trends", weeks),
            (kept.sessions, now_s // DAY_S),
            lambda: seen(kept.sessions, RANGES[weeks], now_s, time.localtime(now_s).tm_gmtoff),
        )
        return JSONResponse(trends_told(kept, told, words_of(request)))

    def _suggestion(self, request: Request) -> Response:
        _, unlocked = self._desk.player(request)
        kept = self._kept(request.path_params["player"], unlocked)
        player = read_record(unlocked.folder, self._desk.home.device)
        return JSONResponse(suggestion_told(kept, player, self._desk.now(), words_of(request)))

    async def _answer(self, request: Request) -> Response:
        fields = await read_fields(request)
        await run_in_threadpool(self._answered, request, fields)
        return await run_in_threadpool(self._suggestion, request)

    def _answered(self, request: Request, fields: Fields) -> None:
        """Keep that a practice is not wanted, or wanted again; whoever looks at the audit sees it."""
        _, unlocked = self._desk.player(request)
        practice, refuses = fields.choice("practice", self._patterns), fields.flag("refused")
        device, now_s = self._desk.home.device, self._desk.now()

        def answered(player: Player) -> Player:
            return without(player, practice, now_s) if refuses else again(player, practice)

        change(unlocked.folder, device, answered)
        self._desk.noted(unlocked, Act.SETTING_CHANGED, f"suggestion {practice}: {'at rest' if refuses else 'welcome'}")

    def _kept(self, name: str, unlocked: Unlocked) -> Kept:
        """The person's own sessions, the newest of them, and what else there is."""
        many = read_many(unlocked, self._desk.home.device, self._desk.now())
        own = [pair for pair in zip(many.sessions, many.names, strict=True) if not pair[0].simulated]
        newest = own[-MOST_LOOKED:]
        return Kept(
            player=name,
            sessions=tuple(session for session, _ in newest),
            names=tuple(session_id for _, session_id in newest),
            older=len(own) - len(newest),
            simulated=len(many.sessions) - len(own),
            waiting=many.waiting,
            undated=many.undated,
        )


def _asked(request: Request) -> str:
    """How far back, as it is asked for. Raises Refused."""
    weeks = request.query_params.get("weeks", USUAL)
    if weeks not in RANGES:
        raise Refused(Refusal.NOT_THERE)
    return weeks
