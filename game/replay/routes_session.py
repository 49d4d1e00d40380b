"""One session: its replay page, the lanes and reasons behind it, and the ghost's pictures."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from game.replay.desk import Desk
from game.replay.errors import Refusal, Refused
from game.replay.events import headline
from game.replay.fields import asked_whole
from game.replay.ghost import GhostError, NotReached
from game.replay.ghost_line import SIZE
from game.replay.gist import believed
from game.replay.happenings import headline_told
from game.replay.layers_json import author_told
from game.replay.notes import TEMPLATES
from game.replay.render import words_of
from game.replay.sensed import read_sensors
from game.replay.shelf import row_of
from game.replay.shown import shown_session
from game.replay.told import lanes_told, sensors_told
from game.replay.views import Choice, SessionView, Template
from game.replay.why import why, why_told
from game.vault.saying import Label

BASE = "/p/{player}/s/{session_id}"


class SessionRoutes:
    """The routes of one session that change nothing."""

    def __init__(self, desk: Desk) -> None:
        """``desk`` has all they need."""
        self._desk = desk

    @property
    def routes(self) -> list[BaseRoute]:
        """All of them."""
        return [
            Route(BASE, self._page),
            Route(f"{BASE}/lanes.json", self._lanes),
            Route(f"{BASE}/sensors.json", self._sensors),
            Route(f"{BASE}/why.json", self._why),
            Route(f"{BASE}/ghost.json", self._ghost),
            Route(f"{BASE}/frame", self._frame),
        ]

    def _page(self, request: Request) -> Response:
        opened, words = self._desk.session(request), words_of(request)
        unlocked, session = opened.unlocked, opened.session
        layers = self._desk.layers(opened)
        view = SessionView(
            player=self._desk.shown(request, session.player),
            session=shown_session(row_of(session, layers), layers, session.player, words, unlocked.who),
            base=f"/p/{session.player}/s/{session.session_id}",
            author=author_told(unlocked.who, words),
            labels=tuple(Choice(label.value, words.say(f"saying.label_{label.value}")) for label in Label),
            templates=tuple(Template(each.name, words.say(each.title), words.say(each.hint)) for each in TEMPLATES),
        )
        return self._desk.pages.page(request, "session.html", view)

    def _lanes(self, request: Request) -> Response:
        """The lanes as they were recorded; only the headline is that of the session as it was corrected."""
        opened, words = self._desk.session(request), words_of(request)
        lanes = opened.session.lanes
        same = lanes.header.fingerprint == self._desk.fingerprint
        found = headline(believed(lanes, self._desk.layers(opened).corrections))
        told = lanes_told(lanes, words, same)
        return JSONResponse({**told, "headline": headline_told(found, words) if found else None})

    def _sensors(self, request: Request) -> Response:
        session = self._desk.session(request).session
        return JSONResponse(sensors_told(read_sensors(session.reader.records()), words_of(request)))

    def _why(self, request: Request) -> Response:
        opened, tick = self._desk.session(request), asked_whole(request, "tick")
        if tick > opened.length_ticks:
            raise Refused(Refusal.UNFIT, "saying.outside")
        return JSONResponse(why_told(why(opened.session.lanes, tick), words_of(request)))

    def _ghost(self, request: Request) -> Response:
        """How far the ghost has come; asking begins it."""
        opened = self._desk.session(request)
        told = opened.cabinet.seat.ghost(opened.session).progress
        return JSONResponse(
            {
                "state": told.state,
                "share": told.share,
                "ticks": max(told.ticks, 0),
                "agrees": told.agrees,
                "same_rules": opened.session.lanes.header.fingerprint == self._desk.fingerprint,
                "text": words_of(request).say(told.words),
            }
        )

    def _frame(self, request: Request) -> Response:
        """One picture, painted for this request and kept nowhere."""
        opened = self._desk.session(request)
        tick, width = asked_whole(request, "tick"), asked_whole(request, "w", SIZE[0])
        try:
            picture = opened.cabinet.seat.ghost(opened.session).frame(tick, width)
        except NotReached as error:
            raise Refused(Refusal.NOT_YET, error.key) from None
        except GhostError as error:
            raise Refused(Refusal.NO_PICTURE, error.key) from None
        return Response(picture, media_type="image/jpeg")
