"""Many sittings at once as a vector environment of stable-baselines3, straight on the sketch's arrays.

A row of numbers per sitting: the 31 that a mind is shown, then what only the critic may see of the person. A sitting
that is over makes room for a new one, of a person drawn anew.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from gymnasium import spaces
from stable_baselines3.common.vec_env import VecEnv
from stable_baselines3.common.vec_env.base_vec_env import VecEnvIndices, VecEnvStepReturn

from adaptation import actions, reward, sketch
from adaptation.features import NAMES
from adaptation.train.sittings import Sittings

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.float32]
RESERVE = 512
"""Sittings drawn at a time, from which those that end are replaced."""
WORTH = 10.0
"""A whole sitting's reward, for each point of its score: of the size that a critic learns quickly."""


@dataclass(frozen=True, slots=True)
class Costs:
    """What something costs beyond the reward, while learning."""

    change: float = 0.0
    """Each changed setting."""
    minigame: float = 0.0
    """Each minigame wished."""
    leaving: float = 0.0
    """Each person who leaves."""


class Crowd(VecEnv):
    """``count`` sittings at once; ``invite(n)`` draws the next n.

    Observation: float32 (count, 31 + what the critic sees). Action: int (count, 5), see ``adaptation.actions``.
    """

    def __init__(self, count: int, invite: Callable[[int], Sittings], seed: int, costs: Costs) -> None:
        self._invite, self._dice, self._costs = invite, np.random.default_rng(seed), costs
        self._sketch, self._planned = self._begin(count)
        self._reserve, self._reserve_planned = self._begin(RESERVE)
        self._next = 0
        self._chosen = np.tile(np.array(actions.HOLD), (count, 1))
        width = len(NAMES) + sketch.latent(self._sketch).shape[1]
        self.render_mode = None
        seen = spaces.Box(-np.inf, np.inf, (width,), np.float32)
        super().__init__(count, seen, spaces.MultiDiscrete(list(actions.SIZES)))

    def reset(self) -> Rows:
        """Begin every sitting anew."""
        self._sketch, self._planned = self._begin(self.num_envs)
        return whole(self._sketch)

    def step_async(self, actions: npt.NDArray[np.int64]) -> None:
        """Take what is to be done in the next decision, (count, 5)."""
        self._chosen = actions

    def step_wait(self) -> VecEnvStepReturn:
        """Five seconds of every sitting; those that are over begin anew with somebody else."""
        wished = actions.wishes(sketch.observe(self._sketch), self._chosen)
        self._sketch, parts = sketch.step(self._sketch, wished)
        value = reward.value(parts)
        costs = self._costs
        value = (
            value - costs.change * 4.0 * parts.changes - costs.minigame * wished.minigame - costs.leaving * parts.quit
        )
        # As in the score, a sitting counts the same however long it is.
        value = value * (WORTH / self._planned)
        over = self._sketch.over.copy()
        if over.any():
            self._renew(np.flatnonzero(over))
        return whole(self._sketch), value.astype(np.float32), over, [{} for _ in range(self.num_envs)]

    def _begin(self, count: int) -> tuple[sketch.Sketch, Array]:
        invited = self._invite(count)
        seed = int(self._dice.integers(2**31))
        begun = sketch.begin(invited.people, seed, invited.minutes, invited.places, invited.train, invited.posteriors)
        return begun, 12.0 * invited.minutes

    def _renew(self, rows: npt.NDArray[np.intp]) -> None:
        """Sittings out of the reserve take the place of ``rows``."""
        if self._next + len(rows) > RESERVE:
            self._reserve, self._reserve_planned = self._begin(RESERVE)
            self._next = 0
        fresh = np.arange(self._next, self._next + len(rows))
        self._next += len(rows)
        self._sketch = sketch.graft(self._sketch, rows, self._reserve, fresh)
        self._planned[rows] = self._reserve_planned[fresh]

    def close(self) -> None:
        """Nothing is held open."""

    def get_attr(self, attr_name: str, indices: VecEnvIndices = None) -> list[Any]:
        """The crowd's own attribute, once for each sitting asked for."""
        return [getattr(self, attr_name) for _ in self._get_indices(indices)]

    def set_attr(self, attr_name: str, value: Any, indices: VecEnvIndices = None) -> None:
        """Sittings have no attributes of their own."""
        raise NotImplementedError(f"{attr_name} cannot be set for single sittings")

    def env_method(
        self, method_name: str, *method_args: Any, indices: VecEnvIndices = None, **method_kwargs: Any
    ) -> list[Any]:
        """Sittings have no methods of their own."""
        raise NotImplementedError(f"{method_name} cannot be called for single sittings")

    def env_is_wrapped(self, wrapper_class: Any, indices: VecEnvIndices = None) -> list[bool]:
        """No sitting is wrapped."""
        return [False for _ in self._get_indices(indices)]


def whole(world: sketch.Sketch) -> Rows:
    """What the actor is shown and then what only the critic sees: float32 (n, 31 + k)."""
    return np.concatenate([sketch.observe(world), sketch.latent(world)], axis=1).astype(np.float32)
