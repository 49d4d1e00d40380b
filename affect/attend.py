"""What a child does with a device that sensors listen to: take, look, hand to every sensor, send what they say."""

# ruff: noqa: PLC0415 - libraries are imported where they are needed, for the reason in affect.worker

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar

from affect.report import Report, State
from game.core.reading import Baseline, Reading

if TYPE_CHECKING:
    from affect.devices.clock import Clock
    from affect.sensor import Sensor, SensorKind
    from affect.worker import Line

Datum = TypeVar("Datum")
Taken_co = TypeVar("Taken_co", covariant=True)
Watched = TypeVar("Watched", contravariant=True)  # noqa: PLC0105 - as in affect.sensor

BATCH_NS: Final = 20_000_000
"""Readings are sent together at most so often: a pipe is cheap, 100 messages a second are not."""
HEARTBEAT_NS: Final = 500_000_000
"""The child says at least so often that it lives, whatever its sensors have to say."""


class Port(Protocol[Taken_co]):
    """A device, as the loop sees it."""

    @property
    def dropped(self) -> int:
        """What was not taken in time."""

    def take(self) -> Taken_co | None:
        """Wait for the next datum; None = there will be no more."""

    def close(self) -> None:
        """Let go."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something odd about a device that is on: it stays on, and the player is told."""

    message_id: str
    """What to tell the player: "microphone.silent" ..."""
    text: str
    """The same in English, with what to do next."""


class Watch(Protocol[Watched]):
    """Looks at what a device gives."""

    def take(self, datum: Watched) -> Trouble | None:
        """Look at the next datum, and say what is odd now; None = nothing."""


def listen(
    spec: str,
    baseline: Baseline,
    line: Line,
    open_port: Callable[[str, Clock], Port[Datum] | None],
    watch: Watch[Datum] | None = None,
) -> None:
    """What a child does with a device that sensors listen to: open it, and run them until told to stop.

    Args:
        spec: what to open.
        baseline: the player's neutral; empty = not calibrated.
        line: to the game.
        open_port: opens what ``spec`` names; None = nothing is to be opened.
        watch: looks at every datum before the sensors do.

    Raises:
        DeviceError: with what to do next.
    """
    from affect.devices.clock import SystemClock
    from affect.sensors import sensors_of

    troubled = ""

    def look(datum: Datum) -> None:
        nonlocal troubled
        trouble = watch.take(datum) if watch is not None else None
        if trouble is not None and trouble.message_id != troubled:
            line.tell(State.ON, trouble.message_id, spec, trouble.text)
        elif trouble is None and troubled:
            line.tell(State.ON, f"{line.device}.on", spec)
        troubled = trouble.message_id if trouble is not None else ""

    kinds = sensors_of(line.device)
    tell_missing(kinds, line)
    sensors = [kind.begin(baseline) for kind in kinds]  # before the device: a camera's light goes on when it is needed
    port = open_port(spec, SystemClock())
    if port is not None:
        Loop(port, sensors, line, look).run()


def tell_missing(kinds: tuple[SensorKind[Datum], ...], line: Line) -> None:
    """Say which sensors work without their trained model, and why."""
    from affect.networks.weights import why_missing

    for kind in kinds:
        why = why_missing(kind.model) if kind.model else ""
        if why:
            line.tell(State.OPENING, "model.missing", kind.model, why)


class Loop(Generic[Datum]):
    """Take from the device, hand to every sensor, send what they say."""

    def __init__(
        self,
        port: Port[Datum],
        sensors: list[Sensor[Datum]],
        line: Line,
        look: Callable[[Datum], None] = lambda datum: None,
    ) -> None:
        """``look`` sees every datum before the sensors do."""
        self._port = port
        self._sensors = sensors
        self._line = line
        self._look = look
        self._readings: list[Reading] = []
        self._sent_ns = 0

    def run(self) -> None:
        """Until the device ends or the game says stop. Raises LostDeviceError."""
        try:
            first = True
            while not self._line.stopped.is_set():
                datum = self._port.take()
                if datum is None:
                    break
                if first:
                    self._line.tell(State.ON, f"{self._line.device}.on")
                    first = False
                self._look(datum)
                for sensor in self._sensors:
                    self._readings.extend(sensor.take(datum, self._line.hint))
                self._post(time.monotonic_ns())
            self._send()
        finally:
            self._port.close()
            for sensor in self._sensors:
                sensor.close()

    def _post(self, now_ns: int) -> None:
        waited_ns = now_ns - self._sent_ns
        if waited_ns >= (BATCH_NS if self._readings else HEARTBEAT_NS):
            self._send()
            self._sent_ns = now_ns

    def _send(self) -> None:
        learnt = tuple(scalar for sensor in self._sensors for scalar in sensor.learnt())
        report = Report(tuple(self._readings), (), learnt, self._line.hints_taken, self._port.dropped)
        self._readings.clear()
        self._line.send(report)
