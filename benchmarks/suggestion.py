"""How often a practice is picked out that does nothing, and how often one that does something.

python -m benchmarks.suggestion           the table of docs/trends.md, into that page
python -m benchmarks.suggestion --print   the same, only shown

People are those of ``affect.trends.simulate``, who breathe one of three practices in each session by lot; in sessions
with one of them recovery is made shorter. Whether arousal was lower afterwards is a coin, for that one a loaded one.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt
from pathlib import Path

import numpy as np

from affect.trends.session import Session
from affect.trends.simulate import NOTHING, PATTERNS, simulate, somebody
from affect.trends.suggest import suggest
from benchmarks.written import write_part
from game.core.posterior import ANYBODY
from game.core.setup import Week

PAGE = Path(__file__).resolve().parent.parent / "docs" / "trends.md"
PEOPLE = 400
FIRST_SEED = 50_000
"""Tuning used the seeds from 0 on."""
WEEKS = (4, 8, 16, 26)
DOES = PATTERNS[0]
"""The practice that does something, where one does."""


@dataclass(frozen=True, slots=True)
class Planted:
    """What one practice does."""

    told: str
    """In the table."""
    times: float
    """Recovery in sessions with it, in multiples."""
    lower: float
    """Chance that arousal is lower after it; .5 after the others."""


CASES = (
    Planted("nothing", 1.0, 0.5),
    Planted("recovery a fifth shorter", 0.8, 0.5),
    Planted("recovery two fifths shorter", 0.6, 0.5),
    Planted("calmer after it in 8 of 10", 1.0, 0.8),
)


def main(words: Sequence[str] | None = None) -> int:
    """Measure and write. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.suggestion", description=__doc__)
    parser.add_argument("--print", action="store_true", help="only show the table")
    parser.add_argument("--first", type=int, default=FIRST_SEED, help="first seed of the people")
    arguments = parser.parse_args(words)
    text = table(arguments.first)
    if arguments.print:
        sys.stdout.write(text)
    else:
        write_part(PAGE, "suggestion", text)
    return 0


def table(first: int) -> str:
    """The table, in Markdown; ``first``: seed of the first of the people."""
    lines = [
        f"{PEOPLE} simulated people for each row, 3 to 6 sessions a week, three practices by lot. In brackets: 95 %.",
        "",
        "| what one practice does | weeks | that one suggested | another suggested | the week as planned |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for case in CASES:
        for weeks in WEEKS:
            told = [
                suggest(sessions, ANYBODY, PATTERNS, Week(), (), sessions[-1].started_s).practice
                for sessions in (played(seed, weeks, case) for seed in _seeds(first))
            ]
            right = sum(practice == DOES for practice in told)
            usual = sum(practice == "" for practice in told)
            shown = " | ".join(_share(count) for count in (right, PEOPLE - right - usual, usual))
            lines.append(f"| {case.told} | {weeks} | {shown} |")
    return "\n".join(lines) + "\n"


def played(seed: int, weeks: int, case: Planted) -> tuple[Session, ...]:
    """The sessions of one of the people."""
    dice = np.random.default_rng([9, seed])
    sessions = []
    for one in simulate(somebody(seed, weeks), NOTHING, seed).sessions:
        with_it = DOES in one.minigames
        lower = dice.random() < (case.lower if with_it else 0.5)
        recovery_s = one.recovery_s
        if recovery_s is not None and with_it:
            recovery_s *= case.times
        sessions.append(replace(one, recovery_s=recovery_s, helped=one.minigames if lower else ()))
    return tuple(sessions)


def _seeds(first: int) -> range:
    return range(first, first + PEOPLE)


def _share(count: int) -> str:
    """A share of the people in percent with Wilson's interval."""
    share, z = count / PEOPLE, 1.96
    middle = (share + z * z / (2 * PEOPLE)) / (1 + z * z / PEOPLE)
    half = z * sqrt(share * (1 - share) / PEOPLE + z * z / (4 * PEOPLE**2)) / (1 + z * z / PEOPLE)
    return f"{share:.0%} ({max(middle - half, 0.0):.0%} to {min(middle + half, 1.0):.0%})"


if __name__ == "__main__":
    raise SystemExit(main())
