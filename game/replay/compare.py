"""Two sessions of one player laid over each other, each with its own tensest moment at the same place.

On one row of times: how tense each was beside its own usual, how its breath went beside the guide, and where the two
lie further apart than both are unsure. No words, and no verdict: two sessions prove nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from affect.trends.recovery import BACK_WITHIN, SMOOTH_S, SMOOTH_SHARE, STAYS_S
from affect.trends.session import WORTH_NAMING, Measure
from game.core.observe import unit_to_rate
from game.core.pace import TICKS_PER_S
from game.core.reading import SCALES, Quantity
from game.core.temper import PER_MIN
from game.replay.corrections import counting
from game.replay.events import Headline, baseline, headline
from game.replay.gist import believed
from game.replay.lanes import Curve, Lanes, LevelSpan, MinigameSpan
from game.replay.summing import guided
from game.replay.told import BAND_Z
from game.vault.layers import Correction

STEP_S = 5.0
"""Between the times of the row: as often as a mind decides."""
MOST_STEPS = 1080
"""Longer sessions are looked at in longer steps, so that no drawing has more of them."""
GUIDE_LASTS_S = 12.0
"""So long after a decision the guide is still what it was then: two decisions, and a little."""
LEAST_S = 60.0
"""With less known in both at once nothing is told of how they differ: as of one session alone."""

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Band:
    """Something along the row of times; nan where too little is known."""

    middle: tuple[float, ...]
    """What is most likely."""
    low: tuple[float, ...]
    high: tuple[float, ...]
    """The truth lies between these 8 times in 10, as far as the estimate can know."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two; times are seconds from the moment at which they are laid over each other."""

    from_s: float
    """Its beginning."""
    to_s: float
    """Its end."""
    headline: Headline | None
    """How its tensest moment passed; None = too little is known of it."""
    tension: Band
    """Arousal above the own usual of that day."""
    breath: Band
    """Breaths a minute above the guide, where a guide was shown."""
    places: tuple[LevelSpan, ...]
    """Where it was played."""
    games: tuple[MinigameSpan, ...]
    """Breathing games."""
    aside: tuple[tuple[float, float], ...]
    """Where somebody said that it was something else: nothing is believed of the feeling there."""

    @property
    def tense(self) -> bool:
        """Whether a moment of it was clearly tense."""
        return self.headline is not None and self.headline.recovery.tensest is not None


@dataclass(frozen=True, slots=True)
class Apart:
    """A stretch in which the bands of the two do not touch."""

    from_s: float
    """From the moment at which they are laid over each other."""
    to_s: float
    first: bool
    """Whether the first one lies higher."""

    @property
    def lasts_s(self) -> float:
        """How long it is."""
        return self.to_s - self.from_s


@dataclass(frozen=True, slots=True)
class Differs:
    """How far two bands can be told apart."""

    both_s: float
    """For so long both are known at the same time."""
    apart: tuple[Apart, ...]
    """Where they do not touch for long enough to be named, in the order of time; nowhere where too little is known."""

    @property
    def known(self) -> bool:
        """Whether enough is known in both to tell how they differ."""
        return self.both_s >= LEAST_S


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sessions laid over each other."""

    at_tensest: bool
    """At the tensest moment of each; False = at their beginnings, because not both have one."""
    step_s: float
    """Between two times."""
    at_s: tuple[float, ...]
    """The row of times, from the moment at which they are laid over each other."""
    first: Side
    second: Side
    tension: Differs
    """How their tension differs,"""
    breath: Differs
    """and their breath beside the guide."""


Corrected = tuple[Lanes, Sequence[Correction]]
"""A session, and what people said of it."""


def laid(first: Corrected, second: Corrected) -> Pair:
    """Lay two sessions over each other."""
    both = [(believed(lanes, said), tuple(_aside(said))) for lanes, said in (first, second)]
    told = [headline(lanes) for lanes, _ in both]
    peaks = [None if one is None or one.recovery.tensest is None else one.recovery.tensest.peak_s for one in told]
    zeros = [peak for peak in peaks if peak is not None]
    at_tensest = len(zeros) == len(peaks)
    if not at_tensest:
        zeros = [0.0, 0.0]
    begins_s = min(-zero for zero in zeros)
    ends_s = max(lanes.length_s - zero for (lanes, _), zero in zip(both, zeros, strict=True))
    step_s = STEP_S * max(1, ceil((ends_s - begins_s) / (STEP_S * MOST_STEPS)))
    steps = np.arange(ceil(begins_s / step_s), max(floor(ends_s / step_s), ceil(begins_s / step_s) + 1) + 1)
    sides = [
        _side(lanes, aside, one, zero, steps, step_s)
        for (lanes, aside), one, zero in zip(both, told, zeros, strict=True)
    ]
    return Pair(
        at_tensest=at_tensest,
        step_s=step_s,
        at_s=tuple(float(step) for step in steps * step_s),
        first=sides[0],
        second=sides[1],
        tension=_differs(sides[0].tension, sides[1].tension, steps, step_s, BACK_WITHIN),
        breath=_differs(sides[0].breath, sides[1].breath, steps, step_s, WORTH_NAMING[Measure.APART]),
    )


def _aside(said: Sequence[Correction]) -> Iterable[tuple[float, float]]:
    return ((one.from_tick / TICKS_PER_S, one.to_tick / TICKS_PER_S) for one in counting(said))


def _side(
    lanes: Lanes,
    aside: Sequence[tuple[float, float]],
    told: Headline | None,
    zero_s: float,
    steps: Places,
    step_s: float,
) -> Side:
    """One session, with ``zero_s`` of its own clock at nought."""
    times_s, half_s = zero_s + steps * step_s, max(SMOOTH_S, step_s) / 2.0
    guide, told_s = _guide(lanes, times_s), np.array(lanes.estimates.t_s)
    about = np.searchsorted(told_s, times_s - half_s, "left"), np.searchsorted(told_s, times_s + half_s, "right")
    return Side(
        from_s=-zero_s,
        to_s=lanes.length_s - zero_s,
        headline=told,
        tension=_band(lanes.estimates.arousal, Quantity.AROUSAL, about, 1.0, np.full(len(steps), baseline(lanes))),
        breath=_band(lanes.estimates.breath_hz, Quantity.BREATH_HZ, about, 1.0 / PER_MIN, guide / PER_MIN),
        places=tuple(LevelSpan(one.from_s - zero_s, one.to_s - zero_s, one.name) for one in lanes.levels),
        games=tuple(
            MinigameSpan(one.from_s - zero_s, one.to_s - zero_s, one.pattern, one.skipped) for one in lanes.minigames
        ),
        aside=tuple((from_s - zero_s, to_s - zero_s) for from_s, to_s in aside),
    )


def _band(curve: Curve, quantity: Quantity, about: tuple[Places, Places], unit: float, less: Numbers) -> Band:
    """A curve averaged about each time as recovery.py does, times ``unit`` and less what it is read against.

    Neighbouring estimates look at the same face, so their mean is no surer than each of them.

    Args:
        curve: as it was read.
        quantity: what it is of; its range bounds the band.
        about: entries of the curve about each time: int (m,) of the first, int (m,) behind the last.
        unit: from the quantity's unit to that of the band.
        less: float (m,), one for each time, in the band's unit; nan where there is nothing to read it against.
    """
    begin, end = about
    known = np.array(curve.known, bool)
    count = _within(known, begin, end)
    enough = (count > 0) & (count >= SMOOTH_SHARE * (end - begin))
    mean, sd = (_within(np.where(known, row, 0.0), begin, end) / np.maximum(count, 1) for row in (curve.mean, curve.sd))
    scale = SCALES[quantity]
    rows = (mean, np.maximum(mean - BAND_Z * sd, scale.low), np.minimum(mean + BAND_Z * sd, scale.high))
    return Band(*(tuple(np.where(enough, row * unit - less, np.nan).tolist()) for row in rows))


def _within(row: NDArray[Any], begin: Places, end: Places) -> NDArray[Any]:
    """Sums of a row from each place to each other."""
    until: NDArray[Any] = np.concatenate(([0], np.cumsum(row)))
    sums: NDArray[Any] = until[end] - until[begin]
    return sums


def _guide(lanes: Lanes, times_s: Numbers) -> Numbers:
    """The guide's breaths per second at each time; nan where none was shown."""
    decided_s = np.array([one.tick / TICKS_PER_S for one in lanes.decisions])
    if not len(decided_s):
        return np.full(len(times_s), np.nan)
    rates = np.array([unit_to_rate(one.seen.guide) for one in lanes.decisions])
    place = np.clip(np.searchsorted(decided_s, times_s, side="right") - 1, 0, None)
    levels = [lanes.level_at(float(time_s)) for time_s in times_s]
    shown = np.array([level is not None and level.name in guided() for level in levels])
    after_s = times_s - decided_s[place]
    return np.where(shown & (after_s >= 0.0) & (after_s <= GUIDE_LASTS_S), rates[place], np.nan)


def _differs(first: Band, second: Band, steps: Places, step_s: float, worth: float) -> Differs:
    """Where two bands lie apart by at least ``worth`` for as long as a calm must last; nowhere if little is known."""
    one, other = (np.array([band.low, band.middle, band.high]) for band in (first, second))
    both_s = float(np.isfinite(one[1] + other[1]).sum()) * step_s
    if both_s < LEAST_S:
        return Differs(both_s, ())
    side = np.where(one[0] > other[2], 1, np.where(other[0] > one[2], -1, 0))  # nan is never above
    side[~(np.abs(one[1] - other[1]) >= worth)] = 0
    found = []
    edges = [0, *(np.flatnonzero(np.diff(side)) + 1).tolist(), len(side)]
    for begin, end in pairwise(edges):
        if side[begin] and (end - 1 - begin) * step_s >= STAYS_S:
            from_s, to_s = (float((steps[0] + place) * step_s) for place in (begin, end - 1))
            found.append(Apart(from_s, to_s, first=bool(side[begin] > 0)))
    return Differs(both_s, tuple(found))
