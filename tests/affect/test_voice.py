"""The voice sensor: hears speech within a second and nothing else, and compares it with the calm voice."""

import subprocess
from pathlib import Path
from shutil import which

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.io import wavfile
from scipy.signal import resample_poly

from affect.sensor import RATE_HZ, Sound
from affect.sensors.voice import SENSOR, VoiceSensor
from affect.simulate import breathe, clicks, fan, household, person, white
from affect.simulate_speech import Speaking, speak
from affect.voice_arousal import CALM_MEAN, WEIGHTS, CalmVoice, arousal
from affect.voice_features import FEATURES
from game.core.reading import SILENT, Baseline, CalibrationStage, Hint, Quantity, Reading

Samples = NDArray[np.float32]
NOTHING = Hint(0, CalibrationStage.NONE, 0.0, 0.0, SILENT)


def listen(samples: Samples, chunk: int = 1600, baseline: Baseline = ()) -> tuple[list[Reading], VoiceSensor]:
    """All readings of ``samples`` given in pieces of ``chunk``, and the sensor."""
    sensor = VoiceSensor(baseline)
    readings: list[Reading] = []
    for at in range(0, len(samples), chunk):
        readings.extend(sensor.take(Sound(samples[at : at + chunk], at * 62_500), NOTHING))
    return readings, sensor


def spoken_s(readings: list[Reading]) -> list[float]:
    """Times at which somebody is more likely speaking than not, seconds."""
    return [one.t_ns / 1e9 for one in readings if one.quantity is Quantity.VOICE_PRESENCE and one.value >= 0.5]


def after_room(speech: Samples, seed: int, noise_dbfs: float = -55.0) -> Samples:
    """``speech`` after 3 s of the room it is in."""
    whole = np.concatenate((np.zeros(3 * RATE_HZ, np.float32), speech))
    return (whole + household(len(whole) / RATE_HZ, noise_dbfs, seed)[: len(whole)]).astype(np.float32)


@pytest.mark.parametrize("chunk", [160, 777, 48_000])
def test_readings_do_not_depend_on_how_the_sound_is_cut(chunk: int) -> None:
    """Chunked and whole sound, and two runs, give equal readings."""
    samples = after_room(speak(Speaking(), 8.0, 1), 1)
    assert listen(samples, chunk)[0] == listen(samples, len(samples))[0]


@pytest.mark.parametrize("pitch_hz", [100.0, 160.0, 220.0, 300.0])
def test_speech_is_heard_within_a_second(pitch_hz: float) -> None:
    """Voices from low to a child's raise presence within 1 s, for most of the time they speak."""
    for seed in range(3):
        times = spoken_s(listen(after_room(speak(Speaking(pitch_hz=pitch_hz), 10.0, seed), seed))[0])
        assert times[0] < 4.0
        assert len([at for at in times if at > 4.0]) > 0.7 * 18


@pytest.mark.parametrize("seed", range(3))
def test_what_is_no_voice_is_not_heard_as_one(seed: int) -> None:
    """Breath, hiss, fan and hum, a lived-in room and knocks never pass for a voice."""
    for samples in (
        breathe(person(seed, 0.2, -40.0), 15.0, seed).sound + white(15.0, -65.0, seed),
        white(15.0, -40.0, seed),
        fan(15.0, -40.0, seed),
        household(15.0, -40.0, seed),
        clicks(15.0, -15.0, seed) + white(15.0, -60.0, seed),
        np.zeros(5 * RATE_HZ, np.float32),
    ):
        assert spoken_s(listen(samples)[0]) == []


@pytest.mark.skipif(which("espeak-ng") is None, reason="espeak-ng is not installed")
def test_a_synthetic_speaker_is_heard(tmp_path: Path) -> None:
    """espeak-ng raises presence within 1 s of its first word."""
    spoken = tmp_path / "spoken.wav"
    words = "The sea draws back and slowly comes again, and nobody needs to do anything at all."
    subprocess.run(["espeak-ng", "-w", str(spoken), words], check=True)
    rate, samples = wavfile.read(spoken)
    speech = resample_poly(samples / 32768.0, RATE_HZ, rate).astype(np.float32)
    first = np.flatnonzero(np.abs(speech) > 0.02)[0]
    times = spoken_s(listen(after_room(speech[first:] * 0.5, 1, -60.0))[0])
    assert times
    assert times[0] < 4.0


def test_presence_is_told_at_least_once_a_second_and_arousal_only_with_a_voice() -> None:
    """Presence is the heartbeat; without a voice there is no arousal."""
    readings, _ = listen(white(10.0, -50.0, 1))
    assert {one.quantity for one in readings} == {Quantity.VOICE_PRESENCE}
    assert np.diff([one.t_ns for one in readings]).max() <= 1_000_000_000


def test_loudness_says_nothing() -> None:
    """The same speech 15 dB louder, in a room 15 dB louder, gives the same arousal."""
    samples = after_room(speak(Speaking(level_dbfs=-40.0), 12.0, 2), 2, -75.0)
    quiet, loud = (
        [one.value for one in listen(samples * np.float32(gain))[0] if one.quantity is Quantity.AROUSAL]
        for gain in (1.0, 10 ** (15 / 20))
    )
    assert len(quiet) == len(loud) > 5
    assert np.allclose(quiet, loud, atol=0.02)


def test_a_tense_voice_is_told_from_its_owners_calm_one() -> None:
    """Learnt on half a minute of calm speech, higher and livelier speech is tenser, more surely than uncalibrated."""
    calm = after_room(speak(Speaking(pitch_hz=120.0, range_octaves=0.12), 40.0, 3), 3, -65.0)
    baseline = listen(calm)[1].learnt()
    assert len(baseline) == len(FEATURES)
    tense = after_room(speak(Speaking(pitch_hz=190.0, range_octaves=0.3, brightness=6.0), 10.0, 4), 4, -65.0)
    again = after_room(speak(Speaking(pitch_hz=120.0, range_octaves=0.12), 10.0, 5), 5, -65.0)
    told = [
        [one for one in listen(samples, baseline=known)[0] if one.quantity is Quantity.AROUSAL]
        for samples, known in ((tense, baseline), (again, baseline), (again, ()))
    ]
    tense_mean, calm_mean = (np.mean([one.value for one in part]) for part in told[:2])
    assert tense_mean > calm_mean + 0.3
    assert abs(calm_mean) < 0.25
    assert told[1][0].sd < told[2][0].sd


def test_the_calm_voice_itself_is_neutral() -> None:
    """No change is arousal 0; every feature moves it in the direction of its weight, within [-1, 1]."""
    assert arousal(np.zeros(len(FEATURES))) == 0.0
    for index, weight in enumerate(WEIGHTS):
        change = np.zeros(len(FEATURES))
        change[index] = 1.0
        assert np.sign(arousal(change)) == np.sign(weight)
    assert -1.0 <= arousal(-100.0 * WEIGHTS) < arousal(100.0 * WEIGHTS) <= 1.0


def test_an_unknown_voice_gets_surer_as_it_speaks() -> None:
    """The sd falls with every piece of calm speech learnt."""
    voice = CalmVoice(())
    sds = []
    for _ in range(6):
        sds.append(voice.compare(CALM_MEAN)[1])
        voice.take(CALM_MEAN + 1.0)
    assert sds == sorted(sds, reverse=True)
    assert sds[0] > 1.3 * sds[-1]


def test_is_found_by_its_place() -> None:
    """SENSOR names it and begins one."""
    assert SENSOR.name == "voice"
    assert SENSOR.begin(()).learnt() == ()
