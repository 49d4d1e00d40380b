"""What the voice model sees in play is what librosa computes: bands, their levels, cepstra, pitch."""

import librosa
import numpy as np
import pytest
import scipy.fft

from affect.sensor import RATE_HZ, Sound
from affect.simulate import white
from affect.simulate_speech import Speaking, speak
from affect.spectrum import BLOCK, HISTORY, HOP, WINDOW, Blocks, Doubles, Floats, mel_filters
from affect.voice_frames import BANDS, PITCH_WINDOW, VoiceEar, join

SPEECH = speak(Speaking(pitch_hz=140.0, level_dbfs=-25.0), 3.0, 4)
_LATEST = HISTORY - BLOCK - WINDOW + HOP
"""Samples of a block's history before its first frame."""


def bands_of(sound: Floats) -> Doubles:
    """float64 (n, BANDS): power per band and frame, before the room is taken off, from the blocks of play."""
    mels = mel_filters(BANDS, 60.0, 7600.0)
    bands: Doubles = np.concatenate([block.power @ mels.T for block in Blocks().take(Sound(sound, 0))]).astype(
        np.float64
    )
    return bands


def librosa_bands(sound: Floats) -> Doubles:
    """The same by librosa, frame by frame from the same places."""
    start = np.concatenate((np.zeros(HISTORY - BLOCK, np.float32), sound))[_LATEST:]
    spectrum = np.abs(librosa.stft(start, n_fft=WINDOW, hop_length=HOP, window="hann", center=False)) ** 2
    filters = librosa.filters.mel(sr=RATE_HZ, n_fft=WINDOW, n_mels=BANDS, fmin=60.0, fmax=7600.0)
    scale = 2.0 / (WINDOW * np.sum(np.hanning(WINDOW + 1)[:-1] ** 2))
    bands: Doubles = (filters @ spectrum).T * scale
    return bands


def test_bands_are_those_of_librosa() -> None:
    """Power per band of every frame of speech, within a thousandth."""
    ours, theirs = bands_of(SPEECH), librosa_bands(SPEECH)
    assert len(ours) <= len(theirs)
    np.testing.assert_allclose(ours, theirs[: len(ours)], rtol=1e-3, atol=1e-10)


def test_cepstra_are_those_of_librosa() -> None:
    """The cosine transform of the bands in dB, as functionals use it, within a hundredth of a dB."""
    ours = scipy.fft.dct(10.0 * np.log10(bands_of(SPEECH) + 1e-10), axis=1, norm="ortho")[:, :14]
    theirs = librosa.feature.mfcc(S=10.0 * np.log10(librosa_bands(SPEECH).T + 1e-10), n_mfcc=14).T
    np.testing.assert_allclose(ours, theirs[: len(ours)], atol=0.01)


@pytest.mark.parametrize("hz", [95.0, 150.0, 230.0])
def test_pitch_agrees_with_librosa(hz: float) -> None:
    """On a gliding voice in a little noise, YIN of play and librosa's agree within 2 % in nine frames of ten."""
    t = np.arange(2 * RATE_HZ) / RATE_HZ
    phase = 2.0 * np.pi * np.cumsum(hz * 2 ** (0.2 * np.sin(2 * np.pi * 0.7 * t))) / RATE_HZ
    voice = sum(np.sin(k * phase) / k for k in range(1, 9)) * 0.05
    sound = (voice + white(2.0, -60.0, 1)).astype(np.float32)
    ear = VoiceEar()
    frames = join([ear.take(block) for block in Blocks().take(Sound(sound, 0))])
    ours = 55.0 * 2 ** (frames.semitones / 12.0)
    start = np.concatenate((np.zeros(HISTORY - BLOCK, np.float32), sound))
    theirs = librosa.yin(
        start, fmin=65.0, fmax=500.0, sr=RATE_HZ, frame_length=PITCH_WINDOW, hop_length=HOP, center=False
    )[: len(ours)]
    inside = slice(10, len(theirs) - 10)
    assert np.mean(np.abs(ours[inside] / theirs[inside] - 1.0) < 0.02) > 0.9
