"""Train mode: tension may make a level a little harder, slowly, and never for long.

It is the level's own reaction, not a directive: ``Now.pressure`` is what it may add to its difficulty.
"""

from game.core.pace import TICKS_PER_S

MOST = 0.3
GRACE_TICKS = 30 * TICKS_PER_S
"""No pressure so soon after a level began,"""
BORDER_TICKS = 60 * TICKS_PER_S
"""in its first or its last minute,"""
SPARED_TICKS = 60 * TICKS_PER_S
"""or so soon after "too much"."""
RISE = MOST / (20 * TICKS_PER_S)
FALL = MOST / (10 * TICKS_PER_S)
"""Gone within ten seconds of calm."""


def press(pressure: float, tense: bool, level_tick: int, level_ticks: float, since_too_much: int) -> float:
    """Pressure one tick on, [0, MOST].

    Args:
        pressure: that of the last tick.
        tense: the player is tense against their own baseline.
        level_tick: ticks since the level began.
        level_ticks: how long it will last.
        since_too_much: ticks since "too much" was pressed.
    """
    inside = max(GRACE_TICKS, BORDER_TICKS) <= level_tick <= level_ticks - BORDER_TICKS
    if tense and inside and since_too_much >= SPARED_TICKS:
        return min(pressure + RISE, MOST)
    return max(pressure - FALL, 0.0)
