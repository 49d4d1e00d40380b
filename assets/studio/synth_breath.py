"""Breath cues: in rises a fifth and opens, airy; out falls a fifth and closes, round."""

import numpy as np

from assets.studio.synth_noise import RATE_HZ, Samples
from assets.studio.synth_tones import ROOT_HZ, ease

HOP = 480
"""Samples between the blocks of the moving filter: 10 ms."""
FIFTH = 1.5
"""A just fifth."""


def breath_in(seconds: float) -> Samples:
    """float64 (n,): D4 to A4, the filter opens from 600 to 2600 Hz."""
    share, swell = _course(seconds)
    turn = 2 * np.pi * np.cumsum(2.0 * ROOT_HZ * FIFTH ** ease(share)) / RATE_HZ
    tone = np.sin(turn + 0.9 * (1.0 - share) * np.sin(2.0 * turn))
    air = moving_air(600.0 * (2600.0 / 600.0) ** ease(share), floor_hz=150.0)
    return np.asarray((0.42 * tone + 0.26 * air) * swell, np.float64)


def breath_out(seconds: float) -> Samples:
    """float64 (n,): A4 to D4, the filter closes from 1200 to 300 Hz."""
    share, swell = _course(seconds)
    turn = 2 * np.pi * np.cumsum(2.0 * ROOT_HZ * FIFTH ** (1.0 - ease(share))) / RATE_HZ
    tone = np.sin(turn + 0.25 * np.sin(turn))
    air = moving_air(1200.0 * (300.0 / 1200.0) ** ease(share), floor_hz=40.0)
    return np.asarray((0.62 * tone + 0.12 * air) * swell, np.float64)


def moving_air(corner_hz: Samples, floor_hz: float) -> Samples:
    """float64 (n,), sd about 1: noise above ``floor_hz`` and below a corner that follows ``corner_hz`` (n,).

    Half-overlapping blocks are filtered in the frequency domain and added: no loop over samples.
    """
    count = len(corner_hz)
    blocks = count // HOP + 2
    noise = np.random.default_rng(7).standard_normal((blocks + 1) * HOP)
    cut = np.lib.stride_tricks.sliding_window_view(noise, 2 * HOP)[::HOP]
    window = np.sin(np.pi * (np.arange(2 * HOP) + 0.5) / (2 * HOP))
    hz = np.fft.rfftfreq(2 * HOP, 1.0 / RATE_HZ)
    at = np.minimum(np.arange(len(cut)) * HOP, count - 1)
    # Two poles: one leaves so much above the corner that the sweep is hardly heard.
    response = 1.0 / (1.0 + (hz[None] / corner_hz[at][:, None]) ** 2)
    response *= hz[None] / np.hypot(hz[None], floor_hz)
    response /= np.sqrt(np.mean(response**2, axis=1, keepdims=True))
    filtered = np.fft.irfft(np.fft.rfft(cut * window, axis=1) * response, 2 * HOP, axis=1) * window
    out = np.zeros((len(cut) + 1) * HOP)
    out[: len(cut) * HOP] += filtered[:, :HOP].reshape(-1)
    out[HOP:] += filtered[:, HOP:].reshape(-1)
    return out[HOP : HOP + count]


def _course(seconds: float) -> tuple[Samples, Samples]:
    """Share of the cue gone [0, 1) and its swell: attack 25 %, release 35 % of its length."""
    share = np.arange(round(seconds * RATE_HZ)) / (seconds * RATE_HZ)
    return share, ease(share / 0.25) * ease((1.0 - share) / 0.35)
