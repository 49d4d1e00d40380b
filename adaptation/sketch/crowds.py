"""Who plays, where and for how long: all that does not change through a sitting, for many sittings at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from adaptation.person.places import ELSEWHERE, USUAL
from adaptation.person.traits import Crowd, Hand, Traits, stack
from adaptation.sketch import shield
from adaptation.sketch.shield import Limits
from game.core.observe import rate_to_unit
from game.core.posterior import ANYBODY, Posterior, learnt
from game.core.temper import AgeBand, BreathLimits

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
ANY_ADULT = BreathLimits(AgeBand.ADULT)
"""An adult in one of the first three sittings: no guide below 6/min."""


@dataclass(frozen=True, slots=True)
class Players:
    """What each sitting was begun with, (n,) each unless said."""

    crowd: Crowd
    """Who they are."""
    by_keys: Array
    """1 where the hands play by keys, 0 by pointer."""
    limits: Limits
    """What bounds their guides."""
    minutes: Array
    """How long the sitting lasts."""
    places: npt.NDArray[np.int64]
    """Where it is played, by number."""
    usual_things: Array
    usual_pace: Array
    """What is usual there: see ``person.places``."""
    train: Mask
    """In Train, not Soothe."""
    arousal_baseline: Array
    valence_baseline: Array
    """Usual readings, as known from earlier sittings."""
    known: Array
    """float64 (n, 5): the last five numbers of an Observation, which never change."""


def players(
    people: Sequence[Traits],
    minutes: Array,
    places: npt.NDArray[np.int64],
    names: Sequence[str],
    train: Mask,
    posteriors: Sequence[Posterior],
    limits: Sequence[BreathLimits],
) -> Players:
    """Sittings of these people; every argument but ``names`` (of the places by number) has one entry for each."""
    usual = [USUAL.get(names[place], ELSEWHERE) for place in places]
    return Players(
        crowd=stack(people),
        by_keys=np.array([float(person.hand is Hand.KEYS) for person in people]),
        limits=shield.limits_of(limits),
        minutes=minutes,
        places=places,
        usual_things=np.array([here.things for here in usual]),
        usual_pace=np.array([here.pace for here in usual]),
        train=train,
        arousal_baseline=np.array([posterior.arousal_baseline.mean for posterior in posteriors]),
        valence_baseline=np.array([posterior.valence_baseline.mean for posterior in posteriors]),
        known=np.array([_known(posterior) for posterior in posteriors]),
    )


def _known(told: Posterior) -> tuple[float, ...]:
    """What an Observation says of this player, as ``game.core.observe`` writes it."""
    return (
        rate_to_unit(told.resting_breath_hz.mean) * learnt(told.resting_breath_hz, ANYBODY.resting_breath_hz),
        rate_to_unit(told.comfortable_breath_hz.mean)
        * learnt(told.comfortable_breath_hz, ANYBODY.comfortable_breath_hz),
        _unit(told.minigame_relief.mean) * learnt(told.minigame_relief, ANYBODY.minigame_relief),
        _unit(2.0 * told.tempo_liked.mean - 1.0) * learnt(told.tempo_liked, ANYBODY.tempo_liked),
        _unit(2.0 * told.skill.mean - 1.0) * learnt(told.skill, ANYBODY.skill),
    )


def _unit(number: float) -> float:
    return min(max(number, -1.0), 1.0)
