"""The garden's living plants, each a strip of openings: round and bell flowers, lavender, daisies, the great bloom.

They are painted in calm daylight once; mist in front of them is what veils them. Rose and violet stand with light tips,
so that they part from leaf and mist for every kind of colour vision.
"""

import math

import numpy as np

from assets.studio.canvas import Painting, smoothstep
from assets.studio.colour import Ramp
from assets.studio.flowers import Codes, Patch, Petal, arc, blend, stem, strip

ROSE: Codes = ("a83a63", "ec8fa0", "ffe3d8")
APRICOT: Codes = ("d9713a", "ffbe7f", "fff0d2")
VIOLET: Codes = ("5a4aa0", "a08fd8", "e6ddff")
CREAM: Codes = ("d8b46a", "fff0cd", "fffdf2")
BLUE: Codes = ("3a5fb0", "8fb8f0", "f0f8ff")
LEAF: Codes = ("2f5d50", "45805f", "8db974")
DARK = "17333a"
_STALK = blend(LEAF[0], DARK, 0.20)
_RIM = blend(LEAF[1], "fff0c8", 0.35)


def _leaf(patch: Patch, place: tuple[float, float], turn: float, length: float, bend: float = 0.2) -> None:
    colours = (blend(LEAF[0], DARK, 0.30), blend(LEAF[0], LEAF[1], 0.6), blend(LEAF[1], LEAF[2], 0.55))
    side = 1.0 if turn > 0 else -1.0
    patch.petal(
        Petal(*place, turn, length, length * 0.155, colours, bend * side, 0.9, 0.85, lit=-side, sharp=1.0)
    )  # fmt: skip


def _stalk(patch: Patch, points: tuple[tuple[float, float], ...], thick: float, thin: float) -> list[list[float]]:
    """A stalk with a rim of light on its left; returns the path."""
    path = arc(points)
    patch.cut([stem(path, thick, thin)], _STALK)
    patch.cut([stem(path - np.array([thick * 0.22, 0.0]), thick * 0.3, thin * 0.3)], _RIM, 0.55)
    found: list[list[float]] = path.tolist()
    return found


def _head(patch: Patch, place: tuple[float, float], radius: float, flat: float, opening: float, look: Codes) -> None:
    """A round flower of eight petals. In bud all stand upright; opening they lean outward, the front ones toward us."""
    x, y = place
    go = float(smoothstep(0.0, 1.0, opening))
    calyx: Codes = (LEAF[0], LEAF[1], LEAF[2])
    for turn in (-0.75, 0.75, -0.3, 0.3):
        patch.petal(Petal(x, y + radius * 0.30 * (1 - go), turn * (1 + go), radius * 0.60, radius * 0.15, calyx))
    petals = []
    for number in range(8):
        around = 0.2 + number * math.tau / 8
        shut = (math.sin(around) * 0.24, -0.96 - 0.08 * math.cos(around))
        out = (math.sin(around), -math.cos(around) * flat)
        petals.append((around, *(a + (b - a) * go for a, b in zip(shut, out, strict=True))))
    low = radius * 0.30 * (1 - go)
    for around, right, down in sorted(petals, key=lambda petal: -math.cos(petal[0])):
        behind = math.cos(around)
        length = radius * max(math.hypot(right, down), 0.30)
        patch.petal(
            Petal(
                x, y + low, math.atan2(right, -down), length, radius * (0.21 + 0.04 * go), look,
                0.05 * math.sin(number * 3.1), 1.45, 0.62, 0.10 * (behind < 0) * go + 0.12 * (1 - go) * (behind > 0),
                sharp=0.0,
            )
        )  # fmt: skip
    patch.heart(x, y - radius * 0.02, radius * (0.10 + 0.10 * go), flat * 1.05, float(smoothstep(0.35, 0.7, opening)))
    shown = 1 - float(smoothstep(0.15, 0.60, opening))
    for turn in (-0.42, 0.42, 0.0):
        patch.petal(Petal(x, y + radius * 0.42, turn, radius * 0.62, radius * 0.16, calyx, cover=shown))


def round_flower(height: int, look: Codes, lean: float, opening: float) -> Painting:
    """A stalk with leaves and one round flower; ``lean`` moves its head sideways."""
    patch = Patch(round(height * 0.44), height)
    head = (lean, 0.155)
    path = _stalk(patch, ((0.0, 1.0), (0.0, 0.75), (lean * 0.4, 0.45), head), 0.012, 0.007)
    for at, turn, long in ((9, -0.95, 0.20), (15, 0.85, 0.19), (22, -0.8, 0.15), (27, 0.8, 0.12)):
        _leaf(patch, (path[at][0], path[at][1]), turn, long)
    _head(patch, head, 0.135, 0.60, opening, look)
    patch.melt(0.86)
    return patch.painting()


_LIPS = ((-1.0, 0.26, 0.22), (1.0, 0.26, 0.16), (-0.5, 0.28, 0.08), (0.5, 0.28, 0.04), (0.0, 0.30, 0.0))
"""A bell's lips, back to front: where they point, half width, shade."""


def bell_flower(height: int, look: Codes, side: float, opening: float) -> Painting:
    """An arching stalk (``side`` 1 bows right, -1 left) with seven bells that fill and flare as they open."""
    patch = Patch(round(height * 0.62), height)
    path = _stalk(
        patch, ((-0.13 * side, 1.0), (-0.155 * side, 0.52), (-0.16 * side, -0.12), (0.20 * side, 0.11)), 0.014, 0.005
    )
    for at, turn, long in ((7, -0.62, 0.19), (13, 0.75, 0.21), (18, -0.6, 0.15)):
        _leaf(patch, (path[at][0], path[at][1]), turn * side, long)
    full = 0.55 + 0.45 * opening
    flare = 0.10 + 0.42 * opening
    for bell in range(7):
        x, y = path[min(21 + bell * 3, 39)]
        radius = (0.100 - 0.0060 * bell) * full
        foot = (x + 0.006 * side, y + radius * 0.35)
        thread = np.array([[x, y], [x + 0.004 * side, y + radius * 0.2], [foot[0], foot[1] + radius * 0.1]])
        patch.cut([stem(thread, 0.005, 0.004)], LEAF[0])
        for turn, wide, shade in _LIPS:
            patch.petal(
                Petal(
                    *foot, math.pi + turn * flare, radius, radius * wide * (0.75 + 0.25 * opening), look,
                    -0.25 * opening * turn, 0.72, 0.62, shade, sharp=0.3,
                )
            )  # fmt: skip
        patch.petal(Petal(*foot, math.pi, radius * 0.34, radius * 0.20, (LEAF[0], LEAF[1], LEAF[1]), fullest=1.2))
    patch.melt(0.88)
    return patch.painting()


def lavender(height: int, opening: float) -> Painting:
    """Three spikes of small violet lips."""
    patch = Patch(round(height * 0.40), height)
    dice = np.random.default_rng(8)
    bud = (blend(VIOLET[0], LEAF[1], 0.45), blend(VIOLET[1], LEAF[2], 0.35), blend(VIOLET[2], LEAF[2], 0.2))
    look: Codes = (
        blend(bud[0], VIOLET[0], opening), blend(bud[1], VIOLET[1], opening), blend(bud[2], VIOLET[2], opening)
    )  # fmt: skip
    for foot, tip, top in ((-0.07, -0.12, 0.13), (0.08, 0.13, 0.17), (0.0, 0.015, 0.03)):
        path = _stalk(patch, ((foot, 1.0), (foot, 0.7), (foot, 0.4), (tip, top)), 0.009, 0.004)
        for at, turn in ((7, -0.4), (12, 0.4))[:: 1 if foot < 0 else -1][:1]:
            _leaf(patch, (path[at][0], path[at][1]), turn, 0.13, 0.1)
        for ring in range(21):
            up = ring / 20
            x, y = path[20 + round(ring * 19 / 20)]
            radius = (0.0205 - 0.0115 * up) * (0.70 + 0.30 * opening)
            for side in (-1.0, 1.0, 0.0):
                turn = side * (0.95 - 0.35 * up) + float(dice.normal(0, 0.22))
                shade = 0.16 * (side < 0) + 0.10 * float(dice.random())
                long = radius * (2.0 + 0.7 * float(dice.random()))
                patch.petal(Petal(x, y + 0.004 * side, turn, long, radius * 0.62, look, 0.0, 0.8, 0.8, shade))
    patch.melt(0.86)
    return patch.painting()


_TUFT = (
    (-0.12, 0.22, 0.165, 0.0), (0.33, 0.36, 0.155, 0.05), (-0.36, 0.42, 0.150, -0.05), (0.14, 0.56, 0.150, 0.03),
    (-0.42, 0.68, 0.120, -0.03),
)  # fmt: skip
"""The flowers of a tuft: x, y, radius, and how far the stalk leans."""


def daisies(height: int, look: Codes, opening: float) -> Painting:
    """A tuft of five small round flowers."""
    patch = Patch(round(height * 1.30), height)
    for x, y, _, lean in _TUFT:
        path = _stalk(patch, ((x * 0.45, 1.0), (x * 0.5, 0.85), (x - lean, 0.7), (x, y)), 0.022, 0.014)
        _leaf(patch, (path[12][0], path[12][1]), 0.8 if x > 0 else -0.8, 0.24)
    for x, y, radius, _ in _TUFT:
        _head(patch, (x, y), radius, 0.55, opening, look)
    patch.melt(0.80)
    return patch.painting()


def great_bloom(height: int, opening: float) -> Painting:
    """The lotus in the middle: six rings of petals that lean outward as it opens; a light wakes in its heart."""
    patch = Patch(round(height * 1.46), height)
    size = 0.65 * (0.84 + 0.16 * opening)
    foot = 0.81
    go = 0.10 + 0.90 * opening
    calyx: Codes = (LEAF[0], LEAF[1], LEAF[2])
    for turn in (-2.0, 2.0, -1.45, 1.45):
        lean = turn * (0.40 + 0.60 * go)
        patch.petal(Petal(0, foot + 0.012, lean, 0.27 + 0.06 * go, 0.060, calyx, math.copysign(0.14, -turn)))
    rings = (
        (7, 1.18, 1.00, 0.215, 0.26, -0.16), (6, 0.90, 0.99, 0.225, 0.17, -0.16), (5, 0.62, 0.95, 0.21, 0.12, -0.12),
    )  # fmt: skip
    for ring in rings:
        _fan(patch, (foot, size, go), ring)
    patch.glow(0.0, foot - 0.42 * size, 0.42 * size, 0.34 * size, "ffdf9a", 1.0 * float(smoothstep(0.35, 1, opening)))
    _stamens(patch, foot, size, opening)
    for ring in ((5, 1.45, 0.80, 0.225, 0.08, 0.10), (4, 1.02, 0.68, 0.220, 0.03, 0.06)):
        _fan(patch, (foot, size, go), ring)
    patch.petal(Petal(0.0, foot, 0.0, size * (0.84 - 0.26 * go), size * 0.215, ROSE))
    return patch.painting()


def _fan(patch: Patch, where: tuple[float, float, float], ring: tuple[int, float, float, float, float, float]) -> None:
    """A ring of petals, the outermost first; in bud they are as tall as the middle one."""
    foot, size, go = where
    count, spread, long, wide, shade, sag = ring
    for number in sorted(range(count), key=lambda each: -abs(each - (count - 1) / 2)):
        side = (number - (count - 1) / 2) / ((count - 1) / 2)
        turn = side * spread * (0.04 + 0.96 * go)
        tall = (0.94 - 0.06 * abs(side)) * (1 - go) + long * (1 - 0.10 * abs(side)) * go
        patch.petal(
            Petal(
                math.sin(turn) * size * 0.05, foot, turn, size * tall, size * wide * (0.86 + 0.14 * go), ROSE,
                sag * side * go, 0.85, 0.75, shade, -math.copysign(1.0, side) if side else 0.0,
            )
        )  # fmt: skip


def _stamens(patch: Patch, foot: float, size: float, opening: float) -> None:
    """Golden threads in the heart, seen once it is half open."""
    shown = float(smoothstep(0.4, 0.75, opening))
    dice = np.random.default_rng(3)
    for _ in range(26):
        turn, long = float(dice.normal(0, 0.34)), size * (0.42 + 0.18 * float(dice.random()))
        look: Codes = ("e0a040", "ffd880", "fff3c0")
        if shown > 0.0:
            patch.petal(Petal(0.0, foot - size * 0.05, turn, long, size * 0.014, look, 0.0, 1.2, 0.5, cover=shown))


def bloom_stalk(height: int) -> Painting:
    """What carries the great bloom: a stout stalk and four broad leaves."""
    patch = Patch(round(height * 1.62), height)
    path = _stalk(patch, ((-0.02, 1.0), (-0.035, 0.65), (0.015, 0.35), (0.0, 0.0)), 0.036, 0.024)
    for at, turn, long in ((9, -1.15, 0.80), (8, 1.12, 0.78), (17, -0.72, 0.55), (19, 0.78, 0.52)):
        _leaf(patch, (path[at][0], path[at][1]), turn, long, 0.22)
    patch.melt(0.84)
    return patch.painting()


def butterfly(height: int, opening: float) -> Painting:
    """A small blue butterfly from the side, its wings closed above it (0) to spread (1)."""
    patch = Patch(round(height * 1.5), height)
    for side, shade in ((-1.0, 0.10), (1.0, 0.0)):
        spread = 0.12 + 1.05 * opening
        patch.petal(Petal(0.0, 0.62, side * spread, 0.52, 0.18, BLUE, -0.20 * side, 0.62, 0.55, shade, side, 0.0))
        patch.petal(
            Petal(
                0.0, 0.64, side * (spread + 0.75), 0.32, 0.135, BLUE, 0.15 * side, 0.62, 0.55, shade + 0.06, side, 0.0
            )
        )
    body: Codes = ("3a2a30", "5a4038", "8a6a50")
    patch.petal(Petal(0.0, 0.86, 0.0, 0.42, 0.035, body, 0.0, 0.9, 0.6))
    for side in (-1.0, 1.0):
        feeler = arc(((0.0, 0.48), (0.02 * side, 0.40), (0.05 * side, 0.36), (0.10 * side, 0.33)))
        patch.cut([stem(feeler, 0.012, 0.006)], body[0])
    return patch.painting()


def dew(height: int) -> Painting:
    """A drop of light that waits on every bud: a pale heart in gold, and a faint halo, round."""
    across = (np.arange(height, dtype=np.float32) + 0.5) / height - 0.5
    away = np.hypot(across[None], across[:, None]) * 2
    rgb = Ramp(((0.0, "fffbe8"), (0.35, "fff0bc"), (0.62, "ffce74"), (1.0, "ffae5e"))).at(away)
    body = smoothstep(0.70, 0.52, away)
    halo = np.clip(1 - away, 0, 1) ** 2 * 0.9
    return Painting(rgb, np.asarray(np.maximum(body, halo), np.float32))


def opening_strip(name: str) -> Painting:
    """The strip of a plant by its name."""
    stages = {
        "round_rose": (12, lambda t: round_flower(400, ROSE, 0.03, t)),
        "round_apricot": (12, lambda t: round_flower(400, APRICOT, -0.03, t)),
        "round_cream": (12, lambda t: round_flower(400, CREAM, 0.0, t)),
        "bell_cream": (8, lambda t: bell_flower(560, CREAM, 1.0, t)),
        "bell_apricot": (8, lambda t: bell_flower(560, APRICOT, -1.0, t)),
        "lavender": (8, lambda t: lavender(380, t)),
        "daisy_cream": (8, lambda t: daisies(150, CREAM, t)),
        "daisy_rose": (8, lambda t: daisies(150, ROSE, t)),
        "star": (8, lambda t: daisies(150, BLUE, t)),
        "bloom": (24, lambda t: great_bloom(330, t)),
        "butterfly": (8, lambda t: butterfly(80, t)),
    }
    count, stage = stages[name]
    return strip(stage, count)
