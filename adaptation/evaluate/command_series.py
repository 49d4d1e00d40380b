"""``python -m adaptation series``: is remembering the player worth anything? Table, figure and JSON."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from time import process_time

from adaptation.actions import Minds
from adaptation.adaptive import Adaptive
from adaptation.evaluate import series
from adaptation.evaluate.bootstrap import Interval
from adaptation.evaluate.canvas import BLUE, DASHED, OCHRE, QUIET, Axes, Sheet, steps
from adaptation.evaluate.people import Origin
from adaptation.evaluate.series import Step
from adaptation.policy import PolicyError, load, shipped
from adaptation.rules import Rules

VALIDATION, PEOPLE, SEEDS, LEVEL = 40, 200, 3, 0.95
OUT, POLICIES = Path("build") / "series", Path("build") / "policies"
WIDTH, PANEL = 900, 210


@dataclass(frozen=True, slots=True)
class Found:
    """A mind's series."""

    mind: str
    """"rules" or "policy"."""
    made_of: tuple[str, ...]
    """Name of each of its seeds."""
    steps: tuple[Step, ...]
    """Each sitting, and all but the first."""


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--people", type=Origin, choices=list(Origin), default=Origin.VALIDATION)
    parser.add_argument("--attempt", type=int, default=VALIDATION, help="number of the people's seed")
    parser.add_argument("--count", type=int, default=PEOPLE, help="people who play")
    parser.add_argument("--sittings", type=int, default=series.SITTINGS, help="in a row")
    parser.add_argument("--seeds", type=int, default=SEEDS, help="policies of so many training seeds, at most")
    parser.add_argument(
        "--policies", type=Path, default=POLICIES, help="where training left them; else the shipped one"
    )
    parser.add_argument("--out", type=Path, default=OUT, help="folder of series.json, series.md and series.svg")


def run(arguments: argparse.Namespace) -> int:
    """Play, judge, write. Returns the exit status: 0 well, whatever came out; 1 a problem that was said."""
    told = series.series(arguments.people, arguments.attempt, arguments.count, arguments.sittings)
    try:
        learned = policies(arguments.policies, arguments.seeds)
    except PolicyError as error:
        print(error, file=sys.stderr)
        return 1
    minds: list[tuple[str, list[tuple[str, Callable[[], Minds]]]]] = [("rules", [(Rules().name, Rules)])]
    if learned:
        minds.append(("policy", learned))
    else:
        print("no policy was taught yet: the rules play alone", file=sys.stderr)
    found = []
    for name, among in minds:
        courses = [series.play(told, minds) for _, minds in among]
        found.append(Found(name, tuple(one for one, _ in among), series.judged(courses, told, LEVEL)))
        print(f"{name}: played, {process_time():.0f} s of the processor so far", file=sys.stderr, flush=True)
    words = table(found, arguments.count)
    write(arguments.out, found, words, f"{arguments.people} {arguments.attempt}")
    print(words)
    return 0


def policies(folder: Path, most: int) -> list[tuple[str, Callable[[], Minds]]]:
    """Policies of the first training seeds, the shipped one where there are none, or nobody.

    Raises PolicyError where one is damaged.
    """
    paths = sorted(folder.glob("seed_*.npz"), key=lambda path: (len(path.stem), path.stem))[:most]
    if paths:
        return [(policy.name, partial(Adaptive, policy)) for policy in map(load, paths)]
    try:
        policy = shipped()
    except PolicyError:
        return []
    return [(policy.name, partial(Adaptive, policy))]


def table(found: Sequence[Found], count: int) -> str:
    """Markdown: known less strangers, of each mind and sitting."""
    lines = [
        f"With what was learnt of a player less without, {count} people, intervals of {100.0 * LEVEL:.0f} %:",
        "",
        "| mind | sitting | mean score | worst tenth | quits | quits of strangers | of the known |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for one in found:
        for step in one.steps:
            which = str(step.sitting) if step.sitting else f"2 to {len(one.steps) - 1}"
            lines.append(
                f"| {one.mind} | {which} | {_told(step.mean)} | {_told(step.tail)} | {_told(step.quits)} "
                f" | {step.strangers_left:.3f} | {step.known_left:.3f} |"
            )
    return "\n".join(lines)


def picture(found: Sequence[Found]) -> str:
    """SVG: for each mind the difference of mean scores by sitting, with its interval."""
    sheet = Sheet(WIDTH, 60 + (PANEL + 70) * len(found) + 20, "What remembering the player is worth, by sitting")
    sheet.text((16, 26), sheet.title, size=16, bold=True)
    every = [step for one in found for step in one.steps if step.sitting]
    ends = [0.0, 0.01, -0.01, *(end for step in every for end in (step.mean.low, step.mean.high))]
    low, high = 1.1 * min(ends), 1.1 * max(ends)
    last = max(step.sitting for step in every)
    for place, one in enumerate(found):
        top = 70.0 + place * (PANEL + 70)
        axes = Axes(80, top, WIDTH - 30, top + PANEL, 0.5, last + 0.5, low, high)
        sheet.upward(axes, steps(low, high, 6), f"{one.mind}: mean score, known less strangers (up: remembering helps)")
        sheet.across(axes, [(float(number), str(number)) for number in range(1, last + 1)], "sitting")
        sheet.line([(axes.left, axes.y(0.0)), (axes.right, axes.y(0.0))], width=1.4)
        whole = next((step for step in one.steps if step.sitting == 0), None)
        if whole:
            y = axes.y(whole.mean.value)
            sheet.line([(axes.x(1.5), y), (axes.right, y)], colour=QUIET, dashes=DASHED)
        for step in one.steps:
            if step.sitting:
                x, worse = axes.x(float(step.sitting)), step.mean.value < 0.0
                colour = OCHRE if worse else BLUE
                sheet.line([(x, axes.y(step.mean.low)), (x, axes.y(step.mean.high))], colour=colour, width=2.2)
                sheet.mark((x, axes.y(step.mean.value)), "diamond" if worse else "dot", colour=colour)
    words = (
        f"Line: interval of {100.0 * LEVEL:.0f} %. Diamond: remembering did harm. Dashed: mean of all but the first."
    )
    sheet.text((16, sheet.height - 12), words, size=12, colour=QUIET)
    return sheet.svg()


def write(folder: Path, found: Sequence[Found], words: str, people: str) -> None:
    """The three files."""
    folder.mkdir(parents=True, exist_ok=True)
    told = {"people": people, "level": LEVEL, "found": [asdict(one) for one in found]}
    (folder / "series.json").write_text(json.dumps(told, indent=1, allow_nan=False) + "\n", encoding="utf-8")
    (folder / "series.md").write_text(words + "\n", encoding="utf-8")
    (folder / "series.svg").write_text(picture(found), encoding="utf-8")


def _told(interval: Interval) -> str:
    return f"{interval.value:+.4f} [{interval.low:+.4f}, {interval.high:+.4f}]"
