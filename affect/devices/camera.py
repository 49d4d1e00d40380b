"""Cameras: a webcam, or a video file that stands in for one.

``open_camera`` gives what the game plays with: the newest picture wins and pictures nobody took are counted. A
file is paced by its own frame rate and starts again at its end. ``Video`` is the same file unpaced, for observe.
"""

import math
import threading
from pathlib import Path
from typing import Any, Final, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from affect.attend import listen
from affect.devices import v4l2
from affect.devices.clock import S_NS, Clock
from affect.errors import BusyDeviceError, DeviceError, LostDeviceError, MissingDeviceError, NotMediaError
from affect.sensor import Frame
from affect.worker import Line
from game.core.reading import Baseline

LOST_AFTER_NS: Final = 2 * S_NS
"""A camera that gives no picture for so long is gone."""
ASLEEP_NS: Final = 2 * S_NS
"""A reader that late slept: a file is not wound on for it."""
USUAL_RATE_HZ: Final = 30.0
"""Frame rate where the device or the file does not say."""
WIDTH: Final = 640
HEIGHT: Final = 480
"""The picture asked of a webcam: enough for a face, cheap to move."""


class Camera(Protocol):
    """Where Frames come from."""

    @property
    def period_ns(self) -> int:
        """Time between two pictures."""

    @property
    def dropped(self) -> int:
        """Pictures that were made and never taken."""

    def take(self) -> Frame | None:
        """Wait for the newest picture and take it; None = there will be no more. Raises LostDeviceError."""

    def close(self) -> None:
        """Let go of the device."""


class Video:
    """A video file read picture by picture as fast as it is asked: ends at its end, drops nothing."""

    def __init__(self, path: Path) -> None:
        self._capture = _open_file(path)
        rate_hz = self._capture.get(cv2.CAP_PROP_FPS)
        if not (math.isfinite(rate_hz) and 1.0 <= rate_hz <= 240.0):
            rate_hz = USUAL_RATE_HZ
        self.period_ns = round(S_NS / rate_hz)
        self.dropped = 0
        self._index = 0

    def take(self) -> Frame | None:
        """The next picture, stamped by its place in the file: the first is at 0."""
        ok, picture = self._capture.read()
        if not ok:
            return None
        t_ns = self._index * self.period_ns
        self._index += 1
        return Frame(_rgb(picture), t_ns)

    def skip(self) -> bool:
        """Pass over one picture without decoding its pixels; False at the end."""
        self._index += 1
        return bool(self._capture.grab())

    def close(self) -> None:
        """Close the file."""
        self._capture.release()


class PacedVideo:
    """A video file as a webcam would show it: one picture a period, the newest wins, from the start again."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path
        self._clock = clock
        self._video = Video(path)
        self.period_ns = self._video.period_ns
        self.dropped = 0
        self._due_ns = clock.now_ns()

    def take(self) -> Frame | None:
        """Wait for the next picture's moment; where several have passed, take the last of them."""
        self._clock.wait_until(self._due_ns)
        late = (self._clock.now_ns() - self._due_ns) // self.period_ns
        self.dropped += late
        self._due_ns += late * self.period_ns
        if late * self.period_ns < ASLEEP_NS:  # after a longer sleep the film goes on where it stood
            for _ in range(late):
                self._skip()
        frame = self._video.take()
        if frame is None:
            self._restart()
            frame = self._video.take()
        if frame is None:
            raise LostDeviceError("camera.lost", str(self._path), f"{self._path} can no longer be read.")
        frame = Frame(frame.pixels, self._due_ns)
        self._due_ns += self.period_ns
        return frame

    def _skip(self) -> None:
        if not self._video.skip():
            self._restart()
            self._video.skip()

    def _restart(self) -> None:
        self._video.close()
        self._video = Video(self._path)

    def close(self) -> None:
        """Close the file."""
        self._video.close()


class Capture(Protocol):
    """What a webcam needs of cv2.VideoCapture."""

    def read(self) -> tuple[bool, Any]:
        """Wait for a picture: whether there is one, and uint8 (H, W, 3) BGR."""

    def get(self, propId: int, /) -> float:  # noqa: N803 - OpenCV's name
        """A property; 0 where it is not known."""

    def release(self) -> None:
        """Let go of the device."""


class Webcam:
    """A webcam: a thread reads it, so that the newest picture is at hand whenever somebody takes it."""

    def __init__(self, capture: Capture, name: str, clock: Clock) -> None:
        """``capture``: opened, and one picture already came out of it."""
        self._capture = capture
        self._name = name
        self._clock = clock
        rate_hz = capture.get(cv2.CAP_PROP_FPS)
        self.period_ns = round(S_NS / (rate_hz if 1.0 <= rate_hz <= 240.0 else USUAL_RATE_HZ))
        self.dropped = 0
        self._newest: Frame | None = None
        self._closed = False
        self._lost = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._read, name="camera", daemon=True)
        self._thread.start()

    def take(self) -> Frame | None:
        """Wait for a picture nobody has taken; None once closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._newest or self._closed or self._lost, LOST_AFTER_NS / S_NS)
            frame, self._newest = self._newest, None
            if frame is None and not self._closed:
                raise lost(self._name)
            return frame

    def close(self) -> None:
        """Stop reading and let go of the camera."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._thread.join(timeout=LOST_AFTER_NS / S_NS)
        self._capture.release()

    def _read(self) -> None:
        """Until closed, or until no picture has come for LOST_AFTER_NS."""
        since_ns = self._clock.now_ns()
        while not self._closed:
            ok, picture = self._capture.read()
            now_ns = self._clock.now_ns()
            if ok:
                since_ns = now_ns
                self._show(Frame(_rgb(picture), self._exposed_ns(now_ns)))
            elif now_ns - since_ns > LOST_AFTER_NS:
                break
            else:
                self._clock.wait_until(now_ns + self.period_ns)
        with self._changed:
            self._lost = True
            self._changed.notify_all()

    def _show(self, frame: Frame) -> None:
        with self._changed:
            self.dropped += self._newest is not None
            self._newest = frame
            self._changed.notify_all()

    def _exposed_ns(self, now_ns: int) -> int:
        """When the picture was made: Linux stamps its buffers with the monotonic clock, others say nothing."""
        stamp_ns = round(self._capture.get(cv2.CAP_PROP_POS_MSEC) * 1e6)
        return stamp_ns if stamp_ns > 0 and 0 <= now_ns - stamp_ns < S_NS // 2 else now_ns


def open_camera(spec: str, clock: Clock) -> Camera | None:
    """Open what ``spec`` names; None for "off".

    Args:
        spec: "off", "auto" (the first that works), a number, a device ("/dev/video0"), or a file.
        clock: what paces a file and stamps pictures.

    Raises:
        DeviceError: with what to do next.
    """
    if spec == "off":
        return None
    if spec == "auto":
        return _first_working(clock)
    if spec.isdecimal():
        return _open_webcam(int(spec), clock)
    number = v4l2.number_of(spec)
    if number is not None:
        return _open_webcam(number, clock)
    return PacedVideo(Path(spec), clock)


def attend(spec: str, baseline: Baseline, line: Line) -> None:
    """What the camera's child runs; see ``attend.listen``."""
    cv2.setNumThreads(1)
    listen(spec, baseline, line, open_camera)


def lost(name: str) -> LostDeviceError:
    """The error of a camera that went away."""
    return LostDeviceError("camera.lost", name, f"The camera {name} stopped giving pictures. Is it still plugged in?")


def _first_working(clock: Clock) -> Camera:
    errors: list[DeviceError] = []
    for number in v4l2.numbers():
        try:
            return _open_webcam(number, clock)
        except DeviceError as error:
            errors.append(error)
    told = [error for error in errors if not isinstance(error, MissingDeviceError)]
    if told:
        raise told[0]
    raise MissingDeviceError(
        "camera.missing", "auto", "No camera was found. Plug one in and try again, or play with --camera off."
    )


def _open_webcam(number: int, clock: Clock) -> Webcam:
    name = v4l2.path_of(number)
    v4l2.check(number)
    capture = cv2.VideoCapture(number)
    capture.set(cv2.CAP_PROP_FRAME_WIDTH, WIDTH)
    capture.set(cv2.CAP_PROP_FRAME_HEIGHT, HEIGHT)
    capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
    ok = capture.isOpened() and capture.read()[0]
    if not ok:
        capture.release()
        raise BusyDeviceError(
            "camera.busy",
            name,
            f"The camera {name} gives no picture. Close other programs that may use it (video calls, browsers) "
            "and try again.",
        )
    return Webcam(capture, name, clock)


def _open_file(path: Path) -> cv2.VideoCapture:
    if not path.is_file():
        raise MissingDeviceError(
            "camera.no_file", str(path), f"There is no file {path}. Give a video, a camera's number, auto or off."
        )
    try:
        with path.open("rb"):
            pass
    except PermissionError:
        raise v4l2.forbidden(str(path)) from None
    capture = cv2.VideoCapture(str(path))
    if not capture.isOpened() or not capture.grab():
        capture.release()
        raise NotMediaError(
            "camera.not_video",
            str(path),
            f"{path} is not a video that can be read. Give an MP4, MOV, AVI or MKV file.",
        )
    capture.release()
    return cv2.VideoCapture(str(path))


def _rgb(picture: Any) -> NDArray[np.uint8]:
    """Colour order of OpenCV (blue first) to RGB; uint8 (H, W, 3) to uint8 (H, W, 3)."""
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), dtype=np.uint8)
