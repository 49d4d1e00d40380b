"""Work per frame, late frames, start, processor share and session size of real play.

    python -m benchmarks.frame --camera film.mp4 --microphone sound.wav [--size 1280x720] [--seconds 40] [--rounds 3]

Plays one level (``--level``, default Tide) by scripted hands at a real window (start it under Xvfb with
SDL_FRAMEBUFFER_ACCELERATION=0, or on a desktop), in turns without sensors and with all of them live on the files, and
prints medians over the rounds. Work is what lies between two waits of the loop: take, step, keep, show, paint, flip. A
frame is late when it comes more than 25 ms after the one before.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

from adaptation.rules import Rules as RulesMind
from affect.live import Live
from affect.sensor import Device
from game.commands.household import Household
from game.commands.memory import Kept
from game.commands.sitting import Sitting, house_rules
from game.commands.sources import LiveSource, Sensors
from game.core.facts import Fact
from game.core.inputs import Inputs
from game.core.journey import Journey
from game.core.setup import Mode, Setup
from game.core.temper import AgeBand
from game.core.trace import Header, encode_header
from game.core.world import World, begin
from game.loop import House, RealClock, run
from game.stage.presentation import Presentation
from game.stage.screen import Screen
from game.stage.sound import open_speaker
from game.stage.theatre import Theatre
from game.vault.home import open_home
from game.vault.writer import Writer
from tests.levels.places import player

WARM_S = 12.0
"""Sensors load their libraries in this time; it is not measured."""
LATE_MS = 25.0


class MeasuredClock(RealClock):
    """The machine's clock; keeps how long was worked between waits, and how far apart frames came."""

    def __init__(self) -> None:
        self.work_ms: list[float] = []
        self.apart_ms: list[float] = []
        self._woke_ns = time.monotonic_ns()

    def wait_until(self, t_ns: int) -> None:
        """Wait, and keep both times."""
        self.work_ms.append((time.monotonic_ns() - self._woke_ns) / 1e6)
        super().wait_until(t_ns)
        now_ns = time.monotonic_ns()
        self.apart_ms.append((now_ns - self._woke_ns) / 1e6)
        self._woke_ns = now_ns


@dataclass(frozen=True, slots=True)
class Round:
    """What one round measured."""

    p50_ms: float
    p99_ms: float
    late_share: float
    game_share: float
    """Processor time of the game's process, of one core."""
    children_shares: tuple[float, ...]
    """Processor time of each sensor child, of one core."""
    bytes_per_min: float


def processor_s(process: int) -> float:
    """Seconds of processor time a process has used."""
    words = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


class Led:
    """A live source whose hands go to whatever can be reached, breathe with the guide, and press Enter now and then:
    so a place fills as it does for somebody who plays. What the scripted player sees costs a little, and is measured
    with the rest."""

    def __init__(self, source: LiveSource) -> None:
        self._source = source

    def take(self, world: World) -> Inputs | None:
        """The live readings with scripted hands."""
        live = self._source.take(world)
        if live is None:
            return None
        led = player(world, world.tick + 1, world.directive)
        return replace(live, held=led.held, pointer=led.pointer)


class Unmoved:
    """A keeper that keeps nothing."""

    def act(self, fact: Fact) -> None:
        """Nothing is done about it."""

    def calibration_due(self) -> bool:
        """Never here."""
        return False

    def journal_open(self) -> bool:
        """Never here."""
        return False

    def ready(self, world: World) -> None:
        """Nothing is loaded beforehand."""

    def practised(self, setup: Setup, journey: Journey) -> None:
        """It is not kept."""

    def keep_picture(self, place: World, farewell: World) -> None:
        """No picture is taken."""


def play(arguments: argparse.Namespace, sensing: bool, folder: Path) -> Round:
    """Play one round."""
    household = Household(open_home(folder), print)
    screen = Screen(arguments.size, False, Presentation())
    theatre = Theatre(screen, open_speaker(lambda message: None))
    live = Live({Device.CAMERA: str(arguments.camera), Device.MICROPHONE: str(arguments.microphone)}, ())
    sensors = Sensors(live, lambda status: None) if sensing else None
    rules = house_rules()
    setup = household.setup(arguments.level, (), AgeBand.UNKNOWN, Mode.SOOTHE, 3.0)
    header = Header(setup, "benchmark", "rules", "", "")
    writer = Writer(household.sessions, household.public, encode_header(header))
    memory = Kept(writer, print)
    sitting = Sitting(rules, Unmoved())
    world: World = begin(setup, rules.levels[arguments.level], rules.patterns)
    if sensors:
        for device in Device:
            sensors.turn(device, True)

    def stretch(world: World, seconds: float) -> tuple[World, MeasuredClock]:
        clock = MeasuredClock()
        source = Led(LiveSource(theatre, sensors, round(seconds * 60.0), lambda: False, lambda wish: None))
        return run(world, House(source, RulesMind(), memory, theatre, clock, sitting.after)), clock

    try:
        world, _ = stretch(world, arguments.warm)
        children = live.process_ids()
        before = [processor_s(process) for process in (os.getpid(), *children)]
        size = writer.path.stat().st_size
        started = time.monotonic()
        world, clock = stretch(world, arguments.seconds)
        took = time.monotonic() - started
        shares = [(processor_s(p) - b) / took for p, b in zip((os.getpid(), *children), before, strict=True)]
        grown = writer.path.stat().st_size - size
    finally:
        live.close()
        memory.close()
        theatre.close()
    work, apart = sorted(clock.work_ms), clock.apart_ms
    return Round(
        statistics.median(work),
        work[int(0.99 * len(work))],
        sum(gap > LATE_MS for gap in apart) / len(apart),
        shares[0],
        tuple(shares[1:]),
        grown / took * 60.0,
    )


def start_s() -> float:
    """From starting the program to leaving after its first frame, s: an upper bound of the time to the first frame."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "STILLWATER_HOME": home}
        words = [sys.executable, "-m", "game", "play", "--no-sensors", "--no-record", "--seconds", "0.017"]
        started = time.monotonic()
        subprocess.run(words, check=True, env=environment, capture_output=True)
        return time.monotonic() - started


def main() -> None:
    """Measure and print JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--camera", type=Path, required=True)
    parser.add_argument("--microphone", type=Path, required=True)
    parser.add_argument("--size", type=lambda text: tuple(int(part) for part in text.split("x")), default=(1280, 720))
    parser.add_argument("--level", default="tide")
    parser.add_argument("--warm", type=float, default=WARM_S, help="seconds of play before it is measured")
    parser.add_argument("--seconds", type=float, default=40.0)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    rounds: dict[bool, list[Round]] = {False: [], True: []}
    for turn in range(arguments.rounds):
        for sensing in (False, True) if turn % 2 == 0 else (True, False):
            with tempfile.TemporaryDirectory() as folder:
                rounds[sensing].append(play(arguments, sensing, Path(folder) / "home"))
    told = {
        "without": _medians(rounds[False]),
        "with_sensors": _medians(rounds[True]),
        "p99_ratio": _p99_ms(rounds[True]) / _p99_ms(rounds[False]),
        "start_to_first_frame_s": statistics.median(start_s() for _ in range(3)),
        "size": arguments.size,
    }
    print(json.dumps(told, indent=1))


def _p99_ms(rounds: list[Round]) -> float:
    return statistics.median(r.p99_ms for r in rounds)


def _medians(rounds: list[Round]) -> dict[str, object]:
    return {
        "p50_ms": statistics.median(r.p50_ms for r in rounds),
        "p99_ms": _p99_ms(rounds),
        "late_share": statistics.median(r.late_share for r in rounds),
        "game_core_share": statistics.median(r.game_share for r in rounds),
        "children_core_shares": [
            statistics.median(shares) for shares in zip(*(r.children_shares for r in rounds), strict=True)
        ],
        "bytes_per_min": statistics.median(r.bytes_per_min for r in rounds),
    }


if __name__ == "__main__":
    main()
