"""What commands write for people to keep: whole or not there, for its owner only, and over nothing of anybody's."""

import os
import secrets
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from game.vault.calls import acting
from game.vault.disk import FOLDER_MODE, create_part, sync_folder, write_whole
from game.vault.errors import OTHER_PLACE, NotWritten, not_written


def refuse_taken(path: Path, said: str) -> None:
    """Raise NotWritten, with what is said to that, where something is at ``path`` already."""
    if path.exists() or path.is_symlink():
        raise NotWritten(said)


def write_file(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a new file, on the disk when this returns.

    Raises:
        NotWritten: the disk, or ``path`` is there. What ``pieces`` raises goes through. Nothing of it stays then.
    """
    refuse_taken(path, f"{path} is there already. Choose another name, or move it away.")
    part = _part_of(path)
    try:
        _fill(part, pieces)
        acting().rename(part, path)
        sync_folder(path.parent)
    except OSError as error:
        raise not_written(error, path, OTHER_PLACE) from error
    finally:
        with suppress(OSError):  # most often there is none any more: it has become the file
            acting().unlink(part)


def write_folder(target: Path, files: Iterable[tuple[str, Iterable[bytes]]]) -> None:
    """Write a new folder, on the disk when this returns.

    Args:
        target: the folder; what it lies in must be there.
        files: their paths in it, parts divided by "/", and what is in them.

    Raises:
        NotWritten: the disk; nothing of it stays.
    """
    part = _part_of(target)
    try:
        part.mkdir(FOLDER_MODE)
        folders = {part}
        for name, pieces in files:
            path = part / name
            path.parent.mkdir(FOLDER_MODE, parents=True, exist_ok=True)
            folders.add(path.parent)
            _fill(path, pieces)
        for folder in folders:
            sync_folder(folder)
        acting().rename(part, target)
        sync_folder(target.parent)
    except OSError as error:
        raise not_written(error, target, OTHER_PLACE) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _part_of(path: Path) -> Path:
    """Where it is until it is whole: beside it, hidden."""
    return path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")


def _fill(path: Path, pieces: Iterable[bytes]) -> None:
    descriptor = create_part(path)
    try:
        for piece in pieces:
            write_whole(descriptor, piece)
    finally:
        os.close(descriptor)
