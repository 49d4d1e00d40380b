"""The power fails at every write, rename, sync, and at every byte of small writes: what was there stays readable.

The disk double keeps what was written before the failure and loses what comes after. It does not reorder writes
that were never synced; what is renamed here was synced before.
"""

import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from game.vault.address import opener_of
from game.vault.audit import Act, Line, note, read_trail
from game.vault.bundle import Chosen, Terms, write_bundle
from game.vault.bundle_reader import read_bundle
from game.vault.calls import Calls, through
from game.vault.erasure import erase, erase_player
from game.vault.home import Home, open_home, player_folder
from game.vault.index import note_begin, note_end
from game.vault.keys import Key, add_therapist, read_public_key, remove, unlock
from game.vault.layout import Record
from game.vault.listing import closing_line, list_sessions, settle
from game.vault.players import load, save
from game.vault.reader import Reader
from game.vault.session import session_ids, session_path
from game.vault.writer import Writer
from tests.vault.conftest import Family
from tests.vault.made import LIN, NOW_S, PER_SECOND, SETUP, closed, expected
from tests.vault.test_players import MIRA

SMALL_BYTES = 128
"""A write up to this long fails at each of its bytes; a longer one at a few."""
SITTING = "5" * 32
WU = opener_of(bytes(range(1, 33)))


class PowerCut(BaseException):
    """No part of the program may answer to it."""


class Failing(Calls):
    """A disk whose power fails at one of its steps, and stays away."""

    def __init__(self, fails_at: int) -> None:
        self.steps = 0
        self._fails_at = fails_at

    def write(self, descriptor: int, data: bytes | memoryview) -> int:
        for part in _parts(len(data)):
            self._step(partial(super().write, descriptor, data[:part]))
        return super().write(descriptor, data)

    def write_at(self, descriptor: int, data: bytes | memoryview, at: int) -> int:
        for part in _parts(len(data)):
            self._step(partial(super().write_at, descriptor, data[:part], at))
        return super().write_at(descriptor, data, at)

    def sync(self, descriptor: int) -> None:
        self._step()

    def cut(self, descriptor: int, length: int) -> None:
        self._step()
        super().cut(descriptor, length)

    def rename(self, before: Path, after: Path) -> None:
        self._step()
        super().rename(before, after)

    def link(self, path: Path, second: Path) -> None:
        self._step()
        super().link(path, second)

    def unlink(self, path: Path) -> None:
        self._step()
        super().unlink(path)

    def _step(self, last: Callable[[], object] = lambda: None) -> None:
        """One more thing is about to happen; at the failing one, only its ``last`` part does."""
        if self.steps == self._fails_at:
            last()
        self.steps += self.steps <= self._fails_at
        if self.steps > self._fails_at:
            raise PowerCut


def _parts(length: int) -> tuple[int, ...]:
    """After how many bytes a write of this length may fail."""
    return tuple(range(length)) if length <= SMALL_BYTES else (0, 1, length // 2, length - 1)


def _player(root: Path) -> tuple[Home, Path]:
    home = open_home(root)
    return home, player_folder(home)


def _started(root: Path) -> None:
    _player(root)


def _sealed_sitting(root: Path) -> None:
    """Two seconds of play, noted in the index."""
    home, player = _player(root)
    with Writer(player / "sessions", read_public_key(player), SETUP, SITTING) as writer:
        note_begin(player, home.device, SITTING, NOW_S)
        for number, (kind, payload) in enumerate(expected(2), 1):
            writer.append(kind, payload)
            if number % PER_SECOND == 0:
                writer.flush()
    note_end(player, home.device, closing_line(player, SITTING, NOW_S, 2.0, b""))


def _settled(root: Path) -> None:
    home, player = _player(root)
    settle(player, home.device, unlock(player, home.device), lambda _: NOW_S)


def _erased(root: Path) -> None:
    home, player = _player(root)
    erase(player, home.device, session_ids(player / "sessions")[:1], NOW_S)


def _saved(root: Path) -> None:
    home, player = _player(root)
    save(player, home.device, MIRA)


def _noted(root: Path) -> None:
    home, player = _player(root)
    note(player, home.device, Line(NOW_S, Act.SHARED, "x", "Dr. Lin"))


def _removed(root: Path) -> None:
    home, player = _player(root)
    remove(player, home.device, "Dr. Lin", WU)


def _given(root: Path) -> None:
    write_bundle(root / "a.bundle", LIN.address, Terms("Otter", "", 0, 0), [Chosen(0, SETUP, [Record(1, b"a")])])


def _sound(root: Path, key: Key) -> None:
    """Everything opens, nothing is missed, and every session reads up to a whole second."""
    home, player = _player(root)
    ring = unlock(player, home.device, key)
    assert load(player, home.device).set_aside is None
    assert read_trail(player, home.device, ring).faults == ()
    listing = list_sessions(player, home.device, ring)
    # Between the making of a session and its first line in the index it is named as unknown; nothing else is said.
    assert [said for said in listing.said if "not in the index" not in said or SITTING[:8] not in said] == []
    for name in session_ids(player / "sessions"):
        if name not in listing.unerased:
            records = [tuple(record) for record in Reader(session_path(player / "sessions", name), ring).records()]
            assert records == expected(3)[: len(records)] and len(records) % PER_SECOND == 0
    for path in root.glob("*.bundle"):
        assert read_bundle(path, LIN).sessions[0].record_count == 1


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a record, a log of a line, and two sessions in the index."""
    root = tmp_path_factory.mktemp("lived") / "home"
    home, player = _player(root)
    for _ in range(2):
        path = closed(player, 1)
        note_begin(player, home.device, path.stem, NOW_S)
        note_end(player, home.device, closing_line(player, path.stem, NOW_S, 1.0, b""))
    _saved(root)
    _noted(root)
    return root


@pytest.fixture(scope="module")
def shared_with(family: Family, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The family's home with a second therapist."""
    root = shutil.copytree(family.root, tmp_path_factory.mktemp("shared") / "home")
    home, player = _player(root)
    add_therapist(player, home.device, "Dr. Wu", WU.address, NOW_S, LIN)
    return root


def _fails_everywhere(template: Path, copies: Path, act: Callable[[Path], None], key: Key = None) -> None:
    """Count the steps of ``act``; then, on a fresh copy each, fail at every one, look, and do it once more."""
    steps = 0
    while True:
        root = copies / str(steps)
        if template.exists():
            shutil.copytree(template, root)
        disk = Failing(steps)
        try:
            with through(disk):
                act(root)
        except PowerCut:
            pass
        if disk.steps <= steps:
            break
        _sound(root, key)
        shutil.rmtree(root)
        steps += 1
    assert steps >= 4, "nothing was written"


@pytest.mark.parametrize("act", [_settled, _erased, _saved, _noted, _given], ids=lambda act: act.__name__)
def test_a_home_survives(lived_in: Path, tmp_path: Path, act: Callable[[Path], None]) -> None:
    """Settling, erasing, saving, noting, giving away: at every boundary the home stays whole, without a false alarm."""
    _fails_everywhere(lived_in, tmp_path, act)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_sitting_survives(lived_in: Path, tmp_path: Path) -> None:
    """While a session is made, written and closed: it reads up to the last second that was flushed before."""
    _fails_everywhere(lived_in, tmp_path, _sealed_sitting)


def test_a_first_start_survives(tmp_path: Path) -> None:
    """From no home at all: the next start finds or makes what is missing."""
    _fails_everywhere(tmp_path / "none", tmp_path, _started)


def test_taking_a_recipient_away_survives(shared_with: Path, tmp_path: Path) -> None:
    """Before or after: the other recipient opens, and what is recorded next opens, too."""
    _fails_everywhere(shared_with, tmp_path, _removed, WU)


def test_erasing_a_player_that_was_cut_off_is_finished(lived_in: Path, tmp_path: Path) -> None:
    """Whatever is left of a player, erasing once more takes it away."""
    for steps in range(12):
        root = tmp_path / str(steps)
        shutil.copytree(lived_in, root)
        try:
            with through(Failing(steps)):
                erase_player(open_home(root), "player-1")
        except PowerCut:
            erase_player(open_home(root), "player-1")
        assert os.listdir(root / "players") == []
