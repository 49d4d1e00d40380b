"""Waves in perspective: two noise textures read at u = x / depth, v = 1 / depth, finer toward the horizon."""

from dataclasses import dataclass

import numpy as np

from assets.studio.canvas import Grid, smoothstep
from assets.studio.colour import Floats
from assets.studio.noise import lookup, spectral

_TEXTURE = 2048


@dataclass(frozen=True)
class Waves:
    """Height of the water over the picture, in standard deviations."""

    depth: Floats
    """(H, 1), 0 at the horizon, 1 at the lower edge."""
    long: Floats
    """(H, W), the slow swell."""
    short: Floats
    """(H, W), wavelets."""
    fine: Floats
    """(H, W), the smallest glints."""


def waves(grid: Grid, horizon: float) -> Waves:
    """The open sea below ``horizon``, seen from a low shore."""
    depth = np.clip((grid.y - horizon) / (1 - horizon), 1e-4, 1)
    swell = spectral(_TEXTURE, _TEXTURE, 1.25, 14, lowest=9)
    ripple = spectral(_TEXTURE, _TEXTURE, 1.05, 15, lowest=14)
    return Waves(
        depth=depth,
        long=_read(grid, swell, depth, 0.42, 5.2, 0.0),
        short=_read(grid, ripple, depth, 1.25, 15.0, 300.0),
        fine=_read(grid, ripple, depth, 2.6, 34.0, 900.0) * smoothstep(0.02, 0.2, depth),
    )


def _read(grid: Grid, texture: Floats, depth: Floats, across: float, along: float, shift: float) -> Floats:
    """float32 (H, W): the texture laid on the water, ``across`` and ``along`` times 200 and 100 cells."""
    nearness = 1 / (depth + 0.035)
    column = (grid.x - 0.5) * across * 200 * nearness + _TEXTURE / 2 + shift
    return lookup(texture, column.astype(np.float32), (nearness * along * 100).astype(np.float32))
