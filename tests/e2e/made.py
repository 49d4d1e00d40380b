"""What is put before the camera and into the microphone: a face that moves and hides, breaths, a voice."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import skimage.data
import soundfile
from numpy.typing import NDArray

from affect.sensor import RATE_HZ
from affect.simulate import Breathing, breathe, white

FRAMES_HZ = 20
"""Pictures a second."""
ROOM_DBFS = -68.0
"""Hiss of the room in which somebody breathes."""


def write_face_film(path: Path, seen_s: int = 12, hidden_s: int = 6) -> Path:
    """A smiling face out of scikit-image's wheel that sways and comes nearer, then hides behind a grey box (MP4)."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), FRAMES_HZ, (480, 360))
    assert writer.isOpened()
    for number in range((seen_s + hidden_s) * FRAMES_HZ):
        seconds = number / FRAMES_HZ
        picture = _before_camera(seconds, hidden=seconds >= seen_s)
        writer.write(cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
    writer.release()
    return path


_astronaut: Callable[[], NDArray[np.uint8]] = skimage.data.astronaut


def _before_camera(seconds: float, hidden: bool) -> NDArray[np.uint8]:
    """uint8 (360, 480, 3) RGB."""
    scene = np.array(_astronaut())[0:320]
    if hidden:
        scene[30:220, 110:320] = 120
    width = round(350 + 40 * np.cos(2 * np.pi * seconds / 9.0))
    height = width * 3 // 4
    left = round(215 - width / 2 + 14 * np.sin(2 * np.pi * seconds / 4.0))
    left = min(max(left, 0), scene.shape[1] - width)
    crop = scene[0:height, left : left + width]
    return np.asarray(cv2.resize(crop, (480, 360), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def write_breaths(path: Path, per_minute: float, seconds: float, seed: int) -> Path:
    """Somebody who breathes so often, in a quiet room (WAV)."""
    sound = breathe(Breathing(per_minute / 60.0, wander=0.03), seconds, seed).sound
    soundfile.write(path, sound + white(seconds, ROOM_DBFS, seed), RATE_HZ)
    return path


def write_silence(path: Path, seconds: float = 2.0) -> Path:
    """A WAV file of nothing but zeros."""
    soundfile.write(path, np.zeros(round(seconds * RATE_HZ), np.float32), RATE_HZ)
    return path
