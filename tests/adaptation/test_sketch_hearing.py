"""What the sketch makes of readings is what the core makes of the same readings: ``sense`` and ``look`` on arrays."""

from dataclasses import dataclass

import numpy as np
import pytest

from adaptation.sketch import hearing, lately
from adaptation.sketch.hearing import LIFE_TICKS, LIVES, Heard, Hearing, Told
from adaptation.sketch.sensing import by_key
from game.core import lately as core_lately
from game.core.belief import Sample
from game.core.inputs import Inputs
from game.core.pace import NATURAL
from game.core.posterior import ANYBODY
from game.core.reading import Quantity
from game.core.senses import FIRST, Senses, sense

PEOPLE, DECISIONS = 6, 40
KEY_PEOPLE = 3
"""The first of them breathe with the key as well."""
PERFORMANCE = 0.7


@dataclass(frozen=True)
class Readings:
    """What was read in a sitting: courses (lives, n)."""

    values: dict[Quantity, hearing.Array]
    spoke: dict[Quantity, hearing.Mask]
    down: hearing.Mask
    guide: hearing.Array
    """Phase of the guide."""


SD = {Quantity.VALENCE: 0.2, Quantity.AROUSAL: 0.2, Quantity.BREATH_HZ: 0.8 / 60.0, Quantity.BREATH_PHASE: 0.08}
AGE = {Quantity.VALENCE: 4, Quantity.AROUSAL: 4, Quantity.BREATH_HZ: 15, Quantity.BREATH_PHASE: 15}


def readings(seed: int) -> Readings:
    """People who breathe at rates of their own; sensors with noise that fall silent for up to a minute."""
    dice = np.random.default_rng(seed)
    lives = LIVES * DECISIONS
    time_s = np.arange(1, lives + 1)[:, None] / 6.0
    rate = np.linspace(0.12, 0.4, PEOPLE) + 0.02 * np.sin(time_s / 7.0)
    phase = np.cumsum(rate / 6.0, axis=0) % 1.0
    truth = {
        Quantity.VALENCE: 0.4 * np.sin(time_s / 11.0) + np.zeros(PEOPLE),
        Quantity.AROUSAL: 0.5 * np.cos(time_s / 13.0) + np.zeros(PEOPLE),
        Quantity.BREATH_HZ: rate,
        Quantity.BREATH_PHASE: (phase - rate * 0.25) % 1.0,
    }
    silent = np.repeat(dice.random((2, lives // 90 + 1, PEOPLE)) < 0.4, 90, axis=1)[:, :lives]
    held = {Quantity.VALENCE: silent[0], Quantity.AROUSAL: silent[0], Quantity.BREATH_HZ: silent[1]}
    values, spoke = {}, {}
    for quantity, course in truth.items():
        noisy = course + SD[quantity] * dice.standard_normal(course.shape)
        values[quantity] = noisy % 1.0 if quantity is Quantity.BREATH_PHASE else noisy
        spoke[quantity] = ~held.get(quantity, silent[1])
    down = (phase < 0.4) & (np.arange(PEOPLE) < KEY_PEOPLE) & (time_s % 80.0 < 40.0)
    return Readings(values, spoke, down, np.broadcast_to((time_s * 0.2) % 1.0, phase.shape))


def cored(told: Readings, person: int) -> list[tuple[Senses, core_lately.Lately]]:
    """What the core knows after each decision."""
    senses, after, kept = FIRST, core_lately.Lately(), []
    for tick in range(1, LIVES * DECISIONS * LIFE_TICKS + 1):
        life, rest = divmod(tick - 1, LIFE_TICKS)
        samples: tuple[Sample, ...] = ()
        if rest == LIFE_TICKS - 1:
            samples = tuple(
                Sample(
                    "breath" if quantity in (Quantity.BREATH_HZ, Quantity.BREATH_PHASE) else "face",
                    quantity, float(course[life, person]), SD[quantity], AGE[quantity],
                )
                for quantity, course in told.values.items()
                if told.spoke[quantity][life, person]
            )  # fmt: skip
        at_key = life if rest >= LIFE_TICKS // 2 else life - 1
        inputs = Inputs(samples, ("breathe",) if at_key >= 0 and told.down[at_key, person] else ())
        phase = (tick / 60.0 * 0.2) % 1.0
        senses = sense(senses, inputs, NATURAL.fullness(phase), ANYBODY, tick)
        if tick % core_lately.LOOK_TICKS == 0:
            after = core_lately.look(after, senses, PERFORMANCE, inputs)
        if tick % (LIVES * LIFE_TICKS) == 0:
            kept.append((senses, after))
    return kept


def sketched(told: Readings) -> list[tuple[Hearing, lately.Lately]]:
    """What the sketch knows after each decision."""
    known, after, kept = hearing.begin(PEOPLE), lately.begin(PEOPLE), []
    for number in range(DECISIONS):
        rows = slice(number * LIVES, (number + 1) * LIVES)
        ticks = np.repeat((np.arange(rows.start, rows.stop)[:, None] + 1.0) * LIFE_TICKS, PEOPLE, axis=1)

        def said(quantity: Quantity, rows: slice = rows, ticks: hearing.Array = ticks) -> Told:
            return Told(
                told.values[quantity][rows], np.full(ticks.shape, SD[quantity] ** 2), told.spoke[quantity][rows],
                np.full(ticks.shape, float(AGE[quantity])),
            )  # fmt: skip

        down = told.down[rows]
        keys, rate, phase, used = by_key(known.keys, down, ticks)
        heard = Heard(
            said(Quantity.VALENCE), said(Quantity.AROUSAL), said(Quantity.BREATH_HZ), said(Quantity.BREATH_PHASE),
            rate, phase, keys, down, used,
        )  # fmt: skip
        known, arousal = hearing.hear(known, heard, hearing.fullness(NATURAL, told.guide[rows]), ticks)
        steady = np.full(ticks.shape, PERFORMANCE)
        after = lately.look(after, arousal, steady, down.astype(np.float64))
        kept.append((known, after))
    return kept


@pytest.mark.parametrize("seed", (1, 2))
def test_the_sketch_hears_what_the_core_hears(seed: int) -> None:
    """Means, variances, slow averages, the own breath and the feelings agree after every decision of 200 s, with
    silent sensors and with the key; what the core does in each tick and the sketch in every tenth differs a little."""
    told = readings(seed)
    many = sketched(told)
    zeros = np.zeros(PEOPLE)
    for person in range(PEOPLE):
        apart = []
        for (senses, recent), (known, after) in zip(cored(told, person), many, strict=True):
            valence, arousal, breath = senses.estimate.valence, senses.estimate.arousal, senses.estimate.breath_hz
            assert known.valence.mean[person] == pytest.approx(valence.mean, abs=1e-9)
            assert known.valence.variance[person] == pytest.approx(valence.variance, rel=1e-9)
            assert known.arousal.mean[person] == pytest.approx(arousal.mean, abs=1e-9)
            assert known.arousal.variance[person] == pytest.approx(arousal.variance, rel=1e-9)
            assert known.breath.mean[person] == pytest.approx(breath.mean, abs=0.1 / 60.0)
            assert known.breath.variance[person] == pytest.approx(breath.variance, rel=0.05)
            assert known.slow_arousal[person] == pytest.approx(senses.slow_arousal, abs=0.01)
            assert known.slow_valence[person] == pytest.approx(senses.slow_valence, abs=0.01)
            slow = np.nan if senses.slow_breath_hz is None else senses.slow_breath_hz
            assert known.slow_breath_hz[person] == pytest.approx(slow, abs=0.3 / 60.0, nan_ok=True)
            assert known.trust[person] == pytest.approx(senses.own.trust, abs=0.08)
            apart.append(known.follow[person] - senses.own.follow)
            assert after.arousal[person] == pytest.approx(recent.arousal, abs=1e-9)
            assert after.performance[person] == pytest.approx(recent.performance, abs=1e-9)
            assert after.activity[person] == pytest.approx(recent.activity, abs=0.02)
            feelings = hearing.feel(known, zeros, zeros)
            assert feelings.tense[person] == senses.feeling.tense
            assert feelings.unhappy[person] == senses.feeling.unhappy
            assert feelings.sure[person] == senses.feeling.sure
        assert np.abs(apart).max() < 0.08
        assert abs(np.mean(apart)) < 0.015


def test_an_average_folded_at_once_is_the_average_taken_step_by_step() -> None:
    """``fold`` over a course equals the loop it stands for, for gains that differ from life to life."""
    dice = np.random.default_rng(4)
    value, course, gains = dice.random(5), dice.random((LIVES, 5)), dice.random((LIVES, 5))
    by_hand = value.copy()
    for life in range(LIVES):
        by_hand += gains[life] * (course[life] - by_hand)
    assert hearing.fold(value, course, gains) == pytest.approx(by_hand, abs=1e-12)


def test_fullness_is_that_of_the_pattern() -> None:
    """For every phase, of the natural breath."""
    phases = np.linspace(0.0, 0.999, 500)
    assert hearing.fullness(NATURAL, phases) == pytest.approx([NATURAL.fullness(float(at)) for at in phases])
