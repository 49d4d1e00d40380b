"""Where every firefly is seen, and how bright: between the trunks, on the spiral, over the meadow.

Each light rises and falls with a phase of its own; in the rest all glow with the guide's breath on the grass; startled
ones sink and dim together; at the end all rise under the leaves. There are always eighteen and more of them.
"""

from dataclasses import dataclass
from math import sqrt

from game.core.drawing import between, wave
from game.core.level import Now
from game.core.pace import smooth
from game.core.shapes import Role
from levels.fireflies.meadow import CENTRE_X, CENTRE_Y, RISING_TICKS, SLOTS, Meadow

FEWEST, MOST = 18, 42
"""Fireflies among the trunks, which nobody can win."""
JOIN_TICKS = 270
TURNS = 1.9
"""Turns of the spiral from its heart to its end."""


@dataclass(frozen=True, slots=True)
class Spark:
    """A firefly as it is seen now."""

    x: float
    y: float
    near: float
    """0 far off, 1 near the eye: its size."""
    bright: float
    """[0, 1]."""
    salt: int
    """Tells it from the others."""
    role: Role = Role.SCENE


def among_trunks(state: Meadow, now: Now) -> tuple[Spark, ...]:
    """Far lights that wander by themselves; calm and the hours of the level bring more."""
    rise = smooth(now.tick / 1800.0 / now.setup.minutes)
    amount = FEWEST + 30.0 * max(now.mood - 0.5, 0.0) + 9.0 * rise
    sparks: list[Spark] = []
    for each in range(MOST):
        shown = min(max(amount - each, 0.0), 1.0)
        if shown <= 0.0:
            break
        deep = _share(each, 0.569840)
        x = _aside(_share(each, 0.754878)) + 0.022 * wave(0, 1.0, state.drift / (11.0 + 7.0 * deep) + deep)
        y = 0.43 + 0.27 * deep + 0.016 * wave(0, 1.0, state.drift / (8.0 + 5.0 * deep) + 3.0 * deep)
        spark = _placed(x, y, 0.05 + 0.55 * deep * deep, each, state, now)
        sparks.append(Spark(spark.x, spark.y, spark.near, spark.bright * shown * (0.55 + 0.45 * deep), each))
    return tuple(sparks)


def on_spiral(state: Meadow, now: Now) -> tuple[Spark, ...]:
    """Those that joined; the oldest rise into the leaves when there is no more room."""
    sparks: list[Spark] = []
    first = state.gathered - len(state.joined)
    for index, each in enumerate(state.joined):
        number = first + index
        salt, age = _salt(each.salt), now.tick - each.tick
        go = smooth(age / JOIN_TICKS)
        x, y, near = _spiral(float(number % SLOTS), state, now)
        x, y = _loose(x, y, salt)
        x, y, near = between(each.x, x, go), between(each.y, y, go), between(_size(each.y), near, go)
        spark = _placed(x, y, near, salt, state, now)
        lit = between(1.0 - 0.5 * max(state.startle.value, 0.0), spark.bright, go)
        shown = smooth((age - JOIN_TICKS) / JOIN_TICKS)
        if index + SLOTS < len(state.joined):
            left = now.tick - state.joined[index + SLOTS].tick
            up, star = smooth(left / RISING_TICKS), _leaf_roof(salt)
            lit *= 1.0 - smooth((left - 0.7 * RISING_TICKS) / (0.3 * RISING_TICKS))
            shown *= 1.0 - smooth(left / 90.0)
            near = between(spark.near, 0.12, up)
            spark = Spark(between(spark.x, star[0], up), between(spark.y, star[1], up), near, lit, salt)
        sparks += _dust(number, shown, state, now)
        sparks.append(Spark(spark.x, spark.y, spark.near, lit, salt))
    return tuple(sparks)


def over_meadow(state: Meadow, now: Now) -> tuple[Spark, ...]:
    """Those that can be won: brighter than the rest, the more so the more they trust the light."""
    sparks: list[Spark] = []
    for each in state.flies:
        salt = _salt(each.salt)
        bob = 0.006 * (1.0 - each.trust) * wave(now.tick, 3.1 + each.salt, each.salt)
        spark = _placed(each.x, each.y + bob, _size(each.y), salt, state, now, _wanted(state))
        lit = between(0.35 + 0.65 * spark.bright, 1.0, each.trust) * (1.0 - 0.5 * max(state.startle.value, 0.0))
        lit = between(lit, spark.bright, state.settled.value) * smooth(each.age / 90.0)
        sparks.append(Spark(spark.x, spark.y, spark.near, lit, salt, spark.role))
    return tuple(sparks)


def _salt(share: float) -> int:
    """What tells one that can be won from all others, before and after it joins."""
    return 200 + int(share * 997.0)


def _size(y: float) -> float:
    """Nearness to the eye of one over the meadow."""
    return 0.35 + 0.65 * min(max((y - 0.45) / 0.36, 0.15), 1.0)


def _placed(x: float, y: float, near: float, salt: int, state: Meadow, now: Now, role: Role = Role.SCENE) -> Spark:
    """A firefly that would be at (x, y), where rest, haste and the end have it."""
    y += (0.030 + 0.030 * near) * min(max(state.startle.value, 0.0), 1.0)
    rest = min(max(state.settled.value, 0.0), 1.0)
    if rest > 0.0:
        across, low = _strewn(salt)
        grass_x, grass_y = 0.09 + 0.82 * across, 0.695 + 0.175 * low
        x, y = between(x, grass_x, rest), between(y, grass_y, rest)
        near = between(near, 0.25 + 0.6 * low, rest)
    if state.closing >= 0:
        go = smooth((state.closing / 60.0 - 2.4 * _share(salt, 0.618034)) / 6.6)
        star = _leaf_roof(salt)
        x, y, near = between(x, star[0], go), between(y, star[1], go), between(near, 0.12, go)
    return Spark(x, y, near, _glow(salt, state, now), salt, role)


def _glow(salt: int, state: Meadow, now: Now) -> float:
    """How bright a firefly is, [0, 1]: its own slow rise and fall, the common breath in the rest, dimmed by haste."""
    period, phase = 2.6 + 1.4 * _share(salt, 0.438447), _share(salt, 0.618034)
    own = 0.66 + 0.34 * wave(now.tick, period, phase)
    together = 0.30 + 0.66 * now.fullness
    steady = 0.80 + 0.06 * wave(now.tick, period, phase)
    bright = between(own, together, state.settled.value)
    if state.closing >= 0:
        bright = between(bright, steady, smooth(state.closing / 240.0))
    return bright * (1.0 - 0.58 * min(max(state.startle.value, 0.0), 1.0))


def _aside(share: float) -> float:
    """A place between the trunks: anywhere across the wood, seldom in the middle of the clearing."""
    off = 0.05 + 0.90 * share - CENTRE_X
    away = max(-off, off)
    return CENTRE_X + off * (1.0 + 0.10 * max(1.0 - away / 0.40, 0.0) / (away + 0.06))


def _dust(number: int, shown: float, state: Meadow, now: Now) -> tuple[Spark, ...]:
    """Faint lights behind one on the spiral, so that its arm is seen; they go where it rests or leaves."""
    faint = 0.42 * shown * (1.0 - min(2.0 * max(state.settled.value, 0.0), 1.0))
    if state.closing >= 0:
        faint *= 1.0 - smooth(state.closing / 90.0)
    if faint <= 0.02:
        return ()
    low = 0.03 * min(max(state.startle.value, 0.0), 1.0)
    sparks: list[Spark] = []
    for back in (0.33, 0.67):
        x, y, near = _spiral(number % SLOTS - back, state, now)
        salt = 2000 + 3 * number + int(3.0 * back)
        x, y = _loose(x, y, salt)
        sparks.append(Spark(x, y + low, 0.25 * near, faint * _glow(salt, state, now), salt))
    return tuple(sparks)


def _spiral(slot: float, state: Meadow, now: Now) -> tuple[float, float, float]:
    """(x, y, nearness) of a place on the spiral, which widens and lifts with the guide's breath."""
    along = (slot + 1.0) / SLOTS
    turn = state.spin + TURNS * sqrt(along)
    across, down = wave(0, 1.0, turn + 0.25), wave(0, 1.0, turn)
    swell = (0.02 + 0.10 * now.guidance) * (2.0 * now.fullness - 1.0)
    reach = (0.080 + 0.270 * along) * (1.0 + swell)
    x = CENTRE_X + reach * across
    lift = 0.010 * wave(now.tick, 6.0, 0.11 * slot) + (0.006 + 0.022 * now.guidance) * (2.0 * now.fullness - 1.0)
    y = CENTRE_Y + 0.44 * reach * down + 0.05 * along - lift
    return x, y, 0.32 + (0.20 + 0.50 * along) * (0.5 + 0.5 * down)


def _loose(x: float, y: float, salt: int) -> tuple[float, float]:
    """Nobody keeps to the line."""
    across, down = _strewn(salt)
    return x + 0.008 * (across - 0.5), y + 0.017 * (down - 0.5)


def _wanted(state: Meadow) -> Role:
    """Nothing is to be reached in the rest and at the end."""
    return Role.TARGET if state.settled.value < 0.3 and state.closing < 0 else Role.SCENE


def _leaf_roof(salt: int) -> tuple[float, float]:
    """A place under the leaves, where it shines like a star."""
    across, down = _strewn(salt)
    x = 0.03 + 0.94 * across
    side = x - CENTRE_X
    return x, 0.03 + (0.13 + 0.30 * side * side) * down


def _strewn(salt: int) -> tuple[float, float]:
    """A place in the unit square: all of them cover it, yet in no order that an eye could follow."""
    roll = (salt * 7919 + 131) * 8121 % 134456
    across, down = roll / 134456, (roll * 4561 + 51349) % 243000 / 243000
    return (_share(salt, 0.754878) + 0.16 * across) % 1.0, (_share(salt, 0.569840) + 0.22 * down) % 1.0


def _share(seed: int, step: float) -> float:
    """An even spread over [0, 1) for whole numbers."""
    return (0.137 + seed * step) % 1.0
