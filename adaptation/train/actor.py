"""The network that is taught: an actor that sees what a mind is shown, and a critic that sees the person as well.

The critic helps only to judge what a decision led to, and is thrown away after training; the actor never sees more
than an Observation.
"""

from collections.abc import Sequence
from math import log

import numpy as np
import numpy.typing as npt
import torch
from gymnasium import spaces
from stable_baselines3.common.policies import ActorCriticPolicy
from stable_baselines3.common.type_aliases import Schedule
from torch import nn

from adaptation.actions import SIZES
from adaptation.features import NAMES

Array = npt.NDArray[np.float64]
SEEN = len(NAMES)
"""Columns that the actor sees: the first of a row; what follows is for the critic alone."""
WIDTH = 64
"""Units of each of the two hidden layers."""
FIRST_MINIGAMES = 0.04
"""Share of the first decisions that offer a minigame: each is felt for minutes, so few are tried."""


class Towers(nn.Module):
    """Two separate hidden stacks over standardised columns: the actor's over the first ``SEEN``, the critic's over all.

    ``mean``, ``scale``: float64 (k,), of all columns; fixed before learning begins. ``blind``: columns that stand at
    their mean for both.
    """

    def __init__(self, mean: Array, scale: Array, blind: Sequence[int]) -> None:
        super().__init__()
        self.latent_dim_pi = WIDTH
        self.latent_dim_vf = 2 * WIDTH
        self.mean: torch.Tensor
        self.scale: torch.Tensor
        self.shown: torch.Tensor
        self.register_buffer("mean", torch.as_tensor(mean, dtype=torch.float32))
        self.register_buffer("scale", torch.as_tensor(scale, dtype=torch.float32))
        shown = torch.ones(len(mean))
        shown[list(blind)] = 0.0
        self.register_buffer("shown", shown)
        self.actor = _stack(SEEN, WIDTH)
        self.critic = _stack(len(mean), 2 * WIDTH)

    def forward(self, features: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Both stacks over rows (n, k)."""
        return self.forward_actor(features), self.forward_critic(features)

    def forward_actor(self, features: torch.Tensor) -> torch.Tensor:
        """What the actor makes of rows (n, k): (n, 64)."""
        seen: torch.Tensor = self.actor(self._standard(features)[:, :SEEN])
        return seen

    def forward_critic(self, features: torch.Tensor) -> torch.Tensor:
        """What the critic makes of rows (n, k): (n, 128)."""
        seen: torch.Tensor = self.critic(self._standard(features).clamp(-8.0, 8.0))
        return seen

    def _standard(self, features: torch.Tensor) -> torch.Tensor:
        return (features - self.mean) / self.scale * self.shown


class SeeingCritic(ActorCriticPolicy):
    """stable-baselines3's policy with ``Towers`` and few minigames at first."""

    def __init__(
        self,
        observation_space: spaces.Space[Array],
        action_space: spaces.Space[Array],
        lr_schedule: Schedule,
        use_sde: bool = False,
        *,
        mean: Array,
        scale: Array,
        blind: Sequence[int] = (),
    ) -> None:
        self._standing = (mean, scale, blind)
        super().__init__(observation_space, action_space, lr_schedule, use_sde=use_sde)
        assert isinstance(self.action_net, nn.Linear)
        with torch.no_grad():
            self.action_net.bias[-1] = log(FIRST_MINIGAMES / (1.0 - FIRST_MINIGAMES))

    def _build_mlp_extractor(self) -> None:
        self.mlp_extractor = Towers(*self._standing)  # type: ignore[assignment]

    def chances(self, rows: torch.Tensor) -> list[torch.Tensor]:
        """Log-probabilities (n, options) of every branch for rows (n, k)."""
        logits: torch.Tensor = self.action_net(self.mlp_extractor.forward_actor(rows))
        return [part.log_softmax(dim=1) for part in torch.split(logits, list(SIZES), dim=1)]


def _stack(inputs: int, width: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(inputs, width), nn.Tanh(), nn.Linear(width, width), nn.Tanh())
