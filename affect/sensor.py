"""What flows inside a sensor's process, and what a sensor is."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from game.core.reading import Baseline, Hint, Reading

Datum = TypeVar("Datum", contravariant=True)  # noqa: PLC0105 - who reads a sensor meets the datum, not its variance

RATE_HZ = 16_000
"""Sample rate of every Sound."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One camera picture. It never leaves the camera's process and is never stored."""

    pixels: NDArray[np.uint8]
    """uint8 (H, W, 3) RGB."""
    t_ns: int
    """Monotonic time of exposure."""


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """A run of microphone samples. It never leaves the microphone's process and is never stored."""

    samples: NDArray[np.float32]
    """float32 (n,), mono, 16 kHz, [-1, 1]."""
    t_ns: int
    """Monotonic time of the first sample."""


class Device(StrEnum):
    """What a sensor listens to; one child process each."""

    CAMERA = "camera"
    MICROPHONE = "microphone"


class Sensor(Protocol[Datum]):
    """Stateful, deterministic: the same data and hints give the same readings, however they are cut."""

    def take(self, datum: Datum, hint: Hint) -> tuple[Reading, ...]:
        """Take the next Frame or Sound and say what is known now; a heartbeat at least once a second."""

    def learnt(self) -> Baseline:
        """The neutral learnt in calibration so far; empty = nothing (yet)."""

    def close(self) -> None:
        """Give back what it holds."""


@dataclass(frozen=True, slots=True)
class SensorKind(Generic[Datum]):
    """What stands as ``SENSOR`` at the end of a file in affect/sensors: how it is found by its place."""

    name: str
    """Name in its Readings."""
    device: Device
    """What it listens to."""
    begin: Callable[[Baseline], Sensor[Datum]]
    """Make one for a player with this neutral (empty = not calibrated)."""
    model: str = ""
    """Name of the trained weights it reads by, without which it falls back to a first estimator; empty = none."""
