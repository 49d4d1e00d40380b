"""One grid for every format that wants even steps: each half second of a session, from its beginning to its end.

Estimates lie on it by themselves. What a sensor said has any time: it stands at the half second nearest to it, halfway
between two at the later one. Rounding to even, as ``round`` does, would lay what comes twice a second at .25 and .75
two to a place and leave holes between. Where two still fall to one place, the one told last stays, as it does where
sensors are thinned to half seconds (game/replay/sensed.py).
"""

from collections.abc import Iterable, Iterator
from math import floor

from game.replay.sensed import Quality

RATE_HZ = 2

Points = Iterable[tuple[float, float | None]]
"""Moments in seconds since the session began, and the value of each; None = not known."""


def count_of(length_s: float) -> int:
    """How many half seconds a session has; whatever happens in it is nearest to one of them."""
    return _place(length_s) + 1


def placed(points: Points, count: int) -> list[float | None]:
    """The value of each of so many half seconds, None where there is none. What lies outside of them is left out."""
    cells: list[float | None] = [None] * count
    for t_s, value in points:
        place = _place(t_s)
        if 0 <= place < count:
            cells[place] = value
    return cells


def in_both_halves(quality: Quality) -> Iterator[tuple[float, float]]:
    """What holds for a second as points on the grid: it holds in both of its halves."""
    for t_s, value in zip(quality.t_s, quality.value, strict=True):
        for half in range(RATE_HZ):
            yield t_s + half / RATE_HZ, value


def _place(t_s: float) -> int:
    return floor(t_s * RATE_HZ + 0.5)
