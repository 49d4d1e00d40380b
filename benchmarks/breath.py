"""How well the breath sensor reads rate and phase, and what it costs.

    STILLWATER_DATA=../shared/data python -m benchmarks.breath

The rendered clips are for evaluation only: nothing of the sensor was chosen by them. Rate: what is told at each
second from 15 s on, against the mean rate of the annotated breaths of the 30 s before; *told* is any rate, *sure*
one whose sd is below 1.5/min. Phase: share of annotated inhale and exhale in which the phase told lies in the same
half, without calibration. Then, on simulated breath, the time from the start of an exhale to a reading that knows,
and the work of both microphone sensors.
"""

import csv
import io
import os
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from affect.sensor import Sound
from affect.sensors.breath import SURE_HZ, BreathSensor
from affect.sensors.voice import VoiceSensor
from affect.simulate import Breathing, breathe, white
from game.core.reading import SILENT, CalibrationStage, Hint, Quantity, Reading

NOTHING = Hint(0, CalibrationStage.NONE, 0.0, 0.0, SILENT)
TURN = 0.4
"""Phase at which the sensor's inhale ends."""


@dataclass(frozen=True, slots=True)
class Segment:
    """An annotated half of a breath."""

    inhale: bool
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Result:
    """One clip."""

    errors: tuple[float, ...]
    """Breaths/min, of every rate told."""
    sure: tuple[float, ...]
    """Of the sure ones."""
    seconds: int
    """Moments at which a rate could be told."""
    right: float
    """Seconds of annotated halves in which the phase was right."""
    phased: float
    """Seconds of annotated halves in which a phase was told."""
    halves: float
    """Seconds of annotated halves from 15 s on."""


def folder() -> Path:
    """Where the data lie."""
    return Path(os.environ.get("STILLWATER_DATA", Path(__file__).parents[2] / "shared" / "data"))


def listen(samples: NDArray[np.float32]) -> list[Reading]:
    """All readings of a clip."""
    sensor = BreathSensor(())
    readings: list[Reading] = []
    for at in range(0, len(samples), 1600):
        readings.extend(sensor.take(Sound(samples[at : at + 1600], at * 62_500), NOTHING))
    return readings


def _true_rate(segments: list[Segment], until_s: float) -> float | None:
    """Breaths/min over the 30 s before, from the starts of the exhales and of the inhales."""
    rates = []
    for inhale in (True, False):
        starts = [one.start_s for one in segments if one.inhale == inhale and until_s - 30 <= one.start_s <= until_s]
        if len(starts) > 1:
            rates.append(60.0 * (len(starts) - 1) / (starts[-1] - starts[0]))
    return float(np.mean(rates)) if rates else None


def judge(readings: list[Reading], segments: list[Segment], length_s: float) -> Result:
    """Compare with the annotation."""
    rates = [one for one in readings if one.quantity is Quantity.BREATH_HZ]
    errors, sure, seconds = [], [], 0
    for second in range(15, int(length_s)):
        truth = _true_rate(segments, second)
        lately = [one for one in rates if second - 1.0 < one.t_ns / 1e9 <= second]
        seconds += truth is not None
        if truth is None or not lately:
            continue
        error = abs(lately[-1].value * 60.0 - truth)
        errors.append(error)
        if lately[-1].sd < SURE_HZ:
            sure.append(error)
    right, phased = 0.0, 0.0
    for one in readings:
        at = one.t_ns / 1e9
        inside = [half for half in segments if half.start_s <= at < half.end_s]
        if one.quantity is Quantity.BREATH_PHASE and at >= 15.0 and inside:
            phased += 0.1
            right += 0.1 * (inside[0].inhale == (one.value < TURN))
    halves = sum(max(0.0, min(one.end_s, length_s) - max(one.start_s, 15.0)) for one in segments)
    return Result(tuple(errors), tuple(sure), seconds, right, phased, halves)


def rendered() -> dict[str, list[Result]]:
    """Results of the rendered clips by condition: snr20, snr10, snr0, speech10."""
    results: dict[str, list[Result]] = {}
    archive = zipfile.ZipFile(folder() / "breath" / "rendered.zip")
    for name in sorted(one for one in archive.namelist() if one.endswith(".flac")):
        stem = Path(name).stem
        samples, _ = soundfile.read(io.BytesIO(archive.read(name)), dtype="float32")
        rows = csv.DictReader(io.StringIO(archive.read(f"ann/{stem}.csv").decode()))
        segments = [Segment(row["phase"] == "inhale", float(row["start_s"]), float(row["end_s"])) for row in rows]
        result = judge(listen(samples), segments, len(samples) / 16_000)
        results.setdefault(stem.split("-")[0], []).append(result)
    return results


def latency_s() -> tuple[float, float]:
    """Median and 95th percentile from the start of an exhale to the first reading that lies in it."""
    breath = breathe(Breathing(12.0 / 60.0), 120.0, 3)
    phases = [
        (one.t_ns / 1e9, one.value)
        for one in listen(breath.sound + white(120.0, -65.0, 3))
        if one.quantity is Quantity.BREATH_PHASE
    ]
    waits = []
    for start, end in zip(breath.exhales_s, breath.ends_s, strict=True):
        known = [at - start for at, value in phases if start <= at < end and TURN <= value < 0.9]
        if start > 30.0 and known:
            waits.append(known[0])
    return float(np.median(waits)), float(np.quantile(waits, 0.95))


def work_ms() -> float:
    """CPU of both microphone sensors for a second of sound, ms: a person who breathes, then one who speaks."""
    sound = breathe(Breathing(0.2), 40.0, 1).sound + white(40.0, -60.0, 1)
    sensors = (BreathSensor(()), VoiceSensor(()))
    start = time.process_time()
    for at in range(0, len(sound), 160):
        for sensor in sensors:
            sensor.take(Sound(sound[at : at + 160], at * 62_500), NOTHING)
    return (time.process_time() - start) * 1000.0 / 40.0


def main() -> None:
    """Print all."""
    for condition, results in rendered().items():
        errors = np.concatenate([one.errors for one in results])
        sure = np.concatenate([one.sure for one in results])
        seconds = sum(one.seconds for one in results)
        phased, halves = sum(one.phased for one in results), sum(one.halves for one in results)
        print(
            f"{condition:9s} rate told {len(errors) / seconds:.2f} MAE {np.mean(errors):.2f}"
            f" | sure {len(sure) / seconds:.2f} MAE {np.mean(sure) if len(sure) else float('nan'):.2f}"
            f" | phase told {phased / halves:.2f} right {sum(one.right for one in results) / max(phased, 0.1):.2f}"
        )
    print("start of exhale to a reading in it: median {:.2f} s, p95 {:.2f} s".format(*latency_s()))
    print(f"work of breath and voice: {work_ms():.1f} ms per second of sound")


if __name__ == "__main__":
    main()
