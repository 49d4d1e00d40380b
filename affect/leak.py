"""The game's own sound in the microphone: learnt from what is played, so that it is not taken for the player.

The game tells, ten times a second, how loud it plays in five bands (``Hint.played_dbfs``). The microphone hears
this later (device, air: up to 0.6 s), coloured by speaker and room, with everything else on top. Whatever else
there is only *adds* power, and it is rarely there all the time: so the gain from played to heard is a low quantile
of heard / played, over the moments when much was played, per mel band. What is expected from it is meant to be
an upper bound more often than a mean: the louder of three neighbouring blocks, and with a tail for the room.
"""

import numpy as np

from affect.spectrum import Doubles, Floats

MEMORY = 600
"""Blocks the gain is learnt from: one minute."""
LONGEST_LAG = 6
"""Blocks by which the microphone may be late: 0.6 s."""
HEADROOM = 2.0
"""How far above its expected power a band must be (power ratio) before the rest counts: 3 dB, for the chance of
noise in 100 ms and for sounds that are coloured otherwise than the ambience the gain was learnt on."""

_LEAST = 30
_EVERY = 10
_QUANTILE = 0.35
_TAIL = 0.25
_MOST_GAIN = 10.0
_SILENCE = 1e-9


class Leak:
    """Power that the loudspeaker is expected to add to each mel band now."""

    def __init__(self, band_of_mel: tuple[int, ...]) -> None:
        """``band_of_mel``: which of the five played bands each mel band belongs to."""
        self._band_of_mel = np.asarray(band_of_mel)
        self._heard = np.zeros((MEMORY, len(band_of_mel)))
        self._played = np.zeros((MEMORY, 5))
        self._count = 0
        self._gain = np.zeros(len(band_of_mel))
        self._tail = np.zeros(5)
        self.lag = 0

    def expect(self, heard: Floats, floor: Doubles, played_dbfs: tuple[float, ...]) -> Doubles:
        """Take a block's mel power (m,), the room's power (m,) and what is played; return expected power (m,)."""
        powers = np.power(10.0, np.asarray(played_dbfs) / 10.0)
        self._played[:-1] = self._played[1:]
        self._played[-1] = np.where(powers > 1e-11, powers, 0.0)
        self._heard[:-1] = self._heard[1:]
        self._heard[-1] = heard
        self._count += 1
        if self._count % _EVERY == 0 or self._count == _LEAST:
            self._learn(floor)
        last = MEMORY - 1 - self.lag
        near = self._played[max(0, last - 1) : last + 2].max(axis=0)
        self._tail = np.maximum(near, _TAIL * self._tail)
        expected: Doubles = self._gain * self._tail[self._band_of_mel]
        return expected

    @property
    def playing(self) -> bool:
        """Something was played lately."""
        return bool(self._played[-2 * LONGEST_LAG :].max() > _SILENCE)

    @property
    def learning(self) -> bool:
        """Something is played and its gain is not known yet: nothing can be told from the player."""
        return self.playing and not self._gain.any()

    def _learn(self, floor: Doubles) -> None:
        known = min(self._count, MEMORY)
        if known < _LEAST or not self.playing:
            return
        heard, played = self._heard[MEMORY - known :], self._played[MEMORY - known :]
        self.lag = self._search_lag(heard, played)
        late = played[: known - self.lag][:, self._band_of_mel]
        above = np.maximum(heard[self.lag :] - floor, 0.0)
        ratio = np.where(late > _SILENCE, above / np.maximum(late, _SILENCE), np.nan)
        ratio[late < np.median(late, axis=0)] = np.nan
        enough = np.count_nonzero(~np.isnan(ratio), axis=0) >= _LEAST // 3
        if not enough.any():
            return
        found = np.nanquantile(ratio[:, enough], _QUANTILE, axis=0)
        self._gain[enough] = np.clip(found, 0.0, _MOST_GAIN)

    def _search_lag(self, heard: Doubles, played: Doubles) -> int:
        """The lag at which loudness heard follows loudness played best, over all bands."""
        loud = np.log10(heard + 1e-12)
        source = np.log10(played + 1e-12)[:, self._band_of_mel]
        loud, source = loud - loud.mean(axis=0), source - source.mean(axis=0)
        size = len(loud) - LONGEST_LAG
        scores = [
            float(np.sum(loud[LONGEST_LAG:] * source[LONGEST_LAG - lag : LONGEST_LAG - lag + size]))
            for lag in range(LONGEST_LAG + 1)
        ]
        return int(np.argmax(scores))
