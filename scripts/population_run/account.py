"""A site's own account of what it has given away about its players."""

import json
from collections.abc import Sequence
from pathlib import Path

from scripts.population_run.learn import MOST_EPSILON, spent

FILE = "account.json"

Taken = tuple[tuple[float, float, int], ...]
"""Steps taken: noise, chance of each player, how many."""


class BudgetSpentError(RuntimeError):
    """The site would give away more than it may."""


def read_account(folder: Path) -> Taken:
    """All steps so far; none where the site never took part."""
    path = folder / FILE
    if not path.exists():
        return ()
    told = json.loads(path.read_text(encoding="utf-8"))
    return tuple((float(noise), float(chance), int(steps)) for noise, chance, steps in told)


def take(folder: Path, taken: Taken, noise: float, chance: float, steps: int) -> Taken:
    """Write further steps down, before they are taken.

    Raises:
        BudgetSpentError: epsilon would be above ``MOST_EPSILON``; nothing is written.
    """
    after = _joined(taken, noise, chance, steps)
    epsilon = spent(after)
    if epsilon > MOST_EPSILON:
        raise BudgetSpentError(f"epsilon would be {epsilon:.2f}, and {MOST_EPSILON:g} is all that this site gives")
    path = folder / FILE
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(after), encoding="utf-8")
    beside.replace(path)
    return after


def _joined(taken: Sequence[tuple[float, float, int]], noise: float, chance: float, steps: int) -> Taken:
    """Steps of one kind are counted together: the accountant is then as quick after many rounds."""
    told = {(one[0], one[1]): one[2] for one in taken}
    told[(noise, chance)] = told.get((noise, chance), 0) + steps
    return tuple((*kind, count) for kind, count in told.items())
