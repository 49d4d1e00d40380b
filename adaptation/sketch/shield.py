"""``game.core.temper`` for many sittings at once: the same rules on arrays, number for number.

Nothing here decides anything of its own; ``tests/adaptation/test_sketch_shield.py`` holds every function to its
scalar twin. Arrays are float64 (n,) unless a line says otherwise; ticks are whole numbers kept as floats.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from adaptation.actions import Wishes
from game.core.temper import (
    EASY_HZ,
    FASTEST_OWN_HZ,
    MINIGAMES,
    REACH_HZ,
    REST_TICKS,
    SKIPS,
    SLOWEST_OWN_HZ,
    STEP_HZ,
    BreathLimits,
)

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
LONG_AGO = -1e9
"""A tick before every sitting."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What bounds each player's guide, breaths per second."""

    floor_hz: Array
    """Slowest guide of this player."""
    unmeasured_hz: Array
    """What is taken for the own rate while nothing was measured."""


@dataclass(frozen=True, slots=True)
class Shields:
    """What each sitting's shield remembers; see ``temper.Shield``."""

    own_hz: Array
    too_much_tick: Array
    minigame_tick: Array
    minigames: Array
    skips: Array


@dataclass(frozen=True, slots=True)
class Feelings:
    """``temper.Feeling`` of each sitting."""

    tense: Mask
    unhappy: Mask
    sure: Mask


def limits_of(players: Sequence[BreathLimits]) -> Limits:
    """The limits of these players."""
    return Limits(
        np.array([player.floor_hz() for player in players]), np.array([player.unmeasured_hz() for player in players])
    )


def first_shields(limits: Limits) -> Shields:
    """The shields at the start of a sitting."""
    zeros = np.zeros_like(limits.floor_hz)
    return Shields(limits.unmeasured_hz.copy(), zeros + LONG_AGO, zeros + LONG_AGO, zeros, zeros)


def bounds_hz(shields: Shields, limits: Limits) -> tuple[Array, Array]:
    """Slowest and fastest guide allowed now."""
    return np.maximum(limits.floor_hz, shields.own_hz - REACH_HZ), np.maximum(EASY_HZ, shields.own_hz)


def may_offer(shields: Shields, tick: Array) -> Mask:
    """Where a minigame may be offered now."""
    rested = (tick - shields.minigame_tick >= REST_TICKS) & (tick - shields.too_much_tick >= REST_TICKS)
    return np.asarray(rested & (shields.minigames < MINIGAMES) & (shields.skips < SKIPS))


def start(wishes: Wishes, limits: Limits, shields: Shields) -> Wishes:
    """The first settings: the wishes with their rate inside the bounds, and no minigame."""
    low, high = bounds_hz(shields, limits)
    held = np.minimum(np.maximum(wishes.breath_hz, low), high)
    return replace(wishes, breath_hz=held, minigame=np.zeros(len(held), dtype=bool))


def watch(shields: Shields, measured_hz: Array, limits: Limits) -> Shields:
    """Let the own rates move toward the slow estimates, breaths per second; nan = unmeasured."""
    goal = np.where(np.isnan(measured_hz), limits.unmeasured_hz, measured_hz)
    goal = np.minimum(np.maximum(goal, SLOWEST_OWN_HZ), FASTEST_OWN_HZ)
    return replace(shields, own_hz=_toward(shields.own_hz, goal))


def temper(wishes: Wishes, before: Wishes, shields: Shields, limits: Limits, feelings: Feelings, tick: Array) -> Wishes:
    """Make wishes safe; ``before`` are the settings in force, ``shields`` have already seen ``watch``."""
    low, high = bounds_hz(shields, limits)
    rate = np.where(np.isfinite(wishes.breath_hz), wishes.breath_hz, before.breath_hz)
    rate = _toward(before.breath_hz, np.minimum(np.maximum(rate, low), high))
    spared = tick - shields.too_much_tick >= REST_TICKS
    may_rise = feelings.sure & ~feelings.tense & ~feelings.unhappy & spared
    return Wishes(
        difficulty=_held(wishes.difficulty, before.difficulty, may_rise),
        tempo=_held(wishes.tempo, before.tempo, may_rise),
        guidance=_held(wishes.guidance, before.guidance, spared),
        breath_hz=np.minimum(np.maximum(rate, low), high),
        minigame=wishes.minigame & may_offer(shields, tick),
    )


def _held(wish: Array, before: Array, may_rise: Mask) -> Array:
    """The wish inside [0, 1] where it may be followed; else what was before, or less."""
    held = np.minimum(np.maximum(wish, 0.0), 1.0)
    return np.where(np.isfinite(wish) & (may_rise | (held < before)), held, before)


def _toward(value: Array, goal: Array) -> Array:
    """As far toward ``goal`` as a guide may go in one decision."""
    return np.minimum(np.maximum(goal, value - STEP_HZ), value + STEP_HZ)
