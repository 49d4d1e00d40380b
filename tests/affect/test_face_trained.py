"""The trained reading of faces: the same crop from anywhere, honest outputs, change from one's own neutral."""

import subprocess
import sys
from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from affect.networks.weights import why_missing
from affect.sensor import Frame
from affect.sensors.face import FaceSensor, Speech
from affect.sensors.face_crop import MARGIN, SIDE, SIZE, cut, pose, upright
from affect.sensors.face_expression import MOUTHED, TABLE, USUAL_NEUTRAL, Expression, express
from affect.sensors.face_geometry import Geometry
from affect.sensors.face_mesh import Face, MeshFinder
from affect.sensors.face_network import SHAPE, FaceNumbers
from affect.sensors.face_reader import FaceReader, Read, Usual, interpret
from affect.sensors.face_trained import (
    CALM_NS,
    EXPRESSION_VALENCE,
    FOLLOW_MOST,
    Glance,
    OwnValence,
    join,
    scalar_of,
)
from affect.worker import quiet_hint
from game.core.reading import Baseline, CalibrationStage, Quantity, Reading, Scalar
from tests.affect.pictures import astronaut

PERIOD_NS = 33_333_333
SETTINGS = {
    "temperature": np.ones(1),
    "bias": np.zeros(8),
    "valence_sd": np.ones(1),
    "tension_sd": np.ones(1),
    "usual": np.zeros(3),
    "gain": np.zeros(8),
    "sign": np.zeros((6, 3)),
}
USUAL = Usual(valence=-0.1, tension=0.1, smile=0.05)
REST = Face(
    Geometry(np.array([row.usual for row in TABLE]), yaw_deg=0.0, pitch_deg=0.0, roll_deg=0.0, eye_distance=80.0),
    light=120.0,
    eye_contrast=1.0,
    mouth_contrast=0.8,
    crop=np.zeros((SIDE, SIDE), np.uint8),
    line=np.zeros(SHAPE, np.float32),
)
"""The usual face at rest, with a crop."""
MOUTH_MOVED = np.array([row.within if row.name in MOUTHED else 0.0 for row in TABLE])
"""A mouth wider, higher and more open by a spread each."""


class Told:
    """A reader that reads every face as it is told."""

    usual = USUAL

    def __init__(self, valence: float, smile: float = 0.05) -> None:
        self._valence, self._smile = valence, smile

    def read(self, crops: NDArray[np.uint8], shapes: NDArray[np.float32], found: NDArray[np.bool_]) -> Read:
        """The same of each."""
        count = len(crops)
        chance = np.full((count, 8), (1.0 - self._smile) / 7.0)
        chance[:, 1] = self._smile
        one = np.ones(count)
        sign = np.full((count, 3), 1.0 / 3.0)
        return Read(chance, chance.argmax(axis=1), sign, self._valence * one, 0.4 * one, 0.1 * one, 0.2 * one)


class Same:
    """A finder that finds one face for ever."""

    def __init__(self, face: Face) -> None:
        self._face = face

    def find(self, pixels: NDArray[np.uint8]) -> Face:
        """That face."""
        return self._face

    def close(self) -> None:
        """Nothing to give back."""


def said(
    reader: Told | None,
    baseline: Baseline = (),
    stage: CalibrationStage = CalibrationStage.NONE,
    face: Face = REST,
    speaking: float = 0.0,
) -> FaceSensor:
    """A sensor after a second and a half of a face; its next readings are in ``last``."""
    sensor = FaceSensor(baseline, Same(face), reader)
    for index in range(46):
        hint = replace(quiet_hint(index * PERIOD_NS, baseline), stage=stage, speaking=speaking)
        sensor.take(Frame(np.zeros((2, 2, 3), np.uint8), index * PERIOD_NS), hint)
    return sensor


def last(sensor: FaceSensor, quantity: Quantity) -> Reading:
    """What a sensor says next of a quantity, half a second on."""
    t_ns = 46 * PERIOD_NS + 100_000_000
    readings = sensor.take(Frame(np.zeros((2, 2, 3), np.uint8), t_ns), quiet_hint(t_ns))
    return next(reading for reading in readings if reading.quantity is quantity)


def drawn(place: tuple[float, float, float, float], width: int = 640, height: int = 480) -> NDArray[np.uint8]:
    """A smooth pattern put where ``place`` says a face lies, uint8 (height, width)."""
    x, y, size, slope = place
    rows, columns = np.mgrid[0:height, 0:width]
    right = ((columns - x) * np.cos(slope) + (rows - y) * np.sin(slope)) / size
    down = (-(columns - x) * np.sin(slope) + (rows - y) * np.cos(slope)) / size
    return np.asarray(127.0 + 60.0 * np.sin(4.0 * right) + 60.0 * np.cos(3.0 * down + right), np.uint8)


@settings(deadline=None)  # a picture of 640 x 480 is drawn anew each time
@given(st.floats(250, 390), st.floats(200, 280), st.floats(20, 70), st.floats(-0.6, 0.6))
def test_a_face_is_cut_the_same_from_anywhere(x: float, y: float, size: float, slope: float) -> None:
    """Wherever, however large and however tilted a face is, its crop is the same within 6 grey levels on average."""
    usual = cut(drawn((320.0, 240.0, SIZE * 2.0, 0.0)), (320.0, 240.0, SIZE * 2.0, 0.0)).astype(float)
    found = cut(drawn((x, y, size, slope)), (x, y, size, slope)).astype(float)
    assert found.shape == (SIDE, SIDE)
    assert np.abs(found - usual).mean() < 6.0


def test_the_margin_only_adds_around() -> None:
    """The middle of a crop with margin is the crop without."""
    place = (320.0, 240.0, 50.0, 0.2)
    wide = cut(drawn(place), place, MARGIN)
    inner = wide[MARGIN:-MARGIN, MARGIN:-MARGIN].astype(float)
    assert np.abs(inner - cut(drawn(place), place).astype(float)).max() <= 2.0


def test_a_face_at_the_border_is_cut_too() -> None:
    """A face half outside of the picture gives a crop of the same size, from a picture in colour too."""
    picture = np.asarray(cv2.cvtColor(drawn((5.0, 470.0, 60.0, 0.0)), cv2.COLOR_GRAY2RGB), np.uint8)
    assert cut(picture, (5.0, 470.0, 60.0, 0.0)).shape == (SIDE, SIDE)
    assert cut(picture, (-900.0, -900.0, 60.0, 0.0)).shape == (SIDE, SIDE)


@given(st.floats(-200, 200), st.floats(0.5, 3.0), st.floats(-1.0, 1.0))
def test_landmarks_are_freed_of_place_size_and_tilt(shift: float, scale: float, turn: float) -> None:
    """Landmarks moved, scaled and turned in the picture describe the same face."""
    points = np.random.default_rng(3).normal(0.0, 40.0, (478, 3))
    points[[33, 133]] = (-30.0, -20.0, 0.0)
    points[[362, 263]] = (30.0, -20.0, 0.0)
    points[[61, 291, 13, 14]] = (0.0, 30.0, 0.0)
    around = np.array(((np.cos(turn), -np.sin(turn), 0.0), (np.sin(turn), np.cos(turn), 0.0), (0.0, 0.0, 1.0)))
    moved = scale * points @ around.T + (shift, -shift, 0.0)
    assert upright(moved, pose(moved)) == pytest.approx(upright(points, pose(points)), abs=1e-3)


def test_outputs_are_probabilities_and_grow_less_sure_with_temperature() -> None:
    """Chances sum to 1; a higher temperature flattens them; an sd's scale scales it."""
    out = np.random.default_rng(0).normal(0.0, 2.0, (50, 12))
    cold = interpret(out, SETTINGS)
    warm = interpret(out, {**SETTINGS, "temperature": np.full(1, 3.0), "valence_sd": np.full(1, 2.0)})
    assert cold.chance.sum(axis=1) == pytest.approx(np.ones(50))
    assert (warm.chance.max(axis=1) < cold.chance.max(axis=1)).all()
    assert warm.valence_sd == pytest.approx(2.0 * cold.valence_sd)
    assert np.abs(cold.valence).max() <= 1.0


def test_a_resting_face_that_is_read_as_glum_is_neutral_once_known() -> None:
    """What counts is change: -.6 is displeasure in a stranger, and nothing in somebody who rests there."""
    own = scalar_of([Glance(-0.6, 0.4, 0.1, 0.2, 0.05)] * 30)
    assert own.name == EXPRESSION_VALENCE
    stranger = last(said(Told(-0.6)), Quantity.VALENCE)
    known = last(said(Told(-0.6), (own,)), Quantity.VALENCE)
    assert stranger.value < -0.25
    assert known.value == pytest.approx(0.0, abs=0.02)


def test_whoever_rests_as_happy_is_not_smiling() -> None:
    """A face that the network takes for happy at rest reads as no smile and no pleasure once it is known."""
    own = scalar_of([Glance(0.9, 0.4, 0.1, 0.2, 0.95)] * 30)
    known = said(Told(0.9, smile=0.95), (own,))
    assert last(known, Quantity.SMILE).value < 0.1
    known = said(Told(0.9, smile=0.95), (own,))
    assert last(known, Quantity.VALENCE).value == pytest.approx(0.0, abs=0.02)


def test_calibration_learns_one_scalar_more() -> None:
    """A face at rest teaches the seven scalars of the geometry and the network's valence, and nothing else."""
    sensor = said(Told(-0.4), stage=CalibrationStage.FACE)
    names = [scalar.name for scalar in sensor.learnt()]
    assert names == [*(row.name for row in TABLE), EXPRESSION_VALENCE]
    assert sensor.learnt()[-1].mean == pytest.approx(-0.4)
    assert [scalar.name for scalar in said(None, stage=CalibrationStage.FACE).learnt()] == names[:-1]


def test_a_smile_only_the_network_sees_is_told() -> None:
    """The network's smile raises the reading by its share, over a geometry at rest."""
    assert last(said(Told(0.0, smile=0.95)), Quantity.SMILE).value > 0.4
    assert last(said(Told(0.0)), Quantity.SMILE).value < 0.05


@given(st.floats(-1, 1), st.floats(0.1, 1.0), st.floats(1.0, 4.0))
def test_doubt_widens_and_values_stay_in_range(valence: float, sd: float, widening: float) -> None:
    """A face seen badly is less sure by the same factor; values keep to their quantity's range."""
    own = OwnValence(USUAL.valence, ())
    geometry = tuple(Expression(name, 0.9, 0.3) for name in (Quantity.VALENCE, Quantity.AROUSAL, Quantity.SMILE))
    wide = tuple(replace(one, sd=one.sd * widening) for one in geometry)
    glances = [Glance(valence, sd, 0.5, 0.2, 0.5)] * 3
    plain, badly = join(geometry, glances, own, USUAL, 1.0), join(wide, glances, own, USUAL, widening)
    for one, other in zip(plain, badly, strict=True):
        assert other.sd == pytest.approx(widening * one.sd)
        assert other.value == one.value
        assert -1.0 <= one.value <= 1.0


def test_the_neutral_follows_a_long_calm_and_no_further() -> None:
    """Twenty seconds at rest change nothing; minutes move the neutral towards the face, at most FOLLOW_MOST."""
    own = OwnValence(0.0, (Scalar(EXPRESSION_VALENCE, -0.2, 0.05),))
    times = [index * 100_000_000 for index in range(18_000)]
    means = []
    for t_ns in times:
        own.follow(0.4, calm=True, t_ns=t_ns)
        means.append(own.mean)
    calm = CALM_NS // 100_000_000
    assert means[calm - 1] == -0.2
    assert -0.2 < means[calm + 600] < -0.2 + FOLLOW_MOST
    assert means[-1] == pytest.approx(-0.2 + FOLLOW_MOST)


def test_no_neutral_follows_a_stranger_or_an_upset_face() -> None:
    """Without a neutral of one's own there is none to refresh; a face that is not calm refreshes none."""
    stranger = OwnValence(-0.1, ())
    upset = OwnValence(-0.1, (Scalar(EXPRESSION_VALENCE, -0.2, 0.05),))
    for index in range(3000):
        stranger.follow(0.4, calm=True, t_ns=index * 100_000_000)
        upset.follow(0.4, calm=False, t_ns=index * 100_000_000)
    assert stranger.mean == -0.1
    assert upset.mean == -0.2


def test_numpy_tells_what_torch_taught() -> None:
    """The same numbers give the same outputs in the network that is taught and in the one that plays."""
    torch = pytest.importorskip("torch")
    from affect.networks.face import FaceNetwork, numbers_of  # noqa: PLC0415 - it needs torch

    torch.manual_seed(0)
    network = FaceNetwork()
    for _ in range(3):  # norms that have seen something
        network(torch.rand(8, 1, SIDE, SIDE) * 255.0, torch.randn(8, SHAPE), torch.ones(8, 1))
    network.eval()
    dice = np.random.default_rng(0)
    crops, shapes = dice.integers(0, 255, (4, SIDE, SIDE), dtype=np.uint8), dice.normal(0.0, 1.0, (4, SHAPE))
    found = np.array([True, True, True, False])
    numbers = FaceNumbers("face", numbers_of(network))
    told = np.stack([numbers.tell(crops[i], shapes[i].astype(np.float32), bool(found[i])) for i in range(4)])
    with torch.inference_mode():
        known = torch.from_numpy(found.astype(np.float32))[:, None]
        taught = network(torch.from_numpy(crops).float()[:, None], torch.from_numpy(shapes).float(), known).numpy()
    assert told == pytest.approx(taught, abs=1e-3)
    assert np.abs(told[0] - told[1]).max() > 0.01
    assert sum(value.numel() for value in network.parameters()) < 2_000_000


def test_play_and_scoring_import_no_torch() -> None:
    """The reader of faces and ``evaluate`` never load torch: players do not install it."""
    code = (
        "import sys, affect.training.face, affect.sensors.face, affect.__main__\n"
        "affect.sensors.face.reader()\n"
        "sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("quantity", [Quantity.SMILE, Quantity.VALENCE])
def test_a_speaking_mouth_is_no_smile(quantity: Quantity) -> None:
    """While the player is heard to speak a moving mouth says less, and what is said is less sure."""
    grin = replace(REST, geometry=replace(REST.geometry, features=REST.geometry.features + MOUTH_MOVED))
    quiet = last(said(Told(0.5, smile=0.6), face=grin), quantity)
    speaking = last(said(Told(0.5, smile=0.6), face=grin, speaking=1.0), quantity)
    assert abs(speaking.value) < abs(quiet.value)
    assert speaking.sd > 1.2 * quiet.sd


def test_speech_is_heard_at_once_and_dies_away() -> None:
    """Hints come ten times a second: the first counts in full, and some seconds after the last nothing is left."""
    speech = Speech()
    assert speech.follow(0.9, 0) == 0.9
    assert 0.6 < speech.follow(0.0, 200_000_000) < 0.9
    assert speech.follow(0.0, 5_000_000_000) < 0.01


@given(st.floats(0, 1), st.floats(0, 1))
def test_the_surer_the_speech_the_less_the_mouth_counts(one: float, other: float) -> None:
    """Between silence and speech a moved mouth's smile falls and its sd grows, without a jump."""
    less, more = sorted((one, other))
    levels = (REST.geometry.features + MOUTH_MOVED)[None]
    quiet, loud = (
        {said.quantity: said for said in express(levels, USUAL_NEUTRAL, 1.0, speaking)}[Quantity.SMILE]
        for speaking in (less, more)
    )
    assert loud.value <= quiet.value
    assert loud.sd >= quiet.sd
    assert quiet.value - loud.value <= 1.5 * (more - less) + 1e-9


def test_nothing_is_learnt_from_a_speaking_face() -> None:
    """Calibration and refresh wait until the mouth is still."""
    assert said(Told(0.4), stage=CalibrationStage.FACE, speaking=1.0).learnt() == ()


@pytest.mark.parametrize(("yaw_deg", "least"), [(0.0, 1.0), (30.0, 1.2), (40.0, 2.0)])
def test_a_face_from_the_side_is_less_sure(yaw_deg: float, least: float) -> None:
    """Beyond about 30 degrees of yaw every sd grows; from the front none does."""
    turned = replace(REST, geometry=replace(REST.geometry, yaw_deg=yaw_deg))
    front = last(said(Told(0.3)), Quantity.VALENCE)
    side = last(said(Told(0.3), face=turned), Quantity.VALENCE)
    assert least <= side.sd / front.sd < 2.0 * least


def test_the_shipped_reader_reads_the_astronaut_as_smiling() -> None:
    """Where weights are installed, a photograph of a smiling woman is read as happy by the live path."""
    if why_missing("face"):
        pytest.skip(why_missing("face"))
    reader, finder = FaceReader(), MeshFinder()
    face = finder.find(astronaut())
    finder.close()
    assert face is not None
    assert face.crop is not None
    assert face.line is not None
    read = reader.read(face.crop[None], face.line[None], np.ones(1, dtype=bool))
    assert reader.expressions[int(read.chance[0].argmax())] == "happy"
    assert read.valence[0] > reader.usual.valence + 0.3
