"""The inside of simulated people, six times a second: the same for one player and for a crowd in training.

All arrays are (n,): one number of each person. Every number of a recipe is an assumption unless it says otherwise.
"""

from dataclasses import dataclass

import numpy as np

from adaptation.person.traits import Array, Crowd, Flags

LIVE_TICKS = 10
"""Ticks between two lives: six a second."""
LIVE_S = LIVE_TICKS / 60.0
LOWEST_HZ, HIGHEST_HZ = 3.0 / 60.0, 40.0 / 60.0
"""Between these any breath stays."""
WANDER_S = 12.0
"""How long a breath stays a little faster or slower than usual."""
TURN_S = 6.0
"""How long the breath takes to change its rate."""
COUPLING_HZ = 1.0
"""How fast the own breath slips into the guide's, 1/s at full entrainment."""
MOST_SLIP = 0.2
"""By how much of its rate at most: who cannot breathe so slowly is not carried along."""
TOGETHER_S = 10.0
"""Over how long breathing together is felt."""
HUNGER_S = 20.0
"""How long air hunger takes to rise and to fall."""
ENGAGEMENT_S = 40.0
"""How long engagement takes."""
STARTLE_S = 15.0
"""How long a fright lasts."""
FRESH_S = 600.0
"""How long a minigame takes to become fresh again."""
USED_S = 20.0
"""How long it takes to get used to a load and a pace."""
UNNOTICED = 0.4
"""So much do things and pace come and go by chance: no change that is felt."""
THIRD = 1.0 / 3.0
SLOWEST = 1e-3
"""Least pace that is usual where things drift, widths/s."""


@dataclass(frozen=True, slots=True)
class Body:
    """How people are now."""

    arousal: Array
    """At rest -1, tense 1."""
    valence: Array
    """Unhappy -1, happy 1."""
    breath_hz: Array
    """Rate of the breath."""
    wander_hz: Array
    """How far it is from where it would settle."""
    phase: Array
    """Place in the breath, [0, 1), 0 = start of the inhale."""
    together: Array
    """How closely the breath has gone with the guide lately, [0, 1]."""
    engagement: Array
    """How absorbed, [0, 1]."""
    hunger: Array
    """Air hunger or over-breathing, [0, 1]."""
    startle: Array
    """What is left of the last frights, [0, 2]."""
    habituation: Array
    """How stale minigames are, [0, 1]."""
    regime: Array
    """Mood: tense 1, calm -1."""
    speed: Array
    """How fast arousal is pulled, 1/s."""
    used_things: Array
    """Things at a time that one has got used to, 1 = as many as are usual in this place."""
    used_pace: Array
    """Pace that one has got used to, 1 = the usual."""
    away: Array
    """Attention is elsewhere: 1, otherwise 0."""
    playing: Array
    """A minigame ran at the last life: 1, otherwise 0."""
    left: Flags
    """Has gone for good."""


@dataclass(frozen=True, slots=True)
class Around:
    """What acts on people now."""

    things: Array
    """How many things wanted something in the last 6 s, those that are gone by now, too."""
    pace: Array
    """How fast they drift by, widths/s."""
    success: Array
    """How well it goes lately as the person feels it, [0, 1]."""
    guide_hz: Array
    """Rate of the breath guide; nan = none made out."""
    guide_phase: Array
    """Where it is in its breath, [0, 1)."""
    guide_shown: Array
    """How strongly it is seen, [0, 1]."""
    minigame: Flags
    """A breathing minigame runs."""
    usual_things: Array
    """How many things want something in this place at middling settings: a game is taken as it is meant."""
    usual_pace: Array
    """How fast they then drift, widths/s; 0 = nothing drifts there, so nothing is too fast."""


def wake(crowd: Crowd, dice: np.random.Generator) -> Body:
    """People at the door, somewhere round their usual selves. Draws 2 n normal and 2 n uniform numbers."""
    count = len(crowd.rest_hz)
    normal, chance = dice.standard_normal((2, count)), dice.random((2, count))
    arousal = _within(crowd.arousal_rest + crowd.arousal_spread * normal[0], -1.0, 1.0)
    none = np.zeros(count)
    return Body(
        arousal=arousal,
        valence=_within(crowd.valence_rest + crowd.valence_spread * normal[1], -1.0, 1.0),
        breath_hz=_natural_hz(crowd, arousal), wander_hz=none, phase=chance[0], together=none,
        engagement=np.full(count, 0.6), hunger=none, startle=none, habituation=none,
        regime=np.where(chance[1] < 0.5, 1.0, -1.0), speed=none,
        used_things=0.5 * crowd.comfortable_things, used_pace=crowd.pace_liked,
        away=none, playing=none, left=np.zeros(count, np.bool_),
    )  # fmt: skip


def live(body: Body, crowd: Crowd, around: Around, dice: np.random.Generator) -> Body:
    """One ``LIVE_S`` of life. Draws 3 n normal and 4 n uniform numbers, whatever happens."""
    count = len(body.arousal)
    normal, chance = dice.standard_normal((3, count)), dice.random((4, count))
    wander = _drift(body.wander_hz, 0.0, WANDER_S, crowd.rate_spread_hz, normal[2])
    natural = _natural_hz(crowd, body.arousal)
    breath, phase, together = _breathe(body, crowd, around, natural, wander)
    hunger = body.hunger + (_short_of_air(crowd, breath, natural) - body.hunger) * (LIVE_S / HUNGER_S)

    playing = around.minigame.astype(np.float64)
    begun = playing * (1.0 - body.playing)
    fresh = 1.0 - body.habituation
    habituation = body.habituation * (1.0 - LIVE_S / FRESH_S) + begun * crowd.habituates * fresh
    calmer = _relief(crowd, breath, natural, playing * fresh) * together

    things, pace = _felt(crowd, around)
    used_things = body.used_things + (things - body.used_things) * (LIVE_S / USED_S)
    used_pace = body.used_pace + (pace - body.used_pace) * (LIVE_S / USED_S)
    load, rush = used_things / crowd.comfortable_things, used_pace / crowd.pace_liked
    tenser = _strain(crowd, load, rush, around.success) + crowd.hunger_tension * hunger - calmer
    upset = body.startle * crowd.startle_size + body.regime * crowd.regime_shift
    panic = crowd.panic_gain * _over(body.arousal, crowd.panic_above)
    flow = _flow(crowd, load, rush, around.success) * (1.0 - crowd.guide_demand * around.guide_shown)
    jolt = _within(2.0 * _over(_jolt(body, crowd, things, pace), UNNOTICED), 0.0, 1.0)
    engagement = _engage(body, crowd, flow, jolt, playing, fresh) - begun * crowd.interruption * body.engagement

    pull = (crowd.arousal_rest + tenser + upset + panic - body.arousal) / crowd.return_s
    speed = body.speed + (pull - body.speed) * (LIVE_S / (LIVE_S + crowd.momentum_s))
    noise = crowd.arousal_spread * (2.0 * LIVE_S / crowd.return_s) ** 0.5 * normal[0]
    glad = crowd.valence_rest - 0.5 * tenser - 0.25 * upset + 0.5 * (engagement - 0.5)
    valence = _drift(body.valence, glad, crowd.return_s, crowd.valence_spread, normal[1])
    return Body(
        arousal=_within(body.arousal + speed * LIVE_S + noise, -1.0, 1.0),
        valence=_within(valence - 0.3 * begun * crowd.interruption * body.engagement, -1.0, 1.0),
        breath_hz=breath, wander_hz=wander, phase=phase, together=together,
        engagement=_within(engagement, 0.0, 1.0), hunger=hunger, habituation=habituation,
        startle=np.minimum(
            body.startle * (1.0 - LIVE_S / STARTLE_S) + (chance[0] < crowd.startles_per_min * (LIVE_S / 60.0)), 2.0
        ),
        regime=np.where(chance[1] < LIVE_S / crowd.regime_every_s, -body.regime, body.regime),
        speed=speed,
        used_things=used_things, used_pace=used_pace,
        away=_attend(body, crowd, chance[2]),
        playing=playing,
        left=body.left | (chance[3] < hazard_per_s(body, crowd) * LIVE_S),
    )  # fmt: skip


def _felt(crowd: Crowd, around: Around) -> tuple[Array, Array]:
    """Things and pace in what is usual here; where nothing drifts, the pace is the one that is liked."""
    things: Array = around.things / around.usual_things
    pace: Array = around.pace / np.maximum(around.usual_pace, SLOWEST)
    return things, np.where(around.usual_pace > 0.0, pace, crowd.pace_liked)


def _breathe(body: Body, crowd: Crowd, around: Around, natural: Array, wander: Array) -> tuple[Array, Array, Array]:
    """Rate, phase and togetherness after a life beside the guide."""
    made_out = ~np.isnan(around.guide_hz)
    # A guide half in sight leads nearly as well as one in full.
    seen = around.guide_shown * (2.0 - around.guide_shown)
    drawn = crowd.entrain * seen * (1.0 - body.away) * made_out
    guide = np.where(made_out, around.guide_hz, natural)
    followed = _within(guide, crowd.easy_low_hz, crowd.easy_high_hz)
    goal = natural + wander + drawn * (followed - natural)
    rate = _within(body.breath_hz + (goal - body.breath_hz) * (LIVE_S / TURN_S), LOWEST_HZ, HIGHEST_HZ)
    way = (around.guide_phase - body.phase + 0.5) % 1.0 - 0.5
    near = _over(1.0, 4.0 * np.abs(way)) * (drawn > 0.0)
    slip = _within(COUPLING_HZ * drawn * way, -MOST_SLIP * rate, MOST_SLIP * rate)
    phase = (body.phase + (rate + slip) * LIVE_S) % 1.0
    return rate, phase, body.together + (near - body.together) * (LIVE_S / TOGETHER_S)


def _short_of_air(crowd: Crowd, breath: Array, natural: Array) -> Array:
    """Full when a quarter slower than is comfortable, or when three quarters faster than one would breathe."""
    slow = (crowd.comfortable_hz - breath) / (0.25 * crowd.comfortable_hz)
    fast = (breath - 1.25 * natural) / (0.5 * natural)
    return _within(np.maximum(slow, fast), 0.0, 1.0)


def _relief(crowd: Crowd, breath: Array, natural: Array, fresh_play: Array) -> Array:
    """How much breathing slower than by oneself calms; more in a fresh minigame."""
    slower = _within((natural - breath) / (THIRD * natural), 0.0, 1.5)
    return crowd.relief * slower * (1.0 + crowd.minigame_relief * fresh_play)


def _strain(crowd: Crowd, load: Array, rush: Array, success: Array) -> Array:
    """How much too many things, too fast, and failing at them make tense."""
    pressed = _over(load + 0.5 * _over(rush, 1.0), 1.0)
    return crowd.overload * pressed + crowd.frustration * _over(0.6, success) / 0.6


def _flow(crowd: Crowd, load: Array, rush: Array, success: Array) -> Array:
    """How absorbing play is, [0, 1]: best near the load and pace liked, with six to nine of ten succeeding."""
    by_load = _bell((load - crowd.flow_load) / 0.35)
    by_pace: Array = 0.7 + 0.3 * _bell((rush - 1.0) / 0.7)
    by_success: Array = 1.0 - 0.8 * _over(0.6, success) / 0.6 - 1.5 * _over(success, 0.9)
    return by_load * by_pace * by_success


def _jolt(body: Body, crowd: Crowd, things: Array, pace: Array) -> Array:
    """How much load and pace differ from what one has got used to."""
    by_things: Array = np.abs(things - body.used_things) / crowd.comfortable_things
    by_pace: Array = np.abs(pace - body.used_pace) / crowd.pace_liked
    return by_things + by_pace


def _engage(body: Body, crowd: Crowd, flow: Array, jolt: Array, playing: Array, fresh: Array) -> Array:
    """Engagement after a life: toward what play, or the minigame, holds, less what disturbs."""
    held: Array = flow + playing * (crowd.minigame_liking * fresh - flow)
    disturbed = (1.0 - playing) * crowd.change_dislike * jolt
    held -= disturbed + 0.4 * body.hunger + 0.5 * _over(body.arousal, 0.5)
    return body.engagement + (held - body.engagement) * (LIVE_S / ENGAGEMENT_S)


def _attend(body: Body, crowd: Crowd, chance: Array) -> Array:
    """Attention goes, sooner when play does not hold it, and comes back."""
    goes = crowd.away_per_min / 60.0 * 2.0 * (1.0 - body.engagement)
    turns: Flags = chance < LIVE_S * np.where(body.away > 0.0, 1.0 / crowd.away_s, goes)
    away: Array = np.where(turns, 1.0 - body.away, body.away)
    return away


def hazard_per_s(body: Body, crowd: Crowd) -> Array:
    """How likely leaving is: by boredom below an engagement of .4, tension above .6, and air hunger."""
    bored, tense = _over(0.4, body.engagement) / 0.4, _over(body.arousal, 0.6) / 0.4
    return crowd.quit_hazard / 60.0 * (bored * bored + tense * tense + body.hunger * body.hunger)


def _natural_hz(crowd: Crowd, arousal: Array) -> Array:
    return crowd.rest_hz * (1.0 + crowd.rate_by_arousal * _over(arousal, 0.0))


def _drift(value: Array, goal: Array | float, return_s: Array | float, spread: Array, normal: Array) -> Array:
    """One life of an Ornstein-Uhlenbeck process with stationary sd ``spread``."""
    return value + (goal - value) * (LIVE_S / return_s) + spread * (2.0 * LIVE_S / return_s) ** 0.5 * normal


def _bell(distance: Array) -> Array:
    """1 at distance 0, a half at 1."""
    return 1.0 / (1.0 + distance * distance)


def _over(value: Array | float, bound: Array | float) -> Array:
    """By how much ``value`` is above ``bound``; 0 below."""
    over: Array = np.maximum(value - bound, 0.0)
    return over


def _within(value: Array, low: Array | float, high: Array | float) -> Array:
    # np.clip is several times slower on a few hundred numbers.
    within: Array = np.minimum(np.maximum(value, low), high)
    return within
