"""One seed of learning from people to arrays: watch the rules, do as they do, then learn."""

import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import torch
from stable_baselines3.common.callbacks import BaseCallback

from adaptation.features import GROUPS, columns
from adaptation.person.families import TRAINED
from adaptation.policy import save
from adaptation.rules import Rules
from adaptation.train import export, score
from adaptation.train.actor import SeeingCritic
from adaptation.train.clone import imitate, watch
from adaptation.train.crowd import Costs, Crowd
from adaptation.train.learner import Learner, Recipe
from adaptation.train.sittings import draw, training, validation

JUDGED_EVERY = 5
"""Updates."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be learnt."""

    seed: int
    """Of people, dice and weights."""
    name: str
    """Of the files."""
    recipe: Recipe
    """How."""
    families: tuple[str, ...] = TRAINED
    """Of whom."""
    blind: tuple[str, ...] = ()
    """Columns that stand at their mean."""


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the curve."""

    decisions: int
    """Simulated so far."""
    score: float
    """Mean score of the mode on validation people."""
    tail: float
    """Of their worst tenth."""


@dataclass(slots=True)
class Averaged:
    """A running average of weights, which wobbles less than any of them."""

    keep: float
    """Share of the old average that stays at every update."""
    held: dict[str, torch.Tensor] = field(default_factory=dict)
    """By name."""

    def take(self, policy: SeeingCritic) -> None:
        """Move toward what the policy is now."""
        for name, now in policy.state_dict().items():
            before = self.held.get(name)
            self.held[name] = now.clone() if before is None else self.keep * before + (1.0 - self.keep) * now


class Watching(BaseCallback):
    """Averages weights after every update and tells how it goes."""

    def __init__(self, recipe: Recipe) -> None:
        super().__init__()
        self.averaged = Averaged(recipe.keep)
        self.curve: list[Point] = []
        self.judges = draw(validation(0), recipe.judges)
        self._updates = 0

    def _on_step(self) -> bool:
        return True

    def _on_rollout_start(self) -> None:
        policy = self.model.policy
        assert isinstance(policy, SeeingCritic)
        self.averaged.take(policy)
        if self._updates % JUDGED_EVERY == 0:
            outcome = score.play(self.judges, 0, export.weigh(policy))
            self.curve.append(Point(self.num_timesteps, outcome.mean(), outcome.tail()))
            print(f"{self.num_timesteps:>9}  {outcome.words()}", flush=True)
        self._updates += 1


def learn(order: Order, folder: Path) -> Path:
    """Learn as ordered; the policy is left as ``folder/NAME.npz``, its curve and cost as ``folder/NAME.json``."""
    torch.set_num_threads(1)
    torch.manual_seed(order.seed)
    began, recipe, dice = time.process_time(), order.recipe, training(order.seed)
    shown = watch(draw(dice, recipe.watched, order.families), Rules(), dice)
    mean, scale = shown.standard()
    crowd = Crowd(
        recipe.people,
        recipe.copies,
        lambda count: draw(dice, count, order.families),
        dice,
        Costs(recipe.leaving_cost, recipe.gloom_cost),
    )
    settings = {"mean": mean, "scale": scale, "blind": columns(order.blind)}
    learner = Learner(crowd, recipe, settings, order.seed)
    alike = imitate(learner.policy, shown, recipe.passes, order.seed)
    print(f"{order.name}: does as the rules do in {alike:.3f} of all branches", flush=True)
    watching = Watching(recipe)
    learner.learn(recipe.decisions, callback=watching)
    learner.policy.load_state_dict(watching.averaged.held)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{order.name}.npz"
    save(export.acquaint(export.weigh(learner.policy), draw(validation(1), recipe.judges), 1), path)
    told = {
        "curve": [asdict(point) for point in watching.curve],
        "rules": score.play(watching.judges, 0, Rules()).mean(),
        "cpu_s": time.process_time() - began,
        "decisions": learner.num_timesteps,
        "recipe": asdict(recipe),
    }
    path.with_suffix(".json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return path


def orders(seeds: Sequence[int], without: str | None, blind: str | None, recipe: Recipe) -> list[Order]:
    """One order per seed, named as the studies look for it. ``without``: a family that is left out; ``blind``: a group
    of columns that stands at its mean."""
    prefix = f"without_{without}_" if without else ""
    prefix += f"blind_{blind}_" if blind else ""
    return [
        Order(
            seed=seed,
            name=f"{prefix}seed_{seed}",
            recipe=recipe,
            families=tuple(name for name in (*TRAINED, *recipe.often) if name != without),
            blind=GROUPS[blind] if blind else (),
        )
        for seed in seeds
    ]
