"""What the garden looks like: the place, what grows from far to near, the great bloom, the light, the words."""

from dataclasses import replace

from game.core.drawing import between, wave
from game.core.level import Now
from game.core.pace import smooth
from game.core.shapes import (
    Colour,
    Light,
    Motes,
    Plate,
    Ring,
    Role,
    Shade,
    Shape,
    Sprite,
    Text,
    TextRole,
    Veil,
)
from levels.garden.growing import STAR_TICKS, Bud, Grown, Plot, awake, guest_place, reach_at
from levels.garden.places import HIDDEN, PLACES, Place, opened, sprouted

CLOSING_S = 9.0
OPENING_S = 9.5
HINT_S = (10.5, 24.0)
"""When the keys are told."""
BLOOM_X, BLOOM_Y, BLOOM_SIZE = 0.5, 0.724, 0.36
"""The great bloom's foot and height; it sits on its stalk a fifth above its foot."""
HEART_Y = 0.575
DEW_SIZE = 0.040
RADIANS = 3.14159265 / 180.0
Far = list[tuple[float, tuple[Shape, ...]]]
"""Things with the y of their foot: far ones are painted first."""


def paint(state: Plot, now: Now) -> tuple[Shape, ...]:
    """Everything, in the order it is painted."""
    farewell = smooth(state.closing / 60.0 / 3.0)
    things: Far = [*_grown(state, now, farewell), *_buds(state, now), *_star(state, now)]
    things.append((0.99, _bloom(state, now, farewell)))
    plants = tuple(shape for _, shapes in sorted(things, key=lambda thing: thing[0]) for shape in shapes)
    near = (*_guest(state, now), *_rain(state), *_near_mist(state, now))
    return _scenery(state, now) + plants + near + _frame() + _light(state, now) + _words(state, now)


def _scenery(state: Plot, now: Now) -> tuple[Shape, ...]:
    """The place; the sun's glow is warmth, the mist between the hills is tension."""
    calm, mist = 2.0 * max(now.mood - 0.5, 0.0), 2.0 * max(0.5 - now.mood, 0.0)
    return (
        Plate("garden", now.mood),
        Light(0.5, 0.52, 0.40, Colour.FLAME, 0.02 + 0.07 * now.warmth),
        Light(0.13, 0.53, 0.48, Colour.FLAME, 0.15 * now.warmth),
        Light(0.87, 0.53, 0.48, Colour.FLAME, 0.15 * now.warmth),
        Veil(0.58, 0.55 * mist, (0.0042 * state.drift) % 1.0, now.mood),
        Motes(
            0.40, 0.10, 0.60, 0.56, int(12 + 60 * calm), Colour.SUN, 0.35 + 0.45 * calm, state.drift, 0.8, 5
        ),
        Motes(0.12, 0.30, 0.88, 0.86, int(10 + 50 * calm), Colour.SUN, 0.25 + 0.35 * calm, state.drift, 0.3, 6),
    )  # fmt: skip


def _near_mist(state: Plot, now: Now) -> tuple[Shape, ...]:
    """Mist before what grows: when tense the flowers are paler, and still there."""
    mist = 2.0 * max(0.5 - now.mood, 0.0)
    veils = tuple(
        Veil(y, density * mist, (state.drift * speed) % 1.0, now.mood)
        for y, density, speed in (
            (0.55, 0.90, 0.0075),
            (0.70, 1.00, -0.0062),
            (0.86, 0.90, 0.0085),
        )
    )
    if mist == 0.0:
        return ()
    return (Light(0.5, 0.80, 0.75, Colour.DUSK, 0.28 * mist), *veils)


def _frame() -> tuple[Shape, ...]:
    return (Sprite("garden_frame", 0.5, 1.0, 1.0),)


def _standing(place: Place, size: float, opening: float, lean: float, opacity: float) -> tuple[Shape, ...]:
    """A plant that leans by ``lean`` degrees about its foot. Between two painted stages the next is laid over the one
    before, so that nothing jumps."""
    turn = round(lean * 8.0) / 8.0
    x = place.x + 0.5 * size * turn * RADIANS * 9.0 / 16.0
    last = place.kind.stages - 1
    stage = min(int(opening * last), last)
    between_stages = round(8.0 * (opening * last - stage)) / 8.0
    plant = Sprite(place.kind.sprite, x, place.y, size, turn, opacity, frame=stage / last)
    if between_stages == 0.0 or stage == last:
        return (plant,)
    over = replace(plant, opacity=opacity * between_stages, frame=(stage + 1) / last)
    return (plant, over)


def _veiled(now: Now, salt: int) -> float:
    """Opacity of what grows: in mist the air behind shows through it, so that it is paler. Plants change by small
    steps, each at a moment of its own, so that no frame has to fit them all anew."""
    mist = 2.0 * max(0.5 - now.mood, 0.0)
    step = min(max(round(8.0 * mist + 0.125 * (salt * 3 % 8) - 0.4375), 0), 8)
    return 1.0 - 0.035 * step


def _lean(state: Plot, now: Now, place: Place, salt: int) -> float:
    """How far a plant leans, degrees: two slow waves of air, wider in the rain; at the end a little to the player."""
    air = 0.7 * wave(60.0 * state.drift, 7.0 + 0.3 * (salt % 5), 0.37 * salt - 0.6 * place.x)
    air += 0.3 * wave(60.0 * state.drift, 4.3 + 0.2 * (salt % 3), 0.19 * salt)
    wide = place.kind.sway * (0.55 + 0.45 * now.directive.tempo + 0.35 * state.rest.value)
    home = 2.6 * (0.5 - place.x) * smooth(state.closing / 60.0 / 3.0)
    return air * wide + 2.0 * home * place.kind.sway


def _grown(state: Plot, now: Now, farewell: float) -> Far:
    things: Far = []
    for plant in state.grown:
        place = PLACES[plant.place]
        size = place.size * (1.0 + 0.02 * farewell)
        shapes = _standing(place, size, 1.0, _lean(state, now, place, plant.place), _veiled(now, plant.place))
        things.append((place.y, shapes + _joy(plant, place, now)))
    return things


def _joy(plant: Grown, place: Place, now: Now) -> tuple[Shape, ...]:
    """A warm breath of light where a flower has just opened."""
    age = (now.tick - plant.tick) / 60.0
    if age > 4.0:
        return ()
    shown = smooth(age / 1.0) * smooth((4.0 - age) / 2.4)
    y = place.y - place.size * place.kind.head
    wide = 0.5 * (0.05 + 0.25 * place.size)
    return (
        Light(place.x, y, 0.06 + 0.20 * place.size, Colour.SUN, 0.18 * shown),
        Motes(
            place.x - wide, max(y - 0.22, 0.0), place.x + wide, y + 0.04, 14, Colour.SUN, 0.8 * shown,
            age, 1.0, 40 + plant.place,
        ),
    )  # fmt: skip


def _buds(state: Plot, now: Now) -> Far:
    """What wants to grow: a sprout, and on it a drop of light that sinks in as it opens."""
    things: Far = []
    for bud in state.buds:
        place = PLACES[bud.place]
        size = place.size * sprouted(bud.growth)
        lean = 0.6 * _lean(state, now, place, bud.place)
        shown = smooth(bud.age / 72.0) * _veiled(now, bud.place)
        shapes = _standing(place, size, opened(bud.growth), lean, shown)
        things.append((place.y, shapes))
        things.append((1.01, _call(state, bud, size, now)))
    return things


def _call(state: Plot, bud: Bud, size: float, now: Now) -> tuple[Shape, ...]:
    """The drop of light that is to be reached, brighter while it is breathed on; a ring says how near is near."""
    place = PLACES[bud.place]
    shown = smooth(bud.age / 72.0) * (1.0 - smooth(state.closing / 60.0 / 1.8))
    if shown == 0.0:
        return ()
    breath = 0.5 + 0.5 * wave(bud.age, 5.0)
    reach = reach_at(now.demand)
    y = place.y - size * place.kind.head - 0.012
    glow = 0.14 + 0.06 * breath + 0.16 * bud.near * (1.0 - now.fullness)
    sunk = opened(bud.growth)
    drop = DEW_SIZE * (1.0 - 0.25 * sunk)
    return (
        Light(place.x, y, reach + 0.04, Colour.SUN, glow * shown),
        Sprite("garden_dew", place.x, y + 0.45 * drop, drop, 0.0, (1.0 - 0.6 * sunk) * shown, role=Role.TARGET),
        Ring(place.x, y, 0.60 * reach + 0.002 * breath, 1.6 / 720, Colour.CREAM, 0.62 * shown * (1.0 - bud.near)),
    )


def _star(state: Plot, now: Now) -> Far:
    """The blue star: a faint gleam in the meadow until breath has woken it."""
    secrets = state.secrets
    place = HIDDEN[secrets.star]
    awake_by = secrets.star_ticks / STAR_TICKS
    if awake_by == 0.0:
        gleam = 0.10 * smooth((len(state.grown) - 5) / 1.0)
        return [(place.y, (Light(place.x, place.y - 0.02, 0.03, Colour.INHALE, gleam),))] if gleam > 0.0 else []
    size = place.size * sprouted(awake_by)
    shown = smooth(awake_by * STAR_TICKS / 72.0)
    shapes = _standing(place, size, opened(awake_by), _lean(state, now, place, 3), shown)
    halo = Light(place.x, place.y - 0.6 * size, 0.07, Colour.INHALE, 0.22 * shown)
    return [(place.y, (*shapes, halo))]


def _bloom(state: Plot, now: Now, farewell: float) -> tuple[Shape, ...]:
    """The great bloom: warmth opens it, the guide's breath moves its petals a little, a soft ring breathes round it."""
    warm = smooth(now.warmth)
    opening = 0.04 + 0.72 * warm + 0.25 * state.rest.value * (1.0 - warm)
    opening += (0.06 + 0.14 * now.guidance) * now.fullness
    opening = min(opening + (1.0 - opening) * farewell, 1.0)
    stage = min(int(opening * 23.0), 22)
    over = round(8.0 * (opening * 23.0 - stage)) / 8.0
    solid = 0.5 + 0.5 * _veiled(now, 4)
    bloom = Sprite("garden_bloom", BLOOM_X, BLOOM_Y, BLOOM_SIZE, 0.0, solid, role=Role.GUIDE, frame=stage / 23.0)
    radius = between(0.150, 0.215, now.fullness)
    ring = (0.05 + 0.50 * now.guidance) * (1.0 - farewell)
    shapes: tuple[Shape, ...] = (
        Light(BLOOM_X, HEART_Y, 0.34, Colour.ROSE, 0.05 + 0.10 * warm),
        Sprite("garden_stalk", BLOOM_X, 0.990, 0.335, opacity=_veiled(now, 0)),
        Ring(BLOOM_X, HEART_Y, radius, 2.2 / 720, Colour.HEART, ring, 0.0, Role.GUIDE),
        bloom,
    )
    if over > 0.0:
        shapes += (replace(bloom, frame=(stage + 1) / 23.0, opacity=over * solid, role=Role.SCENE),)
    heart = 0.10 + 0.28 * warm + 0.10 * now.guidance * now.fullness
    return (*shapes, Light(BLOOM_X, HEART_Y - 0.01, 0.12, Colour.FLAME, heart))


def _guest(state: Plot, now: Now) -> tuple[Shape, ...]:
    """The butterfly: it comes down from the sky, sits by the first flower, its wings breathe with the guide."""
    host = guest_place(state)
    if host is None:
        return ()
    come = smooth((now.tick - state.secrets.guest_tick) / 60.0 / 6.0)
    x = between(host[0] - 0.16, host[0] + 0.012, come) + 0.02 * (1.0 - come) * wave(now.tick, 2.6)
    y = between(0.20, host[1] - 0.018, come) + 0.02 * (1.0 - come) * wave(now.tick, 3.1)
    wings = between(0.6 + 0.3 * wave(now.tick, 1.6), 0.45 + 0.55 * now.fullness, come)
    opacity = smooth(come * 3.0)
    return (Sprite("garden_butterfly", x, y, 0.060, round(14.0 + 8.0 * come), opacity, frame=wings),)


def _rain(state: Plot) -> tuple[Shape, ...]:
    """Rain-soft light: it falls slowly, and all that grew sways in it."""
    rest = state.rest.value
    if rest < 0.02:
        return ()
    fall = 2.4 * state.drift
    return (
        Motes(0.0, 0.0, 1.0, 0.98, 130, Colour.HEART, min(0.60 * rest, 1.0), fall, -1.0, 7),
        Motes(0.0, 0.0, 1.0, 0.98, 90, Colour.CREAM, min(0.40 * rest, 1.0), 0.6 * fall, -1.0, 8),
    )


def _light(state: Plot, now: Now) -> tuple[Shape, ...]:
    """The player's own light: as large as their breath is full."""
    breath = now.own.fullness * now.own.trust
    shown = (0.35 + 0.65 * awake(state.hand, now)) * (1.0 - smooth(state.closing / 60.0 / 1.8))
    if shown <= 0.0:
        return ()
    x, y = state.hand.light_x.value, state.hand.light_y.value
    return (
        Light(x, y, 0.10 + 0.08 * breath, Colour.LANTERN, (0.42 + 0.22 * breath) * shown),
        Ring(x, y, 0.018 + 0.014 * breath, 2.5 / 720, Colour.LANTERN, 0.95 * shown, 0.35 * shown, Role.OWN),
        Light(x, y, 0.024 + 0.016 * breath, Colour.HEART, 0.85 * shown),
    )


def _words(state: Plot, now: Now) -> tuple[Shape, ...]:
    """A few words at the beginning, at the rest and at the end."""
    seconds = now.tick / 60.0
    if state.closing >= 0:
        ago = state.closing / 60.0
        return _said("closing", smooth(ago / 1.2) * smooth((CLOSING_S - ago) / 1.8))
    if seconds < OPENING_S:
        return _said("opening", smooth((seconds - 1.0) / 1.2) * smooth((OPENING_S - seconds) / 1.8))
    if state.rest.value > 0.01:
        rest = state.rest.value
        return _said("rest", smooth((rest - 0.05) / 0.45) * (1.0 - smooth((rest - 0.97) / 0.029)))
    first, last = HINT_S
    shown = smooth((seconds - first) / 1.2) * smooth((last - seconds) / 1.8)
    if shown <= 0.0:
        return ()
    return (
        Shade(0.5, 0.945, 0.75, 0.055, 0.45 * shown),
        Text(TextRole.HINT, "garden.keys", 0.5, 0.945, colour=Colour.CREAM, opacity=shown),
    )


def _said(moment: str, shown: float) -> tuple[Shape, ...]:
    if shown <= 0.0:
        return ()
    return (
        Shade(0.5, 0.11, 1.10, 0.21, 0.36 * shown),
        Text(TextRole.HEADING, f"garden.{moment}", 0.5, 0.125, opacity=shown, width=0.8),
        Text(TextRole.SECOND, f"garden.{moment}_second", 0.5, 0.200, colour=Colour.CREAM, opacity=shown, width=0.8),
    )
