"""What is seen over time is said in words, in both languages, with what it rests on."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from affect.trends.session import WEEK_S, Measure, Session, measured
from affect.trends.simulate import NOTHING, Habit, Planted, simulate
from game.replay.trends_json import MeasureTold, TrendsTold
from game.replay.trends_seen import seen
from game.replay.trends_told import Kept, trends_told
from game.stage.presentation import LANGUAGES
from game.stage.words import Words

HOUR_S = 3600
ENGLISH = Words("en")
LEFT_OVER = re.compile(r"\{\d|\b(over|trends|forecast|view)\.[a-z_]+")
"""A message id, or a place for a number, that nobody put into words."""


def kept(sessions: tuple[Session, ...]) -> Kept:
    """Sessions with names."""
    return Kept("player-1", sessions, tuple(f"{place:032x}" for place in range(len(sessions))))


def told(sessions: tuple[Session, ...], words: Words = ENGLISH, weeks: int | None = None) -> TrendsTold:
    """What is told of them an hour after the last."""
    now_s = sessions[-1].started_s + HOUR_S
    return trends_told(kept(sessions), seen(sessions, weeks, now_s, 0), words)


def measure(of: TrendsTold, name: Measure) -> MeasureTold:
    """One of the measures."""
    return next(one for one in of["measures"] if one["name"] == name)


def texts(value: object) -> Iterator[str]:
    """Every text in JSON, with its names."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from texts(each)


@pytest.fixture(scope="module")
def sessions() -> tuple[Session, ...]:
    """Forty weeks; calm time grew for good after thirty-four, and the last session was far from usual."""
    happens = Planted(Measure.CALM, step=3.0, step_week=34.0)
    played = simulate(Habit(weeks=40, per_week=5.0), happens, 5).sessions
    return (*played[:-1], replace(played[-1], recovery_s=900.0))


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_of_it_is_in_words(sessions: tuple[Session, ...], language: str) -> None:
    """No message id and no empty place is left over; a number's own unit keeps its named place."""
    said = list(texts(told(sessions, Words(language))))
    assert not [text for text in said if LEFT_OVER.search(text)]
    assert all("{number}" in one["number"] for one in told(sessions, Words(language))["measures"])


def test_numbers_lead_to_their_session(sessions: tuple[Session, ...]) -> None:
    """Each stands at its session's place, as it is read: a share as of a hundred."""
    of = told(sessions)
    for place, at_s, value in measure(of, Measure.CALM)["numbers"]:
        assert at_s == sessions[place].local_s
        assert value == pytest.approx(100.0 * (measured(sessions[place], Measure.CALM) or 0.0), abs=0.01)
        assert of["sittings"][place]["href"] == f"/p/player-1/s/{place:032x}"


def test_what_was_different_is_said_first_with_what_may_help(sessions: tuple[Session, ...]) -> None:
    """The session, each number beside the usual one, and a kind word last; its number alone is marked."""
    of = told(sessions)
    newest = of["different"][0]
    assert newest["place"] == len(sessions) - 1
    assert "900" in newest["lines"][1]
    assert newest["lines"][-1] == ENGLISH.say("trends.different_help")
    assert of["lately"] == ""
    assert measure(of, Measure.RECOVERY)["different"] == [len(sessions) - 1]
    assert measure(of, Measure.LIFT)["different"] == []


def test_what_changed_lately_is_said_above(sessions: tuple[Session, ...]) -> None:
    """A lasting change of the last weeks is among what has changed for longer, and beside its drawing."""
    of = told(sessions)
    assert measure(of, Measure.CALM)["said_change"] in of["changing"]
    change = measure(of, Measure.CALM)["changes"][-1]
    assert change["earliest_s"] <= change["at_s"] <= change["latest_s"]


def test_it_says_what_it_rests_on(sessions: tuple[Session, ...]) -> None:
    """How many sessions there were, in how many weeks, and the days of the first and the last."""
    one = measure(told(sessions), Measure.FOLLOW)
    values = [fact["value"] for fact in one["rests"]]
    assert values[0] == str(len(one["numbers"]))
    assert int(values[1]) == len({(at_s - one["numbers"][0][1]) // WEEK_S for _, at_s, _ in one["numbers"]})
    assert all(re.fullmatch(r"\d+ \w+ 20\d\d", day) for day in values[2:4])


def test_looking_ahead_grows_less_sure(sessions: tuple[Session, ...]) -> None:
    """Four weeks from now on, each at its middle and no narrower than the one before; the drawing ends with them."""
    of = told(sessions)
    weeks = measure(of, Measure.CALM)["ahead"]
    widths = [high - low for _, _, low, high in weeks]
    assert widths == sorted(widths)
    assert [at_s for at_s, *_ in weeks] == [of["now_s"] + (number + 0.5) * WEEK_S for number in range(4)]
    assert of["to_s"] == of["now_s"] + 4 * WEEK_S


def test_too_few_sessions(sessions: tuple[Session, ...]) -> None:
    """Points alone are drawn, and what is still missing is said; nothing is called usual."""
    of = told(sessions[:6])
    for one in of["measures"]:
        assert not (one["usual"] or one["line"] or one["ahead"] or one["changes"])
        assert one["said_ahead"] == ""
        assert one["said"].startswith("Not enough to tell yet.")
    assert of["to_s"] == of["now_s"]
    assert of["lately"] == ENGLISH.say("over.too_early")


def test_only_what_is_missing_is_asked_for() -> None:
    """Weeks enough and sessions too few, or the other way round: nobody is told that nought are missing."""
    often = simulate(Habit(weeks=4, per_week=7.0, missing=0.0), NOTHING, 1).sessions
    seldom = simulate(Habit(weeks=30, per_week=7.0, missing=0.0), NOTHING, 2).sessions[::20]
    for sessions, missing in ((often, "weeks"), (seldom, "sittings")):
        said = measure(told(sessions), Measure.FOLLOW)["said"]
        assert re.fullmatch(rf"Not enough to tell yet. Still to come: {missing} \d+\.", said), said


def test_what_nothing_is_known_of_is_named_apart(sessions: tuple[Session, ...]) -> None:
    """Without a microphone there is no drawing of the breath; it is among what is not known yet."""
    mute = tuple(replace(one, breath_per_min=None, follow=None, probe_per_min=None) for one in sessions)
    of = told(mute)
    assert {one["name"] for one in of["measures"]}.isdisjoint({"apart", "follow", "probe"})
    assert of["absent"] == [ENGLISH.say(f"trends.{name}.title") for name in ("apart", "follow", "probe")]


def test_known_only_longer_ago(sessions: tuple[Session, ...]) -> None:
    """What has no number in the time shown says so, and is not said to be missing."""
    before = sessions[-1].started_s - 13 * WEEK_S
    of = told(tuple(replace(one, follow=None) if one.started_s > before else one for one in sessions), weeks=13)
    assert measure(of, Measure.FOLLOW)["said"] == ENGLISH.say("over.none_in_range")
    assert of["absent"] == []


def test_what_is_not_looked_at_is_said(sessions: tuple[Session, ...]) -> None:
    """Sessions that wait, are too old, have no true time, or were simulated: a sentence each with how many."""
    many = replace(kept(sessions), older=7, simulated=2, waiting=3, undated=4)
    notes = trends_told(many, seen(sessions, None, sessions[-1].started_s + HOUR_S, 0), ENGLISH)["notes"]
    assert [re.findall(r"\d+", note) for note in notes] == [["3"], ["7"], ["4"], ["2"]]
