"""A sitting told again from its records: the same rules on the same inputs give the same worlds."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from game.core.level import Level
from game.core.pace import Pattern
from game.core.tape import decode
from game.core.trace import Header, Kind, decode_digest, decode_header
from game.core.world import DIGEST_TICKS, World, begin, digest, step


class RetellError(ValueError):
    """The records are no sitting."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a sitting is told with."""

    levels: Mapping[str, Level[Any]]
    """By name."""
    patterns: tuple[Pattern, ...]
    """Breathing patterns, sorted by name."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sitting, told again, is the one that was played."""

    header: Header
    ticks: int
    """Ticks told."""
    digests: int
    """Digests that agreed."""
    differs_at: int | None
    """First tick with a digest that differs; None = all agree."""


def retell(records: Iterable[tuple[int, bytes]], rules: Rules) -> Iterator[World]:
    """Every world of the sitting, tick by tick. Raises RetellError, TapeError."""
    world: World | None = None
    header: Header | None = None
    for kind, payload in records:
        if kind == Kind.HEADER:
            header = decode_header(payload)
        elif kind == Kind.LEVEL:
            if header is None:
                raise RetellError("a level begins before the header")
            level = rules.levels.get(payload.decode())
            if level is None:
                raise RetellError(f"this version has no level named {payload.decode()!r}")
            world = begin(header.setup, level, rules.patterns, world)
        elif kind == Kind.TICK:
            if world is None:
                raise RetellError("a tick comes before the first level")
            world = step(world, decode(payload))
            yield world


def verify(records: Iterable[tuple[int, bytes]], rules: Rules) -> Verdict:
    """Tell a sitting again and compare every digest. Raises RetellError, TapeError, ValueError."""
    header: Header | None = None
    last: World | None = None
    agreed = 0
    kept: list[tuple[int, bytes]] = []

    def told() -> Iterator[tuple[int, bytes]]:
        nonlocal header
        for kind, payload in records:
            if kind == Kind.HEADER:
                header = decode_header(payload)
            if kind == Kind.DIGEST:
                kept.append(decode_digest(payload))
                continue
            yield kind, payload

    differs: int | None = None
    taken: dict[int, bytes] = {}
    for world in retell(told(), rules):
        last = world
        if world.tick % DIGEST_TICKS == 0:
            taken[world.tick] = digest(world)
    for tick, sealed in kept:
        if taken.get(tick) != sealed:
            differs = tick
            break
        agreed += 1
    if header is None:
        raise RetellError("the session has no header")
    return Verdict(header, last.tick if last else 0, agreed, differs)
