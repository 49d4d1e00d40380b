"""One grid for every format that wants even steps: each half second of a session, from its beginning to its end.

Estimates lie on it by themselves. What a sensor said has any time: it stands at the half second nearest to it, halfway
between two at the later one. Rounding to even, as ``round`` does, would lay what comes twice a second at .25 and .75
two to a place and leave holes between. Where two still fall to one place, the one told last stays, as it does where
sensors are thinned to half seconds (game/replay/sensed.py).
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from math import floor
from operator import itemgetter

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


def held(
    points: Sequence[tuple[float, float]], lost: Sequence[tuple[float, float]], count: int
) -> Iterator[tuple[float, float]]:
    """What is set at some moments as points on the grid: each stands until the next.

    From where records are lost until something is set anew nobody knows what stood: there are no points.

    Args:
        points: moments and values, in order of time.
        lost: stretches of which the records are lost, (from_s, to_s).
        count: half seconds of the grid.
    """
    for t_s in (place / RATE_HZ for place in range(count)):
        place = bisect_right(points, t_s, key=itemgetter(0))
        if place and not any(from_s < t_s and points[place - 1][0] < to_s for from_s, to_s in lost):
            yield t_s, points[place - 1][1]


def _place(t_s: float) -> int:
    return floor(t_s * RATE_HZ + 0.5)
