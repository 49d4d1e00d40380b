"""Our reader of faces and PyPI ``fer`` on the same pictures in the same run: accuracy, valence, cost, and the ratios.

    python -m venv /somewhere/fer && /somewhere/fer/bin/pip install fer tensorflow-cpu
    python -m benchmarks.side_by_side_face /somewhere/fer/bin/python ../shared/data/face [PICTURES]

``fer`` stays in its own environment and is never a dependency: this file is also the script that runs there, one
picture at a time, on one thread. It is given each tight crop padded by 35 % and enlarged to 256 pixels, and where it
finds no face there the whole crop as the face, which is the most it can be given. Ours reads the same padded picture.
Pictures are drawn from people kept for the test of our training; ``fer`` itself was trained on FER2013, so its
figures there are what it knows by heart. Whatever is not found is wrong.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

PICTURES: Final = 600
PADDING: Final = 0.35
LARGE: Final = 256
NAMES: Final = {"fear": "fearful"}
"""Where ``fer`` calls an expression otherwise."""
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
        emotions = faces[0]["emotions"] if faces else {}
        told.append([max(emotions, key=emotions.get) if emotions else "", 1e3 * spent])
    print("TOLD " + json.dumps([[NAMES.get(name, name), spent] for name, spent in told]))


def ours(folder: Path) -> list[tuple[str, float]]:
    """What our reader tells of every picture of the folder, and milliseconds with FaceMesh."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    from affect.sensors.face_crop import cut, line_of, pose, upright  # noqa: PLC0415
    from affect.sensors.face_geometry import measure  # noqa: PLC0415
    from affect.sensors.face_reader import FaceReader  # noqa: PLC0415
    from affect.training.face_data import POINTS, Looker, usual_place  # noqa: PLC0415

    cv2.setNumThreads(1)
    looker, reader = Looker(), FaceReader()
    told = []
    for path in sorted(folder.glob("*.png")):
        picture = np.asarray(cv2.imread(str(path)), np.uint8)
        began = time.perf_counter()
        points = looker.find(picture)
        known = points is not None
        place = usual_place(*picture.shape[:2]) if points is None else pose(points)
        line = np.zeros(POINTS * 3 + 9, np.float32)
        if points is not None:
            line = line_of(upright(points, place), measure(points))
        crop = np.asarray(cv2.cvtColor(cut(picture, place), cv2.COLOR_BGR2GRAY), np.uint8)
        read = reader.read(crop[None], line[None], np.array([known]))
        told.append((reader.expressions[int(read.chance[0].argmax())], 1e3 * (time.perf_counter() - began)))
    return told


def valence_of(expression: str) -> str:
    """Positive, neutral, negative, or empty."""
    return {"happy": "positive", "neutral": "neutral"}.get(expression, "negative" if expression in NEGATIVE else "")


def drawn(folder: Path, count: int, out: Path) -> list[tuple[str, str]]:
    """Write so many pictures of people kept for the test to ``out``; their corpus and expression, in that order."""
    import csv  # noqa: PLC0415
    import zipfile  # noqa: PLC0415

    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    from affect.training.face_data import remembered_faces  # noqa: PLC0415
    from affect.training.face_split import Part, parts, people  # noqa: PLC0415

    faces = remembered_faces(folder)
    kept = np.flatnonzero(parts(faces, people(faces)) == Part.TEST)
    chosen = {int(index) for index in np.random.default_rng(0).choice(kept, min(count, len(kept)), replace=False)}
    truth = []
    with (folder / "manifest.csv").open(newline="", encoding="utf-8") as lines:
        for index, row in enumerate(csv.DictReader(lines)):
            if index in chosen:
                with zipfile.ZipFile(folder / row["archive"]) as archive:
                    picture = cv2.imdecode(np.frombuffer(archive.read(row["member"]), np.uint8), cv2.IMREAD_COLOR)
                cv2.imwrite(str(out / f"{index:06d}.png"), picture)
                truth.append((Path(row["archive"]).stem, row["expression"]))
    return truth


def compare(truth: list[tuple[str, str]], told: list[tuple[str, float]], name: str) -> tuple[float, float]:
    """Print one reader's figures; its accuracy and median milliseconds."""
    import numpy as np  # noqa: PLC0415

    from affect import scoring  # noqa: PLC0415

    real = np.array([expression for _, expression in truth])
    said = np.array([expression for expression, _ in told])
    valence = np.array([valence_of(expression) for expression in real])
    valence_said = np.array([valence_of(expression) for expression in said])
    cost = float(np.median([spent for _, spent in told]))
    for corpus in ("", *sorted({corpus for corpus, _ in truth})):
        mine = np.array([corpus in ("", one) for one, _ in truth])
        has = mine & (valence != "")
        print(
            f"| {name} | {corpus or 'all'} | {mine.sum()} | {scoring.accuracy(real[mine], said[mine]):.3f} | "
            f"{scoring.macro_f1(real[mine], said[mine]):.3f} | "
            f"{scoring.accuracy(valence[has], valence_said[has]):.3f} | {cost:.1f} |"
        )
    return scoring.accuracy(real, said), cost


def main(python: str, folder: Path, count: int) -> None:
    """Draw pictures, let both read them, print the table."""
    threads = {name: "1" for name in ("OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS")}
    os.environ.update(threads)
    with tempfile.TemporaryDirectory() as place:
        truth = drawn(folder, count, Path(place))
        mine = ours(Path(place))
        environment = {**os.environ, **threads, "TF_CPP_MIN_LOG_LEVEL": "3"}
        words = [python, __file__, "--theirs", place]
        ran = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    line = next((line for line in ran.stdout.splitlines() if line.startswith("TOLD ")), None)
    if line is None:
        raise SystemExit(f"fer did not run in {python}:\n{ran.stderr[-2000:]}")
    print("| reader | corpus | pictures | accuracy | macro-F1 | valence-3 | ms a picture, detector and all |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    accuracy, cost = compare(truth, mine, "ours")
    other, other_cost = compare(truth, [(name, spent) for name, spent in json.loads(line[5:])], "fer")
    print(f"accuracy x {accuracy / other:.2f}, cost x {cost / other_cost:.2f}")


if __name__ == "__main__":
    if sys.argv[1] == "--theirs":
        theirs(Path(sys.argv[2]))
    else:
        main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else PICTURES)
