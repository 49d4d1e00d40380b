"""The one loop: take, step, keep, show - at 60 Hz, never skipping a tick, never asking how long it took.

A late frame is caught up by stepping without showing, at most four ticks in a row; beyond that, time slips: the game
runs slow for a moment instead of doing something nobody saw.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from game.core.directive import DECISION_TICKS, Directive
from game.core.observe import observe
from game.core.ports import Memory, Mind, Source, Stage
from game.core.shapes import Cue
from game.core.show import show
from game.core.tape import decode, encode
from game.core.world import World, step

TICK_NS = 1_000_000_000 // 60
CATCH_UP = 4
"""Ticks stepped at most without a picture."""


class Clock(Protocol):
    """Time at the edge: monotonic nanoseconds, and waiting for them."""

    def now_ns(self) -> int:
        """Monotonic time."""

    def wait_until(self, t_ns: int) -> None:
        """Come back at ``t_ns`` or later."""


class RealClock:
    """The machine's own clock."""

    def now_ns(self) -> int:
        """Monotonic time."""
        return time.monotonic_ns()

    def wait_until(self, t_ns: int) -> None:
        """Sleep to 1 ms before, then give way until it is time: a bare sleep wakes up to 1 ms late."""
        while (left := t_ns - time.monotonic_ns()) > 0:
            time.sleep(max(left - 1_000_000, 0) / 1e9)


class Unhurried:
    """No waiting: time is what it is asked to be. For replay, evaluation and headless play."""

    def __init__(self) -> None:
        self.t_ns = 0

    def now_ns(self) -> int:
        """The time last waited for."""
        return self.t_ns

    def wait_until(self, t_ns: int) -> None:
        """At once."""
        self.t_ns = max(self.t_ns, t_ns)


@dataclass(frozen=True, slots=True)
class House:
    """Who stands at the doors."""

    source: Source
    mind: Mind
    memory: Memory
    stage: Stage
    clock: Clock
    after: Callable[[World], World | None]
    """Called after each tick that stated facts or ended the level: the world to go on with; None = leave."""


def run(world: World, house: House) -> World:
    """Play until the source is dry or the house says leave. Returns the last world."""
    due_ns = house.clock.now_ns()
    wish: Directive | None = None
    cues: tuple[Cue, ...] = ()
    unshown = 0
    house.memory.began(world)
    while True:
        inputs = house.source.take(world)
        if inputs is None:
            return world
        tape = encode(replace(inputs, directive=wish) if wish else inputs)
        world = step(world, decode(tape))
        house.memory.stepped(world, tape)
        cues += world.cues
        wish = None
        if world.tick % DECISION_TICKS == DECISION_TICKS - 1:
            wish = house.mind.decide(observe(world))
        if world.facts or world.ended:
            following = house.after(world)
            if following is None:
                return world
            if following.level_tick == 0 and following is not world:
                house.memory.began(following)
            world = following
        due_ns += TICK_NS
        late = house.clock.now_ns() - due_ns >= TICK_NS
        if late and unshown < CATCH_UP:
            unshown += 1
            continue
        if late:
            due_ns = house.clock.now_ns()
        unshown = 0
        house.stage.show(replace(show(world), cues=cues))
        cues = ()
        house.clock.wait_until(due_ns)
