"""What of a sitting is given away: lanes a guardian can choose, and what each lets through.

What a lane lets through is built anew, field by field; nothing passes because nobody thought of it. Raw inputs,
digests, consent, wishes and which sensor was trusted are in no lane: who is to have all opens the sessions themselves.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import sqrt

from game.core.belief import Belief, Estimate
from game.core.facts import (
    Caught,
    Fact,
    FeelingTold,
    Found,
    MinigameBegan,
    MinigameEnded,
    PaceFound,
    ProbeDone,
    TooMuch,
)
from game.core.posterior import ANYBODY
from game.core.reading import SCALES, Quantity
from game.core.setup import Setup, Week
from game.core.temper import BreathLimits
from game.core.trace import Header, Kind, decode_estimate, decode_fact, encode_estimate, encode_header
from game.vault.errors import Unfit
from game.vault.layout import Record


@dataclass(frozen=True, slots=True)
class Lane:
    """One thing that can be given away by itself."""

    told: str
    """What it is, for whoever chooses."""
    kinds: frozenset[Kind] = frozenset()
    """Kinds of record that go along whole."""
    facts: tuple[type, ...] = ()
    """Facts that go along."""
    quantities: frozenset[Quantity] = frozenset()
    """Quantities of every estimate that go along; the others stand at what is believed of anybody."""


LANES = {
    "feelings": Lane(
        "how glad and how tense the sensors read the player, twice a second",
        quantities=frozenset({Quantity.VALENCE, Quantity.AROUSAL, Quantity.SMILE, Quantity.PRESENCE}),
    ),
    "breath": Lane(
        "rate and place of the breath, and paces that were found",
        facts=(PaceFound, ProbeDone),
        quantities=frozenset({Quantity.BREATH_HZ, Quantity.BREATH_PHASE}),
    ),
    "heart": Lane("rate of the heart, where it was measured", quantities=frozenset({Quantity.HEART_HZ})),
    "voice": Lane(
        "whether somebody spoke, and how loud it was",
        quantities=frozenset({Quantity.VOICE_PRESENCE, Quantity.LEVEL_DBFS}),
    ),
    "told": Lane("how the player said they feel, by two taps", facts=(FeelingTold,)),
    "play": Lane(
        "levels, what was caught and found, breathing games, presses of too much",
        kinds=frozenset({Kind.LEVEL}),
        facts=(Caught, Found, MinigameBegan, MinigameEnded, TooMuch),
    ),
    "summary": Lane(
        "each sitting in six numbers: length, levels, caught, games, follow, breath", frozenset({Kind.SUMMARY})
    ),
    "decisions": Lane("what the game changed and why; it says what was felt and breathed", frozenset({Kind.DECISION})),
    "words": Lane(
        "the player's own words, as they were written, and what they might sound like", frozenset({Kind.WORDS})
    ),
}
NEEDS = {"decisions": ("feelings", "breath")}
"""Lanes that tell of others: whoever gives the one gives the others."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The lanes that were chosen, put together."""

    names: tuple[str, ...]
    """Their names, in the order of LANES."""
    kinds: frozenset[int]
    """Kinds of record that go along whole."""
    facts: tuple[type, ...]
    """Facts that go along."""
    quantities: frozenset[Quantity]
    """Quantities of estimates that go along."""


def choose(names: Iterable[str]) -> Choice:
    """Put lanes together. Raises Unfit: none, or one that tells of others which were not chosen."""
    chosen = frozenset(names)
    unknown = chosen - LANES.keys()
    if unknown or not chosen:
        raise Unfit(f"There are these lanes: {', '.join(LANES)}.")
    for name, needed in NEEDS.items():
        if name in chosen and not chosen.issuperset(needed):
            raise Unfit(f"{name} tell of {' and '.join(needed)}: choose those, too, or leave {name} out.")
    lanes = [lane for name, lane in LANES.items() if name in chosen]
    return Choice(
        names=tuple(name for name in LANES if name in chosen),
        kinds=frozenset(int(kind) for lane in lanes for kind in lane.kinds),
        facts=tuple(fact for lane in lanes for fact in lane.facts),
        quantities=frozenset(quantity for lane in lanes for quantity in lane.quantities),
    )


def let_through(records: Iterable[Record], choice: Choice) -> Iterator[Record]:
    """The records of a sitting that go along, in order. Raises ValueError where one is none of Stillwater's."""
    for record in records:
        if record.kind in choice.kinds:
            yield record
        elif record.kind == Kind.ESTIMATE and choice.quantities:
            tick, estimate = decode_estimate(record.payload)
            yield Record(record.kind, encode_estimate(tick, narrowed(estimate, choice.quantities)))
        elif record.kind == Kind.FACT and isinstance(_fact(record), choice.facts):
            yield record


def narrowed(estimate: Estimate, quantities: frozenset[Quantity]) -> Estimate:
    """The estimate with everything else as it is believed of anybody."""
    return replace(
        estimate, **{quantity.value: _anybody(quantity) for quantity in Quantity if quantity not in quantities}
    )


def is_untold(estimate: Estimate, quantity: Quantity) -> bool:
    """Whether an estimate that was read back says no more of a quantity than what is believed of anybody."""
    told, anybody = estimate.of(quantity), _anybody(quantity)
    near = 1e-5 * (1.0 + abs(anybody.mean))
    return abs(told.mean - anybody.mean) < near and abs(sqrt(told.variance) - sqrt(anybody.variance)) < near


def bare_header(header: Header, started: str) -> Header:
    """What a sitting began with, without what is known of its player: no seed, age, progress, finds, or settings."""
    setup = header.setup
    bare = Setup(
        seed=0,
        level=setup.level,
        mode=setup.mode,
        limits=BreathLimits(),
        posterior=ANYBODY,
        minutes=setup.minutes,
        places=(),
        due=(),
        devices=(),
        practised_s=0.0,
        found=(),
        week=Week(),
        avatars=(),
    )
    return Header(bare, header.fingerprint, header.mind, "", started, header.source)


def encoded_bare_header(header: Header, started: str) -> bytes:
    """The same in bytes."""
    return encode_header(bare_header(header, started))


def _fact(record: Record) -> Fact:
    return decode_fact(record.payload)[1]


def _anybody(quantity: Quantity) -> Belief:
    scale = SCALES[quantity]
    return Belief(scale.prior_mean, scale.prior_sd * scale.prior_sd)
