"""What people say of a session: corrections and notes. They lie beside the session, which is never touched."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from game.replay import corrections as correcting
from game.replay import notes as noting
from game.replay.desk import Desk, Opened
from game.replay.fields import Fields, read_fields
from game.replay.layers_json import corrections_told, notes_told
from game.replay.render import words_of
from game.replay.routes_session import BASE
from game.replay.shelf import say
from game.vault.audit import Act
from game.vault.layers import Layers
from game.vault.saying import Saying, Signed

MOST_TEXT = 8000
"""Longest text that is looked at; how long a note may be is said in notes."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody wants to say, of which session, and who."""

    opened: Opened
    """The session."""
    layers: Layers
    """What was said of it before."""
    fields: Fields
    """What was sent."""
    number: int
    """Of the correction or note that it is about; 0 = of none."""
    by: Signed
    """Who, and when."""


class LayerRoutes:
    """The routes by which people say something of a session."""

    def __init__(self, desk: Desk) -> None:
        """``desk`` has all they need."""
        self._desk = desk

    @property
    def routes(self) -> list[BaseRoute]:
        """All of them."""
        return [
            Route(f"{BASE}/corrections.json", self._corrections, methods=["GET"]),
            Route(f"{BASE}/corrections.json", self._correct, methods=["POST"]),
            Route(f"{BASE}/corrections/{{number:int}}/withdraw", self._take_back, methods=["POST"]),
            Route(f"{BASE}/notes.json", self._notes, methods=["GET"]),
            Route(f"{BASE}/notes.json", self._note, methods=["POST"]),
            Route(f"{BASE}/notes/{{number:int}}", self._revise, methods=["POST"]),
        ]

    def _corrections(self, request: Request) -> Response:
        opened = self._desk.session(request)
        layers, author = self._desk.layers(opened), opened.unlocked.who
        return JSONResponse(corrections_told(layers, opened.length_ticks, author, words_of(request)))

    async def _correct(self, request: Request) -> Response:
        await self._say(request, _corrected, Act.CORRECTED)
        return await run_in_threadpool(self._corrections, request)

    async def _take_back(self, request: Request) -> Response:
        await self._say(request, _taken_back, Act.CORRECTED)
        return await run_in_threadpool(self._corrections, request)

    def _notes(self, request: Request) -> Response:
        opened = self._desk.session(request)
        return JSONResponse(notes_told(self._desk.layers(opened), opened.unlocked.who, words_of(request)))

    async def _note(self, request: Request) -> Response:
        await self._say(request, _noted)
        return await run_in_threadpool(self._notes, request)

    async def _revise(self, request: Request) -> Response:
        await self._say(request, _revised)
        return await run_in_threadpool(self._notes, request)

    async def _say(self, request: Request, made: Callable[[Sent], Saying], act: Act | None = None) -> None:
        """Append one saying; what corrects the session is noted in the audit."""
        fields = await read_fields(request)
        await run_in_threadpool(self._append, request, fields, made, act)

    def _append(self, request: Request, fields: Fields, made: Callable[[Sent], Saying], act: Act | None) -> None:
        opened, device = self._desk.session(request), self._desk.home.device
        unlocked, session = opened.unlocked, opened.session
        by = Signed(unlocked.who, int(self._desk.now()))
        number = request.path_params.get("number", 0)
        saying = made(Sent(opened, self._desk.layers(opened), fields, number, by))
        say(session, unlocked, device, saying)
        if act is not None:
            self._desk.noted(unlocked, act, session.session_id)


def _corrected(sent: Sent) -> Saying:
    fields = sent.fields
    from_tick, to_tick, label = fields.whole("from_tick"), fields.whole("to_tick"), fields.text("label", 64)
    return correcting.corrected(sent.opened.length_ticks, from_tick, to_tick, label, sent.by)


def _taken_back(sent: Sent) -> Saying:
    return correcting.taken_back(sent.layers.corrections, sent.number, sent.by)


def _noted(sent: Sent) -> Saying:
    fields = sent.fields
    tick, text, template = fields.whole_or_none("tick"), fields.text("text", MOST_TEXT), fields.text("template", 64)
    return noting.noted(sent.opened.length_ticks, tick, text, template, fields.flag("shared"), sent.by)


def _revised(sent: Sent) -> Saying:
    """Another version, or the word that it is taken back."""
    fields, notes = sent.fields, sent.layers.notes
    if fields.has("withdrawn") and fields.flag("withdrawn"):
        return noting.withdrawn(notes, sent.number, sent.by)
    return noting.revised(notes, sent.number, fields.text("text", MOST_TEXT), fields.flag("shared"), sent.by)
