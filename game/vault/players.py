"""A player's record on the disk: sealed under the device key, replaced whole, never overwritten unread."""

import struct
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from game.vault.calls import acting
from game.vault.device import DeviceKey
from game.vault.disk import locked, read_file, replace_file
from game.vault.errors import Broken, CannotOpen, Missing, not_written
from game.vault.layout import VERSION, checked_version
from game.vault.player import Player, decoded, encoded
from game.vault.seal import open_box, seal_box

RECORD_NAME = "player.sealed"
MOST_RECORD_BYTES = 1 << 20
_MAGIC = b"\x8bPLAYER\n"
_HEAD = struct.Struct(">8sH")
_PADDED_TO_BYTES = 1024


@dataclass(frozen=True, slots=True)
class Loaded:
    """A player's record as it was found."""

    player: Player
    """The record, or a new player's defaults."""
    set_aside: Path | None = None
    """Where a damaged record was put; None where nothing was wrong. The player should be told."""


def load(folder: Path, device: DeviceKey) -> Loaded:
    """Read the player's record from their folder; a damaged one is set aside, never overwritten.

    Raises:
        Newer: written by a newer Stillwater; it stays as it is. Unreadable, NotWritten: the disk.
    """
    try:
        return Loaded(_read(folder, device))
    except Missing:
        return Loaded(Player())
    except CannotOpen:
        return Loaded(Player(), _set_aside(folder))


def read_record(folder: Path, device: DeviceKey) -> Player:
    """The player's record, or a new player's defaults where there is none or it is damaged; the disk stays as it is.

    For whoever only looks: a damaged record is set aside by ``load``, which says so to the player.

    Raises:
        Newer: written by a newer Stillwater. Unreadable: the disk.
    """
    try:
        return _read(folder, device)
    except (Missing, CannotOpen):
        return Player()


def change(folder: Path, device: DeviceKey, how: Callable[[Player], Player]) -> Player:
    """Change what the record holds now, so that what the game and the replay view set meanwhile both stays.

    Args:
        folder: the player's.
        device: the device key.
        how: makes the new record out of the one that is there (or a new player's defaults).

    Returns:
        The record as it is now.

    Raises:
        CannotOpen, Newer: the record that is there cannot be read; it is not overwritten.
        Unfit: a value that no record can hold. NotWritten: the old record stays.
    """
    with locked(folder):
        try:
            player = how(_read(folder, device))
        except Missing:
            player = how(Player())
        save(folder, device, player)
    return player


def save(folder: Path, device: DeviceKey, player: Player) -> None:
    """Replace the player's record, whatever it holds: after a power cut the old or the new one is there.

    Raises:
        CannotOpen, Newer: the record that is there was not read by ``load``; it is not overwritten.
        Unfit: a value that no record can hold. NotWritten: the old record stays.
    """
    with suppress(Missing):
        _read(folder, device)
    head = _HEAD.pack(_MAGIC, VERSION)
    plain = encoded(player)
    plain += b" " * (-len(plain) % _PADDED_TO_BYTES)
    replace_file(folder / RECORD_NAME, head + seal_box(_key(device), plain, _bound(head, folder)))


def _read(folder: Path, device: DeviceKey) -> Player:
    path = folder / RECORD_NAME
    data = read_file(path, MOST_RECORD_BYTES)
    changed = CannotOpen(f"{path} cannot be opened: it was changed, or belongs to another machine or player.")
    if len(data) < _HEAD.size or not data.startswith(_MAGIC):
        raise changed
    checked_version(_HEAD.unpack_from(data)[1], str(path))
    try:
        head, sealed = data[: _HEAD.size], data[_HEAD.size :]
        return decoded(open_box(_key(device), sealed, _bound(head, folder)))
    except (Broken, ValueError):
        raise changed from None


def _set_aside(folder: Path) -> Path:
    path = folder / RECORD_NAME
    taken = {other.name for other in folder.iterdir()}
    number = next(n for n in range(1, len(taken) + 2) if f"{RECORD_NAME}.damaged-{n}" not in taken)
    aside = path.with_name(f"{RECORD_NAME}.damaged-{number}")
    try:
        acting().rename(path, aside)
    except OSError as error:
        raise not_written(error, aside) from error
    return aside


def _key(device: DeviceKey) -> bytes:
    return device.derived("player record")


def _bound(head: bytes, folder: Path) -> bytes:
    """The record is bound to its form and to its player: another player's record does not open here."""
    return head + folder.name.encode()
