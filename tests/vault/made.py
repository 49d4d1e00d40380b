"""Sessions for the tests: written by the Writer and closed, or laid out by hand and left open."""

from pathlib import Path

from game.vault.address import opener_of
from game.vault.keys import read_public_key
from game.vault.layout import CHUNKS_AT, FRAME_BYTES, Chunk, Header, pack_chunk, pack_record, parse_frame
from game.vault.passphrase import Passphrase
from game.vault.seal import SessionKey, fresh_key, seal_key
from game.vault.session import fresh_session_id
from game.vault.writer import Writer

NOW_S = 1_790_000_000
RIGHT, OTHER = Passphrase("four calm words here"), Passphrase("four calm words there")
LIN = opener_of(bytes(range(32)))
"""A therapist's key."""
SETUP = b"seed 7, level tide"
SECONDS = 5
PER_SECOND = 6


def expected(seconds: int = SECONDS) -> list[tuple[int, bytes]]:
    """The records of so many seconds."""
    return [(n % 3, b"reading %d" % n) for n in range(seconds * PER_SECOND)]


def closed(player: Path, seconds: int = SECONDS) -> Path:
    """A closed session of chunk 0, one chunk per second, and the ending chunk."""
    with Writer(player / "sessions", read_public_key(player), SETUP) as writer:
        for number, (kind, payload) in enumerate(expected(seconds), 1):
            writer.append(kind, payload)
            if number % PER_SECOND == 0:
                writer.flush()
    return writer.path


def unclosed(player: Path, seconds: int = SECONDS, ending: bool = False) -> Path:
    """The same session as a kill leaves it after so many seconds: open lid, and no ``ending`` chunk (yet)."""
    session_id = fresh_session_id()
    name, key = bytes.fromhex(session_id), fresh_key()
    header = Header(name, seal_key(read_public_key(player).raw, key, name)).packed()
    session_key = SessionKey(key, header)
    data = header + session_key.seal_open_lid()
    data += session_key.seal_chunk(0, False, pack_chunk(Chunk(0, 0, SETUP)))
    records = expected(seconds)
    for second in range(seconds):
        first = second * PER_SECOND
        body = b"".join(pack_record(kind, payload) for kind, payload in records[first : first + PER_SECOND])
        chunk = pack_chunk(Chunk(first, PER_SECOND, body))
        data += session_key.seal_chunk(second + 1, False, chunk)
    if ending:
        data += session_key.seal_chunk(seconds + 1, True, pack_chunk(Chunk(len(records), 0, b"")))
    path = player / "sessions" / f"{session_id}.still"
    path.write_bytes(data)
    path.chmod(0o600)
    return path


def edges(data: bytes) -> list[int]:
    """Offsets at which chunks begin, and the end of the file."""
    found = [CHUNKS_AT]
    while found[-1] < len(data):
        frame = parse_frame(data, found[-1])
        assert frame is not None
        found.append(found[-1] + FRAME_BYTES + frame.sealed_bytes)
    return found
