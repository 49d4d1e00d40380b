"""What can go wrong between a device and its readings.

    AffectError
    +-- DeviceError              a device or the file that stands in for it; says what to do next
        +-- DeviceMissing        there is none
        +-- DeviceBusy           another program holds it
        +-- DeviceForbidden      this user may not open it
        +-- DeviceLost           it was there and is gone (the only one worth trying again)
        +-- NotMedia             a file that is no picture or no sound
        +-- LibraryMissing       a library it needs is not on this machine

Every error carries a ``message_id`` for the stage to translate, a ``detail`` for the words in it (a path, a
name) and, as its text, one English sentence or two that say what to do next.
"""


class AffectError(Exception):
    """Root of everything this room raises on purpose."""


class DeviceError(AffectError):
    """A device, or the file that stands in for it, cannot be used."""

    def __init__(self, message_id: str, detail: str, text: str) -> None:
        super().__init__(message_id, detail, text)
        self.message_id = message_id
        """Message id, "camera.busy" and the like."""
        self.detail = detail
        """What it is about: a path, a device's name, a library."""
        self.text = text
        """What happened and what to do next, in English."""

    def __str__(self) -> str:
        return self.text


class DeviceMissing(DeviceError):
    """There is no such device or file."""


class DeviceBusy(DeviceError):
    """Another program holds the device."""


class DeviceForbidden(DeviceError):
    """The user may not open the device."""


class DeviceLost(DeviceError):
    """The device worked and then stopped giving data."""


class NotMedia(DeviceError):
    """The file holds no picture or no sound that can be read."""


class LibraryMissing(DeviceError):
    """A library the device or a sensor needs is not installed."""
