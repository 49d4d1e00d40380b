"""Polygons with soft edges: blades of grass, spruces, anything cut out of paper."""

import math
from collections.abc import Iterable, Sequence

import numpy as np
from PIL import Image, ImageDraw

from assets.studio.canvas import Grid
from assets.studio.colour import Floats

Polygon = Sequence[tuple[float, float]]
"""Corners; x and y both in picture heights, so that a shape keeps its form in any picture."""

_FINENESS = 3


def stamp(grid: Grid, polygons: Iterable[Polygon]) -> Floats:
    """float32 (H, W) in [0, 1]: how much of each pixel the polygons cover (drawn 3 times as fine, averaged)."""
    sheet = Image.new("L", (grid.width * _FINENESS, grid.height * _FINENESS))
    pen = ImageDraw.Draw(sheet)
    scale = grid.height * _FINENESS
    for polygon in polygons:
        pen.polygon([(x * scale, y * scale) for x, y in polygon], fill=255)
    fine = np.asarray(sheet, np.float32).reshape(grid.height, _FINENESS, grid.width, _FINENESS)
    return np.asarray(fine.mean((1, 3)) / 255, np.float32)


def blade(x: float, y: float, length: float, bend: float, width: float) -> list[tuple[float, float]]:
    """A tapered blade of grass from its foot (x, y) upward, its tip moved sideways by ``bend``; all in heights."""
    left: list[tuple[float, float]] = []
    right: list[tuple[float, float]] = []
    droop = 0.12 * abs(bend) / max(length, 1e-6)
    for step in range(13):
        t = step / 12
        middle_x, middle_y = x + bend * t * t, y - length * t * (1 - droop * t)
        half = width * (1 - t) ** 0.8 * 0.5
        run, rise = 2 * bend * t, -length
        norm = math.hypot(run, rise)
        left.append((middle_x - rise / norm * half, middle_y + run / norm * half))
        right.append((middle_x + rise / norm * half, middle_y - run / norm * half))
    return left + right[::-1]


def spruce(x: float, y: float, height: float, width: float, dice: np.random.Generator) -> list[tuple[float, float]]:
    """A spruce with its foot at (x, y): tiers of branches that widen downward, each side a little different."""
    tiers = 5 + int(dice.integers(0, 4))
    sides: list[list[tuple[float, float]]] = []
    for sign in (-1.0, 1.0):
        side: list[tuple[float, float]] = []
        for tier in range(1, tiers + 1):
            down = tier / tiers
            reach = width * 0.5 * down**0.85 * (0.75 + 0.5 * float(dice.random()))
            side.append((x + sign * reach, y - height * (1 - down * 0.96) + height * 0.012))
            side.append((x + sign * reach * 0.52, y - height * (1 - down * 0.96)))
        sides.append(side)
    return [(x, y - height), *sides[1], (x + width * 0.1, y), (x - width * 0.1, y), *sides[0][::-1]]
