"""What runs in a child process: one device, what attends to it, and a pipe to the game.

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
from dataclasses import dataclass, field
from importlib import import_module
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import TYPE_CHECKING, Final

from affect.report import Report, State, Status
from game.core.reading import SILENT, Baseline, CalibrationStage, Hint

if TYPE_CHECKING:
    from affect.outgoing import Outgoing
    from affect.sensor import Device

NICENESS: Final = 5
"""How far the child stands back behind the game when the processor is short."""
_THREAD_LIMITS: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


def limit_threads() -> None:
    """From now on numerical libraries load with one thread, here and in children that begin later: two threads that
    wait for each other take whole cores. The game says so before it spawns, for a child imports the main module, and
    with it perhaps numpy, before it comes to ``run``."""
    for name in _THREAD_LIMITS:
        os.environ[name] = "1"


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
