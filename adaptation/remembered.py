"""What would be known of a simulated person after some sittings, by the very rules of a player's own posterior.

For training only: the sittings are not played; what each would tell is drawn, and then learnt like any other. How far
a telling lies from the person was looked at in short sittings of the trained families on the real levels. Skill and
liked tempo hardly show there, so what is drawn of them says nothing of the person either: no mind learns to trust what
it would not get.
"""

import numpy as np

from adaptation.person.traits import Traits
from adaptation.posterior import LEAST_DECISIONS, learn
from adaptation.witness import Tally, Trend, Witnessed
from game.core.posterior import ANYBODY, Posterior

REST_SD_HZ, COMFORT_SD_HZ, FELT_SD, RELIEF_SD, SKILL_SD, SLOPE_SD = 0.9 / 60.0, 0.8 / 60.0, 0.13, 0.13, 0.13, 0.4
"""Sd of what one sitting tells round the person, in the unit of each."""
ARRIVES = 2.0
"""Sure decisions before the first place."""
COMES = 13.0
"""Sure decisions until play has had a minute to act."""
PLAYS = 36.0
"""Decisions of play after that."""
FINDS = 0.2
"""Share of sittings in which "find your pace" is breathed (assumption)."""
MINIGAMES = 1.0
"""Mean number of minigames in a sitting whose relief is seen (assumption)."""
FALLS = 0.2
"""How far arousal is seen to fall over a minigame, as a share of ``Traits.relief``."""
PERFORMS = 0.8
"""Mean performance after the first minute, over the real levels."""
TEMPO, TEMPO_VARIANCE = 0.4, 0.01
"""About which tempo a sitting goes, and how much it changes."""


def remembered(person: Traits, sittings: int, dice: np.random.Generator) -> Posterior:
    """What may be known of ``person`` after ``sittings``. Draws as many numbers for everybody."""
    posterior = ANYBODY
    for _ in range(sittings):
        posterior = learn(posterior, drawn(person, posterior, dice))
    return posterior


def drawn(person: Traits, known: Posterior, dice: np.random.Generator) -> Witnessed:
    """What a sitting of ``person`` may tell that began with ``known``. Draws 7 normal, 1 uniform, 1 Poisson number."""
    normal = [float(number) for number in dice.standard_normal(7)]
    finds, minigames = bool(dice.random() < FINDS), int(dice.poisson(MINIGAMES))
    face, breath = float(person.camera), float(person.microphone)
    rest_hz = person.rest_hz * (1.0 + person.rate_by_arousal * max(person.arousal_rest, 0.0)) + person.breath_bias_hz
    arousal = person.face_gain * person.arousal_rest + person.face_bias + FELT_SD * normal[2]
    valence = person.face_gain * person.valence_rest - person.face_bias + FELT_SD * normal[3]
    fell = FALLS * person.face_gain * person.relief + RELIEF_SD * normal[5]
    slope = SLOPE_SD * normal[6]
    return Witnessed(
        decisions=LEAST_DECISIONS,
        rest_hz=Tally().add(_within(rest_hz + REST_SD_HZ * normal[0], 0.05, 0.65), ARRIVES * breath),
        found_hz=Tally().add(_within(person.comfortable_hz + COMFORT_SD_HZ * normal[1], 0.05, 0.3), breath * finds),
        arousal=Tally().add(_within(arousal, -1.0, 1.0) - known.arousal_baseline.mean, COMES * face),
        valence=Tally().add(_within(valence, -1.0, 1.0) - known.valence_baseline.mean, COMES * face),
        skill=Tally().add(_within(PERFORMS + SKILL_SD * normal[4], 0.0, 1.0), PLAYS),
        relief=Tally().add(_within(fell, -1.0, 1.0), minigames * face),
        tempo=Trend(PLAYS, TEMPO, 0.5, PLAYS * TEMPO_VARIANCE, PLAYS * TEMPO_VARIANCE * slope),
    )


def _within(number: float, low: float, high: float) -> float:
    return min(max(number, low), high)
