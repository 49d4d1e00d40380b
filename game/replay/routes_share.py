"""Giving sittings away from a player's page: the choice, the sealed file (made in memory only), and the list."""

import base64
import binascii
from collections.abc import Iterable, Iterator
from datetime import date
from threading import Lock

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from game.replay.cabinet import Unlocked
from game.replay.desk import Desk
from game.replay.errors import Refusal, Refused
from game.replay.fields import Fields, asked_whole, read_fields
from game.replay.guard import MOST_BODY_BYTES
from game.replay.received import MOST_PARCEL_BYTES
from game.replay.render import words_of
from game.replay.share_given import (
    MOST_DAYS,
    MOST_WHOM,
    PSEUDONYM,
    Gift,
    Which,
    Wish,
    chosen_of,
    gift_told,
    note_gift,
    picked,
    prepare,
    remember,
)
from game.replay.share_lanes import LANES, NEEDS, Choice, choose
from game.replay.shares import Shares, Work, answered
from game.replay.shelf import Row, read_shelf
from game.replay.shown import local_time
from game.replay.views_share import RowShown, ShareView, TherapistShown
from game.stage.words import Words
from game.vault.address import Address, fingerprint, read_address
from game.vault.bundle import MOST_NOTE, MOST_PSEUDONYM, Chosen, bundle_pieces
from game.vault.errors import Missing, Unfit
from game.vault.index import Line
from game.vault.keys import therapists
from game.vault.layout import is_id
from game.vault.players import read_record

BASE = "/p/{player}/share"
MOST_LISTED = 60
"""Sittings that can be ticked one by one; older ones go by their days."""
USUAL_LAST, USUAL_DAYS = 5, 30
USUAL_LANES = ("feelings", "breath", "told", "play", "summary")
EXPIRIES = (7, 30, 90, 365, 0)
"""Days to choose from; 0 = no end is said."""


class ShareRoutes:
    """The routes by which sittings are given away."""

    def __init__(self, desk: Desk) -> None:
        """``desk`` has all they need."""
        self._desk = desk
        self._shares = Shares(desk.visits)
        self._turn = Lock()

    @property
    def routes(self) -> list[BaseRoute]:
        """All of them."""
        return [
            Route(BASE, self._page, methods=["GET"]),
            Route(BASE, self._give, methods=["POST"]),
            Route(f"{BASE}/given.json", self._given),
            Route(f"{BASE}/key", self._key, methods=["POST"]),
        ]

    def _page(self, request: Request) -> Response:
        _, unlocked = self._desk.player(request)
        name, words = request.path_params["player"], words_of(request)
        rows = read_shelf(unlocked, self._desk.home.device).rows
        view = ShareView(
            player=self._desk.shown(request, name),
            base=f"/p/{name}/share",
            therapists=tuple(TherapistShown(who, fingerprint(key)) for who, key in therapists(unlocked.folder)),
            rows=tuple(_row(row) for row in rows[:MOST_LISTED]),
            listed=MOST_LISTED,
            count=len(rows),
            last=min(USUAL_LAST, len(rows)) or 1,
            lanes=tuple(LANES),
            usual=USUAL_LANES,
            needs=tuple(NEEDS.items()),
            expiries=EXPIRIES,
            usual_days=USUAL_DAYS,
            today=local_time(self._desk.now())[0][:10],
            pseudonym=PSEUDONYM,
            most=(MOST_WHOM, MOST_PSEUDONYM, MOST_NOTE),
            given=self._told(unlocked, words),
        )
        return self._desk.pages.page(request, "share.html", view)

    def _given(self, request: Request) -> Response:
        """The list, and what share is done of the work of that number; null = there is none."""
        cabinet, unlocked = self._desk.player(request)
        share = self._shares.of(cabinet, asked_whole(request, "work", 0))
        return JSONResponse({"given": self._told(unlocked, words_of(request)), "share": share})

    def _told(self, unlocked: Unlocked, words: Words) -> tuple[str, ...]:
        """The player's own list, newest first."""
        player = read_record(unlocked.folder, self._desk.home.device)
        return tuple(gift_told(given, words) for given in reversed(player.given))

    async def _key(self, request: Request) -> Response:
        """The number of a public key, to be compared over the telephone before anything is sealed to it."""
        fields = await read_fields(request)
        self._desk.player(request)
        return JSONResponse({"fingerprint": fingerprint(_public(fields))})

    async def _give(self, request: Request) -> Response:
        fields = await read_fields(request)
        cabinet, unlocked = self._desk.player(request)
        with self._shares.working(cabinet, fields.whole("work")) as work:
            return await answered(request, work, lambda: self._gave(fields, unlocked, words_of(request), work))

    def _gave(self, fields: Fields, unlocked: Unlocked, words: Words, work: Work) -> Response:
        """The file. It is in the audit before it is sealed, and in the player's list before it is handed over."""
        folder, device = unlocked.folder, self._desk.home.device
        wish = self._wish(fields, unlocked, words)
        with work.turn(self._turn):
            entries = [Line(row.session_id, row.started_s) for row in read_shelf(unlocked, device).rows]
            try:
                names = picked(entries, _which(fields, {entry.session_id for entry in entries}))
                gift = prepare(folder, unlocked.private, names, wish, int(self._desk.now()))
            except Missing:
                raise Refused(Refusal.UNFIT, "share.unmade_none") from None
            except ValueError:
                raise Refused(Refusal.DAMAGED, "share.unmade_strange") from None
            note_gift(folder, device, gift)
            data = _sealed(gift, unlocked, words, work)
            work.tell(1.0)  # nothing is handed to a browser that was locked meanwhile
            remember(folder, device, gift.given)
        named = f"stillwater-{local_time(gift.now_s)[0][:10]}-{len(gift.sessions)}.bundle"
        headers = {"content-disposition": f'attachment; filename="{named}"'}
        return Response(data, media_type="application/octet-stream", headers=headers)

    def _wish(self, fields: Fields, unlocked: Unlocked, words: Words) -> Wish:
        """To whom, what and how, by what was sent. Raises Refused."""
        whom = fields.text("whom", MOST_BODY_BYTES).strip()
        if not 0 < len(whom) <= MOST_WHOM or not whom.isprintable():
            raise Refused(Refusal.UNFIT, words.say("share.unmade_whom", (float(MOST_WHOM),)))
        pseudonym, note = (
            fields.text("pseudonym", MOST_BODY_BYTES).strip(),
            fields.text("note", MOST_BODY_BYTES).strip(),
        )
        if len(pseudonym) > MOST_PSEUDONYM or len(note) > MOST_NOTE:
            raise Refused(Refusal.UNFIT, "share.unmade_text")
        days = fields.whole("days")
        if days > MOST_DAYS:
            raise Refused(Refusal.UNFIT, f"days: at most {MOST_DAYS}")
        kept = fields.choice("dates", ("shifted", "kept")) == "kept"
        address = _address(fields, unlocked)
        return Wish(address, whom, _choice(fields), kept, pseudonym or PSEUDONYM, note, days)


def _sealed(gift: Gift, unlocked: Unlocked, words: Words, work: Work) -> bytes:
    """The bundle's bytes, no more of them than a page takes in. Raises Refused."""
    chosen = _watched(chosen_of(gift, unlocked.folder, unlocked.private), len(gift.sessions), work)
    try:
        return b"".join(bundle_pieces(gift.wish.address, gift.terms, chosen, MOST_PARCEL_BYTES))
    except Unfit:
        most = float(MOST_PARCEL_BYTES >> 20)
        raise Refused(Refusal.UNFIT, words.say("share.unmade_large", (most,))) from None
    except ValueError:
        raise Refused(Refusal.DAMAGED, "share.unmade_strange") from None


def _watched(chosen: Iterable[Chosen], count: int, work: Work) -> Iterator[Chosen]:
    """The same, keeping how far it has come; ends where the visit was locked meanwhile. Raises Refused."""
    for place, one in enumerate(chosen):
        work.tell(place / count)
        yield one


def _choice(fields: Fields) -> Choice:
    """The lanes. Raises Refused."""
    names = fields.texts("lanes", len(LANES), 64)
    if not names:
        raise Refused(Refusal.UNFIT, "share.unmade_lanes")
    try:
        return choose(names)
    except Unfit:
        raise Refused(Refusal.UNFIT, "share.unmade_needs") from None


def _address(fields: Fields, unlocked: Unlocked) -> Address:
    """To whom: one of the player's therapists, or whose key was sent. Raises Refused."""
    if not fields.has("therapist"):
        return _public(fields)
    known = dict(therapists(unlocked.folder))
    name = fields.text("therapist", 64)
    if name not in known:
        raise Refused(Refusal.UNFIT, "share.unmade_gone")
    return known[name]


def _public(fields: Fields) -> Address:
    """A public key as a file has it, in base64. Raises Refused."""
    try:
        data = base64.b64decode(fields.text("key", MOST_BODY_BYTES), validate=True)
        if not data:
            raise Refused(Refusal.UNFIT, "share.unmade_key")
        return read_address(data)
    except (binascii.Error, Unfit):
        raise Refused(Refusal.UNFIT, "share.unmade_public") from None


def _which(fields: Fields, known: set[str]) -> Which:
    """Which sittings. Raises Refused: not said so, or there are none of such a name."""
    way = fields.choice("which", ("last", "days", "these"))
    if way == "last":
        last = fields.whole("last")
        if not last:
            raise Refused(Refusal.UNFIT, "share.unmade_none")
        return Which(last=last)
    if way == "these":
        names = fields.texts("sessions", MOST_LISTED, 64)
        if not names or not all(is_id(name) and name in known for name in names):
            raise Refused(Refusal.UNFIT, "share.unmade_none")
        return Which(names=names)
    since, until = _day(fields, "since"), _day(fields, "until")
    if since > until:
        raise Refused(Refusal.UNFIT, "share.unmade_days")
    return Which(since=since, until=until)


def _day(fields: Fields, name: str) -> date:
    try:
        return date.fromisoformat(fields.text(name, 10))
    except ValueError:
        raise Refused(Refusal.UNFIT, f"{name}: a day like 2026-01-31 is wanted") from None


def _row(row: Row) -> RowShown:
    gist = row.gist
    return RowShown(row.session_id, local_time(row.started_s)[0], gist is not None and gist.session.simulated)
