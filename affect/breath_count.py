"""Breaths counted in what the network told of the last 30 s: inhales and exhales that take turns."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from affect.spectrum import BLOCK_S, Doubles

_SURELY: Final = 0.2


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted."""

    breath_hz: float
    """Mean rate, from the starts of inhales and of exhales."""
    turns: int
    """How often breathing turned round."""
    unevenness: float
    """sd of the logarithm of the time from inhale to inhale and from exhale to exhale; 1 where there are too few."""
    sureness: float
    """Mean of the larger of the chances of inhale and exhale, less that of the other, [0, 1]."""


def count(chance: Doubles) -> Counted | None:
    """Of float64 (n, 3), the mean chance of pause, inhale and exhale in every block; None below one whole breath."""
    difference = _smooth(chance[:, 1] - chance[:, 2])
    side = np.where(difference > _SURELY, 1, np.where(difference < -_SURELY, -1, 0))
    clear = np.flatnonzero(side)
    if len(clear) < 2:
        return None
    turned = np.flatnonzero(np.diff(side[clear])) + 1
    at_s = clear[turned] * BLOCK_S
    inward = side[clear[turned]] > 0
    rates, gaps = [], []
    for starts in (at_s[inward], at_s[~inward]):
        if len(starts) > 1:
            rates.append((len(starts) - 1) / (starts[-1] - starts[0]))
            gaps.extend(np.log(np.diff(starts)).tolist())
    if not rates:
        return None
    uneven = float(np.std(gaps)) if len(gaps) > 2 else 1.0
    return Counted(float(np.mean(rates)), len(turned), uneven, float(np.abs(difference).mean()))


def _smooth(values: Doubles) -> Doubles:
    padded = np.concatenate((values[:1], values, values[-1:]))
    result: Doubles = (padded[:-2] + padded[1:-1] + padded[2:]) / 3.0
    return result
