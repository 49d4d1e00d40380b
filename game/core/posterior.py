"""What is known of a player from earlier sittings: a few readable numbers, each with how sure it is.

It only ever helps a mind to begin nearer to this player; ``affect`` and ``step`` know nothing of who it is.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """A number that is believed about the player, and how widely."""

    mean: float
    """Its mean, in the unit its place names."""
    spread: float
    """Its standard deviation, same unit, > 0."""


@dataclass(frozen=True, slots=True)
class Posterior:
    """What was learnt of this player over all sittings; the defaults are what is believed of anybody."""

    resting_breath_hz: Known = Known(0.25, 0.08)
    """Own rate at rest, breaths per second."""
    comfortable_breath_hz: Known = Known(0.1, 0.03)
    """Slowest rate that felt comfortable, breaths per second."""
    arousal_baseline: Known = Known(0.0, 0.3)
    """Usual arousal reading, [-1, 1]."""
    valence_baseline: Known = Known(0.0, 0.3)
    """Usual valence reading, [-1, 1]."""
    skill: Known = Known(0.5, 0.25)
    """Skill at the games, [0, 1]."""
    minigame_relief: Known = Known(0.1, 0.2)
    """How far arousal falls over a breathing minigame, in arousal."""
    tempo_liked: Known = Known(0.4, 0.25)
    """Tempo at which play went best, [0, 1]."""


ANYBODY = Posterior()
"""What is believed of somebody who never played."""


def learnt(known: Known, anybody: Known) -> float:
    """How much more is known than of anybody: 0 nothing, 1 everything."""
    return max(0.0, 1.0 - (known.spread * known.spread) / (anybody.spread * anybody.spread))
