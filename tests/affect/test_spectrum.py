"""Streaming spectra: the same blocks however the sound is cut, and the filters and pitches they are said to be."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from affect.sensor import RATE_HZ, Sound
from affect.spectrum import BLOCK, HISTORY, Block, Blocks, Rolling, band_sums, dbfs, mel_filters, yin


def cut(samples: NDArray[np.float32], lengths: list[int]) -> list[Block]:
    """Blocks of ``samples`` given in pieces of these lengths, over and over."""
    blocks, found, at, turn = Blocks(), list[Block](), 0, 0
    while at < len(samples):
        length = lengths[turn % len(lengths)]
        found.extend(blocks.take(Sound(samples[at : at + length], at * 1_000_000_000 // RATE_HZ)))
        at += length
        turn += 1
    return found


@settings(max_examples=25, deadline=None)
@given(lengths=st.lists(st.integers(1, 5000), min_size=1, max_size=6), seed=st.integers(0, 1000))
def test_blocks_do_not_depend_on_how_the_sound_is_cut(lengths: list[int], seed: int) -> None:
    """Chunked and whole sound give equal blocks, to the last bit, at the same times."""
    samples = np.random.default_rng(seed).standard_normal(12_000).astype(np.float32) * 0.1
    whole, pieces = cut(samples, [len(samples)]), cut(samples, [max(100, length) for length in lengths])
    assert len(whole) == len(pieces) == len(samples) // BLOCK
    for one, other in zip(whole, pieces, strict=True):
        assert one.t_ns == other.t_ns
        assert np.array_equal(one.power, other.power)
        assert np.array_equal(one.samples, other.samples)


def test_power_of_a_sine_is_its_mean_square() -> None:
    """A full sine has -3 dBFS; a frame's power sums to that."""
    sine = np.sin(2 * np.pi * 1000.0 * np.arange(8000) / RATE_HZ).astype(np.float32)
    last = cut(sine, [8000])[-1]
    assert dbfs(last.mean_square) == pytest.approx(-3.01, abs=0.05)
    assert dbfs(float(last.mean_power.sum())) == pytest.approx(-3.01, abs=0.1)
    bands = band_sums((100.0, 800.0, 2000.0)) @ last.mean_power
    assert bands[1] > 1000 * bands[0]


def test_time_is_counted_from_the_first_sample() -> None:
    """A block's time is that of its last sample, and a gap begins a new stream at the new time."""
    blocks = Blocks()
    second = np.zeros(RATE_HZ, np.float32)
    first = list(blocks.take(Sound(second, 5_000_000_000)))
    assert [block.t_ns for block in first] == [5_000_000_000 + (k + 1) * 100_000_000 for k in range(10)]
    assert [block.fresh for block in first] == [True] + [False] * 9
    after = list(blocks.take(Sound(second, 9_000_000_000)))
    assert after[0].t_ns == 9_100_000_000
    assert after[0].fresh


def test_a_device_clock_that_drifts_is_followed() -> None:
    """A clock 200 ppm fast never puts a block's time off by more than 70 ms, and never starts a new stream."""
    blocks, worst, fresh = Blocks(), 0, 0
    for index in range(6000):
        t_ns = round(index * 100_000_000 * 1.0002)
        for block in blocks.take(Sound(np.zeros(BLOCK, np.float32), t_ns)):
            worst = max(worst, abs(block.t_ns - (t_ns + 100_000_000)))
            fresh += block.fresh
    assert worst < 70_000_000
    assert fresh == 1


def test_what_is_no_sound_counts_as_silence() -> None:
    """NaN and infinity never get past the gate."""
    samples = np.full(BLOCK, np.nan, np.float32)
    samples[::2] = np.inf
    (block,) = Blocks().take(Sound(samples, 0))
    assert np.isfinite(block.power).all()
    assert dbfs(block.mean_square) == -120.0


@pytest.mark.parametrize(("bands", "low", "high"), [(20, 300.0, 7500.0), (40, 0.0, 8000.0), (13, 100.0, 4000.0)])
def test_mel_filters_are_librosas(bands: int, low: float, high: float) -> None:
    """The bank equals librosa's default (Slaney) bank."""
    librosa_filters = pytest.importorskip("librosa.filters")
    theirs = librosa_filters.mel(sr=RATE_HZ, n_fft=512, n_mels=bands, fmin=low, fmax=high)
    assert np.allclose(mel_filters(bands, low, high), theirs, atol=1e-7)


@settings(max_examples=40, deadline=None)
@given(hz=st.floats(75.0, 600.0), partials=st.integers(1, 8), seed=st.integers(0, 99))
def test_yin_finds_the_pitch(hz: float, partials: int, seed: int) -> None:
    """A harmonic tone's pitch is found within 1 %, and it is called periodic; noise is not."""
    dice = np.random.default_rng(seed)
    t = np.arange(1024) / RATE_HZ
    tone = sum(np.sin(2 * np.pi * hz * k * t + dice.uniform(0, 6.28)) / k for k in range(1, partials + 1))
    pitch = yin((0.1 * tone).astype(np.float32))
    assert pitch.hz == pytest.approx(hz, rel=0.01)
    assert pitch.aperiodicity < 0.1
    assert yin(dice.standard_normal(1024).astype(np.float32)).aperiodicity > 0.4


def test_silence_has_no_pitch() -> None:
    """Zeros are aperiodic."""
    assert yin(np.zeros(1024, np.float32)).aperiodicity == 1.0


@given(count=st.integers(1, 60), rows=st.integers(2, 9))
def test_rolling_keeps_the_last_rows(count: int, rows: int) -> None:
    """After any number of pushes the last rows are those pushed last, oldest first."""
    rolling = Rolling(rows, 1)
    for value in range(count):
        rolling.push(float(value))
    assert rolling.known()[:, 0].tolist() == [float(v) for v in range(max(0, count - rows), count)]
    if count > 2:
        assert rolling.last(1, 1)[0, 0] == count - 2


def test_history_reaches_back_over_the_blocks() -> None:
    """A block carries the samples before it, for pitch."""
    samples = np.arange(4 * BLOCK, dtype=np.float32) / (4 * BLOCK)
    last = cut(samples, [700])[-1]
    assert np.array_equal(last.samples, samples[-HISTORY:])
