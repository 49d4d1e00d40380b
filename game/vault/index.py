"""The index: which sessions there are, when, how long, and their summaries, without opening each of them.

While somebody plays, lines are appended that the game cannot read back (see ledger). Who has the ring reads them,
compares them with the files, and ``settle`` writes them anew as one entry, with what was missing put in.
"""

import json
import zlib
from base64 import b64decode, b64encode
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import Path

from game.vault.device import DeviceKey
from game.vault.errors import Unfit
from game.vault.keys import read_public_key
from game.vault.layout import checked_id
from game.vault.ledger import Ledger, Told
from game.vault.ring import PrivateKey

NAME = "index"
MOST_SUMMARY_BYTES = 4096
MOST_LINES = 100_000
_MOST_UNPACKED_BYTES = 1 << 26


class _Entry(IntEnum):
    """Kinds of entry: their first byte."""

    BEGAN = 1
    ENDED = 2
    ERASED = 3
    SETTLED = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One session, as the index knows it."""

    session_id: str
    """Its name, 32 hex digits."""
    started_s: int
    """When it began, seconds since 1970; 0 = not known."""
    length_s: float = 0.0
    """How long it is."""
    whole: bool = False
    """False until it was closed: still being played, or ended early."""
    file_bytes: int = 0
    """Length of its file when it was closed or last looked at; 0 = not known yet."""
    pin: str = ""
    """What its beginning hashes to (peek.pin_of), in hex; "" = not known yet."""
    summary: bytes = b""
    """Its summary, as the game encodes it."""


@dataclass(frozen=True, slots=True)
class Index:
    """What the index says, by itself."""

    lines: tuple[Line, ...]
    """The sessions that should be there, in the order they began."""
    erased: frozenset[str]
    """Names of those that were erased since it was last settled."""
    faults: tuple[str, ...]
    """What is not as it was written, one sentence each."""
    end: bytes
    """Where it ended when it was read (see ledger.Told)."""


def note_begin(folder: Path, device: DeviceKey, session_id: str, started_s: int) -> None:
    """A session begins, its file just made. Needs no secret. Raises BadName, NotWritten, Missing, CannotOpen."""
    _append(folder, device, _Entry.BEGAN, Line(session_id, started_s))


def note_end(folder: Path, device: DeviceKey, line: Line) -> None:
    """A session was closed. Raises Unfit: a summary too long; otherwise as note_begin."""
    if len(line.summary) > MOST_SUMMARY_BYTES:
        raise Unfit(f"A summary has at most {MOST_SUMMARY_BYTES} bytes.")
    _append(folder, device, _Entry.ENDED, line)


def note_erased(folder: Path, device: DeviceKey, session_ids: tuple[str, ...]) -> None:
    """These are about to be erased: from now on nobody misses them. Raises as note_begin."""
    entries = [bytes((_Entry.ERASED,)) + checked_id(session_id) for session_id in session_ids]
    Ledger(folder, NAME, device).append(read_public_key(folder), *entries)


def read_index(folder: Path, device: DeviceKey, private: PrivateKey) -> Index:
    """What the index of a player says.

    Raises:
        Newer, Unreadable.
    """
    return _replayed(Ledger(folder, NAME, device).read(private))


def write_index(folder: Path, device: DeviceKey, lines: tuple[Line, ...], end: bytes) -> bool:
    """Let these be all lines, in one entry; False, and nothing done, where it no longer ends with ``end``.

    Raises:
        NotWritten, Missing, CannotOpen. Unfit: too many.
    """
    if len(lines) > MOST_LINES:
        raise Unfit(f"An index holds at most {MOST_LINES} sessions.")
    packed = zlib.compress(json.dumps([_told(line) for line in lines], separators=(",", ":")).encode(), 6)
    return Ledger(folder, NAME, device).rewrite(read_public_key(folder), end, bytes((_Entry.SETTLED,)) + packed)


def sweep_index(folder: Path, device: DeviceKey) -> None:
    """Remove what writing of the index that was cut off has left. Raises Newer, Unreadable, NotWritten."""
    Ledger(folder, NAME, device).sweep()


def _append(folder: Path, device: DeviceKey, kind: _Entry, line: Line) -> None:
    checked_id(line.session_id)
    entry = bytes((kind,)) + json.dumps(_told(line), separators=(",", ":")).encode()
    Ledger(folder, NAME, device).append(read_public_key(folder), entry)


def _replayed(told: Told) -> Index:
    """Go through the entries from the oldest to the newest."""
    lines: dict[str, Line] = {}
    erased: set[str] = set()
    faults = list(told.faults)
    for number, entry in enumerate(told.entries, 1):
        try:
            _apply(entry, lines, erased)
        except (ValueError, RecursionError):
            faults.append(f"Entry {number} of the index was not made by this Stillwater.")
    return Index(tuple(lines.values()), frozenset(erased), tuple(faults), told.end)


def _apply(entry: bytes, lines: dict[str, Line], erased: set[str]) -> None:
    """What one entry changes. Raises ValueError."""
    kind, body = _Entry(entry[0] if entry else 0), entry[1:]
    if kind is _Entry.SETTLED:
        lines.clear()
        erased.clear()
        for one in _unpacked(body):
            line = _line(one)
            lines[line.session_id] = line
    elif kind is _Entry.ERASED:
        lines.pop(body.hex(), None)
        erased.add(body.hex())
    else:
        line = _line(json.loads(body))
        known = lines.get(line.session_id)
        started_s = line.started_s or (known.started_s if known else 0)
        lines[line.session_id] = replace(line, started_s=started_s)


def _unpacked(body: bytes) -> list[object]:
    unpacker = zlib.decompressobj()
    try:
        plain = unpacker.decompress(body, _MOST_UNPACKED_BYTES)
    except zlib.error as error:
        raise ValueError("does not unpack") from error
    told = json.loads(plain)
    if not isinstance(told, list) or len(told) > MOST_LINES:
        raise ValueError("no index")
    return told


def _told(line: Line) -> list[object]:
    summary = b64encode(line.summary).decode()
    return [line.session_id, line.started_s, line.length_s, line.whole, line.file_bytes, line.pin, summary]


def _line(told: object) -> Line:
    """The inverse of _told. Raises ValueError."""
    if not isinstance(told, list) or len(told) != len(Line.__slots__):
        raise ValueError("no line")
    session_id, started_s, length_s, whole, file_bytes, pin, summary = told
    checks = (
        (session_id, str),
        (started_s, int),
        (length_s, float),
        (whole, bool),
        (file_bytes, int),
        (pin, str),
        (summary, str),
    )
    if not all(type(value) is kind for value, kind in checks):
        raise ValueError("no line")
    return Line(session_id, started_s, length_s, whole, file_bytes, pin, b64decode(summary, validate=True))
