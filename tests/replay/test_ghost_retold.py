"""A sitting told again: any moment of it, in any order, is the one that was played."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.core.retell import RetellError
from game.core.trace import Kind, encode_digest
from game.core.world import digest
from game.replay.retold import NotTold, Retold
from tests.replay.sat import Record, Sat, sit, without
from tests.sittings import RULES


@pytest.fixture(scope="module")
def sat() -> Sat:
    """Forty seconds from the title into Tide, with a pause."""
    return sit(40)


def retold(sat: Sat, records: list[Record] | None = None) -> Retold:
    """The whole of it, told again."""
    told = Retold(sat.setup, RULES)
    for record in sat.records if records is None else records:
        told.take(*record)
    told.end()
    return told


@pytest.fixture(scope="module")
def whole(sat: Sat) -> Retold:
    """It, told again once."""
    return retold(sat)


@settings(max_examples=150, deadline=None)
@given(place=st.floats(0.0, 1.0))
def test_any_moment_in_any_order_is_the_one_that_was_played(sat: Sat, whole: Retold, place: float) -> None:
    """Whatever was asked for before, the world of a tick has the digest it had when it was played."""
    ticks = sorted(sat.digests)
    tick = ticks[round(place * (len(ticks) - 1))]
    world = whole.world(tick)
    assert world.tick == tick
    assert digest(world) == sat.digests[tick]


def test_going_forward_is_what_was_played(sat: Sat, whole: Retold) -> None:
    """Every tick in order; where a level began its beginning is shown, and the levels are those that were played."""
    names = []
    for tick in range(whole.told + 1):
        world = whole.world(tick)
        names.append(world.level.name)
        if tick in sat.digests:
            assert digest(world) == sat.digests[tick], tick
    assert list(dict.fromkeys(names)) == ["title", "tide"]
    assert [name for name, _ in whole.levels] == ["title", "tide"]


def test_decisions_are_those_that_were_made(sat: Sat, whole: Retold) -> None:
    """At each tick that decided something, the same came into force; at no other tick anything did."""
    assert len(sat.decided) > 5
    for tick, directive in sat.decided.items():
        decided = whole.world(tick).decided
        assert decided is not None and decided.directive == directive
    others = [tick for tick in range(1, whole.told, 37) if tick not in sat.decided]
    assert all(whole.world(tick).decided is None for tick in others)


def test_it_says_that_it_agrees(sat: Sat, whole: Retold) -> None:
    """Every digest agrees; one that differs is told; without any there is nothing to say."""
    assert whole.agrees is True
    wrong = [
        (kind, encode_digest(600, b"12345678") if kind == Kind.DIGEST and payload[:4] == b"X\2\0\0" else payload)
        for kind, payload in sat.records
    ]
    assert wrong != sat.records
    assert retold(sat, wrong).agrees is False
    assert retold(sat, list(without(sat.records, Kind.DIGEST))).agrees is None


def test_a_digest_out_of_its_place_does_not_agree(sat: Sat) -> None:
    """Where ticks are missing the next digest is of another tick, and that is seen."""
    ticks = [place for place, record in enumerate(sat.records) if record[0] == Kind.TICK]
    gone = set(ticks[300:400])
    assert retold(sat, [record for place, record in enumerate(sat.records) if place not in gone]).agrees is False


def test_what_is_not_told_cannot_be_asked_for(sat: Sat) -> None:
    """The newest tick waits until it is sure that no level began in it; beyond the end there is nothing."""
    told = Retold(sat.setup, RULES)
    assert told.told == -1
    ticks = 0
    for record in sat.records[:500]:
        told.take(*record)
        ticks += record[0] == Kind.TICK
        assert told.told == ticks - 1
    with pytest.raises(NotTold):
        told.world(ticks)
    told.end()
    assert told.world(ticks).tick == ticks
    for tick in (-1, ticks + 1):
        with pytest.raises(NotTold):
            told.world(tick)


def test_a_level_begun_while_it_is_told_is_not_missed(sat: Sat) -> None:
    """Asking for the newest moment again and again while it is told changes nothing of what is told later."""
    told = Retold(sat.setup, RULES)
    for record in sat.records:
        told.take(*record)
        if told.told > 0:
            told.world(told.told)
    told.end()
    assert digest(told.world(told.told)) == digest(retold(sat).world(told.told))
    assert told.agrees is True


@pytest.mark.parametrize("tick", [119, 120, 121])
def test_a_level_may_begin_in_any_tick(sat: Sat, tick: int) -> None:
    """On a second or beside it: from there on the new level is told, whichever moment was asked for before."""
    place = [place for place, record in enumerate(sat.records) if record[0] == Kind.TICK][tick]
    told = retold(sat, [*sat.records[:place], (Kind.LEVEL, b"closing"), *sat.records[place : place + 40]])
    for asked in (told.told, tick, tick + 5, 10, tick + 30):
        assert told.world(asked).level.name == ("title" if asked < tick else "closing"), asked
    assert told.world(tick).level_tick == 0


def test_a_level_of_another_version_ends_the_telling_there(sat: Sat) -> None:
    """Unknown levels and ticks before any level are refused; what was told before stays."""
    told = Retold(sat.setup, RULES)
    for record in sat.records[:150]:
        told.take(*record)
    with pytest.raises(RetellError, match="no level named"):
        told.take(Kind.LEVEL, b"a level of tomorrow")
    told.end()
    assert told.world(told.told).level.name == "title"
    with pytest.raises(RetellError, match="before the first level"):
        Retold(sat.setup, RULES).take(Kind.TICK, b"\0")
    with pytest.raises(ValueError, match="header"):
        Retold(b"[]", RULES)
