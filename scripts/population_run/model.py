"""The shipped profile, moved a little: probabilistic PCA whose numbers are learnt by descent, not by EM.

A course of a player is middle + (usual position + the day's) x axes + noise (``affect/trends/profile.py``). What is
learnt at sites is how far this lies from what ships, in slow bends of each channel (cosines), so that there are 240
numbers and not 974: privacy noise grows with the root of their count. The likelihood of all sittings of one player
together is exact, holes left out.
"""

from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from affect.training.profile_data import Courses
from affect.training.profile_pca import Fitted, Spreads
from affect.trends.profile import NUMBERS, Taught
from affect.trends.profile_curve import POINTS, Channel, Doubles

BENDS: Final = 8
"""Cosines of each channel, from none to seven half turns a sitting."""


class Moved(nn.Module):
    """What ships, and how far it was moved; the parameters are all 0 at first. float64 throughout.

    Input: courses of players, (players, sittings, 128), nan = not known, whole sittings of nan = none played.
    Output: (players,), minus the log likelihood of each player's sittings per known number.
    """

    def __init__(self, start: Taught) -> None:
        super().__init__()
        size = len(start.axes)
        # No buffers: Opacus finds gradients of single players only for layers without them.
        self._middle, self._axes, self._noise, self._between, self._within = (
            torch.tensor(one, dtype=torch.float64)
            for one in (start.middle, start.axes, start.noise, start.between, start.within)
        )
        self._bends = torch.tensor(bends(), dtype=torch.float64)
        count = len(self._bends)
        self.middle = nn.Parameter(torch.zeros(count, dtype=torch.float64))
        self.axes = nn.Parameter(torch.zeros(size, count, dtype=torch.float64))
        self.noise = nn.Parameter(torch.zeros(len(Channel), dtype=torch.float64))
        self.between = nn.Parameter(torch.zeros(size, dtype=torch.float64))
        self.within = nn.Parameter(torch.zeros(size, dtype=torch.float64))

    def forward(self, value: Tensor) -> Tensor:
        """See the class."""
        middle, axes, noise, between, within = self.numbers()
        sure = torch.isfinite(value)
        off = torch.where(sure, (torch.where(sure, value, 0.0) - middle) / noise, 0.0)
        scaled = axes / noise
        exact = torch.einsum("pnd,kd,ld->pnkl", sure.to(value.dtype), scaled, scaled)
        told = off @ scaled.T
        one = torch.eye(len(axes), dtype=value.dtype)
        # The day's position is integrated out of each sitting, then the usual one out of all of them.
        gain = torch.linalg.inv(torch.linalg.inv(within) + exact)
        loose = exact @ gain
        seen = (exact - loose @ exact).sum(dim=1)
        pull = (told - (loose @ told[..., None])[..., 0]).sum(dim=1)
        usual = torch.linalg.solve(torch.linalg.inv(between) + seen, pull[..., None])[..., 0]
        fit = (told * (gain @ told[..., None])[..., 0]).sum(dim=(1, 2)) + (pull * usual).sum(dim=1)
        squares = (off**2).sum(dim=(1, 2)) - fit
        volume = (
            torch.linalg.slogdet(one + within @ exact)[1].sum(dim=1) + torch.linalg.slogdet(one + between @ seen)[1]
        )
        count = sure.sum(dim=(1, 2))
        volume = volume + 2.0 * (sure * noise.log()).sum(dim=(1, 2)) + count * float(np.log(2.0 * np.pi))
        minus: Tensor = 0.5 * (squares + volume) / count.clamp(min=1)
        return minus

    def numbers(self) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """Middle (128,), axes (k, 128), noise (128,), covariances between people and within (k, k)."""
        middle = self._middle + self._noise * (self.middle @ self._bends)
        axes = self._axes + self._noise * (self.axes @ self._bends)
        noise = self._noise * torch.repeat_interleave(self.noise.exp(), POINTS)
        between, within = self.between.exp(), self.within.exp()
        return (
            middle,
            axes,
            noise,
            self._between * between[:, None] * between,
            self._within * within[:, None] * within,
        )

    def fitted(self) -> tuple[Fitted, Spreads]:
        """As ``affect.training.profile_score`` reads models."""
        middle, axes, noise, between, within = (one.detach().numpy().copy() for one in self.numbers())
        return Fitted(middle, axes, noise), Spreads(between, within)


def flat(module: nn.Module) -> NDArray[np.float64]:
    """float64 (m,): all parameters, one after the other; what goes over the wire."""
    return np.concatenate([one.detach().numpy().reshape(-1) for one in module.parameters()])


def put(module: nn.Module, told: NDArray[np.float64]) -> None:
    """The inverse of ``flat``. Raises ValueError when the number of numbers is another."""
    if told.shape != (sum(one.numel() for one in module.parameters()),) or not np.isfinite(told).all():
        raise ValueError("these numbers are not those of a profile")
    place = 0
    with torch.no_grad():
        for one in module.parameters():
            one.copy_(torch.from_numpy(told[place : place + one.numel()].reshape(one.shape)))
            place += one.numel()


def bends() -> Doubles:
    """float64 (4 x 8, 128): cosines of every channel, each of mean square 1 over its channel."""
    turns = np.cos(np.pi * np.arange(BENDS)[:, None] * (np.arange(POINTS) + 0.5) / POINTS)
    turns[1:] *= np.sqrt(2.0)
    return np.kron(np.eye(len(Channel)), turns)


def players_of(courses: Courses) -> Tensor:
    """float64 (players, sittings, 128): one row a player, padded with nan to the longest."""
    people, whose = np.unique(courses.person, return_inverse=True)
    counts = np.bincount(whose)
    told = np.full((len(people), int(counts.max()), NUMBERS), np.nan)
    for player in range(len(people)):
        told[player, : counts[player]] = courses.value[whose == player]
    return torch.from_numpy(told)
