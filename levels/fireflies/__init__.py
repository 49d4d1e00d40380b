"""Fireflies: a clearing in the night wood, and waiting.

A pool of light lies on the grass. Led softly, or left to lie, it draws fireflies near; haste makes them sink and dim
for a while, and none is ever lost. Whoever has come to trust the light joins a slow spiral that turns with the guide's
breath. Your own breath is the size of the pool. Calm opens the wood and its stars, gladness turns the light golden.
Difficulty sets how soft a motion must be and how shy they are; tempo sets how fast they wander. Toward the end all
settle on the grass and glow with the breath together, and at last they rise into the leaves.
"""

from dataclasses import replace

from game.core.breathing import part_cues
from game.core.facts import Caught, Facts, Found, LevelEnded
from game.core.level import Now, Turn
from game.core.pace import Follow
from game.core.setup import Setup
from game.core.shapes import Cue, Scene
from levels.fireflies.look import CLOSING_S, bed, shapes
from levels.fireflies.meadow import (
    ASPECT,
    MUSHROOMS_X,
    MUSHROOMS_Y,
    SLOTS,
    STILL_TICKS,
    Joined,
    Meadow,
    Pool,
    arrive,
    calm_down,
    fly,
    lead,
)

REST_FROM = 0.62
"""Share of the level after which all rest,"""
REST_S = 60.0
"""for a minute, or a fifth of a short level."""
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
        sounds = _sounds(state, now)
        state = calm_down(state, lead(state.pool, now), now)
        state, facts, cues = _gather(state, now)
        state, found = _wonder(state, now)
        resting = REST_FROM * end <= seconds < REST_FROM * end + min(REST_S, 0.2 * end)
        if not resting and now.tick >= state.next_tick and seconds < end - LAST_S:
            state = arrive(state, now)
        state = _turn(state, now, resting)
        state, over = _close(state, now, seconds >= end)
        return Turn(state, facts + found + over, cues + sounds, state.performance, min(seconds / end, 1.0))

    def show(self, state: Meadow, now: Now) -> Scene:
        """The clearing."""
        return Scene(shapes(state, now), bed(now))


def _gather(state: Meadow, now: Now) -> tuple[Meadow, Facts, tuple[Cue, ...]]:
    """All fly; whoever trusts the light joins the spiral."""
    flying = []
    joined, gathered, performance = state.joined, state.gathered, state.performance
    facts: Facts = ()
    cues: tuple[Cue, ...] = ()
    for before in state.flies:
        each = fly(state, before, now)
        if each.trust < 1.0:
            flying.append(each)
            continue
        gathered += 1
        joined = (*joined, Joined(each.x, each.y, now.tick))[-SLOTS - 8 :]
        performance += 0.15 * (1.0 - performance)
        facts += (Caught(gathered),)
        cues += (Cue("marimba", 0.7, 1.2 * (each.x - 0.5), gathered % 10, caption="caption.marimba"),)
    told = replace(state, flies=tuple(flying), joined=joined, gathered=gathered, performance=performance)
    return told, facts, cues


def _wonder(state: Meadow, now: Now) -> tuple[Meadow, Facts]:
    """Two rare things: a moth for a long patience, mushrooms that wake where the light has lain a while."""
    facts: Facts = ()
    moth, near = state.moth_tick, state.near_mushrooms
    if moth < 0 and state.still >= STILL_TICKS and state.gathered and state.closing < 0:
        moth = now.tick
        facts += _found("fireflies.moth", now)
    across = (state.pool.x.value - MUSHROOMS_X) * ASPECT
    along = state.pool.y.value - MUSHROOMS_Y
    if near < MUSHROOM_TICKS:
        close = across * across + along * along < 0.15 * 0.15 and state.startle.value < 0.3
        near = near + 1 if close else 0
        if near == MUSHROOM_TICKS:
            facts += _found("fireflies.mushrooms", now)
    wake = state.wake.toward(1.0 if near >= MUSHROOM_TICKS else 0.35 * near / MUSHROOM_TICKS, 1.5)
    return replace(state, moth_tick=moth, near_mushrooms=near, wake=wake), facts


def _found(thing: str, now: Now) -> Facts:
    return () if thing in now.journey.found else (Found(thing),)


def _turn(state: Meadow, now: Now, resting: bool) -> Meadow:
    """The spiral turns, faster on a full breath; all settle for the rest."""
    turn = now.guide.breath_hz * 0.11 * (0.35 + 1.3 * now.fullness) / 60.0
    return replace(
        state,
        settled=state.settled.toward(1.0 if resting else 0.0, 0.9),
        spin=(state.spin + turn) % 1.0,
        drift=state.drift + (0.4 + 0.9 * now.directive.tempo) / 60.0,
        part=now.pattern.part(now.guide.phase)[0],
        bell_phase=now.guide.phase,
    )


def _sounds(state: Meadow, now: Now) -> tuple[Cue, ...]:
    """Breath cues where a part begins, as far as guidance wants them; a bell at two places of the breath."""
    part, share = now.pattern.part(now.guide.phase)
    cues: tuple[Cue, ...] = ()
    if part is not state.part and share < 0.1 and now.guidance > 0.3:
        cues = part_cues(now.pattern, part, now.guide.breath_hz)
    before, phase = state.bell_phase, now.guide.phase
    if before < 0.1 <= phase or before < 0.6 <= phase:
        dice = now.dice(1)
        if dice.random() < 0.40:
            note = int(10 * dice.random())
            cues += (Cue("bell", 0.45 + 0.3 * dice.random(), dice.random() - 0.5, note, caption="caption.bell"),)
    return cues


def _close(state: Meadow, now: Now, due: bool) -> tuple[Meadow, Facts]:
    """After the wished length it waits for the breath to end; then all rise into the leaves, and it goes."""
    if state.closing < 0:
        if due and now.guide.phase < now.guide.breath_hz / 30.0:
            return replace(state, closing=0), ()
        return state, ()
    over = state.closing >= CLOSING_S * 60.0
    return replace(state, closing=state.closing + 1), (LevelEnded("on"),) if over else ()


LEVEL = Fireflies()
