"""Breath by camera: the shoulders' rise in warped films of a real picture, and what must keep it silent."""

from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from affect.sensors.breath_camera import LOOK_NS, NAME, UNSEEN, ChestSensor, begin
from affect.simulate_torso import Trouble, belt
from affect.torso_align import Reference
from affect.torso_breath import SURE_HZ, Told, TorsoBreath
from affect.torso_motion import Rise
from affect.torso_phase import FASTEST_HZ, SLOWEST_HZ, STEP_S, TorsoPhase
from affect.torso_rate import find_cycle
from affect.worker import quiet_hint
from game.core.belief import Sample, fuse, hear
from game.core.pace import TICKS_PER_S
from game.core.reading import Quantity, Reading
from tests.affect.torsos import (
    FACE,
    HEIGHT,
    RATE_HZ,
    WIDTH,
    KnownFace,
    breathing,
    frames,
    of,
    pictures,
    sitter,
    watched,
)

STILL = Trouble(noise=2.0, flicker=0.01, drift=0.01)


def sure(readings: list[Reading], after_s: float = 0.0) -> list[Reading]:
    """Rates told with a small sd."""
    return [one for one in of(readings, Quantity.BREATH_HZ, after_s) if one.sd < SURE_HZ]


@pytest.mark.parametrize("per_min", [7.0, 14.0, 24.0])
def test_a_still_sitter_is_read(per_min: float) -> None:
    """Shoulders that rise by 2 px: from 20 s on the rate is sure and within 1.5/min; most phases in the right half."""
    breath_hz = per_min / 60.0
    readings = watched(frames(breathing(40.0, breath_hz, STILL)))
    rates = sure(readings, 20.0)
    assert len(rates) > 30
    assert np.mean([abs(one.value - breath_hz) for one in rates]) < SURE_HZ
    volume = belt(40.0, breath_hz, 1, RATE_HZ)
    rising = np.gradient(volume)
    halves = [
        (one.value < 0.4) == (rising[at] > 0.0)
        for one in of(readings, Quantity.BREATH_PHASE, 20.0)
        if abs(rising[at := round(one.t_ns / 1e9 * RATE_HZ)]) > 0.2 * rising.max()
    ]
    assert len(halves) > 60
    assert np.mean(halves) > 0.8


def test_a_body_that_does_not_breathe_is_not_given_a_breath() -> None:
    """Noise and flicker alone: no sure rate and no phase; the heartbeat goes on."""
    readings = watched(frames(pictures(np.zeros(320), STILL)))
    assert not sure(readings)
    assert not of(readings, Quantity.BREATH_PHASE)
    assert len(of(readings, Quantity.PRESENCE)) >= 40


def test_the_cameras_own_motion_is_taken_off() -> None:
    """A camera that bobs as far as the chest moves, at another rate: the chest's rate is told."""
    shown = breathing(40.0, 0.2, Trouble(noise=1.0))
    bob = 2.0 * np.sin(2.0 * np.pi * 0.37 * np.arange(len(shown)) / RATE_HZ)
    shaken = [moved(one, 0.0, float(down)) for one, down in zip(shown, bob, strict=True)]
    rates = of(watched(frames(shaken)), Quantity.BREATH_HZ, 20.0)
    assert np.median([one.value for one in rates]) == pytest.approx(0.2, abs=SURE_HZ)


def moved(picture: NDArray[Any], right_px: float, down_px: float) -> NDArray[Any]:
    """The whole picture so much farther right and lower."""
    shift = np.array([[1.0, 0.0, right_px], [0.0, 1.0, down_px]])
    return cv2.warpAffine(picture, shift, picture.shape[1::-1], flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


def test_a_restless_body_is_seldom_taken_for_a_breath() -> None:
    """A body that sways in the band of breath and throws itself about: hardly a sure rate that is wrong."""
    restless = Trouble(sway_px=2.0, noise=2.0, gestures_per_min=6.0)
    wrong = 0
    for seed in (1, 2):
        readings = watched(frames(breathing(35.0, 0.25, restless, rise_px=1.0, seed=seed)))
        wrong += sum(abs(one.value - 0.25) > 4.0 / 60.0 for one in sure(readings, 15.0))
    assert wrong <= 8  # of 80 moments at which a rate may be told


@pytest.mark.parametrize("way", ["up and down", "from side to side"])
def test_what_moves_farther_than_a_chest_is_no_breath(way: str) -> None:
    """A body that rocks by a fifth of a face: nothing is told, though it rocks like clockwork at a breath's rate."""
    follower, told = TorsoBreath(), list[Told]()
    for index in range(320):
        rock = 10.0 * np.sin(2.0 * np.pi * 0.2 * index * STEP_S)
        breath = np.sin(2.0 * np.pi * 0.2 * index * STEP_S)
        up, right = (rock, 0.0) if way == "up and down" else (breath, rock)
        told += follower.take(Rise(up, right, 0.01, 100.0, True), round(index * STEP_S * 1e9))
    assert len(told) == 320
    assert not [one for one in told if one.breath_hz is not None or one.phase is not None]


def test_pictures_that_are_not_looked_at_change_nothing() -> None:
    """At 32 Hz the pictures between those 125 ms apart may show anything."""
    shown = frames(breathing(15.0, 0.25, STILL))
    between = [
        type(one)(np.zeros_like(one.pixels), one.t_ns + more * LOOK_NS // 4) for one in shown for more in (1, 2, 3)
    ]
    crowd = sorted([*shown, *between], key=lambda one: one.t_ns)
    assert watched(crowd) == watched(shown)


def test_lost_pictures_and_uneven_times_are_bridged() -> None:
    """A third of the pictures lost and the rest jittered: the rate is still sure and right."""
    dice = np.random.default_rng(4)
    shown = [one for one in frames(breathing(40.0, 0.25, STILL)) if dice.random() > 0.33]
    rates = sure(watched(shown), 20.0)
    assert len(rates) > 20
    assert np.mean([abs(one.value - 0.25) for one in rates]) < SURE_HZ


def test_times_of_readings_never_go_back() -> None:
    """Each reading's moment is the picture's or lies just before it, and after the last of its quantity."""
    sensor = ChestSensor(KnownFace())
    last: dict[Quantity, int] = {}
    for frame in frames(breathing(20.0, 0.25, STILL)):
        for reading in sensor.take(frame, quiet_hint(frame.t_ns)):
            assert frame.t_ns - 125_000_000 <= reading.t_ns <= frame.t_ns
            assert reading.t_ns > last.get(reading.quantity, -1)
            last[reading.quantity] = reading.t_ns


def test_a_stream_that_pauses_is_a_new_one() -> None:
    """After a gap of four seconds nothing is told of the breath for ten seconds."""
    shown = breathing(40.0, 0.25, STILL)
    readings = watched([*frames(shown[:160]), *frames(shown[160:], start_s=24.0)])
    assert sure(readings)
    assert not [one for one in of(readings, Quantity.BREATH_HZ) if 20.5e9 < one.t_ns < 33.5e9]


def test_who_leaves_is_not_read_on() -> None:
    """The face is gone: within four seconds no breath, and presence low; back again, it starts anew."""
    finder = KnownFace()
    sensor = ChestSensor(finder)
    shown = frames(breathing(40.0, 0.25, STILL))
    assert sure(watched(shown[:200], sensor))
    finder.box = None
    gone = watched(shown[200:], sensor)
    assert not of(gone, Quantity.BREATH_HZ, 29.0)
    assert not of(gone, Quantity.BREATH_PHASE, 29.0)
    assert all(one.value == UNSEEN for one in of(gone, Quantity.PRESENCE, 29.0))


def test_the_detector_finds_a_face_and_no_other() -> None:
    """The real detector: the astronaut's face where it is, and no torso in a grey picture."""
    sensor = begin(())
    shown = frames([sitter(), np.full((HEIGHT, WIDTH, 3), 128, np.uint8)])
    first, second = (sensor.take(one, quiet_hint(one.t_ns)) for one in (shown[0], *frames([shown[1].pixels], 5.0)))
    sensor.close()
    assert [one.value > 0.5 for one in (*first, *second)] == [True, False]


@settings(max_examples=25, deadline=None)
@given(
    right=st.floats(-4.0, 4.0),
    down=st.floats(-4.0, 4.0),
    gain=st.floats(0.7, 1.3),
    offset=st.floats(-20.0, 20.0),
)
def test_a_shift_is_measured_whatever_the_light(right: float, down: float, gain: float, offset: float) -> None:
    """A part of a picture moved by up to 4 px, brighter or darker: found within a tenth of a pixel."""
    part = sitter()[96:192, 24:240, 1].astype(np.float32)
    there = moved(part, right, down) * np.float32(gain) + np.float32(offset)
    inside = np.zeros(part.shape, np.float32)
    inside[8:-8, 8:-8] = 1.0
    shift = Reference(part, inside).lay(there)
    assert shift is not None
    assert shift.right_px == pytest.approx(right, abs=0.1)
    assert shift.down_px == pytest.approx(down, abs=0.1)


@settings(max_examples=40, deadline=None)
@given(per_min=st.floats(6.0, 36.0), phase=st.floats(0.0, 1.0), drift=st.floats(-3.0, 3.0))
def test_a_steady_rise_and_fall_has_its_period(per_min: float, phase: float, drift: float) -> None:
    """Half a minute of any rate on a slow drift: found within 3 %, with a strength near 1."""
    t = np.arange(240) * STEP_S
    cycle = find_cycle(np.sin(2.0 * np.pi * (per_min / 60.0 * t + phase)) + drift * t / 30.0, np.ones(240))
    assert cycle is not None
    assert cycle.breath_hz == pytest.approx(per_min / 60.0, rel=0.03)
    assert cycle.strength > 0.9


@settings(max_examples=20, deadline=None)
@given(per_min=st.floats(5.5, 30.0))
def test_the_filter_follows_a_breath(per_min: float) -> None:
    """After half a minute of a breath like its template: the phase within a tenth, the rate within 10 %."""
    breath_hz = per_min / 60.0
    belief = TorsoPhase()
    place = belief.take(None, 0.0)
    volume = belt(40.0, breath_hz, 5, 1.0 / STEP_S, wander=0.0)
    paces = np.gradient(volume) / np.sqrt(np.mean(np.gradient(volume) ** 2))
    for height, pace in zip(volume, paces, strict=True):
        place = belief.take(float(height), float(pace))
    start = np.random.default_rng(5).random()
    true = (start + breath_hz * 319 * STEP_S) % 1.0
    assert abs((place.phase - true + 0.5) % 1.0 - 0.5) < 0.1
    assert place.breath_hz == pytest.approx(breath_hz, rel=0.1)
    assert SLOWEST_HZ < place.breath_hz < FASTEST_HZ
    assert belief.support(breath_hz) > 0.5


def test_the_same_seed_films_the_same() -> None:
    """Two films are equal, pixel for pixel; another seed's differ; full lungs lift the shoulders by what was asked."""
    rough = Trouble(sway_px=1.0, head_px=1.0, shake_px=1.0, flicker=0.02, drift=0.02, noise=2.0, gestures_per_min=5.0)
    first, again, other = (pictures(np.linspace(0.0, 3.0, 9), rough, seed) for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    empty, full = pictures(np.array([0.0, 3.0]), Trouble())
    chest = (slice(144, 200), slice(60, 192), 1)
    before, after = empty[chest].astype(np.float32), full[chest].astype(np.float32)
    shift = Reference(before, np.ones_like(before)).lay(after)
    assert shift is not None
    assert shift.down_px == pytest.approx(-3.0, abs=0.3)
    chin_y = int(FACE.top + 0.7 * FACE.height)
    assert np.array_equal(empty[:chin_y], full[:chin_y])


def test_two_witnesses_of_one_breath_are_fused() -> None:
    """Microphone and camera that agree are surer than each; where the camera is unsure, the microphone is believed."""
    agree = fuse(hear((), (told("breath", 0.20, 0.02), told(NAME, 0.21, 0.02)), TICKS_PER_S), TICKS_PER_S)
    assert 0.2 <= agree.breath_hz.mean <= 0.21
    assert agree.breath_hz.variance < 0.02**2
    torn = fuse(hear((), (told("breath", 0.20, 0.01), told(NAME, 0.40, 0.2)), TICKS_PER_S), TICKS_PER_S)
    assert torn.breath_hz.mean == pytest.approx(0.2, abs=0.005)


def told(sensor: str, breath_hz: float, sd: float) -> Sample:
    """A rate, now."""
    return Sample(sensor, Quantity.BREATH_HZ, breath_hz, sd, 0)
