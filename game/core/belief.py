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

_PRIORS = {q: Belief(s.prior_mean, s.prior_sd * s.prior_sd) for q, s in SCALES.items()}
UNKNOWN = Estimate(**{q.value: _PRIORS[q] for q in Quantity})
"""What is believed before any sensor has spoken."""


def hear(evidence: Evidence, samples: tuple[Sample, ...], tick: int) -> Evidence:
    """Keep each sensor's latest word; drop what is too old to mean anything."""
    latest = {(held.sensor, held.quantity): held for held in evidence if tick - held.tick < FORGET_TICKS}
    for sample in samples:
        moment = tick - sample.age
        known = latest.get((sample.sensor, sample.quantity))
        if known is None or known.tick <= moment:
            latest[sample.sensor, sample.quantity] = Held(
                sample.sensor, sample.quantity, sample.value, sample.sd * sample.sd, moment
            )
    return tuple(latest.values())


def fuse(evidence: Evidence, tick: int) -> Estimate:
    """The precision-weighted mean of all held words and the prior, per quantity."""
    if not evidence:
        return UNKNOWN
    weights = dict.fromkeys(_PRIORS, 0.0)
    totals = dict.fromkeys(_PRIORS, 0.0)
    phases: list[Held] = []
    for held in evidence:
        scale = SCALES[held.quantity]
        if scale.circular:
            phases.append(held)
            continue
        wander = scale.drift_per_s * scale.drift_per_s * (tick - held.tick) / TICKS_PER_S
        weight = (1.0 - (tick - held.tick) / FORGET_TICKS) / (held.variance + wander)
        weights[held.quantity] += weight
        totals[held.quantity] += weight * held.value
    beliefs = {}
    for quantity, prior in _PRIORS.items():
        weight = weights[quantity]
        if weight == 0.0:
            beliefs[quantity.value] = prior
            continue
        whole = weight + 1.0 / prior.variance
        beliefs[quantity.value] = Belief((totals[quantity] + prior.mean / prior.variance) / whole, 1.0 / whole)
    if phases:
        beliefs["breath_phase"] = _fuse_phases(phases, beliefs["breath_hz"].mean, tick)
    return Estimate(**beliefs)


def _fuse_phases(phases: list[Held], breath_hz: float, tick: int) -> Belief:
    """Carry every phase to now at the believed rate, then average round the circle."""
    scale = SCALES[Quantity.BREATH_PHASE]
    carried = []
    for held in phases:
        seconds = (tick - held.tick) / TICKS_PER_S
        variance = held.variance + scale.drift_per_s * scale.drift_per_s * seconds
        left = 1.0 - (tick - held.tick) / FORGET_TICKS
        carried.append(((held.value + breath_hz * seconds) % 1.0, left / variance))
    first = max(carried, key=lambda pair: pair[1])[0]
    weight = 1.0 / (scale.prior_sd * scale.prior_sd)
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

