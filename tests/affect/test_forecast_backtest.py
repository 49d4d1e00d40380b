"""The backtest of looking ahead: nothing of the future gets in, its rivals are what they say, its rule chooses so."""

import numpy as np
import pytest
import torch

from affect.training.forecast import ForecastNetwork, fit, network_ahead, pinball
from affect.trends.forecast import WEEKS_AHEAD, WEEKS_BACK
from affect.trends.session import Measure
from affect.trends.track import Doubles
from benchmarks.forecast import ORIGINS, Row, Told, backtest, chosen, cover, mase
from benchmarks.forecast_ways import (
    WAYS,
    fitted_arima,
    fitted_ets,
    last_week,
    mean_of_last,
    month_ago,
    with_own_errors,
)

STEADY = 5.0 + np.random.default_rng(3).normal(size=40)


def told(person: int, error: float, inside: float, cpu_s: float) -> Told:
    """A look ahead with these scores."""
    return Told(person, "nothing", 8, np.full(WEEKS_AHEAD, error), np.full(WEEKS_AHEAD, inside), 1.0, 1.0, cpu_s)


def looks(error: float, inside: int, cpu_s: float) -> list[Told]:
    """Twenty people, each looked at ten times, of which ``inside`` lay in the interval."""
    return [
        told(person, error + 0.01 * (person % 3), float(look < inside), cpu_s)
        for person in range(20)
        for look in range(10)
    ]


def test_a_way_sees_only_what_was_known() -> None:
    """At every origin a way gets exactly the weeks before it, and is scored on the four that came."""
    seen: list[Doubles] = []

    def spy(row: Doubles) -> Doubles:
        seen.append(row)
        return np.tile([0.5, -np.inf, np.inf], (WEEKS_AHEAD, 1))

    week = np.random.default_rng(1).random(52)
    found = list(backtest(Row(0, "nothing", Measure.CALM, week), spy))
    assert [len(row) for row in seen] == list(ORIGINS)
    assert all(np.array_equal(row, week[: len(row)]) for row in seen)
    for one, row in zip(found, seen, strict=True):
        came = week[len(row) : len(row) + WEEKS_AHEAD]
        assert mase(one) == pytest.approx(np.abs(came - 0.5).mean() / np.abs(np.diff(row)).mean())


def test_weeks_that_never_came_are_not_scored() -> None:
    """Of the weeks ahead only those with a session count."""
    week = np.random.default_rng(2).random(52)
    week[9:12] = np.nan
    first = next(backtest(Row(0, "nothing", Measure.CALM, week), WAYS["naive: last week"]))
    assert np.isfinite(first.error).tolist() == [True, False, False, False]
    assert cover(first) in (0.0, 1.0)


def test_the_score_of_an_interval_is_its_width_and_ten_times_the_miss() -> None:
    """Four wide, and one of the weeks a half beside it: 4 + 10 * 0.5 / 4, over the mean step."""
    week = np.resize([1.0, 3.0], 52)
    week[9] = 5.5
    way = WAYS["naive: last week"]
    first = next(backtest(Row(0, "nothing", Measure.APART, week), lambda row: way(row) * 0.0 + [3.0, 1.0, 5.0]))
    assert first.width == pytest.approx(4.0 / 2.0)
    assert first.interval_score == pytest.approx((4.0 + 10.0 * 0.5 / 4.0) / 2.0)
    assert cover(first) == 0.75


def test_the_rule_takes_the_cheapest_of_the_best() -> None:
    """As good as the best and cheaper wins; what covers too seldom or too often is never taken."""
    ways = {
        "dear": looks(0.70, 8, 0.1),
        "cheap": looks(0.70, 8, 0.001),
        "worse": looks(0.80, 8, 0.0001),
        "too sure": looks(0.50, 6, 0.0001),
        "unsure": looks(0.50, 10, 0.0001),
    }
    assert chosen(ways) == "cheap"
    with pytest.raises(ValueError, match="none may ship"):
        chosen({"too sure": ways["too sure"]})


def test_the_naive_ways_repeat() -> None:
    """Last week's number; that of four weeks ago, or of eight where it is unknown; the mean of the last twelve."""
    row = np.array([1.0, 2.0, 3.0, 4.0, 1.5, np.nan, 3.5, 4.5])
    assert last_week(row).tolist() == [4.5] * WEEKS_AHEAD
    assert month_ago(row).tolist() == [1.5, 2.0, 3.5, 4.5]
    assert mean_of_last(np.arange(20.0)).tolist() == [13.5] * WEEKS_AHEAD


def test_own_errors_make_the_interval() -> None:
    """A rhythm that repeats exactly leaves seasonal naive nothing to doubt, and naive a lot."""
    rhythm = np.tile([0.0, 1.0, 0.0, -1.0], 6)
    sure, unsure = with_own_errors(month_ago)(rhythm), with_own_errors(last_week)(rhythm)
    assert np.diff(unsure[:, 1:], axis=1).min() > 2.0
    assert np.diff(sure[:, 1:], axis=1).max() < 1.5


@pytest.mark.parametrize("way", [fitted_ets, fitted_arima])
def test_fitted_models_find_the_level(way: object) -> None:
    """On a steady level with two unknown weeks both fits stay near it, with an interval of about 2.6 sd."""
    assert callable(way)
    row = STEADY.copy()
    row[[7, 20]] = np.nan
    ahead = way(row)
    assert ahead.shape == (WEEKS_AHEAD, 3)
    assert np.all(np.abs(ahead[:, 0] - 5.0) < 0.7)
    assert np.all((ahead[:, 2] - ahead[:, 1] > 1.8) & (ahead[:, 2] - ahead[:, 1] < 3.4))


def test_a_wandering_level_is_differenced() -> None:
    """ARIMA looks ahead from where a walk has got to, not from its mean."""
    walk = np.cumsum(np.random.default_rng(4).normal(0.5, 0.3, 40))
    assert abs(fitted_arima(walk)[0, 0] - walk[-1]) < 2.0 < abs(walk.mean() - walk[-1])


def test_pinball_has_its_least_at_the_quantile() -> None:
    """Too low costs nine times too high at .9, and weeks that never came cost nothing."""
    truth = torch.tensor([[0.0, torch.nan, torch.nan, torch.nan]])
    level = torch.zeros(1, WEEKS_AHEAD, 3)
    low, high = level.clone(), level.clone()
    low[..., 2], high[..., 2] = -1.0, 1.0
    assert float(pinball(level, truth)) == 0.0
    assert float(pinball(low, truth)) == pytest.approx(9.0 * float(pinball(high, truth)))


def test_the_network_learns_a_rhythm() -> None:
    """From people who go up and down week by week it learns to do so, better than their mean does."""
    dice = np.random.default_rng(5)
    people = [
        dice.normal() + np.resize([1.0, -1.0], 40) * dice.choice((-1.0, 1.0)) + 0.1 * dice.normal(size=40)
        for _ in range(30)
    ]
    network = fit(people, steps=120, seed=1)
    likely = network_ahead(network, np.resize([1.0, -1.0], 31) + 7.0)[:, 0]
    assert np.abs(likely - np.array([6.0, 8.0, 6.0, 8.0])).max() < 0.5


def test_the_network_knows_no_unit() -> None:
    """Another unit or another nought changes what it says just as it changes the numbers; low < likely < high."""
    torch.manual_seed(0)
    network = ForecastNetwork().eval()
    plain = network_ahead(network, STEADY)
    assert np.allclose(network_ahead(network, 3.0 * STEADY - 20.0), 3.0 * plain - 20.0, atol=1e-4)
    assert np.all((plain[:, 1] < plain[:, 0]) & (plain[:, 0] < plain[:, 2]))
    long = np.concatenate((np.full(9, 40.0), np.resize(STEADY, WEEKS_BACK)))
    assert network_ahead(network, long).shape == (WEEKS_AHEAD, 3)


def test_learning_is_seeded_and_refuses_short_rows() -> None:
    """The same seed gives the same network; rows too short to be cut are said to be so."""
    row = [STEADY]
    one, same, other = (network_ahead(fit(row, 2, seed), STEADY) for seed in (1, 1, 2))
    assert np.array_equal(one, same) and not np.array_equal(one, other)
    with pytest.raises(ValueError, match="known weeks"):
        fit([np.arange(6.0)], 2, 0)
