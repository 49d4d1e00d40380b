"""Streaming spectra: sound in pieces of any length, the very same blocks out.

Everything downstream works on *blocks* of 100 ms, each of five frames of 32 ms at a hop of 20 ms. A block is
computed when its last sample has come and always by operations of one fixed shape, so that the numbers cannot
depend on how the sound was cut: batches of varying size would let the FFT and the matrix product round
differently.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfft, rfft

from affect.sensor import RATE_HZ, Sound

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

HOP = 320
"""Samples between frames: 20 ms."""
WINDOW = 512
"""Samples in a frame: 32 ms."""
FRAMES = 5
"""Frames in a block."""
BLOCK = HOP * FRAMES
"""Samples in a block: 100 ms."""
BLOCK_S = BLOCK / RATE_HZ
"""Seconds in a block."""
BINS = WINDOW // 2 + 1
"""Frequencies in a frame's spectrum."""
HISTORY = 2048
"""Samples that come with each block, for pitch."""
FLOOR_DBFS = -120.0
"""What digital silence is called."""

_SLIP_NS = 60_000_000
_GAP_NS = 500_000_000
_SCALE = np.float32(2.0 / (WINDOW * np.sum(np.hanning(WINDOW + 1)[:-1] ** 2)))
_FRAME_SAMPLES = (HISTORY - BLOCK - WINDOW + HOP) + HOP * np.arange(FRAMES)[:, None] + np.arange(WINDOW)
_HANN = np.hanning(WINDOW + 1)[:-1].astype(np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """100 ms of sound, seen."""

    t_ns: int
    """Monotonic time of its last sample."""
    power: Floats
    """float32 (5, 257): power per frame and frequency; a frame's sum is its mean square."""
    mean_power: Floats
    """float32 (257,): its mean over the frames."""
    samples: Floats
    """float32 (2048,): the last samples up to the end of the block (zeros before the first)."""
    fresh: bool
    """True for the first block, and for the first after a gap: what came before does not join on."""

    @property
    def mean_square(self) -> float:
        """Mean square of the block's own 1600 samples."""
        own = self.samples[-BLOCK:]
        return float(np.dot(own, own)) / BLOCK


class Blocks:
    """Cuts a stream of Sounds into blocks. A gap of more than half a second begins a new stream."""

    def __init__(self) -> None:
        self._samples = np.zeros(HISTORY, np.float32)
        self._pending: list[Floats] = []
        self._held = 0
        self._end_ns: int | None = None
        self._anchor_ns = 0
        self._since_anchor = 0
        self._fresh = True

    def take(self, sound: Sound) -> Iterator[Block]:
        """Blocks that ``sound`` completes, oldest first. Non-finite samples count as silence."""
        self._keep_time(sound)
        self._pending.append(np.asarray(sound.samples, np.float32).reshape(-1))
        self._held += len(self._pending[-1])
        if self._held < BLOCK:
            return
        pending = np.concatenate(self._pending)
        whole = len(pending) // BLOCK
        self._pending = [pending[whole * BLOCK :]]
        self._held = len(self._pending[0])
        for index in range(whole):
            yield self._block(_clean(pending[index * BLOCK : (index + 1) * BLOCK]))

    def _keep_time(self, sound: Sound) -> None:
        """Count time in samples from an anchor; take a new one where the device's clock says otherwise."""
        held = self._held
        expected = self._anchor_ns + (self._since_anchor + held) * 1_000_000_000 // RATE_HZ
        off = abs(sound.t_ns - expected)
        if self._end_ns is not None and off <= _SLIP_NS:
            return
        if self._end_ns is None or off > _GAP_NS:
            self._samples = np.zeros(HISTORY, np.float32)
            self._pending = []
            self._fresh = True
            self._held = held = 0
        self._anchor_ns = sound.t_ns - held * 1_000_000_000 // RATE_HZ
        self._since_anchor = 0
        self._end_ns = self._anchor_ns

    def _block(self, own: Floats) -> Block:
        self._samples = np.concatenate((self._samples[BLOCK:], own))
        self._since_anchor += BLOCK
        self._end_ns = self._anchor_ns + self._since_anchor * 1_000_000_000 // RATE_HZ
        spectrum = rfft(self._samples[_FRAME_SAMPLES] * _HANN, axis=1)
        power = (spectrum.real**2 + spectrum.imag**2) * _SCALE
        power[:, 0] *= 0.5
        power[:, -1] *= 0.5
        block = Block(self._end_ns, power, power.mean(axis=0), self._samples, self._fresh)
        self._fresh = False
        return block


def _clean(samples: Floats) -> Floats:
    """The one gate: finite, within [-1, 1]."""
    finite = samples if np.isfinite(samples).all() else np.nan_to_num(samples, nan=0.0, posinf=0.0, neginf=0.0)
    return np.clip(finite, -1.0, 1.0)


class Rolling:
    """The last rows of a series. Written twice as long and moved back when full, so that a row costs a row."""

    def __init__(self, rows: int, columns: int) -> None:
        self._rows = rows
        self._store = np.zeros((2 * rows, columns))
        self._end = rows
        self.count = 0
        """Rows ever pushed, at most ``rows``."""

    def push(self, row: Doubles | Floats | float) -> None:
        """A new last row, (columns,)."""
        if self._end == 2 * self._rows:
            self._store[: self._rows] = self._store[self._rows :]
            self._end = self._rows
        self._store[self._end] = row
        self._end += 1
        self.count = min(self.count + 1, self._rows)

    def last(self, count: int, skip: int = 0) -> Doubles:
        """float64 (count, columns): the last rows before the ``skip`` newest; zeros where none was pushed."""
        return self._store[self._end - skip - count : self._end - skip]

    def known(self) -> Doubles:
        """All rows pushed and kept."""
        return self.last(self.count)


def dbfs(mean_square: float) -> float:
    """Mean square to dBFS, never below -120."""
    return max(FLOOR_DBFS, 10.0 * float(np.log10(mean_square + 1e-12)))


def _mel_to_hz(mel: Doubles) -> Doubles:
    """Slaney's scale: linear below 1 kHz, logarithmic above."""
    linear = mel * (200.0 / 3.0)
    return np.where(mel < 15.0, linear, 1000.0 * np.exp((mel - 15.0) * (np.log(6.4) / 27.0)))


def _hz_to_mel(hz: float) -> float:
    if hz < 1000.0:
        return hz * 3.0 / 200.0
    return 15.0 + float(np.log(hz / 1000.0)) * 27.0 / float(np.log(6.4))


@cache
def mel_filters(bands: int, low_hz: float, high_hz: float) -> Floats:
    """Triangular filters of equal area: float32 (bands, 257), as ``librosa.filters.mel`` (Slaney) makes them."""
    frequencies = np.linspace(0.0, RATE_HZ / 2, BINS)
    corners = _mel_to_hz(np.linspace(_hz_to_mel(low_hz), _hz_to_mel(high_hz), bands + 2))
    widths = np.diff(corners)
    ramps = corners[:, None] - frequencies[None, :]
    rising = -ramps[:-2] / widths[:-1, None]
    falling = ramps[2:] / widths[1:, None]
    triangles = np.maximum(0.0, np.minimum(rising, falling))
    filters: Floats = (triangles * (2.0 / (corners[2:] - corners[:-2]))[:, None]).astype(np.float32)
    filters.setflags(write=False)
    return filters


@cache
def band_sums(edges_hz: tuple[float, ...]) -> Floats:
    """Ones where a frequency lies in a band: float32 (len(edges) - 1, 257)."""
    frequencies = np.linspace(0.0, RATE_HZ / 2, BINS)
    edges = np.asarray(edges_hz)
    sums: Floats = ((frequencies >= edges[:-1, None]) & (frequencies < edges[1:, None])).astype(np.float32)
    sums.setflags(write=False)
    return sums


@dataclass(frozen=True, slots=True)
class Pitch:
    """The period of 64 ms of sound."""

    hz: float
    """Fundamental frequency, [60, 1000] Hz."""
    aperiodicity: float
    """YIN's normalised difference at that period: 0 a pure tone, 1 noise."""


NO_PITCH = Pitch(60.0, 1.0)
"""Of silence, or where nobody looked."""
YIN_WINDOW = 1024
"""Samples that ``yin`` looks at: 64 ms, four periods of the lowest voice."""

_SHORTEST, _LONGEST = RATE_HZ // 1000, RATE_HZ // 60
_SPAN = YIN_WINDOW - _LONGEST


def yin(samples: Floats) -> Pitch:
    """Fundamental of float32 (1024,) by YIN (de Cheveigne and Kawahara 2002), in about 0.1 ms."""
    x = np.asarray(samples, np.float64)
    x = x - x.mean()
    head = np.zeros(2 * YIN_WINDOW)
    head[:_SPAN] = x[:_SPAN]
    both = rfft(np.stack((head, np.concatenate((x, np.zeros(YIN_WINDOW))))), axis=1)
    cross = irfft(np.conj(both[0]) * both[1])[: _LONGEST + 1]
    squares = np.concatenate(([0.0], np.cumsum(x * x)))
    energy = squares[_SPAN : _SPAN + _LONGEST + 1] - squares[: _LONGEST + 1]
    difference = np.maximum(energy[0] + energy - 2.0 * cross, 0.0)
    running = np.cumsum(difference[1:])
    if running[-1] <= 1e-12:
        return NO_PITCH
    normal = np.ones(_LONGEST + 1)
    normal[1:] = difference[1:] * np.arange(1, _LONGEST + 1) / np.maximum(running, 1e-12)
    return _first_dip(normal)


def _first_dip(normal: Doubles) -> Pitch:
    """The first dip below 0.15, else the deepest, refined by a parabola."""
    part = normal[_SHORTEST : _LONGEST + 1]
    below = np.flatnonzero(part < 0.15)
    lag = int(below[0]) if len(below) else int(np.argmin(part))
    while lag + 1 < len(part) and part[lag + 1] < part[lag]:
        lag += 1
    depth = float(part[lag])
    shift = 0.0
    if 0 < lag < len(part) - 1:
        bend = part[lag - 1] - 2.0 * part[lag] + part[lag + 1]
        if bend > 1e-9:
            shift = 0.5 * float(part[lag - 1] - part[lag + 1]) / float(bend)
    return Pitch(RATE_HZ / (lag + _SHORTEST + shift), min(1.0, max(0.0, depth)))
