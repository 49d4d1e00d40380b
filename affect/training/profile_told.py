"""The tables of the profile: PCA beside the autoencoder, next sessions, the band, odd sessions, and what axes mean."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from affect.training.profile_data import Courses, Integers
from affect.training.profile_name import correlations
from affect.training.profile_pca import Fitted, Spreads
from affect.training.profile_score import (
    AFTER,
    Figures,
    Interval,
    Model,
    Usual,
    auc,
    figures,
    over_people,
    own_mean,
    root_mean,
    squared,
    usuals,
)
from affect.trends.profile import CHANCE, FEWEST, Beside, Player, Taught, band, beside
from affect.trends.profile_curve import Curve, Doubles

COUNTS: Final = ((0, 0), (1, 3), (4, 6), (7, 9))
"""Sessions before, first and last of each row of the band's table."""
ODDITIES: Final = {1: "tense", 2: "absent", 3: "bright"}
"""Kinds of odd days, as ``adaptation.curves`` numbers them."""
CHECKS: Final = {
    "cover": "share of known points inside the 80 % band of a typical session, told before the session",
    "wide": "mean width of that band, in sds of the noise",
    "auc": "how likely the farthest channel of an odd day lies farther out than that of a usual day",
    "odd_found": f"share of odd days called different, at a chance of {CHANCE:g}",
    "usual_called": "share of usual days called different",
}


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """A model, how positions vary, and what it cost."""

    model: Model
    spreads: Spreads
    """Of the people it learnt from."""
    cpu_s: float
    """Processor seconds of learning."""


def tables(
    linear: Sequence[Trained],
    size: int,
    rivals: Sequence[Trained],
    taught: Taught,
    courses: tuple[Courses, Courses, Courses],
    sd: Doubles,
) -> str:
    """Everything, as Markdown, on the people who judge.

    Args:
        linear: PCAs of all sizes.
        size: which of them is shipped.
        rivals: autoencoders of that size, one for each seed.
        taught: what is shipped, as play reads it.
        courses: to learn from, to choose by, to judge by.
        sd: float64 (128,), what errors are counted in.
    """
    training, _, judging = courses
    people = " / ".join(f"{len(np.unique(one.person))} people, {len(one.value)} sessions" for one in courses)
    return "\n\n".join(
        (
            f"To learn from / to choose by / to judge by: {people}. Everything below is of those who judge; errors are "
            "in sds of each channel, 95 % intervals in brackets are over people.",
            _models(linear, size, rivals, judging, sd),
            _difference(linear[size], rivals, judging, sd),
            _next(linear[size], training, judging, sd),
            _band(taught, judging),
            _odd(taught, judging),
            _axes(taught, judging),
        )
    )


def check(taught: Taught, courses: Courses) -> Mapping[str, Callable[[Integers], float]]:
    """The figures of ``CHECKS``, each as a function of rows."""
    usual, curves = _usual(taught, courses), courses.curves()
    inside, wide = _inside(taught, usual, courses)
    told = [_beside(taught, usual, place, curve) for place, curve in enumerate(curves)]
    far = np.array([np.nan if one is None else max((abs(m.z) for m in one.moved), default=0.0) for one in told])
    called = np.array([np.nan if one is None else float(one.odd) for one in told])
    odd = courses.odd > 0
    return {
        "cover": lambda rows: float(np.nanmean(np.where(odd[rows, None], np.nan, inside[rows]))),
        "wide": lambda rows: float(np.nanmean(wide[rows])),
        "auc": lambda rows: auc(far[rows], odd[rows]),
        "odd_found": lambda rows: float(np.nanmean(np.where(odd[rows], called[rows], np.nan))),
        "usual_called": lambda rows: float(np.nanmean(np.where(odd[rows], np.nan, called[rows]))),
    }


def _models(linear: Sequence[Trained], size: int, rivals: Sequence[Trained], judging: Courses, sd: Doubles) -> str:
    heads = (
        "model", "axes", "numbers in it", "rebuilt", "hidden stretch", "next session",
        "log likelihood per number", "the same, player known", "odd day found (AUC) by it", "player known", "CPU",
    )  # fmt: skip
    rows = []
    for place, one in enumerate(linear):
        rows.append(_row("PCA" + (", **shipped**" if place == size else ""), one, judging, sd))
    for seed, one in enumerate(rivals):
        rows.append(_row(f"autoencoder, seed {seed}", one, judging, sd))
    return _table(heads, rows)


def _row(title: str, one: Trained, judging: Courses, sd: Doubles) -> list[str]:
    told = figures(one.model, one.spreads, judging, sd)
    odd, usual = judging.odd > 0, judging.odd == 0
    known = np.isfinite(told.own)
    return [
        title,
        str(len(one.spreads.between)),
        f"{one.model.parameters:,}",
        f"{root_mean(told.rebuilt):.3f}",
        f"{root_mean(told.hole):.3f}",
        f"{root_mean(told.following[usual]):.3f}",
        f"{np.nanmean(told.likelihood):.3f}",
        f"{np.nanmean(told.own):.3f}",
        f"{auc(np.where(known, -told.likelihood, np.nan), odd):.2f}",
        f"{auc(-told.own, odd):.2f}",
        f"{one.cpu_s:.1f} s",
    ]


def _difference(ours: Trained, rivals: Sequence[Trained], judging: Courses, sd: Doubles) -> str:
    """Autoencoder less PCA with intervals, seeds together."""
    first = figures(ours.model, ours.spreads, judging, sd)
    others = [figures(one.model, one.spreads, judging, sd) for one in rivals]
    kinds: tuple[tuple[str, Callable[[Figures], Doubles], bool], ...] = (
        ("rebuilt", lambda one: one.rebuilt, True),
        ("hidden stretch", lambda one: one.hole, True),
        ("next session", lambda one: one.following, True),
        ("log likelihood per number (autoencoder: bound)", lambda one: one.likelihood, False),
        ("the same, player known", lambda one: one.own, False),
    )
    rows = []
    for title, kind, error in kinds:
        mean: Callable[[Doubles], float] = root_mean if error else lambda told: float(np.nanmean(told))
        ours_told, theirs = kind(first), [kind(one) for one in others]

        def less(
            rows: Integers,
            mean: Callable[[Doubles], float] = mean,
            a: Doubles = ours_told,
            b: Sequence[Doubles] = tuple(theirs),
        ) -> float:
            return float(np.mean([mean(one[rows]) for one in b])) - mean(a[rows])

        rows.append([title, _written(over_people(judging.person, less), 4), "lower" if error else "higher"])
    return _table(("autoencoder (mean of seeds) less PCA", "difference", "better is"), rows)


def _next(ours: Trained, training: Courses, judging: Courses, sd: Doubles) -> str:
    """The next session, told before it is played, beside simpler ways."""
    middle = np.nanmean(training.value, axis=0)
    usual = usuals(ours.model.messages(judging.value), ours.spreads, judging.person)
    counts = (usual.before >= AFTER) & (judging.odd == 0)
    ways = {
        "PCA, own usual position": ours.model.decode(usual.position),
        "mean of the own earlier courses": own_mean(judging, middle),
        "middle of all who taught": np.broadcast_to(middle, judging.value.shape),
    }
    rows = []
    for title, told in ways.items():
        off = np.where(counts, squared(judging.value - told, sd), np.nan)
        rows.append([title, _written(over_people(judging.person, lambda rows, off=off: root_mean(off[rows])), 3)])  # type: ignore[misc]
    return _table((f"typical next session, after {AFTER} to 9 sessions", "error"), rows)


def _band(taught: Taught, judging: Courses) -> str:
    usual = _usual(taught, judging)
    inside, wide = _inside(taught, usual, judging)
    rows = []
    for low, high in COUNTS:
        counts = (usual.before >= low) & (usual.before <= high) & (judging.odd == 0)
        covers = np.where(counts[:, None], inside, np.nan)
        cover = over_people(judging.person, lambda rows, covers=covers: float(np.nanmean(covers[rows])))  # type: ignore[misc]
        rows.append([f"{low} to {high}" if high else "none", _written(cover, 3), f"{np.nanmean(wide[counts]):.2f}"])
    return _table(("own sessions before", "80 % band covers (bar .75 to .85)", "mean width, sds of the noise"), rows)


def _odd(taught: Taught, judging: Courses) -> str:
    measures = check(taught, judging)
    rows = [["any", *(_written(over_people(judging.person, measures[one])) for one in ("auc", "odd_found"))]]
    for kind, title in ODDITIES.items():
        only = judging.only((judging.odd == 0) | (judging.odd == kind))
        told = check(taught, only)
        rows.append([title, *(_written(over_people(only.person, told[one])) for one in ("auc", "odd_found"))])
    called = _written(over_people(judging.person, measures["usual_called"]), 3)
    return (
        _table(("odd day", "AUC of the farthest channel", "called different"), rows)
        + f"\n\nUsual days called different: {called}; at least {FEWEST} own sessions before. Odd days "
        "are days on which the simulated person was tense and did not go with the guide, absent, or far brighter."
    )


def _axes(taught: Taught, judging: Courses) -> str:
    rows = []
    for place, axis in enumerate(taught.named):
        shares = (np.diag(taught.between)[place], np.diag(taught.within)[place])
        told = [f"{shares[0] / (shares[0] + shares[1]):.2f}"]
        if axis.name:
            session, player = (float(one[place]) for one in correlations(taught, judging, axis.name))
            told = [axis.name, f"{axis.correlation:.2f}", f"{session:.2f}", f"{player:.2f}", *told]
        else:
            told = ["no plain meaning", f"{axis.correlation:.2f} at most", "", "", *told]
        rows.append([str(place + 1), *told])
    heads = (
        "axis", "name", "correlation, people who choose", "people who judge", "their means",
        "share that differs between people",
    )  # fmt: skip
    return _table(heads, rows)


def _usual(taught: Taught, courses: Courses) -> Usual:
    """By the numbers of play."""
    model = Fitted(taught.middle, taught.axes, taught.noise)
    return usuals(model.messages(courses.value), Spreads(taught.between, taught.within), courses.person)


def _beside(taught: Taught, usual: Usual, place: int, curve: Curve) -> Beside | None:
    return beside(taught, _player(usual, place), curve)


def _inside(taught: Taught, usual: Usual, courses: Courses) -> tuple[Doubles, Doubles]:
    """1 where a known point lies in the band told before, (n, 128) with nan; mean width (n,) in sds of the noise."""
    inside, wide = np.full(courses.value.shape, np.nan), np.empty(len(courses.value))
    for place, value in enumerate(courses.value):
        told = band(taught, _player(usual, place))
        low, high, sure = told.low.reshape(-1), told.high.reshape(-1), np.isfinite(value)
        inside[place, sure] = (low[sure] <= value[sure]) & (value[sure] <= high[sure])
        wide[place] = float(((high - low) / taught.noise).mean())
    return inside, wide


def _player(usual: Usual, place: int) -> Player:
    return Player(int(usual.before[place]), usual.position[place], usual.unsure[place])


def _written(interval: Interval, digits: int = 2) -> str:
    """ "0.81 (0.76 to 0.86)"."""
    middle, low, high = (f"{number:.{digits}f}" for number in interval)
    return f"{middle} ({low} to {high})"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = (heads, ["---"] * len(heads), *rows)
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
