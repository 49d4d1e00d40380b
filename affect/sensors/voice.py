"""Voice by microphone: whether somebody speaks, and how tense it sounds against their own calm voice.

Presence is told twice a second, always; arousal and, unsurely, valence only while somebody speaks. Loudness is never
used for it: it says more about the distance to the microphone than about the player. Where the trained weights are
not installed, the first estimator tells arousal. A hummed out-breath is told as the phase of a breath.
"""

from pathlib import Path
from typing import Protocol

import numpy as np

from affect.errors import ModelMissingError
from affect.hints import Listener
from affect.humming import Hum, Humming
from affect.sensor import Device, SensorKind, Sound
from affect.spectrum import Block
from affect.voice_activity import Heard, VoiceActivity
from affect.voice_first import FirstVoice
from affect.voice_frames import VoiceEar, VoiceFrames
from affect.voice_model import VoiceModel
from affect.voice_trained import TrainedVoice
from game.core.pace import NATURAL
from game.core.reading import Baseline, Hint, Quantity, Reading

_EVERY = 5
_SPEAKS = 0.5
_LEAST_SD = 0.05
_HUMMED_HZ = 0.1
_LATEST_PHASE = 0.94
_PHASE_SD = 0.12


class Estimator(Protocol):
    """What tells more of a voice than that it is there."""

    def forget(self) -> None:
        """A new stream begins."""

    def take(self, block: Block, frames: VoiceFrames, heard: Heard, speaks: bool) -> None:
        """The next block, and its frames."""

    def told(self, t_ns: int) -> list[Reading]:
        """What is known of the speech just heard; asked twice a second while somebody speaks."""

    def learnt(self) -> Baseline:
        """The calm voice, once it is known."""


def best_estimator(baseline: Baseline, folder: Path | None = None) -> Estimator:
    """The trained one where its weights lie in ``folder`` (None = assets/models), else the first."""
    try:
        return TrainedVoice(baseline, VoiceModel(folder))
    except ModelMissingError:
        return FirstVoice(baseline)


class VoiceSensor:
    """See the module. ``take`` may be given sound of any length."""

    def __init__(self, baseline: Baseline, models: Path | None = None) -> None:
        self._listener = Listener()
        self.estimator = best_estimator(baseline, models)
        """What reads the voice: the trained one, or the first."""
        self._begin()

    def _begin(self) -> None:
        """Forget what was heard: a new stream."""
        self._activity = VoiceActivity()
        self._ear = VoiceEar()
        self._humming = Humming()
        self.estimator.forget()
        self._count = 0

    def take(self, datum: Sound, hint: Hint) -> tuple[Reading, ...]:
        """The next sound; readings of every block it completes."""
        heard = self._listener.take(datum, hint)
        return tuple(reading for block, at in heard for reading in self._hear(block, at))

    def learnt(self) -> Baseline:
        """The calm voice, once 20 s of speech were heard; empty before, or where it was given."""
        return self.estimator.learnt()

    def close(self) -> None:
        """Nothing is held."""

    def _hear(self, block: Block, hint: Hint) -> list[Reading]:
        if block.fresh and self._count:
            self._begin()
        self._count += 1
        heard = self._activity.take(block, hint.played_dbfs)
        speaks = heard.speech >= _SPEAKS
        frames = self._ear.take(block)
        self.estimator.take(block, frames, heard, speaks)
        hum = self._humming.take(frames, heard)
        if self._count % _EVERY != 1:
            return []
        # sd of a probability that is p: nearly sure at both ends.
        sd = max(_LEAST_SD, float(np.sqrt(heard.speech * (1.0 - heard.speech))))
        readings = [Reading("voice", Quantity.VOICE_PRESENCE, heard.speech, sd, block.t_ns)]
        if hum is not None:
            readings.append(_exhale(hum, hint.guide_hz, block.t_ns))
        return readings + (self.estimator.told(block.t_ns) if speaks else [])


def _exhale(hum: Hum, guide_hz: float, t_ns: int) -> Reading:
    """Whoever hums breathes out: how far, by the guide's rate, or six breaths a minute where there is none."""
    phase = NATURAL.inhale + hum.seconds * (guide_hz if guide_hz > 0.0 else _HUMMED_HZ)
    return Reading("voice", Quantity.BREATH_PHASE, min(phase, _LATEST_PHASE), _PHASE_SD, t_ns)


SENSOR = SensorKind("voice", Device.MICROPHONE, VoiceSensor, "voice")
