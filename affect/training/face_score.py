"""What the reader of faces is worth on a folder of labelled faces: the items, the figures, the time.

Where FaceMesh finds no face, a picture that is a tight crop of one is read as it lies, from its pixels alone; any
other is wrong. ``found_share`` and the figures named ``..._strict`` count FaceMesh's finds alone.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from affect import scoring
from affect.scoring import Figures, Options, Report
from affect.sensors.face_crop import MARGIN, cut, line_of, pose, upright
from affect.sensors.face_expression import level, smile_of
from affect.sensors.face_geometry import Geometry, measure
from affect.sensors.face_reader import SIGNS, FaceReader, Read, describe
from affect.sensors.face_trained import TRUST
from affect.training.face_data import Faces, read_faces
from game.core.reading import Quantity

UNFOUND: Final = ""
VALENCE_OF: Final = {"positive": 1.0, "neutral": 0.0, "negative": -1.0}
TIMED: Final = 40
"""Pictures that the time is taken over,"""
ROUNDS: Final = 10
"""so many times."""


@dataclass(frozen=True, slots=True)
class Item:
    """One picture, told."""

    person: str
    groups: tuple[str, ...]
    found: bool
    """FaceMesh found it."""
    read: bool
    """It was read: found, or a tight crop."""
    expression: str
    """The truth."""
    told: str
    """The likeliest expression."""
    chance: float
    """How likely it is said to be."""
    valence: str
    """The truth: positive, neutral, negative, empty = none."""
    told_valence: str
    value: float
    """Valence as a number,"""
    sd: float
    """and how sure."""
    smile: float
    """How far it smiles: network and geometry of the mouth joined as in play, before limits."""


def evaluate(folder: Path, options: Options) -> Report:
    """Score the shipped weights on a folder laid out like data/face. Raises CorpusError, ModelMissingError."""
    return score(read_faces(folder), options, None)


def score(faces: Faces, options: Options, models: Path | None) -> Report:
    """Score the weights in ``models`` (None = the shipped ones) on faces that were read."""
    reader = FaceReader(models)
    crops = np.ascontiguousarray(faces.crop[:, MARGIN:-MARGIN, MARGIN:-MARGIN])
    shapes = describe(faces.shape, faces.geometry)
    read = [
        reader.read(crops[start : start + 256], shapes[start : start + 256], faces.found[start : start + 256])
        for start in range(0, len(crops), 256)
    ]
    whole = Read(*(np.concatenate([getattr(one, name) for one in read]) for name in Read.__dataclass_fields__))
    cost_ms = milliseconds(reader)
    items = _items(faces, whole, reader.expressions, options.calibrate)

    def measure_all(some: Sequence[Item]) -> Figures:
        return {**figures(some), "ms_per_frame": cost_ms}

    notes = (
        "A face that FaceMesh does not find is read from the pixels of a tight crop (small, about square), else wrong; "
        "found_share and ..._strict count what FaceMesh finds alone, as in play.",
        f"valence3 leaves out surprise. smile_above_neutral: share of the {len(smiles(items))} people with both whose "
        "happy faces smile more (network and mouth joined as in play).",
        "ms_per_frame: processor time of crop, geometry and network, without FaceMesh.",
    )
    return scoring.assemble("face", items, measure_all, notes)


def _items(faces: Faces, read: Read, expressions: tuple[str, ...], calibrate: int) -> list[Item]:
    chance = read.chance[np.arange(len(read.told)), read.told]
    smile = smiling(faces, read.chance[:, expressions.index("happy")])
    own, spent = _own_neutral(faces, read.valence, calibrate)
    items = []
    for i in np.flatnonzero(~spent):
        groups = (f"corpus={faces.corpus[i]}", *(str(faces.groups[i]).split(";") if faces.groups[i] else ()))
        items.append(
            Item(
                person=str(faces.person[i]), groups=groups, found=bool(faces.found[i]),
                read=bool(faces.found[i] | faces.tight[i]),
                expression=str(faces.expression[i]), told=expressions[int(read.told[i])],
                chance=float(chance[i]), valence=str(faces.valence[i]),
                told_valence=SIGNS[int(read.sign[i].argmax())],
                value=float(np.clip(read.valence[i] - own[i], -1.0, 1.0)), sd=float(read.valence_sd[i]),
                smile=float(smile[i]),
            )
        )  # fmt: skip
    return items


def smiling(faces: Faces, happy: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far each face smiles, (n,), from the chance of happy (n,) and the mouth, weighed as in play.

    Play counts both from the person's neutral, which falls out where two pictures of one person are compared.
    """
    trust = TRUST[Quantity.SMILE]
    numbers = faces.geometry.astype(np.float64)
    levels = np.stack([level(Geometry(row[:-2], row[-2], row[-1], 0.0, 1.0)) for row in numbers])
    mouth = np.where(faces.found, smile_of(levels), 0.0)
    return np.asarray(trust * happy + (1.0 - trust) * mouth)


def _own_neutral(
    faces: Faces, valence: NDArray[np.float64], calibrate: int
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """What to take off each picture's valence, (n,), and which pictures were spent on learning it, bool (n,)."""
    own, spent = np.zeros(len(valence)), np.zeros(len(valence), dtype=bool)
    if calibrate > 0:
        for name in np.unique(faces.person[faces.person != ""]):
            mine = faces.person == name
            calm = np.flatnonzero(mine & (faces.expression == "neutral") & faces.found)[:calibrate]
            if len(calm) == calibrate:
                own[mine] = valence[calm].mean()
                spent[calm] = True
    return own, spent


def figures(items: Sequence[Item]) -> Figures:
    """All figures but the time."""
    found, read = (np.array([getattr(item, name) for item in items], dtype=bool) for name in ("found", "read"))
    truth, guess, valence, told_valence = (
        np.array([getattr(item, name) for item in items], dtype=np.str_)
        for name in ("expression", "told", "valence", "told_valence")
    )
    sure, value, sd = (np.array([getattr(item, name) for item in items]) for name in ("chance", "value", "sd"))
    level = np.array([VALENCE_OF.get(str(name), np.nan) for name in valence])
    has = valence != ""
    above = smiles(items)

    def told(known: NDArray[np.bool_]) -> Figures:
        expressed = np.where(known, guess, UNFOUND)
        return {
            "accuracy": scoring.accuracy(truth, expressed),
            "macro_f1": scoring.macro_f1(truth, expressed),
            "valence3": scoring.accuracy(valence[has], np.where(known, told_valence, UNFOUND)[has]),
        }

    return {
        **told(read),
        "smile_above_neutral": float(np.mean(above)) if above else float("nan"),
        "found_share": float(found.mean()),
        "ece": scoring.ece(sure[read], (truth == guess)[read]),
        "sd_coverage": scoring.sd_coverage(level[has & read], value[has & read], sd[has & read]),
        **{f"{name}_strict": value for name, value in told(found).items()},
    }


def smiles(items: Sequence[Item]) -> list[bool]:
    """For each person with happy and neutral faces: whether the happy ones smile more, on average."""
    by: dict[str, dict[str, list[float]]] = {}
    for item in items:
        if item.person and item.read and item.expression in ("happy", "neutral"):
            by.setdefault(item.person, {"happy": [], "neutral": []})[item.expression].append(item.smile)
    pairs = [kinds for kinds in by.values() if kinds["happy"] and kinds["neutral"]]
    return [bool(np.mean(kinds["happy"]) > np.mean(kinds["neutral"])) for kinds in pairs]


def milliseconds(reader: FaceReader) -> float:
    """What a picture costs beyond FaceMesh: crop, geometry and network, one at a time: processor time over all
    threads, median of the quietest of ROUNDS rounds, so that whatever else runs counts little."""
    dice = np.random.default_rng(0)
    picture = dice.integers(0, 255, (480, 640, 3), dtype=np.uint8)
    points = dice.normal((320.0, 240.0, 0.0), 60.0, (478, 3))
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    spent = []
    for _ in range(ROUNDS * TIMED):
        began = time.process_time()
        place, geometry = pose(points), measure(points)
        line = line_of(upright(points, place), geometry)
        reader.read(cut(picture, place)[None], line[None], np.ones(1, dtype=bool))
        spent.append(time.process_time() - began)
    cv2.setNumThreads(threads)
    return float(np.median(np.reshape(spent, (ROUNDS, TIMED)), axis=1).min() * 1e3)
