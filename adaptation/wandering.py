"""A mind that wishes anything: its settings walk at random, so that every corner of a place is seen."""

from random import Random

from game.core.directive import Directive
from game.core.observe import Observation, unit_to_rate

STEP = 0.08
"""Sd of a step of each share."""
STEP_HZ = 0.6 / 60.0
"""Sd of a step of the guide's rate."""
OFTEN = 0.05
"""Chance of wishing a minigame."""


class Wandering:
    """Deterministic for the same seed and observations."""

    def __init__(self, seed: int) -> None:
        self._dice = Random(seed)

    def start(self) -> Directive:
        """Settings to begin with: anywhere."""
        dice = self._dice
        return Directive(dice.random(), dice.random(), 0.2 + 0.8 * dice.random(), 0.2)

    def decide(self, observation: Observation) -> Directive:
        """A step away from what is."""
        dice = self._dice
        return Directive(
            difficulty=observation.difficulty + dice.gauss(0.01, STEP),
            tempo=observation.tempo + dice.gauss(0.01, STEP),
            guidance=observation.guidance + dice.gauss(0.02, STEP),
            breath_hz=unit_to_rate(observation.guide) + dice.gauss(0.0, STEP_HZ),
            minigame="longer_exhale" if dice.random() < OFTEN else None,
        )
