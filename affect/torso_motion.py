"""How far the shoulders have risen, picture by picture: where to look, and the shift of what is seen there.

The face's box, found once a second, says where the torso is: below the chin and beside the neck. That part of the
picture is laid over a reference picture of itself; what the background beside the head does at the same time is the
camera's own motion and is taken off. A person who has moved away from the reference gets a new one, and the rise
goes on from where it stood. Nothing of a picture is kept but the reference, in memory.
"""

from dataclasses import dataclass
from typing import Any, Final, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from affect.torso_align import Floats, Reference, Shift

WIDEST: Final = 640
"""Pictures wider than this are made smaller first. Pixels."""
PLACE_NS: Final = 1_000_000_000
"""The face is looked for so often."""
GONE_NS: Final = 2_500_000_000
"""A face not found for so long is gone, and the torso with it."""
_MOVED: Final = 0.22
_FAR_PX: Final = 7.0
_MISFIT: Final = 0.6
_TOO_FEW_ROWS: Final = 0.12
_STILL_SD_PX: Final = 0.08


@dataclass(frozen=True, slots=True)
class Box:
    """Where a face is, in pixels: brows to chin."""

    left: float
    top: float
    width: float
    height: float


class FaceFinder(Protocol):
    """Finds one face at most."""

    def find(self, pixels: NDArray[np.uint8]) -> Box | None:
        """The largest face in uint8 (H, W, 3) RGB; None = there is none."""

    def close(self) -> None:
        """Give back what it holds."""


class DetectorFinder:
    """MediaPipe's short-range face detector: 2 ms a picture."""

    def __init__(self) -> None:
        """Loads the library and its model."""
        import mediapipe  # noqa: PLC0415 - heavy, and only where a camera is on

        self._detector: Any = mediapipe.solutions.face_detection.FaceDetection(
            model_selection=0, min_detection_confidence=0.5
        )

    def find(self, pixels: NDArray[np.uint8]) -> Box | None:
        """The largest face in uint8 (H, W, 3) RGB; None = there is none."""
        height, width = pixels.shape[:2]
        boxes = [found.location_data.relative_bounding_box for found in self._detector.process(pixels).detections or ()]
        if not boxes:
            return None
        box = max(boxes, key=lambda one: float(one.width * one.height))
        return Box(box.xmin * width, box.ymin * height, box.width * width, box.height * height)

    def close(self) -> None:
        """Give back the model."""
        self._detector.close()


@dataclass(frozen=True, slots=True)
class Rise:
    """What one picture says of the shoulders."""

    up_px: float
    """How far they stand above where they were first seen, in pixels of a picture at most WIDEST wide."""
    right_px: float
    """How far they stand aside."""
    sd_px: float
    """Error of ``up_px`` from picture to picture."""
    face_px: float
    """Height of the face: the measure of the person."""
    steady: bool
    """False where the torso moved too far or was covered: ``up_px`` is carried on, not seen."""


class _Patch:
    """One part of the picture, followed over changes of its reference."""

    def __init__(self, part: Floats, weight: Floats, carried: tuple[float, float]) -> None:
        self.reference = Reference(part, weight)
        self.carried = carried
        self.last = (0.0, 0.0)

    def lay(self, part: Floats) -> Shift | None:
        """Lay a picture's part over the reference, starting from the last place, else from none."""
        shift = self.reference.lay(part, self.last)
        if shift is None or shift.misfit > _MISFIT:
            shift = self.reference.lay(part)
        if shift is None or shift.misfit > _MISFIT:
            return None
        self.last = (shift.right_px, shift.down_px)
        return shift

    @property
    def place(self) -> tuple[float, float]:
        """(right, down) since the first reference, pixels."""
        return self.carried[0] + self.last[0], self.carried[1] + self.last[1]


class TorsoMotion:
    """Pictures to Rises."""

    def __init__(self, finder: FaceFinder) -> None:
        self._finder = finder
        self._placed_ns: int | None = None
        self._seen_ns: int | None = None
        self._box: Box | None = None
        self._torso: _Patch | None = None
        self._room: _Patch | None = None
        self._lost = 0

    @property
    def seen(self) -> bool:
        """A torso is followed now."""
        return self._torso is not None

    def take(self, pixels: NDArray[np.uint8], t_ns: int) -> Rise | None:
        """The next picture, uint8 (H, W, 3) RGB; None = no torso is seen."""
        pixels = _narrow(pixels)
        grey = np.asarray(cv2.GaussianBlur(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), (0, 0), 1.0), np.uint8)
        self._look(pixels, grey, t_ns)
        if self._box is None or self._torso is None:
            return None
        areas = _areas(self._box, grey.shape)
        if areas is None:
            return None
        shift = self._torso.lay(areas.torso.cut(grey))
        steady = shift is not None
        self._lost = 0 if steady else self._lost + 1
        right, down = self._torso.place
        camera = self._camera(areas, grey)
        if (shift is not None and max(abs(shift.right_px), abs(shift.down_px)) > _FAR_PX) or self._lost >= 3:
            self._anchor(grey, areas)
        sd = 0.0 if shift is None else shift.sd_px
        return Rise(camera - down, right, sd, self._box.height, steady)

    def close(self) -> None:
        """Give back the finder's model."""
        self._finder.close()

    def _camera(self, areas: "_Areas", grey: NDArray[np.uint8]) -> float:
        """How far the background has gone down: the camera's motion; what cannot be told is taken for none."""
        if self._room is None or areas.room is None:
            return 0.0
        shift = self._room.lay(areas.room.cut(grey))
        if shift is None or shift.sd_px > _STILL_SD_PX:
            return self._room.carried[1]
        return self._room.place[1]

    def _look(self, pixels: NDArray[np.uint8], grey: NDArray[np.uint8], t_ns: int) -> None:
        """Once a second: where is the face now?"""
        if self._placed_ns is not None and 0 <= t_ns - self._placed_ns < PLACE_NS:
            return
        self._placed_ns = t_ns
        box = self._finder.find(pixels)
        if box is None:
            if self._seen_ns is None or not 0 <= t_ns - self._seen_ns < GONE_NS:
                self._box = self._torso = self._room = None
            return
        self._seen_ns = t_ns
        if self._box is not None and not _away(box, self._box):
            return
        areas = _areas(box, grey.shape)
        self._box = None if areas is None else box
        if areas is None:
            self._torso = self._room = None
        else:
            self._anchor(grey, areas)

    def _anchor(self, grey: NDArray[np.uint8], areas: "_Areas") -> None:
        """Take the picture as the new reference; what was seen so far is carried on."""
        carried = (0.0, 0.0) if self._torso is None else self._torso.place
        self._torso = _Patch(areas.torso.cut(grey), areas.torso.weight, carried)
        self._lost = 0
        if areas.room is not None:
            carried = (0.0, 0.0) if self._room is None else self._room.place
            self._room = _Patch(areas.room.cut(grey), areas.room.weight, carried)


@dataclass(frozen=True, slots=True, eq=False)
class _Area:
    """A part of the picture."""

    rows: slice
    columns: slice
    weight: Floats
    """float32 (h, w) of what ``cut`` gives: 1 = counts."""

    def cut(self, grey: NDArray[np.uint8]) -> Floats:
        """float32 (h, w): this part."""
        return grey[self.rows, self.columns].astype(np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class _Areas:
    torso: _Area
    room: _Area | None


def _areas(box: Box, shape: tuple[int, ...]) -> _Areas | None:
    """Where the torso is, and the background beside the head; None where too little of a torso is in the picture."""
    height, width = shape[:2]
    middle, chin = box.left + box.width / 2.0, box.top + box.height
    top, bottom = round(chin - 0.12 * box.height), round(min(height, chin + 1.3 * box.height))
    left, right = round(max(0.0, middle - 1.7 * box.width)), round(min(float(width), middle + 1.7 * box.width))
    if bottom - chin < _TOO_FEW_ROWS * box.height or right - left < 1.2 * box.width or top < 0:
        return None
    y, x = np.mgrid[top:bottom, left:right].astype(np.float32)
    head = ((x - middle) / (0.62 * box.width)) ** 2 + ((y - chin + 0.5 * box.height) / (0.65 * box.height)) ** 2 < 1.0
    head |= (np.abs(x - middle) < 0.55 * box.width) & (y < chin + 0.3 * box.height)  # a talker's neck moves too
    torso = _Area(slice(top, bottom), slice(left, right), np.where(head, 0.0, 1.0).astype(np.float32))
    rows = slice(0, max(0, round(chin - 0.25 * box.height)))
    if rows.stop < 24:
        return _Areas(torso, None)
    beside = np.abs(np.arange(width) - middle) > 1.1 * box.width
    weight = np.broadcast_to(beside.astype(np.float32), (rows.stop, width))
    room = _Area(rows, slice(0, width), np.ascontiguousarray(weight))
    return _Areas(torso, room if beside.mean() > 0.15 else None)


def _away(box: Box, old: Box) -> bool:
    """The face has left its old place, or come nearer or gone farther."""
    aside = abs(box.left + box.width / 2 - old.left - old.width / 2) / old.width
    apart = abs(box.top + box.height - old.top - old.height) / old.height
    return aside > _MOVED or apart > _MOVED or abs(box.height / old.height - 1.0) > _MOVED


def _narrow(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = pixels.shape[:2]
    if width <= WIDEST:
        return pixels
    size = (WIDEST, round(height * WIDEST / width))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
