"""The mirror lake between two valleys of hills: the title at dusk with its lantern, and the same place later."""

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter

from assets.studio import lantern
from assets.studio.canvas import Canvas, Grid, bell, below, curve, smoothstep
from assets.studio.colour import Floats, Ramp, colour
from assets.studio.noise import clouds, line, lookup, spectral
from assets.studio.sky import stars
from assets.studio.strokes import Polygon, spruce, stamp

HORIZON = 0.585
LANTERN_X, LANTERN_Y, LANTERN_SIZE = 0.5, 0.705, 0.066


@dataclass(frozen=True, slots=True)
class Hour:
    """The light at one time of the evening."""

    sky: Ramp
    """0 at the top, 1 at the horizon."""
    hills: tuple[str, str, str, str]
    """Far to near."""
    glow: str
    """Light low in the sky, and on what faces it."""
    glow_strength: float
    """How strong, [0, 1]."""
    mist: str
    """At the foot of the hills and on the water line."""
    clouds: tuple[str, str]
    """High ones, low ones."""
    deep: str
    """The water near the eye."""
    stars: float
    """How clear they are, [0, 1]."""


DUSK = Hour(
    sky=Ramp(
        ((0.0, "0b1230"), (0.30, "1a2a5c"), (0.58, "3d5a8f"), (0.80, "8a90b2"), (0.92, "d9a99c"), (1.0, "f6cfa6"))
    ),
    hills=("8d88a8", "646a97", "3c4a7a", "1f2c58"),
    glow="ffd9a8",
    glow_strength=0.42,
    mist="eec7b2",
    clouds=("d8b6b4", "ffdcb4"),
    deep="13204a",
    stars=1.0,
)
BLUE_HOUR = Hour(
    sky=Ramp(
        ((0.0, "0a1030"), (0.30, "152451"), (0.58, "2b4678"), (0.80, "56719c"), (0.92, "8b99b6"), (1.0, "b9b6c4"))
    ),
    hills=("66749c", "47598a", "2c3f6d", "16244c"),
    glow="c9c3d6",
    glow_strength=0.26,
    mist="a9b2cb",
    clouds=("8894b8", "b4b3c8"),
    deep="0d1840",
    stars=0.85,
)


@dataclass(frozen=True, slots=True)
class _Range:
    """One line of hills."""

    points: tuple[tuple[float, float], ...]
    """(x, y) of its outline."""
    seed: int
    """Dice of its roughness and its trees."""
    roughness: float
    """Height of the outline's roughness, heights."""
    trees: float
    """Height of the spruces on it; 0 = bare."""


_RANGES = (
    _Range(((0, 0.36), (0.10, 0.345), (0.22, 0.415), (0.33, 0.495), (0.42, 0.545), (0.5, 0.566), (0.58, 0.548),
            (0.68, 0.487), (0.78, 0.415), (0.90, 0.365), (1, 0.385)), 1, 0.006, 0.0),
    _Range(((0, 0.40), (0.09, 0.43), (0.20, 0.495), (0.31, 0.548), (0.42, 0.575), (0.55, 0.580), (0.66, 0.566),
            (0.76, 0.515), (0.87, 0.448), (1, 0.40)), 2, 0.005, 0.0),
    _Range(((0, 0.475), (0.12, 0.505), (0.25, 0.552), (0.36, 0.577), (0.5, 0.60), (0.64, 0.588), (0.76, 0.560),
            (0.88, 0.505), (1, 0.462)), 3, 0.004, 0.021),
    _Range(((0, 0.535), (0.12, 0.556), (0.22, 0.577), (0.30, 0.590), (0.5, 0.63), (0.72, 0.592), (0.80, 0.574),
            (0.90, 0.548), (1, 0.520)), 4, 0.003, 0.036),
)  # fmt: skip


def paint_title(grid: Grid) -> Canvas:
    """Dusk, one lantern on still water with three rings round it; room for the name above, for words below."""
    canvas = _lake(grid, DUSK)
    for ring in (1, 2, 3):
        away = np.hypot((grid.x - LANTERN_X) * grid.aspect / (0.085 * ring), (grid.y - LANTERN_Y) / (0.0165 * ring))
        near = 0.75 + 0.25 * smoothstep(0.0, 1.0, grid.y - LANTERN_Y + 0.5)
        canvas.screen("ffd2a0", bell(away, 1.0, 0.05 / ring) * (0.26 / ring) * near)
    lantern.place(canvas, LANTERN_X, LANTERN_Y, LANTERN_SIZE, streak_lengths=3.6)
    canvas.vignette(0.42)
    return canvas


def paint_blue_hour(grid: Grid) -> Canvas:
    """The same lake when the sun has long gone, nothing on the water: a quiet ground for panels and words."""
    canvas = _lake(grid, BLUE_HOUR)
    canvas.vignette(0.42)
    return canvas


def _lake(grid: Grid, hour: Hour) -> Canvas:
    """Sky, hills, their mirror image, mist on the line between."""
    canvas = Canvas(grid)
    broad, fine = clouds(grid, 2.0, 71, (0.3, 1.3)), clouds(grid, 1.6, 72, (0.4, 2.0))
    _sky(canvas, hour, broad, fine)
    for index, hills in enumerate(_RANGES):
        _hills(canvas, hour, hills, index)
        drift = clouds(grid, 2.0, 71, (0.3, 1.3), shift=0.13 * index) + 0.5 * clouds(
            grid, 1.6, 72, (0.4, 2.0), shift=0.07 * index
        )
        bank = bell(grid.y, HORIZON - 0.022 + 0.006 * index, 0.018) * smoothstep(-1.2, 1.6, drift)
        canvas.over(hour.mist, bank * 0.40 * (0.35 + 0.65 * bell(grid.x, 0.5, 0.24)))
    _mirror(canvas, hour)
    seam = bell(grid.y, HORIZON + 0.002, 0.0035) * bell(grid.x, 0.5, 0.33)
    canvas.screen(hour.glow, seam * 0.42)
    bank = bell(grid.y, HORIZON + 0.006, 0.014) * smoothstep(-1.0, 1.6, broad + 0.4 * fine)
    canvas.over(hour.mist, bank * 0.42 * bell(grid.x, 0.5, 0.45))
    return canvas


def _sky(canvas: Canvas, hour: Hour, broad: Floats, fine: Floats) -> None:
    """Gradient, stars that fade toward the glow, two thin banks of cloud."""
    grid = canvas.grid
    canvas.gradient(hour.sky, grid.y / HORIZON + broad * 0.010, np.ones_like(broad))
    light = 1.25 * stars(grid, 0.46, 1500, 8, np.full_like(broad, 0.75))
    canvas.screen(light, (1 - smoothstep(0.10, 0.40, grid.y)) * hour.stars * np.ones_like(broad))
    glow = bell(grid.x, 0.5, 0.30) * bell(grid.y, HORIZON, 0.10)
    canvas.screen(hour.glow, glow * hour.glow_strength)
    high = smoothstep(0.2, 2.2, broad * 0.8 + fine * 0.5) * bell(grid.y, 0.40, 0.07)
    canvas.over(hour.clouds[0], high * (0.16 + 0.40 * bell(grid.x, 0.5, 0.3)))
    moved = clouds(grid, 2.0, 71, (0.3, 1.3), shift=0.39) * 0.8 + clouds(grid, 1.6, 72, (0.4, 2.0), shift=0.26) * 0.5
    canvas.over(hour.clouds[1], smoothstep(0.4, 2.1, moved) * bell(grid.y, 0.49, 0.03) * 0.55 * bell(grid.x, 0.5, 0.36))


def _hills(canvas: Canvas, hour: Hour, hills: _Range, index: int) -> None:
    """One range: its colour, its trees, paler toward its foot, warmer toward the light."""
    grid = canvas.grid
    ridge = curve(grid, hills.points) + line(grid.x, 1.25, hills.seed, lowest=4) * hills.roughness
    cover = below(grid, ridge, 1.2 * grid.pixel)
    if hills.trees > 0:
        cover = np.maximum(cover, stamp(grid, _forest(grid, ridge, hills)))
    soft = gaussian_filter(ridge[0], grid.width * 0.008)[None]
    descent = np.clip((grid.y - soft + 0.01) / 0.13, 0, 1)[..., None]
    tint = colour(hour.hills[index])
    body = tint + (colour(hour.mist) - tint) * descent * 0.42
    near = bell(grid.x, 0.5, 0.24)[..., None]
    body = body + (colour(hour.glow) - body) * near * (0.34 - 0.07 * index)
    canvas.over(body, cover)


def _forest(grid: Grid, ridge: Floats, hills: _Range) -> list[Polygon]:
    """Spruces in loose groups along the ridge, small where it sinks into the lake."""
    dice = np.random.default_rng(hills.seed + 7)
    crowd = line(grid.x, 0.9, hills.seed + 20, lowest=3, highest=40)[0]
    trees: list[Polygon] = []
    count = round(13.0 / hills.trees)
    for slot in range(count):
        x = (slot + float(dice.random()) * 1.6 - 0.3) / count
        column = min(max(int(x * grid.width), 0), grid.width - 1)
        foot = float(ridge[0, column])
        if foot > HORIZON + 0.004:
            continue
        grown = float(np.clip(0.62 + 0.30 * crowd[column], 0.15, 1.25)) * (0.45 + 0.75 * float(dice.random()) ** 1.6)
        nearness = float(smoothstep(HORIZON + 0.03, HORIZON - 0.05, foot))
        height = hills.trees * grown * (0.40 + 0.60 * nearness)
        trees.append(spruce(x * grid.aspect, foot + 0.006, height + 0.006, height * 0.30 + 0.002, dice))
    return trees


def _mirror(canvas: Canvas, hour: Hour) -> None:
    """The water: the picture above it upside down, squeezed, each row moved a little more the nearer it is."""
    grid = canvas.grid
    edge = round(HORIZON * grid.height)
    depth = ((np.arange(edge, grid.height, dtype=np.float32) - edge) / (grid.height - edge))[:, None]
    nearness = np.asarray(1 / (depth + 0.05), np.float32)
    ripples = spectral(1024, 2048, 1.2, 14, (1.0, 1.0), 8.0)
    wave = lookup(ripples, (grid.x - 0.5) * nearness * 60 + 500, nearness * 130)
    scale = grid.height / 720
    amount = (0.6 + 9 * depth) * scale
    row = edge - 1 - (np.arange(grid.height - edge)[:, None] * 1.30 + wave * amount * 0.9)
    column = np.arange(grid.width)[None] + wave * amount * 0.6
    rows = np.clip(row, 0, edge - 1).astype(int)
    columns = np.clip(column, 0, grid.width - 1).astype(int)
    image = canvas.rgb[rows, columns] * (1 + 0.05 * wave * np.minimum(1, depth * 8))[..., None]
    smooth = gaussian_filter(image, (2.2 * scale, 2.2 * scale, 0), mode="nearest")
    image = image + (smooth - image) * (depth**0.5)[..., None]
    tint = (0.10 + 0.52 * depth**0.8)[..., None]
    canvas.rgb[edge:] = image + (colour(hour.deep) - image) * tint
