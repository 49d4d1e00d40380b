"""The bytes of a session file, without any secret: header, frames, records. docs/vault.md draws them.

All numbers are big-endian. Nothing here decides whether bytes are true; the seals do.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from game.vault.errors import BadName, CannotOpen, Newer, Unfit

MAGIC = b"\x8bSTILL\x1a\n"
VERSION = 1
SEALED_KEY_BYTES = 80
"""HPKE: 32 encapsulated key, 32 session key, 16 tag."""
LID_BYTES = 28
"""12 sealed bytes and a 16 byte tag."""

_HEADER = struct.Struct(f">8sH16s{SEALED_KEY_BYTES}s")
HEADER_BYTES = _HEADER.size
LID_AT = HEADER_BYTES
CHUNKS_AT = HEADER_BYTES + LID_BYTES

MARKER = b"\xc5\x01Sw"
_FRAME = struct.Struct(">4sIBI")
FRAME_BYTES = _FRAME.size
_INSIDE = struct.Struct(">QII")
_RECORD = struct.Struct(">BI")
RECORD_HEAD_BYTES = _RECORD.size

MOST_RECORD_BYTES = 1 << 20
"""Longest payload of one record, and longest setup."""
MOST_BODY_BYTES = 1 << 22
"""Longest body of one chunk before compression: an end to what a hostile file may ask for."""
MOST_SEALED_BYTES = MOST_BODY_BYTES + (1 << 16)
PADDED_TO_BYTES = 256
"""Chunks are filled up to a multiple of this, so that their length says little about what was done."""

_ID = re.compile("[0-9a-f]{32}")


class Record(NamedTuple):
    """One thing that was appended."""

    kind: int
    """What it is, 0 to 255; the caller's own numbering."""
    payload: bytes
    """Its bytes, at most 1 MiB."""


@dataclass(frozen=True, slots=True)
class Header:
    """The plain beginning of a session file: all that can be read without a key."""

    session_id: bytes
    """16 random bytes; in hex they are the file's name."""
    sealed_key: bytes
    """The session key, sealed to the player's public key, 80 bytes."""

    def packed(self) -> bytes:
        """Bytes of the header, 106 long; bound into every seal of the session."""
        return _HEADER.pack(MAGIC, VERSION, self.session_id, self.sealed_key)


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands in plain before a chunk's sealed bytes; its 13 bytes are bound into the seal."""

    index: int
    """Number of the chunk, from 0."""
    last: bool
    """True for the chunk that ends a closed session."""
    sealed_bytes: int
    """Length of the sealed bytes that follow, tag included."""

    def packed(self) -> bytes:
        """Bytes of the frame, 13 long."""
        return _FRAME.pack(MARKER, self.index, int(self.last), self.sealed_bytes)


@dataclass(frozen=True, slots=True)
class Chunk:
    """What lies inside a chunk's seal."""

    first_record: int
    """How many records lie before it."""
    records: int
    """How many records it holds; 0 in chunk 0, whose body is the setup."""
    body: bytes
    """The records' bytes, one after another."""


def is_id(name: str) -> bool:
    """Whether ``name`` is 32 small hex digits."""
    return _ID.fullmatch(name) is not None


def checked_id(session_id: str) -> bytes:
    """The 16 bytes of a session's name.

    Raises:
        BadName: it is not 32 small hex digits (and so might name some other path).
    """
    if not is_id(session_id):
        raise BadName("A session's name is 32 hex digits. `stillwater sessions list` shows the names there are.")
    return bytes.fromhex(session_id)


def parse_header(data: bytes, what: str) -> Header:
    """Read the header at the start of ``data``; ``what`` names the file in messages.

    Raises:
        CannotOpen: not a session. Newer: a later version.
    """
    if len(data) < CHUNKS_AT or not data.startswith(MAGIC):
        raise CannotOpen(f"{what} is not a whole Stillwater session. Check the name, or restore it from a backup.")
    _, version, session_id, sealed_key = _HEADER.unpack_from(data)
    checked_version(version, what)
    return Header(session_id, sealed_key)


def checked_version(version: int, what: str, newest: int = VERSION) -> None:
    """Let versions 1 to ``newest`` pass.

    Raises:
        Newer: a later version. CannotOpen: a version that never was.
    """
    if version > newest:
        raise Newer(f"{what} was written by a newer Stillwater (form {version}). Install the newest one to open it.")
    if version < VERSION:
        raise CannotOpen(f"{what} cannot be opened: it was changed. Restore it from a backup.")


def parse_frame(data: bytes, at: int) -> Frame | None:
    """The frame at offset ``at`` if one whole chunk could lie there, else None."""
    if at + FRAME_BYTES > len(data):
        return None
    marker, index, flag, sealed_bytes = _FRAME.unpack_from(data, at)
    if marker != MARKER or flag > 1 or sealed_bytes > MOST_SEALED_BYTES:
        return None
    if at + FRAME_BYTES + sealed_bytes > len(data):
        return None
    return Frame(index, bool(flag), sealed_bytes)


def pack_record(kind: int, payload: bytes) -> bytes:
    """Bytes of one record.

    Raises:
        Unfit: the kind is not 0 to 255, or the payload is longer than 1 MiB.
    """
    if not 0 <= kind <= 255 or len(payload) > MOST_RECORD_BYTES:
        raise Unfit("A record has a kind from 0 to 255 and at most 1 MiB; cut it into smaller ones.")
    return _RECORD.pack(kind, len(payload)) + payload


def pack_chunk(chunk: Chunk) -> bytes:
    """Compress a chunk and fill it up to a multiple of 256 bytes: what goes into the seal."""
    packed = zlib.compress(chunk.body, 6)
    inside = _INSIDE.pack(chunk.first_record, chunk.records, len(packed)) + packed
    return inside + bytes(-len(inside) % PADDED_TO_BYTES)


def unpack_chunk(inside: bytes) -> Chunk:
    """Undo pack_chunk; bounded, because anybody may seal to a public key.

    Raises:
        ValueError: not made by pack_chunk.
    """
    if len(inside) < _INSIDE.size:
        raise ValueError("chunk too short")
    first_record, records, packed_bytes = _INSIDE.unpack_from(inside)
    packed = inside[_INSIDE.size : _INSIDE.size + packed_bytes]
    unpacker = zlib.decompressobj()
    try:
        body = unpacker.decompress(packed, MOST_BODY_BYTES)
    except zlib.error as error:
        raise ValueError("chunk does not unpack") from error
    if not unpacker.eof:
        raise ValueError("chunk too long or cut")
    return Chunk(first_record, records, body)


def split_records(chunk: Chunk) -> Iterator[Record]:
    """The records of a chunk, in order.

    Raises:
        ValueError: the body is not exactly ``chunk.records`` records.
    """
    at = 0
    for _ in range(chunk.records):
        if at + RECORD_HEAD_BYTES > len(chunk.body):
            raise ValueError("record cut")
        kind, length = _RECORD.unpack_from(chunk.body, at)
        at += RECORD_HEAD_BYTES
        if at + length > len(chunk.body):
            raise ValueError("record cut")
        yield Record(kind, chunk.body[at : at + length])
        at += length
    if at != len(chunk.body):
        raise ValueError("bytes left over")
