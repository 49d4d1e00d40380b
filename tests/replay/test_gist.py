"""What the cache keeps of a session is enough to say its headline again, and leaves out what people corrected."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.core.belief import Belief
from game.replay.events import headline
from game.replay.gist import MOST_SPANS, believed, decode_gist, encode_gist, headline_of, passed_s
from game.replay.lanes import Lanes, read_lanes
from game.replay.summing import gist_of
from game.vault.layers import Correction
from game.vault.saying import Label, Signed
from tests.replay.lanes_made import header, level, sitting

NAME = "5" * 32
STORM = range(60, 90)
"""Seconds of a clearly tense stretch."""


def _arousal(t_s: float) -> Belief:
    return Belief(0.8 if STORM.start <= t_s < STORM.stop else 0.0, 0.01)


@pytest.fixture(scope="module")
def stormy() -> Lanes:
    """Four minutes with a storm in them that passed."""
    setup = header(source="simulated")
    return read_lanes(NAME, sitting(240.0, [(0, level("tide"))], _arousal, setup=setup))


@pytest.fixture(scope="module")
def unknown() -> Lanes:
    """A minute of which nothing is known."""
    return read_lanes(NAME, sitting(60.0, [(0, level("tide"))]))


def _over() -> Correction:
    """Somebody says that the storm was laughter."""
    return Correction(1, "0" * 16, NAME, 40 * 60, 110 * 60, Label.LAUGHING, "passphrase", 0)


def test_the_gist_comes_back_whole(stormy: Lanes, unknown: Lanes) -> None:
    """Through its bytes and back, the gist of a stormy and of an unknown session is the same, and so its headline."""
    for lanes in (stormy, unknown):
        gist = gist_of(lanes, [])
        kept = decode_gist(encode_gist(gist))
        assert kept == gist
        assert headline_of(kept) == headline(lanes)
    assert headline(unknown) is None


def test_when_the_storm_had_passed(stormy: Lanes, unknown: Lanes) -> None:
    """The moment is after the storm; nothing has passed where nothing was known."""
    passed = passed_s(headline(stormy))
    assert passed is not None and STORM.stop - 5 < passed < STORM.stop + 20
    assert passed_s(headline(unknown)) is None


def test_what_people_corrected_does_not_count(stormy: Lanes) -> None:
    """A storm that was laughter is no storm; taken back, it is one again; the session itself stays as it was."""
    said = _over()
    gist = gist_of(stormy, [said])
    assert gist.recovery is not None and gist.recovery.tensest is None
    assert believed(stormy, [said]) != stormy == believed(stormy, [])
    taken_back = gist_of(stormy, [replace(said, withdrawn=Signed("Dr. Lin", 5))])
    assert taken_back == gist_of(stormy, [])


TELLING: list[Any] = [664.5, [31.0, 40.5, 0.41, 0.12, "back", 92.0, False, 61.0], [["pattern.box", 44.0, 79.0]]]


def _told(recovery: object, stormy: Lanes) -> bytes:
    """A gist with something else in place of how the tensest moment passed."""
    return json.dumps(recovery).encode() + b"\n" + encode_gist(gist_of(stormy, [])).partition(b"\n")[2]


@pytest.mark.parametrize(
    "recovery",
    [
        [],
        {"known_s": 1.0},
        [-1.0, *TELLING[1:]],
        [float("nan"), *TELLING[1:]],
        [True, *TELLING[1:]],
        [664.5, [31.0], []],
        [664.5, [*TELLING[1][:3], float("inf"), *TELLING[1][4:]], []],
        [664.5, [*TELLING[1][:6], 1, 61.0], []],
        [664.5, None, TELLING[2] * (MOST_SPANS + 1)],
        [664.5, None, [["x" * 65, 0.0, 1.0]]],
        [664.5, None, [[7, 0.0, 1.0]]],
        [664.5, None, {}],
    ],
)
def test_what_is_no_gist_is_refused(stormy: Lanes, recovery: object) -> None:
    """A hostile field is a ValueError, whatever stands in it; the untouched telling is none."""
    assert decode_gist(_told(TELLING, stormy)).recovery is not None
    with pytest.raises(ValueError):
        decode_gist(_told(recovery, stormy))


@given(st.binary(max_size=300))
def test_bytes_of_anybody_are_refused(data: bytes) -> None:
    """Nothing but a gist is read as one."""
    with pytest.raises(ValueError):
        decode_gist(data)
    with pytest.raises(ValueError):
        decode_gist(b"null\n" + data)


def test_an_end_of_another_stillwater_is_one_that_nobody_saw(stormy: Lanes) -> None:
    """A word for the end that is not known here is read as unseen."""
    other = [664.5, [*TELLING[1][:4], "slept", *TELLING[1][5:]], []]
    recovery = decode_gist(_told(other, stormy)).recovery
    assert recovery is not None and recovery.tensest is not None and recovery.tensest.end == "unseen"
