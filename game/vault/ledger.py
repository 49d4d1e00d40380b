"""A ledger: entries appended one by one, each sealed to the player, chained by hashes, its end kept under a lock.

What is played or done is written without being able to read it; who has the ring reads it. How the bytes are bound to
each other is in ``game.vault.chain``. The *head*, a small file under the device key, holds the length and the hash of
the whole, so that cutting is seen, too. The head is replaced after the entry is on the disk: what stands behind the
head's length is an entry whose writing was cut, and is passed over and overwritten.

Not seen: somebody who puts back an older log *and* the older head to it, both at once.
"""

import os
import re
import struct
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from game.vault.calls import acting
from game.vault.chain import START_BYTES, Chain, State
from game.vault.device import DeviceKey
from game.vault.disk import locked, read_file, replace_file, write_whole_at
from game.vault.errors import Broken, CannotOpen, Missing, not_written
from game.vault.layout import checked_version
from game.vault.ring import PrivateKey, PublicKey
from game.vault.seal import open_box, seal_box

MOST_LOG_BYTES = 1 << 28
_FORM = 1
_HEAD_MAGIC = b"\x8bLEDHED\n"
_HEAD = struct.Struct(">8sH")
_STATE = struct.Struct(">IQI32sI")
_MOST_HEAD_BYTES = 4096
_NUMBER = re.compile("[1-9][0-9]{0,8}")


@dataclass(frozen=True, slots=True)
class Told:
    """What a ledger holds."""

    entries: tuple[bytes, ...]
    """Every entry that could be read, oldest first."""
    faults: tuple[str, ...]
    """What is not as it was written, one sentence each; empty where all is well."""
    end: bytes
    """What its head says the end is: two that were read with the same hold the same. Empty without a head."""


class Ledger:
    """One ledger of a player: ``NAME-GENERATION.log`` and ``NAME.head`` in their folder."""

    def __init__(self, folder: Path, name: str, device: DeviceKey, cache: bool = False) -> None:
        """``name`` has at most 8 letters; what a ``cache`` holds can be made again, so of it nothing is set aside."""
        self._folder = folder
        self._name = name
        self._chain = Chain(name)
        self._cache = cache
        self._key = device.derived("ledger head")

    def append(self, public: PublicKey, *entries: bytes) -> None:
        """Add entries; when this returns, the disk has them.

        A ledger that was cut or whose head is lost is set aside as it is (a cache goes), and a new one begun.

        Raises:
            Unfit: an entry longer than 16 MiB. NotWritten: the disk did not take it.
        """
        with locked(self._folder):
            state = self._usable_state() or self._begun()
            added, end = self._chain.sealed(state, public, entries)
            path = self._path(state.generation)
            try:
                descriptor = os.open(path, os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
                try:
                    acting().cut(descriptor, state.length)
                    write_whole_at(descriptor, added, state.length)
                finally:
                    os.close(descriptor)
            except OSError as error:
                raise not_written(error, path) from error
            self._write_head(end)

    def rewrite(self, public: PublicKey, end: bytes, *entries: bytes) -> bool:
        """Let these be all entries, in a new generation; the older file is removed.

        False, and nothing done, where the ledger no longer ends with ``end`` (see Told): somebody appended.

        Raises: as append.
        """
        with locked(self._folder):
            try:
                now = self._end_of(self._head())
            except (CannotOpen, Missing):
                now = b""
            if now != end:
                return False
            self._write(self._next_generation(), public, entries)
            with suppress(OSError):  # what stays is passed over, and swept up the next time
                for path in self._leftovers():
                    acting().unlink(path)
        return True

    def sweep(self) -> None:
        """Remove what writing that was cut off has left, and of a cache what was set aside.

        Raises:
            Newer, Unreadable, NotWritten.
        """
        if not self._leftovers():
            return
        with locked(self._folder):  # whose writing is going on holds it: what is there now, nobody writes
            for path in self._leftovers():
                try:
                    acting().unlink(path)
                except OSError as error:
                    raise not_written(error, path) from error

    def read(self, private: PrivateKey) -> Told:
        """All entries, and what is not as it was written.

        Raises:
            Newer, Unreadable.
        """
        with locked(self._folder):
            try:
                state, faults = self._head(), list[str]()
            except Missing:
                state, faults = None, [f"The end of the {self._name} is not known: its head is gone."]
            except CannotOpen:
                state, faults = None, [f"The end of the {self._name} is not known: its head was changed."]
            generations = self._generations()
            if state is None and not generations:
                return Told((), (), b"")
            generation = generations[-1] if state is None else state.generation
            try:
                data = read_file(self._path(generation), MOST_LOG_BYTES)
            except Missing:
                return Told((), (*faults, f"The {self._name} is gone."), self._end_of(state))
        if state is None and len(data) <= START_BYTES and not self._head_path.exists():
            return Told((), (), b"")  # the power went between its log and its first head: nothing was in it yet
        if state is not None and state.lost:
            faults.append(f"An earlier {self._name} was cut or lost; what was left of it was set aside.")
        entries, more = self._chain.opened(data, generation, state, private, str(self._path(generation)))
        return Told(entries, (*faults, *more), self._end_of(state))

    def _write(self, generation: int, public: PublicKey, entries: tuple[bytes, ...]) -> None:
        """A whole new generation: its log first, then the head, which makes it the one that counts."""
        start, empty = self._chain.begun(generation)
        added, end = self._chain.sealed(empty, public, entries)
        replace_file(self._path(generation), start + added)
        self._write_head(end)

    def _begun(self) -> State:
        """A new, empty ledger. What is there of an older one is set aside, unless it was only just begun.

        Of a cache it is removed: sealed lines of sessions that are erased later would stay in it for ever.
        """
        generation, lost = self._next_generation(), 0
        if self._head_path.exists() and not self._cache:
            lost = 1
            with suppress(CannotOpen):
                lost += self._head().lost
        for older in self._generations():
            path = self._path(older)
            try:
                if self._cache:
                    acting().unlink(path)
                elif lost or path.stat().st_size > START_BYTES:
                    lost = max(lost, 1)
                    acting().rename(path, path.with_suffix(".damaged"))
            except OSError as error:
                raise not_written(error, path) from error
        start, empty = self._chain.begun(generation, lost)
        replace_file(self._path(generation), start)
        self._write_head(empty)
        return empty

    def _usable_state(self) -> State | None:
        """Where to append; None where nothing is there, or it is damaged."""
        try:
            state = self._head()
            size = self._path(state.generation).stat().st_size
        except (CannotOpen, Missing, FileNotFoundError):
            return None
        except OSError as error:
            raise not_written(error, self._path(1)) from error
        return state if size >= state.length else None

    def _head(self) -> State:
        data = read_file(self._head_path, _MOST_HEAD_BYTES)
        changed = CannotOpen(f"{self._head_path} cannot be opened: it was changed, or belongs to another machine.")
        if len(data) < _HEAD.size or not data.startswith(_HEAD_MAGIC):
            raise changed
        head = data[: _HEAD.size]
        checked_version(_HEAD.unpack(head)[1], str(self._head_path), _FORM)
        try:
            return State(*_STATE.unpack(open_box(self._key, data[_HEAD.size :], self._bound(head))))
        except (Broken, struct.error):
            raise changed from None

    @staticmethod
    def _end_of(state: State | None) -> bytes:
        return b"" if state is None else state.chain

    def _write_head(self, state: State) -> None:
        head = _HEAD.pack(_HEAD_MAGIC, _FORM)
        plain = _STATE.pack(state.generation, state.length, state.entries, state.chain, state.lost)
        replace_file(self._head_path, head + seal_box(self._key, plain, self._bound(head)))

    def _bound(self, head: bytes) -> bytes:
        """A head is bound to its form, its ledger and its player."""
        return head + self._name.encode() + b"/" + self._folder.name.encode()

    def _next_generation(self) -> int:
        generations = self._generations()
        with suppress(CannotOpen, Missing):
            generations = (*generations, self._head().generation)
        return max(generations, default=0) + 1

    def _generations(self) -> tuple[int, ...]:
        """Numbers of the logs there are, ascending."""
        stems = (path.stem.removeprefix(f"{self._name}-") for path in self._folder.glob(f"{self._name}-*.log"))
        return tuple(sorted(int(stem) for stem in stems if _NUMBER.fullmatch(stem)))

    def _leftovers(self) -> tuple[Path, ...]:
        """Files that were being written, or to be removed, when the power went.

        Of a cache what an older Stillwater set aside, too.
        """
        patterns = [f".{self._name}-*.log.*.part", f".{self._name}.head.*.part"]
        patterns += [f"{self._name}-*.damaged"] if self._cache else []
        found = [path for pattern in patterns for path in self._folder.glob(pattern)]
        with suppress(CannotOpen, Missing):  # where no head says which log counts, none is left over
            counts = self._head().generation
            found += [self._path(generation) for generation in self._generations() if generation != counts]
        return tuple(found)

    def _path(self, generation: int) -> Path:
        return self._folder / f"{self._name}-{generation}.log"

    @property
    def _head_path(self) -> Path:
        return self._folder / f"{self._name}.head"


def read_head(folder: Path, name: str) -> bytes:
    """The head of a ledger as it lies there: another one whenever something was added; needs no secret.

    Empty where there is none. Raises CannotOpen, Unreadable.
    """
    with suppress(Missing):
        return read_file(folder / f"{name}.head", _MOST_HEAD_BYTES)
    return b""
