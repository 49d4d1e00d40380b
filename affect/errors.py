"""What can go wrong between a device and its readings.

    AffectError
    +-- DeviceError               a device or the file that stands in for it; says what to do next
        +-- MissingDeviceError    there is none
        +-- BusyDeviceError       another program holds it
        +-- ForbiddenDeviceError  this user may not open it
        +-- LostDeviceError       it was there and is gone (the only one worth trying again)
        +-- NotMediaError         a file that is no picture or no sound
        +-- MissingLibraryError   a library it needs is not on this machine
        +-- NotKeptHereError      it cannot be kept on this machine, so it stays off
    +-- ModelMissingError         a trained model cannot be used; the first estimator takes over
    +-- CorpusError               a folder of data to train on or to score is not as it should be

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


class MissingDeviceError(DeviceError):
    """There is no such device or file."""


class BusyDeviceError(DeviceError):
    """Another program holds the device."""


class ForbiddenDeviceError(DeviceError):
    """The user may not open the device."""


class LostDeviceError(DeviceError):
    """The device worked and then stopped giving data."""


class NotMediaError(DeviceError):
    """The file holds no picture or no sound that can be read."""


class MissingLibraryError(DeviceError):
    """A library the device or a sensor needs is not installed."""


class NotKeptHereError(DeviceError):
    """Other machines could reach it."""


class ModelMissingError(AffectError):
    """A trained model cannot be used: its weights are not there, or do not fit."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, reason)
        self.message_id = "model.missing"
        """For the stage to translate."""
        self.detail = name
        """Which model: "face", "voice", "breath"."""
        self.reason = reason
        """Why, in English."""

    def __str__(self) -> str:
        return (
            f"The trained {self.detail} model is not used: {self.reason}. A simpler estimator takes over; "
            f"`python -m affect train {self.detail}` rebuilds the weights."
        )


class CorpusError(AffectError):
    """A folder of data is not laid out as ../shared/data is; the text says what is missing."""
