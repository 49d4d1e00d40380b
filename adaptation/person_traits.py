"""What a simulated person is like: every parameter by name, with where its value comes from.

"Assumption" means ours, chosen to be plausible and not fitted to anything; nothing may be claimed on it.
"""

from dataclasses import dataclass, replace
from enum import StrEnum


class Hand(StrEnum):
    """What a person plays with."""

    POINTER = "pointer"
    KEYS = "keys"


@dataclass(frozen=True, slots=True)
class Traits:
    """One person. Times in seconds, rates in Hz, arousal and valence in [-1, 1]."""

    rest_hz: float
    """Breath rate at rest. Adults at rest breathe 10-20/min, each at a rate of their own: Benchetrit 2000,
    doi:10.1016/S0034-5687(00)00154-7."""
    rate_spread_hz: float
    """How far the rate wanders from breath to breath, sd. Assumption; that it wanders: Benchetrit 2000."""
    rate_by_arousal: float
    """How much faster the breath is at arousal 1, share of ``rest_hz``. Assumption; that it is faster: Masaoka &
    Homma 1997, Int. J. Psychophysiol. 27."""
    easy_low_hz: float
    """Slowest guide that is followed with ease. Assumption."""
    easy_high_hz: float
    """Fastest guide that is followed with ease. Assumption."""
    entrain: float
    """How much of the way to the guide's rate and phase the breath goes, [0, 1]. Assumption."""
    arousal_rest: float
    """Where arousal settles with nothing to do. Assumption."""
    valence_rest: float
    """Where valence settles with nothing to do. Assumption."""
    return_s: float
    """Time constant of both feelings' way back. Ornstein-Uhlenbeck form: Kuppens et al. 2010,
    doi:10.1037/a0020962; the value is an assumption."""
    arousal_spread: float
    """Stationary sd of arousal. Assumption."""
    valence_spread: float
    """Stationary sd of valence. Assumption."""
    overload: float
    """How much arousal rises when twice as many things drift by as are comfortable. Assumption."""
    comfortable_things: float
    """How many things at a time are comfortable. Assumption."""
    relief: float
    """How much arousal falls when the breath goes with a guide and a third slower than by itself. Assumption; that slow
    breath with longer exhale is felt as calmer: Van Diest et al. 2014, doi:10.1007/s10484-014-9253-x."""
    delay_s: tuple[float, float]
    """From seeing to moving, shortest and longest. Assumption, of the order of choice reaction times."""
    aim_spread: float
    """How far from a thing the hand aims, sd in widths. Assumption."""
    hand: Hand
    """What is played with."""
    holds_key: bool
    """Breathes with the key while a guide is seen. Assumption."""
    camera: bool
    """Says yes to the camera."""
    microphone: bool
    """Says yes to the microphone."""
    reading_s: float
    """How long a page of words is looked at before something is pressed. Assumption."""
    skips: float
    """How likely a breathing minigame is left early, [0, 1]. Assumption."""
    gives_up_at: float
    """Arousal at which "too much" is pressed, at most once a minute; above 1 = never. Assumption."""
    face_sd: float
    """Noise of what the camera makes of valence and arousal, sd. Assumption until fitted to recordings."""
    breath_sd_hz: float
    """Noise of what the microphone makes of the rate, sd. Assumption until fitted to recordings."""
    dropout_every_s: float
    """Mean time between two spells in which a sensor loses the person. Assumption."""
    dropout_s: float
    """Mean length of such a spell. Assumption."""


TYPICAL = Traits(
    rest_hz=15.0 / 60.0, rate_spread_hz=0.8 / 60.0, rate_by_arousal=0.4,
    easy_low_hz=5.5 / 60.0, easy_high_hz=18.0 / 60.0, entrain=0.75,
    arousal_rest=0.05, valence_rest=0.05, return_s=40.0, arousal_spread=0.12, valence_spread=0.12,
    overload=0.35, comfortable_things=4.0, relief=0.45,
    delay_s=(0.25, 0.40), aim_spread=0.012, hand=Hand.POINTER, holds_key=False,
    camera=True, microphone=True, reading_s=2.5, skips=0.1, gives_up_at=0.9,
    face_sd=0.18, breath_sd_hz=0.8 / 60.0, dropout_every_s=60.0, dropout_s=4.0,
)  # fmt: skip
CALM = Traits(
    rest_hz=12.0 / 60.0, rate_spread_hz=0.6 / 60.0, rate_by_arousal=0.3,
    easy_low_hz=4.5 / 60.0, easy_high_hz=16.0 / 60.0, entrain=0.9,
    arousal_rest=-0.15, valence_rest=0.15, return_s=30.0, arousal_spread=0.08, valence_spread=0.10,
    overload=0.2, comfortable_things=6.0, relief=0.4,
    delay_s=(0.25, 0.32), aim_spread=0.008, hand=Hand.POINTER, holds_key=False,
    camera=True, microphone=True, reading_s=3.0, skips=0.0, gives_up_at=1.1,
    face_sd=0.15, breath_sd_hz=0.6 / 60.0, dropout_every_s=90.0, dropout_s=3.0,
)  # fmt: skip
ANXIOUS = Traits(
    rest_hz=21.0 / 60.0, rate_spread_hz=1.4 / 60.0, rate_by_arousal=0.3,
    easy_low_hz=8.0 / 60.0, easy_high_hz=24.0 / 60.0, entrain=0.6,
    arousal_rest=0.55, valence_rest=-0.15, return_s=55.0, arousal_spread=0.16, valence_spread=0.16,
    overload=0.5, comfortable_things=2.5, relief=0.6,
    delay_s=(0.30, 0.40), aim_spread=0.025, hand=Hand.KEYS, holds_key=True,
    camera=True, microphone=True, reading_s=2.0, skips=0.2, gives_up_at=0.95,
    face_sd=0.18, breath_sd_hz=1.0 / 60.0, dropout_every_s=45.0, dropout_s=5.0,
)  # fmt: skip
UNPRACTISED = replace(
    TYPICAL, delay_s=(0.35, 0.40), aim_spread=0.045, comfortable_things=2.0, hand=Hand.KEYS, overload=0.45
)
"""Slow and imprecise hands, soon too much on the screen (assumption)."""
HARDLY_SENSED = replace(
    TYPICAL, face_sd=0.5, breath_sd_hz=3.0 / 60.0, dropout_every_s=15.0, dropout_s=10.0, holds_key=True
)
"""Poor light, a far microphone, sensors that fall silent for two thirds of the time (assumption)."""
FAMILIES = {
    "typical": TYPICAL,
    "calm": CALM,
    "anxious": ANXIOUS,
    "unpractised": UNPRACTISED,
    "hardly sensed": HARDLY_SENSED,
}
"""Kinds of people, by name."""
