"""The first estimator of how tense a voice sounds: five numbers and a table; where no trained weights are."""

from affect.spectrum import Block, Doubles
from affect.voice_activity import Heard
from affect.voice_arousal import CalmVoice
from affect.voice_features import SPAN, Moment, describe, moment
from affect.voice_frames import VoiceFrames
from game.core.reading import Baseline, Quantity, Reading

STANDS_OUT_DB = 10.0
"""How far a block stands above the room to be described."""
_STALE = 60


class FirstVoice:
    """Four seconds of speech against the player's calm voice."""

    def __init__(self, baseline: Baseline) -> None:
        self._calm = CalmVoice(baseline)
        self.forget()

    def forget(self) -> None:
        """A new stream: what was heard is gone; the calm voice stays."""
        self._moments: list[tuple[int, Moment]] = []
        self._count = 0
        self._new = 0

    def take(self, block: Block, frames: VoiceFrames, heard: Heard, speaks: bool) -> None:
        """The next block, spoken or not; this estimator needs no frames."""
        self._count += 1
        if speaks and heard.above_db > STANDS_OUT_DB:
            now = moment(block, heard.pitch_hz, heard.aperiodicity, heard.voiced)
            self._moments = [*self._moments[-SPAN + 1 :], (self._count, now)]
            self._new += 1

    def told(self, t_ns: int) -> list[Reading]:
        """Arousal of the speech just heard; nothing where too little of it is voiced."""
        features = self.describe()
        if features is None:
            return []
        value, sd = self._calm.compare(features)
        return [Reading("voice", Quantity.AROUSAL, value, sd, t_ns)]

    def change(self) -> Doubles | None:
        """float64 (5,): how the speech just heard differs from the calm voice; None where either is not known."""
        features = self.describe()
        return self._calm.change(features) if features is not None and self._calm.known else None

    def describe(self) -> Doubles | None:
        """float64 (5,): the speech just heard, which is learnt from every four seconds; None = too little voiced."""
        features = describe([one for count, one in self._moments if self._count - count < _STALE])
        if features is not None and self._new >= SPAN:
            self._calm.take(features)
            self._new = 0
        return features

    def learnt(self) -> Baseline:
        """The calm voice, once 20 s of speech were heard; empty before, or where it was given."""
        return self._calm.learnt()
