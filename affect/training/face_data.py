"""Pictures of faces to what the network is trained on: crops, landmarks, labels, people.

A folder of faces holds tight crops. Each is padded by 35 % and enlarged, for FaceMesh expects room around a face;
where it finds none it looks again, less strictly and with other room. What it finds must lie where the face of a
tight crop lies (it also fits whole faces into mouths). The rest is marked ``found = False`` and cut at that place,
which means something only where the picture is a tight crop: small and about square.
"""

import csv
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from affect.errors import CorpusError
from affect.sensors.face_crop import MARGIN, cut, pose, upright
from affect.sensors.face_geometry import FEATURES, measure

LARGE: Final = 192
"""Side that a padded picture is enlarged or shrunk to, pixels."""
LOOKS: Final = ((0.35, False), (0.35, True), (0.2, True), (0.6, True))
"""Padding, and whether FaceMesh may be unsure (0.1 instead of 0.5), in the order they are tried."""
USUAL_PLACE: Final = (0.5, 0.59, 0.373, 0.0)
"""Where the face lies in a tight crop: middle x, y and size by the crop's longer side; slope (medians)."""
POINTS: Final = 478
TIGHT_PIXELS: Final = 256
"""A tight crop is at most so large,"""
TIGHT_RATIO: Final = 1.3
"""and at most so much longer than wide, or wider than long."""


@dataclass(frozen=True, slots=True, eq=False)
class Faces:
    """n pictures, found or not."""

    crop: NDArray[np.uint8]
    """(n, SIDE + 2 MARGIN, likewise), grey."""
    shape: NDArray[np.float16]
    """(n, 478, 3), landmarks as ``upright`` gives them; 0 where no face was found."""
    geometry: NDArray[np.float32]
    """(n, 7 + 2): FEATURES, then yaw and pitch in degrees; 0 where no face was found."""
    found: NDArray[np.bool_]
    """(n,): FaceMesh found a face where it should be."""
    tight: NDArray[np.bool_]
    """(n,): the picture is small and about square, so it is a face and little else."""
    likeness: NDArray[np.uint64]
    """(n,): difference hash of the picture, 64 bit; near-duplicates differ in few."""
    corpus: NDArray[np.str_]
    """(n,): stem of the archive, or the manifest's column."""
    person: NDArray[np.str_]
    """(n,): empty = unknown."""
    expression: NDArray[np.str_]
    """(n,)."""
    valence: NDArray[np.str_]
    """(n,): positive, neutral, negative, empty = none."""
    groups: NDArray[np.str_]
    """(n,): "sex=F;age=18-39 ..." as far as the manifest says."""

    def take(self, chosen: NDArray[Any]) -> "Faces":
        """Those of them, by index or mask."""
        return Faces(*(getattr(self, field.name)[chosen] for field in fields(self)))


class Looker:
    """FaceMesh over single pictures."""

    def __init__(self) -> None:
        """Loads the library and its models."""
        import mediapipe  # noqa: PLC0415 - heavy: only where faces are read

        def mesh(least: float) -> Any:
            return mediapipe.solutions.face_mesh.FaceMesh(
                static_image_mode=True, max_num_faces=1, refine_landmarks=True, min_detection_confidence=least
            )

        self._meshes = {False: mesh(0.5), True: mesh(0.1)}

    def find(self, picture: NDArray[np.uint8]) -> NDArray[np.float64] | None:
        """Landmarks (478, 3) in pixels of a tight crop uint8 (H, W, 3) BGR; None = no face where it should be."""
        longer = max(picture.shape[:2])
        for padding, unsure in LOOKS:
            pad = round(padding * longer)
            padded = cv2.copyMakeBorder(picture, pad, pad, pad, pad, cv2.BORDER_REPLICATE)
            scale = LARGE / max(padded.shape[:2])
            way = cv2.INTER_CUBIC if scale > 1.0 else cv2.INTER_AREA
            large = cv2.cvtColor(cv2.resize(padded, None, fx=scale, fy=scale, interpolation=way), cv2.COLOR_BGR2RGB)
            faces = self._meshes[unsure].process(large).multi_face_landmarks
            if faces:
                height, width = large.shape[:2]
                points = np.array([(p.x * width, p.y * height, p.z * width) for p in faces[0].landmark]) / scale
                points -= (pad, pad, 0.0)
                if _plausible(points, picture.shape[0], picture.shape[1]):
                    return points
        return None


def _plausible(points: NDArray[np.float64], height: int, width: int) -> bool:
    """Whether the face fills its tight crop (height, width) as faces do."""
    x, y, size, slope = pose(points)
    longer = max(height, width)
    usual_x, usual_y, usual_size, _ = USUAL_PLACE
    near = abs(x - width / 2.0) < 0.22 * longer and abs(y - (usual_y - usual_x) * longer - height / 2.0) < 0.22 * longer
    return near and 0.6 < size / (usual_size * longer) < 1.6 and abs(slope) < 0.9


def usual_place(height: int, width: int) -> tuple[float, float, float, float]:
    """Where the face of a tight crop is taken to be when FaceMesh finds none, as ``pose`` gives it."""
    longer = max(height, width)
    x, y, size, slope = USUAL_PLACE
    return width / 2.0 + (x - 0.5) * longer, height / 2.0 + (y - 0.5) * longer, size * longer, slope


def is_tight(height: int, width: int) -> bool:
    """Whether a picture can be a tight crop of a face."""
    return max(height, width) <= min(TIGHT_PIXELS, TIGHT_RATIO * min(height, width))


def likeness(grey: NDArray[np.uint8]) -> int:
    """Difference hash: whether each of 8 x 8 places is darker than the next, 64 bit."""
    small = cv2.resize(grey, (9, 8), interpolation=cv2.INTER_AREA)
    return int.from_bytes(np.packbits(small[:, 1:] > small[:, :-1]).tobytes(), "big")


def _age_band(age: str) -> str:
    try:
        years = float(age)
    except ValueError:
        return age
    return "<13" if years < 13 else "13-17" if years < 18 else "18-39" if years < 40 else "40+"


def _groups(row: dict[str, str]) -> str:
    named = [f"{name}={row[name]}" for name in ("sex", "language") if row.get(name)]
    if row.get("age"):
        named.append(f"age={_age_band(row['age'])}")
    return ";".join(named)


def _decoded(content: bytes, name: str) -> NDArray[np.uint8]:
    """A picture uint8 (H, W, 3) BGR from its file's bytes. Raises CorpusError."""
    try:
        picture = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:  # an empty file
        picture = None
    if picture is None:
        raise CorpusError(f"{name} is no picture that can be read.")
    return np.asarray(picture, np.uint8)


def _pictures(folder: Path) -> Iterator[tuple[dict[str, str], NDArray[np.uint8]]]:
    """Rows of the manifest and their pictures, uint8 (H, W, 3) BGR. Raises CorpusError."""
    archives: dict[str, zipfile.ZipFile] = {}
    try:
        with (folder / "manifest.csv").open(newline="", encoding="utf-8") as lines:
            for row in csv.DictReader(lines):
                name = row["archive"]
                if name not in archives:
                    archives[name] = zipfile.ZipFile(folder / name)
                yield row, _decoded(archives[name].read(row["member"]), f"{folder / name}: {row['member']}")
    except (KeyError, OSError, zipfile.BadZipFile) as error:
        raise CorpusError(f"{folder} is not laid out like data/face: {error!r}.") from error
    finally:
        for archive in archives.values():
            archive.close()


def _look(looker: Looker, picture: NDArray[np.uint8]) -> tuple[Any, ...]:
    """The first six fields of Faces for one picture, uint8 (H, W, 3) BGR."""
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
    points = looker.find(picture)
    if points is None:
        place = usual_place(*grey.shape)
        shape, numbers = np.zeros((POINTS, 3), np.float32), np.zeros(len(FEATURES) + 2)
    else:
        place, geometry = pose(points), measure(points)
        shape = upright(points, place)
        numbers = np.array((*geometry.features, geometry.yaw_deg, geometry.pitch_deg))
    crop, tight = cut(grey, place, MARGIN), is_tight(*grey.shape)
    return crop, shape.astype(np.float16), numbers.astype(np.float32), points is not None, tight, likeness(grey)


def read_faces(folder: Path) -> Faces:
    """All faces of a folder.

    Raises:
        CorpusError: the folder is not laid out like data/face, or holds no pictures.
    """
    looker = Looker()
    columns: list[list[Any]] = [[] for _ in fields(Faces)]
    began = time.monotonic()
    for count, (row, picture) in enumerate(_pictures(folder)):
        corpus = row.get("corpus") or Path(row["archive"]).stem
        labels = (corpus, row.get("subject") or "", row["expression"], row.get("valence3") or "", _groups(row))
        values = (*_look(looker, picture), *labels)
        for column, value in zip(columns, values, strict=True):
            column.append(value)
        if count % 500 == 0:
            rate = (count + 1) / (time.monotonic() - began)
            print(f"\r  looking at faces: {count} ({rate:.0f}/s)", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    if not columns[0]:
        raise CorpusError(f"{folder}/manifest.csv names no pictures.")
    kinds = (np.uint8, np.float16, np.float32, np.bool_, np.bool_, np.uint64)
    arrays: list[NDArray[Any]] = [np.array(column, kind) for column, kind in zip(columns, kinds, strict=False)]
    arrays += [np.array(column, np.str_) for column in columns[len(kinds) :]]
    return Faces(*arrays)


def remembered_faces(folder: Path) -> Faces:
    """The same, kept in the system's temporary folder from one training to the next: looking takes minutes."""
    if not (folder / "manifest.csv").is_file():
        raise CorpusError(f"{folder} has no manifest.csv.")
    sizes = "|".join(f"{path.name} {path.stat().st_size}" for path in sorted(folder.glob("*.zip")))
    mark = zlib.crc32(sizes.encode(), zlib.crc32((folder / "manifest.csv").read_bytes()))
    cache = Path(tempfile.gettempdir()) / f"stillwater-face-{mark:08x}.npz"
    if cache.is_file():
        with np.load(cache, allow_pickle=False) as stored:
            return Faces(*(stored[field.name] for field in fields(Faces)))
    faces = read_faces(folder)
    np.savez(cache, **{field.name: getattr(faces, field.name) for field in fields(Faces)})
    return faces
