"""Pictures of faces to what the network is trained on: crops, landmarks, labels, people.

A folder of faces holds tight crops. Each is padded by 35 % and enlarged, for FaceMesh expects room around a face;
where it finds none it looks again, less strictly, with other room and surroundings, and with the contrast evened out.
What it finds must lie where the face of a tight crop lies (it also fits whole faces into mouths). The rest is marked
``found = False`` and cut at that place, which means something only where the picture is a tight crop: small and about
square.
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
from typing import Any, Final, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from affect.errors import CorpusError
from affect.sensors.face_crop import LOWER, MARGIN, SIDE, SIZE, cut, pose, upright
from affect.sensors.face_geometry import FEATURES, measure


@dataclass(frozen=True, slots=True)
class Look:
    """One way of showing FaceMesh a tight crop."""

    padding: float
    """Room around it, in its longer side."""
    around: int
    """What the room is filled with: a border type of OpenCV."""
    sure: float
    """Least confidence of its detector."""
    even: bool = False
    """Whether the contrast is evened out first (CLAHE), for dark and glaring pictures."""


LARGE: Final = 192
"""Side that a padded picture is enlarged or shrunk to, pixels."""
LOOKS: Final = (
    Look(0.35, cv2.BORDER_REPLICATE, 0.5),
    Look(0.35, cv2.BORDER_CONSTANT, 0.1),
    Look(1.0, cv2.BORDER_CONSTANT, 0.1),
)
"""In the order they are tried. Of patches without any face they take 5.6 % for one (16 of 284)."""
MORE_LOOKS: Final = (
    *LOOKS,
    Look(0.35, cv2.BORDER_REFLECT_101, 0.1),
    Look(1.0, cv2.BORDER_CONSTANT, 0.02, even=True),
)
"""The same for pictures that are known to show a face, to be trained on: the last alone takes 7 % of
such patches for a face."""
GREY: Final = (127, 127, 127)
"""What a constant surrounding is."""
USUAL_PLACE: Final = (0.5, 0.59, 0.373, 0.0)
"""Where the face lies in a tight crop: middle x, y and size by the crop's longer side; slope (medians)."""
FAR: Final = 0.26
"""A face further from there than this share of the crop's longer side is taken for no face;"""
LARGEST: Final = 2.0
"""so is one so much larger,"""
STEEPEST: Final = 1.3
"""or one that slopes more, radians: FaceMesh also fits whole faces into mouths, hands and hair."""
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


class Looks(Protocol):
    """Finds landmarks in single pictures."""

    def find(self, picture: NDArray[np.uint8]) -> NDArray[np.float64] | None:
        """Landmarks (478, 3) in pixels of a tight crop uint8 (H, W, 3) BGR; None = no face where it should be."""


class Looker:
    """FaceMesh over single pictures."""

    def __init__(self, looks: tuple[Look, ...] = LOOKS) -> None:
        """Loads the library and its models."""
        import mediapipe  # noqa: PLC0415 - heavy: only where faces are read

        def mesh(least: float) -> Any:
            return mediapipe.solutions.face_mesh.FaceMesh(
                static_image_mode=True, max_num_faces=1, refine_landmarks=True, min_detection_confidence=least
            )

        self._meshes = {sure: mesh(sure) for sure in sorted({look.sure for look in looks})}
        self._looks = looks
        self._even = cv2.createCLAHE(2.0, (4, 4))

    def find(self, picture: NDArray[np.uint8]) -> NDArray[np.float64] | None:
        """Landmarks (478, 3) in pixels of a tight crop uint8 (H, W, 3) BGR; None = no face where it should be."""
        for look in self._looks:
            points = self._find(picture, look)
            if points is not None and _plausible(points, picture.shape[0], picture.shape[1]):
                return points
        return None

    def _find(self, picture: NDArray[np.uint8], look: Look) -> NDArray[np.float64] | None:
        if look.even:
            evened = self._even.apply(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY))
            picture = np.asarray(cv2.cvtColor(evened, cv2.COLOR_GRAY2BGR), np.uint8)
        pad = round(look.padding * max(picture.shape[:2]))
        padded = cv2.copyMakeBorder(picture, pad, pad, pad, pad, look.around, value=GREY)
        side = round(LARGE * (1.0 + 2.0 * look.padding) / 1.7)
        scale = side / max(padded.shape[:2])
        way = cv2.INTER_CUBIC if scale > 1.0 else cv2.INTER_AREA
        large = cv2.cvtColor(cv2.resize(padded, None, fx=scale, fy=scale, interpolation=way), cv2.COLOR_BGR2RGB)
        faces = self._meshes[look.sure].process(large).multi_face_landmarks
        if not faces:
            return None
        height, width = large.shape[:2]
        points = np.array([(p.x * width, p.y * height, p.z * width) for p in faces[0].landmark]) / scale
        return np.asarray(points - (pad, pad, 0.0))


def _plausible(points: NDArray[np.float64], height: int, width: int) -> bool:
    """Whether the face fills its tight crop (height, width) as faces do."""
    x, y, size, slope = pose(points)
    longer = max(height, width)
    usual_x, usual_y, usual_size, _ = USUAL_PLACE
    near = abs(x - width / 2.0) < FAR * longer and abs(y - (usual_y - usual_x) * longer - height / 2.0) < FAR * longer
    return near and 0.6 < size / (usual_size * longer) < LARGEST and abs(slope) < STEEPEST


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


def pictures_of(
    folder: Path, chosen: NDArray[np.bool_] | None = None
) -> Iterator[tuple[dict[str, str], NDArray[np.uint8]]]:
    """Rows of the manifest, all or those chosen, and their pictures, uint8 (H, W, 3) BGR. Raises CorpusError."""
    archives: dict[str, zipfile.ZipFile] = {}
    try:
        with (folder / "manifest.csv").open(newline="", encoding="utf-8") as lines:
            for index, row in enumerate(csv.DictReader(lines)):
                if chosen is not None and not chosen[index]:
                    continue
                name = row["archive"]
                if name not in archives:
                    archives[name] = zipfile.ZipFile(folder / name)
                yield row, _decoded(archives[name].read(row["member"]), f"{folder / name}: {row['member']}")
    except (KeyError, OSError, zipfile.BadZipFile) as error:
        raise CorpusError(f"{folder} is not laid out like data/face: {error!r}.") from error
    finally:
        for archive in archives.values():
            archive.close()


def look_at(looker: Looks, picture: NDArray[np.uint8]) -> tuple[Any, ...]:
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


def read_faces(folder: Path, looks: tuple[Look, ...] = LOOKS, chosen: NDArray[np.bool_] | None = None) -> Faces:
    """All faces of a folder, or those of its manifest's rows that are ``chosen``, bool (rows,).

    Raises:
        CorpusError: the folder is not laid out like data/face, or holds no pictures.
    """
    looker = Looker(looks)
    columns: list[list[Any]] = [[] for _ in fields(Faces)]
    began = time.monotonic()
    for count, (row, picture) in enumerate(pictures_of(folder, chosen)):
        corpus = row.get("corpus") or Path(row["archive"]).stem
        labels = (corpus, row.get("subject") or "", row["expression"], row.get("valence3") or "", _groups(row))
        values = (*look_at(looker, picture), *labels)
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
    """All of them, looked at harder, kept in the system's temporary folder from one training to the next: it takes
    minutes."""
    if not (folder / "manifest.csv").is_file():
        raise CorpusError(f"{folder} has no manifest.csv.")
    sizes = "|".join(f"{path.name} {path.stat().st_size}" for path in sorted(folder.glob("*.zip")))
    sizes += f"|{SIDE} {MARGIN} {SIZE} {LOWER} {MORE_LOOKS} {FAR} {LARGEST} {STEEPEST}"
    mark = zlib.crc32(sizes.encode(), zlib.crc32((folder / "manifest.csv").read_bytes()))
    cache = Path(tempfile.gettempdir()) / f"stillwater-face-{mark:08x}.npz"
    if cache.is_file():
        with np.load(cache, allow_pickle=False) as stored:
            return Faces(*(stored[field.name] for field in fields(Faces)))
    faces = read_faces(folder, MORE_LOOKS)
    np.savez(cache, **{field.name: getattr(faces, field.name) for field in fields(Faces)})
    return faces
