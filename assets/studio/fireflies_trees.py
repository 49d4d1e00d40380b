"""The masks of the wood: trunks with boughs that end in leaves, and the arch of the leaf roof, in four depths."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from assets.studio.canvas import Grid, smoothstep
from assets.studio.colour import Floats
from assets.studio.noise import clouds, line
from assets.studio.strokes import Polygon, stamp

CLEARING_X = 0.56
"""Axis of the clearing, widths."""


@dataclass(frozen=True, slots=True)
class Depth:
    """One of the four layers of trees."""

    trees: int
    width: tuple[float, float]
    """Thinnest and thickest trunk, heights."""
    gap: float
    """Nothing of it stands nearer than this to the axis, widths."""
    foot: float
    """Where its trunks meet the ground, y."""
    roof: float
    """How low its leaves hang over the axis, y."""
    arch: float
    """How much lower they hang at the sides."""
    leaf: float
    """Length of a leaf, heights."""
    leaves: int


DEPTHS = (
    Depth(30, (0.008, 0.020), 0.035, 0.648, 0.190, 0.22, 0.0070, 9000),
    Depth(17, (0.018, 0.036), 0.085, 0.668, 0.150, 0.26, 0.0090, 8200),
    Depth(10, (0.034, 0.058), 0.150, 0.700, 0.105, 0.32, 0.0115, 6800),
    Depth(5, (0.066, 0.098), 0.250, 0.780, 0.055, 0.44, 0.0150, 5200),
)


@lru_cache(maxsize=8)
def trunks(grid: Grid, layer: int) -> Floats:
    """float32 (H, W): the trunks and boughs of a layer."""
    depth, dice = DEPTHS[layer], np.random.default_rng(60 + layer)
    polygons: list[Polygon] = []
    for place in range(depth.trees):
        x = (place + 0.5 + float(dice.normal(0, 0.24))) / depth.trees
        if abs(x - CLEARING_X) < depth.gap:
            x = CLEARING_X + math.copysign(depth.gap + 0.05 * float(dice.random()), x - CLEARING_X)
        width = depth.width[0] + (depth.width[1] - depth.width[0]) * float(dice.random())
        polygons += _tree(dice, x * grid.aspect, depth.foot + 0.018 * float(dice.random()), width, depth.leaf)
    return stamp(grid, polygons)


@lru_cache(maxsize=8)
def roof(grid: Grid, layer: int) -> Floats:
    """float32 (H, W): the leaves of a layer, a closed mass above and single leaves at its edge."""
    depth = DEPTHS[layer]
    noise = clouds(grid, 1.05, 4, (1.0, 1.2), lowest=5, shift=0.23 * layer)
    edge = _edge(grid.x, depth, layer)
    mass = smoothstep(-0.30, 0.30, (edge - 0.040 - grid.y) * (34 - 4 * layer) + noise * 0.62)
    return np.asarray(np.maximum(mass, stamp(grid, _leaves(grid, depth, layer))), np.float32)


def _edge(x: Floats, depth: Depth, layer: int) -> Floats:
    """How low the roof hangs at x, y: an arch over the clearing, scalloped by boughs."""
    side = np.abs(x - CLEARING_X)
    scallop = line(x, 0.9, 300 + layer, 2, 26) * (0.016 + 0.003 * layer)
    return np.asarray(depth.roof + depth.arch * side**1.25 + scallop, np.float32)


def _leaves(grid: Grid, depth: Depth, layer: int) -> Iterator[Polygon]:
    """Leaves in hanging sprays along the roof's edge: thick at it, few and small where they hang lowest."""
    dice = np.random.default_rng(170 + layer)
    sprays = depth.leaves // 26
    at = dice.random(sprays).astype(np.float32)
    edges = _edge(at, depth, layer)
    for spray in range(sprays):
        middle_x = float(at[spray]) * grid.aspect
        middle_y = float(edges[spray]) + min(float(dice.normal(-0.030, 0.022)), 0.012)
        reach = depth.leaf * (1.8 + 2.2 * float(dice.random()))
        for _ in range(26):
            away = abs(float(dice.normal(0, 0.55)))
            turn = 2 * math.pi * float(dice.random())
            x = middle_x + reach * away * math.cos(turn) * 1.5
            y = middle_y + reach * away * math.sin(turn) * 0.8
            length = depth.leaf * (0.55 + 0.7 * float(dice.random())) * (1.15 - 0.4 * min(away, 1.0))
            yield leaf(x, y, length, float(dice.normal(0.5 * math.pi, 0.75)))


def leaf(x: float, y: float, length: float, angle: float, slender: float = 0.36) -> list[tuple[float, float]]:
    """A pointed leaf from its stalk at (x, y) along ``angle`` (radians, 0 right, pi/2 down); lengths in heights."""
    run, fall = math.cos(angle), math.sin(angle)
    half = [length * slender * 0.5 * math.sin(math.pi * (step / 5) ** 0.8) for step in range(6)]
    spine = [(x + run * length * step / 5, y + fall * length * step / 5) for step in range(6)]
    left = [(px - fall * h, py + run * h) for (px, py), h in zip(spine, half, strict=True)]
    right = [(px + fall * h, py - run * h) for (px, py), h in zip(spine, half, strict=True)]
    return left + right[::-1]


def _tree(dice: np.random.Generator, x: float, foot: float, width: float, leaf_length: float) -> list[Polygon]:
    """A trunk that sways a little, widens at its root and carries boughs in its upper half."""
    lean, sway = float(dice.normal(0, 0.018)), width * (0.15 + 0.35 * float(dice.random()))
    turn = float(dice.random())
    left: list[tuple[float, float]] = []
    right: list[tuple[float, float]] = []
    middle: list[tuple[float, float, float]] = []
    for step in range(25):
        t = step / 24
        y = foot - (foot + 0.06) * t
        bend = sway * (math.sin(2 * math.pi * (0.9 * t + turn)) - math.sin(2 * math.pi * turn))
        wide = width * (1 - 0.42 * t + 0.75 * math.exp(-t * 22))
        at = x + lean * t + bend
        middle.append((at, y, wide))
        left.append((at - wide / 2, y))
        right.append((at + wide / 2, y))
    polygons: list[Polygon] = [left + right[::-1]]
    for _ in range(2 + int(dice.integers(0, 3))):
        at, y, wide = middle[int(24 * (0.50 + 0.42 * float(dice.random())))]
        side = -1.0 if dice.random() < 0.5 else 1.0
        length = (width * 1.9 + 0.07) * (0.6 + 0.8 * float(dice.random()))
        polygons += _bough(dice, (at, y), side * (0.75 + 0.45 * float(dice.random())), length, wide * 0.30, leaf_length)
    return polygons


def _bough(
    dice: np.random.Generator, start: tuple[float, float], angle: float, length: float, width: float, leaf_length: float
) -> list[Polygon]:
    """A bough that rises outward from ``start``, thins, and ends in a spray of leaves."""
    points = [start]
    for step in range(8):
        bend = angle * (1.0 - 0.45 * step / 7) + float(dice.normal(0, 0.10))
        x, y = points[-1]
        points.append((x + math.sin(bend) * length / 8, y - math.cos(bend) * length / 8))
    left: list[tuple[float, float]] = []
    right: list[tuple[float, float]] = []
    for step, (x, y) in enumerate(points):
        after, before = points[min(step + 1, 8)], points[max(step - 1, 0)]
        run, rise = after[0] - before[0], after[1] - before[1]
        norm = math.hypot(run, rise)
        half = 0.5 * width * (1 - step / 9) ** 0.9
        left.append((x - rise / norm * half, y + run / norm * half))
        right.append((x + rise / norm * half, y - run / norm * half))
    polygons: list[Polygon] = [left + right[::-1]]
    for x, y in points[4:]:
        for _ in range(9):
            away = leaf_length * 1.5
            place = x + float(dice.normal(0, away)), y + float(dice.normal(-0.3 * away, 0.6 * away))
            long = leaf_length * (0.6 + 0.6 * float(dice.random()))
            polygons.append(leaf(*place, long, float(dice.normal(1.57, 0.9))))
    return polygons
