"""What a soak looks at while it plays: a clock that leaps and sees what is late, processes, devices, the minute."""

import multiprocessing
import os
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.heap import heap
from benchmarks.soak_figures import Figures, Gap, Look
from game.loop import RealClock
from tests.e2e.game import command_of, descendants

GAP_S = 0.1
"""A picture that is later than this is written down."""


@dataclass
class LeapClock:
    """The game's clock, which can leap forward, and counts what is late."""

    clock: RealClock = field(default_factory=RealClock)
    gap: Callable[[float], None] = lambda took_s: None
    """Told of a picture that came late by more than GAP_S, and how long after the one before."""
    ticks: int = 0
    """Ticks since the last picture; who steps counts them."""
    unshown: int = 0
    """Ticks that had no picture of their own, because they were late."""
    _ahead_ns: int = 0
    _woke_s: float = 0.0

    def now_ns(self) -> int:
        """Monotonic time, leaps included."""
        return self.clock.now_ns() + self._ahead_ns

    def wait_until(self, t_ns: int) -> None:
        """Wait as the game does."""
        self.clock.wait_until(t_ns - self._ahead_ns)
        now_s = time.monotonic()
        if self._woke_s and now_s - self._woke_s > GAP_S:
            self.gap(now_s - self._woke_s)
        self._woke_s = now_s
        self.unshown += max(self.ticks - 1, 0)
        self.ticks = 0

    def leap(self, seconds: float) -> None:
        """It is later at once, as after a suspend."""
        self._ahead_ns += round(1e9 * seconds)

    def rest(self) -> None:
        """Between two sittings nothing is late."""
        self._woke_s, self.ticks = 0.0, 0


@dataclass
class Drops:
    """Adds up what a device dropped over the lives of its child, each of which counts from 0."""

    total: int = 0
    _last: int = 0

    def see(self, dropped: int) -> None:
        """The count of the life that is now."""
        self.total += dropped - self._last if dropped >= self._last else dropped
        self._last = dropped


def look(name: str, process_id: int, at_s: float) -> Look | None:
    """One process, as Linux tells it; None where it is gone."""
    folder = Path(f"/proc/{process_id}")
    try:
        pages = int((folder / "statm").read_text(encoding="ascii").split()[1])
        files = len(os.listdir(folder / "fd"))
        threads = len(os.listdir(folder / "task"))
    except OSError:
        return None
    resident_mb = pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    ours = process_id == os.getpid()
    blocks, in_use_mb = (sys.getallocatedblocks(), heap().in_use) if ours else (0, 0.0)
    return Look(at_s, name, process_id, resident_mb, files, threads, blocks, in_use_mb)


def looks(at_s: float) -> list[Look]:
    """The game and its sensor children."""
    children = {str(child.name).removeprefix("stillwater-"): child.pid for child in multiprocessing.active_children()}
    found = [look("game", os.getpid(), at_s)]
    found += [look(name, process_id, at_s) for name, process_id in children.items() if process_id]
    return [one for one in found if one is not None]


def processes_below(but: int) -> int:
    """How many processes the game has begun that are there; the resource tracker and the one ``but`` left out."""
    return sum("resource_tracker" not in command_of(one) and one != but for one in descendants(os.getpid()))


class Gaps:
    """Writes down pictures that came late, and what had happened before."""

    def __init__(self, figures: Figures, at_s: Callable[[], float]) -> None:
        self._figures = figures
        self._at_s = at_s
        self._latest: list[tuple[float, str]] = []

    def happened(self, words: str) -> None:
        """Something that may make a picture late."""
        self._latest = [*self._latest[-7:], (self._at_s(), words)]

    def late(self, took_s: float) -> None:
        """A picture came so long after the one before."""
        at_s = self._at_s()
        after = ", ".join(words for then_s, words in self._latest if at_s - then_s < took_s + 2.0)
        self._figures.gaps.append(Gap(round(at_s, 3), round(took_s, 3), after))


def told(error: BaseException) -> str:
    """An exception in full."""
    return "".join(traceback.format_exception(error))
