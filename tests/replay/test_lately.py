"""How a moment looked over the short time before it, and that "why" never parts from it in silence."""

from dataclasses import replace
from math import isclose

from hypothesis import given
from hypothesis import strategies as st

from game.core.belief import Belief
from game.core.trace import Decision
from game.replay.lanes import Lanes, read_lanes
from game.replay.lately import LATELY_S, UNKNOWN, Lately, lately
from game.replay.why import saw, why, why_told
from game.stage.words import Words
from tests.replay.lanes_made import AS_SEEN, SEEN, decision, played, sitting

ENGLISH = Words("en")
SURE, UNSURE = 0.01, 0.36
"""Variances of arousal that is known, and of which nothing is."""
CALM = replace(SEEN, arousal=-0.2, arousal_trend=0.0, arousal_confidence=0.9)
"""One look that saw somebody calmer than usual."""


def lanes_of(beliefs: list[Belief]) -> Lanes:
    """Lanes with one belief about arousal every half second, from .5 s on."""
    return read_lanes("name", sitting(len(beliefs) / 2, arousal=lambda t_s: beliefs[round(2 * t_s) - 1]))


@given(st.lists(st.tuples(st.floats(-1, 1, width=32), st.booleans()), min_size=1, max_size=24))
def test_it_is_the_mean_of_what_was_known(moments: list[tuple[float, bool]]) -> None:
    """Over the last five seconds and no longer; nothing where the moment itself is not known."""
    lanes = lanes_of([Belief(mean, SURE if known else UNSURE) for mean, known in moments])
    told = lately(lanes, len(moments) / 2).arousal
    last = moments[-int(2 * LATELY_S) :]
    means = [mean for mean, known in last if known]
    if not moments[-1][1]:
        assert told is None
    else:
        assert told is not None and isclose(told, sum(means) / len(means), abs_tol=1e-6)


def test_before_anything_nothing_is_known() -> None:
    """Neither before the first estimate nor of a feeling that nobody read."""
    lanes = lanes_of([Belief(0.5, SURE)] * 4)
    assert lately(lanes, 0.2) == UNKNOWN
    assert lately(lanes, 2.0).valence is None


def test_one_look_that_parts_from_the_seconds_before_is_said_with_them() -> None:
    """A calm look after tense seconds tells of both; one after calm seconds, or after none, tells of itself."""
    alone = saw(ENGLISH, CALM)[0]
    assert saw(ENGLISH, CALM, Lately(-0.3, None))[0] == alone
    parted = saw(ENGLISH, CALM, Lately(0.4, None))[0]
    assert parted == f"{alone}; over the five seconds before it: clearly tenser than usual"
    assert saw(ENGLISH, replace(CALM, arousal_confidence=0.0), Lately(0.4, None))[0].endswith("could not be read")


def test_why_tells_of_the_seconds_before_its_own_decision() -> None:
    """The seconds before the decision, wherever after it the cursor stands."""
    beliefs = [Belief(0.4 if place < 20 else -0.4, SURE) for place in range(30)]
    made = Decision(600, CALM, AS_SEEN, AS_SEEN, (), AS_SEEN)
    lanes = read_lanes("name", sitting(15.0, [(600, decision(made))], lambda t_s: beliefs[round(2 * t_s) - 1]))
    for tick in (600, 890):
        assert "before it: clearly tenser" in why_told(why(lanes, tick), ENGLISH)["saw"][0]


def test_in_a_played_sitting_nothing_parts_in_silence() -> None:
    """Wherever the look and the seconds before point to different sides of the usual, both are told."""
    lanes = read_lanes("name", played().made)
    parted = [
        one
        for one in lanes.decisions
        if (before := lately(lanes, one.tick / 60.0).arousal) is not None and before * one.seen.arousal < -0.02
    ]
    for one in parted:
        assert "before it" in why_told(why(lanes, one.tick), ENGLISH)["saw"][0]
