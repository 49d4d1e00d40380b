"""One grid for every format that wants even steps: each half second of a session, from its beginning to its end.

Estimates lie on it by themselves. What a sensor said has any time: it stands at the half second nearest to it, halfway
between two at the later one. Rounding to even, as ``round`` does, would lay what comes twice a second at .25 and .75
two to a place and leave holes between. Where two still fall to one place, the one told last stays, as it does where
sensors are thinned to half seconds (game/replay/sensed.py).
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import floor
from operator import itemgetter

from game.replay.sensed import Quality

RATE_HZ = 2

Points = Iterable[tuple[float, float | None]]
"""Moments in seconds since the session began, and the value of each; None = not known."""
Stretches = Sequence[tuple[float, float]]
"""From when to when, seconds."""


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


def stood(points: Sequence[tuple[float, float]], lost: Stretches, end_s: float) -> Iterator[tuple[float, float, float]]:
    """What is set at some moments as stretches in which it stood, (from_s, to_s, value): each until the next.

    From where records are lost until something is set anew nobody knows what stood: there is no stretch.

    Args:
        points: moments and values, in order of time.
        lost: stretches of which the records are lost, (from_s, to_s).
        end_s: when the last ends.
    """
    for (from_s, value), (next_s, _) in pairwise([*points, (end_s, 0.0)]):
        to_s = min((next_s, *(lost_s for lost_s, again_s in lost if again_s > from_s)))
        if from_s <= to_s:
            yield from_s, to_s, value


def held(points: Sequence[tuple[float, float]], lost: Stretches, count: int) -> Iterator[tuple[float, float]]:
    """The same as points on a grid of so many half seconds."""
    stretches = list(stood(points, lost, count / RATE_HZ))
    for t_s in (place / RATE_HZ for place in range(count)):
        place = bisect_right(stretches, t_s, key=itemgetter(0))
        if place and t_s <= stretches[place - 1][1]:
            yield t_s, stretches[place - 1][2]


def beside(from_s: float, to_s: float, lost: Stretches) -> float:
    """How long a stretch of time is without what is lost of it, seconds."""
    return to_s - from_s - sum(max(min(to_s, again_s) - max(from_s, lost_s), 0.0) for lost_s, again_s in lost)


def _place(t_s: float) -> int:
    return floor(t_s * RATE_HZ + 0.5)
