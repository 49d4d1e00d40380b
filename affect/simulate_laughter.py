"""Laughter and coughs, made up: what a voice detector must tell from speech. Seeded; no recording is behind it.

A laugh is a bout of calls four to six times a second, one vowel repeated with a falling pitch and loudness and breath
between the calls (Bachorowski et al. 2001); a cough is an explosive burst, a noisy middle and sometimes a voiced end.
Everything is float32 (n,), mono, 16 kHz.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

from affect.sensor import RATE_HZ

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

_VOWELS = ((850, 1400, 2700), (600, 1700, 2600), (750, 1150, 2500))


def laugh(seconds: float, level_dbfs: float, seed: int, pitch_hz: float = 260.0) -> Floats:
    """Bouts of laughter of one to two seconds with breaths between them."""
    dice = np.random.default_rng(seed)
    sound = np.zeros(round(seconds * RATE_HZ))
    at = 0.2
    while at < seconds:
        bout = _bout(pitch_hz * 2 ** dice.normal(0.0, 0.15), dice)
        _add(sound, bout, at)
        at += len(bout) / RATE_HZ + dice.uniform(0.6, 1.4)
    return _scaled(sound, level_dbfs)


def coughs(seconds: float, level_dbfs: float, seed: int) -> Floats:
    """One to three coughs together, every few seconds."""
    dice = np.random.default_rng(seed)
    sound = np.zeros(round(seconds * RATE_HZ))
    at = 0.3
    while at < seconds:
        for _ in range(int(dice.integers(1, 4))):
            one = _cough(dice)
            _add(sound, one, at)
            at += len(one) / RATE_HZ + dice.uniform(0.05, 0.3)
        at += dice.uniform(1.5, 3.0)
    return _scaled(sound, level_dbfs)


def _bout(pitch_hz: float, dice: np.random.Generator) -> Doubles:
    """Calls of one vowel, each a little lower and softer than the last."""
    vowel = _VOWELS[int(dice.integers(len(_VOWELS)))]
    period = 1.0 / dice.uniform(4.2, 5.8)
    calls = []
    for index in range(int(dice.integers(5, 11))):
        length = period * dice.uniform(0.95, 1.05)
        voiced = round(0.55 * length * RATE_HZ)
        fall = 2 ** (-0.04 * index + dice.normal(0.0, 0.02))
        glide = pitch_hz * fall * 2 ** np.linspace(0.08, -0.1, voiced)
        source = np.diff(np.floor(np.cumsum(glide / RATE_HZ)), prepend=0.0)
        call = np.zeros(round(length * RATE_HZ))
        call[:voiced] = _through(source - source.mean(), vowel) * np.hanning(voiced)
        breath = dice.standard_normal(len(call)) * np.hanning(len(call)) ** 0.5
        calls.append((call / (np.abs(call).max() + 1e-9) + 0.06 * _through(breath, vowel)) * 0.93**index)
    return np.concatenate(calls)


def _cough(dice: np.random.Generator) -> Doubles:
    """Burst, noisy middle, now and then a voiced end."""
    count = round(dice.uniform(0.2, 0.4) * RATE_HZ)
    t = np.arange(count) / count
    noise = lfilter([1.0, -0.5], [1.0], dice.standard_normal(count)) * (np.exp(-9.0 * t) + 0.25 * np.exp(-3.0 * t))
    if dice.random() < 0.4:
        pitch = dice.uniform(120.0, 320.0) * 2 ** np.linspace(0.0, -0.4, count)
        buzz = np.diff(np.floor(np.cumsum(pitch / RATE_HZ)), prepend=0.0)
        noise += 0.6 * _through(buzz - buzz.mean(), (600, 1300, 2500)) * np.clip(t - 0.45, 0.0, 1.0)
    result: Doubles = noise
    return result


def _through(source: Doubles, formants: tuple[int, ...]) -> Doubles:
    """A source through resonances, at an amplitude of about one."""
    sound = lfilter([0.1], [1.0, -0.9], source)
    for formant in formants:
        radius = np.exp(-np.pi * 110.0 / RATE_HZ)
        turn = 2.0 * np.pi * formant / RATE_HZ
        sound = sound + 0.6 * lfilter([1.0 - radius], [1.0, -2.0 * radius * np.cos(turn), radius**2], sound)
    result: Doubles = sound / (np.abs(sound).max() + 1e-12)
    return result


def _add(sound: Doubles, part: Doubles, at_s: float) -> None:
    first = round(at_s * RATE_HZ)
    part = part[: max(0, len(sound) - first)]
    sound[first : first + len(part)] += part


def _scaled(sound: Doubles, level_dbfs: float) -> Floats:
    heard = sound[np.abs(sound) > 1e-6]
    loud = np.sqrt(np.mean(heard**2)) if len(heard) else 1.0
    return (sound * 10 ** (level_dbfs / 20) / loud).astype(np.float32)
