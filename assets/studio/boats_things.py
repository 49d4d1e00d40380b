"""A folded paper boat with a small flame in it, its reflection, and the frame of willow and bulrush."""

import numpy as np
from scipy.ndimage import gaussian_filter

from assets.studio.canvas import Grid, Painting, smoothstep
from assets.studio.colour import Floats, colour, mix
from assets.studio.strokes import Polygon, blade, stamp

_CREAM, _SHADE, _DEEP, _WARM = "fff2d8", "b3a0b6", "6f6a92", "ffc06a"
_WIDE = 2.3
"""Width of the sprite in its heights; the boat is 2 units long and 1 high."""
_FACETS = (
    (
        ((-1.0, 0.40), (-0.36, 0.235), (0.36, 0.235), (1.0, 0.40), (0.42, 0.06), (-0.42, 0.06)),
        _DEEP,
        0.95,
        (0.0, 0.16, 0.50),
    ),
    (((0.012, 0.86), (-0.40, 0.12), (0.012, 0.07)), "f0e2cf", 0.80, (-0.04, 0.14, 0.60)),
    (((0.0, 0.86), (0.40, 0.12), (0.0, 0.07)), "bdaebb", 0.72, (0.04, 0.14, 0.55)),
    (
        ((-1.0, 0.40), (-0.34, 0.145), (0.012, 0.105), (0.012, -0.045), (-0.56, -0.045)),
        "dccbc4",
        0.62,
        (-0.05, 0.13, 0.52),
    ),
    (((1.0, 0.40), (0.34, 0.145), (0.0, 0.105), (0.0, -0.045), (0.56, -0.045)), "9a8da8", 0.60, (0.05, 0.13, 0.50)),
)
"""Corners, colour, how much of the flame's light it takes, and where that light stands (x, y, reach)."""
_FOLDS = (
    ((-1.0, 0.40), (-0.34, 0.145), 0.010), ((-0.34, 0.145), (0.0, 0.105), 0.010), ((0.0, 0.105), (0.34, 0.145), 0.010),
    ((0.34, 0.145), (1.0, 0.40), 0.010), ((0.0, 0.86), (-0.40, 0.12), 0.006),
)  # fmt: skip
_INK, _BANK, _RIM, _FLAME = "0a1026", "1d2a4c", "ffdcae", "ffb45e"


def _unit_grid(height: int) -> tuple[Grid, Floats, Floats]:
    """The sprite's grid, and x, y in units of half the boat: its waterline at the sprite's foot, y up."""
    grid = Grid(round(height * _WIDE), height)
    return grid, (grid.x - 0.5) * _WIDE, 0.95 - grid.y


def _mask(grid: Grid, corners: tuple[tuple[float, float], ...]) -> Floats:
    return stamp(grid, [[((x / _WIDE + 0.5) * grid.aspect, 0.95 - y) for x, y in corners]])


def boat(height: int) -> Painting:
    """A boat of ``height`` pixels from waterline to the tip of its sail; its flame lights the paper from within."""
    grid, x, y = _unit_grid(height)
    rgb = np.zeros((grid.height, grid.width, 3), np.float32)
    alpha = np.zeros((grid.height, grid.width), np.float32)
    for corners, tint, takes, (light_x, light_y, reach) in _FACETS:
        cover = _mask(grid, corners)
        light = np.exp(-1.9 * (np.hypot(x - light_x, y - light_y) / reach) ** 2)
        paper = colour(tint) + (colour(_WARM) * 1.04 - colour(tint)) * np.clip(light * takes, 0.0, 1.0)[..., None]
        paper = paper + (colour("fff4d2") - paper) * np.clip((light - 0.62) * 1.9 * takes, 0.0, 1.0)[..., None]
        rgb = rgb * (1.0 - cover[..., None]) + np.clip(paper, 0.0, 1.0) * cover[..., None]
        alpha = np.maximum(alpha, cover)
    for (ax, ay), (bx, by), width in _FOLDS:
        length = float(np.hypot(bx - ax, by - ay))
        nx, ny = -(by - ay) / length * width, (bx - ax) / length * width
        cover = _mask(grid, ((ax + nx, ay + ny), (bx + nx, by + ny), (bx - nx, by - ny), (ax - nx, ay - ny))) * 0.75
        rgb = np.asarray(rgb * (1.0 - cover[..., None]) + colour("fff6e2") * cover[..., None], np.float32)
        alpha = np.maximum(alpha, cover)
    return Painting(rgb.astype(np.float32), alpha)


def reflection(height: int) -> Painting:
    """Twice as tall as the boat: its broken mirror and the streak of its flame."""
    grid = Grid(round(height * _WIDE), 2 * height)
    x = (grid.x - 0.5) * _WIDE
    down = grid.y * 2.0
    hull = np.clip((1.0 - 0.42 * np.clip(down / 0.26, 0.0, 1.0) - np.abs(x)) * 60.0, 0.0, 1.0) * (down < 0.30)
    sail = np.clip((0.40 * (1.0 - (down - 0.05) / 0.92) - np.abs(x)) * 60.0, 0.0, 1.0) * (down > 0.05) * (down < 0.95)
    rows = 0.72 + 0.28 * np.sin(down * 95.0 + 3.0 * np.sin(down * 23.0))
    mirror = np.maximum(hull * 0.75, sail * 0.62) * (1.0 - smoothstep(0.1, 1.05, down)) * rows
    streak = np.exp(-((x / (0.20 + 0.05 * down)) ** 2)) * np.exp(-down / 0.75) * (0.5 + 0.5 * rows) * (down < 1.9)
    soft = gaussian_filter(np.asarray(mirror, np.float32), 1.2)
    whole = np.clip(soft * 0.7 + streak * 0.8 * (1.0 - soft), 0.0, 1.0) * smoothstep(2.0, 1.5, down)
    share = (streak / np.maximum(streak + soft, 1e-6))[..., None]
    rgb = mix(colour("ffc98a"), colour("54618f"), 0.40) * (1.0 - share) + colour(_FLAME) * share
    return Painting(rgb.astype(np.float32), whole.astype(np.float32))


def frame(grid: Grid) -> Painting:
    """Willow from the upper right, bulrush and reeds in both lower corners: a dark layer over everything."""
    willow, reeds = stamp(grid, _willow(grid)), stamp(grid, _reeds(grid))
    rgb = np.broadcast_to(mix(colour(_INK), colour(_BANK), 0.35), (*willow.shape, 3)).copy()
    rgb += (colour(_INK) - rgb) * reeds[..., None]
    one = max(round(grid.height / 720), 1)
    lit = np.clip(willow - np.roll(willow, one, 1), 0.0, 1.0) * np.exp(-(((grid.x - 0.80) / 0.16) ** 2)) * 0.20
    rgb += (colour(_RIM) - rgb) * lit[..., None]
    warm = np.clip(reeds - np.roll(reeds, -2 * one, 1), 0.0, 1.0) * np.exp(-(((grid.x - 0.16) / 0.12) ** 2)) * 0.22
    rgb += (colour(_FLAME) - rgb) * warm[..., None]
    return Painting(rgb.astype(np.float32), np.maximum(willow * 0.95, reeds * 0.97))


def _willow(grid: Grid) -> list[Polygon]:
    """Hanging twigs with narrow leaves to both sides."""
    dice = np.random.default_rng(21)
    shapes: list[Polygon] = []
    for _ in range(44):
        start = grid.aspect * (1.02 - 0.20 * float(dice.random()) ** 1.3)
        top, reach = -0.03 - 0.04 * float(dice.random()), float(np.clip((start / grid.aspect - 0.78) / 0.24, 0.12, 1.0))
        length = (0.16 + 0.52 * float(dice.random())) * reach
        sway = float(dice.normal(-0.022, 0.017))
        points = [
            (start + sway * t * t - 0.019 * float(np.sin(2.1 * t)), top + length * t) for t in np.linspace(0.0, 1.0, 17)
        ]
        half = [(0.0014 * (1.0 - k / 16) + 0.0004) for k in range(17)]
        shapes.append(
            [(x + w, y) for (x, y), w in zip(points, half, strict=True)]
            + [(x - w, y) for (x, y), w in reversed(list(zip(points, half, strict=True)))]
        )
        for leaf in range(3, 48):
            t = leaf / 48 * 16
            at = int(t)
            x = points[at][0] + (points[min(at + 1, 16)][0] - points[at][0]) * (t - at)
            y = points[at][1] + (points[min(at + 1, 16)][1] - points[at][1]) * (t - at)
            long = 0.021 + 0.0125 * float(dice.random())
            lean = (-1.0) ** leaf * (0.45 + 0.35 * float(dice.random()))
            dx, dy = float(np.sin(lean)) * long, float(np.cos(lean)) * long
            nx, ny = -dy / long * 0.0026, dx / long * 0.0026
            shapes.append(
                [(x, y), (x + dx / 2 + nx, y + dy / 2 + ny), (x + dx, y + dy), (x + dx / 2 - nx, y + dy / 2 - ny)]
            )
    return shapes


def _reeds(grid: Grid) -> list[Polygon]:
    """Blades that lean inward from both lower corners, a few bulrush heads at the left."""
    dice = np.random.default_rng(22)
    shapes: list[Polygon] = []
    for index in range(85):
        x = abs(float(dice.normal(0.0, 0.118))) - 0.035
        length = (0.153 + 0.264 * float(dice.random())) * float(np.exp(-max(x, 0.0) / 0.29))
        bend = float(dice.normal(0.042, 0.042)) * length / 0.305
        shapes.append(blade(x, 1.017, length, bend, 0.0072 * (0.6 + 0.6 * float(dice.random()))))
        if index % 9 == 0:
            shapes += _bulrush(x, 1.15 * length, float(dice.normal(0.022, 0.019)))
    for _ in range(60):
        x = grid.aspect + 0.035 - abs(float(dice.normal(0.0, 0.118)))
        length = (0.111 + 0.208 * float(dice.random())) * float(np.exp(-max(grid.aspect - x, 0.0) / 0.264))
        bend = float(dice.normal(-0.042, 0.042)) * length / 0.305
        shapes.append(blade(x, 1.017, length, bend, 0.0069 * (0.6 + 0.6 * float(dice.random()))))
    return shapes


def _bulrush(x: float, length: float, bend: float) -> list[Polygon]:
    top_x, top_y = x + bend, 1.017 - length
    head = [(top_x, top_y - 0.012)]
    head += [(top_x + dx, top_y + dy) for dx, dy in ((0.0055, 0.004), (0.0062, 0.034), (0.002, 0.046))]
    head += [(top_x - dx, top_y + dy) for dx, dy in ((0.002, 0.046), (0.0062, 0.034), (0.0055, 0.004))]
    return [blade(x, 1.017, length, bend, 0.0042), head]
