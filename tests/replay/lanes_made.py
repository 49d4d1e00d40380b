"""Sittings for the lanes: written by hand record by record, or played by a simulated person into a list."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from adaptation.person import Person
from adaptation.person.families import PATIENT
from adaptation.rules import Rules
from game.commands.memory import Kept
from game.core.belief import UNKNOWN, Belief
from game.core.directive import Directive
from game.core.facts import Fact
from game.core.inputs import NOTHING, Inputs
from game.core.observe import Observation, unit_to_rate
from game.core.setup import Setup
from game.core.tape import encode
from game.core.trace import (
    ESTIMATE_TICKS,
    Decision,
    Header,
    Kind,
    Summary,
    encode_decision,
    encode_digest,
    encode_estimate,
    encode_fact,
    encode_header,
    encode_summary,
)
from game.core.world import DIGEST_TICKS, World, begin
from game.loop import House, Unhurried, run
from game.vault.errors import Gap
from game.vault.layout import Record
from tests.sittings import LEVELS, RULES, Seen, lead_on

STARTED = "2026-01-05T10:00:00+0000"
SETUP = Setup(3, "tide")
SEEN = Observation(**dict.fromkeys(Observation.__dataclass_fields__, 0.5))
"""A moment for decisions made by hand."""
AS_SEEN = Directive(0.5, 0.5, 0.5, unit_to_rate(0.5))
"""What leaves every setting as SEEN has it."""


@dataclass
class Made:
    """A sitting in memory, as the vault's Reader would give it."""

    setup: bytes
    kept: list[Record] = field(default_factory=list)
    ended_early: bool = False
    gaps: tuple[Gap, ...] = ()

    def records(self) -> Iterator[Record]:
        """All of them."""
        return iter(self.kept)


def header(setup: Setup = SETUP, mind: str = "rules", source: str = "live") -> bytes:
    """A header with this setup."""
    return encode_header(Header(setup, "tests", mind, "", STARTED, source))


def level(name: str) -> Record:
    """A level begins."""
    return Record(int(Kind.LEVEL), name.encode())


def fact(tick: int, told: Fact) -> Record:
    """A fact."""
    return Record(int(Kind.FACT), encode_fact(tick, told))


def decision(told: Decision) -> Record:
    """A decision."""
    return Record(int(Kind.DECISION), encode_decision(told))


def summed(ticks: int, **told: Any) -> Record:
    """A summary."""
    plain = Summary(ticks=ticks, levels=("tide",), caught=37, minigames=0, follow=0.6, breath_hz=0.2)
    return Record(int(Kind.SUMMARY), encode_summary(replace(plain, **told)))


def sitting(
    seconds: float,
    extra: Iterable[tuple[int, Record]] = (),
    arousal: Callable[[float], Belief] = lambda _: UNKNOWN.arousal,
    inputs: Callable[[int], Inputs] = lambda _: NOTHING,
    setup: bytes = header(),
) -> Made:
    """A sitting written by hand: ticks, digests, estimates, and other records behind the tick that each is given.

    Args:
        seconds: its length.
        extra: records, each with the tick it stands behind (0 = before the first).
        arousal: what is believed of arousal at a time in seconds.
        inputs: what enters at a tick.
        setup: its header.
    """
    behind: dict[int, list[Record]] = {}
    for tick, record in extra:
        behind.setdefault(tick, []).append(record)
    kept = list(behind.get(0, ()))
    for tick in range(1, int(60 * seconds) + 1):
        kept.append(Record(int(Kind.TICK), encode(inputs(tick))))
        if tick % ESTIMATE_TICKS == 0:
            believed = replace(UNKNOWN, arousal=arousal(tick / 60.0))
            kept.append(Record(int(Kind.ESTIMATE), encode_estimate(tick, believed)))
        if tick % DIGEST_TICKS == 0:
            kept.append(Record(int(Kind.DIGEST), encode_digest(tick, bytes(8))))
        kept += behind.get(tick, ())
    return Made(setup, kept)


@dataclass
class _Listed:
    """Stands in for the vault's Writer: a list."""

    kept: list[Record] = field(default_factory=list)

    def append(self, kind: int, payload: bytes) -> None:
        """One record on."""
        self.kept.append(Record(int(kind), payload))

    def flush(self) -> None:
        """Nothing is to be brought anywhere."""

    def close(self) -> None:
        """Nothing is to be closed."""


class _Watched(Kept):
    """Keeps the sitting, and every world of it beside."""

    def __init__(self, writer: _Listed) -> None:
        super().__init__(writer, print)
        self.worlds: list[World] = []

    def stepped(self, world: World, tape: bytes) -> None:
        """One tick on."""
        self.worlds.append(world)
        super().stepped(world, tape)


@dataclass(frozen=True)
class Played:
    """A sitting that was really played, and what it was made of."""

    made: Made
    worlds: tuple[World, ...]
    """After every tick."""


@cache
def played(seconds: int = 120, minutes: float = 1.0) -> Played:
    """Rounds of Tide, so long each, and its closing, by an anxious child with both sensors on; the rules decide."""
    setup = Setup(seed=11, level="tide", minutes=minutes)
    listed = _Listed()
    memory = _Watched(listed)
    person = Person(PATIENT["anxious_child"], seed=11, ticks=seconds * 60, camera=True, microphone=True)
    house = House(person, Rules(), memory, Seen(), Unhurried(), lead_on({"tide": "closing", "closing": "tide"}))
    run(begin(setup, LEVELS["tide"], RULES.patterns), house)
    memory.close()
    return Played(Made(header(setup, source="simulated"), listed.kept), tuple(memory.worlds))
