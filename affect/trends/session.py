"""What one session amounts to, and its bytes: the only thing that anything over many sessions looks at.

No number in it is a score of the player, and None always means "too little is known", never nought. A ``Measure`` is
one of the few quantities that are followed from session to session.
"""

import json
import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any

DAY_S = 86_400
WEEK_S = 7 * DAY_S
VERSION = 1
_MOST_NAMES, _MOST_CHARACTERS = 64, 64
_FARTHEST_OFFSET_S = 18 * 3600
_SHARE, _FEELING, _RATE_PER_MIN, _TIME_S = (0.0, 1.0), (-1.0, 1.0), (0.0, 120.0), (0.0, float(DAY_S))
_RANGES = {
    "length_s": _TIME_S,
    "recovery_s": _TIME_S,
    "tensest": (-2.0, 2.0),
    "calm_share": _SHARE,
    "known_share": _SHARE,
    "breath_per_min": _RATE_PER_MIN,
    "guide_per_min": _RATE_PER_MIN,
    "follow": _SHARE,
    "felt_before": _FEELING,
    "felt_after": _FEELING,
    "probe_per_min": _RATE_PER_MIN,
    "corrected_share": _SHARE,
    "performance": _SHARE,
}
_NAMES = ("places", "minigames", "helped")
_KINDS = {"started_s": int, "offset_s": int, "mode": str, "ended_early": bool, "simulated": bool}


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One session in a few numbers. Raises ValueError where one of them cannot be."""

    started_s: int
    """When it began, seconds since 1970, UTC."""
    offset_s: int = 0
    """What the player's own clock was ahead of UTC, seconds: so that an evening is an evening."""
    length_s: float
    """How long it was, seconds."""
    mode: str = "soothe"
    """What the world might do when the player was tense: "soothe" or "train"."""
    places: tuple[str, ...] = ()
    """Names of the levels played, in order; at most 64."""
    recovery_s: float | None = None
    """Seconds from the tensest moment until back at the usual; None = no clearly tense moment, or not seen to end."""
    tensest: float | None = None
    """How far arousal stood above the own usual at the tensest moment, [-2, 2]."""
    calm_share: float | None = None
    """Share of the known time in which arousal stood within a margin of the own usual, [0, 1]."""
    known_share: float = 0.0
    """Share of the session of which enough was known, [0, 1]."""
    breath_per_min: float | None = None
    """Slow estimate of the own breath at the end, breaths a minute."""
    guide_per_min: float | None = None
    """Mean of the guide while it was shown, breaths a minute."""
    follow: float | None = None
    """How closely the breath went with the guide, [0, 1]."""
    minigames: tuple[str, ...] = ()
    """Names of the breathing minigames that ran, in order; at most 64."""
    helped: tuple[str, ...] = ()
    """Those of them after which arousal fell."""
    felt_before: float | None = None
    """The player's own word before playing, as valence, [-1, 1]."""
    felt_after: float | None = None
    """The player's own word after playing, [-1, 1]."""
    probe_per_min: float | None = None
    """Breath in the minute without any guide, breaths a minute."""
    corrected_share: float = 0.0
    """Share of the session that somebody corrected, [0, 1]."""
    performance: float | None = None
    """How well the games went, mean, [0, 1]."""
    ended_early: bool = False
    """Whether it was never closed."""
    simulated: bool = False
    """Whether a simulated person played: left out of a person's trends."""

    def __post_init__(self) -> None:
        """The gate: what comes later divides by nothing and checks nothing again."""
        if self.started_s < 0 or abs(self.offset_s) > _FARTHEST_OFFSET_S:
            raise ValueError(f"a session cannot begin at {self.started_s} s with {self.offset_s} s of offset")
        if self.mode not in ("soothe", "train"):
            raise ValueError(f"a session's mode is soothe or train, not {self.mode!r}")
        for name, (low, high) in _RANGES.items():
            number = getattr(self, name)
            if number is not None and not low <= number <= high:
                raise ValueError(f"{name} of a session lies in [{low:g}, {high:g}], not at {number}")
        for name in _NAMES:
            names = getattr(self, name)
            if len(names) > _MOST_NAMES or any(not 0 < len(one) <= _MOST_CHARACTERS for one in names):
                raise ValueError(f"{name} of a session are at most {_MOST_NAMES} short names")

    @property
    def local_s(self) -> int:
        """When it began on the player's own clock, seconds since its 1970."""
        return self.started_s + self.offset_s

    @property
    def hour(self) -> int:
        """Hour of the day on the player's own clock, 0 to 23."""
        return self.local_s % DAY_S // 3600


class Measure(StrEnum):
    """What is followed from session to session; the value is part of message ids, for ever."""

    RECOVERY = "recovery"
    """Seconds until back at the usual."""
    CALM = "calm"
    """Share of the known time near the own usual."""
    APART = "apart"
    """Own breath less the guide's, breaths a minute: 0 = together."""
    FOLLOW = "follow"
    """How closely the breath went with the guide, [0, 1]."""
    PROBE = "probe"
    """Breath without a guide, breaths a minute."""
    LIFT = "lift"
    """Own word after playing less own word before, [-2, 2]."""
    PERFORMANCE = "performance"
    """How well the games went, [0, 1]."""


CAN_BE = {
    Measure.RECOVERY: _TIME_S,
    Measure.CALM: _SHARE,
    Measure.APART: (-_RATE_PER_MIN[1], _RATE_PER_MIN[1]),
    Measure.FOLLOW: _SHARE,
    Measure.PROBE: _RATE_PER_MIN,
    Measure.LIFT: (_FEELING[0] - _FEELING[1], _FEELING[1] - _FEELING[0]),
    Measure.PERFORMANCE: _SHARE,
}
"""Between which numbers a measure can lie at all, in its unit: no line and no forecast tells another."""
WORTH_NAMING = {
    Measure.RECOVERY: 10.0,
    Measure.CALM: 0.05,
    Measure.APART: 0.5,
    Measure.FOLLOW: 0.05,
    Measure.PROBE: 0.5,
    Measure.LIFT: 0.1,
    Measure.PERFORMANCE: 0.05,
}
"""A smaller difference than this nobody would notice, in the measure's unit. Assumptions."""
IN_STEPS = {Measure.LIFT: 0.5}
"""Told in few steps, of this size in the measure's unit: most numbers are equal, so that a median stays where it is
while ever more of them move, and a median distance is nought. Their middle is the mean, their spread the sd, which
nothing can carry off: none of them lies far out."""
SHOWN_TIMES = {Measure.CALM: 100.0, Measure.FOLLOW: 100.0, Measure.LIFT: 100.0, Measure.PERFORMANCE: 100.0}
"""What a number is multiplied by before a person reads it: shares are read as of a hundred."""


_FIELDS: dict[Measure, tuple[str, str | None]] = {
    Measure.RECOVERY: ("recovery_s", None),
    Measure.CALM: ("calm_share", None),
    Measure.APART: ("breath_per_min", "guide_per_min"),
    Measure.FOLLOW: ("follow", None),
    Measure.PROBE: ("probe_per_min", None),
    Measure.LIFT: ("felt_after", "felt_before"),
    Measure.PERFORMANCE: ("performance", None),
}
"""Field of each measure, and the field that is taken from it."""


def measured(session: Session, measure: Measure) -> float | None:
    """What a session says of one measure, in the measure's unit; None = too little is known."""
    first, second = _FIELDS[measure]
    number: float | None = getattr(session, first)
    if second is None or number is None:
        return number
    less: float | None = getattr(session, second)
    return None if less is None else number - less


def own(sessions: Iterable[Session]) -> tuple[Session, ...]:
    """The sessions a person played, in the order of time; simulated ones are left out."""
    return tuple(sorted((one for one in sessions if not one.simulated), key=lambda one: one.started_s))


def encode_session(session: Session) -> bytes:
    """JSON, UTF-8, keys sorted."""
    told = asdict(session) | {"version": VERSION}
    return json.dumps(told, sort_keys=True, allow_nan=False, separators=(",", ":")).encode()


def decode_session(data: bytes) -> Session:
    """The inverse of ``encode_session``. Raises ValueError on anything else."""
    try:
        told = json.loads(data)
        if not isinstance(told, dict):
            raise ValueError("a session's numbers are a JSON object")
        version = told.pop("version")
        if version != VERSION:
            raise ValueError(f"a session's numbers of version {version} were written by a newer Stillwater")
        return Session(**{field.name: _told(field.name, told.pop(field.name)) for field in fields(Session)})
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"not a session's numbers: {error}") from None


def _told(name: str, value: Any) -> Any:
    """One field as JSON has it, or TypeError: JSON knows no tuples, and takes True for a number."""
    if name in _NAMES:
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise TypeError(f"{name} are names")
        return tuple(value)
    kind = _KINDS.get(name)
    if kind is not None:
        if type(value) is not kind:
            raise TypeError(f"{name} is no {kind.__name__}")
        return value
    absent = value is None and name not in ("length_s", "known_share", "corrected_share")
    if not absent and (type(value) not in (int, float) or not math.isfinite(value)):
        raise TypeError(f"{name} is no number")
    return value
