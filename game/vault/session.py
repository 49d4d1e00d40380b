"""Sessions as files: their names, where they lie, which there are, and how one is erased."""

import secrets
from pathlib import Path

from game.vault.calls import acting
from game.vault.disk import read_file, sync_folder, write_whole
from game.vault.errors import not_written
from game.vault.layout import CHUNKS_AT, checked_id, is_id

SUFFIX = ".still"
MOST_FILE_BYTES = 1 << 30
"""Longest session file that is read: days of play."""


def fresh_session_id() -> str:
    """A new session's name: 32 random hex digits."""
    return secrets.token_hex(16)


def session_path(sessions: Path, session_id: str) -> Path:
    """Where the session of that name lies.

    Raises:
        BadName: it is not a name that the vault gives.
    """
    checked_id(session_id)
    return sessions / f"{session_id}{SUFFIX}"


def session_ids(sessions: Path) -> tuple[str, ...]:
    """The names of all sessions in a folder, oldest file first; anything else in it is passed over."""
    found = [path for path in sessions.glob(f"*{SUFFIX}") if is_id(path.stem)]
    return tuple(path.stem for path in sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name)))


def erase_session(sessions: Path, session_id: str) -> None:
    """Overwrite the sealed key and the lid, then remove the file: without the key the rest is noise.

    Raises:
        BadName, Missing, NotWritten.
    """
    path = session_path(sessions, session_id)
    read_file(path, MOST_FILE_BYTES)
    try:
        with open(path, "r+b", buffering=0) as file:
            write_whole(file.fileno(), bytes(CHUNKS_AT))
        acting().unlink(path)
        sync_folder(sessions)
    except OSError as error:
        raise not_written(error, path) from error
