"""FaceMesh on a real face: seen, covered, masked, and a hand that it takes for a face."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import cv2
import numpy as np
import pytest

from affect.sensor import Frame
from affect.sensors.face import SENSOR
from affect.sensors.face_expression import readable, seen
from affect.sensors.face_mesh import MeshFinder
from affect.worker import quiet_hint
from game.core.reading import CalibrationStage, Quantity, Reading
from tests.affect.pictures import RATE_HZ, Picture, astronaut, covered, handed, masked, pulled, swaying


@pytest.fixture(scope="module")
def finder() -> Iterator[MeshFinder]:
    """One FaceMesh for all tests here: it loads slowly."""
    finder = MeshFinder()
    yield finder
    finder.close()


def test_a_face_is_found_where_it_is(finder: MeshFinder) -> None:
    """The astronaut looks straight at us, well lit, and everything of her face can be read."""
    face = finder.find(astronaut())
    assert face is not None
    assert abs(face.geometry.yaw_deg) < 10
    assert abs(face.geometry.pitch_deg) < 10
    assert face.geometry.eye_distance == pytest.approx(61, abs=6)
    assert seen(face)
    assert readable(face)


def test_size_of_the_picture_hardly_matters(finder: MeshFinder) -> None:
    """The same face at 340 and at 1360 pixels has the same features within .03."""
    for _ in range(3):
        small = finder.find(astronaut())
    large_picture = np.asarray(cv2.resize(astronaut(), (1360, 1200)), dtype=np.uint8)
    for _ in range(3):
        large = finder.find(large_picture)
    assert small is not None
    assert large is not None
    assert large.geometry.features == pytest.approx(small.geometry.features, abs=0.03)


@pytest.mark.parametrize("angle", [-20, 15])
def test_a_tilted_head_is_measured(finder: MeshFinder, angle: int) -> None:
    """A picture turned by so many degrees tilts the head by as many."""
    straight = finder.find(astronaut())
    turn = cv2.getRotationMatrix2D((165, 125), angle, 1.0)
    picture = np.asarray(cv2.warpAffine(astronaut(), turn, (340, 300), borderMode=cv2.BORDER_REPLICATE), np.uint8)
    for _ in range(4):
        tilted = finder.find(picture)
    assert straight is not None
    assert tilted is not None
    assert tilted.geometry.roll_deg - straight.geometry.roll_deg == pytest.approx(angle, abs=4)


def readings_of(pictures: list[Picture], rest: int = 0) -> list[Reading]:
    """What the sensor says of pictures at 30 a second, the first ``rest`` of which are its calibration."""
    sensor = SENSOR.begin(())
    try:
        times = [round(index * 1e9 / RATE_HZ) for index in range(len(pictures))]
        frames = [Frame(picture, t_ns) for picture, t_ns in zip(pictures, times, strict=True)]
        face, none = CalibrationStage.FACE, CalibrationStage.NONE
        hints = [replace(quiet_hint(t_ns), stage=face if index < rest else none) for index, t_ns in enumerate(times)]
        return [reading for frame, hint in zip(frames, hints, strict=True) for reading in sensor.take(frame, hint)]
    finally:
        sensor.close()


@pytest.mark.parametrize(
    ("hide", "present"), [(covered, False), (handed, False), (masked, True)], ids=["card", "hand", "mask"]
)
def test_a_covered_face_is_silent(hide: Callable[[Picture], Picture], present: bool) -> None:
    """Two seconds of a smiling face, then two hidden: the smile is read, then nothing; a mask hides no presence."""
    pictures = swaying(60)
    readings = readings_of(pictures + [hide(picture) for picture in pictures])
    before = [reading for reading in readings if reading.t_ns < 2e9]
    after = [reading for reading in readings if reading.t_ns >= 2e9]
    smiles = [reading.value for reading in before if reading.quantity is Quantity.SMILE]
    assert len(smiles) >= 15
    assert min(smiles) > 0.5
    assert all(reading.value > 0.9 for reading in before if reading.quantity is Quantity.PRESENCE)
    assert {reading.quantity for reading in after} == {Quantity.PRESENCE}
    assert all((reading.value > 0.9) == present for reading in after)


@pytest.mark.parametrize(("outward", "upward", "sign"), [(4.0, 5.0, 1), (0.0, 0.0, 0), (-2.0, -4.0, -1)])
def test_a_planted_change_of_the_mouth_is_read(outward: float, upward: float, sign: int) -> None:
    """After calibration on her own face, corners pulled up please, pulled down displease, and left alone are 0."""
    changed = pulled(astronaut(), outward, upward)
    readings = readings_of([astronaut()] * 60 + [changed] * 40, rest=60)
    valence = [reading.value for reading in readings if reading.quantity is Quantity.VALENCE][-1]
    smile = [reading.value for reading in readings if reading.quantity is Quantity.SMILE][-1]
    if sign == 0:
        assert valence == pytest.approx(0.0, abs=0.05)
    else:
        assert sign * valence > 0.3
    assert (smile > 0.3) == (sign > 0)


def test_noise_and_darkness_are_nobody(finder: MeshFinder) -> None:
    """No face is found in noise, in the dark, or in an empty room."""
    noise = np.random.default_rng(3).integers(0, 256, (240, 320, 3)).astype(np.uint8)
    for picture in (noise, np.zeros((240, 320, 3), dtype=np.uint8), np.full((240, 320, 3), 140, dtype=np.uint8)):
        face = finder.find(picture)
        assert face is None or not seen(face)
