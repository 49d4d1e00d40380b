"""The guard before every page: whose request is answered, how long it may be, what a browser may do with the answer.

It listens on loopback, but every account of the machine can connect there, and other people's pages run in the same
browser. So each request must come over a connection of the account that we run as, name this machine (no DNS
rebinding), come from our own pages where it says where it comes from, and carry our token where it changes something.
Nothing longer than 64 KiB is taken in; at one path alone a file may come, up to a bound of its own, and whoever takes
it in does so piece by piece.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from game.replay.errors import Refusal, Refused
from game.replay.peers import IsOurs
from game.replay.visits import Tokens, is_cookie

MOST_BODY_BYTES = 1 << 16
TOKEN_HEADER = "x-stillwater-token"
LOOPBACK = ("127.0.0.1", "::1")
_READING = ("GET", "HEAD")
_OWN_SITES = ("same-origin", "none")
"""What a browser says of a request by our own page, and of an address that somebody typed."""
_JSON = re.compile(r"application/json\s*(;.*)?", re.IGNORECASE)
_FILE = re.compile("application/octet-stream", re.IGNORECASE)
_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'"
)
HEADERS: Final = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), display-capture=(), usb=(), serial=(), midi=()",
}
"""What goes with every answer, whatever it is."""

Answer = Callable[[Request, Refused], Response]
"""Says to a visitor why a request is not answered."""


@dataclass(frozen=True, slots=True)
class Upload:
    """The one path to which a file may be sent."""

    path: str
    """Whole, as in an address."""
    most_bytes: int
    """Longest body."""
    too_large: str
    """Message id of what is said to who sends more."""

    def awaits(self, scope: Scope) -> bool:
        """Whether this request sends it."""
        return (scope["method"], scope["path"]) == ("POST", self.path)


class Guard:
    """Stands before an app of ASGI: refuses, limits, and sets the headers of every answer."""

    def __init__(self, app: ASGIApp, tokens: Tokens, answer: Answer, upload: Upload, is_ours: IsOurs) -> None:
        """Guard ``app``; ``answer`` words a refusal, ``upload`` may be longer than all else, ``is_ours`` tells whose a
        connection is."""
        self._app = app
        self._is_ours = is_ours
        self._upload = upload
        self._tokens = tokens
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through, or answer it with its refusal. Only HTTP and the lifespan are let through."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            raise RuntimeError(f"no way in by {scope['type']}")
        guarded = _with_headers(send)
        try:
            self._refuse(scope)
            if self._upload.awaits(scope):
                receive = _counted(Headers(scope=scope), self._upload, receive)
            else:
                receive = await _taken_in(Headers(scope=scope), scope["method"], receive)
        except Refused as refused:
            await self._answer(Request(scope), refused)(scope, receive, guarded)
            return
        await self._app(scope, receive, guarded)

    def _refuse(self, scope: Scope) -> None:
        """Raise Refused unless the request is one of our own pages'."""
        theirs, ours = scope.get("client"), scope.get("server")
        if not theirs or not ours or not self._is_ours(tuple(theirs), tuple(ours)):
            raise Refused(Refusal.ACCOUNT)
        headers, method = Headers(scope=scope), scope["method"]
        own = _own_names(scope)
        if headers.getlist("host") not in [[name] for name in own]:
            raise Refused(Refusal.HOST)
        if method not in (*_READING, "POST"):
            raise Refused(Refusal.METHOD)
        _refuse_foreign(headers, method, own)
        if method == "POST":
            cookie = cookie_of(scope)
            token = headers.get(TOKEN_HEADER, "")
            if not cookie or not self._tokens.fits(cookie, token):
                raise Refused(Refusal.TOKEN)
            wanted = _FILE if self._upload.awaits(scope) else _JSON
            if not wanted.fullmatch(headers.get("content-type", "")):
                raise Refused(Refusal.MEDIA)


def cookie_name(scope: Scope) -> str:
    """Name of the cookie: browsers keep cookies by name and not by port, so the port is part of it."""
    return f"stillwater-{_port(scope)}"


def cookie_of(scope: Scope) -> str:
    """The cookie that came with a request; "" where there is none that could be ours."""
    cookie = Request(scope).cookies.get(cookie_name(scope), "")
    return cookie if is_cookie(cookie) else ""


def _port(scope: Scope) -> int:
    server = scope.get("server")
    return int(server[1] or 0) if server else 0


def _own_names(scope: Scope) -> tuple[str, ...]:
    """What a browser may call us. Empty where the server does not listen on loopback: then nothing is answered."""
    server = scope.get("server")
    if not server or server[0] not in LOOPBACK:
        return ()
    return tuple(f"{name}:{_port(scope)}" for name in ("127.0.0.1", "localhost", "[::1]"))


def _refuse_foreign(headers: Headers, method: str, own: Iterable[str]) -> None:
    """Raise Refused where a request says that another page sent it, or does not say and would change something."""
    origins = headers.getlist("origin")
    if origins not in [[], *([f"http://{name}"] for name in own if name == headers["host"])]:
        raise Refused(Refusal.ORIGIN)
    sites = headers.getlist("sec-fetch-site")
    if sites not in [[], *([site] for site in _OWN_SITES)]:
        raise Refused(Refusal.ORIGIN)
    if method == "POST" and not origins:
        raise Refused(Refusal.ORIGIN)


async def _taken_in(headers: Headers, method: str, receive: Receive) -> Receive:
    """Read a body of at most 64 KiB, and give it on from memory. Raises Refused: it is longer, or said to be."""
    said = _said_bytes(headers)
    if said is None or said > MOST_BODY_BYTES:
        raise Refused(Refusal.TOO_LARGE)
    if method in _READING and not said and "transfer-encoding" not in headers:
        return receive
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            break
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > MOST_BODY_BYTES:
            raise Refused(Refusal.TOO_LARGE)
    whole: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return whole.pop() if whole else await receive()

    return again


def _counted(headers: Headers, upload: Upload, receive: Receive) -> Receive:
    """The same ``receive``, refusing where more comes than may. Raises Refused: more is said to come."""
    said, taken = _said_bytes(headers), 0
    if said is None or said > upload.most_bytes:
        raise Refused(Refusal.TOO_LARGE, upload.too_large)

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > upload.most_bytes:
            raise Refused(Refusal.TOO_LARGE, upload.too_large)
        return message

    return counted


def _said_bytes(headers: Headers) -> int | None:
    """How long a body is said to be; None = not by a number that could be."""
    said = headers.get("content-length", "0")
    return int(said) if said.isdecimal() and len(said) < 20 else None


def _with_headers(send: Send) -> Send:
    """The same ``send``, with our headers on every answer. What sets no caching of its own is never stored."""

    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(HEADERS)
            headers.setdefault("cache-control", "no-store")
        await send(message)

    return guarded
