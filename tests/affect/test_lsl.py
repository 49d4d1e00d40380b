"""Lab Streaming Layer end to end: a second process records, nothing is lost, and nothing leaves the machine."""

import json
import math
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from affect.child import Begin
from affect.outgoing import Marker, Outgoing, Setting
from affect.outlet import GATHER_NS, MOST_WAITING, Outlet
from affect.report import State, Status
from affect.sensor import Device
from affect.worker import run
from game.core.directive import Directive, Reason
from game.core.reading import Quantity, Reading
from tests.affect import children
from tests.affect.clocks import HandClock

pytest.importorskip("pylsl", reason="set lsl is not installed")
fcntl = pytest.importorskip("fcntl", reason="streams are kept on the machine only under Linux")
ROOT = Path(__file__).parents[2]
WITHIN_S = 40.0
"""Ample for a child to start on a busy machine; a test that waits so long fails."""
READINGS = 1500
HERE, THERE = "198.51.100.1", "198.51.100.2"
"""Addresses for documentation, in a network of two."""
EXACT_S = 0.005
"""How far a moment may move on its way through the streams: the promise of the issue."""


@pytest.fixture
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Two test runs on one machine would read each other's streams: one at a time."""
    lock = tmp_path_factory.getbasetemp().parent.parent / "stillwater-lsl.lock"
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def program(*words: str) -> Iterator[subprocess.Popen[str]]:
    """One of tests.affect.lsl_programs, once it is ready."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.affect.lsl_programs", *words],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def ready(process: subprocess.Popen[str]) -> None:
    """Wait for its first line."""
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"


def until(take: Callable[[], bool]) -> None:
    """Ask again and again until it is true."""
    deadline = time.monotonic() + WITHIN_S
    while not take():
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {WITHIN_S} s")
        time.sleep(0.01)


@contextmanager
def open_outlet(begin: Begin = run) -> Iterator[Outlet]:
    """An outlet that is on."""
    outlet, told = Outlet("machine", begin=begin), list[Status]()

    def is_on() -> bool:
        told.extend(outlet.take())
        return any(status.state is State.ON for status in told)

    outlet.turn(True)
    try:
        until(is_on)
        yield outlet
    finally:
        outlet.close()


def directive(number: int) -> Directive:
    """One of many."""
    return Directive(number / 1000.0, 0.5, 0.25, 0.1, None, (Reason("why.tense", (0.5,)),))


@pytest.mark.usefixtures("alone")
def test_a_second_process_records_every_sample_and_its_moment() -> None:
    """Readings at the pace of the game, decisions, markers: each arrives once, in order, equal, its moment kept. The
    child has the rights of any user, and its sockets are looked after more than once meanwhile."""
    sent: list[Reading] = []
    settings: list[Setting] = []
    markers: list[Marker] = []
    with open_outlet(children.as_anybody) as outlet, program("record", "3") as recorder:
        ready(recorder)
        while len(sent) < READINGS:
            now_ns = time.monotonic_ns()
            some = [
                Reading("face", Quantity.VALENCE, len(sent) / READINGS, 0.125, now_ns - 40_000_000),
                Reading("heart", Quantity.HEART_HZ, 1.25, 0.5 + len(sent) / READINGS, now_ns - 1_000_000),
                Reading("nobody", Quantity.LEVEL_DBFS, -60.0, 1.0, now_ns),
            ]
            sent += some
            moment = Outgoing(readings=tuple(some))
            if len(sent) % 75 == 0:
                settings.append(Setting(now_ns, directive(len(sent)), directive(len(sent) // 2)))
                markers.append(Marker(now_ns, json.dumps({"marker": "Caught", "tick": len(sent), "what": "灯笼"})))
                moment += Outgoing(settings=(settings[-1],), markers=(markers[-1],))
            outlet.tell(moment)
            outlet.take()
            time.sleep(0.004)
        until(lambda: outlet.take() == () and not outlet.waiting)
        assert recorder.stdout is not None
        told = json.loads(recorder.stdout.read())
    compare_readings(told, sent)
    kept_moments(told, "decisions", [setting.t_ns for setting in settings])
    introduced = json.loads(told["samples"]["markers"][0][0])
    assert (introduced["marker"], introduced["name"]) == ("Sensor", "nobody")
    assert introduced["number"] == told["samples"]["readings"][2][0]
    kept_moments(told, "markers", [sent[2].t_ns, *(marker.t_ns for marker in markers)])
    assert [row[0] for row in told["samples"]["markers"][1:]] == [marker.text for marker in markers]
    first = dict(zip(told["labels"]["decisions"], told["samples"]["decisions"][0], strict=True))
    assert (first["asked_difficulty"], first["used_difficulty"]) == (0.075, 0.037)
    assert told["units"]["decisions"][3] == "Hz"


def compare_readings(told: Any, sent: list[Reading]) -> None:
    """Every one, with its value, its sd, which sensor and its moment; the other channels are not a number."""
    labels = told["labels"]["readings"]
    rows = [dict(zip(labels, row, strict=True)) for row in told["samples"]["readings"]]
    assert len(rows) == len(sent)
    numbers = {reading.sensor: rows[place]["sensor"] for place, reading in enumerate(sent[:3])}
    assert len(set(numbers.values())) == 3
    for row, reading in zip(rows, sent, strict=True):
        said = {label: value for label, value in row.items() if not math.isnan(value)}
        what = reading.quantity.value
        assert said == {"sensor": numbers[reading.sensor], what: reading.value, f"{what}_sd": reading.sd}
    kept_moments(told, "readings", [reading.t_ns for reading in sent])


def kept_moments(told: Any, kind: str, times_ns: list[int]) -> None:
    """The recorder's clock says of each sample what ours said."""
    stamps = [stamp - told["ahead_s"] for stamp in told["stamps"][kind]]
    assert len(stamps) == len(times_ns)
    off = [abs(stamp - t_ns / 1e9) for stamp, t_ns in zip(stamps, times_ns, strict=True)]
    assert max(off) < EXACT_S


@pytest.mark.skipif(shutil.which("ss") is None, reason="ss (iproute2) tells which sockets a process has")
@pytest.mark.usefixtures("alone")
def test_no_socket_hears_a_network() -> None:
    """Every internet socket of the child is bound to the loopback interface, listening ones among them."""
    with open_outlet() as outlet:
        told = subprocess.run(["ss", "-H", "-n", "-a", "-t", "-u", "-p"], capture_output=True, text=True, check=True)
        own = [line.split() for line in told.stdout.splitlines() if f"pid={outlet.process_id}," in line]
    assert [words for words in own if words[1] == "LISTEN"]
    assert all("%lo:" in words[4] for words in own)


@contextmanager
def other_machine() -> Iterator[list[str]]:
    """A network namespace, joined to this machine as by a cable: the words that run a command in it."""
    name, ours, theirs = f"lsl{os.getpid()}", f"la{os.getpid()}"[:15], f"lb{os.getpid()}"[:15]
    inside = ["ip", "netns", "exec", name]
    words = (
        ["ip", "netns", "add", name],
        ["ip", "link", "add", ours, "type", "veth", "peer", "name", theirs, "netns", name],
        ["ip", "addr", "add", f"{HERE}/30", "dev", ours],
        ["ip", "link", "set", ours, "up"],
        [*inside, "ip", "addr", "add", f"{THERE}/30", "dev", theirs],
        [*inside, "ip", "link", "set", theirs, "up"],
    )
    try:
        for command in words:
            if subprocess.run(command, capture_output=True, check=False).returncode:
                pytest.skip("this user may not make a network of their own")
        yield inside
    finally:
        subprocess.run(["ip", "link", "del", ours], capture_output=True, check=False)
        subprocess.run(["ip", "netns", "del", name], capture_output=True, check=False)


@pytest.mark.skipif(shutil.which("ip") is None or shutil.which("ss") is None, reason="needs iproute2")
@pytest.mark.usefixtures("alone")
def test_another_machine_is_refused() -> None:
    """From a network of its own nobody can connect to a port of ours, but to a plain program's; from here both can."""
    with other_machine() as inside, open_outlet() as outlet, socket.create_server(("0.0.0.0", 0)) as plain:
        ports = listening(outlet.process_id or 0)
        assert ports
        reachable = plain.getsockname()[1]
        assert not any(connects(inside, HERE, port) for port in ports)
        assert connects(inside, HERE, reachable)
        assert all(connects([], "127.0.0.1", port) for port in (*ports, reachable))


def listening(process_id: int) -> list[int]:
    """TCP ports that a process listens to."""
    told = subprocess.run(["ss", "-H", "-n", "-l", "-t", "-p"], capture_output=True, text=True, check=True)
    own = [line.split()[3] for line in told.stdout.splitlines() if f"pid={process_id}," in line]
    return [int(address.rpartition(":")[2]) for address in own]


def connects(inside: list[str], address: str, port: int) -> bool:
    """Whether a program run by these words gets through to a port."""
    code = "import socket, sys; socket.create_connection((sys.argv[1], int(sys.argv[2])), 2.0)"
    command = [*inside, sys.executable, "-c", code, address, str(port)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.usefixtures("alone")
def test_off_means_the_process_is_gone() -> None:
    """Whoever takes the yes back ends it at once; what is told afterwards goes nowhere."""
    with open_outlet() as outlet:
        number = outlet.process_id
        assert number is not None
        outlet.turn(False)
        assert not Path(f"/proc/{number}").exists()
        outlet.tell(Outgoing(markers=(Marker(1, "{}"),)))
        assert outlet.take() == ()
        assert (outlet.process_id, outlet.waiting) == (None, False)


def test_nothing_runs_before_it_is_turned_on() -> None:
    """Consent comes first: a new outlet has no process, keeps nothing it is told, and off it cannot be turned on."""
    outlet = Outlet("machine", HandClock().now_ns, children.reads_along)
    outlet.tell(Outgoing(markers=(Marker(1, "{}"),)))
    assert outlet.take() == ()
    assert (outlet.process_id, outlet.waiting) == (None, False)
    never = Outlet("off", HandClock().now_ns, children.reads_along)
    never.turn(True)
    never.take()
    assert never.process_id is None


def test_a_child_that_is_behind_loses_nothing(tmp_path: Path) -> None:
    """Messages that it does not read yet wait, and reach it later: all of them, once, in order."""
    clock = HandClock()
    gate = tmp_path / "open"
    outlet = Outlet(str(gate), clock.now_ns, children.reads_along)
    texts: list[str] = []

    def heard() -> bool:
        texts.extend(status.detail for status in outlet.take() if status.message_id == "streams.heard")
        return len(texts) == 200

    outlet.turn(True)
    try:
        outlet.take()
        clock.t_ns += GATHER_NS
        for number in range(200):
            outlet.tell(Outgoing(markers=(Marker(number, str(number)),)))
            clock.t_ns += GATHER_NS
            outlet.take()
        assert outlet.waiting
        gate.touch()
        until(heard)
    finally:
        outlet.turn(False)
    assert texts == [str(number) for number in range(200)]
    assert MOST_WAITING > 200


@given(st.integers(0, 300), st.integers(1, 100))
def test_pieces_are_the_whole(count: int, most: int) -> None:
    """Cut into messages of so many readings, nothing is lost, doubled or moved."""
    readings = tuple(Reading("face", Quantity.VALENCE, 0.0, 0.1, t_ns) for t_ns in range(count))
    whole = Outgoing(readings, (Setting(1, directive(1), directive(2)),), (Marker(2, "{}"),))
    pieces = list(whole.pieces(most))
    assert all(len(piece.readings) <= most for piece in pieces)
    assert reduce(lambda one, other: one + other, pieces) == whole


def test_without_the_library_it_is_said_what_to_do(tmp_path: Path) -> None:
    """pylsl is missing, or its library does not load: a message that names the command, not a traceback."""
    for raised in ("ImportError('no pylsl')", "RuntimeError('LSL binary library file was not found')"):
        (tmp_path / "pylsl.py").write_text(f"raise {raised}\n", encoding="utf-8")
        said = told_by("load('heart')", tmp_path)
        assert said.startswith("heart.no_lsl: The library pylsl is missing.")
        assert "scripts/play --lsl" in said


def test_without_the_sensors_libraries_the_streams_open_all_the_same(tmp_path: Path) -> None:
    """A simulated player needs no camera library: whoever speaks is introduced by a marker instead."""
    (tmp_path / "cv2.py").write_text("raise ImportError('no cv2')\n", encoding="utf-8")
    code = "from affect.devices.streams import known_names; raise NotKeptHereError('x', '', str(known_names()))"
    assert told_by(code, tmp_path) == "x: ()"
    assert "face" in told_by(code, tmp_path / "elsewhere")


def test_another_system_keeps_it_off(tmp_path: Path) -> None:
    """Where sockets cannot be bound to the loopback interface, nothing is opened."""
    said = told_by("sys.platform = 'darwin'; load('streams')", tmp_path)
    assert said.startswith("streams.not_here: ")


def test_a_socket_is_bound_to_the_loopback_interface(tmp_path: Path) -> None:
    """It says so afterwards; one whose other end is on this machine may stay."""
    said = told_by(
        "import socket; one = socket.socket(); one.bind(('0.0.0.0', 0)); one.listen(); keep_here('streams'); "
        "raise NotKeptHereError('x', '', one.getsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, 16).decode())",
        tmp_path,
    )
    assert said == "x: lo\0"
    said = told_by(
        "import socket; one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); "
        "one.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1); one.connect(('127.255.255.255', 9)); "
        "keep_here('streams'); raise NotKeptHereError('x', '', 'it went on')",
        tmp_path,
    )
    assert said == "x: it went on"


def test_who_is_not_root_keeps_sockets_here_again_and_again(tmp_path: Path) -> None:
    """Bound once, a socket may not be bound anew by a user without rights: looked after each second it stays as it is,
    and one that is new is bound as well. The doctor tries the same."""
    said = told_by(
        "import socket; from affect.lsl import try_here; from tests.affect.children import give_up_rights; "
        "give_up_rights(); try_here(); one = socket.socket(); keep_here('streams'); keep_here('streams'); "
        "other = socket.socket(); keep_here('streams'); keep_here('streams'); "
        "raise NotKeptHereError('x', '', str([each.getsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, 16) "
        "for each in (one, other)]))",
        tmp_path,
    )
    assert said == r"x: [b'lo\x00', b'lo\x00']"


def told_by(code: str, first: Path) -> str:
    """What a DeviceError in a process of its own says, whose path begins with ``first``."""
    script = (
        "import sys\nfrom affect.errors import DeviceError, NotKeptHereError\nfrom affect.lsl import keep_here, load\n"
        f"try:\n    {code}\nexcept DeviceError as error:\n    print(error.message_id + ': ' + str(error), end='')\n"
    )
    path = os.pathsep.join((str(first), str(ROOT)))
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONNOUSERSITE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_streams_are_a_device_like_any_other() -> None:
    """Their name is that of their file, and no sensor listens to them."""
    assert (ROOT / "affect" / "devices" / f"{Device.STREAMS}.py").is_file()
