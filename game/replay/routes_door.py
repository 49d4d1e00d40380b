"""The door: who plays here, unlocking by passphrase, recovery words or a therapist's key, locking, the language."""

import asyncio
import base64
import binascii

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from game.replay.cabinet import Unlocked
from game.replay.desk import Desk
from game.replay.errors import Refusal, Refused
from game.replay.fields import Fields, read_fields
from game.replay.guard import MOST_BODY_BYTES, cookie_of
from game.replay.render import give_cookie, give_language, words_of
from game.replay.views import HomeView, UnlockView
from game.replay.visits import Tries
from game.stage.presentation import LANGUAGES
from game.vault.address import Opener
from game.vault.audit import Act
from game.vault.errors import CannotOpen, Locked, Unfit
from game.vault.home import player_folder, player_names
from game.vault.keys import Key, is_guarded, recipient_of, set_passphrase, unlock
from game.vault.passphrase import FEWEST_CHARACTERS, Passphrase
from game.vault.recipients import PASSPHRASE_NAME, RECOVERY_NAME
from game.vault.recovery import read_words
from game.vault.therapist import read_therapist_key

WAYS = ("passphrase", "recovery", "therapist")
FIRST = "first"
"""The way in where nobody has looked back yet: what is typed becomes the passphrase."""
GIVEN = "given"
"""Stands among the unlocked players where what somebody was given is open."""
MOST_NAME, MOST_SECRET = 16, 1024


class Door:
    """The routes before anything is unlocked, and those that lock again."""

    def __init__(self, desk: Desk, tries: Tries) -> None:
        """``tries`` count wrong secrets over all visits."""
        self._desk = desk
        self._tries = tries
        self._one_at_a_time = asyncio.Lock()

    @property
    def routes(self) -> list[BaseRoute]:
        """All of them."""
        return [
            Route("/", self._home),
            Route("/about", self._about),
            Route("/unlock", self._ask, methods=["GET"]),
            Route("/unlock", self._unlock, methods=["POST"]),
            Route("/lock", self._lock, methods=["POST"]),
            Route("/stay", self._stay, methods=["POST"]),
            Route("/alive.json", self._alive),
            Route("/language", self._language, methods=["GET"]),
            Route("/language", self._speak, methods=["POST"]),
        ]

    def page(self, request: Request, player: str, back: str, refused: Refused | None = None) -> Response:
        """The door of a player there is."""
        shown = self._desk.shown(request, player)
        view = UnlockView(shown, WAYS if shown.guarded else (FIRST,), FEWEST_CHARACTERS, back)
        return self._desk.pages.page(request, "unlock.html", view, refused)

    def _home(self, request: Request) -> Response:
        players = tuple(self._desk.shown(request, name) for name in player_names(self._desk.home))
        return self._desk.pages.page(request, "home.html", HomeView(players))

    def _about(self, request: Request) -> Response:
        return self._desk.pages.page(request, "about.html", None)

    def _ask(self, request: Request) -> Response:
        player = self._desk.known(request.query_params.get("player", ""))
        return self.page(request, player, f"/p/{player}")

    async def _unlock(self, request: Request) -> Response:
        fields = await read_fields(request)
        player = self._desk.known(fields.text("player", MOST_NAME))
        way = fields.choice("way", (*WAYS, FIRST))
        async with self._one_at_a_time:
            wait_s = self._tries.wait_s()
            if wait_s:
                raise Refused(Refusal.TRIES, wait_s=wait_s)
            try:
                unlocked = await run_in_threadpool(self._opened, player, way, fields)
            except (CannotOpen, Locked):
                self._tries.wrong()
                raise Refused(Refusal.SECRET, wait_s=self._tries.wait_s()) from None
        response = JSONResponse({"to": f"/p/{player}"})
        give_cookie(
            request, response, await run_in_threadpool(self._let_in, cookie_of(request.scope), player, unlocked)
        )
        return response

    def _let_in(self, cookie: str, player: str, unlocked: Unlocked) -> str:
        """The fresh cookie of somebody who unlocked a player; other players they unlocked before stay so."""
        cabinet = self._desk.visits.find(cookie)
        if cabinet is None or cabinet.parcel is not None:  # what somebody was given has a visit of its own
            self._desk.visits.close(cookie)
            cabinet = self._desk.new_cabinet()
        cabinet.unlock(player, unlocked)
        return self._desk.visits.open(cookie, cabinet)

    def _lock(self, request: Request) -> Response:
        self._desk.visits.close(cookie_of(request.scope))
        return JSONResponse({"to": "/"})

    def _stay(self, request: Request) -> Response:
        self._desk.visits.use(cookie_of(request.scope))
        return self._told(request)

    def _alive(self, request: Request) -> Response:
        return self._told(request)

    def _told(self, request: Request) -> Response:
        cabinet = self._desk.visits.find(cookie_of(request.scope))
        if cabinet is None:
            return JSONResponse({"unlocked": [], "left_s": 0})
        given = (GIVEN,) if cabinet.parcel else ()
        return JSONResponse(
            {"unlocked": [*cabinet.players, *given], "left_s": round(self._desk.visits.left_s(cabinet))}
        )

    def _language(self, request: Request) -> Response:
        return JSONResponse({"language": words_of(request).language, "known": LANGUAGES})

    async def _speak(self, request: Request) -> Response:
        language = (await read_fields(request)).choice("language", LANGUAGES)
        response = JSONResponse({"language": language})
        give_language(request, response, language)
        return response

    def _opened(self, player: str, way: str, fields: Fields) -> Unlocked:
        """Open a player's keys. Raises CannotOpen, Locked: not with this; Refused: what no secret can be."""
        folder, device = player_folder(self._desk.home, player), self._desk.home.device
        if is_guarded(folder) != (way != FIRST):
            raise CannotOpen("This is no way in.")
        if way == FIRST:
            return self._first(player, Passphrase(fields.text("secret", MOST_SECRET)))
        key = _key(way, fields)
        private = unlock(folder, device, key)
        who = recipient_of(folder, key).name if isinstance(key, Opener) else _NAMES[way]
        return Unlocked(folder, private, who)

    def _first(self, player: str, chosen: Passphrase) -> Unlocked:
        """Nobody has looked back yet: what was typed guards from now on."""
        folder, device = player_folder(self._desk.home, player), self._desk.home.device
        set_passphrase(folder, device, chosen, int(self._desk.now()))
        unlocked = Unlocked(folder, unlock(folder, device, chosen), PASSPHRASE_NAME)
        self._desk.noted(unlocked, Act.PASSPHRASE_SET, "the first")
        return unlocked


_NAMES = {"passphrase": PASSPHRASE_NAME, "recovery": RECOVERY_NAME}


def _key(way: str, fields: Fields) -> Key:
    """What was sent to open with. Raises CannotOpen, Locked: it cannot be."""
    secret = fields.text("secret", MOST_SECRET)
    try:
        if way == "recovery":
            return read_words(secret)
        if way == "therapist":
            data = base64.b64decode(fields.text("key", MOST_BODY_BYTES), validate=True)
            return read_therapist_key(data, Passphrase(secret) if secret else None)
    except (Unfit, binascii.Error):
        raise CannotOpen("This is no secret of that kind.") from None
    return Passphrase(secret)
