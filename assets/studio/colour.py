"""Colour: sRGB in [0, 1], OKLab for every mixture, and ramps that run smoothly through named stops.

OKLab after Björn Ottosson, "A perceptual color space for image processing" (2020): equal steps of L look like
equal steps of lightness, so a mixture of two colours never passes through a darker or greyer one by accident.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.interpolate import PchipInterpolator

Floats = NDArray[np.float32]
"""float32, any shape: the one kind of array that painters pass on."""

_TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_FROM_CONES = np.linalg.inv(_TO_CONES)
_FROM_LAB = np.linalg.inv(_TO_LAB)
_TABLE_LENGTH = 2048


def colour(code: str) -> Floats:
    """float32 (3,), sRGB in [0, 1], of a code such as "ff9a4a" or "#ff9a4a"; ValueError if it is no such code."""
    digits = code.removeprefix("#")
    if len(digits) != 6:
        raise ValueError(f"a colour is six hexadecimal digits, not {code!r}")
    return np.array([int(digits[i : i + 2], 16) for i in (0, 2, 4)], np.float32) / np.float32(255)


def oklab(rgb: ArrayLike) -> NDArray[np.float64]:
    """OKLab (..., 3) of sRGB (..., 3) in [0, 1]."""
    values = np.asarray(rgb, np.float64)
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    return np.asarray(np.cbrt(linear @ _TO_CONES.T) @ _TO_LAB.T)


def from_oklab(lab: ArrayLike) -> Floats:
    """SRGB (..., 3) of OKLab (..., 3), clipped to [0, 1]."""
    linear = np.clip(((np.asarray(lab, np.float64) @ _FROM_LAB.T) ** 3) @ _FROM_CONES.T, 0.0, None)
    values = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.clip(values, 0.0, 1.0).astype(np.float32)


def mix(first: ArrayLike, second: ArrayLike, share: float) -> Floats:
    """The colour a ``share`` in [0, 1] of the way from the first to the second sRGB colour, walked in OKLab."""
    return from_oklab(oklab(first) * (1 - share) + oklab(second) * share)


@dataclass(frozen=True, slots=True)
class Ramp:
    """A run of colour through stops; monotone cubic in OKLab, so it never overshoots between two stops."""

    stops: tuple[tuple[float, str], ...]
    """(position, colour code), positions rising."""

    def at(self, position: ArrayLike) -> Floats:
        """float32 (..., 3), sRGB, for positions (...); beyond its ends the end colours go on."""
        table = _table(self.stops)
        low, high = self.stops[0][0], self.stops[-1][0]
        share = np.clip((np.asarray(position, np.float32) - low) / (high - low), 0, 1) * (_TABLE_LENGTH - 1)
        index = np.minimum(share.astype(np.int32), _TABLE_LENGTH - 2)
        rest = (share - index)[..., None].astype(np.float32)
        return np.asarray(table[index] * (1 - rest) + table[index + 1] * rest, np.float32)


@lru_cache(maxsize=64)
def _table(stops: tuple[tuple[float, str], ...]) -> Floats:
    """float32 (2048, 3): the ramp, looked up instead of computed for each of two million pixels."""
    positions = np.array([position for position, _ in stops])
    labs = oklab(np.array([colour(code) for _, code in stops]))
    walk = PchipInterpolator(positions, labs, axis=0)
    return from_oklab(walk(np.linspace(positions[0], positions[-1], _TABLE_LENGTH)))
