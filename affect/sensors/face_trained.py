"""From what the trained reader says of the last moments to valence, arousal and smile as change from a neutral.

The network sees wrinkles and shades that landmarks miss; the geometry of face_expression knows the person's own
mouth and brows. Both are wrong together more often than by chance, which the joint sd takes into account. One scalar
of the network is kept of a person, EXPRESSION_VALENCE: how their resting face is read.
"""

from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from affect.sensors.face_expression import LOWEST, SPEECH_DOUBT, Expression
from affect.sensors.face_reader import Read, Usual
from game.core.reading import Baseline, Quantity, Scalar

EXPRESSION_VALENCE: Final = "expression_valence"
"""The scalar: valence that the network reads in this person's resting face."""
HAPPY: Final = 1
"""Place of happy among the reader's expressions."""
TRUST: Final = {Quantity.VALENCE: 0.7, Quantity.AROUSAL: 0.3, Quantity.SMILE: 0.8}
"""Weight of the network; the rest is the geometry's. Chosen on people kept for validation."""
TOGETHER: Final = 0.5
"""Correlation assumed between the errors of both."""
SMILE_SD: Final = 0.25
"""Spread of the probability of happy within happy faces and within neutral ones."""
LEFT_OF_NETWORK: Final = 0.5
"""What is left of the network's weight while somebody surely speaks."""
CALM: Final = 0.25
"""A change smaller than this, in valence and in arousal, is a face at rest;"""
CALM_NS: Final = 20_000_000_000
"""after so long at rest the neutral begins to follow it,"""
FOLLOW_NS: Final = 300_000_000_000
"""with this time constant,"""
FOLLOW_MOST: Final = 0.15
"""and never further than this from what calibration found: sadness that lasts must not become the neutral."""


class Reader(Protocol):
    """Reads crops and landmarks: FaceReader, or a double."""

    usual: Usual
    """What a stranger's resting face is read as."""

    def read(self, crops: NDArray[np.uint8], shapes: NDArray[np.float32], found: NDArray[np.bool_]) -> Read:
        """Read n faces."""


@dataclass(frozen=True, slots=True)
class Glance:
    """What the network says of one picture."""

    valence: float
    valence_sd: float
    tension: float
    tension_sd: float
    smile: float


def glance(reader: Reader, crop: NDArray[np.uint8], line: NDArray[np.float32]) -> Glance:
    """Read one face: crop uint8 (SIDE, SIDE), line float32 (SHAPE,)."""
    read = reader.read(crop[None], line[None], np.ones(1, dtype=bool))
    return Glance(
        float(read.valence[0]),
        float(read.valence_sd[0]),
        float(read.tension[0]),
        float(read.tension_sd[0]),
        float(read.chance[0, HAPPY]),
    )


class OwnValence:
    """How a resting face of this person is read: learnt, then slowly refreshed while they are calm."""

    def __init__(self, usual: float, baseline: Baseline) -> None:
        self._learnt = next((scalar for scalar in baseline if scalar.name == EXPRESSION_VALENCE), None)
        self.mean = usual if self._learnt is None else self._learnt.mean
        """Valence that counts as no change."""
        self._calm_since_ns: int | None = None
        self._last_ns = 0

    @property
    def spread(self) -> float:
        """How restless the face was while it was learnt; 0 for a stranger, whom the sd itself allows for."""
        return 0.0 if self._learnt is None else self._learnt.spread

    def follow(self, valence: float, calm: bool, t_ns: int) -> None:
        """Take a look at ``valence``; in a calm stretch the neutral moves towards it a little."""
        passed_ns, self._last_ns = t_ns - self._last_ns, t_ns
        if not calm or self._learnt is None or not 0 <= passed_ns < CALM_NS:
            self._calm_since_ns = None
            return
        if self._calm_since_ns is None:
            self._calm_since_ns = t_ns
        if t_ns - self._calm_since_ns < CALM_NS:
            return
        moved = self.mean + (valence - self.mean) * passed_ns / FOLLOW_NS
        first = self._learnt.mean
        self.mean = min(max(moved, first - FOLLOW_MOST), first + FOLLOW_MOST)


def scalar_of(glances: list[Glance]) -> Scalar:
    """The scalar from the glances at a face at rest: median and its usual deviation."""
    values = np.array([one.valence for one in glances])
    middle = float(np.median(values))
    return Scalar(EXPRESSION_VALENCE, middle, max(1.4826 * float(np.median(np.abs(values - middle))), 0.02))


def join(
    geometry: tuple[Expression, ...],
    glances: list[Glance],
    own: OwnValence,
    usual: Usual,
    widening: float,
    speaking: float = 0.0,
) -> tuple[Expression, ...]:
    """Geometry's expressions and the network's, joined quantity by quantity; the median of the glances counts.

    ``widening`` and ``speaking`` as in ``express``: while somebody speaks the network, which sees the mouth too,
    counts less than the brows and eyes of the geometry.
    """
    widening *= 1.0 + SPEECH_DOUBT * speaking
    table = np.array([(one.valence, one.tension, one.smile) for one in glances])
    middle, unrest = np.median(table, axis=0), np.std(table, axis=0)
    valence_sd = float(np.median([one.valence_sd for one in glances]))
    tension_sd = float(np.median([one.tension_sd for one in glances]))
    network = {
        Quantity.VALENCE: (middle[0] - own.mean, np.hypot(np.hypot(valence_sd, own.spread), unrest[0])),
        Quantity.AROUSAL: (middle[1] - usual.tension, np.hypot(tension_sd, unrest[1])),
        # Happy is the one pleased expression: a resting face read as pleased is one read as smiling by as much.
        Quantity.SMILE: (middle[2] - max(usual.smile, own.mean), np.hypot(SMILE_SD, unrest[2])),
    }
    room = 1.0 - min(max(own.mean, 0.0), 1.0)  # whoever rests as happy leaves the network nothing to tell apart
    said = []
    for one in geometry:
        value, sd = network[one.quantity]
        trust = TRUST[one.quantity] * (1.0 if one.quantity is Quantity.AROUSAL else room)
        trust *= 1.0 - (1.0 - LEFT_OF_NETWORK) * speaking
        near, far = trust * float(sd) * widening, (1.0 - trust) * one.sd
        joint = float(np.sqrt(near * near + far * far + 2.0 * TOGETHER * near * far))
        mixed = trust * float(value) + (1.0 - trust) * one.value
        said.append(Expression(one.quantity, min(max(mixed, LOWEST[one.quantity]), 1.0), joint))
    return tuple(said)
