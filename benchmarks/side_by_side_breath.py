"""Our breath reader and NeuroKit2 on the same sounds in the same run: error of the rate, cost, and the ratios.

    python -m benchmarks.side_by_side_breath ../shared/data/breath [FIRST_WORD ...]

NeuroKit2 gets its own environment in a temporary folder (pip, pinned) and is never a dependency; this file is also the
script that runs there. It reads belts, not microphones, so it is given the most that a sound can be made for it: the
loudness of 300-7500 Hz at 50 Hz (in dB, smoothed over 0.3 s) of the last 30 s, once a second, as a game would ask. It
counts inhale and exhale as two breaths; so its rate is also scored halved. Truth: as in ``evaluate breath``.
"""

import json
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

PINNED: Final = ("neurokit2==0.2.13",)
ENVELOPE_HZ: Final = 50
SPAN_S: Final = 30
FIRST_S: Final = 15

Doubles = NDArray[np.float64]


def theirs(folder: Path) -> None:
    """In the environment of NeuroKit2: a rate for each envelope, cost in ms per second of sound; print as JSON."""
    import warnings  # noqa: PLC0415

    import neurokit2 as nk  # type: ignore[import-not-found]  # noqa: PLC0415 - of the other environment

    warnings.simplefilter("ignore")
    told, spent, asked = [], 0.0, 0
    for path in sorted(folder.glob("*.npy")):
        envelope = np.load(path)
        rates = []
        for second in range(FIRST_S, len(envelope) // ENVELOPE_HZ + 1):
            recent = envelope[max(0, (second - SPAN_S) * ENVELOPE_HZ) : second * ENVELOPE_HZ]
            begun = time.process_time()
            try:
                signals, _ = nk.rsp_process(recent, sampling_rate=ENVELOPE_HZ)
                rate = float(np.nanmean(signals["RSP_Rate"]))
            except (ValueError, IndexError, ZeroDivisionError, TypeError):
                rate = float("nan")  # too few breaths for it
            spent += time.process_time() - begun
            asked += 1
            rates.append(rate)
        told.append(rates)
    print("TOLD " + json.dumps({"rates": told, "ms": 1000.0 * spent / max(1, asked)}))


def envelope_of(sound: NDArray[np.float32]) -> Doubles:
    """float64 (n,) at 50 Hz: how loud 300-7500 Hz are, dB, smoothed over 0.3 s."""
    from scipy.signal import butter, sosfilt  # noqa: PLC0415 - not in the other environment's way

    band = sosfilt(butter(4, (300.0, 7500.0), "bandpass", fs=16_000, output="sos"), sound)
    hop = 16_000 // ENVELOPE_HZ
    power = np.mean(band[: len(band) // hop * hop].reshape(-1, hop) ** 2, axis=1)
    kernel = np.ones(15) / 15.0
    smooth: Doubles = np.convolve(10.0 * np.log10(power + 1e-12), kernel, mode="same")
    return smooth


def environment(folder: Path) -> Path:
    """A fresh environment with what is pinned; its Python."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", *PINNED], check=True)
    return python


def errors(truth: list[Doubles], told: list[list[float]], scale: float) -> Doubles:
    """Breaths a minute, at every second with a truth; where nothing was told, against 15/min."""
    parts = []
    for true, rates in zip(truth, told, strict=True):
        said = np.array(rates[: len(true)]) * scale
        known = np.isfinite(true[: len(said)])
        parts.append(np.abs(np.where(np.isfinite(said), said, 15.0) - true[: len(said)])[known])
    return np.concatenate(parts)


def main(folder: Path, words: list[str]) -> None:
    """Read all clips with both, print the table."""
    from affect.breath_reader import model_of  # noqa: PLC0415 - not in the other environment
    from affect.training.breath_hear import rate_of  # noqa: PLC0415
    from affect.training.breath_score import listen, rates_of  # noqa: PLC0415
    from affect.training.breath_truth import read_recordings  # noqa: PLC0415

    model = model_of()
    clips = [one for one in read_recordings(folder) if len(one.sound) >= (FIRST_S + 1) * 16_000]
    names = [next(group[7:] for group in one.groups if group.startswith("member=")) for one in clips]
    kept = [index for index, name in enumerate(names) if not words or name in words]
    truth, mine, spent = [], [], 0.0
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "clips").mkdir()
        for index in kept:
            one = clips[index]
            begun = time.process_time()
            told = listen(one.sound, model, ())
            spent += time.process_time() - begun
            rows = rates_of(one, told, 0.0)
            mine.append(np.abs(rows[:, 1] - rows[:, 0]))
            times = np.arange(float(FIRST_S), len(one.sound) / 16_000 + 1e-6)
            truth.append(60.0 * rate_of(one.inhales_s, one.exhales_s, times))
            np.save(Path(place) / "clips" / f"{index:04d}.npy", envelope_of(one.sound))
        python = environment(Path(place) / "neurokit")
        ran = subprocess.run(
            [python, __file__, "--theirs", Path(place) / "clips"], capture_output=True, text=True, check=False
        )
    line = next((line for line in ran.stdout.splitlines() if line.startswith("TOLD ")), None)
    if line is None:
        raise SystemExit(f"NeuroKit2 did not run:\n{ran.stderr[-2000:]}")
    answer = json.loads(line[5:])
    seconds = sum(len(clips[index].sound) for index in kept) / 16_000
    _table([names[index] for index in kept], mine, truth, answer["rates"], 1000.0 * spent / seconds, answer["ms"])


def _table(
    names: list[str], mine: list[Doubles], truth: list[Doubles], told: list[list[float]], cost: float, other: float
) -> None:
    print("| clips | n | ours, MAE /min | NeuroKit2 | NeuroKit2, halved | times better than its better |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name in ["all", *sorted(set(names))]:
        chosen = [index for index, one in enumerate(names) if name in ("all", one)]
        ours = float(np.concatenate([mine[index] for index in chosen]).mean())
        whole, half = (
            float(errors([truth[i] for i in chosen], [told[i] for i in chosen], by).mean()) for by in (1.0, 0.5)
        )
        print(f"| {name} | {len(chosen)} | {ours:.2f} | {whole:.2f} | {half:.2f} | {min(whole, half) / ours:.1f} |")
    print(f"cost, ms per second of sound: ours {cost:.1f}, NeuroKit2 {other:.1f} (its last 30 s, once a second)")
    print(f"cost x {cost / other:.2f}")


if __name__ == "__main__":
    if sys.argv[1] == "--theirs":
        theirs(Path(sys.argv[2]))
    else:
        main(Path(sys.argv[1]), sys.argv[2:])
