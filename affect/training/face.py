"""Trains the network that reads faces: ``python -m affect train face``; scores it: ``... evaluate face FOLDER``.

Scoring needs no torch: training imports it when it is asked for. A training that is stopped goes on where its last
epoch ended (a checkpoint in the system's temporary folder).
"""

import tempfile
import time
from pathlib import Path
from typing import Final

import numpy as np

from affect.networks.weights import write_weights
from affect.scoring import Options, to_table
from affect.training.face_calibrate import calibrate, check
from affect.training.face_data import read_faces, remembered_faces
from affect.training.face_score import evaluate, score
from affect.training.face_split import Part, parts, people

__all__ = ["evaluate", "train"]

CHECKPOINT: Final = "stillwater-face-training.pt"


def train(data: Path, out: Path) -> None:
    """Rebuild face.npz in ``out`` from ``data``/face and print what it is worth on people it has never seen.

    Raises:
        ModuleNotFoundError: torch is not installed, which only trainings need.
    """
    from affect.training.face_fit import EPOCHS, Training, calm_threads, lesson_of, outputs, shipped  # noqa: PLC0415

    calm_threads()
    began = time.monotonic()
    faces = remembered_faces(data / "face")
    part = parts(faces, people(faces))
    print("pictures:", {where.name: int((part == where).sum()) for where in Part}, flush=True)
    taught, checked = lesson_of(faces.take(part == Part.TRAIN)), lesson_of(faces.take(part == Part.VALIDATE))
    training = Training(taught)
    checkpoint = Path(tempfile.gettempdir()) / CHECKPOINT
    if checkpoint.is_file():
        training.resume(checkpoint)
    while training.epoch < EPOCHS:
        loss = training.teach()
        training.save(checkpoint)
        right = outputs(training.kept, checked)[:, :8].argmax(axis=1) == checked.expression
        by = {str(name): f"{right[checked.faces.corpus == name].mean():.3f}" for name in np.unique(faces.corpus)}
        minutes = (time.monotonic() - began) / 60.0
        print(f"\nepoch {training.epoch} loss {loss:.3f} right {by} {minutes:.1f} min", flush=True)
    out_checked = outputs(training.kept, checked)
    settings = calibrate(out_checked, checked.expression, checked.valence, checked.tension)
    print(check(out_checked, checked.expression, settings))
    size = write_weights(out / "face.npz", {**shipped(training.kept), **settings})
    print(f"{out / 'face.npz'}: {size} bytes, {(time.monotonic() - began) / 60.0:.1f} minutes")
    print(to_table(score(read_faces(data / "face", chosen=part == Part.TEST), Options(), out)))
    checkpoint.unlink()
