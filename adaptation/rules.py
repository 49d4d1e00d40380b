"""The hand-written mind: ease when tense, meet the breath and lead it down, make it harder slowly in flow.

Every wish still goes through ``game.core.temper``. Thresholds come in pairs (hysteresis), so that a value that
hovers at a border does not make the game flutter.
"""

from game.core.directive import Directive, Reason
from game.core.observe import Observation, rate_to_unit, unit_to_rate

KNOWN = 0.35
"""Below this confidence a quantity is treated as unknown."""
EASE_FROM, EASE_UNTIL = 0.25, 0.10
"""Easing begins when arousal is this far above baseline, and ends when it is below the second."""
FAST = rate_to_unit(15.0 / 60.0)
"""A breath faster than 15/min is fast for somebody sitting."""
LONG_AGO = 0.5
"""``Observation.since_minigame`` of 90 s."""
FLOW = 0.7
STRUGGLE = 0.35
NEAR = 0.2
"""Own rate within 2/min of the guide."""
FAR = 0.35
"""Own rate 3.5/min above the guide: come up and meet it."""
ALONE = 0.48
"""``Observation.follow`` of a breath that goes its own way is about .4: only above this it goes with the guide."""
STEP_HZ = 0.75 / 60.0
CALM_HZ = 6.0 / 60.0
"""Where the guide leads in the end; temper holds it at this player's floor."""
RESTING_HZ = 10.0 / 60.0
"""Where the guide waits while the breath is unknown."""
PATTERN = "longer_exhale"


class Rules:
    """A mind by rules. Remembers only whether it is easing."""

    def __init__(self) -> None:
        self._easing = False

    def decide(self, observation: Observation) -> Directive:
        """A wish for the next five seconds, with at most three reasons."""
        self._easing = self._still_easing(observation)
        difficulty, tempo, reasons = self._settings(observation)
        breath_hz, breath_reasons = _lead(observation)
        minigame = PATTERN if self._offers(observation) else None
        if minigame:
            reasons = (Reason("why.breathe_together"), *reasons)
        return Directive(
            difficulty=_share(difficulty),
            tempo=_share(tempo),
            guidance=_share(self._guidance(observation)),
            breath_hz=breath_hz,
            minigame=minigame,
            reasons=(reasons + breath_reasons)[:3],
        )

    def _still_easing(self, seen: Observation) -> bool:
        if seen.arousal_confidence < KNOWN:
            return False
        return seen.arousal > (EASE_UNTIL if self._easing else EASE_FROM)

    def _settings(self, seen: Observation) -> tuple[float, float, tuple[Reason, ...]]:
        if self._easing:
            return seen.difficulty - 0.12, seen.tempo - 0.10, (Reason("why.tense", (seen.arousal,)),)
        if seen.performance < STRUGGLE:
            return seen.difficulty - 0.06, seen.tempo - 0.04, (Reason("why.tricky", (seen.performance,)),)
        if seen.performance > FLOW:
            return seen.difficulty + 0.04, seen.tempo + 0.02, (Reason("why.flow", (seen.performance,)),)
        return seen.difficulty, seen.tempo, ()

    def _guidance(self, seen: Observation) -> float:
        if self._easing and seen.follow < ALONE:
            return seen.guidance + 0.08
        if seen.follow > 0.6:
            return max(seen.guidance - 0.02, 0.35)
        return seen.guidance + 0.02 if seen.guidance < 0.6 else seen.guidance

    def _offers(self, seen: Observation) -> bool:
        """A breathing minigame: breath is fast (or the player tense) and the last one is long ago."""
        fast = seen.breath_confidence > KNOWN and seen.breath > FAST
        return (fast or self._easing) and seen.since_minigame >= LONG_AGO and 0.08 < seen.progress < 0.9


def _lead(seen: Observation) -> tuple[float, tuple[Reason, ...]]:
    """Where the guide goes: meet a breath that is far above, lead down one that follows."""
    guide = unit_to_rate(seen.guide)
    if seen.breath_confidence < KNOWN:
        return RESTING_HZ, ()
    own = unit_to_rate(seen.breath) * 60.0
    if seen.breath_against_guide > FAR:
        return guide + STEP_HZ, (Reason("why.meet_breath", (own,)),)
    if seen.breath_against_guide < NEAR and seen.follow > ALONE:
        return max(guide - STEP_HZ, CALM_HZ), (Reason("why.lead_slower", (own,)),)
    return guide, ()


def _share(number: float) -> float:
    return min(max(number, 0.0), 1.0)
