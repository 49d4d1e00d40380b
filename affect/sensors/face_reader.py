"""The trained reader of faces: crop and landmarks to expression, valence and tension, each as sure as it should be."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from affect.errors import ModelMissingError
from affect.networks.weights import read_weights
from affect.sensors.face_network import EXPRESSIONS, FaceNumbers

MODEL: Final = "face"
"""Name of its weights."""
POSITIVE: Final = ("happy",)
NEGATIVE: Final = ("sad", "angry", "fearful", "disgust", "contempt")
SIGNS: Final = ("negative", "neutral", "positive")
_SETTINGS: Final = ("temperature", "bias", "gain", "sign", "valence_sd", "tension_sd", "usual")
_NEVER: Final = 1e-4
"""A chance below this counts as this where logarithms are taken."""
_NARROWEST: Final = -6.0
_WIDEST: Final = 3.0


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """What n faces say."""

    chance: NDArray[np.float64]
    """(n, 8): probability of each of EXPRESSIONS."""
    told: NDArray[np.intp]
    """(n,): place in EXPRESSIONS of the one to tell; rare ones are told a little before they are the likeliest."""
    sign: NDArray[np.float64]
    """(n, 3): probability of each of SIGNS, from expressions and valence together."""
    valence: NDArray[np.float64]
    """(n,): -1 unhappy to 1 happy, not yet against anybody's neutral."""
    valence_sd: NDArray[np.float64]
    """(n,): of its error."""
    tension: NDArray[np.float64]
    """(n,): 0 at rest to 1 tense."""
    tension_sd: NDArray[np.float64]
    """(n,): of its error."""


@dataclass(frozen=True, slots=True)
class Usual:
    """What a stranger's resting face is read as (medians)."""

    valence: float
    """As ``Read.valence``."""
    tension: float
    """As ``Read.tension``."""
    smile: float
    """Probability of happy."""


class FaceReader:
    """The network at rest, numpy alone."""

    def __init__(self, folder: Path | None = None) -> None:
        """Loads the weights: a tenth of a second.

        Raises:
            ModelMissingError: the weights are not there, or do not fit.
        """
        arrays = read_weights(MODEL, folder)
        try:
            self._settings = {name: arrays[f"_{name}"] for name in _SETTINGS}
            valence, tension, smile = (float(value) for value in self._settings["usual"])
        except (KeyError, ValueError) as error:
            raise ModelMissingError(MODEL, f"the weights do not fit this version ({error!r})") from error
        self._numbers = FaceNumbers(MODEL, arrays)
        self.expressions: tuple[str, ...] = EXPRESSIONS
        self.usual = Usual(valence, tension, smile)

    def read(self, crops: NDArray[np.uint8], shapes: NDArray[np.float32], found: NDArray[np.bool_]) -> Read:
        """Read n faces.

        Args:
            crops: uint8 (n, SIDE, SIDE), as ``cut`` gives them.
            shapes: float32 (n, SHAPE), as ``describe`` gives them.
            found: bool (n,): whether ``shapes`` was measured.
        """
        told = [self._numbers.tell(*face) for face in zip(crops, shapes, found.tolist(), strict=True)]
        return interpret(np.array(told, np.float64), self._settings)


def interpret(out: NDArray[np.float64], settings: dict[str, NDArray[Any]]) -> Read:
    """Outputs of the network, float64 (n, 12), with the calibration found in validation."""
    chance = _softmax(out[:, : len(EXPRESSIONS)] / float(settings["temperature"][0]) + settings["bias"])
    spread = np.exp(0.5 * np.clip(out[:, (9, 11)], _NARROWEST, _WIDEST))
    return Read(
        chance=chance,
        told=(np.log(np.maximum(chance, _NEVER)) + settings["gain"]).argmax(axis=1),
        sign=_softmax(signs_of(chance, out[:, 8]) @ settings["sign"]),
        valence=np.clip(out[:, 8], -1.0, 1.0),
        valence_sd=spread[:, 0] * float(settings["valence_sd"][0]),
        tension=np.clip(out[:, 10], 0.0, 1.0),
        tension_sd=spread[:, 1] * float(settings["tension_sd"][0]),
    )


def _softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    chance = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(chance / chance.sum(axis=1, keepdims=True))


def signs_of(chance: NDArray[np.float64], valence: NDArray[np.float64]) -> NDArray[np.float64]:
    """What the rule for the sign of valence looks at, float64 (n, 6): logs of the chances of displeasure, of neutral,
    of pleasure and of surprise, the valence (n,), and 1."""

    def log_of(names: tuple[str, ...]) -> NDArray[np.float64]:
        whole = chance[:, [EXPRESSIONS.index(name) for name in names]].sum(axis=1)
        return np.asarray(np.log(np.maximum(whole, _NEVER)))

    logs = [log_of(names) for names in (NEGATIVE, ("neutral",), POSITIVE, ("surprise",))]
    return np.stack((*logs, np.clip(valence, -1.0, 1.0), np.ones(len(valence))), axis=1)


def describe(upright: NDArray[np.floating[Any]], geometry: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
    """Landmarks (n, 478, 3) as from ``upright`` and geometry (n, 9) in one line each: float32 (n, SHAPE)."""
    return np.hstack((upright.reshape(len(upright), -1), geometry)).astype(np.float32)
