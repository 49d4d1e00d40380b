"""Made outcomes and findings: what an evaluation could have found, without a single sitting being played."""

from dataclasses import fields, replace

import numpy as np
from numpy.typing import NDArray

from adaptation.evaluate.bootstrap import Interval
from adaptation.evaluate.compare import Compared, compare
from adaptation.evaluate.findings import Curve, Findings, Moment, Ranking, Sample, Study
from adaptation.evaluate.gate import STUDIES
from adaptation.evaluate.outcome import Outcome, empty
from adaptation.person.families import SECOND, TRAINED, UNSEEN
from adaptation.reward import Parts

FIRST = (*TRAINED, *UNSEEN)
DECISIONS = 60.0


def outcome(
    levels: NDArray[np.float64], left: NDArray[np.bool_], minigames: float = 1.0, changes: float = 6.0
) -> Outcome:
    """Sittings of 60 decisions with these scores (n,); who left did so in the last one. Changes are the tempo's."""
    count = len(levels)
    bare = empty(np.full(count, DECISIONS))
    zeros = {field.name: np.zeros(count) for field in fields(Parts)}
    # calm counts .4 and leaving 6: whatever calm makes up for is in the score
    calm = (DECISIONS * levels + 6.0 * left) / 0.4
    changed = np.zeros((count, 4))
    changed[:, 1] = changes
    return replace(
        bare,
        parts=Parts(**(zeros | {"calm": calm, "quit": left.astype(float)})),
        played=np.full(count, DECISIONS),
        left=left,
        minigames=np.full(count, minigames),
        changed=changed,
        restless=np.full(count, changes),
    )


def crowd(count: int, mean: float, seed: int, quits: float = 0.04) -> Outcome:
    """A crowd of which person k is the same person with every mind, give or take a little luck."""
    people, luck = np.random.default_rng(1), np.random.default_rng(seed)
    own = people.normal(0.0, 0.12, count) - 0.3 * (people.random(count) < 0.1)
    left = np.random.default_rng(2).random(count) < quits
    return outcome(mean + own + luck.normal(0.0, 0.02, count), left)


def rows(count: int, families: tuple[str, ...], better: float) -> tuple[Compared, ...]:
    """Rows of policy, shipped, rules, fixed and easiest."""
    dice = np.random.default_rng(3)
    named = [families[place % len(families)] for place in range(count)]
    rules = crowd(count, 0.55, 10)
    minds = {
        "policy": [crowd(count, 0.55 + better, 20 + seed, 0.03) for seed in range(10)],
        "shipped": [crowd(count, 0.55 + better, 20, 0.03)],
        "rules": [rules],
        "fixed": [crowd(count, 0.50, 31)],
        "easiest": [crowd(count, 0.42, 32)],
    }
    return tuple(compare(name, told, rules, named, 0.95, dice, 400) for name, told in minds.items())


def sample(mind: str) -> Sample:
    """Four minutes in which somebody calms down."""
    moments = [
        Moment(5.0 * k, 0.5 * np.exp(-k / 20.0) + 0.1 * np.sin(k), 0.6 + 0.1 * np.cos(k / 4.0), 0.3 - 0.002 * k,
               max(0.2, 0.3 - 0.004 * k), 0.3 - 0.002 * k, 0.4, 0.7, 20 <= k < 28)
        for k in range(48)
    ]  # fmt: skip
    return Sample(mind, "anxious_child", tuple(moments))


def findings(better: float = 0.02, origin: str = "validation") -> Findings:
    """Findings of an attempt in which the policy is so much better than the rules."""
    first = rows(300, FIRST, better)
    order = tuple((one.mind, one.score) for one in sorted(first, key=lambda one: -one.score))
    clear = Interval(better, better - 0.005, better + 0.005)
    return Findings(
        origin=origin,
        attempt=1,
        level=0.95,
        made_of=(("shipped", "0123456789abcdef"), ("rules", "fedcba9876543210")),
        sketch=first,
        second=rows(60, SECOND, better),
        real=rows(90, FIRST, better)[1:4],
        real_against_fixed=Interval(0.06, 0.03, 0.09),
        sketch_against_fixed=Interval(0.07, 0.06, 0.08),
        rankings=(Ranking("", 1.0, order), Ranking("calm", 0.5, order), Ranking("calm", 2.0, order)),
        checks=(Study("breathing without effect", "rules", 1, 500, Interval(-0.01, -0.02, 0.0), "without minigames"),),
        studies=tuple(Study(name, "as made", 3, 500, clear) for name in STUDIES),
        curves=tuple(
            Curve(seed, (0.0, 1e6, 2e6, 3e6), (0.4, 0.5 + 0.002 * seed, 0.55, 0.57 + 0.001 * seed), 250.0, 0.55)
            for seed in range(10)
        ),
        samples=(sample("rules"), sample("shipped")),
        cpu_s=(("training", 3000.0), ("evaluating", 1200.0)),
    )
