"""How the pond looks: fish under the water, rings on it, buds and flowers, the breath ring, one's own light."""

from game.core.drawing import around, between, wave
from game.core.level import Now
from game.core.pace import smooth
from game.core.shapes import Colour, Light, Plate, Ring, Ripple, Role, Shade, Shape, Sprite, Text, TextRole, Veil
from levels.stones.water import ASLEEP_S, CENTRE, CLOSING_S, Drop, Pond, front, resting

FISH = (
    ("stones_koi", 0.335, 0.700, 0.165, 61.0, 0.10, 0.0, 1.0),
    ("stones_koi", 0.700, 0.250, 0.115, 53.0, 0.085, 0.55, -1.0),
    ("stones_koi_white", 0.640, 0.640, 0.195, 71.0, 0.095, 0.30, 1.0),
)
"""Sprite, middle of its round, radius (heights), seconds for a round, size, where it begins, which way."""
STROKE_S = 1.9
"""Seconds for a stroke of a tail."""
PETALS = ((0.394, 0.79, 0.11), (0.45, 0.215, 0.35), (0.636, 0.83, 0.62), (0.695, 0.365, 0.2), (0.264, 0.86, 0.8))
HEADING_DEG = 3.0
RAIN_TICKS = 150
BUD = 0.34
"""How far a waiting bud has opened: enough to be seen as a flower to be."""
SMALL, LARGE = 0.118, 0.236
"""Radius of the breath ring when empty and full, heights."""


def pond(state: Pond, now: Now) -> tuple[Shape, ...]:
    """The water, its light, what swims in it and what falls on it."""
    calm = 2.0 * max(now.mood - 0.5, 0.0)
    mist = 2.0 * max(0.5 - now.mood, 0.0)
    shown = (1.0, smooth(calm * 2.0), 1.0 if state.white else smooth(calm * 2.0 - 1.0))
    pace = 0.6 + 0.8 * now.directive.tempo
    shapes: list[Shape] = [
        Plate("stones", now.mood),
        Light(CENTRE[0], CENTRE[1], 0.42, Colour.SUN, 0.05 + 0.24 * now.warmth),
        Light(0.80, 0.16, 0.55, Colour.SUN, 0.10 * now.warmth),
    ]
    for place, fish in enumerate(FISH):
        if shown[place] > 0.02:
            shapes.append(_fish(fish, 0.9 * shown[place], now))
    shapes += _rain(now, mist)
    if mist > 0.0:
        shapes.append(Veil(0.35, 0.5 * mist, (now.tick / 60.0 * 0.004 * pace) % 1.0, now.mood))
    for x, y, turn in PETALS:
        drift = wave(now.tick, 37.0 / pace, turn)
        shapes.append(Sprite("stones_petal", x + 0.012 * drift, y, 0.026, 360.0 * turn + 9.0 * drift, 0.9))
    return tuple(shapes)


def _fish(fish: tuple[str, float, float, float, float, float, float, float], opacity: float, now: Now) -> Shape:
    """A fish on its round, its head ahead, its tail beating slowly."""
    name, x, y, radius, seconds, size, begins, way = fish
    turn = (way * now.tick / 60.0 / seconds + begins) % 1.0
    place = around(x, y, radius, turn)
    heading = 360.0 * turn + (90.0 if way > 0.0 else -90.0)
    stroke = (now.tick / 60.0 / STROKE_S + begins) % 1.0
    # Turned copies are kept: steps of three degrees are smooth enough at this size, and a tenth of the cost.
    turned = HEADING_DEG * int(heading / HEADING_DEG + 0.5)
    return Sprite(name, place[0], place[1] + 0.5 * size, size, turned % 360.0, opacity, frame=stroke)


def _rain(now: Now, mist: float) -> list[Shape]:
    """Where it is tense it rains a little: small rings, here and there."""
    rings: list[Shape] = []
    for place in range(int(20.0 * mist + 0.5)):
        count, age = divmod(now.tick + 37 * place, RAIN_TICKS)
        x, y = (0.618034 * (count + 7 * place) + 0.13) % 1.0, (0.754878 * (count + 5 * place) + 0.37) % 1.0
        if not (x < 0.36 and y < 0.62) and not (x > 0.7 and y < 0.45):  # it falls on stones and leaves unseen
            rings.append(Ripple(x, y, age / RAIN_TICKS, 0.075, Colour.SOFT, 1.0, mist))
    return rings


def surface(state: Pond, now: Now) -> tuple[Shape, ...]:
    """Rings, buds, the breath ring, the stone in the hand."""
    shapes: list[Shape] = []
    for drop in state.drops:
        shapes += _rings(drop, now)
    for bud in state.buds:
        came = smooth((now.tick - bud.tick) / 90.0)
        opened = BUD + 0.12 * bud.warmth
        if bud.open_tick >= 0:
            opened = between(BUD + 0.12, 1.0, smooth((now.tick - bud.open_tick) / 150.0))
        size = 0.056 - 0.016 * now.demand + 0.034 * opened
        y = bud.y + 0.5 * size + 0.003 * wave(now.tick, 6.0 + 0.2 * bud.spot)
        role = Role.TARGET if bud.open_tick < 0 else Role.SCENE
        if bud.open_tick < 0:
            shapes.append(Light(bud.x, bud.y, 0.085, Colour.LANTERN, 0.42 * came))
        else:
            shapes.append(Light(bud.x, bud.y, 0.11, Colour.HEART, 0.20 * came))
        shapes.append(Sprite("stones_lotus", bud.x, y, size, 24.0 * bud.spot, came, 0.0, role, opened))
    away = 1.0 if state.closing < 0 else smooth(1.0 - state.closing / 90.0)
    radius = between(SMALL, LARGE, now.fullness)
    ring = (0.30 + 0.65 * now.guidance) * (0.55 + 0.45 * away)
    shapes.append(Ring(*CENTRE, radius, 2.4 / 720, Colour.SUN, ring, 0.0, Role.GUIDE))
    return tuple(shapes) + _hand(state, now, away)


def _rings(drop: Drop, now: Now) -> list[Shape]:
    """The stone as it sinks, then its rings, each a little behind the one before."""
    age = now.tick - drop.tick
    shapes: list[Shape] = []
    if age < 40:
        sunk = age / 40.0
        shapes.append(
            Sprite("stones_pebble", drop.x, drop.y + 0.02, 0.045 * (1.0 - 0.5 * sunk), 0.0, 1.0 - smooth(sunk))
        )
    count = 3 if drop.reach > 0.3 else 2
    for ring in range(count):
        late = age - 16.0 * ring
        if 0.0 < late < drop.run_ticks:
            run = front(drop, int(drop.tick + late))
            share = late / drop.run_ticks
            shapes.append(
                Ripple(drop.x, drop.y, share, run / (0.08 + 0.92 * share), Colour.MOON, 1.0, 1.0 - 0.18 * ring)
            )
    return shapes


def _hand(state: Pond, now: Now, away: float) -> tuple[Shape, ...]:
    """One's own light, as large as the breath is full, with the stone in it."""
    x, y = state.hand.x.value, state.hand.y.value
    breath = now.own.fullness * now.own.trust
    awake = min(max(0.5 * (ASLEEP_S - (now.tick - state.hand.led_tick) / 60.0), 0.0), 1.0)
    strength = (0.45 + 0.55 * awake) * away
    rest = 0.6 if resting(now) else 1.0
    return (
        Shade(x + 0.006, y + 0.014, 0.035, 0.03, 0.4 * strength),
        Light(x, y, 0.10 + 0.09 * breath, Colour.LANTERN, (0.45 + 0.25 * breath) * strength * rest),
        Sprite("stones_pebble", x, y + 0.019, 0.038, 0.0, strength),
        Ring(x, y, 0.027 + 0.016 * breath, 2.5 / 720, Colour.LANTERN, 0.95 * strength, 0.0, Role.OWN),
    )


def words(state: Pond, now: Now) -> tuple[Shape, ...]:
    """Opening and farewell."""
    if state.closing >= 0:
        seconds = state.closing / 60.0
        return _said("closing", smooth(seconds / 1.2) * smooth((CLOSING_S - seconds) / 1.8))
    seconds = now.tick / 60.0
    shown = smooth((seconds - 1.0) / 1.2) * smooth((9.0 - seconds) / 1.8)
    return _said("opening", shown) if shown > 0.0 else ()


def _said(moment: str, shown: float) -> tuple[Shape, ...]:
    return (
        Shade(0.545, 0.19, 0.60, 0.13, 0.42 * shown),
        Text(TextRole.HEADING, f"stones.{moment}", 0.545, 0.16, opacity=shown, width=0.5),
        Text(TextRole.SECOND, f"stones.{moment}_second", 0.545, 0.235, colour=Colour.SOFT, opacity=shown, width=0.5),
    )
