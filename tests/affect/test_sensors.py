"""Every sensor there is, found by its place: what all of them must keep to."""

from pathlib import Path

import numpy as np
import pytest

from affect.sensor import RATE_HZ, Beats, Device, Frame, SensorKind, Sound, Told
from affect.sensors import sensors_of
from affect.worker import quiet_hint
from game.core.reading import SCALES, Reading
from tests.affect.pictures import RATE_HZ as FRAMES_HZ
from tests.affect.pictures import swaying

PLACE = Path(__file__).parents[2] / "affect" / "sensors"
SECONDS = 4
CAMERA: tuple[SensorKind[Frame], ...] = sensors_of(Device.CAMERA)
MICROPHONE: tuple[SensorKind[Sound], ...] = sensors_of(Device.MICROPHONE)
HEART: tuple[SensorKind[Beats], ...] = sensors_of(Device.HEART)


def test_every_file_that_ends_in_a_sensor_is_found() -> None:
    """The files with a SENSOR line are the kinds found, each once, under different names."""
    files = [path for path in PLACE.glob("*.py") if "\nSENSOR" in path.read_text(encoding="utf-8")]
    kinds = [kind for device in Device for kind in sensors_of(device)]
    assert len(files) == len(kinds)
    assert len({kind.name for kind in kinds}) == len(kinds)
    assert all(kind.device is device for device in Device for kind in sensors_of(device))


def frames() -> list[Frame]:
    """Some seconds of a face."""
    pictures = swaying(SECONDS * FRAMES_HZ)
    return [Frame(picture, round(index * 1e9 / FRAMES_HZ)) for index, picture in enumerate(pictures)]


def sounds() -> list[Sound]:
    """Some seconds of a quiet room, 10 ms each."""
    noise = np.random.default_rng(1).normal(0.0, 1e-3, (SECONDS * 100, RATE_HZ // 100)).astype(np.float32)
    return [Sound(block, index * 10_000_000) for index, block in enumerate(noise)]


def beats() -> list[Beats]:
    """Some seconds of a belt: a beat every 0.8 s, asked for twice a second."""
    heard = []
    for half in range(1, 2 * SECONDS + 1):
        ends = [beat for beat in range(10) if half - 1 < 1.6 * beat <= half]
        heard.append(
            Beats(Told.INTERVALS, tuple(round(0.8e9 * beat) for beat in ends), (0.8,) * len(ends), half * 500_000_000)
        )
    return heard


def seen(kind: SensorKind[Frame]) -> list[Reading]:
    """All readings of a camera's sensor."""
    sensor = kind.begin(())
    readings = [reading for frame in frames() for reading in sensor.take(frame, quiet_hint(frame.t_ns))]
    sensor.close()
    return readings


def heard(kind: SensorKind[Sound]) -> list[Reading]:
    """All readings of a microphone's sensor."""
    sensor = kind.begin(())
    readings = [reading for sound in sounds() for reading in sensor.take(sound, quiet_hint(sound.t_ns))]
    sensor.close()
    return readings


def keep_to_the_rules(name: str, readings: list[Reading]) -> None:
    """One heartbeat a second at least; at most 30 readings of a quantity a second; in range, in order, with an sd."""
    assert name.isascii()
    assert name.isalpha()
    assert len(name) <= 16
    assert {reading.sensor for reading in readings} == {name}
    times = np.array([0, *sorted({reading.t_ns for reading in readings}), SECONDS * 1e9])
    assert np.diff(times).max() <= 1.1e9
    for quantity in {reading.quantity for reading in readings}:
        of_it = [reading for reading in readings if reading.quantity is quantity]
        assert len(of_it) <= 31 * SECONDS
        assert all(SCALES[quantity].low <= reading.value <= SCALES[quantity].high for reading in of_it)
        assert all(np.isfinite(reading.sd) and reading.sd > 0 for reading in of_it)


@pytest.mark.parametrize("kind", CAMERA, ids=lambda kind: str(kind.name))
def test_every_camera_sensor_keeps_to_the_rules(kind: SensorKind[Frame]) -> None:
    """Heartbeat, rate, range and sd; and two runs are equal, exactly."""
    readings = seen(kind)
    keep_to_the_rules(kind.name, readings)
    assert readings == seen(kind)


@pytest.mark.parametrize("kind", MICROPHONE, ids=lambda kind: str(kind.name))
def test_every_microphone_sensor_keeps_to_the_rules(kind: SensorKind[Sound]) -> None:
    """Heartbeat, rate, range and sd; and two runs are equal, exactly."""
    readings = heard(kind)
    keep_to_the_rules(kind.name, readings)
    assert readings == heard(kind)


@pytest.mark.parametrize("kind", HEART, ids=lambda kind: str(kind.name))
def test_every_heart_sensor_keeps_to_the_rules(kind: SensorKind[Beats]) -> None:
    """Heartbeat, rate, range and sd; and two runs are equal, exactly."""

    def told() -> list[Reading]:
        sensor = kind.begin(())
        return [reading for one in beats() for reading in sensor.take(one, quiet_hint(one.t_ns))]

    keep_to_the_rules(kind.name, told())
    assert told() == told()
