"""The golden file: zlib over records of u8 kind, u32 length (little-endian), payload. Standard library only."""

import struct
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

FILE = Path(__file__).parent / "sitting.golden"
_HEAD = struct.Struct("<BI")


def write(records: Iterable[tuple[int, bytes]]) -> None:
    """Put records into the golden file."""
    told = b"".join(_HEAD.pack(kind, len(payload)) + payload for kind, payload in records)
    FILE.write_bytes(zlib.compress(told, 9))


def read() -> Iterator[tuple[int, bytes]]:
    """The records of the golden file."""
    told = zlib.decompress(FILE.read_bytes())
    place = 0
    while place < len(told):
        kind, length = _HEAD.unpack_from(told, place)
        place += _HEAD.size + length
        yield kind, told[place - length : place]
