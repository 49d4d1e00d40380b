"""What the wing meets on its way: rising air made visible, an island with somebody at home, a whale of cloud."""

from collections.abc import Callable

import numpy as np
from scipy.ndimage import gaussian_filter

from assets.studio.canvas import Grid, Painting, bell, smoothstep
from assets.studio.colour import Floats, Ramp, colour
from assets.studio.noise import line, lookup, spectral
from assets.studio.picture import Picture
from assets.studio.strokes import stamp

Lay = Callable[[Floats, Floats], None]
"""Covers the picture with colours as far as a mask says."""
HEART = 0.55
"""Where the heart lies, from the top of a thermal's picture and of its own: what is to be flown through."""


def thermal(tall: int = 460) -> Painting:
    """A column of warm light, wider above, with turns of a slow spiral above and below its heart."""
    wide = round(tall * 0.42)
    down: Floats = ((np.arange(tall, dtype=np.float32) + 0.5) / tall)[:, None]
    across: Floats = (((np.arange(wide, dtype=np.float32) + 0.5) - wide / 2) / tall)[None]
    half: Floats = 0.050 + 0.062 * (1 - down) ** 1.3
    threads = lookup(spectral(256, 256, 1.1, 8, (1.0, 0.10), 2), across / half * 22, down * 60)
    ends = smoothstep(0.0, 0.34, down) * smoothstep(1.0, 0.70, down)
    column = bell(across / half, 0, 1.0) * (0.86 + 0.22 * np.clip(threads, -1.6, 1.6)) * ends
    heart = bell(np.hypot(across * 1.0, (down - HEART) * 0.55), 0, 0.062)
    shown = 0.46 * column + 0.34 * heart
    for place, reach, strength in ((0.34, 0.128, 0.40), (0.75, 0.080, 0.46)):
        lean = (down - place) - across * 0.10
        away = np.hypot(across / reach, lean / (reach * 0.27))
        front = smoothstep(-0.25, 0.55, lean / (reach * 0.27))
        shown = shown + bell((away - 1) * reach, 0, 0.0050) * strength * (0.25 + 0.75 * front)
        shown = shown + bell((away - 1) * reach, 0, 0.017) * strength * 0.26 * (0.3 + 0.7 * front)
    alpha = np.asarray(np.clip(shown, 0, 1) * 0.94, np.float32) * smoothstep(0.21, 0.17, np.abs(across))
    warm = Ramp(((0.0, "ffcf9a"), (0.45, "ffe2b4"), (1.0, "fff8e4")))
    stepped = np.where(alpha > 0.012, np.rint(alpha * 127) / 127, 0)
    return Painting(warm.at(np.rint(stepped * 31) / 31), np.asarray(stepped, np.float32))


def heart(wide: int = 150) -> Painting:
    """The heart of a thermal: a ball of light in a slow hoop, its middle 0.45 above the foot."""
    tall = wide
    down = (((np.arange(tall, dtype=np.float32) + 0.5) / tall) - HEART)[:, None]
    across = (((np.arange(wide, dtype=np.float32) + 0.5) / wide) - 0.5)[None]
    away = np.hypot(across, down)
    ball = smoothstep(0.25, 0.13, away)
    glow = np.exp(-((away / 0.27) ** 2)) * smoothstep(0.45, 0.30, away)
    lean = down - across * 0.10
    hoop = np.hypot(across / 0.44, lean / 0.125)
    front = smoothstep(-0.3, 0.5, lean / 0.125)
    line_ = bell((hoop - 1) * 0.44, 0, 0.018) * (0.25 + 0.70 * front)
    halo_ = bell((hoop - 1) * 0.44, 0, 0.050) * (0.10 + 0.18 * front)
    alpha = np.clip(1 - (1 - 0.97 * ball) * (1 - 0.55 * glow) * (1 - line_) * (1 - halo_), 0, 1)
    warm = Ramp(((0.0, "ffc98c"), (0.5, "ffe6b8"), (1.0, "fffaec")))
    bright = np.clip(0.35 * glow + 0.75 * ball + 0.8 * line_, 0, 1)
    stepped = np.where(alpha > 0.012, np.rint(alpha * 127) / 127, 0)
    return Painting(warm.at(np.rint(bright * 31) / 31), np.asarray(stepped, np.float32))


def island(wide: int = 420) -> Painting:
    """A small island that floats: meadow above, folded rock below, a round tree, a house with a lit window."""
    grid = Grid(wide, round(wide * 0.80))
    tall = grid.height
    rgb = np.zeros((tall, wide, 3), np.float32)
    alpha = np.zeros((tall, wide), np.float32)

    def lay(paint: Floats, cover: Floats) -> None:
        nonlocal rgb, alpha
        rgb = rgb + (paint - rgb) * cover[..., None]
        alpha = np.asarray(alpha + (1 - alpha) * cover, np.float32)

    x, y = grid.x * grid.aspect, grid.y
    rough = line(grid.x, 1.2, 21, lowest=3, highest=60)
    middle = grid.aspect / 2
    inside = np.clip(1 - ((x - middle) / 0.50) ** 2, 0, 1)
    upper = 0.505 - 0.030 * np.sqrt(inside) - 0.012 * bell(x, 0.42, 0.10)
    depth = 0.36 * inside**1.15 * (1 + 0.20 * rough) + 0.05 * bell(x, 0.50, 0.05) + 0.06 * bell(x, 0.72, 0.035)
    rock = np.clip((y - upper) * tall + 0.5, 0, 1) * np.clip((upper + depth - y) * tall + 0.5, 0, 1) * (inside > 0)
    facets = lookup(spectral(256, 256, 1.2, 31, (1.0, 0.35), 4), x * 150, y * 90)
    lit = smoothstep(-0.40, 0.50, (x - middle) * 1.4 - (y - upper) * 1.6 + 0.16 * facets)
    stone = Ramp(((0.0, "3b3268"), (0.5, "735488"), (1.0, "d48f8b"))).at(np.broadcast_to(lit, rock.shape))
    lay(stone, np.asarray(rock, np.float32))
    turf = np.clip((y - upper) * tall + 0.5, 0, 1) * np.clip((upper + 0.034 + 0.010 * rough - y) * tall + 0.5, 0, 1)
    meadow = Ramp(((0.0, "4a5a6a"), (0.55, "7f8f6c"), (1.0, "f0c488"))).at(
        np.broadcast_to(smoothstep(-0.45, 0.62, (x - middle) - (y - upper) * 8), rock.shape)
    )
    lay(meadow, np.asarray(turf * (inside > 0), np.float32))
    _tree(grid, lay)
    _house(grid, lay)
    foot = gaussian_filter(alpha, 0.6)
    return Painting(np.asarray(rgb / np.maximum(alpha, 1e-4)[..., None], np.float32), np.asarray(foot, np.float32))


def _tree(grid: Grid, lay: Lay) -> None:
    """One round paper tree, lit from the right, in the coral of the wing."""
    shape = (grid.height, grid.width)
    trunk = stamp(grid, [[(0.405, 0.50), (0.417, 0.30), (0.428, 0.30), (0.440, 0.50)]])
    lay(np.broadcast_to(colour("4a3560"), (*shape, 3)), trunk)
    for x, y, radius in ((0.35, 0.275, 0.085), (0.485, 0.265, 0.080), (0.415, 0.205, 0.105)):
        away = np.hypot(grid.x * grid.aspect - x, grid.y - y)
        cover = np.asarray(np.clip((radius - away) * grid.height + 0.5, 0, 1), np.float32)
        light = smoothstep(-1.0, 1.1, ((grid.x * grid.aspect - x) * 0.8 - (grid.y - y) * 0.7) / radius)
        lay(Ramp(((0.0, "7a4468"), (0.5, "c9626c"), (1.0, "ffc79a"))).at(light), cover)


def _house(grid: Grid, lay: Lay) -> None:
    """A small house, its window lit: the one warm light of the island."""
    shape = (grid.height, grid.width, 3)
    parts = (
        ([(0.655, 0.490), (0.655, 0.395), (0.700, 0.345), (0.745, 0.395), (0.745, 0.490)], "c9a0a0"),
        ([(0.745, 0.490), (0.745, 0.395), (0.850, 0.390), (0.850, 0.485)], "f2d3b4"),
        ([(0.700, 0.330), (0.640, 0.402), (0.655, 0.408), (0.704, 0.352)], "6a4a78"),
        ([(0.700, 0.330), (0.812, 0.322), (0.868, 0.392), (0.752, 0.404)], "b0586a"),
        ([(0.790, 0.345), (0.790, 0.305), (0.808, 0.304), (0.808, 0.352)], "6a4a78"),
        ([(0.685, 0.460), (0.685, 0.415), (0.715, 0.415), (0.715, 0.460)], "ffdc96"),
        ([(0.785, 0.455), (0.785, 0.420), (0.815, 0.419), (0.815, 0.454)], "ffc070"),
    )
    for corners, code in parts:
        lay(np.broadcast_to(colour(code), shape), stamp(grid, [corners]))
    for x, y in ((0.70, 0.437), (0.80, 0.437)):
        glow = bell(np.hypot(grid.x * grid.aspect - x, grid.y - y), 0, 0.045) * 0.35
        lay(np.broadcast_to(colour("ffc27a"), shape), np.asarray(glow * (grid.y < 0.49), np.float32))


_PROFILE = (
    (0.18, 0.018), (0.34, 0.045), (0.60, 0.105), (0.90, 0.175), (1.20, 0.222), (1.45, 0.225), (1.62, 0.195),
    (1.74, 0.150), (1.82, 0.098), (1.87, 0.030),
)  # fmt: skip
"""Half the height of the whale along its length, heights of its picture."""


def whale(wide: int = 560) -> Painting:
    """A whale the clouds have made: a long back of puffs, a fin, a tail, a small kind eye."""
    grid = Grid(wide, round(wide * 0.46))
    x, y = grid.x * grid.aspect, grid.y
    middle = 0.56 + 0.10 * smoothstep(0.9, 0.25, x) * -1 + 0.05 * smoothstep(1.1, 1.8, x)
    half = np.interp(x, *np.array(_PROFILE).T).astype(np.float32)
    half = np.maximum(gaussian_filter(half, (0, 9)), 0.004)
    texture = lookup(spectral(256, 512, 1.9, 12, (0.8, 1.0), 3), x * 150, y * 120)
    edge = (y - middle) / half + 0.05 * texture
    body = smoothstep(1.05, 0.88, np.abs(edge)) * smoothstep(0.16, 0.22, x) * smoothstep(1.885, 1.865, x)
    tail = gaussian_filter(
        stamp(grid, [[(0.30, 0.50), (0.16, 0.40), (0.04, 0.27), (0.14, 0.29), (0.21, 0.34), (0.27, 0.25), (0.38, 0.22),
                      (0.32, 0.35), (0.36, 0.45)]]), 3.0,
    )  # fmt: skip
    fin = gaussian_filter(stamp(grid, [[(1.30, 0.64), (1.16, 0.86), (0.98, 0.93), (1.05, 0.80), (1.12, 0.66)]]), 3.5)
    light = smoothstep(0.95, -0.85, edge + 0.10 * texture)
    tones = Ramp(((0.0, "7f6396"), (0.45, "a97ba2"), (0.8, "dd9d9e"), (1.0, "fbcba8")))
    rgb = tones.at(light)
    rgb = rgb + (tones.at(0.62) - rgb) * (tail * (1 - body))[..., None]
    rgb = rgb + (tones.at(0.22 + 0.2 * (1 - y)) - rgb) * fin[..., None] * 0.75
    belly = smoothstep(0.25, 0.75, edge) * smoothstep(0.9, 1.3, x)
    pleats = 0.5 + 0.5 * np.sin((y - middle) * 120 + x * 6)
    rgb = rgb + (tones.at(0.72) - rgb) * (belly * (0.25 + 0.25 * pleats) * body)[..., None]
    eye = bell(np.hypot(x - 1.565, (y - 0.635) * 1.15), 0, 0.016)
    smile = bell(y - (0.700 - 0.55 * (x - 1.66) ** 2), 0, 0.006) * smoothstep(1.50, 1.60, x)
    for mark, strength in ((eye, 0.9), (smile * body, 0.45)):
        rgb = rgb + (colour("3a2c62") - rgb) * (np.clip(mark, 0, 1) * strength)[..., None]
    gleam = bell(np.hypot(x - 1.571, y - 0.629), 0, 0.006)
    rgb = rgb + (colour("fff0d0") - rgb) * np.clip(gleam, 0, 1)[..., None]
    alpha = 1 - (1 - body) * (1 - tail) * (1 - 0.9 * fin)
    alpha = alpha * smoothstep(0.99, 0.80, y)
    stepped = np.rint(np.clip(alpha, 0, 1) * 63) / 63
    return Painting(np.asarray(np.rint(rgb * 63) / 63, np.float32), np.asarray(stepped, np.float32))


PICTURES = (
    Picture("sprites/glider_thermal.webp", thermal),
    Picture("sprites/glider_heart.webp", heart),
    Picture("sprites/glider_island.webp", island),
    Picture("sprites/glider_whale.webp", whale),
)
