"""Where a measure has been going: a robust slope over the weeks, with how sure that is, or how much is still missing.

The slope is Theil and Sen's, the median slope of pairs of sessions: up to 29 % of wild sessions cannot carry it off
(Sen 1968, J. Am. Stat. Assoc. 63:1379). What is told in steps, where most pairs are level, has the slope of least
squares. Sessions of one week are alike, so the interval is a block bootstrap over weeks: what is left beside the line
changes its sign block by block, all sessions of a block together (wild cluster bootstrap; Cameron, Gelbach, Miller
2008, Rev. Econ. Stat. 90:414), and the slope is told again. A block is one week, or two where there are many:
neighbouring weeks are a little alike, too. With few blocks the line lies too near to its own sessions; each is set back
by the leverage of its block (as in MacKinnon and White's HC3), and the interval takes Student's t for the blocks there
are. Measured cover: docs/trends.md.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from affect.trends.session import CAN_BE, IN_STEPS, SHOWN_TIMES, WORTH_NAMING, Measure, Session
from affect.trends.track import Doubles, Track, middle, track
from game.core.directive import Reason

FEWEST_WEEKS = 6
FEWEST_NUMBERS = 12
"""With less the interval was too seldom right on simulated people."""
RESAMPLES = 300
MOST_PAIRS = 6000
"""Pairs of sessions that are looked at, drawn where there are more: 110 sessions have as many."""
MOST_PAIRED = 2000
"""All pairs of so many sessions are two million."""
NEAREST_WEEKS = 0.5
"""Sessions nearer than that say nothing of weeks."""
MANY_WEEKS = 16
"""From so many weeks on a block is two weeks."""
MOST_LEVERAGE = 0.8
NO_WIDTH = 1e-6
"""An interval narrower than this share of what is worth naming has no width but that of rounding."""
LIKELY = 0.8
"""Share of the interval that is told."""
SURE = 0.95
"""A direction is named only where an interval of this share leaves nought out."""


Slopes = Callable[[Doubles], Doubles]
"""From rows of numbers, float64 (rows, n), to the slope of each, float64 (rows,)."""


class Way(StrEnum):
    """Where it went; the value is part of message ids."""

    RISING = "rising"
    FALLING = "falling"
    STEADY = "steady"
    """Whatever it did, nobody would notice."""
    UNCLEAR = "unclear"
    """The sessions do not say."""


@dataclass(frozen=True, slots=True)
class Trend:
    """Where one measure has been going."""

    measure: Measure
    per_week: float
    """Slope, the measure's unit a week."""
    low: float
    high: float
    """The slope lies between these with probability .8."""
    way: Way
    """What may be said of it."""
    numbers: int
    """How many sessions said something."""
    weeks: float
    """From the first of them to the last."""
    level: float
    """The middle of the line, in the measure's unit."""

    @property
    def begin(self) -> float:
        """The line at the first number."""
        return self.at(0.0, self.per_week)

    @property
    def end(self) -> float:
        """The line at the last."""
        return self.at(self.weeks, self.per_week)

    def at(self, week: float, per_week: float) -> float:
        """The line so many weeks after the first number, turned about its middle to a slope.

        In the measure's unit: a straight line would leave what can be, where a measure rises to its end and stays.
        """
        return float(np.clip(self.level + per_week * (week - self.weeks / 2.0), *CAN_BE[self.measure]))

    def moved(self, per_week: float) -> float:
        """How far that line comes from the first number to the last."""
        return self.at(self.weeks, per_week) - self.at(0.0, per_week)


@dataclass(frozen=True, slots=True)
class TooFew:
    """Nothing can be said yet."""

    measure: Measure
    numbers_more: int
    """So many more sessions are needed in which it is known; 0 = enough."""
    weeks_more: int
    """In so many more weeks; 0 = enough."""


def trend(sessions: Sequence[Session], measure: Measure) -> Trend | TooFew:
    """Where a measure went over sessions that are in the order of time; the same sessions give the same answer."""
    line = track(sessions, measure)
    numbers_more, weeks_more = FEWEST_NUMBERS - len(line.value), FEWEST_WEEKS - line.weeks
    if numbers_more > 0 or weeks_more > 0:
        return TooFew(measure, max(numbers_more, 0), max(weeks_more, 0))
    block = line.week.astype(np.int64) // (2 if line.weeks >= MANY_WEEKS else 1)
    per_week, sd = _slope(line, block)
    span = float(line.week[-1])
    levelled = line.value - per_week * (line.week - span / 2.0)
    level = middle(levelled, measure)
    freedom = len(np.unique(block)) - 2
    likely, sure = (float(stdtrit(freedom, 0.5 + share / 2.0)) * sd for share in (LIKELY, SURE))
    return Trend(
        measure,
        per_week,
        per_week - likely,
        per_week + likely,
        _way(per_week * span, sure * span, float(np.abs(levelled - level).max()), WORTH_NAMING[measure]),
        len(line.value),
        span,
        level,
    )


def trend_said(told: Trend | TooFew) -> Reason:
    """The trend as a message, for the player first."""
    if isinstance(told, TooFew):
        return Reason("trends.too_few", (told.numbers_more, told.weeks_more))
    if told.way in (Way.STEADY, Way.UNCLEAR):
        return Reason(f"trends.{told.way}", (round(told.weeks),))
    times = SHOWN_TIMES.get(told.measure, 1.0)
    numbers = (round(told.begin * times, 1), round(told.end * times, 1), round(told.weeks))
    return Reason(f"trends.{told.measure}.{told.way}", numbers)


def _way(moved: float, sure: float, farthest: float, worth: float) -> Way:
    """What may be said of a measure that moved by ``moved``, give or take ``sure``; ``farthest``: beside the line.

    Where half of the numbers lie on a line, a median does not see the others, and no width tells of them.
    """
    if sure < NO_WIDTH * worth and farthest >= worth:
        return Way.UNCLEAR
    if abs(moved) > sure and abs(moved) >= worth:
        return Way.RISING if moved > 0.0 else Way.FALLING
    return Way.STEADY if abs(moved) + sure <= 2.0 * worth else Way.UNCLEAR


def _pairs(count: int, dice: np.random.Generator) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Places of pairs, the first before the second: all of them, or some by lot where all would fill the memory."""
    if count <= MOST_PAIRED:
        first, second = np.triu_indices(count, 1)
        return first, second
    drawn = np.sort(dice.integers(0, count, (8 * MOST_PAIRS, 2)), axis=1)
    drawn = np.unique(drawn[drawn[:, 0] < drawn[:, 1]], axis=0)
    return drawn[:, 0], drawn[:, 1]


def _slope(line: Track, block: NDArray[np.int64]) -> tuple[float, float]:
    """The slope, and its sd over the bootstrap. ``block``: int64 (n,), rising from 0."""
    dice = np.random.default_rng(len(line.value))
    slopes = _of_least_squares(line) if line.measure in IN_STEPS else _of_pairs(line, dice)
    per_week = float(slopes(line.value[None, :])[0])
    beside = line.value - per_week * line.week
    beside = (beside - middle(beside, line.measure)) / (1.0 - _leverage(line.week, block))
    signs = dice.choice((-1.0, 1.0), size=(RESAMPLES, int(block[-1]) + 1))
    return per_week, float(slopes(beside * signs[:, block]).std())


def _of_pairs(line: Track, dice: np.random.Generator) -> Slopes:
    """The median slope of pairs."""
    first, second = _pairs(len(line.value), dice)
    far = np.flatnonzero(line.week[second] - line.week[first] >= NEAREST_WEEKS)
    if len(far) > MOST_PAIRS:
        far = dice.choice(far, MOST_PAIRS, replace=False)
    first, second = first[far], second[far]
    apart = line.week[second] - line.week[first]
    return lambda rows: np.asarray(np.median((rows[:, second] - rows[:, first]) / apart, axis=1))


def _of_least_squares(line: Track) -> Slopes:
    """The slope of the line from which the numbers' squared distances are least."""
    from_middle = line.week - line.week.mean()
    return lambda rows: np.asarray(rows @ from_middle / (from_middle @ from_middle))


def _leverage(at: Doubles, block: NDArray[np.int64]) -> Doubles:
    """How much each session's whole block pulls a line through all sessions to itself, [0, MOST_LEVERAGE]."""
    from_middle = (at - at.mean()) ** 2
    alone = 1.0 / len(at) + from_middle / from_middle.sum()
    return np.asarray(np.minimum(np.bincount(block, alone)[block], MOST_LEVERAGE))
