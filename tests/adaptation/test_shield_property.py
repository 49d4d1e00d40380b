"""The shield holds against a million wishes: of chance, of minds, and of minds that want to do harm."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import isfinite
from random import Random

import pytest

from game.core.directive import DECISION_TICKS, GENTLE, Directive
from game.core.temper import (
    MINIGAMES,
    REST_TICKS,
    SKIPS,
    AgeBand,
    BreathLimits,
    Feeling,
    Shield,
    first_shield,
    start,
    temper,
    watch,
)

WISHES = 1_000_000
"""All families of wishes together."""
SITTING = 250
"""Decisions in a row of one player, about twenty minutes: long enough to walk to every bound and stand there."""
STEP_HZ, EASY_HZ, REACH_HZ = 0.75 / 60.0, 12.0 / 60.0, 7.0 / 60.0
"""Written again here on purpose, from DESIGN rule 5."""
HAIR = 1e-12
NONE = (float("nan"), float("inf"), -float("inf"), 1e308, -1e308, 5e-324, -0.0)
FEELINGS = tuple(Feeling(*(bool(number >> bit & 1) for bit in range(3))) for number in range(8))
LIMITS = tuple(
    BreathLimits(age, comfort, sittings) for age in AgeBand for comfort in (0.0, 0.08, 0.3) for sittings in (0, 3)
)
Wisher = Callable[[Random, Directive], Directive]


def anything(dice: Random, before: Directive) -> Directive:
    """Shares and rates of chance, far outside too."""
    roll = dice.random
    return Directive(3.0 * roll() - 1.0, 3.0 * roll() - 1.0, 3.0 * roll() - 1.0, roll() - 0.3, _pattern(roll()))


def numbers_that_are_none(dice: Random, before: Directive) -> Directive:
    """Every field may be no number."""
    shares = [_odd(dice.random()) for _ in range(4)]
    return Directive(shares[0], shares[1], shares[2], shares[3], _pattern(dice.random()))


def always_worse(dice: Random, before: Directive) -> Directive:
    """As hard, as fast and as slow a breath as can be, and a minigame every time."""
    return Directive(1.0, 1.0, 1.0, 0.0, "longer_exhale")


def swinging(dice: Random, before: Directive) -> Directive:
    """From one end to the other at every decision: the guide shall leap, the settings shall flicker."""
    rate = 1.0 if before.breath_hz < 0.18 else 0.0
    return Directive(1.0 - before.difficulty, 1.0 - before.tempo, 1.0 - before.guidance, rate)


def creeping(dice: Random, before: Directive) -> Directive:
    """A hair more at every decision: what no single step shows."""
    return Directive(
        before.difficulty + 1e-9, before.tempo + 1e-9, before.guidance + 1e-9, before.breath_hz - 1e-9, "box"
    )


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision with all it was made from."""

    tick: int
    feeling: Feeling
    limits: BreathLimits
    before: Directive
    after: Directive
    shield: Shield
    """As temper saw it."""


def decisions(wisher: Wisher, count: int, dice: Random) -> Iterator[Decided]:
    """Sitting after sitting; breath, feelings, "too much" and skips of the player are chance, and offers are taken."""
    for number in range(count // SITTING):
        limits = LIMITS[number % len(LIMITS)]
        shield = first_shield(limits)
        directive = start(GENTLE, limits, shield)
        measured: float | None = None
        feeling = FEELINGS[0]
        for moment in range(1, SITTING + 1):
            tick = moment * DECISION_TICKS
            roll = dice.random()
            if roll < 0.2:
                feeling = FEELINGS[int(roll * 40.0)]
                measured = None if roll < 0.05 else 0.7 * dice.random()
            elif roll > 0.98:
                shield = replace(shield, too_much_tick=tick - 1)
            shield = watch(shield, measured, limits)
            after = temper(wisher(dice, directive), directive, shield, limits, feeling, tick).directive
            yield Decided(tick, feeling, limits, directive, after, shield)
            directive = after
            if after.minigame:
                shield = replace(
                    shield,
                    minigame_tick=tick,
                    minigames=shield.minigames + 1,
                    skips=shield.skips + (1 if roll > 0.8 else 0),
                )


@pytest.mark.long
@pytest.mark.parametrize("wisher", (anything, numbers_that_are_none, always_worse, swinging, creeping))
def test_the_shield_holds_against_a_million_wishes(wisher: Wisher) -> None:
    """Every bound of DESIGN rule 5 after every one of them; each wisher makes a fifth of the million."""
    count = 0
    floors = {limits: _floor_hz(limits) for limits in LIMITS}
    for decided in decisions(wisher, WISHES // 5, Random(wisher.__name__)):
        count += 1
        faults = _faults(decided, floors[decided.limits])
        assert not faults, (faults, decided)
    assert count == WISHES // 5


def _faults(decided: Decided, floor_hz: float) -> list[str]:
    """Names of the bounds that were broken."""
    before, after, shield, feeling = decided.before, decided.after, decided.shield, decided.feeling
    rate, own = after.breath_hz, shield.own_hz
    rested = decided.tick - shield.too_much_tick >= REST_TICKS
    may_rise = rested and feeling.sure and not feeling.tense and not feeling.unhappy
    faults = []
    if not (0.0 <= after.difficulty <= 1.0 and 0.0 <= after.tempo <= 1.0 and 0.0 <= after.guidance <= 1.0):
        faults.append("shares")
    if not isfinite(rate):
        faults.append("finite")
    if not max(floor_hz, own - REACH_HZ) - HAIR <= rate <= max(EASY_HZ, own) + HAIR:
        faults.append("bounds of the guide")
    if not abs(rate - before.breath_hz) <= STEP_HZ + HAIR:
        faults.append("step of the guide")
    if not (may_rise or (after.difficulty <= before.difficulty and after.tempo <= before.tempo)):
        faults.append("rise")
    if not (rested or after.guidance <= before.guidance):
        faults.append("guidance")
    if after.minigame and not _may_offer(decided, rested):
        faults.append("minigame")
    return faults


def _floor_hz(limits: BreathLimits) -> float:
    """Breaths per second; written again here on purpose."""
    adult = 4.5 if limits.sittings >= 3 else 6.0
    floor = {AgeBand.ADULT: adult, AgeBand.TEEN: 6.0}.get(limits.age, 8.0)
    return max(floor / 60.0, min(limits.comfort_hz, EASY_HZ))


def _may_offer(decided: Decided, rested: bool) -> bool:
    shield = decided.shield
    apart = decided.tick - shield.minigame_tick >= REST_TICKS
    return rested and apart and shield.minigames < MINIGAMES and shield.skips < SKIPS


def _pattern(roll: float) -> str | None:
    return "longer_exhale" if roll < 0.5 else None


def _odd(roll: float) -> float:
    return NONE[int(roll * 14.0)] if roll < 0.5 else 4.0 * roll - 2.5
