"""Four endless rows of near clouds, which the game moves over the plate so that it flies.

They are painted without colour: grey says how much light lies on a cloud (0 body, 0.5 its lit side, 1 sunlight),
alpha what it covers. The game gives them the colours of the mood.
"""

from dataclasses import dataclass
from functools import partial

import numpy as np

from assets.studio.canvas import Grid, Painting
from assets.studio.glider_puffs import Puff, Stamp, row_of
from assets.studio.picture import Picture

LENGTH = 1.5
"""Picture widths until a row repeats."""
FINENESS = 640
"""Pixels to a height."""
STEPS = 95
"""Steps of grey and alpha: soft clouds need no more, and the files stay small."""
HEAPED = 0.5
"""Half as high as in the plate: nothing towers into the band of flight."""
SUNLIGHT = (0.42, 0.7)
"""The sun stands to the right of a row's every puff: it moves through the whole picture."""


@dataclass(frozen=True, slots=True)
class Row:
    """One strip."""

    top: float
    """Heights."""
    bottom: float
    depths: tuple[float, ...]
    """Depths of the rows of puffs it is made of."""


ROWS = (
    Row(0.552, 0.72, (0.060, 0.085, 0.112, 0.142, 0.172)),
    Row(0.580, 0.84, (0.205, 0.245, 0.290, 0.335)),
    Row(0.620, 1.00, (0.390, 0.450, 0.515, 0.590)),
    Row(0.700, 1.08, (0.680, 0.775, 0.880, 1.0)),
)


def paint(number: int) -> Painting:
    """Row ``number``, 0 the farthest."""
    row = ROWS[number]
    grid = Grid(round(LENGTH * FINENESS * 16 / 9), round((row.bottom - row.top) * FINENESS))
    light = np.zeros((grid.height, grid.width), np.float32)
    cover = np.zeros_like(light)
    stamp, dice = Stamp(grid, row.top, FINENESS), np.random.default_rng(61 + number)
    for place, depth in enumerate(row.depths):
        for puff in row_of(depth, 40 + 7 * number + place, dice, LENGTH, HEAPED):
            for turn in (-LENGTH, 0.0, LENGTH):
                moved = Puff(puff.x % LENGTH + turn, puff.y, puff.radius, depth, puff.number)
                stamped = stamp.stamp(moved, SUNLIGHT)
                if stamped is None:
                    continue
                under = 0.5 * stamped.upper
                here = (stamped.rows, stamped.columns)
                light[here] += (under + (1 - under) * 0.80 * stamped.rim - light[here]) * stamped.cover
                cover[here] += (1 - cover[here]) * stamped.cover
    grey = np.where(cover > 0, light / np.maximum(cover, 1e-4), 0)
    stepped, covered = (np.rint(np.clip(part, 0, 1) * STEPS) / STEPS for part in (grey, cover))
    return Painting(np.repeat(np.asarray(stepped, np.float32)[..., None], 3, 2), np.asarray(covered, np.float32))


PICTURES = tuple(Picture(f"sprites/glider_row_{number}.webp", partial(paint, number)) for number in range(len(ROWS)))
