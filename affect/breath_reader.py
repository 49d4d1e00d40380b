"""Breath, block by block: what sensors tell of it and what training and scoring look at, by the same lines."""

from pathlib import Path

from affect.breath_features import Air
from affect.breath_first import FirstBreath
from affect.breath_hearing import Lesson
from affect.breath_input import SPOKEN
from affect.breath_model import BreathModel
from affect.breath_told import SURE_HZ, Breathed, Estimator, Listened
from affect.breath_trained import TrainedBreath
from affect.errors import ModelMissingError
from affect.spectrum import Block, dbfs
from affect.voice_activity import VoiceActivity
from game.core.reading import Baseline, CalibrationStage, Hint


def model_of(folder: Path | None = None) -> BreathModel | None:
    """The trained model in ``folder`` (None = assets/models); None where it is not there."""
    try:
        return BreathModel(folder)
    except ModelMissingError:
        return None


_SAME_RATE = 0.08
_SAME_PHASE = 0.15


class BreathReader:
    """Ears, lesson and estimator together. What was learnt of the player outlives the stream."""

    def __init__(self, baseline: Baseline, model: BreathModel | None) -> None:
        """``model`` None: the first estimator reads."""
        self._baseline = baseline
        self._model = model
        self._lesson = Lesson()
        self.begin()

    def begin(self) -> None:
        """Forget what was heard: a new stream."""
        self._air = Air()
        self._voice = VoiceActivity()
        self._follows = False
        model = self._model
        self.estimator: Estimator = FirstBreath(self._air) if model is None else TrainedBreath(self._air, model)
        """What reads the breath: the trained one, or the first."""

    def take(self, block: Block, hint: Hint) -> tuple[Listened, Breathed]:
        """The next block, and the hint that speaks of it."""
        spoken = self._voice.take(block, hint.played_dbfs).presence > SPOKEN
        air = self._air.take(block, hint.played_dbfs)
        if hint.stage is not CalibrationStage.NONE:
            self._lesson.take(air, dbfs(block.mean_square), hint)
        if not (spoken or self._air.leak.learning):
            self._lesson.follow(air, hint, self._follows)
        baseline = self._lesson.over(hint.baseline or self._baseline)
        heard = Listened(air, spoken, hint, baseline)
        breathed = self.estimator.take(heard)
        if breathed.rate is not None:
            self._follows = _in_guide(breathed, breathed.rate, hint)
        return heard, breathed

    def learnt(self) -> Baseline:
        """Room, breath over room and the exhale's tilt, as far as calibration got."""
        return self._lesson.learnt()


def _in_guide(breathed: Breathed, rate: tuple[float, float], hint: Hint) -> bool:
    """The player breathes as the guide does: at its rate, surely, and with it or just against it.

    Against it: then it is the reader who takes the inhale for the exhale, and the guide who knows better.
    """
    if rate[1] >= SURE_HZ or hint.guide_hz <= 0.0:
        return False
    apart = abs((breathed.phase - hint.guide_phase + 0.5) % 1.0 - 0.5)
    return abs(rate[0] / hint.guide_hz - 1.0) < _SAME_RATE and min(apart, 0.5 - apart) < _SAME_PHASE
