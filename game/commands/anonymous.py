"""Figures of many players among whom nobody stands out: k-anonymity (Sweeney, 2002), k at least 5.

Whoever knows somebody's age band, language and about how often they played finds at least k people alike. Smaller
groups are suppressed and counted. It does not hide what all of a group have in common, and two exports of nearly the
same people can be compared: docs/privacy.md says so.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from game.commands.noise import Bounds, noisy_mean

FEWEST = 5
"""Smallest k."""
BUCKETS = ((1, 2), (3, 5), (6, 11), (12, 23), (24, 10**9))
"""Numbers of sessions that count as alike."""
MEASURES = {
    "minutes": Bounds(0.0, 60.0),
    "follow": Bounds(0.0, 1.0),
    "breaths_per_minute": Bounds(3.0, 30.0),
    "minigames": Bounds(0.0, 6.0),
    "tension": Bounds(-1.0, 1.0),
    "gladder": Bounds(-4.0, 4.0),
}
"""What is told of a sitting, and the bounds it is clipped to: length; how closely the breath followed, [0, 1]; own
rate at the end; breathing games; mean arousal where it was known well; how the face told after less the one before."""


@dataclass(frozen=True, slots=True, order=True)
class Group:
    """What somebody could know of a player from elsewhere."""

    age: str
    """Age band."""
    language: str
    """"en" or "zh_CN"."""
    sessions: str
    """How many sessions, about: "3-5"."""


@dataclass(frozen=True, slots=True)
class Sat:
    """One sitting, without its date."""

    week: int
    """Week since the player's first sitting, from 1."""
    measures: tuple[tuple[str, float], ...]
    """What is known of it, by names of MEASURES."""


@dataclass(frozen=True, slots=True)
class Person:
    """One player, without a name."""

    group: Group
    """What could be known from elsewhere."""
    sittings: tuple[Sat, ...]
    """All of theirs, oldest first."""

    def mean(self, measure: str, week: int | None = None) -> float | None:
        """Their mean over all sittings, or those of a week, clipped; None where it was never known."""
        told = [sat for sat in self.sittings if week in (None, sat.week)]
        values = [value for sat in told for name, value in sat.measures if name == measure]
        if not values:
            return None
        bounds = MEASURES[measure]
        return min(max(sum(values) / len(values), bounds.low), bounds.high)


@dataclass(frozen=True, slots=True)
class Figures:
    """A row of a table: people of a group, over everything or in one week."""

    group: Group
    """Who."""
    week: int | None
    """Week since their first sitting; None = all."""
    people: int
    """How many; with noise only k, which there are at least."""
    means: tuple[tuple[str, float | None], ...]
    """Mean of their means, by measure; None where fewer than k of them have it."""


@dataclass(frozen=True, slots=True)
class Anonymous:
    """What may be given out."""

    people: tuple[Person, ...]
    """Those in groups of k or more, in an order that says nothing; each stands for themselves without dates."""
    figures: tuple[Figures, ...]
    """By group, and by group and week."""
    suppressed: int
    """How many people are in groups too small."""
    suppressed_weeks: int
    """How many weeks of the other groups fewer than k people played in."""


def bucket(sessions: int) -> str:
    """About how many."""
    low, high = next(pair for pair in BUCKETS if pair[0] <= sessions <= pair[1])
    return f"{low}-{high}" if high < BUCKETS[-1][1] else f"{low}+"


def anonymous(people: Iterable[Person], k: int, dice: random.Random) -> Anonymous:
    """Leave out who stands out. ``k`` at least FEWEST."""
    groups: dict[Group, list[Person]] = {}
    for person in people:
        groups.setdefault(person.group, []).append(person)
    large = {group: alike for group, alike in sorted(groups.items()) if len(alike) >= max(k, FEWEST)}
    kept = [person for alike in large.values() for person in alike]
    dice.shuffle(kept)
    figures, small_weeks = list[Figures](), 0
    for group, alike in large.items():
        figures.append(_figures(group, None, alike, k))
        for week in sorted({sat.week for person in alike for sat in person.sittings}):
            there = [person for person in alike if any(sat.week == week for sat in person.sittings)]
            if len(there) >= max(k, FEWEST):
                figures.append(_figures(group, week, there, k))
            else:
                small_weeks += 1
    alone = sum(len(alike) for group, alike in groups.items() if group not in large)
    return Anonymous(tuple(kept), tuple(figures), alone, small_weeks)


def with_noise(told: Anonymous, k: int, epsilon: Fraction, dice: random.Random) -> Anonymous:
    """Only the figures of whole groups, with noise; nobody by themselves and no weeks.

    Each person is in one group, with one clipped mean of each measure. A group's means cost ``epsilon`` together: an
    equal part each, half of it for a number of people and half for a sum. Which groups are shown follows from
    k-anonymity, not from the noise: epsilon holds for the means, given which groups there are.
    """
    part = epsilon / len(MEASURES)
    alike: dict[Group, list[Person]] = {}
    for person in told.people:
        alike.setdefault(person.group, []).append(person)
    figures = []
    for group, people in sorted(alike.items()):
        means = []
        for measure, bounds in MEASURES.items():
            values = [value for person in people if (value := person.mean(measure)) is not None]
            means.append((measure, noisy_mean(values, bounds, part, dice)))
        figures.append(Figures(group, None, max(k, FEWEST), tuple(means)))
    return Anonymous((), tuple(figures), told.suppressed, told.suppressed_weeks)


def _figures(group: Group, week: int | None, people: list[Person], k: int) -> Figures:
    means = []
    for measure in MEASURES:
        values = [value for person in people if (value := person.mean(measure, week)) is not None]
        means.append((measure, sum(values) / len(values) if len(values) >= max(k, FEWEST) else None))
    return Figures(group, week, len(people), tuple(means))
