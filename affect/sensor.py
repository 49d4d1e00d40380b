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


class Told(StrEnum):
    """What a heart belt tells."""

    INTERVALS = "intervals"
    """The time from each beat to the next."""
    RATES = "rates"
    """A rate that the belt itself has averaged over some seconds."""


@dataclass(frozen=True, slots=True)
class Beats:
    """What a heart belt said since the last one, often nothing. It never leaves the heart's process."""

    told: Told
    """How to read ``intervals_s``."""
    ends_ns: tuple[int, ...]
    """Monotonic time of the beat that ends each interval, oldest first."""
    intervals_s: tuple[float, ...]
    """Seconds from beat to beat, as long as ``ends_ns``; of a rate, one over it. What is no number comes as it is:
    the sensor judges."""
    t_ns: int
    """Monotonic time up to which nothing else was said."""


class Device(StrEnum):
    """What has a consent and a child process of its own: affect/devices/NAME.py, whose ``attend`` the child runs."""

    CAMERA = "camera"
    MICROPHONE = "microphone"
    HEART = "heart"
    """A belt or a watch, heard through another program on this machine (Lab Streaming Layer)."""
    STREAMS = "streams"
    """The other way round: programs on this machine that read what the sensors and the game say."""


class Sensor(Protocol[Datum]):
    """Stateful, deterministic: the same data and hints give the same readings, however they are cut."""

    def take(self, datum: Datum, hint: Hint) -> tuple[Reading, ...]:
        """Take the next Frame, Sound or Beats and say what is known now; a heartbeat at least once a second."""

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
