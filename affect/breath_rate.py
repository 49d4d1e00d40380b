"""Breaths per second from autocorrelation, summed over mel bands and spectral shape.

Counting peaks of loudness counts inhale and exhale as two breaths. The *shape* of the spectrum differs between
the two, so its autocorrelation is low at half a breath and high at a whole one; with loudness it makes the best
tracker that needs no training. Blocks with speech are left out of the sums rather than filled in.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfft, rfft

from affect.spectrum import BLOCK_S, Doubles

SLOWEST_HZ, FASTEST_HZ = 4.0 / 60.0, 40.0 / 60.0
"""Rates that are looked for."""
LEAST = 80
"""Blocks before the first guess: 8 s."""

_SHAPE_WEIGHT = 6.0
_NEAR_BEST = 0.75
_FFT = 1024
_MOST_LAG_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Cycle:
    """A period found."""

    breath_hz: float
    """Its rate."""
    strength: float
    """Autocorrelation there, 1 = repeats exactly, 0 = chance."""
    score: float
    """The lesser of that and of half its stand above the points between the periods, [0, 1]."""
    swing: float
    """How much the loudness above the floor varies: sd of the mean log10 power ratio."""
    cycles: float
    """How many such periods the window held."""


def find_cycle(above: Doubles, valid: NDArray[np.bool_]) -> Cycle | None:
    """The period of float64 (n, m) log power ratios, one row per block; None where there is none to be found."""
    count = len(above)
    if count < LEAST or np.count_nonzero(valid) < max(LEAST // 2, count // 2):
        return None
    level = above.mean(axis=1)
    shape = above - level[:, None]
    columns = np.column_stack((level * above.shape[1] ** 0.5, _SHAPE_WEIGHT**0.5 * shape))
    columns = _smooth(columns)
    repeat = _autocorrelation(columns, valid.astype(np.float64))
    if repeat is None:
        return None
    lags = np.arange(int(1 / (FASTEST_HZ * BLOCK_S)), min(len(repeat) - 1, int(1 / (SLOWEST_HZ * BLOCK_S)) + 1))
    scores = _comb(repeat, lags.astype(np.float64))
    peaks = np.flatnonzero((scores[1:-1] >= scores[:-2]) & (scores[1:-1] > scores[2:])) + 1
    peaks = peaks[scores[peaks] > 0.0]
    if len(peaks) == 0:
        return None
    good = peaks[scores[peaks] >= _NEAR_BEST * scores[peaks].max()]
    best = int(good[0])
    lag = float(lags[best]) + _vertex(scores[best - 1 : best + 2])
    strength = float(_at(repeat, np.array([lag]))[0])
    swing = float(np.std(level[valid]))
    return Cycle(1.0 / (lag * BLOCK_S), strength, float(scores[best]), swing, count / lag)


def _smooth(columns: Doubles) -> Doubles:
    """Mean over three blocks: breaths are slower than that, noise is not."""
    padded = np.concatenate((columns[:1], columns, columns[-1:]))
    result: Doubles = (padded[:-2] + padded[1:-1] + padded[2:]) / 3.0
    return result


def _autocorrelation(columns: Doubles, weight: Doubles) -> Doubles | None:
    """Sum over columns, without mean and trend, of the unbiased autocorrelation over valid pairs; 1 at lag 0."""
    count = len(weight)
    time = np.linspace(-1.0, 1.0, count)
    total = weight.sum()
    time = time - np.dot(weight, time) / total
    centred = columns - weight @ columns / total
    centred -= np.outer(time, (weight * time) @ centred / np.dot(weight, time * time))
    centred *= weight[:, None]
    spectra = rfft(centred, _FFT, axis=0)
    most = int(count * _MOST_LAG_SHARE)
    together = irfft(np.sum(spectra.real**2 + spectra.imag**2, axis=1))[: most + 1]
    pairs = irfft(np.abs(rfft(weight, _FFT)) ** 2)[: most + 1]
    if together[0] < 1e-9 or pairs.min() < 0.15 * total:
        return None
    repeat: Doubles = (together / pairs) * (pairs[0] / together[0])
    return repeat


def _at(repeat: Doubles, lags: Doubles) -> Doubles:
    """The autocorrelation between its samples."""
    return np.interp(lags, np.arange(len(repeat)), repeat)


def _comb(repeat: Doubles, lags: Doubles) -> Doubles:
    """High at a period and its double, low between: both count, so the lesser of the two is the score."""
    last = len(repeat) - 1
    tooth, gap = _at(repeat, lags), _at(repeat, lags / 2.0)
    teeth = np.where(2.0 * lags < last, 0.5 * (tooth + _at(repeat, 2.0 * lags)), tooth)
    gaps = np.where(1.5 * lags < last, 0.5 * (gap + _at(repeat, 1.5 * lags)), gap)
    return np.minimum(tooth, 0.5 * (teeth - gaps))


def _vertex(three: Doubles) -> float:
    bend = float(three[0] - 2.0 * three[1] + three[2])
    return 0.0 if bend > -1e-12 else max(-0.5, min(0.5, 0.5 * float(three[0] - three[2]) / bend))
