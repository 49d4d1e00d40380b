"""The list opens no session that it knows, and one opening of a session makes all that is kept of it."""

from dataclasses import replace

import pytest

from affect.trends.profile_curve import encode_curve
from game.core.facts import FeelingTold
from game.core.trace import Kind, encode_fact, encode_header
from game.replay.cabinet import Unlocked, open_session
from game.replay.gist import METHOD, encode_gist
from game.replay.shelf import (
    SUMMING_S,
    file_sizes,
    keep,
    layers_of,
    read_shelf,
    read_valid,
    row_of,
    sum_up,
    tidy,
)
from game.replay.summing import course_of, gist_of
from game.vault.erasure import erase
from game.vault.home import player_folder, sessions_folder
from game.vault.keys import read_public_key
from game.vault.layers import Layers, append
from game.vault.layout import CHUNKS_AT
from game.vault.saying import Corrected, Label, Signed
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
    device, row = house.home.device, read_shelf(unlocked, house.home.device).rows[0]
    said = Corrected("0" * 16, 0, 120, Label.LAUGHING, Signed("Dr. Wen", int(NOW_S)))
    append(unlocked.folder, device, row.session_id, said)
    corrected = next(one for one in read_shelf(unlocked, device).rows if one.session_id == row.session_id)
    assert corrected.layered and not row.layered
    keep(open_session("player-1", row.session_id, unlocked), unlocked, device, layers_of(corrected, unlocked, device))
    kept = next(one for one in read_shelf(unlocked, device).rows if one.session_id == row.session_id)
    assert kept.gist is not None and kept.gist.session.corrected_share == pytest.approx(0.5, abs=0.01)


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
