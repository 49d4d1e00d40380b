"""Everything that can go wrong in the vault, in one tree; every message says what to do next.

    VaultError
    |-- CannotOpen      wrong passphrase, wrong key, or changed bytes: which of them is never said
    |   `-- Damaged     the key fits, but parts are changed or missing; ``gaps`` names them
    |-- Newer           written by a newer Stillwater
    |-- Locked          a passphrase guards it and none was given
    |-- Missing         there is no such file
    |-- BadName         not a name the vault gives
    |-- Unfit           a passphrase that is too short, or a value no record can hold
    |-- Unreadable      the disk or its permissions do not let us read
    `-- NotWritten      the disk did not take it; what was sealed before stays readable
        |-- NoRoom      the disk (or quota) is full
        `-- ReadOnly    the folder does not let us write

That a session *ended early* (a kill, a power cut) is no error but a state: ``Reader.ended_early``.
"""

# ruff: noqa: N818 - the names say what is the case: `except NoRoom` reads as what happened

import errno
from dataclasses import dataclass
from pathlib import Path


class VaultError(Exception):
    """Root of the tree. Its text is for a person and holds no secret."""


class Broken(VaultError):
    """A seal does not hold. Never leaves the vault: callers turn it into a message for a person."""


class CannotOpen(VaultError):
    """It does not open. Wrong passphrase, wrong key and changed bytes look the same on purpose."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A run of chunks that cannot be opened. A chunk is about one second; chunk 0 is the setup."""

    first_chunk: int
    """Number of the first lost chunk."""
    last_chunk: int
    """Number of the last lost chunk."""
    first_record: int
    """Number of the first lost record (records are counted from 0)."""
    records: int | None
    """How many records are lost; None where nothing whole follows that could tell."""

    def __str__(self) -> str:
        """Say which chunks, about which seconds, how many records."""
        if self.first_chunk == self.last_chunk == 0:
            return "chunk 0 (the setup)"
        seconds = f"about seconds {max(self.first_chunk, 1)} to {self.last_chunk}"
        count = "unknown number of records" if self.records is None else f"{self.records} records"
        lost = f"{count} from number {self.first_record}"
        return f"chunks {self.first_chunk} to {self.last_chunk} ({seconds}, {lost})"


class Damaged(CannotOpen):
    """The key fits, but the session was changed, cut, reordered or added to after it was written."""

    def __init__(self, message: str, gaps: tuple[Gap, ...] = ()) -> None:
        """``gaps`` names what is lost; empty where only the closing or the order is wrong."""
        super().__init__(message)
        self.gaps = gaps


class Newer(VaultError):
    """Written by a newer Stillwater, in a form that this one does not know."""


class Locked(VaultError):
    """A passphrase guards the private key, and none was given."""


class Missing(VaultError):
    """There is no such file."""


class BadName(VaultError):
    """Not a name that the vault gives: it might point somewhere else."""


class Unfit(VaultError):
    """A passphrase that is too short, or a value that no record can hold."""


class Unreadable(VaultError):
    """The disk or its permissions do not let us read."""


class NotWritten(VaultError):
    """The disk did not take it. What was sealed before stays readable."""


class NoRoom(NotWritten):
    """The disk, a quota or a file size limit is full."""


class ReadOnly(NotWritten):
    """The folder does not let us write."""


_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_CLOSED = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
OTHER_HOME = "set STILLWATER_HOME to a folder of your own"
"""What helps where Stillwater's own home does not take it."""
OTHER_PLACE = "choose another place for it"
"""What helps where somebody said where it should go: a home elsewhere would change nothing."""


def not_written(error: OSError, path: Path, instead: str = OTHER_HOME) -> NotWritten:
    """Translate what the disk said while writing ``path`` into one clear message.

    Args:
        error: what it said.
        path: what was to be written.
        instead: what also helps where the folder is closed: OTHER_HOME or OTHER_PLACE.
    """
    if error.errno in _FULL:
        return NoRoom(
            f"There is no room left to write {path}. Free some space and start again; "
            "everything sealed before this moment is kept and can be opened."
        )
    if error.errno in _CLOSED:
        return ReadOnly(
            f"{path.parent} does not let Stillwater write. Give yourself permission to write there, or {instead}."
        )
    return NotWritten(f"{path} could not be written ({error.strerror}). Check the disk and start again.")


def not_read(error: OSError, path: Path) -> VaultError:
    """Translate what the disk said while reading ``path`` into one clear message."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Missing(f"{path} does not exist. Check the name; `stillwater sessions list` shows what there is.")
    return Unreadable(f"{path} could not be read ({error.strerror}). Check its permissions and the disk.")
