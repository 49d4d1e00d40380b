"""The game's own sound in the microphone: learnt from what is played, so that it is not taken for the player.

The game tells, ten times a second, how loud it plays in five bands (``Hint.played_dbfs``). The microphone hears
this up to 0.6 s later (device, air), coloured by speaker and room, with everything else on top.

*Lag*: where changes of loudness heard follow changes of loudness played best; bells and cues begin sharply.
*Gain*, per mel band: whatever else is heard only adds power and is rarely there all the time, so a low quantile of
the heard power, over the moments when much is played, is room and loudspeaker alone; over the moments when
little is played, it is the room. The difference against what was played is the gain.
"""

import numpy as np

from affect.spectrum import Block, Doubles, Floats, Rolling, band_sums
from game.core.reading import BAND_EDGES_HZ

MEMORY = 600
"""Blocks the gain is learnt from: one minute."""
LONGEST_LAG = 6
"""Blocks by which the microphone may be late: 0.6 s."""

_LEAST = 40
_EVERY = 10
_QUANTILE = 0.3
_TAIL = 0.3
_MOST_GAIN = 10.0
_SILENCE = 1e-9
_SMALLEST = 1e-10


class Leak:
    """Power that the loudspeaker is expected to add to each mel band now."""

    def __init__(self, band_of_mel: tuple[int, ...]) -> None:
        """``band_of_mel``: which of the five played bands each mel band belongs to."""
        self._band_of_mel = np.asarray(band_of_mel)
        self._sums = band_sums(BAND_EDGES_HZ)
        self._heard = Rolling(MEMORY, len(band_of_mel))
        self._bands = Rolling(MEMORY, 5)
        self._played = Rolling(MEMORY, 5)
        self._tails = Rolling(MEMORY, 5)
        self._count = 0
        self._known = False
        self._gain = np.zeros(len(band_of_mel))
        self._agreement = np.zeros(LONGEST_LAG + 1)
        self.lag = 0
        """Blocks by which the microphone is late, as found so far."""

    def expect(self, block: Block, heard: Floats, played_dbfs: tuple[float, ...]) -> Doubles:
        """Take a block, its power per mel band (m,) and what is played now; return the expected power (m,)."""
        powers = np.power(10.0, np.asarray(played_dbfs) / 10.0)
        bands = self._sums @ block.mean_power
        played = np.where(powers > 1e-11, powers, 0.0)
        self._played.push(played)
        self._heard.push(heard)
        self._bands.push(bands)
        self._count += 1
        if self._count % _EVERY == 0 and self.playing:
            self._learn()
        near = self._played.last(3, max(0, self.lag - 1)) if self.lag else self._played.last(2)
        self._tails.push(np.maximum(near.max(axis=0), _TAIL * self._tails.last(1)[0]))
        now: Doubles = self.expected(1)[0]
        return now

    def expected(self, count: int) -> Doubles:
        """Power expected in the last ``count`` blocks (count, m), by what is known now."""
        result: Doubles = self._tails.last(count)[:, self._band_of_mel] * self._gain
        return result

    @property
    def playing(self) -> bool:
        """Something was played within the last second."""
        return bool(self._played.last(10).max() > _SILENCE)

    @property
    def learning(self) -> bool:
        """Something is played and its gain is not known yet: nothing can be told from the player."""
        return self.playing and not self._known

    def _learn(self) -> None:
        known = self._heard.count
        if known < _LEAST:
            return
        self._known = True
        self._find_lag()
        played = self._played.last(known - self.lag, self.lag)
        heard = self._heard.last(known - self.lag)
        third = len(played) // 3
        place = int(_QUANTILE * third)
        order = np.argsort(played, axis=0, kind="stable")
        for band in range(played.shape[1]):
            mels = self._band_of_mel == band
            few, many = order[:third, band], order[-third:, band]
            loud = float(played[many, band].mean())
            if loud <= _SILENCE or not mels.any():
                continue
            alone = np.partition(heard[few][:, mels], place, axis=0)[place]
            ratio = heard[many][:, mels] - alone
            ratio /= np.maximum(played[many, band], _SILENCE)[:, None]
            self._gain[mels] = np.clip(np.partition(ratio, place, axis=0)[place], 0.0, _MOST_GAIN)

    def _find_lag(self) -> None:
        """Correlate rises of loudness over the second just gone (and what led to it); agreement adds up."""
        heard = np.log10(self._bands.last(_EVERY + 1) + _SMALLEST)
        rises = np.diff(heard, axis=0)
        for lag in range(LONGEST_LAG + 1):
            source = np.log10(self._played.last(_EVERY + 1, lag) + _SMALLEST)
            self._agreement[lag] += float(np.sum(rises * np.diff(source, axis=0)))
        self.lag = int(np.argmax(self._agreement))
