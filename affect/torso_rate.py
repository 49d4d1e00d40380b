"""Breaths per second from the height of the shoulders: autocorrelation, over the samples in which they were seen.

Unlike the sound of breath, the chest rises and falls once a breath, so the first good period is the breath.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.fft import irfft, rfft

from affect.torso_phase import FASTEST_HZ, SLOWEST_HZ, STEP_S, Doubles

LEAST: Final = round(10.0 / STEP_S)
"""Samples before the first guess: 10 s."""
_FFT: Final = 1024
_NEAR_BEST: Final = 0.8
_MOST_LAG_SHARE: Final = 0.62
_LEAST_PAIRS: Final = 0.2


@dataclass(frozen=True, slots=True)
class Cycle:
    """A period found."""

    breath_hz: float
    """Its rate."""
    strength: float
    """Autocorrelation there: 1 = repeats exactly, 0 = chance."""
    swing_px: float
    """sd of the height, slow changes taken off."""


def find_cycle(height: Doubles, seen: Doubles) -> Cycle | None:
    """The period of float64 (n,) heights, pixels, where ``seen`` (n,) is 1; None where there is none to be found."""
    count = len(height)
    if count < LEAST or seen.sum() < max(LEAST // 2, count // 2):
        return None
    flat = levelled(height, seen)
    spectrum = rfft(flat, _FFT)
    most = int(count * _MOST_LAG_SHARE)
    together = irfft(spectrum.real**2 + spectrum.imag**2)[: most + 1]
    pairs = irfft(np.abs(rfft(seen, _FFT)) ** 2)[: most + 1]
    if together[0] < 1e-9 or pairs.min() < _LEAST_PAIRS * pairs[0]:
        return None
    repeat = (together / pairs) * (pairs[0] / together[0])
    first, last = int(1.0 / (FASTEST_HZ * STEP_S)), min(most - 1, int(1.0 / (SLOWEST_HZ * STEP_S)))
    lags = np.arange(first, last + 1)
    peaks = lags[(repeat[lags] >= repeat[lags - 1]) & (repeat[lags] > repeat[lags + 1]) & (repeat[lags] > 0.0)]
    if len(peaks) == 0:
        return None
    best = int(peaks[repeat[peaks] >= _NEAR_BEST * repeat[peaks].max()][0])
    before, here, after = repeat[best - 1 : best + 2]
    lag = best + 0.5 * (before - after) / min(-1e-9, before - 2.0 * here + after)
    swing = float(np.sqrt(np.sum(flat * flat) / seen.sum()))
    return Cycle(1.0 / (lag * STEP_S), float(here), swing)


def levelled(height: Doubles, seen: Doubles) -> Doubles:
    """Heights about a parabola through them, 0 where not seen: slow sinking and swaying is no breath."""
    t = np.linspace(-1.0, 1.0, len(height))
    shapes = np.stack((np.ones_like(t), t, t * t))
    weighted = shapes * seen
    through = np.linalg.lstsq(weighted @ shapes.T, weighted @ height, rcond=None)[0]
    result: Doubles = (height - through @ shapes) * seen
    return result
