"""Opens a bundle with its recipient's private key; refuses whatever is not as it was sealed.

A file comes from elsewhere and may be hostile: its length, what it unpacks to and what it says are bounded.
"""

import hashlib
import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from game.vault.address import Algorithm, Opener
from game.vault.bundle import (
    FORM,
    FRAME,
    HEAD,
    LABEL,
    LATEST_S,
    MAGIC,
    MOST_FILE_BYTES,
    MOST_NOTE,
    MOST_PSEUDONYM,
    MOST_SESSIONS,
    NONCE,
    Terms,
)
from game.vault.disk import read_file
from game.vault.errors import Broken, CannotOpen, Damaged
from game.vault.layout import MOST_SEALED_BYTES, Chunk, Record, checked_version, split_records, unpack_chunk

MOST_UNPACKED_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class _Part:
    """Where one part stands in the file."""

    number: int
    """Its number, from 0."""
    last: bool
    """True for the manifest."""
    head: bytes
    """The plain bytes bound into its seal."""
    at: int
    """Offset of its seal."""
    length: int
    """Length of its seal."""


@dataclass(frozen=True, slots=True)
class Received:
    """One session of a bundle."""

    started_s: int
    """When it began, as the sender wanted it known; 0 = not told."""
    record_count: int
    """How many records it has."""
    setup: bytes
    """What it began with, as the sender wanted it known."""
    parts: tuple[_Part, ...]
    """Where its records stand."""


class Bundle:
    """One opened bundle, whole and unchanged. Holds a key: shows nothing, is not pickled."""

    __slots__ = ("_aead", "_data", "_named", "sessions", "terms")

    def __init__(self, data: bytes, opener: Opener, named: str) -> None:
        """Open and check the whole of it.

        Args:
            data: the file's bytes, which are kept; nothing of what they hold stays decrypted.
            opener: the recipient's private key.
            named: what the file is called in messages.

        Raises:
            CannotOpen: not for this key, or a changed beginning. Damaged: changed, cut, or not made by Stillwater.
            Newer.
        """
        self._named = named
        self._data = data
        cut = Damaged(f"{named} was changed or cut after it was made. Ask for it once more.")
        try:
            head, key = _opened_key(data, opener, named)
            self._aead = AESGCM(key)
            self.terms, self.sessions = self._checked(head)
        except (Broken, ValueError):
            raise cut from None

    def __repr__(self) -> str:
        """Which, and nothing of the key."""
        return f"Bundle({self._named!r}, {len(self.sessions)} sessions, key hidden)"

    def __reduce__(self) -> tuple[object, ...]:
        """Refuse to be pickled."""
        raise TypeError("a bundle is not pickled")

    def expired(self, now_s: int) -> bool:
        """Whether its time is over: the sender asked that it be deleted by now."""
        return 0 < self.terms.until_s < now_s

    def records(self, session: Received) -> Iterator[Record]:
        """The records of one of its sessions, in order."""
        for part in session.parts:
            yield from split_records(self._chunk(part))

    def _checked(self, head: bytes) -> tuple[Terms, tuple[Received, ...]]:
        """Open every part once, and hold it against the manifest. Raises Broken, ValueError."""
        hashed: list[hashlib._Hash] = []
        setups: list[bytes] = []
        counts: list[int] = []
        found: list[list[_Part]] = []
        unpacked = 0
        for part in _parts(self._data, head):
            chunk = self._chunk(part)
            unpacked += len(chunk.body)
            if unpacked > MOST_UNPACKED_BYTES:
                raise ValueError("too long")
            if part.last:
                terms, told = _manifest(chunk.body)
                received = zip(told, counts, hashed, setups, found, strict=True)
                return terms, tuple(_received(*one) for one in received)
            if chunk.first_record == len(found) < MOST_SESSIONS and not chunk.records:
                hashed.append(hashlib.sha256())
                setups.append(chunk.body)
                counts.append(0)
                found.append([])
            elif chunk.first_record != len(found) - 1 or not chunk.records:
                raise ValueError("no part of a session")
            else:
                found[-1].append(part)
                counts[-1] += sum(1 for _ in split_records(chunk))
            hashed[-1].update(struct.pack(">I", len(chunk.body)) + chunk.body)
        raise ValueError("no manifest")

    def _chunk(self, part: _Part) -> Chunk:
        """Open one part. Raises Broken, ValueError."""
        sealed = self._data[part.at : part.at + part.length]
        try:
            return unpack_chunk(self._aead.decrypt(NONCE.pack(0, part.number), sealed, part.head))
        except InvalidTag:
            raise Broken from None


def read_bundle(path: Path, opener: Opener) -> Bundle:
    """Open a file. Raises Missing, Unreadable, and as Bundle does."""
    return Bundle(read_file(path, MOST_FILE_BYTES), opener, str(path))


def is_bundle(beginning: bytes) -> bool:
    """Whether a file that begins so says that it is a bundle."""
    return beginning.startswith(MAGIC)


def _opened_key(data: bytes, opener: Opener, named: str) -> tuple[bytes, bytes]:
    """The head of a bundle and its key. Raises CannotOpen, Newer; ValueError: it is cut."""
    cannot = CannotOpen(
        f"{named} cannot be opened: it was made for somebody else's key, or its beginning was changed. "
        "Try the key it was made for, or ask for it once more."
    )
    if not is_bundle(data):
        raise cannot
    if len(data) < HEAD.size:
        raise ValueError("cut")
    _, form, algorithm, name, length = HEAD.unpack_from(data)
    checked_version(form, named, FORM)
    head = data[: HEAD.size + length]
    if len(head) < HEAD.size + length:
        raise ValueError("cut")
    try:
        if Algorithm(algorithm) is not opener.address.algorithm:
            raise cannot
        return head, opener.open(head[HEAD.size :], LABEL + name)
    except (Broken, ValueError):
        raise cannot from None


def _parts(data: bytes, head: bytes) -> Iterator[_Part]:
    """Where the parts stand, up to the last. Raises ValueError: not numbered, cut, or something after the last."""
    at, number = len(head), 0
    while at + FRAME.size <= len(data):
        frame = data[at : at + FRAME.size]
        told, last, length = FRAME.unpack(frame)
        at += FRAME.size
        if told != number or last > 1 or length > MOST_SEALED_BYTES or at + length > len(data):
            raise ValueError("no part")
        if last and at + length != len(data):
            raise ValueError("something after the end")
        yield _Part(number, bool(last), head + frame, at, length)
        at, number = at + length, number + 1
    raise ValueError("cut")


def _manifest(body: bytes) -> tuple[Terms, list[tuple[int, int, str]]]:
    """What a bundle says of itself, and of each session its start, number of records and hash. Raises ValueError."""
    try:
        told = json.loads(body)
        terms = Terms(
            _text(told["pseudonym"], MOST_PSEUDONYM),
            _text(told["note"], MOST_NOTE),
            _whole(told["made_s"]),
            _whole(told["until_s"]),
        )
        sessions = [
            (_whole(one["started_s"]), _whole(one["records"]), _text(one["sha256"], 64)) for one in told["sessions"]
        ]
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError("no manifest") from error
    return terms, sessions


def _received(
    told: tuple[int, int, str], count: int, hashed: "hashlib._Hash", setup: bytes, parts: list[_Part]
) -> Received:
    """One session, where it is as the manifest says. Raises ValueError."""
    started_s, records, digest = told
    if (records, digest) != (count, hashed.hexdigest()):
        raise ValueError("not as the manifest says")
    return Received(started_s, count, setup, tuple(parts))


def _text(value: object, most: int) -> str:
    if not isinstance(value, str) or len(value) > most:
        raise ValueError("a short text is wanted")
    value.encode()  # half of a sign, which JSON can hold, cannot be shown
    return value


def _whole(value: object) -> int:
    if type(value) is not int or not 0 <= value <= LATEST_S:
        raise ValueError("a whole number from 0 to the year 9999 is wanted")
    return value
