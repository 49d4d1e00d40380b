"""How far a part of a picture has moved since a reference picture of it: one shift, one gain, one offset.

All pixels of the part are fitted together (Lucas and Kanade's direct alignment with the reference's gradients, so
each step costs one interpolation and one 4 x 4 solve), with weights that let go of pixels that do not fit: a hand,
a face that talks. Against a *fixed* reference the error does not add up from picture to picture, and hundreds of
pixels of one shoulder's edge give hundredths of a pixel.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

STEPS: Final = 6
"""Most steps of the fit; most pictures need two."""
MOST: Final = 5000
"""Pixels that are fitted: flat ones cost as much as edges and tell nothing."""
_ENOUGH_PX: Final = 0.01
_FARTHEST_PX: Final = 12.0
_LET_GO: Final = 2.5
_LEAST_SCALE: Final = 2.0
_FAINT: Final = 40.0


@dataclass(frozen=True, slots=True)
class Shift:
    """What the fit found."""

    right_px: float
    """Towards larger x."""
    down_px: float
    """Towards larger y."""
    sd_px: float
    """Error of ``down_px`` that the pixels left over account for, if each were a witness of its own."""
    misfit: float
    """Mean absolute difference left, by that of a picture's own contrast: 0 = fits, 1 = another picture."""


class Reference:
    """A part of a picture that later ones are laid over. float32 (H, W), grey."""

    def __init__(self, part: Floats, weight: Floats) -> None:
        """``weight``: float32 (H, W), how much each pixel counts."""
        self._part = part
        self._rows, self._columns = np.mgrid[0 : part.shape[0], 0 : part.shape[1]].astype(np.float32)
        gradients = np.zeros((*part.shape, 4), np.float32)
        gradients[..., 0] = cv2.Sobel(part, cv2.CV_32F, 1, 0, scale=0.125)
        gradients[..., 1] = cv2.Sobel(part, cv2.CV_32F, 0, 1, scale=0.125)
        gradients[..., 2] = (part - part.mean()) / max(float(part.std()), 1.0)
        gradients[..., 3] = 1.0
        counts = weight > 0.0
        counts[[0, -1], :] = counts[:, [0, -1]] = False
        self._places = _telling(gradients, counts)
        self._slopes = np.ascontiguousarray(gradients.reshape(-1, 4)[self._places])
        self._aim = part.reshape(-1)[self._places]
        self._contrast = float(np.abs(part - part.mean()).mean()) + 1.0

    def lay(self, part: Floats, start: tuple[float, float] = (0.0, 0.0)) -> Shift | None:
        """Where ``part`` (the same shape) lies, from a first guess (right, down); None where nothing fits."""
        right, down = start
        gain, offset = 1.0, 0.0
        sd = left = 0.0
        for _ in range(STEPS):
            moved = cv2.remap(
                part,
                self._columns + np.float32(right),
                self._rows + np.float32(down),
                cv2.INTER_LINEAR,
                borderMode=cv2.BORDER_REPLICATE,
            )
            difference = gain * moved.reshape(-1)[self._places] + offset - self._aim
            spread = max(_LEAST_SCALE, 1.5 * float(np.median(np.abs(difference[::4]))))
            weight = 1.0 / (1.0 + (difference / (_LET_GO * spread)) ** 2) ** 2
            weighted = self._slopes * weight[:, None]
            whole = (weighted.T @ self._slopes).astype(np.float64)
            whole[0, 0] += _FAINT
            whole[1, 1] += _FAINT
            pull = (weighted.T @ difference).astype(np.float64)
            step = np.linalg.solve(whole, pull)
            right, down = right - step[0], down - step[1]
            gain, offset = self._relight(gain, offset, step)
            if not (abs(right) < _FARTHEST_PX and abs(down) < _FARTHEST_PX):
                return None
            left = float(np.abs(difference).mean())
            sd = spread * float(np.sqrt(np.linalg.inv(whole)[1, 1]))
            if abs(step[0]) < _ENOUGH_PX and abs(step[1]) < _ENOUGH_PX:
                break
        return Shift(right, down, sd, left / self._contrast)

    def _relight(self, gain: float, offset: float, step: NDArray[np.float64]) -> tuple[float, float]:
        """Take the light's part of a step: it is said in the reference's own grey levels."""
        share = step[2] / max(float(self._part.std()), 1.0)
        return gain * (1.0 - share), offset * (1.0 - share) - step[3] + share * float(self._part.mean())


def _telling(gradients: Floats, counts: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Places of the pixels that count, at most MOST of them: those with the steepest slopes."""
    steep = np.where(counts, gradients[..., 0] ** 2 + gradients[..., 1] ** 2, -1.0).reshape(-1)
    places = np.flatnonzero(steep >= 0.0)
    if len(places) > MOST:
        places = np.sort(np.argpartition(steep, len(steep) - MOST)[-MOST:])
    return places
