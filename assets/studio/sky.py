"""Stars, the moon and the clouds it lights."""

import numpy as np
from scipy.ndimage import gaussian_filter

from assets.studio.canvas import REFERENCE_HEIGHT, Canvas, Grid, bell, disc, halo, smoothstep
from assets.studio.colour import Floats, colour, mix
from assets.studio.noise import clouds
from assets.studio.palette import Shore

MOON_X, MOON_Y, MOON_RADIUS = 0.655, 0.205, 0.052
_TINTS = np.array([[1.0, 0.98, 0.95], [0.80, 0.88, 1.0], [1.0, 0.92, 0.80]], np.float32)


def stars(grid: Grid, horizon: float, count: int, seed: int, density: Floats) -> Floats:
    """float32 (H, W, 3), light of up to ``count`` stars above the horizon, thicker where ``density`` (H, W) is high.

    Magnitudes follow a power law, as they do: many faint, few bright. Places come from dice, never a lattice.
    """
    dice = np.random.default_rng(seed)
    x, y = dice.random(count), dice.random(count) ** 1.2 * horizon * 0.97
    magnitude = np.clip(dice.pareto(2.0, count) * 0.15 + 0.07, 0, 1.3)
    tint = _TINTS[dice.integers(0, 3, count)]
    luck = dice.random(count)
    rows = np.minimum((y * grid.height).astype(int), grid.height - 1)
    columns = np.minimum((x * grid.width).astype(int), grid.width - 1)
    kept = luck < density[rows, columns]
    magnitude = magnitude * (1 - 0.75 * smoothstep(0.3 * horizon, horizon, y))
    light = np.zeros((grid.height, grid.width, 3), np.float32)
    core = max(0.70 * grid.height / REFERENCE_HEIGHT, 0.55)
    for i in np.flatnonzero(kept):
        _star(light, float(x[i]) * grid.width, float(y[i]) * grid.height, float(magnitude[i]), core, tint[i])
    return np.clip(light, 0, 1)


def _star(light: Floats, x: float, y: float, magnitude: float, core: float, tint: Floats) -> None:
    """Add one star at pixel (x, y): a round core, and round the bright ones a faint bloom."""
    reach = int(np.ceil(core * (3 if magnitude < 0.6 else 9)))
    rows = slice(max(int(y) - reach, 0), min(int(y) + reach + 1, light.shape[0]))
    columns = slice(max(int(x) - reach, 0), min(int(x) + reach + 1, light.shape[1]))
    down = np.arange(rows.start, rows.stop)[:, None] + 0.5 - y
    away = np.hypot(down, np.arange(columns.start, columns.stop) + 0.5 - x)
    value = np.exp(-((away / core) ** 2)) * magnitude
    if magnitude > 0.6:
        value = value + np.exp(-away / (core * 2.2)) * 0.22 * (magnitude - 0.5)
    light[rows, columns] += value[..., None].astype(np.float32) * tint


def milky_way(canvas: Canvas, horizon: float, strength: float) -> Floats:
    """Lay a faint band of unresolved stars across the upper left; returns its density (H, W) for the stars."""
    grid = canvas.grid
    along = grid.x * 0.92 + (grid.y - 0.02) * 1.35
    grain = clouds(grid, 1.5, 21, (1.0, 1.0))
    band = bell(along, 0.42, 0.17) * np.clip(1 + 0.45 * grain, 0, 2)
    rift = bell(along + 0.018 * clouds(grid, 1.9, 22, (1.0, 1.0)), 0.43, 0.035)
    band = np.asarray(band * (1 - 0.55 * rift * smoothstep(-0.6, 0.8, grain)), np.float32)
    fade = smoothstep(horizon, 0.0, grid.y) * smoothstep(0.06, 0.40, grid.distance(MOON_X, MOON_Y))
    canvas.screen("8fb0ff", band * 0.115 * strength * fade)
    canvas.screen("d8b8e8", band**2 * 0.060 * strength * fade)
    return band


def moon(canvas: Canvas, shore: Shore, above: Floats) -> None:
    """The moon and its light on the air: clear when calm, a soft disc with a wide ring behind mist when tense."""
    grid, calm = canvas.grid, shore.calm
    away = grid.distance(MOON_X, MOON_Y)
    strength = 0.42 + 0.58 * calm
    cool = mix(colour(shore.moon), colour("6f97c9"), 0.55)
    canvas.screen(cool, halo(grid, MOON_X, MOON_Y, 0.28, 1.8) * 0.40 * strength * above)
    canvas.screen(shore.moon, halo(grid, MOON_X, MOON_Y, 0.078, 2.3) * 0.40 * strength * above)
    veiled = smoothstep(1.25, 0.72, away / MOON_RADIUS) * 0.80
    clear = disc(grid, MOON_X, MOON_Y, MOON_RADIUS, 1.5 * grid.pixel)
    clearness = float(smoothstep(0.0, 0.5, calm))
    face = veiled + (clear - veiled) * clearness
    canvas.screen(shore.moon, bell(away / MOON_RADIUS, 2.15, 0.5) * 0.075 * (1 - clearness))
    seas = gaussian_filter(clouds(grid, 1.5, 33, (1.0, 1.0), lowest=12.0), grid.height * 0.0034)
    across = (grid.x - MOON_X) * grid.aspect / MOON_RADIUS
    shade = np.clip(0.955 - 0.075 * smoothstep(-0.3, 1.2, seas) - 0.035 * across, 0.70, 1.0)
    limb = 1 - 0.10 * smoothstep(0.6, 1.0, away / MOON_RADIUS)
    shade = 1 - (1 - shade * limb) * (0.25 + 0.75 * calm)
    canvas.over(colour(shore.moon) * shade[..., None], face * (0.55 + 0.45 * calm))


def moonlit_clouds(canvas: Canvas, shore: Shore, above: Floats, horizon: float) -> None:
    """Thin clouds, brightest near the moon; thicker when tense."""
    grid, calm = canvas.grid, shore.calm
    broad = clouds(grid, 2.1, 4, (0.30, 1.25))
    fine = clouds(grid, 1.7, 9, (0.5, 2.2))
    near = np.exp(-np.hypot((grid.x - MOON_X) * grid.aspect * 0.8, grid.y - MOON_Y) / 0.26)
    cover = smoothstep(0.15, 2.1, broad * 0.75 + fine * 0.45 + 0.55 * (1 - calm))
    cover = cover * bell(grid.y, 0.25 + 0.05 * calm, 0.15) * above
    bright = mix(shore.sky.at(1.0), colour(shore.moon), 0.35)
    canvas.over(bright, cover * (0.10 + 0.50 * near) * (0.75 - 0.30 * calm))
    dark = smoothstep(0.6, 2.4, fine + broad * 0.4) * bell(grid.y, 0.36, 0.07) * above
    canvas.over(shore.sky.at(0.45), dark * 0.5)
    glow = bell(grid.y, horizon, 0.055) * bell(grid.x, MOON_X, 0.33)
    canvas.screen(mix(colour(shore.moon), shore.sky.at(1.0), 0.45), glow * 0.30 * (0.3 + 0.7 * calm) * above)
