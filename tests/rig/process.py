"""Begin and end the programs of the rig, by their process id, and say plainly when one is missing."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

GRACE_S = 5.0
"""How long a program may take to end after SIGTERM before it is killed."""


def require(*programs: str) -> None:
    """Skip the test where a program is missing; fail it where the run must be complete (CI=true)."""
    missing = [name for name in programs if shutil.which(name) is None]
    if not missing:
        return
    words = f"the test rig lacks {', '.join(missing)}: scripts/test installs it on Debian as root"
    if os.environ.get("CI") == "true":
        pytest.fail(words)
    pytest.skip(words)


def wait_until(holds: Callable[[], bool], seconds: float, words: str) -> None:
    """Ask another process's state until it holds; fail the test with ``words`` after so many seconds.

    This is for states of foreign programs only, which tell nobody when they change.
    """
    end_s = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end_s:
            raise TimeoutError(f"{words} within {seconds} s")
        time.sleep(0.02)


def undisturbed(attempt: Callable[[], None]) -> None:
    """Try at most three times, until one passes, what is judged in real time; else fail as the last did.

    For sound only: a machine that is busy elsewhere takes blocks away that the game never had.
    """
    for _ in range(2):
        with suppress(AssertionError):
            attempt()
            return
    attempt()


def end(process: "subprocess.Popen[Any]") -> int:
    """Ask a process to end, kill it after a grace, and return its exit status."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(GRACE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    return process.returncode
