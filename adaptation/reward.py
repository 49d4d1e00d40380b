"""What five seconds of a sitting were worth to the person who played.

Measured on the simulated person's own inside, which no mind sees. Calm alone would be won by a slow, easy, always
breathing game that nobody stays in, so being absorbed counts as much as being calm, every interruption and every
restless change of the settings costs a little, and leaving costs what was left of the sitting and more.
"""

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
OVERLOADED = 0.5
"""Arousal from which it is too much."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What there was of each, float64 (n,), means over one decision."""

    calm: Array
    """1 at rest, 0 tense: half of one less arousal."""
    engaged: Array
    """How absorbed, [0, 1]."""
    pleased: Array
    """0 unhappy, 1 happy."""
    overload: Array
    """How far arousal stood above ``OVERLOADED``, [0, 1]."""
    hunger: Array
    """Air hunger or over-breathing, [0, 1]."""
    interruption: Array
    """How absorbed the person was when a minigame began; 0 when none did."""
    changes: Array
    """Settings that were changed, of the four, [0, 1]."""
    quit: Array
    """1 in the decision in which the person left."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part counts. Assumptions of ours; the studies halve and double each."""

    calm: float = 0.4
    engaged: float = 0.4
    pleased: float = 0.2
    overload: float = -0.5
    hunger: float = -0.5
    interruption: float = -0.3
    changes: float = -0.2
    quit: float = -6.0


WEIGHTS = Weights()


def value(parts: Parts, weights: Weights = WEIGHTS) -> Array:
    """Worth of a decision, (n,); about .6 when all is well. Leaving costs as much as ten good decisions."""
    total = np.zeros_like(parts.calm)
    for field in fields(parts):
        total = total + getattr(weights, field.name) * getattr(parts, field.name)
    return total


def feelings(arousal: Array, valence: Array, engagement: Array, hunger: Array) -> tuple[Array, ...]:
    """``calm``, ``engaged``, ``pleased``, ``overload`` and ``hunger`` of a person now, (n,) each."""
    overload = np.clip((arousal - OVERLOADED) / (1.0 - OVERLOADED), 0.0, 1.0)
    return 0.5 - 0.5 * arousal, engagement, 0.5 + 0.5 * valence, overload, hunger
