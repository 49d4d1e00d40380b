"""The breath guide of many sittings through one decision: ``pace.advance``, minigames, and how guidance fades.

Nothing a person does changes the guide inside a decision, so its whole course is known before they live through it.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from adaptation.sketch.hearing import LIFE_TICKS, LIVES, fullness, spring
from game.core.fading import BADLY, FAINT, LEARN_TICKS, LEAST_TRUST, LOSE_TICKS, MOST_HIDDEN, WELL
from game.core.pace import GLIDE_HZ_PER_TICK, NATURAL, TICKS_PER_S
from levels.breathing.longer_exhale import PATTERN

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
DECISION_TICKS = LIVES * LIFE_TICKS
_ALONG = np.arange(1, LIVES + 1)[:, None] * float(LIFE_TICKS)
"""Ticks into the decision at which each life ends, (30, 1)."""
_S = spring(2.0)
"""How the strength of the guide follows what is shown."""


@dataclass(frozen=True, slots=True)
class Guides:
    """The guide of each sitting, (n,) each."""

    phase: Array
    breath_hz: Array
    playing: Mask
    """A minigame runs."""
    waiting: Mask
    """It waits for the breath to come round."""
    breaths: Array
    """Breaths it has left; the first is only shown."""
    skip_ticks: Array
    """Ticks until it is left early; infinite where it is not."""
    skill: Array
    shown: Mask
    strength: Array
    speed: Array
    """How far guidance has faded; see ``fading.Fading``."""


@dataclass(frozen=True, slots=True)
class Course:
    """The guide through a decision: courses (30, n), at the end of each life."""

    breath_hz: Array
    phase: Array
    fullness: Array
    playing: Mask
    strength: Array
    """What the guide's strength is multiplied with."""
    skipped: Mask
    """(n,): the minigame was left early."""
    ended_ticks: Array
    """(n,): ticks into the decision at which a minigame ended; nan = none did."""


def begin(breath_hz: Array) -> Guides:
    """Guides at the start of a sitting."""
    zeros = np.zeros_like(breath_hz)
    no = np.zeros(len(zeros), dtype=bool)
    return Guides(zeros, breath_hz, no, no, zeros, zeros + np.inf, zeros, ~no, zeros + 1.0, zeros)


def offer(guides: Guides, begun: Mask, skip_ticks: Array) -> Guides:
    """Minigames begin where ``begun``; each is left after ``skip_ticks``, where that is not infinite."""
    return replace(
        guides,
        playing=guides.playing | begun,
        waiting=guides.waiting | begun,
        breaths=np.where(begun, float(PATTERN.breaths), guides.breaths),
        skip_ticks=np.where(begun, skip_ticks, guides.skip_ticks),
    )


def stop(guides: Guides, stopped: Mask) -> Guides:
    """Minigames end at once where ``stopped``."""
    return replace(guides, playing=guides.playing & ~stopped, waiting=guides.waiting & ~stopped)


def run(guides: Guides, target_hz: Array, hidden: Array) -> tuple[Guides, Course]:
    """One decision of the guide.

    Args:
        target_hz: (n,), where its rate glides.
        hidden: chances in [0, 1), course: drawn anew for each life, used where a breath begins.
    """
    most = GLIDE_HZ_PER_TICK
    gap = target_hz - guides.breath_hz
    rate = guides.breath_hz + np.sign(gap) * np.minimum(np.abs(gap), most * _ALONG)
    steps = np.diff(np.concatenate((guides.breath_hz[None], rate)), axis=0)
    unrolled = guides.phase + np.cumsum(rate - 0.5 * steps, axis=0) * (LIFE_TICKS / TICKS_PER_S)
    count = np.floor(unrolled)
    phase = unrolled - count
    # A waiting minigame begins with the first breath that begins; from then on breaths are counted.
    left = guides.breaths - np.where(guides.waiting, count - 1.0, count)
    done = (left <= 0.0) & guides.playing
    skipped = (guides.skip_ticks <= _ALONG) & guides.playing
    over = np.logical_or.accumulate(done | skipped, axis=0)
    playing = guides.playing & ~over
    ended = over.any(axis=0)
    last = np.minimum(over.argmax(axis=0), LIVES - 1)
    left_early = skipped[last, np.arange(len(last))] & ended
    full = np.where(playing, fullness(PATTERN, phase), fullness(NATURAL, phase))
    new_breath = np.diff(np.concatenate((np.zeros((1, len(last))), count)), axis=0) > 0.0
    shown, strength, speed, course = _fade(guides, new_breath, hidden)
    after = Guides(
        phase=phase[-1],
        breath_hz=rate[-1],
        playing=playing[-1],
        waiting=guides.waiting & playing[-1] & (count[-1] < 1.0),
        breaths=np.where(guides.waiting & (count[-1] < 1.0), guides.breaths, left[-1]),
        skip_ticks=guides.skip_ticks - DECISION_TICKS,
        skill=guides.skill,
        shown=shown,
        strength=strength,
        speed=speed,
    )
    return after, Course(
        rate, phase, full, playing, course, left_early, np.where(ended, (last + 1.0) * LIFE_TICKS, np.nan)
    )


def learn(guides: Guides, follow: Array, trust: Array) -> Guides:
    """How well the breath goes by itself, one decision on; ``follow`` and ``trust`` as they are at its end."""
    gain, loss = -np.expm1(-DECISION_TICKS / LEARN_TICKS), -np.expm1(-DECISION_TICKS / LOSE_TICKS)
    skill = np.where(follow > WELL, guides.skill + gain * (1.0 - guides.skill), guides.skill)
    skill = np.where(follow < BADLY, guides.skill * (1.0 - loss), skill)
    return replace(guides, skill=np.where(trust > LEAST_TRUST, skill, guides.skill))


def _fade(guides: Guides, new_breath: Mask, hidden: Array) -> tuple[Mask, Array, Array, Array]:
    """Whether the guide is shown, its strength and speed after the decision, and the course of the strength."""
    shown, strength, speed = guides.shown, guides.strength, guides.speed
    course = np.empty(new_breath.shape)
    drawn = hidden >= MOST_HIDDEN * guides.skill
    for life in range(LIVES):
        shown = np.where(new_breath[life], drawn[life], shown)
        target = np.where(shown, 1.0, FAINT)
        off = strength - target
        strength, speed = target + _S[0] * off + _S[1] * speed, _S[2] * off + _S[3] * speed
        course[life] = strength
    return shown, strength, speed, course


def target_hz(breath_hz: Array, playing: Mask, low: Array, high: Array) -> Array:
    """The settings' rate inside the running pattern's range where the shield allows it; see ``world._guide_hz``."""
    least = np.where(playing, PATTERN.low_hz, NATURAL.low_hz)
    most = np.where(playing, PATTERN.high_hz, NATURAL.high_hz)
    return np.minimum(np.maximum(np.minimum(np.maximum(breath_hz, least), most), low), high)
