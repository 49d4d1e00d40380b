"""What a tick costs: step, show, tape, and how fast a sitting is told again.

A sitting of Tide with what live sensors usually send (a face at 30 Hz, breath at 10 Hz, a voice heartbeat) and a
pointer that moves. Machines and neighbours differ, so every figure stands beside a yardstick: the time of a fixed
piece of plain Python, measured in the same run before and after.

    python -m benchmarks.tick [SECONDS]     (default 60 s of play)
"""

import sys
from random import Random
from time import perf_counter_ns

from game.core.belief import Sample
from game.core.inputs import Inputs
from game.core.reading import Quantity
from game.core.setup import Setup
from game.core.show import show
from game.core.tape import decode, encode
from game.core.world import World, begin, digest, step
from levels import find_levels, find_patterns

BUDGET_US = 40.0
"""Median of one step, DESIGN section 6."""
YARDSTICK_LOOPS = 1000


def sensed(tick: int, dice: Random) -> tuple[Sample, ...]:
    """What the sensors send in one tick of an ordinary sitting."""
    told: list[Sample] = []
    if tick % 2 == 0:
        told += (
            Sample("face", Quantity.PRESENCE, 0.98, 0.05, 3),
            Sample("face", Quantity.VALENCE, 0.2 * dice.random(), 0.2, 3),
            Sample("face", Quantity.AROUSAL, 0.2 * dice.random(), 0.2, 3),
            Sample("face", Quantity.SMILE, 0.1 * dice.random(), 0.1, 3),
        )
    if tick % 6 == 0:
        told += (
            Sample("breath", Quantity.BREATH_HZ, 0.2 + 0.01 * dice.random(), 0.01, 12),
            Sample("breath", Quantity.BREATH_PHASE, (tick / 300.0) % 1.0, 0.08, 12),
            Sample("breath", Quantity.LEVEL_DBFS, -55.0, 3.0, 2),
        )
    if tick % 30 == 0:
        told.append(Sample("voice", Quantity.VOICE_PRESENCE, 0.02, 0.05, 5))
    return tuple(told)


def tapes(ticks: int) -> list[bytes]:
    """The encoded inputs of an ordinary sitting."""
    dice = Random(1)
    return [
        encode(
            Inputs(
                sensed(tick, dice),
                held=("breathe",) if tick % 300 < 110 and tick > 3600 else (),
                pointer=(1200 + (tick * 7) % 1600, 2700 + (tick * 3) % 400),
            )
        )
        for tick in range(ticks)
    ]


def yardstick_us() -> float:
    """Median time of a fixed piece of plain Python."""
    times = []
    for _ in range(200):
        began = perf_counter_ns()
        total = 0.0
        for number in range(YARDSTICK_LOOPS):
            total += number * 0.5
        times.append(perf_counter_ns() - began)
    return sorted(times)[100] / 1000.0


def percentiles_us(times: list[int]) -> str:
    """Median and 99th percentile in words."""
    ordered = sorted(times)
    middle, most = ordered[len(ordered) // 2] / 1000.0, ordered[len(ordered) * 99 // 100] / 1000.0
    return f"median {middle:6.1f} us   p99 {most:7.1f} us"


def main(seconds: float) -> None:
    """Measure and print."""
    told = tapes(int(seconds * 60))
    levels, patterns = find_levels(), find_patterns()
    before = yardstick_us()
    stepping, decoding, showing, digesting = [], [], [], []
    world: World = begin(Setup(seed=1, level="tide"), levels["tide"], patterns)
    for tape in told:
        t0 = perf_counter_ns()
        inputs = decode(tape)
        t1 = perf_counter_ns()
        world = step(world, inputs)
        t2 = perf_counter_ns()
        show(world)
        t3 = perf_counter_ns()
        decoding.append(t1 - t0)
        stepping.append(t2 - t1)
        showing.append(t3 - t2)
        if world.tick % 60 == 0:
            digest(world)
            digesting.append(perf_counter_ns() - t3)
    world = begin(Setup(seed=1, level="tide"), levels["tide"], patterns)
    began = perf_counter_ns()
    for tape in told:
        world = step(world, decode(tape))
        if world.tick % 60 == 0:
            digest(world)
    speed = seconds / ((perf_counter_ns() - began) / 1e9)
    after = yardstick_us()
    print(f"yardstick ({YARDSTICK_LOOPS} additions)  {before:.1f} us before, {after:.1f} us after")
    print(f"step    {percentiles_us(stepping)}   (budget: median {BUDGET_US:.0f} us on a quiet core)")
    print(f"decode  {percentiles_us(decoding)}   {sum(map(len, told)) / seconds * 60 / 1024:.0f} KiB/min uncompressed")
    print(f"show    {percentiles_us(showing)}")
    print(f"digest  {percentiles_us(digesting)}")
    print(f"told again at {speed:.0f} x real time")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 60.0)
