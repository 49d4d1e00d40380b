"""The trained estimator of breath: the network's inhales, exhales and pauses, and a rate that several ways agree on.

The plain tracker (autocorrelation) knows nothing of the network; what was counted in the network's halves, and its own
guess at the pace, see further into noise. ``affect.breath_agree`` weighs them. The phase is a filter's over what the
network tells.
"""

import numpy as np

from affect.breath_agree import Agreement, Found
from affect.breath_count import count
from affect.breath_features import SPAN, Air
from affect.breath_first import FirstBreath
from affect.breath_input import network_input
from affect.breath_model import BreathModel, Told
from affect.breath_phase import BreathPhase
from affect.breath_rate import Cycle, find_cycle
from affect.breath_told import EVERY, GUESS_SD_HZ, MOST_SPOKEN_SHARE, SURE_HZ, Breathed, Listened, in_step
from affect.spectrum import Doubles, Rolling

_LEAST_SWING, _LEAST_SWING_PLAYING, _LEAST_SWING_IN_STEP = 0.03, 0.05, 0.17
_STREAK, _SAME = 3, 0.1
_LEAST_LOOK = 50
_LEAST_REACH = 0.06
_STRENGTH_PLAYING, _SCORE_PLAYING, _SUPPORT_PLAYING = 0.3, 0.25, 0.45


class TrainedBreath:
    """See the module."""

    def __init__(self, air: Air, model: BreathModel) -> None:
        """``air`` has taken every block before it is listened to here."""
        self._air = air
        self._model = model
        self._agreement = Agreement(model.agreement)
        self._state = np.zeros(model.size, np.float32)
        self._first = FirstBreath(air)
        self._lately: list[tuple[float, float] | None] = []
        self._filter = BreathPhase()
        self._recent = Rolling(SPAN, 4)
        self._count = 0
        self._streak = 0
        self._last_hz = 1.0
        self._best_hz: float | None = None

    def take(self, heard: Listened) -> Breathed:
        """The next block."""
        row = network_input(heard.air, heard.spoken, self._air.leak.playing, heard.baseline)
        told, self._state = self._model.take(row, self._state)
        mean = told.chance.mean(axis=0).astype(np.float64)
        self._recent.push(np.append(mean, float(not heard.spoken)))
        self._count += 1
        place = self._filter.take_told(None if heard.spoken else mean)
        # The first estimator stays beside it while the game plays: it hears through the game's sound by other means.
        if self._air.leak.playing:
            self._lately.append(self._first.take(heard).rate)
        rate = None
        if self._count % EVERY == 1 and self._count >= _LEAST_LOOK:
            rate = self._or_first(self._steady(self._rate(told, heard)))
        return Breathed(rate, self._best_hz, place.phase, place.phase_sd, told.chance)

    def _rate(self, told: Told, heard: Listened) -> tuple[float, float] | None:
        """Breaths per second and its sd, or None where speech hides them."""
        known = self._recent.known()
        found, swing = look(self._air, told, known)
        hz, sd = self._agreement.weigh(found)
        self._best_hz = hz
        valid = known[:, 3] > 0.5
        if np.count_nonzero(~valid) > MOST_SPOKEN_SHARE * len(valid) or not valid[-1]:
            return None
        if float(heard.air.reach.mean()) < _LEAST_REACH:
            return None
        clear = swing >= self._least_swing(hz, heard)
        if not self._air.leak.playing:
            return hz, sd if clear else max(sd, GUESS_SD_HZ)
        if clear and self._despite_game(hz, found.cycle):
            return hz, sd
        return hz, max(sd, GUESS_SD_HZ)

    def _or_first(self, rate: tuple[float, float] | None) -> tuple[float, float] | None:
        """What is told; while the game plays and it is not sure, what the first estimator is sure of."""
        if rate is None or rate[1] >= SURE_HZ:
            for first in self._lately:
                if first is not None and first[1] < SURE_HZ:
                    rate = first
                    self._best_hz = first[0]
        self._lately.clear()
        return rate

    def _despite_game(self, hz: float, cycle: Cycle | None) -> bool:
        """While the game plays, its own waves sound like somebody's breath to the network: the tracker must agree."""
        if cycle is None or cycle.strength < _STRENGTH_PLAYING or cycle.score < _SCORE_PLAYING:
            return False
        alike = abs(float(np.log(hz / cycle.breath_hz))) < _SAME
        return alike and self._filter.support(hz) >= _SUPPORT_PLAYING

    def _steady(self, rate: tuple[float, float] | None) -> tuple[float, float] | None:
        """Sure only what was found alike three times running: chance seldom holds for a second and a half."""
        if rate is None or rate[1] >= SURE_HZ:
            self._streak = 0
            return rate
        same = abs(float(np.log(rate[0] / self._last_hz))) < _SAME
        self._streak = self._streak + 1 if same else 1
        self._last_hz = rate[0]
        return rate if self._streak >= _STREAK else (rate[0], max(rate[1], SURE_HZ))

    def _least_swing(self, hz: float, heard: Listened) -> float:
        """What must swing for a rate to be believed: more while the game plays, most at the game's own rate."""
        if not self._air.leak.playing:
            return _LEAST_SWING
        return _LEAST_SWING_IN_STEP if in_step(hz, heard.hint.guide_hz) else _LEAST_SWING_PLAYING


def look(air: Air, told: Told, known: Doubles) -> tuple[Found, float]:
    """What each way finds in the blocks of (n, 4): chances of pause, inhale, exhale, and whether nobody spoke.

    Also how much the loudness above the floor varied.
    """
    valid = known[:, 3] > 0.5
    above = air.above(len(known))
    cycle = find_cycle(above, valid)
    heard = above.mean(axis=1)[valid]
    return Found(len(known), told, cycle, count(known[:, :3])), float(heard.std()) if len(heard) else 0.0
