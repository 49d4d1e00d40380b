"""What a session amounts to: its bytes come back as they were, and nothing that cannot be gets in."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from affect.trends.session import Measure, Session, decode_session, encode_session, measured, own

SHARES = st.floats(0.0, 1.0)
FEELINGS = st.none() | st.floats(-1.0, 1.0)
RATES = st.none() | st.floats(0.0, 120.0)
NAMES = st.lists(st.text(min_size=1, max_size=64), max_size=4).map(tuple)
SESSIONS = st.builds(
    Session,
    started_s=st.integers(0, 2**40),
    offset_s=st.integers(-64_800, 64_800),
    length_s=st.floats(0.0, 86_400.0),
    mode=st.sampled_from(["soothe", "train"]),
    places=NAMES,
    recovery_s=st.none() | st.floats(0.0, 86_400.0),
    tensest=st.none() | st.floats(-2.0, 2.0),
    calm_share=st.none() | SHARES,
    known_share=SHARES,
    breath_per_min=RATES,
    guide_per_min=RATES,
    follow=st.none() | SHARES,
    minigames=NAMES,
    helped=NAMES,
    felt_before=FEELINGS,
    felt_after=FEELINGS,
    probe_per_min=RATES,
    corrected_share=SHARES,
    performance=st.none() | SHARES,
    ended_early=st.booleans(),
    simulated=st.booleans(),
)


@given(SESSIONS)
def test_bytes_come_back_as_they_were(session: Session) -> None:
    """Decoding undoes encoding exactly."""
    assert decode_session(encode_session(session)) == session


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("started_s", 1.5),
        ("started_s", True),
        ("started_s", -1),
        ("offset_s", 90_000),
        ("length_s", None),
        ("length_s", "10"),
        ("mode", "scold"),
        ("places", "tide"),
        ("places", [""]),
        ("places", ["a"] * 65),
        ("calm_share", 1.01),
        ("calm_share", True),
        ("felt_after", -1.5),
        ("recovery_s", -1.0),
        ("ended_early", 1),
        ("version", 2),
    ],
)
def test_what_cannot_be_is_refused(name: str, value: object) -> None:
    """A wrong type or an impossible number is a ValueError, whoever wrote the bytes."""
    told = json.loads(encode_session(Session(started_s=0, length_s=60.0)))
    with pytest.raises(ValueError, match=r"session"):
        decode_session(json.dumps(told | {name: value}).encode())


@given(st.binary(max_size=40) | st.sampled_from([b"[]", b"null", b'{"version": 1}', b"[" * 100_000]))
def test_no_bytes_but_a_sessions_are_read(data: bytes) -> None:
    """Whatever else it is given, it raises ValueError."""
    with pytest.raises(ValueError):
        decode_session(data)


def test_infinity_is_no_number() -> None:
    """JSON as Python reads it knows infinity; a session does not."""
    with pytest.raises(ValueError, match="length_s"):
        Session(started_s=0, length_s=math.inf)
    told = encode_session(Session(started_s=0, length_s=60.0)).replace(b"60.0", b"NaN")
    with pytest.raises(ValueError, match="length_s"):
        decode_session(told)


def test_measures_abstain_where_a_part_is_unknown() -> None:
    """A difference needs both of its numbers; what is known is given as it is."""
    half = Session(started_s=0, length_s=60.0, breath_per_min=9.0, felt_after=0.5)
    assert [measured(half, measure) for measure in Measure] == [None] * len(Measure)
    whole = Session(
        started_s=0,
        length_s=60.0,
        recovery_s=40.0,
        calm_share=0.75,
        breath_per_min=9.0,
        guide_per_min=6.0,
        follow=0.5,
        probe_per_min=11.0,
        felt_before=-0.5,
        felt_after=0.5,
        performance=0.25,
    )
    assert [measured(whole, measure) for measure in Measure] == [40.0, 0.75, 3.0, 0.5, 11.0, 1.0, 0.25]


def test_evening_is_told_by_the_players_own_clock() -> None:
    """Noon in UTC is eight in the evening eight hours further east."""
    assert Session(started_s=12 * 3600, offset_s=8 * 3600, length_s=1.0).hour == 20
    assert Session(started_s=3 * 3600, offset_s=-5 * 3600, length_s=1.0).hour == 22


def test_own_sessions_are_in_order_and_a_persons() -> None:
    """Simulated ones are left out, the others sorted by when they began."""
    played = [Session(started_s=start, length_s=1.0, simulated=start == 5) for start in (9, 5, 2)]
    assert [one.started_s for one in own(played)] == [2, 9]
