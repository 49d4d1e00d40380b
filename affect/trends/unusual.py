"""Sessions that were different from usual: each measure against the own last sessions, joined without a made-up score.

A measure is compared by its robust z: its distance from the median, in sds told from the median distance, so that odd
sessions before do not hide this one. Recovery, which is never below nought and now and then long, is compared by its
logarithm. What is told in steps is compared by its distance from the mean, in plain sds of half a step or more: most
such numbers are equal, and the next step is nothing rare. How rare a z is comes from Student's t with as many degrees
of freedom as a median distance is worth (its efficiency is .37; Rousseeuw and Croux 1993, J. Am. Stat. Assoc.
88:1273). Joined: the rarest measure, times how many were looked at (Bonferroni), holds however measures go together.
Different from usual is not bad, and nothing here is an alarm.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr

from affect.trends.change import MAD_TO_SD
from affect.trends.session import IN_STEPS, SHOWN_TIMES, WORTH_NAMING, Measure, Session, measured
from affect.trends.track import Doubles, middle, track
from game.core.directive import Reason

LAST = 40
"""Own sessions that are "usual"."""
FEWEST = 12
"""With fewer nothing is usual yet."""
CHANCE = 0.0045
"""A session this rare, all measures taken together, is different from usual. Tuned on simulated people, whose noise has
longer tails than the reckoning supposes, so that two of a hundred usual sessions are named."""
_EFFICIENCY = 0.37
_MEDIAN_VARIANCE = np.pi / 2.0
"""A median is so much less exact than a mean."""


@dataclass(frozen=True, slots=True)
class Odd:
    """A measure that was different from usual."""

    measure: Measure
    value: float
    """What it was, in the measure's unit."""
    low: float
    high: float
    """Where eight of ten of the own last sessions lay."""
    z: float
    """How far out, in robust sds; below nought = lower than usual."""
    chance: float
    """How often a usual session would lie so far out if noise were normal, [0, 1]."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One session beside the own last ones."""

    place: int
    """Among the sessions given."""
    looked: int
    """How many measures could be compared."""
    chance: float
    """How often a usual session would have any measure as far out if noise were normal, [0, 1]."""
    odd: tuple[Odd, ...]
    """What was different, rarest first; () = a usual session."""


def compared(sessions: Sequence[Session], place: int) -> Compared | None:
    """A session beside those before it (all in the order of time); None where nothing can be compared yet."""
    told = [_far(sessions[:place], sessions[place], measure) for measure in Measure]
    looked = sorted((one for one in told if one is not None), key=lambda one: one.chance)
    if not looked:
        return None
    odd = tuple(one for one in looked if one.chance * len(looked) <= CHANCE)
    return Compared(place, len(looked), min(1.0, looked[0].chance * len(looked)), odd)


def unusual_said(told: Compared) -> tuple[Reason, ...]:
    """What was different, and what may help, as messages for the player first; () = a usual session."""
    if not told.odd:
        return ()
    lines = []
    for odd in told.odd:
        times = SHOWN_TIMES.get(odd.measure, 1.0)
        numbers = tuple(round(number * times, 1) for number in (odd.value, odd.low, odd.high))
        lines.append(Reason(f"trends.{odd.measure}.unusual", numbers))
    return (Reason("trends.different"), *lines, Reason("trends.different_help"))


def _far(before: Sequence[Session], session: Session, measure: Measure) -> Odd | None:
    """One measure of a session beside the last ones in which it was known."""
    value = measured(session, measure)
    usual = track(before[-3 * LAST :], measure).value[-LAST:]
    if value is None or len(usual) < FEWEST:
        return None
    scaled = _even(np.append(usual, value), measure)
    from_middle = scaled - middle(scaled[:-1], measure)
    worth = IN_STEPS.get(measure, WORTH_NAMING[measure])
    least = float(np.diff(_even(np.array([np.median(usual), np.median(usual) + worth]), measure))[0]) / 2.0
    sd = max(_spread(from_middle[:-1], measure), least)
    z = float(from_middle[-1]) / (sd * float(np.sqrt(1.0 + _MEDIAN_VARIANCE / len(usual))))
    low, high = (float(end) for end in np.quantile(usual, (0.1, 0.9)))
    return Odd(measure, value, low, high, z, 2.0 * float(stdtr(_EFFICIENCY * len(usual), -abs(z))))


def _spread(from_middle: Doubles, measure: Measure) -> float:
    """The sd of numbers, given as their distances from their middle."""
    if measure in IN_STEPS:
        return float(np.sqrt(np.mean(from_middle**2)))
    return MAD_TO_SD * float(np.median(np.abs(from_middle)))


def _even(value: Doubles, measure: Measure) -> Doubles:
    """Numbers on a scale on which they spread evenly to both sides."""
    return np.log(np.maximum(value, 1.0)) if measure is Measure.RECOVERY else value
