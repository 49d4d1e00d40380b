"""``stillwater replay``: serves the view on loopback alone, says where, and ends when it is told to."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from tests.commands.calling import ROOT, Caller

SOON_S = 60.0
"""What has not ended by then never will."""


@contextmanager
def serving(home: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The program itself, and the address it says."""
    process = subprocess.Popen(
        [sys.executable, "-m", "game", "replay"],
        cwd=ROOT,
        env={**os.environ, "STILLWATER_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield process, next(word for word in process.stdout.readline().split() if word.startswith("http"))
    finally:
        process.kill()
        process.wait(SOON_S)
        process.stdout.close()


@pytest.mark.parametrize(("told", "status"), [(signal.SIGINT, 0), (signal.SIGTERM, -signal.SIGTERM)])
def test_it_serves_until_it_is_ended(tmp_path: Path, told: signal.Signals, status: int) -> None:
    """The address that it says answers, at loopback; Ctrl-C and a plain kill end it without a word more."""
    with serving(tmp_path / "home") as (process, address):
        assert address.startswith("http://127.0.0.1:")
        with urlopen(Request(address, headers={"Accept": "text/html"}), timeout=SOON_S) as answer:
            assert answer.status == 200
            assert "default-src 'self'" in answer.headers["content-security-policy"]
            assert "server" not in answer.headers
        process.send_signal(told)
        assert process.wait(SOON_S) == status
        assert process.stdout is not None
        assert process.stdout.read() == ""


def test_it_listens_nowhere_else(call: Caller) -> None:
    """Any other address is refused in one sentence that says what to do."""
    for host in ("0.0.0.0", "192.168.0.7", "::", "example.org"):
        answer = call("replay", "--host", host)
        assert (answer.status, answer.out) == (1, "")
        assert "leave --host out" in answer.err


def test_a_port_that_is_taken_is_said(call: Caller) -> None:
    """One sentence, and what to do."""
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        answer = call("replay", "--port", str(taken.getsockname()[1]))
    assert (answer.status, answer.out) == (1, "")
    assert "a free one is taken" in answer.err


@pytest.mark.parametrize("port", ["-1", "65536", "http", "8e3"])
def test_a_port_that_is_none(call: Caller, port: str) -> None:
    """It ends with 2 and says what is wrong."""
    answer = call("replay", f"--port={port}")
    assert answer.status == 2
    assert "from 0 to 65535" in answer.err
    assert not call.home.exists()
