"""The time devices live by: asked and waited for through one small door, so that a test can hand in its own."""

import time
from typing import Protocol

S_NS = 1_000_000_000
"""Nanoseconds in a second."""


class Clock(Protocol):
    """Monotonic time and the patience to wait for it."""

    def now_ns(self) -> int:
        """Monotonic time, ns."""

    def wait_until(self, t_ns: int) -> None:
        """Return once ``now_ns()`` has reached ``t_ns``; at once where it has already."""


class SystemClock:
    """The machine's own monotonic clock: one and the same for every process of the game."""

    def now_ns(self) -> int:
        """Monotonic time, ns."""
        return time.monotonic_ns()

    def wait_until(self, t_ns: int) -> None:
        """Sleep until ``t_ns``."""
        left_ns = t_ns - time.monotonic_ns()
        if left_ns > 0:
            time.sleep(left_ns / S_NS)
