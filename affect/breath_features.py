"""From a block of sound to what a breath would be: how far each mel band stands above room and loudspeaker.

Breath is noise, so tones (pads, bells, hum, the partials of a voice) are taken out first by a median over
neighbouring frequencies, and clicks by a median over the five frames of a block.
"""

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import median_filter

from affect.leak import Leak
from affect.spectrum import FRAMES, Block, Doubles, Floats, Rolling, mel_filters
from game.core.reading import BAND_EDGES_HZ

SPAN = 300
"""Blocks kept: 30 s, two of the slowest breaths."""
MELS = 20
"""Bands a breath is looked at in."""
LOWEST_HZ, HIGHEST_HZ = 300.0, 7500.0
"""Below lie hum, handling and most of the game's ambience; above, microphones differ too much."""

_HEADROOM = 6.0
_FLOOR_QUANTILE, _LOUD_QUANTILE = 0.2, 0.85
_TONE_BINS = 9
_LEAST_POWER = 1e-12


def _bands_of_mels() -> tuple[int, ...]:
    centres = np.argmax(mel_filters(MELS, LOWEST_HZ, HIGHEST_HZ), axis=1) * (8000.0 / 256)
    bands = np.searchsorted(BAND_EDGES_HZ, centres, side="right") - 1
    return tuple(int(band) for band in bands)


@dataclass(frozen=True, slots=True, eq=False)
class Airflow:
    """What of a block may be breath."""

    above: Doubles
    """float64 (20,): log10 of power over room and loudspeaker per mel band, >= 0."""
    reach: Doubles
    """float64 (20,): what ``above`` would be now, were the breath as loud as its loud moments lately."""
    power: Floats
    """float32 (20,): power per mel band without tones and clicks."""
    floor: Doubles
    """float64 (20,): the room's power per mel band, as known now."""
    frames: Doubles
    """float64 (5, 20): log10 of each frame's power over room and loudspeaker, below 0 where it is less."""

    @property
    def level(self) -> float:
        """Mean of ``above``."""
        return float(self.above.mean())

    @property
    def tilt(self) -> float:
        """Where in the spectrum it lies: -1 all in the lowest band, 1 all in the highest."""
        total = float(self.above.sum())
        if total < 1e-6:
            return 0.0
        return float(np.dot(self.above, _PLACES)) / total


_PLACES = np.linspace(-1.0, 1.0, MELS)


def _without_tones(power: Floats) -> Floats:
    """Each frame's median over neighbouring frequencies, (5, 257): all frames in one row, which is much faster."""
    edge = _TONE_BINS // 2
    row = np.pad(power, ((0, 0), (edge, edge)), mode="edge").reshape(-1)
    smooth: Floats = median_filter(row, _TONE_BINS, mode="nearest").reshape(len(power), -1)[:, edge:-edge]
    return smooth


class Air:
    """Keeps the room's floor and the loudspeaker's leak, and says what stands above both."""

    def __init__(self) -> None:
        self._filters = mel_filters(MELS, LOWEST_HZ, HIGHEST_HZ)
        self._history = Rolling(SPAN, MELS)
        self._count = 0
        self._floor = np.full(MELS, _LEAST_POWER)
        self._loud = np.full(MELS, _LEAST_POWER)
        self.leak = Leak(_bands_of_mels())

    def take(self, block: Block, played_dbfs: tuple[float, ...]) -> Airflow:
        """The next block, and what was played while it sounded."""
        calm = np.sort(block.power, axis=0)[FRAMES // 2]
        power = self._filters @ median_filter(calm, _TONE_BINS, mode="nearest")
        self._history.push(power)
        self._count += 1
        if self._count % 5 == 0 or self._count < 30:
            known = self._history.known()
            places = [int(share * (len(known) - 1)) for share in (_FLOOR_QUANTILE, _LOUD_QUANTILE)]
            low, high = np.partition(known, places, axis=0)[places]
            self._floor, self._loud = low + _LEAST_POWER, high + _LEAST_POWER
        leak = self.leak.expect(block, power, played_dbfs)
        if self.leak.learning or float(power.max()) <= 10.0 * _LEAST_POWER:
            return Airflow(np.zeros(MELS), np.zeros(MELS), power, self._floor, np.zeros((FRAMES, MELS)))
        hidden = self._floor + _HEADROOM * leak
        above = np.log10(np.maximum(power / hidden, 1.0))
        reach = np.log10(np.maximum(self._loud / hidden, 1.0))
        frames = np.log10((_without_tones(block.power) @ self._filters.T + _LEAST_POWER) / hidden)
        return Airflow(above, reach, power, self._floor, frames)

    def above(self, count: int) -> Doubles:
        """``Airflow.above`` of the last ``count`` blocks, float64 (count, 20), by what is known now."""
        if self.leak.learning:
            return np.zeros((count, MELS))
        hidden = self._floor + _HEADROOM * self.leak.expected(count)
        result: Doubles = np.log10(np.maximum(self._history.last(count) / hidden, 1.0))
        return result
