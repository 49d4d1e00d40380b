"""From a face's seven numbers to valence, arousal and smile: one table, and how sure it is.

What is read is a *change from a neutral face*: the person's own where it was learnt, else that of a population.
Each feature's change, in spreads, times a weight, summed. ``python -m affect.training.face_table`` prints the table:
usual, between, within and per_pitch_deg from 2,600 neutral faces of muxspace/facial_expressions (Apache-2.0,
press photographs padded by 35 %); weights by least squares held to a hand-chosen expectation, on one half of the
subjects (split by a checksum of the name). On the other half: smile above own neutral in 95 of 95 subjects;
valence has the right sign in 93 % of happy and 64 % of angry, sad and disgusted faces; arousal is above 0 in
84 % of surprised and 77 % of angry faces against 47 % of neutral ones. A weak witness of displeasure, then.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from affect.sensors.face_geometry import FEATURES, Geometry
from affect.sensors.face_mesh import Face
from game.core.reading import Baseline, Quantity, Scalar


@dataclass(frozen=True, slots=True)
class Feature:
    """One line of the table."""

    name: str
    """As in FEATURES."""
    usual: float
    """Mean of neutral faces, at pitch 0."""
    between: float
    """Its sd over all neutral faces."""
    within: float
    """Its sd over one person's neutral faces: the unit of change."""
    per_pitch_deg: float
    """How it seems to grow with each degree the head is raised."""
    valence: float
    """Weight, per ``within``."""
    arousal: float
    """Weight, per ``within``."""
    smile: float
    """Weight, per ``within``."""


TABLE: Final = (
    Feature("mouth_width", 0.5475, 0.0507, 0.0465, 0.00058, 0.12, 0.04, 0.15),
    Feature("mouth_lift", 0.0652, 0.0205, 0.0201, 0.00003, 0.15, -0.08, 0.12),
    Feature("brow_height", 0.1360, 0.0362, 0.0275, -0.00140, 0.04, 0.04, 0.02),
    Feature("brow_gap", 0.3218, 0.0228, 0.0220, -0.00029, 0.07, 0.02, 0.01),
    Feature("eye_opening", 0.3093, 0.0591, 0.0507, -0.00141, 0.06, 0.00, -0.01),
    Feature("mouth_opening", 0.0545, 0.0557, 0.0562, 0.00096, -0.14, 0.17, 0.01),
    Feature("lip_height", 0.1636, 0.0321, 0.0298, -0.00107, 0.03, -0.02, 0.02),
)

SD: Final = {Quantity.VALENCE: 0.33, Quantity.AROUSAL: 0.27, Quantity.SMILE: 0.33}
"""Spread of the value within one expression, on the half of the subjects that no weight has seen."""
LOWEST: Final = {Quantity.VALENCE: -1.0, Quantity.AROUSAL: -1.0, Quantity.SMILE: 0.0}
STRANGER: Final = 2.0
"""How much wider without the person's own neutral: a resting face that looks glum is then an error that stays."""
IMPLAUSIBLE: Final = 12.0
"""A feature so many spreads from any neutral is no face: a hand, a pattern, a half of one."""
FRONTAL_DEG: Final = 20.0
"""Heads turned or raised further make the readings unsure,"""
SIDE_DEG: Final = 50.0
"""and beyond this nothing is said."""
FAR_PIXELS: Final = 50.0
"""Eye distance below which a face is unsure,"""
TOO_FAR_PIXELS: Final = 18.0
"""and below which nothing is said."""
DARK: Final = 50.0
"""Light on the face below which it is unsure."""

EYE_CONTRAST: Final = 0.35
"""Contrast below which no eye is seen; 99.5 % of 5,800 photographed faces have more than .46."""
MOUTH_CONTRAST: Final = 0.2
"""Contrast below which something covers the mouth; 99.5 % of them have more than .32."""

MOUTHED: Final = ("mouth_width", "mouth_lift", "mouth_opening", "lip_height")
"""Features that speech moves."""
LEFT_OF_MOUTH: Final = 0.2
"""What is left of their weight while somebody surely speaks."""
SPEECH_DOUBT: Final = 1.0
"""By how much of itself every sd grows meanwhile."""

_USUAL: Final = np.array([row.usual for row in TABLE])
_WITHIN: Final = np.array([row.within for row in TABLE])
_PER_PITCH: Final = np.array([row.per_pitch_deg for row in TABLE])
_WEIGHTS: Final = {
    Quantity.VALENCE: np.array([row.valence for row in TABLE]),
    Quantity.AROUSAL: np.array([row.arousal for row in TABLE]),
    Quantity.SMILE: np.array([row.smile for row in TABLE]),
}
_MOUTHED: Final = np.array([row.name in MOUTHED for row in TABLE])


@dataclass(frozen=True, slots=True, eq=False)
class Neutral:
    """The face that changes are counted from."""

    mean: NDArray[np.float64]
    """float64 (7,), in the order of FEATURES."""
    spread: NDArray[np.float64]
    """float64 (7,): how restless it was while it was learnt."""
    own: bool
    """Whether it is this person's."""


USUAL_NEUTRAL: Final = Neutral(_USUAL, np.zeros(len(TABLE)), own=False)
"""What is assumed of somebody who was not calibrated."""


@dataclass(frozen=True, slots=True)
class Expression:
    """One quantity of an expression."""

    quantity: Quantity
    value: float
    """In the quantity's unit."""
    sd: float
    """Of its error."""


def level(geometry: Geometry) -> NDArray[np.float64]:
    """Features with the effect of a raised or lowered head taken out, float64 (7,)."""
    pitch_deg = min(max(geometry.pitch_deg, -SIDE_DEG), SIDE_DEG)
    return geometry.features - pitch_deg * _PER_PITCH


def seen(face: Face) -> bool:
    """Whether this is a face: FaceMesh draws one over a hand, too, but a hand has no eyes."""
    strangest = np.max(np.abs((level(face.geometry) - _USUAL) / _WITHIN))
    return bool(strangest < IMPLAUSIBLE and face.eye_contrast > EYE_CONTRAST)


def readable(face: Face) -> bool:
    """Whether a face that is seen shows its expression: near enough, not from the side, mouth uncovered."""
    geometry = face.geometry
    turned_deg = max(abs(geometry.yaw_deg), abs(geometry.pitch_deg))
    near = geometry.eye_distance > TOO_FAR_PIXELS
    return bool(near and turned_deg < SIDE_DEG and face.mouth_contrast > MOUTH_CONTRAST)


def doubt(face: Face) -> float:
    """By how much a turned, distant or dark face widens every sd, >= 1."""
    geometry = face.geometry
    turned = max(0.0, abs(geometry.yaw_deg) - FRONTAL_DEG) / 15.0
    raised = max(0.0, abs(geometry.pitch_deg) - FRONTAL_DEG) / 15.0
    far = max(1.0, FAR_PIXELS / geometry.eye_distance)
    dark = max(1.0, DARK / max(face.light, 1.0))
    return float((1.0 + turned * turned + raised * raised) * far * dark)


def express(
    levels: NDArray[np.float64], neutral: Neutral, widening: float, speaking: float = 0.0
) -> tuple[Expression, ...]:
    """Valence, arousal and smile of the last moments.

    Args:
        levels: float64 (n, 7), one row a picture; their median counts, so a blink does not.
        neutral: what change is counted from.
        widening: ``doubt`` of the newest picture.
        speaking: how surely they speak, [0, 1]: the mouth then counts less, and all is less sure.
    """
    steps = (levels - neutral.mean) / _WITHIN * np.where(_MOUTHED, 1.0 - (1.0 - LEFT_OF_MOUTH) * speaking, 1.0)
    middle = np.median(steps, axis=0)
    restless = neutral.spread / _WITHIN
    widening *= 1.0 + SPEECH_DOUBT * speaking
    said: list[Expression] = []
    for quantity, weights in _WEIGHTS.items():
        base = SD[quantity] if neutral.own else SD[quantity] * STRANGER
        unsteady = float(np.std(steps @ weights))  # fast movement shows as unrest within the window
        unlearnt = float(np.linalg.norm(weights * restless))
        sd = widening * float(np.sqrt(base * base + unsteady * unsteady + unlearnt * unlearnt))
        value = min(max(float(middle @ weights), LOWEST[quantity]), 1.0)
        said.append(Expression(quantity, value, sd))
    return tuple(said)


def smile_of(levels: NDArray[np.float64], neutral: Neutral = USUAL_NEUTRAL) -> NDArray[np.float64]:
    """How far each picture's mouth smiles, float64 (n,), from levels (n, 7): as ``express``, before its limits."""
    return np.asarray((levels - neutral.mean) / _WITHIN @ _WEIGHTS[Quantity.SMILE])


def neutral_of(baseline: Baseline) -> Neutral | None:
    """The person's own neutral out of their scalars; None where one of the seven is missing."""
    kept = {scalar.name: scalar for scalar in baseline}
    if not all(name in kept for name in FEATURES):
        return None
    mean = np.array([kept[name].mean for name in FEATURES])
    return Neutral(mean, np.array([kept[name].spread for name in FEATURES]), own=True)


def baseline_of(levels: NDArray[np.float64]) -> Baseline:
    """Seven scalars from the pictures of a face at rest, float64 (n, 7): median and its usual deviation."""
    middle = np.median(levels, axis=0)
    spread = np.maximum(1.4826 * np.median(np.abs(levels - middle), axis=0), 0.02 * _WITHIN)
    return tuple(Scalar(FEATURES[i], float(middle[i]), float(spread[i])) for i in range(len(FEATURES)))
