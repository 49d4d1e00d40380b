"""Erasing a session erases what was said of it, without any secret, and a power cut at any moment leaves no rest."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from game.vault.audit import Act
from game.vault.calls import through
from game.vault.erasure import DAY_S, erase, erase_player, overdue
from game.vault.errors import Missing
from game.vault.home import Home, open_home, player_folder
from game.vault.index import note_begin
from game.vault.keys import PrivateKey, unlock
from game.vault.layers import append, layered_ids, read_layers
from game.vault.ledger import Ledger
from game.vault.listing import list_sessions, settle
from game.vault.saying import Noted, Signed, fresh_mark
from game.vault.session import session_ids
from tests.vault.made import NOW_S, closed
from tests.vault.test_power import Failing, PowerCut

BY = Signed("passphrase", NOW_S)
TEXT = "she hummed a song"


def _note(text: str = TEXT) -> Noted:
    return Noted(fresh_mark(), None, text, "", True, BY)


def _two(root: Path) -> tuple[Home, Path, list[str]]:
    """A home with two sessions in the index, and a note to each."""
    home = open_home(root)
    player = player_folder(home)
    names = [closed(player, 1).stem for _ in range(2)]
    for name in names:
        note_begin(player, home.device, name, NOW_S)
        append(player, home.device, name, _note())
    return home, player, names


def test_layers_go_with_their_session(tmp_path: Path) -> None:
    """Through a second name one sees zeros; nothing of the folder is left; the other session's layers stay."""
    home, player, (gone, kept) = _two(tmp_path / "home")
    seconds = []
    for path in sorted((player / "layers" / gone).iterdir()):
        seconds.append(player / f"second {path.name}")
        os.link(path, seconds[-1])
    erase(player, home.device, (gone,), NOW_S)
    assert len(seconds) == 2 and all(set(second.read_bytes()) == {0} for second in seconds)
    assert layered_ids(player) == (kept,)
    ring = unlock(player, home.device)
    assert [note.text for note in read_layers(player, home.device, ring, kept).notes] == [TEXT]


def test_layers_go_when_their_time_is_over(tmp_path: Path) -> None:
    """What is overdue at a start goes with what was said of it, though nobody has unlocked anything."""
    home, player, (old, new) = _two(tmp_path / "home")
    path = player / "sessions" / f"{old}.still"
    os.utime(path, (NOW_S - 40 * DAY_S,) * 2)
    os.utime(player / "sessions" / f"{new}.still", (NOW_S,) * 2)
    assert overdue(player, 30, NOW_S) == (old,)
    erase(player, home.device, (old,), NOW_S, Act.EXPIRED)
    assert layered_ids(player) == (new,)


def test_nothing_is_said_of_an_erased_session(tmp_path: Path) -> None:
    """A page that was still open cannot bring back a folder for a session that is gone."""
    home, player, (gone, _) = _two(tmp_path / "home")
    erase(player, home.device, (gone,), NOW_S)
    with pytest.raises(Missing):
        append(player, home.device, gone, _note())
    assert gone not in layered_ids(player)


def test_a_player_is_erased_with_all_that_was_said(tmp_path: Path) -> None:
    """No layer outlives its player."""
    home, player, _ = _two(tmp_path / "home")
    erase_player(home, "player-1")
    assert not player.exists()


def _erased(root: Path) -> None:
    home = open_home(root)
    player = player_folder(home)
    erase(player, home.device, session_ids(player / "sessions")[:1], NOW_S)


def _settled(root: Path) -> None:
    home = open_home(root)
    player = player_folder(home)
    settle(player, home.device, unlock(player, home.device), lambda _: NOW_S)


def _said(root: Path) -> None:
    home = open_home(root)
    player = player_folder(home)
    append(player, home.device, session_ids(player / "sessions")[-1], _note("another"))


def _cut_everywhere(template: Path, copies: Path, act: Callable[[Path], None], look: Callable[[Path], None]) -> None:
    """On a fresh copy each, let the power fail at every step of ``act``; then look."""
    for steps in range(10_000):
        root = copies / str(steps)
        shutil.copytree(template, root)
        disk = Failing(steps)
        try:
            with through(disk):
                act(root)
        except PowerCut:
            pass
        look(root)
        shutil.rmtree(root)
        if disk.steps <= steps:
            assert steps >= 10, "nothing was written"
            return
    pytest.fail("it never ended")


def _no_rest(root: Path) -> None:
    """Settling finishes what was begun: layers are there exactly where their session is, and they read well."""
    _settled(root)
    home = open_home(root)
    player = player_folder(home)
    ring = unlock(player, home.device)
    assert set(layered_ids(player)) == set(session_ids(player / "sessions"))
    for name in layered_ids(player):
        told = read_layers(player, home.device, ring, name)
        assert ([note.text for note in told.notes], told.faults) == ([TEXT], ())
    assert list_sessions(player, home.device, ring).said == ()


def test_erasing_that_was_cut_off_is_finished(tmp_path: Path) -> None:
    """At every write, sync and removal: after settling, no layer without its session and none lost besides."""
    _two(tmp_path / "home")
    _cut_everywhere(tmp_path / "home", tmp_path, _erased, _no_rest)


def _whole_or_not(root: Path) -> None:
    """The earlier notes are there, the new one wholly or not at all, and no fault is told."""
    home = open_home(root)
    player = player_folder(home)
    name = session_ids(player / "sessions")[-1]
    told = read_layers(player, home.device, unlock(player, home.device), name)
    assert [note.text for note in told.notes] in ([TEXT], [TEXT, "another"])
    assert told.faults == ()


def test_saying_more_survives(tmp_path: Path) -> None:
    """A power cut while something is appended loses that at most."""
    _two(tmp_path / "home")
    _cut_everywhere(tmp_path / "home", tmp_path, _said, _whole_or_not)


def _first_or_none(root: Path) -> None:
    home = open_home(root)
    player = player_folder(home)
    (name,) = session_ids(player / "sessions")
    told = read_layers(player, home.device, unlock(player, home.device), name)
    assert ([note.text for note in told.notes] in ([], ["another"]), told.faults) == (True, ())
    append(player, home.device, name, _note("later"))
    told = read_layers(player, home.device, unlock(player, home.device), name)
    assert (told.notes[-1].text, told.faults) == ("later", ())


def test_the_first_word_survives(tmp_path: Path) -> None:
    """While the folder and its ledger are made: no false alarm, and what is said next is kept."""
    closed(player_folder(open_home(tmp_path / "home")), 1)
    _cut_everywhere(tmp_path / "home", tmp_path, _said, _first_or_none)


def test_only_an_empty_beginning_counts_as_never_begun(
    home: Home, player: Path, private: PrivateKey, tmp_path: Path
) -> None:
    """A log that held something and lost its head is said as before, also when it was cut to its beginning."""
    session = closed(player, 1).stem
    append(player, home.device, session, _note())
    place = player / "layers" / session
    (log,) = place.glob("*.log")
    data = log.read_bytes()
    log.write_bytes(data[:22])
    assert read_layers(player, home.device, private, session).faults
    log.write_bytes(data)
    (place / "layers.head").unlink()
    told = Ledger(place, "layers", home.device).read(private)
    assert len(told.entries) == 1 and told.faults
