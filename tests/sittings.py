"""Doubles at the doors of the loop, and sittings made with them. No clock, disk or screen."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from game.core.directive import Directive
from game.core.inputs import NOTHING, Inputs
from game.core.level import Level
from game.core.menu import FIRST_Y, LEFT, PITCH, RIGHT
from game.core.observe import Observation
from game.core.retell import Rules
from game.core.setup import Setup
from game.core.shapes import Scene
from game.core.tape import decode, encode
from game.core.trace import Header, Kind, encode_digest, encode_header
from game.core.world import DIGEST_TICKS, World, begin, digest, step
from game.loop import House, Unhurried, run
from levels import find_levels, find_patterns

LEVELS = find_levels()
RULES = Rules(LEVELS, find_patterns())


class Script:
    """A source: these inputs, then no more."""

    def __init__(self, told: Iterable[Inputs]) -> None:
        self._told = iter(told)

    def take(self, world: World) -> Inputs | None:
        """The next of them."""
        return next(self._told, None)


@dataclass
class Silent:
    """A mind that always wishes the same."""

    wish: Directive
    seen: list[Observation] = field(default_factory=list)

    def decide(self, observation: Observation) -> Directive:
        """The same wish."""
        self.seen.append(observation)
        return self.wish


@dataclass
class Kept:
    """A memory in a list: the records a sealed session would hold."""

    records: list[tuple[int, bytes]] = field(default_factory=list)

    def began(self, world: World) -> None:
        """A level begins; before the first comes the header."""
        if not self.records:
            header = Header(world.setup, "tests", "tests", "", "2000-01-01T00:00:00+00:00")
            self.records.append((Kind.HEADER, encode_header(header)))
        self.records.append((Kind.LEVEL, world.level.name.encode()))

    def stepped(self, world: World, tape: bytes) -> None:
        """One tick, and a digest each second."""
        self.records.append((Kind.TICK, tape))
        if world.tick % DIGEST_TICKS == 0:
            self.records.append((Kind.DIGEST, encode_digest(world.tick, digest(world))))


@dataclass
class Seen:
    """A stage that keeps what it was shown."""

    scenes: list[Scene] = field(default_factory=list)

    def show(self, scene: Scene) -> None:
        """Keep it."""
        self.scenes.append(scene)


GENTLY = Directive(0.3, 0.4, 0.6, 0.18)


def lead_on(ways: dict[str, str]) -> Callable[[World], World | None]:
    """What the house does when a level ends: go to the next one by this table; out where it names none."""

    def after(world: World) -> World | None:
        if not world.ended:
            return world
        following = ways.get(world.level.name, "") if world.ended == "on" else world.ended
        if following not in LEVELS:
            return None
        return begin(world.setup, LEVELS[following], RULES.patterns, world)

    return after


def record(setup: Setup, told: Iterable[Inputs], ways: dict[str, str] | None = None) -> tuple[World, Kept]:
    """Play a sitting through the real loop, without a clock. Returns the last world and the records."""
    memory = Kept()
    world = begin(setup, LEVELS[setup.level], RULES.patterns)
    house = House(Script(told), Silent(GENTLY), memory, Seen(), Unhurried(), lead_on(ways or {}))
    return run(world, house), memory


def worlds(
    setup: Setup, told: Iterable[Inputs] | None = None, level: Level[Any] | None = None, ticks: int = 10**9
) -> Iterator[World]:
    """Every world of one level, stepped by hand, as the tape would have it; stops when the level ends."""
    world = begin(setup, level or LEVELS[setup.level], RULES.patterns)
    source = iter(told) if told is not None else None
    while world.tick < ticks and not world.ended:
        inputs = NOTHING if source is None else next(source, None)
        if inputs is None:
            return
        world = step(world, decode(encode(inputs)))
        yield world


def pressing(*keys: str, every: int = 30) -> Iterator[Inputs]:
    """Press these keys one after the other, each for one tick."""
    for key in keys:
        for _ in range(every - 1):
            yield NOTHING
        yield Inputs(held=(key,))
    yield NOTHING


def on_row(row: int) -> tuple[int, int]:
    """The middle of a line of a menu, 1/4096."""
    return int((LEFT + RIGHT) / 2.0 * 4096), int((FIRST_Y + row * PITCH) * 4096)


def quiet(ticks: int) -> Iterator[Inputs]:
    """Nothing happens."""
    for _ in range(ticks):
        yield NOTHING
