"""The window's icon: a lit lantern before a round night, its light on the water."""

import numpy as np

from assets.studio import lantern
from assets.studio.canvas import Canvas, Grid, Painting, bell, disc
from assets.studio.colour import Ramp

_FINENESS = 4


def paint(size: int) -> Painting:
    """The icon, ``size`` pixels square, clear outside its circle."""
    grid = Grid(size * _FINENESS, size * _FINENESS)
    canvas = Canvas(grid)
    night = Ramp(((0.0, "0c1638"), (0.45, "23457a"), (0.62, "5f86a8"), (0.66, "2c5a87"), (1.0, "081a3c")))
    everywhere = np.ones((grid.height, grid.width), np.float32)
    canvas.gradient(night, grid.y * everywhere, everywhere)
    warm = bell(grid.distance(0.5, 0.50), 0.0, 0.36)
    canvas.screen(lantern.GLOW, warm * 0.55)
    canvas.screen(lantern.BODY, bell(grid.x, 0.5, 0.14) * bell(grid.y, 0.86, 0.10) * 0.7)
    canvas.paste(lantern.body(round(grid.height * 0.62)), 0.5, 0.80)
    round_edge = disc(grid, 0.5, 0.5, 0.49, 1.5 / grid.height)
    fine = canvas.rgb * round_edge[..., None]
    blocks = (size, _FINENESS, size, _FINENESS)
    alpha = round_edge.reshape(blocks).mean((1, 3))
    light = fine.reshape((*blocks, 3)).mean((1, 3)) / np.maximum(alpha, 1e-4)[..., None]
    return Painting(light.astype(np.float32), alpha.astype(np.float32))
