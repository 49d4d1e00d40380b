"""The night shore: sky, moon, hills, sea, sand. No lanterns, no foam, no moving light: the stage adds those live.

The picture is painted as the sea stands when it is *drawn back* (full inhale). Below that line the sand is wet for
as far as the water climbs on the exhale, so that the live waterline may move over it and always looks right.
The three moods share every shape, because they are cross-faded.
"""

import numpy as np

from assets.studio.canvas import Canvas, Grid, bell, below, curve, smoothstep
from assets.studio.colour import Floats, colour, mix
from assets.studio.noise import clouds, line
from assets.studio.palette import SHORES, Shore
from assets.studio.sky import MOON_X, milky_way, moon, moonlit_clouds, stars
from assets.studio.water import Waves, waves

HORIZON = 0.47
WATERLINE = ((0.0, 0.905), (0.18, 0.868), (0.38, 0.842), (0.6, 0.852), (0.8, 0.835), (1.0, 0.795))
"""(x, y) of the waterline at half a breath."""
DRAWN_BACK = 0.018
"""How far above that line the painted sea ends, heights: a little more than the living one ever draws back."""

_HILLS = (
    (((0, 0.40), (0.10, 0.372), (0.19, 0.348), (0.27, 0.338), (0.36, 0.362), (0.46, 0.405), (0.56, 0.442),
      (0.66, 0.4705), (0.8, 0.50), (1, 0.52)), 3, 0.0024, (0.62, 0.25)),
    (((0, 0.372), (0.05, 0.384), (0.11, 0.412), (0.17, 0.445), (0.235, 0.4705), (0.4, 0.50), (0.6, 0.52),
      (1, 0.52)), 5, 0.0028, (0.36, 0.35)),
    (((0, 0.52), (0.75, 0.49), (0.84, 0.4705), (0.90, 0.452), (0.95, 0.436), (1, 0.428)), 7, 0.0022, (0.55, 0.30)),
)  # fmt: skip
"""Outline, seed and height of its roughness, (mist at the foot when calm, more of it when tense)."""


def paint(grid: Grid, mood: str) -> Canvas:
    """The shore in "tense", "neutral" or "calm"."""
    shore = SHORES[mood]
    canvas = Canvas(grid)
    above = (grid.y < HORIZON).astype(np.float32)
    _sky(canvas, shore, above)
    ridges = _hills(canvas, shore)
    sea = waves(grid, HORIZON)
    _sea(canvas, shore, sea, ridges)
    shoreline = grid.y - (curve(grid, WATERLINE) - DRAWN_BACK)
    _shallows(canvas, shore, sea, shoreline)
    _sand(canvas, shore, shoreline)
    _mist(canvas, shore)
    canvas.vignette(0.40)
    return canvas


def _sky(canvas: Canvas, shore: Shore, above: Floats) -> None:
    """Gradient, band of stars, stars, moon, clouds."""
    grid, calm = canvas.grid, shore.calm
    warp = clouds(grid, 2.1, 4, (0.30, 1.25)) * 0.012
    canvas.gradient(shore.sky, grid.y / (HORIZON + 0.004) + warp, np.ones_like(warp))
    shown = float(smoothstep(0.2, 1.0, calm))
    if shown > 0:
        band = milky_way(canvas, HORIZON, shown)
        away = smoothstep(0.05, 0.34, grid.distance(MOON_X, 0.205))
        light = stars(grid, HORIZON, 3000, 11, 0.20 + 0.65 * band) * np.maximum(away, 0.1)[..., None]
        canvas.screen(light, np.full_like(warp, 0.35 + 0.6 * calm) * above)
    moon(canvas, shore, above)
    moonlit_clouds(canvas, shore, above, HORIZON)


def _hills(canvas: Canvas, shore: Shore) -> tuple[Floats, ...]:
    """Three headlands, each melting into mist at its foot; returns their outlines (1, W)."""
    grid, tense = canvas.grid, 1 - shore.calm
    foot = smoothstep(HORIZON - 0.075, HORIZON, grid.y)
    ridges = []
    for (points, seed, roughness, (mist, more)), tint in zip(
        _HILLS, (shore.hills[0], shore.hills[1], shore.hills[0]), strict=True
    ):
        ridge = curve(grid, points) + line(grid.x, 1.35, seed, lowest=8) * roughness
        cover = below(grid, ridge, 1.3 * grid.pixel) * (grid.y < HORIZON + 0.001)
        depth = grid.y - ridge
        folds = clouds(grid, 1.8, 40 + seed, (0.8, 1.0))
        lit = bell(depth, 0.0, 0.006) * smoothstep(0.0, 0.5, grid.x) * 0.10 * shore.calm
        body = colour(tint) * (1 + 0.030 * folds * smoothstep(0.0, 0.02, depth))[..., None]
        body = body + (colour(shore.moon) - body) * lit[..., None]
        melt = (foot * (mist + more * tense))[..., None]
        canvas.over(body + (colour(shore.mist) - body) * melt, cover)
        ridges.append(ridge)
    return tuple(ridges)


def _sea(canvas: Canvas, shore: Shore, sea: Waves, ridges: tuple[Floats, ...]) -> None:
    """Colour by depth, wave relief, mirrored hills, moonlight."""
    grid, calm, depth = canvas.grid, shore.calm, sea.depth
    under = (grid.y >= HORIZON).astype(np.float32)
    relief = (sea.long * 0.75 + sea.short * 0.55) * 0.10 * smoothstep(0, 0.10, depth) * (0.6 + 0.8 * calm)
    canvas.over(shore.sea.at(depth) * (1 + relief)[..., None], under * np.ones_like(relief))
    tremble = (sea.long + sea.short) * 0.005 * (0.25 + 3 * depth)
    for ridge, tint in zip(ridges, (shore.hills[0], shore.hills[1], shore.hills[0]), strict=True):
        mirrored = HORIZON + (HORIZON - ridge) * 0.62
        cover = np.clip((mirrored - grid.y + tremble) / 0.003 + 0.5, 0, 1) * under * np.exp(-depth / 0.16)
        canvas.over(
            mix(colour(tint), shore.sea.at(0.25), 0.45),
            cover * (0.55 + 0.2 * calm) * (1 - 0.3 * np.clip(sea.short, -1, 1)),
        )
    _moon_path(canvas, shore, sea, under)


def _moon_path(canvas: Canvas, shore: Shore, sea: Waves, under: Floats) -> None:
    """The moon's broad sheen, a trace of its glitter, its light on the horizon: narrow far off, wide near the shore."""
    grid, depth = canvas.grid, sea.depth
    strength = 0.42 + 0.58 * shore.calm
    wide = 0.030 + 0.20 * depth**0.85
    path = np.exp(-(((grid.x - MOON_X) / wide) ** 2))
    broad = np.exp(-(((grid.x - MOON_X) / (wide * 2.6)) ** 2))
    canvas.screen(
        mix(colour(shore.moon), shore.sea.at(0.0), 0.5),
        broad * (0.34 * (1 - depth) ** 1.4 + 0.05) * under * strength * 0.85,
    )
    height = sea.long * 0.62 + sea.short * 0.62 + sea.fine * 0.30
    threshold = 1.85 - 1.75 * path - 0.40 * broad
    glitter = smoothstep(0, 1, (height - threshold) / 1.5) ** 1.25 * under * np.clip(broad * 1.3, 0, 1)
    fade = 1 - smoothstep(0.55, 0.85, depth)
    canvas.screen(mix(colour(shore.glint), shore.sea.at(0.0), 0.40), glitter * fade * (0.25 + 0.55 * strength) * 0.34)
    canvas.screen(shore.moon, path * np.exp(-depth / 0.035) * 0.45 * under * strength)


def _shallows(canvas: Canvas, shore: Shore, sea: Waves, shoreline: Floats) -> None:
    """Toward the beach the water lightens and the faint backs of the swells run along the shore."""
    calm = shore.calm
    under = shoreline < 0
    wander = line(canvas.grid.x, 1.6, 31, lowest=1, highest=30) * 0.009
    for offset, strength in ((-0.195, 0.14), (-0.115, 0.20), (-0.050, 0.26)):
        face = bell(shoreline - offset - wander, 0.010, 0.016)
        canvas.over(shore.sea.at(1.0), face * strength * under)
        crest = bell(shoreline - offset - wander, -0.010, 0.013) * (0.7 + 0.3 * np.clip(sea.short, -1, 1))
        canvas.screen(mix(colour(shore.living_light), shore.sea.at(0.0), 0.6), crest * strength * 0.35 * under)
    shallow = np.exp(np.minimum(shoreline, 0) / 0.050) * under
    canvas.screen(shore.living_light, shallow * (0.05 + 0.07 * calm) * (0.75 + 0.25 * np.clip(sea.long, -2, 2)))


def _sand(canvas: Canvas, shore: Shore, shoreline: Floats) -> None:
    """Wet sand that mirrors the sky where the water climbs, then dark dry sand with grain and soft drifts."""
    grid = canvas.grid
    middle = mix(colour(shore.sand[0]), colour(shore.sand[1]), 0.6)
    share = np.clip(shoreline / 0.20, 0, 1)[..., None]
    first = colour(shore.sand[0]) + (middle - colour(shore.sand[0])) * np.clip(share / 0.35, 0, 1)
    sand = first + (colour(shore.sand[1]) - middle) * smoothstep(0.25, 1.0, share)
    grain = clouds(grid, 0.55, 44, (1.0, 1.6)) * 0.035 + clouds(grid, 1.9, 45, (0.35, 1.5)) * 0.07
    sand = sand * (1 + grain)[..., None]
    edge = line(grid.x, 1.5, 46, lowest=1, highest=24) * 0.006
    wet = 0.55 * smoothstep(0.060, 0.030, shoreline + edge) + 0.45 * np.exp(-np.maximum(shoreline, 0) / 0.022)
    mirrored = shore.sky.at(0.90 - np.clip(shoreline, 0, 0.2) * 5.0)
    sand = sand * (1 - 0.60 * wet)[..., None] + mirrored * (0.42 * wet)[..., None]
    canvas.over(sand, smoothstep(-0.010, 0.012, shoreline))
    gleam = wet * bell(grid.x, MOON_X, 0.13) * smoothstep(-0.004, 0.012, shoreline)
    canvas.screen(shore.moon, gleam * 0.20 * (0.42 + 0.58 * shore.calm))


def _mist(canvas: Canvas, shore: Shore) -> None:
    """Mist on the horizon always; when tense, more of it over water, hills and sky: veiled, never broken."""
    grid, tense = canvas.grid, 1 - shore.calm
    broad = clouds(grid, 1.9, 91, (0.35, 1.6))
    fine = clouds(grid, 1.6, 92, (0.5, 2.0))
    bank = bell(grid.y, HORIZON + 0.015, 0.035 + 0.075 * tense) * smoothstep(-1.2, 1.6, broad + 0.5 * fine)
    canvas.over(shore.mist, bank * (0.28 + 0.34 * tense))
    seam = bell(grid.y, HORIZON, 0.007 + 0.011 * tense) * smoothstep(-2.0, 1.0, broad)
    canvas.over(mix(colour(shore.mist), shore.sky.at(1.0), 0.5), seam * (0.16 + 0.44 * tense))
    if tense == 0:
        return
    low = bell(grid.y, 0.62, 0.13) * smoothstep(-0.5, 1.7, broad * 0.8 + fine * 0.6)
    canvas.over(shore.mist, low * 0.50 * tense)
    shifted = clouds(grid, 1.9, 91, (0.35, 1.6), shift=0.39)
    high = bell(grid.y - 0.006 * broad, 0.40, 0.055) * smoothstep(-0.9, 1.2, shifted * 0.8 + fine * 0.5)
    canvas.over(mix(colour(shore.mist), shore.sky.at(1.0), 0.3), high * 0.70 * tense)
    veil = bell(grid.y, 0.20, 0.2) * smoothstep(-0.2, 2.2, fine * 0.7 - broad * 0.6)
    canvas.over(mix(colour(shore.mist), shore.sky.at(0.45), 0.45), veil * 0.45 * tense)
