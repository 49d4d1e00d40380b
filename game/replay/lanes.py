"""What happened in a sitting, read from its trace: lanes on one clock, without running the rules.

Only what a lane needs is decoded; of the seventy thousand ticks of twenty minutes none is (sensed.py does that, later).
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, field, fields
from math import isfinite, sqrt
from typing import Protocol

from game.core.facts import Fact, MinigameBegan, MinigameEnded
from game.core.pace import TICKS_PER_S
from game.core.reading import Quantity
from game.core.trace import (
    Decision,
    Header,
    Kind,
    Summary,
    Trust,
    Written,
    decode_decision,
    decode_digest,
    decode_estimate,
    decode_fact,
    decode_header,
    decode_summary,
    decode_trust,
    decode_words,
)
from game.vault.errors import Gap
from game.vault.layout import Record


class Sitting(Protocol):
    """An opened sitting, whoever opened it: ``game.vault.reader.Reader`` is one."""

    setup: bytes
    """The header, as ``trace.encode_header`` wrote it; empty where it is lost."""
    ended_early: bool
    """Whether it was never closed."""
    gaps: tuple[Gap, ...]
    """What is lost of it."""

    def records(self) -> Iterable[Record]:
        """All records, in order."""


@dataclass(frozen=True, slots=True)
class LevelSpan:
    """A level, from its beginning to the next one's."""

    from_s: float
    to_s: float
    name: str
    """Of the level, as in its file."""


@dataclass(frozen=True, slots=True)
class MinigameSpan:
    """A breathing minigame."""

    from_s: float
    to_s: float
    pattern: str
    """Name of its pattern."""
    skipped: bool
    """Whether the player left it early."""


@dataclass(frozen=True, slots=True)
class TrustSpan:
    """A time in which one quantity rested on one sensor."""

    from_s: float
    to_s: float
    quantity: str
    """Value of a ``Quantity``."""
    sensor: str
    """Name of the sensor."""


@dataclass(frozen=True, slots=True)
class Curve:
    """What was believed of one quantity, one entry per moment of ``Estimates.t_s``."""

    mean: tuple[float, ...]
    """In the quantity's unit."""
    sd: tuple[float, ...]
    """Standard deviation, same unit."""
    known: tuple[bool, ...]
    """False where too little was known to say anything."""


@dataclass(frozen=True, slots=True)
class Estimates:
    """What was believed of the player, twice a second."""

    t_s: tuple[float, ...]
    """Seconds since the sitting began."""
    arousal: Curve
    """[-1, 1]."""
    valence: Curve
    """[-1, 1]."""
    breath_hz: Curve
    """Breaths per second."""
    presence: Curve
    """Probability of a face before the camera, [0, 1]."""
    heart_hz: Curve
    """Heart beats per second; known only while a belt was worn."""

    @property
    def curves(self) -> tuple[tuple[str, Curve], ...]:
        """Every quantity by its name, in the order above."""
        return tuple((one.name, getattr(self, one.name)) for one in fields(self) if one.name != "t_s")


@dataclass(frozen=True, slots=True)
class Lanes:
    """A sitting as it is looked at: each lane in the order of time, all on one clock."""

    session_id: str
    header: Header
    """What it began with."""
    length_s: float
    """From the first tick to the last that is kept."""
    ended_early: bool
    """Whether it was never closed: the last second may be missing."""
    gaps: tuple[Gap, ...]
    """What is lost of it."""
    levels: tuple[LevelSpan, ...]
    minigames: tuple[MinigameSpan, ...]
    estimates: Estimates
    trust: tuple[TrustSpan, ...]
    """By their beginnings."""
    decisions: tuple[Decision, ...]
    """Whole, so that why.py can answer without opening the session again."""
    facts: tuple[tuple[int, Fact], ...]
    """Every fact with its tick."""
    words: tuple[tuple[int, Written], ...]
    """The player's own words with their tick, where they wanted them kept."""
    summary: Summary | None
    """None where the sitting was never closed."""

    def level_at(self, t_s: float) -> LevelSpan | None:
        """The level that ran at ``t_s``; None before the first."""
        place = bisect_right(self.levels, t_s, key=lambda span: span.from_s)
        return self.levels[place - 1] if place else None


def read_lanes(session_id: str, sitting: Sitting) -> Lanes:
    """The lanes of a sitting.

    Args:
        session_id: its name, kept for whoever asks.
        sitting: the opened session.

    Raises:
        ValueError: the header is lost, or a record is none of Stillwater's.
        VaultError: a chunk that was sealed wrongly.
    """
    if not sitting.setup:
        raise ValueError("The beginning of this session is lost, so it cannot be drawn. Restore it from a backup.")
    told = _Told()
    for record in sitting.records():
        told.take(record)
    length_s = told.tick / TICKS_PER_S
    return Lanes(
        session_id=session_id,
        header=decode_header(sitting.setup),
        length_s=length_s,
        ended_early=sitting.ended_early,
        gaps=tuple(sitting.gaps),
        levels=tuple(_level_spans(told.levels, length_s)),
        minigames=tuple(_minigame_spans(told.facts, length_s)),
        estimates=_estimates(told.moments),
        trust=tuple(_trust_spans(told.trust, length_s)),
        decisions=tuple(told.decisions),
        facts=tuple(told.facts),
        words=tuple(told.words),
        summary=told.summary,
    )


_SHOWN = (Quantity.AROUSAL, Quantity.VALENCE, Quantity.BREATH_HZ, Quantity.PRESENCE, Quantity.HEART_HZ)
_Moment = tuple[tuple[float, float, bool], ...]
"""Mean, sd and whether it is known, of each of _SHOWN."""
_TICK, _DIGEST, _ESTIMATE = int(Kind.TICK), int(Kind.DIGEST), int(Kind.ESTIMATE)
"""As plain numbers: comparing with an enum's member costs more than all the rest of a tick."""


@dataclass(slots=True)
class _Told:
    """What was read so far."""

    tick: int = 0
    """Now: ticks counted, set right by whatever names its own where records are lost."""
    levels: list[tuple[int, str]] = field(default_factory=list)
    counted: int = 0
    """How many of the levels have a tick that is certain."""
    moments: list[tuple[int, _Moment]] = field(default_factory=list)
    trust: list[tuple[int, Trust]] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    facts: list[tuple[int, Fact]] = field(default_factory=list)
    words: list[tuple[int, Written]] = field(default_factory=list)
    summary: Summary | None = None

    def take(self, record: Record) -> None:
        """One record on. Raises ValueError."""
        kind, payload = record
        if kind == _TICK:
            self.tick += 1
        elif kind == _ESTIMATE:
            self.moments.append(_moment(payload))
            self._count_on(self.moments[-1][0])
        elif kind == _DIGEST:
            self._count_on(decode_digest(payload)[0])
        else:
            self._take_seldom(kind, payload)

    def _count_on(self, tick: int) -> None:
        """A record says which tick it is: where some are lost, what was counted since the last such record lies later.

        Of all that, levels alone do not say their tick.
        """
        late = max(tick - self.tick, 0)
        self.levels[self.counted :] = [(begun + late, name) for begun, name in self.levels[self.counted :]]
        self.tick += late
        self.counted = len(self.levels)

    def _take_seldom(self, kind: int, payload: bytes) -> None:
        if kind == Kind.LEVEL:
            self.levels.append((self.tick, payload.decode()))
        elif kind == Kind.TRUST:
            self.trust.append(decode_trust(payload))
        elif kind == Kind.DECISION:
            self.decisions.append(_sound(decode_decision(payload)))
        elif kind == Kind.FACT:
            self.facts.append(decode_fact(payload))
        elif kind == Kind.WORDS:
            self.words.append(decode_words(payload))
        elif kind == Kind.SUMMARY:
            self.summary = decode_summary(payload)


def _moment(payload: bytes) -> tuple[int, _Moment]:
    tick, estimate = decode_estimate(payload)
    beliefs = [(estimate.of(quantity), quantity) for quantity in _SHOWN]
    _refuse_odd(number for belief, _ in beliefs for number in (belief.mean, belief.variance))
    return tick, tuple((belief.mean, sqrt(belief.variance), not belief.abstains(q)) for belief, q in beliefs)


def _sound(decision: Decision) -> Decision:
    """The gate where a decision's numbers enter: each is one, and finite."""
    wishes = (decision.asked, decision.used, decision.rules)
    numbers = [*astuple(decision.seen)]
    for wish in wishes:
        numbers += (wish.difficulty, wish.tempo, wish.guidance, wish.breath_hz)
        numbers += [number for reason in wish.reasons for number in reason.numbers]
    _refuse_odd(numbers)
    return decision


def _refuse_odd(numbers: Iterable[float]) -> None:
    try:
        whole = all(isfinite(number) for number in numbers)
    except TypeError:
        whole = False
    if not whole:
        raise ValueError("A number in this session is none. It was not written by Stillwater, so it is not drawn.")


def _estimates(moments: Sequence[tuple[int, _Moment]]) -> Estimates:
    curves = []
    for place in range(len(_SHOWN)):
        of_one = [moment[place] for _, moment in moments]
        curves.append(
            Curve(
                mean=tuple(mean for mean, _, _ in of_one),
                sd=tuple(sd for _, sd, _ in of_one),
                known=tuple(known for _, _, known in of_one),
            )
        )
    return Estimates(tuple(tick / TICKS_PER_S for tick, _ in moments), *curves)


def _level_spans(levels: Sequence[tuple[int, str]], end_s: float) -> Iterator[LevelSpan]:
    begins = [tick / TICKS_PER_S for tick, _ in levels]
    for (_, name), from_s, to_s in zip(levels, begins, [*begins, end_s][1:], strict=True):
        yield LevelSpan(from_s, to_s, name)


def _minigame_spans(facts: Iterable[tuple[int, Fact]], end_s: float) -> Iterator[MinigameSpan]:
    """From each beginning to its end; one that never ended lasts until the next begins, or the sitting is over."""
    running: tuple[float, str] | None = None
    for tick, fact in facts:
        t_s = tick / TICKS_PER_S
        if isinstance(fact, MinigameBegan):
            if running:
                yield MinigameSpan(running[0], t_s, running[1], skipped=True)
            running = t_s, fact.pattern
        elif isinstance(fact, MinigameEnded) and running:
            yield MinigameSpan(running[0], t_s, running[1], fact.skipped)
            running = None
    if running:
        yield MinigameSpan(running[0], end_s, running[1], skipped=True)


def _trust_spans(trust: Sequence[tuple[int, Trust]], end_s: float) -> list[TrustSpan]:
    """Each run of one sensor carrying one quantity, by beginnings."""
    spans: list[TrustSpan] = []
    running: dict[str, tuple[float, str]] = {}
    for tick, pairs in trust:
        t_s, now = tick / TICKS_PER_S, dict(pairs)
        for quantity, (from_s, sensor) in list(running.items()):
            if now.get(quantity) != sensor:
                spans.append(TrustSpan(from_s, t_s, quantity, sensor))
                del running[quantity]
        for quantity, sensor in now.items():
            running.setdefault(quantity, (t_s, sensor))
    spans += [TrustSpan(from_s, end_s, quantity, sensor) for quantity, (from_s, sensor) in running.items()]
    return sorted(spans, key=lambda span: (span.from_s, span.quantity))
