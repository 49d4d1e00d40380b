"""Our reader of faces and PyPI ``fer`` on the same pictures in the same run: accuracy, valence, cost, and the ratios.

    python -m benchmarks.side_by_side_face ../shared/data/face [PICTURES] [PYTHON]

``fer`` gets an environment of its own in a temporary folder (some minutes; or name the PYTHON of one made before) and
is never a dependency: this file is also the script that runs there, one picture at a time, on one thread. Where the
environment cannot be made, the reason is printed. ``fer`` is given each tight crop padded by 35 % and enlarged to 256
pixels, and where it finds no face there the whole crop as the face, which is the most it can be given. Ours reads the
tight crop as ``evaluate`` does. Pictures are drawn from people kept for the test of our training; ``fer`` itself was
trained on FER2013, so its figures there may be what it knows by heart. Whatever is not found is wrong.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path
from typing import Any, Final

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_name, "1")  # before numpy loads: one thread for either

PICTURES: Final = 600
NEEDS: Final = (
    "tensorflow-cpu==2.21.0", "opencv-contrib-python-headless==4.11.0.86", "requests", "pillow", "tqdm", "pandas",
    "moviepy==1.0.3", "ffmpeg-python", "matplotlib", "setuptools<81",
)  # fmt: skip
"""What ``fer`` imports,"""
FER: Final = "fer==22.5.1"
"""installed without what it names: newer ones want torch too, for a detector that is not used here."""
PADDING: Final = 0.35
LARGE: Final = 256
NAMES: Final = {"fear": "fearful"}
"""Where ``fer`` calls an expression otherwise."""
FIGURES: Final = ("accuracy", "macro-F1", "valence-3", "cost")
NEGATIVE: Final = ("sad", "angry", "fearful", "disgust", "contempt")


def padded(picture: Any) -> Any:
    """A tight crop with room around it, uint8 (LARGE, LARGE, 3) at most."""
    import cv2  # noqa: PLC0415 - of whichever environment this runs in

    pad = round(PADDING * max(picture.shape[:2]))
    wide = cv2.copyMakeBorder(picture, pad, pad, pad, pad, cv2.BORDER_REPLICATE)
    scale = LARGE / max(wide.shape[:2])
    return cv2.resize(wide, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)


def theirs(folder: Path) -> None:
    """In the environment of ``fer``: read every picture of the folder, print what was told as JSON."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415
    from fer.fer import FER  # type: ignore[import-not-found]  # noqa: PLC0415

    cv2.setNumThreads(1)
    reader = FER(mtcnn=False)
    told = []
    for path in sorted(folder.glob("*.png")):
        picture = padded(cv2.imread(str(path)))
        began = time.perf_counter()
        faces = reader.detect_emotions(picture)
        if not faces:
            edge = round(PADDING / (1.0 + 2.0 * PADDING) * LARGE)
            faces = reader.detect_emotions(
                picture, face_rectangles=np.array([[edge, edge, LARGE - 2 * edge, LARGE - 2 * edge]])
            )
        spent = time.perf_counter() - began
        emotions: dict[str, float] = faces[0]["emotions"] if faces else {}
        name = max(emotions, key=lambda one: emotions[one]) if emotions else ""
        told.append((NAMES.get(name, name), 1e3 * spent))
    print("TOLD " + json.dumps(told))


def ours(folder: Path) -> tuple[list[tuple[str, str]], list[float]]:
    """Expression and sign of valence our reader tells of every picture of the folder; milliseconds with FaceMesh."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    from affect.sensors.face_crop import cut, line_of, pose, upright  # noqa: PLC0415
    from affect.sensors.face_geometry import measure  # noqa: PLC0415
    from affect.sensors.face_network import SHAPE  # noqa: PLC0415
    from affect.sensors.face_reader import SIGNS, FaceReader  # noqa: PLC0415
    from affect.training.face_data import Looker, usual_place  # noqa: PLC0415

    cv2.setNumThreads(1)
    looker, reader = Looker(), FaceReader()
    told, spent = [], []
    for path in sorted(folder.glob("*.png")):
        picture = np.asarray(cv2.imread(str(path)), np.uint8)
        began = time.perf_counter()
        points = looker.find(picture)
        known = points is not None
        place = usual_place(*picture.shape[:2]) if points is None else pose(points)
        line = np.zeros(SHAPE, np.float32) if points is None else line_of(upright(points, place), measure(points))
        crop = cut(np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8), place)
        read = reader.read(crop[None], line[None], np.array([known]))
        spent.append(1e3 * (time.perf_counter() - began))
        told.append((reader.expressions[int(read.told[0])], SIGNS[int(read.sign[0].argmax())]))
    return told, spent


def valence_of(expression: str) -> str:
    """Positive, neutral, negative, or empty."""
    return {"happy": "positive", "neutral": "neutral"}.get(expression, "negative" if expression in NEGATIVE else "")


def drawn(folder: Path, count: int, out: Path) -> list[tuple[str, str]]:
    """Write so many pictures of people kept for the test to ``out``; their corpus and expression, in that order."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    from affect.training.face_data import pictures_of, remembered_faces  # noqa: PLC0415
    from affect.training.face_split import Part, parts, people  # noqa: PLC0415

    faces = remembered_faces(folder)
    kept = np.flatnonzero(parts(faces, people(faces)) == Part.TEST)
    chosen = np.zeros(len(faces.found), dtype=bool)
    chosen[np.random.default_rng(0).choice(kept, min(count, len(kept)), replace=False)] = True
    truth = []
    for index, (row, picture) in enumerate(pictures_of(folder, chosen)):
        cv2.imwrite(str(out / f"{index:06d}.png"), picture)
        truth.append((Path(row["archive"]).stem, row["expression"]))
    return truth


def compare(truth: list[tuple[str, str]], told: list[tuple[str, str]], spent: list[float], name: str) -> list[float]:
    """Print one reader's figures; accuracy, macro-F1, valence-3 and median milliseconds over all."""
    import numpy as np  # noqa: PLC0415

    from affect import scoring  # noqa: PLC0415

    real = np.array([expression for _, expression in truth])
    valence = np.array([valence_of(expression) for expression in real])
    said, valence_said = (np.array([pair[i] for pair in told]) for i in (0, 1))
    cost = float(np.median(spent))
    whole: list[float] = []
    for corpus in ("", *sorted({corpus for corpus, _ in truth})):
        mine = np.array([corpus in ("", one) for one, _ in truth])
        has = mine & (valence != "")
        figures = [
            scoring.accuracy(real[mine], said[mine]),
            scoring.macro_f1(real[mine], said[mine]),
            scoring.accuracy(valence[has], valence_said[has]),
        ]
        cells = " | ".join(f"{value:.3f}" for value in figures)
        print(f"| {name} | {corpus or 'all'} | {mine.sum()} | {cells} | {cost:.1f} |")
        whole = whole or [*figures, cost]
    return whole


def environment(place: Path) -> str:
    """The Python of a new environment with ``fer`` under ``place``; SystemExit with the reason if it cannot be made."""
    venv.create(place, with_pip=True)
    python = str(place / "bin" / "python")
    for words in (NEEDS, ("--no-deps", FER)):
        made = subprocess.run(
            [python, "-m", "pip", "install", "--quiet", *words], capture_output=True, text=True, check=False
        )
        if made.returncode:
            raise SystemExit(f"fer cannot be installed here, so nothing is compared:\n{made.stderr[-2000:]}")
    return python


def main(folder: Path, count: int, python: str) -> None:
    """Draw pictures, let both read them, print the table."""
    threads = {name: "1" for name in ("OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS")}
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        python = python or environment(place / "fer")
        (place / "pictures").mkdir()
        truth = drawn(folder, count, place / "pictures")
        mine, spent = ours(place / "pictures")
        words = [python, __file__, "--theirs", str(place / "pictures")]
        surroundings = {**os.environ, **threads, "TF_CPP_MIN_LOG_LEVEL": "3"}
        ran = subprocess.run(words, env=surroundings, capture_output=True, text=True, check=False)
    line = next((line for line in ran.stdout.splitlines() if line.startswith("TOLD ")), None)
    if line is None:
        raise SystemExit(f"fer did not run in {python}:\n{ran.stderr[-2000:]}")
    print("| reader | corpus | pictures | accuracy | macro-F1 | valence-3 | ms a picture, detector and all |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    own = compare(truth, mine, spent, "ours")
    theirs_told = json.loads(line[5:])
    other = compare(
        truth, [(name, valence_of(name)) for name, _ in theirs_told], [spent for _, spent in theirs_told], "fer"
    )
    ratios = [f"{what} x {one / two:.2f}" for what, one, two in zip(FIGURES, own, other, strict=True)]
    print("ours / fer: " + ", ".join(ratios))


if __name__ == "__main__":
    if sys.argv[1] == "--theirs":
        theirs(Path(sys.argv[2]))
    else:
        main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else PICTURES, "".join(sys.argv[3:4]))
