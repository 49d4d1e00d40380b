"""The synthesiser: pitch, colour, seams and tables of the sounds, and that what is stored is what it makes."""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from assets.studio import synth_breath, synth_noise, synth_store, synth_tones, synthesis
from assets.studio.synth_noise import RATE_HZ, Samples
from assets.studio.synth_store import Made
from game.core.reading import BAND_EDGES_HZ
from game.stage import sound_bank

SOUNDS = Path(synthesis.__file__).parents[1] / "sounds"


def centroid_hz(samples: Samples) -> float:
    """Middle of the power spectrum of a mono sound."""
    power = np.abs(np.fft.rfft(samples)) ** 2
    hz = np.fft.rfftfreq(len(samples), 1.0 / RATE_HZ)
    return float(np.sum(power * hz) / np.sum(power))


def peak_hz(samples: Samples) -> float:
    """Strongest frequency of a mono sound."""
    power = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), 8 * len(samples)))
    return float(np.argmax(power) * RATE_HZ / (8 * len(samples)))


@pytest.mark.parametrize("seconds", [1.5, 4.0, 7.9])
def test_breath_cues_rise_and_fall_a_fifth(seconds: float) -> None:
    """In goes up from D4 to A4 and brightens, out goes down and darkens, at every length."""
    fifth = seconds / 5.0
    share = round(fifth * RATE_HZ)
    rise, fall = synth_breath.breath_in(seconds), synth_breath.breath_out(seconds)
    assert peak_hz(rise[:share]) == pytest.approx(300.0, rel=0.06)
    assert peak_hz(rise[-share:]) == pytest.approx(435.0, rel=0.06)
    assert peak_hz(fall[:share]) == pytest.approx(435.0, rel=0.06)
    assert peak_hz(fall[-share:]) == pytest.approx(300.0, rel=0.06)
    assert centroid_hz(rise) > 1.3 * centroid_hz(fall)
    assert centroid_hz(rise[-share:]) > centroid_hz(rise[:share])
    assert centroid_hz(fall[-share:]) < centroid_hz(fall[:share])


def test_moving_air_follows_its_corner() -> None:
    """Noise through a corner at 2 kHz is brighter than at 400 Hz, equally strong, and of the wanted length."""
    low, high = (synth_breath.moving_air(np.full(48_123, corner), 40.0) for corner in (400.0, 2000.0))
    assert len(low) == len(high) == 48_123
    assert centroid_hz(high) > 2.0 * centroid_hz(low)
    assert low.std() == pytest.approx(1.0, rel=0.15)
    assert high.std() == pytest.approx(1.0, rel=0.15)


def test_notes_are_one_just_scale() -> None:
    """Each of the ten bells and marimbas sounds at its step of the scale, two octaves apart from first to last."""
    for step in range(synth_tones.NOTES):
        ratio = synth_tones.JUST[step % 5] * 2 ** (step // 5)
        assert peak_hz(synth_tones.bell(step)) == pytest.approx(4 * 146.83 * ratio, rel=0.002)
        assert peak_hz(synth_tones.marimba(step)) == pytest.approx(2 * 146.83 * ratio, rel=0.004)


def test_layers_of_the_pad_share_no_note() -> None:
    """What sounds together, or one after the other, differs by more than 8 Hz: nothing cancels."""
    chords = [(*synth_tones.DEEP, *w, *o) for w, o in zip(synth_tones.WARM, synth_tones.OPEN, strict=True)]
    following = [
        (*first[len(synth_tones.DEEP) :], *then) for first, then in zip(chords, [*chords[1:], chords[0]], strict=True)
    ]
    for together in (*chords, *following):
        hz = sorted(synth_tones.ROOT_HZ * ratio for ratio in together)
        assert all(above - below > 8.0 for below, above in pairwise(hz))


def test_surf_stays_in_its_bands() -> None:
    """The low sea lies below 420 Hz, the hiss above 2 kHz and hardly above 8 kHz, left and right are strangers."""
    low, mid, hiss = synth_noise.surf_low(3.0), synth_noise.surf_mid(3.0), synth_noise.surf_hiss(3.0)
    assert centroid_hz(low[:, 0]) < 420.0
    assert 500.0 < centroid_hz(mid[:, 0]) < 1900.0
    assert 2200.0 < centroid_hz(hiss[:, 0]) < 6500.0
    for layer in (low, mid, hiss):
        assert abs(np.corrcoef(layer.T)[0, 1]) < 0.1


def test_a_stored_loop_keeps_its_length_and_shape() -> None:
    """Through the codec and back, a loop has its length and is 20 dB or more above what the codec added."""
    made = Made("loop", synth_tones.pad_layer(4.0, (1.0,), 600.0, 3) * 0.2, loops=True)
    heard = synth_store.decode(synth_store.encode(made, synthesis.QUALITY), loops=True)
    assert heard.shape == made.samples.shape
    assert np.mean(made.samples**2) > 100.0 * np.mean((heard - made.samples) ** 2)


def test_band_levels_of_a_sine() -> None:
    """A sine of 1 kHz at -20 dBFS RMS is told in the third band, there alone, all along its loop."""
    t = np.arange(2 * RATE_HZ) / RATE_HZ
    levels = synth_store.band_levels(0.1 * np.sqrt(2.0) * np.sin(2 * np.pi * 1000.0 * t), loops=True)
    assert levels.shape == (2 * synth_store.FRAMES_PER_S, 5)
    assert np.abs(levels[:, 2] + 2000).max() <= 2
    assert levels[:, [0, 1, 3, 4]].max() < -8000


def test_the_studio_and_the_game_mean_the_same() -> None:
    """Bands, rates and rows of the table are the same on both sides, which may not import each other."""
    assert synth_store.BAND_EDGES_HZ == BAND_EDGES_HZ
    assert synth_store.FRAMES_PER_S == sound_bank.FRAMES_PER_S
    assert RATE_HZ == sound_bank.RATE_HZ
    assert synth_store.LEAD >= sound_bank.SEAM


def test_the_stored_sounds_are_whole_and_small() -> None:
    """Every sound in the catalogue is there and no other, each with its table, below 3 MB together."""
    listed = {item["name"] for item in json.loads((SOUNDS / "catalogue.json").read_text())}
    assert {path.stem for path in SOUNDS.glob("*.ogg")} == listed
    with np.load(SOUNDS / "levels.npz") as levels:
        assert set(levels) == listed
    assert sum(path.stat().st_size for path in SOUNDS.iterdir()) < 3_000_000


def test_the_stored_sounds_are_what_the_synthesiser_makes() -> None:
    """A surf loop, a bell and a breath cue made anew sound as the stored ones, and have the stored table."""
    quick = (*synthesis.surf(), *synthesis.cues())
    chosen = [made for made in quick if made.name in ("surf_hiss", "bell_4", "breath_out_301")]
    assert len(chosen) == 3
    with np.load(SOUNDS / "levels.npz") as levels:
        for made in chosen:
            stored = synth_store.decode((SOUNDS / f"{made.name}.ogg").read_bytes(), made.loops)
            # Vorbis is lossy: noise keeps its shape less well than tones do.
            assert np.mean((stored - made.samples) ** 2) < 0.25 * np.mean(made.samples**2)
            assert np.array_equal(levels[made.name], synth_store.band_levels(stored, made.loops))
