"""Who plays in an evaluation: drawn once, balanced, the same for every mind.

Sealed people come from ``SeedSequence([3, attempt])`` and are met by one run of one attempt; rehearsals and choices use
those of ``SeedSequence([2, number])``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from adaptation.person.families import SECOND, TRAINED, UNSEEN, draw
from adaptation.person.traits import Traits
from adaptation.sketch import PLACES

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
FIRST = (*TRAINED, *UNSEEN)
"""Families of the first dynamics class, in turn."""
MINUTES = (3, 4, 5, 6, 7, 8)
REAL_MINUTES = 3.0
"""Length of a sitting on the real levels."""
DECISIONS_PER_MIN = 12.0


class Origin(StrEnum):
    """Where people come from."""

    VALIDATION = "validation"
    """To develop, rehearse and choose by."""
    SEALED = "sealed"
    """To be judged by, once."""


SEEDS = {Origin.VALIDATION: 2, Origin.SEALED: 3}


@dataclass(frozen=True, slots=True)
class Group:
    """People who are about to sit down, each to one sitting."""

    people: tuple[Traits, ...]
    """Who plays."""
    families: tuple[str, ...]
    """The family of each."""
    places: tuple[str, ...]
    """Where."""
    minutes: Array
    """float64 (n,): length planned."""
    train: Flags
    """bool (n,): Train instead of Soothe."""
    seed: int
    """Seed of everything that happens to them; the same with every mind."""

    @property
    def planned(self) -> Array:
        """float64 (n,): decisions planned."""
        return self.minutes * DECISIONS_PER_MIN

    def only(self, rows: Sequence[int]) -> "Group":
        """These of them, as a group of their own (with luck of its own: dice are thrown for a group)."""
        return Group(
            tuple(self.people[row] for row in rows),
            tuple(self.families[row] for row in rows),
            tuple(self.places[row] for row in rows),
            self.minutes[list(rows)],
            self.train[list(rows)],
            self.seed,
        )

    def changed(self, change: Callable[[Traits], Traits]) -> "Group":
        """The same people with something changed in each, under the same luck."""
        return replace(self, people=tuple(change(person) for person in self.people))

    def in_mode(self, train: Flags) -> "Group":
        """The same people in this mode."""
        return replace(self, train=train)


@dataclass(frozen=True, slots=True)
class Population:
    """Everybody of one attempt."""

    first: Group
    """The first dynamics class, on the sketch."""
    second: Group
    """The second dynamics class, on the sketch."""
    real: Group
    """Those who play the real levels."""
    studied: Group
    """The first 500 of ``first``, for the studies."""
    dice: int
    """Seed of the bootstrap."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many of each."""

    first: int = 1000
    second: int = 500
    real: int = 300
    studied: int = 500


FULL = Sizes()
"""As it was registered."""


def population(origin: Origin, number: int, sizes: Sizes = FULL) -> Population:
    """Everybody of attempt (or rehearsal) ``number``. The same each time."""
    seeds = np.random.SeedSequence([SEEDS[origin], number]).spawn(4)
    first = _group(FIRST, sizes.first, seeds[0])
    second = _group(SECOND, sizes.second, seeds[1])
    real = _group(FIRST, sizes.real, seeds[2])
    everywhere = tuple(PLACES[min(row * len(PLACES) // sizes.real, len(PLACES) - 1)] for row in range(sizes.real))
    odd = np.arange(sizes.real) % 2 == 1
    real = replace(real, places=everywhere, train=odd, minutes=np.full(sizes.real, REAL_MINUTES))
    studied = first.only(range(min(sizes.studied, sizes.first)))
    return Population(first, second, real, studied, int(seeds[3].generate_state(1)[0]))


def alone(origin: Origin, number: int, family: str, size: int) -> Group:
    """People of one family only, from the same origin; nobody of ``population``."""
    seeds = np.random.SeedSequence([SEEDS[origin], number, 1 + FIRST.index(family)])
    return _group((family,), size, seeds)


def _group(among: Sequence[str], size: int, seeds: np.random.SeedSequence) -> Group:
    """Families in turn, then places, then modes, so that all three are balanced against each other."""
    dice = np.random.default_rng(seeds)
    rows = np.arange(size)
    families = tuple(among[row % len(among)] for row in rows)
    places = tuple(PLACES[row // len(among) % len(PLACES)] for row in rows)
    train = rows // (len(among) * len(PLACES)) % 2 == 1
    people = tuple(draw(family, dice) for family in families)
    minutes = dice.choice(MINUTES, size).astype(np.float64)
    return Group(people, families, places, minutes, train, int(seeds.generate_state(1)[0]))


def noisy(person: Traits) -> Traits:
    """Sensors with twice the noise."""
    return replace(person, face_sd=2.0 * person.face_sd, breath_sd_hz=2.0 * person.breath_sd_hz)


def missing(person: Traits) -> Traits:
    """Sensors that are silent for 60 % of the time, 12 s on end: 8 s between two spells."""
    return replace(person, dropout_every_s=8.0, dropout_s=12.0)


def late(person: Traits) -> Traits:
    """Readings that come 15 s later."""
    return replace(person, sensor_delay_s=person.sensor_delay_s + 15.0)


def unmoved(person: Traits) -> Traits:
    """Somebody whom slow breathing neither calms nor disturbs."""
    return replace(person, relief=0.0, minigame_relief=0.0)


FAULTS: tuple[tuple[str, Callable[[Traits], Traits]], ...] = (
    ("noise x2", noisy),
    ("60 % missing", missing),
    ("15 s late", late),
)
"""Sensor faults, by name."""
