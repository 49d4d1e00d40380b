"""How well the breath is heard, learnt in calibration: a few scalars.

ROOM teaches how loud the room is; BREATHS, with the guide's phase as the label, how far a breath stands above it
and how the exhale's spectrum differs from the inhale's. Four scalars are kept, never a spectrum.
"""

from dataclasses import dataclass, field

import numpy as np

from affect.breath_features import Airflow
from affect.hearing import BREATH_OVER_ROOM_DB
from game.core.reading import Baseline, CalibrationStage, Hint, Scalar

ROOM_DBFS = "room_dbfs"
"""Name of the scalar: loudness of the room alone, dBFS."""
EXHALE_TILT = "exhale_tilt"
"""Name of the scalar: centre of the exhale's spectrum less the inhale's, [-2, 2] (bands' width 2)."""

_LEAST_ROOM = 20
_LEAST_BREATH = 60
_IN = (0.05, 0.35)
_OUT = (0.45, 0.80)


@dataclass(slots=True)
class Lesson:
    """What calibration has taught so far."""

    _room: list[float] = field(default_factory=list)
    _over: list[float] = field(default_factory=list)
    _inhale_tilt: list[float] = field(default_factory=list)
    _exhale_tilt: list[float] = field(default_factory=list)

    def take(self, air: Airflow, level_dbfs: float, hint: Hint) -> None:
        """A block heard while the player was asked to be quiet, or to breathe along the guide."""
        if hint.stage is CalibrationStage.ROOM:
            self._room.append(level_dbfs)
        if hint.stage is CalibrationStage.BREATHS:
            loudest = np.sort(air.above)[-8:]
            self._over.append(10.0 * float(loudest.mean()))
            if _IN[0] <= hint.guide_phase < _IN[1] and air.level > 0.05:
                self._inhale_tilt.append(air.tilt)
            if _OUT[0] <= hint.guide_phase < _OUT[1] and air.level > 0.05:
                self._exhale_tilt.append(air.tilt)

    def learnt(self) -> Baseline:
        """The scalars that enough was heard for."""
        scalars: list[Scalar] = []
        if len(self._room) >= _LEAST_ROOM:
            scalars.append(_scalar(ROOM_DBFS, self._room))
        if len(self._over) >= _LEAST_BREATH:
            loud, quiet = np.quantile(self._over, (0.8, 0.1))
            scalars.append(Scalar(BREATH_OVER_ROOM_DB, float(loud - quiet), max(0.5, float(np.std(self._over)))))
            if min(len(self._inhale_tilt), len(self._exhale_tilt)) >= _LEAST_BREATH // 4:
                scalars.append(self._tilts())
        return tuple(scalars)

    def _tilts(self) -> Scalar:
        spread = float(np.std(self._inhale_tilt) + np.std(self._exhale_tilt)) / 2.0
        apart = float(np.mean(self._exhale_tilt) - np.mean(self._inhale_tilt))
        return Scalar(EXHALE_TILT, apart, max(0.02, spread))


def _scalar(name: str, values: list[float]) -> Scalar:
    return Scalar(name, float(np.mean(values)), max(0.5, float(np.std(values))))


def tilt_trust(baseline: Baseline) -> float:
    """How much, and which way, tilt tells inhale from exhale: 0 nothing, 1 fully, negative = the other way."""
    for scalar in baseline:
        if scalar.name == EXHALE_TILT:
            return float(np.clip(-scalar.mean / (1.5 * scalar.spread), -1.0, 1.0))
    return _BY_HABIT


_BY_HABIT = 0.4
"""Without calibration: an inhale is brighter in most people."""
