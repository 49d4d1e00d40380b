"""Ways to learn one profile for several sites, judged on players whom nobody learnt from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import numpy as np
import torch
from torch import Tensor

from affect.training.profile import spread_of
from affect.training.profile_data import Courses
from affect.training.profile_score import figures
from affect.trends.profile_curve import Doubles
from scripts.population_run.learn import Numbers, Recipe, start, together, unmoved
from scripts.population_run.model import Moved, players_of, put
from scripts.population_run.people import SITES, Part, Population

STEPS: Final = (0.1, 0.3)
"""Of the descent: each way takes the one that does best on the tuning people."""
DRAWS: Final = 300
"""Times seeds and players are drawn anew for an interval."""

Interval = tuple[float, float, float]
"""A figure with the ends of its 95 % interval."""


class Where(StrEnum):
    """Who learns together."""

    NOBODY = "nobody"
    ALONE = "alone"
    FEDERATED = "federated"
    POOLED = "pooled"


@dataclass(frozen=True, slots=True)
class Way:
    """One row of the table."""

    title: str
    """What it is called there."""
    where: Where
    """Who learns together."""
    recipe: Recipe
    """How."""


CLEAN: Final = Recipe(epsilon=None)
NOISY: Final = Recipe()
WAYS: Final = (
    Way("what ships, unchanged", Where.NOBODY, CLEAN),
    Way("each site alone, nothing leaves it, no noise", Where.ALONE, CLEAN),
    Way("federated, no noise", Where.FEDERATED, CLEAN),
    Way("federated, noise, epsilon 8", Where.FEDERATED, NOISY),
    Way("federated, noise, epsilon 2", Where.FEDERATED, replace(NOISY, epsilon=2.0)),
    Way("federated, noise, epsilon 8, axes learnt, too", Where.FEDERATED, replace(NOISY, axes=True)),
    Way("all players in one place, no noise", Where.POOLED, CLEAN),
    Way("all players in one place, noise, epsilon 8", Where.POOLED, NOISY),
)


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """What one way told of all who judge, seed by seed; the sites one after the other."""

    own: Doubles
    """float64 (seeds, players): log likelihood per number of a player's sittings, by the model of their site."""
    others: Doubles
    """float64 (seeds, players): the same by the models of the other sites, the mean of them."""
    hole: Doubles
    """float64 (seeds, sittings): squared error at hidden stretches, nan = does not count."""
    following: Doubles
    """float64 (seeds, sittings): squared error of the next sitting."""


def tuned(way: Way, people: Population, most: int) -> Way:
    """With the step that does best on the tuning people, ``most`` at each site."""
    if way.where is Where.NOBODY:
        return way
    sites = _sites(people, Part.TUNING, most)
    judges = [people.of(Part.TUNING_JUDGES, place) for place in range(len(SITES))]

    def good(step: float) -> float:
        models = learnt(replace(way, recipe=replace(way.recipe, step=step)), sites, 0)
        return float(np.mean([likelihood(told, one).mean() for told, one in zip(models, judges, strict=True)]))

    return replace(way, recipe=replace(way.recipe, step=max(STEPS, key=good)))


def judged(way: Way, people: Population, most: int, seeds: int) -> Judged:
    """Learn from other people with each seed, and look at those who judge."""
    judges = [people.of(Part.JUDGING, place) for place in range(len(SITES))]
    sd = spread_of(people.of(Part.TUNING))
    rows = []
    for seed in range(seeds):
        models = learnt(way, _sites(people, Part.TEACHING + seed, most), seed)
        rows.append(_look(models, judges, sd))
    return Judged(*(np.stack([row[place] for row in rows]) for place in range(4)))


def learnt(way: Way, sites: Sequence[Tensor], seed: int) -> list[Numbers]:
    """The numbers that each site then has."""
    if way.where is Where.NOBODY:
        return [unmoved()] * len(sites)
    if way.where is Where.ALONE:
        return [together([players], way.recipe, seed * 100 + place) for place, players in enumerate(sites)]
    if way.where is Where.POOLED:
        longest = max(players.shape[1] for players in sites)
        return [together([torch.cat([_padded(one, longest) for one in sites])], way.recipe, seed)] * len(sites)
    return [together(sites, way.recipe, seed)] * len(sites)


def likelihood(told: Numbers, courses: Courses) -> Doubles:
    """float64 (players,): log likelihood per known number of all sittings of each player together."""
    module = Moved(start())
    put(module, told)
    with torch.no_grad():
        return np.asarray(-module(players_of(courses)).numpy())


def over_both(told: Doubles, whose: Doubles, measure: Callable[[Doubles], float]) -> Interval:
    """A figure with its interval: seeds and players are both drawn anew.

    Args:
        told: float64 (seeds, n).
        whose: (n,), the player of each column.
        measure: of some rows and columns of it.
    """
    dice = np.random.default_rng(0)
    columns = [np.flatnonzero(whose == one) for one in np.unique(whose)]
    drawn = []
    for _ in range(DRAWS):
        some = told[dice.integers(0, len(told), len(told))]
        players = dice.integers(0, len(columns), len(columns))
        drawn.append(measure(some[:, np.concatenate([columns[one] for one in players])]))
    low, high = (float(end) for end in np.quantile(drawn, (0.025, 0.975)))
    return measure(told), low, high


def _look(models: Sequence[Numbers], judges: Sequence[Courses], sd: Doubles) -> tuple[Doubles, ...]:
    """One seed's row of each field of ``Judged``."""
    own, others, hole, following = [], [], [], []
    for place, courses in enumerate(judges):
        every = [likelihood(told, courses) for told in models]
        own.append(every[place])
        others.append(np.mean([one for site, one in enumerate(every) if site != place], axis=0))
        module = Moved(start())
        put(module, models[place])
        seen = figures(*module.fitted(), courses, sd)
        hole.append(seen.hole)
        following.append(seen.following)
    return tuple(np.concatenate(one) for one in (own, others, hole, following))


def _sites(people: Population, part: int, most: int) -> list[Tensor]:
    return [players_of(people.of(part, place, most)) for place in range(len(SITES))]


def _padded(players: Tensor, sittings: int) -> Tensor:
    """Further sittings of which nothing is known."""
    return torch.nn.functional.pad(players, (0, 0, 0, sittings - players.shape[1]), value=float("nan"))
