"""Files that are whole or not there: private, atomically replaced, and read within a limit."""

import fcntl
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from game.vault.calls import acting
from game.vault.errors import CannotOpen, NotWritten, not_read, not_written

FILE_MODE = 0o600
FOLDER_MODE = 0o700
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def make_folder(path: Path) -> None:
    """Make ``path`` (and its parents) for its owner only; an existing one is tightened to 0700.

    Raises:
        NotWritten: it cannot be made or is not ours.
    """
    try:
        path.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        if stat.S_IMODE(path.stat().st_mode) != FOLDER_MODE:
            path.chmod(FOLDER_MODE)
    except (FileExistsError, NotADirectoryError) as error:
        raise NotWritten(
            f"{path} is no folder, or lies in none. Set STILLWATER_HOME to a folder of your own."
        ) from error
    except OSError as error:
        raise not_written(error, path) from error


def read_file(path: Path, most_bytes: int) -> bytes:
    """Read a regular file of at most ``most_bytes`` bytes (a pipe or device is refused, not waited for).

    Raises:
        Missing: there is none. Unreadable: the disk refuses. CannotOpen: no regular file, or too long.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(descriptor, "rb") as file:
            state = os.fstat(descriptor)
            if not stat.S_ISREG(state.st_mode) or state.st_size > most_bytes:
                raise CannotOpen(f"{path} is not a file that Stillwater wrote. Check the name.")
            return file.read(most_bytes + 1)
    except OSError as error:
        raise not_read(error, path) from error


def write_whole(descriptor: int, data: bytes) -> None:
    """Write all of ``data`` and wait until the disk has it; one write unless the disk takes it in parts."""
    calls, rest = acting(), memoryview(data)
    while rest:
        rest = rest[calls.write(descriptor, rest) :]
    calls.sync(descriptor)


def write_whole_at(descriptor: int, data: bytes, at: int) -> None:
    """Write all of ``data`` at an offset and wait until the disk has it."""
    calls, rest = acting(), memoryview(data)
    while rest:
        written = calls.write_at(descriptor, rest, at)
        rest, at = rest[written:], at + written
    calls.sync(descriptor)


def sync_folder(folder: Path) -> None:
    """Make a new or changed name in ``folder`` survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        acting().sync(descriptor)
    finally:
        os.close(descriptor)


def create_part(path: Path) -> int:
    """Open a new private file for writing; OSError where something has that name already."""
    return os.open(path, _NEW, FILE_MODE)


def replace_file(path: Path, data: bytes) -> None:
    """Give ``path`` this content: after a kill or a power cut the old or the new is there, never a part.

    Raises:
        NotWritten: the disk did not take it; the old content stays.
    """
    part = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
    try:
        descriptor = create_part(part)
        try:
            write_whole(descriptor, data)
        finally:
            os.close(descriptor)
        acting().rename(part, path)
        sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            acting().unlink(part)
        raise not_written(error, path) from error


def create_file(path: Path, data: bytes) -> bool:
    """Like replace_file, but only where ``path`` is not there yet; True where this call made it."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
    try:
        descriptor = create_part(part)
        try:
            write_whole(descriptor, data)
        finally:
            os.close(descriptor)
        try:
            acting().link(part, path)
        except FileExistsError:
            return False
        finally:
            acting().unlink(part)
        sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            acting().unlink(part)
        raise not_written(error, path) from error
    return True


def blank_file(descriptor: int) -> None:
    """Overwrite an open file with zeros; docs/vault.md says what that is worth on which disk."""
    write_whole_at(descriptor, bytes(os.fstat(descriptor).st_size), 0)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder's lock: of several processes that change one thing in it, one at a time does.

    Raises:
        NotWritten: the folder cannot be opened or locked.
    """
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise not_written(error, folder) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        except OSError as error:
            raise not_written(error, folder) from error
        yield
    finally:
        os.close(descriptor)
