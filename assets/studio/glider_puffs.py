"""Puffs: the soft round tops a sea of clouds is stamped from, far to near, lit from the side of the sun.

A puff is an ellipse with a ragged edge. Its upper side takes the light, its foot melts away, so that the next row
grows out of the last one. (A skyline of circles looks like buildings; stamped puffs look like clouds.)
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from assets.studio.canvas import Grid, smoothstep
from assets.studio.colour import Floats
from assets.studio.noise import clouds, line

SUN_X, HORIZON = 0.69, 0.556
WIDE, TALL = 1.28, 0.86
"""Half axes of a puff over its radius."""


@dataclass(frozen=True, slots=True)
class Puff:
    """One round cloud top; places in the unit square."""

    x: float
    y: float
    radius: float
    """Heights."""
    depth: float
    """0 at the horizon, 1 at the eye."""
    number: int
    """Its number in its row: where its texture is cut from."""


@dataclass(frozen=True, slots=True)
class Stamped:
    """What a puff covers, pixel by pixel; all float32 (h, w)."""

    rows: slice
    columns: slice
    cover: Floats
    """[0, 1]."""
    upper: Floats
    """How much of its lit colour against its body's shows, [0, 1]."""
    rim: Floats
    """How much sunlight lies on it, [0, 1]."""


def row_of(
    depth: float, number: int, dice: np.random.Generator, span: float = 1.0, heaped: float = 1.0
) -> Iterator[Puff]:
    """The puffs of one row, ``span`` picture widths long; the first lies before the left border, the last past it.

    ``heaped`` says how high they tower, 1 = as high as in the plate.
    """
    radius = 0.0095 + 0.150 * depth**0.95
    count = int(1.75 * span * 16 / 9 / radius) + 3
    along = np.linspace(0, 1, count, dtype=np.float32) * (0.30 + 0.5 * (1 - depth)) + number * 0.37
    heaps = heaped * np.clip(line(along / 4, 1.2, 29, lowest=4, highest=90), -1.2, 2.0)
    for place in dice.permutation(count):
        heap = float(heaps[place])
        x = (place + 0.5 + dice.normal(0, 0.35)) / count * (span + 0.16) - 0.08
        grown = radius * (0.72 + 0.20 * heap + 0.45 * dice.random())
        y = HORIZON + 0.006 + depth * 0.50 - radius * (0.42 * heap + 0.15) * 1.12 + dice.normal(0, 0.14) * radius
        yield Puff(float(x), float(y), float(grown), depth, int(place))


def sunlit(puff: Puff) -> tuple[float, float]:
    """How near the sun a puff stands, [0, 1], and on which side of it the sun is, [-1, 1]."""
    near = math.exp(-(((puff.x - SUN_X) / (0.15 + 0.34 * puff.depth)) ** 2) - ((puff.y - HORIZON) / 0.33) ** 2 * 0.5)
    return near, min(max((SUN_X - puff.x) * 5, -1.0), 1.0)


class Stamp:
    """Stamps puffs onto a grid that begins at height ``top`` of the picture and has ``scale`` pixels to a height."""

    def __init__(self, grid: Grid, top: float, scale: int) -> None:
        self._grid, self._top, self._scale = grid, top, scale
        self._texture = clouds(Grid(round(scale * 16 / 9), scale), 1.75, 17, (1.0, 1.0), lowest=3.0)

    def stamp(self, puff: Puff, sun: tuple[float, float]) -> Stamped | None:
        """The puff under ``sun`` (see ``sunlit``); None where it lies outside."""
        top, scale = self._top, self._scale
        across, down = puff.radius * WIDE * scale, puff.radius * TALL * scale
        middle_x, middle_y = puff.x * scale * 16 / 9, (puff.y - top) * scale
        rows = slice(max(int(middle_y - down), 0), min(int(middle_y + 1.4 * down + 1), self._grid.height))
        columns = slice(max(int(middle_x - across), 0), min(int(middle_x + across + 1), self._grid.width))
        if rows.stop - rows.start < 2 or columns.stop - columns.start < 2:
            return None
        x = ((np.arange(columns.start, columns.stop, dtype=np.float32) + 0.5 - middle_x) / across)[None]
        y = ((np.arange(rows.start, rows.stop, dtype=np.float32) + 0.5 - middle_y) / down)[:, None]
        ragged = self._ragged(rows, columns, puff.number, (round(middle_x), round(middle_y)))
        away = np.hypot(x, np.where(y > 0, y * 0.72, y)) + ragged * 0.045
        cover = smoothstep(1.0, 0.62 - 0.10 * puff.depth, away) * (1 - smoothstep(0.15, 1.15, y))
        near, side = sun
        lit = smoothstep(0.05, 1.0, -y * 0.80 + x * side * 0.52 + ragged * 0.06)
        edge = smoothstep(0.45, 0.98, away) * lit
        rim = np.clip(lit * (0.34 + 0.42 * near) + edge * (0.20 + 0.55 * near), 0, 1)
        upper = np.broadcast_to(1 - smoothstep(-0.4, 0.8, y), cover.shape)
        return Stamped(rows, columns, cover, np.asarray(upper, np.float32), np.asarray(rim, np.float32))

    def _ragged(self, rows: slice, columns: slice, number: int, middle: tuple[int, int]) -> Floats:
        """The texture under a puff, cut from another place for each, and alike wherever the puff is stamped."""
        tall, wide = self._texture.shape
        down = (np.arange(rows.start, rows.stop) - middle[1] + 37 * number) % tall
        across = (np.arange(columns.start, columns.stop) - middle[0] + 131 * number) % wide
        return np.asarray(self._texture[down[:, None], across[None]], np.float32)
