"""Weights on disk: they come back as they went, hold nothing that could run, and are told of when they lack."""

import multiprocessing
from pathlib import Path

import numpy as np
import pytest

from affect.attend import tell_missing
from affect.errors import ModelMissingError
from affect.networks.weights import models_folder, read_weights, why_missing, write_weights
from affect.report import State
from affect.sensor import Device, SensorKind
from affect.sensors.face import SENSOR, FaceSensor
from affect.sensors.face_reader import FaceReader
from affect.worker import Line, quiet_hint


def test_weights_come_back(tmp_path: Path) -> None:
    """Arrays read are those written, to float16; whole numbers exactly."""
    arrays = {"weight": np.linspace(-2.0, 2.0, 50, dtype=np.float32).reshape(5, 10), "count": np.array(7)}
    assert write_weights(tmp_path / "small.npz", arrays) < 2000
    back = read_weights("small", tmp_path)
    assert back["weight"] == pytest.approx(arrays["weight"], abs=2e-3)
    assert back["weight"].dtype == np.float32
    assert back["count"] == 7


def test_numbers_too_large_are_refused(tmp_path: Path) -> None:
    """What float16 cannot hold is said at once, instead of becoming infinite."""
    with pytest.raises(ValueError, match="float16"):
        write_weights(tmp_path / "large.npz", {"weight": np.array([1e6])})


@pytest.mark.parametrize("content", [None, b"", b"not an archive", b"PK\x03\x04 broken"])
def test_weights_that_cannot_be_read_are_missing(tmp_path: Path, content: bytes | None) -> None:
    """No file, or any file that is no archive of arrays, is one clear error that names the command to run."""
    if content is not None:
        (tmp_path / "face.npz").write_bytes(content)
    with pytest.raises(ModelMissingError, match="python -m affect train face"):
        read_weights("face", tmp_path)


def test_weights_never_run_code(tmp_path: Path) -> None:
    """An archive with a pickled object in it is refused, not loaded."""
    np.savez(tmp_path / "face.npz", weight=np.array([{"a": 1}], dtype=object))
    with pytest.raises(ModelMissingError):
        read_weights("face", tmp_path)


def test_a_reader_of_other_weights_is_missing(tmp_path: Path) -> None:
    """Weights of another network are an error of the same kind, so the first estimator takes over."""
    write_weights(tmp_path / "face.npz", {"weight": np.zeros(3)})
    with pytest.raises(ModelMissingError, match="do not fit"):
        FaceReader(tmp_path)


def test_the_player_is_told_of_a_missing_model() -> None:
    """A sensor whose weights are not installed still works, and a Status says so: "model.missing" and its name."""
    ours, theirs = multiprocessing.Pipe()
    line = Line(theirs, Device.CAMERA, quiet_hint(0))
    lacking = SensorKind("face", Device.CAMERA, SENSOR.begin, "a_model_nobody_trained")
    plain = SensorKind("face", Device.CAMERA, SENSOR.begin)
    tell_missing((lacking, plain), line)
    statuses = ours.recv().statuses
    assert [(status.state, status.message_id, status.detail) for status in statuses] == [
        (State.OPENING, "model.missing", "a_model_nobody_trained")
    ]
    assert "simpler estimator" in statuses[0].text
    assert not ours.poll()


def test_broken_weights_are_told_of(tmp_path: Path) -> None:
    """A file that cannot be read is as missing as none, and the reason is said."""
    (tmp_path / "face.npz").write_bytes(b"PK\x03\x04 broken")
    assert "cannot be read" in why_missing("face", tmp_path)


def test_without_weights_the_geometry_reads(tmp_path: Path) -> None:
    """A face sensor without a reader is the first estimator: it begins and closes as ever."""
    assert why_missing("face", tmp_path)

    class Nobody:
        """A finder of nobody."""

        def find(self, pixels: object) -> None:
            """Nobody."""

        def close(self) -> None:
            """Nothing to give back."""

    sensor = FaceSensor((), Nobody(), None)
    assert sensor.learnt() == ()
    sensor.close()


def test_shipped_weights_have_a_card_and_are_small() -> None:
    """Every file of weights is below 8 MB, and beside it a card says what it was trained on, is worth, and makes it."""
    for path in models_folder().glob("*.npz"):
        assert path.stat().st_size < 8_000_000
        card = path.with_suffix(".md").read_text(encoding="utf-8")
        assert "icence" in card
        assert any(f"python -m {command}" in card for command in (f"affect train {path.stem}", "adaptation"))
