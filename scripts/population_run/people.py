"""Simulated players of three sites that differ in age and in where their players usually are.

The game's own simulated people (``adaptation.person``) taught what ships; people of a site differ from them by
``Site``, so that there is something left to learn. All of it is made up, and says nothing of real people. Nobody here
is drawn from a seed of anybody else.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import Path
from typing import Final
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from adaptation import sketch
from adaptation.curves import SEEN, today
from adaptation.features import columns
from adaptation.person.families import draw
from adaptation.person.traits import Traits
from adaptation.remembered import remembered
from adaptation.rules import Rules
from affect.errors import CorpusError
from affect.training.profile_data import Courses, courses_of
from affect.trends.profile_curve import Doubles
from game.core.temper import AgeBand, BreathLimits

SEED: Final = 8_100
"""First number of the seeds of these people."""
SITTINGS: Final = 6
"""Of each player: enough to tell a next one by those before."""
MINUTES: Final = (3, 8)
"""Shortest and longest sitting."""
AT_ONCE: Final = 100
"""Players who play at the same time: bounds memory."""
TUNING, TUNING_JUDGES, JUDGES, TEACHERS = 100, 40, 60, 100
"""Players of a site to tune by, to judge what is tuned, to judge by once, and to learn from with each seed."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where some players play, and how they differ from those who taught what ships."""

    name: str
    """For tables."""
    families: tuple[str, ...]
    """Kinds of people, in turn."""
    age: AgeBand
    """Bounds their breath guides."""
    tenser: float
    """Added to where arousal rests, [-1, 1]."""
    happier: float
    """Added to where valence rests, [-1, 1]."""
    faster: float
    """Times the resting breath."""
    abler: float
    """Times the skill."""


SITES: Final = (
    Site("clinic for children", ("anxious_child", "panic_prone"), AgeBand.UNDER_13, 0.25, -0.15, 1.15, 0.8),
    Site("homes of grown-ups", ("typical", "calm", "bored_expert"), AgeBand.ADULT, -0.2, 0.15, 1.0, 1.1),
    Site("day centre", ("low_skill", "poor_sensing", "talker"), AgeBand.ADULT, 0.0, 0.1, 1.1, 0.6),
)
"""Assumptions, all."""


class Part(IntEnum):
    """What a player is for; ``TEACHING`` and more: to learn from with seed number (part - TEACHING)."""

    TUNING = 0
    TUNING_JUDGES = 1
    JUDGING = 2
    TEACHING = 3


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """Courses of all players of all sites."""

    courses: Courses
    """Sittings of one player together and in the order of time."""
    site: NDArray[np.int64]
    """int64 (n,): place in ``SITES``."""
    part: NDArray[np.int64]
    """int64 (n,): a ``Part``."""

    def of(self, part: int, site: int | None = None, most: int | None = None) -> Courses:
        """Those of a part, of one site or of all, and of no more than the first ``most`` players of each site."""
        rows = self.part == part
        if site is not None:
            rows &= self.site == site
        if most is not None:
            rows &= self._within(rows, most)
        return self.courses.only(rows)

    def _within(self, rows: NDArray[np.bool_], most: int) -> NDArray[np.bool_]:
        kept = np.zeros(len(rows), dtype=bool)
        for site in np.unique(self.site[rows]):
            here = rows & (self.site == site)
            kept |= here & np.isin(self.courses.person, np.unique(self.courses.person[here])[:most])
        return kept


def save(path: Path, seeds: int) -> None:
    """Let everybody play and keep the courses; ``seeds`` groups of teachers."""
    path.parent.mkdir(parents=True, exist_ok=True)
    values, persons, sites, parts = [], [], [], []
    for place in range(len(SITES)):
        for first, count, part in _groups(seeds):
            value, person = play(place, first, count)
            values.append(value)
            persons.append(place * 100_000 + person)
            sites.append(np.full(len(value), place))
            parts.append(np.full(len(value), part))
        print(f"{SITES[place].name}: played", flush=True)
    np.savez_compressed(
        path,
        value=np.concatenate(values).astype(np.float32),
        person=np.concatenate(persons),
        site=np.concatenate(sites),
        part=np.concatenate(parts),
    )


def load(path: Path) -> Population:
    """Read what ``save`` wrote. Raises CorpusError."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            value = stored["value"].astype(np.float64)
            person, site, part = (stored[name].astype(np.int64) for name in ("person", "site", "part"))
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise CorpusError(f"{path} cannot be read ({error}): make it with `scripts/population people`.") from None
    return Population(Courses(value, person, np.zeros(len(person), dtype=np.int64)), site, part)


def play(place: int, first: int, count: int) -> tuple[Doubles, NDArray[np.int64]]:
    """Courses (n, 128) and whose (n,), of ``count`` players of a site from number ``first`` on; no empty ones."""
    values, persons = [], []
    for begin in range(first, first + count, AT_ONCE):
        value, person = _play(place, range(begin, min(begin + AT_ONCE, first + count)))
        values.append(value)
        persons.append(person)
    return np.concatenate(values), np.concatenate(persons)


def _groups(seeds: int) -> Iterator[tuple[int, int, int]]:
    """First number, how many, and part, of each group of players of a site."""
    first = 0
    for part, count in ((Part.TUNING, TUNING), (Part.TUNING_JUDGES, TUNING_JUDGES), (Part.JUDGING, JUDGES)):
        yield first, count, int(part)
        first += count
    for seed in range(seeds):
        yield first, TEACHERS, Part.TEACHING + seed
        first += TEACHERS


def _play(place: int, numbers: range) -> tuple[Doubles, NDArray[np.int64]]:
    days = list(_days(place, numbers))
    dice = np.random.default_rng([SEED, place, numbers.start, 1])
    minutes = dice.integers(MINUTES[0], MINUTES[1] + 1, len(days)).astype(np.float64)
    world = sketch.begin(
        [person for person, _, _ in days],
        int(dice.integers(2**31)),
        minutes,
        [sketch.PLACES[int(one)] for one in dice.integers(0, len(sketch.PLACES), len(days))],
        posteriors=[remembered(person, 1 + sitting, dice) for person, _, sitting in days],
        limits=[BreathLimits(SITES[place].age, sittings=sitting) for _, _, sitting in days],
    )
    minds, seen = Rules(), columns(SEEN)
    rows = []
    while not world.over.all():
        shown, running = sketch.observe(world), ~world.over
        rows.append(np.where(running[:, None], shown[:, seen], np.nan))
        world, _ = sketch.step(world, minds.wish(shown))
    told = courses_of(np.stack(rows, axis=1))
    known = np.isfinite(told).any(axis=1)
    return told[known], np.array([number for _, number, _ in days])[known]


def _days(place: int, numbers: range) -> Iterator[tuple[Traits, int, int]]:
    """Person as of that day, number, and sitting."""
    site = SITES[place]
    for number in numbers:
        dice = np.random.default_rng([SEED, place, number])
        person = draw(site.families[number % len(site.families)], dice)
        person = replace(
            person,
            arousal_rest=float(np.clip(person.arousal_rest + site.tenser, -1.0, 1.0)),
            valence_rest=float(np.clip(person.valence_rest + site.happier, -1.0, 1.0)),
            rest_hz=float(np.clip(person.rest_hz * site.faster, 8.0 / 60.0, 26.0 / 60.0)),
            skill=float(np.clip(person.skill * site.abler, 0.05, 0.98)),
        )
        for sitting in range(SITTINGS):
            yield today(person, dice), number, sitting
