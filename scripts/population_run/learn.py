"""What a site does in a round, and a whole run of rounds without a network: the same arithmetic that Flower carries.

A step draws players by lot (Poisson: each with the same chance, on their own), takes one gradient of each player over
all of their sittings, shortens it to ``Recipe.clip``, adds them up, and adds normal noise (DP-SGD, Abadi et al. 2016,
doi:10.1145/2976749.2978318). So what leaves a site hides whether any one *player* took part, not only a sitting.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from opacus import PrivacyEngine  # type: ignore[import-untyped]
from opacus.accountants import RDPAccountant  # type: ignore[import-untyped]
from opacus.accountants.utils import get_noise_multiplier  # type: ignore[import-untyped]
from torch import Tensor
from torch.utils.data import DataLoader, TensorDataset

from affect.trends.profile import Taught, shipped
from scripts.population_run.model import Moved, flat, put

DELTA: Final = 1e-5
"""Chance that the bound does not hold; below one in the number of players."""
MOST_EPSILON: Final = 8.0
"""No site gives more away, whatever it is asked."""
FEWEST_PLAYERS: Final = 20
"""A site with fewer takes no part: nobody hides in a crowd of five."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How all sites learn together."""

    rounds: int = 5
    """Times that all sites learn and the server takes the mean."""
    passes: int = 2
    """Of each site through its players in a round; a pass is 1 / ``chance`` steps."""
    chance: float = 0.5
    """That a player is drawn in a step."""
    step: float = 0.3
    """Of the descent."""
    clip: float = 1.0
    """Longest gradient of one player."""
    epsilon: float | None = MOST_EPSILON
    """What every site may give away in all rounds; None = no noise."""
    axes: bool = False
    """Whether axes are learnt, too. Else they stay as shipped and keep their names, and 48 numbers are learnt."""

    @property
    def steps(self) -> int:
        """Of a site in a round."""
        return self.passes * round(1.0 / self.chance)


def noise_of(recipe: Recipe) -> float:
    """Sd of the noise in units of ``clip``, so that all rounds together stay within ``epsilon``."""
    if recipe.epsilon is None:
        return 0.0
    return _noise(recipe.epsilon, recipe.chance, recipe.rounds * recipe.steps)


@lru_cache
def _noise(epsilon: float, chance: float, steps: int) -> float:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a larger order would only bound a little more tightly
        return float(
            get_noise_multiplier(
                target_epsilon=epsilon, target_delta=DELTA, sample_rate=chance, steps=steps, accountant="rdp"
            )
        )


def spent(taken: Sequence[tuple[float, float, int]]) -> float:
    """Epsilon of steps taken, each (noise, chance, how many): Opacus's accountant (Renyi, Mironov 2017)."""
    account = RDPAccountant()
    account.history = [one for one in taken if one[2] > 0]
    if not account.history:
        return 0.0
    if any(noise <= 0.0 for noise, _, _ in account.history):
        return float("inf")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return float(account.get_epsilon(DELTA))


def turn(told: Numbers, players: Tensor, recipe: Recipe, noise: float, seed: int) -> Numbers:
    """One site's part of a round: the numbers after its steps.

    Args:
        told: float64 (m,), where it begins.
        players: (players, sittings, 128), nan where not known.
        recipe: how.
        noise: sd of the noise in units of the longest gradient.
        seed: of who is drawn and of the noise. For real people it must be secret, and never used twice.

    Raises:
        ValueError: too few players.
    """
    if len(players) < FEWEST_PLAYERS:
        raise ValueError(f"this site has {len(players)} players; {FEWEST_PLAYERS} are needed to take part")
    module = Moved(start())
    module.axes.requires_grad_(recipe.axes)
    put(module, told)
    dice = torch.Generator().manual_seed(seed)
    batch = max(round(len(players) * recipe.chance), 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of the secure generator, which docs/trends.md speaks of
        # With 1 / chance batches a pass, Opacus draws every player with this chance in each step.
        private, descent, lots = PrivacyEngine(accountant="rdp").make_private(
            module=module,
            optimizer=torch.optim.SGD(module.parameters(), lr=recipe.step),
            data_loader=DataLoader(TensorDataset(players), batch_size=batch, generator=dice),
            noise_multiplier=noise,
            max_grad_norm=recipe.clip,
            noise_generator=dice,
            grad_sample_mode="functorch",
        )
        for _ in range(recipe.passes):
            for (drawn,) in lots:
                descent.zero_grad()
                private(drawn).mean().backward()
                descent.step()
    return flat(module)


def mean(told: Sequence[Numbers], weights: Sequence[int]) -> Numbers:
    """What the server makes of the sites' numbers, each weighing as many as it has players."""
    return np.asarray(np.average(np.stack(told), axis=0, weights=np.array(weights, dtype=np.float64)))


def together(sites: Sequence[Tensor], recipe: Recipe, seed: int) -> Numbers:
    """All rounds of some sites, without a network; one site = alone, or all people in one place."""
    told = unmoved()
    noise = noise_of(recipe)
    counts = [len(players) for players in sites]
    for number in range(recipe.rounds):
        turns = [
            turn(told, players, recipe, noise, seed_of(seed, place, number)) for place, players in enumerate(sites)
        ]
        told = mean(turns, counts)
    return told


def seed_of(seed: int, place: int, number: int) -> int:
    """Of a site's turn in a round."""
    return int(np.random.default_rng([seed, place, number]).integers(2**62))


@lru_cache
def start() -> Taught:
    """Where everybody begins: what ships, which no player had a part in."""
    return shipped()


def unmoved() -> Numbers:
    """float64 (m,): the numbers of what ships."""
    return flat(Moved(start()))
