"""One attempt from the first sitting to the last figure."""

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from adaptation.evaluate import crowd, studies
from adaptation.evaluate.bootstrap import Interval
from adaptation.evaluate.compare import Compared, compare, difference
from adaptation.evaluate.findings import Findings, Sample, Study
from adaptation.evaluate.outcome import Outcome
from adaptation.evaluate.people import FULL, Group, Origin, Population, Sizes, population
from adaptation.evaluate.roster import SIMPLE, Learned, Maker, maker
from adaptation.evaluate.team import Team
from adaptation.rules import Rules

Tell = Callable[[str], None]
POLICY, SHIPPED, RULES, FIXED = "policy", "shipped", "rules", "fixed"
ON_REAL = (SHIPPED, RULES, FIXED)
"""Who plays the real levels."""
CHECKED = (SHIPPED, RULES, "rules by hand", "easiest")
"""Whose minigames are held to the metric."""
SHOWN = "anxious_child"
"""Family of the sample sitting."""
FEW = 60
"""Size of the group out of which it is taken."""
Played = dict[str, list[Outcome]]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done."""

    origin: Origin
    """Which people."""
    number: int
    """Which attempt or rehearsal."""
    learned: Learned
    """The policies."""
    sizes: Sizes = FULL
    """How many people."""

    @property
    def level(self) -> float:
        """Share of resamples inside an interval: .95, and more for a later attempt, since who tries often wins by
        luck."""
        return 1.0 - 0.05 / (self.number if self.origin is Origin.SEALED else 1)


def evaluate(plan: Plan, tell: Tell) -> Findings:
    """Play everything and make every figure. The same plan finds the same, but for the processor time."""
    began = _spent_s()
    people = population(plan.origin, plan.number, plan.sizes)
    dice = np.random.default_rng(people.dice)
    makers = _makers(plan.learned)
    with Team() as team:
        first = _everybody(team, people.first, makers, tell, "sketch")
        second = _everybody(team, people.second, makers, tell, "second dynamics")
        real = _on_real(team, people.real, makers, tell)
        tell("studies")
        found, checks = _studies(team, plan, people, makers, (first, second), dice)
    return Findings(
        origin=str(plan.origin),
        attempt=plan.number,
        level=plan.level,
        made_of=made_of(plan.learned),
        sketch=_rows(first, people.first, plan.level, dice),
        second=_rows(second, people.second, plan.level, dice),
        real=_rows(real, people.real, plan.level, dice),
        real_against_fixed=_against_fixed(real, plan.level, dice),
        sketch_against_fixed=_against_fixed(first, plan.level, dice),
        rankings=studies.rankings(first),
        checks=checks,
        studies=found,
        curves=plan.learned.curves,
        samples=_samples(people, makers),
        cpu_s=(("fitting, tuning and training", plan.learned.cpu_s), ("evaluating", _spent_s() - began)),
    )


def made_of(learned: Learned) -> tuple[tuple[str, str], ...]:
    """Names of every mind that was learned or tuned, with the fingerprint of its numbers."""
    seeds = tuple((f"seed {number}", policy.name) for number, policy in enumerate(learned.seeds))
    shipped = ((SHIPPED, learned.shipped.name),) if learned.shipped else ()
    return (*shipped, (RULES, Rules().name), *seeds)


def _makers(learned: Learned) -> dict[str, list[Maker]]:
    """Every mind of the comparison; the policy once for each seed."""
    told: dict[str, list[Maker]] = {}
    if learned.seeds:
        told[POLICY] = [maker(one) for one in learned.seeds]
    if learned.shipped:
        told[SHIPPED] = [maker(learned.shipped)]
    return told | {name: [one] for name, one in SIMPLE}


def _everybody(team: Team, group: Group, makers: dict[str, list[Maker]], tell: Tell, words: str) -> Played:
    """All minds on the sketch."""
    named = [(name, one) for name, each in makers.items() for one in each]
    tell(f"{words}: {len(named)} minds, {len(group.people)} people")
    outcomes = iter(team.sketch([(group, one) for _, one in named]))
    return {name: [next(outcomes) for _ in each] for name, each in makers.items()}


def _on_real(team: Team, group: Group, makers: dict[str, list[Maker]], tell: Tell) -> Played:
    played = {}
    for name in ON_REAL:
        if name in makers and group.people:
            tell(f"real levels: {name}, {len(group.people)} people")
            played[name] = [team.real(group, makers[name][0])]
    return played


def _studies(
    team: Team,
    plan: Plan,
    people: Population,
    makers: dict[str, list[Maker]],
    played: tuple[Played, Played],
    dice: np.random.Generator,
) -> tuple[tuple[Study, ...], tuple[Study, ...]]:
    """All studies, and the check on the metric."""
    level, learned, size = plan.level, plan.learned, len(people.studied.people)
    first, second = played
    found: list[Study] = []
    if POLICY in first:
        found.append(studies.unseen(first[POLICY], first[RULES][0], people.first.families, level, dice))
        found.append(studies.second(second[POLICY], second[RULES][0], level, dice))
        found += studies.conditions(team, people, learned, level, dice)
        found += studies.left_out(team, plan.origin, plan.number, size, learned, level, dice)
        found += studies.blinded(team, people, learned, level, dice)
    checked = [(name, makers[name][0]) for name in CHECKED if name in makers]
    return tuple(found), studies.metric(team, people, checked, level, dice)


def _rows(played: Played, group: Group, level: float, dice: np.random.Generator) -> tuple[Compared, ...]:
    if RULES not in played:
        return ()
    rules = played[RULES][0]
    return tuple(compare(name, each, rules, group.families, level, dice) for name, each in played.items())


def _against_fixed(played: Played, level: float, dice: np.random.Generator) -> Interval:
    if SHIPPED not in played or FIXED not in played:
        return studies.NOTHING
    return difference(played[SHIPPED], played[FIXED], level, dice)


def _samples(people: Population, makers: dict[str, list[Maker]]) -> tuple[Sample, ...]:
    """One person's sitting with the rules and with what ships."""
    group = people.first.only(range(min(FEW, len(people.first.people))))
    if SHOWN not in group.families:
        return ()
    person = group.families.index(SHOWN)
    minds = [name for name in (RULES, SHIPPED) if name in makers]
    return tuple(crowd.watch(group, makers[name][0](), person, name) for name in minds)


def _spent_s() -> float:
    """Processor time of this process and of those that have ended."""
    gone = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + gone.ru_utime + gone.ru_stime
