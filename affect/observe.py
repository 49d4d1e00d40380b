"""The same sensors stepped by hand over files: no children, no waiting, the same readings every time."""

import csv
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Generic, Protocol, TextIO, TypeVar

from affect.attend import Port
from affect.devices.camera import Video
from affect.devices.clock import S_NS
from affect.devices.microphone import SoundFile
from affect.hush import hushed
from affect.sensor import Device, Frame, Sensor, SensorKind, Sound
from affect.sensors import sensors_of
from affect.worker import quiet_hint
from game.core.reading import Baseline, Hint, Reading

COLUMNS = ("t_s", "sensor", "quantity", "value", "sd")
"""Header of the table ``write_csv`` writes."""


class _Dated(Protocol):
    """A Frame or a Sound: what has a time."""

    @property
    def t_ns(self) -> int:
        """Monotonic time, ns."""


Datum = TypeVar("Datum", bound=_Dated)


class _Lane(Generic[Datum]):
    """One file, its sensors, and the datum that is next."""

    def __init__(self, port: Port[Datum], kinds: tuple[SensorKind[Datum], ...], baseline: Baseline) -> None:
        self._port = port
        self._sensors: list[Sensor[Datum]] = [kind.begin(baseline) for kind in kinds]
        self._next = port.take()

    @property
    def t_ns(self) -> int | None:
        """Time of the next datum; None at the end."""
        return None if self._next is None else self._next.t_ns

    def step(self, hints: Callable[[int], Hint]) -> Iterator[Reading]:
        """Hand the next datum to every sensor."""
        datum = self._next
        if datum is None:
            return
        hint = hints(datum.t_ns)
        for sensor in self._sensors:
            yield from sensor.take(datum, hint)
        self._next = self._port.take()

    def close(self) -> None:
        self._port.close()
        for sensor in self._sensors:
            sensor.close()


def observe(
    camera_path: Path | None,
    microphone_path: Path | None,
    hints: Callable[[int], Hint] = quiet_hint,
    baseline: Baseline = (),
) -> Iterator[Reading]:
    """All readings of two files that begin at the same moment, 0 ns, in the order of what was seen and heard.

    Args:
        camera_path: a video; None = no camera.
        microphone_path: a sound file; None = no microphone.
        hints: the Hint at a moment (ns); without it nothing is asked, played or known.
        baseline: the player's neutral to begin with.

    Raises:
        DeviceError: a file that is not there, or holds no picture or sound.
    """
    with hushed():
        yield from _observe(camera_path, microphone_path, hints, baseline)


def _observe(
    camera_path: Path | None, microphone_path: Path | None, hints: Callable[[int], Hint], baseline: Baseline
) -> Iterator[Reading]:
    lanes: list[_Lane[Frame] | _Lane[Sound]] = []
    try:
        if camera_path is not None:
            lanes.append(_Lane(Video(camera_path), sensors_of(Device.CAMERA), baseline))
        if microphone_path is not None:
            lanes.append(_Lane(SoundFile(microphone_path), sensors_of(Device.MICROPHONE), baseline))
        while True:
            due = [(lane.t_ns, place) for place, lane in enumerate(lanes) if lane.t_ns is not None]
            if not due:
                return
            yield from lanes[min(due)[1]].step(hints)
    finally:
        for lane in lanes:
            lane.close()


def write_csv(readings: Iterable[Reading], out: TextIO) -> int:
    """Write readings as a table with the columns of COLUMNS; says how many rows it wrote."""
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    count = 0
    for reading in readings:
        t_s = f"{reading.t_ns / S_NS:.3f}"
        table.writerow((t_s, reading.sensor, reading.quantity.value, f"{reading.value:.5f}", f"{reading.sd:.5f}"))
        count += 1
    return count
