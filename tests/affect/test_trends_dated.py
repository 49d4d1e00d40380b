"""Which sessions say a time that can be believed: one wrong clock takes out its own sitting and no other."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from affect.trends.dated import GRACE_S, dated
from affect.trends.session import DAY_S, WEEK_S, Measure, Session
from affect.trends.simulate import NOTHING, Habit, simulate
from affect.trends.suggest import suggest
from affect.trends.trend import trend
from game.core.posterior import ANYBODY
from game.core.setup import Week

BEGINS_S = 1_767_571_200
NOW_S = BEGINS_S + 60 * WEEK_S
DAYS = st.lists(st.integers(0, 400), max_size=60).map(lambda days: [BEGINS_S + day * DAY_S for day in days])


@given(DAYS)
def test_times_that_rise_are_all_believed(started_s: list[int]) -> None:
    """However far they lie apart, and several on one day."""
    assert dated(sorted(started_s), NOW_S) == tuple(range(len(started_s)))


@given(DAYS)
def test_the_others_rise_and_as_few_as_can_be_are_left_out(started_s: list[int]) -> None:
    """No day comes before an earlier one, nothing more fits in, and no longer row is found by looking at all."""
    places = dated(started_s, NOW_S)
    assert list(places) == sorted(set(places))
    days = [started_s[place] // DAY_S for place in places]
    assert days == sorted(days)
    longest = list[int]()
    for place, one_s in enumerate(started_s):
        before = (longest[at] for at in range(place) if started_s[at] // DAY_S <= one_s // DAY_S)
        longest.append(1 + max(before, default=0))
    assert len(places) == max(longest, default=0)


@given(st.integers(1, 38), st.integers(20, 4000))
def test_one_wrong_clock_takes_out_only_its_own_sitting(at: int, off_days: int) -> None:
    """Ahead or back, in the middle of forty days in a row."""
    right = [BEGINS_S + day * DAY_S for day in range(40)]
    others = tuple(place for place in range(40) if place != at)
    for side in (1, -1):
        wrong = [*right[:at], max(right[at] + side * off_days * 7 * DAY_S, 1), *right[at + 1 :]]
        assert dated(wrong, NOW_S + 4001 * WEEK_S) == others


def test_what_does_not_say_when_or_lies_ahead_is_left_out() -> None:
    """A day ahead is no fault, nor is an hour back; nought is no time."""
    told = [0, BEGINS_S, BEGINS_S + 3 * 3600, BEGINS_S + 3600, BEGINS_S + GRACE_S, BEGINS_S + GRACE_S + 1, 0]
    assert dated(told, BEGINS_S) == (1, 2, 3, 4)
    assert dated([], BEGINS_S) == ()


@pytest.mark.parametrize("wrong_s", [2_114_380_800, 1_483_228_800])
def test_trend_and_idea_are_those_without_the_sitting(wrong_s: int) -> None:
    """Of 2037 or of 2017: what helped is suggested and the way of a measure told as if it were not there."""
    sessions = tuple(
        replace(one, recovery_s=None if one.recovery_s is None else one.recovery_s * (0.4 if ran else 1.0))
        for one in simulate(Habit(weeks=20, per_week=6.0), NOTHING, 3).sessions
        for ran in ["longer_exhale" in one.minigames]
    )
    played = [*sessions[:-2], replace(sessions[-2], started_s=wrong_s), sessions[-1]]
    now_s = sessions[-1].started_s + 3600
    believed = tuple(sorted((played[at] for at in dated([one.started_s for one in played], now_s)), key=_began))
    without = (*sessions[:-2], sessions[-1])
    assert trend(believed, Measure.CALM) == trend(without, Measure.CALM)
    practices, week = ("longer_exhale", "box", "coherent"), Week(3, 10)
    told = suggest(believed, ANYBODY, practices, week, (), now_s)
    assert told.practice == "longer_exhale"
    assert told == suggest(without, ANYBODY, practices, week, (), now_s)


def _began(session: Session) -> int:
    return session.started_s
