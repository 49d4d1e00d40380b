"""Who sits down to play, where, for how long, and what is known of them: drawn from seeds.

Training people come from ``SeedSequence([1, seed])``, those by whom something is chosen from ``[2, k]``. The report's
people have a third number, which no function here takes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from adaptation.person import families
from adaptation.person.traits import Traits
from adaptation.remembered import remembered
from adaptation.sketch import PLACES
from game.core.posterior import ANYBODY, Posterior

Array = npt.NDArray[np.float64]
MINUTES = (3, 8)
"""Shortest and longest sitting."""
KNOWN_BEFORE = 0.4
"""Share of people who played before, so that something is known of them."""
MOST_BEFORE = 8
"""Sittings before this one, at most, of somebody who played before."""


@dataclass(frozen=True, slots=True)
class Sittings:
    """Some sittings about to begin."""

    people: tuple[Traits, ...]
    """Who plays."""
    families: tuple[str, ...]
    """The family of each."""
    minutes: Array
    """float64 (n,): planned length."""
    places: tuple[str, ...]
    """Where."""
    train: Array
    """float64 (n,): 1 in Train, 0 in Soothe."""
    posteriors: tuple[Posterior, ...]
    """What is known of each."""

    def times(self, copies: int) -> "Sittings":
        """The same sittings several times, one after the other."""
        return Sittings(
            people=self.people * copies,
            families=self.families * copies,
            minutes=np.tile(self.minutes, copies),
            places=self.places * copies,
            train=np.tile(self.train, copies),
            posteriors=self.posteriors * copies,
        )


def training(seed: int) -> np.random.Generator:
    """Dice of the people that one seed of learning meets."""
    return np.random.default_rng(np.random.SeedSequence([1, seed]))


def validation(number: int) -> np.random.Generator:
    """Dice of the people by whom recipes and weights are chosen."""
    return np.random.default_rng(np.random.SeedSequence([2, number]))


def draw(dice: np.random.Generator, count: int, among: Sequence[str] = families.TRAINED) -> Sittings:
    """``count`` sittings of people of the families ``among``, all equally often."""
    named = [str(name) for name in dice.choice(list(among), count)]
    people = tuple(families.draw(name, dice) for name in named)
    known = dice.random(count) < KNOWN_BEFORE
    return Sittings(
        people=people,
        families=tuple(named),
        minutes=dice.integers(MINUTES[0], MINUTES[1] + 1, count).astype(np.float64),
        places=tuple(str(place) for place in dice.choice(list(PLACES), count)),
        train=(dice.random(count) < 0.5).astype(np.float64),
        posteriors=tuple(
            remembered(person, int(dice.integers(1, MOST_BEFORE + 1)), dice) if before else ANYBODY
            for person, before in zip(people, known, strict=True)
        ),
    )


def strangers(sittings: Sittings) -> Sittings:
    """The same sittings with nothing known of anybody."""
    return replace(sittings, posteriors=tuple(ANYBODY for _ in sittings.people))
