"""Chunks of an XDF file, version 1.0, as its specification has them: sizes little-endian, headers in XML.

Specification: https://github.com/sccn/xdf/wiki/Specifications. There is no kept-up writer for Python, only a reader.
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

MAGIC = b"XDF:"
_FILE_HEADER, _STREAM_HEADER, _SAMPLES, _CLOCK_OFFSET, _BOUNDARY, _STREAM_FOOTER = range(1, 7)
_MARK = bytes.fromhex("43a546dccbf5410fb30ed5467383cbe4")
"""What a boundary chunk holds: a reader of a damaged file searches for it."""
_STAMPED = b"\x08"
"""Before a sample: its time stamp follows, 8 bytes."""
_MOST_IN_CHUNK = 4096
"""Samples in one chunk: a damaged file loses no more at once."""

Sample = tuple[float, Sequence[float] | str]
"""A time on the stream's clock in seconds, and the numbers of its channels, or a text."""


@dataclass(frozen=True, slots=True)
class Channel:
    """One channel of a stream."""

    label: str
    """What it is."""
    unit: str
    """Of its numbers; "" = none."""


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream with all its samples; each has its own time, so that the nominal rate is 0 (irregular)."""

    name: str
    """What it is called."""
    kind: str
    """What LSL calls its content type: "Markers", "Affect" ..."""
    source: str
    """Identifies it, unlike any other stream."""
    channels: tuple[Channel, ...]
    """At least one; a stream of texts has exactly one."""
    texts: bool
    """True = samples are texts, False = float64 numbers."""
    samples: tuple[Sample, ...]
    """In the order of time."""


def xdf_file(streams: Sequence[Stream], offset_s: float, about: Mapping[str, str]) -> bytes:
    """A whole file.

    Args:
        streams: all on one clock.
        offset_s: what is added to that clock to get seconds since 1970, UTC.
        about: what the file header says besides the version, by names of elements.
    """
    header = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in about.items())
    parts = [MAGIC, _chunk(_FILE_HEADER, _xml(f"<version>1.0</version>{header}")), _chunk(_BOUNDARY, _MARK)]
    for number, stream in enumerate(streams, 1):
        parts.append(_chunk(_STREAM_HEADER, _number(number) + _xml(_header(stream))))
    for number, stream in enumerate(streams, 1):
        parts.append(_chunk(_CLOCK_OFFSET, _number(number) + struct.pack("<dd", 0.0, offset_s)))
        for first in range(0, len(stream.samples), _MOST_IN_CHUNK):
            taken = stream.samples[first : first + _MOST_IN_CHUNK]
            parts.append(_chunk(_SAMPLES, _number(number) + _samples(taken)))
        parts.append(_chunk(_BOUNDARY, _MARK))
    for number, stream in enumerate(streams, 1):
        parts.append(_chunk(_STREAM_FOOTER, _number(number) + _xml(_footer(stream, offset_s))))
    return b"".join(parts)


def _chunk(tag: int, content: bytes) -> bytes:
    body = struct.pack("<H", tag) + content
    return _sized(len(body)) + body


def _sized(length: int) -> bytes:
    """A length: how many bytes it takes (1, 4 or 8), then the length."""
    if length < 1 << 8:
        return struct.pack("<BB", 1, length)
    return struct.pack("<BI", 4, length) if length < 1 << 32 else struct.pack("<BQ", 8, length)


def _number(number: int) -> bytes:
    """Of a stream, from 1."""
    return struct.pack("<I", number)


def _samples(samples: Sequence[Sample]) -> bytes:
    parts = [_sized(len(samples))]
    for t_s, values in samples:
        parts += (_STAMPED, struct.pack("<d", t_s))
        if isinstance(values, str):
            data = values.encode()
            parts += (_sized(len(data)), data)
        else:
            parts.append(struct.pack(f"<{len(values)}d", *values))
    return b"".join(parts)


def _header(stream: Stream) -> str:
    channels = "".join(
        f"<channel><label>{escape(one.label)}</label><unit>{escape(one.unit)}</unit></channel>"
        for one in stream.channels
    )
    return (
        f"<name>{escape(stream.name)}</name><type>{escape(stream.kind)}</type>"
        f"<channel_count>{len(stream.channels)}</channel_count><nominal_srate>0</nominal_srate>"
        f"<channel_format>{'string' if stream.texts else 'double64'}</channel_format>"
        f"<source_id>{escape(stream.source)}</source_id><version>1.0</version><created_at>0.0</created_at>"
        f"<desc><channels>{channels}</channels></desc>"
    )


def _footer(stream: Stream, offset_s: float) -> str:
    times = [t_s for t_s, _ in stream.samples]
    ends = (
        f"<first_timestamp>{times[0]!r}</first_timestamp><last_timestamp>{times[-1]!r}</last_timestamp>"
        if times
        else ""
    )
    offset = f"<offset><time>0.0</time><value>{offset_s!r}</value></offset>"
    return f"{ends}<sample_count>{len(times)}</sample_count><clock_offsets>{offset}</clock_offsets>"


def _xml(inside: str) -> bytes:
    return f'<?xml version="1.0"?><info>{inside}</info>'.encode()
