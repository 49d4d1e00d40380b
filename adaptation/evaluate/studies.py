"""The studies around the comparison: other rewards, people and sensors, and with less to see or to learn from."""

from collections.abc import Sequence
from dataclasses import fields, replace
from functools import partial

import numpy as np

from adaptation.evaluate.bootstrap import Interval, draw, mean_difference
from adaptation.evaluate.compare import difference, scores
from adaptation.evaluate.crowd import unbreathing
from adaptation.evaluate.findings import Ranking, Study
from adaptation.evaluate.outcome import Outcome
from adaptation.evaluate.people import FAULTS, Group, Origin, Population, alone, unmoved
from adaptation.evaluate.roster import CrowdMaker, Learned, Maker, maker
from adaptation.evaluate.team import Team
from adaptation.person.families import UNSEEN
from adaptation.policy import Policy
from adaptation.reward import WEIGHTS, Weights
from adaptation.rules import Rules

SEEDS = 3
"""Training seeds of a study."""
FACTORS = (0.5, 2.0)
NOTHING = Interval(float("nan"), float("nan"), float("nan"))


def rankings(outcomes: dict[str, list[Outcome]]) -> tuple[Ranking, ...]:
    """Mean scores under the registered weights, then under each halved and doubled; nothing is played anew."""
    weightings: list[tuple[str, float, Weights]] = [("", 1.0, WEIGHTS)]
    for field in fields(Weights):
        for factor in FACTORS:
            weightings.append((field.name, factor, _weighing(field.name, factor)))
    told = []
    for name, factor, weights in weightings:
        means = [(mind, float(scores(each, weights).mean())) for mind, each in outcomes.items()]
        told.append(Ranking(name, factor, tuple(sorted(means, key=lambda pair: -pair[1]))))
    return tuple(told)


def _weighing(name: str, factor: float) -> Weights:
    told = {field.name: getattr(WEIGHTS, field.name) for field in fields(Weights)}
    return Weights(**(told | {name: factor * told[name]}))


def unseen(
    policies: Sequence[Outcome], rules: Outcome, families: Sequence[str], level: float, dice: np.random.Generator
) -> Study:
    """The families that nobody trained on, out of the main comparison."""
    here = np.isin(families, UNSEEN)
    ours, theirs = scores(policies)[:, here], rules.scores()[here]
    draws = draw(len(ours), len(theirs), level, dice)
    return Study("unseen families", "all eight", len(ours), len(theirs), mean_difference(ours, theirs, draws))


def second(policies: Sequence[Outcome], rules: Outcome, level: float, dice: np.random.Generator) -> Study:
    """The second dynamics class as a whole."""
    found = difference(policies, [rules], level, dice)
    return Study("second dynamics", "both families", len(policies), len(rules.left), found)


def conditions(
    team: Team, people: Population, learned: Learned, level: float, dice: np.random.Generator
) -> tuple[Study, ...]:
    """Sensor faults, and Soothe against Train: the same people under each."""
    size = len(people.studied.people)
    wanted: list[tuple[str, str, Group]] = [
        ("sensor faults", name, people.studied.changed(change)) for name, change in FAULTS
    ]
    for name, flag in (("Soothe", False), ("Train", True)):
        wanted.append(("mode", name, people.studied.in_mode(np.full(size, flag))))
    return tuple(
        _against_rules(team, Study(study, name, 0, 0, NOTHING), group, learned.seeds[:SEEDS], level, dice)
        for study, name, group in wanted
    )


def _against_rules(
    team: Team, study: Study, group: Group, policies: Sequence[Policy], level: float, dice: np.random.Generator
) -> Study:
    """One condition of a study, in which the rules play, too. ``study`` names both."""
    rules, *here = team.sketch([(group, one) for one in (Rules, *map(maker, policies))])
    found = difference(here, [rules], level, dice) if here else NOTHING
    return replace(study, seeds=len(here), people=len(group.people), difference=found)


def left_out(
    team: Team, origin: Origin, number: int, size: int, learned: Learned, level: float, dice: np.random.Generator
) -> tuple[Study, ...]:
    """Policies that never met one family, on that family: against the rules, and against those that did meet it."""
    told = []
    for family, policies in learned.without:
        group, name = alone(origin, number, family, size), "leave one family out"
        if not policies:
            told.append(Study(name, family, 0, size, NOTHING))
            continue
        makers: list[Maker] = [Rules, *map(maker, policies), *map(maker, learned.brief[: len(policies)])]
        rules, *others = team.sketch([(group, one) for one in makers])
        here, met = others[: len(policies)], others[len(policies) :]
        told.append(Study(name, family, len(here), size, difference(here, [rules], level, dice)))
        if met:
            found = difference(here, met, level, dice)
            told.append(Study(name, family, len(here), size, found, "policies that met it"))
    return tuple(told)


def blinded(
    team: Team, people: Population, learned: Learned, level: float, dice: np.random.Generator
) -> tuple[Study, ...]:
    """Policies that were taught without one group of the observation: against the rules, and against whole ones."""
    group, size, name = people.studied, len(people.studied.people), "ablation"
    whole = list(learned.brief[:SEEDS])
    rules, *complete = team.sketch([(group, one) for one in (Rules, *map(maker, whole))])
    told = []
    for lacking, policies in learned.blind:
        if not policies:
            told.append(Study(name, lacking, 0, size, NOTHING))
            continue
        here = team.sketch([(group, maker(one)) for one in policies])
        told.append(Study(name, lacking, len(here), size, difference(here, [rules], level, dice)))
        if len(complete) >= len(here):
            found = difference(here, complete[: len(here)], level, dice)
            told.append(Study(name, lacking, len(here), size, found, "policies that see all"))
    return tuple(told)


def metric(
    team: Team, people: Population, minds: Sequence[tuple[str, Maker]], level: float, dice: np.random.Generator
) -> tuple[Study, ...]:
    """Where breathing has no effect: each mind less the same without its minigames."""
    group = people.studied.changed(unmoved)
    pairs: list[tuple[Group, CrowdMaker]] = [
        (group, one) for _, mind in minds for one in (mind, partial(unbreathing, mind))
    ]
    played = team.sketch(pairs)
    return tuple(
        Study(
            "breathing without effect",
            name,
            1,
            len(group.people),
            difference(played[2 * place : 2 * place + 1], [played[2 * place + 1]], level, dice),
            "without its minigames",
        )
        for place, (name, _) in enumerate(minds)
    )
