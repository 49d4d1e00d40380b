"""What a session amounts to is what happened in it: known where the sitting tells it, None where it does not."""

from collections.abc import Callable, Iterable
from dataclasses import astuple, replace
from statistics import fmean

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from affect.trends.profile_curve import FEWEST_S, Channel
from affect.trends.session import Session, decode_session, encode_session
from game.core.belief import UNKNOWN, Belief
from game.core.directive import DECISION_TICKS
from game.core.facts import Fact, FeelingTold, MinigameBegan, MinigameEnded, ModeChosen, ProbeDone
from game.core.observe import rate_to_unit
from game.core.pace import TICKS_PER_S
from game.core.setup import Mode
from game.core.trace import Decision, Kind, encode_fact
from game.replay.lanes import Lanes, read_lanes
from game.replay.summing import course_of, gist_of, session_of
from game.vault.layers import Correction
from game.vault.layout import Record
from game.vault.saying import Label
from tests.replay.lanes_made import AS_SEEN, SEEN, SETUP, STARTED, Played, decision, fact, header, level, played, summed
from tests.replay.lanes_made import sitting as made

NAME = "5" * 32
HEADER = header()
CALM, TENSE = Belief(0.0, 0.01), Belief(0.8, 0.01)
STORM = range(60, 90)
"""Seconds of a clearly tense stretch."""


@pytest.fixture(scope="module")
def sat() -> Played:
    """Three and a half minutes that were really played."""
    return played(210, 4.0)


@pytest.fixture(scope="module")
def lanes(sat: Played) -> Lanes:
    """Its lanes."""
    return read_lanes(NAME, sat.made)


Arousal = Callable[[float], Belief]
Extra = Iterable[tuple[int, Record]]


def _stormy(t_s: float) -> Belief:
    return TENSE if STORM.start <= t_s < STORM.stop else CALM


def _by_hand(
    *facts: tuple[float, Fact],
    seconds: float = 240.0,
    arousal: Arousal = _stormy,
    setup: bytes = HEADER,
    extra: Extra = (),
) -> Lanes:
    """A sitting of Tide written by hand, with facts at their seconds."""
    records = [(0, level("tide")), *extra]
    records += [(int(60 * t_s), fact(int(60 * t_s), told)) for t_s, told in facts]
    return read_lanes(NAME, made(seconds, records, arousal, setup=setup))


def _correction(from_s: float, to_s: float) -> Correction:
    return Correction(1, "0" * 16, NAME, int(60 * from_s), int(60 * to_s), Label.LAUGHING, "passphrase", 0)


def _decided(seconds: float, **seen: float) -> list[tuple[int, Record]]:
    """Decisions every five seconds that saw the same."""
    ticks = range(DECISION_TICKS, int(seconds * TICKS_PER_S) + 1, DECISION_TICKS)
    told = replace(SEEN, **seen)
    return [(tick, decision(Decision(tick, told, AS_SEEN, AS_SEEN, (), AS_SEEN))) for tick in ticks]


def test_a_sitting_that_was_played(sat: Played, lanes: Lanes) -> None:
    """Numbers of a real sitting are those that its worlds had, and go through their bytes."""
    told = session_of(lanes, [])
    before_decision = [sat.worlds[tick - 2] for tick in range(DECISION_TICKS, len(sat.worlds) + 1, DECISION_TICKS)]
    assert told.guide_per_min == pytest.approx(fmean(60.0 * one.guide.breath_hz for one in before_decision), abs=0.01)
    settled = [one.turn.performance for one in before_decision[11:]]
    assert told.performance == pytest.approx(fmean(settled), abs=0.01)
    slow_hz = sat.worlds[-1].senses.slow_breath_hz
    assert slow_hz is not None and told.breath_per_min == pytest.approx(60.0 * slow_hz)
    assert (told.places, told.mode, told.length_s) == (("tide",), "soothe", 210.0)
    assert told.simulated and not told.ended_early and told.corrected_share == 0.0
    assert told.minigames and set(told.helped) <= set(told.minigames)
    assert told.known_share > 0.9 and told.follow is not None
    assert decode_session(encode_session(told)) == told


def test_the_course_of_a_sitting_that_was_played(sat: Played, lanes: Lanes) -> None:
    """Its rows follow what was believed in the worlds; corrected, the feelings are unknown there and nothing else."""
    course = course_of(lanes, [])
    assert course is not None and course.known_share > 0.8
    rows = dict(zip(Channel, course.value, strict=True))
    half = len(sat.worlds) // 2
    for begin, part in ((0, rows[Channel.PERFORMANCE][:16]), (half, rows[Channel.PERFORMANCE][16:])):
        assert np.nanmean(part) == pytest.approx(
            fmean(one.turn.performance for one in sat.worlds[begin : begin + half]), abs=0.05
        )
    corrected = course_of(lanes, [_correction(0.0, 105.0)])
    assert corrected is not None
    first = slice(0, 15)
    assert np.isnan(corrected.value[:2, first]).all() and np.isfinite(rows[Channel.AROUSAL][first]).any()
    np.testing.assert_array_equal(corrected.value[2:], course.value[2:])
    np.testing.assert_array_equal(corrected.value[:, 17:], course.value[:, 17:])


def test_what_somebody_corrected_does_not_count(lanes: Lanes) -> None:
    """All of it corrected, nothing is said of the feelings; breath and play stay as they were."""
    told, whole = session_of(lanes, [_correction(0.0, 210.0)]), session_of(lanes, [])
    assert whole.tensest is not None and whole.calm_share is not None
    assert (told.tensest, told.calm_share, told.known_share, told.helped) == (None, None, 0.0, ())
    assert told.corrected_share == 1.0
    assert (told.guide_per_min, told.performance, told.minigames) == (
        whole.guide_per_min, whole.performance, whole.minigames,
    )  # fmt: skip
    half = session_of(lanes, [_correction(0.0, 105.0)])
    assert half.corrected_share == 0.5 and half.known_share == pytest.approx(0.5, abs=0.01)


def test_a_storm_that_passed() -> None:
    """How long it took and how tense it was come from the headline; the calm share leaves the storm out."""
    gist = gist_of(_by_hand(), [])
    told = gist.session
    assert gist.recovery is not None and gist.recovery.tensest is not None
    assert told.recovery_s == gist.recovery.tensest.lasted_s and 15.0 < told.recovery_s < 45.0
    assert told.tensest == pytest.approx(0.8, abs=0.01)
    assert told.calm_share == pytest.approx(1.0 - len(STORM) / 240.0, abs=0.02) and told.known_share == 1.0


def test_a_storm_whose_end_nobody_saw_has_no_recovery() -> None:
    """Ended with the sitting, or back at some time while nothing was known: tense is known, how long is not."""

    def to_the_end(t_s: float) -> Belief:
        return TENSE if t_s >= STORM.start else CALM

    def looked_away(t_s: float) -> Belief:
        return UNKNOWN.arousal if 80.0 <= t_s < 110.0 else _stormy(t_s)

    for arousal in (to_the_end, looked_away):
        told = session_of(_by_hand(arousal=arousal), [])
        assert told.recovery_s is None and told.tensest == pytest.approx(0.8, abs=0.01)


def test_nothing_known_is_none_everywhere() -> None:
    """A sitting in which nothing was sensed, decided or said has no number that needs knowing."""
    told = session_of(_by_hand(arousal=lambda _: UNKNOWN.arousal), [])
    assert told == Session(started_s=1_767_607_200, length_s=240.0, places=("tide",))
    assert course_of(_by_hand(arousal=lambda _: UNKNOWN.arousal), []) is None


def test_a_sitting_of_two_seconds() -> None:
    """Too short to say anything: no number, and no mistake; so is one that was over before it began."""
    for seconds in (2.0, 0.0):
        told = session_of(_by_hand(seconds=seconds), [])
        assert told.calm_share is None and told.length_s == seconds
        assert course_of(_by_hand(seconds=seconds), []) is None


def test_the_players_own_words() -> None:
    """The first word before playing counts, and the last after it."""
    words = ((1.0, FeelingTold("before", 2, 3)), (30.0, FeelingTold("before", 5, 1)))
    after = ((200.0, FeelingTold("after", 1, 1)), (230.0, FeelingTold("after", 4, 2)))
    told = session_of(_by_hand(*words, *after), [])
    assert (told.felt_before, told.felt_after) == (-0.5, 0.5)
    assert session_of(_by_hand((1.0, FeelingTold("before", 9, 3))), []).felt_before is None


def test_a_minute_without_a_guide() -> None:
    """What the probe measured is told in breaths a minute; what it could not measure is not known."""
    assert session_of(_by_hand((70.0, ProbeDone(0.2, 0.9))), []).probe_per_min == pytest.approx(12.0)
    assert session_of(_by_hand((70.0, ProbeDone(0.0, 0.0))), []).probe_per_min is None


def test_minigames_that_ran_and_those_that_helped() -> None:
    """One that was left early did not run; one helped where arousal was lower 40 to 70 seconds after it began."""
    games = (
        (62.0, MinigameBegan("box")), (85.0, MinigameEnded("box", skipped=False)),
        (150.0, MinigameBegan("humming")), (170.0, MinigameEnded("humming", skipped=False)),
        (200.0, MinigameBegan("coherent")), (205.0, MinigameEnded("coherent", skipped=True)),
    )  # fmt: skip
    told = session_of(_by_hand(*games), [])
    assert (told.minigames, told.helped) == (("box", "humming"), ("box",))
    corrected = session_of(_by_hand(*games), [_correction(50.0, 62.0)])
    assert (corrected.minigames, corrected.helped) == (("box", "humming"), ())


def test_breath_and_play_at_decisions() -> None:
    """Guide and following are means over decisions in places; play counts after its first minute; a few say nothing."""
    extra = _decided(180.0, guide=rate_to_unit(0.1), follow=0.7, breath_confidence=0.9, performance=0.4)
    told = session_of(_by_hand(extra=extra, seconds=180.0), [])
    assert told.guide_per_min == pytest.approx(6.0)
    assert [told.follow, told.performance] == pytest.approx([0.7, 0.4])
    deaf = _decided(180.0, breath_confidence=0.1, performance=0.4)
    assert session_of(_by_hand(extra=deaf, seconds=180.0), []).follow is None
    short = session_of(_by_hand(extra=_decided(50.0), seconds=50.0), [])
    assert (short.guide_per_min, short.follow, short.performance) == (None, None, None)


def test_menus_are_no_places() -> None:
    """What was decided in a menu says nothing of a guide that was not there, and a menu is not named as played."""
    extra = [(tick, record) for tick, record in _decided(180.0)]
    lanes = read_lanes(NAME, made(180.0, [(0, level("settings")), *extra], _stormy))
    told = session_of(lanes, [])
    assert (told.places, told.guide_per_min, told.performance) == ((), None, None)
    assert course_of(lanes, []) is None


def test_the_slow_breath_at_the_end() -> None:
    """It is the summary's; 0 there means never measured, and without a summary it is not known."""
    end = 240 * 60
    assert session_of(_by_hand(extra=[(end, summed(end))]), []).breath_per_min == pytest.approx(12.0)
    assert session_of(_by_hand(extra=[(end, summed(end, breath_hz=0.0))]), []).breath_per_min is None


def test_the_clock_of_the_header() -> None:
    """An evening in Shanghai is one: the offset is the header's; a header without a clock says 0."""
    lanes = _by_hand()
    for started, hour in (("2026-01-05T20:15:00+0800", 20), ("2026-01-05T20:15:00-03:30", 20), (STARTED, 10)):
        told = session_of(replace(lanes, header=replace(lanes.header, started=started)), [])
        assert told.hour == hour
    assert session_of(replace(lanes, header=replace(lanes.header, started="day 3")), []).started_s == 0


def test_the_mode_is_the_one_that_was_chosen() -> None:
    """As the session began, until the player chose another."""
    train = header(replace(SETUP, mode=Mode.TRAIN))
    assert session_of(_by_hand(setup=train), []).mode == "train"
    assert session_of(_by_hand((5.0, ModeChosen("soothe")), setup=train), []).mode == "soothe"


def test_only_a_person_is_no_simulation() -> None:
    """Whatever else the header names as its source is told as simulated; one that was never closed is told so."""
    assert not session_of(_by_hand(), []).simulated
    assert session_of(_by_hand(setup=header(source="simulated")), []).simulated
    assert session_of(replace(_by_hand(), ended_early=True), []).ended_early


@settings(max_examples=20, deadline=None)
@given(
    beliefs=st.lists(st.builds(Belief, st.floats(-1e30, 1e30), st.floats(0.0, 100.0)), min_size=1, max_size=9),
    rate_hz=st.floats(),
    face=st.integers(-(2**63) + 1, 2**63 - 1),
    ends=st.tuples(st.floats(0.0, 70.0), st.floats(0.0, 70.0)),
)
def test_any_sitting_has_a_sum(beliefs: list[Belief], rate_hz: float, face: int, ends: tuple[float, float]) -> None:
    """Numbers that no Stillwater writes become None or are left out: there is always a session, and it comes back."""
    facts = ((3.0, ProbeDone(rate_hz, 0.5)), (4.0, FeelingTold("after", face, 1)), (5.0, MinigameBegan("")))
    told = _by_hand(*facts, seconds=70.0, arousal=lambda t_s: beliefs[int(t_s / 8.0) % len(beliefs)])
    session = session_of(told, [_correction(min(ends), max(ends) + 1.0)])
    assert decode_session(encode_session(session)) == session
    assert astuple(session) == astuple(session_of(told, [_correction(min(ends), max(ends) + 1.0)]))


def test_a_course_needs_two_minutes() -> None:
    """A session a little shorter than that has none; a little longer, it has."""
    seen = {"arousal_confidence": 0.9, "valence_confidence": 0.9, "breath_confidence": 0.9}
    for seconds, there in ((FEWEST_S, False), (FEWEST_S + 10.0, True)):
        course = course_of(_by_hand(extra=_decided(seconds, **seen), seconds=seconds), [])
        assert (course is not None) is there


def test_facts_and_summaries_of_another_hand_are_refused() -> None:
    """A word where a number belongs costs the session, with one message; a whole number there is fine."""
    word = Record(int(Kind.FACT), encode_fact(1, ProbeDone(0.25, 0.5)).replace(b"0.25", b'"slow"'))
    with pytest.raises(ValueError, match="breath_hz in this session is odd"):
        _by_hand(extra=[(1, word)], seconds=2.0)
    levels = Record(int(Kind.SUMMARY), summed(120).payload.replace(b"120", b'"long"'))
    with pytest.raises(ValueError, match="ticks in this session is odd"):
        _by_hand(extra=[(1, levels)], seconds=2.0)
    whole = Record(int(Kind.FACT), encode_fact(1, ProbeDone(0.25, 0.5)).replace(b"0.25", b"1"))
    assert session_of(_by_hand(extra=[(1, whole)], seconds=2.0), []).probe_per_min == 60.0
