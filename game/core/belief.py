"""From readings to an estimate: a precision-weighted mean that knows no sensor by name.

Each sensor's latest word on a quantity is held. Its variance grows with its age (a random walk of
``Scale.drift_per_s``), so a silent sensor fades instead of freezing, and a wide prior takes over. Holding one word
per sensor, not multiplying them all together, is deliberate: thirty readings a second from one camera are thirty
looks at one face, not thirty independent witnesses, and a plain Kalman filter would grow certain of nothing.
"""

from dataclasses import dataclass

from game.core.pace import TICKS_PER_S, apart
from game.core.reading import SCALES, Quantity
from game.core.temper import Feeling

FORGET_TICKS = 30 * TICKS_PER_S
"""A word loses weight with its age and says nothing any more at this one: nothing jumps when it is dropped."""
SURE_Z = 0.8416
"""Standard normal quantile of .8: P > .8 means this many sd away."""
TENSE_ABOVE = 0.25
UNHAPPY_BELOW = 0.3
SURE_SD = 0.35
"""Arousal and valence are known well enough to let the game rise when both sd are below this."""
ENOUGH = 0.2
"""Below this confidence all sensors together say too little: nobody is trusted, and a mind is told nothing."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A Reading as it enters the core: time has become age."""

    sensor: str
    """Which sensor spoke."""
    quantity: Quantity
    """What was measured."""
    value: float
    """In the quantity's unit."""
    sd: float
    """In the quantity's unit, > 0."""
    age: int
    """Ticks since the measured moment, [0, 255]."""


@dataclass(frozen=True, slots=True)
class Held:
    """A sensor's latest word on one quantity."""

    sensor: str
    quantity: Quantity
    value: float
    variance: float
    tick: int
    """Tick of the measured moment."""


@dataclass(frozen=True, slots=True)
class Belief:
    """What is believed of one quantity."""

    mean: float
    """In the quantity's unit."""
    variance: float
    """In the unit squared; wide when unsure."""

    def confidence(self, quantity: Quantity) -> float:
        """How much more is known than before any sensor spoke: 0 nothing, 1 everything."""
        prior = SCALES[quantity].prior_sd
        return max(0.0, 1.0 - self.variance / (prior * prior))

    def abstains(self, quantity: Quantity) -> bool:
        """Too little is known to say anything."""
        return self.confidence(quantity) < ENOUGH


@dataclass(frozen=True, slots=True)
class Estimate:
    """What is believed of the player now, one belief per quantity."""

    presence: Belief
    valence: Belief
    arousal: Belief
    smile: Belief
    breath_hz: Belief
    breath_phase: Belief
    voice_presence: Belief
    level_dbfs: Belief
    heart_hz: Belief

    def of(self, quantity: Quantity) -> Belief:
        """The belief about ``quantity``."""
        belief: Belief = getattr(self, quantity.value)
        return belief


Evidence = tuple[Held, ...]
"""One entry per sensor and quantity, in the order they first spoke."""

_PRIORS = tuple(Belief(SCALES[q].prior_mean, SCALES[q].prior_sd * SCALES[q].prior_sd) for q in Quantity)
"""In the order of ``Quantity``, which is the order of the fields of ``Estimate``."""
_PULLS = tuple((1.0 / prior.variance, prior.mean / prior.variance) for prior in _PRIORS)
"""What each prior adds to a precision-weighted mean: its weight, and its weight times its mean."""
_PLACES = {q: (place, SCALES[q].drift_per_s * SCALES[q].drift_per_s / TICKS_PER_S) for place, q in enumerate(Quantity)}
"""Place in that order, and how much variance a tick of silence adds. Looked up once: hashing an enum is slow."""
_RATE, _PHASE = _PLACES[Quantity.BREATH_HZ][0], _PLACES[Quantity.BREATH_PHASE][0]
UNKNOWN = Estimate(*_PRIORS)
"""What is believed before any sensor has spoken."""


def hear(evidence: Evidence, samples: tuple[Sample, ...], tick: int) -> Evidence:
    """Keep each sensor's latest word; drop what is too old to mean anything."""
    latest = [held for held in evidence if tick - held.tick < FORGET_TICKS]
    for sample in samples:
        word = Held(sample.sensor, sample.quantity, sample.value, sample.sd * sample.sd, tick - sample.age)
        for place, held in enumerate(latest):
            if held.quantity is word.quantity and held.sensor == word.sensor:
                if held.tick <= word.tick:
                    latest[place] = word
                break
        else:
            latest.append(word)
    return tuple(latest)


def fuse(evidence: Evidence, tick: int) -> Estimate:
    """The precision-weighted mean of all held words and the prior, per quantity."""
    if not evidence:
        return UNKNOWN
    weights = [0.0] * len(_PRIORS)
    totals = [0.0] * len(_PRIORS)
    phases: list[Held] = []
    for held in evidence:
        place, wander = _PLACES[held.quantity]
        if place == _PHASE:
            phases.append(held)
            continue
        weight = _weight(held, wander, tick)
        weights[place] += weight
        totals[place] += weight * held.value
    beliefs = list(_PRIORS)
    for place, weight in enumerate(weights):
        if weight > 0.0:
            sure, pull = _PULLS[place]
            whole = weight + sure
            beliefs[place] = Belief((totals[place] + pull) / whole, 1.0 / whole)
    if phases:
        beliefs[_PHASE] = _fuse_phases(phases, beliefs[_RATE].mean, tick)
    return Estimate(*beliefs)


def trusted(evidence: Evidence, estimate: Estimate, quantity: Quantity, tick: int) -> str:
    """The sensor whose word weighs most in what is believed of ``quantity`` now; "" where the estimate abstains."""
    if estimate.of(quantity).abstains(quantity):
        return ""
    wander = _PLACES[quantity][1]
    words = [held for held in evidence if held.quantity is quantity]
    return max(words, key=lambda held: _weight(held, wander, tick)).sensor if words else ""


def _weight(held: Held, wander: float, tick: int) -> float:
    """What a word counts at its age: its precision, less by drift, and nothing once it is forgotten."""
    age = tick - held.tick
    return (1.0 - age / FORGET_TICKS) / (held.variance + wander * age)


def _fuse_phases(phases: list[Held], breath_hz: float, tick: int) -> Belief:
    """Carry every phase to now at the believed rate, then average round the circle."""
    wander = _PLACES[Quantity.BREATH_PHASE][1]
    carried = []
    for held in phases:
        phase = held.value + breath_hz * (tick - held.tick) / TICKS_PER_S
        carried.append((phase % 1.0, _weight(held, wander, tick)))
    first = max(carried, key=lambda pair: pair[1])[0]
    weight = 1.0 / _PRIORS[_PHASE].variance
    offset = 0.0
    for phase, share in carried:
        weight += share
        offset += share * apart(first, phase)
    return Belief((first + offset / weight) % 1.0, 1.0 / weight)


def feel(estimate: Estimate, arousal_baseline: float, valence_baseline: float) -> Feeling:
    """What is believed of the player against their own baseline (values in [-1, 1])."""
    arousal, valence = estimate.arousal, estimate.valence
    above = arousal.mean - arousal_baseline - TENSE_ABOVE
    below = valence_baseline - UNHAPPY_BELOW - valence.mean
    return Feeling(
        tense=_beyond(above, arousal.variance),
        unhappy=_beyond(below, valence.variance),
        sure=arousal.variance < SURE_SD * SURE_SD and valence.variance < SURE_SD * SURE_SD,
    )


def _beyond(distance: float, variance: float) -> bool:
    return distance > 0.0 and distance * distance > SURE_Z * SURE_Z * variance
