"""What a mind is shown: the world in thirty-one named numbers, each in [-1, 1]."""

from dataclasses import dataclass

from game.core.lately import relief
from game.core.posterior import ANYBODY, learnt
from game.core.reading import Quantity
from game.core.setup import Mode
from game.core.world import World


@dataclass(frozen=True, slots=True)
class Observation:
    """Only what can be measured in play; weighted by how well it is known."""

    arousal: float
    """Arousal against the player's baseline; 0 while too little is known to say."""
    arousal_confidence: float
    """0 unknown, 1 certain."""
    arousal_trend: float
    """Arousal now less its average over about a minute."""
    valence: float
    """Valence against the player's baseline; 0 while too little is known to say."""
    valence_confidence: float
    valence_trend: float
    """Valence now less its average over about a minute."""
    breath: float
    """Own breath rate: -1 is 3/min, 1 is 30/min or more."""
    breath_confidence: float
    breath_against_guide: float
    """Own rate less the guide's, in units of 10/min."""
    follow: float
    """How closely the breath goes with the guide, [0, 1]."""
    performance: float
    """How the skill task goes lately, [0, 1]."""
    progress: float
    """How far the level has come, [0, 1]."""
    difficulty: float
    tempo: float
    guidance: float
    guide: float
    """The guide's rate: -1 is 3/min, 1 is 30/min."""
    since_minigame: float
    """Since the last breathing minigame, 1 = three minutes or more."""
    minigames: float
    """Minigames so far, of those allowed."""
    skips: float
    """Minigames skipped, of those that end them."""
    since_too_much: float
    """Since "too much" was pressed, 1 = a minute or more."""
    sitting: float
    """Length of the sitting so far, 1 = twenty minutes or more."""
    train: float
    """1 in Train, 0 in Soothe."""
    performance_trend: float = 0.0
    """Performance now less its average over about a minute."""
    breath_trend: float = 0.0
    """Own rate now less its slow estimate, in units of 10/min; 0 while unknown."""
    activity: float = 0.0
    """Share of the last 20 s in which the player did something, [0, 1]."""
    relief: float = 0.0
    """How far arousal has fallen since the last minigame began; fades over two minutes, 0 while unknown."""
    usual_breath: float = 0.0
    """Rate at rest of earlier sittings as ``breath`` has it, times how well it is known; 0 = unknown."""
    comfortable_breath: float = 0.0
    """Slowest comfortable rate likewise."""
    responds: float = 0.0
    """How far arousal fell over minigames in earlier sittings, times how well that is known."""
    likes_tempo: float = 0.0
    """Tempo at which play went best, -1 slow, 1 fast, times how well it is known."""
    skill: float = 0.0
    """Skill in earlier sittings, -1 none, 1 much, times how well it is known."""


def observe(world: World) -> Observation:
    """The world as a mind is shown it."""
    senses, shield, posterior = world.senses, world.shield, world.setup.posterior
    estimate, directive = senses.estimate, world.directive
    arousal, valence, rate = estimate.arousal, estimate.valence, estimate.breath_hz
    unsure_arousal, unsure_valence = arousal.abstains(Quantity.AROUSAL), valence.abstains(Quantity.VALENCE)
    return Observation(
        arousal=0.0 if unsure_arousal else _clip(arousal.mean - posterior.arousal_baseline.mean),
        arousal_confidence=arousal.confidence(Quantity.AROUSAL),
        arousal_trend=0.0 if unsure_arousal else _clip(arousal.mean - senses.slow_arousal),
        valence=0.0 if unsure_valence else _clip(valence.mean - posterior.valence_baseline.mean),
        valence_confidence=valence.confidence(Quantity.VALENCE),
        valence_trend=0.0 if unsure_valence else _clip(valence.mean - senses.slow_valence),
        breath=rate_to_unit(rate.mean),
        breath_confidence=rate.confidence(Quantity.BREATH_HZ),
        breath_against_guide=_clip((rate.mean - world.guide.breath_hz) * 6.0),
        follow=_clip(senses.own.follow),
        performance=_clip(world.turn.performance),
        progress=_clip(world.turn.progress),
        difficulty=directive.difficulty,
        tempo=directive.tempo,
        guidance=directive.guidance,
        guide=rate_to_unit(world.guide.breath_hz),
        since_minigame=_clip((world.tick - shield.minigame_tick) / 10800.0),
        minigames=_clip(shield.minigames / 6.0),
        skips=_clip(shield.skips / 2.0),
        since_too_much=_clip((world.tick - shield.too_much_tick) / 3600.0),
        sitting=_clip(world.tick / 72000.0),
        train=float(world.setup.mode is Mode.TRAIN),
        performance_trend=_clip(world.turn.performance - world.lately.performance),
        breath_trend=_breath_trend(world),
        activity=_clip(world.lately.activity),
        relief=_clip(relief(world.lately, senses, world.tick)),
        usual_breath=rate_to_unit(posterior.resting_breath_hz.mean)
        * learnt(posterior.resting_breath_hz, ANYBODY.resting_breath_hz),
        comfortable_breath=rate_to_unit(posterior.comfortable_breath_hz.mean)
        * learnt(posterior.comfortable_breath_hz, ANYBODY.comfortable_breath_hz),
        responds=_clip(posterior.minigame_relief.mean) * learnt(posterior.minigame_relief, ANYBODY.minigame_relief),
        likes_tempo=_clip(2.0 * posterior.tempo_liked.mean - 1.0) * learnt(posterior.tempo_liked, ANYBODY.tempo_liked),
        skill=_clip(2.0 * posterior.skill.mean - 1.0) * learnt(posterior.skill, ANYBODY.skill),
    )


def _breath_trend(world: World) -> float:
    rate, slow = world.senses.estimate.breath_hz, world.senses.slow_breath_hz
    if slow is None or rate.abstains(Quantity.BREATH_HZ):
        return 0.0
    return _clip((rate.mean - slow) * 6.0)


def rate_to_unit(breath_hz: float) -> float:
    """3/min is -1, 30/min is 1."""
    return _clip((breath_hz * 60.0 - 16.5) / 13.5)


def unit_to_rate(unit: float) -> float:
    """The inverse of ``rate_to_unit`` inside [-1, 1]: breaths per second."""
    return (unit * 13.5 + 16.5) / 60.0


def _clip(number: float) -> float:
    return min(max(number, -1.0), 1.0)
