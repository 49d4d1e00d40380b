"""What the clearing remembers, and how pool and fireflies move in it. Lengths here are picture heights, unless a
sentence says widths; only + - * / and sqrt.
"""

from dataclasses import dataclass, replace
from math import sqrt

from game.core.level import Now
from game.core.pace import Follow, Part

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
    x, y = pool.aim
    if now.pointer is not None and now.pointer_moved:
        x, y = now.pointer[0] / 4096.0, now.pointer[1] / 4096.0
    reach = LEAD / 60.0
    x += reach * (("right" in now.held) - ("left" in now.held))
    y += reach * (("down" in now.held) - ("up" in now.held))
    if len(now.axes) >= 2:
        x += reach * now.axes[0] / 127.0
        y += reach * now.axes[1] / 127.0
    x, y = min(max(x, LEFT), RIGHT), min(max(y, TOP), BOTTOM)
    led = now.pointer_moved or now.held or any(now.axes) or now.own.trust > HEARD
    return Pool(
        x=pool.x.toward(_ahead(pool.x.value, x, AHEAD), STIFFNESS),
        y=pool.y.toward(_ahead(pool.y.value, y, AHEAD), STIFFNESS),
        aim=(x, y),
        led_tick=now.tick if led else pool.led_tick,
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


def calm_down(state: Meadow, pool: Pool, now: Now) -> Meadow:
    """Haste startles within 1.5 s and is forgiven slowly; softness grows into patience."""
    across, down = pool.x.speed * ASPECT, pool.y.speed
    speed = sqrt(across * across + down * down)
    low, high = SOFT
    limit = low + (high - low) * now.demand
    haste = min(max((speed - limit) / (0.35 * limit), 0.0), 1.0)
    shy = now.demand
    startle = state.startle.toward(haste, 2.6 if haste > state.startle.value else 1.3 - 0.7 * shy)
    there = awake(pool, now)
    gain = there * (1.0 - startle.value) / (60.0 * (5.0 + 5.0 * shy))
    patience = state.patience + gain - startle.value * (0.25 + 0.25 * shy) / 60.0 - (1.0 - there) * 0.05 / 60.0
    calm = there > 0.0 and startle.value < 0.15
    return replace(
        state,
        pool=pool,
        startle=startle,
        patience=min(max(patience, 0.0), 1.0),
        still=state.still + 1 if calm else 0,
        performance=state.performance - 0.10 * startle.value * state.performance / 60.0,
    )


def fly(state: Meadow, each: Firefly, now: Now) -> Firefly:
    """One tick of one firefly: it wanders; a soft light draws it near, and near it comes to trust."""
    pool, startle = state.pool, state.startle.value
    away_x = (pool.x.value - each.x) * ASPECT
    away_y = pool.y.value - 0.05 - each.y
    away = sqrt(away_x * away_x + away_y * away_y) + 1e-6
    call = _call(state, away, now)
    x, y = _hover(pool, each.salt) if call > 0.0 else each.goal
    to_x, to_y = (x - each.x) * ASPECT, y - each.y
    far = sqrt(to_x * to_x + to_y * to_y) + 1e-6
    wander = 0.020 + 0.040 * now.directive.tempo
    pace = (wander + 0.075 * call) * min(far / 0.05, 1.0) / far
    shy = 0.05 * startle * min(0.2 / away, 1.0) / away
    want_across = to_x * pace - away_x * shy
    want_down = to_y * pace - away_y * shy
    across = each.across + 1.6 * (want_across - each.across) / 60.0
    down = each.down + 1.6 * (want_down - each.down) / 60.0
    return Firefly(
        x=min(max(each.x + across / (60.0 * ASPECT), 0.04), 0.96),
        y=min(max(each.y + down / 60.0, 0.40), 0.86),
        across=across,
        down=down,
        goal=_goal(each, now) if call <= 0.0 and far < 0.03 else each.goal,
        trust=min(max(each.trust + _trusting(state, away, now), 0.0), 1.0),
        salt=each.salt,
        age=each.age + 1,
    )


def _hover(pool: Pool, salt: float) -> tuple[float, float]:
    """Where one hovers when it is called: each has a place of its own round the light."""
    return pool.x.value + 0.075 * (salt - 0.5), pool.y.value - 0.030 - 0.085 * ((salt * 7.0) % 1.0)


def _call(state: Meadow, away: float, now: Now) -> float:
    """How strongly the light calls one that is so far away, [0, 1]: patience is heard from further and further."""
    heard = 0.16 + (0.75 - 0.35 * now.demand) * state.patience + 0.08 * breath(now)
    soft = 1.0 - state.startle.value
    if away >= heard or soft < 0.5 or state.settled.value > 0.3:
        return 0.0
    return awake(state.pool, now) * soft * (0.35 + 0.65 * (1.0 - away / heard))


def _trusting(state: Meadow, away: float, now: Now) -> float:
    """How much its trust changes in this tick; a wider pool, a fuller breath, reaches further."""
    pace = 1.0 / (60.0 * (1.2 + 2.6 * now.demand))
    near = 0.125 - 0.02 * now.demand + 0.04 * breath(now)
    if away < near and state.startle.value < 0.5 and state.settled.value < 0.3:
        return pace * awake(state.pool, now) * (1.0 - state.startle.value)
    return -0.3 * pace - 0.6 * pace * state.startle.value


def _goal(each: Firefly, now: Now) -> tuple[float, float]:
    """Another place over the meadow."""
    dice = now.dice(3)
    return 0.12 + 0.80 * ((each.salt + dice.random()) % 1.0), 0.60 + 0.21 * dice.random()


def arrive(state: Meadow, now: Now) -> Meadow:
    """One more comes out from between the trunks: more of them in the middle of the level than at its ends."""
    dice = now.dice()
    share = min(now.tick / 3600.0 / now.setup.minutes, 1.0)
    rise = 4.0 * share * (1.0 - share)
    wait = int(60.0 * (1.5 + 3.0 * dice.random()) / (0.7 + 0.6 * now.directive.tempo))
    if len(state.flies) >= 2.0 + (1.2 + 3.0 * now.demand) * rise:
        return replace(state, next_tick=now.tick + 30)
    x, y = 0.14 + 0.76 * dice.random(), 0.50 + 0.12 * dice.random()
    goal = 0.12 + 0.80 * dice.random(), 0.62 + 0.18 * dice.random()
    new = Firefly(x, y, 0.0, 0.0, goal, 0.0, dice.random(), 0)
    return replace(state, flies=(*state.flies, new), next_tick=now.tick + wait)
