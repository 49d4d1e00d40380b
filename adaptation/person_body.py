"""The inside of a simulated person: arousal, valence and breath, tick by tick."""

from dataclasses import dataclass
from math import sqrt
from random import Random

from adaptation.person_traits import Traits
from game.core.pace import apart

TICK_S = 1.0 / 60.0
WANDER_S = 12.0
"""How long a breath stays a little faster or slower than usual, s."""
COUPLING_HZ = 0.5
"""How fast the own breath slips into the guide's, 1/s at full entrainment. Assumption."""
TURN_S = 6.0
"""How long the breath takes to change its rate. Assumption."""
THIRD = 1.0 / 3.0


@dataclass(frozen=True, slots=True)
class Body:
    """How a person is now."""

    arousal: float
    """At rest -1, tense 1."""
    valence: float
    """Unhappy -1, happy 1."""
    breath_hz: float
    """Rate of the breath."""
    wander_hz: float
    """How far it is from where it would settle."""
    phase: float
    """Place in the breath, [0, 1), 0 = start of the inhale."""
    together: float
    """How closely the breath has gone with the guide lately, [0, 1]."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What acts on a person now."""

    things: int
    """How many things want something."""
    guide_hz: float | None
    """Rate of the guide; None = none made out."""
    guide_phase: float | None
    """Where it is in its breath."""


def wake(traits: Traits, dice: Random) -> Body:
    """A person at the door, somewhere round their usual self."""
    arousal = _clip(dice.gauss(traits.arousal_rest, traits.arousal_spread))
    valence = _clip(dice.gauss(traits.valence_rest, traits.valence_spread))
    return Body(arousal, valence, _natural_hz(traits, arousal), 0.0, dice.random(), 0.0)


def live(body: Body, traits: Traits, around: Surroundings, dice: Random) -> Body:
    """One tick of life."""
    wander = _drift(body.wander_hz, 0.0, WANDER_S, traits.rate_spread_hz, dice)
    natural = _natural_hz(traits, body.arousal)
    goal, slip, near = natural, 0.0, 0.0
    if around.guide_hz is not None and around.guide_phase is not None:
        followed = min(max(around.guide_hz, traits.easy_low_hz), traits.easy_high_hz)
        goal += traits.entrain * (followed - natural)
        way = apart(body.phase, around.guide_phase)
        slip = COUPLING_HZ * traits.entrain * way
        near = max(0.0, 1.0 - 4.0 * abs(way))
    rate = body.breath_hz + (goal + wander - body.breath_hz) * TICK_S / TURN_S
    rate = min(max(rate, 3.0 / 60.0), 40.0 / 60.0)
    slower = min(max((natural - rate) / (THIRD * natural), 0.0), 1.5)
    pressed = max(around.things / traits.comfortable_things - 1.0, 0.0)
    calmer = traits.relief * slower * body.together
    arousal_goal = traits.arousal_rest + traits.overload * pressed - calmer
    valence_goal = traits.valence_rest - 0.5 * traits.overload * pressed + 0.5 * calmer
    return Body(
        arousal=_clip(_drift(body.arousal, arousal_goal, traits.return_s, traits.arousal_spread, dice)),
        valence=_clip(_drift(body.valence, valence_goal, traits.return_s, traits.valence_spread, dice)),
        breath_hz=rate,
        wander_hz=wander,
        phase=(body.phase + (rate + slip) * TICK_S) % 1.0,
        together=body.together + (near - body.together) * TICK_S / 10.0,
    )


def _natural_hz(traits: Traits, arousal: float) -> float:
    return traits.rest_hz * (1.0 + traits.rate_by_arousal * max(arousal, 0.0))


def _drift(value: float, goal: float, return_s: float, spread: float, dice: Random) -> float:
    """One tick of an Ornstein-Uhlenbeck process with stationary sd ``spread``."""
    return value + (goal - value) * TICK_S / return_s + spread * sqrt(2.0 * TICK_S / return_s) * dice.gauss(0.0, 1.0)


def _clip(number: float) -> float:
    return min(max(number, -1.0), 1.0)
