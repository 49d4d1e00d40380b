"""A page in words about a player's own sessions: every number on it can be traced to fields of sessions.

A line carries, for each of its numbers, which fields of which sessions it was made of and how; ``traced`` makes it
again from them, and the page is written with no other numbers than these. Nothing is compared with anybody else, and
no number is a score.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from affect.trends.session import SHOWN_TIMES, Measure, Session
from game.core.directive import Reason

LAST = 30
"""Own sessions that are "usual"."""
FEWEST = 5
"""With fewer numbers nothing is usual yet."""
FEWEST_RAN = 3
"""Sessions with a breathing minigame before it is told how often tension fell after it."""
MOSTLY = 2.0 / 3.0
"""A part of the day is named where so large a share of the last sessions began in it."""
MORNING_HOUR, NOON_HOUR, EVENING_HOUR, NIGHT_HOUR = 5, 11, 17, 23
FIELDS: dict[Measure, tuple[str, ...]] = {
    Measure.RECOVERY: ("recovery_s",),
    Measure.CALM: ("calm_share",),
    Measure.APART: ("breath_per_min", "guide_per_min"),
    Measure.FOLLOW: ("follow",),
    Measure.PROBE: ("probe_per_min",),
    Measure.LIFT: ("felt_after", "felt_before"),
    Measure.PERFORMANCE: ("performance",),
}
"""Fields of a session that each measure is made of: the first, or the first less the second."""

DIGITS = {Measure.APART: 1, Measure.PROBE: 1}
"""Decimals of what is told in breaths a minute; everything else is whole."""


class How(StrEnum):
    """How one number was made of many."""

    COUNT = "count"
    """How many sessions."""
    MEDIAN = "median"
    LOW = "low"
    """One in ten lay below."""
    HIGH = "high"
    """One in ten lay above."""


_SHARES = {How.LOW: 0.1, How.MEDIAN: 0.5, How.HIGH: 0.9}


@dataclass(frozen=True, slots=True)
class Source:
    """Where one number comes from."""

    fields: tuple[str, ...]
    """Fields of ``Session``; two = the first less the second, but for counts, which only look at them."""
    how: How
    """How it was made of them."""
    started_s: tuple[int, ...]
    """The sessions, by when they began; in order."""
    times: float = 1.0
    """What the field was multiplied by to be read."""
    digits: int = 0
    """Decimals that are told: no more than a person could notice."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the page."""

    said: Reason
    """The message with its numbers."""
    sources: tuple[Source, ...] = ()
    """Of each number, in order."""
    about: str = ""
    """Name of the breathing pattern it is about; "" = none. Message "pattern.NAME"."""


def page(sessions: Sequence[Session]) -> tuple[Line, ...]:
    """The page about sessions in the order of time (``session.own``); () without any."""
    return tuple(_lines(sessions)) if sessions else ()


def traced(source: Source, sessions: Sequence[Session]) -> float:
    """The number again, from the sessions it names, as it is told."""
    if source.how is How.COUNT:
        return float(len(source.started_s))
    wanted = frozenset(source.started_s)
    told = [_field(one, source.fields) for one in sessions if one.started_s in wanted]
    number = float(np.quantile(np.array([one for one in told if one is not None]), _SHARES[source.how]))
    return round(number * source.times, source.digits)


def _lines(sessions: Sequence[Session]) -> Iterator[Line]:
    lately = sessions[-LAST:]
    counted = Source(("started_s",), How.COUNT, _starts(sessions))
    yield _line(
        "profile.sessions", (counted, Source(("length_s",), How.MEDIAN, _starts(sessions), 1.0 / 60.0)), sessions
    )
    if len(sessions) < FEWEST:
        yield Line(Reason("profile.too_few"))
        return
    yield from _day_part(lately)
    for measure in Measure:
        yield from _usual(sessions, measure)
    yield from _helped(lately)
    known = tuple(Source(("known_share",), how, _starts(lately), 100.0) for how in (How.MEDIAN, How.LOW))
    yield _line("profile.known", known, sessions)
    corrected = [one for one in lately if one.corrected_share > 0.0]
    if corrected:
        yield _line("profile.corrected", (Source(("corrected_share",), How.COUNT, _starts(corrected)),), sessions)


def _day_part(lately: Sequence[Session]) -> Iterator[Line]:
    parts = {"morning": (MORNING_HOUR, NOON_HOUR), "afternoon": (NOON_HOUR, EVENING_HOUR)}
    for name, (begin, end) in {**parts, "evening": (EVENING_HOUR, NIGHT_HOUR)}.items():
        inside = [one for one in lately if begin <= one.hour < end]
        if len(inside) >= MOSTLY * len(lately):
            fields = ("started_s", "offset_s")
            counts = (Source(fields, How.COUNT, _starts(inside)), Source(fields, How.COUNT, _starts(lately)))
            yield _line(f"profile.time.{name}", counts, lately)


def _usual(sessions: Sequence[Session], measure: Measure) -> Iterator[Line]:
    fields = FIELDS[measure]
    known = [one for one in sessions if _field(one, fields) is not None][-LAST:]
    if len(known) >= FEWEST:
        times, starts = SHOWN_TIMES.get(measure, 1.0), _starts(known)
        digits = DIGITS.get(measure, 0)
        sources = tuple(Source(fields, how, starts, times, digits) for how in (How.MEDIAN, How.LOW, How.HIGH))
        yield _line(f"profile.{measure}.usual", sources, known)


def _helped(lately: Sequence[Session]) -> Iterator[Line]:
    """Each pattern that ran often enough, the one after which tension fell most often first."""
    told = []
    for name in sorted({name for one in lately for name in one.minigames}):
        ran = [one for one in lately if name in one.minigames]
        if len(ran) >= FEWEST_RAN:
            fell = [one for one in ran if name in one.helped]
            told.append((len(fell) / len(ran), name, fell, ran))
    for _, name, fell, ran in sorted(told, key=lambda one: (-one[0], one[1])):
        sources = (Source(("helped",), How.COUNT, _starts(fell)), Source(("minigames",), How.COUNT, _starts(ran)))
        yield _line("profile.helped", sources, lately, name)


def _line(key: str, sources: tuple[Source, ...], sessions: Sequence[Session], about: str = "") -> Line:
    return Line(Reason(key, tuple(traced(one, sessions) for one in sources)), sources, about)


def _starts(sessions: Sequence[Session]) -> tuple[int, ...]:
    return tuple(one.started_s for one in sessions)


def _field(session: Session, names: tuple[str, ...]) -> float | None:
    """The field, or the first less the second; None where one is not known."""
    numbers: list[float | None] = [getattr(session, name) for name in names]
    told = [one for one in numbers if one is not None]
    if len(told) < len(numbers):
        return None
    return told[0] if len(told) == 1 else told[0] - told[1]
