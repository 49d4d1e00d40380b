"""Every bit of every file of a small closed home: none changes without being refused or said."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from game.vault.audit import Act, Line, note, read_trail
from game.vault.device import load_device_key
from game.vault.errors import CannotOpen, VaultError
from game.vault.home import Home, open_home, player_folder
from game.vault.index import note_begin, note_end
from game.vault.keys import PrivateKey, read_public_key, unlock
from game.vault.listing import closing_line, list_sessions
from game.vault.players import RECORD_NAME, load, save
from game.vault.reader import Reader
from tests.vault.made import NOW_S, closed
from tests.vault.test_players import MIRA

FILES = ("device.key", "public.key", "private.key", "session", "audit-1.log", "audit.head", "index-1.log", "index.head")
Seen = Callable[[], bool]


@pytest.fixture
def small(home: Home, player: Path) -> Path:
    """A home with one of everything: record, session, a line in the log, a session in the index."""
    save(player, home.device, MIRA)
    path = closed(player, 1)
    note_begin(player, home.device, path.stem, NOW_S)
    note_end(player, home.device, closing_line(player, path.stem, NOW_S, 1.0, b""))
    note(player, home.device, Line(NOW_S, Act.OPENED, path.stem))
    return path


def _looks(home: Home, player: Path, private: PrivateKey, session: Path) -> dict[str, tuple[Path, Seen]]:
    """Each file, and a look at it that is True where something is said to be wrong without an error."""

    def trail() -> bool:
        return bool(read_trail(player, home.device, private).faults)

    def listing() -> bool:
        return bool(list_sessions(player, home.device, private).said)

    def never(look: Callable[[], object]) -> Seen:
        return lambda: bool(look() and False)

    return {
        "device.key": (home.root / "device.key", never(lambda: load_device_key(home.root / "device.key"))),
        "public.key": (player / "public.key", never(lambda: read_public_key(player))),
        "private.key": (player / "private.key", never(lambda: unlock(player, home.device))),
        "session": (session, lambda: Reader(session, private).torn_lid),
        "audit-1.log": (player / "audit-1.log", trail),
        "audit.head": (player / "audit.head", trail),
        "index-1.log": (player / "index-1.log", listing),
        "index.head": (player / "index.head", listing),
    }


@pytest.mark.parametrize("name", FILES)
def test_every_bit_counts(home: Home, player: Path, private: PrivateKey, small: Path, name: str) -> None:
    """Each bit of each file, one at a time: an error of the vault's, or a fault that is named."""
    path, look = _looks(home, player, private, small)[name]
    assert not look(), "untouched, nothing is said"
    data = path.read_bytes()
    descriptor = os.open(path, os.O_WRONLY)
    for position in range(8 * len(data)):
        at, bit = divmod(position, 8)
        os.pwrite(descriptor, bytes((data[at] ^ 1 << bit,)), at)
        try:
            seen = look()
        except VaultError:
            seen = True
        assert seen, f"bit {bit} of byte {at} of {name} changed unseen"
        os.pwrite(descriptor, data[at : at + 1], at)
    os.close(descriptor)
    assert not look()


def test_every_byte_of_the_record_counts(home: Home, player: Path, small: Path) -> None:
    """The record, in one bit of each byte: refused by ``save``, set aside by ``load``."""
    path = player / RECORD_NAME
    data = path.read_bytes()
    for at in range(len(data)):
        path.write_bytes(data[:at] + bytes((data[at] ^ 1 << at % 8,)) + data[at + 1 :])
        with pytest.raises(VaultError):
            save(player, home.device, MIRA)
    path.write_bytes(data)
    assert load(player, home.device).player == MIRA


def test_every_file_of_another_home_is_refused(home: Home, player: Path, private: PrivateKey, small: Path) -> None:
    """A file of another player, whole and true, in this one's place: refused or said, whichever it is."""
    other_home = open_home(home.root.parent / "other")
    other = player_folder(other_home)
    session = closed(other, 1)
    note_begin(other, other_home.device, session.stem, NOW_S)
    note(other, other_home.device, Line(NOW_S, Act.OPENED, session.stem))
    for name, (path, look) in _looks(home, player, private, small).items():
        if name in ("device.key", "public.key"):  # plain files: they are true by themselves
            continue
        data = path.read_bytes()
        path.write_bytes((session if name == "session" else other / name).read_bytes())
        with pytest.raises(CannotOpen):
            if look():
                raise CannotOpen("said")
        path.write_bytes(data)
