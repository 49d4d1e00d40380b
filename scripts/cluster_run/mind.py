"""The network that RLlib teaches: that of ``adaptation.train``, whose critic here sees only what the actor sees."""

from typing import Any

import numpy as np
import torch
from gymnasium import spaces
from ray.rllib.core.columns import Columns
from ray.rllib.core.distribution.torch.torch_distribution import TorchDistribution, TorchMultiCategorical
from ray.rllib.core.rl_module.apis import ValueFunctionAPI
from ray.rllib.core.rl_module.torch import TorchRLModule

from adaptation.actions import SIZES
from adaptation.env import Player
from adaptation.train.actor import SEEN, SeeingCritic

Weights = dict[str, torch.Tensor]
"""By name, as torch keeps them; what is usual of each column is among them."""


def network(mean: Any = None, scale: Any = None) -> SeeingCritic:
    """An untaught network, 31-64-64-16 and 31-128-128-1. ``mean``, ``scale``: float64 (31,), what is usual of each
    column; they may come with the weights instead."""
    alone = Player()
    return SeeingCritic(
        alone.observation_space,  # type: ignore[arg-type] # stable-baselines3 names one type for all spaces
        alone.action_space,  # type: ignore[arg-type]
        lambda _: 0.0,
        mean=np.zeros(SEEN) if mean is None else mean,
        scale=np.ones(SEEN) if scale is None else scale,
    )


class Mind(TorchRLModule, ValueFunctionAPI):
    """``SeeingCritic`` as RLlib wants it; ``model_config["weights"]`` are where every worker begins."""

    def setup(self) -> None:
        """Build the network, as far as it was taught."""
        assert isinstance(self.model_config, dict)
        self.network = network()
        self.network.load_state_dict(self.model_config["weights"])

    def _forward(self, batch: dict[str, Any], **_: Any) -> dict[str, Any]:
        hidden = self.network.mlp_extractor.forward_actor(batch[Columns.OBS])
        return {Columns.ACTION_DIST_INPUTS: self.network.action_net(hidden)}

    def compute_values(self, batch: dict[str, Any], embeddings: Any = None) -> torch.Tensor:
        """What is to come, as the critic thinks: (n,) for rows (n, 31). ``embeddings`` are RLlib's, and not used."""
        values: torch.Tensor = self.network.value_net(self.network.mlp_extractor.forward_critic(batch[Columns.OBS]))
        return values.squeeze(-1)

    def get_train_action_dist_cls(self) -> type[TorchDistribution]:
        """Five independent choices."""
        chosen: Any = TorchMultiCategorical
        choices: type[TorchDistribution] = chosen.get_partial_dist_cls(
            space=spaces.MultiDiscrete(list(SIZES)), input_lens=list(SIZES)
        )
        return choices

    get_exploration_action_dist_cls = get_train_action_dist_cls
    get_inference_action_dist_cls = get_train_action_dist_cls
