"""Breath, block by block: what sensors tell of it and what training and scoring look at, by the same lines."""

from pathlib import Path

from affect.breath_features import Air
from affect.breath_first import FirstBreath
from affect.breath_hearing import Lesson
from affect.breath_input import SPOKEN
from affect.breath_model import BreathModel
from affect.breath_told import Breathed, Estimator, Listened
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
        model = self._model
        self.estimator: Estimator = FirstBreath(self._air) if model is None else TrainedBreath(self._air, model)
        """What reads the breath: the trained one, or the first."""

    def take(self, block: Block, hint: Hint) -> tuple[Listened, Breathed]:
        """The next block, and the hint that speaks of it."""
        spoken = self._voice.take(block, hint.played_dbfs).presence > SPOKEN
        air = self._air.take(block, hint.played_dbfs)
        if hint.stage is not CalibrationStage.NONE:
            self._lesson.take(air, dbfs(block.mean_square), hint)
        self._lesson.follow(air, hint, spoken or self._air.leak.playing)
        baseline = self._lesson.over(hint.baseline or self._baseline)
        heard = Listened(air, spoken, hint, baseline)
        return heard, self.estimator.take(heard)

    def learnt(self) -> Baseline:
        """Room, breath over room and the exhale's tilt, as far as calibration got."""
        return self._lesson.learnt()
