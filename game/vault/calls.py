"""The calls by which the vault changes a disk, as a door: a test puts a disk behind it whose power fails."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path


class Calls:
    """The operating system's own. Whatever the vault changes on a disk goes through one of these seven."""

    def write(self, descriptor: int, data: bytes | memoryview) -> int:
        """Append to an open file; how many bytes it took."""
        return os.write(descriptor, data)

    def write_at(self, descriptor: int, data: bytes | memoryview, at: int) -> int:
        """Write at an offset of an open file; how many bytes it took."""
        return os.pwrite(descriptor, data, at)

    def sync(self, descriptor: int) -> None:
        """Wait until the disk has what was written to this file or folder."""
        os.fsync(descriptor)

    def cut(self, descriptor: int, length: int) -> None:
        """Let an open file end at ``length``."""
        os.ftruncate(descriptor, length)

    def rename(self, before: Path, after: Path) -> None:
        """Give a file another name; what had that name is gone."""
        before.rename(after)

    def link(self, path: Path, second: Path) -> None:
        """Give a file a second name; FileExistsError where something has it."""
        os.link(path, second)

    def unlink(self, path: Path) -> None:
        """Take a name away."""
        path.unlink()


_ACTING: ContextVar[Calls] = ContextVar("the disk's calls", default=Calls())  # noqa: B039 - it has no state


def acting() -> Calls:
    """The calls in force here: the operating system's, unless ``through`` has put others."""
    return _ACTING.get()


@contextmanager
def through(calls: Calls) -> Iterator[None]:
    """Let everything inside reach the disk by these calls; a thread started inside takes them along."""
    token = _ACTING.set(calls)
    try:
        yield
    finally:
        _ACTING.reset(token)
