"""Many sittings at once as a vector environment of stable-baselines3, straight on the sketch's arrays.

A row of numbers per sitting: the 31 that a mind is shown, then what only the critic may see of the person. Every person
sits there several times and meets the same luck each time, so that what differs between the copies is only what the
actor did; copies begin and end together. Leaving is taken by its expectation: nobody leaves, and every decision costs
what leaving would cost times how likely the person was to. A sitting that is over makes room for a new one, of a person
drawn anew.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from gymnasium import spaces
from stable_baselines3.common.vec_env import VecEnv
from stable_baselines3.common.vec_env.base_vec_env import VecEnvIndices, VecEnvStepReturn

from adaptation import actions, reward, sketch
from adaptation.person.body import hazard_per_s
from adaptation.train import score
from adaptation.train.sittings import Sittings

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.float32]
RESERVE = 512
"""Sittings drawn at a time, from which those that end are replaced."""
WORTH = 10.0
"""A whole sitting's reward, for each point of its score: of the size that a critic learns quickly."""
MISSED = 0.4
"""What each decision would have been worth that somebody misses who leaves."""
FAIR = 0.35
"""What a decision is worth that is neither good nor bad."""
DECISION_S = 5.0


@dataclass(frozen=True, slots=True)
class Costs:
    """What something costs beyond the reward, while learning."""

    leaving: float = 0.0
    """Leaving."""
    gloom: float = 0.0
    """Each unit by which a decision is worth less than ``FAIR``: bad times count more than good ones."""


@dataclass(frozen=True, slots=True)
class Held:
    """Sittings that nobody leaves."""

    sketch: sketch.Sketch
    """With nobody's wish to leave."""
    planned: Array
    """float64 (n,): decisions of each."""
    restless: Array
    """float64 (n,): ``Traits.quit_hazard`` of each."""


def hold(sittings: Sittings, seed: int, copies: int) -> Held:
    """Begin ``sittings``, each ``copies`` times with the same luck, so that nobody leaves."""
    stays = replace(sittings, people=tuple(replace(person, quit_hazard=0.0) for person in sittings.people))
    restless = np.array([person.quit_hazard for person in sittings.people])
    begun = score.begin(stays.times(copies), seed, copies)
    return Held(begun, np.tile(12.0 * sittings.minutes, copies), np.tile(restless, copies))


class Crowd(VecEnv):
    """``people`` at once, ``copies`` of each: copy k of person i is row k * people + i; ``invite(n)`` draws the next n.

    Observation: float32 (people * copies, 31 + what the critic sees). Action: int (people * copies, 5).
    """

    def __init__(
        self, people: int, copies: int, invite: Callable[[int], Sittings], dice: np.random.Generator, costs: Costs
    ) -> None:
        self._people, self._copies, self._invite, self._dice, self._costs = people, copies, invite, dice, costs
        self._now = self._begin(people, copies)
        self._reserve, self._next = self._begin(RESERVE, 1), 0
        self._chosen = np.tile(np.array(actions.HOLD), (people * copies, 1))
        self.render_mode = None
        width = whole(self._now.sketch, self._now.restless).shape[1]
        seen = spaces.Box(-np.inf, np.inf, (width,), np.float32)
        super().__init__(people * copies, seen, spaces.MultiDiscrete(list(actions.SIZES)))

    def reset(self) -> Rows:
        """Begin every sitting anew."""
        self._now = self._begin(self._people, self._copies)
        return whole(self._now.sketch, self._now.restless)

    def step_async(self, actions: npt.NDArray[np.int64]) -> None:
        """Take what is to be done in the next decision, (people * copies, 5)."""
        self._chosen = actions

    def step_wait(self) -> VecEnvStepReturn:
        """Five seconds of every sitting; those that are over begin anew with somebody else."""
        wished = actions.wishes(sketch.observe(self._now.sketch), self._chosen)
        after, parts = sketch.step(self._now.sketch, wished)
        self._now = replace(self._now, sketch=after)
        costs = self._costs
        value = reward.value(parts)
        value = value - costs.gloom * np.maximum(FAIR - value, 0.0)
        value = value - self._leaves() * (costs.leaving - reward.WEIGHTS.quit + MISSED * self._remaining())
        over = after.over.copy()
        if over.any():
            self._renew(np.flatnonzero(over[: self._people]))
        rows = whole(self._now.sketch, self._now.restless)
        return rows, (value * WORTH / self._now.planned).astype(np.float32), over, [{} for _ in range(self.num_envs)]

    def _leaves(self) -> Array:
        """How likely each person was to leave in these five seconds."""
        after = self._now.sketch
        crowd = replace(after.players.crowd, quit_hazard=self._now.restless)
        likely: Array = 1.0 - np.exp(-DECISION_S * hazard_per_s(after.body, crowd))
        return likely

    def _remaining(self) -> Array:
        return np.maximum(self._now.planned - self._now.sketch.tick / (60.0 * DECISION_S), 0.0)

    def _begin(self, people: int, copies: int) -> Held:
        return hold(self._invite(people), int(self._dice.integers(2**31)), copies)

    def _renew(self, ended: npt.NDArray[np.intp]) -> None:
        """Sittings out of the reserve take the place of all copies of the people ``ended``."""
        if self._next + len(ended) > RESERVE:
            self._reserve, self._next = self._begin(RESERVE, 1), 0
        fresh = np.tile(np.arange(self._next, self._next + len(ended)), self._copies)
        self._next += len(ended)
        rows = np.concatenate([ended + copy * self._people for copy in range(self._copies)])
        planned, restless = self._now.planned.copy(), self._now.restless.copy()
        planned[rows], restless[rows] = self._reserve.planned[fresh], self._reserve.restless[fresh]
        grafted = sketch.graft(self._now.sketch, rows, self._reserve.sketch, fresh)
        self._now = Held(grafted, planned, restless)

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


def whole(world: sketch.Sketch, restless: Array) -> Rows:
    """What the actor is shown and then what only the critic sees: float32 (n, 31 + k). ``restless``: (n,)."""
    return np.concatenate([sketch.observe(world), sketch.latent(world), restless[:, None]], axis=1).astype(np.float32)
