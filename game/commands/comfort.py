"""How slow a guide may get for somebody whose slowest easy breath is known from earlier sittings."""

from game.core.posterior import Posterior
from game.core.temper import EASY_HZ, PER_MIN

WELL_KNOWN_HZ = 1.0 * PER_MIN
"""From this standard deviation on the slowest easy breath is not known well enough to bound anything."""


def comfort_hz(posterior: Posterior) -> float:
    """The player's comfort floor, breaths per second, for ``BreathLimits``; 0 = not known well enough.

    One standard deviation below the mean, so that the guide still reaches breaths from which it is learnt that comfort
    lies lower. It never loosens a bound: ``BreathLimits.floor_hz`` takes the highest of the floors, and no floor lies
    above a guide that is always allowed.
    """
    known = posterior.comfortable_breath_hz
    if known.spread >= WELL_KNOWN_HZ:
        return 0.0
    return min(max(known.mean - known.spread, 0.0), EASY_HZ)
