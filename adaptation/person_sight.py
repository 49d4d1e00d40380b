"""What a simulated person makes of a picture: what to reach, how the guide breathes, which words stand there.

Only what a person could see: shapes by their role, and message ids of words. Never the world behind them.
"""

from dataclasses import dataclass

from game.core.shapes import Disc, Ring, Role, Scene, Shape, Sprite, Text

SEEN = 0.3
"""Fainter things are not noticed."""
RISE = 0.0008
"""How much the guide must have grown between two looks to be seen rising, heights."""
JUMP = 0.05
"""A guide that is so much larger or smaller than a moment ago is drawn in another way now, heights."""
SHORTEST_S, LONGEST_S = 1.8, 20.0
"""Breaths of a guide that a person can make out."""


@dataclass(frozen=True, slots=True)
class Glimpse:
    """One look at the picture."""

    tick: int
    """When."""
    words: frozenset[str]
    """Message ids that stand there."""
    things: tuple[tuple[float, float], ...]
    """Middles of what can be reached, unit square."""
    light: tuple[float, float] | None
    """Where the own light is."""
    guide: float | None
    """How large the guide is, heights; None = no guide in sight."""


def look(scene: Scene, tick: int) -> Glimpse:
    """See a picture."""
    shapes = scene.shapes
    things = tuple(
        (shape.x, shape.y - 0.45 * shape.size)
        for shape in shapes
        if isinstance(shape, Sprite) and shape.role is Role.TARGET and shape.opacity > SEEN
    )
    lights = [(shape.x, shape.y) for shape in shapes if isinstance(shape, Ring) and shape.role is Role.OWN]
    sizes = [size for size in map(_guide_size, shapes) if size is not None]
    words = frozenset(shape.key for shape in shapes if isinstance(shape, Text) and shape.opacity > SEEN)
    return Glimpse(tick, words, things, lights[-1] if lights else None, sizes[-1] if sizes else None)


def _guide_size(shape: Shape) -> float | None:
    """The guide's size: a ring grows, a bead climbs."""
    if isinstance(shape, Ring) and shape.role is Role.GUIDE:
        return shape.radius
    if isinstance(shape, Disc) and shape.role is Role.GUIDE:
        return 1.0 - shape.y
    return None


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The guide's rhythm as it was seen so far, from the moments at which it began to grow."""

    size: float | None = None
    """At the last look."""
    rising: bool = False
    """It grew at the last look."""
    onset_tick: int = -1
    """When its last inhale was seen to begin; -1 = not seen yet."""
    breath_ticks: float = 0.0
    """Length of its breath; 0 = not made out yet."""

    def phase(self, tick: int) -> float | None:
        """Where its breath must be at ``tick``; None = not made out."""
        if self.breath_ticks == 0.0:
            return None
        return ((tick - self.onset_tick) / self.breath_ticks) % 1.0


def notice(rhythm: Rhythm, glimpse: Glimpse) -> Rhythm:
    """Take in one more look at the guide."""
    if glimpse.guide is None or rhythm.size is None:
        return Rhythm(glimpse.guide)
    if abs(glimpse.guide - rhythm.size) > JUMP:
        return Rhythm(glimpse.guide, False, rhythm.onset_tick, rhythm.breath_ticks)
    grown = glimpse.guide - rhythm.size
    rising = grown > RISE or (rhythm.rising and grown > 0.0)
    if rising and not rhythm.rising:
        length = (glimpse.tick - rhythm.onset_tick) / 60.0
        if rhythm.onset_tick < 0 or not SHORTEST_S < length < LONGEST_S:
            return Rhythm(glimpse.guide, True, glimpse.tick, rhythm.breath_ticks)
        ticks = 60.0 * length
        smoothed = ticks if rhythm.breath_ticks == 0.0 else rhythm.breath_ticks + 0.5 * (ticks - rhythm.breath_ticks)
        return Rhythm(glimpse.guide, True, glimpse.tick, smoothed)
    return Rhythm(glimpse.guide, rising, rhythm.onset_tick, rhythm.breath_ticks)
