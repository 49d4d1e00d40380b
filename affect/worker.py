"""What runs in a child process: one device, all sensors that live on it, and a pipe to the game.

A device is affect/devices/NAME.py, found by its name: its ``attend`` is what the child runs. The game sends Hints (the
latest wins) and what others may read (all of it counts), and closes the pipe to say stop; the child sends Reports. A
child that loses its game ends at once, so no camera is ever left on. Nothing heavy is imported before ``run`` is
called: the threads of numerical libraries are limited by environment variables that they read when they are loaded.
"""

# ruff: noqa: PLC0415 - libraries are imported where they are needed, for the reason above

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from importlib import import_module
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar

from game.core.reading import SILENT, Baseline, CalibrationStage, Hint, Reading

if TYPE_CHECKING:
    from affect.devices.clock import Clock
    from affect.outgoing import Outgoing
    from affect.sensor import Device, Sensor, SensorKind

Datum = TypeVar("Datum")
Taken_co = TypeVar("Taken_co", covariant=True)
Watched = TypeVar("Watched", contravariant=True)  # noqa: PLC0105 - as in affect.sensor

BATCH_NS: Final = 20_000_000
"""Readings are sent together at most so often: a pipe is cheap, 100 messages a second are not."""
HEARTBEAT_NS: Final = 500_000_000
"""The child says at least so often that it lives, whatever its sensors have to say."""
NICENESS: Final = 5
"""How far the child stands back behind the game when the processor is short."""
_THREAD_LIMITS: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


def limit_threads() -> None:
    """From now on numerical libraries load with one thread, here and in children that begin later: two threads that
    wait for each other take whole cores. The game says so before it spawns, for a child imports the main module, and
    with it perhaps numpy, before it comes to ``run``."""
    for name in _THREAD_LIMITS:
        os.environ[name] = "1"


class State(StrEnum):
    """How a device is doing."""

    OPENING = "opening"
    """Its child starts: libraries load, the device opens."""
    ON = "on"
    """It gives data."""
    LOST = "lost"
    """It stopped; it will be tried again by itself."""
    FAILED = "failed"
    """It does not work; the message says what to do."""
    ENDED = "ended"
    """It was turned off, or its file is over."""


@dataclass(frozen=True, slots=True)
class Status:
    """Something changed with a device."""

    device: Device
    """Which one."""
    state: State
    """How it is doing now."""
    message_id: str
    """What to tell the player: "camera.busy" ..."""
    detail: str = ""
    """What it is about: a path, a name, a library."""
    text: str = ""
    """The same in English, with what to do next, for the command line and the doctor."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a child sends: everything since its last one. An empty one is a heartbeat."""

    readings: tuple[Reading, ...] = ()
    """In the order they were measured."""
    statuses: tuple[Status, ...] = ()
    """In the order they happened."""
    learnt: Baseline = ()
    """The neutral its sensors have learnt so far."""
    hints_taken: int = 0
    """Messages read so far: the game sends no more than a few ahead, so it never waits on a full pipe."""
    dropped: int = 0
    """Pictures or samples nobody took so far."""


class Port(Protocol[Taken_co]):
    """A device, as the loop sees it."""

    @property
    def dropped(self) -> int:
        """What was not taken in time."""

    def take(self) -> Taken_co | None:
        """Wait for the next datum; None = there will be no more."""

    def close(self) -> None:
        """Let go."""


def quiet_hint(t_ns: int, baseline: Baseline = ()) -> Hint:
    """The hint of a game that asks nothing and plays nothing."""
    return Hint(t_ns, CalibrationStage.NONE, 0.0, 0.0, SILENT, baseline)


@dataclass(slots=True)
class Line:
    """The child's end of the pipe: a thread keeps the latest Hint and all that goes out, the loop sends Reports."""

    pipe: Connection
    """Duplex, to the game."""
    device: Device
    """Who speaks."""
    hint: Hint
    """The latest heard."""
    outgoing: SimpleQueue[Outgoing] = field(default_factory=SimpleQueue)
    """What others may read, in the order of the game."""
    hints_taken: int = 0
    """How many messages were heard."""
    stopped: threading.Event = field(default_factory=threading.Event)
    """Set once the game has closed the pipe, or is gone."""

    def listen(self) -> None:
        """Read what the game says until the pipe closes; then the loop has a second to end before the process does."""
        try:
            while True:
                message: Hint | Outgoing = self.pipe.recv()
                if isinstance(message, Hint):
                    self.hint = message
                else:
                    self.outgoing.put(message)
                self.hints_taken += 1
        except (EOFError, OSError):
            self.stopped.set()
        time.sleep(1.0)
        os._exit(0)

    def send(self, report: Report) -> None:
        """Send a Report; a game that is gone sets ``stopped``."""
        try:
            self.pipe.send(report)
        except OSError:
            self.stopped.set()

    def tell(self, state: State, message_id: str, detail: str = "", text: str = "") -> None:
        """Send one Status."""
        self.send(Report(statuses=(Status(self.device, state, message_id, detail, text),)))


def run(device_name: str, spec: str, baseline: Baseline, pipe: Connection) -> None:
    """Entry of the child process: open the device ``spec`` names and run its sensors until told to stop.

    Args:
        device_name: value of the Device.
        spec: what to open, as its device understands it.
        baseline: the player's neutral; empty = not calibrated.
        pipe: the child's end.
    """
    _stand_back()
    from affect.errors import DeviceError, LostDeviceError
    from affect.sensor import Device

    device = Device(device_name)
    line = Line(pipe, device, quiet_hint(time.monotonic_ns(), baseline))
    line.tell(State.OPENING, f"{device}.opening", spec)
    threading.Thread(target=line.listen, name="hints", daemon=True).start()
    try:
        import_module(f"affect.devices.{device}").attend(spec, baseline, line)
        line.tell(State.ENDED, f"{device}.ended", spec)
    except LostDeviceError as error:
        line.tell(State.LOST, error.message_id, error.detail, str(error))
    except DeviceError as error:
        line.tell(State.FAILED, error.message_id, error.detail, str(error))
    except ImportError as error:
        text = f"{error}. Run scripts/play once with the network on, so that it installs what is missing."
        line.tell(State.FAILED, f"{device}.no_library", error.name or "", text)
    except Exception as error:  # the last wall: a fault in a sensor becomes a message, never a silent child
        line.tell(State.LOST, f"{device}.fault", type(error).__name__, f"{type(error).__name__}: {error}")
    finally:
        pipe.close()


def _stand_back() -> None:
    """Make this process the game's servant: quiet, few threads, lower priority, deaf to Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit_threads()
    os.environ["GLOG_minloglevel"] = "3"  # noqa: SIM112 - the name the library reads
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    # Libraries below Python (TensorFlow Lite, ALSA) chat on the error stream of the game's terminal.
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, sys.__stderr__.fileno() if sys.__stderr__ else 2)
    os.close(quiet)


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
