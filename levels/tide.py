"""Tide: a night shore that breathes. Paper lanterns drift by; your small light calls them home.

The guide's breath moves the water and the moon's light; your own breath is the size of your light. Calm opens the
sky and the glow in the water. Difficulty sets how many lanterns drift and how long one must be warmed; tempo sets
how fast they drift. A lantern that passes is simply gone with the tide.
"""

from dataclasses import dataclass, replace

from game.core.drawing import between, wave
from game.core.facts import Caught, Facts
from game.core.level import Now, Turn
from game.core.pace import Follow, Part, smooth
from game.core.rites import breath_sounds, farewell, led
from game.core.setup import Setup
from game.core.shapes import (
    Bed,
    Colour,
    Cue,
    Light,
    Motes,
    Plate,
    Ring,
    Ripple,
    Role,
    Scene,
    Shape,
    Sprite,
    Text,
    TextRole,
    Veil,
    Water,
)

HORIZON = 0.47
HOMES = (
    (0.255, 0.675), (0.405, 0.607), (0.165, 0.588), (0.845, 0.603), (0.500, 0.556),
    (0.318, 0.546), (0.925, 0.556), (0.090, 0.540), (0.435, 0.528),
)  # fmt: skip
"""Where lanterns come to rest: nearest first, on a loose zigzag, none in the moon's path."""
NEAR, FAR = 0.80, 0.53
"""Where lanterns drift, y."""
WARM_S = (0.25, 0.9)
"""How long one is warmed at difficulty 0 and 1, s."""
ASLEEP_S = 10.0
"""A light that was not led for so long sleeps; nothing is won or lost by it."""
LAST_S = 20.0
"""No new lantern in the last twenty seconds."""
CLOSING_S = 9.0


@dataclass(frozen=True, slots=True)
class Lantern:
    """A lantern adrift."""

    x: float
    y: float
    speed: float
    """Widths per second at tempo 1; negative = leftward."""
    warmth: float
    """How far the player's light has warmed it, [0, 1]."""
    age: int
    """Ticks since it came."""


@dataclass(frozen=True, slots=True)
class Resting:
    """A lantern that came home."""

    home: int
    """Index in HOMES."""
    x: float
    """Where it was caught."""
    y: float
    tick: int
    """When it was caught."""


@dataclass(frozen=True, slots=True)
class Hand:
    """The player's light."""

    light_x: Follow = Follow(0.42)
    light_y: Follow = Follow(0.68)
    aim: tuple[float, float] = (0.42, 0.68)
    """Where it is going."""
    led_tick: int = 0
    """When the player last did anything: a light that nobody leads falls asleep, and calls nobody."""


@dataclass(frozen=True, slots=True)
class Shore:
    """What Tide remembers."""

    lanterns: tuple[Lantern, ...] = ()
    resting: tuple[Resting, ...] = ()
    caught: int = 0
    hand: Hand = Hand()
    """The player's light."""
    performance: float = 0.5
    next_tick: int = 180
    """When the next lantern comes."""
    drift: float = 0.0
    """How far mist and glitter have run, s of calm air."""
    part: Part = Part.REST_OUT
    """Part of the breath in the last tick."""
    bell_phase: float = 0.0
    """Guide phase in the last tick."""
    closing: int = -1
    """Ticks since the closing began; -1 = not yet."""


def size_at(y: float) -> float:
    """Height of a lantern whose foot floats at ``y``: the sea is seen in perspective."""
    return 0.012 + (y - HORIZON) * 0.235


class Tide:
    """The rules of the shore."""

    name = "tide"
    guided = True
    pattern = ""

    def begin(self, setup: Setup) -> Shore:
        """An empty shore."""
        return Shore()

    def step(self, state: Shore, now: Now) -> Turn[Shore]:
        """Move the light, let the lanterns drift, warm what is near."""
        end = now.setup.minutes * 60.0
        seconds = now.tick / 60.0
        sounds = breath_sounds(now, state.part, state.bell_phase, 0.45, 0.5)
        state, facts, cues = _drift(state, _move(state.hand, now), now)
        if now.tick >= state.next_tick and seconds < end - LAST_S:
            state = _arrive(state, now)
        closing, over = farewell(state.closing, now, seconds >= end, CLOSING_S)
        if closing >= 0:
            state = replace(state, closing=closing, lanterns=())
        return Turn(state, facts + over, cues + sounds, state.performance, min(seconds / end, 1.0))

    def show(self, state: Shore, now: Now) -> Scene:
        """The shore."""
        return Scene(_scenery(state, now) + _lanterns(state, now) + _light(state, now) + _words(state, now), _bed(now))


def _move(state: Hand, now: Now) -> Hand:
    """The player's light goes where it is led."""
    x, y = led(state.aim, now, 0.42, 1.4)
    x, y = min(max(x, 0.02), 0.98), min(max(y, FAR - 0.06), NEAR)
    touched = now.pointer_moved or now.held or any(now.axes)
    return Hand(
        light_x=state.light_x.toward(x, 9.0),
        light_y=state.light_y.toward(y, 9.0),
        aim=(x, y),
        led_tick=now.tick if touched else state.led_tick,
    )


def _drift(state: Shore, hand: Hand, now: Now) -> tuple[Shore, Facts, tuple[Cue, ...]]:
    """Lanterns move on; the near one warms; a warm one goes home; one past the border is gone."""
    directive = now.directive
    pace = (0.35 + 0.65 * directive.tempo) / 60.0
    awake = _awake(hand, now) > 0.0
    low, high = WARM_S
    warming = 1.0 / (60.0 * (low + (high - low) * now.demand))
    afloat: list[Lantern] = []
    performance, resting, caught = state.performance, state.resting, state.caught
    facts: Facts = ()
    cues: tuple[Cue, ...] = ()
    for lantern in state.lanterns:
        x = lantern.x + lantern.speed * pace
        near = awake and _near(hand, x, lantern.y, now.demand)
        warmth = min(max(lantern.warmth + (warming if near else -0.3 * warming), 0.0), 1.0)
        if warmth >= 1.0:
            resting = (*resting, Resting(caught % len(HOMES), x, lantern.y, now.tick))[-len(HOMES) :]
            caught += 1
            performance += 0.15 * (1.0 - performance)
            facts += (Caught(caught),)
            cues += (Cue("marimba", 0.8, 1.2 * (x - 0.5), caught % 10, caption="caption.marimba"),)
        elif -0.06 < x < 1.06:
            afloat.append(Lantern(x, lantern.y, lantern.speed, warmth, lantern.age + 1))
        elif awake:
            performance -= 0.15 * performance
    moved = Shore(
        lanterns=tuple(afloat),
        resting=resting,
        caught=caught,
        hand=hand,
        performance=performance,
        next_tick=state.next_tick,
        drift=state.drift + (0.4 + 0.9 * directive.tempo) / 60.0,
        part=now.pattern.part(now.guide.phase)[0],
        bell_phase=now.guide.phase,
        closing=state.closing,
    )
    return moved, facts, cues


def _awake(hand: Hand, now: Now) -> float:
    """1 while the light is led, 0 asleep; it dozes off over the last two seconds."""
    return min(max(0.5 * (ASLEEP_S - (now.tick - hand.led_tick) / 60.0), 0.0), 1.0)


def _near(hand: Hand, x: float, y: float, difficulty: float) -> bool:
    size = size_at(y)
    across = (hand.light_x.value - x) * 16.0 / 9.0
    along = hand.light_y.value - (y - 0.45 * size)
    reach = 0.8 * size + 0.040 - 0.016 * difficulty
    return across * across + along * along < reach * reach


def _arrive(state: Shore, now: Now) -> Shore:
    """A new lantern, from the left or the right; more of them in the middle of the level than at its ends."""
    dice = now.dice()
    share = min(now.tick / 3600.0 / now.setup.minutes, 1.0)
    rise = 4.0 * share * (1.0 - share)
    room = 2.0 + (1.0 + 3.0 * now.demand) * rise
    wait = int(60.0 * (2.5 + 4.0 * dice.random()) / (0.6 + 0.8 * now.directive.tempo))
    if len(state.lanterns) >= room:
        return replace(state, next_tick=now.tick + 30)
    side = dice.random() < 0.5
    y = FAR + (NEAR - FAR) * (0.15 + 0.8 * dice.random())
    speed = (0.035 + 0.03 * dice.random()) * (0.6 + (y - FAR) * 2.0)
    lantern = Lantern(-0.05 if side else 1.05, y, speed if side else -speed, 0.0, 0)
    return replace(state, lanterns=(*state.lanterns, lantern), next_tick=now.tick + wait)


def _scenery(state: Shore, now: Now) -> tuple[Shape, ...]:
    calm = 2.0 * max(now.mood - 0.5, 0.0)
    mist = 2.0 * max(0.5 - now.mood, 0.0)
    guided = 0.4 + 0.6 * now.guidance
    veils = tuple(
        Veil(y, density * (0.25 + 0.75 * mist - 0.2 * calm), (state.drift * speed) % 1.0, now.mood)
        for y, density, speed in ((0.40, 0.55, 0.0042), (0.50, 0.40, -0.0055), (0.62, 0.30, 0.0085))
    )
    return (
        Plate("tide", now.mood),
        Light(0.30, HORIZON, 0.62, Colour.LANTERN, 0.32 * now.warmth),
        Light(0.655, 0.205, 0.42, Colour.MOON, 0.16 * guided * now.fullness),
        Water("tide", now.fullness, 0.15 + 0.85 * calm * (0.6 + 0.4 * now.fullness), state.drift, now.mood),
        Motes(
            0.0, 0.70, 1.0, 0.86, int(30 + 170 * calm), Colour.SEA_LIGHT,
            0.3 + 0.7 * calm * (0.55 + 0.45 * now.fullness), state.drift, 0.0, 3,
        ),
        *veils,
    )  # fmt: skip


def _lanterns(state: Shore, now: Now) -> tuple[Shape, ...]:
    things: list[tuple[float, Shape]] = []
    for resting in state.resting:
        age = (now.tick - resting.tick) / 60.0
        go = smooth(age / 6.0)
        x, y = HOMES[resting.home]
        place = (between(resting.x, x, go), between(resting.y, y, go))
        things += _lantern(place, resting.home, 1.0, 1.0, now)
        if age < 2.5:
            things.append((place[1], Ripple(resting.x, resting.y, age / 2.5, 0.11)))
    for place_, lantern in enumerate(state.lanterns):
        border = min(lantern.x + 0.05, 1.05 - lantern.x)
        opacity = smooth(border / 0.08) * smooth(lantern.age / 90.0)
        things += _lantern((lantern.x, lantern.y), 20 + place_, opacity, 0.35 + 0.65 * lantern.warmth, now)
    return tuple(shape for _, shape in sorted(things, key=lambda pair: pair[0]))


def _lantern(place: tuple[float, float], salt: int, opacity: float, glow: float, now: Now) -> list[tuple[float, Shape]]:
    x, y = place
    size = size_at(y)
    bob = wave(now.tick, 5.0 + 0.23 * (salt % 9), 0.37 * salt)
    role = Role.TARGET if salt >= 20 else Role.SCENE
    sprite = Sprite(
        "lantern", x, y + 0.03 * size * bob, size, 2.0 * wave(now.tick, 6.3, 0.21 * salt), opacity, glow, role
    )  # fmt: skip
    return [(y, sprite)]


def _light(state: Shore, now: Now) -> tuple[Shape, ...]:
    """The player's own light: as large as their breath is full."""
    if state.closing >= 0:
        return ()
    breath = now.own.fullness * now.own.trust
    awake = 0.4 + 0.6 * _awake(state.hand, now)
    x, y = state.hand.light_x.value, state.hand.light_y.value
    return (
        Light(x, y, 0.12 + 0.10 * breath, Colour.LANTERN, (0.45 + 0.25 * breath) * awake),
        Ring(x, y, 0.020 + 0.014 * breath, 2.5 / 720, Colour.LANTERN, 0.95 * awake, 0.35 * awake, Role.OWN),
        Light(x, y, 0.026 + 0.016 * breath, Colour.HEART, 0.85 * awake),
    )


def _words(state: Shore, now: Now) -> tuple[Shape, ...]:
    if state.closing >= 0:
        seconds = state.closing / 60.0
        shown = smooth(seconds / 1.2) * smooth((CLOSING_S - seconds) / 1.8)
        return (
            Text(TextRole.HEADING, "tide.closing", 0.36, 0.16, opacity=shown, width=0.5),
            Text(TextRole.SECOND, "tide.closing_second", 0.36, 0.235, colour=Colour.SOFT, opacity=shown, width=0.5),
        )
    seconds = now.tick / 60.0
    shown = smooth((seconds - 1.0) / 1.2) * smooth((9.0 - seconds) / 1.8)
    if shown <= 0.0:
        return ()
    return (
        Text(TextRole.HEADING, "tide.opening", 0.36, 0.16, opacity=shown, width=0.5),
        Text(TextRole.SECOND, "tide.opening_second", 0.36, 0.235, colour=Colour.SOFT, opacity=shown, width=0.5),
    )


def _bed(now: Now) -> Bed:
    return Bed("tide", now.mood, now.guide.breath_hz, now.guide.phase)


LEVEL = Tide()
