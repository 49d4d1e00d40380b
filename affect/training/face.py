"""Trains the network that reads faces: ``python -m affect train face``; scores it: ``... evaluate face FOLDER``.

The learning rate rises, stays, and falls in the last COOLING epochs. What is kept is a running mean of the weights.
A training that is stopped goes on where its last epoch ended (a checkpoint in the system's temporary folder).
"""

import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from affect.networks.face import EXPRESSIONS, SHAPE, SHAPE_AXES, FaceNetwork
from affect.networks.weights import arrays_of, write_weights
from affect.scoring import Options, Report, to_table
from affect.sensors.face_crop import MARGIN
from affect.sensors.face_reader import describe
from affect.training.face_augment import augment
from affect.training.face_calibrate import calibrate
from affect.training.face_data import Faces, remembered_faces
from affect.training.face_score import evaluate, score
from affect.training.face_split import Part, parts, people

__all__ = ["evaluate", "train"]

EPOCHS: Final = 14
COOLING: Final = 10
BATCH: Final = 64
RATE: Final = 1.5e-3
WARM_STEPS: Final = 200
DECAY: Final = 0.05
SMOOTHING: Final = 0.05
"""Share of each label given to all classes alike: a fifth of FER2013's labels are wrong."""
BALANCE: Final = 0.3
"""How far rare expressions weigh more: 0 not at all, 1 as much as frequent ones together."""
UNSEEN: Final = 0.3
"""Share of faces whose landmarks are hidden, so that crop and landmarks each learn to stand alone."""
MEAN: Final = 0.996
"""How much of the running mean of weights stays at each step."""
VALENCE_OF: Final = {"positive": 1.0, "neutral": 0.0, "negative": -1.0}
TENSION_OF: Final = {
    "neutral": 0.0, "happy": 0.0, "sad": 0.1, "contempt": 0.2, "disgust": 0.4, "surprise": 0.5, "angry": 0.6,
    "fearful": 0.8,
}  # fmt: skip
"""Arousal as this house means it - rest to tense - after the circumplex (Russell 1980), happy set to rest."""


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """Faces as the network takes them."""

    faces: Faces
    shape: NDArray[np.float32]
    """(n, SHAPE)."""
    mirrored: NDArray[np.float32]
    """(n, SHAPE): the same of the mirrored faces."""
    expression: NDArray[np.int64]
    """(n,): index in EXPRESSIONS."""
    valence: NDArray[np.float32]
    """(n,): -1, 0, 1 or nan."""
    tension: NDArray[np.float32]
    """(n,): [0, 1]."""


def lesson_of(faces: Faces) -> Lesson:
    """Labels as numbers, landmarks as lines."""
    mean = faces.shape[faces.found].astype(np.float32).mean(axis=0)
    other = np.argmin(np.linalg.norm(mean[:, None] * (-1.0, 1.0, 1.0) - mean[None], axis=2), axis=1)
    turned = faces.geometry * np.array([1.0] * 7 + [-1.0, 1.0], np.float32)
    return Lesson(
        faces,
        describe(faces.shape, faces.geometry),
        describe(faces.shape[:, other] * np.array((-1.0, 1.0, 1.0), np.float16), turned),
        np.array([EXPRESSIONS.index(name) for name in faces.expression], np.int64),
        np.array([VALENCE_OF.get(name, np.nan) for name in faces.valence], np.float32),
        np.array([TENSION_OF[name] for name in faces.expression], np.float32),
    )


def axes_of(shapes: NDArray[np.float32]) -> NDArray[np.float32]:
    """Directions in which faces differ most, float32 (SHAPE, SHAPE_AXES), from shapes (n, SHAPE): times a face minus
    the mean they give numbers of spread 1."""
    spread = shapes.std(axis=0).astype(np.float64) + 1e-2
    steps = (shapes - shapes.mean(axis=0)) / spread
    power, axes = np.linalg.eigh(steps.T @ steps / len(steps))
    found = axes[:, -SHAPE_AXES:] / np.sqrt(np.maximum(power[-SHAPE_AXES:], 1e-3)) / spread[:, None]
    return np.asarray(found, np.float32)


class Training:
    """A network on its way."""

    def __init__(self, lesson: Lesson) -> None:
        torch.manual_seed(0)
        self._lesson = lesson
        self._network = FaceNetwork()
        self._network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # torch's stubs lack it
        found = lesson.shape[lesson.faces.found]
        self._network.shape_mean.copy_(torch.from_numpy(found.mean(axis=0)))
        self._network.shape_axes.copy_(torch.from_numpy(axes_of(found)))
        self._kept = FaceNetwork()
        self._kept.load_state_dict(self._network.state_dict())
        self._optimiser = torch.optim.AdamW(self._network.parameters(), RATE, weight_decay=DECAY)
        share = np.bincount(lesson.expression, minlength=len(EXPRESSIONS)) / len(lesson.expression)
        weight = np.maximum(share, 0.01) ** -BALANCE
        self._weight = torch.from_numpy(weight / (weight * share).sum()).float()
        self._steps = 0
        self.epoch = 0
        """Epochs done."""

    @property
    def kept(self) -> FaceNetwork:
        """The running mean, at rest."""
        return self._kept.eval()

    def teach(self, log: Any = sys.stderr) -> float:
        """One epoch; its mean loss."""
        dice = np.random.default_rng(self.epoch)
        torch.manual_seed(self.epoch)
        order = dice.permutation(len(self._lesson.expression))
        steps = max(1, len(order) // BATCH)
        self._network.train()
        total, began = 0.0, time.monotonic()
        for step in range(steps):
            self._set_rate(self.epoch * steps + step, steps)
            total += self._step(order[step * BATCH : (step + 1) * BATCH], dice)
            if step % 10 == 0:
                speed = (step + 1) / (time.monotonic() - began)
                bar = "#" * (20 * step // steps)
                print(f"\r  epoch {self.epoch + 1}/{EPOCHS} [{bar:20}] {speed:.1f}/s", end="", file=log, flush=True)
        self.epoch += 1
        return total / steps

    def _set_rate(self, step: int, steps: int) -> None:
        left = (EPOCHS * steps - step) / (COOLING * steps)
        for group in self._optimiser.param_groups:
            group["lr"] = RATE * min(1.0, (step + 1) / WARM_STEPS, max(left, 0.02))

    def _step(self, chosen: NDArray[np.intp], dice: np.random.Generator) -> float:
        lesson = self._lesson
        crops, mirrored = augment(lesson.faces.crop[chosen], dice)
        shape = np.where(mirrored[:, None], lesson.mirrored[chosen], lesson.shape[chosen])
        known = lesson.faces.found[chosen] & (dice.random(len(chosen)) >= UNSEEN)
        with torch.autocast("cpu", torch.bfloat16):
            out = self._network(
                crops.contiguous(memory_format=torch.channels_last),
                torch.from_numpy(shape),
                torch.from_numpy(known.astype(np.float32))[:, None],
            ).float()
        loss = functional.cross_entropy(
            out[:, :8], torch.from_numpy(lesson.expression[chosen]), weight=self._weight, label_smoothing=SMOOTHING
        )
        loss = loss + 0.4 * _surprise(out[:, 8], out[:, 9], torch.from_numpy(lesson.valence[chosen]))
        loss = loss + 0.2 * _surprise(out[:, 10], out[:, 11], torch.from_numpy(lesson.tension[chosen]))
        self._optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        self._optimiser.step()
        with torch.no_grad():
            self._steps += 1
            stay = min(MEAN, self._steps / (10.0 + self._steps))
            for mean, now in zip(self._kept.state_dict().values(), self._network.state_dict().values(), strict=True):
                if mean.is_floating_point():
                    mean.lerp_(now, 1.0 - stay)
                else:
                    mean.copy_(now)
        return float(loss.detach())

    def save(self, path: Path) -> None:
        """Write a checkpoint."""
        states = (self._network.state_dict(), self._kept.state_dict(), self._optimiser.state_dict())
        torch.save((*states, self.epoch, self._steps), path)

    def resume(self, path: Path) -> None:
        """Go on from a checkpoint of this same recipe."""
        network, kept, optimiser, self.epoch, self._steps = torch.load(path, weights_only=True)
        self._network.load_state_dict(network)
        self._kept.load_state_dict(kept)
        self._optimiser.load_state_dict(optimiser)


def _surprise(mean: torch.Tensor, log_variance: torch.Tensor, truth: torch.Tensor) -> torch.Tensor:
    """How little a normal distribution expected the truth, over those that have one (not nan)."""
    known = ~truth.isnan()
    if not known.any():
        return mean.sum() * 0.0
    width = log_variance[known].clamp(-4.0, 3.0)
    return 0.5 * (width + (truth[known] - mean[known]) ** 2 * torch.exp(-width)).mean()


def outputs(network: FaceNetwork, lesson: Lesson) -> NDArray[np.float64]:
    """What a network says of faces as they are, float64 (n, OUTPUTS)."""
    crops = lesson.faces.crop[:, MARGIN:-MARGIN, MARGIN:-MARGIN]
    said = []
    with torch.inference_mode():
        for start in range(0, len(crops), 512):
            some = slice(start, start + 512)
            known = torch.from_numpy(lesson.faces.found[some].astype(np.float32))[:, None]
            crop = torch.from_numpy(np.ascontiguousarray(crops[some])).float()[:, None]
            said.append(network(crop, torch.from_numpy(lesson.shape[some]), known).double().numpy())
    return np.concatenate(said)


def train(data: Path, out: Path) -> None:
    """Rebuild face.npz in ``out`` from ``data``/face and print what it is worth on people it has never seen."""
    torch.set_num_threads(1)
    began = time.monotonic()
    faces = remembered_faces(data / "face")
    part = parts(faces, people(faces))
    print("pictures:", {where.name: int((part == where).sum()) for where in Part}, flush=True)
    taught, checked = lesson_of(faces.take(part == Part.TRAIN)), lesson_of(faces.take(part == Part.VALIDATE))
    assert taught.shape.shape[1] == SHAPE
    training = Training(taught)
    checkpoint = Path(tempfile.gettempdir()) / "stillwater-face-training.pt"
    if checkpoint.is_file():
        training.resume(checkpoint)
    while training.epoch < EPOCHS:
        loss = training.teach()
        training.save(checkpoint)
        right = outputs(training.kept, checked)[:, :8].argmax(axis=1) == checked.expression
        by = {str(name): f"{right[checked.faces.corpus == name].mean():.3f}" for name in np.unique(faces.corpus)}
        minutes = (time.monotonic() - began) / 60.0
        print(f"\nepoch {training.epoch} loss {loss:.3f} right {by} {minutes:.1f} min", flush=True)
    settings = calibrate(outputs(training.kept, checked), checked.expression, checked.valence, checked.tension)
    size = write_weights(out / "face.npz", {**arrays_of(training.kept), **settings})
    print(f"{out / 'face.npz'}: {size} bytes, {(time.monotonic() - began) / 60.0:.1f} minutes")
    report: Report = score(faces.take(part == Part.TEST), Options(), out)
    print(to_table(report))
    checkpoint.unlink()
