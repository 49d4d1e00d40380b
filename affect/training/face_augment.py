"""Making faces harder to read: shift, turn, mirror, blur, dark, JPEG, things in front. Seeded by the caller's dice.

One core teaches the network, so this must cost far less than the network: pictures are warped as bytes by OpenCV,
light is a table per picture, and grain is cut out of one sheet made beforehand.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from affect.sensors.face_crop import MARGIN, SIDE

JPEG: Final = 0.06
"""Share of crops that go through JPEG,"""
QUALITY: Final = (12, 50)
"""and at which quality."""
BLUR: Final = 0.08
"""Share that is blurred,"""
COVER: Final = 0.35
"""and in which a patch hides something."""
PATCH: Final = (6, 20)
"""Sides of a patch, pixels."""
_SHEET: Final = np.random.default_rng(0).standard_normal(1 << 20, dtype=np.float32)
_WHOLE: Final = SIDE + 2 * MARGIN


@dataclass(frozen=True, slots=True)
class Strength:
    """How far faces are changed: 1 = fully, 0 = not at all but mirrored."""

    shape: float = 1.0
    """Shift, slope, size and yaw."""
    look: float = 1.0
    """Light, grain, blur, JPEG and patches."""


FULL: Final = Strength()


def augment(
    crops: NDArray[np.uint8], dice: np.random.Generator, strength: Strength = FULL
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Crops uint8 (n, SIDE + 2 MARGIN, likewise), each changed at random; they themselves stay as they are.

    Returns:
        float32 (n, SIDE, SIDE), about [0, 255]; and bool (n,), which are mirrored.
    """
    mirrored = dice.random(len(crops)) < 0.5
    places = _places(len(crops), mirrored, dice, strength.shape)
    small = np.empty((len(crops), SIDE, SIDE), np.uint8)
    spoilt = dice.random(len(crops)) < JPEG * strength.look
    for index, place in enumerate(places):
        picture = _squeezed(crops[index], dice) if spoilt[index] else crops[index]
        cv2.warpPerspective(
            picture, place, (SIDE, SIDE), small[index], cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP, cv2.BORDER_REPLICATE
        )
    _blur(small, dice, strength.look)
    return _cover(_light(small, dice, strength.look), dice, strength.look), mirrored


def _squeezed(crop: NDArray[np.uint8], dice: np.random.Generator) -> NDArray[np.uint8]:
    content = cv2.imencode(".jpg", crop, (cv2.IMWRITE_JPEG_QUALITY, int(dice.integers(*QUALITY))))[1]
    return np.asarray(cv2.imdecode(content, cv2.IMREAD_GRAYSCALE), np.uint8)


def _places(count: int, mirrored: NDArray[np.bool_], dice: np.random.Generator, strength: float) -> NDArray[np.float64]:
    """Where each pixel comes from, float64 (n, 3, 3): shift, scale, slope, and a small yaw as perspective."""
    slope = dice.normal(0.0, 0.10 * strength, count)
    wide = np.exp(dice.normal(0.0, 0.06 * strength, count))
    high = wide * np.exp(dice.normal(0.0, 0.03 * strength, count))
    wide = np.where(mirrored, -wide, wide)
    shift = dice.normal(0.0, 1.4 * strength, (count, 2))
    yaw = dice.normal(0.0, 0.10 * strength, (2, count)) / SIDE
    middle = (SIDE - 1) / 2.0
    centre, back = np.eye(3), np.eye(3)
    centre[:2, 2], back[:2, 2] = -middle, (_WHOLE - 1) / 2.0
    turn = np.zeros((count, 3, 3))
    turn[:, 0, 0], turn[:, 0, 1], turn[:, 0, 2] = wide * np.cos(slope), -high * np.sin(slope), shift[:, 0]
    turn[:, 1, 0], turn[:, 1, 1], turn[:, 1, 2] = wide * np.sin(slope), high * np.cos(slope), shift[:, 1]
    turn[:, 2, 0], turn[:, 2, 1], turn[:, 2, 2] = yaw[0], 0.5 * yaw[1], 1.0
    return np.asarray(back @ turn @ centre)


def _blur(small: NDArray[np.uint8], dice: np.random.Generator, strength: float) -> None:
    for index in np.flatnonzero(dice.random(len(small)) < BLUR * strength):
        side = int(dice.integers(18, 36))
        less = cv2.resize(small[index], (side, side), interpolation=cv2.INTER_AREA)
        cv2.resize(less, (SIDE, SIDE), small[index], interpolation=cv2.INTER_LINEAR)


def _light(small: NDArray[np.uint8], dice: np.random.Generator, strength: float) -> NDArray[np.float32]:
    """Gamma, a slope of light across the face, and the noise of a camera in the dark."""
    count = len(small)
    gamma = np.exp(dice.normal(0.0, 0.25 * strength, (count, 1)))
    table = (255.0 * np.linspace(0.0, 1.0, 256) ** gamma).astype(np.float32)
    data: NDArray[np.float32] = table[np.arange(count)[:, None], small.reshape(count, -1)].reshape(small.shape)
    across = np.linspace(-1.0, 1.0, SIDE, dtype=np.float32)
    lean = dice.normal(0.0, 0.15 * strength, (2, count, 1, 1)).astype(np.float32)
    data *= np.maximum(1.0 + lean[0] * across + lean[1] * across[:, None], 0.2)
    grain = np.abs(dice.normal(0.0, 3.0 * strength, count)).astype(np.float32)
    starts = dice.integers(0, len(_SHEET) - SIDE * SIDE, count)
    for index, start in enumerate(starts):
        data[index] += grain[index] * _SHEET[start : start + SIDE * SIDE].reshape(SIDE, SIDE)
    return data


def _cover(data: NDArray[np.float32], dice: np.random.Generator, strength: float) -> NDArray[np.float32]:
    for index in np.flatnonzero(dice.random(len(data)) < COVER * strength):
        height, width = dice.integers(*PATCH, 2)
        top, left = dice.integers(0, SIDE - height + 1), dice.integers(0, SIDE - width + 1)
        data[index, top : top + height, left : left + width] = dice.uniform(0.0, 255.0)
    return data
