"""The last weeks beside each other: from Monday to Sunday on the player's own clock, empty where nobody played."""

import time
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from affect.trends.session import WEEK_S, Session
from game.replay.trends_seen import seen
from game.replay.weeks_told import FEWEST, MOST, WeekTold, weeks_told
from game.stage.presentation import LANGUAGES
from game.stage.words import Words

ENGLISH = Words("en")
NOW_S = 1_767_700_000
"""Tuesday, 6 January 2026."""
HOUR_S = 3600


def session(weeks_ago: float, offset_s: int = 0) -> Session:
    """One of which something is known, so long ago."""
    return Session(started_s=round(NOW_S - weeks_ago * WEEK_S), offset_s=offset_s, length_s=600.0, performance=0.5)


def told(*weeks_ago: float, offset_s: int = 0, now_s: int = NOW_S, words: Words = ENGLISH) -> list[WeekTold]:
    """The weeks of sessions so long ago."""
    sessions = tuple(session(ago, offset_s) for ago in sorted(weeks_ago, reverse=True))
    return weeks_told(seen(sessions, None, now_s, offset_s), words)


@given(
    ago=st.lists(st.floats(0.0, 60.0), min_size=1, max_size=20),
    offset_s=st.integers(-12, 14).map(lambda hours: hours * HOUR_S),
    later_s=st.integers(0, WEEK_S),
)
def test_weeks_follow_each_other_from_monday_until_now(ago: list[float], offset_s: int, later_s: int) -> None:
    """Each begins on a Monday at 0:00, a week after the one before; now lies in the last; there are 8 to 12, so many
    that nothing played since the first of them is left out for want of a week."""
    now_s = NOW_S + later_s
    weeks = told(*ago, offset_s=offset_s, now_s=now_s)
    assert FEWEST <= len(weeks) <= MOST
    begins = [week["begin_s"] for week in weeks]
    assert all(time.gmtime(begin_s)[3:7] == (0, 0, 0, 0) for begin_s in begins)  # hour, minute, second, Monday
    assert [after - before for before, after in pairwise(begins)] == [WEEK_S] * (len(begins) - 1)
    assert begins[-1] <= now_s + offset_s < begins[-1] + WEEK_S
    assert [week["now"] for week in weeks] == [False] * (len(weeks) - 1) + [True]
    first_s = session(max(ago), offset_s).local_s
    assert len(weeks) == MOST or first_s >= begins[0]


@pytest.mark.parametrize(("ago", "count"), [(0.0, FEWEST), (9.0, 10), (30.0, MOST)])
def test_as_many_as_were_lived(ago: float, count: int) -> None:
    """Eight for whoever began this week, twelve for whoever began long ago, and in between since the first session."""
    assert len(told(ago)) == count


def test_a_week_without_a_session_is_one_like_any_other() -> None:
    """What is told of a week does not depend on whether anybody played in it."""
    assert told(10.0, 0.0) == told(10.0, 7.0, 4.0, 3.0, 0.0)


def test_an_evening_on_sunday_is_of_that_week() -> None:
    """It is the player's own clock that says which week a moment is of: late on Sunday in Berlin is not Monday yet."""
    sunday_s = 1_767_567_600  # 4 January 2026, 23:00 UTC
    assert told(0.0, now_s=sunday_s)[-1]["begin_s"] != told(0.0, offset_s=HOUR_S, now_s=sunday_s)[-1]["begin_s"]


def test_sessions_of_nobody_have_weeks_too() -> None:
    """Where nothing is known of any measure there are weeks all the same, and nothing breaks."""
    unknown = replace(session(3.0), performance=None)
    assert len(weeks_told(seen((unknown,), None, NOW_S, 0), ENGLISH)) == FEWEST


@pytest.mark.parametrize("language", LANGUAGES)
def test_weeks_are_named_by_their_days(language: str) -> None:
    """From Monday to Sunday, with nothing left to be filled in."""
    title = told(0.0, words=Words(language))[-1]["title"]
    assert "{" not in title and "5" in title and "11" in title and "2026" in title
