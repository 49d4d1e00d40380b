"""``game.core.lately`` for many sittings at once: how it went, how busy the player was, what a minigame helped."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from adaptation.sketch.hearing import Beliefs, fold
from game.core.lately import BUSY, MINUTE, MOMENT, RELIEF_TICKS
from game.core.reading import Quantity

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Lately:
    """The little memory it needs, (n,) each."""

    performance: Array
    activity: Array
    arousal: Array
    before: Array
    """``arousal`` when the last minigame began; nan = there was none, or nothing was known."""
    begun_tick: Array


def begin(count: int) -> Lately:
    """Nothing happened yet."""
    zeros = np.zeros(count)
    return Lately(zeros + 0.5, zeros, zeros, zeros + np.nan, zeros)


def began(lately: Lately, begun: Mask, arousal: Beliefs, tick: Array) -> Lately:
    """Remember how it was before the minigames that begin where ``begun``."""
    before = np.where(arousal.known(Quantity.AROUSAL), lately.arousal, np.nan)
    return replace(
        lately,
        before=np.where(begun, before, lately.before),
        begun_tick=np.where(begun, tick, lately.begun_tick),
    )


def look(lately: Lately, arousal: Beliefs, performance: Array, busy: Array) -> Lately:
    """A decision on; each argument a course (30, n)."""
    return replace(
        lately,
        performance=fold(lately.performance, performance, np.full(busy.shape, 1.0 / MINUTE)),
        activity=fold(lately.activity, busy, np.full(busy.shape, 1.0 / BUSY)),
        arousal=fold(lately.arousal, arousal.mean, arousal.confidence(Quantity.AROUSAL) / MOMENT),
    )


def relief(lately: Lately, arousal: Beliefs, tick: Array) -> Array:
    """How far arousal has fallen since the last minigame began; fades over two minutes, 0 while unknown."""
    fading = np.maximum(0.0, 1.0 - (tick - lately.begun_tick) / RELIEF_TICKS)
    known = arousal.known(Quantity.AROUSAL) & ~np.isnan(lately.before)
    return np.where(known, (lately.before - lately.arousal) * fading, 0.0)
