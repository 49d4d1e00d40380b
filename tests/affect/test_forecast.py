"""Looking weeks ahead: what is said holds as often as it says, uses nothing of the future, and abstains early on."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from affect.trends.forecast import (
    FEWEST_WEEKS,
    WEEKS_AHEAD,
    WEEKS_BACK,
    Forecast,
    even,
    forecast,
    forecast_said,
    smoothed_ahead,
    uneven,
    weekly,
)
from affect.trends.session import DAY_S, WEEK_S, WORTH_NAMING, Measure, Session, measured
from affect.trends.simulate import BEGINS_S, NOTHING, Planted, simulate, somebody
from affect.trends.track import Doubles
from affect.trends.trend import TooFew
from game.stage.words import Words

YEAR_S = 52 * WEEK_S
WEEK_NUMBERS = st.lists(st.floats(-3.0, 3.0) | st.just(np.nan), min_size=FEWEST_WEEKS, max_size=60).filter(
    lambda row: np.isfinite(row).sum() >= FEWEST_WEEKS
)


def played(calm: Sequence[float | None]) -> list[Session]:
    """One session on the first day of each week, with that calm share."""
    return [
        Session(started_s=BEGINS_S + week * WEEK_S, length_s=600.0, calm_share=share) for week, share in enumerate(calm)
    ]


def ahead_of(sessions: list[Session], measure: Measure, now_s: int) -> Forecast:
    """A forecast that is expected to be there."""
    told = forecast(sessions, measure, now_s)
    assert isinstance(told, Forecast)
    return told


def test_the_interval_holds_as_often_as_it_says() -> None:
    """On simulated people of their own seeds, with a drift, .75 to .85 of the weeks that came lie in the interval."""
    inside = []
    for seed in range(500_000, 500_060):
        for drift in (0.0, 0.02):
            truth = simulate(somebody(seed, 34), Planted(Measure.FOLLOW, drift_per_week=drift), seed).sessions
            came = weekly(truth, Measure.FOLLOW, BEGINS_S + 34 * WEEK_S)[-WEEKS_AHEAD:]
            told = ahead_of(list(truth), Measure.FOLLOW, BEGINS_S + 30 * WEEK_S)
            inside += [
                week.low <= number <= week.high
                for week, number in zip(told.weeks, came, strict=True)
                if np.isfinite(number)
            ]
    assert len(inside) > 400
    assert 0.75 <= np.mean(inside) <= 0.85


@pytest.mark.parametrize("measure", Measure)
def test_later_sessions_change_nothing(measure: Measure) -> None:
    """A look from a day in the past is the same whether what came later is there or not."""
    sessions = simulate(somebody(5), NOTHING, 5).sessions
    now_s = BEGINS_S + 20 * WEEK_S + 3 * DAY_S
    before = [one for one in sessions if one.started_s < now_s]
    told = forecast(sessions, measure, now_s)
    assert len(before) < len(sessions)
    assert isinstance(told, Forecast)
    assert told == forecast(before, measure, now_s)


@pytest.mark.parametrize("measure", Measure)
def test_what_is_said_can_be(measure: Measure) -> None:
    """Every week has a finite interval around what is likely, within what a session may hold."""
    told = ahead_of(list(simulate(somebody(6), NOTHING, 6).sessions), measure, BEGINS_S + 52 * WEEK_S)
    assert len(told.weeks) == WEEKS_AHEAD
    for week in told.weeks:
        assert week.low < week.likely < week.high
    if measure in (Measure.CALM, Measure.FOLLOW, Measure.PERFORMANCE):
        assert told.weeks[-1].low >= 0.0 and told.weeks[-1].high <= 1.0


@pytest.mark.parametrize("measure", Measure)
def test_weeks_that_were_all_alike_promise_nothing(measure: Measure) -> None:
    """A year of the same number: the interval still has a width, as no number may tell what nobody can know."""
    same = Session(
        started_s=0,
        length_s=600.0,
        recovery_s=60.0,
        calm_share=0.5,
        breath_per_min=8.0,
        guide_per_min=6.0,
        follow=0.5,
        felt_before=0.0,
        felt_after=0.0,
        probe_per_min=12.0,
        performance=0.5,
    )
    told = ahead_of(
        [replace(same, started_s=BEGINS_S + week * WEEK_S) for week in range(52)], measure, BEGINS_S + YEAR_S
    )
    assert all(week.low < week.likely < week.high for week in told.weeks)
    assert told.weeks[-1].high - told.weeks[-1].low < 4 * WORTH_NAMING[measure]


def test_words_seldom_told_higher_have_a_width() -> None:
    """One step up in every tenth sitting, three sittings a week."""
    lifts = [0.5 if place % 10 == 7 else 0.0 for place in range(60)]
    sessions = [
        Session(started_s=BEGINS_S + place * WEEK_S // 3, length_s=600.0, felt_before=0.0, felt_after=lift)
        for place, lift in enumerate(lifts)
    ]
    last = ahead_of(sessions, Measure.LIFT, BEGINS_S + 20 * WEEK_S).weeks[-1]
    assert last.low < 0.0 < last.likely < 0.5 / 3 < last.high


def test_a_share_never_leaves_its_range() -> None:
    """Where calm swings between the ends, the interval ends at the ends."""
    told = ahead_of(played([0.0, 1.0] * 5), Measure.CALM, BEGINS_S + 10 * WEEK_S)
    assert (told.weeks[0].low, told.weeks[0].high) == (0.0, 1.0)


def test_recovery_stays_above_nought() -> None:
    """However wild recovery is, its interval has no negative seconds."""
    wild = [
        Session(started_s=BEGINS_S + week * WEEK_S, length_s=600.0, recovery_s=number)
        for week, number in enumerate((2.0, 900.0) * 5)
    ]
    told = ahead_of(wild, Measure.RECOVERY, BEGINS_S + 10 * WEEK_S)
    assert 0.0 < told.weeks[-1].low < 10.0 < told.weeks[-1].high


@given(WEEK_NUMBERS, st.floats(0.1, 50.0), st.floats(-100.0, 100.0))
def test_the_unit_does_not_matter(row: list[float], times: float, plus: float) -> None:
    """Another unit or another nought changes a forecast just as it changes the numbers."""
    plain, other = smoothed_ahead(np.array(row)), smoothed_ahead(times * np.array(row) + plus)
    assert np.allclose(other, times * plain + plus, atol=1e-6)


@given(WEEK_NUMBERS, st.integers(1, 12))
def test_a_gap_widens_and_moves_nothing(row: list[float], weeks: int) -> None:
    """Weeks without a session leave what is likely where it was; the interval is never narrower for them."""
    known, later = smoothed_ahead(np.array(row)), smoothed_ahead(np.array([*row, *[np.nan] * weeks]))
    assert np.allclose(known[:, 0], later[:, 0])
    assert np.all(later[:, 2] - later[:, 1] >= known[:, 2] - known[:, 1] - 1e-9)


def test_farther_weeks_are_less_sure() -> None:
    """Each week ahead has a wider interval than the one before."""
    rough = np.random.default_rng(0).normal(size=20)
    width = np.diff(smoothed_ahead(rough)[:, 1:], axis=1)[:, 0]
    assert np.all(np.diff(width) > 0.0)


def test_it_follows_a_change_within_weeks() -> None:
    """Five weeks after a change most of it is believed, and not all yet."""
    likely = smoothed_ahead(np.array([0.0] * 20 + [1.0] * 5))[0, 0]
    assert 0.6 < likely < 0.8


def test_too_few_weeks_say_how_many_are_missing() -> None:
    """With four known weeks two more are asked for; with six it speaks. Unknown weeks do not count."""
    sparse = [0.5, None, 0.6, 0.4, None, 0.5]
    now_s = BEGINS_S + 6 * WEEK_S
    assert forecast(played(sparse), Measure.CALM, now_s) == TooFew(Measure.CALM, 2, 2)
    assert forecast([], Measure.CALM, now_s) == TooFew(Measure.CALM, FEWEST_WEEKS, FEWEST_WEEKS)
    assert ahead_of(played([0.5, 0.4] * 3), Measure.CALM, now_s).known == FEWEST_WEEKS


def test_weeks_are_counted_back_from_now() -> None:
    """A week is the seven days before now, the seven before those ...; its number is the middle of its sessions."""
    week = [Session(started_s=BEGINS_S + day * DAY_S, length_s=600.0, calm_share=day / 10.0) for day in range(7)]
    assert weekly(week, Measure.CALM, BEGINS_S + 7 * DAY_S).tolist() == [pytest.approx(0.3)]
    halves = weekly(week, Measure.CALM, BEGINS_S + 9 * DAY_S)
    assert halves.tolist() == [pytest.approx(0.05), pytest.approx(0.4)]
    assert np.isnan(weekly(week[:1], Measure.CALM, BEGINS_S + 15 * DAY_S)[1:]).all()


def test_only_a_year_is_looked_at() -> None:
    """What is longer ago than WEEKS_BACK weeks is as if it had not been."""
    sessions = played([0.1] * 10 + [0.9] * WEEKS_BACK)
    now_s = BEGINS_S + (10 + WEEKS_BACK) * WEEK_S
    assert weekly(sessions, Measure.CALM, now_s).tolist() == [0.9] * WEEKS_BACK
    assert len(weekly(sessions[:10], Measure.CALM, now_s)) == 0


def test_every_known_session_is_in_one_week() -> None:
    """Sessions moved within their week change no week; the weeks known are those with a known session."""
    sessions = simulate(somebody(7), NOTHING, 7).sessions
    now_s = BEGINS_S + 52 * WEEK_S
    row = weekly(sessions, Measure.LIFT, now_s)
    monday = [replace(one, started_s=one.started_s - one.started_s % DAY_S) for one in sessions]
    assert np.array_equal(row, weekly(monday, Measure.LIFT, now_s), equal_nan=True)
    known = {(one.started_s - BEGINS_S) // WEEK_S for one in sessions if measured(one, Measure.LIFT) is not None}
    assert np.isfinite(row).sum() == len(known)


@pytest.mark.parametrize("measure", Measure)
def test_the_even_scale_comes_back(measure: Measure) -> None:
    """There and back again is the number itself, for numbers that the measure can be."""
    number: Doubles = np.array([1.0, 0.25, 0.5]) if measure is not Measure.RECOVERY else np.array([1.0, 70.0, 1800.0])
    assert np.allclose(uneven(even(number, measure), measure), number)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("measure", Measure)
def test_a_forecast_has_words(language: str, measure: Measure) -> None:
    """In both languages: the weeks, the condition, what the numbers are of, the last interval and what is likely."""
    told = ahead_of(list(simulate(somebody(8), NOTHING, 8).sessions), measure, BEGINS_S + 52 * WEEK_S)
    reason = forecast_said(told)
    said = Words(language).say(reason.key, reason.numbers)
    times = 100.0 if measure in (Measure.CALM, Measure.FOLLOW, Measure.LIFT, Measure.PERFORMANCE) else 1.0
    digits = 1 if measure in (Measure.APART, Measure.PROBE) else 0
    last = told.weeks[-1]
    for number in (float(WEEKS_AHEAD), *(round(times * each, digits) for each in (last.low, last.likely, last.high))):
        assert f"{number:g}" in said
    assert said != reason.key
    condition, of_what = {
        "en": ("as now", "the middle of a week's sittings"),
        "zh_CN": ("一切照旧", "每周游玩的中间值"),
    }[language]
    assert condition in said and of_what in said


def test_too_early_has_words() -> None:
    """What is missing is said by its number."""
    reason = forecast_said(TooFew(Measure.CALM, 4, 4))
    assert "4" in Words("en").say(reason.key, reason.numbers)
