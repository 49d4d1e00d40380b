"""How tense a voice sounds, by the trained networks, against the player's own calm voice.

The first five stretches of four seconds of speech are taken for calm, as a player begins at rest; from then on the
*known* network reads changes from their mean, which lives in memory only. What is kept from sitting to sitting are
the first estimator's five numbers of the calm voice (``affect.voice_arousal``): until the calm voice is heard again,
the *stranger* network is corrected by how the voice differs from them, and a stretch that then sounds tense is not
learnt as calm.
"""

from typing import Final

import numpy as np

from affect.spectrum import Block, Doubles
from affect.voice_activity import Heard
from affect.voice_first import FirstVoice
from affect.voice_frames import VoiceFrames, join
from affect.voice_functionals import functionals
from affect.voice_model import VoiceModel
from game.core.reading import Baseline, Quantity, Reading

WINDOW_BLOCKS: Final = 40
"""Blocks a row is made of: 4 s."""
PIECES: Final = 5
"""Stretches of calm speech until a voice is known."""

_EVERY: Final = 10
_TENSE: Final = 0.8


class TrainedVoice:
    """Four seconds of frames, read once a second while somebody speaks."""

    def __init__(self, baseline: Baseline, model: VoiceModel) -> None:
        """Raises nothing: the model was read before."""
        self._model = model
        self._first = FirstVoice(baseline)
        self._calm: list[Doubles] = []
        self.forget()

    def forget(self) -> None:
        """A new stream: what was heard is gone; the calm voice stays."""
        self._first.forget()
        self._frames: list[VoiceFrames] = []
        self._spoken = 0
        self._new = 0

    def take(self, block: Block, frames: VoiceFrames, heard: Heard, speaks: bool) -> None:
        """The next block, spoken or not."""
        self._first.take(block, frames, heard, speaks)
        self._frames = [*self._frames[-WINDOW_BLOCKS + 1 :], frames]
        if speaks:
            self._spoken += 1
            self._new += 1

    def told(self, t_ns: int) -> list[Reading]:
        """Arousal and valence, once for every second of speech; nothing where too little of it is voiced."""
        if self._spoken < _EVERY:
            return []
        self._spoken = 0
        row = functionals(join(self._frames))
        if row is None:
            return []
        change = self._first.change()
        told = self._model.hear([row], self._calm_row(), change)
        if self._new >= WINDOW_BLOCKS and len(self._calm) < PIECES:
            self._new = 0
            if change is None or told.high < _TENSE:
                self._calm.append(row)
        return [
            Reading("voice", Quantity.AROUSAL, told.arousal, told.arousal_sd, t_ns),
            Reading("voice", Quantity.VALENCE, told.valence, told.valence_sd, t_ns),
        ]

    def learnt(self) -> Baseline:
        """Five numbers of the calm voice, once it is known; empty before, or where they were given."""
        return self._first.learnt()

    def _calm_row(self) -> Doubles | None:
        return np.mean(self._calm, axis=0) if len(self._calm) >= PIECES else None
