"""What other eyes see, and how far apart two colours are to them.

Colour vision: Machado, Oliveira & Fernandes 2009 (doi:10.1109/TVCG.2009.113), severity 1.0, in linear RGB. Distance:
Euclidean in OKLab, times 100. Contrast: the ratio of WCAG 2.2.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

VISIONS: Final[dict[str, Floats]] = {
    "all cones": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
_TO_CONES = np.array(
    [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
     [0.0883024619, 0.2817188376, 0.6299787005]]
)  # fmt: skip
_TO_LAB = np.array(
    [[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
     [0.0259040371, 0.7827717662, -0.8086757660]]
)  # fmt: skip


def linear(picture: NDArray[np.uint8]) -> Floats:
    """uint8 (..., 3) sRGB to linear light in [0, 1]."""
    share = picture.astype(np.float64) / 255.0
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def oklab(light: Floats) -> Floats:
    """Linear RGB (..., 3) to OKLab."""
    lab: Floats = np.cbrt(np.clip(light, 0.0, 1.0) @ _TO_CONES.T) @ _TO_LAB.T
    return lab


def apart(one: Floats, other: Floats, vision: str) -> float:
    """Distance of two linear colours (3,) to somebody with this vision, OKLab x 100."""
    seen = [oklab(VISIONS[vision] @ colour) for colour in (one, other)]
    return float(100.0 * np.linalg.norm(seen[0] - seen[1]))


def contrast(one: float, other: float) -> float:
    """Ratio of two relative luminances."""
    high, low = max(one, other), min(one, other)
    return (high + 0.05) / (low + 0.05)


def luminance(light: Floats) -> Floats:
    """Relative luminance of linear RGB (..., 3)."""
    return np.asarray(light @ np.array([0.2126, 0.7152, 0.0722]), np.float64)
