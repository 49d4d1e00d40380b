"""Fireflies: a clearing in the night wood, and waiting.

A pool of light lies on the grass. Led softly, or left to lie, it draws fireflies near; haste makes them sink and dim
for a while, and none is ever lost. Whoever has come to trust the light joins a slow spiral that turns with the guide's
breath. Your own breath is the size of the pool. Calm opens the wood and its stars, gladness turns the light golden.
Difficulty sets how soft a motion must be and how shy they are; tempo sets how fast they wander. Toward the end all
settle on the grass and glow with the breath together, and at last they rise into the leaves.
"""

from dataclasses import replace

from game.core.facts import Caught, Facts, Found
from game.core.level import Now, Turn
from game.core.pace import Follow
from game.core.rites import breath_sounds, farewell
from game.core.setup import Setup
from game.core.shapes import Cue, Scene
from levels.fireflies.look import bed, shapes
from levels.fireflies.meadow import (
    ASPECT,
    CLOSING_S,
    MUSHROOMS_X,
    MUSHROOMS_Y,
    REST_FROM,
    REST_S,
    SLOTS,
    STILL_TICKS,
    Firefly,
    Joined,
    Meadow,
    Pool,
    arrive,
    awake,
    calling,
    fly,
    grown,
    lead,
    startled,
)  # fmt: skip

LAST_S = 14.0
"""No new firefly in the last seconds."""
MUSHROOM_TICKS = 150


class Fireflies:
    """The rules of the clearing."""

    name = "fireflies"
    guided = True
    pattern = ""

    def begin(self, setup: Setup) -> Meadow:
        """A quiet clearing, its pool of light asleep."""
        return Meadow(Pool(Follow(0.56), Follow(0.745), (0.56, 0.745), -1))

    def step(self, state: Meadow, now: Now) -> Turn[Meadow]:
        """Lead the pool, let the fireflies come or sink, turn the spiral."""
        end = now.setup.minutes * 60.0
        seconds = now.tick / 60.0
        resting = REST_FROM * end <= seconds < REST_FROM * end + min(REST_S, 0.2 * end)
        moved, cues = _moved(state, now, resting)
        facts: Facts = tuple(Caught(total) for total in range(state.gathered + 1, moved.gathered + 1))
        if not resting and now.tick >= moved.next_tick and seconds < end - LAST_S:
            moved = arrive(moved, now)
        moved, found = _wonder(moved, now)
        closing, over = farewell(moved.closing, now, seconds >= end, CLOSING_S)
        if closing >= 0:
            moved = replace(moved, closing=closing)
        return Turn(moved, facts + found + over, cues, moved.performance, min(seconds / end, 1.0))

    def show(self, state: Meadow, now: Now) -> Scene:
        """The clearing."""
        return Scene(shapes(state, now), bed(now))


def _moved(state: Meadow, now: Now, resting: bool) -> tuple[Meadow, tuple[Cue, ...]]:
    """The pool is led, all fly, whoever trusts the light joins; the spiral turns, faster on a full breath."""
    pool = lead(state.pool, now)
    startle = startled(state, pool, now)
    there = awake(pool, now)
    patience = grown(state.patience, startle.value, there, now)
    call = calling(pool, startle.value, patience, state.settled.value, now)
    flown = tuple([fly(each, call, now) for each in state.flies])
    won = tuple([each for each in flown if each.trust >= 1.0])
    gathered = state.gathered + len(won)
    performance = state.performance * (1.0 - 0.10 * startle.value / 60.0)
    for _ in won:
        performance += 0.15 * (1.0 - performance)
    joined = state.joined
    if won:
        flown = tuple([each for each in flown if each.trust < 1.0])
        joined = (*joined, *(Joined(each.x, each.y, now.tick, each.salt) for each in won))[-SLOTS - 8 :]
    moved = Meadow(
        pool=pool,
        flies=flown,
        joined=joined,
        gathered=gathered,
        startle=startle,
        patience=patience,
        still=state.still + 1 if there > 0.0 and startle.value < 0.15 else 0,
        settled=state.settled.toward(1.0 if resting else 0.0, 0.6),
        wake=state.wake.toward(min(state.near_mushrooms, MUSHROOM_TICKS) / MUSHROOM_TICKS, 1.5),
        near_mushrooms=state.near_mushrooms,
        moth_tick=state.moth_tick,
        spin=(state.spin + now.guide.breath_hz * 0.11 * (0.35 + 1.3 * now.fullness) / 60.0) % 1.0,
        drift=state.drift + (0.4 + 0.9 * now.directive.tempo) / 60.0,
        performance=performance,
        next_tick=state.next_tick,
        part=now.pattern.part(now.guide.phase)[0],
        bell_phase=now.guide.phase,
        closing=state.closing,
    )
    return moved, _notes(won, gathered) + breath_sounds(now, state.part, state.bell_phase, 0.40, 0.45)


def _notes(won: tuple[Firefly, ...], gathered: int) -> tuple[Cue, ...]:
    """A wooden note for each that joins, from where it was."""
    return tuple(
        Cue("marimba", 0.7, 1.2 * (each.x - 0.5), (gathered + place) % 10, caption="caption.marimba")
        for place, each in enumerate(won)
    )


def _wonder(state: Meadow, now: Now) -> tuple[Meadow, Facts]:
    """Two rare things: a moth for a long patience, mushrooms that wake where the light has lain a while."""
    facts: Facts = ()
    if state.moth_tick < 0 and state.still >= STILL_TICKS and state.gathered and state.closing < 0:
        state = replace(state, moth_tick=now.tick)
        facts += _found("fireflies.moth", now)
    if state.near_mushrooms < MUSHROOM_TICKS:
        across = (state.pool.x.value - MUSHROOMS_X) * ASPECT
        along = state.pool.y.value - MUSHROOMS_Y
        close = across * across + along * along < 0.15 * 0.15 and state.startle.value < 0.3
        near = state.near_mushrooms + 1 if close else 0
        if near != state.near_mushrooms:
            state = replace(state, near_mushrooms=near)
        if near == MUSHROOM_TICKS:
            facts += _found("fireflies.mushrooms", now)
    return state, facts


def _found(thing: str, now: Now) -> Facts:
    return () if thing in now.journey.found else (Found(thing),)


LEVEL = Fireflies()
