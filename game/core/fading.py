"""Guidance that fades as the breath goes by itself.

Whoever follows well sees the guide in fewer and fewer breaths (partial reinforcement: what is practised without a
prompt now and then stays longer; Schmidt & Bjork 1992, doi:10.1111/j.1467-9280.1992.tb00029.x). Whoever loses it has
it back within two breaths. Without a measured breath it never fades.
"""

from dataclasses import dataclass

from game.core.pace import TICKS_PER_S, Follow

LEARN_TICKS = 90 * TICKS_PER_S
"""Time constant in which following well becomes a skill,"""
LOSE_TICKS = 12 * TICKS_PER_S
"""and in which losing it brings the guide back."""
WELL, BADLY = 0.6, 0.48
"""``OwnBreath.follow`` above and below which it goes well or badly; a breath that goes its own way has about .4."""
LEAST_TRUST = 0.3
MOST_HIDDEN = 0.6
"""Share of breaths without the guide, at most."""
FAINT = 0.12
"""What is left of the guide in such a breath."""


@dataclass(frozen=True, slots=True)
class Fading:
    """How far guidance has faded."""

    skill: float = 0.0
    """How well the breath has gone by itself lately, [0, 1]."""
    shown: bool = True
    """The guide is shown in this breath."""
    strength: Follow = Follow(1.0)
    """What the guide's strength is multiplied with, eased."""


def fade(fading: Fading, follow: float, trust: float, new_breath: bool, chance: float) -> Fading:
    """One tick on. ``chance`` in [0, 1) is drawn anew for every breath."""
    skill = fading.skill
    if trust > LEAST_TRUST:
        if follow > WELL:
            skill += (1.0 - skill) / LEARN_TICKS
        elif follow < BADLY:
            skill -= skill / LOSE_TICKS
    shown = chance >= MOST_HIDDEN * skill if new_breath else fading.shown
    return Fading(skill, shown, fading.strength.toward(1.0 if shown else FAINT, 2.0))
