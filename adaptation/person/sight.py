"""What a simulated person makes of a picture: what to reach, how it goes, how the guide breathes, which words.

Only what a person could see: shapes by their role, and message ids of words. Never the world behind them.
"""

from dataclasses import dataclass

from game.core.shapes import Disc, Ring, Role, Scene, Shape, Sprite, Text

SEEN = 0.3
"""Fainter things are not noticed."""
MADE_OUT = 0.05
"""A fainter guide is not made out."""
RISE = 0.0008
"""How much the guide must have grown between two looks to be seen rising, heights."""
JUMP = 0.05
"""A guide that is so much larger or smaller than a moment ago is drawn in another way now, heights."""
SHORTEST_S, LONGEST_S = 1.8, 20.0
"""Breaths of a guide that a person can make out."""
BREATHES = "breath.keys"
"""The words that stand there while a breathing minigame runs."""
SAME = 0.05
"""A thing that is no further from where one was is taken for the same, widths and heights together."""
REACHED = 0.10
"""A thing that vanishes nearer than this to the own light was reached."""
LATELY_TICKS = 360
"""What is gone for 6 s wants nothing any more."""
PACE_S = 3.0
"""Over how long the pace is felt."""
SUCCESS_S = 40.0
"""Over how long it is felt how well it goes."""
HOPED, HOPED_OF = 1.6, 2.0
"""Who has not tried yet expects to reach eight of ten, and two things say as much as this hope."""

Spot = tuple[float, float]
"""A place in the unit square."""


@dataclass(frozen=True, slots=True)
class Glimpse:
    """One look at the picture."""

    tick: int
    """When."""
    words: frozenset[str]
    """Message ids that stand there."""
    things: tuple[Spot, ...]
    """Middles of what can be reached, unit square."""
    light: Spot | None
    """Where the own light is."""
    guide: float | None
    """How large the guide is, heights; None = no guide in sight."""
    guide_shown: float = 0.0
    """How strongly it is seen, [0, 1]."""

    @property
    def in_minigame(self) -> bool:
        """A breathing minigame runs."""
        return BREATHES in self.words

    @property
    def in_play(self) -> bool:
        """There is something of one's own to move, and no minigame."""
        return self.light is not None and not self.in_minigame


def look(scene: Scene, tick: int) -> Glimpse:
    """See a picture."""
    shapes = scene.shapes
    things = tuple(
        (shape.x, shape.y - 0.45 * shape.size)
        for shape in shapes
        if isinstance(shape, Sprite) and shape.role is Role.TARGET and shape.opacity > SEEN
    )
    lights = [(shape.x, shape.y) for shape in shapes if isinstance(shape, Ring) and shape.role is Role.OWN]
    guides = [guide for guide in map(_guide, shapes) if guide is not None and guide[1] > MADE_OUT]
    words = frozenset(shape.key for shape in shapes if isinstance(shape, Text) and shape.opacity > SEEN)
    size, shown = guides[-1] if guides else (None, 0.0)
    return Glimpse(tick, words, things, lights[-1] if lights else None, size, shown)


def _guide(shape: Shape) -> tuple[float, float] | None:
    """The guide's size and strength: a ring grows, light on the ground widens, a bead climbs."""
    if isinstance(shape, Ring) and shape.role is Role.GUIDE:
        return shape.radius, min(shape.opacity, 1.0)
    if isinstance(shape, Sprite) and shape.role is Role.GUIDE:
        return shape.size, min(shape.opacity, 1.0)
    if isinstance(shape, Disc) and shape.role is Role.GUIDE:
        return 1.0 - shape.y, min(shape.opacity, 1.0)
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


@dataclass(frozen=True, slots=True)
class Going:
    """How play goes, as it looks."""

    tick: int = 0
    """At the last look."""
    things: tuple[Spot, ...] = ()
    """What could be reached then."""
    gone: tuple[int, ...] = ()
    """When things vanished, the last six seconds."""
    pace: float = 0.0
    """How fast things drift by, widths/s."""
    reached: float = 0.0
    """Things that vanished at the own light, fading."""
    tried: float = 0.0
    """All things that vanished, fading."""

    @property
    def wanted(self) -> int:
        """How many things wanted something in the last six seconds."""
        return len(self.things) + len(self.gone)

    @property
    def success(self) -> float:
        """How well it goes, [0, 1]."""
        return (self.reached + HOPED) / (self.tried + HOPED_OF)


def keep_up(going: Going, glimpse: Glimpse) -> Going:
    """Take in one more look at what there is to do. Outside play nothing is lost and nothing counts."""
    if not glimpse.in_play or glimpse.light is None:
        return Going(glimpse.tick, (), (), going.pace, going.reached, going.tried)
    elapsed_s = max(glimpse.tick - going.tick, 1) / 60.0
    kept, vanished = _match(going.things, glimpse.things)
    pace = going.pace
    if kept:
        seen = sum(kept) / len(kept) / elapsed_s
        pace += (seen - pace) * min(elapsed_s / PACE_S, 1.0)
    fading = max(1.0 - elapsed_s / SUCCESS_S, 0.0)
    light_x, light_y = glimpse.light
    reached = sum(abs(x - light_x) + abs(y - light_y) < REACHED for x, y in vanished)
    gone = tuple(tick for tick in going.gone if glimpse.tick - tick < LATELY_TICKS)
    return Going(
        tick=glimpse.tick,
        things=glimpse.things,
        gone=gone + (glimpse.tick,) * len(vanished),
        pace=pace,
        reached=fading * going.reached + reached,
        tried=fading * going.tried + len(vanished),
    )


def _match(before: tuple[Spot, ...], now: tuple[Spot, ...]) -> tuple[list[float], list[Spot]]:
    """How far each thing that is still there went, and those that are not."""
    went, vanished, left = [], [], list(now)
    for x, y in before:
        near = min(left, key=lambda spot: abs(spot[0] - x) + abs(spot[1] - y), default=None)
        if near is None or abs(near[0] - x) + abs(near[1] - y) > SAME:
            vanished.append((x, y))
            continue
        left.remove(near)
        went.append(((near[0] - x) ** 2 + (near[1] - y) ** 2) ** 0.5)
    return went, vanished
