"""Microphones: pacing and resampling of files, the watch for silence, and what is said about bad ones."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from affect.devices.blocks import BLOCK, KEPT, MOST_AT_ONCE
from affect.devices.microphone import (
    SILENT,
    Microphone,
    PacedSoundFile,
    SilenceWatch,
    SoundFile,
    open_microphone,
)
from affect.errors import MissingDeviceError, NotMediaError
from affect.sensor import RATE_HZ, Sound
from tests.affect.clocks import HandClock

BLOCK_NS = 10_000_000


def tone(path: Path, rate_hz: int, seconds: float, channels: int = 1) -> Path:
    """A file with a 440 Hz tone at half of full scale."""
    t_s = np.arange(round(rate_hz * seconds)) / rate_hz
    wave = 0.5 * np.sin(2 * np.pi * 440 * t_s)
    soundfile.write(path, np.repeat(wave[:, None], channels, axis=1), rate_hz)
    return path


def heard(microphone: Microphone) -> Sound:
    """The next sound of a microphone that has one."""
    sound = microphone.take()
    assert sound is not None
    return sound


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 22_050, 44_100, 48_000])
@pytest.mark.parametrize(("suffix", "channels"), [(".wav", 1), (".flac", 2), (".ogg", 2)])
def test_any_file_becomes_16_khz_mono(tmp_path: Path, rate_hz: int, suffix: str, channels: int) -> None:
    """Whatever rate, channels and format: blocks of 160 float32, one after the other, and still a 440 Hz tone."""
    file = SoundFile(tone(tmp_path / f"tone{suffix}", rate_hz, 1.0, channels))
    sounds = list(iter(file.take, None))
    assert all(sound.samples.dtype == np.float32 and len(sound.samples) == BLOCK for sound in sounds)
    assert [sound.t_ns for sound in sounds] == [i * BLOCK_NS for i in range(len(sounds))]
    assert 98 <= len(sounds) <= 100
    whole = np.concatenate([sound.samples for sound in sounds])[1600:-1600]
    spectrum = np.abs(np.fft.rfft(whole * np.hanning(len(whole))))
    assert np.argmax(spectrum) * RATE_HZ / len(whole) == pytest.approx(440, abs=2)
    assert np.sqrt(np.mean(whole**2)) == pytest.approx(0.5 / np.sqrt(2), rel=0.05)


def test_resampling_does_not_shift_sound(tmp_path: Path) -> None:
    """A click at 0.500 s in a 48 kHz file is at 0.500 s +- 1 ms after resampling."""
    wave = np.zeros(48_000)
    wave[24_000] = 1.0
    soundfile.write(tmp_path / "click.wav", wave, 48_000)
    file = SoundFile(tmp_path / "click.wav")
    whole = np.concatenate([sound.samples for sound in iter(file.take, None)])
    assert np.argmax(np.abs(whole)) / RATE_HZ == pytest.approx(0.5, abs=0.001)


def test_a_block_comes_once_it_was_heard(tmp_path: Path) -> None:
    """The first 10 ms arrive 10 ms after the start, stamped with their beginning."""
    clock = HandClock(7)
    microphone = PacedSoundFile(tone(tmp_path / "tone.wav", RATE_HZ, 1.0), clock)
    sound = heard(microphone)
    assert (sound.t_ns, len(sound.samples), clock.now_ns()) == (7, BLOCK, 7 + BLOCK_NS)


def test_a_late_reader_catches_up(tmp_path: Path) -> None:
    """After 250 ms away all 25 blocks come, at most 100 ms a take, without a gap."""
    clock = HandClock()
    path = tone(tmp_path / "tone.wav", RATE_HZ, 1.0)
    microphone = PacedSoundFile(path, clock)
    clock.t_ns = 25 * BLOCK_NS
    sounds = [heard(microphone) for _ in range(3)]
    assert [len(sound.samples) for sound in sounds] == [MOST_AT_ONCE, MOST_AT_ONCE, 5 * BLOCK]
    assert [sound.t_ns for sound in sounds] == [0, 10 * BLOCK_NS, 20 * BLOCK_NS]
    file = SoundFile(path)
    straight = np.concatenate([heard(file).samples for _ in range(25)])
    assert np.array_equal(np.concatenate([sound.samples for sound in sounds]), straight)
    assert microphone.dropped == 0


def test_a_very_late_reader_loses_the_oldest(tmp_path: Path) -> None:
    """More than two seconds away: the oldest is dropped and counted, the time stamps stay true."""
    clock = HandClock()
    microphone = PacedSoundFile(tone(tmp_path / "tone.wav", RATE_HZ, 1.0), clock)
    clock.t_ns = 500 * BLOCK_NS
    sound = heard(microphone)
    assert microphone.dropped == 500 * BLOCK - KEPT
    assert sound.t_ns == clock.t_ns - KEPT * 1_000_000_000 // RATE_HZ


def test_in_play_a_file_begins_again(tmp_path: Path) -> None:
    """After its end a file starts over and time runs on."""
    microphone = PacedSoundFile(tone(tmp_path / "tone.wav", RATE_HZ, 0.1), HandClock())
    sounds = [heard(microphone) for _ in range(25)]
    assert [sound.t_ns for sound in sounds] == [i * BLOCK_NS for i in range(25)]
    assert np.array_equal(sounds[0].samples, sounds[10].samples)


def test_zeros_are_noticed_after_three_seconds_and_forgiven_by_a_sound() -> None:
    """Nothing but zeros for 3 s is no room; the first sample that is not zero ends it."""
    watch = SilenceWatch()
    zeros = Sound(np.zeros(BLOCK, dtype=np.float32), 0)
    faint = Sound(np.full(BLOCK, 1e-5, dtype=np.float32), 0)
    assert [watch.take(zeros) for _ in range(300)] == [None] * 299 + [SILENT]
    assert watch.take(faint) is None
    assert watch.take(zeros) is None


def test_off_opens_nothing() -> None:
    """Off is no microphone."""
    assert open_microphone("off", HandClock()) is None


@pytest.mark.parametrize("name", ["voice.wav", "voice.flac", "folder/voice"])
def test_a_file_that_is_not_there(tmp_path: Path, name: str) -> None:
    """The message names the path."""
    with pytest.raises(MissingDeviceError, match=r"There is no file .*voice") as raised:
        open_microphone(str(tmp_path / name), HandClock())
    assert raised.value.message_id == "microphone.no_file"


@pytest.mark.parametrize("content", [b"", b"a letter\n" * 50])
def test_a_file_that_is_no_sound(tmp_path: Path, content: bytes) -> None:
    """Empty or text: the message says what to give instead."""
    path = tmp_path / "letter.wav"
    path.write_bytes(content)
    with pytest.raises(NotMediaError, match=r"holds no sound.*Give a WAV") as raised:
        open_microphone(str(path), HandClock())
    assert raised.value.message_id == "microphone.not_sound"


def test_a_file_with_no_samples(tmp_path: Path) -> None:
    """A sound file of length zero cannot be looped, and says so instead of hanging."""
    soundfile.write(tmp_path / "empty.wav", np.zeros(0), RATE_HZ)
    with pytest.raises(NotMediaError):
        open_microphone(str(tmp_path / "empty.wav"), HandClock())
