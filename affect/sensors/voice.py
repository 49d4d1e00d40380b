"""Voice by microphone: whether somebody speaks, and how tense it sounds against their own calm voice.

Presence is told twice a second, always; arousal only while somebody speaks. Loudness is never used for it: it
says more about the distance to the microphone than about the player.
"""

import numpy as np

from affect.hints import Listener
from affect.sensor import Device, SensorKind, Sound
from affect.spectrum import Block
from affect.voice_activity import VoiceActivity
from affect.voice_arousal import CalmVoice
from affect.voice_features import SPAN, Moment, describe, moment
from game.core.reading import Baseline, Hint, Quantity, Reading

_EVERY = 5
_SPEAKS = 0.5
_STANDS_OUT_DB = 10.0
_STALE = 60
_LEAST_SD = 0.05


class VoiceSensor:
    """See the module. ``take`` may be given sound of any length."""

    def __init__(self, baseline: Baseline) -> None:
        self._listener = Listener()
        self._calm = CalmVoice(baseline)
        self._begin()

    def _begin(self) -> None:
        """Forget what was heard: a new stream."""
        self._activity = VoiceActivity()
        self._moments: list[tuple[int, Moment]] = []
        self._count = 0
        self._new = 0

    def take(self, datum: Sound, hint: Hint) -> tuple[Reading, ...]:
        """The next sound; readings of every block it completes."""
        heard = self._listener.take(datum, hint)
        return tuple(reading for block, at in heard for reading in self._hear(block, at))

    def learnt(self) -> Baseline:
        """The calm voice, once 20 s of speech were heard; empty before, or where it was given."""
        return self._calm.learnt()

    def close(self) -> None:
        """Nothing is held."""

    def _hear(self, block: Block, hint: Hint) -> list[Reading]:
        if block.fresh and self._count:
            self._begin()
        self._count += 1
        heard = self._activity.take(block, hint.played_dbfs)
        speaks = heard.presence >= _SPEAKS
        if speaks and heard.above_db > _STANDS_OUT_DB:
            now = moment(block, heard.pitch_hz, heard.aperiodicity, heard.voiced)
            self._moments = [*self._moments[-SPAN + 1 :], (self._count, now)]
            self._new += 1
        if self._count % _EVERY != 1:
            return []
        # sd of a probability that is p: nearly sure at both ends.
        sd = max(_LEAST_SD, float(np.sqrt(heard.presence * (1.0 - heard.presence))))
        readings = [Reading("voice", Quantity.VOICE_PRESENCE, heard.presence, sd, block.t_ns)]
        return readings + (self._arousal(block.t_ns) if speaks else [])

    def _arousal(self, t_ns: int) -> list[Reading]:
        lately = [one for count, one in self._moments if self._count - count < _STALE]
        features = describe(lately)
        if features is None:
            return []
        if self._new >= SPAN:
            self._calm.take(features)
            self._new = 0
        value, sd = self._calm.compare(features)
        return [Reading("voice", Quantity.AROUSAL, value, sd, t_ns)]


SENSOR = SensorKind("voice", Device.MICROPHONE, VoiceSensor)
