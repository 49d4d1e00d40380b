"""The garden at dawn: sky, sun, four lines of hills with mist at each foot, a meadow. All that grows is laid on live.

The three moods share every shape, because they are cross-faded. The sun stands at (0.5, 0.385); the great bloom's
stalk rises before it at x 0.5; the meadow begins at y 0.70.
"""

from functools import partial

import numpy as np
from scipy.ndimage import gaussian_filter

from assets.studio.canvas import Canvas, Grid, Painting, bell, below, curve, disc, halo, smoothstep
from assets.studio.colour import Floats, colour, mix
from assets.studio.garden_palette import MEADOWS, Meadow
from assets.studio.garden_plants import bloom_stalk, dew, opening_strip
from assets.studio.noise import clouds, line
from assets.studio.picture import MOODS, PLATE, Picture
from assets.studio.strokes import Polygon, blade, spruce, stamp

SUN_X, SUN_Y, SUN_RADIUS = 0.5, 0.385, 0.118
_HILLS = (
    (((0, 0.47), (0.15, 0.44), (0.3, 0.475), (0.45, 0.51), (0.6, 0.50), (0.78, 0.455), (0.9, 0.43), (1, 0.45)), 1),
    (((0, 0.50), (0.12, 0.515), (0.28, 0.535), (0.45, 0.555), (0.62, 0.55), (0.8, 0.52), (1, 0.49)), 2),
    (((0, 0.565), (0.2, 0.585), (0.4, 0.605), (0.6, 0.605), (0.8, 0.585), (1, 0.56)), 3),
    (((0, 0.645), (0.2, 0.675), (0.42, 0.70), (0.6, 0.70), (0.8, 0.675), (1, 0.64)), 4),
)  # fmt: skip
"""Outline and seed of its roughness, far to near."""
_ROUGH = (0.004, 0.004, 0.003, 0.003)
_BANDS = (
    (0.700, 1300, 0.017, 0.008, 0.0021), (0.735, 1300, 0.028, 0.015, 0.0028), (0.785, 1100, 0.050, 0.022, 0.0039),
    (0.850, 800, 0.086, 0.029, 0.0056), (0.915, 620, 0.133, 0.036, 0.0076),
)  # fmt: skip
"""The meadow from far to near: y, blades, their length, bend and width in heights."""
_DABS = ((240, 0.0036, 0.008), (170, 0.0058, 0.013), (70, 0.0085, 0.024))
"""Far flowers in the first three bands: how many, how large, how high above the ground."""


def paint(grid: Grid, mood: str) -> Canvas:
    """The garden in "tense", "neutral" or "calm"."""
    meadow = MEADOWS[mood]
    canvas = Canvas(grid)
    broad, fine = clouds(grid, 2.0, 31, (0.3, 1.3)), clouds(grid, 1.6, 32, (0.4, 1.8))
    _sky(canvas, meadow, broad, fine)
    _hills(canvas, meadow)
    _ground(canvas, meadow)
    tense = max(1 - 1.25 * meadow.calm, 0.0)
    bank = bell(grid.y, 0.60, 0.19) * smoothstep(-1.3, 1.7, broad + 0.5 * fine)
    canvas.over(meadow.mist, (bank * 0.50 + 0.08) * tense)
    canvas.vignette(0.30)
    return canvas


def _sky(canvas: Canvas, meadow: Meadow, broad: Floats, fine: Floats) -> None:
    """Gradient, sun, high thin clouds, and when calm the last stars of the night."""
    grid, calm = canvas.grid, meadow.calm
    canvas.gradient(meadow.sky, grid.y / 0.80 + broad * 0.012, np.ones_like(broad))
    shown = float(smoothstep(0.3, 1.0, calm))
    if shown > 0.0:
        canvas.screen("fff4e0", _stars(grid) * 0.75 * shown)
    canvas.screen(meadow.sun, halo(grid, SUN_X, SUN_Y, 0.28, 1.9) * (0.30 + 0.20 * calm))
    clear = float(smoothstep(0.0, 0.4, calm))
    soft = 0.0125 + (1.3 * grid.pixel - 0.0125) * clear
    canvas.over(meadow.sun, disc(grid, SUN_X, SUN_Y, SUN_RADIUS, soft) * (0.55 + 0.40 * calm))
    canvas.screen(meadow.sun, halo(grid, SUN_X, SUN_Y, 0.14, 2.5) * 0.28)
    near = np.exp(-(((grid.x - SUN_X) / 0.3) ** 2))
    high = smoothstep(0.1, 2.2, broad * 0.8 + fine * 0.5) * bell(grid.y, 0.20, 0.13)
    canvas.over(meadow.rim, high * (0.22 + 0.30 * near))
    moved = clouds(grid, 2.0, 31, (0.3, 1.3), shift=0.39) * 0.8 + clouds(grid, 1.6, 32, (0.4, 1.8), shift=0.23) * 0.5
    away = smoothstep(SUN_RADIUS, SUN_RADIUS * 1.6, grid.distance(SUN_X, SUN_Y))
    canvas.over(meadow.rim, smoothstep(0.3, 2.2, moved) * bell(grid.y, 0.40, 0.06) * 0.45 * (0.25 + 0.75 * away))
    canvas.over(meadow.hills[1], smoothstep(0.5, 2.0, -moved) * bell(grid.y, 0.43, 0.035) * 0.30 * away)


def _stars(grid: Grid) -> Floats:
    """float32 (H, W): a few last stars high up, none near the sun, no two alike."""
    dice = np.random.default_rng(23)
    sky = np.zeros((grid.height, grid.width), np.float32)
    for _ in range(90):
        x, y, size = float(dice.random()), float(dice.random()) ** 1.3 * 0.34, float(dice.random()) ** 3
        if np.hypot((x - SUN_X) * grid.aspect, y - SUN_Y) > 0.20:
            sky[int(y * grid.height), int(x * grid.width)] += (0.25 + 0.75 * size) * (1 - y / 0.40)
    scale = grid.height / 720
    core, bloom = gaussian_filter(sky, 0.75 * scale), gaussian_filter(sky, 2.6 * scale)
    return np.asarray(np.clip(core * 3.2 * scale**2 + bloom * 5.0 * scale**2, 0, 1), np.float32)


def _hills(canvas: Canvas, meadow: Meadow) -> None:
    """Four lines of hills, the nearer two wooded; each melts into mist at its foot and glows toward the sun."""
    grid, calm = canvas.grid, meadow.calm
    near = np.exp(-(((grid.x - SUN_X) / 0.30) ** 2))
    for rank, ((points, seed), tint, rough) in enumerate(zip(_HILLS, meadow.hills, _ROUGH, strict=True)):
        smooth = curve(grid, points)
        ridge = smooth + line(grid.x, 1.3, seed, lowest=5) * rough
        cover = below(grid, ridge, 1.3 * grid.pixel)
        if rank >= 2:
            cover = np.maximum(cover, stamp(grid, _wood(grid, points, 0.020 if rank == 2 else 0.017, seed)))
        depth = np.clip((grid.y - smooth + 0.004) / 0.12, 0, 1)[..., None]
        body = colour(tint) * (1 - depth * 0.55) + colour(meadow.mist) * depth * 0.55
        body = body + (colour(meadow.rim) - body) * (near * (0.30 - 0.05 * rank))[..., None]
        canvas.over(body, cover)
        under = np.exp(-np.clip(grid.y - ridge, 0, 1) / 0.004) * (grid.y >= ridge)
        canvas.screen(meadow.rim, under * near * 0.28 * (0.4 + 0.6 * calm))
        drift = clouds(grid, 2.0, 31, (0.3, 1.3), shift=0.13 * rank) + 0.5 * clouds(
            grid, 1.6, 32, (0.4, 1.8), shift=0.07 * rank
        )
        foot = bell(grid.y, 0.508 + 0.055 * rank, 0.024) * smoothstep(-1.2, 1.6, drift)
        canvas.over(meadow.mist, foot * (0.44 + 0.25 * (1 - calm)))


def _wood(grid: Grid, points: tuple[tuple[float, float], ...], tall: float, seed: int) -> list[Polygon]:
    """Spruces along a ridge, of many heights, with gaps."""
    dice = np.random.default_rng(60 + seed)
    ridge = curve(Grid(grid.width, 1), points)[0]
    trees: list[Polygon] = []
    for _ in range(330):
        x = float(dice.random())
        if np.sin(x * 23 + seed) + np.sin(x * 9.1) < -0.5 and dice.random() < 0.8:
            continue
        height = tall * (0.45 + 0.75 * float(dice.random()) ** 1.6)
        y = float(ridge[min(int(x * grid.width), grid.width - 1)]) + 0.004
        trees.append(spruce(x * grid.aspect, y, height, height * 0.42, dice))
    return trees


def _ground(canvas: Canvas, meadow: Meadow) -> None:
    """The meadow in five bands of blades, lit behind the bloom, far flowers as dabs, mist between the bands."""
    grid, calm = canvas.grid, meadow.calm
    canvas.over(meadow.dark, smoothstep(0.70, 1.02, grid.y) * 0.86 * np.ones_like(grid.x))
    lawn = smoothstep(0.66, 0.84, grid.y) * (1 - smoothstep(0.84, 1.0, grid.y)) * 0.55
    canvas.over(meadow.leaf[0], lawn * np.ones_like(grid.x))
    dice = np.random.default_rng(9)
    near = np.exp(-(((grid.x - SUN_X) / 0.26) ** 2))
    up = max(round(grid.height / 720 * 2), 1)
    for rank, (y, count, length, bend, width) in enumerate(_BANDS):
        mask = stamp(grid, _blades(grid, dice, y, count, (length, bend, width), rank))
        tint = mix(colour(meadow.leaf[1]), colour(meadow.dark), 0.12 + 0.165 * rank)
        canvas.over(tint + (colour(meadow.leaf[2]) - tint) * (near * (0.55 - 0.11 * rank))[..., None], mask)
        canvas.screen(meadow.rim, np.clip(mask - np.roll(mask, up, 0), 0, 1) * near * 0.30 * (0.3 + 0.7 * calm))
        if rank < len(_DABS):
            _dabs(canvas, meadow, dice, y, _DABS[rank])
            drift = smoothstep(-0.6, 1.8, clouds(grid, 1.6, 32, (0.4, 1.8), shift=0.26 * rank))
            canvas.over(meadow.mist, bell(grid.y, y + 0.03, 0.018) * drift * (0.20 + 0.25 * (1 - calm)))


def _blades(
    grid: Grid, dice: np.random.Generator, y: float, count: int, form: tuple[float, float, float], rank: int
) -> list[Polygon]:
    """One band of grass."""
    length, bend, width = form
    deep = 0.03 * (rank > 2)
    return [
        blade(
            float(dice.random()) * grid.aspect,
            y + (0.02 + deep) * float(dice.random()) + 0.02 + deep,
            length * (0.5 + 0.8 * float(dice.random())),
            float(dice.normal(0, bend)),
            width,
        )
        for _ in range(count)
    ]


def _dabs(canvas: Canvas, meadow: Meadow, dice: np.random.Generator, y: float, look: tuple[int, float, float]) -> None:
    """Far flowers: flat discs with a light upper half, in loose families; calm shows them more clearly."""
    count, size, high = look
    families = dice.random(9)
    for _ in range(count):
        family = int(dice.integers(0, 9))
        x = float(families[family] + dice.normal(0, 0.07)) % 1.0
        at = y + 0.012 + 0.03 * float(dice.random()) - high
        code = meadow.dabs[family % 4]
        radius = size * (0.55 + 0.6 * float(dice.random()))
        _dab(canvas, (x, at), radius, code, 0.32 + 0.62 * meadow.calm)


def _dab(canvas: Canvas, place: tuple[float, float], radius: float, code: str, cover: float) -> None:
    grid = canvas.grid
    x, y = place[0] * grid.width, place[1] * grid.height
    reach = int(radius * grid.height) + 3
    if not (reach < x < grid.width - reach and reach < y < grid.height - reach):
        return
    rows, columns = slice(int(y) - reach, int(y) + reach + 1), slice(int(x) - reach, int(x) + reach + 1)
    down = (np.arange(rows.start, rows.stop) + 0.5 - y)[:, None]
    across = np.arange(columns.start, columns.stop) + 0.5 - x
    away = np.hypot(across, down * 1.55)
    turn = np.arctan2(down * 1.55, across)
    edge = radius * grid.height * (0.80 + 0.20 * np.cos(turn * 5 + x))
    share = (np.clip((edge - away) * 0.8 + 0.5, 0, 1) * cover)[..., None]
    light = np.clip(0.5 - down / (2.0 * radius * grid.height), 0, 1)[..., None]
    tint = colour(code) * 0.86 + (mix(colour(code), colour("fffaf0"), 0.4) - colour(code) * 0.86) * light
    canvas.rgb[rows, columns] += (tint - canvas.rgb[rows, columns]) * share


def frame(grid: Grid) -> Painting:
    """Dark grass out of focus in both lower corners, laid over everything that grows."""
    dice = np.random.default_rng(6)
    blades: list[Polygon] = []
    for side in (-1.0, 1.0):
        for _ in range(58):
            away = abs(float(dice.normal(0, 0.13))) - 0.04
            length = (0.11 + 0.25 * float(dice.random())) * float(np.exp(-max(away, 0) / 0.27))
            x = away if side < 0 else grid.aspect - away
            bend = -side * float(dice.normal(0.06, 0.06))
            blades.append(blade(x, 1.03, length, bend, 0.010 + 0.008 * float(dice.random())))
    for _ in range(170):
        x = float(dice.random()) * grid.aspect
        blades.append(blade(x, 1.02, 0.035 + 0.05 * float(dice.random()), float(dice.normal(0, 0.02)), 0.007))
    mask = gaussian_filter(stamp(grid, blades), 1.4 * grid.height / 720)
    tint = mix(colour("17333a"), colour("2f5d50"), 0.12)
    rgb = np.broadcast_to(tint, (*mask.shape, 3)).astype(np.float32)
    return Painting(rgb, np.asarray(np.clip(mask * 0.95, 0, 1), np.float32))


_STRIPS = (
    ("round_rose", 12), ("round_apricot", 12), ("round_cream", 12), ("bell_cream", 8), ("bell_apricot", 8),
    ("lavender", 8), ("daisy_cream", 8), ("daisy_rose", 8), ("star", 8), ("bloom", 24), ("butterfly", 8),
)  # fmt: skip

PICTURES: tuple[Picture, ...] = (
    *(Picture(f"plates/garden_{mood}.webp", partial(paint, PLATE, mood)) for mood in MOODS),
    *(Picture(f"sprites/garden_{name}@{count}.webp", partial(opening_strip, name)) for name, count in _STRIPS),
    Picture("sprites/garden_dew.webp", partial(dew, 72)),
    Picture("sprites/garden_stalk.webp", partial(bloom_stalk, 400)),
    Picture("sprites/garden_frame.webp", partial(frame, PLATE)),
)
