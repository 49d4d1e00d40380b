"""Short sittings played through the real loop, with all that a ghost is told from, and what was seen of them live."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from adaptation.person import Person
from adaptation.person.families import PATIENT
from adaptation.rules import Rules
from game.core.directive import Directive
from game.core.inputs import Inputs
from game.core.setup import Setup
from game.core.shapes import Scene
from game.core.trace import Header, Kind, encode_header
from game.core.world import World, begin, digest
from game.loop import House, Unhurried, run
from game.replay.ghost import Ghost
from game.replay.ghost_line import Progress
from game.stage.presentation import Presentation
from tests.sittings import LEVELS, RULES, Kept, Seen, lead_on

PAUSED_TICKS = range(1500, 1503), range(1590, 1593)
"""Escape is held: the pause menu opens, and closes again."""
WAYS = {"title": "tide", "tide": "closing"}

SIZE = (320, 180)
"""Pixels of a picture in tests."""
SOON_S = 60.0
"""Another process that has not come so far by then never will."""

Record = tuple[int, bytes]


@dataclass
class Sat:
    """A sitting that is over."""

    setup: bytes
    """The header, as it is sealed."""
    records: list[Record]
    """The rest."""
    ticks: int
    """Its length."""
    digests: dict[int, bytes]
    """Of each world, at the end of its tick."""
    decided: dict[int, Directive]
    """What was decided, by the tick it came into force."""


@dataclass
class Restless:
    """A simulated person who also opens the pause menu."""

    person: Person

    def take(self, world: World) -> Inputs | None:
        """The person's inputs, with Escape now and then."""
        inputs = self.person.take(world)
        if inputs is not None and any(world.tick + 1 in paused for paused in PAUSED_TICKS):
            inputs = replace(inputs, held=tuple(sorted({*inputs.held, "escape"})))
        return inputs


@dataclass
class Watched(Kept):
    """A memory that also keeps what only the living world knows."""

    last: World | None = None
    digests: dict[int, bytes] = field(default_factory=dict)
    decided: dict[int, Directive] = field(default_factory=dict)

    def began(self, world: World) -> None:
        """A level begins: that is what this tick ends with."""
        super().began(world)
        self._look(world)

    def stepped(self, world: World, tape: bytes) -> None:
        """One tick."""
        super().stepped(world, tape)
        self._look(world)
        if world.decided is not None:
            self.decided[world.tick] = world.decided.directive

    def _look(self, world: World) -> None:
        self.last = world
        if world.tick % 7 == 0 or world.level_tick < 2:
            self.digests[world.tick] = digest(world)


class Each(Seen):
    """A stage that hands every scene to somebody, with its tick."""

    def __init__(self, look: Callable[[int, Scene], None]) -> None:
        super().__init__()
        self._look = look
        self._tick = 0

    def show(self, scene: Scene) -> None:
        """One tick is over."""
        self._tick += 1
        self._look(self._tick, scene)


def sit(
    seconds: int,
    first: str = "title",
    presentation: Presentation | None = None,
    look: Callable[[int, Scene], None] = lambda tick, scene: None,
) -> Sat:
    """Play so long from ``first`` on; ``look`` is shown every scene."""
    setup = Setup(seed=11, level=first, minutes=1.0)
    told = (presentation or Presentation()).encode().decode()
    header = encode_header(Header(setup, "tests", "tests", told, "2000-01-01T00:00:00+00:00"))
    memory = Watched([(Kind.HEADER, header)])
    person = Person(PATIENT["anxious_child"], seed=11, ticks=seconds * 60, camera=True, microphone=True)
    house = House(Restless(person), Rules(), memory, Each(look), Unhurried(), lead_on(WAYS))
    last = run(begin(setup, LEVELS[first], RULES.patterns), house)
    return Sat(header, memory.records[1:], last.tick, memory.digests, memory.decided)


def without(records: list[Record], kind: Kind) -> Iterator[Record]:
    """All records but those of one kind."""
    return (record for record in records if record[0] != kind)


@contextmanager
def dummy_display() -> Iterator[None]:
    """SDL draws into memory for as long as the block lasts."""
    before = os.environ.get("SDL_VIDEODRIVER")
    os.environ["SDL_VIDEODRIVER"] = "dummy"
    yield
    if before is None:
        del os.environ["SDL_VIDEODRIVER"]
    else:
        os.environ["SDL_VIDEODRIVER"] = before


def until(ghost: Ghost, there: Callable[[Progress], bool]) -> Progress:
    """Wait for the other process to have come so far."""
    late_s = time.monotonic() + SOON_S
    while not there(ghost.progress):
        assert time.monotonic() < late_s, ghost.progress
        time.sleep(0.005)
    return ghost.progress
