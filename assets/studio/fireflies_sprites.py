"""The things of the clearing that live: a firefly, the pool of light on the grass, the breathing ring of light, the
near grass of both corners, a ring of small mushrooms, a moon moth."""

import math
from functools import partial

import numpy as np

from assets.studio.canvas import Grid, Painting, bell, smoothstep
from assets.studio.colour import Floats, Ramp, colour, mix
from assets.studio.picture import Picture
from assets.studio.strokes import Polygon, blade, stamp

_FLY = Ramp(((0.0, "e8b440"), (0.30, "ffcf54"), (0.55, "ffe486"), (0.85, "fff4c4"), (1.0, "fffbe6")))
_POOL = Ramp(((0.0, "a8b25a"), (0.55, "ecc968"), (1.0, "ffe49a")))
_DARK, _RIM = "060f1a", "2b5863"


def firefly(pixels: int) -> Painting:
    """A firefly: a pale heart in a golden glow that covers what lies behind, so it stays gold on a light ground."""
    grid = Grid(pixels, pixels)
    away = grid.distance(0.5, 0.5) / 0.5
    heart, near, far = bell(away, 0.0, 0.13), bell(away, 0.0, 0.29), bell(away, 0.0, 0.60)
    alpha = np.clip(heart + 0.66 * near + 0.34 * far, 0, 1) * smoothstep(1.0, 0.75, away)
    return Painting(_FLY.at(np.clip(0.95 * heart + 0.42 * near + 0.10 * far, 0, 1)), alpha.astype(np.float32))


def pool(wide: int) -> Painting:
    """Light that lies on grass, three times as wide as high: blades stand lit in a soft ellipse."""
    grid = Grid(wide, wide // 3)
    away = np.hypot((grid.x - 0.5) * 2.0, (grid.y - 0.55) * 2.0)
    fall = np.clip(1 - away / 0.92, 0, 1) ** 1.5
    light = fall * (0.80 + 0.20 * _lit_blades(grid, 21, 1800))
    return Painting(_POOL.at(np.clip(light * 1.2, 0, 1)), np.clip(light * 0.9, 0, 0.85).astype(np.float32))


def ring(wide: int) -> Painting:
    """A soft ring of light lying in the grass, three times as wide as high, brighter before than behind."""
    grid = Grid(wide, wide // 3)
    away = np.hypot((grid.x - 0.5) * 2.0, (grid.y - 0.5) * 2.0)
    light = (bell(away, 0.74, 0.050) * 0.55 + bell(away, 0.74, 0.14) * 0.45) * smoothstep(1.0, 0.90, away)
    light = light * (0.70 + 0.30 * smoothstep(0.2, 0.8, grid.y)) * (0.66 + 0.34 * _lit_blades(grid, 22, 2000))
    tint = Ramp(((0.0, "b4d68c"), (0.6, "e8eaa4"), (1.0, "fff2c4"))).at(light)
    return Painting(tint, np.clip(light * 0.95, 0, 1).astype(np.float32))


def _lit_blades(grid: Grid, seed: int, count: int) -> Floats:
    """Short blades all over a picture three times as wide as high."""
    dice = np.random.default_rng(seed)
    blades: list[Polygon] = []
    for _ in range(count):
        x, y = float(dice.random()) * grid.aspect, 0.08 + 1.0 * float(dice.random())
        long = 0.06 + 0.09 * float(dice.random())
        blades.append(blade(x, y, long, float(dice.normal(0.0, 0.3)) * long, 0.008 + 0.007 * float(dice.random())))
    return stamp(grid, blades)


def grass(grid: Grid, side: int) -> Painting:
    """Dark blades and a few seed heads leaning into the picture from the left (-1) or right (1) corner."""
    dice = np.random.default_rng(15 + side)
    behind, before = (_clump(grid, dice, side, count, tall) for count, tall in ((60, 0.80), (105, 1.0)))
    front = np.maximum(stamp(grid, before), stamp(grid, _heads(grid, dice, side)))
    back = stamp(grid, behind)
    rgb = np.broadcast_to(mix(colour(_DARK), colour(_RIM), 0.28), (*front.shape, 3)).copy()
    rgb += (colour(_DARK) - rgb) * front[..., None]
    reach = side * max(round(grid.height / 260), 1)
    rim = np.clip(front - np.roll(front, reach, 1), 0, 1) * smoothstep(0.95, 0.4, grid.y)
    rgb += (colour(_RIM) - rgb) * (rim * 0.40)[..., None]
    return Painting(rgb.astype(np.float32), (1 - (1 - back * 0.8) * (1 - front)).astype(np.float32))


def _clump(grid: Grid, dice: np.random.Generator, side: int, count: int, tall: float) -> list[Polygon]:
    blades: list[Polygon] = []
    for _ in range(count):
        out = min(abs(float(dice.normal(0, 0.42))), 0.95) - 0.06
        length = (0.30 + 0.62 * float(dice.random()) * math.exp(-max(out, 0) / 0.55)) * tall * (1 - 0.35 * out)
        x = out if side < 0 else grid.aspect - out
        bend = -side * float(dice.normal(0.26, 0.20)) * length
        blades.append(blade(x, 1.03, length, bend, 0.014 * (0.55 + 0.7 * float(dice.random()))))
    return blades


def _heads(grid: Grid, dice: np.random.Generator, side: int) -> list[Polygon]:
    """Three stems with feathered heads."""
    shapes: list[Polygon] = []
    for out, length, lean in ((0.10, 0.93, 0.20), (0.34, 0.70, 0.17), (0.02, 0.80, 0.10)):
        x, bend = (out if side < 0 else grid.aspect - out), -side * lean
        shapes.append(blade(x, 1.02, length, bend, 0.017))
        for step in range(24):
            t = 0.76 + 0.23 * step / 23
            at_x, at_y = x + bend * t * t, 1.02 - length * t * (1 - 0.12 * abs(bend) / length * t)
            long = 0.050 * (1.02 - (t - 0.76) / 0.24) + 0.014
            shapes.append(blade(at_x, at_y, long, long * (-side * 0.35 + float(dice.normal(0, 0.30))), 0.008))
    return shapes


_CAPS = ((0.34, 0.80, 0.46), (0.72, 0.82, 0.40), (0.20, 0.90, 0.34), (0.53, 0.94, 0.56), (0.86, 0.95, 0.30))
"""Mushrooms, far to near: x, foot, height, in the height of their picture (x in its width)."""


def mushrooms(wide: int) -> Painting:
    """Five small mushrooms in the grass, lit from inside; their foot is the bottom centre."""
    grid = Grid(wide, round(wide * 0.6))
    rgb = np.zeros((grid.height, grid.width, 3), np.float32) + colour("9fd8c0")
    alpha = np.zeros((grid.height, grid.width), np.float32)
    for x, foot, tall in _CAPS:
        for paint, cover in _mushroom(grid, x, foot, tall):
            rgb += (paint - rgb) * cover[..., None]
            alpha = alpha + (1 - alpha) * cover
    return Painting(rgb.astype(np.float32), alpha.astype(np.float32))


def _mushroom(grid: Grid, x: float, foot: float, tall: float) -> tuple[tuple[Floats, Floats], ...]:
    """Stalk and cap as (colour, cover)."""
    across, up = (grid.x - x) * grid.aspect / tall, (foot - grid.y) / tall
    soft = 1.4 / (tall * grid.height)
    bend = across - 0.05 * up * up
    stalk = smoothstep(soft, -soft, np.abs(bend) - 0.055 - 0.03 * (1 - up)) * (up > 0) * (up < 0.72)
    cap_up = (up - 0.62) / 0.38
    half = 0.40 * np.sqrt(np.clip(1 - np.clip(cap_up, 0, 1) ** 2, 0, 1))
    cap = smoothstep(soft, -soft, np.abs(bend - 0.02) - half) * smoothstep(-soft, soft, up - 0.60) * (up < 1.0)
    pale = Ramp(((0.0, "4f8f86"), (0.6, "b8ecd0"), (1.0, "f4fff0")))
    glow = np.clip(1.0 - 0.75 * cap_up - 0.35 * np.abs(across), 0, 1)
    return (pale.at(0.35 + 0.55 * np.clip(up, 0, 1)), stalk.astype(np.float32)), (pale.at(glow), cap.astype(np.float32))


def moth(pixels: int) -> Painting:
    """Eight stages side by side of a pale moon moth, wings folded (0) to spread (1)."""
    stages = [_moth(Grid(pixels, pixels), stage / 7) for stage in range(8)]
    return Painting(
        np.concatenate([stage.rgb for stage in stages], axis=1),
        np.concatenate([stage.alpha for stage in stages], axis=1),
    )


def _moth(grid: Grid, spread: float) -> Painting:
    """Two pairs of wings round a small body, the hind ones with long tails; ``spread`` 0 nearly closed, 1 open."""
    open_ = 0.30 + 0.70 * spread
    hind = stamp(grid, _pair(_HIND_WING, open_))
    fore = stamp(grid, _pair(_FORE_WING, open_))
    body = stamp(grid, [[(0.5 + 0.026 * math.sin(t), 0.47 + 0.105 * math.cos(t)) for t in np.linspace(0, 6.28, 24)]])
    feelers = stamp(grid, [blade(0.5 + side * 0.01, 0.38, 0.13, side * 0.07, 0.016) for side in (-1, 1)])
    away = grid.distance(0.5, 0.47) / 0.45
    rgb = Ramp(((0.0, "f4fff0"), (0.5, "d2f2cc"), (1.0, "97d3ba"))).at(np.clip(away, 0, 1))
    rgb = rgb + (colour("c2ead0") - rgb) * (hind * (1 - fore) * 0.55)[..., None]
    for x, y in _EYES:
        for side in (-1, 1):
            spot = bell(np.hypot((grid.x - 0.5 - side * x * open_) / max(open_, 0.4), grid.y - y), 0.0, 0.030)
            rgb = rgb + (colour("f0b48c") - rgb) * (spot * 0.75)[..., None]
    rgb = rgb + (colour("fff6e2") - rgb) * np.maximum(body, feelers)[..., None]
    alpha = np.maximum.reduce([fore * 0.94, hind * 0.90, body, feelers * 0.8])
    return Painting(rgb.astype(np.float32), alpha.astype(np.float32))


_FORE_WING = (
    (0.0, 0.42), (0.10, 0.30), (0.28, 0.20), (0.46, 0.17), (0.44, 0.28), (0.36, 0.42), (0.20, 0.52), (0.0, 0.52),
)  # fmt: skip
_HIND_WING = (
    (0.0, 0.46), (0.20, 0.46), (0.34, 0.52), (0.33, 0.64), (0.25, 0.74), (0.24, 0.95), (0.16, 0.80), (0.09, 0.66),
    (0.0, 0.56),
)  # fmt: skip
"""Outlines of a right wing: heights right of the body, y."""
_EYES = ((0.25, 0.33), (0.20, 0.60))
"""A spot on each wing, likewise."""


def _pair(outline: tuple[tuple[float, float], ...], open_: float) -> list[Polygon]:
    """A wing and its mirror image, corners rounded by a closed curve through them (Catmull and Rom, 1974)."""
    count = len(outline)
    smooth: list[tuple[float, float]] = []
    for index in range(count):
        points = np.array([outline[(index + step) % count] for step in (-1, 0, 1, 2)])
        for step in range(8):
            t = step / 8
            weights = (-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, t**3 - t**2)
            x, y = 0.5 * np.array(weights) @ points
            smooth.append((float(x), float(y)))
    return [[(0.5 + side * x * open_, y) for x, y in smooth] for side in (-1.0, 1.0)]


PAINTED = (
    Picture("sprites/fireflies_fly.webp", partial(firefly, 48)),
    Picture("sprites/fireflies_pool.webp", partial(pool, 660)),
    Picture("sprites/fireflies_ring.webp", partial(ring, 660)),
    Picture("sprites/fireflies_grass_left.webp", partial(grass, Grid(760, 560), -1)),
    Picture("sprites/fireflies_grass_right.webp", partial(grass, Grid(760, 560), 1)),
    Picture("sprites/fireflies_mushrooms.webp", partial(mushrooms, 200)),
    Picture("sprites/fireflies_moth@8.webp", partial(moth, 144)),
)
"""Everything that lives here, as it was painted."""
