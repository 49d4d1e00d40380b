"""A small variational autoencoder of courses (Kingma and Welling 2014), the rival of the PCA that ships if not worse.

It sees what is known of a course and which of it is known; its loss counts known numbers alone, so holes are left
out as in the PCA (Nazabal et al. 2020, Pattern Recognition 107:107501). Noise: one learnt sd for each channel.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from affect.training.profile_data import Courses
from affect.trends.profile import NUMBERS
from affect.trends.profile_curve import POINTS, Channel, Doubles

WIDE: Final = 64
ROUNDS: Final = 120
PATIENCE: Final = 15
"""Rounds without a better loss on the tenth of people set aside after which it ends."""
BATCH: Final = 64
STEP: Final = 2e-3
HIDDEN: Final = 0.15
"""Share of the known numbers that the encoder is not shown in training: a made hole."""
SAMPLES: Final = 100
"""Of the importance-weighted bound on the likelihood (Burda et al. 2016)."""
SETS_ASIDE: Final = 10
"""Every so manyth person of the training people decides when it ends."""


class Network(nn.Module):
    """Courses (n, 128) in their own spread to positions (n, k) and back."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.encode = nn.Sequential(nn.Linear(2 * NUMBERS, WIDE), nn.Tanh(), nn.Linear(WIDE, 2 * size))
        self.decode = nn.Sequential(nn.Linear(size, WIDE), nn.Tanh(), nn.Linear(WIDE, NUMBERS))
        self.log_noise = nn.Parameter(torch.full((len(Channel),), -0.3))

    def noise(self) -> Tensor:
        """float32 (128,): sd of what is not told."""
        noise: Tensor = torch.repeat_interleave(self.log_noise.exp(), POINTS)
        return noise

    def place(self, told: Tensor, sure: Tensor) -> tuple[Tensor, Tensor]:
        """Mean and log variance of positions, (n, k) each. ``told``: 0 where not known; ``sure``: 1 where known."""
        mean, log_variance = self.encode(torch.cat((told * sure, sure), dim=1)).chunk(2, dim=1)
        return mean, log_variance.clamp(-8.0, 2.0)

    def log_density(self, told: Tensor, sure: Tensor, at: Tensor) -> Tensor:
        """(n,): of what is known, given positions (n, k)."""
        off = (told - self.decode(at)) / self.noise()
        each = -0.5 * off**2 - self.noise().log() - 0.5 * float(np.log(2.0 * np.pi))
        density: Tensor = (each * sure).sum(dim=1)
        return density


@dataclass(frozen=True, slots=True, eq=False)
class Encoder:
    """A fitted network and the scale it works in (implements ``profile_score.Model``)."""

    network: Network
    middle: Doubles
    """float64 (128,)"""
    spread: Doubles
    """float64 (128,): sd of each channel."""
    rounds: int = field(default=0)
    """After which it ended."""

    @property
    def parameters(self) -> int:
        """How many numbers it is made of."""
        return sum(part.numel() for part in self.network.parameters())

    @property
    def noise(self) -> Doubles:
        """float64 (128,): sd of what is not told, in the unit of each channel."""
        return np.asarray(self.network.noise().detach().double().numpy() * self.spread)

    def decode(self, at: Doubles) -> Doubles:
        """float64 (n, 128) of positions (n, k)."""
        with torch.no_grad():
            told = self.network.decode(torch.tensor(at, dtype=torch.float32)).double().numpy()
        return np.asarray(self.middle + told * self.spread)

    def positions(self, value: Doubles) -> tuple[Doubles, Doubles]:
        """Mean and variance, float64 (n, k) each, of courses (n, 128) with nan."""
        with torch.no_grad():
            mean, log_variance = self.network.place(*self._scaled(value))
        return mean.double().numpy(), log_variance.exp().double().numpy()

    def messages(self, value: Doubles) -> tuple[Doubles, Doubles]:
        """What each course adds to what is believed of its position: precision (n, k, k), and times position (n, k)."""
        mean, variance = self.positions(value)
        exact = np.maximum(1.0 / variance - 1.0, 1e-6)
        return np.einsum("nk,kl->nkl", exact, np.eye(exact.shape[1])), mean / variance

    def log_likelihood(self, value: Doubles, prior: Doubles, spread: Doubles) -> Doubles:
        """float64 (n,): an importance-weighted lower bound, per known number, with positions from N(prior, spread).

        ``prior``: (n, k) or (k,); ``spread``: (n, k, k) or (k, k).
        """
        dice = torch.Generator().manual_seed(0)
        told, sure = self._scaled(value)
        count, size = len(value), prior.shape[-1]
        middle = torch.tensor(np.broadcast_to(prior, (count, size)).copy(), dtype=torch.float32)
        lower = torch.tensor(np.linalg.cholesky(np.broadcast_to(spread, (count, size, size))), dtype=torch.float32)
        believed = torch.distributions.MultivariateNormal(middle, scale_tril=lower)
        with torch.no_grad():
            mean, log_variance = self.network.place(told, sure)
            sd = (0.5 * log_variance).exp()
            seen = torch.distributions.Normal(mean, sd)
            weights = []
            for _ in range(SAMPLES):
                at = mean + sd * torch.randn(mean.shape, generator=dice)
                density = self.network.log_density(told, sure, at)
                weights.append(density + _log_prob(believed, at) - _log_prob(seen, at).sum(dim=1))
            bound = torch.logsumexp(torch.stack(weights), dim=0) - float(np.log(SAMPLES))
        volume = (np.isfinite(value) * np.log(self.spread)).sum(axis=1)
        return np.asarray((bound.double().numpy() - volume) / np.isfinite(value).sum(axis=1))

    def _scaled(self, value: Doubles) -> tuple[Tensor, Tensor]:
        return _tensors((value - self.middle) / self.spread)


def fit(courses: Courses, size: int, seed: int) -> Encoder:
    """Learn from these people; the same arguments give the same network."""
    torch.manual_seed(seed)
    dice = torch.Generator().manual_seed(seed)
    middle = np.nanmean(courses.value, axis=0)
    off = (courses.value - middle).reshape(-1, len(Channel), POINTS)
    spread = np.repeat(np.sqrt(np.nanmean(off**2, axis=(0, 2))), POINTS)
    scaled = (courses.value - middle) / spread
    aside = np.unique(courses.person, return_inverse=True)[1] % SETS_ASIDE == 0
    told, sure = _tensors(scaled[~aside])
    network = Network(size)
    rounds = _descend(network, (told, sure), _tensors(scaled[aside]), dice)
    return Encoder(network, middle, spread, rounds)


def _descend(network: Network, told: tuple[Tensor, Tensor], aside: tuple[Tensor, Tensor], dice: torch.Generator) -> int:
    """Descend until those set aside are told no better; the best weights stay. Returns the round they are of."""
    ways = torch.optim.Adam(network.parameters(), lr=STEP, weight_decay=1e-5)
    best, kept, kept_round = float("inf"), network.state_dict(), 0
    for number in range(ROUNDS):
        for rows in torch.split(torch.randperm(len(told[0]), generator=dice), BATCH):
            ways.zero_grad()
            _loss(network, told[0][rows], told[1][rows], dice, HIDDEN).backward()  # type: ignore[no-untyped-call]
            ways.step()
        with torch.no_grad():
            loss = float(_loss(network, *aside, torch.Generator().manual_seed(0), 0.0))
        if loss < best - 1e-4:
            best, kept_round = loss, number
            kept = {name: part.clone() for name, part in network.state_dict().items()}
        if number - kept_round >= PATIENCE:
            break
    network.load_state_dict(kept)
    return kept_round


def _loss(network: Network, told: Tensor, sure: Tensor, dice: torch.Generator, hidden: float) -> Tensor:
    """Minus the evidence bound, per known number."""
    shown = sure * (torch.rand(sure.shape, generator=dice) >= hidden)
    mean, log_variance = network.place(told, shown)
    at = mean + (0.5 * log_variance).exp() * torch.randn(mean.shape, generator=dice)
    apart = 0.5 * (mean**2 + log_variance.exp() - 1.0 - log_variance).sum(dim=1)
    return (apart - network.log_density(told, sure, at)).sum() / sure.sum()


def _log_prob(of: torch.distributions.Distribution, at: Tensor) -> Tensor:
    """Torch leaves this method without types."""
    told: Tensor = of.log_prob(at)
    return told


def _tensors(scaled: Doubles) -> tuple[Tensor, Tensor]:
    """float32 (n, 128): numbers with 0 where nothing is known, and 1 where something is."""
    sure: NDArray[np.bool_] = np.isfinite(scaled)
    return torch.tensor(np.where(sure, scaled, 0.0), dtype=torch.float32), torch.tensor(sure, dtype=torch.float32)
