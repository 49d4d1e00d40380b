"""Children that stand in for a device's process: each behaves in one way that a real one might.

They run in processes of their own, started by ``Live`` as ``affect.worker.run`` is.
"""

import ctypes
import os
import time
from multiprocessing.connection import Connection

from affect.report import Report, State, Status
from affect.sensor import Device
from affect.worker import run
from game.core.reading import Baseline, Quantity, Reading, Scalar

LONG_S = 60.0
"""Longer than any test: whoever waits so long is ended from outside."""
_CAPABILITY_VERSION_3 = 0x20080522
"""Of the structures of capset(2): a header of version and process, then twice effective, permitted, inheritable."""


def _on(device_name: str) -> Report:
    return Report(statuses=(Status(Device(device_name), State.ON, f"{device_name}.on"),))


def echo(device_name: str, spec: str, baseline: Baseline, pipe: Connection) -> None:
    """Answers every hint with a reading of its guide phase, and has learnt how many scalars it was told of."""
    pipe.send(_on(device_name))
    taken = 0
    while True:
        try:
            hint = pipe.recv()
        except (EOFError, OSError):
            return
        taken += 1
        reading = Reading("echo", Quantity.BREATH_PHASE, hint.guide_phase, 0.1, hint.t_ns)
        learnt = (Scalar("begun_with", float(len(baseline)), 1.0), Scalar("told_of", float(len(hint.baseline)), 1.0))
        pipe.send(Report((reading,), (), learnt, taken))


def dies(device_name: str, spec: str, baseline: Baseline, pipe: Connection) -> None:
    """Works for a moment and is gone without a word."""
    pipe.send(_on(device_name))
    os._exit(7)


def hangs(device_name: str, spec: str, baseline: Baseline, pipe: Connection) -> None:
    """Says it is on, and then neither speaks nor listens."""
    pipe.send(_on(device_name))
    time.sleep(LONG_S)


def fails(device_name: str, spec: str, baseline: Baseline, pipe: Connection) -> None:
    """Finds out that the device cannot be used."""
    pipe.send(Report(statuses=(Status(Device(device_name), State.FAILED, f"{device_name}.busy", spec),)))


def reads_along(device_name: str, spec: str, baseline: Baseline, pipe: Connection) -> None:
    """Reads nothing until a file named ``spec`` is there; then says the text of every marker."""
    while not os.path.exists(spec):
        time.sleep(0.01)
    pipe.send(_on(device_name))
    taken = 0
    while True:
        try:
            outgoing = pipe.recv()
        except (EOFError, OSError):
            return
        taken += 1
        device = Device(device_name)
        statuses = tuple(Status(device, State.ON, "streams.heard", marker.text) for marker in outgoing.markers)
        pipe.send(Report((), statuses, (), taken))


def as_anybody(device_name: str, spec: str, baseline: Baseline, pipe: Connection) -> None:
    """The real child, with no more rights than any user has, whoever runs the tests."""
    give_up_rights()
    run(device_name, spec, baseline, pipe)


def give_up_rights() -> None:
    """From now on this thread, and those that it starts, may do what any user may (Linux)."""
    header, none = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0), (ctypes.c_uint32 * 6)()
    if ctypes.CDLL(None, use_errno=True).capset(header, none) != 0:
        raise OSError(ctypes.get_errno(), "capset")
