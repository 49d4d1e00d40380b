"""What each sitting teaches of its player: seven small Gaussians, updated one sitting at a time, and forgotten slowly.

``witness.gather`` takes in every decision of a sitting, ``learn`` joins what was told with what was believed. Every
update is the conjugate one of a Gaussian mean (Murphy 2012, Machine Learning, section 4.4.2) with the noise in
``RULES``; all numbers there are assumptions of ours. Three things keep it from going astray: what a sitting tells is
clipped at three sd; the baselines move by small steps and never far, so that many tense sittings never make
tension the usual; and time makes a player anybody again.
"""

from dataclasses import dataclass, replace
from math import exp, inf, sqrt

from adaptation.witness import Tally, Trend, Witnessed
from game.core.posterior import ANYBODY, Known, Posterior

LEAST_DECISIONS = 12
"""A sitting of less than a minute teaches nothing."""
CLIP_SD = 3.0
"""What a sitting tells counts as at most so many sd away."""
FLOOR = 0.15
"""Nothing is known better than this share of how widely anybody is believed."""
PER_SITTING, PER_WEEK = 0.01, 0.02
"""How fast the variance goes back to anybody's: a sitting costs 1 %, a week without one 2 %."""
BOUND_SD_HZ = 2.0 / 60.0
"""How sure it is that a breath that was, or was not, easy says where comfort ends."""

MOVED = 0.05
"""Sd of the tempo in a sitting from which on it tells what is liked."""
REACH, FARTHEST = 0.5, 0.3
"""How far the liked tempo lies from the mean where play goes better by 1 per unit of tempo, and at most."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How one number is learnt, in its own unit."""

    name: str
    """As in ``Posterior``."""
    day: float
    """Sd between what a whole sitting shows and the truth: a mood, a place, a walk before it."""
    moment: float
    """Sd that a witness of weight 1 adds."""
    least: float
    """A weight below this tells nothing."""
    low: float
    """The mean is never below,"""
    high: float
    """nor above."""
    step: float = inf
    """A sitting moves the mean by at most so much."""

    def within(self, mean: float) -> float:
        """The mean that is allowed nearest to this one."""
        return min(max(mean, self.low), self.high)


RULES = (
    Rule("resting_breath_hz", day=1.5 / 60.0, moment=3.0 / 60.0, least=0.8, low=4.0 / 60.0, high=40.0 / 60.0),
    Rule("comfortable_breath_hz", day=1.0 / 60.0, moment=0.5 / 60.0, least=1.0, low=3.5 / 60.0, high=18.0 / 60.0),
    Rule("arousal_baseline", day=0.25, moment=0.6, least=4.0, low=-0.2, high=0.2, step=0.04),
    Rule("valence_baseline", day=0.25, moment=0.6, least=4.0, low=-0.2, high=0.2, step=0.04),
    # Performance says as much about the place as about the hands: a wide day.
    Rule("skill", day=0.3, moment=0.5, least=6.0, low=0.0, high=1.0),
    Rule("minigame_relief", day=0.1, moment=0.2, least=1.0, low=-0.5, high=0.5),
    Rule("tempo_liked", day=0.4, moment=0.0, least=12.0, low=0.0, high=1.0),
)
"""In the order of ``Posterior``. The two baselines stay nearer to 0 than TENSE_ABOVE and UNHAPPY_BELOW of the core."""


def learn(posterior: Posterior, witnessed: Witnessed) -> Posterior:
    """What is known after a sitting that began with ``posterior``. Too short a sitting changes nothing.

    Where it told nothing of a number, that number is only a little forgotten.
    """
    if witnessed.decisions < LEAST_DECISIONS:
        return posterior
    before = forget(posterior, sittings=1)
    tellings = _tellings(posterior, witnessed)
    return Posterior(*(_joined(_of(before, rule), rule, told) for rule, told in zip(RULES, tellings, strict=True)))


def forget(posterior: Posterior, sittings: int = 0, weeks: float = 0.0) -> Posterior:
    """What is known after so many sittings that told nothing and ``weeks`` away: each number drifts toward anybody's.

    A stationary first-order autoregression (Box & Jenkins) whose resting state is ``ANYBODY``, so that no spread ever
    grows beyond it and somebody who stays away for long is a stranger again.
    """
    keeps = exp(-PER_SITTING * max(sittings, 0) - PER_WEEK * max(weeks, 0.0))
    return Posterior(*(_faded(_of(posterior, rule), _of(ANYBODY, rule), rule, keeps) for rule in RULES))


def _faded(known: Known, anybody: Known, rule: Rule, keeps: float) -> Known:
    """``keeps``: the share of variance's distance from anybody's that stays, (0, 1]."""
    widest = anybody.spread * anybody.spread
    spread = min(max(known.spread, FLOOR * anybody.spread), anybody.spread)
    mean = anybody.mean + sqrt(keeps) * (rule.within(known.mean) - anybody.mean)
    variance = keeps * spread * spread + (1.0 - keeps) * widest
    return Known(rule.within(mean), min(sqrt(variance), anybody.spread))


def _joined(known: Known, rule: Rule, telling: Known | None) -> Known:
    """A belief and what a sitting told of the same number."""
    if telling is None:
        return known
    variance, noise = known.spread * known.spread, telling.spread * telling.spread
    whole = variance / (variance + noise)
    widely = CLIP_SD * sqrt(variance + noise)
    surprise = telling.mean - known.mean
    move = min(max(surprise, -widely), widely) * whole
    move = min(max(move, -rule.step), rule.step)
    mean = rule.within(known.mean + move)
    # What was clipped away was not believed, so it makes nothing surer: the gain that was used, in Joseph's form.
    gain = min((mean - known.mean) / surprise, whole) if surprise else whole
    after = (1.0 - gain) * (1.0 - gain) * variance + gain * gain * noise
    return Known(mean, max(sqrt(after), FLOOR * _of(ANYBODY, rule).spread))


def _tellings(posterior: Posterior, witnessed: Witnessed) -> tuple[Known | None, ...]:
    """What the sitting says of each number, in the order of ``RULES``; None = nothing."""
    rest, comfort, arousal, valence, skill, relief, tempo = RULES
    return (
        _mean(rest, witnessed.rest_hz),
        _mean(comfort, witnessed.found_hz) or _bound(posterior.comfortable_breath_hz, witnessed),
        _against(posterior.arousal_baseline, _mean(arousal, witnessed.arousal)),
        _against(posterior.valence_baseline, _mean(valence, witnessed.valence)),
        _mean(skill, witnessed.skill),
        _mean(relief, witnessed.relief),
        _liked(tempo, witnessed.tempo),
    )


def _mean(rule: Rule, tally: Tally) -> Known | None:
    """A tally's mean, unsure by the day and by how few moments there were."""
    if tally.weight < rule.least:
        return None
    return Known(tally.mean, sqrt(rule.day * rule.day + rule.moment * rule.moment / tally.weight))


def _against(baseline: Known, told: Known | None) -> Known | None:
    """What was seen against the baseline of that sitting, as a reading."""
    return told and replace(told, mean=baseline.mean + told.mean)


def _bound(known: Known, witnessed: Witnessed) -> Known | None:
    """A slow breath that was easy, or one that was not, tells only on which side of it comfort ends."""
    eased, strained = witnessed.eased_hz, witnessed.strained_hz
    if strained is not None and strained > known.mean and (eased is None or strained > eased):
        return Known(strained, BOUND_SD_HZ)
    if eased is not None and eased < known.mean and (strained is None or strained <= eased):
        return Known(eased, BOUND_SD_HZ)
    return None


def _liked(rule: Rule, trend: Trend) -> Known | None:
    """The tempo toward which play went better: told only by a sitting in which the tempo changed.

    From the slope and not from where the tempo was, or what a mind did would become what the player likes.
    """
    if trend.weight < rule.least or trend.spread < MOVED:
        return None
    way = min(max(REACH * trend.slope, -FARTHEST), FARTHEST)
    return Known(rule.within(trend.mean + way), rule.day * sqrt(1.0 + (MOVED / trend.spread) ** 2))


def _of(posterior: Posterior, rule: Rule) -> Known:
    known: Known = getattr(posterior, rule.name)
    return known
