"""Ten thousand sessions are listed without opening them, and whatever is not as it was left is named."""

import json
import shutil
from pathlib import Path

import pytest

from game.core.trace import Kind
from game.vault.errors import BadName, CannotOpen, Missing, Unfit
from game.vault.home import Home
from game.vault.index import Line, note_begin, note_end, note_erased, read_index, write_index
from game.vault.keys import PrivateKey, read_public_key
from game.vault.listing import closing_line, list_sessions, settle
from game.vault.peek import peek
from game.vault.session import erase_session, session_path
from game.vault.writer import Writer
from tests.vault.made import NOW_S, SECONDS, closed, edges, unclosed

SUMMARY = b'{"ticks": 300}'


def _started(setup: bytes) -> int:
    return int(json.loads(setup)["started_s"])


def _played(home: Home, player: Path, started_s: int) -> Path:
    """A sitting as the game plays it: noted, written, closed, noted."""
    setup = json.dumps({"started_s": started_s}).encode()
    with Writer(player / "sessions", read_public_key(player), setup) as writer:
        note_begin(player, home.device, writer.session_id, started_s)
        for _ in range(SECONDS):
            writer.append(Kind.TICK, b"tick")
            writer.flush()
        writer.append(Kind.SUMMARY, SUMMARY)
    note_end(player, home.device, closing_line(player, writer.session_id, started_s, float(SECONDS), SUMMARY))
    return writer.path


@pytest.fixture
def played(home: Home, player: Path) -> list[Path]:
    """Three sittings, oldest first."""
    return [_played(home, player, NOW_S + n) for n in range(3)]


def test_what_was_played_is_listed(home: Home, player: Path, private: PrivateKey, played: list[Path]) -> None:
    """Each sitting stands with its start, length and summary, before and after settling."""
    before = list_sessions(player, home.device, private)
    assert [(line.session_id, line.started_s - NOW_S) for line in before.lines] == [
        (path.stem, number) for number, path in enumerate(played)
    ]
    assert all((line.length_s, line.whole, line.summary) == (SECONDS, True, SUMMARY) for line in before.lines)
    assert before.said == ()
    assert settle(player, home.device, private, _started) == before
    assert list_sessions(player, home.device, private).lines == before.lines
    assert [path.name for path in player.glob("index-*.log")] == ["index-2.log"]


def test_a_lost_index_is_made_anew_from_the_sessions(
    home: Home, player: Path, private: PrivateKey, played: list[Path]
) -> None:
    """Without log and head every session is named as unknown, and settling finds all that was known."""
    before = list_sessions(player, home.device, private)
    for path in player.glob("index*"):
        path.unlink()
    lost = list_sessions(player, home.device, private)
    assert lost.lines == () and set(lost.unknown) == {path.stem for path in played}
    assert "3 sessions here" in lost.said[0]
    settle(player, home.device, private, _started)
    after = list_sessions(player, home.device, private)
    assert (after.lines, after.said) == (before.lines, ())


def test_the_order_of_play_outlasts_settling(home: Home, player: Path, private: PrivateKey) -> None:
    """Under a clock that went back the lines stay as they were played; what the index lacked comes in by its time."""
    paths = [_played(home, player, NOW_S + n) for n in (0, 5, -9, 7)]
    index = read_index(player, home.device, private)
    assert write_index(player, home.device, (index.lines[0], *index.lines[2:]), index.end)
    settle(player, home.device, private, _started)
    lines = list_sessions(player, home.device, private).lines
    assert [line.session_id for line in lines] == [paths[place].stem for place in (0, 2, 1, 3)]


def test_what_was_noted_while_settling_is_kept(
    home: Home, player: Path, private: PrivateKey, played: list[Path]
) -> None:
    """A line that came after the index was read is not written over: the older reading is refused."""
    read = read_index(player, home.device, private)
    note_erased(player, home.device, (played[0].stem,))
    assert not write_index(player, home.device, read.lines, read.end)
    assert read_index(player, home.device, private).erased == {played[0].stem}


def test_sessions_that_are_gone_are_named_once(
    home: Home, player: Path, private: PrivateKey, played: list[Path]
) -> None:
    """Deleted behind the index's back: said, with how many; after settling no more."""
    for path in played[:2]:
        path.unlink()
    found = settle(player, home.device, private, _started)
    assert set(found.gone) == {path.stem for path in played[:2]}
    assert found.said[0].startswith("2 sessions that were here are gone: ")
    after = list_sessions(player, home.device, private)
    assert after.said == () and [line.session_id for line in after.lines] == [played[2].stem]


def test_an_erased_session_is_not_missed(home: Home, player: Path, private: PrivateKey, played: list[Path]) -> None:
    """Erased and noted: no word of it. Noted, and then the power went: settling erases it."""
    for path in played[:2]:
        note_erased(player, home.device, (path.stem,))
    erase_session(player / "sessions", played[0].stem)
    found = settle(player, home.device, private, _started)
    assert found.said == () and found.unerased == (played[1].stem,)
    assert not played[1].exists() and played[2].exists()


def test_files_put_back_or_exchanged_are_named(
    home: Home, player: Path, private: PrivateKey, played: list[Path]
) -> None:
    """An earlier copy, another session under the name, a shorter file: each named as not the one that was closed."""
    data = [path.read_bytes() for path in played]
    played[0].write_bytes(data[0][: edges(data[0])[2]])
    played[1].write_bytes(data[2])
    played[2].write_bytes(data[2][:100] + bytes((data[2][100] ^ 1,)) + data[2][101:])
    found = list_sessions(player, home.device, private)
    assert set(found.changed) == {path.stem for path in played}
    assert found.said == (f"3 sessions are not as they were closed: {', '.join(path.stem[:8] for path in played)}",)


def test_an_index_that_was_put_back_is_named(home: Home, player: Path, private: PrivateKey, played: list[Path]) -> None:
    """An older log alone, an older head alone: a fault. Both together: the newer sessions are unknown to it."""
    older = {path: path.read_bytes() for path in player.glob("index*")}
    _played(home, player, NOW_S + 9)
    newer = {path: path.read_bytes() for path in player.glob("index*")}
    (player / "index-1.log").write_bytes(older[player / "index-1.log"])
    assert "cut" in list_sessions(player, home.device, private).faults[0]
    for path, content in newer.items():
        path.write_bytes(content)
    (player / "index.head").write_bytes(older[player / "index.head"])
    assert len(list_sessions(player, home.device, private).unknown) == 1
    (player / "index-1.log").write_bytes(older[player / "index-1.log"])
    assert len(list_sessions(player, home.device, private).unknown) == 1


def test_a_session_that_ended_early_is_listed_so(home: Home, player: Path, private: PrivateKey) -> None:
    """Begun and killed: listed as not whole; settling takes its length from the file; when cut later, it is named."""
    path = unclosed(player)
    note_begin(player, home.device, path.stem, NOW_S)
    (line,) = list_sessions(player, home.device, private).lines
    assert not line.whole and line.length_s == 0.0
    settle(player, home.device, private, lambda _: 0)
    listing = list_sessions(player, home.device, private)
    assert (listing.lines[0].length_s, listing.lines[0].whole, listing.said) == (SECONDS, False, ())
    path.write_bytes(path.read_bytes()[:-300])
    assert list_sessions(player, home.device, private).changed == (path.stem,)


def test_a_session_of_before_the_index_is_taken_in(home: Home, player: Path, private: PrivateKey) -> None:
    """What lies there without the index knowing is taken in by settling, and a foreign file stays named in it."""
    path = closed(player)
    shutil.copy(path, session_path(player / "sessions", "0" * 32))
    settle(player, home.device, private, lambda _: 7)
    listing = list_sessions(player, home.device, private)
    assert listing.unknown == ()
    assert next(line for line in listing.lines if line.session_id == path.stem).started_s == 7


def test_a_glimpse_is_what_the_reader_sees(player: Path, private: PrivateKey, home: Home) -> None:
    """Setup, length and summary of whole and unclosed sessions; a changed beginning or another's key is refused."""
    seen = peek(_played(home, player, NOW_S), private)
    assert (json.loads(seen.setup), seen.seconds, seen.whole, seen.summary) == (
        {"started_s": NOW_S},
        SECONDS,
        True,
        SUMMARY,
    )
    path = unclosed(player)
    assert (peek(path, private).seconds, peek(path, private).whole) == (SECONDS, False)
    data = path.read_bytes()
    for at in (30, 120 + 30, len(data) - 1):
        path.write_bytes(data[:at] + bytes((data[at] ^ 1,)) + data[at + 1 :])
        with pytest.raises(CannotOpen):
            peek(path, private)


def test_unfit_lines_are_refused(home: Home, player: Path, private: PrivateKey) -> None:
    """Names that are none and summaries too long are refused, and nothing is written."""
    with pytest.raises(BadName):
        note_begin(player, home.device, "../x", NOW_S)
    with pytest.raises(BadName):
        note_erased(player, home.device, ("last",))
    with pytest.raises(Unfit):
        note_end(player, home.device, Line("0" * 32, NOW_S, summary=bytes(4097)))
    with pytest.raises(Missing):
        closing_line(player, "0" * 32, NOW_S, 1.0, b"")
    assert read_index(player, home.device, private).lines == ()
