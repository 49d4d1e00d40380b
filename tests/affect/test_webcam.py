"""A webcam's reading thread, with a double in the place of OpenCV's capture."""

import queue
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import cv2
import pytest

from affect.devices.camera import LOST_AFTER_NS, Webcam
from affect.errors import LostDeviceError
from tests.affect.clocks import HandClock
from tests.affect.pictures import number_of, numbered
from tests.rig.process import wait_until


class Feed:
    """A capture that gives the pictures a test puts in; ``None`` is a picture that failed."""

    def __init__(self, stamp_ms: float = 0.0) -> None:
        self.pictures: queue.Queue[Any] = queue.Queue()
        self.released = False
        self.failing = False
        self._stamp_ms = stamp_ms

    def read(self) -> tuple[bool, Any]:
        """Wait for the test."""
        picture = None if self.failing else self.pictures.get()
        return picture is not None, picture

    def get(self, number: int, /) -> float:
        """25 pictures a second, and the kernel's stamp."""
        return {cv2.CAP_PROP_FPS: 25.0, cv2.CAP_PROP_POS_MSEC: self._stamp_ms}.get(number, 0.0)

    def release(self) -> None:
        """Remember it."""
        self.released = True

    def fail(self) -> None:
        """From now on no picture comes, at once and for ever."""
        self.failing = True
        self.pictures.put(None)


@contextmanager
def webcam(feed: Feed, clock: HandClock) -> Iterator[Webcam]:
    """A webcam on a feed, closed at the end."""
    camera = Webcam(feed, "/dev/video0", clock)
    try:
        yield camera
    finally:
        feed.fail()
        camera.close()


def test_the_newest_picture_wins() -> None:
    """Of three pictures nobody took in time the last is taken; two are counted as dropped."""
    feed = Feed()
    with webcam(feed, HandClock(1_000)) as camera:
        for picture in numbered(3):
            feed.pictures.put(picture)
        wait_until(lambda: camera.dropped == 2, 10.0, "the pictures were not read")
        frame = camera.take()
        assert frame is not None
        assert (number_of(frame.pixels), frame.t_ns, camera.period_ns) == (2, 1_000, 40_000_000)


@pytest.mark.parametrize(("stamp_ms", "t_ns"), [(9_980.0, 9_980_000_000), (0.0, 10**10), (55_000.0, 10**10)])
def test_the_kernels_stamp_is_believed_where_it_can_be(stamp_ms: float, t_ns: int) -> None:
    """A stamp within the last half second is the moment of exposure; any other clock's is not, and now counts."""
    feed = Feed(stamp_ms)
    with webcam(feed, HandClock(10**10)) as camera:
        feed.pictures.put(numbered(1)[0])
        frame = camera.take()
        assert frame is not None
        assert frame.t_ns == t_ns


def test_a_picture_that_fails_now_and_then_is_no_loss() -> None:
    """After some failed pictures the next good one is taken as if nothing had been."""
    feed = Feed()
    with webcam(feed, HandClock()) as camera:
        for _ in range(5):
            feed.pictures.put(None)
        feed.pictures.put(numbered(2)[1])
        frame = camera.take()
        assert frame is not None
        assert number_of(frame.pixels) == 1


def test_a_camera_that_was_unplugged_is_told() -> None:
    """No picture for two seconds: the error names the camera and asks whether it is plugged in."""
    clock = HandClock()
    feed = Feed()
    with webcam(feed, clock) as camera:
        feed.pictures.put(numbered(1)[0])
        assert camera.take() is not None
        feed.fail()
        with pytest.raises(LostDeviceError, match=r"/dev/video0 stopped giving pictures\. Is it"):
            camera.take()
        assert LOST_AFTER_NS < clock.now_ns() < 2 * LOST_AFTER_NS


def test_closing_lets_go() -> None:
    """After close the device is released, and a take says there are no more."""
    feed = Feed()
    with webcam(feed, HandClock()) as camera:
        pass
    assert feed.released
    assert camera.take() is None
