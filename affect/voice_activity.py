"""Is somebody speaking? Voiced blocks stand above room and loudspeaker, repeat at a voice's pitch and move.

Breath and surf are noise (aperiodic); a fan's hum and the game's pads are periodic but steady; bells are pitched
above a voice or fade without moving in pitch; and what the game plays is known (``affect.leak``). A cough is too short
to count. Laughter is a voice, and told apart by its rhythm (``affect.laughter``).
"""

from dataclasses import dataclass

import numpy as np

from affect.laughter import Laughter
from affect.leak import Leak
from affect.spectrum import BLOCK, NO_PITCH, YIN_WINDOW, Block, Doubles, Rolling, band_sums, yin

LOWEST_PITCH_HZ, HIGHEST_PITCH_HZ = 70.0, 480.0
"""Pitch of voices, from low men to children."""

_HEADROOM = 3.0
_EDGES_HZ = (100.0, 300.0, 800.0, 2000.0, 4000.0)
_MEMORY = 200
_FLOOR_QUANTILE = 0.2
_STANDS_OUT_DB = 7.0
_PERIODIC = 0.3
_MOVES_DB = 3.0
_RISE, _FALL = 0.45, 0.10
_SECOND = 10
_MIDDLE = slice(-(BLOCK + YIN_WINDOW) // 2, -(BLOCK - YIN_WINDOW) // 2)


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """A block, as a voice would be in it."""

    presence: float
    """Probability that a voice is heard, smoothed: up within half a second, down within one and a half."""
    laughs: bool
    """The voice laughs, and does not speak."""
    voiced: bool
    """This very block has a voice's pitch."""
    pitch_hz: float
    """That pitch; meaningless where not voiced."""
    aperiodicity: float
    """YIN's dip in the middle of the block, 0 tone, 1 noise."""
    above_db: float
    """How far 100-4000 Hz stands above room and loudspeaker, dB."""
    learning: bool
    """The game plays, and how it sounds in this room is not known yet: what is heard may be the game."""

    @property
    def speech(self) -> float:
        """Probability that somebody speaks."""
        return 0.0 if self.laughs else self.presence


class VoiceActivity:
    """Takes blocks; says who is heard."""

    def __init__(self) -> None:
        self._sums = band_sums(_EDGES_HZ)
        self._history = Rolling(_MEMORY, 4)
        self._leak = Leak((0, 1, 2, 3))
        self._laughter = Laughter()
        self._presence = 0.0
        self._levels = np.zeros(_SECOND)
        self._pitches = np.zeros(_SECOND)

    def take(self, block: Block, played_dbfs: tuple[float, ...]) -> Heard:
        """The next block, and what was played while it sounded."""
        power = (self._sums @ block.mean_power).astype(np.float64)
        floor = self._floor_with(power)
        leak = self._leak.expect(block, power.astype(np.float32), played_dbfs)
        above_db = float(10.0 * np.log10((power.sum() + 1e-12) / float((floor + _HEADROOM * leak).sum() + 1e-12)))
        voiced_above = float((power[:2].sum() + 1e-12) / float((floor + _HEADROOM * leak)[:2].sum() + 1e-12))
        self._levels = np.append(self._levels[1:], above_db)
        pitch = NO_PITCH
        loud = not self._leak.learning and voiced_above > 10 ** (_STANDS_OUT_DB / 10)
        if loud and power.sum() > 1e-9:
            pitch = yin(block.samples[_MIDDLE])
        voiced = pitch.aperiodicity < _PERIODIC and LOWEST_PITCH_HZ <= pitch.hz <= HIGHEST_PITCH_HZ
        self._pitches = np.append(self._pitches[1:], pitch.hz if voiced else 0.0)
        evidence = 1.0 if voiced and self._moves() else 0.0
        self._presence += (evidence - self._presence) * (_RISE if evidence > 0.0 else _FALL)
        laughs = self._laughter.take(block)
        return Heard(self._presence, laughs, voiced, pitch.hz, pitch.aperiodicity, above_db, self._leak.learning)

    def _floor_with(self, power: Doubles) -> Doubles:
        self._history.push(power)
        known = self._history.known()
        place = int(_FLOOR_QUANTILE * (len(known) - 1))
        floor: Doubles = np.partition(known, place, axis=0)[place]
        return floor

    def _moves(self) -> bool:
        """Loudness or pitch changed within the second, as they do in speech and never in a hum."""
        pitches = self._pitches[self._pitches > 0.0]
        glides = len(pitches) >= 3 and float(np.std(np.log2(pitches[-5:]))) > 0.015
        return glides or float(np.std(self._levels[-5:])) > _MOVES_DB
