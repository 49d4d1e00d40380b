"""A few seconds of voice frames in one row of numbers: what is said of a voice without how loud it is.

Statistics over frames as in the Geneva minimalistic set (Eyben et al. 2016), over own features: shape of the
spectrum (bands against the frame's whole level), cepstrum, pitch, periodicity, movement of loudness, rhythm. All
levels are relative, so a gain changes nothing.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.fft import dct

from affect.spectrum import Doubles
from affect.voice_frames import BANDS, VoiceFrames

Flags = NDArray[np.bool_]

FRAME_S = 0.02
"""Seconds from frame to frame."""
LEAST_ACTIVE, LEAST_VOICED = 20, 10
"""Frames of speech, and of voiced speech, that a row needs."""
VOICED = 0.3
"""Aperiodicity below which a frame has a pitch."""

_ABOVE_DB = 5.0
_DEPTH_DB = 30.0
_CEPSTRA = 13
_OCTAVE_SLIP = 9.0
_TENTHS = (10.0, 50.0, 90.0)


def active(frames: VoiceFrames) -> Flags:
    """bool (n,): frames that hold speech: above the room, and not far below the loudest. This trims silence."""
    loud: Flags = frames.above_db > _ABOVE_DB
    if not loud.any():
        return loud
    top = np.percentile(frames.level_db[loud], 95.0)
    spoken: Flags = loud & (frames.level_db > top - _DEPTH_DB)
    return spoken


def functionals(frames: VoiceFrames) -> Doubles | None:
    """float64 (SIZE,), or None where too little is spoken."""
    spoken = active(frames)
    voiced = spoken & (frames.aperiodicity < VOICED)
    if spoken.sum() < LEAST_ACTIVE or voiced.sum() < LEAST_VOICED:
        return None
    return np.concatenate((_shape(frames, spoken, voiced), _melody(frames, voiced), _rhythm(frames, spoken, voiced)))


def _shape(frames: VoiceFrames, spoken: Flags, voiced: Flags) -> Doubles:
    """Spectrum and cepstrum: where they stand, how far and how fast they move."""
    relative = frames.mel_db - frames.level_db[:, None]
    sung = relative[voiced]
    cepstra = dct(frames.mel_db, axis=1, norm="ortho")[:, 1 : _CEPSTRA + 1]
    both = spoken[1:] & spoken[:-1]
    steps = np.abs(np.diff(cepstra, axis=0))[both] if both.any() else np.zeros((1, _CEPSTRA))
    spread = np.percentile(cepstra[voiced], (10.0, 90.0), axis=0)
    unvoiced = spoken & ~voiced
    hiss = cepstra[unvoiced].mean(axis=0) if unvoiced.sum() >= 3 else cepstra[spoken].mean(axis=0)
    return np.concatenate(
        (
            sung.mean(axis=0),
            sung.std(axis=0),
            relative[spoken].std(axis=0),
            cepstra[voiced].mean(axis=0),
            cepstra[voiced].std(axis=0),
            steps.mean(axis=0),
            spread[0],
            spread[1],
            hiss,
        )
    )


def _melody(frames: VoiceFrames, voiced: Flags) -> Doubles:
    """Pitch and periodicity of the voiced frames; octave slips are left out."""
    middle = float(np.median(frames.semitones[voiced]))
    kept = voiced & (np.abs(frames.semitones - middle) < _OCTAVE_SLIP)
    pitch = frames.semitones[kept]
    low, half, high = np.percentile(pitch, _TENTHS)
    both = kept[1:] & kept[:-1]
    steps = np.diff(frames.semitones)[both]
    steps = steps if len(steps) else np.zeros(1)
    rises, falls = steps[steps > 0.0], steps[steps < 0.0]
    place = np.linspace(-1.0, 1.0, len(pitch))
    trend = float(np.mean(place * (pitch - pitch.mean())) * 3.0)
    bow = float(np.mean((place**2 - 1.0 / 3.0) * (pitch - pitch.mean())))
    rough = frames.aperiodicity[voiced]
    return np.array(
        [
            half,
            low,
            high,
            high - low,
            pitch.std(),
            np.abs(steps).mean(),
            steps.std(),
            rises.mean() if len(rises) else 0.0,
            falls.mean() if len(falls) else 0.0,
            len(rises) / len(steps),
            trend,
            bow,
            rough.mean(),
            rough.std(),
            np.percentile(rough, 90.0),
            np.percentile(rough, 50.0),
            kept.sum() / voiced.sum(),
        ]
    )


def _rhythm(frames: VoiceFrames, spoken: Flags, voiced: Flags) -> Doubles:
    """Movement of loudness, share and length of voiced stretches, rests."""
    first, last = np.flatnonzero(spoken)[[0, -1]]
    inside = slice(int(first), int(last) + 1)
    level = frames.level_db[spoken] - frames.level_db[spoken].max()
    run = frames.level_db[inside]
    run = np.maximum(run, run.max() - 40.0)
    steps = np.diff(run) if len(run) > 1 else np.zeros(1)
    smooth = np.convolve(run, np.full(5, 0.2), mode="same")
    bends = np.diff(smooth)
    peaks = int(((bends[:-1] > 0.0) & (bends[1:] <= 0.0) & (smooth[1:-1] > smooth.mean())).sum())
    seconds = len(run) * FRAME_S
    stretches = np.diff(np.flatnonzero(np.diff(np.concatenate(([False], voiced[inside], [False])).astype(int))))[::2]
    return np.array(
        [
            level.mean(),
            level.std(),
            *np.percentile(level, _TENTHS),
            np.abs(steps).mean(),
            steps.std(),
            np.percentile(steps, 95.0),
            np.percentile(steps, 5.0),
            peaks / seconds,
            spoken[inside].mean(),
            voiced.sum() / spoken.sum(),
            stretches.mean() * FRAME_S,
            stretches.std() * FRAME_S,
            stretches.max() * FRAME_S,
            len(stretches) / seconds,
        ]
    )


SIZE = 3 * BANDS + 6 * _CEPSTRA + 17 + 16
"""Numbers in a row."""
MELODY_AND_RHYTHM = slice(SIZE - 17 - 16, SIZE)
"""Columns of a row that hold no spectrum."""
