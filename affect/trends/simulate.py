"""Simulated people over months: series of Sessions in which what changes, and when, is known. Seeded.

Each measure of a session is a usual level plus noise of one sd: a slow part that fades within days and is shared by
all measures (somebody has a hard week), a part of the weekend, and a quick part with heavy tails. On one measure
something may be planted: a drift, a lasting change, single odd sessions; a gap in which nobody played lies in all.
The own word before and after playing is told in the steps of the scale that players are shown. Every number here is
an assumption; none was fitted to people.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from affect.trends.session import DAY_S, IN_STEPS, WEEK_S, Measure, Session

Doubles = NDArray[np.float64]

BEGINS_S = 1_767_571_200
"""A Monday: 5 January 2026, 0:00 UTC."""
USUAL = {
    Measure.RECOVERY: (70.0, 20.0),
    Measure.CALM: (0.6, 0.1),
    Measure.APART: (2.5, 1.0),
    Measure.FOLLOW: (0.6, 0.1),
    Measure.PROBE: (12.0, 1.2),
    Measure.LIFT: (0.2, 0.25),
    Measure.PERFORMANCE: (0.55, 0.1),
}
"""Usual level and sd from session to session, in the measure's unit; of the own word, before it is put in steps."""
MOODS = (-0.5, 0.5)
"""Before playing the mood lies evenly between these, so that over sessions the steps add or take nothing."""
PATTERNS = ("longer_exhale", "box", "coherent")
_TAILS = 5
"""Degrees of freedom of the quick part: one session in a few hundred is far out by itself."""
_SKEW = 0.5
"""Recovery is never below nought and now and then long: sd of the logarithm its noise is made of."""


@dataclass(frozen=True, slots=True)
class Habit:
    """How somebody plays, and how much of their noise is of which kind."""

    weeks: int = 52
    """How long they play."""
    per_week: float = 4.0
    """Sessions a week, (0, 7]: at most one a day."""
    missing: float = 0.15
    """Share of numbers nobody knows, each by itself."""
    slow: float = 0.25
    """Share of the variance that is slow, [0, 1]."""
    memory: float = 0.7
    """What is left of the slow part after a day, [0, 1)."""
    rhythm: float = 0.4
    """How much the weekend differs from the week, in sd."""


@dataclass(frozen=True, slots=True)
class Planted:
    """What happens to one measure; sizes are in its sd from session to session."""

    measure: Measure = Measure.RECOVERY
    """The measure it happens to."""
    drift_per_week: float = 0.0
    """It moves by so much each week."""
    step: float = 0.0
    """From ``step_week`` on it lies so much higher."""
    step_week: float = 26.0
    """Weeks after the first day."""
    gap_week: float = 0.0
    """When the gap begins, weeks after the first day."""
    gap_weeks: float = 0.0
    """How long nobody plays."""
    outliers: int = 0
    """So many single sessions lie far out."""
    outlier: float = 6.0
    """How far."""


NOTHING = Planted()
"""Nothing happens."""


@dataclass(frozen=True, slots=True)
class Series:
    """What was simulated, with its truth."""

    sessions: tuple[Session, ...]
    """In order; ``simulated`` is False, so that they are looked at as a person's would be."""
    per_week: float
    """True drift of the planted measure, in its unit."""
    changed: int | None
    """Place of the first session after the change; None = nothing changed."""
    odd: tuple[int, ...] = field(default=())
    """Places of the odd sessions."""


def somebody(seed: int, weeks: int = 52) -> Habit:
    """A habit, drawn: how often, how evenly, how fully known."""
    dice = np.random.default_rng([7, seed])
    return Habit(
        weeks=weeks,
        per_week=dice.uniform(3.0, 6.0),
        missing=dice.uniform(0.05, 0.3),
        slow=dice.uniform(0.1, 0.4),
        memory=dice.uniform(0.5, 0.85),
        rhythm=dice.uniform(0.0, 0.8),
    )


def simulate(habit: Habit, planted: Planted, seed: int) -> Series:
    """Play for ``habit.weeks`` weeks; the same arguments give the same series.

    The dice thrown do not depend on what is planted, except that a gap takes sessions out: the same seed with and
    without a change differs in that change alone.
    """
    dice = np.random.default_rng([8, seed])
    days = np.flatnonzero(dice.random(7 * habit.weeks) < habit.per_week / 7.0)
    starts_s = BEGINS_S + days * DAY_S + (17.0 * 3600 + dice.normal(0.0, 5400.0, len(days))).clip(0, DAY_S - 1)
    slow = _slow(dice, 7 * habit.weeks, habit.memory)[days]
    weekend = np.where(days % 7 >= 5, 1.0, 0.0) * habit.rhythm
    numbers: dict[Measure, Doubles] = {}
    for measure, (usual, sd) in USUAL.items():
        quick = _quick(dice, len(days), measure)
        numbers[measure] = usual + sd * (np.sqrt(habit.slow) * slow + np.sqrt(1.0 - habit.slow) * quick + weekend)
    known = {measure: dice.random(len(days)) >= habit.missing for measure in Measure}
    odd_order = dice.permutation(len(days))
    minigames = dice.integers(0, len(PATTERNS), len(days))
    mood = dice.uniform(*MOODS, len(days))
    week = (starts_s - BEGINS_S) / WEEK_S
    present = np.flatnonzero((week < planted.gap_week) | (week >= planted.gap_week + planted.gap_weeks))
    odd = np.sort(odd_order[np.isin(odd_order, present)][: planted.outliers])
    sd = USUAL[planted.measure][1]
    effect = planted.drift_per_week * week + np.where(week >= planted.step_week, planted.step, 0.0)
    effect[odd] += planted.outlier
    numbers[planted.measure] = numbers[planted.measure] + sd * effect
    known[Measure.PROBE] &= np.diff(days // 7, prepend=-1) > 0
    sessions = tuple(
        _session(int(starts_s[place]), place, numbers, known, float(mood[place]), PATTERNS[minigames[place]])
        for place in present
    )
    changed = int(np.searchsorted(week[present], planted.step_week)) if planted.step else None
    return Series(
        sessions,
        planted.drift_per_week * sd,
        changed if changed is not None and changed < len(sessions) else None,
        tuple(int(place) for place in np.searchsorted(present, odd)),
    )


def _slow(dice: np.random.Generator, days: int, memory: float) -> Doubles:
    """A first-order autoregression of variance 1, one number a day."""
    fresh = dice.normal(size=days)
    slow = np.empty(days)
    slow[0] = fresh[0]
    for day in range(1, days):
        slow[day] = memory * slow[day - 1] + np.sqrt(1.0 - memory * memory) * fresh[day]
    return slow


def _quick(dice: np.random.Generator, count: int, measure: Measure) -> Doubles:
    """Noise of mean 0 and variance 1: skewed for times, heavy-tailed for the others."""
    if measure is Measure.RECOVERY:
        told = np.exp(_SKEW * dice.normal(size=count))
        mean, square = np.exp(_SKEW**2 / 2.0), np.exp(2.0 * _SKEW**2)
        return np.asarray((told - mean) / np.sqrt(square - mean * mean))
    return np.asarray(dice.standard_t(_TAILS, size=count) * np.sqrt((_TAILS - 2) / _TAILS))


def _word(feeling: float) -> float:
    """A feeling as the nearest of the words there are."""
    step = IN_STEPS[Measure.LIFT]
    return float(np.clip(np.round(feeling / step) * step, -1.0, 1.0))


def _session(
    start_s: int,
    place: int,
    numbers: dict[Measure, Doubles],
    known: dict[Measure, NDArray[np.bool_]],
    mood: float,
    minigame: str,
) -> Session:
    """The session at a place, each number within what a session may hold; ``mood``: before playing, [-1, 1]."""

    def told(measure: Measure, low: float, high: float) -> float | None:
        return float(np.clip(numbers[measure][place], low, high)) if known[measure][place] else None

    apart, lift = told(Measure.APART, -6.0, 20.0), told(Measure.LIFT, -2.0, 2.0)
    recovery_s = told(Measure.RECOVERY, 1.0, 1800.0)
    return Session(
        started_s=start_s,
        length_s=900.0,
        places=("tide",),
        recovery_s=recovery_s,
        tensest=None if recovery_s is None else 0.4,
        calm_share=told(Measure.CALM, 0.0, 1.0),
        known_share=0.8,
        breath_per_min=None if apart is None else 6.0 + apart,
        guide_per_min=None if apart is None else 6.0,
        follow=told(Measure.FOLLOW, 0.0, 1.0),
        minigames=(minigame,),
        helped=(minigame,) if recovery_s is not None and recovery_s < USUAL[Measure.RECOVERY][0] else (),
        felt_before=None if lift is None else _word(mood),
        felt_after=None if lift is None else _word(mood + lift),
        probe_per_min=told(Measure.PROBE, 1.0, 60.0),
        performance=told(Measure.PERFORMANCE, 0.0, 1.0),
    )
