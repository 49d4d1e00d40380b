"""What the next weeks may bring if all goes on as it has: one number a week with an interval, or what is still missing.

A week is told by the middle of its sessions. The level is a mean in which every week back counts a fifth less (simple
exponential smoothing, the state space model ETS(A,N,N); Hyndman, Koehler, Ord, Snyder 2008, Forecasting with
Exponential Smoothing, ch. 5 and 6). Its own errors, one week ahead, say how sure it is: with ``a`` the weight of the
newest week, the variance grows by ``1 + a^2 (h - 1)`` towards the ``h``-th week after the last one known, so a gap in
which nobody played widens it; the interval takes Student's t for as many errors as there are.

It ships because in the backtest it was clearly nearer than the naive ways and no farther than statsmodels' fitted ETS
and ARIMA, whose intervals were too narrow: docs/trends.md, made by ``python -m benchmarks.forecast``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from affect.trends.session import CAN_BE, SHOWN_TIMES, WEEK_S, WORTH_NAMING, Measure, Session
from affect.trends.track import Doubles, middle, track
from affect.trends.trend import LIKELY, TooFew
from game.core.directive import Reason

WEEKS_AHEAD = 4
WEEKS_BACK = 52
"""Weeks that are looked at."""
FEWEST_WEEKS = 6
"""So many of them must have a number: with less the interval rests on next to nothing."""
NEWEST = 0.2
"""Weight of the newest week; chosen among .15, .2 and .25 on the tuning people of the backtest."""
_LEAST_S = 1.0
"""A shorter recovery counts as this one: its logarithm is looked at."""
_FINE = (Measure.APART, Measure.PROBE)
"""Rates are told to a tenth, all else whole: an interval as wide as these has no tenths to tell."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """One of the next weeks: what the middle of its sessions may be, in the measure's unit."""

    likely: float
    """As likely higher as lower."""
    low: float
    high: float
    """It lies between these with probability .8."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """The next weeks of one measure."""

    measure: Measure
    weeks: tuple[Ahead, ...]
    """``WEEKS_AHEAD`` weeks of seven days each; the first begins now."""
    known: int
    """In how many of the weeks behind there was a number."""


def forecast(sessions: Sequence[Session], measure: Measure, now_s: int) -> Forecast | TooFew:
    """Look ahead from ``now_s`` (seconds since 1970, UTC) over sessions that are in the order of time.

    Sessions from ``now_s`` on are not looked at, so that looking ahead from a day in the past is as it was on that day.
    """
    row = weekly(sessions, measure, now_s)
    known = int(np.isfinite(row).sum())
    if known < FEWEST_WEEKS:
        return TooFew(measure, FEWEST_WEEKS - known, FEWEST_WEEKS - known)
    ahead = uneven(smoothed_ahead(even(row, measure), _least_error(row, measure)), measure)
    return Forecast(measure, tuple(Ahead(*(float(number) for number in week)) for week in ahead), known)


def forecast_said(told: Forecast | TooFew) -> Reason:
    """The forecast as a message, for the player first: likely, low and high of the last of the weeks, the widest."""
    if isinstance(told, TooFew):
        return Reason("forecast.too_few", (told.weeks_more,))
    times = SHOWN_TIMES.get(told.measure, 1.0)
    last, digits = told.weeks[-1], 1 if told.measure in _FINE else 0
    numbers = (len(told.weeks), *(round(number * times, digits) for number in (last.likely, last.low, last.high)))
    return Reason(f"forecast.{told.measure}", numbers)


def weekly(sessions: Sequence[Session], measure: Measure, now_s: int) -> Doubles:
    """float64 (n,), n <= WEEKS_BACK: the middle of each seven days up to ``now_s``, oldest first.

    In the measure's unit; NaN where nothing is known; the first is known. Counted back from now, so that no week is
    half over.
    """
    line = track(sessions, measure)
    started_s = np.array([sessions[place].started_s for place in line.places], dtype=np.int64)
    back = (now_s - 1 - started_s) // WEEK_S
    looked = (back >= 0) & (back < WEEKS_BACK)
    row = np.full(int(back[looked].max()) + 1 if looked.any() else 0, np.nan)
    for week in np.unique(back[looked]):
        row[len(row) - 1 - week] = middle(line.value[back == week], measure)
    return row


def smoothed_ahead(row: Doubles, least_error: float = 0.0) -> Doubles:
    """The way that ships: float64 (n,), NaN for unknown, three known -> (WEEKS_AHEAD, 3): likely, low, high.

    ``least_error``: its own errors count as no smaller, however much the weeks were alike.
    """
    total = weight = 0.0
    errors = []
    for number in row:
        total, weight = (1.0 - NEWEST) * total, (1.0 - NEWEST) * weight
        if np.isnan(number):
            continue
        if weight > 0.0:
            errors.append(float(number) - total / weight)
        total, weight = total + float(number), weight + 1.0
    weeks_since = len(row) - 1 - int(np.flatnonzero(np.isfinite(row))[-1])
    growth = 1.0 + NEWEST**2 * (weeks_since + np.arange(WEEKS_AHEAD))
    error = max(float(np.sqrt(np.mean(np.square(errors)))), least_error)
    half = float(stdtrit(len(errors) - 1, 0.5 + LIKELY / 2.0)) * error * np.sqrt(growth)
    likely = np.full(WEEKS_AHEAD, total / weight)
    return np.column_stack((likely, likely - half, likely + half))


def _least_error(row: Doubles, measure: Measure) -> float:
    """Half of what is worth naming at the middle of a row, on the even scale: weeks that were alike promise nothing."""
    usual = float(np.nanmedian(row))
    return float(np.diff(even(np.array([usual, usual + WORTH_NAMING[measure]]), measure))[0]) / 2.0


def even(number: Doubles, measure: Measure) -> Doubles:
    """Numbers in the measure's unit to a scale on which they spread evenly to both sides, of the same shape."""
    return np.asarray(np.log(np.maximum(number, _LEAST_S))) if measure is Measure.RECOVERY else number


def uneven(number: Doubles, measure: Measure) -> Doubles:
    """The inverse of ``even``, held within what the measure can be."""
    return np.asarray(np.clip(np.exp(number) if measure is Measure.RECOVERY else number, *CAN_BE[measure]))
