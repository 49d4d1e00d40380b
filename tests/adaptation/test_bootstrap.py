"""The bootstrap: right where the answer is known, wide where it has to be, the same each time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adaptation.evaluate.bootstrap import Draws, draw, mean, mean_difference, ratio, tail, tail_difference


def dice(seed: int = 1) -> np.random.Generator:
    """Fresh dice."""
    return np.random.default_rng(seed)


def test_a_draw_is_with_replacement_and_keeps_its_size() -> None:
    """Each resample has as many seeds and people as there are; somebody is drawn twice and somebody not at all."""
    draws = draw(10, 200, 0.95, dice(), 50)
    assert (draws.seeds.sum(axis=1) == 10).all()
    assert (draws.people.sum(axis=1) == 200).all()
    assert draws.people.max() > 1
    assert np.mean(draws.people == 0) == pytest.approx(np.exp(-1), abs=0.02)


def test_the_interval_of_a_mean_is_that_of_theory() -> None:
    """One seed, 400 independent people: the interval is the mean give or take 1.96 standard errors."""
    figures = dice(2).normal(0.3, 1.0, (1, 400))
    found = mean(figures, draw(1, 400, 0.95, dice(), 4000))
    error = figures.std() / 20.0
    assert found.value == figures.mean()
    assert found.low == pytest.approx(figures.mean() - 1.96 * error, abs=0.1 * error)
    assert found.high == pytest.approx(figures.mean() + 1.96 * error, abs=0.1 * error)


def test_seeds_that_differ_widen_the_interval() -> None:
    """Where all the difference is between seeds, many people do not make it sure."""
    between = np.repeat(dice(3).normal(0.0, 1.0, (10, 1)), 500, axis=1)
    found = mean(between, draw(10, 500, 0.95, dice(), 2000))
    error = between[:, 0].std() / np.sqrt(10.0)
    assert (found.high - found.low) == pytest.approx(2 * 1.96 * error, rel=0.15)


def test_it_covers_the_truth_about_as_often_as_it_says() -> None:
    """Over 300 made experiments with seeds and people that both differ, a 90 % interval holds the truth in 80-97 %."""
    made = dice(4)
    inside = 0
    for _ in range(300):
        figures = 0.1 + made.normal(0, 0.05, (10, 1)) + made.normal(0, 0.3, (1, 80)) + made.normal(0, 0.2, (10, 80))
        found = mean(figures, draw(10, 80, 0.90, made, 300))
        inside += found.low <= 0.1 <= found.high
    assert 0.80 < inside / 300 < 0.97


def test_pairing_takes_out_what_people_bring_along() -> None:
    """Two minds that differ by .01 for everybody: the interval is .01, however much people differ."""
    theirs = dice(5).normal(0.5, 0.3, 300)
    ours = np.repeat(theirs[None] + 0.01, 3, axis=0)
    draws = draw(3, 300, 0.95, dice(), 500)
    for found in (mean_difference(ours, theirs, draws), tail_difference(ours, theirs, draws)):
        assert found.value == pytest.approx(0.01)
        assert (found.low, found.high) == pytest.approx((0.01, 0.01))


@given(st.lists(st.floats(-5, 5), min_size=10, max_size=80), st.integers(0, 99))
def test_a_resampled_tail_is_the_tail_of_the_resample(scores: list[float], seed: int) -> None:
    """The running sum over counts gives what sorting the resample itself gives."""
    told = np.array(scores[: 10 * (len(scores) // 10)])
    draws = draw(1, len(told), 0.9, dice(seed), 1)
    people = np.repeat(told, draws.people[0].astype(int))
    wanted = np.sort(people)[: len(told) // 10].mean()
    # with a single resample both ends of the interval are that resample
    found = tail_difference(told[None], np.zeros(len(told)), draws)
    assert found.low == pytest.approx(wanted, abs=1e-9)
    assert tail(told) == pytest.approx(np.sort(told)[: len(told) // 10].mean(), abs=1e-9)


def test_each_mind_has_a_tail_of_its_own() -> None:
    """A mind that hurts others than the other mind did, as badly: no difference in the tail."""
    theirs, ours = np.ones(100), np.ones(100)
    theirs[:10], ours[90:] = 0.0, 0.0
    draws = Draws(np.ones((1, 1), np.float32), np.ones((1, 100), np.float32), 0.95)
    assert tail_difference(ours[None], theirs, draws).value == 0.0


def test_a_ratio_of_quits() -> None:
    """Half as many quits: .5 with an interval round it; nobody quits with either: no number, and no failure."""
    theirs = np.zeros(400)
    theirs[:80] = 1.0
    ours = np.zeros((2, 400))
    ours[:, :40] = 1.0
    draws = draw(2, 400, 0.95, dice(), 1000)
    found = ratio(ours, theirs, draws)
    assert found.value == pytest.approx(0.5)
    assert 0.3 < found.low < 0.5 < found.high < 0.7
    nobody = ratio(np.zeros((2, 400)), np.zeros(400), draws)
    assert np.isnan(nobody.value)
    assert np.isnan(nobody.low)


def test_two_runs_are_equal_and_ten_thousand_are_quick() -> None:
    """The same dice give the same interval, at the size of the final run."""
    scores = dice(6).normal(0.5, 0.2, (10, 1000))
    found = [tail_difference(scores, scores[0] - 0.02, draw(10, 1000, 0.95, dice(7), 2000)) for _ in range(2)]
    assert found[0] == found[1]
