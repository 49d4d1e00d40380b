"""How the garden grows: the light is led, the exhale lifts what it rests on, new buds show, things are found."""

from dataclasses import dataclass, replace

from game.core.facts import Caught, Facts, Found
from game.core.level import Now
from game.core.pace import Follow, Part
from game.core.rites import led
from game.core.shapes import Cue
from levels.garden.places import HIDDEN, PLACES, apart_squared

FIRST_S = 4.0
"""When the first bud shows."""
ALONE_S = 22.0
"""So long there is one bud only."""
WANTED = (2.2, 4.5)
"""Exhales a plant wants at demand 0 and 1, without an own breath that goes along."""
ALONG = 0.6
"""How much faster it grows while the own breath goes out with the guide's."""
REACH = (0.085, 0.045)
"""How near the light must be at demand 0 and 1, heights."""
ASLEEP_S = 40.0
"""A light that was neither led nor breathed with for so long sleeps; nothing grows under it, nothing is lost."""
PRESENT_TICKS = 600
"""Whoever led the light so recently is there."""
LEFT, RIGHT, HIGH, LOW = 0.02, 0.98, 0.30, 0.97
"""Where the light may go."""
GUEST_AFTER, STAR_AFTER = 4, 6
"""After so many plants the butterfly comes, or the star may be found."""
NEAR_GUEST_TICKS = 150
"""So long the light must rest by the butterfly to have met it."""
STAR_TICKS = 420
"""So many ticks of exhale wake the star."""


@dataclass(frozen=True, slots=True)
class Hand:
    """The player's light."""

    light_x: Follow = Follow(0.5)
    light_y: Follow = Follow(0.76)
    aim: tuple[float, float] = (0.5, 0.76)
    """Where it is going."""
    led_tick: int = 0
    """When the player last led it, or breathed by key or heard breath."""


@dataclass(frozen=True, slots=True)
class Bud:
    """A plant that wants to grow."""

    place: int
    """Index in PLACES."""
    growth: float
    """0 a sprout, 1 grown."""
    near: float
    """How much the light rests on it, [0, 1]; eased."""
    age: int
    """Ticks since it showed."""


@dataclass(frozen=True, slots=True)
class Grown:
    """A plant that has grown; it stays."""

    place: int
    """Index in PLACES."""
    tick: int
    """When it opened."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """The two things that can be found."""

    star: int
    """Index in HIDDEN."""
    star_ticks: int
    """Ticks of exhale the light has rested on it; STAR_TICKS = awake."""
    guest_ticks: int
    """Ticks the light has rested by the butterfly."""
    guest_tick: int
    """When the butterfly came; -1 = not yet."""


@dataclass(frozen=True, slots=True)
class Plot:
    """What the garden remembers."""

    secrets: Secrets
    buds: tuple[Bud, ...] = ()
    grown: tuple[Grown, ...] = ()
    hand: Hand = Hand()
    performance: float = 0.5
    given: float = 0.0
    """How much growth this exhale gave to what the light rested on,"""
    due: float = 0.0
    """and how much it could have given, while somebody was there and a bud waited."""
    next_tick: int = int(60 * FIRST_S)
    """When the next bud may show."""
    drift: float = 0.0
    """How far air has moved, s of calm air."""
    rest: Follow = Follow(0.0)
    """How far the rest has come, [0, 1]."""
    part: Part = Part.REST_OUT
    """Part of the breath in the last tick."""
    bell_phase: float = 0.0
    """Guide phase in the last tick."""
    closing: int = -1
    """Ticks since the closing began; -1 = not yet."""


def lead(hand: Hand, now: Now) -> Hand:
    """The player's light goes where it is led."""
    x, y = led(hand.aim, now, 0.42, 1.4)
    x, y = min(max(x, LEFT), RIGHT), min(max(y, HIGH), LOW)
    touched = now.pointer_moved or now.held or any(now.axes) or now.own.trust > 0.3
    return Hand(
        light_x=hand.light_x.toward(x, 8.0),
        light_y=hand.light_y.toward(y, 8.0),
        aim=(x, y),
        led_tick=now.tick if touched else hand.led_tick,
    )


def awake(hand: Hand, now: Now) -> float:
    """1 while the light is led, 0 asleep; it dozes off over the last two seconds."""
    return min(max(0.5 * (ASLEEP_S - (now.tick - hand.led_tick) / 60.0), 0.0), 1.0)


def reach_at(demand: float) -> float:
    """How near the light must be to what is to grow, heights."""
    return REACH[0] + (REACH[1] - REACH[0]) * demand


def lift(now: Now) -> float:
    """How much of a whole growth this tick's breath gives: the guide's exhale, more when the own breath goes along."""
    part, share = now.pattern.part(now.guide.phase)
    if part is not Part.OUT:
        return 0.0
    ticks = 60.0 * now.pattern.exhale / now.guide.breath_hz
    wanted = WANTED[0] + (WANTED[1] - WANTED[0]) * now.demand
    along = now.own.trust * min(max(-4.0 * now.own.speed, 0.0), 1.0)
    return 6.0 * share * (1.0 - share) * (1.0 + ALONG * along) / (wanted * ticks)


def grow(state: Plot, now: Now) -> tuple[Plot, Facts, tuple[Cue, ...]]:
    """One tick: the bud under the light rises with the exhale; when it opens it is told, and stays."""
    hand = lead(state.hand, now)
    lifted, reach = lift(now), reach_at(now.demand)
    light = (hand.light_x.value, hand.light_y.value)
    nearest = _nearest(state.buds, light, reach) if awake(hand, now) > 0.0 else -1
    rain = lifted * state.rest.value
    buds: list[Bud] = []
    grown = state.grown
    facts: Facts = ()
    cues: tuple[Cue, ...] = ()
    for number, bud in enumerate(state.buds):
        near = bud.near + ((number == nearest) - bud.near) / 24.0
        growth = bud.growth + (lifted if number == nearest else rain)
        if growth < 1.0:
            buds.append(Bud(bud.place, growth, near, bud.age + 1))
            continue
        grown = (*grown, Grown(bud.place, now.tick))
        if number == nearest:
            place = PLACES[bud.place]
            facts += (Caught(len(grown)),)
            cues += (Cue("marimba", 0.8, 1.2 * (place.x - 0.5), len(grown) % 10, caption="caption.marimba"),)
    there = state.buds and 0 < hand.led_tick > now.tick - PRESENT_TICKS
    moved = replace(
        state,
        buds=tuple(buds),
        grown=grown,
        hand=hand,
        given=state.given + (lifted if nearest >= 0 else 0.0),
        due=state.due + (lifted if there or nearest >= 0 else 0.0),
    )
    return _judge(moved, now), facts, cues


def _nearest(buds: tuple[Bud, ...], light: tuple[float, float], reach: float) -> int:
    """The bud the light rests on: the nearest within reach; -1 = none."""
    found, least = -1, reach * reach
    for number, bud in enumerate(buds):
        away = apart_squared(*light, PLACES[bud.place], bud.growth)
        if away < least:
            found, least = number, away
    return found


def _judge(state: Plot, now: Now) -> Plot:
    """After each exhale: performance goes toward the share of it that was given to a bud."""
    part = now.pattern.part(now.guide.phase)[0]
    if state.part is not Part.OUT or part is Part.OUT:
        return state
    performance = state.performance
    if state.due > 0.0:
        performance += 0.15 * (state.given / state.due - performance)
    return replace(state, performance=performance, given=0.0, due=0.0)


def sprout(state: Plot, now: Now, demand: float) -> Plot:
    """A new bud, if there is room and it is time: from the first bed that has any left."""
    room = 1 if now.tick < 60 * ALONE_S else 2 + int(2.0 * demand + 0.2)
    if now.tick < state.next_tick or len(state.buds) >= room:
        return state
    taken = tuple(bud.place for bud in state.buds) + tuple(plant.place for plant in state.grown)
    free = tuple(number for number in range(len(PLACES)) if number not in taken)
    if not free:
        return state
    bed = PLACES[free[0]].bed
    choice = tuple(number for number in free if PLACES[number].bed == bed)
    place = choice[int(len(choice) * now.dice().random())] if state.grown or state.buds else choice[0]
    wait = int(60.0 * (5.0 - 3.5 * now.directive.tempo))
    return replace(state, buds=(*state.buds, Bud(place, 0.0, 0.0, 0)), next_tick=now.tick + wait)


def discover(state: Plot, now: Now) -> tuple[Plot, Facts]:
    """The butterfly comes to whoever has grown some flowers and is met by resting near it; the star wakes by breath."""
    secrets = state.secrets
    facts: Facts = ()
    light = (state.hand.light_x.value, state.hand.light_y.value)
    rested = awake(state.hand, now) > 0.0
    if secrets.guest_tick < 0 and len(state.grown) >= (1 if "garden.butterfly" in now.setup.found else GUEST_AFTER):
        secrets = replace(secrets, guest_tick=now.tick)
    host = guest_place(state)
    if host is not None and rested and now.tick - secrets.guest_tick > 360:
        x, y = host
        across, along = (light[0] - x) * 16.0 / 9.0, light[1] - y
        close = across * across + along * along < 0.012
        ticks = min(secrets.guest_ticks + close, NEAR_GUEST_TICKS)
        if ticks == NEAR_GUEST_TICKS > secrets.guest_ticks and "garden.butterfly" not in now.setup.found:
            facts += (Found("garden.butterfly"),)
        secrets = replace(secrets, guest_ticks=ticks)
    if len(state.grown) >= STAR_AFTER and rested and secrets.star_ticks < STAR_TICKS and lift(now) > 0.0:
        ticks = secrets.star_ticks + (apart_squared(*light, HIDDEN[secrets.star], 0.0) < 0.0036)
        if ticks == STAR_TICKS and "garden.star" not in now.setup.found:
            facts += (Found("garden.star"),)
        secrets = replace(secrets, star_ticks=ticks)
    return replace(state, secrets=secrets), facts


def guest_place(state: Plot) -> tuple[float, float] | None:
    """Where the butterfly sits: by the flower that opened first; None while it is not there."""
    if state.secrets.guest_tick < 0 or not state.grown:
        return None
    place = PLACES[state.grown[0].place]
    return place.x, place.y - place.size * place.kind.head
