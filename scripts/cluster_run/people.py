"""``stillwater/Player-v0`` for many people at once, straight on the sketch's arrays, as Gymnasium's vector environment.

One person at a time decides about 140 times a second, 128 at once 12,000 times: nearly all the work of a step is the
same for one as for many. Every row is such a sitting as ``adaptation.env.Player`` plays.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
from gymnasium import error
from gymnasium.vector import AutoresetMode, VectorEnv
from gymnasium.vector.utils import batch_space

from adaptation import actions, reward, sketch
from adaptation.env import Player
from adaptation.train.score import begin
from adaptation.train.sittings import draw, training

Rows = npt.NDArray[np.float32]
Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Choices = npt.NDArray[np.int64]
RESERVE = 4
"""People invited ahead, for each seat: to begin with one costs as much as with many."""


class People(VectorEnv[Rows, Choices, npt.NDArray[Any]]):
    """``seats`` sittings at once; a seat whose sitting is over is taken by somebody else in the next step.

    Observation: float32 (seats, 31), action: int (seats, 5), reward: float64 (seats,), each as in ``Player``, the
    reward times ``worth``. In the step in which somebody new sits down, the action of that seat is not used and its
    reward is 0 (Gymnasium's "next step" way).
    """

    metadata = {"render_modes": [], "autoreset_mode": AutoresetMode.NEXT_STEP}  # noqa: RUF012 - Gymnasium's own

    def __init__(self, seats: int, worth: float = 1.0) -> None:
        alone = Player()
        self.num_envs = seats
        self.single_observation_space = alone.observation_space
        self.single_action_space = alone.action_space
        self.observation_space = batch_space(alone.observation_space, seats)
        self.action_space = batch_space(alone.action_space, seats)
        self._worth = worth
        self._now: sketch.Sketch | None = None
        self._reserve: sketch.Sketch | None = None
        self._taken = 0

    def reset(
        self, *, seed: int | list[int | None] | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Rows, dict[str, Any]]:
        """Everybody is new. ``seed``: of training people, for all seats together (of a list, the first); ``options``
        are Gymnasium's, and not used."""
        first = seed[0] if isinstance(seed, list) else seed
        if first is not None:
            self.np_random = training(first)
        self._now, self._reserve = self._invite(self.num_envs), None
        return _seen(self._now), {}

    def step(self, chosen: Choices) -> tuple[Rows, Array, Flags, Flags, dict[str, Any]]:
        """Five seconds of every sitting. Raises gymnasium.error.ResetNeeded before the first reset."""
        if self._now is None:
            raise error.ResetNeeded("sittings begin with reset()")
        over = self._now.over
        wished = actions.wishes(sketch.observe(self._now), np.asarray(chosen))
        after, parts = sketch.step(self._now, wished)
        worth = np.where(over, 0.0, reward.value(parts)) * self._worth
        ended = after.over & ~over
        self._now = self._seat(after, np.flatnonzero(over)) if over.any() else after
        return _seen(self._now), worth, ended, np.zeros(self.num_envs, dtype=np.bool_), {}

    def _seat(self, world: sketch.Sketch, free: npt.NDArray[np.intp]) -> sketch.Sketch:
        """Somebody out of the reserve takes each free seat."""
        if self._reserve is None or self._taken + len(free) > RESERVE * self.num_envs:
            self._reserve, self._taken = self._invite(RESERVE * self.num_envs), 0
        fresh = np.arange(self._taken, self._taken + len(free))
        self._taken += len(free)
        return sketch.graft(world, free, self._reserve, fresh)

    def _invite(self, count: int) -> sketch.Sketch:
        return begin(draw(self.np_random, count), int(self.np_random.integers(2**31)))


def _seen(world: sketch.Sketch) -> Rows:
    return sketch.observe(world).astype(np.float32)
