"""How the network that reads faces is taught: faces as it takes them, one epoch after another, its answers.

The rate rises and falls along a cosine; what is kept is a running mean of the weights. A training that is stopped
goes on where its last epoch ended.
"""

import math
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray

from affect.networks.face import EXPRESSIONS, SHAPE_AXES, FaceNetwork, numbers_of
from affect.sensors.face_crop import MARGIN
from affect.sensors.face_reader import describe
from affect.training.face_augment import Strength, augment
from affect.training.face_data import Faces

EPOCHS: Final = 30
BATCH: Final = 256
RATE: Final = 3e-3
WARM_STEPS: Final = 200
DECAY: Final = 0.05
SMOOTHING: Final = 0.05
"""Share of each label given to all classes alike,"""
DOUBT: Final = 0.5
"""and the share given, after DOUBT_FROM of the epochs, to what the network has lately said of that same face:
a fifth of FER2013's labels are wrong (after Huang et al. 2020, self-adaptive training)."""
DOUBT_FROM: Final = 0.25
REMEMBER: Final = 0.85
"""How much of what the network said of a face stays when it is asked again."""
BALANCE: Final = 0.4
"""How far rare expressions weigh more: 0 not at all, 1 as much as frequent ones together;"""
RAREST: Final = 0.003
"""one rarer than this share weighs no more than one of this share."""
EASING: Final = 0.3
"""In this last share of the epochs faces are changed less and less."""
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


def calm_threads() -> None:
    """One core is enough, and keeps two trainings equal."""
    torch.set_num_threads(1)


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

    def __init__(self, lesson: Lesson, epochs: int = EPOCHS) -> None:
        torch.manual_seed(0)
        self._lesson = lesson
        self._epochs = epochs
        self._network = FaceNetwork()
        self._network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # torch's stubs lack it
        found = lesson.shape[lesson.faces.found]
        self._network.shape_mean.copy_(torch.from_numpy(found.mean(axis=0)))
        self._network.shape_axes.copy_(torch.from_numpy(axes_of(found)))
        self._kept = FaceNetwork()
        self._kept.load_state_dict(self._network.state_dict())
        flat = [value for value in self._network.parameters() if value.ndim < 2]
        deep = [value for value in self._network.parameters() if value.ndim >= 2]
        groups = [{"params": deep, "weight_decay": DECAY}, {"params": flat, "weight_decay": 0.0}]
        self._optimiser = torch.optim.AdamW(groups, RATE)
        count = len(EXPRESSIONS)
        share = np.bincount(lesson.expression, minlength=count) / len(lesson.expression)
        weight = np.maximum(share, RAREST) ** -BALANCE
        self._weight = torch.from_numpy(weight / (weight * share).sum()).float()
        self._labels = torch.from_numpy(np.eye(count, dtype=np.float32)[lesson.expression])
        self._said = self._labels.clone()
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
                speed = BATCH * (step + 1) / (time.monotonic() - began)
                bar = "#" * (20 * step // steps)
                where = f"epoch {self.epoch + 1}/{self._epochs}"
                print(f"\r  {where} [{bar:20}] {speed:.0f}/s", end="", file=log, flush=True)
        self.epoch += 1
        return total / steps

    def _set_rate(self, step: int, steps: int) -> None:
        fall = 0.5 + 0.5 * math.cos(math.pi * step / (self._epochs * steps))
        for group in self._optimiser.param_groups:
            group["lr"] = RATE * min((step + 1) / WARM_STEPS, 1.0) * max(fall, 0.002)

    def _strength(self) -> Strength:
        left = (self._epochs - self.epoch) / (EASING * self._epochs)
        return Strength(shape=min(1.0, 0.4 + 0.6 * left), look=min(1.0, 0.2 + 0.8 * left))

    def _step(self, chosen: NDArray[np.intp], dice: np.random.Generator) -> float:
        lesson = self._lesson
        crops, mirrored = augment(lesson.faces.crop[chosen], dice, self._strength())
        shape = np.where(mirrored[:, None], lesson.mirrored[chosen], lesson.shape[chosen])
        known = lesson.faces.found[chosen] & (dice.random(len(chosen)) >= UNSEEN)
        with torch.autocast("cpu", torch.bfloat16):
            out = self._network(
                torch.from_numpy(crops)[:, None].contiguous(memory_format=torch.channels_last),
                torch.from_numpy(shape),
                torch.from_numpy(known.astype(np.float32))[:, None],
            ).float()
        loss = self._told_off(out[:, : len(EXPRESSIONS)], torch.from_numpy(chosen))
        loss = loss + 0.4 * _surprise(out[:, 8], out[:, 9], torch.from_numpy(lesson.valence[chosen]))
        loss = loss + 0.2 * _surprise(out[:, 10], out[:, 11], torch.from_numpy(lesson.tension[chosen]))
        self._optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        self._optimiser.step()
        self._steps += 1
        self._keep()
        return float(loss.detach())

    def _told_off(self, logits: torch.Tensor, chosen: torch.Tensor) -> torch.Tensor:
        """Loss of the expressions: labels, smoothed, and - later - mixed with what was said of each face before."""
        labels = self._labels[chosen]
        aim = (1.0 - SMOOTHING) * labels + SMOOTHING / labels.shape[1]
        if self.epoch >= DOUBT_FROM * self._epochs:
            with torch.no_grad():
                self._said[chosen] = REMEMBER * self._said[chosen] + (1.0 - REMEMBER) * logits.softmax(dim=1)
            aim = (1.0 - DOUBT) * aim + DOUBT * self._said[chosen]
        weight = labels @ self._weight
        surprise = -(aim * logits.log_softmax(dim=1)).sum(dim=1)
        return (weight * surprise).sum() / weight.sum()

    @torch.no_grad()
    def _keep(self) -> None:
        stay = min(MEAN, self._steps / (10.0 + self._steps))
        for mean, now in zip(self._kept.state_dict().values(), self._network.state_dict().values(), strict=True):
            if mean.is_floating_point():
                mean.lerp_(now, 1.0 - stay)
            else:
                mean.copy_(now)

    def save(self, path: Path) -> None:
        """Write a checkpoint."""
        states = (self._network.state_dict(), self._kept.state_dict(), self._optimiser.state_dict())
        torch.save((*states, self._said, self.epoch, self._steps), path)

    def resume(self, path: Path) -> None:
        """Go on from a checkpoint of this same recipe."""
        network, kept, optimiser, self._said, self.epoch, self._steps = torch.load(path, weights_only=True)
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


def shipped(network: FaceNetwork) -> dict[str, NDArray[np.float32]]:
    """A network's numbers as play wants them."""
    return numbers_of(network)
