"""How well trends, changes and odd sessions are found on simulated people whose truth is known; fills docs/trends.md.

Run: python -m benchmarks.trends           measures on people never tuned on, writes the tables (3 minutes of CPU)
     python -m benchmarks.trends --tune    false notices at several thresholds, on the tuning people
"""

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from affect.trends.change import THRESHOLD, changes, lasts, noticed_cuts
from affect.trends.session import Measure, Session
from affect.trends.simulate import NOTHING, Habit, Planted, Series, simulate, somebody
from affect.trends.track import Doubles, track
from affect.trends.trend import Trend, Way, trend
from affect.trends.unusual import compared
from benchmarks.change_points import WAYS, Score, scores
from benchmarks.written import write_part

PAGE = Path(__file__).resolve().parent.parent / "docs" / "trends.md"
TUNING, HELD = 0, 300_000
"""First seeds of the people: those for tuning, and those never used for it."""
PEOPLE = 120
FEWER_PEOPLE = 48
TREND_PEOPLE = 200
EACH_SESSION = tuple(measure for measure in Measure if measure is not Measure.PROBE)
"""The probe comes once a week only; where a measure is drawn it is one of the others."""
NOTICED_WITHIN = 40
"""Numbers after a change; later counts as not noticed."""
SIZES = (1.0, 1.5, 2.0)
RIVALS_RATE = 0.12
"""Share of years without a change in which a way may notice one, on one measure: all ways are tuned to it."""
RESAMPLES = 2000

Interval = tuple[float, float, float]
"""An estimate with the ends of its 95 % interval."""


def people(first: int, count: int, planted: Planted = NOTHING, weeks: int = 52) -> Iterator[tuple[Measure, Series]]:
    """Simulated people; what is planted lies on each measure in turn, upwards and downwards in turn."""
    for seed in range(first, first + count):
        measure = EACH_SESSION[seed % len(EACH_SESSION)]
        side = 1.0 if seed // len(EACH_SESSION) % 2 else -1.0
        turned = replace(
            planted,
            measure=measure,
            step=side * planted.step,
            drift_per_week=side * planted.drift_per_week,
            # Times are never below nought: an odd one is long.
            outlier=planted.outlier if measure is Measure.RECOVERY else side * planted.outlier,
        )
        yield measure, simulate(somebody(seed, weeks), turned, seed)


def share(hits: Sequence[bool]) -> Interval:
    """A share with Wilson's 95 % interval."""
    count, mean, z = len(hits), float(np.mean(hits)), 1.96
    middle = (mean + z * z / (2 * count)) / (1 + z * z / count)
    half = z * np.sqrt(mean * (1 - mean) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return mean, float(middle - half), float(middle + half)


def resampled(numbers: Sequence[float], median: bool = False) -> Interval:
    """A mean (or median) over people with its percentile bootstrap 95 % interval."""
    told = np.array(numbers, dtype=np.float64)
    drawn = told[np.random.default_rng(0).integers(0, len(told), (RESAMPLES, len(told)))]
    middles = np.median(drawn, axis=1) if median else drawn.mean(axis=1)
    low, high = (float(end) for end in np.quantile(middles, (0.025, 0.975), method="inverted_cdf"))
    return float(np.median(told) if median else told.mean()), low, high


def written(interval: Interval, digits: int = 2) -> str:
    """ "0.81 (0.76–0.86)"; what lies beyond all that was looked at is "later"."""
    middle, low, high = (f"{number:.{digits}f}" if np.isfinite(number) else "later" for number in interval)
    return f"{middle} ({low}–{high})"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = (heads, ["---"] * len(heads), *rows)
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def trend_table() -> str:
    """Cover and width of the 80 % interval, and how often a direction is named."""
    rows = []
    for weeks in (8, 12, 26, 52):
        drift = 1.5 / weeks
        kinds = {
            "nothing": Planted(),
            "drift": Planted(drift_per_week=drift),
            "drift, gap, three odd sessions": Planted(
                drift_per_week=drift, gap_week=weeks * 0.4, gap_weeks=weeks * 0.15, outliers=3
            ),
        }
        for place, (kind, planted) in enumerate(kinds.items()):
            first = HELD + weeks * 1000 + place * 10_000
            told = [
                (found, truth.per_week)
                for measure, truth in people(first, TREND_PEOPLE, planted, weeks)
                if isinstance(found := trend(truth.sessions, measure), Trend)
            ]
            covered = share([found.low <= per_week <= found.high for found, per_week in told])
            right = share([found.way is (Way.RISING if way > 0 else Way.FALLING) for found, way in told])
            named = share([found.way in (Way.RISING, Way.FALLING) for found, _ in told])
            turned = "" if kind == "nothing" else written(right)
            rows.append([str(weeks), kind, str(len(told)), written(covered), written(named), turned])
    return table(("weeks", "planted", "people", "80 % interval covers", "direction named", "rightly"), rows)


def cover_line() -> str:
    """The same cover over all weeks and kinds."""
    hits = []
    for weeks in (8, 12, 26, 52):
        planted = Planted(drift_per_week=1.0 / weeks, gap_week=weeks * 0.5, gap_weeks=weeks * 0.1, outliers=2)
        for measure, truth in people(HELD + 100_000 + weeks * 1000, TREND_PEOPLE, planted, weeks):
            found = trend(truth.sessions, measure)
            if isinstance(found, Trend):
                hits.append(found.low <= truth.per_week <= found.high)
    return (
        f"All lengths together, other people, everything planted at once ({len(hits)} of them): {written(share(hits))} "
        "(bar .75 to .85)."
    )


def false_notices() -> str:
    """Lasting changes noticed where none is, all measures together."""
    kinds: dict[str, tuple[Planted, Habit | None]] = {
        "nothing": (Planted(), None),
        "gap of six weeks": (Planted(gap_week=20.0, gap_weeks=6.0), None),
        "five odd sessions": (Planted(outliers=5), None),
        "moods of a week (memory .85, 40 % slow)": (Planted(), Habit(memory=0.85, slow=0.4)),
    }
    rows = []
    for kind, (planted, habit) in kinds.items():
        count = PEOPLE if kind == "nothing" else FEWER_PEOPLE
        told = []
        for seed in range(HELD, HELD + count):
            truth = simulate(habit or somebody(seed), planted, seed)
            told.append(float(sum(len(changes(truth.sessions, measure)) for measure in Measure)))
        rows.append([kind, str(count), written(resampled(told))])
    return table(("planted", "people, a year each", "false notices a year, all seven measures together"), rows)


def delays() -> str:
    """How soon a planted change is noticed, and where it is put; what is not said at once, too, is not noticed."""
    rows = []
    for size in SIZES:
        numbers, days, where = [], [], []
        for measure, truth in people(HELD + 5000, PEOPLE, Planted(step=size, step_week=26.0)):
            line, changed = track(truth.sessions, measure), truth.changed
            if changed is None:
                continue
            first = next((one for one in changes(truth.sessions, measure) if one.noticed >= changed), None)
            late, said = np.inf, False
            if first is not None:
                said = lasts(first, track(truth.sessions[: first.noticed + 1], measure))
                late = sum(changed <= place <= first.noticed for place in line.places)
                where.append(first.earliest <= changed <= first.latest)
            noticed = said and late <= NOTICED_WITHIN
            numbers.append(float(late) if noticed else np.inf)
            gone_s = truth.sessions[first.noticed].started_s - truth.sessions[changed].started_s if first else 0
            days.append(gone_s / 86_400 if noticed else np.inf)
        rows.append(
            [
                f"{size:g} sd",
                str(len(numbers)),
                written(share([np.isfinite(late) for late in numbers])),
                written(resampled(numbers, median=True), 0),
                written(resampled(days, median=True), 0),
                written(share(where)),
            ]
        )
    heads = ("change", "people", f"noticed within {NOTICED_WITHIN} numbers", "numbers until then, median")
    return table((*heads, "days, median", "80 % interval of when covers"), rows)


def rivals() -> str:
    """The ways to notice a change, each at the same rate of false notices."""
    rows = []
    for name, way in WAYS.items():
        begun_s = time.process_time()
        highest = [float(score.max()) for score, _ in _scored(TUNING, NOTHING, way)]
        threshold = float(np.quantile(highest, 1.0 - RIVALS_RATE))
        false = share([bool((score > threshold).any()) for score, _ in _scored(HELD + 7000, NOTHING, way)])
        cells = [name, f"{threshold:.2f}", written(false)]
        for size in SIZES:
            late = [
                _late(score, changed, threshold)
                for score, changed in _scored(HELD + 8000, Planted(step=size, step_week=26.0), way)
            ]
            cells.append(f"{written(resampled(late, median=True), 0)}, {np.mean(np.isfinite(late)):.2f}")
        rows.append([*cells, f"{time.process_time() - begun_s:.0f} s"])
    heads = ("way", "threshold", "years with a false notice")
    return table((*heads, *(f"{size:g} sd: numbers until noticed, share" for size in SIZES), "CPU"), rows)


def _scored(first: int, planted: Planted, way: Score) -> Iterator[tuple[Doubles, int]]:
    """Scores after each number, and at which number the change is."""
    for measure, truth in people(first, FEWER_PEOPLE, planted):
        line = track(truth.sessions, measure)
        changed = len(line.value) if truth.changed is None else int(np.searchsorted(line.places, truth.changed))
        yield scores(line.value, way, line.least_sd), changed


def _late(score: Doubles, changed: int, threshold: float) -> float:
    """Numbers from the change to the notice; infinite where it is not noticed in time."""
    passed = np.flatnonzero(score[changed : changed + NOTICED_WITHIN] > threshold)
    return float(passed[0] + 1) if len(passed) else np.inf


def others() -> str:
    """What a slow drift does to the search for changes, and odd sessions found and named in vain."""
    drifting = [
        bool(changes(truth.sessions, measure))
        for measure, truth in people(HELD + 9000, FEWER_PEOPLE, Planted(drift_per_week=0.04))
    ]
    lines = [
        "A slow drift (.04 sd a week, two sd in a year) is also told as a lasting change in "
        f"{written(share(drifting))} of years: it is one, only not a sudden one.",
        "",
    ]
    rows = []
    for size in (3.0, 4.5, 6.0):
        found, false = [], []
        for measure, truth in people(HELD + 9500, FEWER_PEOPLE, Planted(outliers=4, outlier=size)):
            for place in range(len(truth.sessions)):
                told = compared(truth.sessions, place)
                if told is not None and place not in truth.odd:
                    false.append(bool(told.odd))
                elif told is not None and place in track(truth.sessions, measure).places:
                    found.append(any(one.measure is measure for one in told.odd))
        hundred = share(false)
        rows.append([f"{size:g} sd", str(len(found)), written(share(found)), written(_times(hundred, 100.0), 1)])
    lines.append(table(("odd by", "sessions", "named", "usual sessions named, of a hundred"), rows))
    return "\n".join(lines)


def _times(interval: Interval, by: float) -> Interval:
    return interval[0] * by, interval[1] * by, interval[2] * by


def costs() -> str:
    """CPU time of a year of daily sessions."""
    sessions = simulate(Habit(per_week=7.0, missing=0.0), NOTHING, HELD).sessions
    spent = []
    for look in (_all_trends, _all_changes, _all_compared):
        begun_s = time.process_time()
        look(sessions)
        spent.append(time.process_time() - begun_s)
    return (
        f"{len(sessions)} sessions, seven measures, all known: trends {spent[0]:.2f} s, changes {spent[1]:.2f} s, "
        f"every session beside its last forty {spent[2]:.2f} s of CPU (bar: 2 s)."
    )


def _all_trends(sessions: Sequence[Session]) -> None:
    for measure in Measure:
        trend(sessions, measure)


def _all_changes(sessions: Sequence[Session]) -> None:
    for measure in Measure:
        changes(sessions, measure)


def _all_compared(sessions: Sequence[Session]) -> None:
    for place in range(len(sessions)):
        compared(sessions, place)


def tune() -> None:
    """Print false notices a year at several thresholds, on the tuning people."""
    lines = []
    for seed in range(TUNING, TUNING + PEOPLE):
        truth = simulate(somebody(seed), NOTHING, seed)
        lines.append([track(truth.sessions, measure) for measure in Measure])
    for threshold in (4.7, 4.9, 5.1, 5.3):
        told = [
            float(sum(len(list(noticed_cuts(line.value, threshold, line.least_sd))) for line in person))
            for person in lines
        ]
        print(f"{threshold:g} sds: {written(resampled(told))} false notices a year")


def main() -> int:
    """Measure and write."""
    if sys.argv[1:] == ["--tune"]:
        tune()
        return 0
    if sys.argv[1:]:
        print("usage: python -m benchmarks.trends [--tune]", file=sys.stderr)
        return 2
    begun_s = time.process_time()
    parts = {
        "Trend": (trend_table, cover_line),
        f"Lasting change (threshold {THRESHOLD:g})": (false_notices, delays),
        f"The same beside others, each tuned to {RIVALS_RATE:.0%} of years with a false notice on one measure": (
            rivals,
        ),
        "Drift, and single odd sessions": (others,),
        "Cost": (costs,),
    }
    told = [f"### {head}\n\n" + "\n\n".join(part() for part in made) for head, made in parts.items()]
    told.append(f"95 % intervals in brackets. Measured in {(time.process_time() - begun_s) / 60:.1f} minutes of CPU.")
    write_part(PAGE, "trends", "\n\n".join(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
