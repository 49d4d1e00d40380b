"""The child itself: it stands back, ignores Ctrl-C, dies with its game, and tells of silence."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from affect.attend import Loop
from affect.report import Report, State
from affect.sensor import RATE_HZ, Device
from affect.worker import NICENESS, Line, quiet_hint, run
from game.core.reading import Baseline, Hint, Quantity, Reading
from tests.affect.pictures import numbered, write_video
from tests.rig.process import wait_until

GAME = """
import sys, time
from affect.live import Live
from affect.sensor import Device
live = Live({Device.CAMERA: sys.argv[1]}, ())
live.turn(Device.CAMERA, True)
while True:
    live.take()
    for number in live.process_ids():
        print(number, flush=True)
    time.sleep(0.05)
"""
"""A game that shows a camera's child and nothing else; run by the interpreter with the film as its argument."""


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """A film with nobody in it."""
    return write_video(tmp_path / "film.avi", numbered(30))


def gone(process_id: int) -> bool:
    """Whether a process has ended, waited for by somebody or not."""
    try:
        return Path(f"/proc/{process_id}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")
def test_a_child_dies_with_its_game(film: Path) -> None:
    """When the game is killed outright, the camera's process is gone within seconds."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, "-c", GAME, str(film)], env=environment, stdout=subprocess.PIPE, text=True
    ) as game:
        assert game.stdout is not None
        child = int(game.stdout.readline())
        assert not gone(child)
        game.kill()
    wait_until(lambda: gone(child), 20.0, "the child outlived its game")


LEAST_PRIORITY = 19
"""Nobody can stand back further."""


@pytest.mark.skipif(sys.platform != "linux", reason="niceness is read from /proc")
def test_a_child_stands_back_and_ignores_ctrl_c(film: Path) -> None:
    """It runs at a lower priority than the game, and Ctrl-C leaves it to the game to end it."""
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    process = spawn.Process(target=run, args=(Device.CAMERA.value, str(film), (), theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        report: Report = ours.recv()
        assert report.statuses[0].state is State.OPENING
        assert process.pid is not None
        ours_now = os.getpriority(os.PRIO_PROCESS, 0)
        assert os.getpriority(os.PRIO_PROCESS, process.pid) == min(ours_now + NICENESS, LEAST_PRIORITY)
        os.kill(process.pid, signal.SIGINT)
        while not report.readings:
            report = ours.recv()
        assert report.readings[0].quantity is Quantity.PRESENCE
    finally:
        ours.close()
        process.join(20.0)
    assert process.exitcode == 0


def test_a_microphone_of_zeros_is_told(tmp_path: Path) -> None:
    """A muted microphone gives a Status after three seconds that says what to look at; it stays on."""
    path = tmp_path / "muted.wav"
    soundfile.write(path, np.zeros(RATE_HZ), RATE_HZ)
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    process = spawn.Process(target=run, args=(Device.MICROPHONE.value, str(path), (), theirs), daemon=True)
    process.start()
    theirs.close()
    told: list[str] = []
    try:
        deadline = time.monotonic() + 40.0
        while "microphone.silent" not in told and time.monotonic() < deadline:
            if ours.poll(0.5):
                report: Report = ours.recv()
                told += [status.message_id for status in report.statuses]
    finally:
        ours.close()
        process.terminate()
        process.join(20.0)
    assert told == ["microphone.opening", "microphone.on", "microphone.silent"]


class Ticks:
    """A device that gives so many numbers and ends."""

    def __init__(self, count: int) -> None:
        self.left = count
        self.closed = False
        self.dropped = 3

    def take(self) -> int | None:
        """The next number, None at the end."""
        self.left -= 1
        return self.left if self.left >= 0 else None

    def close(self) -> None:
        """Remember it."""
        self.closed = True


class Counter:
    """A sensor that says every number it takes, and can be told to break."""

    def __init__(self, breaks: Callable[[int], bool]) -> None:
        self._breaks = breaks
        self.closed = False

    def take(self, datum: int, hint: Hint) -> tuple[Reading, ...]:
        """One reading a number."""
        if self._breaks(datum):
            raise ValueError(datum)
        return (Reading("counter", Quantity.PRESENCE, 1.0, 0.1, datum),)

    def learnt(self) -> Baseline:
        """Nothing."""
        return ()

    def close(self) -> None:
        """Remember it."""
        self.closed = True


def test_every_datum_reaches_the_game_and_all_is_closed() -> None:
    """All readings arrive once and in order, in fewer messages than data; then device and sensor are closed."""
    ours, theirs = multiprocessing.Pipe()
    port, sensor = Ticks(500), Counter(lambda datum: False)
    Loop(port, [sensor], Line(theirs, Device.CAMERA, quiet_hint(0))).run()
    theirs.close()
    reports: list[Report] = []
    while ours.poll():
        try:
            reports.append(ours.recv())
        except EOFError:
            break
    readings = [reading.t_ns for report in reports for reading in report.readings]
    assert readings == list(range(499, -1, -1))
    assert len(reports) < 250
    assert reports[-1].dropped == 3
    assert port.closed
    assert sensor.closed


def test_a_sensor_that_breaks_leaves_no_device_open() -> None:
    """A fault in a sensor closes the device before anything else is said."""
    _ours, theirs = multiprocessing.Pipe()
    port, sensor = Ticks(10), Counter(lambda datum: datum == 5)
    with pytest.raises(ValueError, match="5"):
        Loop(port, [sensor], Line(theirs, Device.CAMERA, quiet_hint(0))).run()
    assert port.closed
    assert sensor.closed
