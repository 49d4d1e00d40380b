"""Surf, wind and stream: periodic noise, made in the frequency domain so that each loop has no seam at all.

The swell of the sea is not painted in: the game opens the mid band and the hiss with the living breath guide, so one
set of loops serves every rate. Wind and stream have slow gusts of their own.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float64]
"""float64 (n,) mono or (n, 2) stereo, 48 kHz, nominally [-1, 1]."""
Response = Callable[[Samples], Samples]
"""Magnitude of a filter at each of the given frequencies, Hz."""

RATE_HZ = 48_000
"""Sample rate of every sound."""

LOWEST_HZ = 20.0
"""Nothing below is made: loudspeakers turn it into heat."""


def low_pass(hz: Samples, corner_hz: float, order: int = 2) -> Samples:
    """Butterworth magnitude at each of ``hz``."""
    return np.asarray(1.0 / np.sqrt(1.0 + (hz / corner_hz) ** (2 * order)), np.float64)


def band_pass(hz: Samples, low_hz: float, high_hz: float, order: int = 2) -> Samples:
    """Butterworth magnitude between two corners, at each of ``hz``."""
    safe = np.maximum(hz, 1e-9)
    return low_pass(safe, high_hz, order) * low_pass(low_hz / safe, 1.0, order)


def coloured(seconds: float, slope: float, seed: int) -> tuple[Samples, NDArray[np.complex128]]:
    """(hz, spectrum) of noise whose power falls as f ** -slope and whose standard deviation is 1."""
    count = round(seconds * RATE_HZ)
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(count))
    hz = np.fft.rfftfreq(count, 1.0 / RATE_HZ)
    spectrum *= np.where(hz >= LOWEST_HZ, np.maximum(hz, LOWEST_HZ) ** (-slope / 2.0), 0.0)
    return hz, spectrum / np.fft.irfft(spectrum, count).std()


def surf_low(seconds: float) -> Samples:
    """float64 (n, 2): the far sea, pink noise below 420 Hz."""
    return _stereo(seconds, 1.0, 1, lambda hz: 0.55 * low_pass(hz, 420.0))


def surf_mid(seconds: float) -> Samples:
    """float64 (n, 2): the body of a wave, 500 to 1900 Hz."""
    return _stereo(seconds, 0.4, 11, lambda hz: 0.30 * band_pass(hz, 500.0, 1900.0))


def surf_hiss(seconds: float) -> Samples:
    """float64 (n, 2): foam at the wave's turn, 2.2 to 6.5 kHz."""
    # A steeper upper edge than a wave has: hiss above 6 kHz tires the ear.
    return _stereo(seconds, 0.4, 21, lambda hz: 0.075 * band_pass(hz, 2200.0, 6500.0, 1) * low_pass(hz, 6500.0, 4))


def wind(seconds: float) -> Samples:
    """float64 (n, 2): air over a wide place, 140 to 900 Hz, with slow gusts and no hiss."""
    return _stereo(seconds, 1.0, 31, lambda hz: 0.5 * band_pass(hz, 140.0, 900.0, 1)) * _gusts(seconds, 35, 0.5)


def stream(seconds: float) -> Samples:
    """float64 (n, 2): water over stones, 700 to 2500 Hz, with a slow random swell."""
    return _stereo(seconds, 0.6, 41, lambda hz: 0.3 * band_pass(hz, 700.0, 2500.0)) * _gusts(seconds, 45, 0.3)


def _gusts(seconds: float, seed: int, depth: float) -> Samples:
    """float64 (n, 2): a periodic envelope in [1 - depth, 1] that moves slower than once in 2.5 s."""
    count = round(seconds * RATE_HZ)
    sides = []
    for side in (0, 1):
        spectrum = np.zeros(count // 2 + 1, np.complex128)
        slow = max(2, round(seconds / 2.5))
        dice = np.random.default_rng(seed + side)
        spectrum[1:slow] = dice.standard_normal(slow - 1) + 1j * dice.standard_normal(slow - 1)
        wave = np.fft.irfft(spectrum, count)
        sides.append(1.0 - depth * (wave.max() - wave) / (wave.max() - wave.min()))
    return np.stack(sides, axis=1)


def _stereo(seconds: float, slope: float, seed: int, response: Response) -> Samples:
    """Two independent noises through one response: the sea is wide."""
    sides = []
    for side in (0, 1):
        hz, spectrum = coloured(seconds, slope, seed + side)
        sides.append(np.fft.irfft(spectrum * response(hz), round(seconds * RATE_HZ)))
    return np.stack(sides, axis=1)
