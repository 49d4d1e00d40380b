"""PPO that compares what it did with copies of the same person, who met the same luck.

Proximal policy optimisation (Schulman et al. 2017, arXiv:1707.06347) as in stable-baselines3. What differs: advantages
are told against the copies; actor and critic are held in bounds each by itself; the wish to stay undecided fades.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from gymnasium import spaces
from stable_baselines3 import PPO
from stable_baselines3.common.buffers import RolloutBuffer
from stable_baselines3.common.type_aliases import RolloutBufferSamples
from stable_baselines3.common.vec_env import VecEnv

from adaptation.train.actor import SeeingCritic, Towers


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that is chosen about learning; the numbers were chosen on validation people."""

    decisions: int = 3_200_000
    """Decisions simulated for one seed."""
    people: int = 128
    """Who plays at once."""
    copies: int = 8
    """Of each of them, with the same luck."""
    steps: int = 96
    """Decisions of each sitting between two updates: the longest sitting whole."""
    learning_rate: float = 3e-3
    """At the start; goes down to a tenth in a straight line."""
    batch: int = 2048
    """Decisions in a gradient step."""
    epochs: int = 6
    """Passes over what was played, per update."""
    gamma: float = 0.995
    """Discount per decision."""
    gae_lambda: float = 0.985
    """Of generalised advantage estimation."""
    entropy: float = 0.03
    """Weight of the wish to stay undecided; fades in a straight line."""
    leaving_cost: float = 15.0
    """What leaving costs beyond the reward, while learning: the worst tenth is mostly of those who leave."""
    gloom_cost: float = 2.0
    """What each unit of worth below what is fair costs beyond the reward, while learning: for the worst tenth, too."""
    often: tuple[str, ...] = ("anxious_child", "low_skill")
    """Families that are met twice as often: those who fare worst."""
    watched: int = 512
    """Sittings of the rules that are watched first."""
    passes: int = 20
    """Over what was watched."""
    judges: int = 384
    """Validation sittings on which the curve is measured, and what is familiar."""
    keep: float = 0.9
    """Share of the averaged weights that stays at each update; the average is what plays in the end."""


class Compared(RolloutBuffer):
    """What was played by several copies of each person, who met the same luck: what an action was worth is told against
    the copies, so that luck cancels out. A baseline that does not depend on the action leaves the gradient unbiased but
    for the factor 1 - 1 / copies, which the learner's own scaling takes out."""

    def __init__(
        self,
        buffer_size: int,
        observation_space: spaces.Space[Any],
        action_space: spaces.Space[Any],
        device: torch.device | str = "auto",
        gae_lambda: float = 1.0,
        gamma: float = 0.99,
        n_envs: int = 1,
        *,
        copies: int,
    ) -> None:
        self._copies = copies
        super().__init__(buffer_size, observation_space, action_space, device, gae_lambda, gamma, n_envs)

    def compute_returns_and_advantage(self, last_values: torch.Tensor, dones: npt.NDArray[np.bool_]) -> None:
        """Returns as ever; advantages less the mean of the copies' at the same decision."""
        super().compute_returns_and_advantage(last_values, dones)
        beside = self.advantages.reshape(self.buffer_size, self._copies, -1)
        self.advantages = (beside - beside.mean(axis=1, keepdims=True)).reshape(self.advantages.shape)


class Learner(PPO):
    """One seed of learning. ``policy`` is a SeeingCritic."""

    policy: SeeingCritic
    rollout_buffer: RolloutBuffer

    def __init__(self, crowd: VecEnv, recipe: Recipe, settings: dict[str, object], seed: int) -> None:
        """``settings`` are those of ``SeeingCritic``, in the form stable-baselines3 takes them in."""
        super().__init__(
            SeeingCritic,
            crowd,
            learning_rate=lambda remaining: recipe.learning_rate * (0.1 + 0.9 * remaining),
            n_steps=recipe.steps,
            batch_size=recipe.batch,
            n_epochs=recipe.epochs,
            gamma=recipe.gamma,
            gae_lambda=recipe.gae_lambda,
            ent_coef=recipe.entropy,
            policy_kwargs=settings,
            rollout_buffer_class=Compared,
            rollout_buffer_kwargs={"copies": recipe.copies},
            seed=seed,
            device="cpu",
        )
        towers = self.policy.mlp_extractor
        assert isinstance(towers, Towers)
        # Each by itself: a critic that errs much at first does not hold the actor still.
        self._parts = (
            [*towers.actor.parameters(), *self.policy.action_net.parameters()],
            [*towers.critic.parameters(), *self.policy.value_net.parameters()],
        )

    def train(self) -> None:
        """Some passes over what was played: one update."""
        self.policy.set_training_mode(True)
        self._update_learning_rate(self.policy.optimizer)
        for _ in range(self.n_epochs):
            for batch in self.rollout_buffer.get(self.batch_size):
                self.policy.optimizer.zero_grad()
                self._loss(batch).backward()  # type: ignore[no-untyped-call]
                for parameters in self._parts:
                    torch.nn.utils.clip_grad_norm_(parameters, self.max_grad_norm)
                self.policy.optimizer.step()
            self._n_updates += 1

    def _loss(self, batch: RolloutBufferSamples) -> torch.Tensor:
        values, log_prob, entropy = self.policy.evaluate_actions(batch.observations, batch.actions)
        advantage = (batch.advantages - batch.advantages.mean()) / (batch.advantages.std() + 1e-8)
        ratio = torch.exp(log_prob - batch.old_log_prob)
        clipped = torch.clamp(ratio, 0.8, 1.2)
        error = torch.nn.functional.mse_loss(values.flatten(), batch.returns)
        loss = self.vf_coef * error - torch.min(advantage * ratio, advantage * clipped).mean()
        if entropy is not None:
            loss = loss - self.ent_coef * self._current_progress_remaining * entropy.mean()
        return loss
