"""Seeded, tileable noise, made by giving white noise a power law in the frequency domain.

The same noise is asked for many times while a place is made ready, so the latest are remembered, read-only.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Field = NDArray[np.float32]


@lru_cache(maxsize=16)
def cloud(width: int, height: int, falloff: float, seed: int, lowest: float = 0.0) -> Field:
    """float32 (height, width), mean 0, sd 1, tileable: 1/f**falloff above ``lowest`` waves per height."""
    white = np.random.default_rng(seed).standard_normal((height, width))
    across = np.fft.rfftfreq(width)[None] * height
    down = np.fft.fftfreq(height)[:, None] * height
    waves = np.sqrt(across**2 + down**2)
    waves[0, 0] = 1.0
    spectrum = np.fft.rfft2(white) * np.where(waves >= lowest, waves**-falloff, 0.0)
    spectrum[0, 0] = 0.0
    field: Field = np.fft.irfft2(spectrum, (height, width)).astype(np.float32)
    field /= field.std()
    field.setflags(write=False)
    return field


@lru_cache(maxsize=32)
def line(count: int, falloff: float, seed: int, lowest: float = 1.0, highest: float = 1e9) -> Field:
    """float32 (count,), mean 0, sd 1, tileable: 1/f**falloff between two wave numbers."""
    white = np.random.default_rng(seed).standard_normal(count)
    waves = np.arange(count // 2 + 1, dtype=np.float64)
    waves[0] = 1.0
    kept = (waves >= lowest) & (waves <= highest)
    spectrum = np.fft.rfft(white) * np.where(kept, waves**-falloff, 0.0)
    spectrum[0] = 0.0
    values = np.fft.irfft(spectrum, count)
    wandering: Field = (values / max(float(values.std()), 1e-9)).astype(np.float32)
    wandering.setflags(write=False)
    return wandering


def smooth(start: float, end: float, values: Field) -> Field:
    """0 before ``start``, 1 after ``end``, an S between."""
    share: Field = np.clip((values - start) / (end - start), 0.0, 1.0).astype(np.float32)
    return share * share * (np.float32(3.0) - np.float32(2.0) * share)


def triangular(height: int, width: int, seed: int) -> Field:
    """float32 (height, width) in (-1, 1), triangular: what is added before rounding so that no bands are seen."""
    dice = np.random.default_rng(seed)
    return dice.random((height, width), dtype=np.float32) - dice.random((height, width), dtype=np.float32)
