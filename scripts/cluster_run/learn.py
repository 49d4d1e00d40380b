"""Proximal policy optimisation by RLlib, in the house's recipe as far as RLlib knows it.

As in ``adaptation.train``: the network, what it is first taught (to do as the rules do), the numbers of ``Recipe``, the
running average that plays in the end. RLlib has no place for the rest: copies that meet the same luck, a critic that
sees the person, what leaving and gloom cost beyond the reward, norms bound for actor and critic each by itself.
"""

import json
import logging
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

import gymnasium
import torch
from ray.rllib.algorithms import Algorithm
from ray.rllib.algorithms.ppo import PPOConfig
from ray.rllib.core.rl_module import RLModuleSpec
from ray.rllib.env.env_context import EnvContext
from ray.rllib.utils.metrics import ENV_RUNNER_RESULTS, NUM_ENV_STEPS_SAMPLED_LIFETIME
from ray.tune.registry import register_env

from adaptation.policy import Policy, save
from adaptation.rules import Rules
from adaptation.train import export, score
from adaptation.train.actor import SEEN, SeeingCritic
from adaptation.train.clone import Shown, imitate, watch
from adaptation.train.crowd import WORTH
from adaptation.train.run import JUDGED_EVERY, Averaged, Point
from adaptation.train.sittings import MINUTES, draw, training, validation
from scripts.cluster_run.mind import Mind, Weights, network
from scripts.cluster_run.people import People
from scripts.cluster_run.task import Task

ENVIRONMENT = "stillwater/People"
WORTH_OF_A_DECISION = WORTH / (12.0 * sum(MINUTES) / len(MINUTES))
"""Times the reward: a whole sitting is then worth about ten times its score, the size a critic learns quickly."""
SEEDS_APART = 10_000
"""RLlib gives worker k the seed plus k: so far apart, no two seeds of ours share people."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """What came of a task."""

    path: Path
    """The mind, as the game reads it."""
    policy: Policy
    """The same."""
    decisions: int
    """Simulated."""
    per_second: tuple[float, ...]
    """Decisions in each update, playing and learning together; the first is slower."""
    curve: tuple[Point, ...]
    """While learning."""


def learn(task: Task) -> Learnt:
    """Teach as the task says, inside ``machines``. The mind is left as ``task.folder/seed_N.npz``, what was measured
    beside it as json; so it is when KeyboardInterrupt (Ctrl-C) ends it early, which is raised again."""
    torch.set_num_threads(1)
    for name in ("ray", "ray.rllib", "ray.tune"):
        logging.getLogger(name).setLevel(logging.ERROR)
    taught = first_taught(task)
    algorithm = settings(task, taught.state_dict()).build_algo()
    try:
        course = _follow(algorithm, taught, task)
    finally:
        algorithm.stop()  # type: ignore[no-untyped-call]
    taught.load_state_dict(course.averaged.held)
    policy = export.acquaint(export.weigh(taught), draw(validation(1), task.recipe.judges), 1)
    task.folder.mkdir(parents=True, exist_ok=True)
    path = task.folder / f"seed_{task.seed}.npz"
    save(policy, path)
    learnt = Learnt(path, policy, course.decisions, tuple(course.rates), tuple(course.curve))
    _tell(learnt, task)
    if course.interrupted:
        raise KeyboardInterrupt(f"interrupted: what {course.decisions} decisions taught is kept in {path}")
    return learnt


def first_taught(task: Task) -> SeeingCritic:
    """A network that does as the rules do, the same for the same seed."""
    torch.manual_seed(task.seed)
    recipe, dice = task.recipe, training(task.seed)
    shown = watch(draw(dice, recipe.watched), Rules(), dice)
    seen = Shown(shown.rows[:, :SEEN], shown.chosen)
    taught = network(*seen.standard())
    imitate(taught, seen, recipe.passes, task.seed)
    return taught


def settings(task: Task, weights: Weights) -> PPOConfig:
    """The recipe in RLlib's words. ``weights``: where learning begins."""
    recipe = task.recipe
    register_env(ENVIRONMENT, _seats)
    config = (
        PPOConfig()  # type: ignore[no-untyped-call]
        .environment(ENVIRONMENT)
        .env_runners(
            num_env_runners=task.workers,
            num_envs_per_env_runner=task.seats,
            gym_env_vectorize_mode=gymnasium.VectorizeMode.VECTOR_ENTRY_POINT,
            rollout_fragment_length=recipe.steps,
        )
        .rl_module(rl_module_spec=RLModuleSpec(module_class=Mind, model_config={"weights": weights}))
        .learners(num_learners=0)
        .training(
            lr=[[0, recipe.learning_rate], [recipe.decisions, recipe.learning_rate / 10.0]],
            gamma=recipe.gamma,
            lambda_=recipe.gae_lambda,
            train_batch_size_per_learner=recipe.people * recipe.steps,
            minibatch_size=recipe.batch,
            num_epochs=recipe.epochs,
            entropy_coeff=[[0, recipe.entropy], [recipe.decisions, 0.0]],  # type: ignore[arg-type] # a schedule, too
            clip_param=0.2,
            use_kl_loss=False,
            vf_loss_coeff=0.5,
            vf_clip_param=float("inf"),
            grad_clip=0.5,
            grad_clip_by="global_norm",
        )
        .debugging(seed=task.seed * SEEDS_APART, log_level="ERROR")
    )
    assert isinstance(config, PPOConfig)
    return config


@dataclass(slots=True)
class _Course:
    """How learning went so far."""

    averaged: Averaged
    decisions: int = 0
    interrupted: bool = False
    rates: list[float] = field(default_factory=list)
    curve: list[Point] = field(default_factory=list)


def _follow(algorithm: Algorithm, taught: SeeingCritic, task: Task) -> _Course:
    """All updates; ``taught`` holds the newest weights after each."""
    judges = draw(validation(0), task.recipe.judges)
    course = _Course(Averaged(task.recipe.keep))
    course.averaged.take(taught)
    try:
        while course.decisions < task.decisions:
            if len(course.rates) % JUDGED_EVERY == 0:
                outcome = score.play(judges, 0, export.weigh(taught))
                course.curve.append(Point(course.decisions, outcome.mean(), outcome.tail()))
                print(f"{course.decisions:>9}  {outcome.words()}", flush=True)
            began = time.monotonic()
            told = algorithm.train()  # type: ignore[no-untyped-call]
            before, course.decisions = course.decisions, int(told[ENV_RUNNER_RESULTS][NUM_ENV_STEPS_SAMPLED_LIFETIME])
            course.rates.append((course.decisions - before) / (time.monotonic() - began))
            module = algorithm.get_module()
            assert isinstance(module, Mind)
            taught.load_state_dict(module.network.state_dict())
            course.averaged.take(taught)
    except KeyboardInterrupt:
        course.interrupted = True
    return course


def _seats(context: EnvContext) -> People:
    return People(context["num_envs"], WORTH_OF_A_DECISION)


def _tell(learnt: Learnt, task: Task) -> None:
    told = {
        "decisions": learnt.decisions,
        "per_second": learnt.per_second,
        "workers": task.workers,
        "curve": [asdict(point) for point in learnt.curve],
        "recipe": asdict(task.recipe),
    }
    learnt.path.with_suffix(".json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
