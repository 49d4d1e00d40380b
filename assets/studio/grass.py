"""Dark beach grass that frames both lower corners: a layer of its own, laid over the living water."""

import numpy as np

from assets.studio.canvas import Grid, Painting, smoothstep
from assets.studio.colour import colour, mix
from assets.studio.strokes import Polygon, blade, stamp

_INK, _HAZE, _RIM = "060a17", "16233f", "7fa6c4"


def paint(grid: Grid) -> Painting:
    """float32 overlay of the whole picture: hazy blades behind, dark ones and a few seed heads in front."""
    behind = stamp(grid, _clumps(grid, seed=6, count=(95, 74), tall=0.82, thick=0.0050))
    before = stamp(grid, _clumps(grid, seed=5, count=(150, 104), tall=1.0, thick=0.0058))
    heads = stamp(grid, _seed_heads(grid))
    front = np.maximum(before, heads)
    fade = np.clip((grid.y - 0.70) / 0.30, 0, 1)
    far = mix(colour(_HAZE), colour(_INK), 0.25) * (1 - 0.45 * fade)[..., None]
    rgb = np.broadcast_to(far, (*front.shape, 3)).copy()
    rgb += (colour(_INK) - rgb) * front[..., None]
    reach = max(round(grid.height / 720 * 1.5), 1)
    toward_moon = np.where(grid.x < 0.5, np.roll(front, -reach, 1), np.roll(front, reach, 1))
    rim = np.clip(front - toward_moon, 0, 1) * (1 - 0.8 * fade) * smoothstep(0.86, 0.76, grid.y)
    rgb += (colour(_RIM) - rgb) * (rim * 0.22)[..., None]
    alpha = 1 - (1 - behind * 0.85) * (1 - front)
    return Painting(rgb.astype(np.float32), alpha.astype(np.float32))


def _clumps(grid: Grid, seed: int, count: tuple[int, int], tall: float, thick: float) -> list[Polygon]:
    """Blades leaning into the picture from the left corner (many) and the right (fewer, shorter)."""
    dice = np.random.default_rng(seed)
    blades: list[Polygon] = []
    for _ in range(count[0]):
        x = -0.045 + min(abs(float(dice.normal(0, 0.14))), 0.33)
        length = (0.075 + 0.26 * float(dice.random()) * float(np.exp(-max(x, 0) / 0.22))) * tall
        bend = float(dice.normal(0.34, 0.22)) * length
        blades.append(blade(x, 1.015, length, bend, thick * (0.55 + 0.6 * float(dice.random()))))
    for _ in range(count[1]):
        x = grid.aspect + 0.03 - min(abs(float(dice.normal(0, 0.11))), 0.27)
        length = (0.06 + 0.20 * float(dice.random()) * float(np.exp(-max(grid.aspect - x, 0) / 0.14))) * tall
        bend = float(dice.normal(-0.22, 0.22)) * length
        blades.append(blade(x, 1.015, length, bend, thick * (0.5 + 0.6 * float(dice.random()))))
    return blades


def _seed_heads(grid: Grid) -> list[Polygon]:
    """A few tall stems with feathered heads, so that the frame is a plant and not a comb."""
    dice = np.random.default_rng(9)
    shapes: list[Polygon] = []
    stems = ((0.055, 0.335, 0.075), (0.125, 0.270, 0.085), (0.015, 0.295, 0.04), (grid.aspect - 0.03, 0.225, -0.04),
             (grid.aspect - 0.085, 0.165, -0.045))  # fmt: skip
    for x, length, bend in stems:
        shapes.append(blade(x, 1.01, length * 1.02, bend * 1.04, 0.0085))
        for step in range(26):
            t = 0.74 + 0.25 * step / 25
            at_x, at_y = x + bend * t * t, 1.01 - length * t * (1 - 0.12 * abs(bend) / length * t)
            long = 0.020 * (1.02 - (t - 0.74) / 0.26) + 0.006
            lean = (0.35 if bend > 0 else -0.35) + float(dice.normal(0, 0.30))
            shapes.append(blade(at_x, at_y, long, long * lean, 0.0030))
    return shapes
