"""What a level is: a pure rule with a beginning, a step and a look. Everything on screen is one.

A level sees ``Now`` and answers ``Turn``; it keeps what it must remember in a frozen state of its own. It asks the
time of nobody and keeps nothing outside its state, so a sitting replays bit for bit.
"""

from dataclasses import dataclass
from random import Random
from typing import Generic, Protocol, TypeVar

from game.core.belief import Estimate, Evidence
from game.core.directive import Directive
from game.core.facts import Facts
from game.core.journey import Journey
from game.core.pace import TICKS_PER_S, Guide, Pattern
from game.core.setup import Setup
from game.core.shapes import Cue, Scene
from game.core.temper import Feeling

State = TypeVar("State")

HEARD_TICKS = 2 * TICKS_PER_S


@dataclass(frozen=True, slots=True)
class OwnBreath:
    """The player's own breath as the game shows it."""

    fullness: float
    """0 empty, 1 full; eased, never jumping."""
    speed: float
    """Change of fullness per second."""
    trust: float
    """How well it is known, [0, 1]; 0 = not shown."""
    follow: float
    """How closely it has gone with the guide lately, [0, 1]."""


@dataclass(frozen=True, slots=True)
class Now:
    """All a level may see in one tick."""

    setup: Setup
    """What this sitting began with."""
    moment: int
    """Ticks since the sitting began."""
    tick: int
    """Ticks since the level began."""
    pressed: tuple[str, ...]
    """Keys that went down this tick."""
    held: tuple[str, ...]
    """Keys that are down."""
    pointer: tuple[int, int] | None
    """1/4096 of the unit square; None = outside."""
    pointer_moved: bool
    """The pointer is elsewhere than a tick ago."""
    axes: tuple[int, ...]
    """Pad axes in 1/127: x, y."""
    choices: tuple[str, ...]
    """Ids chosen outside the core this tick."""
    estimate: Estimate
    """What is believed of the player."""
    evidence: Evidence
    """What each sensor said last; see ``hears``."""
    feeling: Feeling
    """Tense or unhappy against their own baseline."""
    directive: Directive
    """The tempered settings."""
    guide: Guide
    """The breath guide."""
    fullness: float
    """How full the guide's breath is, [0, 1]."""
    pattern: Pattern
    """The guide's pattern."""
    own: OwnBreath
    """The player's own breath."""
    mood: float
    """0 tense, 0.5 neutral, 1 calm; moves over 6-12 s. In Soothe never below 0.5."""
    warmth: float
    """How warm the picture's light is, [0, 1]: a glad face warms it, breath that goes with the guide just as much."""
    guidance: float
    """How strongly the guide is to be shown now, [0, 1]: the directive's, less what has faded."""
    pressure: float
    """What Train adds to difficulty now, [0, .3]; 0 in Soothe."""
    journey: Journey
    """What was played and found in this sitting."""

    @property
    def demand(self) -> float:
        """Difficulty with pressure, [0, 1]."""
        return min(self.directive.difficulty + self.pressure, 1.0)

    def dice(self, cup: int = 0) -> Random:
        """Fresh dice for this tick: the same for the same seed, tick and cup, for ever. A cup is for one purpose."""
        return Random((self.setup.seed * 1_000_003 + self.moment) * 8 + cup)

    def hears(self, sensor: str) -> bool:
        """Whether a sensor said anything in the last two seconds."""
        return any(held.sensor == sensor and self.moment - held.tick <= HEARD_TICKS for held in self.evidence)


@dataclass(frozen=True, slots=True)
class Turn(Generic[State]):
    """What a level answers to one tick."""

    state: State
    """Its memory from now on."""
    facts: Facts = ()
    """What happened."""
    cues: tuple[Cue, ...] = ()
    """What is heard once."""
    performance: float = 0.5
    """How the skill task goes lately, [0, 1]."""
    progress: float = 0.0
    """How far the level has come, [0, 1]."""
    pattern: str = ""
    """Name of the breathing pattern it wants from the next breath on; "" = that of the level."""
    wish_hz: float | None = None
    """Rate it asks the guide for, in the place of the mind's; it goes through temper like any other wish."""


class Level(Protocol[State]):
    """The rules of one level; stateless itself."""

    @property
    def name(self) -> str:
        """Name, as in its file."""

    @property
    def guided(self) -> bool:
        """True where breath is guided: HUD, pause menu and "too much" belong to it."""

    @property
    def pattern(self) -> str:
        """Name of the breathing pattern it teaches; "" = none of its own, so a minigame may be offered in it."""

    def begin(self, setup: Setup) -> State:
        """Its memory at tick 0."""

    def step(self, state: State, now: Now) -> Turn[State]:
        """One tick of 1/60 s."""

    def show(self, state: State, now: Now) -> Scene:
        """What it looks like. Pure; may be called any number of times, or not at all."""
