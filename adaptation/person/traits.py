"""What a simulated person is like, one by one (``Traits``) and many together (``Crowd``).

Where every value comes from stands in ``families.TABLE``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import StrEnum

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
"""float64 (n,): one number of each of n people."""
Flags = npt.NDArray[np.bool_]
"""bool (n,): one yes or no of each of n people."""


class Hand(StrEnum):
    """What a person plays with."""

    POINTER = "pointer"
    KEYS = "keys"


@dataclass(frozen=True, slots=True)
class Traits:
    """One person. Times in seconds, rates in Hz, arousal and valence in [-1, 1]."""

    rest_hz: float
    """Breath rate at rest."""
    rate_spread_hz: float
    """How far the rate wanders from breath to breath, sd."""
    rate_by_arousal: float
    """How much faster the breath is at arousal 1, share of ``rest_hz``."""
    easy_low_hz: float
    """Slowest guide that is followed."""
    easy_high_hz: float
    """Fastest guide that is followed."""
    comfortable_hz: float
    """Slowest breath without air hunger."""
    entrain: float
    """How much of the way to the guide's rate and phase the breath goes, [0, 1]."""
    arousal_rest: float
    """Where arousal settles with nothing to do."""
    valence_rest: float
    """Where valence settles with nothing to do."""
    return_s: float
    """Time constant of both feelings' way back."""
    arousal_spread: float
    """Stationary sd of arousal."""
    valence_spread: float
    """Stationary sd of valence."""
    overload: float
    """How much arousal rises when twice as many things want something as are comfortable."""
    frustration: float
    """How much arousal rises, and valence falls, when nothing succeeds."""
    comfortable_things: float
    """How many things at a time are comfortable, 1 = as many as a place has at middling settings."""
    relief: float
    """How much arousal falls when the breath goes with a guide and a third slower than by itself; below 0: rises."""
    minigame_relief: float
    """How much more relief a breathing minigame brings while it is fresh, share of ``relief``."""
    minigame_liking: float
    """Engagement that a fresh minigame holds, [0, 1]."""
    interruption: float
    """Share of the engagement that is lost when a minigame begins, [0, 1]."""
    habituates: float
    """How much of its freshness a minigame loses each time, [0, 1]."""
    hunger_tension: float
    """How much arousal rises, and half as much valence falls, in full air hunger."""
    flow_load: float
    """Load, things by ``comfortable_things``, at which play is most absorbing."""
    pace_liked: float
    """Drift that is liked best, 1 = that of a place at middling settings."""
    guide_demand: float
    """Share of the engagement with play that a guide in full sight costs, [0, 1]."""
    change_dislike: float
    """How much engagement a load or pace costs that is quite another than a moment ago, [0, 1]."""
    startles_per_min: float
    """How often something startles: a door, a phone."""
    startle_size: float
    """How much arousal is pulled up at such a moment."""
    away_per_min: float
    """How often attention goes away at middling engagement."""
    away_s: float
    """Mean length of such a spell."""
    quit_hazard: float
    """How fast a person leaves who is fully bored, fully overloaded or fully short of air, 1/min."""
    panic_above: float
    """Arousal from which it feeds on itself."""
    panic_gain: float
    """How strongly it does so there."""
    regime_every_s: float
    """Mean time between two switches of mood."""
    regime_shift: float
    """How much arousal is pulled up in a tense mood and down in a calm one."""
    momentum_s: float
    """How long arousal keeps its direction."""
    skill: float
    """How quick and precise the hands are, [0, 1]."""
    reading_s: float
    """How long a page of words is looked at before something is pressed."""
    skips: float
    """How likely a breathing minigame is left early, [0, 1]."""
    gives_up_at: float
    """Arousal at which "too much" is pressed, at most once a minute; above 1 = never."""
    face_sd: float
    """Noise of what the camera makes of valence and arousal, sd."""
    face_bias: float
    """How much too tense, and too unhappy, the camera reads this face."""
    face_gain: float
    """Share of a feeling that shows in this face."""
    breath_sd_hz: float
    """Noise of what the microphone makes of the rate, sd."""
    breath_bias_hz: float
    """How much too fast the microphone reads the breath."""
    sensor_delay_s: float
    """How much later than usual the readings come, [0, 30]."""
    dropout_every_s: float
    """Mean time between two spells in which a sensor loses the person."""
    dropout_s: float
    """Mean length of such a spell."""
    talks: float
    """Share of the time spent talking, in which no breath is heard, [0, .9]."""
    hand: Hand
    """What is played with."""
    holds_key: bool
    """Breathes with the key while a guide is seen."""
    camera: bool
    """Says yes to the camera."""
    microphone: bool
    """Says yes to the microphone."""

    @property
    def aim_spread(self) -> float:
        """How far from a thing the hand aims, sd in widths."""
        return 0.06 * (1.0 - self.skill)

    @property
    def delay_s(self) -> tuple[float, float]:
        """From seeing to moving, shortest and longest: of the order of choice reaction times."""
        return 0.35 - 0.10 * self.skill, 0.40


@dataclass(frozen=True, slots=True)
class Crowd:
    """Many people: the numbers of ``Traits`` by the same names, each (n,)."""

    rest_hz: Array
    rate_spread_hz: Array
    rate_by_arousal: Array
    easy_low_hz: Array
    easy_high_hz: Array
    comfortable_hz: Array
    entrain: Array
    arousal_rest: Array
    valence_rest: Array
    return_s: Array
    arousal_spread: Array
    valence_spread: Array
    overload: Array
    frustration: Array
    comfortable_things: Array
    relief: Array
    minigame_relief: Array
    minigame_liking: Array
    interruption: Array
    habituates: Array
    hunger_tension: Array
    flow_load: Array
    pace_liked: Array
    guide_demand: Array
    change_dislike: Array
    startles_per_min: Array
    startle_size: Array
    away_per_min: Array
    away_s: Array
    quit_hazard: Array
    panic_above: Array
    panic_gain: Array
    regime_every_s: Array
    regime_shift: Array
    momentum_s: Array
    skill: Array
    reading_s: Array
    skips: Array
    gives_up_at: Array
    face_sd: Array
    face_bias: Array
    face_gain: Array
    breath_sd_hz: Array
    breath_bias_hz: Array
    sensor_delay_s: Array
    dropout_every_s: Array
    dropout_s: Array
    talks: Array
    holds_key: Flags
    camera: Flags
    microphone: Flags


def stack(people: Sequence[Traits]) -> Crowd:
    """Many people as arrays; what they play with is left out."""
    return Crowd(*(np.array([getattr(person, field.name) for person in people]) for field in fields(Crowd)))
