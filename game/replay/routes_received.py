"""What somebody was given: taking the file in, its sittings, and each of them, to be read only."""

import asyncio
import base64
import binascii
import re
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from game.core.pace import TICKS_PER_S
from game.core.trace import decode_header
from game.replay.desk import Desk
from game.replay.errors import Refusal, Refused
from game.replay.fields import asked_whole, fields_of
from game.replay.guard import MOST_BODY_BYTES, Upload, cookie_of
from game.replay.received import MOST_PARCEL_BYTES, Looked, Overdue, Parcel, open_parcel
from game.replay.render import give_cookie, words_of
from game.replay.share_given import until_told
from game.replay.share_lanes import LANES
from game.replay.summary import summary_told
from game.replay.told import lanes_told
from game.replay.views_share import GivenSitting, GivenSittingView, GivenView
from game.replay.visits import Tries
from game.replay.why import why, why_told
from game.stage.words import Words
from game.vault.bundle_reader import Received

BASE = "/given"
UPLOAD = Upload(BASE, 4 + MOST_BODY_BYTES + MOST_PARCEL_BYTES, "given.too_large")
"""The one thing that may be longer than other requests: u32 length of a JSON object, that object, the bundle."""
DRAWN = {
    "feelings": ("arousal", "valence"),
    "breath": ("breath",),
    "heart": ("heart",),
    "decisions": ("performance", "settings"),
}
"""Which lanes of the page each lane of a bundle fills."""
TAKEN_IN_S = 120.0
"""Longest wait for a file that is on its way inside this machine; while one comes, others wait."""
MOST_SECRET = 1024
_SHIFTED = re.compile(r"day ([1-9]\d{0,5})")
_REAL = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T\d{2}:\d{2}:\d{2}[+-]\d{4}")


class ReceivedRoutes:
    """The routes of a visit that opened what it was given."""

    def __init__(self, desk: Desk, tries: Tries) -> None:
        """``tries`` count secrets that do not fit: the door's own, so that a key's passphrase has no second count."""
        self._desk = desk
        self._tries = tries
        self._one_at_a_time = asyncio.Lock()

    @property
    def routes(self) -> list[BaseRoute]:
        """All of them."""
        return [
            Route(BASE, self._page, methods=["GET"]),
            Route(BASE, self._open, methods=["POST"]),
            Route(f"{BASE}/{{place:int}}", self._sitting),
            Route(f"{BASE}/{{place:int}}/lanes.json", self._lanes),
            Route(f"{BASE}/{{place:int}}/why.json", self._why),
        ]

    # ---- opening

    async def _open(self, request: Request) -> Response:
        """One at a time: a file is held in memory, and stretching a passphrase takes as much again."""
        async with self._one_at_a_time:
            wait_s = self._tries.wait_s()
            sent = await _taken_in(request, keep=not wait_s)
            if wait_s:
                raise Refused(Refusal.TRIES, wait_s=wait_s)
            try:
                parcel = await run_in_threadpool(self._opened, sent)
            except Overdue as overdue:
                raise self._worded(overdue, words_of(request)) from None
            except Refused as refused:
                if refused.refusal is not Refusal.SECRET:
                    raise
                self._tries.wrong()
                raise Refused(refused.refusal, refused.detail, self._tries.wait_s()) from None
        response = JSONResponse({"to": BASE})
        give_cookie(request, response, await run_in_threadpool(self._let_in, cookie_of(request.scope), parcel))
        return response

    def _opened(self, sent: bytes) -> Parcel:
        length = int.from_bytes(sent[:4], "big")
        if length > MOST_BODY_BYTES:
            raise Refused(Refusal.TOO_LARGE, "given.too_large_key")
        fields = fields_of(sent[4 : 4 + length])
        try:
            key = base64.b64decode(fields.text("key", MOST_BODY_BYTES), validate=True)
        except binascii.Error:
            raise Refused(Refusal.NOT_JSON, "key: base64 is wanted") from None
        return open_parcel(sent[4 + length :], key, fields.text("secret", MOST_SECRET), self._desk.now())

    def _let_in(self, cookie: str, parcel: Parcel) -> str:
        """A visit of its own: whatever this browser had unlocked before is locked."""
        self._desk.visits.close(cookie)
        cabinet = self._desk.new_cabinet()
        cabinet.parcel = parcel
        return self._desk.visits.open(cookie, cabinet)

    def _worded(self, overdue: Overdue, words: Words) -> Refused:
        return Refused(Refusal.OVER, until_told(overdue.until_s, words, "given.over"))

    # ---- looking

    def _parcel(self, request: Request) -> Parcel:
        """What this visit opened; counts as use. Raises Refused: nothing, or its time is over by now."""
        cookie = cookie_of(request.scope)
        cabinet = self._desk.visits.find(cookie)
        parcel = cabinet.parcel if cabinet else None
        if parcel is None:
            raise Refused(Refusal.EXPIRED if self._desk.visits.expired(cookie) else Refusal.LOCKED)
        if parcel.over(self._desk.now()):
            self._desk.visits.close(cookie)
            raise self._worded(Overdue(parcel.terms.until_s), words_of(request))
        self._desk.visits.use(cookie)
        return parcel

    def _page(self, request: Request) -> Response:
        try:
            parcel = self._parcel(request)
        except Refused as refused:
            return self._form(request, None if refused.refusal is Refusal.LOCKED else refused)
        terms = parcel.terms
        view = GivenView(
            most_mb=MOST_PARCEL_BYTES >> 20,
            most_key_bytes=MOST_BODY_BYTES // 2,
            pseudonym=terms.pseudonym,
            note=terms.note,
            until=_until(parcel, words_of(request)),
            sittings=tuple(_shown(place, one) for place, one in enumerate(parcel.sessions)),
        )
        return self._desk.pages.page(request, "received.html", view)

    def _form(self, request: Request, refused: Refused | None) -> Response:
        """Where something is opened."""
        view = GivenView(most_mb=MOST_PARCEL_BYTES >> 20, most_key_bytes=MOST_BODY_BYTES // 2)
        return self._desk.pages.page(request, "received_open.html", view, refused)

    def _sitting(self, request: Request) -> Response:
        try:
            parcel = self._parcel(request)
        except Refused as refused:
            return self._form(request, refused)
        place = _place(request)
        looked = parcel.look(place)
        view = GivenSittingView(
            pseudonym=parcel.terms.pseudonym,
            until=_until(parcel, words_of(request)),
            sitting=_shown(place, parcel.sessions[place]),
            held=looked.held,
            lacking=tuple(name for name in LANES if name not in looked.held),
        )
        return self._desk.pages.page(request, "received_sitting.html", view)

    def _lanes(self, request: Request) -> Response:
        """The lanes that were given. No picture is drawn of them, so by which rules they were made does not matter."""
        looked, words = self._looked(request), words_of(request)
        with _strange():
            told = lanes_told(looked.lanes, words, same_rules=True)
            told["summary"] = summary_told(looked.lanes, words, looked.held)
            if "play" not in looked.held:  # the mode is told with play
                told["mode"] = told["mode_title"] = ""
            return JSONResponse({**told, "lanes": _drawn(looked.held)})

    def _why(self, request: Request) -> Response:
        looked, tick = self._looked(request), asked_whole(request, "tick")
        if tick > round(looked.lanes.length_s * TICKS_PER_S):
            raise Refused(Refusal.UNFIT, "saying.outside")
        with _strange():
            return JSONResponse(why_told(why(looked.lanes, tick), words_of(request)))

    def _looked(self, request: Request) -> Looked:
        return self._parcel(request).look(_place(request))


@contextmanager
def _strange() -> Iterator[None]:
    """Numbers that no sitting has, sealed by another hand, are refused in words."""
    try:
        yield
    except (ValueError, OverflowError):
        raise Refused(Refusal.DAMAGED, "given.strange") from None


async def _taken_in(request: Request, keep: bool) -> bytes:
    """What is sent, up to what the guard lets through.

    Where nobody is let in now it is taken and thrown away, so that the browser, which sends it anyhow, hears why.

    Raises:
        Refused: it does not come to its end.
    """
    sent = bytearray()
    try:
        async with asyncio.timeout(TAKEN_IN_S):
            async for piece in request.stream():
                if keep:
                    sent += piece
    except TimeoutError:
        raise Refused(Refusal.DAMAGED, "given.cut") from None
    return bytes(sent)


def _drawn(held: tuple[str, ...]) -> list[str]:
    """Lanes of the page that there is something to draw of; what happened always has its place."""
    return ["game", "events", *(drawn for name in held for drawn in DRAWN.get(name, ()))]


def _place(request: Request) -> int:
    """Which sitting, from 0; pages count from 1."""
    return int(request.path_params["place"]) - 1


def _until(parcel: Parcel, words: Words) -> str:
    return until_told(parcel.terms.until_s, words, "given.until") or words.say("given.until_none")


def _shown(place: int, one: Received) -> GivenSitting:
    """A sitting by what its setup says of when it began; what else may stand there is not shown."""
    try:
        started = decode_header(one.setup).started
    except ValueError:
        started = ""
    shifted = _SHIFTED.fullmatch(started)
    real = started if _REAL.fullmatch(started) else ""
    return GivenSitting(f"{BASE}/{place + 1}", place + 1, real, int(shifted.group(1)) if shifted else 0)
