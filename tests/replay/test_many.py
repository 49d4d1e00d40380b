"""All sessions at once are those that were kept, in the order of time; nothing is opened for them."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from affect.trends.session import DAY_S, own
from game.replay.cabinet import Unlocked, open_session
from game.replay.gist import METHOD, Gist, encode_gist
from game.replay.many import read_courses, read_many
from game.replay.shelf import file_sizes, read_shelf
from game.vault.erasure import erase, erase_player
from game.vault.home import Home
from game.vault.index import read_index, write_index
from game.vault.keys import unlock
from game.vault.passphrase import Passphrase
from game.vault.session import session_path
from game.vault.sums import Cache, Sum, keep_sums, read_sums
from tests.replay.visiting import NOW_S, PASSPHRASE
from tests.replay.years import Year, a_year, main, planted

COUNT = 30


@pytest.fixture
def year(tmp_path: Path) -> Year:
    """Thirty sessions."""
    return a_year(tmp_path / "home", COUNT, seed=2, until_s=NOW_S)


@pytest.fixture
def unlocked(year: Year) -> Unlocked:
    """Whoever knows the passphrase."""
    return _unlocked(year.home, year.folder)


def _unlocked(home: Home, folder: Path) -> Unlocked:
    return Unlocked(folder, unlock(folder, home.device, Passphrase(PASSPHRASE)), "passphrase")


def _again(year: Year, place: int, data: bytes, method: int = METHOD) -> None:
    """Keep something else of one of the sessions."""
    name = year.names[place]
    size = file_sizes(year.folder)[name]
    keep_sums(year.folder, Cache.SUMS, year.home.device, Sum(name, method, size, data))


def test_many_are_what_was_kept(year: Year, unlocked: Unlocked) -> None:
    """Every session with its name in the order of time, and nothing waits."""
    many = read_many(unlocked, year.home.device, NOW_S)
    assert (many.sessions, many.names, many.waiting, many.undated) == (year.sessions, year.names, 0, 0)
    assert own(many.sessions) == year.sessions


def test_courses_by_name(year: Year, unlocked: Unlocked) -> None:
    """Every course that was kept, by the session's name; one that has none is left out."""
    name = year.names[0]
    keep_sums(year.folder, Cache.COURSES, year.home.device, Sum(name, METHOD, file_sizes(year.folder)[name], b""))
    courses = read_courses(unlocked, year.home.device, year.names, COUNT)
    assert set(courses) == set(year.names[1:])
    assert set(read_courses(unlocked, year.home.device, year.names, 3)) == set(year.names[-3:])
    assert all(np.isfinite(course.value[3]).all() for course in courses.values())


def test_nothing_is_opened(year: Year, unlocked: Unlocked) -> None:
    """With every session's file turned to noise all are still there."""
    for name in year.names:
        path = session_path(year.folder / "sessions", name)
        path.write_bytes(bytes(path.stat().st_size))
    assert read_many(unlocked, year.home.device, NOW_S).sessions == year.sessions
    assert len(read_courses(unlocked, year.home.device, year.names, COUNT)) == COUNT


def test_simulated_ones_are_there_and_undated_ones_are_not(year: Year, unlocked: Unlocked) -> None:
    """A simulated session is told as one; a session that does not say when it was stands in no order of time."""
    simulated = replace(year.sessions[3], simulated=True)
    _again(year, 3, encode_gist(Gist(simulated, None)))
    _again(year, 4, encode_gist(Gist(replace(year.sessions[4], started_s=0), None)))
    many = read_many(unlocked, year.home.device, NOW_S)
    assert simulated in many.sessions and year.names[4] not in many.names
    assert (len(many.sessions), many.waiting, many.undated) == (COUNT - 1, 0, 1)
    assert len(own(many.sessions)) == COUNT - 2


@pytest.mark.parametrize("started_s", [datetime(2037, 1, 1, tzinfo=UTC), datetime(2017, 1, 1, tzinfo=UTC)])
def test_one_sitting_under_a_wrong_clock_spoils_no_look(year: Year, unlocked: Unlocked, started_s: datetime) -> None:
    """Years ahead or years back: all looks over time are those without it, and it is counted."""
    wrong = replace(year.sessions[-3], started_s=int(started_s.timestamp()))
    _again(year, COUNT - 3, encode_gist(Gist(wrong, None)))
    many = read_many(unlocked, year.home.device, NOW_S)
    without = tuple(one for place, one in enumerate(year.sessions) if place != COUNT - 3)
    assert (many.sessions, many.undated) == (without, 1)


def test_what_is_not_in_the_index_stands_by_its_own_time(year: Year, unlocked: Unlocked) -> None:
    """Brought from elsewhere, nobody knows when it was played beside the others; ahead of now it is left out, too."""
    lines = read_index(year.folder, year.home.device, unlocked.private)
    kept = tuple(line for line in lines.lines if line.session_id not in year.names[4:6])
    write_index(year.folder, year.home.device, kept, lines.end)
    early, late = (replace(year.sessions[4], started_s=at_s) for at_s in (DAY_S, int(NOW_S) + 3 * DAY_S))
    for place, told in ((4, early), (5, late)):
        _again(year, place, encode_gist(Gist(told, None)))
    many = read_many(unlocked, year.home.device, NOW_S)
    assert many.sessions == (early, *year.sessions[:4], *year.sessions[6:])
    assert many.undated == 1


def test_what_waits_is_counted(year: Year, unlocked: Unlocked) -> None:
    """Kept by another method, by another hand, or of a shorter file: three that wait, and the list agrees."""
    _again(year, 0, encode_gist(Gist(year.sessions[0], None)), METHOD - 1)
    _again(year, 1, b"not the gist of a session")
    path = session_path(year.folder / "sessions", year.names[2])
    path.write_bytes(path.read_bytes() + b"more")
    many = read_many(unlocked, year.home.device, NOW_S)
    assert (many.names, many.waiting) == (year.names[3:], 3)
    waiting = {row.session_id for row in read_shelf(unlocked, year.home.device).rows if row.gist is None}
    assert waiting == set(year.names[:3])


def test_an_erased_session_is_in_nothing(year: Year, unlocked: Unlocked) -> None:
    """It is gone from the sessions and from the courses at once, and nothing waits for it."""
    erase(year.folder, year.home.device, year.names[:1], int(NOW_S))
    many = read_many(unlocked, year.home.device, NOW_S)
    assert (many.names, many.waiting) == (year.names[1:], 0)
    assert set(read_courses(unlocked, year.home.device, year.names, COUNT)) == set(year.names[1:])


def test_an_erased_player_leaves_nothing(year: Year) -> None:
    """Both caches go with the player."""
    assert list(year.folder.glob("courses*")) and list(year.folder.glob("sums*"))
    erase_player(year.home, year.folder.name)
    assert not year.folder.exists()


def test_the_caches_are_sealed(year: Year) -> None:
    """No name of a practice, place or mode stands in plain on the disk; what opens it is the passphrase."""
    data = b"".join(path.read_bytes() for cache in Cache for path in year.folder.glob(f"{cache}*"))
    assert len(data) > 1000 * COUNT / 4
    assert not any(word in data for word in (b"tide", b"soothe", b"longer_exhale", b"version"))


def test_a_year_is_the_same_again(year: Year, tmp_path: Path) -> None:
    """The same seed gives the same numbers; the newest session is of the last day, and the whole index fits."""
    assert planted(COUNT, 2, NOW_S) == year.sessions != planted(COUNT, 3, NOW_S)
    assert 0 < NOW_S - year.sessions[-1].started_s <= 86_400
    again = a_year(tmp_path / "again", COUNT, seed=2, until_s=NOW_S)
    assert not read_shelf(_unlocked(again.home, again.folder), again.home.device).listing.said


def test_a_session_of_a_year_opens(year: Year, unlocked: Unlocked) -> None:
    """The pages behind the links have something to show: a quarter of an hour, when the list says it was."""
    lanes = open_session("player-1", year.names[5], unlocked).lanes
    assert lanes.length_s == year.sessions[5].length_s
    row = next(row for row in read_shelf(unlocked, year.home.device).rows if row.session_id == year.names[5])
    assert (row.started_s, row.length_s) == (year.sessions[5].started_s, lanes.length_s)


def test_the_command_makes_a_home(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It says how many there are and what opens them, and makes none where something is already."""
    assert main([str(tmp_path / "home"), "--sessions", "3"]) == 0
    said = capsys.readouterr().out
    assert "3 sessions" in said and PASSPHRASE in said
    with pytest.raises(SystemExit):
        main([str(tmp_path / "home")])


def test_a_few_hundred_lie_in_one_entry(tmp_path: Path) -> None:
    """Two hundred sessions are one entry of each cache: reading all of them opens two seals."""
    year = a_year(tmp_path / "home", 200, until_s=NOW_S)
    unlocked = _unlocked(year.home, year.folder)
    assert [read_sums(year.folder, cache, year.home.device, unlocked.private).apart for cache in Cache] == [1, 1]
    assert len(read_many(unlocked, year.home.device, NOW_S).sessions) == 200
