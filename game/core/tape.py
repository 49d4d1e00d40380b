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
from game.core.reading import SCALES, Quantity, Scale
from game.core.temper import finite

VERSION = 1
QUANTITIES = tuple(Quantity)
_SCALES = tuple((quantity, SCALES[quantity]) for quantity in QUANTITIES)
_SAMPLE = struct.Struct("<BiHB")
_POINTER = struct.Struct("<HH")
_DIRECTIVE = struct.Struct("<HHHH")
_SAMPLES, _HELD, _POINTED, _AXES, _CHOICES, _DIRECTED = 1, 2, 4, 8, 16, 32
_MOST = 255
"""Entries in one list."""
_WIDEST = 65535
"""Largest sd, in quanta."""
_FLOAT32 = 3.4e38
REASONS = 3
"""Reasons kept of a directive."""


class TapeError(ValueError):
    """The bytes are no tape of inputs."""


def encode(inputs: Inputs) -> bytes:
    """One tick as bytes. Numbers are quantised; what lies outside a range is put on its border.

    This is the gate where numbers enter. A sample without a finite value says nothing and is left out; so is a
    directive with a number that is none, and the settings in force stay. Of more samples than one tick holds (the
    game stood still for seconds) the newest are kept. Raises TapeError for a name longer than 255 bytes.
    """
    flags = 0
    parts: list[bytes] = []
    samples = inputs.samples and [sample for sample in inputs.samples if finite(sample.value)][-_MOST:]
    if samples:
        flags |= _SAMPLES
        parts.append(bytes((len(samples),)))
        parts.extend(_encode_sample(sample) for sample in samples)
    if inputs.held:
        flags |= _HELD
        parts.append(_names(inputs.held))
    if inputs.pointer is not None:
        flags |= _POINTED
        parts.append(_POINTER.pack(*(min(max(place, 0), 4096) for place in inputs.pointer)))
    if inputs.axes:
        flags |= _AXES
        axes = [min(max(axis, -127), 127) for axis in inputs.axes[:_MOST]]
        parts.append(struct.pack(f"<B{len(axes)}b", len(axes), *axes))
    if inputs.choices:
        flags |= _CHOICES
        parts.append(_names(inputs.choices))
    if inputs.directive is not None and _whole(inputs.directive):
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
    sd = round(min(max(sample.sd / scale.quantum, 1.0), _WIDEST)) if finite(sample.sd) else _WIDEST
    age = min(max(sample.age, 0), 255)
    return _name(sample.sensor) + _SAMPLE.pack(QUANTITIES.index(sample.quantity), value, sd, age)


def _whole(directive: Directive) -> bool:
    numbers = (directive.difficulty, directive.tempo, directive.guidance, directive.breath_hz)
    return all(finite(number) for number in numbers)


def _encode_directive(directive: Directive) -> bytes:
    shares = (directive.difficulty, directive.tempo, directive.guidance)
    numbers = [round(min(max(share, 0.0), 1.0) * 65535) for share in shares]
    rate = round(min(max(directive.breath_hz, 0.0), 0.999) * 65536)
    reasons = directive.reasons[:REASONS]
    parts = [_DIRECTIVE.pack(*numbers, rate), _name(directive.minigame or ""), bytes((len(reasons),))]
    for reason in reasons:
        told = [min(max(number, -_FLOAT32), _FLOAT32) for number in reason.numbers[:_MOST]]
        parts += (_name(reason.key), struct.pack(f"<B{len(told)}f", len(told), *told))
    return b"".join(parts)


def _name(name: str) -> bytes:
    data = name.encode()
    if len(data) > _MOST:
        raise TapeError(f"a name of {len(data)} bytes does not fit on the tape; at most {_MOST}")
    return bytes((len(data),)) + data


def _names(names: tuple[str, ...]) -> bytes:
    return bytes((len(names[:_MOST]),)) + b"".join(_name(name) for name in names[:_MOST])


def _lies_in(scale: Scale, quanta: int) -> bool:
    return scale.low <= quanta * scale.quantum <= scale.high


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
        quantity, scale = _SCALES[index]
        if sd == 0 or not _lies_in(scale, value):
            raise ValueError("a sample out of range")
        return Sample(sensor, quantity, value * scale.quantum, sd * scale.quantum, age)

    def pointer(self) -> tuple[int, int]:
        x, y = self.unpack(_POINTER)
        if x > 4096 or y > 4096:
            raise ValueError("a pointer outside the picture")
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
