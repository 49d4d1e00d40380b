"""A quick look at a session: its setup, its length and its summary, without opening every second of it.

It opens the first chunk and the last two; it proves nothing about the rest, which the Reader does.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from game.core.trace import Kind
from game.vault.disk import read_file
from game.vault.errors import Broken, CannotOpen
from game.vault.layout import (
    CHUNKS_AT,
    FRAME_BYTES,
    Chunk,
    Frame,
    is_id,
    parse_frame,
    parse_header,
    split_records,
    unpack_chunk,
)
from game.vault.ring import PrivateKey
from game.vault.seal import SessionKey, open_key
from game.vault.session import MOST_FILE_BYTES

PIN_BYTES = 16


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What a quick look shows."""

    setup: bytes
    """What the session began with."""
    seconds: int
    """About how long it is: its chunks, one a second, without setup and ending."""
    whole: bool
    """False where it ended early (a kill, a power cut) or is still being written."""
    summary: bytes
    """Its summary, as the game encodes it; empty where there is none."""
    file_bytes: int
    """Length of the file."""
    pin: bytes
    """What the file's plain beginning and its lid hash to; see ``pin_of``."""


def pin_of(beginning: bytes) -> bytes:
    """16 bytes that stand for a whole closed session: its lid, sealed by its key, says what is in it."""
    return hashlib.sha256(beginning[:CHUNKS_AT]).digest()[:PIN_BYTES]


def peek(path: Path, private: PrivateKey) -> Glimpse:
    """Look into a session.

    Raises:
        CannotOpen: not with this ring, or its beginning was changed. Missing, Newer, Unreadable.
    """
    data = read_file(path, MOST_FILE_BYTES)
    header = parse_header(data, str(path))
    try:
        if is_id(path.stem) and path.stem != header.session_id.hex():
            raise Broken
        raw = private.try_each(lambda ring_key: open_key(ring_key, header.sealed_key, header.session_id))
        key = SessionKey(raw, header.packed())
        frames = _frames(data)
        setup = _chunk(data, frames[0], key).body
        ends = [_chunk(data, place, key) for place in frames[1:][-2:]]
    except (Broken, ValueError, IndexError):
        raise CannotOpen(f"{path} cannot be looked into: key or name is another's, or it was changed.") from None
    whole = frames[-1][1].last
    seconds = max(len(frames) - 1 - whole, 0)
    return Glimpse(setup, seconds, whole, _summary(ends), len(data), pin_of(data))


def _frames(data: bytes) -> list[tuple[int, Frame]]:
    """Where each chunk stands, by the plain frames alone."""
    found, at = list[tuple[int, Frame]](), CHUNKS_AT
    while (frame := parse_frame(data, at)) is not None:
        found.append((at + FRAME_BYTES, frame))
        at += FRAME_BYTES + frame.sealed_bytes
    return found


def _chunk(data: bytes, place: tuple[int, Frame], key: SessionKey) -> Chunk:
    """Open one. Raises Broken, ValueError."""
    at, frame = place
    return unpack_chunk(key.open_chunk(frame, data[at : at + frame.sealed_bytes]))


def _summary(chunks: list[Chunk]) -> bytes:
    found = [record.payload for chunk in chunks for record in split_records(chunk) if record.kind == Kind.SUMMARY]
    return found[-1] if found else b""
