"""Lab Streaming Layer end to end: a second process records, nothing is lost, and nothing leaves the machine."""

import json
import math
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from affect.outgoing import Marker, Outgoing, Setting
from game.core.reading import Quantity, Reading
from tests.affect import children
from tests.affect.streams import alone, directive, open_outlet, program, ready, until

__all__ = ["alone"]
READINGS = 1500
HERE, THERE = "198.51.100.1", "198.51.100.2"
"""Addresses for documentation, in a network of two."""
EXACT_S = 0.005
"""How far a moment may move on its way through the streams: the promise of the issue."""


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
