"""Inputs to bytes and back. Live play runs on ``decode(encode(inputs))``, so it sees only what a session can hold.

One tick is one self-delimiting record, little-endian; a tick in which nothing happened is one byte.

    flags u8: 1 samples, 2 held, 4 pointer, 8 axes, 16 choices, 32 directive
    samples   u8 count, each: name, u8 quantity, i32 value / quantum, u16 sd / quantum (>= 1), u8 age
    held      u8 count, names          pointer  u16 x, u16 y
    axes      u8 count, i8 each        choices  u8 count, names
    directive u16 difficulty, tempo, guidance (1/65535), u16 breath (1/65536 Hz), name minigame ("" = none),
              u8 reasons, each: name, u8 numbers, f32 each
    name      u8 length, UTF-8
"""

import struct

from game.core.belief import Sample
from game.core.directive import Directive, Reason
from game.core.inputs import Inputs
from game.core.reading import SCALES, Quantity

VERSION = 1
QUANTITIES = tuple(Quantity)
_SAMPLE = struct.Struct("<BiHB")
_POINTER = struct.Struct("<HH")
_DIRECTIVE = struct.Struct("<HHHH")
_SAMPLES, _HELD, _POINTED, _AXES, _CHOICES, _DIRECTED = 1, 2, 4, 8, 16, 32


class TapeError(ValueError):
    """The bytes are no tape of inputs."""


def encode(inputs: Inputs) -> bytes:
    """One tick as bytes. Numbers are quantised; what lies outside a range is put on its border."""
    flags = 0
    parts: list[bytes] = []
    if inputs.samples:
        flags |= _SAMPLES
        parts.append(bytes((len(inputs.samples),)))
        parts.extend(_encode_sample(sample) for sample in inputs.samples)
    if inputs.held:
        flags |= _HELD
        parts.append(_names(inputs.held))
    if inputs.pointer is not None:
        flags |= _POINTED
        parts.append(_POINTER.pack(*(min(max(place, 0), 4096) for place in inputs.pointer)))
    if inputs.axes:
        flags |= _AXES
        parts.append(struct.pack(f"<B{len(inputs.axes)}b", len(inputs.axes), *inputs.axes))
    if inputs.choices:
        flags |= _CHOICES
        parts.append(_names(inputs.choices))
    if inputs.directive is not None:
        flags |= _DIRECTED
        parts.append(_encode_directive(inputs.directive))
    return bytes((flags,)) + b"".join(parts)


def decode(data: bytes) -> Inputs:
    """The inverse of ``encode``. Raises TapeError on anything else."""
    inputs, end = decode_at(data, 0)
    if end != len(data):
        raise TapeError(f"{len(data) - end} bytes follow the last input")
    return inputs


def decode_at(data: bytes, start: int) -> tuple[Inputs, int]:
    """The tick at ``start``, and where the next one begins. Raises TapeError."""
    if data[start : start + 1] == b"\0":
        return Inputs(), start + 1
    reader = _Reader(data, start)
    try:
        return reader.inputs(), reader.place
    except (struct.error, IndexError, UnicodeDecodeError, ValueError) as error:
        raise TapeError(f"damaged input at byte {reader.place}") from error


def _encode_sample(sample: Sample) -> bytes:
    scale = SCALES[sample.quantity]
    value = round(min(max(sample.value, scale.low), scale.high) / scale.quantum)
    sd = min(max(round(sample.sd / scale.quantum), 1), 65535)
    age = min(max(sample.age, 0), 255)
    return _name(sample.sensor) + _SAMPLE.pack(QUANTITIES.index(sample.quantity), value, sd, age)


def _encode_directive(directive: Directive) -> bytes:
    shares = (directive.difficulty, directive.tempo, directive.guidance)
    numbers = [round(min(max(share, 0.0), 1.0) * 65535) for share in shares]
    rate = round(min(max(directive.breath_hz, 0.0), 0.999) * 65536)
    parts = [
        _DIRECTIVE.pack(*numbers, rate),
        _name(directive.minigame or ""),
        bytes((len(directive.reasons),)),
    ]
    for reason in directive.reasons:
        parts += (
            _name(reason.key),
            struct.pack(f"<B{len(reason.numbers)}f", len(reason.numbers), *reason.numbers),
        )
    return b"".join(parts)


def _name(name: str) -> bytes:
    data = name.encode()
    return bytes((len(data),)) + data


def _names(names: tuple[str, ...]) -> bytes:
    return bytes((len(names),)) + b"".join(_name(name) for name in names)


class _Reader:
    """A place in the bytes that moves on as things are read."""

    def __init__(self, data: bytes, place: int) -> None:
        self.data = data
        self.place = place

    def inputs(self) -> Inputs:
        flags = self.byte()
        if flags > 63:
            raise ValueError("unknown flags")
        return Inputs(
            samples=tuple(self.sample() for _ in range(self.byte())) if flags & _SAMPLES else (),
            held=self.names() if flags & _HELD else (),
            pointer=self.pointer() if flags & _POINTED else None,
            axes=self.axes() if flags & _AXES else (),
            choices=self.names() if flags & _CHOICES else (),
            directive=self.directive() if flags & _DIRECTED else None,
        )

    def byte(self) -> int:
        value = self.data[self.place]
        self.place += 1
        return value

    def name(self) -> str:
        length = self.byte()
        if self.place + length > len(self.data):
            raise ValueError("cut off")
        self.place += length
        return self.data[self.place - length : self.place].decode()

    def names(self) -> tuple[str, ...]:
        return tuple(self.name() for _ in range(self.byte()))

    def unpack(self, layout: struct.Struct) -> tuple[int, ...]:
        values = layout.unpack_from(self.data, self.place)
        self.place += layout.size
        return values

    def sample(self) -> Sample:
        sensor = self.name()
        index, value, sd, age = self.unpack(_SAMPLE)
        quantity = QUANTITIES[index]
        scale = SCALES[quantity]
        return Sample(sensor, quantity, value * scale.quantum, sd * scale.quantum, age)

    def pointer(self) -> tuple[int, int]:
        x, y = self.unpack(_POINTER)
        return x, y

    def axes(self) -> tuple[int, ...]:
        return self.unpack(struct.Struct(f"<{self.byte()}b"))

    def directive(self) -> Directive:
        difficulty, tempo, guidance, rate = self.unpack(_DIRECTIVE)
        minigame = self.name() or None
        reasons = []
        for _ in range(self.byte()):
            key = self.name()
            numbers = self.unpack(struct.Struct(f"<{self.byte()}f"))
            reasons.append(Reason(key, tuple(float(number) for number in numbers)))
        return Directive(
            difficulty / 65535, tempo / 65535, guidance / 65535, rate / 65536, minigame, tuple(reasons)
        )  # fmt: skip
