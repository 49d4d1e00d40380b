"""What the game makes of the player each tick: estimate, slow averages, own breath, mood."""

from dataclasses import dataclass, replace

from game.core import hold as holding
from game.core.belief import UNKNOWN, Estimate, Evidence, feel, fuse, hear
from game.core.hold import Hold
from game.core.inputs import Inputs
from game.core.level import OwnBreath
from game.core.pace import NATURAL, TICKS_PER_S, Follow
from game.core.posterior import Posterior
from game.core.reading import Quantity
from game.core.temper import Feeling

REPORTED_SD_HZ = 1.5 / 60.0
"""A breath rate counts as known when its sd is below 1.5 breaths/min."""
SLOW_TICKS = 45 * TICKS_PER_S
"""Time constant of the slow estimate of the own rate."""
TREND_TICKS = 60 * TICKS_PER_S
FOLLOW_TICKS = 12 * TICKS_PER_S
NOT_ME_TICKS = 60 * TICKS_PER_S
"""So long what face and voice seem to say is set aside."""
WARMTH_STIFFNESS = 1.0


@dataclass(frozen=True, slots=True)
class Senses:
    """What is known of the player, and the little memory it needs."""

    evidence: Evidence
    estimate: Estimate
    feeling: Feeling
    hold: Hold
    own: OwnBreath
    slow_breath_hz: float | None
    """Slow estimate of the own rate; None = never measured."""
    slow_arousal: float
    """Average over about a minute, weighted by confidence."""
    slow_valence: float
    warmth: Follow
    """How glad the player seems, or how well the breath goes; eased."""
    not_me_tick: int
    """Tick of the last press of "not me"."""
    ignored: tuple[str, ...]
    """Sensors the player wants to be ignored."""


FIRST = Senses(
    evidence=(),
    estimate=fuse((), 0),
    feeling=Feeling(tense=False, unhappy=False, sure=False),
    hold=Hold(),
    own=OwnBreath(0.0, 0.0, 0.0, 0.0),
    slow_breath_hz=None,
    slow_arousal=0.0,
    slow_valence=0.0,
    warmth=Follow(0.0),
    not_me_tick=-(10**9),
    ignored=(),
)
"""Nothing was sensed yet."""


def sense(senses: Senses, inputs: Inputs, guide_fullness: float, posterior: Posterior, tick: int) -> Senses:
    """One tick: take in what was read, and what the key tells."""
    hold = holding.press(senses.hold, "breathe" in inputs.held, tick)
    samples = inputs.samples
    if senses.ignored:
        samples = tuple(sample for sample in samples if sample.sensor not in senses.ignored)
    told = samples + holding.samples(hold, tick)
    evidence = hear(senses.evidence, told, tick) if told or tick % TICKS_PER_S == 0 else senses.evidence
    estimate = fuse(evidence, tick)
    if tick - senses.not_me_tick < NOT_ME_TICKS:
        estimate = replace(estimate, valence=UNKNOWN.valence, arousal=UNKNOWN.arousal, smile=UNKNOWN.smile)
    own = _own_breath(senses.own, hold, estimate, guide_fullness, tick)
    rate = estimate.breath_hz
    slow = senses.slow_breath_hz
    if rate.variance < REPORTED_SD_HZ * REPORTED_SD_HZ:
        slow = rate.mean if slow is None else slow + (rate.mean - slow) / SLOW_TICKS
    arousal, valence = estimate.arousal, estimate.valence
    return Senses(
        evidence=evidence,
        estimate=estimate,
        feeling=feel(estimate, posterior.arousal_baseline.mean, posterior.valence_baseline.mean),
        hold=hold,
        own=own,
        slow_breath_hz=slow,
        slow_arousal=senses.slow_arousal
        + (arousal.mean - senses.slow_arousal) * arousal.confidence(Quantity.AROUSAL) / TREND_TICKS,
        slow_valence=senses.slow_valence
        + (valence.mean - senses.slow_valence) * valence.confidence(Quantity.VALENCE) / TREND_TICKS,
        warmth=senses.warmth.toward(_warm(estimate, own, posterior), WARMTH_STIFFNESS),
        not_me_tick=senses.not_me_tick,
        ignored=senses.ignored,
    )


def ignore(senses: Senses, sensor: str, ignored: bool) -> Senses:
    """From now on a sensor is not heard, or heard again; what it said is forgotten."""
    others = tuple(name for name in senses.ignored if name != sensor)
    evidence = tuple(held for held in senses.evidence if held.sensor != sensor) if ignored else senses.evidence
    return replace(senses, evidence=evidence, ignored=(*others, sensor) if ignored else others)


def _warm(estimate: Estimate, own: OwnBreath, posterior: Posterior) -> float:
    """A smile or a glad face warms the light; breath that goes with the guide warms it as much."""
    smile, valence = estimate.smile, estimate.valence
    glad = smile.mean * smile.confidence(Quantity.SMILE)
    pleased = 1.6 * (valence.mean - posterior.valence_baseline.mean) * valence.confidence(Quantity.VALENCE)
    return min(max(glad, pleased, 1.3 * own.follow - 0.1, 0.0), 1.0)


def _own_breath(own: OwnBreath, hold: Hold, estimate: Estimate, guide_fullness: float, tick: int) -> OwnBreath:
    """The player's breath to show: the key where it is used, else the sensors, eased either way."""
    if holding.used(hold, tick):
        target, known, stiffness = (1.0 if hold.down else 0.0), 1.0, 1.6
    else:
        phase = estimate.breath_phase
        target = NATURAL.fullness(phase.mean)
        known = phase.confidence(Quantity.BREATH_PHASE) * estimate.breath_hz.confidence(Quantity.BREATH_HZ)
        stiffness = 8.0
    moved = Follow(own.fullness, own.speed).toward(target, stiffness)
    if not 0.0 <= moved.value <= 1.0:
        moved = Follow(min(max(moved.value, 0.0), 1.0))
    trust = own.trust + (known - own.trust) / TICKS_PER_S
    off = moved.value - guide_fullness
    together = max(0.0, 1.0 - 1.8 * (off if off > 0.0 else -off)) * trust
    return OwnBreath(moved.value, moved.speed, trust, own.follow + (together - own.follow) / FOLLOW_TICKS)


def calm(senses: Senses, posterior: Posterior, performance: float, progress: float) -> float:
    """How much the place opens, [0, 1]: breath with the guide, a body at rest, and unhurried play.

    Each part counts as far as it is known, so a player without sensors opens the place by play or by key alone.
    """
    arousal = senses.estimate.arousal
    known = 0.4 * arousal.confidence(Quantity.AROUSAL)
    at_rest = min(max(0.6 - 1.5 * (arousal.mean - posterior.arousal_baseline.mean), 0.0), 1.0)
    breath = 0.5 * senses.own.trust
    play = 0.3
    played = performance * min(3.0 * progress, 1.0)
    whole = max(0.5, known + breath + play)
    return (known * at_rest + breath * min(1.4 * senses.own.follow, 1.0) + play * played) / whole
