"""What stands between the game and Lab Streaming Layer: yes before anything, what waits, the library, the sockets."""

import os
import subprocess
import sys
from functools import reduce
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from affect.outgoing import Marker, Outgoing, Setting
from affect.outlet import GATHER_NS, MOST_WAITING, Outlet
from affect.sensor import Device
from game.core.reading import Quantity, Reading
from tests.affect import children
from tests.affect.clocks import HandClock
from tests.affect.streams import ROOT, directive, until


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
