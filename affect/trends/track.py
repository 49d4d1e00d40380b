"""One measure along the sessions of a person, with what is unknown left out: what all looks over time begin with."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from affect.trends.session import IN_STEPS, WEEK_S, WORTH_NAMING, Measure, Session, measured

Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """The known numbers of one measure, in the order of time."""

    measure: Measure
    """Which measure."""
    places: tuple[int, ...]
    """Where each number stands among the sessions that were given."""
    week: Doubles
    """float64 (n,), rising: weeks that went by since the first number, whatever the clocks there said."""
    value: Doubles
    """float64 (n,): in the measure's unit."""

    @property
    def weeks(self) -> int:
        """In how many different weeks, counted from the first number, there is one."""
        return len(np.unique(self.week.astype(np.int64)))

    @property
    def least_sd(self) -> float:
        """What is held for the sd where the numbers hardly differ, in the measure's unit: nobody is as sure as that."""
        return WORTH_NAMING[self.measure] / 2.0


def track(sessions: Sequence[Session], measure: Measure) -> Track:
    """One measure of sessions that are in the order of time (``session.own``)."""
    told = [(place, session.started_s, measured(session, measure)) for place, session in enumerate(sessions)]
    known = [(place, start_s, value) for place, start_s, value in told if value is not None]
    week = np.array([start_s for _, start_s, _ in known], dtype=np.float64) / WEEK_S
    return Track(
        measure,
        tuple(place for place, _, _ in known),
        week - (week[0] if known else 0.0),
        np.array([value for _, _, value in known], dtype=np.float64),
    )


def middle(value: Doubles, measure: Measure) -> float:
    """Where numbers of a measure lie, in its unit: the median, or the mean of what is told in steps. float64 (n,)."""
    return float(np.mean(value) if measure in IN_STEPS else np.median(value))
