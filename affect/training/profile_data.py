"""Courses of simulated sessions for the profile, from the file that ``python -m adaptation curves`` writes.

The file holds what a mind was shown, decision by decision; it becomes a course by the code of play. People are split:
nobody of whom something is judged was learnt from.
"""

from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from affect.errors import CorpusError
from affect.trends.profile import NUMBERS
from affect.trends.profile_curve import DECISION_S, SEEN, Curve, Doubles, course

Integers = NDArray[np.int64]
FILE = "curves.npz"
TRAINING, VALIDATION, TEST = 0, 1, 2
"""Values of ``part`` in the file: to learn from, to choose and name by, to judge by once."""


@dataclass(frozen=True, slots=True, eq=False)
class Courses:
    """Sessions of several people, those of one person together and in the order of time."""

    value: Doubles
    """float64 (n, 128): each course flat, nan = not known."""
    person: Integers
    """int64 (n,): who."""
    odd: Integers
    """int64 (n,): 0 = a usual session, else what was different that day."""

    def only(self, rows: NDArray[np.bool_]) -> "Courses":
        """These of them."""
        return Courses(self.value[rows], self.person[rows], self.odd[rows])

    def curves(self) -> tuple[Curve, ...]:
        """As play has them."""
        return tuple(Curve(row.reshape(-1, NUMBERS // 4)) for row in self.value)


def read_courses(folder: Path) -> tuple[Courses, Courses, Courses]:
    """Those to learn from, to choose by, and to judge by.

    Raises:
        CorpusError: ``folder`` has no such file, or it is another.
    """
    path = folder / FILE
    make = "make it with `python -m adaptation curves`"
    try:
        with np.load(path, allow_pickle=False) as stored:
            rows, seen = stored["rows"].astype(np.float64), tuple(str(name) for name in stored["seen"])
            columns = [stored[name].astype(np.int64) for name in ("person", "sitting", "odd", "part")]
    except FileNotFoundError:
        raise CorpusError(f"There is no {FILE} in {folder}: {make} and name the folder above it with --data.") from None
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise CorpusError(f"{path} cannot be read ({error}): {make} anew.") from error
    if seen != SEEN or rows.ndim != 3 or any(column.shape != (len(rows),) for column in columns):
        raise CorpusError(f"{path} holds other numbers than this version reads: {make} anew.")
    person, sitting, odd, part = columns
    told = courses_of(rows)
    order = np.lexsort((sitting, person))
    order = order[np.isfinite(told[order]).any(axis=1)]
    every, part = Courses(told[order], person[order], odd[order]), part[order]
    return every.only(part == TRAINING), every.only(part == VALIDATION), every.only(part == TEST)


def courses_of(rows: Doubles) -> Doubles:
    """float64 (n, 128) of float64 (n, decisions, 7); all nan where a session has no course."""
    told = np.full((len(rows), NUMBERS), np.nan)
    for place, row in enumerate(rows):
        played = np.isfinite(row[:, 0])
        curve = course(np.flatnonzero(played) * DECISION_S, row[played])
        if curve is not None:
            told[place] = curve.value.reshape(-1)
    return told
