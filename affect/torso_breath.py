"""From the rise of the shoulders to rate and phase of breath, with how sure both are.

Two quite different estimators look at the same rise: autocorrelation over half a minute, and a filter over phase and
rate. A rate is told with a small sd only where both find the same, four times running; the phase is the filter's.
What moves faster than a chest can is left out, and the rise goes on from where it stood.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from affect.torso_motion import Rise
from affect.torso_phase import STEP_S, Doubles, Place, TorsoPhase
from affect.torso_rate import Cycle, find_cycle

SURE_HZ: Final = 1.5 / 60.0
"""A rate whose sd is below this is *sure*."""
SPAN: Final = round(30.0 / STEP_S)
"""Samples the rate is found in."""
RECENT: Final = round(20.0 / STEP_S)
"""Samples whose lowest and highest say what is empty and what is full."""
STEP_NS: Final = round(STEP_S * 1e9)
GAP_NS: Final = 3_000_000_000
"""A stream that pauses for longer is a new one."""
HOLE_NS: Final = 600_000_000
"""Between pictures farther apart than this the shoulders were not seen."""
TELL_EVERY: Final = 4
"""A rate is told every so many samples: twice a second."""

_FASTEST_SHARE = 0.025
_LEAST_KNOWN = round(6.0 / STEP_S)
_LEAST_SWING_SHARE, _MOST_SWING_SHARE = 0.0012, 0.05
_LEAST_STRENGTH, _SURE_STRENGTH = 0.3, 0.6
_AGREE = 0.5
_GUESS_SD_HZ = 0.08
_STREAK, _SAME = 4, 0.12
_TELL_PHASE_SD = 0.2
_PHASE_SD_SHARE = 1.25


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of the breath at one moment."""

    t_ns: int
    """That moment."""
    breath_hz: float | None
    """None: nothing new, or nothing known."""
    rate_sd_hz: float
    phase: float | None
    """[0, 1), 0 = start of the inhale; None = not known."""
    phase_sd: float
    """Cycles."""


class TorsoBreath:
    """Rises to Tolds; ``take`` each as it comes, whatever the time between them."""

    def __init__(self) -> None:
        self._last: tuple[int, Rise] | None = None
        self._begin(0)

    def take(self, rise: Rise, t_ns: int) -> tuple[Told, ...]:
        """What is known at each moment of the even grid up to ``t_ns``, at which this rise was seen."""
        if self._last is None or not 0 < t_ns - self._last[0] <= GAP_NS:
            self._begin(t_ns)
            self._last = (t_ns, rise)
        before_ns, before = self._last
        told = []
        while self._next_ns <= t_ns:
            share = (self._next_ns - before_ns) / max(1, t_ns - before_ns)
            up = before.up_px + share * (rise.up_px - before.up_px)
            right = before.right_px + share * (rise.right_px - before.right_px)
            steady = rise.steady and before.steady and t_ns - before_ns < HOLE_NS
            told.append(self._step(up, right, steady, rise.face_px))
            self._next_ns += STEP_NS
        self._last = (t_ns, rise)
        return tuple(told)

    def _begin(self, t_ns: int) -> None:
        """Forget what was seen: a new stream."""
        self._next_ns = t_ns
        self._height = np.zeros(SPAN)
        self._aside = np.zeros(SPAN)
        self._seen = np.zeros(SPAN)
        self._count = 0
        self._before = (0.0, 0.0)
        self._offset = 0.0
        self._filter = TorsoPhase()
        self._streak = 0
        self._last_hz = 1.0
        self._sure = False

    def _step(self, up: float, right: float, steady: bool, face_px: float) -> Told:
        """One sample of the even grid."""
        fastest = _FASTEST_SHARE * face_px
        rose, went = up - self._before[0], right - self._before[1]
        calm = steady and (self._count == 0 or max(abs(rose), abs(went)) < fastest)
        self._before = (up, right)
        if self._count == 0:
            self._offset = up
        elif not calm:
            self._offset += rose
        for kept, new in ((self._height, up - self._offset), (self._aside, right), (self._seen, float(calm))):
            kept[:-1] = kept[1:]
            kept[-1] = new
        self._count += 1
        place = self._follow(calm)
        told_hz, sd_hz = None, 1.0
        if self._count % TELL_EVERY == 0:
            told_hz, sd_hz = self._rate(place, face_px)
        phase = place.phase if self._sure and calm and place.phase_sd < _TELL_PHASE_SD else None
        return Told(self._next_ns, told_hz, sd_hz, phase, _PHASE_SD_SHARE * place.phase_sd)

    def _follow(self, calm: bool) -> Place:
        """Move the filter on by a sample."""
        known = min(self._count, RECENT)
        height, seen = self._height[-known:], self._seen[-known:]
        if not calm or seen.sum() < _LEAST_KNOWN:
            return self._filter.take(None, 0.0)
        flat = _straightened(height, seen)
        low, high = np.quantile(flat[seen > 0.0], (0.08, 0.92))
        paces = (height[2:] - height[:-2])[seen[1:-1] > 0.0]
        usual = float(np.sqrt(np.mean(paces * paces))) + 1e-9
        level = (flat[-1] - low) / max(1e-9, high - low)
        pace = float(height[-1] - height[-3]) / usual
        return self._filter.take(float(np.clip(level, -0.3, 1.3)), float(np.clip(pace, -2.5, 2.5)))

    def _rate(self, place: Place, face_px: float) -> tuple[float | None, float]:
        """Breaths per second and its sd; None where there is none."""
        known = min(self._count, SPAN)
        cycle = find_cycle(self._height[-known:], self._seen[-known:])
        swings = cycle is not None and _LEAST_SWING_SHARE * face_px <= cycle.swing_px <= _MOST_SWING_SHARE * face_px
        sways = float(self._aside[-known:].std()) > _MOST_SWING_SHARE * face_px
        if cycle is None or cycle.strength < _LEAST_STRENGTH or sways or not swings:
            self._streak, self._sure = 0, False
            return None, 1.0
        sd = self._sd(cycle, place)
        same = abs(float(np.log(cycle.breath_hz / self._last_hz))) < _SAME
        self._streak = (self._streak + 1 if same else 1) if sd < SURE_HZ else 0
        self._last_hz = cycle.breath_hz
        self._sure = self._streak >= _STREAK
        return cycle.breath_hz, sd if self._sure else max(sd, _GUESS_SD_HZ)

    def _sd(self, cycle: Cycle, place: Place) -> float:
        if self._filter.support(cycle.breath_hz) < _AGREE or cycle.strength < _SURE_STRENGTH:
            return float(np.hypot(_GUESS_SD_HZ, cycle.breath_hz - place.breath_hz))
        return float(cycle.breath_hz * (0.012 + 0.09 * (1.0 - min(1.0, cycle.strength))))


def _straightened(height: Doubles, seen: Doubles) -> Doubles:
    """Heights about a straight line through them; 0 where not seen."""
    t = np.linspace(-1.0, 1.0, len(height))
    total = seen.sum()
    t = t - np.dot(seen, t) / total
    mean = np.dot(seen, height) / total
    slope = np.dot(seen * t, height - mean) / np.dot(seen * t, t)
    result: Doubles = (height - mean - slope * t) * seen
    return result
