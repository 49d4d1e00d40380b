"""What the pond remembers: stones that fell, rings that run, buds that wait or have opened."""

from dataclasses import dataclass
from math import sqrt

from game.core.level import Now
from game.core.pace import Follow, Part

WIDE = 16.0 / 9.0
CENTRE = (0.553, 0.505)
"""Middle of the breath ring."""
LOW, HIGH = 0.10, 0.93
"""Where the light may be led, y."""
SPOTS = (
    (0.405, 0.300), (0.690, 0.330), (0.315, 0.740), (0.640, 0.800), (0.475, 0.860), (0.770, 0.610),
    (0.265, 0.430), (0.520, 0.150), (0.860, 0.545), (0.215, 0.840), (0.370, 0.560), (0.660, 0.145),
    (0.425, 0.690), (0.700, 0.690),
)  # fmt: skip
"""Where buds come up: open water round the ring, none on stones or pads."""
MOST_DROPS = 6
ASLEEP_S = 12.0
"""A light that was not led for so long sleeps: no stone falls by itself."""
CLOSING_S = 9.0
REST = (0.58, 0.74)
"""Shares of the level between which the pond rests: no new buds, no stone but by the player's own hand."""


@dataclass(frozen=True, slots=True)
class Drop:
    """A stone that fell."""

    x: float
    y: float
    tick: int
    reach: float
    """How far its rings run, heights."""
    run_ticks: float
    """How long they run."""
    opens: float
    """How far a ring opens a bud, [0, 1]."""


@dataclass(frozen=True, slots=True)
class Bud:
    """A lotus on the water."""

    spot: int
    """Index in SPOTS."""
    x: float
    y: float
    tick: int
    """When it came up."""
    warmth: float
    """How far it has opened, [0, 1]."""
    open_tick: int
    """When it opened; -1 = it waits."""


@dataclass(frozen=True, slots=True)
class Hand:
    """The player's light."""

    x: Follow = Follow(0.42)
    y: Follow = Follow(0.52)
    aim: tuple[float, float] = (0.42, 0.52)
    """Where it is going."""
    led_tick: int = 0
    """When the player last did anything."""


@dataclass(frozen=True, slots=True)
class Pond:
    """What Stones remembers."""

    hand: Hand = Hand()
    holding: bool = False
    """The breath key was down in the last tick."""
    drops: tuple[Drop, ...] = ()
    buds: tuple[Bud, ...] = ()
    caught: int = 0
    """Buds opened so far."""
    row: int = 0
    """Stones in time after one another."""
    white: bool = False
    """The white fish has come."""
    performance: float = 0.5
    drop_tick: int = -1000
    """When the last stone fell."""
    next_tick: int = 150
    """When the next bud comes up."""
    part: Part = Part.REST_OUT
    """Part of the breath in the last tick."""
    closing: int = -1
    """Ticks since the closing began; -1 = not yet."""


def front(drop: Drop, tick: int) -> float:
    """How far a stone's first ring has run at a tick, heights; it slows as it goes."""
    share = min(max((tick - drop.tick) / drop.run_ticks, 0.0), 1.0)
    return drop.reach * sqrt(share)


def resting(now: Now) -> bool:
    """The pond rests."""
    return REST[0] < now.tick / (3600.0 * now.setup.minutes) < REST[1]
