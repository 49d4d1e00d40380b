"""``game.core.belief`` and ``game.core.senses`` for many sittings at once, six times a second.

A decision of five seconds is 30 lives; a *course* is one number of each person at each of them, float64 (30, n). What
the core does sixty times a second is done here six times, with gains for ten ticks; what it does in a loop is done
over a whole course at once where it can be. ``tests/adaptation/test_sketch_hearing.py`` feeds both the same samples.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from adaptation.sketch.keys import Keys, no_keys
from adaptation.sketch.shield import LONG_AGO, Feelings
from game.core.belief import ENOUGH, FORGET_TICKS, SURE_SD, SURE_Z, TENSE_ABOVE, UNHAPPY_BELOW
from game.core.pace import NATURAL, TICKS_PER_S, Pattern
from game.core.reading import SCALES, Quantity
from game.core.senses import FOLLOW_TICKS, REPORTED_SD_HZ, SLOW_TICKS, TREND_TICKS

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
LIVES = 30
"""In one decision."""
LIFE_TICKS = 10
STIFF_KEY, STIFF_SENSED = 1.6, 8.0
"""How the shown breath follows the key, and the sensors."""


@dataclass(frozen=True, slots=True)
class Words:
    """A sensor's latest word on one quantity, (n,) each."""

    value: Array
    variance: Array
    tick: Array
    """Of the measured moment."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a sensor says of one quantity through a decision: courses (30, n)."""

    value: Array
    variance: Array
    spoke: Mask
    """Whether it says anything in this life."""
    age: Array
    """Ticks since the measured moment, any shape that fits (30, n)."""


@dataclass(frozen=True, slots=True)
class Beliefs:
    """Mean and variance of one quantity: courses (30, n), or (n,) now."""

    mean: Array
    variance: Array

    def confidence(self, quantity: Quantity) -> Array:
        """How much more is known than before any sensor spoke, [0, 1]."""
        prior = SCALES[quantity].prior_sd
        return np.maximum(0.0, 1.0 - self.variance / (prior * prior))

    def known(self, quantity: Quantity) -> Mask:
        """Where enough is known to say anything."""
        return np.asarray(self.confidence(quantity) >= ENOUGH)

    @property
    def now(self) -> "Beliefs":
        """At the end of the course."""
        return Beliefs(self.mean[-1], self.variance[-1])


@dataclass(frozen=True, slots=True)
class Hearing:
    """What is known of each player, (n,) each; see ``senses.Senses``."""

    face_valence: Words
    face_arousal: Words
    breath_rate: Words
    breath_phase: Words
    key_rate: Words
    key_phase: Words
    keys: Keys
    """What the breathing key has told."""
    valence: Beliefs
    arousal: Beliefs
    breath: Beliefs
    """What is believed now."""
    fullness: Array
    speed: Array
    trust: Array
    follow: Array
    """See ``level.OwnBreath``."""
    slow_breath_hz: Array
    """nan = never measured."""
    slow_arousal: Array
    slow_valence: Array


@dataclass(frozen=True, slots=True)
class Heard:
    """What a decision's sensors say of each quantity."""

    valence: Told
    arousal: Told
    breath_rate: Told
    breath_phase: Told
    key_rate: Told
    key_phase: Told
    keys: Keys
    """The key at the end of the decision."""
    key_down: Mask
    """Course: the key is held."""
    key_used: Mask
    """Course: the key is being breathed with."""


def begin(count: int) -> Hearing:
    """Nothing was sensed yet of so many players."""
    zeros = np.zeros(count)
    none = Words(zeros, zeros + 1.0, zeros + LONG_AGO)

    def prior(quantity: Quantity) -> Beliefs:
        scale = SCALES[quantity]
        return Beliefs(zeros + scale.prior_mean, zeros + scale.prior_sd * scale.prior_sd)

    return Hearing(
        none, none, none, none, none, none, no_keys(count),
        prior(Quantity.VALENCE), prior(Quantity.AROUSAL), prior(Quantity.BREATH_HZ),
        zeros, zeros, zeros, zeros, zeros + np.nan, zeros, zeros,
    )  # fmt: skip


def hear(before: Hearing, heard: Heard, guide_fullness: Array, ticks: Array) -> tuple[Hearing, Beliefs]:
    """One decision on: what is known after it, and the course of the believed arousal.

    Args:
        guide_fullness: course of how full the guide's breath is.
        ticks: course of ticks since the sitting began.
    """
    valence_words, valence_held = _latest(before.face_valence, heard.valence, ticks)
    arousal_words, arousal_held = _latest(before.face_arousal, heard.arousal, ticks)
    rate_words, rate_held = _latest(before.breath_rate, heard.breath_rate, ticks)
    phase_words, phase_held = _latest(before.breath_phase, heard.breath_phase, ticks)
    key_rate_words, key_rate_held = _latest(before.key_rate, heard.key_rate, ticks)
    key_phase_words, key_phase_held = _latest(before.key_phase, heard.key_phase, ticks)
    valence = fuse((valence_held,), Quantity.VALENCE, ticks)
    arousal = fuse((arousal_held,), Quantity.AROUSAL, ticks)
    breath = fuse((rate_held, key_rate_held), Quantity.BREATH_HZ, ticks)
    phase = fuse_phases((phase_held, key_phase_held), breath.mean, ticks)
    reported = breath.variance < REPORTED_SD_HZ * REPORTED_SD_HZ
    first = np.take_along_axis(breath.mean, reported.argmax(axis=0)[None], axis=0)[0]
    unmeasured = np.isnan(before.slow_breath_hz)
    slow = np.where(unmeasured & reported.any(axis=0), first, before.slow_breath_hz)
    fullness, speed, trust, follow = _own_breath(before, heard, breath, phase, guide_fullness)
    after = Hearing(
        face_valence=valence_words,
        face_arousal=arousal_words,
        breath_rate=rate_words,
        breath_phase=phase_words,
        key_rate=key_rate_words,
        key_phase=key_phase_words,
        keys=heard.keys,
        valence=valence.now,
        arousal=arousal.now,
        breath=breath.now,
        fullness=fullness,
        speed=speed,
        trust=trust,
        follow=follow,
        slow_breath_hz=fold(slow, breath.mean, reported * (LIFE_TICKS / SLOW_TICKS)),
        slow_arousal=fold(
            before.slow_arousal, arousal.mean, arousal.confidence(Quantity.AROUSAL) * (LIFE_TICKS / TREND_TICKS)
        ),
        slow_valence=fold(
            before.slow_valence, valence.mean, valence.confidence(Quantity.VALENCE) * (LIFE_TICKS / TREND_TICKS)
        ),
    )
    return after, arousal


def feel(hearing: Hearing, arousal_baseline: Array, valence_baseline: Array) -> Feelings:
    """What is believed of each player against their own baseline; see ``belief.feel``."""
    above = hearing.arousal.mean - arousal_baseline - TENSE_ABOVE
    below = valence_baseline - UNHAPPY_BELOW - hearing.valence.mean
    arousal, valence = hearing.arousal.variance, hearing.valence.variance
    return Feelings(
        tense=(above > 0.0) & (above * above > SURE_Z * SURE_Z * arousal),
        unhappy=(below > 0.0) & (below * below > SURE_Z * SURE_Z * valence),
        sure=(arousal < SURE_SD * SURE_SD) & (valence < SURE_SD * SURE_SD),
    )


def fuse(held: tuple[Words, ...], quantity: Quantity, ticks: Array) -> Beliefs:
    """The precision-weighted mean of all held words and the prior: a course, or (n,) for words (n,)."""
    scale = SCALES[quantity]
    sure = 1.0 / (scale.prior_sd * scale.prior_sd)
    total, whole = np.full_like(ticks, sure * scale.prior_mean), np.full_like(ticks, sure)
    for words in held:
        weight = _weight(words, scale.drift_per_s, ticks)
        total = total + weight * words.value
        whole = whole + weight
    return Beliefs(total / whole, 1.0 / whole)


def fuse_phases(held: tuple[Words, Words], breath_hz: Array, ticks: Array) -> Beliefs:
    """Carry both sensors' phases to now at the believed rate and average them round the circle."""
    scale = SCALES[Quantity.BREATH_PHASE]
    one, two = (words.value + breath_hz * (ticks - words.tick) / TICKS_PER_S for words in held)
    heavy, light = (_weight(words, scale.drift_per_s, ticks) for words in held)
    # A word that was never spoken weighs nothing, but its tick lies so far back that its phase is no number to trust.
    one, two = np.where(heavy > 0.0, one, 0.0), np.where(light > 0.0, two, 0.0)
    first = np.where(heavy >= light, one, two)
    whole = 1.0 / (scale.prior_sd * scale.prior_sd) + heavy + light
    offset = heavy * apart(first, one) + light * apart(first, two)
    return Beliefs((first + offset / whole) % 1.0, 1.0 / whole)


def fold(value: Array, course: Array, gains: Array) -> Array:
    """Where an average that moves by ``gains`` of the way toward ``course`` in each life stands after the last.

    float64: value (n,), course (t, n), gains (t, n) -> (n,).
    """
    left = np.cumprod((1.0 - gains)[::-1], axis=0)[::-1]
    after = np.concatenate((left[1:], np.ones((1, *left.shape[1:]))))
    return np.asarray(value * left[0] + (gains * course * after).sum(axis=0))


def fullness(pattern: Pattern, phase: Array) -> Array:
    """``Pattern.fullness`` at each phase, for a pattern of one sip."""
    rising = smooth(phase / pattern.inhale)
    out = pattern.inhale + pattern.rest_in
    return np.minimum(rising, 1.0 - smooth((phase - out) / pattern.exhale))


def smooth(share: Array) -> Array:
    """Smoothstep, clamped."""
    held = np.minimum(np.maximum(share, 0.0), 1.0)
    return np.asarray(held * held * (3.0 - 2.0 * held))


def apart(first: Array, second: Array) -> Array:
    """Signed way from ``first`` to ``second`` round the circle, [-0.5, 0.5)."""
    return np.asarray((second - first + 0.5) % 1.0 - 0.5)


def _weight(words: Words, drift_per_s: float, ticks: Array) -> Array:
    """What a word counts at its age."""
    age = ticks - words.tick
    left = np.maximum(1.0 - age / FORGET_TICKS, 0.0)
    return np.asarray(left / (words.variance + (drift_per_s * drift_per_s / TICKS_PER_S) * age))


def _latest(words: Words, told: Told, ticks: Array) -> tuple[Words, Words]:
    """The word after the decision, and the course of the word that is held in each life."""
    lives = np.arange(len(ticks))[:, None]
    place = np.maximum.accumulate(np.where(told.spoke, lives, -1), axis=0)
    spoken, place = place >= 0, np.maximum(place, 0)
    moments = ticks - told.age
    held = Words(
        np.where(spoken, np.take_along_axis(told.value, place, axis=0), words.value),
        np.where(spoken, np.take_along_axis(told.variance, place, axis=0), words.variance),
        np.where(spoken, np.take_along_axis(moments, place, axis=0), words.tick),
    )
    return Words(held.value[-1], held.variance[-1], held.tick[-1]), held


def _own_breath(
    before: Hearing, heard: Heard, breath: Beliefs, phase: Beliefs, guide_fullness: Array
) -> tuple[Array, Array, Array, Array]:
    """Fullness, speed, trust and follow after the decision; see ``senses._own_breath``.

    The core moves its target each tick; here it stands for ten, so it is taken from the middle of them; likewise a key
    that changed between two lives is taken to have done so in the middle.
    """
    known = phase.confidence(Quantity.BREATH_PHASE) * breath.confidence(Quantity.BREATH_HZ)
    known = np.where(heard.key_used, 1.0, known)
    middle = (phase.mean - breath.mean * (0.5 * LIFE_TICKS / TICKS_PER_S)) % 1.0
    key_before = np.concatenate((before.keys.down[None], heard.key_down[:-1]))
    by_key = 0.5 * (heard.key_down + 1.0 * key_before)
    target = np.where(heard.key_used, by_key, fullness(NATURAL, middle))
    value, speed, trust, follow = before.fullness, before.speed, before.trust, before.follow
    for life in range(LIVES):
        row = _SPRINGS[heard.key_used[life].astype(np.int64)]
        off = value - target[life]
        value, speed = target[life] + row[:, 0] * off + row[:, 1] * speed, row[:, 2] * off + row[:, 3] * speed
        held = np.minimum(np.maximum(value, 0.0), 1.0)
        speed = np.where(held == value, speed, 0.0)
        value = held
        trust = trust + _TRUST * (known[life] - trust)
        together = np.maximum(0.0, 1.0 - 1.8 * np.abs(value - guide_fullness[life])) * trust
        follow = follow + _FOLLOW * (together - follow)
    return value, speed, trust, follow


def _spring(stiffness: float) -> tuple[float, float, float, float]:
    """What ten ticks of ``pace.Follow`` make of the way off the target and of the speed."""
    tick = np.array(
        (
            (1.0 - stiffness**2 / 3600.0, (1.0 - stiffness / 30.0) / 60.0),
            (-(stiffness**2) / 60.0, 1.0 - stiffness / 30.0),
        )
    )
    whole = np.linalg.matrix_power(tick, LIFE_TICKS)
    return float(whole[0, 0]), float(whole[0, 1]), float(whole[1, 0]), float(whole[1, 1])


_SPRINGS = np.array((_spring(STIFF_SENSED), _spring(STIFF_KEY)))
_TRUST = 1.0 - (1.0 - 1.0 / TICKS_PER_S) ** LIFE_TICKS
_FOLLOW = 1.0 - (1.0 - 1.0 / FOLLOW_TICKS) ** LIFE_TICKS
