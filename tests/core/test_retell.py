"""A sitting told again is the sitting that was played; and where it is not, the first tick is named."""

import pytest

from game.core.inputs import NOTHING, Inputs
from game.core.retell import RetellError, retell, verify
from game.core.setup import Setup
from game.core.tape import decode, encode
from game.core.trace import Kind, decode_digest, encode_digest
from tests.sittings import RULES, Kept, quiet, record

SETUP = Setup(7, "title", minutes=1.0)
WAYS = {"title": "tide", "tide": "closing"}


@pytest.fixture(scope="module")
def kept() -> Kept:
    """Title, then twenty seconds of Tide with a moving pointer."""
    told = [NOTHING] * 30 + [Inputs(held=("act",))]
    told += [Inputs(pointer=(1500 + tick, 2800), held=("breathe",) if tick % 300 < 120 else ()) for tick in range(1200)]
    return record(SETUP, told, WAYS)[1]


def changed(kept: Kept, kind: Kind, number: int, payload: bytes) -> list[tuple[int, bytes]]:
    """The records with the ``number``-th record of a kind replaced."""
    places = [place for place, (what, _) in enumerate(kept.records) if what == kind]
    records = list(kept.records)
    records[places[number]] = (kind, payload)
    return records


def test_a_recorded_sitting_verifies(kept: Kept) -> None:
    """Every digest agrees, over two levels."""
    verdict = verify(kept.records, RULES)
    assert (verdict.differs_at, verdict.ticks, verdict.digests) == (None, 1231, 20)
    assert verdict.header.setup == SETUP
    assert [payload for kind, payload in kept.records if kind == Kind.LEVEL] == [b"title", b"tide"]


def test_two_runs_are_equal() -> None:
    """The same inputs give the same bytes, digests included."""
    runs = [record(SETUP, quiet(600), WAYS)[1].records for _ in range(2)]
    assert runs[0] == runs[1]


@pytest.mark.parametrize("tick", (100, 650, 1000))
def test_a_flipped_input_names_the_first_digest_after_it(kept: Kept, tick: int) -> None:
    """One pointer elsewhere for one tick is found within a second."""
    told = [payload for kind, payload in kept.records if kind == Kind.TICK][tick - 1]
    other = Inputs(pointer=(100, 3200), held=decode(told).held)
    assert decode(told) != other
    differs = verify(changed(kept, Kind.TICK, tick - 1, encode(other)), RULES).differs_at
    assert differs is not None
    assert tick <= differs < tick + 60


def test_a_changed_digest_is_named(kept: Kept) -> None:
    """The tick of the seventh digest, and those before agree."""
    digests = [payload for kind, payload in kept.records if kind == Kind.DIGEST]
    tick, digest = decode_digest(digests[6])
    verdict = verify(changed(kept, Kind.DIGEST, 6, encode_digest(tick, bytes(8))), RULES)
    assert (verdict.differs_at, verdict.digests) == (tick, 6)
    assert digest != bytes(8)


def test_a_missing_tick_is_found(kept: Kept) -> None:
    """A record left out shifts all that follows."""
    records = list(kept.records)
    del records[700]
    assert verify(records, RULES).differs_at is not None


def test_records_that_are_no_sitting_are_refused() -> None:
    """A level before the header, a tick before the level, a level of another version, no header at all."""
    _, kept = record(SETUP, quiet(2), WAYS)
    header, level, tick = kept.records[:3]
    with pytest.raises(RetellError, match="before the header"):
        list(retell([level], RULES))
    with pytest.raises(RetellError, match="before the first level"):
        list(retell([header, tick], RULES))
    with pytest.raises(RetellError, match="no level named 'volcano'"):
        list(retell([header, (Kind.LEVEL, b"volcano")], RULES))
    with pytest.raises(RetellError, match="no header"):
        verify([], RULES)
