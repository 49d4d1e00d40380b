"""A face in seven numbers: distances between landmarks, freed of head pose and of distance to the camera.

Landmarks are MediaPipe FaceMesh's 478 points (indices: canonical_face_model_uv_visualization of google/mediapipe).
They are turned into the head's own axes - x along the eye corners, y from under the nose to the eyes - and divided
by the distance of the outer eye corners, so a step back or a turn of the head is no change of expression.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

FEATURES: Final = (
    "mouth_width",
    "mouth_lift",
    "brow_height",
    "brow_gap",
    "eye_opening",
    "mouth_opening",
    "lip_height",
)
"""Names of the seven, in the order of ``Geometry.features``; also the names of the scalars a neutral keeps.

mouth_width: between the corners. mouth_lift: corners above the middle of the lips. brow_height: inner half of the
brows above the eye corners. brow_gap: between the inner ends. eye_opening: lid distance by eye width, both eyes.
mouth_opening: between the inner lips. lip_height: both lips together. Unit: outer eye distance (eye_opening: 1).
"""

RIGHT_EYE: Final = (33, 133, 159, 145)
"""Outer corner, inner corner, upper lid, lower lid; right is the person's right."""
LEFT_EYE: Final = (263, 362, 386, 374)
_EYE_CORNERS: Final = (33, 133, 362, 263)
_UNDER_NOSE: Final = 2
_MOUTH_CORNERS: Final = (61, 291)
_INNER_LIPS: Final = (13, 14)
_OUTER_LIPS: Final = (0, 17)
MOUTH: Final = (*_MOUTH_CORNERS, *_OUTER_LIPS)
"""Corners, upper edge, lower edge."""
_BROWS: Final = (105, 66, 107, 334, 296, 336)
_BROW_ENDS: Final = (107, 336)
_FACE_PLANE_DEG: Final = 26.7
"""How far the plane of eyes and nose leans back in a face that looks straight (mean of 5,800 press photographs)."""


@dataclass(frozen=True, slots=True)
class Geometry:
    """One face in one picture."""

    features: NDArray[np.float64]
    """float64 (7,), in the order of FEATURES."""
    yaw_deg: float
    """Head turned to the picture's right > 0."""
    pitch_deg: float
    """Head raised > 0."""
    roll_deg: float
    """Head tilted, counter-clockwise > 0."""
    eye_distance: float
    """Between the outer eye corners, in the landmarks' unit (pixels)."""


def measure(landmarks: NDArray[np.float64]) -> Geometry:
    """Geometry of one face.

    Args:
        landmarks: float64 (478, 3), pixels: x right, y down, z away from the camera.
    """
    points = landmarks * (1.0, -1.0, -1.0)
    right = points[263] - points[33]
    eye_distance = float(np.linalg.norm(right)) or 1.0
    right = right / eye_distance
    eyes = points[list(_EYE_CORNERS)].mean(axis=0)
    up = eyes - points[_UNDER_NOSE]
    up = up - (up @ right) * right
    up = up / (float(np.linalg.norm(up)) or 1.0)
    toward = np.cross(right, up)
    head = (points - eyes) @ np.stack((right, up, toward), axis=1) / eye_distance
    return Geometry(
        features=_features(head),
        yaw_deg=float(np.degrees(np.arctan2(toward[0], toward[2]))),
        pitch_deg=float(np.degrees(np.arcsin(np.clip(toward[1], -1.0, 1.0)))) - _FACE_PLANE_DEG,
        roll_deg=float(np.degrees(np.arctan2(right[1], right[0]))),
        eye_distance=eye_distance,
    )


def _features(head: NDArray[np.float64]) -> NDArray[np.float64]:
    """float64 (478, 3) in the head's axes and eye distances to float64 (7,)."""
    lips = list(_INNER_LIPS)
    opening = _apart(head, _INNER_LIPS)
    return np.array(
        (
            _apart(head, _MOUTH_CORNERS),
            head[list(_MOUTH_CORNERS), 1].mean() - head[lips, 1].mean(),
            head[list(_BROWS), 1].mean(),
            _apart(head, _BROW_ENDS),
            (_eye_opening(head, RIGHT_EYE) + _eye_opening(head, LEFT_EYE)) / 2.0,
            opening,
            _apart(head, _OUTER_LIPS) - opening,
        )
    )


def _apart(head: NDArray[np.float64], pair: tuple[int, int]) -> float:
    return float(np.linalg.norm(head[pair[0]] - head[pair[1]]))


def _eye_opening(head: NDArray[np.float64], eye: tuple[int, int, int, int]) -> float:
    return _apart(head, (eye[2], eye[3])) / (_apart(head, (eye[0], eye[1])) or 1.0)
