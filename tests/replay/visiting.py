"""A browser on the replay view, without a network: it keeps cookies and tokens as one does, and lies on demand."""

import asyncio
import base64
import json
import re
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import httpx
from starlette.applications import Starlette
from starlette.types import Message

from game.replay.app import create_app
from game.replay.cabinet import OpenGhost
from game.replay.ghost import GhostError, NotReached
from game.replay.ghost_line import Progress, State
from game.vault.audit import Act, read_trail
from game.vault.home import Home, player_folder
from game.vault.keys import unlock
from game.vault.layout import Record
from game.vault.ring import PrivateKey
from game.vault.therapist import read_therapist_key

PORT = 8123
ADDRESS = f"http://127.0.0.1:{PORT}"
PASSPHRASE, WRONG, THERAPIST = "wide as the sea", "deep as the sea", "Dr. Wen"
DATA = ("lanes.json", "sensors.json", "why.json?tick=1", "ghost.json", "frame?tick=1", "corrections.json", "notes.json")
"""What a session's page fetches."""
NOW_S = 1_767_700_000.0
"""6 January 2026, for the audit and for "the last 30 days"."""
REACHED_TICKS = 120
"""The ghost's double has come so far."""
_TOKEN = re.compile('name="stillwater-token" content="([^"]*)"')


@dataclass
class Hands:
    """A clock that stands until somebody moves it."""

    now_s: float = 1000.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now_s


@dataclass
class GhostDouble:
    """Stands in for a ghost: has pictures of the first ticks, and remembers whether it was let go."""

    setup: bytes
    records: Iterable[Record]
    closed: bool = False

    @property
    def progress(self) -> Progress:
        """Still on its way."""
        return Progress(0.5, REACHED_TICKS, State.TELLING)

    def frame(self, tick: int, width: int | None = None) -> bytes:
        """Something that is no picture, but says which it is."""
        if self.closed:
            raise GhostError("ghost.gone")
        if tick > REACHED_TICKS:
            raise NotReached("ghost.not_yet")
        return f"picture {tick} {width}".encode()

    def close(self) -> None:
        """Let it go."""
        self.closed = True


@dataclass
class House:
    """The app over a home, with its clock and every ghost that it began."""

    home: Home
    therapist: bytes
    """Private key of somebody who can open the first player's sessions without a passphrase being stretched."""
    clock: Hands = field(default_factory=Hands)
    ghosts: list[GhostDouble] = field(default_factory=list)
    app: Starlette = field(init=False)

    def __post_init__(self) -> None:
        """Build the app."""
        self.app = self.build(self.ghost)

    def build(self, ghosts: OpenGhost) -> Starlette:
        """The app with another way to begin ghosts."""
        return create_app(self.home, "tests", self.clock, ghosts, lambda: NOW_S)

    def ring(self) -> PrivateKey:
        """The first player's keys."""
        return unlock(player_folder(self.home), self.home.device, read_therapist_key(self.therapist, None))

    def noted(self) -> list[tuple[Act, str, str]]:
        """What the first player's audit says: what was done, to what, by whom."""
        folder, device = player_folder(self.home), self.home.device
        trail = read_trail(folder, device, self.ring())
        return [(line.act, line.about, line.whom) for line in trail.lines]

    def ghost(self, setup: bytes, records: Iterable[Record]) -> GhostDouble:
        """Begin a ghost, and remember it."""
        self.ghosts.append(GhostDouble(setup, records))
        return self.ghosts[-1]


class Browser:
    """Sends what a browser would send; every header can be replaced, and one that is None is left out."""

    def __init__(self, app: Starlette, address: str = ADDRESS, faults_raise: bool = True) -> None:
        """Look at ``app`` as it is served at ``address``."""
        self._transport = httpx.ASGITransport(app, raise_app_exceptions=faults_raise)
        self._address = address
        self.cookies = httpx.Cookies()
        self.token = ""

    def page(self, path: str, **headers: str | None) -> httpx.Response:
        """Go to a page, as by typing its address; its token is kept."""
        answer = self.send("GET", path, headers={"accept": "text/html", "sec-fetch-site": "none", **_named(headers)})
        found = _TOKEN.search(answer.text)
        self.token = found.group(1) if found else self.token
        return answer

    def get(self, path: str, **headers: str | None) -> httpx.Response:
        """Fetch something, as a script of ours does."""
        own = {"accept": "application/json", "sec-fetch-site": "same-origin"}
        return self.send("GET", path, headers={**own, **_named(headers)})

    def post(self, path: str, told: object, **headers: str | None) -> httpx.Response:
        """Send JSON, as a script of ours does."""
        body = json.dumps(told).encode()
        return self.send("POST", path, content=body, headers={**self.own_headers, **_named(headers)})

    @property
    def own_headers(self) -> dict[str, str | None]:
        """What our own pages send along."""
        return {
            "accept": "*/*",
            "content-type": "application/json",
            "origin": self._address,
            "sec-fetch-site": "same-origin",
            "x-stillwater-token": self.token,
        }

    def send(self, method: str, path: str, headers: Mapping[str, str | None], **more: Any) -> httpx.Response:
        """Send anything, with these headers and no others of ours."""
        return asyncio.run(self._sent(method, path, headers, more))

    def unlock(self, **told: str) -> httpx.Response:
        """Go to the first player's door and open it, by the passphrase unless told otherwise; their page comes."""
        self.page("/unlock?player=player-1")
        opened = self.post("/unlock", {"player": "player-1", "way": "passphrase", "secret": PASSPHRASE, **told})
        return self.page("/p/player-1") if opened.status_code == 200 else opened

    def unlock_by_key(self, key: bytes) -> httpx.Response:
        """The same by a therapist's key without a passphrase: it opens at once, a passphrase is stretched for long."""
        return self.unlock(way="therapist", secret="", key=base64.b64encode(key).decode())

    async def _sent(
        self, method: str, path: str, headers: Mapping[str, str | None], more: dict[str, Any]
    ) -> httpx.Response:
        kept = {name: value for name, value in headers.items() if value is not None}
        url = f"{self._address}{path}"
        async with httpx.AsyncClient(transport=self._transport, cookies=self.cookies) as client:
            answer = await client.send(client.build_request(method, url, headers=kept, **more))
            self.cookies = client.cookies
        return answer


@dataclass
class Trickle:
    """A long body that comes in parts; counts how many were taken."""

    parts: int
    part: bytes
    taken: int = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Part by part."""
        for _ in range(self.parts):
            self.taken += 1
            yield self.part


def by_hand(app: Starlette, path: str, cookies: httpx.Cookies) -> int:
    """Ask for a path exactly as it is written, which no client of HTTP does: the status of the answer."""
    cookie = "; ".join(f"{one.name}={one.value}" for one in cookies.jar)
    headers = [(b"host", f"127.0.0.1:{PORT}".encode()), (b"cookie", cookie.encode())]
    scope = {"type": "http", "method": "GET", "path": unquote(path), "raw_path": path.encode(), "query_string": b""}
    scope |= {"headers": headers, "server": ("127.0.0.1", PORT), "client": ("127.0.0.1", 123)}
    scope |= {"scheme": "http", "root_path": ""}
    told: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        told.append(message)

    asyncio.run(app(scope, receive, send))
    return int(told[0]["status"])


def _named(headers: Mapping[str, str | None]) -> dict[str, str | None]:
    """Headers by their names; as names of arguments they have _ for -."""
    return {name.replace("_", "-"): value for name, value in headers.items()}


def refused(answer: httpx.Response) -> str:
    """The name of a refusal, as JSON says it; "" where it is none."""
    return str(answer.json().get("refused", "")) if answer.status_code >= 400 else ""
