"""Waves, easing and polar places for ``show``. Never called in ``step``: sine may differ between two C libraries
in its last bit, so what is drawn may, but what happens may not."""

from math import cos, pi, sin


def wave(tick: float, seconds: float, offset: float = 0.0) -> float:
    """A sine of the given period in [-1, 1]; ``offset`` in periods."""
    return sin(2.0 * pi * (tick / 60.0 / seconds + offset))


def around(x: float, y: float, radius: float, turn: float) -> tuple[float, float]:
    """The point at ``turn`` (0 right, 0.25 down) on a circle of ``radius`` heights, in the unit square."""
    return x + radius * cos(2.0 * pi * turn) * 9.0 / 16.0, y + radius * sin(2.0 * pi * turn)


def between(low: float, high: float, share: float) -> float:
    """Linear from ``low`` to ``high``, clamped."""
    return low + (high - low) * min(max(share, 0.0), 1.0)
