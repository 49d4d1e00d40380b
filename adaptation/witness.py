"""What one sitting tells of its player, gathered decision by decision into a few numbers; nothing else is kept."""

from dataclasses import dataclass, fields, replace
from enum import StrEnum
from math import isfinite, sqrt
from operator import attrgetter

from game.core.belief import ENOUGH
from game.core.observe import Observation, unit_to_rate

DIFFICULTY_COSTS = 0.1
"""How much performance a full difficulty costs in the real levels, about."""
USUAL_DIFFICULTY = 0.3
FOLLOWS = 0.5
"""Going with the guide so closely counts as following it."""
RISING = 0.15
"""Arousal so far above its minute's average is rising,"""
EVEN = 0.05
"""and up to so far it is not."""
PRESSED = 0.25
"""Since "too much", in minutes: pressed a moment ago."""
RUN = 3
"""Decisions in a row (15 s) that make a breath one that was easy, or was not."""
SLOW_HZ = 14.0 / 60.0
"""Only an own rate below this says anything of how slow is comfortable."""
WATCHED = (8, 14)
"""Decisions after a minigame began between which its relief is looked at: 40 to 70 s."""
DECISION_S = 5.0
FADES_S = 120.0
"""``Observation.relief`` fades over so long."""
QUIET_WEIGHT = 12.0
"""A minute without a guide says as much as so many sure decisions."""
FIRST_MINUTE = 12
"""Decisions of play that count as how somebody came: later, play and breath have acted on feelings. Performance says
something only after them, because every level begins in the middle."""
BALANCED = 0.75
"""Performance at which play is most absorbing: between too easy and too hard (Nakamura & Csikszentmihalyi 2002)."""


class Moment(StrEnum):
    """Where in a sitting a decision falls."""

    ARRIVING = "arriving"
    """No breath guide was shown yet."""
    PLAYING = "playing"
    """In a guided level."""
    BETWEEN = "between"
    """Somewhere else, later."""


@dataclass(frozen=True, slots=True)
class Tally:
    """A weighted mean, as it grows."""

    weight: float = 0.0
    """Sum of the weights."""
    mean: float = 0.0
    """Mean so far."""

    def add(self, value: float, weight: float = 1.0) -> "Tally":
        """With one value more; a weight of 0 changes nothing."""
        if weight <= 0.0:
            return self
        whole = self.weight + weight
        return Tally(whole, self.mean + (value - self.mean) * weight / whole)


@dataclass(frozen=True, slots=True)
class Trend:
    """A line through pairs, as it grows (Welford's sums)."""

    weight: float = 0.0
    """How many pairs."""
    mean: float = 0.0
    """Mean of the first of each."""
    other: float = 0.0
    """Mean of the second."""
    squares: float = 0.0
    """Sum of squared distances of the first from their mean."""
    products: float = 0.0
    """Sum of products of both distances."""

    def add(self, first: float, second: float) -> "Trend":
        """With one pair more."""
        weight = self.weight + 1.0
        off = first - self.mean
        mean, other = self.mean + off / weight, self.other + (second - self.other) / weight
        return Trend(weight, mean, other, self.squares + off * (first - mean), self.products + off * (second - other))

    @property
    def spread(self) -> float:
        """Sd of the first."""
        return sqrt(self.squares / self.weight) if self.weight else 0.0

    @property
    def slope(self) -> float:
        """By how much the second rises per unit of the first; 0 where that never changed."""
        return self.products / self.squares if self.squares > 0.0 else 0.0


@dataclass(frozen=True, slots=True)
class Lately:
    """What must be remembered from one decision to the next."""

    played: int = 0
    """Decisions of play, up to ``FIRST_MINUTE``."""
    minigames: float = 0.0
    """``Observation.minigames`` at the last one."""
    begun: int = WATCHED[1]
    """Decisions since a minigame began, up to the last that is looked at."""
    relief: Tally = Tally()
    """Relief since then."""
    eased: Tally = Tally()
    """Own rate over the decisions in a row in which breathing slowly was easy."""
    strained: Tally = Tally()
    """Likewise in which it was not."""


@dataclass(frozen=True, slots=True)
class Witnessed:
    """What a sitting has told so far."""

    decisions: int = 0
    """How many were seen."""
    rest_hz: Tally = Tally()
    """Own rate before any guide was shown, and in a minute without one; weighted by confidence."""
    found_hz: Tally = Tally()
    """Comfortable rates found by "find your pace"."""
    eased_hz: float | None = None
    """Slowest own rate held with ease for 15 s while going with the guide."""
    strained_hz: float | None = None
    """Fastest slow rate at which, going with the guide, tension rose."""
    arousal: Tally = Tally()
    """Up to the first minute of play, against the baseline the sitting began with; weighted by confidence."""
    valence: Tally = Tally()
    """Likewise."""
    skill: Tally = Tally()
    """How well play went, for how hard it was."""
    relief: Tally = Tally()
    """How far arousal fell over each minigame."""
    tempo: Trend = Trend()
    """Tempo, and how absorbing play seemed at it."""
    lately: Lately = Lately()
    """The little memory it needs."""


def gather(witnessed: Witnessed, observation: Observation, moment: Moment) -> Witnessed:
    """With one decision more: what the mind was shown (the settings in force are in it), and where in the sitting.

    A number that is not finite makes the whole observation count for nothing.
    """
    if not all(map(isfinite, _NUMBERS(observation))):
        return witnessed
    seen = replace(witnessed, decisions=witnessed.decisions + 1)
    breath_hz = unit_to_rate(observation.breath)
    if moment is Moment.PLAYING:
        return _played(_soothed(_came(seen, observation, 1), observation), observation, breath_hz)
    if moment is Moment.ARRIVING:
        sure = observation.breath_confidence if observation.breath_confidence >= ENOUGH else 0.0
        return replace(_came(seen, observation, 0), rest_hz=seen.rest_hz.add(breath_hz, sure))
    return seen


def rested(witnessed: Witnessed, breath_hz: float) -> Witnessed:
    """A minute without a guide was breathed at this rate; what is no rate (0 = not measured) tells nothing."""
    if not 0.0 < breath_hz < 1.0:
        return witnessed
    return replace(witnessed, rest_hz=witnessed.rest_hz.add(breath_hz, QUIET_WEIGHT))


def found(witnessed: Witnessed, breath_hz: float) -> Witnessed:
    """A comfortable rate was found; what is no rate tells nothing."""
    if not 0.0 < breath_hz < 1.0:
        return witnessed
    return replace(witnessed, found_hz=witnessed.found_hz.add(breath_hz))


def _came(witnessed: Witnessed, observation: Observation, played: int) -> Witnessed:
    """How somebody felt as they came: until play had a minute to act. ``played``: 1 in play, 0 before it."""
    lately = witnessed.lately
    if lately.played >= FIRST_MINUTE:
        return witnessed
    return replace(
        witnessed,
        arousal=_felt(witnessed.arousal, observation.arousal, observation.arousal_confidence),
        valence=_felt(witnessed.valence, observation.valence, observation.valence_confidence),
        lately=replace(lately, played=lately.played + played),
    )


def _felt(tally: Tally, value: float, confidence: float) -> Tally:
    return tally.add(value, confidence) if confidence >= ENOUGH else tally


def _soothed(witnessed: Witnessed, observation: Observation) -> Witnessed:
    """Watch what a minigame does; the one that began last is looked at."""
    lately = witnessed.lately
    if observation.minigames > lately.minigames:
        return replace(witnessed, lately=replace(lately, minigames=observation.minigames, begun=1, relief=Tally()))
    begun = min(lately.begun + 1, WATCHED[1])
    relief = lately.relief
    if lately.begun < begun and begun >= WATCHED[0] and observation.relief:
        relief = relief.add(observation.relief / (1.0 - DECISION_S * begun / FADES_S))
    told = witnessed.relief
    if lately.begun < begun == WATCHED[1] and relief.weight:
        told = told.add(relief.mean)
    return replace(witnessed, relief=told, lately=replace(lately, begun=begun, relief=relief))


def _played(witnessed: Witnessed, observation: Observation, breath_hz: float) -> Witnessed:
    """How play went, and how the breath with the guide felt."""
    witnessed = _breathed(witnessed, observation, breath_hz)
    if witnessed.lately.played < FIRST_MINUTE:
        return witnessed
    went = observation.performance + DIFFICULTY_COSTS * (observation.difficulty - USUAL_DIFFICULTY)
    balance = max(0.0, 1.0 - abs(observation.performance - BALANCED) / BALANCED)
    return replace(
        witnessed,
        skill=witnessed.skill.add(min(max(went, 0.0), 1.0)),
        tempo=witnessed.tempo.add(observation.tempo, 0.5 * balance + 0.5 * observation.activity),
    )


def _breathed(witnessed: Witnessed, observation: Observation, breath_hz: float) -> Witnessed:
    """Where breathing slowly with the guide was easy for 15 s, and where it was not."""
    lately = witnessed.lately
    slow = observation.breath_confidence >= ENOUGH and observation.follow >= FOLLOWS and breath_hz < SLOW_HZ
    hard = observation.arousal_trend >= RISING or observation.since_too_much < PRESSED
    easy = observation.arousal_trend <= EVEN and not hard
    eased = lately.eased.add(breath_hz) if slow and easy else Tally()
    strained = lately.strained.add(breath_hz) if slow and hard else Tally()
    eased_hz, strained_hz = witnessed.eased_hz, witnessed.strained_hz
    if eased.weight >= RUN:
        eased_hz, eased = min(eased.mean, eased_hz or eased.mean), Tally()
    if strained.weight >= RUN:
        strained_hz, strained = max(strained.mean, strained_hz or strained.mean), Tally()
    lately = replace(lately, eased=eased, strained=strained)
    return replace(witnessed, eased_hz=eased_hz, strained_hz=strained_hz, lately=lately)


_NUMBERS = attrgetter(*(field.name for field in fields(Observation)))
"""All numbers of an observation."""
