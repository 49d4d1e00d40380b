"""How the clearing looks: the plate and its mist, the ring that breathes on the grass, the pool, and every firefly.

A firefly is a small heart in a glow. Each light rises and falls with a phase of its own; in the rest all glow with the
guide's breath; startled ones sink and dim together. There are always eighteen and more of them.
"""

from dataclasses import dataclass
from math import sqrt

from game.core.drawing import between, wave
from game.core.level import Now
from game.core.pace import smooth
from game.core.shapes import Bed, Colour, Disc, Light, Plate, Ring, Role, Shape, Shapes, Sprite, Text, TextRole, Veil
from levels.fireflies.meadow import (
    MUSHROOMS_X,
    MUSHROOMS_Y,
    RISING_TICKS,
    SLOTS,
    Firefly,
    Meadow,
    awake,
    breath,
)

CLOSING_S = 10.0
CENTRE_X, CENTRE_Y = 0.56, 0.57
"""Middle of the spiral."""
FEWEST, MOST = 18, 42
"""Fireflies among the trunks, which nobody can win."""
JOIN_TICKS = 270
MOTH_TICKS = 26 * 60
TURNS = 1.9
"""Turns of the spiral from its heart to its end."""
BOKEH = ((0.105, 0.70, 0.042), (0.905, 0.60, 0.032), (0.800, 0.885, 0.053), (0.235, 0.905, 0.028))
"""(x, y, radius) of lights so near the eye that they are discs."""


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


def shapes(state: Meadow, now: Now) -> Shapes:
    """Everything, far to near."""
    return (
        *_scenery(state, now),
        *_ring(state, now),
        *_fireflies(_among_trunks(state, now), now),
        *_mushrooms(state, now),
        *_pool(state, now),
        *_fireflies(_on_spiral(state, now), now),
        *_fireflies(_over_meadow(state, now), now),
        *_moth(state, now),
        *_near(state, now),
        *_words(state, now),
    )


def bed(now: Now) -> Bed:
    """Its sound: no crickets, they pulse."""
    return Bed("fireflies", now.mood, now.guide.breath_hz, now.guide.phase)


def _calm(now: Now) -> float:
    return 2.0 * max(now.mood - 0.5, 0.0)


def _share(seed: int, step: float) -> float:
    """An even spread over [0, 1) for whole numbers."""
    return (0.137 + seed * step) % 1.0


def _strewn(salt: int) -> tuple[float, float]:
    """A place in the unit square: all of them cover it, yet in no order that an eye could follow."""
    roll = (salt * 7919 + 131) * 8121 % 134456
    across, down = roll / 134456, (roll * 4561 + 51349) % 243000 / 243000
    return (_share(salt, 0.754878) + 0.16 * across) % 1.0, (_share(salt, 0.569840) + 0.22 * down) % 1.0


def _scenery(state: Meadow, now: Now) -> Shapes:
    mist = 2.0 * max(0.5 - now.mood, 0.0)
    veils = tuple(
        Veil(y, density * (0.16 + 0.84 * mist - 0.12 * _calm(now)), (state.drift * speed) % 1.0, now.mood)
        for y, density, speed in ((0.46, 0.42, 0.0036), (0.58, 0.46, -0.0048), (0.67, 0.34, 0.0066))
    )
    return (
        Plate("fireflies", now.mood),
        *veils,
        Light(CENTRE_X, 0.56, 0.42, Colour.FLAME, 0.02 + 0.19 * now.warmth),
        Sprite("fireflies_pool", CENTRE_X, 0.865, 0.235, opacity=0.10 + 0.50 * now.warmth),
    )


def _ring(state: Meadow, now: Now) -> Shapes:
    """The guide: a ring of soft light that widens and narrows on the grass."""
    leaving = 1.0 - smooth(state.closing / 120.0) if state.closing >= 0 else 1.0
    size = 0.085 + 0.105 * now.fullness
    shown = (0.04 + 0.62 * now.guidance) * leaving
    return (Sprite("fireflies_ring", CENTRE_X, 0.752 + 0.5 * size, size, opacity=shown, role=Role.GUIDE),)


def _pool(state: Meadow, now: Now) -> Shapes:
    """The player's pool of light: as wide as their breath is full, as bright as they are patient."""
    leaving = 1.0 - smooth(state.closing / 150.0) if state.closing >= 0 else 1.0
    there = (0.45 + 0.55 * awake(state.pool, now)) * leaving
    wide = breath(now)
    x, y = state.pool.x.value, state.pool.y.value
    size = (0.085 + 0.30 * (y - 0.66)) * (1.0 + 0.45 * wide)
    bright = (0.70 + 0.30 * state.patience) * there
    return (
        Sprite("fireflies_pool", x, y + 0.012 + 0.5 * size, size, opacity=bright),
        Light(x, y, 0.12 + 0.06 * wide, Colour.LANTERN, (0.16 + 0.14 * state.patience) * there),
        Ring(x, y, 0.013 + 0.009 * wide, 2.2 / 720, Colour.LANTERN, 0.92 * there, 0.4 * there, Role.OWN),
        Light(x, y, 0.022 + 0.013 * wide, Colour.HEART, 0.85 * there),
    )


def _fireflies(sparks: tuple[Spark, ...], now: Now) -> Shapes:
    """Each a glow and a heart; gladness gives the near ones a golden halo."""
    painted: list[Shape] = []
    for spark in sparks:
        if spark.bright <= 0.02:
            continue
        tint = Colour.FIREFLY_TIP if spark.salt % 3 == 0 else Colour.FIREFLY
        if spark.near > 0.28:
            warm = 0.06 + 0.16 * now.warmth
            painted.append(Light(spark.x, spark.y, 0.040 + 0.034 * spark.near, tint, warm * spark.bright))
        size = 0.023 + 0.040 * spark.near
        heart = Sprite("fireflies_fly", spark.x, spark.y + 0.5 * size, size, opacity=spark.bright, role=spark.role)
        painted.append(heart)
    return tuple(painted)


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


def _leaf_roof(salt: int) -> tuple[float, float]:
    """A place under the leaves, where it shines like a star."""
    across, down = _strewn(salt)
    x = 0.03 + 0.94 * across
    side = x - CENTRE_X
    return x, 0.03 + (0.13 + 0.30 * side * side) * down


def _among_trunks(state: Meadow, now: Now) -> tuple[Spark, ...]:
    """Far lights that wander by themselves; calm and the hours of the level bring more."""
    rise = smooth(now.tick / 1800.0 / now.setup.minutes)
    amount = FEWEST + 15.0 * _calm(now) + 9.0 * rise
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


def _aside(share: float) -> float:
    """A place between the trunks: anywhere across the wood, seldom in the middle of the clearing."""
    off = 0.05 + 0.90 * share - CENTRE_X
    away = max(-off, off)
    return CENTRE_X + off * (1.0 + 0.10 * max(1.0 - away / 0.40, 0.0) / (away + 0.06))


def _on_spiral(state: Meadow, now: Now) -> tuple[Spark, ...]:
    """Those that joined; the oldest rise into the leaves when there is no more room."""
    sparks: list[Spark] = []
    first = state.gathered - len(state.joined)
    for index, each in enumerate(state.joined):
        number = first + index
        x, y, near = _spiral(float(number % SLOTS), state, now)
        go = smooth((now.tick - each.tick) / JOIN_TICKS)
        x, y = _loose(x, y, 100 + number)
        x, y, near = between(each.x, x, go), between(each.y, y, go), between(_nearness(each.y), near, go)
        spark = _placed(x, y, near, 100 + number, state, now)
        if index + SLOTS < len(state.joined):
            age = now.tick - state.joined[index + SLOTS].tick
            up, star = smooth(age / RISING_TICKS), _leaf_roof(100 + number)
            gone = 1.0 - smooth((age - 0.7 * RISING_TICKS) / (0.3 * RISING_TICKS))
            place = between(spark.x, star[0], up), between(spark.y, star[1], up)
            spark = Spark(place[0], place[1], between(near, 0.12, up), spark.bright * gone, spark.salt)
        else:
            sparks += _dust(number, smooth((now.tick - each.tick - JOIN_TICKS) / JOIN_TICKS), state, now)
        sparks.append(spark)
    return tuple(sparks)


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
        salt = 400 + 3 * number + int(3.0 * back)
        x, y = _loose(x, y, salt)
        sparks.append(Spark(x, y + low, 0.25 * near, faint * _glow(salt, state, now), salt))
    return tuple(sparks)


def _loose(x: float, y: float, salt: int) -> tuple[float, float]:
    """Nobody keeps to the line."""
    across, down = _strewn(salt)
    return x + 0.014 * (across - 0.5), y + 0.030 * (down - 0.5)


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


def _nearness(y: float) -> float:
    return min(max((y - 0.45) / 0.36, 0.15), 1.0)


def _over_meadow(state: Meadow, now: Now) -> tuple[Spark, ...]:
    """Those that can be won: brighter than the rest, the more so the more they trust the light."""
    sparks: list[Spark] = []
    for each in state.flies:
        salt = 200 + int(each.salt * 997.0)
        bob = 0.006 * wave(now.tick, 3.1 + each.salt, each.salt)
        spark = _placed(each.x, each.y + bob, 0.35 + 0.65 * _nearness(each.y), salt, state, now, _wanted(state))
        lit = between(0.35 + 0.65 * spark.bright, 1.0, each.trust) * (1.0 - 0.5 * max(state.startle.value, 0.0))
        sparks.append(Spark(spark.x, spark.y, spark.near, min(lit, 1.0) * _come(each), salt, spark.role))
    return tuple(sparks)


def _come(each: Firefly) -> float:
    return smooth(each.age / 90.0)


def _wanted(state: Meadow) -> Role:
    """Nothing is to be reached in the rest and at the end."""
    return Role.TARGET if state.settled.value < 0.3 and state.closing < 0 else Role.SCENE


def _mushrooms(state: Meadow, now: Now) -> Shapes:
    wake = min(max(state.wake.value, 0.0), 1.0)
    light = 0.30 * wake * (0.75 + 0.25 * now.fullness)
    return (
        Light(MUSHROOMS_X, MUSHROOMS_Y - 0.02, 0.10, Colour.SEA_LIGHT, light),
        Sprite("fireflies_mushrooms", MUSHROOMS_X, MUSHROOMS_Y, 0.050, opacity=0.30 + 0.70 * wake),
    )


def _moth(state: Meadow, now: Now) -> Shapes:
    """A pale moth crosses the clearing once, on slow wings."""
    age = now.tick - state.moth_tick
    if state.moth_tick < 0 or age > MOTH_TICKS:
        return ()
    along = age / MOTH_TICKS
    x = 1.04 - 1.08 * along
    y = 0.40 + 0.10 * (2.0 * along - 1.0) * (2.0 * along - 1.0) + 0.018 * wave(now.tick, 4.3)
    shown = smooth(along / 0.08) * smooth((1.0 - along) / 0.08)
    wings = 0.5 + 0.5 * wave(now.tick, 1.7)
    return (
        Light(x, y, 0.10, Colour.MOON, 0.16 * shown),
        Sprite("fireflies_moth", x, y + 0.03, 0.06, 14.0 * wave(now.tick, 5.0) - 18.0, 0.95 * shown, frame=wings),
    )


def _near(state: Meadow, now: Now) -> Shapes:
    """Lights too near to be sharp, and the dark grass of both corners."""
    discs = tuple(
        Disc(
            x + 0.006 * wave(0, 1.0, state.drift / 19.0 + x), y + 0.010 * wave(0, 1.0, state.drift / 13.0 + 3.0 * x),
            radius, Colour.FIREFLY, 0.10 * (0.25 + 0.75 * _calm(now)) * (0.6 + 0.4 * now.warmth),
        )
        for x, y, radius in BOKEH
    )  # fmt: skip
    opaque = 0.80 + 0.16 * _calm(now)
    return (
        *discs,
        Sprite("fireflies_grass_left", 0.191, 1.0, 0.5, opacity=opaque),
        Sprite("fireflies_grass_right", 0.809, 1.0, 0.5, opacity=opaque),
    )


def _words(state: Meadow, now: Now) -> Shapes:
    """A welcome under the leaves, a word for the rest, a farewell on the dark grass."""
    if state.closing >= 0:
        seconds = state.closing / 60.0
        shown = smooth((seconds - 0.6) / 1.2) * smooth((CLOSING_S - seconds) / 1.8)
        return _pair("closing", 0.775, shown)
    if state.settled.value > 0.02 and state.settled.speed > -0.02:
        return _pair("rest", 0.115, smooth((state.settled.value - 0.05) / 0.4) * _rest_words(now))
    seconds = now.tick / 60.0
    return _pair("opening", 0.115, smooth((seconds - 1.0) / 1.2) * smooth((11.0 - seconds) / 1.8))


def _rest_words(now: Now) -> float:
    """They stand for eleven seconds of the rest."""
    return 1.0 - smooth((now.tick / 60.0 - 0.62 * 60.0 * now.setup.minutes - 11.0) / 1.8)


def _pair(what: str, y: float, shown: float) -> Shapes:
    if shown <= 0.0:
        return ()
    return (
        Text(TextRole.HEADING, f"fireflies.{what}", 0.5, y, opacity=shown, width=0.7),
        Text(
            TextRole.SECOND, f"fireflies.{what}_second", 0.5, y + 0.075,
            colour=Colour.SOFT, opacity=shown, width=0.7,
        ),
    )  # fmt: skip
