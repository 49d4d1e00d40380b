"""Finding the face in a picture: MediaPipe FaceMesh, with the models that its wheel carries (works offline)."""

from dataclasses import dataclass
from typing import Any, Final, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from affect.sensors.face_crop import cut, line_of, pose, upright
from affect.sensors.face_geometry import LEFT_EYE, MOUTH, RIGHT_EYE, Geometry, measure

WIDEST: Final = 640
"""Pictures wider than this are halved or more first: landmarks get no better, only dearer. Pixels."""
SURE: Final = 0.6
"""FaceMesh's own confidence below which a face is not followed further."""


@dataclass(frozen=True, slots=True)
class Face:
    """A face that was found."""

    geometry: Geometry
    """Its shape and pose; eye_distance in pixels of a picture at most WIDEST wide."""
    light: float
    """Mean green value over the face, [0, 255]."""
    eye_contrast: float
    """Range of green over the clearer eye, by its mean: iris and lashes in skin. A hand over it has little."""
    mouth_contrast: float
    """The same over the mouth."""
    crop: NDArray[np.uint8] | None = None
    """uint8 (SIDE, SIDE): the face upright, grey (face_crop); None from a finder that has no picture."""
    line: NDArray[np.float32] | None = None
    """float32 (SHAPE,): landmarks and geometry as ``line_of`` gives them; None with ``crop``."""


class Finder(Protocol):
    """Finds one face at most."""

    def find(self, pixels: NDArray[np.uint8]) -> Face | None:
        """The face in uint8 (H, W, 3) RGB; None = nobody there, or not to be seen."""

    def close(self) -> None:
        """Give back what it holds."""


class MeshFinder:
    """FaceMesh that follows one face from picture to picture: about 5 ms each on one core."""

    def __init__(self) -> None:
        """Loads the library and its models: some seconds."""
        import mediapipe  # noqa: PLC0415 - heavy, and only where a camera is on

        self._mesh: Any = mediapipe.solutions.face_mesh.FaceMesh(
            static_image_mode=False,
            max_num_faces=1,
            refine_landmarks=True,
            min_detection_confidence=SURE,
            min_tracking_confidence=SURE,
        )

    def find(self, pixels: NDArray[np.uint8]) -> Face | None:
        """The face in uint8 (H, W, 3) RGB; None = nobody there, or not to be seen."""
        height, width = pixels.shape[:2]
        if width > WIDEST:
            height, width = round(height * WIDEST / width), WIDEST
            pixels = np.asarray(cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
        found = self._mesh.process(pixels).multi_face_landmarks
        if not found:
            return None
        points = np.array([(point.x, point.y, point.z) for point in found[0].landmark], dtype=np.float64)
        points *= (width, height, width)
        return face_of(pixels, points)

    def close(self) -> None:
        """Give back the models."""
        self._mesh.close()


def face_of(pixels: NDArray[np.uint8], points: NDArray[np.float64]) -> Face:
    """The face whose landmarks, float64 (478, 3), lie in uint8 (H, W, 3) RGB, in its pixels."""
    green = pixels[:, :, 1]
    geometry, place = measure(points), pose(points)
    return Face(
        geometry=geometry,
        light=float(_patch(green, points)[::4, ::4].mean()),
        eye_contrast=max(_contrast(green, points[list(eye)]) for eye in (RIGHT_EYE, LEFT_EYE)),
        mouth_contrast=_contrast(green, points[list(MOUTH)]),
        crop=cut(pixels, place),
        line=line_of(upright(points, place), geometry),
    )


def _patch(green: NDArray[np.uint8], points: NDArray[np.float64]) -> NDArray[np.uint8]:
    """The part of uint8 (H, W) that holds the points (n, 3), a third higher than they reach; at least one pixel."""
    height, width = green.shape
    left, top = points[:, :2].min(axis=0)
    right, bottom = points[:, :2].max(axis=0)
    more = (bottom - top) / 6.0
    first_row, last_row = np.clip((int(top - more), int(bottom + more)), 0, height - 1)
    first_column, last_column = np.clip((int(left), int(right)), 0, width - 1)
    return green[first_row : last_row + 1, first_column : last_column + 1]


def _contrast(green: NDArray[np.uint8], points: NDArray[np.float64]) -> float:
    patch = _patch(green, points)
    dark, bright = np.percentile(patch, (5.0, 95.0))
    return float((bright - dark) / max(patch.mean(), 20.0))
