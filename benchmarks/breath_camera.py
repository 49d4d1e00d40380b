"""How well the camera reads breath, on films of real people warped by real belts, and what it costs. No real breath.

    STILLWATER_DATA=../shared/data python -m benchmarks.breath_camera [--choose] [--seconds N] [CONDITION ...]

A frame of a clip (or, where somebody talks, the clip walked through back and forth at chance turns) is warped below
the chin by a respiration trace: its 10th to 90th percentile moves the shoulders by so many pixels at the clip's own
size (288 to 360 rows). Without ``--choose`` the clips and belts are those by which nothing of the sensor was chosen.
Films are 15 pictures a second and go through H.264 where ``ffmpeg`` with libx264 is installed (crf 26), else through
MPEG-4 (OpenCV's wheel has no H.264 encoder). Rate: the latest at each second from 15 s on against the mean rate of
the belt's breaths in the 30 s before, shown or not. Phase: share in the right half of the breath, while told.
"""

import argparse
import io
import itertools
import os
import shutil
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import mediapipe
import numpy as np
from scipy.signal import butter, find_peaks, sosfiltfilt

from affect.sensor import Frame
from affect.sensors.breath_camera import begin
from affect.simulate_torso import Doubles, Floats, Picture, Place, Trouble, film
from affect.torso_breath import SURE_HZ
from affect.torso_motion import DetectorFinder
from affect.worker import quiet_hint
from game.core.reading import Quantity, Reading

RATE_HZ = 15.0
FROM_S = 15
"""A guess is asked for from here on."""
TURN = 0.4
"""Phase at which the sensor's inhale ends."""
REACH = 1.2816
"""Half of an 80 % interval, in sds."""

CHOSEN_BY = (("talking-1.mpg", "talking-3.mpg"), ("nk_rest5", "physio1_flow"))
REPORTED = (("talking-2.mpg", "talking-4.mpg", "one-face.mp4"), ("nk_event", "physio2_flow"))
"""Clips and belts."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What is asked of the sensor."""

    rise_px: float
    """How far the shoulders travel."""
    trouble: Trouble
    walks: bool = False
    """The clip is walked through: its person talks and moves."""


LIT = Trouble(noise=2.0, flicker=0.01, drift=0.01)
CONDITIONS = {
    "still 1 px": Condition(1.0, LIT),
    "still 2 px": Condition(2.0, LIT),
    "still 4 px": Condition(4.0, LIT),
    "dim 2 px": Condition(2.0, Trouble(noise=6.0, flicker=0.04, drift=0.04)),
    "head 2 px": Condition(2.0, Trouble(head_px=3.0, noise=2.0, flicker=0.01, drift=0.01)),
    "sway 2 px": Condition(2.0, Trouble(sway_px=1.5, head_px=1.5, noise=2.0, flicker=0.01, drift=0.01)),
    "shake 2 px": Condition(2.0, Trouble(shake_px=1.5, noise=2.0, flicker=0.01, drift=0.01)),
    "talks 2 px": Condition(2.0, LIT, walks=True),
    "restless 2 px": Condition(
        2.0, Trouble(sway_px=2.0, head_px=3.0, noise=3.0, flicker=0.02, drift=0.03, gestures_per_min=3.0), walks=True
    ),
    "no breath": Condition(0.0, LIT),
    "no breath, talks": Condition(0.0, LIT, walks=True),
}


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """A person in front of a camera."""

    pictures: list[Picture]
    masks: list[Floats]
    place: Place


@dataclass(frozen=True, slots=True)
class Segment:
    """Half of a breath, as the belt has it."""

    inhale: bool
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Result:
    """One film."""

    seconds: int
    errors: tuple[float, ...]
    """Breaths/min, of every second at which a rate was told."""
    sure: tuple[float, ...]
    """Of the sure ones."""
    within: float
    """Share of the truths inside the 80 % interval."""
    phases: tuple[bool, ...]
    """Each phase told in a half: the right one?"""
    moments: int
    """Grid moments in a half."""
    sure_told: int
    """Sure rates told from 15 s on, truth or no truth."""
    told: int
    work_ms: float
    """Per second of film."""


def folder() -> Path:
    """Where the data lie."""
    return Path(os.environ.get("STILLWATER_DATA", Path(__file__).parents[2] / "shared" / "data"))


def clip(name: str) -> Clip:
    """Read a clip, find the person in every frame and the face in the first."""
    capture = cv2.VideoCapture(str(folder() / "video" / name))
    person = mediapipe.solutions.selfie_segmentation.SelfieSegmentation(model_selection=0)
    pictures, masks = [], []
    while True:
        ok, read = capture.read()
        if not ok:
            break
        picture = cv2.cvtColor(read[: read.shape[0] // 2 * 2, : read.shape[1] // 2 * 2], cv2.COLOR_BGR2RGB)
        wide = cv2.dilate(person.process(picture).segmentation_mask, np.ones((5, 5)))
        pictures.append(np.asarray(picture, np.uint8))
        masks.append(cv2.GaussianBlur(np.clip(wide, 0.0, 1.0), (0, 0), 3.0).astype(np.float32))
    box = DetectorFinder().find(pictures[0])
    if box is None:
        raise SystemExit(f"No face was found in {name}: use a clip whose first frame shows one.")
    return Clip(pictures, masks, Place(box.left + box.width / 2.0, box.top + box.height, box.height))


def volume(name: str, start_s: float, seconds: float) -> Doubles:
    """A belt's trace, float64 (n,) at RATE_HZ; airflow is summed up, inhale upwards."""
    with zipfile.ZipFile(folder() / "breath" / "breath.zip") as archive:
        arrays = np.load(io.BytesIO(archive.read(f"belt/{name}.npz")))
    trace, rate_hz = arrays["x"].astype(np.float64), float(arrays["fs"])
    if str(arrays["type"]) == "airflow":
        summed = -np.cumsum(trace - np.median(trace)) / rate_hz
        trace = sosfiltfilt(butter(2, 0.03, "high", fs=rate_hz, output="sos"), summed)
    t = start_s + np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return np.interp(t, np.arange(len(trace)) / rate_hz, trace)


def halves(trace: Doubles) -> list[Segment]:
    """Inhales and exhales: from a tenth above the trough to the peak, and back; what lies between is rest."""
    smooth = sosfiltfilt(butter(2, 1.2, fs=RATE_HZ, output="sos"), trace)
    low, high = np.percentile(smooth, (10.0, 90.0))
    peaks = find_peaks(smooth, prominence=0.3 * (high - low))[0]
    segments = []
    for first, last in itertools.pairwise(peaks):
        trough = first + int(np.argmin(smooth[first : last + 1]))
        empty = smooth[first:trough] <= smooth[trough] + 0.1 * (smooth[first] - smooth[trough])
        end = first + (int(np.argmax(empty)) if empty.any() else trough - first)
        filled = smooth[trough:last] > smooth[trough] + 0.1 * (smooth[last] - smooth[trough])
        start = trough + int(np.argmax(filled))
        segments.append(Segment(False, first / RATE_HZ, end / RATE_HZ))
        segments.append(Segment(True, start / RATE_HZ, last / RATE_HZ))
    return segments


def true_rate(segments: list[Segment], until_s: float) -> float | None:
    """Breaths/min over the 30 s before, from the starts of the inhales and of the exhales."""
    rates = []
    for inhale in (True, False):
        starts = [one.start_s for one in segments if one.inhale == inhale and until_s - 30 <= one.start_s <= until_s]
        if len(starts) > 1:
            rates.append(60.0 * (len(starts) - 1) / (starts[-1] - starts[0]))
    return float(np.mean(rates)) if rates else None


def compressed(pictures: Iterator[Picture], size: tuple[int, int], path: Path) -> Iterator[Picture]:
    """The pictures after a round trip through a lossy film."""
    if shutil.which("ffmpeg"):
        given = f"-loglevel error -y -f rawvideo -pix_fmt rgb24 -s {size[0]}x{size[1]} -r {RATE_HZ} -i -"
        wanted = f"-c:v libx264 -preset veryfast -crf 26 -threads 1 -pix_fmt yuv420p {path}"
        with subprocess.Popen(["ffmpeg", *given.split(), *wanted.split()], stdin=subprocess.PIPE) as encoder:
            assert encoder.stdin is not None
            for picture in pictures:
                encoder.stdin.write(picture.tobytes())
            encoder.stdin.close()
    else:
        writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), RATE_HZ, size)
        for picture in pictures:
            writer.write(cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
        writer.release()
    capture = cv2.VideoCapture(str(path))
    while True:
        ok, read = capture.read()
        if not ok:
            return
        yield np.asarray(cv2.cvtColor(read, cv2.COLOR_BGR2RGB), np.uint8)


def watch(shown: Iterator[Picture]) -> tuple[list[Reading], float]:
    """All readings of a film, and the work for a second of it, ms."""
    sensor = begin(())
    readings: list[Reading] = []
    spent_s, count = 0.0, 0
    for picture in shown:
        t_ns = round(count * 1e9 / RATE_HZ)
        begun = time.process_time()
        readings.extend(sensor.take(Frame(picture, t_ns), quiet_hint(t_ns)))
        spent_s += time.process_time() - begun
        count += 1
    sensor.close()
    return readings, 1e3 * spent_s / (count / RATE_HZ)


def judge(readings: list[Reading], segments: list[Segment], seconds: float, work_ms: float) -> Result:
    """Compare with the belt; without segments (nobody breathes) only what was told is counted."""
    rates = [one for one in readings if one.quantity is Quantity.BREATH_HZ]
    errors, sure, inside, asked = [], [], [], 0
    for second in range(FROM_S, int(seconds)):
        truth = true_rate(segments, second)
        lately = [one for one in rates if second - 1.0 < one.t_ns / 1e9 <= second]
        asked += truth is not None
        if truth is None or not lately:
            continue
        error = abs(60.0 * lately[-1].value - truth)
        errors.append(error)
        inside.append(error / 60.0 <= REACH * lately[-1].sd)
        if lately[-1].sd < SURE_HZ:
            sure.append(error)
    phases = []
    for one in readings:
        at = one.t_ns / 1e9
        half = [part for part in segments if part.start_s <= at < part.end_s]
        if one.quantity is Quantity.BREATH_PHASE and at >= FROM_S and half:
            phases.append(half[0].inhale == (one.value < TURN))
    moments = 8.0 * sum(max(0.0, one.end_s - max(one.start_s, FROM_S)) for one in segments)
    late = [one for one in rates if one.t_ns >= FROM_S * 1e9]
    sure_told = sum(one.sd < SURE_HZ for one in late)
    within = float(np.mean(inside)) if inside else float("nan")
    return Result(
        asked, tuple(errors), tuple(sure), within, tuple(phases), round(moments), sure_told, len(late), work_ms
    )


def run(condition: Condition, people: list[Clip], belts: tuple[str, ...], seconds: float, seed: int) -> list[Result]:
    """One film per person and belt."""
    results = []
    for place, person in enumerate(people):
        for name in belts:
            trace = volume(name, 15.0 + 25.0 * place, seconds)
            low, high = np.percentile(trace, (10.0, 90.0))
            many = slice(None) if condition.walks else slice(1)
            shown = film(
                person.pictures[many],
                person.masks[many],
                person.place,
                condition.rise_px * (trace - low) / (high - low),
                condition.trouble,
                RATE_HZ,
                seed + place,
            )
            height, width = person.pictures[0].shape[:2]
            with tempfile.TemporaryDirectory() as kept:
                readings, work_ms = watch(compressed(shown, (width, height), Path(kept) / "film.mp4"))
            results.append(judge(readings, halves(trace) if condition.rise_px else [], seconds, work_ms))
    return results


def tell(name: str, results: list[Result]) -> None:
    """Print one row."""
    errors = [error for one in results for error in one.errors]
    sure = [error for one in results for error in one.sure]
    phases = [right for one in results for right in one.phases]
    seconds, moments = sum(one.seconds for one in results), sum(one.moments for one in results)
    told, sure_told = sum(one.told for one in results), sum(one.sure_told for one in results)
    work_ms = float(np.mean([one.work_ms for one in results]))
    if not seconds:
        print(f"| {name} | rates told {told}, sure {sure_told}, phases {len(phases)} | | | | | | {work_ms:.0f} |")
        return
    print(
        f"| {name} | {len(errors) / seconds:.2f} | {_mean(errors):.2f} | {len(sure) / seconds:.2f} | {_mean(sure):.2f}"
        f" | {np.nanmean([one.within for one in results]):.2f} | {len(phases) / max(1, moments):.2f}"
        f" | {_mean([float(one) for one in phases]):.2f} | {work_ms:.0f} |",
        flush=True,
    )


def _mean(values: list[float]) -> float:
    return float(np.mean(values)) if values else float("nan")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--choose", action="store_true", help="the clips and belts the sensor was chosen by")
    parser.add_argument("--seconds", type=float, default=60.0, help="length of each film")
    parser.add_argument("condition", nargs="*", help=f"of {', '.join(CONDITIONS)}; default: all")
    given = parser.parse_args()
    cv2.setNumThreads(1)
    clips, belts = CHOSEN_BY if given.choose else REPORTED
    people = [clip(name) for name in clips]
    print("| film | told | MAE/min | sure | MAE/min sure | in 80 % | phase told | right half | ms per s |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for name in given.condition or CONDITIONS:
        seed = 100 * list(CONDITIONS).index(name)
        tell(name, run(CONDITIONS[name], people, belts, given.seconds, seed))


if __name__ == "__main__":
    main()
