"""What sealing costs: the game's tick, the disk, opening a session, the passphrase. Prints JSON.

Run: python -m benchmarks.vault [FOLDER]   (FOLDER: on the disk to be measured; default the system's temporary one)
"""

import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from functools import partial
from io import FileIO
from pathlib import Path

from game.vault.address import opener_of
from game.vault.audit import Act, Line, note, read_trail
from game.vault.bundle import Chosen, Terms, write_bundle
from game.vault.bundle_reader import read_bundle
from game.vault.home import Home, open_home, player_folder
from game.vault.index import note_begin, write_index
from game.vault.keys import PrivateKey, PublicKey, read_public_key, set_passphrase, unlock
from game.vault.layout import CHUNKS_AT, Chunk, Header, pack_chunk, pack_record
from game.vault.listing import closing_line, list_sessions
from game.vault.passphrase import Passphrase
from game.vault.reader import Reader
from game.vault.seal import SessionKey, fresh_key, seal_key
from game.vault.session import fresh_session_id, session_path
from game.vault.writer import Writer

TICK_HZ = 60
LIVE_S = 10
SESSION_S = 1200
INDEXED = 10_000
TICK_BYTES = 24
READING_BYTES = 8
READINGS_PER_TICK = 2
SUMMARY = b'{"breath_hz": 0.1, "caught": 12, "follow": 0.81, "levels": ["tide"], "minigames": 2, "ticks": 72000}'


def inputs(tick: int) -> bytes:
    """A tick as lively as play gets: half of its bytes repeat from tick to tick, half are noise."""
    return tick.to_bytes(4, "big") + bytes(TICK_BYTES // 2 - 4) + os.urandom(TICK_BYTES // 2)


def spread(times_s: list[float], unit: float) -> dict[str, float]:
    """Median, 99th percentile and largest of some times, in units of ``unit`` seconds."""
    ordered = sorted(times_s)
    at = {"p50": len(ordered) // 2, "p99": len(ordered) * 99 // 100, "max": len(ordered) - 1}
    return {name: round(ordered[index] / unit, 3) for name, index in at.items()}


def timed(act: Callable[[], object]) -> float:
    """Seconds that ``act`` takes."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def _write_through(file: FileIO, data: bytes) -> None:
    """Until the disk has it."""
    file.write(data)
    os.fsync(file.fileno())


def tick_records(tick: int) -> list[tuple[int, bytes]]:
    """What one tick appends: its inputs and two readings."""
    return [(1, inputs(tick)), *((2, os.urandom(READING_BYTES)) for _ in range(READINGS_PER_TICK))]


def append_all(writer: Writer, records: list[tuple[int, bytes]], flushing: bool) -> None:
    """The vault's part of one tick of the loop; a flush each second."""
    for kind, payload in records:
        writer.append(kind, payload)
    if flushing:
        writer.flush()


def live_ticks(sessions: Path, public: PublicKey) -> dict[str, float]:
    """Cost of a tick in us, at a real 60 Hz with the writing thread at work beside it."""
    writer = Writer(sessions, public, bytes(500))
    times, pace = [], threading.Event()
    begun = time.perf_counter()
    for tick in range(LIVE_S * TICK_HZ):
        act = partial(append_all, writer, tick_records(tick), tick % TICK_HZ == TICK_HZ - 1)
        times.append(timed(act))
        pace.wait(max(0.0, begun + (tick + 1) / TICK_HZ - time.perf_counter()))
    writer.close()
    return spread(times, 1e-6)


def chunk_costs(folder: Path) -> dict[str, dict[str, float]]:
    """Cost of one second's chunk: packing and sealing in us, one write and fsync in ms."""
    key = SessionKey(fresh_key(), bytes(106))
    body = b"".join(inputs(tick) + os.urandom(READINGS_PER_TICK * READING_BYTES) for tick in range(TICK_HZ))
    pack, seal, sync = [], [], []
    with (folder / "chunks").open("wb", buffering=0) as file:
        for index in range(200):
            pack.append(timed(partial(pack_chunk, Chunk(0, TICK_HZ, body))))
            inside = pack_chunk(Chunk(0, TICK_HZ, body))
            seal.append(timed(partial(key.seal_chunk, index, False, inside)))
            sync.append(timed(partial(_write_through, file, key.seal_chunk(index, False, inside))))
    return {
        "chunk_pack_us": spread(pack, 1e-6),
        "chunk_seal_us": spread(seal, 1e-6),
        "chunk_fsync_ms": spread(sync, 1e-3),
    }


def twenty_minutes(sessions: Path, public: PublicKey, private: PrivateKey) -> dict[str, float]:
    """Size of twenty minutes in 1200 chunks, as live play leaves them, and the time to check and go through them."""
    path = session_path(sessions, fresh_session_id())
    name, key = bytes.fromhex(path.stem), fresh_key()
    header = Header(name, seal_key(public.raw, key, name)).packed()
    session_key = SessionKey(key, header)
    data = header + session_key.seal_open_lid()
    data += session_key.seal_chunk(0, False, pack_chunk(Chunk(0, 0, bytes(500))))
    records = 0
    for second in range(SESSION_S):
        ticks = [tick_records(second * TICK_HZ + tick) for tick in range(TICK_HZ)]
        packed = [pack_record(kind, payload) for tick in ticks for kind, payload in tick]
        data += session_key.seal_chunk(second + 1, False, pack_chunk(Chunk(records, len(packed), b"".join(packed))))
        records += len(packed)
    path.write_bytes(data)
    reader = Reader(path, private)
    opening = [timed(partial(Reader, path, private)) for _ in range(5)]
    reading = [timed(lambda: sum(1 for _ in reader.records())) for _ in range(5)]
    return {
        "twenty_minutes_records": reader.record_count,
        "twenty_minutes_bytes": len(data),
        "bytes_per_second_of_play": round(len(data) / SESSION_S),
        "twenty_minutes_open_ms": round(min(opening) * 1e3, 2),
        "twenty_minutes_records_ms": round(min(reading) * 1e3, 2),
    }


def ten_thousand(home: Home, player: Path, private: PrivateKey) -> dict[str, float]:
    """Listing 10,000 sessions, each held against its file; adding one; and the same before anybody settled."""
    lines = []
    for number in range(INDEXED):
        path = session_path(player / "sessions", fresh_session_id())
        path.write_bytes(os.urandom(CHUNKS_AT))
        lines.append(closing_line(player, path.stem, number, 1200.0, SUMMARY))
    write_index(player, home.device, tuple(lines), b"")
    listing = [timed(lambda: list_sessions(player, home.device, private)) for _ in range(3)]
    adding = [timed(partial(note_begin, player, home.device, fresh_session_id(), n)) for n in range(100)]
    unsettled = timed(lambda: list_sessions(player, home.device, private))
    return {
        "index_10000_list_s": round(min(listing), 3),
        "index_10000_and_100_unsettled_list_s": round(unsettled, 3),
        "index_10000_bytes": sum(path.stat().st_size for path in player.glob("index-*.log")),
        **{f"index_add_ms_{name}": value for name, value in spread(adding, 1e-3).items()},
    }


def audit_lines(home: Home, player: Path, private: PrivateKey) -> dict[str, float]:
    """Adding a line to the audit log, and reading a hundred."""
    line = Line(0, Act.OPENED, fresh_session_id(), "somebody")
    adding = [timed(lambda: note(player, home.device, line)) for _ in range(100)]
    reading = timed(lambda: read_trail(player, home.device, private))
    return {
        "audit_read_100_ms": round(reading * 1e3, 2),
        **{f"audit_add_ms_{k}": v for k, v in spread(adding, 1e-3).items()},
    }


def bundle_of_one(folder: Path, session: Path, private: PrivateKey) -> dict[str, float]:
    """Making a bundle of a twenty minute session, and opening it."""
    opener, path = opener_of(os.urandom(32)), folder / "one.bundle"
    reader, terms = Reader(session, private), Terms("Otter", "", 0, 0)
    making = timed(lambda: write_bundle(path, opener.address, terms, [Chosen(0, reader.setup, reader.records())]))
    return {"bundle_make_s": round(making, 3), "bundle_open_s": round(timed(lambda: read_bundle(path, opener)), 3)}


def main() -> None:
    """Measure everything once and print it."""
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if sys.argv[1:] else None) as name:
        folder = Path(name)
        home = open_home(folder / "home")
        player = player_folder(home)
        public, sessions = read_public_key(player), player / "sessions"
        words = Passphrase("only for measuring")
        figures: dict[str, object] = {"tick_append_us": live_ticks(sessions, public)}
        figures |= chunk_costs(folder)
        private = unlock(player, home.device)
        figures |= twenty_minutes(sessions, public, private)
        longest = max(sessions.iterdir(), key=lambda path: path.stat().st_size)
        figures |= bundle_of_one(folder, longest, private)
        figures |= audit_lines(home, player, private)
        figures |= ten_thousand(home, player_folder(home), private)
        begin = [timed(lambda: Writer(sessions, public, bytes(500)).close()) for _ in range(10)]
        figures["begin_and_close_ms"] = spread(begin, 1e-3)
        set_passphrase(player, home.device, words, int(time.time()))
        figures["unlock_by_passphrase_ms"] = spread(
            [timed(lambda: unlock(player, home.device, words)) for _ in range(5)], 1e-3
        )
        print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
