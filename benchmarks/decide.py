"""What one decision of each mind costs: seeing aside, from the Observation to the Directive with its reasons.

Observations are those of a simulated sitting on the sketch, so that every branch is gone through. Machines and
neighbours differ, so every figure stands beside a yardstick: the time of a fixed piece of plain Python. On a busy
machine the wall's p99 tells of the neighbours; the processor's does not wait for them, and is held to the bar.

    python -m benchmarks.decide [MODEL.npz]     (without it: the shipped one, or one that never learned)
"""

import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from random import Random
from time import perf_counter_ns, thread_time, thread_time_ns

import numpy as np
from numpy.typing import NDArray

from adaptation import sketch
from adaptation.adaptive import Adaptive
from adaptation.evaluate.crowd import begin
from adaptation.evaluate.people import Origin, Sizes, population
from adaptation.evaluate.roster import SIMPLE
from adaptation.features import to_observation
from adaptation.policy import Policy, PolicyError, load, shipped
from adaptation.rules import Rules
from game.core.observe import Observation
from game.core.ports import Mind

DECISIONS = 2000
"""Of each mind."""
BUDGET_US = 1000.0
"""p99 of one decision."""
PEOPLE = 60
YARDSTICK_LOOPS = 1000
MADE = "made"
"""Name of a policy of the right size that never learned anything."""


def observations(count: int) -> list[Observation]:
    """Of validation people, one sitting after the other, while the rules play."""
    group = population(Origin.VALIDATION, 0, Sizes(PEOPLE, 2, 6, 2)).first
    world, minds, rows = begin(group), Rules(), []
    while not world.over.all():
        seen = sketch.observe(world)
        rows.append(seen)
        world, _ = sketch.step(world, minds.wish(seen))
    by_person = np.stack(rows, axis=1).reshape(-1, rows[0].shape[1])
    return [to_observation(row) for row in by_person[np.arange(count) % len(by_person)]]


def policy() -> Policy:
    """The one that was named, the shipped one, or one of the same size that never learned anything."""
    try:
        return load(Path(sys.argv[1])) if sys.argv[1:] else shipped()
    except PolicyError:
        dice = np.random.default_rng(1)
        shapes = ((31, 64), (64,), (64, 64), (64,), (64, 16), (16,))
        w1, b1, w2, b2, w3, b3 = ((0.1 * dice.standard_normal(shape)).astype(np.float32) for shape in shapes)
        return Policy(np.zeros(31), np.ones(31), w1, b1, w2, b2, w3, b3, np.zeros(31), np.eye(31), 100.0, MADE)


def costs_us(mind: Mind, seen: Sequence[Observation]) -> NDArray[np.float64]:
    """Of each decision (n, 2), microseconds: on the wall, and of the processor."""
    told = []
    for observation in seen:
        begun_ns, spent_ns = perf_counter_ns(), thread_time_ns()
        mind.decide(observation)
        told.append(((perf_counter_ns() - begun_ns) / 1e3, (thread_time_ns() - spent_ns) / 1e3))
    return np.array(told)


def yardstick_us() -> float:
    """A thousand additions of floats."""
    begun_ns = perf_counter_ns()
    total = 0.0
    for number in range(YARDSTICK_LOOPS):
        total += number
    return (perf_counter_ns() - begun_ns) / 1e3


def main() -> None:
    """Print the table."""
    begun_s = thread_time()
    learned = policy()
    opened_ms = 1e3 * (thread_time() - begun_s)
    seen = observations(DECISIONS)
    minds: list[tuple[str, Callable[[], Mind]]] = [
        (f"policy with fallback ({learned.name})", partial(Adaptive, learned)),
        ("the same, exploring", partial(Adaptive, learned, None, Random(1))),
        *SIMPLE,
    ]
    print(
        f"{DECISIONS} decisions each; opened in {opened_ms:.1f} ms; 1000 float additions take {yardstick_us():.0f} us"
    )
    print("| mind | p50, us | p99, us | processor p50, us | processor p99, us |\n| --- | --- | --- | --- | --- |")
    for name, mind in minds:
        costs = costs_us(mind(), seen)
        (p50, used_p50), (p99, used_p99) = np.percentile(costs, (50.0, 99.0), axis=0)
        print(f"| {name} | {p50:.0f} | {p99:.0f} | {used_p50:.0f} | {used_p99:.0f}{_verdict(used_p99)} |")
    print(f"1000 float additions take {yardstick_us():.0f} us; bar: p99 below {BUDGET_US:.0f} us")


def _verdict(p99_us: float) -> str:
    return "" if p99_us < BUDGET_US else " (too slow)"


if __name__ == "__main__":
    main()
