"""The ways of looking weeks ahead that are measured beside the one that ships.

Each takes float64 (n,) weeks, NaN for unknown, and gives (WEEKS_AHEAD, 3): likely, low and high of an 80 % interval.
The naive ways take the interval from their own past errors; statsmodels' from the fitted model.
"""

import warnings
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
from scipy.special import stdtrit
from statsmodels.tsa.arima.model import ARIMA
from statsmodels.tsa.statespace.exponential_smoothing import ExponentialSmoothing
from statsmodels.tsa.stattools import kpss

from affect.trends.forecast import WEEKS_AHEAD, smoothed_ahead
from affect.trends.track import Doubles
from affect.trends.trend import LIKELY

Way = Callable[[Doubles], Doubles]
SEASON_WEEKS = 4
"""The rhythm within a week is gone once a week is one number; what is left to try is that of a month."""
MEAN_WEEKS = 12
FIRST_ORIGIN = 3
"""Own past errors are looked at from this week on."""
STEADY_ORDERS = ((0, 0, 0), (1, 0, 0), (0, 0, 1), (1, 0, 1))
WANDERING_ORDERS = ((0, 1, 0), (1, 1, 0), (0, 1, 1), (1, 1, 1))
WANDERS = 0.05
"""Differences are taken where the test of Kwiatkowski, Phillips, Schmidt, Shin finds a steady level less likely."""


def last_week(row: Doubles) -> Doubles:
    """Naive: as in the last week known."""
    return np.full(WEEKS_AHEAD, row[np.isfinite(row)][-1])


def month_ago(row: Doubles) -> Doubles:
    """Seasonal naive: as four weeks before, or eight ...; the last week known where all those are unknown."""
    likely = last_week(row)
    for ahead in range(min(WEEKS_AHEAD, SEASON_WEEKS)):
        same = row[::-1][SEASON_WEEKS - 1 - ahead :: SEASON_WEEKS]
        known = same[np.isfinite(same)]
        if len(known):
            likely[ahead] = known[0]
    return likely


def mean_of_last(row: Doubles) -> Doubles:
    """The mean of the last weeks known."""
    return np.full(WEEKS_AHEAD, row[np.isfinite(row)][-MEAN_WEEKS:].mean())


def with_own_errors(likely: Way) -> Way:
    """A way that only says what is likely, with the interval that its own past errors ask for."""

    def ahead(row: Doubles) -> Doubles:
        errors = [
            (row[origin : origin + WEEKS_AHEAD] - likely(row[:origin])[: len(row) - origin])
            for origin in range(FIRST_ORIGIN, len(row))
        ]
        known = np.concatenate(errors)
        freedom = max(int(np.isfinite(row[FIRST_ORIGIN:]).sum()) - 1, 1)
        half = float(stdtrit(freedom, 0.5 + LIKELY / 2.0) * np.sqrt(np.nanmean(known * known)))
        middle = likely(row)
        return np.column_stack((middle, middle - half, middle + half))

    return ahead


def fitted_ets(row: Doubles) -> Doubles:
    """ETS without and with a damped trend, additive errors; the better AICc."""
    steady = ExponentialSmoothing(row, trend=False)
    damped = ExponentialSmoothing(row, trend=True, damped_trend=True)
    return _best([partial(steady.fit, disp=0), partial(damped.fit, disp=0)])


def fitted_arima(row: Doubles) -> Doubles:
    """ARIMA: differences by a test, orders by AICc (Hyndman and Khandakar 2008, J. Stat. Softw. 27:3, made small)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        steady = kpss(row[np.isfinite(row)], nlags="auto")[1]
    orders = WANDERING_ORDERS if steady < WANDERS else STEADY_ORDERS
    return _best([ARIMA(row, order=order).fit for order in orders])


def _best(candidates: Sequence[Callable[[], Any]]) -> Doubles:
    """What the model of the least AICc says of the next weeks."""
    with warnings.catch_warnings():
        # A fit that stopped early is still judged by its AICc, and by the backtest.
        warnings.simplefilter("ignore")
        fits = [fit() for fit in candidates]
        told = min(fits, key=_aicc).get_forecast(WEEKS_AHEAD)
        return np.column_stack((told.predicted_mean, told.conf_int(alpha=1.0 - LIKELY)))


def _aicc(fit: Any) -> float:
    told = float(fit.aicc)
    return told if np.isfinite(told) else np.inf


SHIPS = "smoothing, memory fixed"
WAYS: dict[str, Way] = {
    "naive: last week": with_own_errors(last_week),
    "seasonal naive: four weeks ago": with_own_errors(month_ago),
    "mean of twelve weeks": with_own_errors(mean_of_last),
    SHIPS: smoothed_ahead,
    "ETS, fitted": fitted_ets,
    "ARIMA, fitted": fitted_arima,
}
