"""What one would jump to in a sitting, and its headline."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.core.belief import Belief
from game.core.directive import Directive
from game.core.facts import (
    ConsentGiven,
    Fact,
    FeelingTold,
    Ignored,
    MinigameBegan,
    MinigameEnded,
    NotMe,
    TooMuch,
)
from game.core.posterior import ANYBODY, Known
from game.core.setup import Setup
from game.core.trace import Decision, Kind, Written, encode_trust, encode_words
from game.replay.events import SILENT_S, events, headline, helped, set_aside
from game.replay.lanes import Lanes, TrustSpan, read_lanes
from game.vault.layout import Record
from tests.replay.lanes_made import AS_SEEN, SEEN, decision, fact, header, level, sitting

SURE = 0.15 * 0.15


def stormy(t_s: float) -> Belief:
    """Clearly tense from 60 s to 90 s; at rest before and after."""
    return Belief(0.8 if 60.0 < t_s <= 90.0 else 0.0, SURE)


def lanes_of(seconds: float, *extra: tuple[int, Record], **made: Any) -> Lanes:
    """Lanes of a sitting written by hand."""
    return read_lanes("name", sitting(seconds, extra, **made))


def decided(tick: int, used: Directive) -> Record:
    """A decision of the rules that was let through."""
    return decision(Decision(tick, SEEN, used, used, (), used))


CARRIES = {
    "face": "arousal", "voice": "voice_presence", "breath": "breath_hz", "chest": "presence", "key": "breath_phase",
}  # fmt: skip
"""One quantity for each sensor."""


def carried(tick: int, *sensors: str) -> tuple[int, Record]:
    """From ``tick`` on, one quantity rests on each of these sensors."""
    pairs = tuple((CARRIES[sensor], sensor) for sensor in sensors)
    return tick, Record(int(Kind.TRUST), encode_trust(tick, pairs))


def test_a_storm_and_its_passing_are_events() -> None:
    """They stand where the stretch began and where it was over, near the truth."""
    lanes = lanes_of(200.0, arousal=stormy)
    (storm, recovery) = events(lanes)
    assert (storm.kind, recovery.kind) == ("storm", "recovery")
    assert abs(storm.t_s - 60.0) < 5.0 and abs(recovery.t_s - 95.0) < 5.0
    told = headline(lanes)
    assert told is not None and told.recovery.tensest == storm.about == recovery.about
    assert told.length_s == 200.0


def test_a_storm_without_an_end_has_no_recovery() -> None:
    """The sitting is over before: nothing is made up."""
    lanes = lanes_of(100.0, arousal=lambda t_s: Belief(0.8 if t_s > 60.0 else 0.0, SURE))
    assert [event.kind for event in events(lanes)] == ["storm"]


def test_the_usual_is_the_players_own() -> None:
    """Whom the sensors always read as tense is not told to be tense; whom they read as calm is, from there."""
    for usual, storms in ((0.75, 0), (-0.1, 1)):
        setup = Setup(3, "tide", posterior=replace(ANYBODY, arousal_baseline=Known(usual, 0.1)))
        lanes = lanes_of(200.0, arousal=stormy, setup=header(setup))
        assert sum(event.kind == "storm" for event in events(lanes)) == storms


def test_too_little_known_has_no_headline() -> None:
    """Without any reading there is none; with calm ones it says that there was no tense moment."""
    assert headline(lanes_of(200.0)) is None
    calm = headline(lanes_of(200.0, arousal=lambda _: Belief(0.0, SURE)))
    assert calm is not None and calm.recovery.tensest is None


def test_what_somebody_set_aside_is_not_believed() -> None:
    """The storm somebody calls laughter is in no headline and no event; the lanes that were read stay as they are."""
    lanes = lanes_of(200.0, arousal=stormy)
    aside = set_aside(lanes, [(55.0, 100.0)])
    told = headline(aside)
    assert events(aside) == () and told is not None and told.recovery.tensest is None
    assert len(events(lanes)) == 2
    assert not any(aside.estimates.arousal.known[110:200]) and all(aside.estimates.arousal.known[200:])
    assert aside.estimates.breath_hz == lanes.estimates.breath_hz


@given(st.lists(st.tuples(st.floats(0.0, 60.0), st.floats(0.0, 60.0)), max_size=4))
def test_set_aside_takes_exactly_these_times(spans: list[tuple[float, float]]) -> None:
    """A moment is believed as before exactly where no span covers it; asked twice is asked once."""
    lanes = lanes_of(60.0, arousal=lambda _: Belief(0.1, SURE))
    aside = set_aside(lanes, spans)
    for t_s, known in zip(aside.estimates.t_s, aside.estimates.arousal.known, strict=True):
        assert known == (not any(from_s <= t_s <= to_s for from_s, to_s in spans))
    assert set_aside(aside, spans) == aside


FACTS: tuple[tuple[Fact, str], ...] = (
    (NotMe(), "correction"),
    (Ignored("face", True), "correction"),
    (Ignored("face", False), "correction"),
    (TooMuch(), "too_much"),
    (FeelingTold("before", 3, 2), "feeling"),
    (MinigameBegan("box"), "minigame"),
    (ConsentGiven("camera", False), "sensor_lost"),
)


@pytest.mark.parametrize(("told", "kind"), FACTS)
def test_facts_are_events_of_their_kind(told: Fact, kind: str) -> None:
    """Each where it happened, with the fact for whoever puts it into words."""
    [event] = events(lanes_of(3.0, (90, fact(90, told))))
    assert (event.t_s, event.kind, event.about) == (1.5, kind, told)


def test_other_facts_are_none() -> None:
    """A device that is switched on, and the end of a minigame, are nothing to jump to."""
    assert events(lanes_of(3.0, (60, fact(60, ConsentGiven("camera", True))))) == ()
    assert events(lanes_of(3.0, (60, fact(60, MinigameEnded("box", False))))) == ()


def test_levels_and_words_are_events_in_order() -> None:
    """All of them by time, whatever they come from."""
    written = Written("journal", "a heron")
    found = events(
        lanes_of(
            5.0,
            (0, level("tide")),
            (60, Record(int(Kind.WORDS), encode_words(60, written))),
            (120, fact(120, TooMuch())),
            (180, level("closing")),
        )
    )
    assert [(event.t_s, event.kind) for event in found] == [
        (0.0, "level"), (1.0, "words"), (2.0, "too_much"), (3.0, "level"),
    ]  # fmt: skip
    assert found[1].about == written


def test_a_silent_sensor_is_lost() -> None:
    """For as long as it carries nothing, where that is long; a turned head and a key that is laid down are no loss."""
    long, short = int(60 * SILENT_S), int(60 * SILENT_S) - 1
    at = 600
    lost = events(lanes_of(60.0, carried(at, "face", "key"), carried(at + 60), carried(at + 60 + long, "face")))
    assert [(event.kind, event.about) for event in lost] == [
        ("sensor_lost", TrustSpan((at + 60) / 60.0, (at + 60 + long) / 60.0, "", "face"))
    ]
    assert events(lanes_of(60.0, carried(at, "face", "key"), carried(at + 60), carried(at + 60 + short, "face"))) == ()


def test_a_sensor_that_never_comes_back_is_lost_once() -> None:
    """Until the end of the sitting; not where the end is near."""
    [event] = events(lanes_of(60.0, carried(60, "breath"), carried(600)))
    assert event.about == TrustSpan(10.0, 60.0, "", "breath")
    assert events(lanes_of(15.0, carried(60, "breath"), carried(600))) == ()


def test_what_ran_is_told_by_message_ids() -> None:
    """Minigames that were not left, settings that were made gentler, and "too much"; nothing that was made livelier."""
    lanes = lanes_of(
        40.0,
        (300, decided(300, replace(AS_SEEN, difficulty=0.4))),
        (600, decided(600, replace(AS_SEEN, tempo=0.4, difficulty=0.6))),
        (900, decided(900, replace(AS_SEEN, breath_hz=AS_SEEN.breath_hz - 0.0125))),
        (960, fact(960, MinigameBegan("box"))),
        (1080, fact(1080, MinigameEnded("box", False))),
        (1200, decided(1200, AS_SEEN)),
        (1260, fact(1260, MinigameBegan("humming"))),
        (1320, fact(1320, MinigameEnded("humming", True))),
        (1500, fact(1500, TooMuch())),
    )
    told = sorted((span.from_s, span.name) for span in helped(lanes))
    assert told == [
        (5.0, "why.now_easier"),
        (10.0, "why.now_slower"),
        (15.0, "why.now_guide_slower"),
        (16.0, "pattern.box"),
        (25.0, "lanes.too_much"),
    ]
    assert next(span.to_s for span in helped(lanes) if span.name == "pattern.box") == 18.0
