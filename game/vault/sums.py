"""Sums: what each session amounts to, so that whoever looks at many sessions opens none of them.

Two caches of bytes which the vault does not understand, sealed like all else: a short one that every list reads, and a
longer one for the few pages that need more. A line is made when a session is first looked at, and can be made again.
So nothing here is missed, and lines of a session that is no longer there are passed over.
"""

import struct
import zlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from game.vault.device import DeviceKey
from game.vault.errors import Unfit
from game.vault.keys import read_public_key
from game.vault.layout import checked_id
from game.vault.ledger import Ledger
from game.vault.ring import PrivateKey

MOST_DATA_BYTES = 1 << 14
"""Of one line: some screens of text."""
MOST_LINES_APART = 64
"""So many entries may be sealed one by one: each costs about a tenth of a millisecond to open."""
_MOST_PLAIN_BYTES = 1 << 22
"""Of one entry, before it is packed: some thousands of lines."""
_LINE = struct.Struct(">16sIIII")
"""Name of the session, method, state of its layers, length of its file, length of the data behind it."""


class Cache(StrEnum):
    """Which of the two; the value is the name of its ledger."""

    SUMS = "sums"
    """A few hundred bytes of each session."""
    COURSES = "courses"
    """About a thousand bytes of each session."""


@dataclass(frozen=True, slots=True)
class Sum:
    """What one session amounts to."""

    session_id: str
    """The session's name."""
    method: int
    """Number of the way of summing up; what another one made is made again."""
    file_bytes: int
    """Length of the session's file when it was summed up; one that has grown since is summed up again."""
    data: bytes
    """As whoever summed it up encodes it; at most 16 KiB."""
    layers: int = 0
    """State of the session's layers when it was summed up (see layers.layer_states); 0 = nothing was said of it."""

    @property
    def basis(self) -> tuple[str, int, int, int]:
        """What it rests on: which session, by which method, which file and layers; its data follow from these."""
        return self.session_id, self.method, self.file_bytes, self.layers


@dataclass(frozen=True, slots=True)
class Sums:
    """A cache as it was read."""

    lines: tuple[Sum, ...]
    """One for each session that was summed up, newest line of each."""
    apart: int
    """How many entries they lie in; many are brought into few by ``settle_sums``."""
    end: bytes
    """Where it ended when it was read (see ledger.Told)."""


def keep_sums(folder: Path, cache: Cache, device: DeviceKey, *sums: Sum) -> None:
    """Keep what sessions amount to; needs no secret.

    Raises:
        BadName, Unfit: what no line can hold. NotWritten, Missing, CannotOpen.
    """
    for line in sums:
        checked_id(line.session_id)
        whole = (line.method, line.layers, line.file_bytes)
        if len(line.data) > MOST_DATA_BYTES or not all(0 <= number < 1 << 32 for number in whole):
            raise Unfit(f"What a session amounts to cannot be kept: it has at most {MOST_DATA_BYTES} bytes.")
    if sums:
        _ledger(folder, cache, device).append(read_public_key(folder), *_packed(sums))


def read_sums(folder: Path, cache: Cache, device: DeviceKey, private: PrivateKey) -> Sums:
    """What was kept; what was changed or cut since is left out, because it can be made again.

    Raises:
        Newer, Unreadable.
    """
    told, lines = _ledger(folder, cache, device).read(private), dict[str, Sum]()
    for entry in told.entries:
        try:
            lines |= {line.session_id: line for line in _unpacked(entry)}
        except ValueError:
            continue  # made by another Stillwater, or by somebody who has the public key
    return Sums(tuple(lines.values()), len(told.entries), told.end)


def settle_sums(folder: Path, device: DeviceKey, private: PrivateKey, present: Collection[str]) -> None:
    """Take out the lines of sessions that are not ``present``, bring many entries into few, and sweep up.

    A line that only one of the caches has goes as well: it was kept just before a power cut, or the other cache was
    lost, and both are made again together. Where nothing is to be done, or somebody wrote meanwhile, a cache stays as
    it is until the next time.

    Raises:
        Newer, Unreadable, NotWritten.
    """
    found = {cache: read_sums(folder, cache, device, private) for cache in Cache}
    whole = set.intersection(*({line.basis for line in sums.lines} for sums in found.values()))
    for cache, sums in found.items():
        kept = [line for line in sums.lines if line.session_id in present and line.basis in whole]
        groups = tuple(_grouped(kept))
        if len(kept) < len(sums.lines) or sums.apart > MOST_LINES_APART + len(groups):
            _ledger(folder, cache, device).rewrite(read_public_key(folder), sums.end, *map(zlib.compress, groups))
        _ledger(folder, cache, device).sweep()


def _ledger(folder: Path, cache: Cache, device: DeviceKey) -> Ledger:
    return Ledger(folder, cache, device, cache=True)


def _packed(lines: Iterable[Sum]) -> tuple[bytes, ...]:
    return tuple(zlib.compress(plain) for plain in _grouped(lines))


def _grouped(lines: Iterable[Sum]) -> Iterator[bytes]:
    """The lines one behind the other, in as few pieces as an entry's length allows."""
    plain = bytearray()
    for line in lines:
        numbers = (line.method, line.layers, line.file_bytes, len(line.data))
        told = _LINE.pack(bytes.fromhex(line.session_id), *numbers) + line.data
        if len(plain) + len(told) > _MOST_PLAIN_BYTES:
            yield bytes(plain)
            plain.clear()
        plain += told
    if plain:
        yield bytes(plain)


def _unpacked(entry: bytes) -> Iterator[Sum]:
    """The inverse for one entry. Raises ValueError."""
    unpacking = zlib.decompressobj()
    try:
        plain = unpacking.decompress(entry, _MOST_PLAIN_BYTES)
    except zlib.error as error:
        raise ValueError("does not unpack") from error
    if not unpacking.eof:
        raise ValueError("is too long, or was cut")
    at = 0
    while at < len(plain):
        try:
            name, method, layers, file_bytes, length = _LINE.unpack_from(plain, at)
        except struct.error as error:
            raise ValueError("ends within a line") from error
        at += _LINE.size
        data = plain[at : at + length]
        if len(data) < length or length > MOST_DATA_BYTES:
            raise ValueError("ends within a line")
        yield Sum(name.hex(), method, file_bytes, data, layers)
        at += length
