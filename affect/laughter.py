"""Laughter, told from speech by its rhythm: one sound again and again, four to six times a second, evenly.

Syllables of speech come as fast but neither evenly nor alike. The loudness of the last second and a half is compared
with itself one and two calls earlier, and the spectra of its loud frames with each other. This is careful: made-up
laughter (``affect.simulate_laughter``) still passes for speech for about half of its time, while acted speech in
three languages is hardly ever taken for laughter (tests/affect/test_voice_laughter.py). No recordings of real laughter
were at hand. Laughter without that rhythm (a snort, a giggle that is one long tone) is not found. Plain signal
processing, nothing trained.
"""

from typing import Final

import numpy as np

from affect.spectrum import Block, Doubles, Rolling, mel_filters

_BANDS: Final = 12
_SPAN: Final = 80
_SHORTEST, _LONGEST = 7, 14
_DEPTH_DB: Final = 25.0
_ON_DB: Final = 10.0
_ROOM_DB: Final = 12.0
_ROOM_QUANTILE: Final = 0.05
_ROOM_FRAMES: Final = 500
_EVEN: Final = 0.66
_ALIKE_DB: Final = 5.0
_TREND: Final = 31
_HOLD: Final = 6
_EVERY: Final = 2


class Laughter:
    """Takes blocks; says while somebody laughs, and a little longer."""

    def __init__(self) -> None:
        self._mels = mel_filters(_BANDS, 200.0, 5000.0)
        self._frames = Rolling(_SPAN, _BANDS)
        self._levels = Rolling(_ROOM_FRAMES, 1)
        self._held = 0
        self._count = 0

    def take(self, block: Block) -> bool:
        """The next block."""
        power = (block.power @ self._mels.T).astype(np.float64) + 1e-12
        for bands, level in zip(10.0 * np.log10(power), 10.0 * np.log10(power.sum(axis=1)), strict=True):
            self._frames.push(bands)
            self._levels.push(float(level))
        self._count += 1
        self._held = _HOLD if self._count % _EVERY == 0 and self._even() else max(0, self._held - 1)
        return self._held > 0

    def _even(self) -> bool:
        if self._frames.count < _SPAN:
            return False
        level = self._levels.last(_SPAN)[:, 0]
        top = _quantile(level, 0.9)
        if top < _quantile(self._levels.known()[:, 0], _ROOM_QUANTILE) + _ROOM_DB:
            return False
        loud = self._frames.last(_SPAN)[level > top - _ON_DB]
        shape = loud - loud.mean(axis=1, keepdims=True)
        return bool(shape.std(axis=0).mean() < _ALIKE_DB) and _repeats(np.maximum(level, top - _DEPTH_DB)) > _EVEN


def _repeats(level: Doubles) -> float:
    """How alike loudness is to itself one call earlier and two, [-1, 1], for the call's length that fits best."""
    half = _TREND // 2
    trend = np.convolve(np.pad(level, half, "edge"), np.full(_TREND, 1.0 / _TREND), "valid")
    swing = level - trend
    alike = [_alike(swing, lag) for lag in range(_SHORTEST, _LONGEST)]
    best = int(np.argmax(alike))
    return min(alike[best], _alike(swing, 2 * (best + _SHORTEST)))


def _alike(swing: Doubles, lag: int) -> float:
    now, then = swing[lag:], swing[:-lag]
    return float(now @ then) / float(np.sqrt((now @ now) * (then @ then)) + 1e-9)


def _quantile(numbers: Doubles, share: float) -> float:
    place = int(share * (len(numbers) - 1))
    return float(np.partition(numbers, place)[place])
