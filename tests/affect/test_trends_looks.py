"""Trend, lasting change, different from usual: on simulated people whose truth is known, and on edges."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from affect.trends.change import FEWEST_AFTER, FEWEST_BEFORE, best_cut, change_said, changes, lasts
from affect.trends.session import CAN_BE, DAY_S, SHOWN_TIMES, WEEK_S, WORTH_NAMING, Measure, Session
from affect.trends.simulate import Habit, Planted, simulate, somebody
from affect.trends.track import track
from affect.trends.trend import FEWEST_NUMBERS, FEWEST_WEEKS, TooFew, Trend, Way, trend, trend_said
from affect.trends.unusual import FEWEST, compared, unusual_said
from game.core.directive import Reason
from game.stage.words import Words

FULL = Habit(per_week=7.0, missing=0.0)


def straight(count: int, per_day: float = 0.0) -> tuple[Session, ...]:
    """Daily sessions whose probe lies on a line."""
    return tuple(
        Session(started_s=day * DAY_S, length_s=60.0, probe_per_min=20.0 + day * per_day) for day in range(count)
    )


def saturating(measure: Measure, begin: float, end: float) -> list[Session]:
    """Daily sessions of sixteen weeks in which a measure goes from one number to another within eight, and stays."""
    numbers = [begin + (end - begin) * min(day / 56.0, 1.0) for day in range(112)]
    return [
        Session(
            started_s=day * DAY_S,
            length_s=600.0,
            recovery_s=number if measure is Measure.RECOVERY else None,
            calm_share=number if measure is Measure.CALM else None,
            follow=number if measure is Measure.FOLLOW else None,
            performance=number if measure is Measure.PERFORMANCE else None,
        )
        for day, number in enumerate(numbers)
    ]


def test_track_leaves_out_what_is_unknown() -> None:
    """Places say where the numbers stood; weeks begin at the first number."""
    sessions = [
        replace(one, probe_per_min=None) if place in (0, 3) else one for place, one in enumerate(straight(9, 1.0))
    ]
    line = track(sessions, Measure.PROBE)
    assert line.places == (1, 2, 4, 5, 6, 7, 8)
    assert line.week[0] == 0.0
    assert line.value[2] == 24.0
    assert line.weeks == 2
    assert track(sessions, Measure.LIFT).weeks == 0


@pytest.mark.parametrize(("count", "numbers_more", "weeks_more"), [(0, 12, 6), (8, 4, 4), (20, 0, 3), (36, 0, 0)])
def test_trend_says_what_is_missing(count: int, numbers_more: int, weeks_more: int) -> None:
    """Below twelve numbers or six weeks it abstains, and says how many are needed."""
    told = trend(straight(count), Measure.PROBE)
    if numbers_more or weeks_more:
        assert told == TooFew(Measure.PROBE, numbers_more, weeks_more)
        assert trend_said(told) == Reason("trends.too_few", (numbers_more, weeks_more))
    else:
        assert isinstance(told, Trend)
        assert (told.numbers, told.way) == (count, Way.STEADY)
    assert (FEWEST_NUMBERS, FEWEST_WEEKS) == (12, 6)


@given(st.floats(-0.2, 0.2), st.integers(40, 80))
@settings(max_examples=25, deadline=None)
def test_a_straight_line_is_told_exactly(per_day: float, count: int) -> None:
    """Without noise the slope is the line's, the interval no wider than rounding, and the way the sign's."""
    told = trend(straight(count, per_day), Measure.PROBE)
    assert isinstance(told, Trend)
    assert told.per_week == pytest.approx(7.0 * per_day, abs=1e-9)
    assert told.high - told.low == pytest.approx(0.0, abs=1e-6)
    moved = per_day * (count - 1)
    assert (told.begin, told.end) == pytest.approx((20.0, 20.0 + moved))
    if abs(moved) > 1.001 * WORTH_NAMING[Measure.PROBE]:
        assert told.way is (Way.RISING if per_day > 0.0 else Way.FALLING)
    elif abs(moved) < 0.999 * WORTH_NAMING[Measure.PROBE]:
        assert told.way is Way.STEADY


@pytest.mark.parametrize("measure", [Measure.CALM, Measure.FOLLOW, Measure.PERFORMANCE, Measure.RECOVERY])
@pytest.mark.parametrize(("begin", "end"), [(0.0, 1.0), (1.0, 0.0)])
def test_a_trend_tells_no_number_that_cannot_be(measure: Measure, begin: float, end: float) -> None:
    """Where a measure goes to its floor or ceiling and stays there, the line does not go on through it."""
    times = 90.0 if measure is Measure.RECOVERY else 1.0
    told = trend(saturating(measure, times * begin, times * end), measure)
    assert isinstance(told, Trend)
    low, high = CAN_BE[measure]
    assert told.way is (Way.RISING if end > begin else Way.FALLING)
    shown = SHOWN_TIMES.get(measure, 1.0)
    assert all(low * shown <= number <= high * shown for number in trend_said(told).numbers[:2])
    assert told.moved(told.low) <= told.moved(told.per_week) == told.end - told.begin <= told.moved(told.high)


@given(st.lists(st.integers(-18, 18), min_size=43, max_size=43))
@example([-17] * 41 + [18, -18])
@settings(max_examples=25, deadline=None)
def test_a_journey_does_not_change_where_a_measure_goes(hours: list[int]) -> None:
    """However far the player's clock is ahead, and where it is set back over a week's end: the trend is the same."""
    at_home = straight(43, 0.2)
    abroad = [replace(one, offset_s=ahead * 3600) for one, ahead in zip(at_home, hours, strict=True)]
    assert trend(abroad, Measure.PROBE) == trend(at_home, Measure.PROBE)


def test_wild_sessions_do_not_carry_the_slope_off() -> None:
    """A tenth of the sessions at nonsense moves the slope by less than a hundredth of what a mean slope would."""
    wild = tuple(
        replace(one, probe_per_min=120.0) if place % 10 == 9 else one for place, one in enumerate(straight(60, 0.05))
    )
    told = trend(wild, Measure.PROBE)
    assert isinstance(told, Trend)
    assert told.per_week == pytest.approx(0.35, rel=0.1)


def test_interval_covers_about_as_often_as_it_says() -> None:
    """Of eighty simulated people with a drift, a gap and odd sessions, the 80 % interval holds for 66 to 98 %."""
    hits = []
    for seed in range(500, 580):
        planted = Planted(Measure.CALM, drift_per_week=0.08, gap_week=6.0, gap_weeks=2.0, outliers=2)
        truth = simulate(somebody(seed, 16), planted, seed)
        told = trend(truth.sessions, Measure.CALM)
        assert isinstance(told, Trend)
        hits.append(told.low <= truth.per_week <= told.high)
    assert 0.66 <= np.mean(hits) <= 0.98


def words(lifts: Sequence[float]) -> list[Session]:
    """Three sessions a week, in which the own word went up or down by so much."""
    return [
        Session(started_s=place * WEEK_S // 3, length_s=600.0, felt_before=0.0, felt_after=lift)
        for place, lift in enumerate(lifts)
    ]


def test_words_that_went_up_for_good_are_not_the_same_as_before() -> None:
    """Thirty-five times no change, then fifteen times one step up: rising, and a lasting change from there on."""
    sessions = words([0.0] * 35 + [0.5] * 15)
    told = trend(sessions, Measure.LIFT)
    assert isinstance(told, Trend)
    assert told.way is Way.RISING and told.low < told.per_week < told.high
    (change,) = changes(sessions, Measure.LIFT)
    assert (change.place, change.before, change.after) == (35, 0.0, 0.5)
    assert lasts(change, track(sessions, Measure.LIFT))


def test_words_that_go_up_ever_more_often_rise_and_others_do_not() -> None:
    """A step up in .15 of the sittings at first and in .85 at last is mostly told as rising; always in .1, seldom."""
    ways = []
    for chances in (np.linspace(0.15, 0.85, 48), np.full(48, 0.1)):
        drawn = [(np.random.default_rng(seed).random(48) < chances).tolist() for seed in range(40)]
        told = [trend(words([0.5 * up for up in ups]), Measure.LIFT) for ups in drawn]
        ways.append([one.way for one in told if isinstance(one, Trend)])
    rising, level = ways
    assert rising.count(Way.RISING) >= 20 and Way.FALLING not in rising and Way.STEADY not in rising
    assert level.count(Way.RISING) + level.count(Way.FALLING) <= 6


def test_where_most_numbers_are_equal_nothing_is_said_of_the_others() -> None:
    """Play at its best in two of three sittings, and below in the first ones: a median sees nothing, so it says so."""
    sessions = [replace(one, performance=0.4 if place < 14 else 1.0) for place, one in enumerate(straight(60))]
    told = trend(sessions, Measure.PERFORMANCE)
    assert isinstance(told, Trend)
    assert told.high - told.low == pytest.approx(0.0, abs=1e-9) and told.way is Way.UNCLEAR
    (change,) = changes(sessions, Measure.PERFORMANCE)
    assert (change.place, change.after) == (14, 1.0)


def test_same_sessions_give_the_same_trend() -> None:
    """Its dice are its own."""
    sessions = simulate(FULL, Planted(), 3).sessions
    assert trend(sessions, Measure.CALM) == trend(sessions, Measure.CALM)


@pytest.mark.parametrize("side", [1.0, -1.0])
def test_a_clear_change_is_noticed_soon_and_put_where_it_was(side: float) -> None:
    """Three sds are noticed within a dozen sessions, named once, within the interval, with the right direction."""
    truth = simulate(FULL, Planted(Measure.CALM, step=side * 3.0, step_week=20.0), 11)
    assert truth.changed is not None
    (change,) = changes(truth.sessions, Measure.CALM)
    assert change.earliest <= truth.changed <= change.latest
    assert truth.changed <= change.noticed <= truth.changed + 12
    assert (change.after - change.before) * side > 0.15
    assert change.since_s == truth.sessions[change.place].started_s


def test_what_was_noticed_stays_noticed() -> None:
    """More sessions only ever add changes behind those already told."""
    sessions = simulate(FULL, Planted(Measure.APART, step=2.5, step_week=15.0), 4).sessions
    whole = changes(sessions, Measure.APART)
    assert whole
    for count in (60, 115, 140, 200, 300):
        before = changes(sessions[:count], Measure.APART)
        assert before == tuple(change for change in whole if change.noticed < count)


@given(st.lists(st.floats(-1e6, 1e6), min_size=0, max_size=70), st.floats(0.1, 10.0), st.floats(-100.0, 100.0))
@settings(deadline=None)
def test_a_cut_leaves_enough_on_both_sides_whatever_the_numbers(
    numbers: list[float], times: float, more: float
) -> None:
    """Any finite numbers are cut without a fault, never too near to an end; too few are not cut."""
    cut = best_cut(np.array(numbers) * times + more, 0.1)
    if len(numbers) < FEWEST_BEFORE + FEWEST_AFTER:
        assert cut is None
        return
    assert cut is not None
    assert FEWEST_BEFORE <= cut.earliest <= cut.place <= cut.latest <= len(numbers) - FEWEST_AFTER
    assert cut.sds >= 0.0


def test_one_odd_session_and_a_gap_are_no_change() -> None:
    """Nor are numbers that are all the same."""
    odd = [replace(one, probe_per_min=90.0) if place == 30 else one for place, one in enumerate(straight(60))]
    assert changes(odd, Measure.PROBE) == ()
    assert changes(straight(60), Measure.PROBE) == ()


def test_a_change_nobody_would_notice_is_not_told() -> None:
    """However sure it is."""
    tiny = [
        replace(one, probe_per_min=12.0 + 0.01 * (place % 3) + (0.2 if place >= 30 else 0.0))
        for place, one in enumerate(straight(60))
    ]
    assert changes(tiny, Measure.PROBE) == ()
    plain = [replace(one, probe_per_min=(one.probe_per_min or 0.0) * 5.0) for one in tiny]
    assert [change.place for change in changes(plain, Measure.PROBE)] == [30]


def test_an_odd_session_is_different_and_the_next_is_not() -> None:
    """It is named with the own band; what came before it does not hide it, and it does not make the next one odd."""
    before = [replace(one, probe_per_min=12.0 + (place % 5) * 0.5) for place, one in enumerate(straight(30))]
    sessions = [*before, replace(before[0], started_s=30 * DAY_S, probe_per_min=25.0), before[2]]
    told = compared(sessions, 30)
    assert told is not None
    (odd,) = told.odd
    assert (odd.measure, odd.value, odd.low, odd.high) == (Measure.PROBE, 25.0, 12.0, 14.0)
    assert odd.z > 5.0
    keys = [reason.key for reason in unusual_said(told)]
    assert keys == ["trends.different", "trends.probe.unusual", "trends.different_help"]
    after = compared(sessions, 31)
    assert after is not None
    assert after.odd == ()
    assert unusual_said(after) == ()


def test_the_next_step_of_a_word_is_nothing_unusual() -> None:
    """After words that were mostly or always the same one step up is usual; three steps are not, and are named."""
    for before in ([0.0] * 40, [0.0, 0.0, 0.0, 0.5] * 10):
        for lift, named in ((0.5, False), (0.0, False), (1.5, True)):
            sessions = words([*before, 0.0])
            sessions[-1] = replace(sessions[-1], felt_before=-0.5, felt_after=lift - 0.5)
            told = compared(sessions, 40)
            assert told is not None and bool(told.odd) is named


def test_nothing_is_usual_before_enough_sessions() -> None:
    """It abstains where there are fewer, and where the session itself knows nothing."""
    sessions = straight(FEWEST + 1)
    assert compared(sessions, FEWEST - 1) is None
    assert compared(sessions, FEWEST) is not None
    assert compared([*sessions[:-1], replace(sessions[-1], probe_per_min=None)], FEWEST) is None


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_everything_that_may_be_said_has_words(language: str) -> None:
    """Every message of every measure is translated, with all its numbers."""
    words = Words(language)
    keys = [f"trends.{way}" for way in (Way.STEADY, Way.UNCLEAR)] + ["trends.too_few", "trends.different_help"]
    for measure in Measure:
        named = ("rising", "falling", "changed", "unusual")
        for key in (f"trends.{measure}.{name}" for name in named):
            said = words.say(key, (61.0, 62.0, 63.0))
            assert all(number in said for number in ("61", "62", "63")), key
        keys.append(f"trends.{measure}.title")
    assert all(words.say(key, (6.0, 7.0)) != key for key in keys)


def test_numbers_are_said_as_people_read_them() -> None:
    """Shares of a hundred, one decimal; a change by the days since it began."""
    truth = simulate(FULL, Planted(Measure.CALM, step=3.0, step_week=20.0), 11)
    (change,) = changes(truth.sessions, Measure.CALM)
    said = change_said(change, change.since_s + 3 * WEEK_S)
    assert said.key == "trends.calm.changed"
    assert said.numbers == pytest.approx((21, 100 * change.before, 100 * change.after), abs=0.06)
    told = trend(truth.sessions[:250], Measure.CALM)
    assert isinstance(told, Trend)
    assert told.way is Way.RISING
    assert trend_said(told).numbers[:2] == pytest.approx((100 * told.begin, 100 * told.end), abs=0.06)


def test_a_trend_over_ten_thousand_sessions_fits_into_memory() -> None:
    """Pairs are drawn by lot there: the slope is still that of the line, and the same twice."""
    sessions = straight(10_000, 0.001)
    told = trend(sessions, Measure.PROBE)
    assert isinstance(told, Trend) and told == trend(sessions, Measure.PROBE)
    assert told.per_week == pytest.approx(0.007, rel=1e-6)
    assert told.numbers == 10_000 and told.way is Way.RISING
