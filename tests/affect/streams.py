"""What tests of Lab Streaming Layer share: one at a time, other programs, an outlet that is on."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from affect.child import Begin
from affect.outlet import Outlet
from affect.report import State, Status
from affect.worker import run
from game.core.directive import Directive, Reason

pytest.importorskip("pylsl", reason="set lsl is not installed")
fcntl = pytest.importorskip("fcntl", reason="streams are kept on the machine only under Linux")
ROOT = Path(__file__).parents[2]
WITHIN_S = 40.0
"""Ample for a child to start on a busy machine; a test that waits so long fails."""


@pytest.fixture
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Two test runs on one machine would read each other's streams: one at a time."""
    lock = tmp_path_factory.getbasetemp().parent.parent / "stillwater-lsl.lock"
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def program(*words: str) -> Iterator[subprocess.Popen[str]]:
    """One of tests.affect.lsl_programs, once it is ready."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.affect.lsl_programs", *words],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def ready(process: subprocess.Popen[str]) -> None:
    """Wait for its first line."""
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"


def until(take: Callable[[], bool]) -> None:
    """Ask again and again until it is true."""
    deadline = time.monotonic() + WITHIN_S
    while not take():
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {WITHIN_S} s")
        time.sleep(0.01)


@contextmanager
def open_outlet(begin: Begin = run) -> Iterator[Outlet]:
    """An outlet that is on."""
    outlet, told = Outlet("machine", begin=begin), list[Status]()

    def is_on() -> bool:
        told.extend(outlet.take())
        return any(status.state is State.ON for status in told)

    outlet.turn(True)
    try:
        until(is_on)
        yield outlet
    finally:
        outlet.close()


def directive(number: int) -> Directive:
    """One of many."""
    return Directive(number / 1000.0, 0.5, 0.25, 0.1, None, (Reason("why.tense", (0.5,)),))
