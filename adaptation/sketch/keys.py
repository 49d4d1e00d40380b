"""``game.core.hold``, hold to breathe, for many players at once."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from adaptation.sketch.shield import LONG_AGO
from game.core.hold import LONGEST_TICKS, SHORTEST_TICKS
from game.core.pace import TICKS_PER_S

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Keys:
    """What each key has told so far, (n,) each; see ``hold.Hold``."""

    down: Mask
    onset_tick: Array
    release_tick: Array
    breath_ticks: Array
    spread_ticks: Array
    inhale: Array


def no_keys(count: int) -> Keys:
    """Nobody has touched it."""
    zeros = np.zeros(count)
    return Keys(np.zeros(count, dtype=bool), zeros + LONG_AGO, zeros + LONG_AGO, zeros, zeros, zeros + 0.4)


def press(keys: Keys, down: Mask, tick: Array) -> Keys:
    """The keys' state at ``tick``."""
    pressed, released = down & ~keys.down, keys.down & ~down
    length = tick - keys.onset_tick
    share = length / np.where(keys.breath_ticks > 0.0, keys.breath_ticks, 1.0)
    goal = np.minimum(np.maximum(share, 0.15), 0.7)
    learnt = released & (keys.breath_ticks > 0.0)
    counts = pressed & (length >= SHORTEST_TICKS)
    lost, first = counts & (length > LONGEST_TICKS), keys.breath_ticks == 0.0
    off = length - keys.breath_ticks
    breath = np.where(first, length, keys.breath_ticks + 0.4 * off)
    spread = np.where(first, 0.15 * length, keys.spread_ticks + 0.3 * (np.abs(off) - keys.spread_ticks))
    return Keys(
        down=down,
        onset_tick=np.where(counts, tick, keys.onset_tick),
        release_tick=np.where(released, tick, keys.release_tick),
        breath_ticks=np.where(lost, 0.0, np.where(counts, breath, keys.breath_ticks)),
        spread_ticks=np.where(lost, 0.0, np.where(counts, spread, keys.spread_ticks)),
        inhale=np.where(learnt, keys.inhale + 0.3 * (goal - keys.inhale), keys.inhale),
    )


def used(keys: Keys, tick: Array) -> Mask:
    """Where the key is being breathed with."""
    return np.asarray(tick - keys.onset_tick <= LONGEST_TICKS)


def rate(keys: Keys) -> tuple[Array, Array, Mask]:
    """Breath rate of each, its sd, and where it is known at all."""
    known = keys.breath_ticks > 0.0
    breath = np.where(known, keys.breath_ticks, 1.0)
    per_s = TICKS_PER_S / breath
    return np.minimum(per_s, 1.0), per_s * (0.03 + (keys.spread_ticks + 6.0) / breath), known


def phase(keys: Keys, tick: Array) -> Array:
    """Where the breath is, [0, 1)."""
    breath = np.where(keys.breath_ticks > 0.0, keys.breath_ticks, 1.0)
    held = np.minimum((tick - keys.onset_tick) / breath, keys.inhale)
    let = np.minimum(keys.inhale + (tick - keys.release_tick) / breath, 0.99)
    return np.where(keys.down, held, let)
