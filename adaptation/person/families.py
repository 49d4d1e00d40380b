"""Kinds of people: the one table of every parameter, and how each family differs from a typical person.

"Assumption" means ours, chosen to be plausible and not fitted to anything; nothing may be claimed on it. The first
seven families train minds; the others, and the second dynamics, are only ever met in an evaluation.
"""

from dataclasses import dataclass, replace

import numpy as np

from adaptation.person.traits import Hand, Traits

PER_MIN = 1.0 / 60.0


@dataclass(frozen=True, slots=True)
class Parameter:
    """One trait of a typical person, and how people differ in it."""

    name: str
    """As in ``Traits``."""
    central: float
    """Of the person in the middle."""
    spread: float
    """Sd between people."""
    low: float
    """No person lies below."""
    high: float
    """Nor above."""
    source: str
    """Where it comes from."""


OURS = "Assumption."
BREATHES = "Adults at rest breathe 10-20/min, each at their own: Benchetrit 2000, doi:10.1016/S0034-5687(00)00154-7."
FASTER = "Assumption; that it is faster: Masaoka & Homma 1997, Int. J. Psychophysiol. 27."
DRIFTS = "Ornstein-Uhlenbeck form: Kuppens et al. 2010, doi:10.1037/a0020962; the value is an assumption."
CALMS = "Assumption; slow breath feels calmer: Van Diest et al. 2014, doi:10.1007/s10484-014-9253-x."
FLOWS = "Assumption; flow at a balance of challenge and skill: Nakamura & Csikszentmihalyi 2002."
HUNGERS = "Assumption; air hunger is unpleasant and alarming: Banzett et al. 2008, doi:10.1164/rccm.200711-1675OC."
TUNES_OUT = "Assumption; responses wane with repetition: Rankin et al. 2009, doi:10.1016/j.nlm.2008.09.012."
SPOILS = "Assumption; interruptions cost most amid absorption: Adamczyk & Bailey 2004, doi:10.1145/985692.985727."
UNFITTED = "Assumption until fitted to recordings."

TABLE = (
    Parameter("rest_hz", 15.0 * PER_MIN, 2.0 * PER_MIN, 8.0 * PER_MIN, 26.0 * PER_MIN, BREATHES),
    Parameter("rate_spread_hz", 0.8 * PER_MIN, 0.2 * PER_MIN, 0.2 * PER_MIN, 2.5 * PER_MIN, BREATHES),
    Parameter("rate_by_arousal", 0.4, 0.08, 0.0, 1.0, FASTER),
    Parameter("easy_low_hz", 5.5 * PER_MIN, 0.6 * PER_MIN, 3.5 * PER_MIN, 12.0 * PER_MIN, OURS),
    Parameter("easy_high_hz", 19.0 * PER_MIN, 1.5 * PER_MIN, 13.0 * PER_MIN, 26.0 * PER_MIN, OURS),
    Parameter("comfortable_hz", 8.5 * PER_MIN, 1.5 * PER_MIN, 4.5 * PER_MIN, 18.0 * PER_MIN, HUNGERS),
    Parameter("entrain", 0.8, 0.08, 0.2, 1.0, OURS),
    Parameter("arousal_rest", 0.2, 0.10, -0.4, 0.8, OURS),
    Parameter("valence_rest", 0.05, 0.10, -0.5, 0.5, OURS),
    Parameter("return_s", 40.0, 8.0, 15.0, 90.0, DRIFTS),
    Parameter("arousal_spread", 0.12, 0.02, 0.04, 0.3, DRIFTS),
    Parameter("valence_spread", 0.12, 0.02, 0.04, 0.3, DRIFTS),
    Parameter("overload", 0.35, 0.06, 0.05, 1.0, OURS),
    Parameter("frustration", 0.20, 0.05, 0.0, 0.6, OURS),
    Parameter("comfortable_things", 1.25, 0.2, 0.4, 3.0, OURS),
    Parameter("relief", 0.45, 0.10, -0.6, 0.9, CALMS),
    Parameter("minigame_relief", 0.5, 0.2, 0.0, 1.5, CALMS),
    Parameter("minigame_liking", 0.55, 0.12, 0.0, 1.0, OURS),
    Parameter("interruption", 0.3, 0.1, 0.0, 0.9, SPOILS),
    Parameter("habituates", 0.3, 0.1, 0.05, 0.9, TUNES_OUT),
    Parameter("hunger_tension", 0.4, 0.1, 0.0, 1.0, HUNGERS),
    Parameter("flow_load", 0.75, 0.08, 0.3, 1.5, FLOWS),
    Parameter("pace_liked", 1.0, 0.18, 0.25, 2.7, FLOWS),
    Parameter("guide_demand", 0.15, 0.05, 0.0, 0.6, "Assumption; two tasks share attention: Wickens 2002."),
    Parameter("change_dislike", 0.15, 0.05, 0.0, 1.0, OURS),
    Parameter("startles_per_min", 0.15, 0.08, 0.0, 3.0, OURS),
    Parameter("startle_size", 0.6, 0.15, 0.0, 2.0, OURS),
    Parameter("away_per_min", 0.3, 0.15, 0.0, 6.0, OURS),
    Parameter("away_s", 5.0, 1.0, 1.0, 30.0, OURS),
    Parameter("quit_hazard", 0.2, 0.05, 0.02, 2.0, OURS),
    Parameter("panic_above", 2.0, 0.0, 0.2, 2.0, "2 = never. Assumption; spiral of panic: Clark 1986."),
    Parameter("panic_gain", 0.0, 0.0, 0.0, 2.5, "Assumption; spiral of panic: Clark 1986."),
    Parameter("regime_every_s", 90.0, 10.0, 20.0, 600.0, OURS),
    Parameter("regime_shift", 0.0, 0.0, 0.0, 1.0, "0 = one mood only. Assumption."),
    Parameter("momentum_s", 0.0, 0.0, 0.0, 60.0, "0 = none. Assumption."),
    Parameter("skill", 0.75, 0.08, 0.05, 0.98, OURS),
    Parameter("reading_s", 2.5, 0.4, 1.0, 6.0, OURS),
    Parameter("skips", 0.1, 0.05, 0.0, 0.9, OURS),
    Parameter("gives_up_at", 0.9, 0.05, 0.6, 1.2, OURS),
    Parameter("face_sd", 0.18, 0.03, 0.05, 0.8, UNFITTED),
    Parameter("face_bias", 0.0, 0.03, -0.6, 0.6, UNFITTED),
    Parameter("face_gain", 0.9, 0.1, 0.0, 1.3, UNFITTED),
    Parameter("breath_sd_hz", 0.8 * PER_MIN, 0.2 * PER_MIN, 0.2 * PER_MIN, 5.0 * PER_MIN, UNFITTED),
    Parameter("breath_bias_hz", 0.0, 0.2 * PER_MIN, -4.0 * PER_MIN, 4.0 * PER_MIN, UNFITTED),
    Parameter("sensor_delay_s", 0.0, 0.0, 0.0, 30.0, UNFITTED),
    Parameter("dropout_every_s", 60.0, 10.0, 5.0, 300.0, UNFITTED),
    Parameter("dropout_s", 4.0, 1.0, 0.5, 60.0, UNFITTED),
    Parameter("talks", 0.03, 0.02, 0.0, 0.9, OURS),
)
"""Every number of a person, in the order of ``Traits``."""

TRAINED = ("typical", "calm", "anxious_child", "distractible", "low_skill", "bored_expert", "poor_sensing")
UNSEEN = (
    "non_responder", "relaxation_anxiety", "narrow_comfort", "panic_prone",
    "change_averse", "biased_sensor", "stone_face", "talker",
)  # fmt: skip
SECOND = ("regimes", "damped")
PLAYERS = ("typical", "calm", "anxious_child", "low_skill", "poor_sensing")

CENTRES: dict[str, dict[str, float]] = {
    "typical": {},
    "calm": {
        "rest_hz": 12.0 * PER_MIN, "easy_low_hz": 4.5 * PER_MIN, "comfortable_hz": 6.0 * PER_MIN, "entrain": 0.9,
        "arousal_rest": -0.15, "valence_rest": 0.15, "return_s": 30.0, "arousal_spread": 0.08,
        "overload": 0.2, "comfortable_things": 1.5, "relief": 0.4, "skill": 0.85, "skips": 0.02, "gives_up_at": 1.1,
        "startles_per_min": 0.08, "away_per_min": 0.15,
    },
    "anxious_child": {
        "rest_hz": 21.0 * PER_MIN, "rate_spread_hz": 1.4 * PER_MIN, "rate_by_arousal": 0.3,
        "easy_low_hz": 8.0 * PER_MIN, "easy_high_hz": 24.0 * PER_MIN, "comfortable_hz": 12.0 * PER_MIN,
        "entrain": 0.7, "arousal_rest": 0.45, "valence_rest": -0.12, "return_s": 55.0, "arousal_spread": 0.16,
        "valence_spread": 0.16, "overload": 0.5, "frustration": 0.3, "comfortable_things": 0.95, "relief": 0.6,
        "minigame_liking": 0.8, "minigame_relief": 1.0, "interruption": 0.15,
        "skill": 0.55, "startles_per_min": 0.4, "away_per_min": 0.6, "skips": 0.15,
        "pace_liked": 0.8, "gives_up_at": 0.95, "reading_s": 2.0,
    },
    "distractible": {
        "away_per_min": 2.2, "away_s": 9.0, "flow_load": 0.9, "pace_liked": 1.2, "entrain": 0.6, "skips": 0.3,
        "minigame_liking": 0.4, "startles_per_min": 0.5, "quit_hazard": 0.28, "talks": 0.08, "habituates": 0.4,
        "guide_demand": 0.3,
    },
    "low_skill": {
        "skill": 0.25, "comfortable_things": 0.8, "overload": 0.45, "frustration": 0.35, "pace_liked": 0.7,
        "guide_demand": 0.25, "minigame_liking": 0.65,
    },
    "bored_expert": {
        "skill": 0.93, "comfortable_things": 1.6, "flow_load": 0.95, "pace_liked": 1.5, "overload": 0.2,
        "interruption": 0.55, "minigame_liking": 0.25, "habituates": 0.5, "quit_hazard": 0.4, "arousal_rest": 0.0,
        "skips": 0.3, "rest_hz": 13.0 * PER_MIN, "relief": 0.3,
    },
    "poor_sensing": {
        "face_sd": 0.5, "breath_sd_hz": 3.0 * PER_MIN, "dropout_every_s": 15.0, "dropout_s": 12.0, "face_gain": 0.7,
    },
    "non_responder": {"relief": 0.0, "minigame_relief": 0.0, "entrain": 0.35, "arousal_rest": 0.25},
    "relaxation_anxiety": {"relief": -0.35, "arousal_rest": 0.25, "minigame_liking": 0.3},
    "narrow_comfort": {"comfortable_hz": 12.0 * PER_MIN, "easy_low_hz": 8.0 * PER_MIN, "hunger_tension": 0.6},
    "panic_prone": {
        "panic_above": 0.45, "panic_gain": 1.5, "arousal_rest": 0.2, "startles_per_min": 0.4, "hunger_tension": 0.6,
    },
    "change_averse": {"change_dislike": 0.8, "interruption": 0.6},
    "biased_sensor": {"face_bias": 0.3, "breath_bias_hz": 2.0 * PER_MIN},
    "stone_face": {"face_gain": 0.1},
    "talker": {"talks": 0.5, "entrain": 0.65},
    "regimes": {"regime_shift": 0.3},
    "damped": {"momentum_s": 20.0},
}  # fmt: skip
"""In which traits each family differs, and where its middle lies then (assumptions, all)."""
EXACT = {("non_responder", "relief"), ("non_responder", "minigame_relief")}
"""What all people of a family share."""

HABITS = {
    "anxious_child": (0.7, 0.7, 0.9, 0.9),
    "low_skill": (0.8, 0.3, 0.9, 0.9),
    "poor_sensing": (0.3, 0.6, 0.9, 0.9),
}
"""Chance of playing by keys, of breathing with the key, of saying yes to camera and to microphone (assumptions)."""
USUAL = (0.3, 0.3, 0.9, 0.9)
"""The same of everybody else."""


def central(family: str) -> Traits:
    """The person in the middle of a family, who says yes to both devices. Raises KeyError on an unknown name."""
    differing = CENTRES[family]
    numbers = {parameter.name: differing.get(parameter.name, parameter.central) for parameter in TABLE}
    by_keys, with_key, _, _ = HABITS.get(family, USUAL)
    hand = Hand.KEYS if by_keys > 0.5 else Hand.POINTER
    return Traits(**numbers, hand=hand, holds_key=with_key > 0.5, camera=True, microphone=True)


def draw(family: str, dice: np.random.Generator) -> Traits:
    """Somebody of a family: each trait normal round the family's middle, kept within the table's bounds.

    Draws as many random numbers for every family. Raises KeyError on an unknown name.
    """
    differing = CENTRES[family]
    away = dice.standard_normal(len(TABLE))
    chances = dice.random(4)
    numbers = {}
    for parameter, deviation in zip(TABLE, away, strict=True):
        middle = differing.get(parameter.name, parameter.central)
        spread = 0.0 if (family, parameter.name) in EXACT else parameter.spread
        numbers[parameter.name] = float(min(max(middle + spread * deviation, parameter.low), parameter.high))
    # Whoever cannot follow slower than is comfortable never meets air hunger; nobody is comfortable above rest.
    numbers["comfortable_hz"] = min(numbers["comfortable_hz"], 0.9 * numbers["rest_hz"])
    numbers["easy_low_hz"] = min(numbers["easy_low_hz"], numbers["comfortable_hz"])
    keys, with_key, camera, microphone = (
        bool(chance < usual) for chance, usual in zip(chances, HABITS.get(family, USUAL), strict=True)
    )
    hand = Hand.KEYS if keys else Hand.POINTER
    return Traits(**numbers, hand=hand, holds_key=with_key, camera=camera, microphone=microphone)


FAMILIES = {family: central(family) for family in (*TRAINED, *UNSEEN, *SECOND)}
"""The middle of every family, by name."""
PATIENT = {family: replace(FAMILIES[family], quit_hazard=0.0) for family in PLAYERS}
"""Five of them who never leave before the end: players for demonstrations and for tests of places."""
