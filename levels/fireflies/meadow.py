"""What the clearing remembers, and how pool and fireflies move in it. Lengths here are picture heights, unless a
sentence says widths; only + - * / and sqrt.
"""

from dataclasses import dataclass, replace
from math import sqrt

from game.core.level import Now
from game.core.pace import Follow, Part
from game.core.rites import led

ASPECT = 16.0 / 9.0
LEFT, RIGHT, TOP, BOTTOM = 0.06, 0.94, 0.69, 0.86
"""Where the pool of light can be led, unit square."""
LEAD = 0.20
"""How fast keys and pad lead, widths per second."""
AHEAD = 0.16
"""The pool never runs after a goal that is further ahead, widths: so it is always led slowly."""
STIFFNESS = 3.0
SOFT = (0.36, 0.15)
"""Speed of the pool that is still soft, at demand 0 and 1, heights per second."""
ASLEEP_S = 24.0
"""A pool that was not led for so long, and over which nobody breathes, dozes: it calls nobody."""
HEARD = 0.3
"""Trust in the own breath from which it counts as being there."""
CENTRE_X, CENTRE_Y = 0.56, 0.57
"""Middle of the spiral."""
REST_FROM = 0.62
"""Share of the level after which all rest,"""
REST_S = 60.0
"""for a minute, or a fifth of a short level."""
CLOSING_S = 10.0
SLOTS = 40
"""Places on the spiral; whoever comes later sends the first of them up into the leaves."""
RISING_TICKS = 480
MUSHROOMS_X, MUSHROOMS_Y = 0.235, 0.812
"""Where the mushrooms stand, unit square."""
STILL_TICKS = 40 * 60
"""So long a patience brings the moth."""


@dataclass(frozen=True, slots=True)
class Pool:
    """The player's pool of light on the grass."""

    x: Follow
    """Unit square."""
    y: Follow
    aim: tuple[float, float]
    """Where it is going."""
    led_tick: int
    """When the player last did anything; a pool that nobody leads or breathes over dozes."""


@dataclass(frozen=True, slots=True)
class Firefly:
    """A firefly on its way over the meadow."""

    x: float
    """Unit square."""
    y: float
    across: float
    """Speed, heights per second."""
    down: float
    goal: tuple[float, float]
    """Where it wanders, unit square."""
    trust: float
    """How far it has come to trust the light, [0, 1]."""
    salt: float
    """Its own share in [0, 1): tells it from the others."""
    age: int
    """Ticks since it came."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A firefly that joined the spiral."""

    x: float
    """Where it was when it did."""
    y: float
    tick: int
    """When it did."""
    salt: float
    """Its own share, as before."""


@dataclass(frozen=True, slots=True)
class Meadow:
    """What Fireflies remembers."""

    pool: Pool
    flies: tuple[Firefly, ...] = ()
    """Those that can be won."""
    joined: tuple[Joined, ...] = ()
    """The last that joined, oldest first."""
    gathered: int = 0
    """How many joined in all."""
    startle: Follow = Follow(0.0)
    """How much haste has startled them, [0, 1]."""
    patience: float = 0.0
    """How long the light has been soft, [0, 1]: from how far they come."""
    still: int = 0
    """Ticks of patience without a startle."""
    settled: Follow = Follow(0.0)
    """How far all have settled on the grass for the rest, [0, 1]."""
    wake: Follow = Follow(0.0)
    """How far the mushrooms are lit, [0, 1]."""
    near_mushrooms: int = 0
    """Ticks the pool has lain by them."""
    moth_tick: int = -1
    """When the moth came; -1 = not yet."""
    spin: float = 0.0
    """How far the spiral has turned, turns."""
    drift: float = 0.0
    """How far mist and wanderers have gone, s of calm air."""
    performance: float = 0.5
    next_tick: int = 90
    """When the next firefly comes."""
    part: Part = Part.REST_OUT
    """Part of the breath in the last tick."""
    bell_phase: float = 0.0
    """Guide phase in the last tick."""
    closing: int = -1
    """Ticks since the closing began; -1 = not yet."""


def lead(pool: Pool, now: Now) -> Pool:
    """The pool goes where it is led, slowly."""
    x, y = led(pool.aim, now, LEAD, 1.0)
    x, y = min(max(x, LEFT), RIGHT), min(max(y, TOP), BOTTOM)
    touched = now.pointer_moved or now.held or any(now.axes) or now.own.trust > HEARD
    return Pool(
        x=pool.x.toward(_ahead(pool.x.value, x, AHEAD), STIFFNESS),
        y=pool.y.toward(_ahead(pool.y.value, y, AHEAD), STIFFNESS),
        aim=(x, y),
        led_tick=now.tick if touched else pool.led_tick,
    )


def _ahead(here: float, there: float, most: float) -> float:
    return here + min(max(there - here, -most), most)


def awake(pool: Pool, now: Now) -> float:
    """1 while it is led or breathed over, 0 asleep; it dozes off over the last four seconds."""
    if pool.led_tick < 0:
        return 0.0
    return min(max(0.25 * (ASLEEP_S - (now.tick - pool.led_tick) / 60.0), 0.0), 1.0)


def breath(now: Now) -> float:
    """How much the own breath widens the pool, [0, 1]."""
    return now.own.fullness * now.own.trust


@dataclass(frozen=True, slots=True)
class Call:
    """What the light is to the fireflies in this tick."""

    x: float
    """Where it lies, unit square."""
    y: float
    startle: float
    """How much haste has startled them, [0, 1]."""
    strength: float
    """How strongly it calls from near, [0, 1]."""
    heard: float
    """From how far it is heard: further and further with patience."""
    near: float
    """How near one must come to learn to trust; a fuller breath reaches further."""
    trusting: float
    """How much trust grows in a tick that near."""
    fleeting: float
    """How much it shrinks in a tick further off."""
    wander: float
    """How fast they wander by themselves, heights per second."""


def startled(state: Meadow, pool: Pool, now: Now) -> Follow:
    """Haste startles within 1.5 s and is forgiven slowly: the shyer they are, the more so."""
    across, down = pool.x.speed * ASPECT, pool.y.speed
    low, high = SOFT
    limit = low + (high - low) * now.demand
    haste = (sqrt(across * across + down * down) - limit) / (0.35 * limit)
    haste = min(max(haste, 0.0), 1.0)
    return state.startle.toward(haste, 2.6 if haste > state.startle.value else 1.3 - 0.7 * now.demand)


def grown(patience: float, startle: float, there: float, now: Now) -> float:
    """Softness grows into patience; haste takes of it, and so does a light that nobody tends."""
    shy = now.demand
    gain = there * (1.0 - startle) / (5.0 + 5.0 * shy)
    loss = startle * (0.25 + 0.25 * shy) + (1.0 - there) * 0.05
    return min(max(patience + (gain - loss) / 60.0, 0.0), 1.0)


def calling(pool: Pool, startle: float, patience: float, settled: float, now: Now) -> Call:
    """The light's call; in the rest, and while they are startled, it calls nobody."""
    demand, wide, there = now.demand, breath(now), awake(pool, now)
    soft = 1.0 - startle if startle < 0.5 and settled < 0.3 else 0.0
    pace = 1.0 / (60.0 * (1.7 + 3.0 * demand))
    return Call(
        x=pool.x.value,
        y=pool.y.value,
        startle=startle,
        strength=there * soft,
        heard=0.16 + (0.75 - 0.35 * demand) * patience + 0.08 * wide,
        near=0.125 - 0.02 * demand + 0.04 * wide if soft > 0.0 else 0.0,
        trusting=pace * there * soft,
        fleeting=pace * (0.3 + 0.6 * startle),
        wander=0.020 + 0.040 * now.directive.tempo,
    )


def fly(each: Firefly, call: Call, now: Now) -> Firefly:
    """One tick of one firefly: it wanders; a soft light draws it near, and near it comes to trust."""
    away_x, away_y = (call.x - each.x) * ASPECT, call.y - 0.05 - each.y
    away = sqrt(away_x * away_x + away_y * away_y) + 1e-6
    drawn = call.strength * (1.0 - 0.65 * away / call.heard) if away < call.heard else 0.0
    x, y = _hover(call, each.salt) if drawn > 0.0 else each.goal
    to_x, to_y = (x - each.x) * ASPECT, y - each.y
    far = sqrt(to_x * to_x + to_y * to_y) + 1e-6
    pace = (call.wander + 0.075 * drawn) * min(far / 0.05, 1.0) / far
    shy = 0.05 * call.startle * min(0.2 / away, 1.0) / away
    across = each.across + 1.6 * (to_x * pace - away_x * shy - each.across) / 60.0
    down = each.down + 1.6 * (to_y * pace - away_y * shy - each.down) / 60.0
    trust = each.trust + (call.trusting if away < call.near else -call.fleeting)
    return Firefly(
        x=min(max(each.x + across / (60.0 * ASPECT), 0.04), 0.96),
        y=min(max(each.y + down / 60.0, 0.40), 0.86),
        across=across,
        down=down,
        goal=_goal(each, now) if drawn <= 0.0 and far < 0.03 else each.goal,
        trust=min(max(trust, 0.0), 1.0),
        salt=each.salt,
        age=each.age + 1,
    )


def _hover(call: Call, salt: float) -> tuple[float, float]:
    """Where one hovers when it is called: each has a place of its own round the light."""
    return call.x + 0.075 * (salt - 0.5), call.y - 0.030 - 0.085 * ((salt * 7.0) % 1.0)


def _goal(each: Firefly, now: Now) -> tuple[float, float]:
    """Another place over the meadow."""
    dice = now.dice(3)
    return 0.12 + 0.80 * ((each.salt + dice.random()) % 1.0), 0.60 + 0.21 * dice.random()


def arrive(state: Meadow, now: Now) -> Meadow:
    """One more comes out from between the trunks: more of them in the middle of the level than at its ends."""
    dice = now.dice()
    share = min(now.tick / 3600.0 / now.setup.minutes, 1.0)
    rise = 4.0 * share * (1.0 - share)
    wait = int(60.0 * (2.0 + 3.5 * dice.random()) / (0.7 + 0.6 * now.directive.tempo))
    if len(state.flies) >= 2.0 + (1.2 + 3.0 * now.demand) * rise:
        return replace(state, next_tick=now.tick + 30)
    x, y = 0.14 + 0.76 * dice.random(), 0.50 + 0.12 * dice.random()
    goal = 0.12 + 0.80 * dice.random(), 0.62 + 0.18 * dice.random()
    new = Firefly(x, y, 0.0, 0.0, goal, 0.0, dice.random(), 0)
    return replace(state, flies=(*state.flies, new), next_tick=now.tick + wait)
