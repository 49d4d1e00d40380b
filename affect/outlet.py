"""The game's side of what other programs may read along: a child process that is there only while somebody agreed.

What is told is gathered and handed on in few messages; the moments in them are exact all the same. A child that is
behind loses nothing: what it did not take waits.
"""

import time
from collections import deque
from collections.abc import Callable
from typing import Final

from affect.child import Begin, Child
from affect.outgoing import Outgoing
from affect.report import Status
from affect.sensor import Device
from affect.worker import run

GATHER_NS: Final = 50_000_000
"""A message is closed so long after the one before."""
MOST_READINGS: Final = 64
"""Readings in a message at most: a few messages ahead never fill the pipe, so sending never waits."""
MOST_WAITING: Final = 6000
"""Messages that wait for a child that is behind, at most: five minutes. Older ones are let go."""
LAST_S: Final = 1.0
"""How long the last words may take to go out before the child is ended."""


class Outlet:
    """Hands on what the game tells. Nothing runs until ``turn``: consent comes first."""

    def __init__(self, spec: str, clock: Callable[[], int] = time.monotonic_ns, begin: Begin = run) -> None:
        """``spec``: "machine" (programs on this machine) or "off"; ``begin``: what the child runs."""
        self._clock = clock
        self._child = Child(Device.STREAMS, spec, begin)
        self._gathered = Outgoing()
        self._waiting: deque[Outgoing] = deque(maxlen=MOST_WAITING)
        self._closed_ns = 0

    def turn(self, on: bool) -> None:
        """On (soon), or off (now: its process is gone when this returns, and what was not read is forgotten)."""
        if on:
            self._child.start(self._clock())
            return
        self._child.stop()
        self._gathered = Outgoing()
        self._waiting.clear()

    def tell(self, outgoing: Outgoing) -> None:
        """Let other programs read this; while nobody may, it goes nowhere. Never waits."""
        if self._child.wanted:
            self._gathered += outgoing

    def take(self) -> tuple[Status, ...]:
        """Send what is due, and say what happened to the child since the last take. Never waits."""
        now_ns = self._clock()
        if self._gathered != Outgoing() and now_ns - self._closed_ns >= GATHER_NS:
            self._waiting.extend(self._gathered.pieces(MOST_READINGS))
            self._gathered, self._closed_ns = Outgoing(), now_ns
        while self._waiting and self._child.send(self._waiting[0]):
            self._waiting.popleft()
        return tuple(status for report in self._child.take(now_ns, ()) for status in report.statuses)

    @property
    def process_id(self) -> int | None:
        """The child's process id; None while there is none."""
        return self._child.process_id

    @property
    def waiting(self) -> bool:
        """Something that was told has not been read by the child yet."""
        return bool(self._waiting) or self._gathered != Outgoing() or not self._child.heeded

    def close(self) -> None:
        """Let the last words go out, for a moment; then the process is gone."""
        end_s = time.monotonic() + LAST_S
        while self._child.process_id is not None and time.monotonic() < end_s:
            self.take()
            if not self.waiting:
                break
            time.sleep(GATHER_NS / 1e9)
        self.turn(False)
