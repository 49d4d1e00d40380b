"""Two-level bootstrap: how far a figure would move with other training seeds and other people.

Seeds are drawn with replacement, and people with replacement; the drawn people are the same for all minds and seeds,
because everybody met every mind (Efron & Tibshirani 1993, chapter 8: resample what was sampled, pair what was paired).
A draw is kept as how often each seed and each person is in it, so that a resample of a mean is a product of matrices
and a resample of a tail a running sum over sorted scores.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Counts = npt.NDArray[np.float32]
"""Small whole numbers; they fill most of the memory."""
RESAMPLES = 10_000
TENTH = 0.1
"""Share of sittings that is the tail."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure and how far it may be off."""

    value: float
    """As measured."""
    low: float
    """Lower end."""
    high: float
    """Upper end."""


@dataclass(frozen=True, slots=True)
class Draws:
    """Resamples of seeds and people."""

    seeds: Counts
    """float32 (resamples, seeds): how often each seed was drawn, each row sums to the number of seeds."""
    people: Counts
    """float32 (resamples, people): how often each person was drawn."""
    level: float
    """Share of resamples inside an interval, (0, 1)."""


def draw(seeds: int, people: int, level: float, dice: np.random.Generator, resamples: int = RESAMPLES) -> Draws:
    """Draw so many resamples. One seed stays as it is: then only people are resampled."""
    return Draws(_counts(seeds, resamples, dice), _counts(people, resamples, dice), level)


def _counts(size: int, resamples: int, dice: np.random.Generator) -> Counts:
    chosen = dice.integers(0, size, (resamples, size)) + size * np.arange(resamples)[:, None]
    return np.bincount(chosen.ravel(), minlength=resamples * size).reshape(resamples, size).astype(np.float32)


def mean(figures: Array, draws: Draws) -> Interval:
    """Mean of ``figures`` (seeds, people)."""
    return _interval(float(figures.mean()), _means(figures, draws), draws)


def mean_difference(ours: Array, theirs: Array, draws: Draws) -> Interval:
    """Mean of ours (seeds, people) less theirs (people,), person by person."""
    return mean(ours - theirs, draws)


def tail_difference(ours: Array, theirs: Array, draws: Draws) -> Interval:
    """Mean of the worst tenth of ours (of each seed's, then over seeds) less that of theirs: each mind's own tail."""
    each = np.array([_tails(scores, draws.people) for scores in ours]).T
    resampled = (draws.seeds * each).sum(axis=1) / len(ours) - _tails(theirs, draws.people)
    return _interval(float(np.mean([tail(scores) for scores in ours])) - tail(theirs), resampled, draws)


def paired_tail_difference(ours: Array, theirs: Array, draws: Draws) -> Interval:
    """The same where theirs has seeds as well, (seeds, people), those of ours."""
    each = np.array(
        [_tails(one, draws.people) - _tails(other, draws.people) for one, other in zip(ours, theirs, strict=True)]
    )
    value = float(np.mean([tail(one) - tail(other) for one, other in zip(ours, theirs, strict=True)]))
    return _interval(value, (draws.seeds * each.T).sum(axis=1) / len(ours), draws)


def ratio(ours: Array, theirs: Array, draws: Draws) -> Interval:
    """Mean of ours (seeds, people) by mean of theirs (people,); nan or inf where nobody of theirs counts."""
    with np.errstate(divide="ignore", invalid="ignore"):
        value = float(np.divide(ours.mean(), theirs.mean()))
        resampled = _means(ours, draws) / _means(theirs[None], Draws(_alone(draws), draws.people, draws.level))
    return _interval(value, resampled, draws)


def tail(scores: Array) -> float:
    """Mean of the lowest tenth of ``scores`` (people,)."""
    return float(_tails(scores, np.ones((1, len(scores)), dtype=np.float32))[0])


def _alone(draws: Draws) -> Counts:
    """One seed, always drawn."""
    return np.ones((len(draws.seeds), 1), dtype=np.float32)


def _means(figures: Array, draws: Draws) -> Array:
    return np.asarray(np.einsum("rp,rp->r", draws.seeds @ figures, draws.people) / figures.size)


def _tails(scores: Array, counts: Counts) -> Array:
    """Mean of the lowest tenth of scores (people,), each there as often as ``counts`` (resamples, people) say."""
    order = np.argsort(scores, kind="stable")
    sorted_counts = counts[:, order]
    before = np.cumsum(sorted_counts, axis=1) - sorted_counts
    wanted = TENTH * len(scores)
    inside = np.minimum(np.maximum(wanted - before, 0.0), sorted_counts)
    return np.asarray(inside @ scores[order] / wanted)


def _interval(value: float, resampled: Array, draws: Draws) -> Interval:
    """Percentiles; resamples without a number (nobody quit) are left out."""
    told = resampled[np.isfinite(resampled)]
    if not len(told):
        return Interval(value, float("nan"), float("nan"))
    outside = 50.0 * (1.0 - draws.level)
    low, high = np.percentile(told, (outside, 100.0 - outside))
    return Interval(value, float(low), float(high))
