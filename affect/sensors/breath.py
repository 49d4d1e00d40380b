"""Breath by microphone: rate, phase and how loud it is.

Rate: autocorrelation over mel bands and spectral shape, told with a small sd only where a second, quite different
estimator (the phase filter) finds the same. Phase: that filter. Speech is left out; what the loudspeaker plays is
subtracted. Silent where nothing is known, but for the level, twice a second.
"""

from collections.abc import Callable

import numpy as np

from affect.breath_features import SPAN, Air, Airflow
from affect.breath_hearing import Lesson, tilt_trust
from affect.breath_phase import BreathPhase, Place
from affect.breath_rate import Cycle, find_cycle
from affect.hints import Listener
from affect.sensor import Device, SensorKind, Sound
from affect.spectrum import Block, Rolling, dbfs
from affect.voice_activity import VoiceActivity
from game.core.reading import Baseline, CalibrationStage, Hint, Quantity, Reading

SURE_HZ = 1.5 / 60.0
"""A rate whose sd is below this is *reported*: 1.5 breaths/min. A wider one is a guess."""

_EVERY = 5
_SPOKEN = 0.4
_MOST_SPOKEN_SHARE = 0.3
_LEAST_REACH, _LEAST_KNOWN = 0.06, 10
_LOUD = 0.4
_LEAST_SWING, _LEAST_SWING_PLAYING, _LEAST_SWING_IN_STEP = 0.03, 0.05, 0.17
_STEP_SHARE = 0.16
_STREAK, _SAME = 3, 0.1
_AGREE = 0.45
_GUESS_SD_HZ = 0.08
_LEAST_STRENGTH, _SURE_SCORE = 0.25, 0.25
_TELL_PHASE_SD, _PHASE_SD_SHARE = 0.22, 0.75


class BreathSensor:
    """See the module. ``take`` may be given sound of any length."""

    def __init__(self, baseline: Baseline) -> None:
        self._baseline = baseline
        self._lesson = Lesson()
        self._listener = Listener()
        self._begin()

    def _begin(self) -> None:
        """Forget what was heard: a new stream."""
        self._air = Air()
        self._voice = VoiceActivity()
        self._filter = BreathPhase()
        self._recent = Rolling(SPAN, 3)
        self._tilt = (0.0, 1.0)
        self._count = 0
        self._sure = False
        self._streak = 0
        self._last_hz = 1.0

    def take(self, datum: Sound, hint: Hint) -> tuple[Reading, ...]:
        """The next sound; readings of every block it completes."""
        heard = self._listener.take(datum, hint)
        return tuple(reading for block, at in heard for reading in self._hear(block, at))

    def learnt(self) -> Baseline:
        """Room, breath over room and the exhale's tilt, as far as calibration got."""
        return self._lesson.learnt()

    def close(self) -> None:
        """Nothing is held."""

    def _hear(self, block: Block, hint: Hint) -> list[Reading]:
        if block.fresh and self._count:
            self._begin()
        level_dbfs = dbfs(block.mean_square)
        spoken = self._voice.take(block, hint.played_dbfs).presence > _SPOKEN
        air = self._air.take(block, hint.played_dbfs)
        if hint.stage is not CalibrationStage.NONE:
            self._lesson.take(air, level_dbfs, hint)
        self._keep(air, not spoken)
        place = self._follow(air, not spoken, hint.baseline or self._baseline)
        say = _speaker(block.t_ns)
        readings = []
        if self._count % _EVERY == 1:
            readings.append(say(Quantity.LEVEL_DBFS, level_dbfs, 1.0))
            rate = self._steady(self._rate(place, hint))
            self._sure = rate is not None and rate[1] < SURE_HZ
            if rate is not None:
                readings.append(say(Quantity.BREATH_HZ, *rate))
        if self._sure and place.phase_sd < _TELL_PHASE_SD and not spoken:
            readings.append(say(Quantity.BREATH_PHASE, place.phase, _PHASE_SD_SHARE * place.phase_sd))
        return readings

    def _keep(self, air: Airflow, valid: bool) -> None:
        loudness = air.level / max(_LEAST_REACH, float(air.reach.mean()))
        self._recent.push(np.array([loudness, air.tilt, float(valid)]))
        self._count += 1

    def _follow(self, air: Airflow, valid: bool, baseline: Baseline) -> Place:
        """Move the phase filter on by a block."""
        reach = float(air.reach.mean())
        if self._count % _EVERY == 1:
            self._learn_tilt()
        if not valid or self._count < _LEAST_KNOWN or reach < _LEAST_REACH:
            return self._filter.take(None, 0.0, 0.0)
        tilt = (air.tilt - self._tilt[0]) / self._tilt[1]
        level = min(1.0, air.level / reach)
        return self._filter.take(level, float(np.clip(tilt, -2.0, 2.0)), tilt_trust(baseline))

    def _learn_tilt(self) -> None:
        """Mean and spread of the tilt of what was loud lately."""
        loudness, tilts, valid = self._recent.known().T
        bright = tilts[(valid > 0.5) & (loudness > _LOUD)]
        if len(bright) > 3:
            self._tilt = (float(bright.mean()), float(bright.std()) + 0.05)

    def _rate(self, place: Place, hint: Hint) -> tuple[float, float] | None:
        """Breaths per second and its sd, or None."""
        valid = self._recent.known()[:, 2] > 0.5
        if np.count_nonzero(~valid) > _MOST_SPOKEN_SHARE * len(valid) or not valid[-1]:
            return None
        cycle = find_cycle(self._air.above(len(valid)), valid)
        if cycle is None or cycle.strength < _LEAST_STRENGTH or cycle.swing < self._least_swing(cycle, hint):
            return None
        return cycle.breath_hz, _rate_sd(cycle, place, self._filter.support(cycle.breath_hz))

    def _steady(self, rate: tuple[float, float] | None) -> tuple[float, float] | None:
        """Sure only what was found alike three times running: chance seldom holds for a second and a half."""
        if rate is None or rate[1] >= SURE_HZ:
            self._streak = 0
            return rate
        same = abs(float(np.log(rate[0] / self._last_hz))) < _SAME
        self._streak = self._streak + 1 if same else 1
        self._last_hz = rate[0]
        return rate if self._streak >= _STREAK else (rate[0], _GUESS_SD_HZ)

    def _least_swing(self, cycle: Cycle, hint: Hint) -> float:
        """What must swing for a rate to be believed: more while the game plays, most at the game's own rate."""
        if not self._air.leak.playing:
            return _LEAST_SWING
        return _LEAST_SWING_IN_STEP if _in_step(cycle.breath_hz, hint.guide_hz) else _LEAST_SWING_PLAYING


_Say = Callable[[Quantity, float, float], Reading]


def _speaker(t_ns: int) -> _Say:
    def say(quantity: Quantity, value: float, sd: float) -> Reading:
        return Reading("breath", quantity, value, sd, t_ns)

    return say


def _in_step(breath_hz: float, guide_hz: float) -> bool:
    """A rate is the guide's, its half or a multiple, where bells and the cues of both halves of a breath lie."""
    return guide_hz > 0.0 and any(
        abs(breath_hz / (guide_hz * ratio) - 1.0) < _STEP_SHARE for ratio in (0.5, 1.0, 2.0, 3.0)
    )


def _rate_sd(cycle: Cycle, place: Place, support: float) -> float:
    """How sure a rate is, Hz: small only where the phase filter believes it too and the period really repeats.

    The sd is of the rate over the last two or three breaths, fitted to simulated people whose breath wanders.
    """
    if support < _AGREE or cycle.score < _SURE_SCORE:
        return float(np.hypot(_GUESS_SD_HZ, cycle.breath_hz - place.breath_hz))
    return float(cycle.breath_hz * (0.012 + 0.22 * (1.0 - min(1.0, cycle.strength)) ** 1.5))


SENSOR = SensorKind("breath", Device.MICROPHONE, BreathSensor)
