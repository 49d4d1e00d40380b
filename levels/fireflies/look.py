"""How the clearing looks: plate and mist, the ring that breathes on the grass, the pool, its guests, the words."""

from game.core.drawing import wave
from game.core.level import Now
from game.core.pace import smooth
from game.core.shapes import Bed, Colour, Disc, Light, Plate, Ring, Role, Shape, Shapes, Sprite, Text, TextRole, Veil
from levels.fireflies.meadow import (
    CENTRE_X,
    CLOSING_S,
    MUSHROOMS_X,
    MUSHROOMS_Y,
    REST_FROM,
    Meadow,
    awake,
    breath,
)
from levels.fireflies.sparks import Spark, among_trunks, on_spiral, over_meadow

MOTH_TICKS = 26 * 60
BOKEH = ((0.105, 0.70, 0.042), (0.905, 0.60, 0.032), (0.800, 0.885, 0.053), (0.235, 0.905, 0.028))
"""(x, y, radius) of lights so near the eye that they are discs."""


def shapes(state: Meadow, now: Now) -> Shapes:
    """Everything, far to near."""
    return (
        *_scenery(state, now),
        *_ring(state, now),
        *_fireflies(among_trunks(state, now), now),
        *_mushrooms(state, now),
        *_pool(state, now),
        *_fireflies(on_spiral(state, now), now),
        *_fireflies(over_meadow(state, now), now),
        *_moth(state, now),
        *_near(state, now),
        *_words(state, now),
    )


def bed(now: Now) -> Bed:
    """Its sound: no crickets, they pulse."""
    return Bed("fireflies", now.mood, now.guide.breath_hz, now.guide.phase)


def _calm(now: Now) -> float:
    return 2.0 * max(now.mood - 0.5, 0.0)


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
        if spark.near > 0.32:
            warm = 0.06 + 0.16 * now.warmth
            painted.append(Light(spark.x, spark.y, 0.034 + 0.030 * spark.near, tint, warm * spark.bright))
        size = 0.023 + 0.040 * spark.near
        heart = Sprite("fireflies_fly", spark.x, spark.y + 0.5 * size, size, opacity=spark.bright, role=spark.role)
        painted.append(heart)
    return tuple(painted)


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
        Sprite("fireflies_moth", x, y + 0.0375, 0.075, 14.0 * wave(now.tick, 5.0) - 18.0, 0.95 * shown, frame=wings),
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
    return 1.0 - smooth((now.tick / 60.0 - REST_FROM * 60.0 * now.setup.minutes - 11.0) / 1.8)


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
