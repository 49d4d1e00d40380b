"""A face cut out upright and at one size, from its eyes and mouth: what the network sees, in play and in training."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from affect.sensors.face_geometry import Geometry

SIDE: Final = 48
"""Side of what the network sees, pixels."""
MARGIN: Final = 8
"""Training keeps so many pixels more on each side, so that a face may be shifted and turned."""
SIZE: Final = 18.0
"""Root mean square of the two distances - eye to eye, eyes to mouth - in the crop, pixels."""
LOWER: Final = 2.0
"""How far below the crop's middle the middle of eyes and mouth lies: the chin is nearer than the hair. Pixels."""
_EYES: Final = ((33, 133), (362, 263))
_MOUTH: Final = (61, 291, 13, 14)


def pose(points: NDArray[np.float64]) -> tuple[float, float, float, float]:
    """Where a face lies in its picture.

    Args:
        points: float64 (478, 2 or 3), landmarks in pixels.

    Returns:
        Middle of eyes and mouth (x, y), its size (root mean square of eye distance and distance of eyes and mouth),
        all in pixels, and the angle by which the eyes slope down to the right, radians.
    """
    first, second = (points[list(corners), :2].mean(axis=0) for corners in _EYES)
    eyes, mouth = (first + second) / 2.0, points[list(_MOUTH), :2].mean(axis=0)
    apart, down = second - first, mouth - eyes
    size = float(np.sqrt((apart @ apart + down @ down) / 2.0))
    middle = (eyes + mouth) / 2.0
    return float(middle[0]), float(middle[1]), max(size, 1e-3), float(np.arctan2(apart[1], apart[0]))


def cut(picture: NDArray[np.uint8], place: tuple[float, float, float, float], margin: int = 0) -> NDArray[np.uint8]:
    """The face at ``place`` (as from ``pose``), upright and at one size.

    Args:
        picture: uint8 (H, W) grey or (H, W, 3) RGB.
        place: middle, size and slope of the face.
        margin: so many pixels more on each side.

    Returns:
        uint8 (SIDE + 2 margin, likewise), grey.
    """
    x, y, size, slope = place
    side = SIDE + 2 * margin
    scale = SIZE / size
    picture, x, y = _near(picture, x, y, 0.8 * side / scale)
    if picture.ndim == 3:
        picture = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)
    if scale < 0.6:  # first to about the size, by areas: warping alone would skip pixels and alias
        part = 1.25 * scale
        picture = np.asarray(cv2.resize(picture, None, fx=part, fy=part, interpolation=cv2.INTER_AREA), np.uint8)
        x, y, scale = x * part, y * part, scale / part
    turn = scale * np.array(((np.cos(slope), np.sin(slope)), (-np.sin(slope), np.cos(slope))))
    shift = np.array((side / 2.0, side / 2.0 + LOWER)) - turn @ (x, y)
    warp = np.hstack((turn, shift[:, None]))
    way, border = cv2.INTER_CUBIC, cv2.BORDER_REPLICATE
    return np.asarray(cv2.warpAffine(picture, warp, (side, side), flags=way, borderMode=border), np.uint8)


def _near(picture: NDArray[np.uint8], x: float, y: float, reach: float) -> tuple[NDArray[np.uint8], float, float]:
    """The part of a picture within ``reach`` of (x, y) where it has one, and where (x, y) lies in it."""
    height, width = picture.shape[:2]
    left, right = max(0, int(x - reach)), min(width, int(x + reach) + 1)
    top, bottom = max(0, int(y - reach)), min(height, int(y + reach) + 1)
    if right - left < 2 or bottom - top < 2:
        return picture, x, y
    return picture[top:bottom, left:right], x - left, y - top


def upright(points: NDArray[np.float64], place: tuple[float, float, float, float]) -> NDArray[np.float32]:
    """Landmarks (478, 3) in the axes of the crop and in units of the face's size, from its middle: float32 (478, 3)."""
    x, y, size, slope = place
    turn = np.array(((np.cos(slope), np.sin(slope)), (-np.sin(slope), np.cos(slope)))) / size
    return np.hstack(((points[:, :2] - (x, y)) @ turn.T, points[:, 2:3] / size)).astype(np.float32)


def line_of(upright_points: NDArray[np.float32], geometry: Geometry) -> NDArray[np.float32]:
    """Landmarks and geometry in one line, float32 (478 * 3 + 9,): what the network gets beside the crop."""
    pose_deg = (geometry.yaw_deg, geometry.pitch_deg)
    return np.concatenate((upright_points.ravel(), geometry.features, pose_deg)).astype(np.float32)
