"""How a sitting's tensest moment passed: when it began, when the player was back at their usual, what ran meanwhile.

Arousal is looked at against the player's own baseline, and only where it is known well enough (``SURE_SD``). It is
averaged over ``SMOOTH_S``; neighbouring estimates look at the same face, so averaging them makes nothing surer: the sd
of an average is the mean of their sds. A *stretch* begins where the average lies clearly above the baseline, by the
shield's own measure of tense (``TENSE_ABOVE`` with P > .8, game/core/belief.py). It is over where the average has come
back to within ``BACK_WITHIN`` and then stays below ``TENSE_ABOVE`` for ``STAYS_S``; coming back needs more than no
longer being tense, so that an average that trembles about one line is one stretch and not ten.

Where too little is known it says so: None for the whole sitting, "unseen" for a stretch whose end nobody saw, and
"at most" for a return that happened while nothing was known. What ran meanwhile is told as what ran, not as a cause:
one sitting cannot tell that.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Literal

from game.core.belief import SURE_SD, SURE_Z, TENSE_ABOVE

SMOOTH_S = 10.0
"""A glance or a sneeze is shorter, a tense stretch is longer. Assumption."""
SMOOTH_SHARE = 0.5
"""Of the estimates within that time so many must be known."""
BACK_WITHIN = 0.1
"""Arousal this near the baseline is the usual: well under TENSE_ABOVE. Assumption."""
STAYS_S = 15.0
"""Three decisions of the mind: a shorter calm is a breath, not a return. Assumption."""
UNSEEN_S = 60.0
"""After so long without knowing, what comes is not the same stretch: twice the time in which a word is forgotten."""
AT_MOST_S = 10.0
"""A return after a longer time without knowing may have happened anywhere in it."""
FEWEST_S = 60.0
"""With less than a minute known nothing is said of a sitting. Assumption."""
_LONGEST_STEP_S = 1.0
"""Estimates come twice a second; where records are lost the hole is not counted as known."""

End = Literal["back", "unseen", "ended"]
"""Back at the usual; too little was known to see it; the sitting was over before."""


@dataclass(frozen=True, slots=True)
class Span:
    """Something that ran for a while."""

    name: str
    """What it is, for whoever tells of it."""
    from_s: float
    to_s: float


@dataclass(frozen=True, slots=True)
class Stretch:
    """One clearly tense stretch."""

    begin_s: float
    """When it was clearly above the baseline for the first time."""
    peak_s: float
    """Its tensest moment."""
    above: float
    """How far above the baseline that was, in arousal."""
    sd: float
    """How far off that may be."""
    end: End
    """How it ended."""
    end_s: float
    """When it was back; else when it was last seen."""
    at_most: bool
    """It may have been back earlier: nothing was known for a while before ``end_s``."""
    stayed_s: float
    """How long it was then seen below TENSE_ABOVE without a break; 0 where it was not back."""

    @property
    def lasted_s(self) -> float:
        """Seconds from the tensest moment to ``end_s``."""
        return self.end_s - self.peak_s


@dataclass(frozen=True, slots=True)
class Recovery:
    """What can be said of a sitting of which enough is known."""

    known_s: float
    """How much of it is known."""
    tensest: Stretch | None
    """The stretch with the highest peak; None = no moment was clearly tense."""
    meanwhile: tuple[Span, ...]
    """What ran between its peak and its end, by their beginnings."""


@dataclass(frozen=True, slots=True)
class _Point:
    """A moment at which the average is known."""

    t_s: float
    above: float
    """Above the baseline."""
    sd: float

    @property
    def tense(self) -> bool:
        """Above TENSE_ABOVE with P > .8."""
        return self.above - TENSE_ABOVE > SURE_Z * self.sd


def recovery(
    t_s: Sequence[float], arousal: Sequence[float], sd: Sequence[float], baseline: float, helped: Iterable[Span]
) -> Recovery | None:
    """The tensest moment of a sitting and the way back from it; None where too little is known to say anything.

    Args:
        t_s: moments, rising.
        arousal: mean of what was believed at each, [-1, 1].
        sd: its standard deviation; infinity where what was believed is not to count.
        baseline: the player's usual arousal.
        helped: what ran in the sitting that may have helped.
    """
    known_s = _known_s(t_s, sd)
    if known_s < FEWEST_S:
        return None
    tensest = max(stretches(t_s, arousal, sd, baseline), key=lambda stretch: stretch.above, default=None)
    if tensest is None:
        return Recovery(known_s, None, ())
    ran = [span for span in helped if span.from_s < tensest.end_s and span.to_s > tensest.peak_s]
    return Recovery(known_s, tensest, tuple(sorted(ran, key=lambda span: span.from_s)))


def stretches(
    t_s: Sequence[float], arousal: Sequence[float], sd: Sequence[float], baseline: float
) -> tuple[Stretch, ...]:
    """Every clearly tense stretch, in order. Arguments as for ``recovery``."""
    points = _smooth(t_s, arousal, sd, baseline)
    found = []
    place = 0
    while place < len(points):
        if points[place].tense:
            stretch, place = _follow(points, place, t_s[-1])
            found.append(stretch)
        else:
            place += 1
    return tuple(found)


def _follow(points: Sequence[_Point], begin: int, over_s: float) -> tuple[Stretch, int]:
    """The stretch that begins at ``points[begin]``, and the place from which to look for the next."""
    peak = points[begin]
    for place in range(begin, len(points)):
        now, before = points[place], points[max(place - 1, begin)]
        if now.t_s - before.t_s > UNSEEN_S:
            return _lost(points[begin], peak, before, "unseen"), place
        if now.above > peak.above:
            peak = now
        if now.above <= BACK_WITHIN and (stayed_s := _stays_s(points, place)) >= STAYS_S:
            at_most = now.t_s - before.t_s > AT_MOST_S
            stretch = Stretch(points[begin].t_s, peak.t_s, peak.above, peak.sd, "back", now.t_s, at_most, stayed_s)
            return stretch, place + 1
    last = points[-1]
    # What was seen until it was nearly over has ended with the sitting; otherwise nobody was looking.
    end: End = "ended" if over_s - last.t_s < STAYS_S else "unseen"
    return _lost(points[begin], peak, last, end), len(points)


def _lost(begin: _Point, peak: _Point, last: _Point, end: End) -> Stretch:
    return Stretch(begin.t_s, peak.t_s, peak.above, peak.sd, end, last.t_s, at_most=False, stayed_s=0.0)


def _stays_s(points: Sequence[_Point], place: int) -> float:
    """How long, from ``points[place]`` on, it is seen to be below TENSE_ABOVE without a long break."""
    last = points[place]
    for now in points[place:]:
        if now.above > TENSE_ABOVE or now.t_s - last.t_s > AT_MOST_S:
            break
        last = now
    return last.t_s - points[place].t_s


def _smooth(t_s: Sequence[float], arousal: Sequence[float], sd: Sequence[float], baseline: float) -> tuple[_Point, ...]:
    """Averages over SMOOTH_S about each moment, where enough of it is known."""
    known = [spread <= SURE_SD for spread in sd]
    count = [0, *accumulate(known)]
    means = [0.0, *accumulate(mean if counts else 0.0 for mean, counts in zip(arousal, known, strict=True))]
    spreads = [0.0, *accumulate(spread if counts else 0.0 for spread, counts in zip(sd, known, strict=True))]
    points = []
    for moment_s in t_s:
        low, high = bisect_left(t_s, moment_s - SMOOTH_S / 2.0), bisect_right(t_s, moment_s + SMOOTH_S / 2.0)
        many = count[high] - count[low]
        if many and many >= SMOOTH_SHARE * (high - low):
            above = (means[high] - means[low]) / many - baseline
            points.append(_Point(moment_s, above, (spreads[high] - spreads[low]) / many))
    return tuple(points)


def _known_s(t_s: Sequence[float], sd: Sequence[float]) -> float:
    steps = (after - before for before, after in pairwise(t_s))
    return float(sum(min(step, _LONGEST_STEP_S) for step, spread in zip(steps, sd, strict=False) if spread <= SURE_SD))
