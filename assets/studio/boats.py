"""The river at dusk: crescent, hills, a bridge of three arches as the vanishing point, wooded banks and their mirror.

No boats, no lights on the water, no willow and reeds: boats are sprites, the frame is a layer of its own. The three
moods share every shape, because they are cross-faded.
"""

from dataclasses import dataclass
from functools import partial

import numpy as np

from assets.studio.boats_things import boat, frame, reflection
from assets.studio.canvas import Canvas, Grid, bell, below, curve, disc, halo, smoothstep
from assets.studio.colour import Floats, Ramp, colour, mix
from assets.studio.noise import clouds, line
from assets.studio.picture import MOODS, PLATE, Picture
from assets.studio.sky import stars
from assets.studio.strokes import Polygon, spruce, stamp
from assets.studio.water import Waves, waves

HORIZON = 0.405
GLOW_X = 0.60
"""Where the sun went down, behind the bridge."""


@dataclass(frozen=True, slots=True)
class River:
    """Colours of the river in one mood (ART, section 2)."""

    sky: Ramp
    water: Ramp
    hills: tuple[str, str, str, str]
    """Far to near."""
    bank: tuple[str, str]
    mist: str
    rim: str
    window: str
    calm: float
    """0 tense, 0.5 neutral, 1 calm."""


def _river(sky: str, water: str, hills: str, others: str, calm: float) -> River:
    mist, rim, window, bank, dark = others.split()
    one, two, three, four = hills.split()
    return River(
        Ramp(tuple(zip((0.0, 0.32, 0.58, 0.78, 0.90, 1.0), sky.split(), strict=True))),
        Ramp(tuple(zip((0.0, 0.10, 0.30, 0.62, 1.0), water.split(), strict=True))),
        (one, two, three, four), (bank, dark), mist, rim, window, calm,
    )  # fmt: skip


RIVERS = {
    "tense": _river("1e2744 364263 5a6685 82889e a4a2ae bfb4b0", "a5a3ad 7b8199 525d7d 303b5a 1c2541",
                    "7f859b 626b88 48526f 303a57", "aeb1bf d8cbbd eec88f 28324f 181f38", 0.0),
    "neutral": _river("141d38 2a395f 566084 928696 bb9f98 d6bfa8", "c2aba0 8a8698 525f80 28385d 131c38",
                      "7d7890 5c627f 3f4a69 262f4c", "b9aeb2 e8cfae f2c88c 222c46 131a2d", 0.5),
    "calm": _river("101a40 25376b 56629a a98aa6 e3ab9a ffd9ac", "eebd9d a08aa6 54618f 26376a 101a40",
                   "86789f 5c5f90 3a4676 202c55", "d9b7b4 ffdcae ffcf86 1d2a4c 101831", 1.0),
}  # fmt: skip
_HILLS = (
    (((0, 0.30), (0.12, 0.275), (0.26, 0.325), (0.40, 0.372), (0.52, 0.395), (0.62, 0.402), (0.75, 0.385),
      (0.88, 0.345), (1, 0.33)), 1, 0.004),
    (((0, 0.345), (0.15, 0.335), (0.3, 0.378), (0.44, 0.400), (0.56, 0.412), (0.68, 0.405), (0.82, 0.372),
      (1, 0.355)), 2, 0.004),
    (((0, 0.375), (0.18, 0.382), (0.33, 0.400), (0.46, 0.413), (0.6, 0.42), (0.72, 0.412), (0.85, 0.396),
      (1, 0.375)), 3, 0.003),
)  # fmt: skip
_BANKS = (
    (((0, 0.478), (0.07, 0.464), (0.16, 0.447), (0.27, 0.430), (0.40, 0.416), (0.47, 0.410), (0.50, 0.406),
      (1, 0.36)), (0.0, 0.47), 31),
    (((0, 0.34), (0.66, 0.405), (0.74, 0.411), (0.82, 0.424), (0.90, 0.446), (0.96, 0.470), (1, 0.486)),
     (0.72, 1.0), 32),
)  # fmt: skip
"""Waterline of each bank, from where to where it is wooded (x), seed of its trees."""
_BRIDGE = (0.490, 0.720, 0.371)
_ARCHES = ((0.5, 0.135, 0.0235), (0.235, 0.085, 0.0155), (0.765, 0.085, 0.0155))
_WINDOWS = (
    (0.795, 0.392, 1.0), (0.812, 0.386, 0.8), (0.842, 0.396, 1.2), (0.872, 0.380, 0.9), (0.905, 0.392, 1.2),
    (0.448, 0.396, 0.7), (0.425, 0.400, 0.8), (0.93, 0.378, 0.8),
)  # fmt: skip


def paint(grid: Grid, mood: str) -> Canvas:
    """The river in "tense", "neutral" or "calm"."""
    river = RIVERS[mood]
    canvas = Canvas(grid)
    _sky(canvas, river)
    ridges = _hills(canvas, river)
    sea = waves(grid, HORIZON)
    _water(canvas, river, sea, ridges)
    _bridge(canvas, river)
    for bank in _BANKS:
        _bank(canvas, river, bank, sea)
    _windows(canvas, river, sea)
    _mist(canvas, river)
    canvas.vignette(0.40)
    return canvas


def _sky(canvas: Canvas, river: River) -> None:
    grid, calm = canvas.grid, river.calm
    broad = clouds(grid, 2.0, 61, (0.3, 1.3))
    above = (grid.y < HORIZON + 0.02) * np.ones_like(broad)
    canvas.gradient(river.sky, grid.y / (HORIZON + 0.01) + broad * 0.014, above)
    shown = float(smoothstep(0.2, 1.0, calm))
    if shown > 0.0:
        light = stars(grid, 0.34, 900, 18, np.full_like(broad, 0.8))
        canvas.screen(light, (0.9 * shown) * smoothstep(0.33, 0.06, grid.y) * np.ones_like(broad))
    x, y, radius = 0.150, 0.185, 0.032
    crescent = disc(grid, x, y, radius, grid.pixel) - disc(grid, x + 0.0105, y - 0.010, radius * 0.985, grid.pixel)
    canvas.screen("fff0d4", np.clip(crescent, 0.0, 1.0) * (0.45 + 0.5 * calm))
    canvas.screen(
        "cfd4f2", halo(grid, x, y, 0.075, 2.2) * 0.20 * (0.4 + 0.6 * calm) + disc(grid, x, y, radius, 0.002) * 0.06
    )
    glow = np.exp(-(((grid.x - GLOW_X) / 0.30) ** 2 + ((grid.y - HORIZON) / 0.14) ** 2))
    canvas.screen(river.rim, glow * 0.42 * (0.4 + 0.6 * calm))
    fine = clouds(grid, 1.6, 62, (0.4, 2.0))
    streaks = smoothstep(0.2, 2.2, broad * 0.8 + fine * 0.5) * bell(grid.y, 0.22, 0.10)
    near_glow = np.exp(-(((grid.x - GLOW_X) / 0.3) ** 2))
    canvas.over(mix(colour(river.rim), river.sky.at(0.78), 0.4), streaks * (0.16 + 0.40 * near_glow))
    low = smoothstep(0.4, 2.1, np.roll(broad, grid.width // 3, 1) * 0.8 + fine * 0.5) * bell(grid.y, 0.325, 0.04)
    canvas.over(river.rim, low * 0.5 * near_glow)


def _hills(canvas: Canvas, river: River) -> tuple[tuple[Floats, str], ...]:
    """Three lines of hills, each melting into mist at its foot; their outlines (1, W) with their colours."""
    grid, tense = canvas.grid, 1.0 - river.calm
    near = np.exp(-(((grid.x - GLOW_X) / 0.26) ** 2))[..., None]
    ridges = []
    for index, ((points, seed, rough), tint) in enumerate(zip(_HILLS, river.hills[:3], strict=True)):
        ridge = curve(grid, points) + line(grid.x, 1.25, seed, lowest=5) * rough
        cover = below(grid, ridge, 1.2 * grid.pixel) * (grid.y < HORIZON + 0.02)
        deep = np.clip((grid.y - ridge + 0.01) / 0.09, 0.0, 1.0)[..., None] * 0.45
        body = colour(tint) * (1.0 - deep) + colour(river.mist) * deep
        body = body + (colour(river.rim) - body) * near * (0.30 - 0.06 * index)
        canvas.over(body, cover)
        haze = bell(grid.y, HORIZON - 0.018 + 0.008 * index, 0.016 + 0.02 * tense)
        canvas.over(river.mist, haze * (0.26 + 0.34 * tense) * (0.5 + 0.5 * near[..., 0]) * np.ones_like(cover))
        ridges.append((ridge, tint))
    return tuple(ridges)


def _water(canvas: Canvas, river: River, sea: Waves, ridges: tuple[tuple[Floats, str], ...]) -> None:
    """Colour by depth, mirrored hills, the path of the last light."""
    grid, calm, depth = canvas.grid, river.calm, sea.depth
    under = (grid.y >= HORIZON).astype(np.float32)
    rough = sea.long * 0.6 + sea.short * 0.55 + sea.fine * 0.25
    warp = depth + rough * 0.020 * smoothstep(0.0, 0.08, depth) * (0.4 + depth)
    canvas.gradient(river.water, warp, under * np.ones_like(rough))
    tremble = (sea.long + sea.short) * 0.005 * (0.3 + 3.0 * depth)
    for ridge, tint in ridges:
        mirrored = HORIZON + (HORIZON - ridge) * 1.15
        cover = np.clip((mirrored - grid.y + tremble) / 0.004 + 0.5, 0.0, 1.0) * under
        canvas.over(mix(colour(tint), river.water.at(0.30), 0.30), cover * 0.62 * np.exp(-depth / 0.22))
    path = np.exp(-(((grid.x - GLOW_X + 0.10 * depth) / (0.05 + 0.26 * depth**0.8)) ** 2))
    broad = 0.34 * np.exp(-depth / 0.10) + 0.20 * np.exp(-depth / 0.42)
    canvas.screen(river.rim, path * broad * under * (0.3 + 0.7 * calm))
    glints = smoothstep(0.0, 1.0, (rough - 1.25 + path) / 1.35) * path * under * (1.0 - smoothstep(0.40, 0.85, depth))
    canvas.screen(river.rim, glints * 0.55 * (0.35 + 0.65 * calm))


def _bridge(canvas: Canvas, river: River) -> None:
    grid = canvas.grid
    left, right, top_y = _BRIDGE
    along = (grid.x - left) / (right - left)
    top = top_y + 0.022 * (2.0 * along - 1.0) ** 2
    open_ = np.zeros((grid.height, grid.width), np.float32)
    mirrored = np.zeros_like(open_)
    for middle, wide, tall in _ARCHES:
        across = ((along - middle) / wide) ** 2
        open_ = np.maximum(open_, np.clip((1.0 - across - ((grid.y - HORIZON - 0.003) / tall) ** 2) * 6.0, 0.0, 1.0))
        mirrored = np.maximum(
            mirrored, np.clip((1.0 - across - ((grid.y - HORIZON - 0.003) / tall) ** 2) * 6.0, 0.0, 1.0)
        )
    inside = ((along > -0.02) & (along < 1.02)).astype(np.float32)
    stone = np.clip((grid.y - top) / grid.pixel + 0.5, 0.0, 1.0) * (grid.y < HORIZON + 0.003) * inside * (1.0 - open_)
    canvas.over(mix(colour(river.hills[2]), colour(river.hills[3]), 0.55), stone * 0.95)
    canvas.screen(river.rim, bell(grid.y - top, 0.0, 0.0018) * inside * 0.30 * river.calm)
    below_water = np.clip((2.0 * HORIZON - top - grid.y) / 0.003 + 0.5, 0.0, 1.0) * (grid.y > HORIZON + 0.003) * inside
    shade = mix(colour(river.hills[3]), river.water.at(0.30), 0.45)
    canvas.over(shade, below_water * (1.0 - mirrored) * 0.55)


def _bank(
    canvas: Canvas, river: River, bank: tuple[tuple[tuple[float, float], ...], tuple[float, float], int], sea: Waves
) -> None:
    """A wooded bank and its mirror, trembling a little; trees grow taller toward the border of the picture."""
    points, (start, end), seed = bank
    grid = canvas.grid
    shore = curve(grid, points) + line(grid.x, 1.4, 60 + seed, lowest=3, highest=60) * 0.0022
    dice = np.random.default_rng(seed)
    trees: list[Polygon] = []
    mirror: list[Polygon] = []
    count = 300
    for index in range(count):
        x = start + (end - start) * (index + float(dice.random())) / count
        outward = abs(x - 0.6) / 0.6
        foot = float(np.interp(x, grid.x[0], shore[0]))
        tall = (0.010 + 0.075 * outward**1.6) * (0.45 + 0.85 * float(dice.random()) ** 2.0)
        tree = spruce(x * grid.aspect, foot + 0.004, tall, 0.13 * tall + 0.006, dice)
        trees.append(tree)
        mirror.append([(tx, 2.0 * foot - ty) for tx, ty in tree])
    zone = ((grid.x >= start - 0.01) & (grid.x <= end + 0.01)).astype(np.float32)
    side = smoothstep(
        0.0, 0.06, np.minimum(grid.x - start, end - grid.x) + (0.06 if start == 0.0 or end == 1.0 else 0.0)
    )
    edge = (
        smoothstep(start - 0.002, start + 0.06, grid.x) if start > 0.0 else smoothstep(end + 0.002, end - 0.06, grid.x)
    )
    wood = stamp(grid, trees)
    ground = np.clip((grid.y - shore + 0.012 * edge) / grid.pixel, 0.0, 1.0) * np.clip(
        (shore - grid.y) / grid.pixel + 0.5, 0.0, 1.0
    )
    outward = np.clip(np.abs(grid.x - 0.6) / 0.6, 0.0, 1.0)[..., None]
    body = colour(river.hills[2]) * (1.0 - outward) + mix(colour(river.bank[0]), colour(river.bank[1]), 0.4) * outward
    canvas.over(body * np.ones_like(wood)[..., None], np.maximum(wood, ground * zone) * (grid.y < shore + 0.002) * side)
    tremble = (sea.long + 0.7 * sea.short) * 0.0022 * (0.5 + 3.0 * sea.depth)
    rows = np.clip(np.arange(grid.height)[:, None] + np.rint(tremble * grid.height), 0, grid.height - 1).astype(int)
    reflected = stamp(grid, mirror)[rows, np.arange(grid.width)[None, :]]
    canvas.over(mix(colour(river.bank[1]), river.water.at(0.62), 0.35), reflected * (grid.y > shore) * 0.72 * side)
    canvas.over(river.mist, bell(grid.y - shore, 0.002, 0.005) * zone * edge * 0.20)


def _windows(canvas: Canvas, river: River, sea: Waves) -> None:
    """A village: small warm windows on the banks and their streaks in the water."""
    grid = canvas.grid
    sway = (sea.long + sea.short) * 0.004
    for x, y, size in _WINDOWS:
        away = grid.distance(x, y)
        canvas.screen(
            river.window, np.exp(-((away / (0.0031 * size)) ** 2)) * 0.9 + halo(grid, x, y, 0.014 * size, 2.3) * 0.3
        )
        down = grid.y - (2.0 * HORIZON - y + 0.006) - 0.03
        streak = np.exp(-((((grid.x - x) * grid.aspect + sway * np.clip(down * 9.0, 0.0, 1.0)) / (0.0036 * size)) ** 2))
        canvas.screen(river.window, streak * np.exp(-np.clip(down, 0.0, 1.0) / 0.040) * (down > 0.0) * 0.55)


def _mist(canvas: Canvas, river: River) -> None:
    grid, tense = canvas.grid, 1.0 - river.calm
    drift = clouds(grid, 2.0, 61, (0.3, 1.3)) + 0.5 * clouds(grid, 1.6, 62, (0.4, 2.0))
    low = bell(grid.y, HORIZON + 0.03, 0.026 + 0.07 * tense) * smoothstep(-1.0, 1.7, drift)
    canvas.over(river.mist, low * (0.30 + 0.30 * tense))
    if tense > 0.0:
        wide = bell(grid.y, 0.50, 0.17) * smoothstep(-1.3, 1.7, drift) * 0.44 + 0.05
        canvas.over(river.mist, wide * tense)


PICTURES = (
    *(Picture(f"plates/boats_{mood}.webp", partial(paint, PLATE, mood)) for mood in MOODS),
    Picture("sprites/boats_frame.webp", partial(frame, PLATE)),
    Picture("sprites/boats_boat.webp", partial(boat, 320)),
    Picture("sprites/boats_boat_reflection.webp", partial(reflection, 320)),
)
