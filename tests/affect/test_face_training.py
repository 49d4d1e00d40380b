"""Training on faces: nobody stands on both sides of a split, two trainings are equal, a stopped one goes on."""

import csv
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from skimage import data

torch = pytest.importorskip("torch")

from affect.errors import CorpusError  # noqa: E402 - what follows needs torch
from affect.networks.weights import write_weights  # noqa: E402
from affect.scoring import Options  # noqa: E402
from affect.sensors.face_crop import MARGIN, SIDE  # noqa: E402
from affect.sensors.face_mesh import face_of  # noqa: E402
from affect.sensors.face_network import EXPRESSIONS  # noqa: E402
from affect.sensors.face_reader import describe, interpret  # noqa: E402
from affect.training.face_augment import Strength, augment  # noqa: E402
from affect.training.face_calibrate import calibrate  # noqa: E402
from affect.training.face_data import Faces, Looker, is_tight, look_at, read_faces  # noqa: E402
from affect.training.face_fit import Training, lesson_of, outputs, shipped  # noqa: E402
from affect.training.face_score import Item, figures, score  # noqa: E402
from affect.training.face_split import Part, parts, people  # noqa: E402
from tests.affect.pictures import astronaut  # noqa: E402


def made(count: int, seed: int = 0) -> Faces:
    """So many faces of noise, two to a person, every tenth not found."""
    dice = np.random.default_rng(seed)
    side = SIDE + 2 * MARGIN
    expression = np.array([EXPRESSIONS[index % 3] for index in range(count)])
    return Faces(
        crop=dice.integers(0, 255, (count, side, side), dtype=np.uint8),
        shape=dice.normal(0.0, 1.0, (count, 478, 3)).astype(np.float16),
        geometry=dice.normal(0.0, 1.0, (count, 9)).astype(np.float32),
        found=np.arange(count) % 10 != 0,
        tight=np.ones(count, dtype=bool),
        likeness=dice.integers(0, 2**63, count, dtype=np.uint64),
        corpus=np.full(count, "made"),
        person=np.array([f"p{index // 2}" for index in range(count)]),
        expression=expression,
        valence=np.array([{"neutral": "neutral", "happy": "positive"}.get(name, "negative") for name in expression]),
        groups=np.full(count, ""),
    )


def test_a_person_is_on_one_side_only() -> None:
    """All pictures of a person, and all that look alike, are for one purpose."""
    faces = made(200)
    twin = replace(
        faces,
        crop=np.concatenate((faces.crop[:1], faces.crop[1:-1], faces.crop[:1])),
        likeness=np.concatenate((faces.likeness[:-1], faces.likeness[:1] ^ np.uint64(1))),
        person=np.concatenate((faces.person[:-1], np.array([""]))),
    )
    number = people(twin)
    part = parts(twin, number)
    assert number[0] == number[-1]
    for who in np.unique(number):
        assert len(np.unique(part[number == who])) == 1
    assert {int(one) for one in part} == set(Part)


def test_a_crop_that_is_made_harder_stays_a_crop() -> None:
    """Size and finite numbers stay; the same dice change crops alike; other dice do not."""
    crops = made(30).crop
    first, mirrored = augment(crops.copy(), np.random.default_rng(1))
    again, _ = augment(crops.copy(), np.random.default_rng(1))
    other, _ = augment(crops.copy(), np.random.default_rng(2))
    assert first.shape == (30, SIDE, SIDE)
    assert np.isfinite(first).all()
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert 0 < mirrored.sum() < 30


def test_without_strength_a_crop_is_only_mirrored() -> None:
    """At strength 0 what comes out is the middle of the crop, or its mirror image."""
    crops = np.array([cv2.GaussianBlur(crop, (0, 0), 3.0) for crop in made(30).crop])
    plain, mirrored = augment(crops, np.random.default_rng(1), Strength(0.0, 0.0))
    middle = crops[:, MARGIN:-MARGIN, MARGIN:-MARGIN].astype(float)
    middle[mirrored] = middle[mirrored, :, ::-1]
    assert np.abs(plain - middle).max() <= 1.0


def test_two_trainings_are_equal_and_a_stopped_one_goes_on(tmp_path: Path) -> None:
    """Two epochs at once, and one, a checkpoint and one more, give the same network."""
    lesson = lesson_of(made(64))
    log = io.StringIO()
    whole = Training(lesson, epochs=2)
    whole.teach(log)
    whole.save(tmp_path / "half.pt")
    whole.teach(log)
    resumed = Training(lesson, epochs=2)
    resumed.resume(tmp_path / "half.pt")
    resumed.teach(log)
    assert outputs(resumed.kept, lesson) == pytest.approx(outputs(whole.kept, lesson), abs=1e-5)


def test_calibration_finds_temperature_and_spread() -> None:
    """Logits told too surely by a factor 2 get a temperature near 2; errors twice the told sd get a scale near 2."""
    dice = np.random.default_rng(0)
    logits = dice.normal(0.0, 1.5, (4000, 8))
    chance = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    truth = np.array([dice.choice(8, p=row) for row in chance])
    out = np.hstack((2.0 * logits, np.zeros((4000, 4))))
    errors = dice.normal(0.0, 2.0, 4000).astype(np.float32)
    settings = calibrate(out, truth, errors, np.zeros(4000, np.float32))
    assert settings["_temperature"][0] == pytest.approx(2.0, rel=0.1)
    assert settings["_valence_sd"][0] == pytest.approx(2.0, rel=0.1)


def test_rare_expressions_are_told_sooner_where_that_serves() -> None:
    """An expression that is a tenth as frequent, and never quite the likeliest, is told where macro-F1 gains by it."""
    chance = np.full((1100, 8), 0.001)
    truth = np.zeros(1100, np.int64)
    truth[1000:] = 6
    chance[:1000, 0], chance[1000:, 0] = 0.9, 0.5
    chance[:1000, 6], chance[1000:, 6] = 0.05, 0.44
    out = np.hstack((np.log(chance), np.zeros((1100, 4))))
    settings = calibrate(out, truth, np.zeros(1100, np.float32), np.zeros(1100, np.float32))
    read = interpret(out, {name[1:]: value for name, value in settings.items()})
    assert (read.told == truth).mean() > 0.99


def test_the_sign_of_valence_hears_expressions_and_valence() -> None:
    """Where the expressions say nothing and the valence head knows, the rule follows that head."""
    dice = np.random.default_rng(0)
    truth = dice.integers(-1, 2, 900).astype(np.float32)
    out = np.zeros((900, 12))
    out[:, :8] = dice.normal(0.0, 0.3, (900, 8))
    out[:, 8] = 0.8 * truth + dice.normal(0.0, 0.1, 900)
    settings = calibrate(out, dice.integers(0, 8, 900), truth, np.zeros(900, np.float32))
    read = interpret(out, {name[1:]: value for name, value in settings.items()})
    assert (read.sign.argmax(axis=1) - 1 == truth).mean() > 0.95
    assert read.sign.sum(axis=1) == pytest.approx(np.ones(900))


def folder_of(path: Path, pictures: dict[str, bytes], rows: list[dict[str, str]]) -> Path:
    """A folder laid out like data/face."""
    path.mkdir(exist_ok=True)
    with zipfile.ZipFile(path / "made.zip", "w") as archive:
        for name, content in pictures.items():
            archive.writestr(name, content)
    with (path / "manifest.csv").open("w", newline="", encoding="utf-8") as lines:
        table = csv.DictWriter(lines, ("archive", "member", "subject", "expression", "valence3", "sex", "age"))
        table.writeheader()
        table.writerows({"archive": "made.zip", "subject": "", "sex": "F", "age": "45", **row} for row in rows)
    return path


def test_a_folder_is_read_and_scored(tmp_path: Path) -> None:
    """A tight crop of the astronaut is found, a grey patch is not; both are scored by any weights, by group."""
    crop = cv2.cvtColor(astronaut(), cv2.COLOR_RGB2BGR)[60:200, 100:230]
    pictures = {
        "face.png": cv2.imencode(".png", crop)[1].tobytes(),
        "patch.png": cv2.imencode(".png", np.full((60, 60, 3), 120, np.uint8))[1].tobytes(),
    }
    happy = {"expression": "happy", "valence3": "positive"}
    rows = [{"member": "face.png", **happy}, {"member": "patch.png", **happy}]
    faces = read_faces(folder_of(tmp_path / "data", pictures, rows))
    assert faces.found.tolist() == [True, False]
    assert faces.tight.all()
    training = Training(lesson_of(made(20)))
    lesson = lesson_of(made(20))
    settings = calibrate(outputs(training.kept, lesson), lesson.expression, lesson.valence, lesson.tension)
    write_weights(tmp_path / "face.npz", {**shipped(training.kept), **settings})
    report = score(faces, Options(), tmp_path)
    assert report.figures["found_share"] == 0.5
    assert report.figures["accuracy_strict"] <= 0.5
    assert set(report.groups) == {"corpus=made", "sex=F", "age=40+"}
    assert report.figures["ms_per_frame"] > 0.0


def test_play_sees_what_training_saw() -> None:
    """From the same picture and landmarks, a camera's face and a training's face give the network the same input."""
    points = np.random.default_rng(3).normal((220.0, 130.0, 0.0), 30.0, (478, 3))
    points[[33, 133]], points[[362, 263]] = (190.0, 110.0, 0.0), (250.0, 114.0, 0.0)
    points[[61, 291, 13, 14]] = (221.0, 165.0, 0.0)

    class Known:
        """Finds the face where it is known to be."""

        def find(self, picture: NDArray[np.uint8]) -> NDArray[np.float64]:
            """Those landmarks."""
            return points

    live = face_of(astronaut(), points)
    crop, shape, numbers, *_ = look_at(Known(), np.ascontiguousarray(astronaut()[:, :, ::-1]))
    assert live.crop is not None
    assert live.line is not None
    seen = crop[MARGIN:-MARGIN, MARGIN:-MARGIN].astype(float)
    assert np.abs(live.crop.astype(float) - seen).mean() < 2.0
    assert describe(shape[None], numbers[None])[0] == pytest.approx(live.line, rel=2e-3, abs=2e-3)


@pytest.mark.parametrize("content", [b"", b"no picture"])
def test_a_broken_picture_is_named(tmp_path: Path, content: bytes) -> None:
    """A member that is no picture is one error that names it."""
    rows = [{"member": "broken.png", "expression": "happy", "valence3": "positive"}]
    with pytest.raises(CorpusError, match=r"broken\.png"):
        read_faces(folder_of(tmp_path / "data", {"broken.png": content}, rows))


def test_a_folder_of_nothing_is_an_error(tmp_path: Path) -> None:
    """No manifest, or an empty one, is said."""
    with pytest.raises(CorpusError):
        read_faces(tmp_path)
    with pytest.raises(CorpusError):
        read_faces(folder_of(tmp_path / "data", {}, []))


def item(
    expression: str, told: str, *, found: bool = True, read: bool = True, person: str = "a", smile: float = 0.1
) -> Item:
    """One picture told."""
    return Item(person, (), found, read, expression, told, 0.9, "neutral", "neutral", 0.1, 0.3, smile)


def test_who_is_not_found_is_wrong() -> None:
    """Right but not found counts in accuracy only where the crop was read, and never in the strict figure."""
    items = [
        item("happy", "happy"),
        item("happy", "happy", found=False),
        item("happy", "happy", found=False, read=False),
    ]
    counted = figures(items)
    assert counted["accuracy"] == pytest.approx(2 / 3)
    assert counted["accuracy_strict"] == pytest.approx(1 / 3)
    assert counted["found_share"] == pytest.approx(1 / 3)


def test_smiles_are_counted_against_ones_own_neutral() -> None:
    """Of two people with both faces one smiles more when happy; a third has no neutral and does not count."""
    items = [
        item("neutral", "neutral", person="a", smile=0.1), item("happy", "happy", person="a", smile=0.3),
        item("neutral", "neutral", person="b", smile=0.5), item("happy", "happy", person="b", smile=0.4),
        item("happy", "happy", person="c", smile=0.9),
    ]  # fmt: skip
    counted = figures(items)
    assert counted["smile_above_neutral"] == pytest.approx(0.5)


def test_textures_are_no_faces() -> None:
    """FaceMesh finds no face in noise, stripes and plain patches, and in few patches of bricks, grass and gravel."""
    dice = np.random.default_rng(0)
    rows, columns = np.mgrid[0:48, 0:48]
    stripes = np.asarray(127.0 + 100.0 * np.sin(0.7 * rows + 0.2 * columns), np.uint8)
    looker = Looker()
    for thing in (dice.integers(0, 255, (48, 48), dtype=np.uint8), stripes, np.full((48, 48), 90, np.uint8)):
        assert looker.find(np.dstack((thing, thing, thing))) is None
    patches = []
    for name in ("brick", "grass", "gravel"):
        texture = np.asarray(getattr(data, name)(), np.uint8)
        for top in range(0, 480, 160):
            patches.append(cv2.resize(texture[top : top + 160, top : top + 160], (48, 48)))
    assert sum(looker.find(np.dstack((patch, patch, patch))) is not None for patch in patches) <= 1


def test_only_small_square_pictures_are_tight() -> None:
    """A webcam's picture is no tight crop, nor is a strip."""
    assert is_tight(48, 48)
    assert is_tight(176, 150)
    assert not is_tight(480, 640)
    assert not is_tight(60, 100)
