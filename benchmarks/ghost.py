"""The ghost of a long session: how long until all of it is told, how quickly a moment comes, and what it costs.

A simulated person plays so many minutes, a place after the other, without a clock; a ghost tells it again in its child.
Printed: seconds until the first picture and until the whole is told; the time from asking to having a picture for
moments all over the session in no order, while it is told and afterwards; pictures a second going forward at 30 and 60
a second of play and at eight times its speed; resident memory of the child and what the parent gained; bytes a picture.

    python -m benchmarks.ghost [--minutes 20] [--seeks 300] [--save FOLDER]

Machines and neighbours differ: run it on a quiet one, and compare with the yardstick of benchmarks.tick.
"""

import argparse
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import perf_counter

from adaptation.person import Person
from adaptation.person.families import PATIENT
from adaptation.rules import Rules
from benchmarks.tick import yardstick_us
from game.core.setup import Setup
from game.core.world import begin
from game.loop import House, Unhurried, run
from game.replay.ghost import Ghost, NotReached
from game.replay.ghost_line import State
from tests.sittings import LEVELS, RULES, Kept, Seen, lead_on

PLACES = ("tide", "fireflies", "glider", "garden", "boats", "stones")
SECONDS_FORWARD = 10.0
Records = list[tuple[int, bytes]]


@dataclass(frozen=True, slots=True)
class Spread:
    """Times of many pictures, ms."""

    times_ms: tuple[float, ...]

    def __str__(self) -> str:
        """Median, 95th percentile and worst, in words."""
        ordered = sorted(self.times_ms)
        at = [ordered[min(len(ordered) * share // 100, len(ordered) - 1)] for share in (50, 95, 100)]
        return f"median {at[0]:5.1f}   p95 {at[1]:5.1f}   worst {at[2]:5.1f} ms   ({len(ordered)} pictures)"


class Forgetful(Seen):
    """A stage that keeps nothing."""

    def show(self, scene: object) -> None:
        """Look away."""


def played(minutes: float) -> Records:
    """The records of a simulated sitting of so many minutes, an equal part in each of PLACES."""
    ways = {"title": PLACES[0], **dict(zip(PLACES, (*PLACES[1:], "closing"), strict=True))}
    memory = Kept()
    setup = Setup(seed=11, level="title", minutes=minutes / len(PLACES))
    source = Person(PATIENT["anxious_child"], seed=11, ticks=round(minutes * 3600), camera=True, microphone=True)
    house = House(source, Rules(), memory, Forgetful(), Unhurried(), lead_on(ways))
    run(begin(setup, LEVELS["title"], RULES.patterns), house)
    return memory.records


def resident_mb(process_id: int) -> float:
    """Resident memory of a process, MB (Linux)."""
    pages = int(Path(f"/proc/{process_id}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def first(ghost: Ghost, began_s: float) -> float:
    """Seconds until the first picture was there."""
    while True:
        try:
            ghost.frame(0)
            return perf_counter() - began_s
        except NotReached:
            time.sleep(0.005)


def seek(ghost: Ghost, dice: Random, many: int | None) -> Spread:
    """Ask for moments in no order: so many, or until all is told."""
    times: list[float] = []
    while len(times) < many if many is not None else ghost.progress.state is State.TELLING:
        tick = int(dice.random() * (ghost.progress.ticks + 1))
        asked_s = perf_counter()
        ghost.frame(tick)
        times.append((perf_counter() - asked_s) * 1e3)
        time.sleep(0.02 if many is None else 0.0)
    return Spread(tuple(times))


def forward(ghost: Ghost, step_ticks: int, from_tick: int) -> Spread:
    """Ask for one picture after the other, ``step_ticks`` apart."""
    times: list[float] = []
    until_s = perf_counter() + SECONDS_FORWARD / 2
    tick = from_tick
    while perf_counter() < until_s and tick <= ghost.progress.ticks:
        asked_s = perf_counter()
        ghost.frame(tick)
        times.append((perf_counter() - asked_s) * 1e3)
        tick += step_ticks
    return Spread(tuple(times))


def save(ghost: Ghost, folder: Path) -> None:
    """Twelve pictures from all over the session, to look at."""
    folder.mkdir(parents=True, exist_ok=True)
    for place in range(12):
        tick = ghost.progress.ticks * (2 * place + 1) // 24
        (folder / f"{tick:06d}.jpg").write_bytes(ghost.frame(tick))


def measure(records: Records, many: int, folder: Path | None, say: Callable[[str], None]) -> None:
    """Tell one session again and say what it took."""
    (_, setup), *rest = records
    before_mb = resident_mb(os.getpid())
    began_s = perf_counter()
    ghost = Ghost(setup, rest)
    dice = Random(1)
    say(f"first picture after {first(ghost, began_s):.2f} s")
    while_told = seek(ghost, dice, None)
    say(f"all of {ghost.progress.ticks / 3600:.1f} min told after {perf_counter() - began_s:.2f} s, digests agree: "
        f"{ghost.digest_agrees}")  # fmt: skip
    say(f"moments while it is told     {while_told}")
    say(f"moments just told            {seek(ghost, dice, many)}")
    say(f"moments again                {seek(ghost, dice, many)}")
    for per_second, step_ticks in ((60, 1), (30, 2), (30, 16)):
        spread = forward(ghost, step_ticks, ghost.progress.ticks // 3)
        rate = 1e3 * len(spread.times_ms) / sum(spread.times_ms)
        speed = step_ticks * per_second / 60
        say(f"forward {speed:3.0f} x at {per_second}/s        {spread}   {rate:.0f} pictures a second")
    sizes = sorted(len(ghost.frame(ghost.progress.ticks * part // 24)) for part in range(24))
    say(f"a picture is {sizes[12] / 1024:.0f} KiB (the largest {sizes[-1] / 1024:.0f})")
    child_mb = resident_mb(ghost.process_id or 0)
    say(f"memory: the child {child_mb:.0f} MB, the parent {resident_mb(os.getpid()) - before_mb:+.0f} MB")
    if folder is not None:
        save(ghost, folder)
    ghost.close()


def main() -> None:
    """Play, tell, measure, print."""
    parser = argparse.ArgumentParser(description="What the ghost of a long session costs.")
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--seeks", type=int, default=300)
    parser.add_argument("--save", type=Path, metavar="FOLDER", help="keep twelve pictures there, to look at")
    wish = parser.parse_args()
    print(f"yardstick {yardstick_us():.1f} us")
    records = played(wish.minutes)
    measure(records, wish.seeks, wish.save, print)


if __name__ == "__main__":
    main()
