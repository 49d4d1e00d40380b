"""Breath by microphone: rate, phase and how loud it is.

A trained network hears inhales, exhales and pauses; the rate is told with a small sd only where counting them, the
network's own guess and a plain tracker agree. Without the trained weights the first estimator plays. Speech is left
out; what the loudspeaker plays is subtracted. Silent where nothing is known, but for the level, twice a second.
"""

from collections.abc import Callable
from pathlib import Path

from affect.breath_reader import BreathReader, model_of
from affect.breath_told import EVERY, SURE_HZ, Estimator
from affect.hints import Listener
from affect.sensor import Device, SensorKind, Sound
from affect.spectrum import Block, dbfs
from game.core.reading import Baseline, Hint, Quantity, Reading

__all__ = ["SENSOR", "SURE_HZ", "BreathSensor"]

_TELL_PHASE_SD, _PHASE_SD_SHARE = 0.22, 0.75


class BreathSensor:
    """See the module. ``take`` may be given sound of any length."""

    def __init__(self, baseline: Baseline, models: Path | None = None) -> None:
        self._reader = BreathReader(baseline, model_of(models))
        self._listener = Listener()
        self._begin()

    def _begin(self) -> None:
        """Forget what was heard: a new stream."""
        self._reader.begin()
        self._count = 0
        self._sure = False

    @property
    def estimator(self) -> Estimator:
        """What reads the breath: the trained one, or the first."""
        return self._reader.estimator

    def take(self, datum: Sound, hint: Hint) -> tuple[Reading, ...]:
        """The next sound; readings of every block it completes."""
        heard = self._listener.take(datum, hint)
        return tuple(reading for block, at in heard for reading in self._hear(block, at))

    def learnt(self) -> Baseline:
        """Room, breath over room and the exhale's tilt, as far as calibration got."""
        return self._reader.learnt()

    def close(self) -> None:
        """Nothing is held."""

    def _hear(self, block: Block, hint: Hint) -> list[Reading]:
        if block.fresh and self._count:
            self._begin()
        self._count += 1
        heard, breathed = self._reader.take(block, hint)
        say = _speaker(block.t_ns)
        readings = []
        if self._count % EVERY == 1:
            readings.append(say(Quantity.LEVEL_DBFS, dbfs(block.mean_square), 1.0))
            self._sure = breathed.rate is not None and breathed.rate[1] < SURE_HZ
            if breathed.rate is not None:
                readings.append(say(Quantity.BREATH_HZ, *breathed.rate))
        if self._sure and breathed.phase_sd < _TELL_PHASE_SD and not heard.spoken:
            readings.append(say(Quantity.BREATH_PHASE, breathed.phase, _PHASE_SD_SHARE * breathed.phase_sd))
        return readings


_Say = Callable[[Quantity, float, float], Reading]


def _speaker(t_ns: int) -> _Say:
    def say(quantity: Quantity, value: float, sd: float) -> Reading:
        return Reading("breath", quantity, value, sd, t_ns)

    return say


SENSOR = SensorKind("breath", Device.MICROPHONE, BreathSensor, "breath")
