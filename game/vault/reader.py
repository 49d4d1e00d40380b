"""The Reader: opens a sealed session with the player's private key, and says what is not as it was written.

Every seal is checked before the first record is given out. A *closed* session refuses every change. An
*unclosed* one (a kill, a power cut) opens up to its last whole chunk and says so. What a damaged one has
lost is named.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from game.vault.disk import read_file
from game.vault.errors import Broken, CannotOpen, Damaged, Gap
from game.vault.keys import PrivateKey
from game.vault.layout import (
    CHUNKS_AT,
    FRAME_BYTES,
    LID_AT,
    MARKER,
    Chunk,
    Frame,
    Header,
    Record,
    is_id,
    parse_frame,
    parse_header,
    split_records,
    unpack_chunk,
)
from game.vault.seal import SessionKey, open_key
from game.vault.session import MOST_FILE_BYTES

_MOST_BODIES_BYTES = 1 << 30
_MOST_TRIES = 4096
"""How many false markers a damaged file may hold before the search for the next whole chunk ends."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What a walk over the file found."""

    chunks: dict[int, Chunk]
    """Every whole chunk by its number."""
    last: int | None
    """Number of the chunk that ends the session; None where it is not there."""
    in_order: bool
    """Whether each came after those with smaller numbers, once."""
    end: int
    """Offset behind the last whole chunk."""


class Reader:
    """One opened session. ``gaps`` is empty unless it was opened to salvage what is whole."""

    def __init__(self, path: Path, private: PrivateKey, salvage: bool = False) -> None:
        """Open and check a whole session file.

        Args:
            path: the file; another process may still be writing it.
            private: the ring of the player it is sealed to (see keys.unlock).
            salvage: read what is whole of a damaged session, and name the rest in ``gaps``.

        Raises:
            CannotOpen: wrong key or a changed beginning. Damaged: a changed session, unless ``salvage``.
            Newer, Missing, Unreadable.
        """
        data = read_file(path, MOST_FILE_BYTES)
        self.file_bytes = len(data)
        """How long the file was; one that has grown since holds more than this reader gives."""
        header = parse_header(data, str(path))
        self.session_id = header.session_id.hex()
        if is_id(path.stem) and path.stem != self.session_id:
            raise Damaged(f"{path} holds session {self.session_id} under another's name. Give it back its own name.")
        key = _session_key(header, private, path)
        found = _walk(data, key)
        lid = _Lid.read(key, data)
        self.torn_lid = not lid.whole and _is_torn(key, data, found)
        """Whether the power went while the lid was being closed: everything before it is there, and said to be."""
        lid = _Lid(True, None) if self.torn_lid else lid
        self.gaps = _gaps(found, lid)
        self.ended_early = found.last is None
        if not salvage:
            _refuse_damage(path, data, found, lid, self.gaps)
        setup = found.chunks.pop(0, None)
        self.setup = b"" if setup is None else setup.body
        """What the session started from; empty where it is lost (then a gap names chunk 0)."""
        self._chunks = [found.chunks[index] for index in sorted(found.chunks)]
        self._path = path

    @property
    def record_count(self) -> int:
        """How many records can be read."""
        return sum(chunk.records for chunk in self._chunks)

    def records(self) -> Iterator[Record]:
        """All records in the order they were appended.

        Raises:
            Damaged: a chunk that was sealed wrongly.
        """
        for chunk in self._chunks:
            try:
                yield from split_records(chunk)
            except ValueError:
                raise Damaged(
                    f"{self._path} holds a second that was sealed wrongly. It was not made by Stillwater."
                ) from None


@dataclass(frozen=True, slots=True)
class _Lid:
    """What the lid says."""

    whole: bool
    """False where it was changed."""
    closed: tuple[int, int] | None
    """(chunks, bytes of the file) of a closed session."""

    @staticmethod
    def read(key: SessionKey, data: bytes) -> "_Lid":
        """The lid of a session file."""
        try:
            return _Lid(True, key.open_lid(data[LID_AT:CHUNKS_AT]))
        except Broken:
            return _Lid(False, None)


def _is_torn(key: SessionKey, data: bytes, found: _Found) -> bool:
    """Whether the lid is the beginning of the closed one and the end of the open one, on a session with its end."""
    if found.last is None:
        return False
    closed, opened = key.seal_closed_lid(len(found.chunks), len(data)), key.seal_open_lid()
    return any(data[LID_AT:CHUNKS_AT] == closed[:at] + opened[at:] for at in range(1, len(closed)))


def _session_key(header: Header, private: PrivateKey, path: Path) -> SessionKey:
    try:
        key = private.try_each(lambda raw: open_key(raw, header.sealed_key, header.session_id))
    except Broken:
        raise CannotOpen(
            f"{path} cannot be opened: the key is another player's, or its beginning was changed. "
            "Choose the player it belongs to, or restore the file from a backup."
        ) from None
    return SessionKey(key, header.packed())


def _opened(data: bytes, at: int, key: SessionKey) -> tuple[Frame, Chunk] | None:
    """The whole chunk at offset ``at``, or None."""
    frame = parse_frame(data, at)
    if frame is None:
        return None
    start = at + FRAME_BYTES
    try:
        return frame, unpack_chunk(key.open_chunk(frame, data[start : start + frame.sealed_bytes]))
    except (Broken, ValueError):
        return None


def _walk(data: bytes, key: SessionKey) -> _Found:
    """Open chunk after chunk; where one is not whole, search for the next marker behind which one is."""
    chunks: dict[int, Chunk] = {}
    last: int | None = None
    in_order = True
    at = end = CHUNKS_AT
    bodies_bytes = tries = 0
    highest = -1
    while 0 <= at < len(data) and tries < _MOST_TRIES and bodies_bytes < _MOST_BODIES_BYTES:
        opened = _opened(data, at, key)
        if opened is None:
            tries += 1
            at = data.find(MARKER, at + 1)
            continue
        frame, chunk = opened
        in_order = in_order and frame.index > highest
        highest = max(highest, frame.index)
        chunks[frame.index] = chunk
        last = frame.index if frame.last else last
        bodies_bytes += len(chunk.body)
        at = end = at + FRAME_BYTES + frame.sealed_bytes
    return _Found(chunks, last, in_order, end)


def _gaps(found: _Found, lid: _Lid) -> tuple[Gap, ...]:
    """The runs of numbers that are missing before, between and (where the lid tells) after what was found."""
    gaps = []
    expected = next_record = 0
    for index in sorted(found.chunks):
        chunk = found.chunks[index]
        if index > expected:
            gaps.append(Gap(expected, index - 1, next_record, chunk.first_record - next_record))
        expected, next_record = index + 1, chunk.first_record + chunk.records
    if lid.closed is not None and expected < lid.closed[0]:
        gaps.append(Gap(expected, lid.closed[0] - 1, next_record, None))
    elif not found.chunks:
        gaps.append(Gap(0, 0, 0, None))
    return tuple(gaps)


def _refuse_damage(path: Path, data: bytes, found: _Found, lid: _Lid, gaps: tuple[Gap, ...]) -> None:
    """Raise Damaged unless the file is exactly as it was written (or, unclosed, the beginning of it)."""
    if gaps:
        lost = "; ".join(str(gap) for gap in gaps)
        raise Damaged(
            f"{path} was damaged after it was written. Lost: {lost}. "
            "Restore it from a backup, or open it with --salvage to read the rest.",
            gaps,
        )
    ends = lid.closed is not None or found.last is not None
    finished = found.last == len(found.chunks) - 1 and found.end == len(data)
    lid_right = lid.whole and lid.closed in (None, (len(found.chunks), len(data)))
    if not (lid_right and found.in_order and (finished or not ends)):
        raise Damaged(
            f"{path} was changed after it was written: its order, its end or its lid is not as it was. "
            "Restore it from a backup, or open it with --salvage to read what is whole."
        )
