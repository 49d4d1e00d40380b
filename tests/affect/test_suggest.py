"""The suggestion: a practice that goes along with calm is found, every number is traceable, and a no is a no."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from affect.trends.practised import Calmed, calmed, effects, lately, relief_is_likely
from affect.trends.session import DAY_S, WEEK_S, Session
from affect.trends.suggest import CHANCE, FEWEST_CALMED, MOST_REFUSALS, REST_WEEKS, refused, resting, suggest
from game.core.directive import Reason
from game.core.posterior import ANYBODY, Known, Posterior
from game.core.setup import Week
from game.stage.presentation import LANGUAGES
from game.stage.words import Words
from levels import find_patterns

PRACTICES = ("box", "coherent", "humming")
WEEK = Week(4, 10)
BEGINS_S = 1_767_571_200
"""A Monday, 0:00 UTC."""
NOW_S = BEGINS_S + 16 * WEEK_S
UNCALMED = Posterior(minigame_relief=Known(-0.2, 0.1))
"""Somebody whom breathing games make more tense."""


def session(place: int, practice: str, recovery_s: float | None = 60.0, lower: bool = False, hour: int = 20) -> Session:
    """The session of a day."""
    return Session(
        started_s=BEGINS_S + place * DAY_S + hour * 3600,
        length_s=600.0,
        recovery_s=recovery_s,
        minigames=(practice,) if practice else (),
        helped=(practice,) if lower else (),
    )


def practised(helps: str, shorter_s: float, days: int = 60, seed: int = 1) -> tuple[Session, ...]:
    """Days on which practices take turns; with ``helps`` recovery is shorter."""
    dice = np.random.default_rng(seed)
    told = []
    for place in range(days):
        practice = PRACTICES[place % 3]
        recovery_s = 100.0 + dice.normal(0.0, 12.0) - (shorter_s if practice == helps else 0.0)
        told.append(session(place, practice, recovery_s))
    return tuple(told)


@pytest.mark.parametrize("practice", PRACTICES)
def test_the_practice_with_which_calm_came_back_sooner_is_suggested(practice: str) -> None:
    """Its numbers are those of the sessions it names, counted anew here."""
    sessions = practised(practice, 40.0)
    told = suggest(sessions, ANYBODY, PRACTICES, WEEK, (), NOW_S)
    assert told.practice == practice
    with_it = [one for one in sessions if one.started_s in told.rests_on]
    without = [one for one in sessions if one.started_s in told.beside]
    assert {one.minigames for one in with_it} == {(practice,)} and len(with_it) + len(without) == len(sessions)
    usual_s = float(np.median([one.recovery_s or 0.0 for one in without]))
    seconds = usual_s - float(np.median([one.recovery_s or 0.0 for one in with_it]))
    quicker = sum((one.recovery_s or 0.0) < usual_s for one in with_it)
    assert told.words == (
        Reason(f"suggest.{practice}"),
        Reason("suggest.why_sooner"),
        Reason("suggest.sooner", (round(seconds), quicker, len(with_it))),
        Reason("suggest.evening"),
    )


def test_what_is_refused_is_not_suggested_and_something_else_may_be() -> None:
    """Two practices go along with calm; the better one is refused."""
    shorter_s = {"box": 60.0, "humming": 40.0}
    turns = ("box", "coherent", "", "humming", "coherent", "")
    noise_s = np.random.default_rng(5).normal(0.0, 15.0, 90)
    both = tuple(
        session(place, turns[place % 6], 110.0 + noise_s[place] - shorter_s.get(turns[place % 6], 0.0))
        for place in range(90)
    )
    assert suggest(both, ANYBODY, PRACTICES, WEEK, (), NOW_S).practice == "box"
    assert suggest(both, ANYBODY, PRACTICES, WEEK, {"box"}, NOW_S).practice == "humming"
    rests = suggest(both, ANYBODY, PRACTICES, WEEK, {"box", "humming"}, NOW_S)
    assert rests.practice == "" and rests.words[1] == Reason("suggest.why_rests")


def test_one_wild_session_picks_nothing_out() -> None:
    """A practice whose only merit is one session far out is not suggested."""
    sessions = [*practised("", 0.0)]
    sessions[0] = replace(sessions[0], recovery_s=1.0)
    assert suggest(tuple(sessions), ANYBODY, PRACTICES, WEEK, (), NOW_S).practice == ""


def test_sessions_that_were_tenser_explain_themselves() -> None:
    """A practice that only ran in the easiest sessions gets no credit for what their tensest moment explains."""
    dice = np.random.default_rng(3)
    sessions = []
    for place in range(60):
        tensest = 0.3 + 0.3 * float(dice.random())
        practice = "box" if tensest < 0.42 else "humming"
        recovery_s = 200.0 * tensest * float(np.exp(dice.normal(0.0, 0.1)))
        sessions.append(replace(session(place, practice, recovery_s), tensest=tensest))
    blind = tuple(replace(one, tensest=None) for one in sessions)
    assert suggest(blind, ANYBODY, PRACTICES, WEEK, (), NOW_S).practice == "box"
    assert effects(sessions, ["box"], ANYBODY, 4)[0].change > 0.5 * effects(blind, ["box"], ANYBODY, 4)[0].change


def test_without_recovery_it_counts_how_often_it_was_calmer_afterwards() -> None:
    """Arousal was lower after one practice nine times of ten, after the others half the time."""
    sessions = tuple(
        session(place, PRACTICES[place % 3], None, place % 3 == 1 or place % 2 == 0, hour=8) for place in range(45)
    )
    told = suggest(sessions, ANYBODY, PRACTICES, WEEK, (), NOW_S)
    assert told.practice == "coherent"
    assert told.words[1:] == (
        Reason("suggest.why_calmer"),
        Reason("suggest.calmer", (15.0, 15.0)),
        Reason("suggest.morning"),
    )
    assert len(told.rests_on) == 15 and not told.beside


def test_what_is_known_of_the_player_counts() -> None:
    """Somebody whom breathing games do not calm is left alone with them; relief that is known lets more be expected."""
    sessions = practised("box", 40.0)
    assert suggest(sessions, UNCALMED, PRACTICES, WEEK, (), NOW_S).words[1] == Reason("suggest.why_own_way")
    eased = Posterior(minigame_relief=Known(0.4, 0.03))
    assert effects(sessions, ["box"], eased, 4)[0].change < effects(sessions, ["box"], ANYBODY, 4)[0].change
    assert calmed(sessions, "box", eased).share > calmed(sessions, "box", ANYBODY).share
    assert relief_is_likely(eased) > 0.99 > relief_is_likely(ANYBODY) > 0.6


@pytest.mark.parametrize("count", [0, 1, 3])
def test_with_few_sessions_the_week_stays_as_planned(count: int) -> None:
    """It says what is planned, and that too little is known."""
    told = suggest(tuple(session(place, "box") for place in range(count)), ANYBODY, PRACTICES, WEEK, (), NOW_S)
    assert told.words == (Reason("suggest.usual", (4.0, 10.0)), Reason("suggest.why_little"))
    assert not told.practice and not told.rests_on


def test_where_nothing_stands_out_it_says_so() -> None:
    """All alike: the week as planned."""
    sessions = tuple(session(place, PRACTICES[place % 3], 60.0, place % 2 == 0) for place in range(30))
    assert suggest(sessions, ANYBODY, PRACTICES, WEEK, (), NOW_S).words[1] == Reason("suggest.why_even")


def test_now_this_now_that_names_no_part_of_the_day() -> None:
    """Sessions spread over the day."""
    hours = (7, 13, 20, 14)
    sessions = tuple(
        replace(one, started_s=one.started_s + (hours[place % 4] - 20) * 3600)
        for place, one in enumerate(practised("box", 40.0))
    )
    told = suggest(sessions, ANYBODY, PRACTICES, WEEK, (), NOW_S)
    assert told.practice == "box" and len(told.words) == 3


def test_what_was_long_ago_is_not_looked_at() -> None:
    """Only the last half a year counts, and what lies ahead does not."""
    old = practised("box", 40.0)
    new = tuple(replace(one, started_s=one.started_s + 60 * WEEK_S) for one in practised("humming", 40.0))
    now_s = new[-1].started_s + DAY_S
    assert lately(old + new, now_s) == new
    assert suggest(old + new, ANYBODY, PRACTICES, WEEK, (), now_s).practice == "humming"
    assert lately(old + new, NOW_S) == old
    assert lately(old + new, now_s + 60 * WEEK_S) == ()


def test_luck_alone_is_seldom_suggested() -> None:
    """Of people to whom nothing was planted few are suggested a practice by recovery."""
    told = Counter(
        suggest(practised("", 0.0, seed=seed), ANYBODY, PRACTICES, WEEK, (), NOW_S).practice for seed in range(100)
    )
    assert told[""] >= 85


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", *PRACTICES]),
            st.none() | st.floats(0.0, 80_000.0),
            st.none() | st.floats(-2.0, 2.0),
            st.booleans(),
            st.integers(0, 23),
        ),
        max_size=30,
    ),
    st.sets(st.sampled_from(PRACTICES)),
)
def test_whatever_was_played_something_is_suggested(
    told: list[tuple[str, float | None, float | None, bool, int]], at_rest: set[str]
) -> None:
    """The practice is none that rests, it ran in all that it rests on, and its counts are no more than those."""
    sessions = tuple(
        replace(session(place, name, recovery_s, lower and bool(name), hour), tensest=tensest)
        for place, (name, recovery_s, tensest, lower, hour) in enumerate(told)
    )
    found = suggest(sessions, ANYBODY, PRACTICES, WEEK, at_rest, NOW_S)
    assert found.practice not in at_rest
    by_start = {one.started_s: one for one in sessions}
    assert all(found.practice in by_start[start_s].minigames for start_s in found.rests_on)
    assert all(found.practice not in by_start[start_s].minigames for start_s in found.beside)
    if found.practice:
        assert found.words[2].numbers[-2] <= found.words[2].numbers[-1] == len(found.rests_on)


def test_a_few_lucky_sessions_are_not_enough_to_be_calmed_by() -> None:
    """The chance that the share is not above a half shrinks with sessions."""
    few, many = (
        calmed(tuple(session(place, "box", None, True) for place in range(count)), "box", ANYBODY)
        for count in (1, FEWEST_CALMED + 4)
    )
    assert 1.0 - few.mostly > CHANCE > 1.0 - many.mostly
    assert isinstance(few, Calmed) and few.share < many.share


def test_a_refusal_rests_for_some_weeks_and_is_let_go() -> None:
    """Across the turn of the year; another refusal lets go of what has rested."""
    kept = refused((), "humming", "2026-W50")
    assert kept == ("2026-W50 humming",)
    assert resting(kept, "2026-W50") == resting(kept, "2027-W02") == {"humming"}
    assert REST_WEEKS == 6 and resting(kept, "2027-W03") == frozenset()
    assert refused(kept, "humming", "2026-W50") == kept
    assert refused(kept, "box", "2027-W03") == ("2027-W03 box",)
    assert resting(kept, "2026-W49") == frozenset()


def test_what_is_no_refusal_rests_for_nothing() -> None:
    """A damaged line is passed over and let go of; an unknown week is refused; the list stays short."""
    assert resting(("", "humming", "2026-W99 humming"), "2026-W50") == frozenset()
    assert refused(("nonsense",), "box", "2026-W50") == ("2026-W50 box",)
    with pytest.raises(ValueError, match="week"):
        refused((), "box", "2026-W77")
    kept: tuple[str, ...] = ()
    for number in range(2 * MOST_REFUSALS):
        kept = refused(kept, f"practice_{number}", "2026-W50")
    assert len(kept) == MOST_REFUSALS


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_practice_there_is_can_be_said(language: str) -> None:
    """A new pattern needs its sentence in both languages; numbers are set in."""
    words = Words(language)
    for name in (pattern.name for pattern in find_patterns()):
        assert words.say(f"suggest.{name}") != f"suggest.{name}"
    assert "35" in words.say("suggest.sooner", (35.0, 4.0, 5.0))
