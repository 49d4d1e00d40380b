"""What Linux says about a camera before it is opened: there, allowed, busy, or no camera at all.

OpenCV only says that opening failed; asking the kernel first (Video4Linux2, linux/videodev2.h) makes the
difference between "plug one in", "close the other program" and "join the group video".
"""

import errno
import os
import re
import struct
import sys
from pathlib import Path
from typing import Final

from affect.errors import BusyDeviceError, DeviceError, ForbiddenDeviceError, MissingDeviceError

_QUERY_CAPABILITIES: Final = 0x80685600
"""VIDIOC_QUERYCAP: struct v4l2_capability, 104 bytes; device capabilities are the uint32 at byte 88."""
_REQUEST_BUFFERS: Final = 0xC0145608
"""VIDIOC_REQBUFS: struct v4l2_requestbuffers, 20 bytes; with count 0 it only asks who owns the queue."""
_CAN_CAPTURE: Final = 0x1
_CAPTURE: Final = 1
_MEMORY_MAPPED: Final = 1
_OTHER_SYSTEMS_TRY: Final = 4
"""How many camera numbers are tried where the system lists none."""


def path_of(number: int) -> str:
    """The device file of a camera number, or the number where there are no device files."""
    return f"/dev/video{number}" if sys.platform == "linux" else str(number)


def number_of(path: str) -> int | None:
    """The number in "/dev/videoN" (links such as /dev/v4l/by-id/... followed); None for any other path."""
    match = re.fullmatch(r"/dev/video(\d+)", os.path.realpath(path) if path.startswith("/dev/") else path)
    return int(match[1]) if match else None


def numbers() -> tuple[int, ...]:
    """All camera numbers worth trying, smallest first."""
    if sys.platform != "linux":
        return tuple(range(_OTHER_SYSTEMS_TRY))
    found = (number_of(str(path)) for path in Path("/dev").glob("video*"))
    return tuple(sorted(number for number in found if number is not None))


def check(number: int) -> None:
    """Pass where a camera may be opened now.

    Raises:
        MissingDeviceError, ForbiddenDeviceError, BusyDeviceError: with what to do next.
    """
    if sys.platform != "linux":
        return
    path = path_of(number)
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_NONBLOCK)
        try:
            _ask(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise error_of(path, error.errno or 0) from None


def _ask(descriptor: int) -> None:
    import fcntl  # noqa: PLC0415 - not on every system: only Linux comes here

    capability = bytearray(104)
    fcntl.ioctl(descriptor, _QUERY_CAPABILITIES, capability)
    (can,) = struct.unpack_from("=I", capability, 88)
    if not can & _CAN_CAPTURE:
        raise OSError(errno.ENODEV, "gives no pictures")
    request = bytearray(struct.pack("=IIIII", 0, _CAPTURE, _MEMORY_MAPPED, 0, 0))
    try:
        fcntl.ioctl(descriptor, _REQUEST_BUFFERS, request)
    except OSError as error:
        if error.errno == errno.EBUSY:  # anything else: a driver without this kind of buffer, which is no harm
            raise


def error_of(path: str, number: int) -> DeviceError:
    """The error that an errno of the kernel stands for, with what to do next."""
    if number in (errno.EACCES, errno.EPERM):
        return forbidden(path)
    if number == errno.EBUSY:
        return BusyDeviceError(
            "camera.busy",
            path,
            f"Another program uses the camera {path}. Close it (video calls, browsers) and try again.",
        )
    return MissingDeviceError(
        "camera.missing", path, f"There is no camera {path}. Plug one in, or try --camera auto or --camera off."
    )


def forbidden(path: str) -> ForbiddenDeviceError:
    """The error of a camera or file this user may not open."""
    return ForbiddenDeviceError(
        "camera.forbidden",
        path,
        f"This user may not open {path}. On Linux: sudo usermod -aG video $USER, then log in again.",
    )
