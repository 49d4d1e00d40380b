"""The face sensor on faces that are given as numbers: what is said, how surely, and when nothing is."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from affect.sensor import Frame
from affect.sensors.face import FaceSensor
from affect.sensors.face_expression import TABLE, baseline_of, neutral_of
from affect.sensors.face_geometry import FEATURES, Geometry, measure
from affect.sensors.face_mesh import Face
from affect.worker import quiet_hint
from game.core.reading import SCALES, Baseline, CalibrationStage, Quantity, Reading

PERIOD_NS = 33_333_333
PIXELS = np.zeros((2, 2, 3), dtype=np.uint8)
REST = Face(
    Geometry(np.array([row.usual for row in TABLE]), yaw_deg=0.0, pitch_deg=0.0, roll_deg=0.0, eye_distance=80.0),
    light=120.0,
    eye_contrast=1.0,
    mouth_contrast=0.8,
)
"""The usual face at rest, seen well."""
EXPRESSIONS = {Quantity.VALENCE, Quantity.AROUSAL, Quantity.SMILE}


class Script:
    """A finder that finds what it is told, one face a picture."""

    def __init__(self, faces: Iterable[Face | None]) -> None:
        self._faces = iter(faces)
        self.closed = False

    def find(self, pixels: NDArray[np.uint8]) -> Face | None:
        """The next face of the script."""
        return next(self._faces)

    def close(self) -> None:
        """Remember it."""
        self.closed = True


def changed(face: Face = REST, **spreads: float) -> Face:
    """A face whose named features are moved by so many spreads."""
    steps = np.array([spreads.get(name, 0.0) for name in FEATURES])
    features = face.geometry.features + steps * [row.within for row in TABLE]
    return replace(face, geometry=replace(face.geometry, features=features))


def turned(face: Face, yaw_deg: float = 0.0, pitch_deg: float = 0.0, eye_distance: float = 80.0) -> Face:
    """A face with another pose or distance."""
    geometry = replace(face.geometry, yaw_deg=yaw_deg, pitch_deg=pitch_deg, eye_distance=eye_distance)
    return replace(face, geometry=geometry)


def said(
    faces: Sequence[Face | None],
    baseline: Baseline = (),
    stage: Callable[[int], CalibrationStage] = lambda index: CalibrationStage.NONE,
) -> tuple[list[Reading], FaceSensor]:
    """All that is said of a row of pictures at 30 a second."""
    sensor = FaceSensor(baseline, Script(faces))
    readings: list[Reading] = []
    for index in range(len(faces)):
        t_ns = index * PERIOD_NS
        readings += sensor.take(Frame(PIXELS, t_ns), replace(quiet_hint(t_ns, baseline), stage=stage(index)))
    return readings, sensor


def last(readings: list[Reading], quantity: Quantity) -> Reading:
    """The last reading of a quantity."""
    return [reading for reading in readings if reading.quantity is quantity][-1]


CALM = baseline_of(np.stack([REST.geometry.features + 0.001 * np.sin(i) for i in range(60)]))
"""The neutral of somebody with the usual face."""


def test_a_face_at_rest_is_neutral() -> None:
    """The person's own resting face is no expression: all within .05 of 0."""
    readings, _ = said([REST] * 30, CALM)
    assert {reading.quantity for reading in readings} == {Quantity.PRESENCE, *EXPRESSIONS}
    for quantity in EXPRESSIONS:
        assert last(readings, quantity).value == pytest.approx(0.0, abs=0.05)


@pytest.mark.parametrize(
    ("face", "quantity", "sign"),
    [
        (changed(mouth_width=2.5, mouth_lift=2.5), Quantity.VALENCE, 1),
        (changed(mouth_width=2.5, mouth_lift=2.5), Quantity.SMILE, 1),
        (changed(mouth_lift=-2.0, brow_gap=-2.0), Quantity.VALENCE, -1),
        (changed(mouth_opening=2.0, brow_height=1.0), Quantity.AROUSAL, 1),
    ],
    ids=["smile pleases", "smile smiles", "frown displeases", "open mouth and raised brows tense"],
)
def test_expressions_have_their_sign(face: Face, quantity: Quantity, sign: int) -> None:
    """A change of the face moves the quantity it stands for by at least .2 to the right side."""
    readings, _ = said([face] * 30, CALM)
    assert sign * last(readings, quantity).value > 0.2


def test_a_resting_face_that_looks_glum_is_neutral_once_known() -> None:
    """What counts is change: low corners are displeasure in a stranger and nothing in somebody who has them."""
    glum = changed(mouth_lift=-2.5, mouth_width=-1.5)
    stranger, _ = said([glum] * 30)
    own = baseline_of(np.stack([glum.geometry.features] * 60))
    known, _ = said([glum] * 30, own)
    assert last(stranger, Quantity.VALENCE).value < -0.3
    assert last(known, Quantity.VALENCE).value == pytest.approx(0.0, abs=0.02)
    assert last(stranger, Quantity.VALENCE).sd > 1.5 * last(known, Quantity.VALENCE).sd


@pytest.mark.parametrize(
    "worse",
    [
        turned(REST, yaw_deg=40.0),
        turned(REST, pitch_deg=38.0),
        turned(REST, eye_distance=25.0),
        replace(REST, light=15.0),
    ],
    ids=["from the side", "from below", "far", "dark"],
)
def test_a_face_seen_badly_is_less_sure(worse: Face) -> None:
    """A turned, raised, distant or dark face has an sd at least 1.5 times that of one seen well."""
    well, _ = said([REST] * 30, CALM)
    badly, _ = said([worse] * 30, CALM)
    for quantity in EXPRESSIONS:
        assert last(badly, quantity).sd > 1.5 * last(well, quantity).sd


def test_speech_makes_it_less_sure() -> None:
    """A mouth that opens and closes five times a second is no expression: the sd grows."""
    talking = [changed(mouth_opening=2.0 + 2.0 * float(np.sin(i * np.pi / 3))) for i in range(60)]
    still, _ = said([REST] * 60, CALM)
    moved, _ = said(talking, CALM)
    assert last(moved, Quantity.VALENCE).sd > last(still, Quantity.VALENCE).sd * 1.1


def test_a_blink_is_no_expression() -> None:
    """Eyes shut for 130 ms change nothing by more than .05."""
    faces = [REST] * 30 + [changed(eye_opening=-5.0)] * 4 + [REST] * 30
    readings, _ = said(faces, CALM)
    for reading in readings:
        if reading.quantity in EXPRESSIONS:
            assert reading.value == pytest.approx(0.0, abs=0.05)


@pytest.mark.parametrize(
    ("hidden", "present"),
    [
        (None, False),
        (replace(REST, eye_contrast=0.2), False),
        (changed(mouth_lift=14.0), False),
        (replace(REST, mouth_contrast=0.1), True),
        (turned(REST, yaw_deg=60.0), True),
        (turned(REST, eye_distance=12.0), True),
    ],
    ids=["nobody", "no eyes", "no face", "mouth covered", "profile", "too far"],
)
def test_a_hidden_face_is_silent_not_neutral(hidden: Face | None, present: bool) -> None:
    """From the first picture without it on, nothing is said of its expression; presence goes on."""
    readings, _ = said([REST] * 30 + [hidden] * 60, CALM)
    after = [reading for reading in readings if reading.t_ns >= 30 * PERIOD_NS]
    assert {reading.quantity for reading in after} == {Quantity.PRESENCE}
    assert all((reading.value > 0.9) == present for reading in after)
    assert len(after) >= 15


def test_the_heart_of_it_beats_with_or_without_a_face() -> None:
    """Presence comes at least twice and at most 11 times a second, whoever is there."""
    for face in (REST, None):
        readings, _ = said([face] * 300)
        times = [reading.t_ns for reading in readings if reading.quantity is Quantity.PRESENCE]
        assert 20 <= len(times) <= 110
        assert max(np.diff(times)) <= 5e8


def test_calibration_learns_the_face_at_rest() -> None:
    """In the face stage the resting face is learnt - seven scalars, in use at once - and a blink does not spoil it."""
    own = changed(mouth_width=-1.5, mouth_lift=-1.5, brow_height=1.0)
    faces = [changed(own, eye_opening=-5.0) if i % 40 < 4 else own for i in range(200)] + [own] * 60

    def stage(index: int) -> CalibrationStage:
        return CalibrationStage.FACE if index < 200 else CalibrationStage.ROOM

    readings, sensor = said(faces, (), stage)
    learnt = sensor.learnt()
    assert tuple(scalar.name for scalar in learnt) == FEATURES
    assert [scalar.mean for scalar in learnt] == pytest.approx(own.geometry.features.tolist(), abs=0.002)
    assert all(scalar.spread > 0 for scalar in learnt)
    before = [reading for reading in readings if reading.t_ns < 25 * PERIOD_NS]
    assert abs(last(before, Quantity.VALENCE).value) > 0.1
    assert last(readings, Quantity.VALENCE).value == pytest.approx(0.0, abs=0.02)
    assert last(readings, Quantity.VALENCE).sd < last(before, Quantity.VALENCE).sd


def test_what_is_learnt_is_known_while_the_stage_lasts() -> None:
    """Whoever ends the stage has the neutral already: it is told from the first second on, and not before the stage."""
    _, without = said([REST] * 100)
    assert without.learnt() == ()
    _, within = said([REST] * 40, (), lambda index: CalibrationStage.FACE)
    assert len(within.learnt()) == len(FEATURES)


@pytest.mark.parametrize("hidden", [None, turned(REST, yaw_deg=45.0), replace(REST, light=5.0)])
def test_nothing_is_learnt_of_a_face_seen_badly(hidden: Face | None) -> None:
    """Twenty seconds of calibration with the face away, turned or in the dark teach nothing."""
    _, sensor = said([hidden] * 200, (), lambda index: CalibrationStage.FACE if index < 190 else CalibrationStage.NONE)
    assert sensor.learnt() == ()


def test_a_neutral_told_later_is_taken_over() -> None:
    """A baseline that the hints bring while the sensor runs counts from then on."""
    glum = changed(mouth_lift=-2.5)
    own = baseline_of(np.stack([glum.geometry.features] * 60))
    sensor = FaceSensor((), Script([glum] * 60))
    readings: list[Reading] = []
    for index in range(60):
        t_ns = index * PERIOD_NS
        readings += sensor.take(Frame(PIXELS, t_ns), quiet_hint(t_ns, own if index >= 30 else ()))
    values = [reading.value for reading in readings if reading.quantity is Quantity.VALENCE]
    assert values[0] < -0.2
    assert values[-1] == pytest.approx(0.0, abs=0.02)


Faces = st.builds(
    lambda steps, yaw, pitch, far, light, eyes, mouth: replace(
        turned(changed(**dict(zip(FEATURES, steps, strict=True))), yaw_deg=yaw, pitch_deg=pitch, eye_distance=far),
        light=light,
        eye_contrast=eyes,
        mouth_contrast=mouth,
    ),
    st.tuples(*[st.floats(-20, 20)] * 7),
    st.floats(-180, 180),
    st.floats(-120, 120),
    st.floats(1e-3, 500),
    st.floats(0, 255),
    st.floats(0, 12),
    st.floats(0, 12),
)


@given(st.lists(st.none() | Faces, min_size=1, max_size=40))
def test_whatever_is_found_what_is_said_is_in_range(faces: list[Face | None]) -> None:
    """Any run of faces gives finite values within the quantity's scale, an sd above 0, and times that never go back."""
    readings, _ = said(faces)
    for reading in readings:
        scale = SCALES[reading.quantity]
        assert scale.low <= reading.value <= scale.high
        assert np.isfinite(reading.sd)
        assert reading.sd > 0
    assert [reading.t_ns for reading in readings] == sorted(reading.t_ns for reading in readings)


def test_it_gives_back_what_it_holds() -> None:
    """Closing the sensor closes its finder."""
    script = Script([])
    FaceSensor((), script).close()
    assert script.closed


def random_landmarks(seed: int) -> NDArray[np.float64]:
    """A cloud of points that is roughly a face: eyes level, nose below."""
    points = np.random.default_rng(seed).normal(0.0, 20.0, (478, 3))
    points[[33, 133, 362, 263]] = [(-45, 0, 5), (-15, 1, 0), (15, 0, 0), (45, 0, 5)]
    points[2] = (0, 55, -15)
    return points


@given(
    seed=st.integers(0, 20),
    yaw=st.floats(-40, 40),
    pitch=st.floats(-40, 40),
    roll=st.floats(-40, 40),
    size=st.floats(0.2, 5.0),
)
def test_features_forget_pose_and_distance(seed: int, yaw: float, pitch: float, roll: float, size: float) -> None:
    """A turned, nodded, tilted, scaled and moved head has the same features."""
    points = random_landmarks(seed)
    y, p, r = np.radians((yaw, pitch, roll))
    around_y = np.array([[np.cos(y), 0, np.sin(y)], [0, 1, 0], [-np.sin(y), 0, np.cos(y)]])
    around_x = np.array([[1, 0, 0], [0, np.cos(p), -np.sin(p)], [0, np.sin(p), np.cos(p)]])
    around_z = np.array([[np.cos(r), -np.sin(r), 0], [np.sin(r), np.cos(r), 0], [0, 0, 1]])
    moved = size * points @ (around_y @ around_x @ around_z).T + (300.0, 200.0, 10.0)
    assert measure(moved).features == pytest.approx(measure(points).features, rel=1e-6, abs=1e-9)
    assert measure(moved).eye_distance == pytest.approx(size * measure(points).eye_distance)


def test_a_neutral_needs_all_seven() -> None:
    """With one scalar missing the person counts as not calibrated."""
    assert neutral_of(CALM) is not None
    assert neutral_of(CALM[1:]) is None
    assert neutral_of(()) is None
