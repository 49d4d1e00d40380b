"""Erasing, so that a power cut at any moment leaves it either not begun or finished by the next start.

First it is noted (in the audit log and in the index), then every key goes, then the files, with what was said of
each session. What was noted and is still there is erased by ``listing.settle``. Exporting before is the caller's.
"""

import os
import shutil
from pathlib import Path

from game.vault.audit import Act, Line, note
from game.vault.device import DeviceKey
from game.vault.disk import blank_file, sync_folder, write_whole_at
from game.vault.errors import Missing, not_written
from game.vault.home import Home, player_names, sessions_folder
from game.vault.index import note_erased
from game.vault.keys import PRIVATE_NAME
from game.vault.layers import erase_with_layers
from game.vault.layout import CHUNKS_AT
from game.vault.players import RECORD_NAME
from game.vault.session import session_ids, session_path

DAY_S = 86_400


def erase(folder: Path, device: DeviceKey, session_ids: tuple[str, ...], when_s: int, act: Act = Act.ERASED) -> None:
    """Erase sessions of a player and what was said of them: the keys of all of them first, then the files.

    Args:
        folder: the player's.
        when_s: now, seconds since 1970.
        act: ERASED, or EXPIRED where their time was over.

    Raises:
        BadName, Missing: one of them is no session here; nothing was erased. NotWritten.
    """
    sessions = sessions_folder(folder)
    for session_id in session_ids:
        if not session_path(sessions, session_id).is_file():
            raise Missing(f"There is no session {session_id}. `stillwater sessions list` shows what there is.")
    if not session_ids:
        return
    note(folder, device, *(Line(when_s, act, session_id) for session_id in session_ids))
    note_erased(folder, device, session_ids)
    for session_id in session_ids:
        _destroy_key(session_path(sessions, session_id))
    for session_id in session_ids:
        erase_with_layers(folder, session_id)


def overdue(folder: Path, keep_days: int | None, now_s: int) -> tuple[str, ...]:
    """Names of the sessions that were last written more than ``keep_days`` days ago, oldest first.

    The file's date decides, because nothing in a session can be read without a secret. A copy that was brought
    back without its date counts as new.
    """
    if keep_days is None:
        return ()
    sessions, oldest_s = sessions_folder(folder), now_s - keep_days * DAY_S
    names = session_ids(sessions)
    return tuple(name for name in names if session_path(sessions, name).stat().st_mtime < oldest_s)


def erase_player(home: Home, name: str) -> None:
    """Erase everything of a player: the private key and the record first, then the keys of sessions, then all files.

    Raises:
        Missing: there is no such player. NotWritten.
    """
    if name not in player_names(home):
        raise Missing(f"There is no {name}. `stillwater players list` shows who there is.")
    folder = home.root / "players" / name
    try:
        for path in (folder / PRIVATE_NAME, folder / RECORD_NAME):
            if path.is_file():
                with open(path, "r+b", buffering=0) as file:
                    blank_file(file.fileno())
        for session_id in session_ids(sessions_folder(folder)):
            _destroy_key(session_path(sessions_folder(folder), session_id))
        shutil.rmtree(folder)
        sync_folder(folder.parent)
    except OSError as error:
        raise not_written(error, folder) from error


def _destroy_key(path: Path) -> None:
    """Overwrite the sealed key and the lid of a session; without them the rest is noise. Raises NotWritten."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            write_whole_at(descriptor, bytes(CHUNKS_AT), 0)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise not_written(error, path) from error
