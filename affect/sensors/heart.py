"""The heart's rate from a belt: how often it beats, with what does not fit left out.

A belt now and then misses a beat (one interval twice as long), sees one too many, or loses its skin contact. Such
intervals are told from a heart that truly varies by the rule of Berntson, Quigley, Jang and Boysen, An approach to
artifact identification: application to heart period data, Psychophysiology 27(5), 586-598 (1990),
doi:10.1111/j.1469-8986.1990.tb01982.x: what may lie between two beats is taken from this person's own differences, by
quartiles, which artefacts hardly move. A lasting step is believed once several intervals agree on it.
"""

import math
from collections import deque
from statistics import fmean, median, quantiles, stdev
from typing import Final

from affect.sensor import Beats, Device, SensorKind, Told
from game.core.reading import SCALES, Baseline, Hint, Quantity, Reading

NAME: Final = "heart"
S_NS: Final = 1_000_000_000
WINDOW_NS: Final = 6 * S_NS
"""The rate is that of the last so many seconds."""
TELL_NS: Final = S_NS // 2
"""Something is said at least so often,"""
LEAST_NS: Final = S_NS // 20
"""and never more often than this, whatever a stream sends."""
PAUSE_NS: Final = 30 * S_NS
"""After so long without a word the sensor begins anew instead of filling the time."""
SHORTEST_S: Final = 0.25
LONGEST_S: Final = 2.5
"""No heart at play beats more than 240 or fewer than 24 times a minute."""
REMEMBERED: Final = 60
"""Intervals from which a person's own differences are learnt; and so many that do not fit are looked back on."""
AGREE_NS: Final = 2 * S_NS
AGREE: Final = 3
"""So many intervals in a row, over so long, that fit each other and not the past: the past is wrong."""
FEWEST: Final = 2
"""Beats in the window without which nothing is known."""
UNSURE_HZ: Final = 2.0
"""sd where nothing is known: five times as wide as what is believed of anybody."""
LEAST_SD_HZ: Final = {Told.INTERVALS: 0.5 / 60.0, Told.RATES: 2.0 / 60.0}
"""No belt is surer: intervals come in milliseconds but lose time on the way; a rate is rounded, and smoothed before."""
_SCALE: Final = SCALES[Quantity.HEART_HZ]


class HeartSensor:
    """See the module. Beats may come one by one or many at once."""

    def __init__(self, baseline: Baseline) -> None:
        """The neutral is not used: a rate needs none."""
        self._begin()

    def _begin(self) -> None:
        """Forget what was heard."""
        self._said_ns: int | None = None
        self._known: deque[float] = deque(maxlen=REMEMBERED)
        self._differences: deque[float] = deque(maxlen=REMEMBERED)
        self._doubted: deque[tuple[int, float]] = deque(maxlen=REMEMBERED)
        self._counted: deque[tuple[int, float]] = deque()
        self._refused: deque[int] = deque()

    def take(self, datum: Beats, hint: Hint) -> tuple[Reading, ...]:
        """The next beats; the rate after each, and twice a second where none comes."""
        last_ns = max((*datum.ends_ns, datum.t_ns))
        if self._said_ns is None or last_ns - self._said_ns > PAUSE_NS:
            self._begin()
            self._said_ns = min((*datum.ends_ns, datum.t_ns)) - TELL_NS
        readings: list[Reading] = []
        for end_ns, interval_s in zip(datum.ends_ns, datum.intervals_s, strict=True):
            readings += self._until(end_ns, datum.told)
            self._judge(end_ns, interval_s)
            if end_ns - self._said_ns >= LEAST_NS:
                readings.append(self._say(end_ns, datum.told))
        return (*readings, *self._until(datum.t_ns, datum.told))

    def learnt(self) -> Baseline:
        """Nothing is learnt of a person."""
        return ()

    def close(self) -> None:
        """Nothing is held."""

    def _until(self, t_ns: int, told: Told) -> list[Reading]:
        """What was to be said before ``t_ns``."""
        readings = []
        while self._said_ns is not None and t_ns - self._said_ns >= TELL_NS:
            readings.append(self._say(self._said_ns + TELL_NS, told))
        return readings

    def _judge(self, end_ns: int, interval_s: float) -> None:
        """Count an interval, or leave it out."""
        if not can_be(interval_s):
            self._refused.append(end_ns)
            return
        if not self._known or abs(interval_s - self._known[-1]) <= self._criterion_s():
            self._doubted.clear()
            self._count(end_ns, interval_s)
            return
        self._refused.append(end_ns)
        self._doubted.append((end_ns, interval_s))
        if not self._agreed():
            return
        doubted = tuple(self._doubted)
        self._begin_again()
        for one_ns, one_s in doubted:
            self._count(one_ns, one_s)

    def _agreed(self) -> bool:
        """What was left out lately fits itself: it is the past that does not fit."""
        latest = list(self._doubted)[-AGREE:]
        lengths = [length_s for _, length_s in latest]
        if len(latest) < AGREE or max(lengths) - min(lengths) > _criterion_s(median(lengths), 0.0):
            return False
        alike = [pair for pair in self._doubted if abs(pair[1] - lengths[-1]) <= lengths[-1] / 6.0]
        self._doubted = deque(alike, REMEMBERED)
        return latest[-1][0] - self._doubted[0][0] + lengths[0] * S_NS >= AGREE_NS

    def _begin_again(self) -> None:
        """What was counted was wrong."""
        self._known.clear()
        self._differences.clear()
        self._counted.clear()
        self._refused.clear()
        self._doubted.clear()

    def _count(self, end_ns: int, interval_s: float) -> None:
        if self._known:
            self._differences.append(interval_s - self._known[-1])
        self._known.append(interval_s)
        self._counted.append((end_ns, interval_s))

    def _criterion_s(self) -> float:
        """How much the next interval may differ from the last, s."""
        spread = 0.0
        if len(self._differences) >= 4:
            low, _, high = quantiles(self._differences)
            spread = (high - low) / 2.0
        return _criterion_s(median(self._known), spread)

    def _say(self, t_ns: int, told: Told) -> Reading:
        self._said_ns = t_ns if self._said_ns is None else max(t_ns, self._said_ns)
        while self._counted and self._counted[0][0] <= t_ns - WINDOW_NS:
            self._counted.popleft()
        while self._refused and self._refused[0] <= t_ns - WINDOW_NS:
            self._refused.popleft()
        heart_hz, sd_hz = self._rate(t_ns, told)
        return Reading(NAME, Quantity.HEART_HZ, heart_hz, sd_hz, t_ns)

    def _rate(self, t_ns: int, told: Told) -> tuple[float, float]:
        """Beats per second over the window, and its sd; wide where too little was heard."""
        lengths = [length_s for _, length_s in self._counted]
        if len(lengths) < FEWEST:
            return _SCALE.prior_mean, UNSURE_HZ
        mean_s = fmean(lengths)
        scatter_hz = stdev(lengths) / mean_s**2  # whole: so far the rate swings round its mean, with every breath
        refused = 1.0 + len(self._refused) / len(lengths)
        age_s = max(t_ns - fmean(end_ns for end_ns, _ in self._counted), 0.0) / S_NS
        drift_hz = _SCALE.drift_per_s * math.sqrt(age_s)
        sd_hz = math.hypot(LEAST_SD_HZ[told], scatter_hz * refused, drift_hz)
        return 1.0 / mean_s, min(sd_hz, UNSURE_HZ)


def can_be(interval_s: float) -> bool:
    """Whether a heart can make such an interval; what is no number cannot be one."""
    return SHORTEST_S <= interval_s <= LONGEST_S


def _criterion_s(middle_s: float, quartile_deviation_s: float) -> float:
    """Berntson's criterion: halfway between the largest difference that is to be expected of this heart and the
    smallest that an artefact makes. ``middle_s``: median interval; ``quartile_deviation_s``: of the differences."""
    expected = 3.32 * quartile_deviation_s
    artefact = (middle_s - 2.9 * quartile_deviation_s) / 3.0
    return (expected + artefact) / 2.0


SENSOR: SensorKind[Beats] = SensorKind(NAME, Device.HEART, HeartSensor)
