"""Simulated microphone sound of a person who breathes, and of the rooms they sit in. Seeded: same seed, same sound.

Breathing is shaped noise: a burst for the inhale and one for the exhale, each with a spectrum, a loudness and a
share of the cycle, whose length wanders a little from breath to breath. ``Breathing`` holds what differs between
people; ``person`` draws one. Everything is float32 (n,), mono, 16 kHz. Speech and the like: simulate_speech.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.signal import fftconvolve, lfilter

from affect.sensor import RATE_HZ

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Breathing:
    """How somebody breathes and how it sounds at the microphone."""

    breath_hz: float
    """Breaths per second."""
    inhale_share: float = 0.4
    """Part of the cycle that is inhale."""
    exhale_share: float = 0.47
    """Part of the cycle that is exhale; what is left is the pause after it."""
    inhale_db: float = -3.0
    """Loudness of the inhale against the exhale."""
    inhale_centre_hz: float = 1800.0
    """Middle of the inhale's noise: higher than the exhale's, as a rule."""
    exhale_centre_hz: float = 900.0
    """Middle of the exhale's noise."""
    width_octaves: float = 1.4
    """Width of both spectra (one sd, octaves)."""
    wander: float = 0.06
    """How much a cycle's length differs from the last (sd, share)."""
    depth_wander: float = 0.15
    """How much a breath's loudness differs (sd, share)."""
    level_dbfs: float = -45.0
    """RMS of the exhale."""
    start: float = 0.0
    """Phase at the first sample, [0, 1)."""


@dataclass(frozen=True, slots=True, eq=False)
class Breath:
    """Breathing as heard, with its truth."""

    sound: Floats
    """float32 (n,), mono, 16 kHz."""
    phase: Doubles
    """float64 (n,): the truth, [0, 1), 0 = start of the inhale."""
    inhales_s: tuple[float, ...]
    """Starts of the inhales, seconds from the first sample."""
    exhales_s: tuple[float, ...]
    """Starts of the exhales."""
    ends_s: tuple[float, ...]
    """Ends of the exhales."""


def person(seed: int, breath_hz: float, level_dbfs: float = -45.0) -> Breathing:
    """Somebody, drawn: shares, loudness, spectra and regularity differ as they do between people."""
    dice = np.random.default_rng(seed)
    inhale = dice.uniform(0.32, 0.48)
    exhale_centre = dice.uniform(500.0, 1400.0)
    return Breathing(
        breath_hz=breath_hz,
        inhale_share=inhale,
        exhale_share=dice.uniform(0.4, min(0.58, 0.97 - inhale)),
        inhale_db=dice.uniform(-9.0, 2.0),
        inhale_centre_hz=exhale_centre * dice.uniform(1.1, 2.6),
        exhale_centre_hz=exhale_centre,
        width_octaves=dice.uniform(0.9, 1.7),
        wander=dice.uniform(0.02, 0.12),
        depth_wander=dice.uniform(0.05, 0.3),
        level_dbfs=level_dbfs,
        start=dice.random(),
    )


def breathe(who: Breathing, seconds: float, seed: int) -> Breath:
    """``seconds`` of somebody breathing, without a room."""
    dice = np.random.default_rng(seed)
    count = round(seconds * RATE_HZ)
    inhale_noise = _shaped(count, who.inhale_centre_hz, who.width_octaves, dice)
    exhale_noise = _shaped(count, who.exhale_centre_hz, who.width_octaves, dice)
    sound, phase = np.zeros(count), np.zeros(count)
    inhales, exhales, ends = [], [], []
    at = -who.start / who.breath_hz
    while at < seconds:
        length = max(0.5, 1.0 + who.wander * dice.standard_normal()) / who.breath_hz
        depth = max(0.3, 1.0 + who.depth_wander * dice.standard_normal())
        turn, end = at + length * who.inhale_share, at + length * (who.inhale_share + who.exhale_share)
        _add(sound, inhale_noise, at, turn, depth * 10 ** (who.inhale_db / 20))
        _add(sound, exhale_noise, turn, end, depth)
        first, last = max(0, round(at * RATE_HZ)), max(0, min(count, round((at + length) * RATE_HZ)))
        phase[first:last] = (np.arange(first, last) / RATE_HZ - at) / length
        inhales.append(at)
        exhales.append(turn)
        ends.append(end)
        at += length
    loud = (sound * 10 ** (who.level_dbfs / 20)).astype(np.float32)
    return Breath(loud, np.clip(phase, 0.0, 0.9999), tuple(inhales), tuple(exhales), tuple(ends))


def _add(sound: Doubles, noise: Doubles, start_s: float, end_s: float, gain: float) -> None:
    """Add one burst: it rises over the first fifth and fades over the rest, as flow does."""
    first, last = round(start_s * RATE_HZ), round(end_s * RATE_HZ)
    heard = slice(min(max(first, 0), len(sound)), min(max(last, 0), len(sound)))
    place = (np.arange(heard.start, heard.stop) - first) / max(1, last - first)
    flow = np.sin(np.pi * np.clip(place, 0.0, 1.0) ** 0.7)
    sound[heard] += 1.35 * gain * flow * noise[heard]


def _shaped(count: int, centre_hz: float, width_octaves: float, dice: np.random.Generator) -> Doubles:
    """Noise of RMS 1 whose spectrum is a bell over log frequency with two small resonances."""
    spectrum = np.fft.rfft(dice.standard_normal(count))
    hz = np.maximum(np.fft.rfftfreq(count, 1 / RATE_HZ), 20.0)
    shape = np.exp(-0.5 * (np.log2(hz / centre_hz) / width_octaves) ** 2)
    for _ in range(2):
        place = centre_hz * 2 ** dice.uniform(-1.0, 1.5)
        shape *= 1.0 + 0.8 * np.exp(-0.5 * (np.log2(hz / place) / 0.25) ** 2)
    noise = np.fft.irfft(spectrum * shape, count)
    result: Doubles = noise / (noise.std() + 1e-12)
    return result


def _tilted(count: int, power: float, dice: np.random.Generator) -> Doubles:
    """Noise of RMS 1 with spectrum 1/f**power (in power), nothing below 40 Hz."""
    spectrum = np.fft.rfft(dice.standard_normal(count))
    hz = np.fft.rfftfreq(count, 1 / RATE_HZ)
    spectrum *= np.where(hz > 40.0, np.maximum(hz, 40.0) ** (-power / 2), 0.0)
    noise = np.fft.irfft(spectrum, count)
    result: Doubles = noise / (noise.std() + 1e-12)
    return result


def _scaled(sound: Doubles, level_dbfs: float) -> Floats:
    gain = 10 ** (level_dbfs / 20) / (np.sqrt(np.mean(sound**2)) + 1e-12)
    scaled: Floats = (sound * gain).astype(np.float32)
    return scaled


def white(seconds: float, level_dbfs: float, seed: int) -> Floats:
    """White noise: the hiss of a cheap microphone."""
    return _scaled(np.random.default_rng(seed).standard_normal(round(seconds * RATE_HZ)), level_dbfs)


def fan(seconds: float, level_dbfs: float, seed: int) -> Floats:
    """A fan: low noise, a hum with harmonics, and a slow unevenness of its blades."""
    dice = np.random.default_rng(seed)
    count = round(seconds * RATE_HZ)
    t = np.arange(count) / RATE_HZ
    hum_hz = dice.uniform(45.0, 130.0)
    hum = sum(np.sin(2 * np.pi * hum_hz * k * t + dice.uniform(0, 6.28)) / k**1.5 for k in range(1, 7))
    uneven = 1.0 + 0.08 * np.sin(2 * np.pi * dice.uniform(0.7, 2.0) * t)
    return _scaled((_tilted(count, 1.2, dice) + 0.8 * hum) * uneven, level_dbfs)


def household(seconds: float, level_dbfs: float, seed: int) -> Floats:
    """A lived-in room: tilted noise that slowly swells, with knocks and rustles at chance moments."""
    dice = np.random.default_rng(seed)
    count = round(seconds * RATE_HZ)
    corners = dice.normal(0.0, 3.0, max(2, round(seconds / 2.5)))
    swell = np.interp(np.arange(count), np.linspace(0, count, len(corners)), corners)
    sound = _tilted(count, dice.uniform(0.8, 1.6), dice) * 10 ** (swell / 20)
    return _scaled(sound, level_dbfs) + clicks(seconds, level_dbfs + 8.0, seed + 1, per_s=0.25)


def clicks(seconds: float, level_dbfs: float, seed: int, per_s: float = 1.0) -> Floats:
    """Knocks and key clicks of 10-120 ms, at chance moments; ``level_dbfs`` is their peak."""
    dice = np.random.default_rng(seed)
    count = round(seconds * RATE_HZ)
    sound = np.zeros(count)
    for _ in range(int(dice.poisson(per_s * seconds))):
        length = round(dice.uniform(0.01, 0.12) * RATE_HZ)
        at = int(dice.integers(0, max(1, count - length)))
        burst = _shaped(length, dice.uniform(400.0, 3000.0), 1.0, dice)[: count - at]
        sound[at : at + len(burst)] += burst * np.exp(-np.arange(len(burst)) / (0.25 * length))
    return (sound * 10 ** (level_dbfs / 20) * 0.5).astype(np.float32)


def in_room(sound: Floats, seed: int, decay_s: float = 0.3, wet: float = 0.35) -> Floats:
    """``sound`` as a room gives it back: the direct sound and a tail that falls 60 dB in ``decay_s``."""
    dice = np.random.default_rng(seed)
    length = round(decay_s * RATE_HZ)
    tail = dice.standard_normal(length) * 10 ** (-3.0 * np.arange(length) / length)
    tail = lfilter([0.5], [1.0, -0.5], tail)
    tail *= wet / np.sqrt(np.sum(tail**2))
    tail[0] += 1.0
    wet_sound: Floats = fftconvolve(sound, tail)[: len(sound)].astype(np.float32)
    return wet_sound


def at_rate(who: Breathing, breath_hz: float) -> Breathing:
    """The same person at another rate."""
    return replace(who, breath_hz=breath_hz)
