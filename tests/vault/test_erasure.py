"""What is erased is gone, its key first; nobody misses it; what is overdue goes by itself, and nothing else."""

import os
from pathlib import Path

import pytest

from game.vault.audit import Act, read_trail
from game.vault.erasure import DAY_S, erase, erase_player, overdue
from game.vault.errors import BadName, Missing
from game.vault.home import Home, player_folder, player_names
from game.vault.index import note_begin
from game.vault.keys import PrivateKey
from game.vault.listing import list_sessions
from game.vault.session import session_ids
from tests.vault.made import NOW_S, closed


@pytest.fixture
def three(home: Home, player: Path) -> tuple[Path, ...]:
    """Three sessions, last written 40, 20 and 0 days ago."""
    paths = tuple(closed(player, 1) for _ in range(3))
    for path, days in zip(paths, (40, 20, 0), strict=True):
        note_begin(player, home.device, path.stem, NOW_S - days * DAY_S)
        os.utime(path, (NOW_S - days * DAY_S,) * 2)
    return paths


def test_erased_sessions_are_gone_noted_and_not_missed(
    home: Home, player: Path, private: PrivateKey, three: tuple[Path, ...]
) -> None:
    """Through a second name one sees that the key is zeros; the log says so; the index does not miss them."""
    second = player / "second"
    os.link(three[0], second)
    body = second.read_bytes()[134:]
    erase(player, home.device, (three[0].stem, three[1].stem), NOW_S)
    assert second.read_bytes() == bytes(134) + body
    assert session_ids(player / "sessions") == (three[2].stem,)
    trail = read_trail(player, home.device, private)
    assert [(line.act, line.about) for line in trail.lines] == [(Act.ERASED, path.stem) for path in three[:2]]
    assert list_sessions(player, home.device, private).said == ()


def test_what_is_not_there_erases_nothing(home: Home, player: Path, three: tuple[Path, ...]) -> None:
    """One wrong name among several: nothing is touched."""
    before = [path.read_bytes() for path in three]
    for wrong in ("0" * 32, "../x"):
        with pytest.raises((Missing, BadName)):
            erase(player, home.device, (three[0].stem, wrong), NOW_S)
    assert [path.read_bytes() for path in three] == before
    assert not list(player.glob("audit*"))


@pytest.mark.parametrize(("keep_days", "left"), [(None, 3), (41, 3), (30, 2), (10, 1), (1, 1)])
def test_only_what_is_overdue_goes(
    home: Home, player: Path, private: PrivateKey, three: tuple[Path, ...], keep_days: int | None, left: int
) -> None:
    """Kept for ever unless a number of days is set; then exactly the older ones go, and the log says why."""
    gone = overdue(player, keep_days, NOW_S)
    erase(player, home.device, gone, NOW_S, Act.EXPIRED)
    assert gone == tuple(path.stem for path in three[: 3 - left])
    assert len(session_ids(player / "sessions")) == left
    acts = [line.act for line in read_trail(player, home.device, private).lines]
    assert acts == [Act.EXPIRED] * (3 - left)
    assert overdue(player, keep_days, NOW_S) == ()


def test_a_player_is_erased_whole(home: Home, player: Path, three: tuple[Path, ...]) -> None:
    """Private key and session keys are zeros (seen through second names), the folder is gone, others stay."""
    other = player_folder(home, "player-2")
    kept = closed(other)
    seconds = [home.root / f"second-{number}" for number in range(2)]
    os.link(player / "private.key", seconds[0])
    os.link(three[0], seconds[1])
    erase_player(home, "player-1")
    assert set(seconds[0].read_bytes()) == {0} and set(seconds[1].read_bytes()[:134]) == {0}
    assert player_names(home) == ("player-2",) and not player.exists() and kept.exists()
    for name in ("player-1", "player-7", "../x"):
        with pytest.raises(Missing):
            erase_player(home, name)
