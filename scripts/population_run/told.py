"""The tables of docs/trends.md about several sites."""

from collections.abc import Mapping, Sequence

import numpy as np

from affect.training.profile_score import root_mean
from affect.trends.profile_curve import Doubles
from scripts.population_run.compare import Interval, Judged, Way, Where, over_both
from scripts.population_run.learn import DELTA, noise_of, spent
from scripts.population_run.people import SITES, SITTINGS, Part, Population

HEADS = (
    "way", "step", "log likelihood per number, own site", "more than what ships", "more than alone",
    "the likelihood at other sites", "hidden stretch", "next sitting",
)  # fmt: skip


def table(most: int, ways: Sequence[Way], told: Mapping[str, Judged], people: Population) -> str:
    """Markdown about one size of site. ``told``: by title of a way."""
    player = np.concatenate([np.unique(people.of(Part.JUDGING, place).person) for place in range(len(SITES))])
    sitting = np.concatenate([people.of(Part.JUDGING, place).person for place in range(len(SITES))])
    alone, ships = (
        next(told[way.title] for way in ways if way.where is where) for where in (Where.ALONE, Where.NOBODY)
    )
    rows = []
    for way in ways:
        one = told[way.title]
        rows.append(
            [
                way.title,
                "" if way.where is Where.NOBODY else f"{way.recipe.step:g}",
                _written(over_both(one.own, player, _mean)),
                "" if way.where is Where.NOBODY else _written(over_both(one.own - ships.own, player, _mean)),
                "" if way.where is Where.ALONE else _written(over_both(one.own - alone.own, player, _mean)),
                _written(over_both(one.others, player, _mean)),
                _written(over_both(one.hole, sitting, root_mean)),
                _written(over_both(one.following, sitting, root_mean)),
            ]
        )
    lines = (HEADS, ["---"] * len(HEADS), *rows)
    body = "\n".join("| " + " | ".join(line) + " |" for line in lines)
    return f"### {most} players at each of {len(SITES)} sites\n\n{body}"


def spending(ways: Sequence[Way]) -> str:
    """What each noisy way spends, by Opacus's accountant."""
    said = {}
    for way in ways:
        if way.recipe.epsilon is not None:
            noise = noise_of(way.recipe)
            steps = way.recipe.rounds * way.recipe.steps
            epsilon = spent(((noise, way.recipe.chance, steps),))
            said[way.recipe.epsilon] = (
                f"epsilon {epsilon:.2f}: noise of {noise:.2f} times the longest gradient, {steps} steps, every player "
                f"drawn with chance {way.recipe.chance:g}"
            )
    return f"Spent at each site, delta {DELTA:g} (Renyi accountant of Opacus 1.6): " + "; ".join(said.values()) + "."


def about(people: Population, seeds: int, cpu_s: float) -> str:
    """Who they are, and what the brackets are."""
    judges = len(np.unique(people.of(Part.JUDGING).person))
    return (
        f"{judges} players who taught nobody judge ({SITTINGS} sittings each at most); {seeds} seeds, each with other "
        "teaching players, lots and noise. Steps were chosen on further people. Errors are in sds of each channel. "
        "In brackets: 95 %, seeds and judging players drawn anew together. "
        f"Measured in {cpu_s / 60.0:.1f} minutes of CPU."
    )


def _written(interval: Interval) -> str:
    middle, low, high = interval
    return f"{middle:.3f} ({low:.3f} to {high:.3f})"


def _mean(told: Doubles) -> float:
    return float(told.mean())
