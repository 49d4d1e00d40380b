"""How well the breath is heard, learnt in calibration, and from the player's own doing in play: a few scalars.

ROOM teaches how loud the room is; BREATHS, with the guide's phase as the label, how far a breath stands above it
and how the exhale's spectrum differs from the inhale's. In play the hold-to-breathe key says which half it is, or
the guide while it is followed: that corrects the difference slowly, within bounds, and in memory only. Four scalars
are kept, never a spectrum.
"""

from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from affect.breath_features import Airflow
from affect.hearing import BREATH_OVER_ROOM_DB
from game.core.reading import Baseline, CalibrationStage, Hint, Scalar

ROOM_DBFS: Final = "room_dbfs"
"""Name of the scalar: loudness of the room alone, dBFS."""
EXHALE_TILT: Final = "exhale_tilt"
"""Name of the scalar: centre of the exhale's spectrum less the inhale's, [-2, 2] (bands' width 2)."""

_LEAST_ROOM = 20
_LEAST_BREATH = 60
_IN = (0.05, 0.35)
_OUT = (0.45, 0.80)
_LEAST_LEVEL = 0.05
_SLOWLY = 0.01
_LEAST_FOLLOWED = 40
_MOST_FOLLOWED = 0.25


@dataclass(slots=True)
class Half:
    """A slow mean and spread of one half's tilt."""

    count: int = 0
    """Blocks it is of."""
    mean: float = 0.0
    """Their mean: of all at first, then slowly forgetting."""
    _square: float = 0.0

    def take(self, tilt: float) -> None:
        """Another block."""
        self.count += 1
        share = max(_SLOWLY, 1.0 / self.count)
        off = tilt - self.mean
        self.mean += share * off
        self._square = (1.0 - share) * (self._square + share * off * off)

    @property
    def spread(self) -> float:
        """Standard deviation."""
        return float(np.sqrt(self._square))


@dataclass(slots=True)
class Lesson:
    """What calibration, and play, have taught so far."""

    _room: list[float] = field(default_factory=list)
    _over: list[float] = field(default_factory=list)
    _inhale_tilt: list[float] = field(default_factory=list)
    _exhale_tilt: list[float] = field(default_factory=list)
    _in: Half = field(default_factory=Half)
    _out: Half = field(default_factory=Half)

    def take(self, air: Airflow, level_dbfs: float, hint: Hint) -> None:
        """A block heard while the player was asked to be quiet, or to breathe along the guide."""
        if hint.stage is CalibrationStage.ROOM:
            self._room.append(level_dbfs)
        if hint.stage is CalibrationStage.BREATHS:
            loudest = np.sort(air.above)[-8:]
            self._over.append(10.0 * float(loudest.mean()))
            if _IN[0] <= hint.guide_phase < _IN[1] and air.level > _LEAST_LEVEL:
                self._inhale_tilt.append(air.tilt)
            if _OUT[0] <= hint.guide_phase < _OUT[1] and air.level > _LEAST_LEVEL:
                self._exhale_tilt.append(air.tilt)

    def follow(self, air: Airflow, hint: Hint, follows: bool) -> None:
        """A block in play, with nothing but breath in it: the key says which half it is, or the guide if followed."""
        if hint.stage is not CalibrationStage.NONE or air.level <= _LEAST_LEVEL:
            return
        inward, outward = hint.inhaling is True, hint.inhaling is False
        if hint.inhaling is None and follows:
            inward, outward = (half[0] <= hint.guide_phase < half[1] for half in (_IN, _OUT))
        if inward or outward:
            (self._in if inward else self._out).take(air.tilt)

    def over(self, baseline: Baseline) -> Baseline:
        """``baseline`` with its exhale's tilt moved towards what play taught; added where it had none."""
        if min(self._in.count, self._out.count) < _LEAST_FOLLOWED:
            return baseline
        taught = self._out.mean - self._in.mean
        spread = max(0.02, 0.5 * (self._in.spread + self._out.spread))
        for scalar in baseline:
            if scalar.name == EXHALE_TILT:
                moved = scalar.mean + float(np.clip(taught - scalar.mean, -_MOST_FOLLOWED, _MOST_FOLLOWED))
                changed = replace(scalar, mean=moved)
                return tuple(changed if one is scalar else one for one in baseline)
        return (*baseline, Scalar(EXHALE_TILT, float(np.clip(taught, -_MOST_FOLLOWED, _MOST_FOLLOWED)), spread))

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


def tilt_known(baseline: Baseline) -> bool:
    """Calibration, or play, has taught how the exhale sounds."""
    return any(scalar.name == EXHALE_TILT for scalar in baseline)


_BY_HABIT = 0.4
"""Without calibration: an inhale is brighter in most people."""
