"""Hold to breathe: hold a key, button or pointer while breathing in, let go for out.

A breath source like any other, with its own uncertainty, and the only one that is always there.
"""

from dataclasses import dataclass

from game.core.belief import Sample
from game.core.pace import TICKS_PER_S
from game.core.reading import Quantity

SENSOR = "key"
SHORTEST_TICKS = int(1.5 * TICKS_PER_S)
"""A breath faster than 40/min is a tap, not a breath."""
LONGEST_TICKS = 20 * TICKS_PER_S
"""After 20 s without a new inhale the key has been laid down."""
SAY_TICKS = 6
"""Phase is said ten times a second."""


@dataclass(frozen=True, slots=True)
class Hold:
    """What the key has told so far."""

    down: bool = False
    """The key is held now."""
    onset_tick: int = -(10**9)
    """Tick of the last press."""
    release_tick: int = -(10**9)
    """Tick of the last release."""
    breath_ticks: float = 0.0
    """Length of a breath, smoothed over the last few; 0 = not known yet."""
    spread_ticks: float = 0.0
    """How much breaths differ, smoothed."""
    inhale: float = 0.4
    """Share of the breath the key is held, smoothed."""


def press(hold: Hold, down: bool, tick: int) -> Hold:
    """The key's state this tick."""
    if down == hold.down:
        return hold
    if not down:
        held = tick - hold.onset_tick
        inhale = hold.inhale
        if hold.breath_ticks > 0.0:
            inhale += 0.3 * (min(max(held / hold.breath_ticks, 0.15), 0.7) - inhale)
        return Hold(False, hold.onset_tick, tick, hold.breath_ticks, hold.spread_ticks, inhale)
    length = tick - hold.onset_tick
    if length < SHORTEST_TICKS:
        return Hold(True, hold.onset_tick, hold.release_tick, hold.breath_ticks, hold.spread_ticks, hold.inhale)
    if length > LONGEST_TICKS:
        return Hold(True, tick, hold.release_tick, 0.0, 0.0, hold.inhale)
    if hold.breath_ticks == 0.0:
        return Hold(True, tick, hold.release_tick, float(length), 0.15 * length, hold.inhale)
    off = length - hold.breath_ticks
    spread = hold.spread_ticks + 0.3 * ((off if off > 0.0 else -off) - hold.spread_ticks)
    return Hold(True, tick, hold.release_tick, hold.breath_ticks + 0.4 * off, spread, hold.inhale)


def used(hold: Hold, tick: int) -> bool:
    """True while the key is being breathed with."""
    return tick - hold.onset_tick <= LONGEST_TICKS


def samples(hold: Hold, tick: int) -> tuple[Sample, ...]:
    """What the key says this tick: nothing while it is not used."""
    if tick % SAY_TICKS or not used(hold, tick) or hold.breath_ticks == 0.0:
        return ()
    rate = TICKS_PER_S / hold.breath_ticks
    rate_sd = rate * (0.03 + (hold.spread_ticks + 6.0) / hold.breath_ticks)
    if hold.down:
        phase = min((tick - hold.onset_tick) / hold.breath_ticks, hold.inhale)
    else:
        phase = min(hold.inhale + (tick - hold.release_tick) / hold.breath_ticks, 0.99)
    return (
        Sample(SENSOR, Quantity.BREATH_HZ, min(rate, 1.0), rate_sd, 0),
        Sample(SENSOR, Quantity.BREATH_PHASE, phase, 0.05, 0),
    )
