"""What a player's sessions say over time, reckoned once: each measure's numbers, the own usual, where it goes, what has
changed for longer, and the weeks ahead. No words, so that one reckoning serves both languages.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from affect.trends.change import Change, changes, lasts
from affect.trends.forecast import Forecast, forecast
from affect.trends.session import DAY_S, WEEK_S, Measure, Session
from affect.trends.track import track
from affect.trends.trend import TooFew, Trend, Way, trend
from affect.trends.unusual import FEWEST, LAST, Compared, compared

MOST_LOOKED = 2000
"""Newest sessions that are looked at: comparing each with each of more would take seconds."""
GAP_S = 3 * WEEK_S
"""So long without a session, and nothing is drawn in between;"""
UNKNOWN_S = 8 * WEEK_S
"""nor where sessions said nothing of a measure for so long."""
LATELY_S = 14 * DAY_S
"""Sessions as young as that are compared with the usual."""
MOST_LATELY = 12
"""So many of them at most."""
USUAL_ENDS = (0.1, 0.9)
"""Eight of ten lie between these quantiles."""


@dataclass(frozen=True, slots=True)
class Number:
    """One session's number of a measure."""

    place: int
    """Of the session, among those looked at."""
    at_s: int
    """When it began, on the player's own clock."""
    value: float
    """In the measure's unit."""


@dataclass(frozen=True, slots=True)
class Between:
    """Where something lay, or may lie, at one moment."""

    at_s: int
    """When, on the player's own clock."""
    middle: float
    """In the measure's unit, as are the others."""
    low: float
    high: float
    """Eight of ten lie between these."""


Run = tuple[Between, ...]
"""Moments without a gap between them."""


@dataclass(frozen=True, slots=True)
class Along:
    """One measure over time."""

    measure: Measure
    """Which."""
    numbers: tuple[Number, ...]
    """What is known of it in the time shown, in the order of time."""
    usual: tuple[Run, ...]
    """The own usual, as it was week by week; () where too few sessions came before."""
    line: tuple[Run, ...]
    """The trend; () where none is said."""
    trend: Trend | TooFew
    """Where it went in the time shown."""
    changes: tuple[Change, ...]
    """Lasting changes in the time shown."""
    lasts: Change | None
    """The last of all, where the newest numbers still lie on its side."""
    ahead: Forecast | TooFew
    """The next weeks."""
    ever: bool
    """Whether any session looked at says something of it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """All of it."""

    from_s: int
    """Where the drawings begin, on the player's own clock."""
    now_s: int
    """When this was reckoned, seconds since 1970, UTC."""
    offset_s: int
    """What the clock at hand is ahead of UTC."""
    measures: tuple[Along, ...]
    """In the order of ``Measure``."""
    different: tuple[Compared, ...]
    """Sessions that were different from usual lately, newest first; ``place`` among those looked at."""
    lately: int
    """How many sessions there were lately,"""
    beside: int
    """and how many of them could be compared."""


def seen(sessions: Sequence[Session], weeks: int | None, now_s: int, offset_s: int) -> Seen:
    """Look over sessions that are a person's own, in the order of time; at most ``MOST_LOOKED`` of them.

    Args:
        sessions: looked at.
        weeks: how far back is shown; None = everything.
        now_s: seconds since 1970, UTC.
        offset_s: what the clock at hand is ahead of UTC, seconds.
    """
    since_s = 0 if weeks is None else now_s - weeks * WEEK_S
    first = bisect_left(sessions, since_s, key=lambda one: one.started_s)
    lately = [place for place, one in enumerate(sessions) if one.started_s >= now_s - LATELY_S][-MOST_LATELY:]
    beside = [told for told in (compared(sessions, place) for place in reversed(lately)) if told is not None]
    return Seen(
        from_s=min((one.local_s for one in sessions[first:]), default=now_s + offset_s - (weeks or 1) * WEEK_S),
        now_s=now_s,
        offset_s=offset_s,
        measures=tuple(_along(sessions, first, measure, now_s) for measure in Measure),
        different=tuple(told for told in beside if told.odd),
        lately=len(lately),
        beside=len(beside),
    )


def _along(sessions: Sequence[Session], first: int, measure: Measure, now_s: int) -> Along:
    """One measure; what is shown begins with the session at ``first``."""
    whole = track(sessions, measure)
    numbers = tuple(
        Number(place, sessions[place].local_s, float(value))
        for place, value in zip(whole.places, whole.value, strict=True)
    )
    runs = _runs(numbers, _gaps(sessions))
    shown = tuple(number for number in numbers if number.place >= first)
    told, changed = trend(sessions[first:], measure), changes(sessions, measure)
    return Along(
        measure=measure,
        numbers=shown,
        usual=tuple(run for run in (_usual(numbers, ends, first) for ends in runs) if run),
        line=tuple(_line(told, numbers, runs, first))
        if isinstance(told, Trend) and told.way is not Way.UNCLEAR
        else (),
        trend=told,
        changes=tuple(change for change in changed if change.place >= first),
        lasts=changed[-1] if changed and lasts(changed[-1], whole) else None,
        ahead=forecast(sessions, measure, now_s),
        ever=bool(numbers),
    )


def _gaps(sessions: Sequence[Session]) -> tuple[int, ...]:
    """When each stretch of weeks began in which nobody played, on the player's own clock."""
    return tuple(one.local_s for one, after in pairwise(sessions) if after.local_s - one.local_s >= GAP_S)


def _runs(numbers: Sequence[Number], gaps_s: Sequence[int]) -> list[range]:
    """Places of numbers, parted wherever nobody played, or nothing was known, for long."""
    later = [
        place
        for place, (one, after) in enumerate(pairwise(numbers), 1)
        if after.at_s - one.at_s >= UNKNOWN_S or any(one.at_s <= gap_s < after.at_s for gap_s in gaps_s)
    ]
    ends = [0, *later, len(numbers)]
    return [range(begin, end) for begin, end in pairwise(ends) if end > begin]


def _usual(numbers: Sequence[Number], run: range, first: int) -> Run:
    """The own usual at the first number of each week of a run, and at its last: out of the last numbers until then.

    Where a journey set the player's clock back, moments that come again are left out: what is drawn goes on.
    """
    told: list[Between] = []
    for place in run:
        number = numbers[place]
        same_week = place > run[0] and number.at_s // WEEK_S == numbers[place - 1].at_s // WEEK_S
        come_before = bool(told) and number.at_s <= told[-1].at_s
        if number.place < first or place + 1 < FEWEST or come_before or (same_week and place != run[-1]):
            continue
        last = [one.value for one in numbers[max(0, place + 1 - LAST) : place + 1]]
        low, middle, high = (float(end) for end in np.quantile(last, (USUAL_ENDS[0], 0.5, USUAL_ENDS[1])))
        told.append(Between(number.at_s, middle, low, high))
    return tuple(told)


def _line(told: Trend, numbers: Sequence[Number], runs: Sequence[range], first: int) -> Iterator[Run]:
    """The trend along each run of the numbers shown, with how far its slope may turn it about the middle of them."""
    shown = [[numbers[place].at_s for place in run if numbers[place].place >= first] for run in runs]
    begin_s = next(run[0] for run in shown if run)
    turns_s = begin_s + round(told.weeks * WEEK_S / 2.0)
    for run in shown:
        if run:
            moments = [run[0], *([turns_s] if run[0] < turns_s < run[-1] else []), run[-1]]
            yield tuple(_beside_line(told, begin_s, at_s) for at_s in moments)


def _beside_line(told: Trend, begin_s: int, at_s: int) -> Between:
    week = (at_s - begin_s) / WEEK_S
    low, high = sorted((told.at(week, told.low), told.at(week, told.high)))
    return Between(at_s, told.at(week, told.per_week), low, high)
