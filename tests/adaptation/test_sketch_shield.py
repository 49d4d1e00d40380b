"""The shield on arrays is the shield of the core, number for number, for random and for hostile input."""

from dataclasses import replace

import numpy as np
import pytest

from adaptation.actions import Wishes
from adaptation.sketch import shield as many
from game.core import temper as one
from game.core.directive import DECISION_TICKS, GENTLE, Directive
from game.core.temper import AgeBand, BreathLimits, Feeling, Shield

PEOPLE, DECISIONS = 1000, 100
HOSTILE = np.array([np.nan, np.inf, -np.inf, 1e299, -1e299, 5e-324, 0.0, 1.0, -1.0, 12.0 / 60.0, 0.75 / 60.0])


def hostile(dice: np.random.Generator, low: float, high: float) -> many.Array:
    """Mostly plausible numbers, and one in five that is not."""
    sound = dice.uniform(low, high, PEOPLE)
    return np.where(dice.random(PEOPLE) < 0.2, dice.choice(HOSTILE, PEOPLE), sound)


def players(dice: np.random.Generator) -> list[BreathLimits]:
    """Every age band, comfort floors from none to too high, first and later sittings."""
    ages = list(AgeBand)
    comfort = hostile(dice, -0.1, 0.3)
    return [
        BreathLimits(ages[number % 4], 0.0 if np.isnan(rate) else float(rate), int(dice.integers(0, 6)))
        for number, rate in enumerate(comfort)
    ]


def shield_of(shields: many.Shields, row: int) -> Shield:
    """One sitting's shield, as the core has it."""
    return Shield(
        float(shields.own_hz[row]), int(shields.too_much_tick[row]), int(shields.minigame_tick[row]),
        int(shields.minigames[row]), int(shields.skips[row]),
    )  # fmt: skip


def directive_of(wishes: Wishes, row: int) -> Directive:
    """One sitting's wish or settings, as the core has them."""
    return Directive(
        float(wishes.difficulty[row]), float(wishes.tempo[row]), float(wishes.guidance[row]),
        float(wishes.breath_hz[row]), "longer_exhale" if wishes.minigame[row] else None,
    )  # fmt: skip


def hostile_wishes(dice: np.random.Generator) -> Wishes:
    """What a mind that lost itself may ask for."""
    difficulty, tempo, guidance = (hostile(dice, -0.5, 1.5) for _ in range(3))
    return Wishes(difficulty, tempo, guidance, hostile(dice, 0.0, 0.6), dice.random(PEOPLE) < 0.3)


@pytest.mark.parametrize("seed", (1, 2))
def test_a_hundred_thousand_decisions_are_the_cores_own(seed: int) -> None:
    """The own rate, every setting and every offer equal the scalar shield's exactly, through whole sittings with
    presses of "too much", minigames and skips, and for wishes and measured rates that are no numbers."""
    dice = np.random.default_rng(seed)
    told = players(dice)
    limits = many.limits_of(told)
    shields = many.first_shields(limits)
    difficulty, tempo, guidance, breath_hz = (np.full(PEOPLE, share) for share in (0.25, 0.35, 0.7, 0.2))
    gentle = Wishes(difficulty, tempo, guidance, breath_hz, np.zeros(PEOPLE, dtype=bool))
    before = many.start(gentle, limits, shields)
    for row in range(0, PEOPLE, 97):
        assert directive_of(before, row) == one.start(GENTLE, told[row], one.first_shield(told[row]))
    for number in range(1, DECISIONS // 2 + 1):
        tick = np.full(PEOPLE, float(number * DECISION_TICKS))
        pressed = np.where(dice.random(PEOPLE) < 0.02, tick - 1.0, shields.too_much_tick)
        shields = replace(shields, too_much_tick=pressed)
        measured = np.where(np.isinf(rates := hostile(dice, 0.0, 0.7)), np.nan, rates)
        watched = many.watch(shields, measured, limits)
        wishes = hostile_wishes(dice)
        feelings = many.Feelings(dice.random(PEOPLE) < 0.2, dice.random(PEOPLE) < 0.2, dice.random(PEOPLE) < 0.7)
        after = many.temper(wishes, before, watched, limits, feelings, tick)
        for row in range(PEOPLE):
            rate = None if np.isnan(measured[row]) else float(measured[row])
            seen = one.watch(shield_of(shields, row), rate, told[row])
            assert seen.own_hz == watched.own_hz[row]
            feeling = Feeling(bool(feelings.tense[row]), bool(feelings.unhappy[row]), bool(feelings.sure[row]))
            tempered = one.temper(
                directive_of(wishes, row), directive_of(before, row), seen, told[row], feeling, int(tick[row])
            )
            assert tempered.directive == directive_of(after, row)
        began = after.minigame
        shields = replace(
            watched,
            minigames=watched.minigames + began,
            minigame_tick=np.where(began, tick, watched.minigame_tick),
            skips=watched.skips + (began & (dice.random(PEOPLE) < 0.3)),
        )
        before = replace(after, minigame=np.zeros(PEOPLE, dtype=bool))
    assert shields.minigames.max() > 2
