"""Fit the sketch's play to the real levels: ``python -m adaptation fit``.

People of the trained families play every place with a mind that wanders through all settings. Each second of each
sitting is a row; per place and output a ridge regression finds where the output goes (a sum of stated features), how
fast, and what is left over, whose covariance shakes the sketch (an AR(1) process with a moving goal). What of it holds
for people it was not fitted to stands in ``fidelity``.
"""

import argparse
import json
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import numpy.typing as npt

from adaptation import fidelity
from adaptation.person.body import USED_S
from adaptation.person.families import TRAINED, draw
from adaptation.person.traits import Hand
from adaptation.sketch import play
from adaptation.sketch.play import FEATURES, OUTPUTS, Model
from adaptation.wandering import Wandering
from adaptation.watched import Moment, Sitting, joined, sit
from game.core.journey import OPENS_AFTER_S

Array = npt.NDArray[np.float64]
PLACES = tuple(OPENS_AFTER_S)
"""The places of the house, in the order of the map."""
SITTINGS, MINUTES = 126, 3.0
LIVES_PER_S = 6
SEED = 4
"""First number of the seed of the people it is fitted to; nobody else is drawn from it."""
RIDGE = 150.0
"""How many seconds in which a feature does nothing are believed before any were seen."""
AHEAD = 5
"""Seconds over which change is looked at: a decision. From second to second it is mostly whole things that flicker."""
SLOWEST, FASTEST = 0.01, 1.0
"""Between these any pull lies, share of the way in a second."""
SETTLING, TIMES = 8, 4
"""Turns in which the means are made to agree, and how often each sitting is played in a turn."""
SETTLED_S = 15
"""So long a place fills up."""
MOST = 1.25
"""By how much a spread is changed at most in a turn."""
CALM_S = 5
"""Seconds after a minigame that say little about play."""
PROCESSES = 2
OUT = Path("assets/models/sketch.npz")
SPENT = Path("build/policies/fit.json")
"""Where it says how much computing it took, for the report."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Seconds of one place that were followed by ``AHEAD`` seconds of play."""

    before: Array
    """float64 (5, rows): the outputs then."""
    after: Array
    """float64 (5, rows): the outputs ``AHEAD`` seconds later."""
    told: Array
    """float64 (F, rows): what acted meanwhile, means."""


def add(parser: argparse.ArgumentParser) -> None:
    """What can be said on the command line."""
    parser.add_argument(
        "--sittings",
        type=int,
        default=SITTINGS,
        help="sittings to fit to; 0 = keep the shipped numbers, and only compare them with the real levels anew",
    )
    parser.add_argument("--out", type=Path, default=OUT, help="where the model goes")


def run(arguments: argparse.Namespace) -> int:
    """Play, fit, compare with people held out, write. Prints what it found."""
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as workers:
        sittings = list(workers.map(wander, range(arguments.sittings)))
        model = fit(sittings) if sittings else play.shipped()
        real = fidelity.real_table(workers)
    write(model, real, arguments.out)
    spent = os.times()
    SPENT.parent.mkdir(parents=True, exist_ok=True)
    cpu_s = spent.user + spent.system + spent.children_user + spent.children_system
    SPENT.write_text(json.dumps({"cpu_s": round(cpu_s, 1)}), encoding="utf-8")
    print(fidelity.compare(model, real))
    return 0


def wander(number: int) -> Sitting:
    """One sitting of somebody of a trained family, with a wandering mind; all places and families in turn."""
    family, place = TRAINED[number % len(TRAINED)], PLACES[(number + number // len(TRAINED)) % len(PLACES)]
    person = draw(family, np.random.default_rng(np.random.SeedSequence([SEED, number])))
    mind = Wandering(number)
    # Settings may only rise for somebody whose face is seen: everybody says yes here, so that all corners are seen.
    return sit(replace(person, camera=True, microphone=True), place, mind, number, MINUTES, mind.start())


def fit(sittings: Sequence[Sitting]) -> Model:
    """The model that these sittings speak for. Every place must be among them."""
    goals, pulls, noise, seen, breathing = [], [], [], [], []
    for place in PLACES:
        here = [sitting for sitting in sittings if sitting.place == place]
        moved = _move([_rows(sitting) for sitting in here])
        goals.append(moved[0])
        pulls.append(moved[1])
        noise.append(moved[2])
        seen.append(_seen(joined([sitting.course for sitting in here])))
        breathing.append(_breathing(here))
    whole = joined([sitting.course for sitting in sittings])
    late = float(whole.guide_late[whole.made_out > 0.0].mean())
    fitted = Model(
        PLACES, np.array(goals), np.array(pulls), np.array(noise), np.array(seen), np.array(breathing), late
    )  # fmt: skip
    return settle(fitted, sittings)


def write(model: Model, real: Array, path: Path) -> None:
    """Keep the model, and the table of the real levels that it is tested against."""
    np.savez_compressed(
        path, places=np.array(model.places), goals=model.goals, pulls=model.pulls, noise=model.noise,
        seen=model.seen, breathing=model.breathing, late=model.late, real=real,
    )  # fmt: skip


def _course(sitting: Sitting) -> tuple[Array, Array, npt.NDArray[np.bool_]]:
    """Outputs (5, s) and features (F, s) of a sitting's seconds, and in which of them a minigame ran."""
    course, person = sitting.course, sitting.person
    outputs = np.stack([_seconds(getattr(course, name)) for name in OUTPUTS])
    outputs[0] = course.things[LIVES_PER_S - 1 :: LIVES_PER_S][: outputs.shape[1]]
    count = np.ones(outputs.shape[1])
    told = play.features(
        _seconds(course.difficulty), _seconds(course.tempo), person.skill * count, (person.hand is Hand.KEYS) * count,
        person.holds_key * count, _seconds(course.away), _seconds(course.together),
    )  # fmt: skip
    return outputs, told, _seconds(course.minigame) > 0.0


def _rows(sitting: Sitting) -> Rows:
    """A sitting's seconds, without those in and just after a minigame."""
    outputs, told, breathes = _course(sitting)
    late = np.convolve(breathes, np.ones(CALM_S + 1))[: len(breathes)] > 0.0
    starts = np.flatnonzero(np.convolve(late, np.ones(AHEAD + 1), "valid") == 0.0)
    meanwhile = np.stack([told[:, starts + ahead] for ahead in range(1, AHEAD + 1)])
    return Rows(outputs[:, starts], outputs[:, starts + AHEAD], meanwhile.mean(axis=0))


def _move(rows: Sequence[Rows]) -> tuple[Array, Array, Array]:
    """Goals (5, F), pulls (5,) and the triangle of the noise (5, 5) of one place."""
    before, after, told = (
        np.concatenate([getattr(row, name) for row in rows], axis=1) for name in ("before", "after", "told")
    )
    goals, pulls = np.zeros((len(OUTPUTS), len(FEATURES))), np.zeros(len(OUTPUTS))
    weight = RIDGE * np.maximum(told.var(axis=1), 1e-3)
    weight[0] = 0.0
    for place in range(len(OUTPUTS)):
        inputs = np.concatenate((told, before[place][None]))
        found = np.linalg.solve(inputs @ inputs.T + np.diag(np.append(weight, 0.0)), inputs @ after[place])
        pulls[place] = min(max(1.0 - max(found[-1], 0.0) ** (1.0 / AHEAD), SLOWEST), FASTEST)
        way = 1.0 - (1.0 - pulls[place]) ** AHEAD
        moved = after[place] - (1.0 - way) * before[place]
        goals[place] = np.linalg.solve(told @ told.T + np.diag(weight) / way, told @ moved) / way
    goal, kept = goals @ told, 1.0 - pulls
    left = (after - goal - kept[:, None] ** AHEAD * (before - goal)) / play.spread(goal)
    # What shakes a second, so that AHEAD of them leave over what was left over.
    both = np.outer(kept, kept)
    seconds = sum(both**second for second in range(AHEAD))
    return goals, pulls, np.linalg.cholesky(np.cov(left) / seconds + 1e-8 * np.eye(len(OUTPUTS)))


def settle(model: Model, sittings: Sequence[Sitting]) -> Model:
    """The model with each goal's constant, and how strongly it is shaken, moved until what is played by it has the
    means of what it was fitted to, and leaves what people have got used to as far behind.

    Outputs are cut off at 0 and at their highest, which moves both; this takes that back.
    """
    for turn in range(SETTLING):
        goals, noise = model.goals.copy(), model.noise.copy()
        for place, name in enumerate(model.places):
            here = [_course(sitting) for sitting in sittings if sitting.place == name]
            drawn = [
                played(model, place, told, breathes, np.random.default_rng([turn, number]))
                for number, (_, told, breathes) in enumerate(here)
            ]
            real = [outputs[:, ~breathes] for outputs, _, breathes in here]
            mean, other = _mean([course.mean(axis=1) for course in real]), _mean([d.mean(axis=(0, 2)) for d in drawn])
            restless = _mean([_unrest(course.T[:, :, None]) for course in real])
            ratio = restless / _mean([_unrest(d) for d in drawn])
            goals[place, :, 0] += mean - other
            noise[place] *= np.minimum(np.maximum(ratio, 1.0 / MOST), MOST)[:, None]
        model = replace(model, goals=goals, noise=noise)
    return model


def _unrest(course: Array) -> Array:
    """How far outputs (seconds, 5, times) are from their averages over the last ``USED_S``, on average: (5,)."""
    whole = course[SETTLED_S:].copy()
    whole[:, 0] = np.rint(whole[:, 0])
    used, away = whole[0].copy(), np.zeros(course.shape[1])
    for now in whole:
        away += np.abs(now - used).mean(axis=1)
        used += (now - used) / USED_S
    return away / len(whole)


def _mean(told: Sequence[Array]) -> Array:
    """The mean over sittings of what each says of every output."""
    return np.asarray(np.mean(told, axis=0))


def played(model: Model, place: int, told: Array, breathes: npt.NDArray[np.bool_], dice: np.random.Generator) -> Array:
    """float64 (seconds outside minigames, 5, TIMES): what the model plays where the same acted on people."""
    here = np.full(TIMES, place)
    values, kept = play.begin(TIMES).stacked(), []
    shaken = play.shakes(model, here, dice.standard_normal((told.shape[1], len(OUTPUTS), TIMES)))
    for second in np.flatnonzero(~breathes):
        goal = play.goals(model, here, np.repeat(told[:, second, None], TIMES, axis=1))
        values = play.beat(values, goal, model.pulls[here].T, shaken[second])
        kept.append(values)
    return np.array(kept)


def _seen(course: Moment) -> Array:
    """How strongly the guide is seen: at no guidance, more at full, and in a minigame (3,)."""
    breathes = course.minigame > 0.0
    more, least = np.polyfit(course.guidance[~breathes], course.guide_shown[~breathes], 1)
    return np.array((least, more, course.guide_shown[breathes].mean() if breathes.any() else least + more))


def _breathing(sittings: Sequence[Sitting]) -> Array:
    """Share of busy looks in minigames, of people without and with the breathing key (2,)."""
    found = []
    for holds in (False, True):
        courses = [sitting.course for sitting in sittings if sitting.person.holds_key is holds]
        busy = [course.busy[(course.minigame > 0.0) & (course.away == 0.0)] for course in courses]
        told = np.concatenate(busy) if busy else np.zeros(0)
        found.append(told.mean() if len(told) else 0.5 * holds)
    return np.array(found)


def _seconds(course: Array) -> Array:
    """Means of whole seconds of a course of lives."""
    whole = len(course) // LIVES_PER_S * LIVES_PER_S
    return np.asarray(course[:whole].reshape(-1, LIVES_PER_S).mean(axis=1))
