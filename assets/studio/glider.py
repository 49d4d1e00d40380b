"""The sea of clouds at sunset: sky, sun half sunk, two far islands, clouds seen from above.

No wing, no birds: those live. The near clouds are painted a second time as endless rows (``glider_rows``), which the
game moves over this picture; what is painted here lies still behind them. The three moods share every shape.
"""

from dataclasses import dataclass
from functools import partial

import numpy as np

from assets.studio.canvas import Canvas, Grid, bell, below, curve, disc, halo, smoothstep
from assets.studio.colour import Floats, Ramp, colour, mix
from assets.studio.glider_puffs import HORIZON, SUN_X, Stamp, row_of, sunlit
from assets.studio.noise import clouds, line
from assets.studio.picture import MOODS, PLATE, Picture
from assets.studio.sky import stars

SUN_Y, SUN_RADIUS = 0.525, 0.062
ROWS = 34
_LEFT_ISLAND = ((0.0, 0.47), (0.08, 0.455), (0.16, 0.505), (0.24, 0.535), (0.34, 0.60), (1.0, 0.70))
_RIGHT_ISLAND = ((0.0, 0.70), (0.80, 0.585), (0.88, 0.525), (0.93, 0.487), (0.965, 0.50), (1.0, 0.48))


@dataclass(frozen=True, slots=True)
class Evening:
    """The colours of one mood."""

    calm: float
    """0 tense, 0.5 neutral, 1 calm."""
    sky: Ramp
    """0 at the top of the picture, 1 at the horizon."""
    lit: Ramp
    """The upper side of the clouds, far to near."""
    body: Ramp
    """Their shaded side, far to near."""
    sun: str
    rim: str
    """Sunlight on an edge."""
    island: str


def _ramp(*codes: str, at: tuple[float, ...] = ()) -> Ramp:
    places = at or tuple(place / (len(codes) - 1) for place in range(len(codes)))
    return Ramp(tuple(zip(places, codes, strict=True)))


EVENINGS = {
    "tense": Evening(
        0.0,
        _ramp("2a2e44", "454760", "6e6a7c", "958a90", "b3a49f", at=(0, 0.3, 0.6, 0.85, 1)),
        _ramp("9c9297", "857f8b", "6c6a7c", "54566b", "3f4359", "2d3148"),
        _ramp("90878f", "777382", "5f5f72", "494c61", "353a50", "23273c"),
        "d9ccb9", "b9aca9", "77727f",
    ),
    "neutral": Evening(
        0.5,
        _ramp("262c54", "484673", "7f5f84", "bd7f86", "dba58c", "e6c4a4", at=(0, 0.3, 0.55, 0.78, 0.92, 1)),
        _ramp("c49a90", "a8808d", "82688a", "5d547a", "3e3f66", "2a2d50"),
        _ramp("b58a8f", "90708c", "6a5a80", "4a4870", "30355a", "1e2241"),
        "f2e0c0", "e2bfa4", "81687f",
    ),
    "calm": Evening(
        1.0,
        _ramp("232a63", "4b4387", "94588f", "dc7f86", "f8b083", "ffdca3", at=(0, 0.28, 0.52, 0.72, 0.88, 1)),
        _ramp("e9a28c", "c9808f", "96648f", "654f86", "3d3a70", "262757"),
        _ramp("d98d90", "a96b90", "74548b", "4c427b", "2d2f63", "191c46"),
        "fff0c4", "ffd9a6", "8a5d8e",
    ),
}  # fmt: skip
"""ART, section 2, Glider."""


def paint(grid: Grid, mood: str) -> Canvas:
    """The place in "tense", "neutral" or "calm"."""
    evening = EVENINGS[mood]
    canvas = Canvas(grid)
    broad, fine = _broad(grid), _fine(grid)
    _sky(canvas, evening, broad, fine)
    _islands(canvas, evening)
    _sea(canvas, evening)
    bloom = mix(colour(evening.sun), evening.sky.at(0.88), 0.3)
    canvas.screen(bloom, halo(grid, SUN_X, SUN_Y, 0.26, 2.0) * 0.13 * (0.4 + 0.6 * evening.calm))
    _haze(canvas, evening, broad, fine)
    canvas.vignette(0.30)
    return canvas


def _broad(grid: Grid, shift: float = 0.0) -> Floats:
    """Wide cloud noise, drawn out along the horizon."""
    return clouds(grid, 2.0, 3, (0.28, 1.3), shift=shift)


def _fine(grid: Grid, shift: float = 0.0) -> Floats:
    """Finer cloud noise."""
    return clouds(grid, 1.6, 6, (0.35, 2.2), shift=shift)


def _sky(canvas: Canvas, evening: Evening, broad: Floats, fine: Floats) -> None:
    """Gradient, stars above y .3, the sun and its glow, high clouds lit from below."""
    grid, calm = canvas.grid, evening.calm
    canvas.gradient(evening.sky, grid.y / 0.60 + broad * 0.016, np.ones_like(broad))
    light = stars(grid, 0.36, 1500, 2, np.full_like(broad, 0.55)) * (1 - smoothstep(0.12, 0.32, grid.y))[..., None]
    canvas.screen(light, np.full_like(broad, 1.25 * float(smoothstep(0.15, 1.0, calm))))
    warm = mix(colour(evening.sun), evening.sky.at(0.88), 0.35)
    canvas.screen(warm, halo(grid, SUN_X, SUN_Y, 0.29, 1.8) * (0.32 + 0.18 * calm))
    canvas.screen(evening.sun, halo(grid, SUN_X, SUN_Y, 0.11, 2.4) * (0.28 + 0.20 * calm))
    from_sun = grid.x - SUN_X
    high = smoothstep(0.2, 2.4, broad * 0.7 + fine * 0.6) * bell(grid.y - 0.10 * (grid.x - 0.5), 0.20, 0.13)
    canvas.over(mix(colour(evening.rim), evening.sky.at(0.5), 0.35), high * (0.30 + 0.40 * bell(from_sun, 0, 0.35)))
    low = smoothstep(0.5, 2.2, _broad(grid, 0.34) * 0.8 + _fine(grid, 0.16) * 0.5) * bell(grid.y, 0.38, 0.075)
    canvas.over(evening.rim, low * (0.12 + 0.5 * bell(from_sun, 0, 0.42)))
    _streaks(canvas, evening, fine)
    dark = smoothstep(0.7, 2.2, _broad(grid, 0.7) * 0.6 + _fine(grid, 0.5) * 0.6)
    canvas.over(evening.sky.at(0.28), dark * bell(grid.y, 0.30, 0.09) * 0.28)
    face = disc(grid, SUN_X, SUN_Y, SUN_RADIUS, 1.6 * grid.pixel)
    canvas.over(evening.sun, face * (0.75 + 0.25 * calm))


def _streaks(canvas: Canvas, evening: Evening, fine: Floats) -> None:
    """Two thin bars of cloud near the sun, bright below: they say how far away it is."""
    grid = canvas.grid
    for y, x, length, strength in ((0.472, 0.60, 0.17, 0.55), (0.447, 0.80, 0.13, 0.40), (0.502, 0.76, 0.22, 0.42)):
        wander = line(grid.x, 1.7, 40 + round(1000 * y), lowest=2, highest=60) * 0.0022
        bar = bell(grid.y - wander, y, 0.0035 + 0.0035 * strength) * bell(grid.x, x, length)
        bar = bar * smoothstep(-1.4, 1.0, fine)
        canvas.over(mix(colour(evening.rim), evening.sky.at(0.72), 0.45), bar * strength)
        under = bell(grid.y - wander, y + 0.004, 0.0022) * bell(grid.x, x, length)
        canvas.screen(evening.sun, under * strength * (0.25 + 0.35 * evening.calm) * bell(grid.x, SUN_X, 0.25))


def _islands(canvas: Canvas, evening: Evening) -> None:
    """Two far mountains, their feet in the haze."""
    grid = canvas.grid
    foot = smoothstep(0.44, 0.565, grid.y)
    for points, seed, share, melt in ((_LEFT_ISLAND, 11, 0.45, 0.75), (_RIGHT_ISLAND, 13, 0.30, 0.70)):
        ridge = curve(grid, points) + line(grid.x, 1.25, seed, lowest=6) * 0.004
        tint = mix(colour(evening.island), evening.sky.at(0.88), share)
        shade = (foot * melt)[..., None]
        canvas.over(tint + (evening.lit.at(0.0) - tint) * shade, below(grid, ridge, 1.2 * grid.pixel))


def _sea(canvas: Canvas, evening: Evening) -> None:
    """Rows of puffs, far to near, with veils of light mist between them."""
    grid, calm = canvas.grid, evening.calm
    stamp, dice = Stamp(grid, 0.0, grid.height), np.random.default_rng(23)
    for row in range(ROWS):
        depth = (row / (ROWS - 1)) ** 1.75
        tone = min(depth**0.62 * 0.97, 1.0)
        lit, body = evening.lit.at(tone), evening.body.at(tone)
        for puff in row_of(depth, row, dice):
            stamped = stamp.stamp(puff, sunlit(puff))
            if stamped is None:
                continue
            near = float(bell(puff.x, SUN_X, 0.15 + 0.34 * depth))
            sunlight = mix(colour(evening.rim), lit, 0.12 + 0.55 * depth * (1 - near * 0.7))
            shaded = body + (lit - body) * stamped.upper[..., None]
            shown = shaded + (sunlight - shaded) * (stamped.rim * (0.55 + 0.45 * calm))[..., None]
            part = canvas.rgb[stamped.rows, stamped.columns]
            part += (shown - part) * stamped.cover[..., None]
        y = HORIZON + 0.006 + depth * 0.50
        if row % 6 == 2 and row < 30:
            mist = bell(grid.y, y + 0.012, 0.010 + 0.06 * depth) * smoothstep(-1.2, 1.6, _fine(grid, row * 0.165))
            tint = mix(evening.lit.at(min(depth * 6 // 1 / 5, 1.0)), colour(evening.rim), 0.22)
            canvas.over(tint, mist * (0.30 - 0.1 * depth + 0.2 * (1 - calm)))
        if row == 5:
            path = bell(grid.y, 0.572, 0.03) * bell(grid.x, SUN_X, 0.13)
            canvas.screen(evening.sun, path * 0.40 * (0.4 + 0.6 * calm))


def _haze(canvas: Canvas, evening: Evening, broad: Floats, fine: Floats) -> None:
    """When tense the evening is veiled: the same shapes behind mauve air."""
    tense = max(1 - 1.25 * evening.calm, 0.0)
    veil = smoothstep(-1.2, 1.8, broad * 0.7 + fine * 0.5) * bell(canvas.grid.y, 0.50, 0.20)
    violet = mix(mix(colour(evening.rim), evening.lit.at(0.2), 0.4), colour("8f88b4"), 0.35)
    canvas.over(violet, veil * 0.50 * tense)


PICTURES = tuple(Picture(f"plates/glider_{mood}.webp", partial(paint, PLATE, mood)) for mood in MOODS)
