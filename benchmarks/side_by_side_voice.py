"""Our description of a voice and openSMILE's (eGeMAPS) on the same recordings in the same run: recall, cost, ratios.

    python -m benchmarks.side_by_side_voice ../shared/data/voice [RECORDINGS]

openSMILE is never a dependency: this file makes an environment in a temporary folder, installs the pinned package
there (or takes the Python named by OPENSMILE_PYTHON) and runs itself in it. Both describe whole recordings; both
descriptions go to one and the same classifier, ridge logistic regression trained and asked by speaker in six folds,
once for a stranger, once relative to the mean of five calm recordings of the person (not scored). So what is compared
is the description alone; what our networks make of ours is in assets/models/voice.md. Time is processor time of one
thread without reading the file.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

PACKAGES: Final = ("opensmile==2.6.0", "soundfile==0.13.1")
RIDGE: Final = 10.0
CALM_COUNT: Final = 5

Doubles = NDArray[np.float64]


def theirs(folder: Path) -> None:
    """In openSMILE's environment: describe every recording of the folder, print rows and time as JSON."""
    import opensmile  # type: ignore[import-not-found]  # noqa: PLC0415
    import soundfile  # noqa: PLC0415

    smile = opensmile.Smile(opensmile.FeatureSet.eGeMAPSv02, opensmile.FeatureLevel.Functionals, num_workers=1)
    rows, spent, seconds = [], 0.0, 0.0
    for path in sorted(folder.glob("*.wav")):
        samples, rate = soundfile.read(path, dtype="float32")
        began = time.process_time()
        row = smile.process_signal(samples, rate)
        spent += time.process_time() - began
        seconds += len(samples) / rate
        rows.append(row.to_numpy()[0].astype(float).tolist())
    print("TOLD " + json.dumps({"rows": rows, "ms": 1e3 * spent / seconds}))


def ours(folder: Path) -> tuple[Doubles, float]:
    """float64 (n, SIZE), nan where too little is spoken; milliseconds of everything a sensor does up to the row."""
    import soundfile  # noqa: PLC0415

    from affect.training.voice_rows import attend  # noqa: PLC0415
    from affect.voice_functionals import SIZE  # noqa: PLC0415

    rows, spent, seconds = [], 0.0, 0.0
    for path in sorted(folder.glob("*.wav")):
        samples, rate = soundfile.read(path, dtype="float32")
        began = time.process_time()
        heard = attend(samples)
        spent += time.process_time() - began
        seconds += len(samples) / rate
        rows.append(np.mean(heard.rows, axis=0) if heard.rows else np.full(SIZE, np.nan))
    return np.array(rows), 1e3 * spent / seconds


def put(folder: Path, out: Path, most: int) -> list[Any]:
    """Write recordings of known arousal, with a moment of a quiet room before, to ``out``; their labels, in order."""
    import soundfile  # noqa: PLC0415

    from affect.training.voice_data import Recordings, as_recorded  # noqa: PLC0415
    from affect.training.voice_manifest import read_manifest  # noqa: PLC0415

    recordings = Recordings(folder)
    spoken = [one for one in read_manifest(folder) if one.arousal]
    chosen = sorted(np.random.default_rng(0).permutation(len(spoken))[:most].tolist())
    for place, index in enumerate(chosen):
        one = spoken[index]
        sound = as_recorded(recordings.read(one.archive, one.member), index)
        soundfile.write(out / f"{place:06d}.wav", sound, 16_000, subtype="FLOAT")
    return [spoken[index] for index in chosen]


def fit(rows: Doubles, high: Doubles, weight: Doubles) -> Doubles:
    """(k + 1,) of ridge logistic regression by Newton's method."""
    x = np.column_stack((rows, np.ones(len(rows))))
    line = np.zeros(x.shape[1])
    flat = np.append(np.full(rows.shape[1], RIDGE), 1e-6)
    for _ in range(12):
        p = 1.0 / (1.0 + np.exp(-np.clip(x @ line, -30.0, 30.0)))
        slope = x.T @ (weight * (p - high)) + flat * line
        line -= np.linalg.solve((x * (weight * p * (1.0 - p))[:, None]).T @ x + np.diag(flat), slope)
    return line


def answers(rows: Doubles, spoken: Sequence[Any], known: bool) -> Doubles:
    """Log odds of high arousal by speaker in six folds; nan where not scored."""
    from affect.training.voice_fit import deal, labels_of  # noqa: PLC0415
    from affect.training.voice_rows import CALM  # noqa: PLC0415

    labels = labels_of(spoken)
    high, weight = labels.high.numpy().astype(float), labels.weights[0].numpy().astype(float)
    usable = np.isfinite(rows).all(axis=1)
    speakers = np.array([one.speaker for one in spoken])
    less = np.zeros_like(rows)
    scored = usable.copy()
    for speaker in np.unique(speakers) if known else ():
        own = [i for i in np.flatnonzero(usable & (speakers == speaker)) if spoken[i].emotion in CALM][:CALM_COUNT]
        scored[own] = False
        mine = speakers == speaker
        usable[mine] &= len(own) == CALM_COUNT
        less[mine] = rows[own].mean(axis=0) if own else 0.0
    folds, told = deal(spoken, 3), np.full(len(rows), np.nan)
    change = rows - less
    for fold in np.unique(folds):
        train, test = usable & (folds != fold), usable & scored & (folds == fold)
        mean, scale = change[train].mean(axis=0), change[train].std(axis=0) + 1e-9
        line = fit(np.clip((change[train] - mean) / scale, -4, 4), high[train], weight[train])
        told[test] = np.clip((change[test] - mean) / scale, -4, 4) @ line[:-1] + line[-1]
    return told


def recalls(told: Doubles, spoken: Sequence[Any], both: NDArray[np.bool_]) -> dict[str, float]:
    """Unweighted recall of high and low by language, over what both could answer."""
    from affect.scoring import uar  # noqa: PLC0415

    truth = np.array([one.arousal for one in spoken])
    said = np.where(told > 0.0, "high", "low")
    groups = np.array([one.language for one in spoken])
    return {name: uar(truth[both & (groups == name)], said[both & (groups == name)]) for name in np.unique(groups)}


def run_theirs(sounds: Path, place: Path) -> dict[str, Any]:
    """Make the environment if none is named, and run this file there."""
    python = os.environ.get("OPENSMILE_PYTHON", "")
    if not python:
        venv.create(place, with_pip=True)
        python = str(place / "bin" / "python")
        subprocess.run([python, "-m", "pip", "install", "-q", *PACKAGES], check=True)
    ran = subprocess.run([python, __file__, "--theirs", str(sounds)], capture_output=True, text=True, check=False)
    line = next((line for line in ran.stdout.splitlines() if line.startswith("TOLD ")), None)
    if line is None:
        raise SystemExit(f"openSMILE did not run in {python}:\n{ran.stderr[-2000:]}")
    told: dict[str, Any] = json.loads(line[5:])
    return told


def main(folder: Path, most: int) -> None:
    """Write the recordings, let both describe them, print the table."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
    with tempfile.TemporaryDirectory() as place:
        sounds = Path(place) / "sounds"
        sounds.mkdir()
        spoken = put(folder, sounds, most)
        told = run_theirs(sounds, Path(place) / "env")
        mine, cost = ours(sounds)
    other = np.array(told["rows"])
    print(f"{len(spoken)} recordings, {len({one.speaker for one in spoken})} speakers")
    print(
        "| description | numbers | voice | " + " | ".join(sorted({o.language for o in spoken})) + " | ms per second |"
    )
    print("| --- | --- | --- | " + "--- | " * len({one.language for one in spoken}) + "--- |")
    for known in (False, True):
        both_told = [answers(rows, spoken, known) for rows in (mine, other)]
        both = np.isfinite(both_told[0]) & np.isfinite(both_told[1])
        means = []
        for name, rows, one, ms in zip(("ours", "eGeMAPS"), (mine, other), both_told, (cost, told["ms"]), strict=True):
            found = recalls(one, spoken, both)
            means.append(np.mean(list(found.values())))
            cells = " | ".join(f"{found[language]:.3f}" for language in sorted(found))
            print(f"| {name} | {rows.shape[1]} | {'known' if known else 'stranger'} | {cells} | {ms:.1f} |")
        print(f"{'known' if known else 'stranger'}: recall x {means[0] / means[1]:.3f}, cost x {cost / told['ms']:.2f}")


if __name__ == "__main__":
    if sys.argv[1] == "--theirs":
        theirs(Path(sys.argv[2]))
    else:
        main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 100_000)
