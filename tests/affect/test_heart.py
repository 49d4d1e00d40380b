"""The heart's sensor: on simulated beats it finds the rate and how sure it is; what no heart does is left out."""

import math
import pickle
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from affect.sensor import Beats, Told
from affect.sensors.heart import SENSOR, UNSURE_HZ, WINDOW_NS, HeartSensor
from affect.worker import quiet_hint
from game.core.reading import SCALES, Quantity, Reading

S_NS = 1_000_000_000
Beat = tuple[int, float]


def beating(
    seconds: float, seed: int, mean_hz: float = 1.25, breath_swing: float = 0.06, drift_hz: float = 0.0
) -> list[Beat]:
    """A heart: (end of the interval, ns; its length, s). It quickens with each breath in and wanders a little.

    The swing with the breath, its share of the rate, is that of healthy people at rest, .02-.10; steps between single
    beats have an sd of 15 ms.
    """
    dice = Random(seed)
    beats, t_s = [], 0.0
    while t_s < seconds:
        rate_hz = mean_hz + drift_hz * t_s
        rate_hz *= 1.0 + breath_swing * math.sin(2 * math.pi * 0.22 * t_s)
        length_s = 1.0 / rate_hz + dice.gauss(0.0, 0.015)
        t_s += length_s
        beats.append((round(t_s * S_NS), length_s))
    return beats


def spoilt(beats: list[Beat], share: float, seed: int) -> list[Beat]:
    """The same as a poor belt tells it: beats missed (two intervals as one) and beats too many (one as two)."""
    dice = Random(seed)
    told: list[Beat] = []
    missed_s = 0.0
    for end_ns, length_s in beats:
        odd = dice.random() < share
        if odd and dice.random() < 0.5:
            missed_s += length_s
            continue
        if odd:
            early_s = length_s * (0.3 + 0.4 * dice.random())
            told.append((end_ns - round(early_s * S_NS), length_s - early_s + missed_s))
            told.append((end_ns, early_s))
        else:
            told.append((end_ns, length_s + missed_s))
        missed_s = 0.0
    return told


def heard(beats: list[Beat], apart_ns: int = S_NS // 4, told: Told = Told.INTERVALS) -> list[Reading]:
    """All readings, where the device hands on what came every ``apart_ns``."""
    sensor = HeartSensor(())
    readings: list[Reading] = []
    left = list(beats)
    t_ns = 0
    while left:
        t_ns += apart_ns
        now = [beat for beat in left if beat[0] <= t_ns]
        left = left[len(now) :]
        datum = Beats(told, tuple(end for end, _ in now), tuple(length for _, length in now), t_ns)
        readings += sensor.take(datum, quiet_hint(t_ns))
    return readings


def truth_hz(beats: list[Beat], t_ns: int) -> float:
    """The rate over the six seconds before a moment."""
    lengths = [length for end, length in beats if t_ns - WINDOW_NS < end <= t_ns]
    return len(lengths) / sum(lengths)


def known(readings: list[Reading]) -> list[Reading]:
    """Those that know something."""
    return [reading for reading in readings if reading.sd < 1.0]


@pytest.mark.parametrize("mean_hz", [0.8, 1.25, 1.9, 2.4])
def test_the_rate_is_found_and_the_sd_is_honest(mean_hz: float) -> None:
    """Hearts from 48 to 144 a minute: the momentary rate lies within 1.28 sd four times in five, and mostly nearer;
    the sd is still small enough to be of use."""
    beats = beating(120.0, 3, mean_hz)
    late = [reading for reading in known(heard(beats)) if reading.t_ns > 10 * S_NS]
    swing = [
        mean_hz * (1.0 + 0.06 * math.sin(2 * math.pi * 0.22 * reading.t_ns / S_NS)) - reading.value for reading in late
    ]
    inside = sum(abs(off) <= 1.2816 * reading.sd for off, reading in zip(swing, late, strict=True))
    assert inside / len(late) >= 0.8
    assert max(reading.sd for reading in late) < 0.05 + 0.1 * mean_hz
    assert all(abs(reading.value - mean_hz) < 0.06 * mean_hz for reading in late)


@pytest.mark.parametrize("seed", range(5))
def test_missed_and_extra_beats_are_left_out(seed: int) -> None:
    """One beat in twenty is spoilt: the rate stays where it is without, and it is told less surely."""
    beats = beating(180.0, seed)
    plain, poor = heard(beats), heard(spoilt(beats, 0.05, seed))
    off = [abs(reading.value - truth_hz(beats, reading.t_ns)) for reading in known(poor) if reading.t_ns > 15 * S_NS]
    assert sorted(off)[int(0.95 * len(off))] < 4.0 / 60.0
    assert sum(reading.sd for reading in poor) / len(poor) > sum(reading.sd for reading in plain) / len(plain)


def test_a_plain_mean_would_be_led_astray() -> None:
    """The same spoilt beats, all counted: off by more than what the sensor is. (The rejection does something.)"""
    beats = beating(180.0, 1)
    poor = spoilt(beats, 0.10, 1)
    told = [reading for reading in known(heard(poor)) if reading.t_ns > 15 * S_NS]
    counted = [abs(truth_hz(poor, reading.t_ns) - truth_hz(beats, reading.t_ns)) for reading in told]
    ours = [abs(reading.value - truth_hz(beats, reading.t_ns)) for reading in told]
    assert sum(ours) < 0.5 * sum(counted)


def test_a_lasting_step_is_believed_within_seconds() -> None:
    """From 60 to 120 a minute at once: left out as artefacts at first, believed before ten seconds are over."""
    slow = [(round((beat + 1) * S_NS), 1.0) for beat in range(30)]
    quick = [(30 * S_NS + round((beat + 1) * 0.5 * S_NS), 0.5) for beat in range(60)]
    after = [reading for reading in heard(slow + quick) if reading.t_ns >= 40 * S_NS]
    assert all(abs(reading.value - 2.0) < 0.05 for reading in after)


def test_a_bad_beginning_is_forgotten() -> None:
    """The first interval is an artefact: after a few good ones it counts no more."""
    good = [(round((2.4 + 0.8 * beat) * S_NS), 0.8) for beat in range(20)]
    late = [reading for reading in heard([(round(1.6 * S_NS), 1.6), *good]) if reading.t_ns > 10 * S_NS]
    assert late
    assert all(abs(reading.value - 1.25) < 0.03 for reading in late)


def test_silence_is_said_as_silence() -> None:
    """The belt is taken off: within seven seconds the sensor says that it knows nothing; heartbeats go on."""
    sensor = HeartSensor(())
    for end_ns, length_s in beating(20.0, 2):
        sensor.take(Beats(Told.INTERVALS, (end_ns,), (length_s,), end_ns), quiet_hint(end_ns))
    silent = [reading for half in range(41, 80) for reading in sensor.take(
        Beats(Told.INTERVALS, (), (), half * S_NS // 2), quiet_hint(half * S_NS // 2)
    )]  # fmt: skip
    gone = [reading for reading in silent if reading.t_ns > 27.5 * S_NS]
    assert {(reading.value, reading.sd) for reading in gone} == {(SCALES[Quantity.HEART_HZ].prior_mean, UNSURE_HZ)}
    times = [reading.t_ns for reading in silent]
    assert max(later - earlier for earlier, later in pairwise(times)) <= S_NS


def test_sd_grows_with_silence() -> None:
    """Between the last beat and giving up, no word is surer than the one before, and the last less sure."""
    sensor = HeartSensor(())
    for beat in range(1, 20):
        sensor.take(Beats(Told.INTERVALS, (beat * S_NS,), (1.0,), beat * S_NS), quiet_hint(0))
    told = [
        sensor.take(Beats(Told.INTERVALS, (), (), 19 * S_NS + half * S_NS // 2), quiet_hint(0)) for half in (1, 2, 3)
    ]
    sds = [one[-1].sd for one in told]
    assert sds == sorted(sds)
    assert sds[-1] > sds[0]


garbage = st.floats() | st.sampled_from([0.0, -1.0, math.nan, math.inf, 1e300, 0.8, 0.82, 0.79])


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3_000_000_000), garbage), max_size=60))
def test_garbage_gives_readings_that_are_readings(steps: list[tuple[int, float]]) -> None:
    """Whatever a stream holds, at whatever pace: in range, sd > 0, in the order of time, at most 20 a second."""
    sensor = HeartSensor(())
    t_ns = 0
    readings: list[Reading] = []
    for step_ns, length_s in steps:
        t_ns += step_ns
        readings += sensor.take(Beats(Told.INTERVALS, (t_ns,), (length_s,), t_ns), quiet_hint(t_ns))
    scale = SCALES[Quantity.HEART_HZ]
    assert all(scale.low <= reading.value <= scale.high for reading in readings)
    assert all(0.0 < reading.sd <= UNSURE_HZ for reading in readings)
    times = [reading.t_ns for reading in readings]
    assert times == sorted(times)
    assert len(times) <= 1 + 20 * (t_ns / S_NS + 1)


def test_whole_and_in_pieces_the_same() -> None:
    """Beats handed on four times a second, or one by one as they come: the same words after the same beats."""
    beats = spoilt(beating(60.0, 5), 0.05, 5)
    ends = {end for end, _ in beats}
    often = [reading for reading in heard(beats, S_NS // 20) if reading.t_ns in ends]
    seldom = [reading for reading in heard(beats, S_NS // 2) if reading.t_ns in ends]
    assert [(reading.t_ns, reading.value) for reading in often] == [(reading.t_ns, reading.value) for reading in seldom]


def test_a_rate_is_told_less_surely_than_intervals() -> None:
    """A belt that averages by itself hides what it averaged: its words have a wider sd."""
    beats = [(beat * S_NS, 0.8) for beat in range(1, 30)]
    surest = [min(reading.sd for reading in heard(beats, told=told)) for told in (Told.INTERVALS, Told.RATES)]
    assert surest[0] < surest[1]


def test_a_belt_that_never_fits_fills_no_memory() -> None:
    """Intervals that fit neither what was before nor each other, ten times as many: it holds no more."""
    good = [(beat * S_NS, 1.0) for beat in range(1, 31)]
    sizes = []
    for count in (1_000, 10_000):
        odd = [((31 + beat) * S_NS, (0.4, 0.7, 1.7, 2.2)[beat % 4]) for beat in range(count)]
        sensor = HeartSensor(())
        for end_ns, length_s in good + odd:
            sensor.take(Beats(Told.INTERVALS, (end_ns,), (length_s,), end_ns), quiet_hint(end_ns))
        sizes.append(len(pickle.dumps(sensor)))
    assert sizes[1] < 1.1 * sizes[0]


def test_after_a_long_sleep_it_begins_anew() -> None:
    """The machine slept for an hour: no flood of words for the time between."""
    sensor = HeartSensor(())
    sensor.take(Beats(Told.INTERVALS, (S_NS,), (0.8,), S_NS), quiet_hint(0))
    late = sensor.take(Beats(Told.INTERVALS, (), (), 3600 * S_NS), quiet_hint(0))
    assert len(late) <= 2


def test_it_is_found_by_its_place() -> None:
    """One file that ends in SENSOR."""
    assert (SENSOR.name, SENSOR.begin) == ("heart", HeartSensor)
