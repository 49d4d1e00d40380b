"""The trained reader of faces: crop and landmarks to expression, valence and tension, each as sure as it should be."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from affect.errors import ModelMissingError
from affect.networks.weights import fill, read_weights

MODEL: Final = "face"
"""Name of its weights."""
POSITIVE: Final = ("happy",)
NEGATIVE: Final = ("sad", "angry", "fearful", "disgust", "contempt")
_SETTINGS: Final = ("temperature", "bias", "valence_sd", "tension_sd", "usual")
_NARROWEST: Final = -6.0
_WIDEST: Final = 3.0


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """What n faces say."""

    chance: NDArray[np.float64]
    """(n, 8): probability of each of EXPRESSIONS."""
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
    """The network at rest, on one thread."""

    def __init__(self, folder: Path | None = None) -> None:
        """Loads torch and the weights: seconds.

        Raises:
            ModelMissingError: weights or torch are not there, or do not fit.
        """
        try:
            import torch  # noqa: PLC0415 - heavy, and only where a camera is on

            from affect.networks.face import EXPRESSIONS, FaceNetwork  # noqa: PLC0415 - it needs torch
        except ImportError as error:
            raise ModelMissingError(MODEL, f"the library {error.name} is not installed") from error
        arrays = read_weights(MODEL, folder)
        network = FaceNetwork()
        fill(network, MODEL, arrays)
        try:
            self._settings = {name: arrays[f"_{name}"] for name in _SETTINGS}
        except KeyError as error:
            raise ModelMissingError(MODEL, f"the weights lack {error}") from error
        self._torch: Any = torch
        resting: Any = network.rested()
        self._network: Any = resting.to(memory_format=torch.channels_last)  # a fifth less time
        self.expressions: tuple[str, ...] = EXPRESSIONS
        valence, tension, smile = (float(value) for value in self._settings["usual"])
        self.usual = Usual(valence, tension, smile)

    def read(self, crops: NDArray[np.uint8], shapes: NDArray[np.float32], found: NDArray[np.bool_]) -> Read:
        """Read n faces.

        Args:
            crops: uint8 (n, SIDE, SIDE), as ``cut`` gives them.
            shapes: float32 (n, SHAPE), as ``describe`` gives them.
            found: bool (n,): whether ``shapes`` was measured.
        """
        torch = self._torch
        with torch.inference_mode():
            seen = torch.from_numpy(np.ascontiguousarray(crops)).float()[:, None]
            known = torch.from_numpy(found.astype(np.float32))[:, None]
            out = self._network(seen, torch.from_numpy(np.ascontiguousarray(shapes)), known).double().numpy()
        return interpret(out, self._settings)


def interpret(out: NDArray[np.float64], settings: dict[str, NDArray[Any]]) -> Read:
    """Outputs of the network, float64 (n, 12), with the calibration found in validation."""
    logits = out[:, :8] / float(settings["temperature"][0]) + settings["bias"]
    chance = np.exp(logits - logits.max(axis=1, keepdims=True))
    chance /= chance.sum(axis=1, keepdims=True)
    spread = np.exp(0.5 * np.clip(out[:, (9, 11)], _NARROWEST, _WIDEST))
    return Read(
        chance=chance,
        valence=np.clip(out[:, 8], -1.0, 1.0),
        valence_sd=spread[:, 0] * float(settings["valence_sd"][0]),
        tension=np.clip(out[:, 10], 0.0, 1.0),
        tension_sd=spread[:, 1] * float(settings["tension_sd"][0]),
    )


def describe(upright: NDArray[np.floating[Any]], geometry: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
    """Landmarks (n, 478, 3) as from ``upright`` and geometry (n, 9) in one line each: float32 (n, SHAPE)."""
    return np.hstack((upright.reshape(len(upright), -1), geometry)).astype(np.float32)
