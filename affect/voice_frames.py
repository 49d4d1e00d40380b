"""What a trained voice model sees of a block: five frames of band levels, pitch and loudness, above the room.

The same code runs in play and in training, so live features are the training features. Everything is worked out
per block by operations of one fixed shape: how the sound was cut cannot matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.fft import irfft, rfft

from affect.sensor import RATE_HZ
from affect.spectrum import FRAMES, HOP, Block, Doubles, Floats, Rolling, mel_filters

BANDS = 40
"""Mel bands, 60-7600 Hz."""
LOWEST_HZ, HIGHEST_HZ = 62.0, 500.0
"""Pitches that are looked for."""
PITCH_WINDOW = 768
"""Samples a pitch is found in: 48 ms, ending where its frame ends."""

_FLOOR_BLOCKS = 150
_FLOOR_QUANTILE = 0.15
_FLOOR_EVERY = 5
_FLOOR_EARLY = 20
_SUBTRACT = 1.5
_LEFT = 0.1
_TINY = 1e-15
_LONGEST = int(RATE_HZ / LOWEST_HZ)
_SHORTEST = int(RATE_HZ / HIGHEST_HZ)
_SPAN = PITCH_WINDOW - _LONGEST - 1
_PITCH_SAMPLES = HOP * np.arange(FRAMES)[:, None] + np.arange(PITCH_WINDOW)
_LAGS = np.arange(1, _LONGEST + 1)


@dataclass(frozen=True, slots=True, eq=False)
class VoiceFrames:
    """Frames of 20 ms that follow each other; five to a block."""

    mel_db: Doubles
    """float64 (n, 40): power per band with the room taken off, dB."""
    level_db: Doubles
    """float64 (n,): power over all bands with the room taken off, dB."""
    above_db: Doubles
    """float64 (n,): power over all bands against the room's, dB."""
    semitones: Doubles
    """float64 (n,): pitch over 55 Hz; meaningless where aperiodic."""
    aperiodicity: Doubles
    """float64 (n,): YIN's dip, 0 a tone, 1 noise."""

    def part(self, start: int, end: int) -> "VoiceFrames":
        """Frames ``start`` to ``end`` of these."""
        return VoiceFrames(
            self.mel_db[start:end],
            self.level_db[start:end],
            self.above_db[start:end],
            self.semitones[start:end],
            self.aperiodicity[start:end],
        )


def join(parts: Sequence[VoiceFrames]) -> VoiceFrames:
    """One after the other; at least one."""
    return VoiceFrames(
        np.concatenate([part.mel_db for part in parts]),
        np.concatenate([part.level_db for part in parts]),
        np.concatenate([part.above_db for part in parts]),
        np.concatenate([part.semitones for part in parts]),
        np.concatenate([part.aperiodicity for part in parts]),
    )


class VoiceEar:
    """Takes blocks; keeps what the room sounds like when nobody speaks."""

    def __init__(self) -> None:
        self._mels = mel_filters(BANDS, 60.0, 7600.0)
        self._rooms = Rolling(_FLOOR_BLOCKS, BANDS)
        self._floor = np.full(BANDS, _TINY)
        self._count = 0

    def take(self, block: Block) -> VoiceFrames:
        """The next block's frames."""
        power = (block.power @ self._mels.T).astype(np.float64) + _TINY
        self._rooms.push(power.mean(axis=0))
        self._count += 1
        if self._count <= _FLOOR_EARLY or self._count % _FLOOR_EVERY == 0:
            known = self._rooms.known()
            place = int(_FLOOR_QUANTILE * (len(known) - 1))
            self._floor = np.partition(known, place, axis=0)[place]
        clean = np.maximum(power - _SUBTRACT * self._floor, _LEFT * power)
        above = power.sum(axis=1) / self._floor.sum()
        hz, aperiodicity = pitches(block.samples)
        return VoiceFrames(
            10.0 * np.log10(clean),
            10.0 * np.log10(clean.sum(axis=1)),
            10.0 * np.log10(above),
            12.0 * np.log2(hz / 55.0),
            aperiodicity,
        )


def pitches(samples: Floats) -> tuple[Doubles, Doubles]:
    """(hz, aperiodicity) of float32 (2048,): YIN over five windows of 48 ms, all at once, about 0.1 ms."""
    x = samples[_PITCH_SAMPLES].astype(np.float64)
    x -= x.mean(axis=1, keepdims=True)
    head = np.zeros((FRAMES, 1024))
    head[:, :_SPAN] = x[:, :_SPAN]
    cross = irfft(np.conj(rfft(head, axis=1)) * rfft(x, 1024, axis=1), axis=1)[:, : _LONGEST + 1]
    squares = np.concatenate((np.zeros((FRAMES, 1)), np.cumsum(x * x, axis=1)), axis=1)
    energy = squares[:, _SPAN : _SPAN + _LONGEST + 1] - squares[:, : _LONGEST + 1]
    difference = np.maximum(energy[:, :1] + energy - 2.0 * cross, 0.0)[:, 1:]
    running = np.cumsum(difference, axis=1)
    silent = running[:, -1] <= 1e-12
    normal = np.where(silent[:, None], 1.0, difference * _LAGS / np.maximum(running, 1e-12))
    hz, depth = np.empty(FRAMES), np.empty(FRAMES)
    for index in range(FRAMES):
        hz[index], depth[index] = _dip(normal[index])
    return hz, depth


def _dip(normal: Doubles) -> tuple[float, float]:
    """The first dip below 0.15, else the deepest, refined by a parabola: (hz, depth)."""
    part = normal[_SHORTEST - 1 :]
    below = part < 0.15
    lag = int(below.argmax()) if below.any() else int(part.argmin())
    while lag + 1 < len(part) and part[lag + 1] < part[lag]:
        lag += 1
    depth = float(part[lag])
    shift = 0.0
    if 0 < lag < len(part) - 1:
        left, right = float(part[lag - 1]), float(part[lag + 1])
        bend = left - 2.0 * depth + right
        if bend > 1e-9:
            shift = 0.5 * (left - right) / bend
    return RATE_HZ / (lag + _SHORTEST + shift), min(1.0, max(0.0, depth))
