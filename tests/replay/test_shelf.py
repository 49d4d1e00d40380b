"""The list opens no session that it knows, and one opening of a session makes all that is kept of it."""

import os
from collections.abc import Iterator
from dataclasses import replace
from errno import ENOSPC

import pytest

from affect.trends.profile_curve import encode_curve
from game.core.facts import FeelingTold
from game.core.trace import Kind, encode_fact, encode_header
from game.replay.cabinet import Unlocked, open_session
from game.replay.gist import METHOD, encode_gist
from game.replay.shelf import (
    SUMMING_S,
    Row,
    file_sizes,
    read_shelf,
    read_valid,
    row_of,
    say,
    sum_up,
    tidy,
)
from game.replay.summing import course_of, gist_of
from game.vault.calls import Calls, through
from game.vault.erasure import erase
from game.vault.home import player_folder, sessions_folder
from game.vault.keys import read_public_key
from game.vault.layers import Layers, read_layers
from game.vault.layout import CHUNKS_AT
from game.vault.saying import Corrected, Label, Noted, Saying, Signed
from game.vault.session import session_path
from game.vault.sums import Cache, Sum, keep_sums, read_sums
from game.vault.writer import Writer
from tests.commands.sat import HEADER, sit
from tests.replay.lanes_made import played
from tests.replay.visiting import NOW_S, Browser, Hands, House


@pytest.fixture
def unlocked(house: House) -> Unlocked:
    """The first player, who has two sittings of four seconds."""
    return Unlocked(player_folder(house.home), house.ring(), "Dr. Wen")


def _summed_up(house: House, unlocked: Unlocked) -> tuple[str, ...]:
    """Sum up all there is; names of what does not open."""
    return sum_up(unlocked, house.home.device, read_shelf(unlocked, house.home.device).rows, Hands())


def _kept(house: House, unlocked: Unlocked) -> list[set[str]]:
    """Names of what is kept in each cache, of sessions that are there."""
    return [set(read_valid(unlocked, house.home.device, cache)) for cache in Cache]


def _put(unlocked: Unlocked, setup: bytes, records: list[tuple[int, bytes]]) -> str:
    """Seal another session; its name. The index does not know it."""
    with Writer(sessions_folder(unlocked.folder), read_public_key(unlocked.folder), setup) as writer:
        for kind, payload in records:
            writer.append(kind, payload)
    return writer.session_id


def _newest(house: House, unlocked: Unlocked) -> Row:
    """The newest session's row."""
    return read_shelf(unlocked, house.home.device).rows[0]


def _correction(from_tick: int, to_tick: int) -> Corrected:
    return Corrected("0" * 16, from_tick, to_tick, Label.LAUGHING, Signed("Dr. Wen", int(NOW_S)))


def _say(house: House, unlocked: Unlocked, name: str, saying: Saying) -> None:
    say(open_session("player-1", name, unlocked), unlocked, house.home.device, saying)


def _corrected_share(row: Row) -> float:
    """Of a row that was summed up."""
    assert row.gist is not None
    return row.gist.session.corrected_share


def test_one_summing_up_fills_both_caches(house: House, unlocked: Unlocked) -> None:
    """After it, gist and course of a session are kept, each as it is made of the session; a short one has no course."""
    long = played(150, 4.0).made
    name = _put(unlocked, long.setup, [(record.kind, record.payload) for record in long.records()])
    device, rows = house.home.device, read_shelf(unlocked, house.home.device).rows
    assert _summed_up(house, unlocked) == ()
    assert _kept(house, unlocked) == [{row.session_id for row in rows}] * 2
    courses, sums = (read_valid(unlocked, device, cache) for cache in (Cache.COURSES, Cache.SUMS))
    for row in rows:
        lanes = open_session("player-1", row.session_id, unlocked).lanes
        course = course_of(lanes, [])
        assert sums[row.session_id] == encode_gist(gist_of(lanes, []))
        assert courses[row.session_id] == (b"" if course is None else encode_curve(course))
    assert bool(courses[name]) and sum(map(bool, courses.values())) == 1


def test_rows_stay_as_they_are_when_summed_up(house: House, unlocked: Unlocked) -> None:
    """When, how long and whether whole is the same before and after; a row of an open session says the same."""
    before = read_shelf(unlocked, house.home.device).rows
    _summed_up(house, unlocked)
    after = read_shelf(unlocked, house.home.device).rows
    assert all(row.gist is None for row in before) and all(row.gist is not None for row in after)
    assert tuple(replace(row, kept=None) for row in after) == before
    assert [row.started_s for row in after] == sorted((row.started_s for row in after), reverse=True)
    session = open_session("player-1", after[0].session_id, unlocked)
    assert replace(row_of(session, Layers(session.session_id)), layered=False) == after[0]


def test_the_list_opens_nothing_that_it_knows(house: House, unlocked: Unlocked) -> None:
    """With all but the beginning of each file turned to noise, the list says what it said."""
    _summed_up(house, unlocked)
    before = read_shelf(unlocked, house.home.device)
    for row in before.rows:
        path = session_path(sessions_folder(unlocked.folder), row.session_id)
        data = path.read_bytes()
        path.write_bytes(data[:CHUNKS_AT] + bytes(len(data) - CHUNKS_AT))
    assert read_shelf(unlocked, house.home.device) == before


def test_without_the_index_the_cache_is_enough(house: House, unlocked: Unlocked) -> None:
    """Sessions that only the cache knows are listed with their times, without a look into their files."""
    _summed_up(house, unlocked)
    before = read_shelf(unlocked, house.home.device).rows
    for path in unlocked.folder.glob("index*"):
        path.unlink()
    for row in before:
        path = session_path(sessions_folder(unlocked.folder), row.session_id)
        path.write_bytes(bytes(path.stat().st_size))
    assert read_shelf(unlocked, house.home.device).rows == before


def test_a_file_that_has_changed_is_summed_up_again(house: House, unlocked: Unlocked) -> None:
    """What was kept of a shorter file, or by another method, does not count."""
    _summed_up(house, unlocked)
    first, second = read_shelf(unlocked, house.home.device).rows
    path = session_path(sessions_folder(unlocked.folder), first.session_id)
    path.write_bytes(path.read_bytes() + b"more")
    size = file_sizes(unlocked.folder)[second.session_id]
    keep_sums(unlocked.folder, Cache.SUMS, house.home.device, Sum(second.session_id, METHOD - 1, size, b""))
    assert [row.kept for row in read_shelf(unlocked, house.home.device).rows] == [None, None]


def test_what_is_corrected_counts_in_what_is_kept(house: House, unlocked: Unlocked) -> None:
    """Kept once more, a session carries what was said of it."""
    _summed_up(house, unlocked)
    row = _newest(house, unlocked)
    _say(house, unlocked, row.session_id, _correction(0, 120))
    corrected = _newest(house, unlocked)
    assert corrected.layered and not row.layered
    assert _corrected_share(corrected) == pytest.approx(0.5, abs=0.01)


def test_a_note_costs_no_sum(house: House, unlocked: Unlocked) -> None:
    """Whatever is said of a session, it is summed up again at once, and nobody waits for it."""
    _summed_up(house, unlocked)
    name = _newest(house, unlocked).session_id
    _say(house, unlocked, name, Noted("1" * 16, None, "A long breath out.", "", True, Signed("Dr. Wen", int(NOW_S))))
    assert _newest(house, unlocked).gist is not None
    assert all(name in names for names in _kept(house, unlocked))


class Fills(Calls):
    """A disk that has no room left for files that are there already, but for others."""

    def __init__(self, full: set[int]) -> None:
        self._full = full
        """Their inodes."""

    def write_at(self, descriptor: int, data: bytes | memoryview, at: int) -> int:
        """Take it, unless it is for one of them."""
        if os.fstat(descriptor).st_ino in self._full:
            raise OSError(ENOSPC, os.strerror(ENOSPC))
        return super().write_at(descriptor, data, at)


def test_a_sum_that_the_disk_did_not_take_is_made_when_somebody_looks(house: House, unlocked: Unlocked) -> None:
    """The disk fills between a correction and the sum: the correction stands, and the older sum counts no more."""
    _summed_up(house, unlocked)
    name = _newest(house, unlocked).session_id
    caches = {path.stat().st_ino for cache in Cache for path in unlocked.folder.glob(f"{cache}-*.log")}
    with through(Fills(caches)):
        _say(house, unlocked, name, _correction(0, 120))
    assert _newest(house, unlocked).kept is None and all(name not in names for names in _kept(house, unlocked))
    _summed_up(house, unlocked)
    assert _corrected_share(_newest(house, unlocked)) == pytest.approx(0.5, abs=0.01)


def test_a_sum_made_before_a_correction_and_kept_after_it_does_not_count(house: House, unlocked: Unlocked) -> None:
    """Whoever was summing up meanwhile, in this process or another, keeps a line of the past: it is made again."""
    first, *_ = rows = read_shelf(unlocked, house.home.device).rows

    def meanwhile() -> Iterator[Row]:
        yield first
        _say(house, unlocked, first.session_id, _correction(0, 120))
        yield from rows[1:]

    sum_up(unlocked, house.home.device, meanwhile(), Hands())
    assert _newest(house, unlocked).kept is None and _kept(house, unlocked) == [{rows[1].session_id}] * 2
    _summed_up(house, unlocked)
    assert _corrected_share(_newest(house, unlocked)) == pytest.approx(0.5, abs=0.01)


def test_of_corrections_at_once_both_count_in_the_end(house: House, unlocked: Unlocked) -> None:
    """A sum that knows of one of them only does not count, whoever keeps it last; nor one that knows of none."""
    device, name = house.home.device, _newest(house, unlocked).session_id
    of_none, size = Sum(name, METHOD, file_sizes(unlocked.folder)[name], b"of none"), file_sizes(unlocked.folder)[name]
    _say(house, unlocked, name, _correction(0, 60))
    state = read_layers(unlocked.folder, device, unlocked.private, name).state
    of_one = Sum(name, METHOD, size, b"of one", state)
    _say(house, unlocked, name, replace(_correction(60, 120), mark="2" * 16))
    for late in (of_one, of_none):
        keep_sums(unlocked.folder, Cache.SUMS, device, late)
        assert name not in read_valid(unlocked, device, Cache.SUMS)


def test_what_was_read_of_a_session_that_went_on_does_not_count(house: House, unlocked: Unlocked) -> None:
    """A session is opened while it is played and closed before it is summed up: half a sum is not kept as whole."""
    with Writer(sessions_folder(unlocked.folder), read_public_key(unlocked.folder), encode_header(HEADER)) as writer:
        half = open_session("player-1", writer.session_id, unlocked)
        writer.append(Kind.LEVEL, b"tide")
    say(half, unlocked, house.home.device, _correction(0, 1))
    assert all(writer.session_id not in names for names in _kept(house, unlocked))


def test_erasing_takes_both_along(house: House, unlocked: Unlocked) -> None:
    """What was kept of an erased session counts at once no more, and is gone from the disk when the list is tidied."""
    _summed_up(house, unlocked)
    gone, stays = (row.session_id for row in read_shelf(unlocked, house.home.device).rows)
    erase(unlocked.folder, house.home.device, (gone,), int(NOW_S))
    assert _kept(house, unlocked) == [{stays}] * 2
    assert _sealed(house, unlocked) == [{gone, stays}] * 2
    assert read_shelf(unlocked, house.home.device).leftover
    tidy(unlocked, house.home.device, read_shelf(unlocked, house.home.device))
    assert _sealed(house, unlocked) == _kept(house, unlocked) == [{stays}] * 2
    assert not read_shelf(unlocked, house.home.device).leftover


def test_the_index_forgets_an_erased_session_that_was_never_summed_up(house: House, unlocked: Unlocked) -> None:
    """Nothing of it is in the caches; the index still says when it was until the list is tidied."""
    gone = _newest(house, unlocked).session_id
    erase(unlocked.folder, house.home.device, (gone,), int(NOW_S))
    shelf = read_shelf(unlocked, house.home.device)
    assert shelf.leftover and shelf.listing.remains
    tidy(unlocked, house.home.device, shelf)
    shelf = read_shelf(unlocked, house.home.device)
    assert not shelf.leftover and not shelf.listing.remains
    assert [row.session_id for row in shelf.rows] and shelf.listing.said == ()


def test_whoever_looks_takes_erased_sessions_out(house: House, unlocked: Unlocked, visitor: Browser) -> None:
    """Opening the list after an erasing is enough: neither cache tells of the session any more."""
    _summed_up(house, unlocked)
    gone, stays = (row.session_id for row in read_shelf(unlocked, house.home.device).rows)
    erase(unlocked.folder, house.home.device, (gone,), int(NOW_S))
    assert visitor.page("/p/player-1").status_code == 200
    assert _sealed(house, unlocked) == [{stays}] * 2


def _sealed(house: House, unlocked: Unlocked) -> list[set[str]]:
    """Names of whatever stands in each cache."""
    read = (read_sums(unlocked.folder, cache, house.home.device, unlocked.private) for cache in Cache)
    return [{line.session_id for line in sums.lines} for sums in read]


def test_what_another_hand_sealed_is_passed_over(house: House, unlocked: Unlocked) -> None:
    """Sessions with things in them that no Stillwater wrote are named, and cost the others nothing."""
    odd_fact = encode_fact(1, FeelingTold("after", 4, 2)).replace(b"4", b'"four"')
    hostile = {
        _put(unlocked, b"no header", []),
        _put(unlocked, encode_header(HEADER), [(Kind.LEVEL, b"tide"), (Kind.FACT, odd_fact)]),
        _put(unlocked, encode_header(HEADER), [(Kind.LEVEL, b"\xff\xfe")]),
    }
    shut = _summed_up(house, unlocked)
    assert set(shut) == hostile
    assert all(len(names) == 2 and not names & hostile for names in _kept(house, unlocked))


def test_summing_up_stops_after_about_a_second(house: House, unlocked: Unlocked) -> None:
    """What was not reached then is taken the next time: nobody waits for all."""
    sit(house.home.root, started="2026-01-06T10:00:00+0000")
    clock = Hands()

    def slow() -> float:
        clock.now_s += 0.6 * SUMMING_S
        return clock.now_s

    for done in (1, 2, 3):
        waiting = [row for row in read_shelf(unlocked, house.home.device).rows if row.gist is None]
        sum_up(unlocked, house.home.device, waiting, slow)
        assert [len(names) for names in _kept(house, unlocked)] == [done, done]
