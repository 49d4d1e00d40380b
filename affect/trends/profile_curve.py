"""The course of a session on a clock that all sessions share: four quantities at 32 points from its first to its last.

A session of three minutes and one of twenty can so be laid on each other. What was not known well enough is nan, never
guessed. A curve is made of what a mind was shown at its decisions while a place was played (``Observation``, every
five seconds), which the sealed session holds; like the session it is kept sealed or not at all.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from game.core.belief import ENOUGH
from game.core.observe import Observation

Doubles = NDArray[np.float64]

POINTS = 32
"""Of the common clock."""
FEWEST_S = 120.0
"""A shorter session has no course."""
FEWEST_KNOWN = 0.4
"""Share of the points of all quantities that must be known. Play is always known, so one feeling or the breath is."""
DECISION_S = 5.0
APART_UNIT_PER_MIN = 10.0
"""``Observation.breath_against_guide`` counts in tens."""
VERSION = 1
_DIGITS = 3


class Channel(StrEnum):
    """What a curve follows, in the order of its rows; the value is part of message ids."""

    AROUSAL = "arousal"
    """Tension above the own usual, [-2, 2]."""
    VALENCE = "valence"
    """Mood above the own usual, [-2, 2]."""
    APART = "apart"
    """Own breath less the guide's, breaths a minute."""
    PERFORMANCE = "performance"
    """How play went, [0, 1]."""


SEEN = (
    "arousal", "arousal_confidence", "valence", "valence_confidence",
    "breath_against_guide", "breath_confidence", "performance",
)  # fmt: skip
"""What of an Observation a curve is made of."""


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """The course of one session."""

    value: Doubles
    """float64 (4, 32), in the unit of each ``Channel``; nan = not known."""

    def __post_init__(self) -> None:
        """The gate. Raises ValueError."""
        if self.value.shape != (len(Channel), POINTS) or np.isinf(self.value).any():
            raise ValueError(f"a session's course is {len(Channel)} rows of {POINTS} numbers")

    @property
    def known_share(self) -> float:
        """Share of its points that are known, [0, 1]."""
        return float(np.isfinite(self.value).mean())


def curve_of(t_s: Sequence[float], observations: Sequence[Observation]) -> Curve | None:
    """The course of a session; None where it was too short, or too little is known of it.

    Args:
        t_s: moment of each observation, rising; pauses and menus may be missing.
        observations: what the mind was shown, while a place was played.
    """
    rows = [[getattr(one, name) for name in SEEN] for one in observations]
    return course(np.asarray(t_s, dtype=np.float64), np.array(rows, dtype=np.float64).reshape(-1, len(SEEN)))


def course(t_s: Doubles, rows: Doubles) -> Curve | None:
    """``curve_of`` on float64 (n,) and (n, 7), the columns those of ``SEEN``."""
    if len(t_s) < 2 or t_s[-1] - t_s[0] < FEWEST_S:
        return None
    clock = _on_clock(t_s, known(rows))
    curve = Curve(clock)
    return curve if curve.known_share >= FEWEST_KNOWN else None


def known(rows: Doubles) -> Doubles:
    """float64 (n, 4): the channels of rows (n, 7), nan where too little was known to say."""
    sure = np.where(rows[:, 1:6:2] >= ENOUGH, 1.0, np.nan)
    feelings = rows[:, 0:5:2] * sure * np.array((1.0, 1.0, APART_UNIT_PER_MIN))
    return np.concatenate((feelings, rows[:, 6:]), axis=1)


def _on_clock(t_s: Doubles, told: Doubles) -> Doubles:
    """float64 (4, 32): means of what is known about each point. ``told``: (n, 4)."""
    span = t_s[-1] - t_s[0]
    centres = t_s[0] + span * (np.arange(POINTS) + 0.5) / POINTS
    half = max(span / POINTS, DECISION_S) / 2.0 + 1e-6
    near = (np.abs(t_s[None, :] - centres[:, None]) <= half).astype(np.float64)
    sure = np.isfinite(told)
    count = near @ sure
    total = near @ np.where(sure, told, 0.0)
    return np.asarray(np.where(count > 0, total / np.maximum(count, 1.0), np.nan).T)


def encode_curve(curve: Curve) -> bytes:
    """JSON, UTF-8; three decimals, null where nothing is known. About 1 KB, for the sealed cache."""
    rows = [[round(float(one), _DIGITS) if np.isfinite(one) else None for one in row] for row in curve.value]
    return json.dumps({"version": VERSION, "course": rows}, allow_nan=False, separators=(",", ":")).encode()


def decode_curve(data: bytes) -> Curve:
    """The inverse of ``encode_curve``. Raises ValueError on anything else."""
    try:
        told = json.loads(data)
        if told["version"] != VERSION:
            raise ValueError(f"a session's course of version {told['version']} was written by a newer Stillwater")
        rows = [[np.nan if one is None else _number(one) for one in row] for row in told["course"]]
        return Curve(np.array(rows, dtype=np.float64))
    except (KeyError, TypeError, OverflowError, RecursionError) as error:
        raise ValueError(f"not a session's course: {error}") from None


def _number(one: object) -> float:
    """JSON knows no nan, and takes True for a number."""
    if isinstance(one, bool) or not isinstance(one, int | float):
        raise TypeError(f"{one!r} is no number")
    return float(one)
