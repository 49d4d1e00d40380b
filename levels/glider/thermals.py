"""Thermals: where they rise, how they are caught, what they give."""

from dataclasses import replace

from game.core.facts import Caught, Facts
from game.core.level import Now
from game.core.shapes import Cue
from levels.glider.flight import HOME, LAST_S, REST, SPEED, Flight, Thermal, awake, rests, share

WIDE, NARROW = 0.46, 0.30
"""Size of a column at demand 0 and 1, heights."""
CATCH_S = (0.30, 0.55)
"""How long its heart must be held at demand 0 and 1, s."""
WITH_WIND = 1.6
"""On the exhale it is caught so much faster."""
SPENT_TICKS = 130
"""A caught one melts in the air in this time."""


def meet(state: Flight, now: Now) -> tuple[Flight, Facts, tuple[Cue, ...]]:
    """Columns drift by; the one that is flown through lifts the wing; a new one rises when it is time."""
    wing_x, wing_y = state.wing.place
    is_awake = awake(state.wing, now) > 0.0 and state.closing < 0
    low, high = CATCH_S
    catching = 1.0 / (60.0 * (low + (high - low) * now.demand))
    if state.wing.carried.speed < 0.0:
        catching = WITH_WIND * catching
    step = SPEED * state.pace.value / 60.0
    thermals: list[Thermal] = []
    performance, caught, lifted = state.performance, state.caught, state.lifted_tick
    facts: Facts = ()
    cues: tuple[Cue, ...] = ()
    for thermal in state.thermals:
        x, spent = thermal.x - step, thermal.spent + 1 if thermal.spent >= 0 else -1
        near = is_awake and spent < 0 and reached(thermal, wing_x, wing_y, now.demand)
        warmth = min(max(thermal.warmth + (catching if near else -0.2 * catching), 0.0), 1.0)
        if spent < 0 and warmth >= 1.0:
            caught, spent, lifted = caught + 1, 0, now.tick
            performance += 0.15 * (1.0 - performance)
            facts += (Caught(caught),)
            cues += (Cue("marimba", 0.8, 1.2 * (x - 0.5), caught % 10, caption="caption.marimba"),)
        if x <= -0.12 and spent < 0 and is_awake:
            performance -= 0.15 * performance
        if x > -0.12 and spent < SPENT_TICKS:
            warmth = 1.0 if spent >= 0 else warmth
            thermals.append(Thermal(x, thermal.y, thermal.size, warmth, thermal.age + 1, spent))
    moved = replace(
        state, thermals=tuple(thermals), performance=performance, caught=caught, lifted_tick=lifted
    )  # fmt: skip
    return _risen(moved, now), facts, cues


def reached(thermal: Thermal, x: float, y: float, demand: float) -> bool:
    """Whether a wing at (x, y) is in its heart."""
    across, along = (x - thermal.x) * 16.0 / 9.0, y - thermal.y
    reach = 0.090 - 0.032 * demand
    return across * across + along * along < reach * reach


def _risen(state: Flight, now: Now) -> Flight:
    """A new column, when enough air has gone by: more and higher ones in the middle of the rise, none in the rest."""
    seconds_left = 60.0 * now.setup.minutes - now.tick / 60.0
    if now.tick < 150 or rests(now) or seconds_left < LAST_S or state.closing >= 0:
        return replace(state, next_flown=max(state.next_flown, state.flown + 0.1))
    if state.flown < state.next_flown:
        return state
    dice = now.dice()
    gone = share(now)
    rise = min(gone / REST, 1.0) if gone < HOME else 0.25
    demand = now.demand
    middle = 0.375 - 0.05 * rise
    apart = 0.035 + 0.095 * demand + 0.03 * rise
    y = min(max(middle + apart * (2.0 * dice.random() - 1.0), 0.25), 0.43)
    size = WIDE + (NARROW - WIDE) * demand
    gap = (0.40 - 0.13 * rise) * (0.8 + 0.4 * dice.random())
    return replace(
        state, thermals=(*state.thermals, Thermal(1.10, y, size)), next_flown=state.flown + gap
    )  # fmt: skip
