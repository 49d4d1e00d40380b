"""Fits the numbers of the face sensor: ``python -m affect.training.face_table DATA`` prints its table and its figures.

DATA is the folder that holds face/manifest.csv and face/muxspace.zip (muxspace/facial_expressions: press
photographs and film stills, Apache-2.0, labels by one person). Tight crops are padded by 35 % first, for FaceMesh
expects room around a face. Subjects are split in two halves by a checksum of their name: weights come from the
first half alone, every figure printed comes from the second. Only sums over many faces leave this file.
"""

import csv
import sys
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from affect.sensors.face_geometry import FEATURES, measure

PADDING: Final = 0.35
SIDE: Final = 480
"""Side of the padded picture, pixels."""
RIDGE: Final = 1.0
"""How firmly weights are held to EXPECTED, in units of one class's weight."""
EXPECTED: Final = {
    "valence": (0.10, 0.15, 0.03, 0.05, 0.00, 0.00, 0.03),
    "arousal": (0.00, -0.05, 0.00, -0.05, 0.06, 0.08, -0.05),
    "smile": (0.15, 0.15, 0.00, 0.00, 0.00, 0.00, 0.00),
}
"""Weights by hand, which the data may bend: smiling (FACS action unit 12) is wide and lifted corners; a frown
(4) narrows the gap of the brows; tension shows in raised lids (5), pressed lips (23, 24), a dropped jaw (26)."""
VALENCE_OF: Final = {"positive": 1.0, "neutral": 0.0, "negative": -1.0}
TENSION_OF: Final = {
    "neutral": 0.0, "happy": 0.0, "sad": 0.1, "disgust": 0.4, "surprise": 0.5, "angry": 0.6, "fearful": 0.8,
}  # fmt: skip
"""Arousal as this house means it - rest to tense - after the circumplex (Russell 1980), happy set to rest."""


@dataclass(frozen=True, slots=True, eq=False)
class Faces:
    """All faces that were found; n of them."""

    features: NDArray[np.float64]
    """(n, 7), in the order of FEATURES."""
    pitch_deg: NDArray[np.float64]
    """(n,)."""
    subject: NDArray[np.str_]
    """(n,), empty = unknown."""
    expression: NDArray[np.str_]
    """(n,)."""
    valence: NDArray[np.str_]
    """(n,): positive, neutral, negative, empty = none."""


def held_out(subject: str) -> bool:
    """Whether a subject is of the half that no weight has seen (the unnamed are all of the other half)."""
    return subject != "" and zlib.crc32(subject.encode()) % 2 == 1


def read_faces(folder: Path, wanted: Callable[[str], bool]) -> Faces:
    """Run FaceMesh over the pictures of muxspace whose subject is wanted: half a minute for all."""
    import mediapipe  # noqa: PLC0415 - heavy: only where faces are read

    mesh = mediapipe.solutions.face_mesh.FaceMesh(static_image_mode=True, max_num_faces=1, refine_landmarks=True)
    features, pitches, labels = [], [], []
    with (folder / "manifest.csv").open(newline="") as lines, zipfile.ZipFile(folder / "muxspace.zip") as archive:
        for row in csv.DictReader(lines):
            if row["archive"] != "muxspace.zip" or not wanted(row["subject"]):
                continue
            picture = cv2.imdecode(np.frombuffer(archive.read(row["member"]), np.uint8), cv2.IMREAD_COLOR)
            pad = round(PADDING * max(picture.shape[:2]))
            padded = cv2.copyMakeBorder(picture, pad, pad, pad, pad, cv2.BORDER_REPLICATE)
            found = mesh.process(cv2.cvtColor(cv2.resize(padded, (SIDE, SIDE)), cv2.COLOR_BGR2RGB))
            if found.multi_face_landmarks:
                points = [(point.x, point.y, point.z) for point in found.multi_face_landmarks[0].landmark]
                geometry = measure(np.array(points, dtype=np.float64) * SIDE)
                features.append(geometry.features)
                pitches.append(geometry.pitch_deg)
                labels.append((row["subject"], row["expression"], row["valence3"]))
    subject, expression, valence = np.array(labels).T
    return Faces(np.array(features), np.array(pitches), subject, expression, valence)


def neutrals_by_subject(faces: Faces, least: int) -> dict[str, NDArray[np.intp]]:
    """Indices of each named subject's neutral faces, for those who have at least so many."""
    found: dict[str, NDArray[np.intp]] = {}
    for name in np.unique(faces.subject[faces.subject != ""]):
        indices = np.flatnonzero((faces.subject == name) & (faces.expression == "neutral"))
        if len(indices) >= least:
            found[str(name)] = indices
    return found


def pitch_slopes(faces: Faces) -> NDArray[np.float64]:
    """How much each feature changes per degree of pitch within a neutral face, (7,)."""
    groups = list(neutrals_by_subject(faces, 3).values())
    pitch = np.concatenate([faces.pitch_deg[group] - faces.pitch_deg[group].mean() for group in groups])
    features = np.concatenate([faces.features[group] - faces.features[group].mean(axis=0) for group in groups])
    slopes: NDArray[np.float64] = pitch @ features / (pitch @ pitch)
    return slopes


def changes(level: NDArray[np.float64], faces: Faces) -> NDArray[np.float64]:
    """Each face minus its subject's other neutral faces, (n, 7); nan where there are none."""
    change = np.full(level.shape, np.nan)
    own = neutrals_by_subject(faces, 1)
    for index, name in enumerate(faces.subject):
        others = own.get(str(name), np.zeros(0, dtype=np.intp))
        others = others[others != index]
        if len(others):
            change[index] = level[index] - level[others].mean(axis=0)
    return change


def fit(steps: NDArray[np.float64], target: NDArray[np.float64], expected: tuple[float, ...]) -> NDArray[np.float64]:
    """Weights (7,) from changes in spreads (n, 7) to target (n,): least squares held to ``expected``, every value
    of the target weighing alike."""
    share = np.array([1.0 / (target == value).sum() for value in target])
    moment = (steps * share[:, None]).T
    held = RIDGE * np.eye(steps.shape[1])
    weights: NDArray[np.float64] = np.linalg.solve(moment @ steps + held, moment @ target + held @ expected)
    return np.round(weights, 2)


def main(data: Path) -> None:
    """Print the table for face.py, then what it is worth on the other half of the subjects."""
    faces = read_faces(data / "face", lambda subject: True)
    slopes = pitch_slopes(faces)
    level = faces.features - faces.pitch_deg[:, None] * slopes
    neutral = faces.expression == "neutral"
    groups = neutrals_by_subject(faces, 3).values()
    own = np.concatenate([level[g] - level[g].mean(axis=0) for g in groups]) / np.sqrt(1 - 1 / 3)
    spread = own.std(axis=0)
    steps = changes(level, faces) / spread
    first = np.array([not held_out(name) for name in faces.subject])
    usable = np.isfinite(steps[:, 0])

    def weights_for(what: str, known: NDArray[np.bool_], target: NDArray[np.float64]) -> NDArray[np.float64]:
        chosen = usable & first & known
        return fit(steps[chosen], target[chosen], EXPECTED[what])

    valence = np.array([VALENCE_OF.get(label, 0.0) for label in faces.valence])
    tension = np.array([TENSION_OF.get(label, 0.0) for label in faces.expression])
    smile = (faces.expression == "happy").astype(float)
    by_valence = weights_for("valence", faces.valence != "", valence)
    by_tension = weights_for("arousal", np.isin(faces.expression, list(TENSION_OF)), tension)
    by_smile = weights_for("smile", np.isin(faces.expression, ["happy", "neutral"]), smile)
    print("name, usual, between, within, per_pitch_deg, valence, arousal, smile")
    for i, name in enumerate(FEATURES):
        usual, between = level[neutral, i].mean(), level[neutral, i].std()
        numbers = f"{usual:.4f}, {between:.4f}, {spread[i]:.4f}, {slopes[i]:.5f}"
        print(f'    Feature("{name}", {numbers}, {by_valence[i]}, {by_tension[i]}, {by_smile[i]}),')
    strange = (level - level[neutral].mean(axis=0)) / spread
    for what, weights, target in (
        ("valence", by_valence, valence), ("arousal", by_tension, tension), ("smile", by_smile, smile)
    ):  # fmt: skip
        figures(what, faces, usable & ~first, steps @ weights, target)
        figures(f"{what} without a neutral", faces, usable & ~first, strange @ weights, target)
    smiles_above_own(faces, usable & ~first, steps @ by_smile)


def figures(
    what: str, faces: Faces, shown: NDArray[np.bool_], value: NDArray[np.float64], target: NDArray[np.float64]
) -> None:
    """Print mean, residual and share of right signs by expression, over the faces ``shown``."""
    value = np.clip(value, -1.0, 1.0)
    errors = [np.mean((value - target)[shown & (target == level)] ** 2) for level in np.unique(target[shown])]
    print(f"{what}: error over levels of the target {np.sqrt(np.mean(errors)):.2f}")
    for expression in TENSION_OF:
        chosen = shown & (faces.expression == expression)
        if chosen.any():
            above = (value[chosen] > 0).mean()
            print(
                f"  {expression:9} n {chosen.sum():4} mean {value[chosen].mean():+.2f} sd {value[chosen].std():.2f}"
                f" above 0: {above:.3f}"
            )


def smiles_above_own(faces: Faces, shown: NDArray[np.bool_], smile: NDArray[np.float64]) -> None:
    """Print in how many subjects the happy faces smile more than their own neutral ones do, on average."""
    above = []
    for name, indices in neutrals_by_subject(faces, 2).items():
        happy = np.flatnonzero(shown & (faces.subject == name) & (faces.expression == "happy"))
        if len(happy):
            above.append(bool(smile[happy].mean() > smile[indices].mean()))
    print(f"smile above own neutral: {sum(above)} of {len(above)} subjects (two neutral faces and one happy at least)")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
