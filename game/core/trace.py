"""What a sealed session holds, record by record, and its bytes.

Inputs alone would be enough to tell the sitting again; the rest (estimates, decisions, facts, a summary) is there so
that lanes, trends and reports can be drawn without running the rules.
"""

import json
import struct
from dataclasses import asdict, dataclass, fields
from enum import IntEnum
from math import sqrt
from typing import Any

from game.core import facts as fact_types
from game.core.belief import Belief, Estimate, trusted
from game.core.directive import Directive, Reason
from game.core.facts import Fact
from game.core.gate import ODD, json_object, text, tick_of, typed
from game.core.observe import Observation
from game.core.reading import CalibrationStage, Quantity
from game.core.senses import Senses
from game.core.setup import Setup, decode_setup, encode_setup
from game.core.temper import Tempered

ESTIMATE_TICKS = 30
"""Estimates are kept at 2 Hz."""


class Kind(IntEnum):
    """Kinds of record. Numbers are for ever."""

    HEADER = 1
    """First record: setup, fingerprints, wall clock."""
    LEVEL = 2
    """A level begins: its name."""
    TICK = 3
    """One tick of inputs, as in ``tape``."""
    DIGEST = 4
    """Tick and digest of the world, once a second."""
    ESTIMATE = 5
    """Tick and estimate, at 2 Hz."""
    DECISION = 6
    """A decision with what was seen, asked, changed."""
    FACT = 7
    """A fact with its tick."""
    SUMMARY = 8
    """Last record of a whole session."""
    TRUST = 9
    """Which sensor each quantity rests on, when that changes."""
    WORDS = 10
    """The player's own words, kept because they wanted it: never part of the inputs, nor of any digest."""


Trust = tuple[tuple[str, str], ...]
"""Pairs of a quantity's name and the sensor it rests on now; quantities of which too little is known are not in it."""


def trust_of(senses: Senses, tick: int) -> Trust:
    """What the estimate rests on now, by the names of the quantities in order."""
    pairs = ((q.value, trusted(senses.evidence, senses.estimate, q, tick)) for q in Quantity)
    return tuple(sorted((name, sensor) for name, sensor in pairs if sensor))


@dataclass(frozen=True, slots=True)
class Sounded:
    """What a sentence might sound like, weak evidence, and what its writer says to that."""

    valence: float
    """Guess, [-1, 1]."""
    sd: float
    """How far off that may be."""
    guess: str
    """The same in a word, of ``facts.TONES``."""
    own: str
    """The writer's word for it, of ``facts.TONES``."""


@dataclass(frozen=True, slots=True)
class Written:
    """The player's own words, kept because they wanted it."""

    place: str
    """What they are for: "worry", "journal"."""
    text: str
    """As typed."""
    sounded: Sounded | None = None
    """None = nothing was guessed, or not asked for."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a session begins with."""

    setup: Setup
    """All that the rules depend on besides inputs."""
    fingerprint: str
    """Fingerprint of the rules: core and levels."""
    mind: str
    """Name of the mind and of its model."""
    presentation: str
    """Language, size ... as text of the stage's own; never reaches the rules."""
    started: str
    """Wall clock, ISO 8601 with offset: asked once, here."""
    source: str = "live"
    """Who played: "live" a person, "simulated" a simulated one. Trends of a person leave the others out."""


@dataclass(frozen=True, slots=True)
class Account:
    """How a mind came to a decision."""

    by: str = "rules"
    """Which mind decided: "rules" or "policy"."""
    fallback: str = ""
    """Message id of why the rules stood in for the policy; "" = they did not."""
    chances: tuple[tuple[str, float], ...] = ()
    """The policy's probability of each thing it could have done, by name; empty where the rules decided."""
    explored: bool = False
    """The minigame was offered, or not, by lot: only where a guardian has agreed to that."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision, so that "why did it change?" can be answered."""

    tick: int
    seen: Observation
    """What the mind was shown."""
    asked: Directive
    """What it asked for."""
    used: Directive
    """What temper made of it."""
    changed: tuple[str, ...]
    """Names of the fields temper changed."""
    rules: Directive
    """What the plain rules would have asked for."""
    account: Account = Account()
    """Who decided, and how sure."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A whole sitting in a few numbers."""

    ticks: int
    """Length in ticks."""
    levels: tuple[str, ...]
    """Levels played, in order."""
    caught: int
    """Things caught."""
    minigames: int
    """Breathing minigames begun."""
    follow: float
    """How closely the breath went with the guide, mean over the guided part, [0, 1]."""
    breath_hz: float
    """Slow estimate of the own rate at the end; 0 = never measured."""


_ESTIMATE = struct.Struct(f"<I{2 * len(Quantity)}f")
_DIGEST = struct.Struct("<I8s")
_FACTS = {kind.__name__: kind for kind in fact_types.Fact.__args__}


def encode_header(header: Header) -> bytes:
    """JSON, UTF-8."""
    told = {field.name: getattr(header, field.name) for field in fields(header) if field.name != "setup"}
    return json.dumps({"setup": encode_setup(header.setup).decode(), **told}, sort_keys=True).encode()


def decode_header(data: bytes) -> Header:
    """The inverse. Raises ValueError."""
    told = json_object(data, "header")
    try:
        told["setup"] = decode_setup(str(told["setup"]).encode())
        return typed(Header(**told))
    except ODD as error:
        raise ValueError("this is no header of a Stillwater session") from error


def encode_digest(tick: int, digest: bytes) -> bytes:
    """u32 tick, 8 bytes."""
    return _DIGEST.pack(tick, digest)


def decode_digest(data: bytes) -> tuple[int, bytes]:
    """The inverse. Raises ValueError."""
    if len(data) != _DIGEST.size:
        raise ValueError("this is no digest")
    tick, digest = _DIGEST.unpack(data)
    return tick, digest


def encode_estimate(tick: int, estimate: Estimate) -> bytes:
    """u32 tick, then f32 mean and sd of each quantity in the order of ``Quantity``."""
    numbers: list[float] = []
    for quantity in Quantity:
        belief = estimate.of(quantity)
        numbers += (belief.mean, sqrt(belief.variance))
    return _ESTIMATE.pack(tick, *numbers)


def decode_estimate(data: bytes) -> tuple[int, Estimate]:
    """The inverse, to float32. Raises ValueError."""
    if len(data) != _ESTIMATE.size:
        raise ValueError("this is no estimate")
    tick, *numbers = _ESTIMATE.unpack(data)
    pairs = zip(numbers[::2], numbers[1::2], strict=True)
    beliefs = {q.value: Belief(mean, sd * sd) for q, (mean, sd) in zip(Quantity, pairs, strict=True)}
    return tick, Estimate(**beliefs)


def encode_trust(tick: int, trust: Trust) -> bytes:
    """JSON, UTF-8: tick, and the sensor by quantity."""
    return json.dumps({"tick": tick, "trust": dict(trust)}, sort_keys=True).encode()


def decode_trust(data: bytes) -> tuple[int, Trust]:
    """The inverse. Raises ValueError."""
    told = json_object(data, "trust")
    try:
        return tick_of(told["tick"]), tuple((text(name), text(sensor)) for name, sensor in told["trust"].items())
    except ODD as error:
        raise ValueError("this is no record of trust") from error


def encode_words(tick: int, written: Written) -> bytes:
    """JSON, UTF-8; what was not judged says nothing of it."""
    told = {name: value for name, value in asdict(written).items() if value is not None}
    return json.dumps({"tick": tick, **told}, sort_keys=True, ensure_ascii=False).encode()


def decode_words(data: bytes) -> tuple[int, Written]:
    """The inverse, also of records that knew no guess: tick and what was written. Raises ValueError."""
    told = json_object(data, "words")
    try:
        sounded = typed(Sounded(**told["sounded"])) if "sounded" in told else None
        return tick_of(told["tick"]), typed(Written(told["place"], told["text"], sounded))
    except ODD as error:
        raise ValueError("these are no words") from error


def encode_decision(decision: Decision) -> bytes:
    """JSON, UTF-8."""
    return json.dumps(asdict(decision), sort_keys=True).encode()


def decode_decision(data: bytes) -> Decision:
    """The inverse. Raises ValueError."""
    told = json_object(data, "decision")
    try:
        return Decision(
            tick=tick_of(told["tick"]),
            seen=typed(Observation(**told["seen"])),
            asked=_directive(told["asked"]),
            used=_directive(told["used"]),
            changed=tuple(text(name) for name in told["changed"]),
            rules=_directive(told["rules"]),
            account=_account(told["account"]) if "account" in told else Account(),
        )
    except ODD as error:
        raise ValueError("this is no decision") from error


def decide_on(
    tick: int, seen: Observation, asked: Directive, tempered: Tempered, rules: Directive, account: Account
) -> Decision:
    """A decision as it is kept."""
    return Decision(tick, seen, asked, tempered.directive, tempered.changed, rules, account)


def encode_fact(tick: int, fact: Fact) -> bytes:
    """JSON, UTF-8: tick, name, fields."""
    return json.dumps({"tick": tick, "fact": type(fact).__name__, **asdict(fact)}, sort_keys=True).encode()


def decode_fact(data: bytes) -> tuple[int, Fact]:
    """The inverse. Raises ValueError."""
    told = json_object(data, "fact")
    try:
        tick, kind = tick_of(told.pop("tick")), _FACTS[told.pop("fact")]
        if "stage" in told:
            told["stage"] = CalibrationStage(told["stage"])
        return tick, typed(kind(**told))
    except ODD as error:
        raise ValueError("this is no fact") from error


def encode_summary(summary: Summary) -> bytes:
    """JSON, UTF-8."""
    return json.dumps(asdict(summary), sort_keys=True).encode()


def decode_summary(data: bytes) -> Summary:
    """The inverse. Raises ValueError."""
    told = json_object(data, "summary")
    try:
        return typed(Summary(**{**told, "levels": tuple(text(name) for name in told["levels"])}))
    except ODD as error:
        raise ValueError("this is no summary") from error


def _account(told: dict[str, Any]) -> Account:
    chances = tuple((text(name), float(chance)) for name, chance in told["chances"])
    return typed(Account(**{**told, "chances": chances}))


def _directive(told: dict[str, Any]) -> Directive:
    reasons = tuple(_reason(reason) for reason in told["reasons"])
    return typed(Directive(**{**told, "reasons": reasons}))


def _reason(told: dict[str, Any]) -> Reason:
    return Reason(text(told["key"]), tuple(float(number) for number in told["numbers"]))
