"""Which way of looking weeks ahead is best on simulated people, from rolling origins; fills its part of docs/trends.md.

Run: python -m benchmarks.forecast     (about 4 minutes of CPU)

The choice is made on the tuning people by a rule: of the ways whose 80 % interval covers .75 to .85, the one with the
least MASE; where another one's MASE is not clearly larger (95 % interval of the difference per person), the one that
costs the least CPU time. The tables are of other people. It ends with 1 where another way than the one that ships would
be chosen.
"""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from affect.training.forecast import ForecastNetwork, fit, network_ahead
from affect.trends.forecast import FEWEST_WEEKS, WEEKS_AHEAD, even, uneven, weekly
from affect.trends.session import WEEK_S, Measure
from affect.trends.simulate import BEGINS_S, NOTHING, USUAL, Planted
from affect.trends.track import Doubles
from affect.trends.trend import LIKELY
from benchmarks.forecast_ways import SEASON_WEEKS, SHIPS, WAYS, Way
from benchmarks.trends import HELD, TUNING, Interval, people, resampled, table, written
from benchmarks.written import write_part

PAGE = Path(__file__).resolve().parent.parent / "docs" / "trends.md"
WEEKS = 52
ORIGINS = (8, 12, 16, 24, 32, 40, 48)
"""Weeks after the first day at which somebody looks ahead."""
LEARNING = 200_000
"""First seed of the people the LSTM learns from."""
TUNING_PEOPLE, HELD_PEOPLE, LEARNING_PEOPLE = 12, 24, 60
"""In each kind; the same seeds in every kind."""
STEPS = 500
RHYTHM = 0.5
"""How far the planted month swings to each side, in sd from session to session."""
COVER_BAR = (0.75, 0.85)
NETWORK = "LSTM, learnt from other people"
KINDS = {
    "nothing": NOTHING,
    "drift of .04 sd a week": Planted(drift_per_week=0.04),
    "change of 1.5 sd in week 22": Planted(step=1.5, step_week=22.0),
    "gap of weeks 18 to 24": Planted(gap_week=18.0, gap_weeks=6.0),
    "eight odd sessions": Planted(outliers=8),
}
MONTH = "rhythm of four weeks"


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """One look ahead, beside what came."""

    person: int
    kind: str
    origin: int
    """Weeks after the first day."""
    error: Doubles
    """float64 (WEEKS_AHEAD,): distance of what was likely, in mean steps from week to week before; NaN = not known."""
    covered: Doubles
    """float64 (WEEKS_AHEAD,): 1 = inside the interval, 0 = outside, NaN = not known."""
    width: float
    """Mean width of the interval, in the same steps."""
    interval_score: float
    """The width, and ten times what fell beside it: narrow and right is small; mean, in the same steps."""
    cpu_s: float
    """What it cost."""


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """The weeks of one simulated person."""

    person: int
    kind: str
    measure: Measure
    week: Doubles
    """float64 (n,): the middle of each week, in the measure's unit; NaN = unknown."""


def rows(first: int, count: int) -> Iterator[Row]:
    """The weeks of simulated people, of every kind."""
    for kind, planted in KINDS.items():
        for person, (measure, truth) in enumerate(people(first, count, planted, WEEKS)):
            week = weekly(truth.sessions, measure, BEGINS_S + WEEKS * WEEK_S)
            yield Row(person, kind, measure, week)
            if planted is NOTHING:
                swing = RHYTHM * USUAL[measure][1] * np.sin(2.0 * np.pi / SEASON_WEEKS * np.arange(len(week)))
                yield Row(person, MONTH, measure, week + swing)


def backtest(row: Row, way: Way) -> Iterator[Told]:
    """Look ahead from every origin with what was known then."""
    absent = WEEKS - len(row.week)
    for origin in ORIGINS:
        behind, came = np.split(row.week[: origin - absent + WEEKS_AHEAD], [origin - absent])
        known = behind[np.isfinite(behind)]
        if len(known) < FEWEST_WEEKS or not np.isfinite(came).any():
            continue
        begun_s = time.process_time()
        ahead = uneven(way(even(behind, row.measure)), row.measure)
        cpu_s = time.process_time() - begun_s
        step = float(np.abs(np.diff(known)).mean())
        width = ahead[:, 2] - ahead[:, 1]
        beside_it = np.maximum(np.maximum(ahead[:, 1] - came, came - ahead[:, 2]), 0.0)
        yield Told(
            row.person,
            row.kind,
            origin,
            np.abs(came - ahead[:, 0]) / step,
            np.where(np.isfinite(came), beside_it == 0.0, np.nan),
            float(width.mean()) / step,
            float(np.nanmean(width + 2.0 / (1.0 - LIKELY) * beside_it)) / step,
            cpu_s,
        )


def measured(told_of: Sequence[Row], ways: dict[str, Way]) -> dict[str, list[Told]]:
    """Every look ahead, by way."""
    return {name: [told for row in told_of for told in backtest(row, way)] for name, way in ways.items()}


def each_person(told: Sequence[Told], number: Callable[[Told], float]) -> Doubles:
    """The mean of a number over the looks of each person."""
    by_person: dict[int, list[float]] = {}
    for one in told:
        by_person.setdefault(one.person, []).append(number(one))
    return np.array([np.mean(by_person[person]) for person in sorted(by_person)])


def mase(told: Told) -> float:
    """Mean absolute scaled error (Hyndman and Koehler 2006, Int. J. Forecast. 22:679)."""
    return float(np.nanmean(told.error))


def cover(told: Told) -> float:
    """Share of the weeks that came that lay in the interval."""
    return float(np.nanmean(told.covered))


def over_people(told: Sequence[Told], number: Callable[[Told], float]) -> Interval:
    """A mean with its 95 % interval over people."""
    return resampled(list(each_person(told, number)))


def chosen(told: dict[str, list[Told]]) -> str:
    """The way that the rule chooses."""
    low, high = COVER_BAR
    fit_for = {name: of for name, of in told.items() if low <= np.mean(each_person(of, cover)) <= high}
    if not fit_for:
        raise ValueError("no way covers .75 to .85 on the tuning people; none may ship")
    best = min(fit_for, key=lambda name: float(np.mean(each_person(fit_for[name], mase))))
    alike = [name for name in fit_for if name == best or beside(fit_for[name], fit_for[best])[1] <= 0.0]
    return min(alike, key=lambda name: cpu_ms(fit_for[name]))


def beside(one: Sequence[Told], other: Sequence[Told]) -> Interval:
    """How much larger the MASE of one way is than that of another, person by person."""
    return resampled(list(each_person(one, mase) - each_person(other, mase)))


def difference(interval: Interval) -> str:
    """ "-0.010 (-0.025 to 0.007)"."""
    middle, low, high = (f"{number:.3f}" for number in interval)
    return f"{middle} ({low} to {high})"


def cpu_ms(told: Sequence[Told]) -> float:
    """Mean CPU time of one look ahead."""
    return 1000.0 * float(np.mean([one.cpu_s for one in told]))


def learnt() -> tuple[ForecastNetwork, float]:
    """The LSTM, and the CPU seconds that learning it took."""
    made = [even(row.week, row.measure) for row in rows(LEARNING, LEARNING_PEOPLE)]
    begun_s = time.process_time()
    return fit(made, STEPS, seed=0), time.process_time() - begun_s


def all_table(told: dict[str, list[Told]]) -> str:
    """All kinds and origins together."""
    lines = [
        [
            f"**{name}**" if name == SHIPS else name,
            written(over_people(of, mase)),
            "" if name == SHIPS else difference(beside(of, told[SHIPS])),
            written(over_people(of, cover)),
            f"{np.mean(each_person(of, lambda one: one.width)):.2f}",
            written(over_people(of, lambda one: one.interval_score)),
            f"{cpu_ms(of):.2f}",
        ]
        for name, of in told.items()
    ]
    heads = ("way", "MASE", "more than what ships", "80 % interval covers", "its width", "its score", "CPU, ms")
    return table(heads, lines)


def kinds_table(told: dict[str, list[Told]]) -> str:
    """MASE and cover by what was planted."""
    kinds = (*KINDS, MONTH)
    lines = []
    for name, of in told.items():
        cells = []
        for kind in kinds:
            part = [one for one in of if one.kind == kind]
            cells.append(f"{np.mean(each_person(part, mase)):.2f} / {np.mean(each_person(part, cover)):.2f}")
        lines.append([name, *cells])
    return table(("MASE / cover", *kinds), lines)


def shipped_table(told: Sequence[Told]) -> str:
    """Cover of what ships, by how much lies behind and by how far it looks."""
    far = [
        [f"week {ahead + 1} ahead", written(resampled(list(_known_means(told, ahead))))] for ahead in range(WEEKS_AHEAD)
    ]
    behind = [
        [f"all four, after week {origin}", written(over_people([one for one in told if one.origin == origin], cover))]
        for origin in ORIGINS
    ]
    return table(("what ships", "80 % interval covers"), far + behind)


def _known_means(told: Sequence[Told], ahead: int) -> Doubles:
    return each_person([one for one in told if np.isfinite(one.covered[ahead])], lambda one: float(one.covered[ahead]))


def report(tuning: dict[str, list[Told]], held: dict[str, list[Told]], learning_s: float) -> tuple[str, ...]:
    """The tables and what goes between them."""
    kinds, looks = len(KINDS) + 1, len(held[SHIPS])
    return (
        f"{HELD_PEOPLE} people in each of {kinds} kinds, looked at from up to {len(ORIGINS)} origins: {looks} looks of "
        f"{WEEKS_AHEAD} weeks by every way. 95 % intervals over people in brackets. MASE, width and the score of the "
        "interval (Gneiting and Raftery 2007, J. Am. Stat. Assoc. 102:359) are in mean steps from week to week.",
        all_table(held),
        f"The LSTM learnt for {learning_s:.0f} s of CPU from {LEARNING_PEOPLE} people in each kind, so it knows how "
        "such people are made, as nobody knows of real ones: it is here for comparison and never ships. Loading "
        "statsmodels (some seconds) is not counted.",
        kinds_table(held),
        shipped_table(held[SHIPS]),
        f"The choice, on {TUNING_PEOPLE} tuning people in each kind: {chosen(tuning)}.",
        all_table(tuning),
    )


def main() -> int:
    """Choose, measure, write; 1 = the rule chooses another way than the one that ships."""
    if sys.argv[1:]:
        print("usage: python -m benchmarks.forecast", file=sys.stderr)
        return 2
    torch.set_num_threads(1)
    begun_s = time.process_time()
    tuning = measured(list(rows(TUNING, TUNING_PEOPLE)), WAYS)
    choice = chosen(tuning)
    if choice != SHIPS:
        print(f"On the tuning people {choice!r} wins over {SHIPS!r}: ship it in affect/trends/forecast.py.")
        print(all_table(tuning))
        return 1
    network, learning_s = learnt()
    held = measured(list(rows(HELD, HELD_PEOPLE)), WAYS | {NETWORK: lambda row: network_ahead(network, row)})
    cost = f"Measured in {(time.process_time() - begun_s) / 60:.1f} minutes of CPU."
    write_part(PAGE, "forecast", "\n\n".join((*report(tuning, held, learning_s), cost)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
