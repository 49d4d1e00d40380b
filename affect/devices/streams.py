"""What other programs on this machine may read along, as three streams of Lab Streaming Layer (docs/lsl.md)."""

import json
import math
import time
from queue import Empty
from types import ModuleType
from typing import Any, Final

from affect.attend import Loop
from affect.lsl import OWN, LslTime, describe, keep_here, load
from affect.outgoing import Outgoing, Setting
from affect.sensors import every_sensor
from affect.worker import Line
from game.core.directive import Directive
from game.core.reading import Baseline, Quantity, Reading

PATIENCE_S: Final = 0.25
"""A take waits at most so long for something to send."""
KEEP_S: Final = 1.0
"""The sockets are looked after so often."""
UNITS: Final = {
    Quantity.PRESENCE: "probability",
    Quantity.VALENCE: "normalized",
    Quantity.AROUSAL: "normalized",
    Quantity.SMILE: "normalized",
    Quantity.BREATH_HZ: "Hz",
    Quantity.BREATH_PHASE: "cycles",
    Quantity.VOICE_PRESENCE: "probability",
    Quantity.LEVEL_DBFS: "dBFS",
    Quantity.HEART_HZ: "Hz",
}
READING_LABELS: Final = ("sensor", *(f"{quantity}{end}" for quantity in Quantity for end in ("", "_sd")))
READING_UNITS: Final = ("number", *(UNITS[quantity] for quantity in Quantity for _ in range(2)))
"""A sample is one reading: which sensor, then value and sd of what it speaks of; the rest is not a number."""
_FIELDS: Final = ("difficulty", "tempo", "guidance", "breath_hz")
DECISION_LABELS: Final = tuple(f"{stage}_{name}" for stage in ("asked", "used") for name in _FIELDS)
DECISION_UNITS: Final = ("normalized", "normalized", "normalized", "Hz") * 2


class Streams:
    """The three outlets, open to programs on this machine from the first moment on."""

    def __init__(self, pylsl: ModuleType) -> None:
        self._time = LslTime(pylsl)
        names = known_names()
        self._numbers = {name: float(number) for number, name in enumerate(names, 1)}
        self._readings = self._open(pylsl, "readings", "Affect", READING_LABELS, READING_UNITS, names)
        self._decisions = self._open(pylsl, "decisions", "Settings", DECISION_LABELS, DECISION_UNITS)
        self._markers = self._open(pylsl, "markers", "Markers", ("marker",), ("json",))

    def send(self, outgoing: Outgoing) -> None:
        """Send everything, each with the moment it belongs to."""
        for reading in outgoing.readings:
            moment_s = self._time.to_lsl_s(reading.t_ns)
            if reading.sensor not in self._numbers:
                self._introduce(reading.sensor, moment_s)
            self._readings.push_sample(row_of(reading, self._numbers[reading.sensor]), moment_s)
        for setting in outgoing.settings:
            self._decisions.push_sample(_settings(setting), self._time.to_lsl_s(setting.t_ns))
        for marker in outgoing.markers:
            self._markers.push_sample([marker.text], self._time.to_lsl_s(marker.t_ns))

    def _introduce(self, sensor: str, moment_s: float) -> None:
        """A sensor that the description does not name: give it a number, and say which."""
        number = len(self._numbers) + 1
        self._numbers[sensor] = float(number)
        told = json.dumps({"marker": "Sensor", "name": sensor, "number": number}, separators=(",", ":"))
        self._markers.push_sample([told], moment_s)

    @staticmethod
    def _open(
        pylsl: ModuleType,
        name: str,
        kind: str,
        labels: tuple[str, ...],
        units: tuple[str, ...],
        sensors: tuple[str, ...] = (),
    ) -> Any:
        form = pylsl.cf_string if kind == "Markers" else pylsl.cf_double64
        info = pylsl.StreamInfo(f"Stillwater {name}", kind, len(labels), pylsl.IRREGULAR_RATE, form, f"{OWN}{name}")
        describe(info, labels, units)
        if sensors:
            listed = info.desc().append_child("sensors")
            for number, sensor in enumerate(sensors, 1):
                one = listed.append_child("sensor")
                one.append_child_value("number", str(number))
                one.append_child_value("name", sensor)
        return pylsl.StreamOutlet(info)


class Postman:
    """Takes what the game says off the line, and sends it."""

    def __init__(self, line: Line) -> None:
        """Raises DeviceError."""
        self._line = line
        self._streams = Streams(load("streams"))
        self._kept_s = 0.0
        self.dropped = 0
        keep_here("streams")  # before anything is sent: nobody outside reads even the first sample

    def take(self) -> Outgoing:
        """Wait a moment for something to send; what was sent. Raises NotKeptHereError."""
        now_s = time.monotonic()
        if now_s - self._kept_s >= KEEP_S:
            self._kept_s = now_s
            keep_here("streams")
        try:
            outgoing = self._line.outgoing.get(timeout=PATIENCE_S)
        except Empty:
            return Outgoing()
        self._streams.send(outgoing)
        return outgoing

    def close(self) -> None:
        """The outlets end with the process."""


def attend(spec: str, baseline: Baseline, line: Line) -> None:
    """What the child of the streams runs: no sensor listens to it, everything goes out. Raises DeviceError."""
    Loop(Postman(line), [], line).run()


def known_names() -> tuple[str, ...]:
    """The sensors there are, by name; none where their libraries are not installed, as for a simulated player."""
    try:
        return tuple(sorted(kind.name for kind in every_sensor()))
    except ImportError:
        return ()


def row_of(reading: Reading, sensor: float) -> list[float]:
    """A reading as a sample of the stream: see READING_LABELS. ``sensor``: its number."""
    row = [sensor] + [math.nan] * (len(READING_LABELS) - 1)
    place = 1 + 2 * list(Quantity).index(reading.quantity)
    row[place], row[place + 1] = reading.value, reading.sd
    return row


def _settings(setting: Setting) -> list[float]:
    return [*_fields(setting.asked), *_fields(setting.used)]


def _fields(directive: Directive) -> tuple[float, float, float, float]:
    return directive.difficulty, directive.tempo, directive.guidance, directive.breath_hz
