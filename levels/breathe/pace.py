"""The search for a pace: the guide is asked to go half a breath slower, for as long as the breath goes along easily.

What is asked goes through temper like any other wish, so the search never leaves the player's bounds. Without a
measured breath nothing is searched: the guide stays where it is.
"""

from dataclasses import dataclass, replace

from game.core.level import Now

WINDOW_TICKS = 30 * 60
"""So long each rate is breathed before it is judged."""
STEP_HZ = 0.5 / 60.0
EASY, HARD = 0.6, 0.5
"""``OwnBreath.follow`` from which a rate was easy, below which it was not. A breath that goes its own way has 0.4."""
QUIET = 0.1
"""``Directive.guidance`` below which there is no guide to follow."""
KNOWN = 0.3
"""``OwnBreath.trust`` below which nobody can say how it went."""
AT_BOUND_HZ = 0.25 / 60.0
"""The guide that stays so far above the wish was held by the player's bounds."""
MOST_UP = 4
"""Steps up at most: further is no search but a chase."""


@dataclass(frozen=True, slots=True)
class Search:
    """What the search remembers."""

    tick: int = 0
    """Ticks in this window."""
    wish_hz: float = 0.0
    """Rate asked for; 0 = the search has not begun."""
    steady_hz: float = 0.0
    """Slowest rate that went easily; 0 = none yet."""
    up: int = 0
    """Steps up so far."""
    found_hz: float = 0.0
    """The pace that was found; 0 = still searching."""


FIRST = Search()
"""Nothing was searched yet."""


def search(state: Search, now: Now) -> Search:
    """One tick on. It begins where the guide is, and rests while there is no guidance or no known breath."""
    if state.found_hz > 0.0:
        return state
    if state.wish_hz == 0.0:
        return replace(state, wish_hz=now.guide.breath_hz)
    if now.directive.guidance <= QUIET or now.own.trust < KNOWN:
        return state
    if state.tick < WINDOW_TICKS:
        return replace(state, tick=state.tick + 1)
    return _judged(state, now)


def _judged(state: Search, now: Now) -> Search:
    """A window is over: slower, faster, the same again, or found."""
    rate = now.guide.breath_hz
    if now.own.follow >= EASY:
        held = rate - state.wish_hz > AT_BOUND_HZ
        if held or state.up > 0 or rate <= now.pattern.low_hz:
            return replace(state, wish_hz=rate, steady_hz=rate, found_hz=rate)
        return Search(0, rate - STEP_HZ, rate, 0)
    if now.own.follow >= HARD:
        return replace(state, tick=0)
    if state.steady_hz > 0.0:
        return replace(state, wish_hz=state.steady_hz, found_hz=state.steady_hz)
    if state.up >= MOST_UP:
        return replace(state, tick=0)
    return Search(0, rate + STEP_HZ, 0.0, state.up + 1)
