"""The river: where boats sail, and what the level remembers."""

from dataclasses import dataclass

from game.core.pace import Follow, Part, smooth

WORRIES = ("test", "late", "quarrel", "loud", "own")
"""Cards to choose from; "own" = the player's own words, which the rules never see."""
NAMELESS = "nameless"
"""What sails when nobody chooses: some things have no name."""
SIDES = 3
"""Sides a worry is looked at from."""
COURSE = ((0.365, 0.760), (0.560, 0.625), (0.662, 0.560), (0.602, 0.505), (0.556, 0.470), (0.585, 0.445))
"""Bends of the current, from the near shore to the bridge."""
AHEAD = (0.16, 0.34, 0.52, 0.70)
"""Where river lights may float, shares of the course."""
NEAR, FAR = 0.098, 0.0095
"""Half length of a boat at both ends of the course, heights."""


@dataclass(frozen=True, slots=True)
class Glow:
    """A river light that floats ahead."""

    share: float
    """Where on the course."""
    aside: float
    """How far beside it, [-1, 1] of the reach of the boat."""
    lit_tick: int = -1
    """When the boat came by; -1 = not yet."""


@dataclass(frozen=True, slots=True)
class Boats:
    """What the level remembers."""

    stage: str = "name"
    """"name" (choose a card), "words" (they are being written), "sides", "keep", "sail", "rest" or "closing"."""
    since: int = 0
    """Tick at which the stage began."""
    chosen: int = 0
    """Card that is lit."""
    worry: str = ""
    """What sails."""
    side: int = 0
    """Which side is looked at."""
    breaths: int = 0
    """The guide's count when this side came up."""
    share: float = 0.0
    """How far the boat has sailed."""
    aside: Follow = Follow(0.0)
    """How far it is steered beside the current, [-1, 1]."""
    aim: float = 0.0
    """Where it is steered."""
    glows: tuple[Glow, ...] = ()
    """River lights ahead: they float there before the boat leaves."""
    glow_tick: int = 0
    """When they came."""
    sailed: int = 0
    """Boats that went on."""
    caught: int = 0
    """River lights reached."""
    performance: float = 0.5
    led_tick: int = -100_000
    """When the player last did anything."""
    part: Part = Part.REST_OUT
    """Part of the breath in the last tick."""


def place(share: float, aside: float = 0.0) -> tuple[float, float]:
    """Where the course is at ``share`` [0, 1], ``aside`` of it; x and y of a waterline in the unit square."""
    along = min(max(share, 0.0), 1.0) * (len(COURSE) - 1)
    leg = min(int(along), len(COURSE) - 2)
    go = smooth(along - leg)
    (x, y), (next_x, next_y) = COURSE[leg], COURSE[leg + 1]
    down = y + (next_y - y) * (along - leg)
    return x + (next_x - x) * go + aside * reach(down), down


def reach(y: float) -> float:
    """How far a boat at this waterline can be steered aside, widths."""
    return 0.02 + 0.55 * (y - 0.43)


def half_length(y: float) -> float:
    """Half the length of a boat whose waterline is here, heights: the river is seen in perspective."""
    return FAR + (NEAR - FAR) * min(max((y - 0.445) / 0.315, 0.0), 1.2)
