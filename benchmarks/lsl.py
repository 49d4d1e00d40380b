"""What reading along costs, and what of it arrives: a second process records the streams of Lab Streaming Layer.

    python -m benchmarks.lsl [SECONDS]

The game's side tells three readings a tick, 60 ticks a second (about what camera and microphone say together), and
a decision with its marker every five seconds, as a sitting does. Prints what was sent and recorded, how far a moment
moved on its way, how long a sample took from being told to lying in the recorder, and what a tick of it costs.
"""

import json
import statistics
import subprocess
import sys
import time
from typing import Any, Final

from affect.devices.clock import SystemClock
from affect.outgoing import Marker, Outgoing, Setting
from affect.outlet import Outlet
from affect.report import State
from game.core.directive import Directive
from game.core.reading import Quantity, Reading

SECONDS: Final = 60.0
TICKS_PER_S: Final = 60
DECISION_TICKS: Final = 300
QUIET_S: Final = "3"
RECORDER: Final = (sys.executable, "-m", "tests.affect.lsl_programs", "record", QUIET_S)


def told_at(tick: int, now_ns: int) -> Outgoing:
    """What a tick of play tells."""
    readings = (
        Reading("face", Quantity.VALENCE, (tick % 100) / 100.0, 0.2, now_ns - 30_000_000),
        Reading("face", Quantity.PRESENCE, 0.98, 0.05, now_ns - 30_000_000),
        Reading("breath", Quantity.BREATH_HZ, 0.2, 0.02, now_ns - 60_000_000),
    )
    if tick % DECISION_TICKS:
        return Outgoing(readings)
    wish = Directive(0.3, 0.4, 0.5, 0.1, None, ())
    return Outgoing(readings, (Setting(now_ns, wish, wish),), (Marker(now_ns, json.dumps({"tick": tick})),))


def play(outlet: Outlet, seconds: float) -> tuple[Outgoing, list[float]]:
    """Tell at the game's pace. What was told, and what each tick cost, us."""
    clock, sent, spent_us = SystemClock(), [Outgoing()], []
    due_ns = clock.now_ns()
    for tick in range(round(seconds * TICKS_PER_S)):
        told = told_at(tick, clock.now_ns())
        begun = time.perf_counter()
        outlet.tell(told)
        outlet.take()
        spent_us.append(1e6 * (time.perf_counter() - begun))
        sent.append(told)
        due_ns += 1_000_000_000 // TICKS_PER_S
        clock.wait_until(due_ns)
    while outlet.waiting:
        outlet.take()
        time.sleep(0.01)
    return _whole(sent), spent_us


def _whole(sent: list[Outgoing]) -> Outgoing:
    return Outgoing(
        tuple(reading for one in sent for reading in one.readings),
        tuple(setting for one in sent for setting in one.settings),
        tuple(marker for one in sent for marker in one.markers),
    )


def say(what: str, values: list[float], unit: str) -> None:
    """One line: median, 99th percentile, most."""
    ordered = sorted(values)
    p99 = ordered[min(99 * len(ordered) // 100, len(ordered) - 1)]
    print(f"{what}, {unit}: median {statistics.median(ordered):.3f}, p99 {p99:.3f}, most {ordered[-1]:.3f}")


def compare(told: Any, kind: str, times_ns: list[int]) -> None:
    """Print what of a stream was recorded, and when."""
    stamps = [stamp - told["ahead_s"] for stamp in told["stamps"][kind]]
    came = [moment - told["ahead_s"] for moment in told["came"][kind]]
    print(f"{kind}: {len(times_ns)} sent, {len(stamps)} recorded")
    if len(stamps) == len(times_ns):
        pairs = zip(stamps, times_ns, strict=True)
        say(f"{kind}: a moment moved by", [1e3 * abs(stamp - t_ns / 1e9) for stamp, t_ns in pairs], "ms")
        late = [1e3 * (at - t_ns / 1e9) for at, t_ns in zip(came, times_ns, strict=True)]
        say(f"{kind}: recorded so long after its moment", late, "ms")


def processor_s(process_id: int) -> float:
    """Processor time of a process so far, s (Linux)."""
    with open(f"/proc/{process_id}/stat", encoding="ascii") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100.0


def main() -> None:
    """Measure and print."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    outlet = Outlet("machine")
    outlet.turn(True)
    while not any(status.state is State.ON for status in outlet.take()):
        time.sleep(0.01)
    with subprocess.Popen(RECORDER, stdout=subprocess.PIPE, text=True) as recorder:
        assert recorder.stdout is not None
        recorder.stdout.readline()
        child = outlet.process_id or 0
        before_s = processor_s(child)
        sent, spent_us = play(outlet, seconds)
        share = (processor_s(child) - before_s) / seconds
        told = json.loads(recorder.stdout.read())
    outlet.close()
    compare(told, "readings", [reading.t_ns for reading in sent.readings])
    compare(told, "decisions", [setting.t_ns for setting in sent.settings])
    compare(told, "markers", [marker.t_ns for marker in sent.markers])
    say("a tick of the game", spent_us, "us")
    print(f"the streams' process: {100.0 * share:.1f} % of a core")


if __name__ == "__main__":
    main()
