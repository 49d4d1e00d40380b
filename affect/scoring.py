"""How well a sensor reads: metrics shared by face, voice and breath, intervals by person, groups, one JSON.

A kind of sensor brings its *items* (a picture, an utterance, a window of breath), each with its person and its
groups, and one function that turns any number of them into named figures. ``assemble`` does the rest.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.str_]
"""(n,) names of classes."""
Numbers = NDArray[np.floating[Any]]
"""(n,)."""
Figures = dict[str, float]
"""Figures by the flat name they have in the JSON; nan = could not be measured here."""

FEWEST_ITEMS: Final = 30
"""A group of fewer has numbers, but no verdict."""
ROUNDS: Final = 200
"""Times people are drawn anew for an interval."""
INTERVAL: Final = 0.95
EIGHTY: Final = 1.2816
"""Half the width of the 80 % interval of a normal distribution, in sd."""
BINS: Final = 15


@dataclass(frozen=True, slots=True)
class Options:
    """What ``evaluate`` is asked beside the folder."""

    noise: str = ""
    """Which: "pink", "babble" or the path of a sound file to mix in; empty = none."""
    snr_db: float = 10.0
    """How far the signal stands above that noise, dB."""
    calibrate: int = 0
    """How many of a person's calm or neutral items the sensor may learn their baseline from; they are not scored."""


class Scored(Protocol):
    """One thing that was read."""

    @property
    def person(self) -> str:
        """Whom it is of; empty = not known, then it stands for itself."""

    @property
    def groups(self) -> tuple[str, ...]:
        """Whatever is known of it: "corpus=emodb", "sex=F" ..."""


Item = TypeVar("Item", bound=Scored)


@dataclass(frozen=True, slots=True)
class Report:
    """What was measured on one folder."""

    kind: str
    """Which: "face", "voice" or "breath"."""
    items: int
    """How many things were scored."""
    people: int
    """Of how many people."""
    figures: Figures
    """Over all items."""
    intervals: dict[str, tuple[float, float]]
    """95 % of what the figures are when people are drawn anew."""
    groups: dict[str, Figures]
    """The same figures within each group, and "items"."""
    notes: tuple[str, ...] = ()
    """What a reader must know: how it was measured."""


def assemble(
    kind: str,
    items: Sequence[Item],
    measure: Callable[[Sequence[Item]], Figures],
    notes: tuple[str, ...] = (),
    rounds: int = ROUNDS,
) -> Report:
    """Measure all items, each group of them, and how far the figures hang on whom one happened to ask.

    ``measure`` is called ``rounds`` + groups + 1 times, so it works on ready-made numbers.
    """
    named: dict[str, list[Item]] = {}
    for item in items:
        for group in item.groups:
            named.setdefault(group, []).append(item)
    groups = {name: {**measure(named[name]), "items": float(len(named[name]))} for name in sorted(named)}
    people = _by_person(items)
    intervals = _intervals(people, measure, rounds) if len(people) > 1 else {}
    return Report(kind, len(items), len(people), measure(items), intervals, groups, notes)


def _by_person(items: Sequence[Item]) -> list[list[Item]]:
    people: dict[str, list[Item]] = {}
    for index, item in enumerate(items):
        people.setdefault(item.person or f"\0{index}", []).append(item)
    return list(people.values())


def _intervals(
    people: list[list[Item]], measure: Callable[[Sequence[Item]], Figures], rounds: int
) -> dict[str, tuple[float, float]]:
    dice = np.random.default_rng(0)
    drawn: dict[str, list[float]] = {}
    for _ in range(rounds):
        chosen = dice.integers(0, len(people), len(people))
        for name, value in measure([item for index in chosen for item in people[index]]).items():
            if np.isfinite(value):
                drawn.setdefault(name, []).append(value)
    tail = (1.0 - INTERVAL) / 2.0
    return {
        name: (float(np.quantile(values, tail)), float(np.quantile(values, 1.0 - tail)))
        for name, values in drawn.items()
    }


def accuracy(truth: Labels, told: Labels) -> float:
    """Share told right; nan without items."""
    return float((truth == told).mean()) if len(truth) else float("nan")


def uar(truth: Labels, told: Labels) -> float:
    """Unweighted average recall: the mean, over the classes that occur in truth, of the share told right."""
    return float(np.mean([(told[truth == name] == name).mean() for name in np.unique(truth)])) if len(truth) else np.nan


def macro_f1(truth: Labels, told: Labels) -> float:
    """Mean F1 over the classes that occur in truth."""
    scores = []
    for name in np.unique(truth):
        hits = float(((truth == name) & (told == name)).sum())
        scores.append(2.0 * hits / float((truth == name).sum() + (told == name).sum()))
    return float(np.mean(scores)) if scores else float("nan")


def ece(confidence: Numbers, right: NDArray[np.bool_], bins: int = BINS) -> float:
    """Expected calibration error: mean distance of confidence and share right, over equal bins of confidence."""
    if not len(confidence):
        return float("nan")
    place = np.clip((confidence * bins).astype(int), 0, bins - 1)
    total = 0.0
    for index in np.unique(place):
        inside = place == index
        total += float(inside.mean()) * abs(float(confidence[inside].mean()) - float(right[inside].mean()))
    return total


def sd_coverage(truth: Numbers, value: Numbers, sd: Numbers) -> float:
    """Share of truths inside the 80 % interval value +- 1.28 sd: .80 where sd is honest."""
    return float((np.abs(truth - value) <= EIGHTY * sd).mean()) if len(truth) else float("nan")


def to_json(report: Report) -> str:
    """The report as JSON: figures at the top under their flat names, then "groups", "intervals", "items"..."""

    def plain(figures: Figures) -> dict[str, float | bool | None]:
        return {name: _number(value) for name, value in figures.items()}

    groups = {
        name: {**plain(figures), "items": int(figures["items"]), "verdict": figures["items"] >= FEWEST_ITEMS}
        for name, figures in report.groups.items()
    }
    whole = {
        **plain(report.figures),
        "kind": report.kind,
        "items": report.items,
        "people": report.people,
        "intervals": {name: [_number(low), _number(high)] for name, (low, high) in report.intervals.items()},
        "groups": groups,
        "notes": list(report.notes),
    }
    return json.dumps(whole, indent=1, sort_keys=True) + "\n"


def _number(value: float) -> float | None:
    return round(float(value), 5) if np.isfinite(value) else None


def write_json(report: Report, path: Path) -> None:
    """Write ``to_json`` to a file."""
    path.write_text(to_json(report), encoding="utf-8")


def to_table(report: Report) -> str:
    """The report as a Markdown table: one row for all, one for each group."""
    names = list(report.figures)
    lines = [
        f"| {report.kind} | items | " + " | ".join(names) + " |",
        "| --- | --- |" + " --- |" * len(names),
        f"| all ({report.people} people) | {report.items} | "
        + " | ".join(_cell(report.figures[name], report.intervals.get(name)) for name in names)
        + " |",
    ]
    for group, figures in report.groups.items():
        few = " (too few for a verdict)" if figures["items"] < FEWEST_ITEMS else ""
        cells = " | ".join(_cell(figures.get(name, float("nan")), None) for name in names)
        lines.append(f"| {group}{few} | {figures['items']:.0f} | {cells} |")
    return "\n".join([*lines, "", *report.notes])


def _cell(value: float, interval: tuple[float, float] | None) -> str:
    if not np.isfinite(value):
        return "-"
    return f"{value:.3f}" if interval is None else f"{value:.3f} [{interval[0]:.3f}, {interval[1]:.3f}]"
