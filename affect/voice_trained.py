"""How tense a voice sounds, by the trained networks, against the player's own calm voice.

The first five stretches of four seconds of speech are taken for calm, as a player begins at rest; from then on the
*known* network reads changes from their mean, which lives in memory only. What is kept from sitting to sitting is
one number: where the player's calm voice stands for the *stranger* network. Until the calm voice is heard again,
that network is corrected by it; a stretch that then sounds tense is not learnt as calm.
"""

from typing import Final

import numpy as np

from affect.spectrum import Block, Doubles
from affect.voice_activity import Heard
from affect.voice_frames import VoiceFrames, join
from affect.voice_functionals import functionals
from affect.voice_model import VoiceModel
from game.core.reading import Baseline, Quantity, Reading, Scalar

CALM_SCALAR: Final = "voice_calm_log_odds"
"""The one number that is kept: log odds of high arousal of the player's calm voice, to one who does not know it."""
WINDOW_BLOCKS: Final = 40
"""Blocks a row is made of: 4 s."""
PIECES: Final = 5
"""Stretches of calm speech until a voice is known."""

_EVERY: Final = 10
_TENSE_LOG_ODDS: Final = 1.5
_LEAST_SPREAD: Final = 0.5


class TrainedVoice:
    """Four seconds of frames, read once a second while somebody speaks."""

    def __init__(self, baseline: Baseline, model: VoiceModel) -> None:
        """Raises nothing: the model was read before."""
        self._model = model
        given = [scalar.mean for scalar in baseline if scalar.name == CALM_SCALAR]
        self._given = given[0] if given else None
        self._calm: list[Doubles] = []
        self._calm_odds: list[float] = []
        self.forget()

    def forget(self) -> None:
        """A new stream: what was heard is gone; the calm voice stays."""
        self._frames: list[VoiceFrames] = []
        self._spoken = 0
        self._new = 0

    def take(self, block: Block, frames: VoiceFrames, heard: Heard, speaks: bool) -> None:
        """The next block, spoken or not."""
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
        self._learn(row)
        told = self._model.hear([row], self._calm_row(), self._given)
        return [
            Reading("voice", Quantity.AROUSAL, told.arousal, told.arousal_sd, t_ns),
            Reading("voice", Quantity.VALENCE, told.valence, told.valence_sd, t_ns),
        ]

    def learnt(self) -> Baseline:
        """Where the calm voice stands, once it is known; empty before, or where it was given."""
        if self._given is not None or len(self._calm) < PIECES:
            return ()
        spread = max(_LEAST_SPREAD, float(np.std(self._calm_odds)))
        return (Scalar(CALM_SCALAR, float(np.mean(self._calm_odds)), spread),)

    def _learn(self, row: Doubles) -> None:
        """Every four seconds of speech another piece of the calm voice, until it is known."""
        if self._new < WINDOW_BLOCKS or len(self._calm) >= PIECES:
            return
        self._new = 0
        odds = self._model.stranger_log_odds(row)
        if self._given is not None and odds - self._given > _TENSE_LOG_ODDS:
            return
        self._calm.append(row)
        self._calm_odds.append(odds)

    def _calm_row(self) -> Doubles | None:
        return np.mean(self._calm, axis=0) if len(self._calm) >= PIECES else None
