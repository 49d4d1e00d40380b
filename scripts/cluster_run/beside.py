"""The house's own learner, timed: ``adaptation.train`` with as many decisions in an update as the cluster's."""

import time
from dataclasses import dataclass, replace

import torch

from adaptation.person.families import TRAINED
from adaptation.policy import Policy
from adaptation.rules import Rules
from adaptation.train import export
from adaptation.train.clone import imitate, watch
from adaptation.train.crowd import Costs, Crowd
from adaptation.train.learner import Learner, Recipe
from adaptation.train.run import Watching
from adaptation.train.sittings import draw, training

COPIES = 8
"""Of each person, as the house's recipe has it."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What came of it."""

    policy: Policy
    """The mind."""
    per_second: tuple[float, ...]
    """Decisions in each update, playing and learning together, without the judging."""


class Timed(Watching):
    """Also takes the time of every update."""

    def __init__(self, recipe: Recipe) -> None:
        super().__init__(recipe)
        self.seconds: list[float] = []
        self._begun_s = 0.0

    def _on_rollout_start(self) -> None:
        self._end_update()
        super()._on_rollout_start()
        self._begun_s = time.monotonic()

    def _on_training_end(self) -> None:
        self._end_update()

    def _end_update(self) -> None:
        if self._begun_s:
            self.seconds.append(time.monotonic() - self._begun_s)


def learn_beside(seed: int, recipe: Recipe) -> Beside:
    """The house's learning for ``recipe.decisions``; ``recipe.people`` seats are shared out among copies."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    people, families, dice = recipe.people // COPIES, (*TRAINED, *recipe.often), training(seed)
    shown = watch(draw(dice, recipe.watched, families), Rules(), dice)
    mean, scale = shown.standard()
    costs = Costs(recipe.leaving_cost, recipe.gloom_cost)
    crowd = Crowd(people, COPIES, lambda count: draw(dice, count, families), dice, costs)
    house = replace(recipe, people=people, copies=COPIES)
    learner = Learner(crowd, house, {"mean": mean, "scale": scale, "blind": ()}, seed)
    imitate(learner.policy, shown, recipe.passes, seed)
    timed = Timed(house)
    learner.learn(recipe.decisions, callback=timed)
    learner.policy.load_state_dict(timed.averaged.held)
    update = people * COPIES * recipe.steps
    return Beside(export.weigh(learner.policy), tuple(update / seconds for seconds in timed.seconds))
