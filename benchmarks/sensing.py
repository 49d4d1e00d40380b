"""What sensing costs: camera frame to Reading in the game, and the face sensor's time a frame.

    python -m benchmarks.sensing [VIDEO] [SECONDS]

Without a video it makes one of scikit-image's astronaut, 640 x 480 at 30 pictures a second. The game's side takes
60 times a second, as the loop does, so up to 17 ms of the delay are its own.
"""

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import skimage.data

from affect.devices.camera import Video
from affect.devices.clock import S_NS
from affect.live import Live
from affect.sensor import Device
from affect.sensors.face import begin
from affect.worker import quiet_hint

SECONDS: Final = 20.0
WARM_S: Final = 3.0
"""Left out after the first reading: the child still loads."""
RATE_HZ: Final = 30


def write_film(path: Path) -> None:
    """A face that sways for four seconds."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), RATE_HZ, (640, 480))
    astronaut = skimage.data.astronaut()  # type: ignore[no-untyped-call]
    whole = cv2.resize(cv2.cvtColor(astronaut, cv2.COLOR_RGB2BGR), (1024, 1024))
    for index in range(4 * RATE_HZ):
        left = 120 + round(40 * np.sin(2 * np.pi * index / RATE_HZ / 4))
        writer.write(whole[0:480, left : left + 640])
    writer.release()


def frame_cost(film: Path) -> None:
    """Print the face sensor's time a frame, reading the file left out."""
    sensor = begin(())
    video = Video(film)
    frames = list(iter(video.take, None))
    spent_ms = []
    for frame in frames * 3:
        begun = time.perf_counter()
        sensor.take(frame, quiet_hint(frame.t_ns))
        spent_ms.append(1e3 * (time.perf_counter() - begun))
    sensor.close()
    tell("face sensor, ms a frame", spent_ms[len(frames) :])


def latency(film: Path, seconds: float) -> None:
    """Print how old a reading is when the game takes it, what a take costs, and the child's processor share."""
    live = Live({Device.CAMERA: str(film)}, ())
    live.turn(Device.CAMERA, True)
    begun_ns = time.monotonic_ns()
    ages_ms: list[float] = []
    takes_us: list[float] = []
    first_ns: int | None = None
    used_s = 0.0
    while first_ns is None or time.monotonic_ns() - first_ns < (seconds + WARM_S) * S_NS:
        before_ns = time.monotonic_ns()
        readings, statuses, _ = live.take()
        now_ns = time.monotonic_ns()
        for status in statuses:
            print(f"{(now_ns - begun_ns) / S_NS:6.2f} s  {status.state} {status.text or status.detail}")
        if readings and first_ns is None:
            first_ns = now_ns
            used_s = -processor_s(live.process_ids()[0])
        if first_ns is not None and now_ns - first_ns > WARM_S * S_NS:
            ages_ms += [(now_ns - reading.t_ns) / 1e6 for reading in readings]
            takes_us.append((now_ns - before_ns) / 1e3)
        live.hint(quiet_hint(now_ns))
        time.sleep(1 / 60)
    used_s += processor_s(live.process_ids()[0])
    dropped = live.dropped(Device.CAMERA)
    live.close()
    print(f"pictures dropped, loading included: {dropped}")
    tell("camera frame to Reading in the game, ms", ages_ms)
    tell("one take in the game, us", takes_us)
    print(f"camera process: {100 * used_s / (seconds + WARM_S):.0f} % of one core")


def processor_s(process_id: int) -> float:
    """Processor time a process has used, seconds (Linux; 0 elsewhere)."""
    path = Path(f"/proc/{process_id}/stat")
    if not path.exists():
        return 0.0
    fields = path.read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def tell(what: str, values: list[float]) -> None:
    """Print p50, p95, p99 and how many."""
    p50, p95, p99 = np.percentile(values, (50, 95, 99))
    print(f"{what}: p50 {p50:.1f}  p95 {p95:.1f}  p99 {p99:.1f}  (n {len(values)})")


def main() -> None:
    """Run both on the film given, or on our own."""
    with tempfile.TemporaryDirectory() as folder:
        film = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "film.avi"
        if len(sys.argv) == 1:
            write_film(film)
        frame_cost(film)
        latency(film, float(sys.argv[2]) if len(sys.argv) > 2 else SECONDS)


if __name__ == "__main__":
    main()
