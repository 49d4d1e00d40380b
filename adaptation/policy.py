"""The learned mind at play time: a small network in numpy, and how far a moment is from what it was taught on.

``python -m adaptation train`` makes assets/models/policy.npz; nothing of the libraries that taught it is needed here.
"""

from dataclasses import dataclass
from hashlib import blake2b
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from adaptation.actions import SIZES, Array, Choices, Wishes, wishes
from adaptation.features import NAMES as FEATURES

Weights = npt.NDArray[np.float32]
VERSION = 1
"""Of the file; another one is refused."""
HIDDEN = 64
"""Units of each of the two hidden layers."""
_OPTIONS = sum(SIZES)
_PLACES = [slice(sum(SIZES[:place]), sum(SIZES[: place + 1])) for place in range(len(SIZES))]
_SHAPES = {
    "mean": (len(FEATURES),),
    "scale": (len(FEATURES),),
    "w1": (len(FEATURES), HIDDEN),
    "b1": (HIDDEN,),
    "w2": (HIDDEN, HIDDEN),
    "b2": (HIDDEN,),
    "w3": (HIDDEN, _OPTIONS),
    "b3": (_OPTIONS,),
    "centre": (len(FEATURES),),
    "precision": (len(FEATURES), len(FEATURES)),
    "bound": (),
}


class PolicyError(ValueError):
    """There is no learned mind to be had from a file; the message says why."""


class MissingPolicyError(PolicyError):
    """The file is not there."""


class DamagedPolicyError(PolicyError):
    """The file is there and cannot be used."""


@dataclass(frozen=True, slots=True)
class Policy:
    """A learned mind without a memory: the same row gives the same action."""

    mean: Array
    """float64 (31,): what was usual in training."""
    scale: Array
    """float64 (31,), > 0: how far from it was usual."""
    w1: Weights
    """float32 (31, 64), and so on: two tanh layers, then the logits of all options in the order of
    ``actions.NAMES``."""
    b1: Weights
    w2: Weights
    b2: Weights
    w3: Weights
    b3: Weights
    centre: Array
    """float64 (31,): the middle of what this mind met while it played."""
    precision: Array
    """float64 (31, 31): the inverse of the covariance of that."""
    bound: float
    """Mahalanobis distance from ``centre`` beyond which a row is none of that."""
    name: str = ""
    """"policy" and a fingerprint of its file."""

    def logits(self, rows: Array) -> Array:
        """float64 (n, 16) of rows float64 (n, 31)."""
        hidden = np.tanh((rows - self.mean) / self.scale @ self.w1 + self.b1)
        logits: Array = np.tanh(hidden @ self.w2 + self.b2) @ self.w3 + self.b3
        return logits

    def chances(self, rows: Array) -> Array:
        """float64 (n, 16): probability of every option within its branch, in the order of ``actions.NAMES``."""
        return chances_of(self.logits(rows))

    def choose(self, rows: Array) -> Choices:
        """int (n, 5): the likeliest option of every branch."""
        return choices_of(self.logits(rows))

    def wish(self, rows: Array) -> Wishes:
        """What the likeliest options ask for (implements ``actions.Minds``)."""
        return wishes(rows, self.choose(rows))

    def distance(self, rows: Array) -> Array:
        """float64 (n,): Mahalanobis distance from the middle of what this mind met."""
        away = rows - self.centre
        distance: Array = np.sqrt(np.maximum(((away @ self.precision) * away).sum(axis=1), 0.0))
        return distance


def chances_of(logits: Array) -> Array:
    """float64 (n, 16): each branch's softmax of logits float64 (n, 16)."""
    parts = [np.exp(part - part.max(axis=1, keepdims=True)) for part in _branches(logits)]
    return np.concatenate([part / part.sum(axis=1, keepdims=True) for part in parts], axis=1)


def choices_of(logits: Array) -> Choices:
    """int (n, 5): each branch's likeliest option by logits float64 (n, 16)."""
    return np.stack([part.argmax(axis=1) for part in _branches(logits)], axis=1)


def shipped() -> Policy:
    """The mind that lies in the wheel. Raises MissingPolicyError, DamagedPolicyError."""
    file = files("assets") / "models" / "policy.npz"
    try:
        return decode(file.read_bytes())
    except FileNotFoundError as error:
        raise MissingPolicyError("no learned mind was shipped") from error


def load(path: Path) -> Policy:
    """The mind in a file. Raises MissingPolicyError, DamagedPolicyError."""
    try:
        return decode(path.read_bytes())
    except FileNotFoundError as error:
        raise MissingPolicyError(f"there is no learned mind at {path}") from error
    except OSError as error:
        raise DamagedPolicyError(f"{path} cannot be read: {error.strerror}") from error


def save(policy: Policy, file: Path | BinaryIO) -> None:
    """Write a mind (npz)."""
    np.savez(file, version=np.array(VERSION), **{name: np.asarray(getattr(policy, name)) for name in _SHAPES})


def decode(data: bytes) -> Policy:
    """The mind in the bytes of a file. Raises DamagedPolicyError: the one gate, so that nothing is checked later."""
    try:
        with np.load(BytesIO(data), allow_pickle=False) as kept:
            arrays = {name: kept[name] for name in (*_SHAPES, "version")}
    except (KeyError, ValueError, OSError, EOFError, BadZipFile, NotImplementedError) as error:
        raise DamagedPolicyError("this is no learned mind") from error
    if arrays.pop("version").tolist() != VERSION:
        raise DamagedPolicyError(f"this learned mind is not of version {VERSION}")
    for name, shape in _SHAPES.items():
        array = arrays[name]
        if array.shape != shape or array.dtype.kind != "f" or not np.isfinite(array).all():
            raise DamagedPolicyError(f"this learned mind has a damaged {name}")
    if (arrays["scale"] <= 0.0).any():
        raise DamagedPolicyError("this learned mind has a damaged scale")
    bound = float(arrays.pop("bound"))
    name = f"policy {blake2b(data, digest_size=4).hexdigest()}"
    return Policy(**arrays, bound=bound, name=name)


def _branches(logits: Array) -> list[Array]:
    return [logits[:, place] for place in _PLACES]
