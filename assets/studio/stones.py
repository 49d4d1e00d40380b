"""The pond from above: pebbles in the shallows, deep teal to the lower right, great stones, lily pads, one lotus.

No ripples, fish, buds or breath ring: the stage adds those live. The three moods share every shape, because they are
cross-faded.
"""

from dataclasses import dataclass
from functools import partial

import numpy as np
from scipy.ndimage import gaussian_filter
from scipy.spatial import cKDTree

from assets.studio.canvas import Canvas, Grid, bell, smoothstep
from assets.studio.colour import Floats, Ramp, colour
from assets.studio.noise import clouds
from assets.studio.picture import MOODS, PLATE, Picture
from assets.studio.stones_things import LOTUS_LEAVES, koi_strip, lotus, lotus_strip, pebble, petal_afloat

PEBBLES = 2100
CENTRE = (0.985, 0.505)
"""Middle of the open water, in heights."""


@dataclass(frozen=True, slots=True)
class Pond:
    """Colours of the pond in one mood (ART, section 2)."""

    water: Ramp
    """Shallow to deep."""
    bed: str
    sky: str
    sun: str
    stone: Ramp
    """Dark to light."""
    pad: Ramp
    """Dark to light."""
    calm: float
    """0 tense, 0.5 neutral, 1 calm."""


def _pond(water: str, others: str, stone: str, pad: str, calm: float) -> Pond:
    shallow, second, third, deep = water.split()
    bed, sky, sun = others.split()
    light, middle, dark = stone.split()
    pads = tuple(zip((0.0, 0.55, 1.0), pad.split(), strict=True))
    return Pond(
        Ramp(((0.0, shallow), (0.35, second), (0.7, third), (1.0, deep))), bed, sky, sun,
        Ramp(((0.0, dark), (0.5, middle), (1.0, light))), Ramp(pads), calm,
    )  # fmt: skip


PONDS = {
    "tense": _pond("566f77 3f5763 2c414e 1b2c39", "87948e c3ced2 d9d3c6", "c9c8c4 8b8d8f 464c54",
                   "3d544e 627a6d 98a690", 0.0),
    "neutral": _pond("377a7e 225c69 144253 0b283a", "8aa78c cfe3dc f4e4c0", "e2dbcd 999690 4a5058",
                     "2f5f4b 57906a a9c48a", 0.5),
    "calm": _pond("2f8a84 1a6770 0f4757 08283a", "8fb78c d7f0dc ffe9b8", "f0e6d2 a79f94 4c525a", "2d6b47 5aa161 b9d87c",
                  1.0),
}  # fmt: skip
STONES = (
    (0.150, 0.200, 0.235, 0.175, -0.25, -0.05, 3), (0.425, 0.105, 0.150, 0.112, 0.35, 0.05, 5),
    (0.105, 0.470, 0.132, 0.105, 0.5, -0.12, 8), (0.330, 0.325, 0.098, 0.080, -0.3, 0.10, 11),
    (0.545, 0.215, 0.055, 0.044, 0.2, -0.02, 14), (0.255, 0.510, 0.052, 0.042, -0.2, 0.06, 17),
    (1.420, 0.855, 0.082, 0.066, -0.35, 0.12, 21), (1.585, 0.905, 0.062, 0.050, 0.2, -0.02, 23),
    (1.535, 0.800, 0.040, 0.033, 0.1, 0.06, 27),
)  # fmt: skip
"""x, y, half axes, turn (radians), tone, seed; lengths in heights. The last three wait for the hand."""
PADS = (
    (1.60, 0.155, 0.135, 2.6, 0.0), (1.40, 0.085, 0.082, 1.2, 0.06), (1.735, 0.345, 0.085, 3.6, -0.05),
    (1.50, 0.285, 0.050, 0.3, 0.05), (0.085, 0.935, 0.115, -0.9, -0.02), (0.245, 0.985, 0.070, -2.0, 0.05),
    (1.30, 0.015, 0.060, 1.9, -0.04),
)  # fmt: skip
"""x, y, radius, turn of the notch, tint."""
LOTUS = (1.575, 0.148)


def paint(grid: Grid, mood: str) -> Canvas:
    """The pond in "tense", "neutral" or "calm"."""
    pond = PONDS[mood]
    canvas = Canvas(grid)
    x, y = grid.x * grid.aspect, grid.y
    depth = smoothstep(-0.10, 1.25, grid.x * 0.62 + grid.y * 0.55 + clouds(grid, 1.9, 41, (1.0, 1.0)) * 0.055)
    canvas.gradient(pond.water, depth, np.ones_like(depth))
    _bed(canvas, pond, depth)
    _light(canvas, pond, depth)
    for pad in PADS:
        _pad(canvas, pond, pad)
    _shade(canvas, np.exp(-(((x - LOTUS[0] - 0.012) / 0.075) ** 2 + ((y - LOTUS[1] - 0.02) / 0.066) ** 2)), 0.30)
    flower = lotus(round(0.18 * grid.height), 0.92, 0.45 + 0.55 * pond.calm, LOTUS_LEAVES)
    canvas.paste(flower, LOTUS[0] / grid.aspect, LOTUS[1] + flower.alpha.shape[0] / grid.height / 2)
    for stone in STONES:
        _stone(canvas, pond, stone)
    haze = smoothstep(-0.8, 2.4, clouds(grid, 2.1, 77, (1.0, 1.0)))
    canvas.over(pond.sky, haze * 0.30 * (1.0 - pond.calm))
    canvas.vignette(0.38)
    return canvas


def _shade(canvas: Canvas, mask: Floats, strength: float) -> None:
    canvas.multiply(1.0 - strength * mask)


def _soft(canvas: Canvas, mask: Floats, reach: float) -> Floats:
    """A mask blurred by ``reach`` heights."""
    return np.asarray(gaussian_filter(mask, reach * canvas.grid.height), np.float32)


def _moved(canvas: Canvas, mask: Floats, right: float, down: float) -> Floats:
    """A mask moved by heights."""
    height = canvas.grid.height
    return np.roll(np.roll(mask, round(right * height), 1), round(down * height), 0)


def _bed(canvas: Canvas, pond: Pond, depth: Floats) -> None:
    """Pebbles as cells round scattered points, each with its tone and a dark seam; only where it is shallow."""
    grid = canvas.grid
    dice = np.random.default_rng(5)
    points = dice.random((PEBBLES, 2)) * (grid.aspect * 1.1, 1.1) - 0.05
    tones, warmth = dice.random(PEBBLES).astype(np.float32), dice.random(PEBBLES).astype(np.float32)
    wobble = clouds(grid, 1.4, 42, (1.0, 1.0), lowest=4.0) * 0.004
    x = np.broadcast_to(grid.x * grid.aspect, wobble.shape) + wobble
    y = np.broadcast_to(grid.y, wobble.shape) - wobble
    near, which = cKDTree(points).query(np.stack((x, y), -1).reshape(-1, 2), k=2, workers=1)
    first, second = (near[:, k].reshape(wobble.shape).astype(np.float32) for k in (0, 1))
    cell = which[:, 0].reshape(wobble.shape)
    edge, dome = smoothstep(0.0, 0.010, second - first), np.clip(1.0 - first / 0.020, 0.0, 1.0)
    tone = (0.60 + 0.35 * tones[cell]) * (0.45 + 0.55 * edge) * (0.72 + 0.40 * dome)
    warm = warmth[cell][..., None] * 0.35
    pebbles = (colour(pond.bed) * (1.0 - warm) + pond.stone.at(1.0) * warm) * tone[..., None]
    pebbles = gaussian_filter(pebbles, (1.5e-3 * grid.height, 1.5e-3 * grid.height, 0.0))
    seen = (1.0 - smoothstep(0.05, 0.62, depth)) * (0.42 + 0.18 * pond.calm)
    canvas.over(pebbles * 0.72 + canvas.rgb * 0.28, seen)


def _light(canvas: Canvas, pond: Pond, depth: Floats) -> None:
    """Threads of light in the shallows, the sky broken by trees, and the sun in the open water."""
    grid = canvas.grid
    threads = (
        clouds(grid, 2.3, 43, (1.0, 1.0), lowest=7.0) * 0.55 + clouds(grid, 2.3, 46, (1.0, 1.0), lowest=7.0) * 0.35
    )
    lace = np.asarray(np.clip(1.0 - np.abs(threads), 0.0, 1.0) ** 5, np.float32)
    shown = (0.015 + 0.15 * (1.0 - depth) ** 1.5) * (0.35 + 0.65 * pond.calm)
    canvas.screen("d9fff0", _soft(canvas, lace, 0.0017) * shown)
    broken = smoothstep(
        -0.6, 1.8, clouds(grid, 1.9, 41, (1.0, 1.0)) * 0.9 + clouds(grid, 2.2, 44, (1.0, 1.0), 4.0) * 0.5
    )
    place = np.exp(-(((grid.x - 0.80) / 0.42) ** 2 + ((grid.y - 0.10) / 0.55) ** 2))
    canvas.screen(pond.sky, broken * place * 0.24)
    sun = np.exp(-(((grid.x * grid.aspect - CENTRE[0]) / 0.19) ** 2 + ((grid.y - CENTRE[1]) / 0.17) ** 2))
    canvas.screen(pond.sun, sun * 0.15 * (0.3 + 0.7 * pond.calm))


def _pad(canvas: Canvas, pond: Pond, pad: tuple[float, ...]) -> None:
    """A lily pad with its notch, veins and a lit rim; its shadow on the water."""
    x, y, radius, turn, tint = pad
    grid = canvas.grid
    dx, dy = grid.x * grid.aspect - x, (grid.y - y) / 0.93
    away = np.hypot(dx, dy) / radius
    angle = (np.arctan2(dy, dx) - turn + np.pi) % (2.0 * np.pi) - np.pi
    rim = 1.0 + 0.022 * np.sin(angle * 5.0 + turn) + 0.012 * np.sin(angle * 11.0 + 1.0)
    notch = smoothstep(0.0, 0.035, np.abs(angle) - 0.16 * np.clip(away, 0.0, 1.0) ** 0.6)
    mask = np.clip((rim - away) * radius / grid.pixel * 0.8 + 0.5, 0.0, 1.0) * notch
    _shade(canvas, _soft(canvas, _moved(canvas, mask, 0.0125, 0.018), 0.011) * (1.0 - mask), 0.46)
    vein = bell((angle * 9.0 / np.pi + 0.5) % 1.0 - 0.5, 0.0, 0.055) * smoothstep(0.06, 0.25, away)
    vein = vein * (1.0 - smoothstep(0.82, 1.0, away))
    up = 0.5 - 0.5 * (dy / radius * 0.75 - dx / radius * 0.35)
    body = pond.pad.at(up * 0.85 + tint + 0.05 * clouds(grid, 1.4, 42, (1.0, 1.0), lowest=4.0) + 0.06 * vein)
    body = body * (1.0 - 0.20 * smoothstep(0.90, 1.02, away))[..., None] + 0.07 * vein[..., None] * pond.pad.at(1.0)
    canvas.over(np.clip(body, 0.0, 1.0), mask)
    lit = bell(away, 0.965, 0.022) * np.clip(-dy / radius + 0.35 * dx / radius, 0.0, 1.0)
    canvas.screen(pond.sun, lit * mask * 0.45)


def _stone(canvas: Canvas, pond: Pond, stone: tuple[float, ...]) -> None:
    """A worn stone: superellipse, lit from the upper right, speckled, dark where it is wet, rings at its foot."""
    x, y, wide, tall, turn, tone, seed = stone
    grid = canvas.grid
    dx, dy = grid.x * grid.aspect - x, grid.y - y
    sine, cosine = np.sin(turn), np.cos(turn)
    u, v = (dx * cosine + dy * sine) / wide, (-dx * sine + dy * cosine) / tall
    power = 2.5
    reach = (np.abs(u) ** power + np.abs(v) ** power) ** (1.0 / power)
    reach = reach * (1.0 + 0.018 * clouds(grid, 1.9, 100 + int(seed), (1.0, 1.0)))
    mask = np.clip((1.0 - reach) * min(wide, tall) / grid.pixel * 0.85 + 0.5, 0.0, 1.0).astype(np.float32)
    shadow = _soft(canvas, _moved(canvas, (reach < 1.06).astype(np.float32), 0.021, 0.028), 0.015)
    _shade(canvas, shadow * (1.0 - mask), 0.55)
    foot = bell(reach, 1.10, 0.030) * 0.30 + bell(reach, 1.23, 0.035) * 0.14
    canvas.screen(pond.sky, foot * (1.0 - mask) * np.clip(0.55 + 0.45 * np.sin(np.arctan2(v, u) + 2.2), 0.0, 1.0))
    dome = np.sqrt(np.clip(1.0 - reach**2.2, 0.0, 1.0))
    lean_u, lean_v = u * reach**0.6, v * reach**0.6
    across, along = lean_u * cosine - lean_v * sine, lean_u * sine + lean_v * cosine
    light = np.clip(0.40 + 0.44 * (across * 0.52 - along * 0.74) + 0.32 * dome, 0.0, 1.0)
    grain = clouds(grid, 0.55, 50 + int(seed), (1.0, 1.0))
    body = pond.stone.at(light + 0.030 * grain + 0.035 * clouds(grid, 1.4, 60 + int(seed), (1.0, 1.0), 4.0) + tone)
    body = body * (1.0 - 0.48 * smoothstep(0.80, 1.0, reach))[..., None]
    body = body * (1.0 - smoothstep(2.2, 2.9, grain) * 0.30)[..., None]
    canvas.over(body, mask)
    canvas.screen(pond.sun, mask * np.clip(light - 0.72, 0.0, 1.0) * 0.9 * (0.4 + 0.6 * pond.calm))


PICTURES = (
    *(Picture(f"plates/stones_{mood}.webp", partial(paint, PLATE, mood)) for mood in MOODS),
    Picture("sprites/stones_lotus@12.webp", partial(lotus_strip, 150, 12)),
    Picture("sprites/stones_koi@12.webp", partial(koi_strip, 120, 12, "f08a4b", 71)),
    Picture("sprites/stones_koi_white@12.webp", partial(koi_strip, 120, 12, "e06a3a", 92)),
    Picture("sprites/stones_pebble.webp", partial(pebble, 96)),
    Picture("sprites/stones_petal.webp", partial(petal_afloat, 48)),
)
