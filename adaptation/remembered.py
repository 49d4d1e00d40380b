"""What would be known of a simulated person after some sittings, by the very rules of a player's own posterior.

For training only: the sittings are not played, what they would tell is drawn. Where a number's truth cannot be read
off a person (skill and liked tempo hardly show in the real levels' performance), the drawn telling is not about them
either, so that no mind learns to trust what it will not get.
"""

import numpy as np

from adaptation.person.traits import Traits
from adaptation.posterior import LEAST_DECISIONS, RULES, learn
from adaptation.witness import Tally, Trend, Witnessed
from game.core.posterior import ANYBODY, Posterior

DAY = {rule.name: rule.day for rule in RULES}
ARRIVES = 3.0
"""Sure decisions before the first place, about."""
FEELS = 36.0
"""Sure decisions of a sitting of three to five minutes, about."""
FINDS = 0.2
"""Share of sittings in which "find your pace" is breathed (assumption)."""
MINIGAMES = 1.5
"""Mean number of minigames in a sitting that are watched to the end (assumption)."""
FALLS = 0.3
"""How far arousal falls over a minigame, as a share of ``Traits.relief``."""
PERFORMS, PERFORMS_SPREAD = 0.73, 0.13
"""Performance over the real levels, mean and sd between places; it hardly differs between simulated people."""
TEMPO = 0.4
"""Tempo about which a sitting goes."""


def remembered(person: Traits, sittings: int, dice: np.random.Generator) -> Posterior:
    """What may be known of ``person`` after ``sittings``. Draws as many numbers for everybody."""
    posterior = ANYBODY
    for _ in range(sittings):
        posterior = learn(posterior, drawn(person, posterior, dice))
    return posterior


def drawn(person: Traits, known: Posterior, dice: np.random.Generator) -> Witnessed:
    """What a sitting of ``person`` may tell that began with ``known``. Draws 7 normal, 1 uniform, 1 Poisson number."""
    normal, finds, minigames = dice.standard_normal(7), float(dice.random()), int(dice.poisson(MINIGAMES))
    face, breath = float(person.camera), float(person.microphone)
    rest_hz = person.rest_hz * (1.0 + person.rate_by_arousal * max(person.arousal_rest, 0.0)) + person.breath_bias_hz
    tense = person.face_gain * person.arousal_rest + person.face_bias
    pleased = person.face_gain * person.valence_rest - person.face_bias
    fallen = FALLS * person.face_gain * person.relief
    rest, comfort, arousal, valence, skill, relief, tempo = (
        truth + DAY[rule.name] * float(deviation)
        for truth, rule, deviation in zip(
            (rest_hz, person.comfortable_hz, tense, pleased, PERFORMS, fallen, 0.0), RULES, normal, strict=True
        )
    )
    return Witnessed(
        decisions=LEAST_DECISIONS,
        rest_hz=Tally().add(min(max(rest, 0.05), 0.6), ARRIVES * breath),
        found_hz=Tally().add(min(max(comfort, 0.05), 0.3), breath * (finds < FINDS)),
        arousal=Tally().add(_signed(tense + 0.5 * (arousal - tense)) - known.arousal_baseline.mean, FEELS * face),
        valence=Tally().add(_signed(pleased + 0.5 * (valence - pleased)) - known.valence_baseline.mean, FEELS * face),
        skill=Tally().add(min(max(PERFORMS + PERFORMS_SPREAD * (skill - PERFORMS) / DAY["skill"], 0.0), 1.0), FEELS),
        relief=Tally().add(_signed(relief), minigames * face),
        tempo=Trend(FEELS, TEMPO, 0.5, FEELS * 0.01, FEELS * 0.01 * tempo),
    )


def _signed(number: float) -> float:
    return min(max(number, -1.0), 1.0)
