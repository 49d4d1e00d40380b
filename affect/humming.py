"""A hummed out-breath: a voiced exhale on one note. It is heard through any microphone, even one that hides breath.

A hum is periodic, keeps its pitch within half a semitone and its spectrum within a decibel or two from block to
block, for a second or more; vowels of speech are steady for a third of a second at most. A hum begins: it stands out of
what was heard in the second before. A fan never ends: what has hummed for longer than anybody's breath is none. What
the game plays is known (``affect.leak``); until it is known how that sounds in this room, nothing is taken for a hum,
since the game's pads and bells are notes as well. Plain signal processing, nothing trained.
"""

from collections import deque
from dataclasses import dataclass
from typing import Final

import numpy as np

from affect.spectrum import BLOCK_S, Doubles
from affect.voice_activity import HIGHEST_PITCH_HZ, LOWEST_PITCH_HZ, Heard
from affect.voice_frames import VoiceFrames

LEAST_S: Final = 0.8
"""Seconds for which a note is held until it is taken for a hum."""
LONGEST_S: Final = 20.0
"""Longer than anybody hums in one breath."""

_PERIODIC: Final = 0.25
_STANDS_OUT_DB: Final = 6.0
_STEADY_SEMITONES: Final = 0.7
_STEADY_DB: Final = 2.5
_HEARD_DB: Final = 25.0
_RISE_DB: Final = 6.0
_BEFORE: Final = 10
_LOWEST, _HIGHEST = (12.0 * float(np.log2(hz / 55.0)) for hz in (LOWEST_PITCH_HZ, HIGHEST_PITCH_HZ))


@dataclass(frozen=True, slots=True)
class Hum:
    """A hum that lasts."""

    seconds: float
    """How long it has lasted."""
    semitones: float
    """Its note, over 55 Hz."""


class Humming:
    """Takes blocks; says while somebody hums."""

    def __init__(self) -> None:
        self._blocks = 0
        self._note = 0.0
        self._shape: Doubles | None = None
        self._levels: deque[float] = deque(maxlen=_BEFORE)
        self._begun = False

    def take(self, frames: VoiceFrames, heard: Heard) -> Hum | None:
        """The next block's frames, and the same block as voice activity heard it (it knows what the game plays)."""
        note = _note(frames, heard)
        shape = frames.mel_db.mean(axis=0)
        steady = note is not None and self._steady(note, shape)
        self._shape = shape if note is not None else None
        level = 10.0 * float(np.log10(np.mean(10.0 ** (frames.level_db / 10.0))))
        rises = len(self._levels) == _BEFORE and level > min(self._levels) + _RISE_DB
        self._levels.append(level)
        if note is None:
            self._blocks = 0
            return None
        self._blocks = self._blocks + 1 if steady else 1
        self._begun = rises or (steady and self._begun)
        # The note follows slowly: a hum may sink, a melody leaps.
        self._note = self._note + 0.3 * (note - self._note) if steady else note
        seconds = self._blocks * BLOCK_S
        return Hum(seconds, self._note) if self._begun and LEAST_S <= seconds <= LONGEST_S else None

    def _steady(self, note: float, shape: Doubles) -> bool:
        if self._shape is None or abs(note - self._note) > _STEADY_SEMITONES:
            return False
        loud = shape > shape.max() - _HEARD_DB
        change = (shape - self._shape)[loud]
        return float(np.abs(change - np.median(change)).mean()) < _STEADY_DB


def _note(frames: VoiceFrames, heard: Heard) -> float | None:
    """Semitones of a block that is one note throughout; None else."""
    periodic = frames.aperiodicity < _PERIODIC
    if heard.learning or heard.above_db < _STANDS_OUT_DB or periodic.sum() < len(periodic) - 1:
        return None
    pitches = frames.semitones[periodic]
    note = float(np.median(pitches))
    if not _LOWEST <= note <= _HIGHEST or float(np.abs(pitches - note).max()) > _STEADY_SEMITONES:
        return None
    return note
