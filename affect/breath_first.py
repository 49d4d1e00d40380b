"""The first estimator of breath, which needs no training: a multi-band tracker of rate and a filter over phase.

It plays where the trained weights are not installed. Its rate is told with a small sd only where tracker and filter,
which are quite different, find the same.
"""

import numpy as np

from affect.breath_features import SPAN, Air
from affect.breath_hearing import tilt_trust
from affect.breath_phase import BreathPhase, Place, chances
from affect.breath_rate import Cycle, find_cycle
from affect.breath_told import EVERY, GUESS_SD_HZ, MOST_SPOKEN_SHARE, SURE_HZ, Breathed, Listened, in_step
from affect.spectrum import FRAMES, Rolling
from game.core.reading import Hint

_LEAST_REACH, _LEAST_KNOWN = 0.06, 10
_LOUD = 0.4
_LEAST_SWING, _LEAST_SWING_PLAYING, _LEAST_SWING_IN_STEP = 0.03, 0.05, 0.17
_STREAK, _SAME = 3, 0.1
_AGREE = 0.45
_LEAST_STRENGTH, _SURE_SCORE = 0.25, 0.25


class FirstBreath:
    """See the module."""

    def __init__(self, air: Air) -> None:
        """``air`` has taken every block before it is listened to here."""
        self._air = air
        self._filter = BreathPhase()
        self._recent = Rolling(SPAN, 3)
        self._tilt = (0.0, 1.0)
        self._count = 0
        self._streak = 0
        self._last_hz = 1.0
        self._best_hz: float | None = None

    def take(self, heard: Listened) -> Breathed:
        """The next block."""
        loudness = heard.air.level / max(_LEAST_REACH, float(heard.air.reach.mean()))
        self._recent.push(np.array([loudness, heard.air.tilt, float(not heard.spoken)]))
        self._count += 1
        place = self._follow(heard)
        rate = self._steady(self._rate(place, heard.hint)) if self._count % EVERY == 1 else None
        chance = np.tile(chances(place), (FRAMES, 1)).astype(np.float32)
        return Breathed(rate, self._best_hz, place.phase, place.phase_sd, chance)

    def _follow(self, heard: Listened) -> Place:
        """Move the phase filter on by a block."""
        reach = float(heard.air.reach.mean())
        if self._count % EVERY == 1:
            self._learn_tilt()
        if heard.spoken or self._count < _LEAST_KNOWN or reach < _LEAST_REACH:
            return self._filter.take(None, 0.0, 0.0)
        tilt = (heard.air.tilt - self._tilt[0]) / self._tilt[1]
        level = min(1.0, heard.air.level / reach)
        return self._filter.take(level, float(np.clip(tilt, -2.0, 2.0)), tilt_trust(heard.baseline))

    def _learn_tilt(self) -> None:
        """Mean and spread of the tilt of what was loud lately."""
        loudness, tilts, valid = self._recent.known().T
        bright = tilts[(valid > 0.5) & (loudness > _LOUD)]
        if len(bright) > 3:
            self._tilt = (float(bright.mean()), float(bright.std()) + 0.05)

    def _rate(self, place: Place, hint: Hint) -> tuple[float, float] | None:
        """Breaths per second and its sd, or None."""
        valid = self._recent.known()[:, 2] > 0.5
        if np.count_nonzero(~valid) > MOST_SPOKEN_SHARE * len(valid) or not valid[-1]:
            return None
        cycle = find_cycle(self._air.above(len(valid)), valid)
        if cycle is None:
            return None
        self._best_hz = cycle.breath_hz
        if cycle.strength < _LEAST_STRENGTH or cycle.swing < self._least_swing(cycle, hint):
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
        return rate if self._streak >= _STREAK else (rate[0], GUESS_SD_HZ)

    def _least_swing(self, cycle: Cycle, hint: Hint) -> float:
        """What must swing for a rate to be believed: more while the game plays, most at the game's own rate."""
        if not self._air.leak.playing:
            return _LEAST_SWING
        return _LEAST_SWING_IN_STEP if in_step(cycle.breath_hz, hint.guide_hz) else _LEAST_SWING_PLAYING


def _rate_sd(cycle: Cycle, place: Place, support: float) -> float:
    """How sure a rate is, Hz: small only where the phase filter believes it too and the period really repeats.

    The sd is of the rate over the last two or three breaths, fitted to simulated people whose breath wanders.
    """
    if support < _AGREE or cycle.score < _SURE_SCORE:
        return float(np.hypot(GUESS_SD_HZ, cycle.breath_hz - place.breath_hz))
    return float(cycle.breath_hz * (0.012 + 0.22 * (1.0 - min(1.0, cycle.strength)) ** 1.5))
