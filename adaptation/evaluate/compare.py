"""One mind against the rules on the same people: the figures of a row of the report."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from adaptation.evaluate.bootstrap import (
    RESAMPLES,
    Draws,
    Interval,
    draw,
    mean_difference,
    ratio,
    tail,
    tail_difference,
)
from adaptation.evaluate.outcome import SETTINGS, Outcome
from adaptation.reward import WEIGHTS, Array, Weights

QUANTILES = (0.01, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.99)


@dataclass(frozen=True, slots=True)
class Compared:
    """A mind over some people, and against the rules over the same."""

    mind: str
    """Its name."""
    people: int
    """How many met it."""
    seeds: int
    """How many training seeds it has; 1 = it has one form."""
    score: float
    """Mean score."""
    tail: float
    """Mean of the worst tenth."""
    quits: float
    """Share of sittings that were left."""
    minigames: float
    """Breathing minigames per sitting."""
    changes: float
    """Setting changes per decision, 0 to 4."""
    changes_but_guide: float
    """The same without the guide's rate."""
    restless: float
    """Share of decisions with any change."""
    interventions: float
    """Share of decisions in which the shield did anything."""
    refused: tuple[float, ...]
    """Share of decisions in which the shield changed difficulty, tempo, guidance, breath_hz, or refused a minigame."""
    stood_in: float
    """Share of decisions that the rules made in the place of the policy."""
    quantiles: tuple[float, ...]
    """Scores at QUANTILES, over all seeds and people."""
    mean_difference: Interval
    """Mean score less the rules'."""
    tail_difference: Interval
    """Worst tenth less the rules' worst tenth."""
    quit_ratio: Interval
    """Share of quits by the rules' share."""
    families: tuple[tuple[str, Interval], ...]
    """Mean difference in each family."""


def compare(
    mind: str,
    outcomes: Sequence[Outcome],
    rules: Outcome,
    families: Sequence[str],
    level: float,
    dice: np.random.Generator,
    resamples: int = RESAMPLES,
) -> Compared:
    """The row of one mind. ``outcomes``: one for each of its seeds; ``families``: that of each person."""
    ours, theirs = scores(outcomes), rules.scores()
    left = np.stack([one.left for one in outcomes]).astype(np.float64)
    draws = draw(len(outcomes), len(theirs), level, dice, resamples)
    decisions = sum(float(one.played.sum()) for one in outcomes)
    changed = sum(one.changed.sum(axis=0) for one in outcomes) / decisions
    return Compared(
        mind=mind,
        people=len(theirs),
        seeds=len(outcomes),
        score=float(ours.mean()),
        tail=float(np.mean([tail(one) for one in ours])),
        quits=float(left.mean()),
        minigames=float(np.mean([one.minigames.mean() for one in outcomes])),
        changes=float(changed.sum()),
        changes_but_guide=float(changed[: SETTINGS.index("breath_hz")].sum()),
        restless=sum(float(one.restless.sum()) for one in outcomes) / decisions,
        interventions=sum(float(one.intervened.sum()) for one in outcomes) / decisions,
        refused=tuple(float(share) for share in sum(one.refused.sum(axis=0) for one in outcomes) / decisions),
        stood_in=sum(float(one.stood_in.sum()) for one in outcomes) / decisions,
        quantiles=tuple(float(score) for score in np.quantile(ours, QUANTILES)),
        mean_difference=mean_difference(ours, theirs, draws),
        tail_difference=tail_difference(ours, theirs, draws),
        quit_ratio=ratio(left, rules.left.astype(np.float64), draws),
        families=_by_family(ours, theirs, families, lambda here: draw(len(ours), here, level, dice, resamples)),
    )


def scores(outcomes: Sequence[Outcome], weights: Weights = WEIGHTS) -> Array:
    """float64 (seeds, people)."""
    return np.stack([one.scores(weights) for one in outcomes])


def difference(
    outcomes: Sequence[Outcome], rules: Sequence[Outcome], level: float, dice: np.random.Generator
) -> Interval:
    """Mean difference alone. ``rules``: one outcome, or one for each seed where each seed met people of its own."""
    ours, theirs = scores(outcomes), scores(rules)
    return mean_difference(ours, theirs, draw(len(ours), ours.shape[1], level, dice))


def _by_family(
    ours: Array, theirs: Array, families: Sequence[str], drawn: Callable[[int], Draws]
) -> tuple[tuple[str, Interval], ...]:
    names = np.array(families)
    told = []
    for family in dict.fromkeys(families):
        here = names == family
        told.append((family, mean_difference(ours[:, here], theirs[here], drawn(int(here.sum())))))
    return tuple(told)
