"""The signs of the places: small constellations over the water, each drawn with a few lights."""

from game.core.drawing import wave
from game.core.shapes import Colour, Disc, Shape

Dot = tuple[float, float, float, Colour]
"""Across and along from the middle, and radius, in heights; colour."""

DOT = 0.0042


def _waves() -> tuple[Dot, ...]:
    """Two lines of a swell, and a moon."""
    lines = []
    for line, (y, shift) in enumerate(((0.006, 0.0), (0.034, 0.06))):
        for step in range(9):
            x = -0.060 + 0.015 * step
            rise = 0.009 * wave(step, 6.0 / 60.0, shift)
            lines.append((x, y - rise, DOT - 0.0008 * line, Colour.SEA_LIGHT))
    return (*lines, (0.028, -0.038, 0.015, Colour.MOON))


def _boat() -> tuple[Dot, ...]:
    """A hull, a folded sail, a flame."""
    hull = tuple((-0.055 + 0.01375 * step, 0.012 + 0.024 * _bow(step / 8.0), DOT, Colour.STONE) for step in range(9))
    sail = tuple((0.004 * step - 0.022, 0.004 - 0.012 * step, DOT - 0.0006, Colour.STONE) for step in range(1, 6))
    back = tuple((0.030 - 0.0045 * step, 0.004 - 0.012 * step, DOT - 0.0006, Colour.STONE) for step in range(1, 6))
    return (*hull, *sail, *back, (0.003, -0.012, 0.008, Colour.FLAME))


def _bow(share: float) -> float:
    """A hull's line: 0 at both ends, 1 in the middle."""
    return 4.0 * share * (1.0 - share)


def _flower() -> tuple[Dot, ...]:
    """Six petals round a warm middle, on a stem with two leaves."""
    turns = ((1.0, 0.0), (0.5, 0.87), (-0.5, 0.87), (-1.0, 0.0), (-0.5, -0.87), (0.5, -0.87))
    petals = tuple((0.026 * x, -0.022 + 0.026 * y, 0.0115, Colour.ROSE) for x, y in turns)
    stem = tuple((0.002 * step, 0.016 + 0.011 * step, DOT - 0.001, Colour.LEAF) for step in range(4))
    leaves = ((-0.014, 0.034, 0.0065, Colour.LEAF), (0.020, 0.028, 0.0065, Colour.LEAF))
    return (*petals, (0.0, -0.022, 0.0105, Colour.SUN), *stem, *leaves)


def _stones() -> tuple[Dot, ...]:
    """Three stones, one upon the other, and a ring in the water."""
    ring = tuple((0.060 * x, 0.046 + 0.012 * y, DOT - 0.0014, Colour.SEA_LIGHT) for x, y in _CIRCLE)
    stones = (
        (0.0, 0.030, 0.022, Colour.STONE),
        (0.003, -0.003, 0.016, Colour.MIST),
        (-0.002, -0.028, 0.011, Colour.STONE),
    )
    return (*ring, *stones)


def _swarm() -> tuple[Dot, ...]:
    """Lights at rest over the grass."""
    places = (
        (-0.045, 0.010, 0.0055), (-0.020, -0.030, 0.0045), (0.006, 0.002, 0.0075), (0.030, -0.040, 0.0040),
        (0.050, -0.008, 0.0060), (-0.008, 0.034, 0.0045), (0.032, 0.030, 0.0050),
    )  # fmt: skip
    return tuple((x, y, size, Colour.FIREFLY) for x, y, size in places)


def _wing() -> tuple[Dot, ...]:
    """Two wings in the wind, and half a sun."""
    left = tuple((-0.008 - 0.0125 * step, 0.002 - 0.020 * _bow(0.16 * step), DOT, Colour.CREAM) for step in range(5))
    right = tuple((0.008 + 0.0125 * step, 0.000 - 0.020 * _bow(0.16 * step), DOT, Colour.CREAM) for step in range(5))
    trail = tuple((-0.050 + 0.016 * step, 0.044 - 0.003 * step, DOT - 0.0014, Colour.DUSK) for step in range(6))
    return (*left, *right, (0.0, 0.006, 0.0062, Colour.CREAM), *trail, (0.045, 0.022, 0.013, Colour.SUN))


_CIRCLE = (
    (1.0, 0.0), (0.81, 0.59), (0.31, 0.95), (-0.31, 0.95), (-0.81, 0.59),
    (-1.0, 0.0), (-0.81, -0.59), (0.81, -0.59),
)  # fmt: skip

ALONE: tuple[Dot, ...] = ((0.0, 0.0, 0.012, Colour.LANTERN),)
SIGNS = {
    "tide": _waves(),
    "boats": _boat(),
    "garden": _flower(),
    "stones": _stones(),
    "fireflies": _swarm(),
    "glider": _wing(),
}


def sign(place: str, middle: tuple[float, float], opacity: float, scale: float = 1.0) -> tuple[Shape, ...]:
    """A place's sign round ``middle``; a place without one has a single light."""
    x, y = middle
    return tuple(
        Disc(x + scale * across * 9.0 / 16.0, y + scale * along, scale * radius, colour, opacity)
        for across, along, radius, colour in SIGNS.get(place, ALONE)
    )
