"""Loopback is open to every account of a machine: the view answers its own, and no other gets anything of it."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from threading import Thread

import pytest
import uvicorn

from game.replay.app import create_app
from game.replay.errors import Refusal
from game.replay.peers import End, anybody, is_same_account, peers_here
from game.replay.serve import listen
from game.vault.home import player_folder
from game.vault.keys import is_guarded
from tests.replay.visiting import ADDRESS, NOW_S, Browser, House, refused

NOBODY = 65534
"""An account that every Linux has and that owns nothing."""
SOON_S = 20.0

pytestmark = pytest.mark.skipif(peers_here() is anybody, reason="this system does not say whose a connection is")
needs_root = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can be another")
_ASKING = """
import os, socket, sys
os.setuid(int(sys.argv[1]))
with socket.socket() as line:
    line.connect((sys.argv[2], int(sys.argv[3])))
    line.sendall(sys.argv[4].encode())
    while data := line.recv(65536):
        sys.stdout.write(data.decode())
"""


def asked_as(account: int, end: End, sent: str) -> str:
    """What an account of this machine is answered."""
    told = [sys.executable, "-c", _ASKING, str(account), end[0], str(end[1]), sent]
    return subprocess.run(told, check=True, capture_output=True, text=True, timeout=SOON_S).stdout


@contextmanager
def served(house: House) -> Iterator[End]:
    """Where the view of a home is served to this machine's accounts."""
    app = create_app(house.home, "tests", house.clock, house.ghost, lambda: NOW_S, is_same_account)
    with listen("127.0.0.1", 0) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="on"))
        thread = Thread(target=server.run, args=([listening],))
        thread.start()
        try:
            yield listening.getsockname()[:2]
        finally:
            server.should_exit = True
            thread.join(SOON_S)


def first_page(end: End) -> str:
    """What a browser sends for the first page."""
    return f"GET / HTTP/1.1\r\nhost: 127.0.0.1:{end[1]}\r\naccept: text/html\r\nconnection: close\r\n\r\n"


@contextmanager
def line(family: socket.AddressFamily, at: str, to: str) -> Iterator[tuple[End, End]]:
    """Both ends of a connection within this process, as the server sees them: theirs, ours."""
    with (
        closing(socket.create_server((at, 0), family=socket.AF_INET6 if ":" in at else socket.AF_INET)) as listening,
        socket.socket(family) as client,
    ):
        client.connect((to, listening.getsockname()[1]))
        accepted, _ = listening.accept()
        with accepted:
            yield accepted.getpeername()[:2], accepted.getsockname()[:2]


@needs_root
def test_another_account_gets_nothing(house: House) -> None:
    """Neither a page nor cookie and token, by which it could set the first passphrase; our own account gets all."""
    with served(house) as end:
        answer = asked_as(NOBODY, end, first_page(end))
        own = asked_as(os.geteuid(), end, first_page(end))
    assert answer.startswith(f"HTTP/1.1 {Refusal.ACCOUNT.status} ") and "started it" in answer
    assert "set-cookie" not in answer.lower() and 'name="stillwater-token" content=""' in answer
    assert "player-1" not in answer
    assert own.startswith("HTTP/1.1 200 ") and "set-cookie" in own.lower() and "player-1" in own


@needs_root
def test_who_closes_at_once_is_not_taken_for_root() -> None:
    """The line of a socket that was closed names account 0: it belongs to nobody, so it is not answered."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        ours = listening.getsockname()
        told = [sys.executable, "-c", _ASKING.partition("    while")[0], str(NOBODY), ours[0], str(ours[1]), "x"]
        subprocess.run(told, check=True, timeout=SOON_S)
        accepted, theirs = listening.accept()
        with accepted:
            assert (accepted.recv(2), accepted.recv(2)) == (b"x", b"")
            accepted.shutdown(socket.SHUT_WR)
            assert not is_same_account(theirs, ours)


@pytest.mark.parametrize(
    ("family", "at", "to"),
    [
        (socket.AF_INET, "127.0.0.1", "127.0.0.1"),
        (socket.AF_INET6, "127.0.0.1", "::ffff:127.0.0.1"),
        (socket.AF_INET6, "::1", "::1"),
    ],
)
def test_our_own_account_is_known(family: socket.AddressFamily, at: str, to: str) -> None:
    """By either protocol, also where a socket of IPv6 reaches an address of IPv4; another connection is not it."""
    try:
        with line(family, at, to) as (theirs, ours):
            assert is_same_account(theirs, ours)
            assert not is_same_account(ours, (theirs[0], 1))
    except OSError:
        pytest.skip("no IPv6 here")


def test_the_others_are_refused_before_anything_else(house: House) -> None:
    """By a name and a sentence of its own, also where all else is wrong, too; no passphrase is set."""
    browser = Browser(create_app(house.home, "tests", house.clock, house.ghost, lambda: NOW_S, lambda *_: False))
    browser.page("/unlock?player=player-2")
    first = {"player": "player-2", "way": "first", "secret": "wide as the sea"}
    assert refused(browser.post("/unlock", first)) == "account"
    assert refused(browser.get("/static/base.css", host="evil.example")) == "account"
    assert browser.send("PUT", "/", headers={"origin": ADDRESS}).status_code == Refusal.ACCOUNT.status
    assert browser.token == "" and not list(browser.cookies.jar)
    assert not is_guarded(player_folder(house.home, "player-2"))
