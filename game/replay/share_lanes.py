"""What of a sitting is given away: lanes a guardian can choose, and what each lets through.

Of what says more than was chosen (estimates, decisions, the setup) a lane lets through what is built anew, field by
field; of the rest whole records of a closed list of kinds and facts. Nothing passes because nobody thought of it. Raw
inputs, digests, consent, wishes and which sensor was trusted are in no lane: who is to have all opens the sessions
themselves.
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
from game.core.posterior import ANYBODY, Posterior
from game.core.reading import SCALES, Quantity
from game.core.setup import Mode, Setup, Week
from game.core.temper import BreathLimits
from game.core.trace import (
    Header,
    Kind,
    decode_decision,
    decode_estimate,
    decode_fact,
    encode_decision,
    encode_estimate,
    encode_header,
)
from game.replay.share_decisions import DECIDED_BY, PLAYED, narrowed_decision
from game.vault.errors import Unfit
from game.vault.layout import Record


@dataclass(frozen=True, slots=True)
class Lane:
    """One thing that can be given away by itself."""

    told: str
    """What it is, for whoever chooses."""
    kinds: frozenset[Kind] = frozenset()
    """Kinds of record that go along: decisions narrowed to ``seen``, the others whole."""
    facts: tuple[type, ...] = ()
    """Facts that go along."""
    quantities: frozenset[Quantity] = frozenset()
    """Quantities of every estimate that go along; the others stand at what is believed of anybody."""
    seen: tuple[str, ...] = ()
    """What of each Observation it tells, where decisions go along; the rest stands as it does for anybody."""


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
        "levels, what was caught and found, breathing games, presses of too much, the mode",
        kinds=frozenset({Kind.LEVEL}),
        facts=(Caught, Found, MinigameBegan, MinigameEnded, TooMuch),
        seen=PLAYED,
    ),
    "summary": Lane(
        "each sitting in six numbers: length, levels, caught, games, follow, breath", frozenset({Kind.SUMMARY})
    ),
    "decisions": Lane(
        "what the game changed and why; it says what was felt and breathed, and how play went",
        kinds=frozenset({Kind.DECISION}),
        seen=DECIDED_BY,
    ),
    "words": Lane(
        "the player's own words, as they were written, and what they might sound like", frozenset({Kind.WORDS})
    ),
}
NEEDS = {"decisions": ("feelings", "breath")}
"""Lanes that tell of others: whoever gives the one gives the others."""
ANY_LEVEL, USUAL_MINUTES = "title", 5.0
"""Where a sitting usually begins, and how long a level usually lasts: a bundle says no more of either."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The lanes that were chosen, put together."""

    names: tuple[str, ...]
    """Their names, in the order of LANES."""
    kinds: frozenset[int]
    """Kinds of record that go along."""
    facts: tuple[type, ...]
    """Facts that go along."""
    quantities: frozenset[Quantity]
    """Quantities of estimates that go along."""
    seen: frozenset[str]
    """What of the Observation of a decision goes along."""


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
        seen=frozenset(name for lane in lanes for name in lane.seen),
    )


def let_through(records: Iterable[Record], choice: Choice, usual: Posterior) -> Iterator[Record]:
    """The records of a sitting that go along, in order. Raises ValueError where one is none of Stillwater's.

    Args:
        records: all of them.
        choice: what goes along.
        usual: what was known of the player as the sitting began; nothing of it goes along.
    """
    beat = bool(choice.quantities) or Kind.LEVEL in choice.kinds  # levels take their moments from the estimates
    for record in records:
        if record.kind == Kind.ESTIMATE and beat:
            tick, estimate = decode_estimate(record.payload)
            yield Record(record.kind, encode_estimate(tick, narrowed(estimate, choice.quantities)))
        elif record.kind == Kind.DECISION and record.kind in choice.kinds:
            decision = narrowed_decision(decode_decision(record.payload), choice.seen, usual)
            yield Record(record.kind, encode_decision(decision))
        elif record.kind in choice.kinds or (record.kind == Kind.FACT and isinstance(_fact(record), choice.facts)):
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


def bare_header(header: Header, choice: Choice, started: str) -> bytes:
    """What a sitting began with, as ``encode_header`` has it, without what is known of its player.

    No seed, age, progress, finds, or settings: only the mode, where play goes along, since it says what play was.

    Args:
        header: as it was kept.
        choice: what goes along.
        started: when it began, as the recipient is to know it.
    """
    mode = header.setup.mode if Kind.LEVEL in choice.kinds else Mode.SOOTHE
    bare = Setup(
        seed=0,
        level=ANY_LEVEL,
        mode=mode,
        limits=BreathLimits(),
        posterior=ANYBODY,
        minutes=USUAL_MINUTES,
        places=(),
        due=(),
        devices=(),
        practised_s=0.0,
        found=(),
        week=Week(),
        avatars=(),
    )
    return encode_header(Header(bare, header.fingerprint, header.mind, "", started, header.source))


def _fact(record: Record) -> Fact:
    return decode_fact(record.payload)[1]


def _anybody(quantity: Quantity) -> Belief:
    scale = SCALES[quantity]
    return Belief(scale.prior_mean, scale.prior_sd * scale.prior_sd)
