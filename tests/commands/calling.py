"""The program called in this process: its words, what goes in by descriptors, what comes out."""

import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from game.__main__ import main

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE, OTHER = "wide as the sea", "deep as the sea"


@dataclass(frozen=True)
class Answer:
    """What a command gave back."""

    status: int
    out: str
    err: str


@dataclass(frozen=True)
class Caller:
    """Calls commands on one home."""

    home: Path
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *words: str, **secrets: str) -> Answer:
        """Run a command to its end; ``passphrase_fd="..."`` goes in by a descriptor named as ``--passphrase-fd``."""
        given = list(words)
        for name, secret in secrets.items():
            given += [f"--{name.replace('_', '-')}", str(written(f"{secret}\n"))]
        with at_home(self.home):
            try:
                status = main(given)
            except SystemExit as ended:
                status = int(str(ended.code))
        told = self.capsys.readouterr()
        return Answer(status, told.out, told.err)


def written(text: str) -> int:
    """A descriptor from which ``text`` can be read."""
    reading, writing = os.pipe()
    os.write(writing, text.encode())
    os.close(writing)
    return reading


@contextmanager
def at_home(home: Path) -> Iterator[None]:
    """STILLWATER_HOME as a family sets it, for so long."""
    before = os.environ.get("STILLWATER_HOME")
    os.environ["STILLWATER_HOME"] = str(home)
    try:
        yield
    finally:
        os.environ.pop("STILLWATER_HOME")
        if before is not None:
            os.environ["STILLWATER_HOME"] = before


def at_terminal(home: Path, *words: str, typed: str, descriptors: tuple[int, ...] = ()) -> tuple[int, str]:
    """Run a command at a terminal where ``typed`` is typed; its status and what the terminal showed."""
    lead, line = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "game", *words],
        cwd=ROOT,
        env={**os.environ, "STILLWATER_HOME": str(home)},
        stdin=line,
        stdout=line,
        stderr=line,
        pass_fds=descriptors,
    )
    for descriptor in (line, *descriptors):
        os.close(descriptor)
    os.write(lead, typed.encode())
    shown = b""
    try:
        while data := os.read(lead, 4096):
            shown += data
    except OSError:
        pass  # the other end is closed: the command is over
    os.close(lead)
    return process.wait(60), shown.decode()
