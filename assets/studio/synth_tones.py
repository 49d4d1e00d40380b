"""Tones: the pad's layers, bells, soft marimba and the closing chord, all in one just pentatonic scale.

D major pentatonic in just ratios over D3: any two notes agree, so nothing the player does can sound wrong.
"""

import numpy as np

from assets.studio.synth_noise import RATE_HZ, Samples, low_pass

ROOT_HZ = 146.83
"""D3."""
JUST = (1.0, 9.0 / 8.0, 5.0 / 4.0, 3.0 / 2.0, 5.0 / 3.0)
"""The five steps of the scale."""
NOTES = 10
"""Steps that bells and marimba have: two octaves."""
SHADOW = 0.4
"""Each voice of the pad has a second sine beside it, so strong: it warms the tone by a beat of some 6 dB. Equal
sines would beat to silence and back, and a pulse is the last thing a breath needs."""

DEEP = (0.5, 1.0, 1.5)
"""Root and fifth, always there: all that a tense place keeps."""
WARM = ((1.25, 2.0), (5.0 / 6.0, 5.0 / 3.0), (1.125, 2.25), (5.0 / 3.0, 2.5))
"""Thirds and sixths of the four chords, as ratios over the root. No two layers of a chord and no two
neighbouring chords share a note, so that layers add as strangers do and a cross-fade never cancels."""
OPEN = ((2.25, 3.0), (4.0, 5.0), (3.0, 10.0 / 3.0), (4.0, 4.5))
"""Ninths and high voices of the four chords."""


def note_hz(step: int) -> float:
    """Frequency of a step of the scale, counted from D3."""
    return ROOT_HZ * JUST[step % 5] * 2.0 ** (step // 5)


def ease(share: Samples) -> Samples:
    """Smoothstep over [0, 1], clamped."""
    share = np.clip(share, 0.0, 1.0)
    return share * share * (3.0 - 2.0 * share)


def pad_layer(seconds: float, ratios: tuple[float, ...], dark_hz: float, seed: int) -> Samples:
    """float64 (n, 2): a few voices that stand still and breathe in colour, low-passed at ``dark_hz``.

    Every frequency is rounded to whole cycles per loop, so the loop has no seam.
    """
    count = round(seconds * RATE_HZ)
    t = np.arange(count) / RATE_HZ
    dice = np.random.default_rng(seed)
    out = np.zeros((count, 2))
    for place, ratio in enumerate(ratios):
        # Quieter upward, as a choir is.
        strength = 1.0 / (1.0 + 0.45 * place)
        move_hz = (1 + place % 2) / seconds
        # Neighbouring voices beat at different rates, about 0.5 and 0.33 Hz.
        apart_hz = round((0.5 - 0.17 * (place % 2)) * seconds) / seconds
        for side, share in ((0, 1.0), (1, SHADOW)):
            hz = round(ROOT_HZ * ratio * seconds) / seconds + side * apart_hz
            colour = 0.35 + 0.35 * (0.5 + 0.5 * np.sin(2 * np.pi * (move_hz * t + dice.random())))
            turn = 2 * np.pi * (hz * t + dice.random())
            voice = share * strength * np.sin(turn + colour * np.sin(turn))
            right = 0.5 + 0.3 * (side - 0.5) * (0.5 + 0.2 * place)
            out += voice[:, None] * np.array([1.0 - right, right])
    hz_axis = np.fft.rfftfreq(count, 1.0 / RATE_HZ)
    spectrum = np.fft.rfft(out, axis=0) * low_pass(hz_axis, dark_hz)[:, None]
    spectrum[0] = 0.0
    return np.asarray(np.fft.irfft(spectrum, count, axis=0), np.float64)


def struck(hz: float, seconds: float, partials: tuple[tuple[float, float, float], ...], attack_s: float) -> Samples:
    """float64 (n,): a struck body. A partial is (ratio, strength, decay s); high notes die sooner."""
    t = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    shorter = (4.0 * ROOT_HZ / hz) ** 0.25
    out = np.zeros_like(t)
    for ratio, strength, decay_s in partials:
        out += strength * np.sin(2 * np.pi * hz * ratio * t) * np.exp(-t / (decay_s * shorter))
    return out * ease(t / attack_s) * ease((seconds - t) / (0.3 * seconds))


BELL = ((1.0, 1.0, 1.6), (2.0, 0.34, 0.9), (3.01, 0.16, 0.5), (4.17, 0.09, 0.28), (5.43, 0.04, 0.16))
"""Partials of the bell: slightly stretched, as metal is."""
MARIMBA = ((1.0, 1.0, 0.42), (2.0, 0.10, 0.25), (4.0, 0.12, 0.09))
"""Partials of the marimba: of the bell's family, wooden, short."""


def bell(step: int) -> Samples:
    """float64 (n,), 4 s: step 0 to 9, two octaves above the root."""
    return struck(4.0 * note_hz(step), 4.0, BELL, 0.012)


def marimba(step: int) -> Samples:
    """float64 (n,), 1.6 s: step 0 to 9, one octave above the root."""
    return struck(2.0 * note_hz(step), 1.6, MARIMBA, 0.008)


def soft_close() -> Samples:
    """float64 (n, 2), 9 s: a rolled chord D A E F# over a swelling root, and silence after it."""
    seconds = 9.0
    count = round(seconds * RATE_HZ)
    t = np.arange(count) / RATE_HZ
    out = np.zeros((count, 2))
    swell = ease(t / 1.5) * ease((seconds - t) / 5.5)
    for place, ratio in enumerate((0.5, 1.0, 1.5, 2.25, 2.5)):
        right = 0.5 + 0.12 * (place - 2) / 2.0
        turn = 2 * np.pi * ROOT_HZ * ratio * t
        voice = swell * np.sin(turn + 0.3 * np.sin(turn)) * 0.16 / (1.0 + 0.4 * place)
        out += voice[:, None] * np.array([1.0 - right, right])
    for place, step in enumerate((0, 3, 6, 7)):
        right = 0.35 + 0.1 * place
        start = round((0.15 + 0.32 * place) * RATE_HZ)
        ring = struck(2.0 * note_hz(step), 5.0, BELL, 0.02) * 0.3
        out[start : start + len(ring)] += ring[:, None] * np.array([1.0 - right, right])
    return out
