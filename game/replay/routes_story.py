"""A session as the player's own picture story, and who may see it."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from game.replay.desk import Desk
from game.replay.errors import Refusal, Refused
from game.replay.events import headline
from game.replay.fields import Fields, read_fields
from game.replay.gist import believed, passed_s
from game.replay.render import words_of
from game.replay.routes_session import BASE
from game.replay.shelf import row_of, say
from game.replay.shown import shown_session
from game.replay.story import audience_of, may_print, may_see, picture_story, shown_to
from game.replay.views import Choice, MomentShown, StoryView
from game.vault.audit import Act
from game.vault.saying import Audience, Signed
from levels import find_levels


class StoryRoutes:
    """The routes of the picture story."""

    def __init__(self, desk: Desk) -> None:
        """``desk`` has all they need."""
        self._desk = desk
        self._places = tuple(name for name, level in find_levels().items() if level.guided)

    @property
    def routes(self) -> list[BaseRoute]:
        """All of them."""
        return [Route(f"{BASE}/story", self._page), Route(f"{BASE}/story.json", self._show, methods=["POST"])]

    def _page(self, request: Request) -> Response:
        opened, words = self._desk.session(request), words_of(request)
        layers, session, who = self._desk.layers(opened), opened.session, opened.unlocked.who
        audience = audience_of(layers)
        if not may_see(audience, who):
            raise Refused(Refusal.PRIVATE)
        shown = shown_session(row_of(session, layers), layers, session.player, words, who)
        passed = passed_s(headline(believed(session.lanes, layers.corrections)))
        view = StoryView(
            player=self._desk.shown(request, session.player),
            session=shown,
            base=shown.href,
            moments=tuple(
                MomentShown(each.tick, f"{shown.href}/frame?tick={each.tick}", words.say(each.key, each.numbers))
                for each in picture_story(session.lanes, self._places, passed)
            ),
            audience=audience.value,
            audiences=tuple(Choice(each.value, words.say(f"saying.audience_{each.value}")) for each in Audience),
            printable=may_print(audience),
        )
        return self._desk.pages.page(request, "story.html", view)

    async def _show(self, request: Request) -> Response:
        fields = await read_fields(request)
        return await run_in_threadpool(self._shown_to, request, fields)

    def _shown_to(self, request: Request, fields: Fields) -> Response:
        """Keep who may see it; that is a consent, so it is noted."""
        opened, audience = self._desk.session(request), fields.text("audience", 64)
        unlocked, session_id = opened.unlocked, opened.session.session_id
        saying = shown_to(audience, Signed(unlocked.who, int(self._desk.now())))
        say(opened.session, unlocked, self._desk.home.device, saying)
        self._desk.noted(unlocked, Act.SETTING_CHANGED, f"picture story of {session_id}: {audience}")
        return JSONResponse({"audience": audience, "printable": may_print(saying.audience)})
