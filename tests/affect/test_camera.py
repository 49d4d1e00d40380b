"""Cameras: pacing of files, and one clear message for each thing that can be wrong."""

import errno
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from affect.devices import v4l2
from affect.devices.camera import Camera, PacedVideo, Video, open_camera
from affect.errors import BusyDeviceError, DeviceError, ForbiddenDeviceError, MissingDeviceError, NotMediaError
from affect.sensor import Frame
from tests.affect.clocks import HandClock
from tests.affect.pictures import RATE_HZ, number_of, numbered, write_video


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """Ten numbered pictures."""
    return write_video(tmp_path / "film.avi", numbered(10))


def taken(camera: Camera) -> Frame:
    """The next picture of a camera that has one."""
    frame = camera.take()
    assert frame is not None
    return frame


def test_a_file_is_paced_as_a_camera_would_be(film: Path) -> None:
    """Pictures come one period apart on the clock, each stamped with its own moment, none dropped."""
    clock = HandClock(5_000)
    camera = PacedVideo(film, clock)
    frames = [taken(camera) for _ in range(10)]
    assert [number_of(frame.pixels) for frame in frames] == list(range(10))
    assert [frame.t_ns for frame in frames] == [5_000 + i * camera.period_ns for i in range(10)]
    assert camera.period_ns == pytest.approx(1e9 / RATE_HZ, abs=1)
    assert camera.dropped == 0
    assert clock.now_ns() == frames[-1].t_ns


def test_the_newest_picture_wins(film: Path) -> None:
    """Whoever comes 3 periods late gets the picture of now; the three that passed are counted."""
    clock = HandClock()
    camera = PacedVideo(film, clock)
    taken(camera)
    clock.t_ns = 4 * camera.period_ns
    late = taken(camera)
    assert (number_of(late.pixels), late.t_ns, camera.dropped) == (4, 4 * camera.period_ns, 3)


def test_in_play_a_file_begins_again(film: Path) -> None:
    """After the last picture comes the first, and time runs on."""
    camera = PacedVideo(film, HandClock())
    frames = [taken(camera) for _ in range(23)]
    assert [number_of(frame.pixels) for frame in frames[8:13]] == [8, 9, 0, 1, 2]
    assert [after.t_ns - before.t_ns for before, after in pairwise(frames)] == [camera.period_ns] * 22


def test_late_across_the_end_of_the_file(film: Path) -> None:
    """25 pictures late in a film of 10: the picture is the one of now."""
    clock = HandClock()
    camera = PacedVideo(film, clock)
    clock.t_ns = 25 * camera.period_ns
    frame = taken(camera)
    assert (number_of(frame.pixels), frame.t_ns, camera.dropped) == (5, 25 * camera.period_ns, 25)


def test_after_a_night_asleep_a_file_goes_on(film: Path) -> None:
    """A machine that slept for eight hours gets the next picture at once, stamped with the time it is now."""
    clock = HandClock()
    camera = PacedVideo(film, clock)
    taken(camera)
    clock.t_ns = 8 * 3600 * 1_000_000_000
    frame = taken(camera)
    assert number_of(frame.pixels) == 1
    assert 0 <= clock.t_ns - frame.t_ns < camera.period_ns


def test_unpaced_a_file_ends(film: Path) -> None:
    """Observe reads every picture once and then hears that there are no more."""
    video = Video(film)
    frames = list(iter(video.take, None))
    assert [number_of(frame.pixels) for frame in frames] == list(range(10))
    assert [frame.t_ns for frame in frames] == [i * video.period_ns for i in range(10)]


def test_pictures_are_red_green_blue(tmp_path: Path) -> None:
    """A red picture is red: uint8 (H, W, 3) RGB."""
    red = numbered(1)[0]
    red[:] = (230, 20, 20)
    frame = taken(Video(write_video(tmp_path / "red.avi", [red] * 3)))
    assert frame.pixels.shape == (48, 64, 3)
    assert frame.pixels[..., 0].mean() > 200
    assert frame.pixels[..., 2].mean() < 60


def test_off_opens_nothing() -> None:
    """Off is no camera, not a camera that is quiet."""
    assert open_camera("off", HandClock()) is None


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """The message names the path."""
    with pytest.raises(MissingDeviceError, match=r"no file .*holiday\.mp4") as raised:
        open_camera(str(tmp_path / "holiday.mp4"), HandClock())
    assert raised.value.message_id == "camera.no_file"


@pytest.mark.parametrize("content", [b"", b"this is a letter, not a film\n" * 100, bytes(range(256)) * 40])
def test_a_file_that_is_no_video(tmp_path: Path, content: bytes) -> None:
    """Empty, text or noise: the message says what to give instead."""
    path = tmp_path / "letter.mp4"
    path.write_bytes(content)
    with pytest.raises(NotMediaError, match=r"not a video.*Give an MP4") as raised:
        open_camera(str(path), HandClock())
    assert raised.value.message_id == "camera.not_video"


@pytest.mark.skipif(sys.platform != "linux", reason="camera numbers are asked of the kernel on Linux only")
@pytest.mark.parametrize("spec", ["/dev/video97", "97"])
def test_a_camera_that_is_not_there(spec: str) -> None:
    """A number or a device nobody has: the message says what to try."""
    with pytest.raises(MissingDeviceError, match=r"no camera /dev/video97.*--camera") as raised:
        open_camera(spec, HandClock())
    assert raised.value.message_id == "camera.missing"


@pytest.mark.skipif(bool(v4l2.numbers()) or sys.platform != "linux", reason="this machine has a camera")
def test_no_camera_at_all() -> None:
    """Auto with nothing plugged in says so."""
    with pytest.raises(MissingDeviceError, match="No camera was found"):
        open_camera("auto", HandClock())


@pytest.mark.parametrize(
    ("number", "kind", "says"),
    [
        (errno.EBUSY, BusyDeviceError, "Another program"),
        (errno.EACCES, ForbiddenDeviceError, "usermod -aG video"),
        (errno.EPERM, ForbiddenDeviceError, "usermod -aG video"),
        (errno.ENOENT, MissingDeviceError, "Plug one in"),
        (errno.ENODEV, MissingDeviceError, "Plug one in"),
    ],
)
def test_what_the_kernel_says_is_told_with_what_to_do(number: int, kind: type[DeviceError], says: str) -> None:
    """Each errno of opening a camera has its own message and next step."""
    error = v4l2.error_of("/dev/video0", number)
    assert type(error) is kind
    assert says in str(error)
    assert "/dev/video0" in str(error)


@pytest.mark.skipif(sys.platform != "linux", reason="device files")
def test_a_device_that_is_no_camera() -> None:
    """A device file that answers no camera's questions is no camera."""
    assert v4l2.number_of("/dev/null") is None
    assert v4l2.number_of("/dev/video12") == 12
    assert v4l2.number_of("film.mp4") is None
