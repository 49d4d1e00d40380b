"""The breath sensor: right where it is sure, silent where there is no breath, and honest about its error."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from affect.breath_features import Airflow
from affect.breath_hearing import EXHALE_TILT, Lesson
from affect.hearing import BREATH_OVER_ROOM_DB, Hearing, heard
from affect.sensor import RATE_HZ, Sound
from affect.sensors.breath import SENSOR, SURE_HZ, BreathSensor
from affect.simulate import Breathing, breathe, clicks, fan, household, in_room, person, white
from affect.simulate_speech import Speaking, speak
from game.core.reading import SILENT, CalibrationStage, Hint, Quantity, Reading, Scalar

Samples = NDArray[np.float32]
NOTHING = Hint(0, CalibrationStage.NONE, 0.0, 0.0, SILENT)


def listen(samples: Samples, chunk: int = 1600, sensor: BreathSensor | None = None) -> list[Reading]:
    """All readings of ``samples`` given in pieces of ``chunk``."""
    sensor = sensor or BreathSensor(())
    readings: list[Reading] = []
    for at in range(0, len(samples), chunk):
        readings.extend(sensor.take(Sound(samples[at : at + chunk], at * 62_500), NOTHING))
    return readings


def rates(readings: list[Reading]) -> list[Reading]:
    """Of the rate alone."""
    return [one for one in readings if one.quantity is Quantity.BREATH_HZ]


def sure(readings: list[Reading]) -> list[Reading]:
    """Rates with a small sd."""
    return [one for one in rates(readings) if one.sd < SURE_HZ]


def rate_lately(inhales_s: tuple[float, ...], at_s: float, span_s: float = 12.0) -> float:
    """True breaths per second over the seconds before."""
    starts = np.asarray(inhales_s)
    moments = np.linspace(max(0.05, at_s - span_s), at_s, 60)
    breath = np.clip(np.searchsorted(starts, moments) - 1, 0, len(starts) - 2)
    return float(np.mean(1.0 / np.diff(starts)[breath]))


@pytest.mark.parametrize("chunk", [160, 777, 48_000])
def test_readings_do_not_depend_on_how_the_sound_is_cut(chunk: int) -> None:
    """Chunked and whole sound, and two runs, give equal readings."""
    samples = breathe(person(1, 0.3), 20.0, 1).sound + fan(20.0, -60.0, 1)
    assert listen(samples, chunk) == listen(samples, len(samples))


@pytest.mark.parametrize(("per_minute", "seed"), [(6.0, 0), (8.0, 1), (15.0, 2), (24.0, 3), (34.0, 4)])
def test_reads_the_rate(per_minute: float, seed: int) -> None:
    """Within 1/min of the true rate for nine tenths of the last 20 s, and told most of the time."""
    breath = breathe(Breathing(per_minute / 60.0, wander=0.03), 45.0, seed)
    found = [one for one in sure(listen(breath.sound + household(45.0, -60.0, seed))) if one.t_ns > 25e9]
    errors = [60.0 * abs(one.value - rate_lately(breath.inhales_s, one.t_ns / 1e9)) for one in found]
    assert len(found) >= 30
    assert np.quantile(errors, 0.9) < 1.0


def test_no_octave_slips() -> None:
    """People of many kinds: a sure rate is never near half or double the true one."""
    for seed in range(7):
        breath = breathe(person(seed + 30, (6.0 + 3.0 * seed) / 60.0), 40.0, seed)
        for one in sure(listen(in_room(breath.sound, seed) + fan(40.0, -57.0, seed))):
            ratio = one.value / rate_lately(breath.inhales_s, one.t_ns / 1e9)
            assert 0.7 < ratio < 1.4


@pytest.mark.parametrize("seed", range(2))
def test_no_sure_rate_without_breath(seed: int) -> None:
    """Hiss, fan, a lived-in room, knocks and speech give no rate that is sure."""
    quiet = white(40.0, -60.0, seed)
    for samples in (
        white(40.0, -45.0, seed),
        fan(40.0, -45.0, seed),
        household(40.0, -45.0, seed),
        clicks(40.0, -20.0, seed) + quiet,
        speak(Speaking(), 40.0, seed) + quiet,
        speak(Speaking(pitch_hz=210.0, phrase_s=3.5, rest_s=1.5), 40.0, seed) + quiet,
    ):
        assert sure(listen(samples)) == []


def test_silence_gives_a_level_and_nothing_else() -> None:
    """Zeros: -120 dBFS at least once a second, no rate, no phase."""
    readings = listen(np.zeros(20 * RATE_HZ, np.float32))
    assert {one.quantity for one in readings} == {Quantity.LEVEL_DBFS}
    assert {one.value for one in readings} == {-120.0}
    assert np.diff([one.t_ns for one in readings]).max() <= 1_000_000_000


def test_the_sd_of_the_rate_is_honest() -> None:
    """Over simulated people and rooms, 80 % intervals hold the true rate of the last 30 s 70-95 % of the time."""
    inside = []
    for seed in range(10):
        breath = breathe(person(seed + 500, (5.0 + 2.2 * seed) / 60.0, -42.0), 45.0, seed)
        room = (fan, household)[seed % 2](45.0, -42.0 - (20.0, 12.0, 6.0)[seed % 3], seed)
        for one in sure(listen(in_room(breath.sound, seed) + room)):
            error = abs(one.value - rate_lately(breath.inhales_s, one.t_ns / 1e9, 30.0))
            inside.append(error < 1.2816 * one.sd)
    assert len(inside) > 250
    assert 0.7 <= np.mean(inside) <= 0.95


def test_phase_follows_the_breath() -> None:
    """Over simulated people the phase told is right within 0.12 of a cycle four times in five, sd not too small."""
    errors, sds = [], []
    for seed in range(8):
        breath = breathe(replace(person(seed + 70, (7.0 + 2.0 * seed) / 60.0), wander=0.05), 40.0, seed)
        for one in listen(breath.sound + white(40.0, -62.0, seed)):
            if one.quantity is Quantity.BREATH_PHASE and one.t_ns > 15e9:
                truth = breath.phase[min(len(breath.phase), round(one.t_ns / 62_500)) - 1]
                errors.append(abs((one.value - truth + 0.5) % 1.0 - 0.5))
                sds.append(one.sd)
    assert len(errors) > 1000
    assert np.quantile(errors, 0.8) < 0.12
    assert 0.7 <= np.mean(np.array(errors) < 1.2816 * np.array(sds)) <= 0.99


def test_an_exhale_is_known_within_300_ms() -> None:
    """From the start of an exhale to a reading whose phase lies in it: 0.3 s at the 95th percentile."""
    breath = breathe(Breathing(0.2), 120.0, 3)
    readings = listen(breath.sound + white(120.0, -65.0, 3))
    phases = [one for one in readings if one.quantity is Quantity.BREATH_PHASE]
    waits = []
    for start, end in zip(breath.exhales_s, breath.ends_s, strict=True):
        inside = [one.t_ns / 1e9 - start for one in phases if start <= one.t_ns / 1e9 < end and 0.4 <= one.value < 0.9]
        if start > 25.0 and end < 120.0:
            waits.append(min(inside, default=9.0))
    assert np.quantile(waits, 0.95) < 0.3


def test_speech_hides_the_breath_and_says_so() -> None:
    """While somebody talks no sure rate is told, and it comes back afterwards."""
    breath = breathe(Breathing(0.25), 80.0, 5)
    talk = np.zeros_like(breath.sound)
    talk[25 * RATE_HZ : 45 * RATE_HZ] = speak(Speaking(rest_s=0.2), 20.0, 5)
    found = sure(listen(breath.sound + talk + white(80.0, -62.0, 5)))
    told = np.array([one.t_ns / 1e9 for one in found])
    assert ((told > 15) & (told < 25)).sum() > 10
    assert ((told > 34) & (told < 45)).sum() == 0
    assert ((told > 70) & (told < 80)).sum() > 10


def calibrate(level_dbfs: float, swapped: bool = False) -> BreathSensor:
    """A sensor after 4 s of room and three guided breaths of 10 s; swapped = the exhale is the brighter half."""
    who = Breathing(0.1, level_dbfs=level_dbfs, wander=0.0, inhale_share=0.4, exhale_share=0.5)
    if swapped:
        who = replace(who, inhale_centre_hz=700.0, exhale_centre_hz=2500.0)
    sound = np.concatenate((np.zeros(4 * RATE_HZ, np.float32), breathe(who, 30.0, 2).sound)) + white(34.0, -60.0, 2)
    sensor = BreathSensor(())
    for index in range(340):
        stage = CalibrationStage.ROOM if index < 40 else CalibrationStage.BREATHS
        hint = Hint(index * 100_000_000, stage, (index - 40) * 0.01 % 1.0, 0.1, SILENT)
        sensor.take(Sound(sound[index * 1600 : (index + 1) * 1600], index * 100_000_000), hint)
    return sensor


def test_calibration_tells_honestly_how_well_the_breath_is_heard() -> None:
    """Loud breath is clear, a faint one is faint or not heard, none at all is not heard; before, it is unknown."""
    assert heard(()) is Hearing.UNKNOWN
    assert heard(calibrate(-45.0).learnt()) is Hearing.CLEAR
    assert heard(calibrate(-66.0).learnt()) in (Hearing.FAINT, Hearing.DEAF)
    assert heard(calibrate(-110.0).learnt()) is Hearing.DEAF
    over = {one.name: one.mean for one in calibrate(-45.0).learnt()}[BREATH_OVER_ROOM_DB]
    assert heard((Scalar(BREATH_OVER_ROOM_DB, over, 1.0),)) is Hearing.CLEAR


def test_calibration_learns_which_half_sounds_brighter() -> None:
    """With the labels of the guide, a player whose exhale is the brighter half is followed the right way round."""
    baseline = calibrate(-45.0, swapped=True).learnt()
    assert len(baseline) <= 3
    who = Breathing(0.2, inhale_centre_hz=700.0, exhale_centre_hz=2500.0, inhale_share=0.45, exhale_share=0.5)
    breath = breathe(who, 40.0, 9)
    right = []
    for one in listen(breath.sound + white(40.0, -60.0, 9), sensor=BreathSensor(baseline)):
        if one.quantity is Quantity.BREATH_PHASE and one.t_ns > 15e9:
            truth = breath.phase[round(one.t_ns / 62_500) - 1]
            right.append((one.value < 0.42) == (truth < 0.45))
    assert len(right) > 100
    assert np.mean(right) > 0.8


def test_the_key_corrects_which_half_is_which() -> None:
    """A minute of hold-to-breathe teaches an unknown player's brighter exhale; it is bounded, and nothing is kept."""
    flat = Airflow(np.full(20, 0.5), np.ones(20), np.zeros(20, np.float32), np.zeros(20), np.zeros((5, 20)))
    bright = replace(flat, above=np.linspace(0.0, 1.0, 20))
    lesson = Lesson()
    for index in range(600):
        inhaling = index // 20 % 2 == 0
        lesson.follow(flat if inhaling else bright, replace(NOTHING, inhaling=inhaling), follows=False)
    taught = {one.name: one.mean for one in lesson.over(())}
    assert 0.1 < taught[EXHALE_TILT] <= 0.25
    given = (Scalar(EXHALE_TILT, -0.6, 0.1),)
    assert -0.6 < lesson.over(given)[0].mean <= -0.35
    assert lesson.learnt() == ()


def test_following_the_guide_teaches_without_a_key() -> None:
    """The guide's phase labels what is heard only while it is followed."""
    flow = Airflow(np.linspace(0.0, 1.0, 20), np.ones(20), np.zeros(20, np.float32), np.zeros(20), np.zeros((5, 20)))
    flat = replace(flow, above=np.full(20, 0.5))
    for follows in (True, False):
        lesson = Lesson()
        for index in range(600):
            phase = index * 0.01 % 1.0
            lesson.follow(flow if phase > 0.4 else flat, replace(NOTHING, guide_phase=phase, guide_hz=0.1), follows)
        assert bool(lesson.over(())) is follows


def test_is_found_by_its_place() -> None:
    """SENSOR names it and begins one."""
    assert SENSOR.name == "breath"
    assert SENSOR.begin(()).learnt() == ()
