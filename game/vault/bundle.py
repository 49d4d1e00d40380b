"""A bundle: chosen sessions of a player in one file that only its recipient's private key opens.

It holds what the caller chose and nothing else: kinds of record, dates kept or shifted, a pseudonym. When it is to
be deleted is a wish that stands in it; nobody can enforce it. Like every seal here it says that the bytes are
unchanged, not who made them. docs/vault.md draws its bytes.
"""

import hashlib
import json
import os
import secrets
import struct
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from game.vault.address import Address
from game.vault.calls import acting
from game.vault.disk import create_part, sync_folder, write_whole
from game.vault.errors import NotWritten, Unfit, not_written
from game.vault.layout import MOST_RECORD_BYTES, Chunk, Record, pack_chunk, pack_record
from game.vault.seal import TAG_BYTES, fresh_key

MAGIC = b"\x8bBUNDLE\n"
FORM = 1
HEAD = struct.Struct(">8sHB16sH")
"""Magic, form, algorithm, id, length of the sealed key that follows."""
FRAME = struct.Struct(">IBI")
"""Number of a part, 1 for the last one, length of its seal."""
NONCE = struct.Struct(">IQ")
LABEL = b"stillwater bundle key 1"
MOST_FILE_BYTES = 1 << 28
MOST_SESSIONS = 4096
MOST_PSEUDONYM, MOST_NOTE = 64, 500
LATEST_S = 253_370_764_800
"""The year 9999, in seconds since 1970: later days are wished for by nobody, and not every clock can tell them."""
_CUT_AT_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Terms:
    """What the recipient is told about a bundle."""

    pseudonym: str
    """What the player is called in it; at most 64 characters."""
    note: str
    """A word to the recipient; at most 500 characters."""
    made_s: int
    """When it was made, seconds since 1970; 0 = not told."""
    until_s: int
    """When they are asked to delete it, seconds since 1970, at most LATEST_S; 0 = no such wish."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """One session as it is given away."""

    started_s: int
    """When it began, seconds since 1970, at most LATEST_S: kept, shifted or 0 as the caller decides."""
    setup: bytes
    """What it began with, as the caller wants it known (it holds a date, too); at most 1 MiB."""
    records: Iterable[Record]
    """What of it is given away, in order."""


def write_bundle(path: Path, address: Address, terms: Terms, sessions: Iterable[Chosen]) -> None:
    """Write a new file, whole or not at all, whatever ends the writing of it.

    Raises:
        Unfit: as ``bundle_pieces``. NotWritten: the disk, or ``path`` is there. What ``sessions`` raise goes through.
    """
    _refuse_long(terms)
    if path.exists():
        raise NotWritten(f"{path} is there already. Choose another name, or move it away.")
    part = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
    try:
        descriptor = create_part(part)
        try:
            for piece in bundle_pieces(address, terms, sessions):
                write_whole(descriptor, piece)
        finally:
            os.close(descriptor)
        acting().rename(part, path)
        sync_folder(path.parent)
    except OSError as error:
        raise not_written(error, path) from None
    finally:
        with suppress(OSError):  # most often there is none any more: it has become the bundle
            acting().unlink(part)


def bundle_pieces(
    address: Address, terms: Terms, sessions: Iterable[Chosen], most_bytes: int = MOST_FILE_BYTES
) -> Iterator[bytes]:
    """A bundle piece by piece, sealed as it comes, for whoever keeps it in memory or writes it elsewhere.

    Raises:
        Unfit: texts too long, more than 4096 sessions, more than ``most_bytes``.
    """
    _refuse_long(terms)
    written = 0
    for piece in _pieces(address, terms, sessions):
        written += len(piece)
        if written > most_bytes:
            raise Unfit(
                f"This bundle would be larger than {most_bytes >> 20} MiB. "
                "Choose fewer sessions, or fewer kinds of what is in them."
            )
        yield piece


def _refuse_long(terms: Terms) -> None:
    if len(terms.pseudonym) > MOST_PSEUDONYM or len(terms.note) > MOST_NOTE or min(terms.made_s, terms.until_s) < 0:
        raise Unfit(f"A pseudonym has at most {MOST_PSEUDONYM} characters, a note at most {MOST_NOTE}.")


def _pieces(address: Address, terms: Terms, sessions: Iterable[Chosen]) -> Iterator[bytes]:
    """The file from its beginning to its end: head, the parts of each session, the manifest."""
    name, key = secrets.token_bytes(16), fresh_key()
    sealed_key = address.seal(key, LABEL + name)
    head = HEAD.pack(MAGIC, FORM, address.algorithm, name, len(sealed_key)) + sealed_key
    yield head
    seal, number, told = AESGCM(key), 0, list[dict[str, object]]()
    for chosen in sessions:
        if len(told) >= MOST_SESSIONS:
            raise Unfit(f"A bundle holds at most {MOST_SESSIONS} sessions.")
        hashed, records = hashlib.sha256(), 0
        for chunk in _chunks(len(told), chosen):
            hashed.update(struct.pack(">I", len(chunk.body)) + chunk.body)
            records += chunk.records
            yield _sealed(seal, head, number, False, chunk)
            number += 1
        told.append({"started_s": chosen.started_s, "records": records, "sha256": hashed.hexdigest()})
    manifest = json.dumps({**asdict(terms), "sessions": told}, separators=(",", ":")).encode()
    yield _sealed(seal, head, number, True, Chunk(len(told), 0, manifest))


def _chunks(session: int, chosen: Chosen) -> Iterator[Chunk]:
    """A session in parts: its setup, then its records, about 1 MiB each."""
    if len(chosen.setup) > MOST_RECORD_BYTES:
        raise Unfit("A session's setup is at most 1 MiB.")
    yield Chunk(session, 0, chosen.setup)
    body, records = bytearray(), 0
    for record in chosen.records:
        body += pack_record(record.kind, record.payload)
        records += 1
        if len(body) >= _CUT_AT_BYTES:
            yield Chunk(session, records, bytes(body))
            body, records = bytearray(), 0
    if records:
        yield Chunk(session, records, bytes(body))


def _sealed(seal: AESGCM, head: bytes, number: int, last: bool, chunk: Chunk) -> bytes:
    inside = pack_chunk(chunk)
    frame = FRAME.pack(number, int(last), len(inside) + TAG_BYTES)
    return frame + seal.encrypt(NONCE.pack(0, number), inside, head + frame)
