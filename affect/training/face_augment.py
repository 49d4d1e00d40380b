"""Making faces harder to read: shift, turn, mirror, blur, dark, JPEG, things in front. Seeded by the caller's dice."""

from typing import Final

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from affect.sensors.face_crop import MARGIN, SIDE

JPEG: Final = 0.06
"""Share of crops that go through JPEG,"""
QUALITY: Final = (12, 50)
"""and at which quality."""
BLUR: Final = 0.06
"""Share that is blurred,"""
COVER: Final = 0.1
"""and in which a patch hides something."""


def augment(crops: NDArray[np.uint8], dice: np.random.Generator) -> tuple[Tensor, NDArray[np.bool_]]:
    """Crops uint8 (n, SIDE + 2 MARGIN, likewise), each changed at random.

    Returns:
        float32 (n, 1, SIDE, SIDE), [0, 255]; and bool (n,), which are mirrored.
    """
    for index in np.flatnonzero(dice.random(len(crops)) < JPEG):
        quality = int(dice.integers(*QUALITY))
        crops[index] = cv2.imdecode(
            cv2.imencode(".jpg", crops[index], (cv2.IMWRITE_JPEG_QUALITY, quality))[1], cv2.IMREAD_GRAYSCALE
        )
    mirrored = dice.random(len(crops)) < 0.5
    data = torch.from_numpy(crops).float()[:, None]
    data = functional.grid_sample(data, _grid(len(crops), mirrored, dice), padding_mode="border", align_corners=False)
    return _cover(_light(_blur(data, dice), dice), dice), mirrored


def _grid(count: int, mirrored: NDArray[np.bool_], dice: np.random.Generator) -> Tensor:
    """Where each pixel comes from, float32 (n, SIDE, SIDE, 2): shift, scale, slope, and a small yaw as a bend."""
    slope = dice.normal(0.0, 0.07, count)
    wide = dice.normal(1.03, 0.05, count) * (SIDE / (SIDE + 2.0 * MARGIN))
    high = wide * dice.normal(1.0, 0.03, count)
    flip = np.where(mirrored, -1.0, 1.0)
    shift = dice.normal(0.0, 0.035, (count, 2))
    turns = np.stack(
        (
            np.stack((flip * wide * np.cos(slope), -wide * np.sin(slope), shift[:, 0]), axis=1),
            np.stack((flip * high * np.sin(slope), high * np.cos(slope), shift[:, 1]), axis=1),
        ),
        axis=1,
    )
    grid = functional.affine_grid(torch.from_numpy(turns).float(), [count, 1, SIDE, SIDE], align_corners=False)
    bend = torch.from_numpy(dice.normal(0.0, 0.06, (count, 1, 1))).float()
    x = grid[..., 0]
    return torch.stack((x + bend * (x * x - 0.25), grid[..., 1]), dim=3)


def _blur(data: Tensor, dice: np.random.Generator) -> Tensor:
    chosen = torch.from_numpy(dice.random(len(data)) < BLUR)
    if chosen.any():
        side = int(dice.integers(16, 34))
        small = functional.interpolate(data[chosen], size=(side, side), mode="area")
        data[chosen] = functional.interpolate(small, size=(SIDE, SIDE), mode="bilinear", align_corners=False)
    return data


def _light(data: Tensor, dice: np.random.Generator) -> Tensor:
    """Gamma, a slope of light across the face, and the noise of a camera in the dark."""
    count = len(data)
    gamma = torch.from_numpy(np.exp(dice.normal(0.0, 0.2, (count, 1, 1, 1)))).float()
    data = (data / 255.0).clamp(1e-3, 1.0) ** gamma * 255.0
    across = torch.linspace(-1.0, 1.0, SIDE)
    lean = torch.from_numpy(dice.normal(0.0, 0.12, (2, count, 1, 1, 1))).float()
    data = data * (1.0 + lean[0] * across + lean[1] * across[:, None]).clamp(min=0.2)
    grain = torch.from_numpy(np.abs(dice.normal(0.0, 3.0, (count, 1, 1, 1)))).float()
    noise = torch.from_numpy(dice.standard_normal((count, 1, SIDE, SIDE), dtype=np.float32))
    return data + grain * noise


def _cover(data: Tensor, dice: np.random.Generator) -> Tensor:
    for index in np.flatnonzero(dice.random(len(data)) < COVER):
        height, width = dice.integers(6, 18, 2)
        top, left = dice.integers(0, SIDE - height + 1), dice.integers(0, SIDE - width + 1)
        data[index, :, top : top + height, left : left + width] = float(dice.uniform(0.0, 255.0))
    return data
