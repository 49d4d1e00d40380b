"""From samples to files: loudness, Vorbis whose loops stay seamless, and what a sound puts in each band."""

import io
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyloudnorm
import soundfile
from numpy.typing import NDArray
from scipy.signal import resample_poly

from assets.studio.synth_noise import RATE_HZ, Samples

BAND_EDGES_HZ = (100.0, 300.0, 800.0, 2000.0, 4000.0, 8000.0)
"""Edges of the bands in which the game says how loud it plays (game.core.reading, checked by a test)."""
LEAD = 4800
"""Samples of the loop's own end before it and of its own start after it: the codec's edges fall outside."""
FRAMES_PER_S = 20
"""Rows of the table of levels in a second."""
WINDOW_S = 0.1
"""Length each row looks at."""
SILENCE_DBFS = -120.0
"""What the table says of a silent band."""


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """One sound, ready to be stored."""

    name: str
    """File stem."""
    samples: Samples
    """float64 (n,) or (n, 2), 48 kHz."""
    loops: bool
    """It is played round and round."""


def loudness_lufs(samples: Samples) -> float:
    """Integrated loudness (ITU-R BS.1770-4); what is shorter than its 0.4 s gets silence."""
    short = RATE_HZ // 2 - len(samples)
    if short > 0:
        samples = np.concatenate([samples, np.zeros((short, *samples.shape[1:]))])
    return float(pyloudnorm.Meter(RATE_HZ).integrated_loudness(samples))


def true_peak_dbtp(samples: Samples) -> float:
    """Largest value between the samples too, 4 x oversampled (ITU-R BS.1770-4 annex 2), dB of full scale."""
    return float(20.0 * np.log10(np.abs(resample_poly(samples, 4, 1, axis=0)).max() + 1e-12))


def at_loudness(samples: Samples, lufs: float) -> Samples:
    """The same sound at ``lufs``."""
    return np.asarray(samples * 10.0 ** ((lufs - loudness_lufs(samples)) / 20.0), np.float64)


def encode(made: Made, quality: float) -> bytes:
    """Ogg Vorbis, 48 kHz. ``quality`` in [0, 1], 1 = best. A loop gets its leads."""
    samples = made.samples
    if made.loops:
        samples = np.concatenate([samples[-LEAD:], samples, samples[:LEAD]])
    channels = 1 if samples.ndim == 1 else samples.shape[1]
    file = io.BytesIO()
    with soundfile.SoundFile(
        file, "w", RATE_HZ, channels, format="OGG", subtype="VORBIS", compression_level=1.0 - quality
    ) as out:
        # libsndfile's Vorbis writer overflows its stack on one very long write.
        for start in range(0, len(samples), RATE_HZ):
            out.write(samples[start : start + RATE_HZ])
    return file.getvalue()


def decode(data: bytes, loops: bool) -> Samples:
    """What a player hears of ``data``, without a loop's leads."""
    samples, _ = soundfile.read(io.BytesIO(data), dtype="float64")
    return np.asarray(samples[LEAD:-LEAD] if loops else samples, np.float64)


def band_levels(samples: Samples, loops: bool) -> NDArray[np.int16]:
    """int16 (frames, 5), hundredths of dBFS: RMS per band over the 0.1 s round each 0.05 s of the sound.

    Of stereo, the mean of both sides is measured: the one sound that a microphone hears.
    """
    heard = samples if samples.ndim == 1 else samples.mean(axis=1)
    window = round(WINDOW_S * RATE_HZ)
    hop = RATE_HZ // FRAMES_PER_S
    around = np.pad(heard, (window // 2, window + hop), mode="wrap" if loops else "constant")
    cut = np.lib.stride_tricks.sliding_window_view(around, window)[::hop][: -(-len(samples) // hop)]
    level = 10.0 * np.log10(np.maximum(band_power(cut), 10.0 ** (SILENCE_DBFS / 10.0)))
    return np.asarray(np.round(100.0 * level), np.int16)


def band_power(cut: Samples) -> Samples:
    """float64 (frames, 5): mean square of each row of ``cut`` (frames, n) within each band."""
    count = cut.shape[1]
    taper = np.hanning(count + 1)[:-1]
    power = np.abs(np.fft.rfft(cut * taper, axis=1)) ** 2 * 2.0 / (count * np.sum(taper**2))
    hz = np.fft.rfftfreq(count, 1.0 / RATE_HZ)
    edges = np.searchsorted(hz, BAND_EDGES_HZ)
    return np.stack([power[:, low:high].sum(axis=1) for low, high in pairwise(edges)], axis=1)


def store(folder: Path, made: Made, quality: float) -> Samples:
    """Write a sound to ``folder`` and return what a player hears of it.

    The format puts a random serial number into each file: one that would sound the same is left as it is.
    """
    path = folder / f"{made.name}.ogg"
    data = encode(made, quality)
    heard = decode(data, made.loops)
    if not path.exists() or not np.array_equal(decode(path.read_bytes(), made.loops), heard):
        path.write_bytes(data)
    return heard
