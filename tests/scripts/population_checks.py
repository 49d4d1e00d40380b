"""Run in the population's environment by its tests, which have no Opacus: each check by its name, or all.

python -m tests.scripts.population_checks FOLDER NAME
"""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from scripts.population_run.account import BudgetSpentError, Taken, read_account, take
from scripts.population_run.learn import MOST_EPSILON, Recipe, mean, noise_of, spent, together, turn, unmoved
from scripts.population_run.wire import Task, read_task, write_task

PLAYERS = 24
ALL = Recipe(rounds=1, passes=1, chance=1.0, epsilon=None)
"""Everybody in one step, without noise."""


def players(dice: np.random.Generator, sittings: int = 3) -> Tensor:
    """Made-up courses with holes."""
    told = 0.3 * dice.standard_normal((PLAYERS, sittings, 128))
    told[dice.random(told.shape) < 0.1] = np.nan
    return torch.from_numpy(told)


def bounded(_: Path) -> None:
    """One player, however far out and however often they played, moves the site by no more than the bound."""
    dice = np.random.default_rng(1)
    some = players(dice)
    before = turn(unmoved(), some, ALL, 0.0, 1)
    bound = 2.0 * ALL.step * ALL.clip / PLAYERS
    moved = []
    for size in (-30.0, -1.0, -0.1, 0.1, 1.0, 30.0):
        other = some.clone()
        other[5] = size
        moved.append(float(np.linalg.norm(turn(unmoved(), other, ALL, 0.0, 1) - before)))
    assert max(moved) <= bound + 1e-12, moved
    assert max(moved) > 0.3 * bound, f"the check sees nothing: {moved}"


def noisy(_: Path) -> None:
    """What leaves a site spreads as the noise says, on all 48 numbers and on no other."""
    some, noise = players(np.random.default_rng(2)), 3.0
    told = np.stack([turn(unmoved(), some, ALL, noise, seed) for seed in range(60)])
    moving = told.std(axis=0) > 0.0
    assert moving.sum() == 48, moving.sum()
    sd = float(told[:, moving].std(axis=0).mean())
    assert abs(sd / (noise * ALL.step * ALL.clip / PLAYERS) - 1.0) < 0.05, sd


def budget(folder: Path) -> None:
    """A whole run is within the budget, one round more is not, and what was refused is not written down."""
    recipe = Recipe()
    noise = noise_of(recipe)
    taken: Taken = ()
    for _ in range(recipe.rounds):
        taken = take(folder, read_account(folder), noise, recipe.chance, recipe.steps)
    assert 0.9 * MOST_EPSILON < spent(taken) <= MOST_EPSILON, spent(taken)
    try:
        take(folder, read_account(folder), noise, recipe.chance, recipe.steps)
    except BudgetSpentError:
        assert read_account(folder) == taken
    else:
        raise AssertionError("more was given away than may be")
    try:
        take(folder / "other", (), 0.0, recipe.chance, 1)
    except BudgetSpentError:
        return
    raise AssertionError("steps without noise were allowed")


def crowd(_: Path) -> None:
    """A site with nineteen players takes no part, one with twenty does."""
    some = players(np.random.default_rng(3))
    turn(unmoved(), some[:20], ALL, 0.0, 0)
    try:
        turn(unmoved(), some[:19], ALL, 0.0, 0)
    except ValueError as error:
        assert "20 are needed" in str(error)
        return
    raise AssertionError("nineteen players took part")


def rounds(_: Path) -> None:
    """One round is the mean of the sites by their players; the same seed gives the same, another another."""
    sites = [players(np.random.default_rng(4)), players(np.random.default_rng(5))[:20]]
    recipe = Recipe(rounds=1)
    told = together(sites, recipe, 3)
    assert np.array_equal(told, together(sites, recipe, 3))
    assert not np.array_equal(told, together(sites, recipe, 4))
    assert np.allclose(mean([np.zeros(2), np.ones(2)], [24, 8]), 0.25)


def wire(_: Path) -> None:
    """A task read is the task written, as Flower's configuration would carry it."""
    import tomllib  # noqa: PLC0415 - only here

    for recipe in (Recipe(), replace(Recipe(), epsilon=None, axes=True, step=0.03, rounds=3)):
        task = Task(recipe, 3, 17, "/a b/told.npy")
        words = write_task(task).replace(' out="', '\nout="')
        head, out = words.split("\n")
        assert read_task(tomllib.loads("\n".join([*head.split(" "), out]))) == task


CHECKS = {check.__name__: check for check in (bounded, noisy, budget, crowd, rounds, wire)}

if __name__ == "__main__":
    torch.set_num_threads(1)
    place = Path(sys.argv[1])
    for name in sys.argv[2:]:
        CHECKS[name](place)
        print(name)
