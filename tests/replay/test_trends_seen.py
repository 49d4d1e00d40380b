"""What is seen over time holds what the sessions hold, and draws nothing where nothing is known."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from affect.trends.session import DAY_S, WEEK_S, Measure, Session, measured
from affect.trends.simulate import NOTHING, Habit, Planted, simulate
from affect.trends.trend import TooFew, Trend, Way
from affect.trends.unusual import FEWEST
from game.replay.trends_seen import GAP_S, MOST_LATELY, Along, Seen, seen

HOUR_S = 3600
PLAY = Measure.PERFORMANCE


def played(planted: Planted = NOTHING, weeks: int = 30, seed: int = 3, per_week: float = 5.0) -> tuple[Session, ...]:
    """Simulated sessions of somebody."""
    return simulate(Habit(weeks=weeks, per_week=per_week, slow=0.1, rhythm=0.0), planted, seed).sessions


def look(sessions: tuple[Session, ...], weeks: int | None = None) -> Seen:
    """Look over them an hour after the last."""
    return seen(sessions, weeks, sessions[-1].started_s + HOUR_S, 0)


def along(told: Seen, measure: Measure) -> Along:
    """One of the measures."""
    return next(one for one in told.measures if one.measure is measure)


def test_numbers_are_those_of_the_sessions() -> None:
    """Every number that is known, at its own session, in the order of time, and no other."""
    sessions = played()
    told = look(sessions)
    for one in told.measures:
        known = [(place, measured(session, one.measure)) for place, session in enumerate(sessions)]
        assert [(number.place, number.value) for number in one.numbers] == [
            pair for pair in known if pair[1] is not None
        ]
        assert all(number.at_s == sessions[number.place].local_s for number in one.numbers)


def test_only_the_time_shown_is_drawn() -> None:
    """Of thirteen weeks: numbers, usual, line and changes begin there, and the trend is that of those weeks alone."""
    sessions = played(Planted(Measure.CALM, step=2.0, step_week=8.0), weeks=40)
    told, whole = look(sessions, 13), look(sessions)
    since_s = told.now_s - 13 * WEEK_S
    assert told.from_s >= since_s > whole.from_s
    for one in told.measures:
        moments = [moment.at_s for run in (*one.usual, *one.line) for moment in run]
        assert all(at_s >= since_s for at_s in [*moments, *(number.at_s for number in one.numbers)])
        assert isinstance(one.trend, TooFew) or one.trend.weeks <= 13
    assert along(whole, Measure.CALM).changes
    assert not along(told, Measure.CALM).changes


def test_nothing_is_drawn_across_weeks_in_which_nobody_played() -> None:
    """The usual and the line are parted at the gap; on each side of it there is something."""
    sessions = played(Planted(Measure.CALM, drift_per_week=0.2, gap_week=12.0, gap_weeks=5.0), weeks=30)
    calm = along(look(sessions), Measure.CALM)
    begins = next(one.local_s for one, after in pairwise(sessions) if after.local_s - one.local_s >= GAP_S)
    for runs in (calm.usual, calm.line):
        assert len(runs) == 2
        assert runs[0][-1].at_s <= begins < runs[1][0].at_s


def test_a_number_told_once_a_week_is_no_gap() -> None:
    """Three weeks without a probe, while there were sessions, leave the usual of the probe in one piece."""
    sessions = tuple(
        replace(one, probe_per_min=12.0 + place % 3 if place % 14 == 0 else None)
        for place, one in enumerate(played(weeks=52))
    )
    assert len(along(look(sessions), Measure.PROBE).usual) == 1


def test_the_usual_is_where_eight_of_ten_lay() -> None:
    """At its last moment it holds four fifths of the last forty numbers; with fewer than a dozen there is none."""
    sessions = played()
    one = along(look(sessions), Measure.FOLLOW)
    values = np.array([number.value for number in one.numbers])[-40:]
    last = one.usual[-1][-1]
    assert np.mean((values >= last.low) & (values <= last.high)) == pytest.approx(0.8, abs=0.03)
    assert one.usual[0][0].at_s >= one.numbers[FEWEST - 1].at_s
    few = along(look(sessions[: FEWEST - 2]), Measure.FOLLOW)
    assert few.usual == () == few.line


def test_a_line_only_where_it_is_said() -> None:
    """A clear drift has a line from the trend's beginning to its end, surest in its middle; an unclear one has none."""
    told = look(played(Planted(Measure.CALM, drift_per_week=0.15)))
    calm = along(told, Measure.CALM)
    assert isinstance(calm.trend, Trend)
    assert calm.trend.way is Way.RISING
    first, middle, last = calm.line[0]
    assert (first.middle, last.middle) == pytest.approx((calm.trend.begin, calm.trend.end), abs=1e-4)
    assert middle.high - middle.low < 1e-6
    assert first.low < first.middle < first.high
    assert all(one.line == () for one in told.measures if isinstance(one.trend, Trend) and one.trend.way is Way.UNCLEAR)


def test_a_line_ends_where_the_measure_does() -> None:
    """Play that rises to its ceiling and stays there is drawn to the ceiling, with its interval, and not beyond."""
    plain = played(weeks=16)
    shares = np.minimum(np.arange(len(plain)) / (len(plain) / 2.0), 1.0).tolist()
    told = along(look(tuple(replace(one, performance=share) for one, share in zip(plain, shares, strict=True))), PLAY)
    moments = [moment for run in told.line for moment in run]
    assert moments[-1].middle == moments[-1].high == 1.0
    assert all(0.0 <= end <= 1.0 for moment in moments for end in (moment.middle, moment.low, moment.high))


def test_a_change_lasts_as_long_as_the_numbers_stay_there() -> None:
    """What was planted for good is said to last; what went back is only marked."""
    stayed = played(Planted(Measure.CALM, step=2.5, step_week=15.0), weeks=40)
    assert along(look(stayed), Measure.CALM).lasts in along(look(stayed), Measure.CALM).changes
    went_back = tuple(
        before if before.started_s > stayed[0].started_s + 25 * WEEK_S else after
        for before, after in zip(played(weeks=40), stayed, strict=True)
    )
    calm = along(look(went_back[: round(0.72 * len(went_back))]), Measure.CALM)
    assert calm.changes
    assert calm.lasts != calm.changes[0]


@pytest.mark.parametrize("side", [1.0, -1.0])
def test_a_change_is_said_to_last_from_the_session_on_that_noticed_it(side: float) -> None:
    """A change noticed after seven numbers is told then, not once it has outnumbered what came before."""
    stayed = played(Planted(Measure.CALM, step=2.5 * side, step_week=15.0), weeks=20)
    (change,) = along(look(stayed), Measure.CALM).changes
    behind = [one for one in stayed[change.place : change.noticed + 1] if one.calm_share is not None]
    assert len(behind) <= 7
    for count in range(change.noticed + 1, len(stayed) + 1):
        assert along(look(stayed[:count]), Measure.CALM).lasts == change


def test_only_young_sessions_are_compared_with_the_usual() -> None:
    """The last one far out is named, newest first; three weeks later nobody is told of it any more."""
    sessions = played()
    odd = (*sessions[:-1], replace(sessions[-1], recovery_s=900.0, calm_share=0.02))
    told = look(odd)
    assert told.different[0].place == len(odd) - 1
    assert Measure.RECOVERY in {one.measure for one in told.different[0].odd}
    assert 0 < told.beside <= told.lately <= MOST_LATELY
    later = seen(odd, None, odd[-1].started_s + 21 * DAY_S, 0)
    assert (later.different, later.lately) == ((), 0)


def test_nobody_played_yet() -> None:
    """Nothing is known of anything, and nothing fails."""
    told = seen((), 52, 1_767_700_000, 0)
    assert not any(one.ever or one.numbers or one.usual or one.line or one.changes for one in told.measures)
    assert all(isinstance(one.trend, TooFew) and isinstance(one.ahead, TooFew) for one in told.measures)


@settings(max_examples=20, deadline=None)
@given(
    st.integers(0, 10_000),
    st.integers(1, 16),
    st.sampled_from((None, 13, 52)),
    st.lists(st.integers(-18, 18), min_size=1),
)
def test_every_drawing_is_in_order(seed: int, weeks: int, shown: int | None, hours: list[int]) -> None:
    """Whoever played, on whichever clock: moments rise, low <= middle <= high, all between the beginning and now."""
    sessions = tuple(
        replace(one, offset_s=hours[place % len(hours)] * 3600)
        for place, one in enumerate(played(weeks=weeks, seed=seed, per_week=7.0))
    )
    if not sessions:
        return
    told = look(sessions, shown)
    for one in told.measures:
        for run in (*one.usual, *one.line):
            assert all(before.at_s < after.at_s for before, after in pairwise(run))
            assert all(moment.low - 1e-9 <= moment.middle <= moment.high + 1e-9 for moment in run)
            assert told.from_s <= run[0].at_s <= run[-1].at_s <= told.now_s + 18 * HOUR_S
