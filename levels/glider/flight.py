"""What the flight remembers, and how the wing moves: carried by breath, led by the hand, or by the wind itself."""

from dataclasses import dataclass, replace

from game.core.level import Now
from game.core.pace import Follow, Part
from game.core.rites import led

SPEED = 0.105
"""Widths of air a second at full pace."""
HIGH, LOW = 0.25, 0.50
"""Where the wing can be led, y."""
FORE, AFT = 0.54, 0.17
"""Where the wing can be led, x."""
CARRY = 0.045
"""How far a full or an empty breath carries the wing from where it is led, heights."""
LIFT = 0.042
"""How far a thermal lifts it, heights."""
LIFTED_TICKS = 130
ASLEEP_S = 10.0
"""A wing that nobody led or breathed for so long sleeps; nothing is won or lost by it."""
ALONE_TICKS = 150
"""So long after the last lead, the wind leads whoever breathes."""
TRAIL = 46
TRAIL_TICKS = 8
"""The trail keeps so many heights, one every so many ticks: about six seconds."""
REST, HOME = 0.64, 0.84
"""Shares of the level at which the rest begins and the way home."""
STILL = 0.38
"""Pace of the air while it rests."""
LAST_S = 18.0
"""Nothing new to reach in the last seconds."""
CLOSING_S = 9.0
LEADING = ("left", "right", "up", "down")
SUNWARD = (0.600, 0.440)
"""Where the wing sails at the end."""


@dataclass(frozen=True, slots=True)
class Wing:
    """The player's wing. Its place is the pilot's."""

    x: Follow = Follow(0.36)
    y: Follow = Follow(0.38)
    """Without breath and lift."""
    aim: tuple[float, float] = (0.36, 0.38)
    """Where it is led."""
    carried: Follow = Follow(0.0)
    """How far breath has carried it, heights; negative = up."""
    lift: Follow = Follow(0.0)
    """How far thermals have lifted it, heights."""
    led_tick: int = 0
    """When somebody last led it or breathed for it."""
    hand_tick: int = 0
    """When it was last led by hand."""

    @property
    def place(self) -> tuple[float, float]:
        """Where it is."""
        return self.x.value, self.y.value + self.carried.value - self.lift.value

    @property
    def climb(self) -> float:
        """How fast it rises, heights a second."""
        return self.lift.speed - self.y.speed - self.carried.speed


@dataclass(frozen=True, slots=True)
class Past:
    """A point of the trail."""

    flown: float
    """How much air had passed, widths."""
    y: float


@dataclass(frozen=True, slots=True)
class Thermal:
    """A column of rising light."""

    x: float
    y: float
    """Its heart."""
    size: float
    """Height of the column, heights."""
    warmth: float = 0.0
    """How far it has been caught, [0, 1]."""
    age: int = 0
    """Ticks since it came."""
    spent: int = -1
    """Ticks since it was caught; -1 = not yet."""


@dataclass(frozen=True, slots=True)
class Flight:
    """What the level remembers."""

    wing: Wing = Wing()
    thermals: tuple[Thermal, ...] = ()
    caught: int = 0
    performance: float = 0.5
    pace: Follow = Follow(0.5)
    """How fast the air goes by, eased."""
    flown: float = 0.0
    """Widths of air that went by."""
    next_flown: float = 0.35
    """When the next thermal comes."""
    trail: tuple[Past, ...] = ()
    """Newest last."""
    lifted_tick: int = -(10**6)
    """When a thermal last lifted it."""
    joined: tuple[int, ...] = ()
    """When each bird joined."""
    island: float = 2.0
    """x of the island; 2 = it has not come."""
    found: tuple[str, ...] = ()
    """What was found in this sitting."""
    part: Part = Part.REST_OUT
    """Part of the breath in the last tick."""
    bell_phase: float = 0.0
    """Guide phase in the last tick."""
    closing: int = -1
    """Ticks since the closing began; -1 = not yet."""


def share(now: Now) -> float:
    """How far the level has come, [0, 1]."""
    return min(now.tick / 3600.0 / now.setup.minutes, 1.0)


def rests(now: Now) -> bool:
    """The minute of gliding."""
    return REST <= share(now) < HOME


def breath(now: Now) -> float:
    """How full the breath is that carries: the player's own as far as it is known."""
    known = min(max(2.0 * now.own.trust - 0.2, 0.0), 1.0)
    return now.fullness + (now.own.fullness - now.fullness) * known


def awake(wing: Wing, now: Now) -> float:
    """1 while somebody leads or breathes, 0 asleep; it dozes off over the last two seconds. In the rest, rest is
    all that is asked.
    """
    if rests(now):
        return 1.0
    return min(max(0.5 * (ASLEEP_S - (now.tick - wing.led_tick) / 60.0), 0.0), 1.0)


def fly(state: Flight, now: Now) -> Flight:
    """One tick: the air goes by, the wing is carried and led, the trail grows."""
    still = STILL if rests(now) or state.closing >= 0 else 1.0
    pace = state.pace.toward((0.35 + 0.65 * now.directive.tempo) * still, 0.9)
    flown = state.flown + SPEED * pace.value / 60.0
    lifted = now.tick - state.lifted_tick < LIFTED_TICKS
    wing = _led(state, now)
    wing = replace(
        wing,
        carried=wing.carried.toward(CARRY * (2.0 * breath(now) - 1.0), 8.0),
        lift=wing.lift.toward(LIFT if lifted else 0.0, 1.7),
    )
    trail = state.trail
    if now.tick % TRAIL_TICKS == 0:
        trail = (*trail, Past(flown, wing.place[1]))[-TRAIL:]
    return replace(
        state,
        wing=wing,
        pace=pace,
        flown=flown,
        trail=trail,
        part=now.pattern.part(now.guide.phase)[0],
        bell_phase=now.guide.phase,
    )


def _led(state: Flight, now: Now) -> Wing:
    """The wing goes gently where it is led; at the end, into the sun."""
    wing = state.wing
    if state.closing >= 0:
        x, y = SUNWARD
        return replace(wing, x=wing.x.toward(x, 0.55), y=wing.y.toward(y, 0.55), aim=SUNWARD, led_tick=now.tick)
    x, y = led(wing.aim, now, 0.42, 1.0)
    by_hand = now.pointer_moved or any(now.axes) or any(key in LEADING for key in now.held)
    breathes = now.own.trust > 0.3
    hand_tick = now.tick if by_hand else wing.hand_tick
    if breathes and now.tick - hand_tick > ALONE_TICKS:
        x, y = _windward(state, now, x, y)
    x, y = min(max(x, AFT), FORE), min(max(y, HIGH), LOW)
    return replace(
        wing,
        x=wing.x.toward(x, 3.2),
        y=wing.y.toward(y, 3.6),
        aim=(x, y),
        led_tick=now.tick if by_hand or breathes else wing.led_tick,
        hand_tick=hand_tick,
    )


def _windward(state: Flight, now: Now, x: float, y: float) -> tuple[float, float]:
    """Whoever plays by breath alone: the wind leads toward the next thermal, the surer the more the breath goes
    with the guide.
    """
    ahead = [each for each in state.thermals if each.spent < 0 and each.x > state.wing.x.value - 0.03]
    if not ahead:
        return x, y
    goal = min(ahead, key=lambda each: each.x)
    sure = (0.03 + 0.09 * now.own.follow) / 60.0
    return x + min(max(0.36 - x, -sure), sure), y + min(max(goal.y - y, -sure), sure)
