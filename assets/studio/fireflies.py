"""The lit clearing: air, four depths of trees under a leaf roof, mist, the meadow. No fireflies, no pool of light:
they live, and the stage adds them. The three moods share every shape, because they are cross-faded.
"""

from functools import lru_cache, partial

import numpy as np

from assets.studio import fireflies_sprites as sprites
from assets.studio.canvas import Canvas, Grid, bell, curve, smoothstep
from assets.studio.colour import Floats, colour, mix
from assets.studio.fireflies_palette import WOODS, Wood
from assets.studio.fireflies_trees import CLEARING_X, DEPTHS, roof, trunks
from assets.studio.noise import clouds, line
from assets.studio.picture import MOODS, PLATE, Picture
from assets.studio.strokes import Polygon, blade, stamp

_BANDS = (
    (0.672, 0.021, 1900, 0.0020, 0.025),
    (0.732, 0.036, 1900, 0.0028, 0.047),
    (0.812, 0.066, 1300, 0.0042, 0.072),
    (0.905, 0.120, 620, 0.0064, 0.097),
)
"""Meadow, far to near: y, length of a blade, blades, width of a blade, how far the feet spread (heights)."""


def paint(grid: Grid, mood: str) -> Canvas:
    """The clearing in "tense", "neutral" or "calm"."""
    wood = WOODS[mood]
    canvas = Canvas(grid)
    _air(canvas, wood)
    for layer in range(4):
        _trees(canvas, wood, layer)
        if layer < 3:
            _mist_between(canvas, wood, layer)
    for band in range(4):
        _grass(canvas, wood, band)
    _veil(canvas, wood)
    canvas.vignette(0.30)
    return canvas


def _light(grid: Grid, wide: float, tall: float, y: float = 0.50) -> Floats:
    """The clearing's light as a soft upright ellipse, (H, W)."""
    return np.asarray(bell(grid.x, CLEARING_X, wide) * bell(grid.y, y, tall), np.float32)


def _air(canvas: Canvas, wood: Wood) -> None:
    """Air under the leaves, the light in the clearing, and shafts of it when calm."""
    grid, calm = canvas.grid, wood.calm
    warp = clouds(grid, 1.9, 3, (0.45, 1.4)) * 0.012
    canvas.gradient(wood.air, grid.y + warp, np.ones_like(warp))
    canvas.screen(wood.glow, _light(grid, 0.26, 0.30, 0.52) * 0.52 * (0.55 + 0.45 * calm))
    canvas.screen(wood.glow, _light(grid, 0.095, 0.25, 0.46) * (0.30 + 0.06 * calm))
    slant = (grid.x - CLEARING_X) + grid.y * 0.20
    rays = smoothstep(0.1, 1.9, line(slant * 0.8 + 0.5, 1.0, 8, 6, 70))
    fall = smoothstep(0.02, 0.26, grid.y) * (1 - smoothstep(0.42, 0.72, grid.y))
    canvas.screen(wood.glow, rays * bell(grid.x, CLEARING_X - 0.05, 0.22) * fall * 0.24 * calm)


def _trees(canvas: Canvas, wood: Wood, layer: int) -> None:
    """Trunks that melt into ground mist and light, their rims lit toward the clearing, their leaves above."""
    grid, calm, depth = canvas.grid, wood.calm, DEPTHS[layer]
    mask = trunks(grid, layer)
    melt = 1 - smoothstep(depth.foot - 0.17, depth.foot + 0.01, grid.y) * (0.75 - 0.20 * layer)
    haze = (0.50 - 0.11 * layer) * _light(grid, 0.16 + 0.06 * layer, 0.33)
    shown = (0.50 + 0.50 * calm) if layer < 2 else 1.0
    bark = 1 + 0.05 * clouds(grid, 1.1, 70 + layer, (2.6, 0.35)) * (0.4 + 0.2 * layer)
    body = colour(wood.trunks[layer]) * bark[..., None]
    standing = mask * (grid.y < depth.foot + 0.03) * melt
    canvas.over(body + (colour(wood.glow) - body) * haze[..., None], standing * shown)
    rim = _rim(grid, mask) * (grid.y < depth.foot) * melt * bell(grid.x, CLEARING_X, 0.22 + 0.05 * layer)
    canvas.screen(wood.glow, rim * (0.44 - 0.06 * layer) * (0.25 + 0.75 * calm))
    leaves = roof(grid, layer)
    green = colour(wood.trunks[layer]) * (1 + 0.06 * clouds(grid, 1.2, 80 + layer, (1.0, 1.2)))[..., None]
    through = haze * 0.8 + 0.10 * (3 - layer) / 3 * _light(grid, 0.34, 0.22, 0.22)
    canvas.over(green + (colour(wood.glow) - green) * through[..., None], leaves * (0.80 if layer < 2 else 0.96))
    under = np.clip(leaves - np.roll(leaves, -max(grid.height // 360, 1), 0), 0, 1) * _light(grid, 0.24, 0.30, 0.30)
    canvas.screen(wood.glow, under * (0.34 - 0.06 * layer) * (0.3 + 0.7 * calm))


def _rim(grid: Grid, mask: Floats) -> Floats:
    """The edge of a mask on the side of the clearing."""
    reach = max(round(grid.height / 720 * 2), 1)
    left = np.clip(mask - np.roll(mask, -reach, 1), 0, 1) * (grid.x < CLEARING_X)
    right = np.clip(mask - np.roll(mask, reach, 1), 0, 1) * (grid.x > CLEARING_X)
    return np.asarray(left + right, np.float32)


def _mist_between(canvas: Canvas, wood: Wood, layer: int) -> None:
    """Mist at every foot, thickest in the clearing."""
    grid, tense, foot = canvas.grid, 1 - wood.calm, DEPTHS[layer].foot
    drift = clouds(grid, 1.9, 3, (0.35, 1.5), shift=0.17 * layer) + 0.5 * clouds(grid, 1.5, 4, (0.5, 1.6), shift=0.1)
    band = bell(grid.y, foot - 0.02 + 0.01 * layer, 0.030 + 0.014 * layer + 0.030 * tense)
    thick = (0.55 - 0.10 * layer + 0.15 * tense) * (0.45 + 0.55 * bell(grid.x, CLEARING_X, 0.38))
    canvas.over(wood.mist, band * smoothstep(-1.5, 1.5, drift) * thick)


@lru_cache(maxsize=8)
def _blades(grid: Grid, band: int) -> Floats:
    """float32 (H, W): one band of the meadow, lower and thinner where the pool of light may lie."""
    _, length, count, width, spread = _BANDS[band]
    dice = np.random.default_rng(90 + band)
    ground = _ground(grid, band)
    polygons: list[Polygon] = []
    for _ in range(count):
        x = float(dice.random())
        foot = float(ground[0, int(x * grid.width)]) + spread * float(dice.random()) ** 1.3 + 0.3 * length
        away = min(abs(x - CLEARING_X) / 0.42, 1.0) ** 1.1
        long = length * (0.45 + 0.75 * float(dice.random())) * (1.0 if band < 2 else 0.42 + 0.95 * away)
        thick = width * (0.6 + 0.7 * float(dice.random()))
        polygons.append(blade(x * grid.aspect, foot, long, float(dice.normal(0.05, 0.30)) * long, thick))
    soil = smoothstep(0.0, 1.0, (grid.y - ground - 0.004) / (0.030 + 0.022 * band))
    return np.asarray(np.maximum(stamp(grid, polygons), soil), np.float32)


def _ground(grid: Grid, band: int) -> Floats:
    y = _BANDS[band][0]
    return curve(grid, ((0, y - 0.012), (0.3, y + 0.006), (0.56, y + 0.014), (0.8, y + 0.002), (1, y - 0.016)))


def _grass(canvas: Canvas, wood: Wood, band: int) -> None:
    """Blades lit from the clearing, tips first; mist lies low over the far ones."""
    grid, tense = canvas.grid, 1 - wood.calm
    mask, y = _blades(grid, band), _BANDS[band][0]
    lit = _light(grid, 0.22 + 0.03 * band, 0.15, 0.66) * (0.44 - 0.09 * band)
    dark = 1 - 0.30 * np.clip((grid.y - y) / 0.12, 0, 1)
    tufts = 1 + 0.07 * clouds(grid, 1.2, 95 + band, (0.8, 1.6))
    body = colour(wood.grass[band]) * (dark * tufts)[..., None]
    canvas.over(body + (colour(wood.glow) - body) * lit[..., None], mask)
    reach = max(round(grid.height / 240), 1)
    tips = np.clip(mask - np.roll(mask, reach, 0), 0, 1) * bell(grid.x, CLEARING_X, 0.30)
    canvas.screen(wood.glow, tips * (0.27 - 0.05 * band))
    if band < 2:
        drift = smoothstep(-0.8, 1.8, clouds(grid, 1.9, 3, (0.45, 1.4), shift=0.31 + 0.2 * band))
        canvas.over(wood.mist, bell(grid.y, y + 0.03, 0.020 + 0.02 * tense) * drift * (0.28 + 0.22 * tense))


def _veil(canvas: Canvas, wood: Wood) -> None:
    """Below calm, mist before everything: veiled, never broken."""
    grid, tense = canvas.grid, 1 - wood.calm
    if tense == 0:
        return
    broad = clouds(grid, 1.9, 3, (0.45, 1.4))
    fine = clouds(grid, 1.5, 4, (0.5, 1.6))
    canvas.over(wood.mist, bell(grid.y, 0.62, 0.17) * smoothstep(-1.0, 1.6, broad * 0.8 + fine * 0.5) * 0.55 * tense)
    high = bell(grid.y - 0.008 * broad, 0.34, 0.10) * smoothstep(-0.4, 1.8, fine * 0.7 - broad * 0.5)
    canvas.over(mix(colour(wood.mist), wood.air.at(0.5), 0.35), high * 0.42 * tense)


PICTURES = (
    *(Picture(f"plates/fireflies_{mood}.webp", partial(paint, PLATE, mood)) for mood in MOODS),
    *sprites.PAINTED,
)
