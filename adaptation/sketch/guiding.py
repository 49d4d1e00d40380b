"""The breath guide of many sittings through one decision: ``pace.advance`` and minigames.

Nothing a person does changes the guide inside a decision, so its whole course is known before they live through it.
Guidance that fades in the place (``game.core.fading``) is left out: the guide in the corner of the picture, by which
simulated people go, does not fade.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from adaptation.sketch.hearing import LIFE_TICKS, LIVES, fullness
from game.core.pace import GLIDE_HZ_PER_TICK, NATURAL, TICKS_PER_S
from levels.breathing.longer_exhale import PATTERN

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
DECISION_TICKS = LIVES * LIFE_TICKS
_ALONG = np.arange(1, LIVES + 1)[:, None] * float(LIFE_TICKS)
"""Ticks into the decision at which each life ends, (30, 1)."""


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


@dataclass(frozen=True, slots=True)
class Course:
    """The guide through a decision: courses (30, n), at the end of each life."""

    breath_hz: Array
    phase: Array
    fullness: Array
    playing: Mask
    new_breath: Mask
    """A breath has begun since the life before."""
    skipped: Mask
    """(n,): the minigame was left early."""
    ended_ticks: Array
    """(n,): ticks into the decision at which a minigame ended; nan = none did."""


def begin(breath_hz: Array) -> Guides:
    """Guides at the start of a sitting."""
    zeros = np.zeros_like(breath_hz)
    no = np.zeros(len(zeros), dtype=bool)
    return Guides(zeros, breath_hz, no, no, zeros, zeros + np.inf)


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


def run(guides: Guides, target_hz: Array) -> tuple[Guides, Course]:
    """One decision of the guide.

    Args:
        target_hz: (n,), where its rate glides.
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
    after = Guides(
        phase=phase[-1],
        breath_hz=rate[-1],
        playing=playing[-1],
        waiting=guides.waiting & playing[-1] & (count[-1] < 1.0),
        breaths=np.where(guides.waiting & (count[-1] < 1.0), guides.breaths, left[-1]),
        skip_ticks=guides.skip_ticks - DECISION_TICKS,
    )
    told = np.where(ended, (last + 1.0) * LIFE_TICKS, np.nan)
    return after, Course(rate, phase, full, playing, new_breath, left_early, told)


def target_hz(breath_hz: Array, playing: Mask, low: Array, high: Array) -> Array:
    """The settings' rate inside the running pattern's range where the shield allows it; see ``world._guide_hz``."""
    least = np.where(playing, PATTERN.low_hz, NATURAL.low_hz)
    most = np.where(playing, PATTERN.high_hz, NATURAL.high_hz)
    return np.minimum(np.maximum(np.minimum(np.maximum(breath_hz, least), most), low), high)
