"""Speech-like sound: syllables of a buzzing source through three formants, with hisses and rests between.

No words; what a voice detector and a breath sensor see of speech: pitch that glides, harmonics under formants,
four or five syllables a second, phrases and rests. Seeded; float32 (n,), mono, 16 kHz.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

from affect.sensor import RATE_HZ

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

_VOWELS = ((730, 1090, 2440), (270, 2290, 3010), (300, 870, 2240), (530, 1840, 2480), (570, 840, 2410))


@dataclass(frozen=True, slots=True)
class Speaking:
    """How somebody speaks."""

    pitch_hz: float = 130.0
    """Middle of the pitch."""
    range_octaves: float = 0.25
    """How far the pitch moves (sd over syllables)."""
    syllables_hz: float = 4.5
    """Syllables per second within a phrase."""
    brightness: float = 0.0
    """Tilt of the source, dB per octave above 1 kHz on top of a calm voice's."""
    level_dbfs: float = -30.0
    """RMS while a phrase lasts."""
    phrase_s: float = 2.0
    """Length of a phrase."""
    rest_s: float = 0.5
    """Rest between phrases."""


def speak(who: Speaking, seconds: float, seed: int) -> Floats:
    """``seconds`` of phrases and rests."""
    dice = np.random.default_rng(seed)
    count = round(seconds * RATE_HZ)
    sound = np.zeros(count)
    at = 0.0
    while at < seconds:
        end = at + who.phrase_s * dice.uniform(0.7, 1.3)
        while at < min(end, seconds):
            length = dice.uniform(0.7, 1.3) / who.syllables_hz
            syllable = _syllable(who, length * 0.85, dice)
            first = round(at * RATE_HZ)
            part = syllable[: count - first]
            sound[first : first + len(part)] += part
            at += length
        at += who.rest_s * dice.uniform(0.6, 1.5)
    loud = np.sqrt(np.mean(sound[np.abs(sound) > 0] ** 2)) if np.any(sound) else 1.0
    return (sound * 10 ** (who.level_dbfs / 20) / loud).astype(np.float32)


def _syllable(who: Speaking, seconds: float, dice: np.random.Generator) -> Doubles:
    """A short hiss now and then, and a vowel."""
    count = max(320, round(seconds * RATE_HZ))
    pitch = who.pitch_hz * 2 ** (who.range_octaves * dice.standard_normal())
    glide = np.linspace(0.0, dice.normal(0.0, 0.12), count)
    phase = np.cumsum(pitch * 2**glide / RATE_HZ)
    source = np.diff(np.floor(phase), prepend=0.0) + 0.02 * dice.standard_normal(count)
    smooth = float(np.clip(0.94 - 0.03 * who.brightness, 0.5, 0.97))
    sound = lfilter([1.0 - smooth], [1.0, -smooth], source)
    for formant in _VOWELS[int(dice.integers(len(_VOWELS)))]:
        radius = np.exp(-np.pi * 90.0 / RATE_HZ)
        turn = 2.0 * np.pi * formant * dice.uniform(0.9, 1.1) / RATE_HZ
        sound = sound + 0.6 * lfilter([1.0 - radius], [1.0, -2.0 * radius * np.cos(turn), radius**2], sound)
    envelope = np.sin(np.pi * np.linspace(0.0, 1.0, count)) ** 0.6
    vowel = sound / (np.sqrt(np.mean(sound**2)) + 1e-12) * envelope
    if dice.random() < 0.35:
        hiss = np.diff(dice.standard_normal(count // 3 + 1)) * 0.25
        vowel[: len(hiss)] = hiss * np.hanning(len(hiss))
    result: Doubles = vowel * dice.uniform(0.5, 1.2)
    return result
