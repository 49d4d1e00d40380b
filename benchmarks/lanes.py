"""What looking back costs: opening a sitting, its lanes, its events, its JSON, and what each sensor said. Prints JSON.

A sitting of Tide with what live sensors usually send (benchmarks/tick.py), sealed as play seals it and opened again.
Machines and neighbours differ, so a yardstick stands beside the figures: a fixed piece of plain Python.

    python -m benchmarks.lanes [MINUTES]     (default 20)
"""

import json
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from time import perf_counter, process_time

from adaptation.rules import Rules
from benchmarks.tick import tapes, yardstick_us
from game.commands.memory import Kept
from game.core.directive import DECISION_TICKS
from game.core.observe import observe
from game.core.setup import Setup
from game.core.tape import decode, encode
from game.core.trace import Header, encode_header
from game.core.world import begin, step
from game.replay.events import events, headline
from game.replay.lanes import read_lanes
from game.replay.sensed import read_sensors
from game.replay.told import lanes_told, sensors_told
from game.replay.why import why, why_told
from game.stage.words import Words
from game.vault.home import open_home, player_folder, sessions_folder
from game.vault.keys import read_public_key, unlock
from game.vault.reader import Reader
from game.vault.session import session_path
from game.vault.writer import Writer
from levels import find_levels, find_patterns

ROUNDS = 5
GOALS_S = {"lanes.json": 0.3, "sensors.json": 1.5}
"""The page is to be drawn in a second from the click; the sensors follow."""
GOALS_MINUTES = 20.0
"""Sitting that the goals are set for; with another they are not printed."""


def sit(writer: Writer, setup: Setup, minutes: float) -> None:
    """Play a sitting into the vault, one round of the place after the other, with the rules deciding."""
    kept, rules = Kept(writer, print), Rules()
    tide, patterns = find_levels()[setup.level], find_patterns()
    world = begin(setup, tide, patterns)
    kept.began(world)
    wish = None
    for tick, sensed in enumerate(tapes(int(3600.0 * minutes)), 1):
        due = wish is not None and tick % DECISION_TICKS == 0
        tape = encode(replace(decode(sensed), directive=wish)) if due else sensed
        world = step(world, decode(tape))
        kept.stepped(world, tape)
        if world.ended:
            world = begin(setup, tide, patterns, world)
            kept.began(world)
        if tick % DECISION_TICKS == DECISION_TICKS - 1:
            wish = rules.decide(observe(world))
    kept.close()


@dataclass(frozen=True, slots=True)
class Cost:
    """What one thing costs, in seconds: the middle of some rounds."""

    wall_s: float
    """By the clock, with whatever else the machine was doing."""
    cpu_s: float
    """Of this process alone."""


def cost(act: Callable[[], object]) -> Cost:
    """What ``act`` costs."""
    walls, cpus = [], []
    for _ in range(ROUNDS):
        wall, cpu = perf_counter(), process_time()
        act()
        walls.append(perf_counter() - wall)
        cpus.append(process_time() - cpu)
    return Cost(sorted(walls)[ROUNDS // 2], sorted(cpus)[ROUNDS // 2])


def together(costs: Iterable[Cost]) -> Cost:
    """One after the other."""
    whole = Cost(0.0, 0.0)
    for each in costs:
        whole = Cost(whole.wall_s + each.wall_s, whole.cpu_s + each.cpu_s)
    return whole


def measure(folder: Path, minutes: float) -> dict[str, object]:
    """All figures."""
    home = open_home(folder)
    player = player_folder(home)
    sessions = sessions_folder(player)
    setup = Setup(seed=1, level="tide", minutes=8.0)
    with Writer(sessions, read_public_key(player), encode_header(_header(setup))) as writer:
        sit(writer, setup, minutes)
    path, private, words = session_path(sessions, writer.session_id), unlock(player, home.device), Words("en")
    reader = Reader(path, private)
    lanes = read_lanes(writer.session_id, reader)
    sensors = read_sensors(reader.records())
    tick = int(30.0 * lanes.length_s)
    told = json.dumps(lanes_told(lanes, words, same_rules=True))
    parts = {
        "open": cost(lambda: Reader(path, private)),
        "read_lanes": cost(lambda: read_lanes(writer.session_id, reader)),
        "events": cost(lambda: (events(lanes), headline(lanes))),
        "lanes_told": cost(lambda: json.dumps(lanes_told(lanes, words, same_rules=True))),
        "why": cost(lambda: why_told(why(lanes, tick), words)),
        "read_sensors": cost(lambda: read_sensors(reader.records())),
        "sensors_told": cost(lambda: json.dumps(sensors_told(sensors, words))),
    }
    sums = {
        "lanes.json": together(parts[name] for name in ("open", "read_lanes", "lanes_told")),
        "sensors.json": together(parts[name] for name in ("read_sensors", "sensors_told")),
    }
    return {
        "minutes": minutes,
        **({"goals_wall_s": GOALS_S} if minutes == GOALS_MINUTES else {}),
        **{name: _rounded(each) for name, each in (sums | parts).items()},
        "lanes.json_kib": round(len(told) / 1024),
    }


def _rounded(each: Cost) -> dict[str, float]:
    return {name: round(seconds, 4) for name, seconds in asdict(each).items()}


def _header(setup: Setup) -> Header:
    return Header(setup, "benchmark", "rules", "", "2026-01-05T10:00:00+0000", "simulated")


def main(minutes: float) -> None:
    """Measure and print."""
    before = yardstick_us()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), minutes)
    print(json.dumps({**figures, "yardstick_us": [round(before, 1), round(yardstick_us(), 1)]}, indent=2))


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 20.0)
