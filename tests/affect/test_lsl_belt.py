"""A belt heard by Lab Streaming Layer, or read from a file: understood, lost and found again, and garbage survived."""

import math
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from affect.devices.clock import S_NS
from affect.devices.heart import SILENT, BeltWatch, PacedIntervals, open_belt, read_intervals
from affect.devices.lsl_belt import BEHIND_NS, Tongue, moment_of, tongue_of
from affect.errors import DeviceError, MissingDeviceError, NotMediaError
from affect.live import Live
from affect.report import State, Status
from affect.sensor import Beats, Device, Told
from game.core.reading import Quantity, Reading
from tests.affect import children
from tests.affect.clocks import HandClock
from tests.affect.streams import program, ready

ROOT = Path(__file__).parents[2]
WITHIN_S = 40.0
INTERVAL_MS = 400.0


class Heard:
    """A Live that listens to one belt with the rights of any user, and all it said."""

    def __init__(self, name: str) -> None:
        self.live = Live({Device.HEART: name}, (), begin=children.as_anybody)
        self.readings: list[Reading] = []
        self.statuses: list[Status] = []

    def until(self, true: Callable[[], object], push: Callable[[], object] = lambda: None) -> None:
        """Take, and let the belt beat, until something is true."""
        deadline = time.monotonic() + WITHIN_S
        while not true():
            if time.monotonic() > deadline:
                raise AssertionError(f"not within {WITHIN_S} s: {self.statuses}, {self.readings[-3:]}")
            push()
            readings, statuses, _ = self.live.take()
            self.readings += readings
            self.statuses += statuses
            time.sleep(0.01)

    def knows(self) -> bool:
        """The newest word is a rate."""
        return bool(self.readings) and self.readings[-1].sd < 0.5

    def told(self) -> list[str]:
        """Message ids so far."""
        return [status.message_id for status in self.statuses]


class Bridge:
    """A program that hands on a belt, with a heart that beats as time goes by."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._due_s = time.monotonic()
        self.behind_s: float | None = None
        """It stamps its beats by itself, and is so far behind."""

    def push(self, line: str) -> None:
        """One sample, as "VALUE [STAMP]"."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def beat(self) -> None:
        """Push a beat where one is due."""
        if time.monotonic() >= self._due_s:
            stamp = "" if self.behind_s is None else f"{time.monotonic() - self.behind_s}"
            self.push(f"{INTERVAL_MS} {stamp}")
            self._due_s = time.monotonic() + INTERVAL_MS / 1000.0


@contextmanager
def bridge(what: str, name: str, *kind: str) -> Iterator[Bridge]:
    """Such a program, ready; it is gone at the end."""
    with program(what, name, *kind) as process:
        ready(process)
        yield Bridge(process)


@pytest.fixture
def name() -> str:
    """A stream's name that no other test run has."""
    pytest.importorskip("pylsl", reason="set lsl is not installed")
    return f"Polar H10 {uuid4().hex}"


def test_a_belt_is_heard_lost_and_found_again(name: str) -> None:
    """Before it is there: nothing known, nobody gives up. There: 150 a minute. Gone: nothing known. There again: heard.
    All in one child, which never failed."""
    heard = Heard(name)
    heard.live.turn(Device.HEART, True)
    try:
        heard.until(lambda: len(heard.readings) > 2)
        (number,) = heard.live.process_ids()
        assert not heard.knows()
        with bridge("belt", name, "RR") as belt:
            heard.until(heard.knows, belt.beat)
            assert abs(heard.readings[-1].value - 2.5) < 0.1
            assert {reading.quantity for reading in heard.readings} == {Quantity.HEART_HZ}
        heard.until(lambda: not heard.knows())
        with bridge("belt", name, "RR") as belt:
            heard.until(heard.knows, belt.beat)
        assert heard.live.process_ids() == (number,)
        assert {status.state for status in heard.statuses} == {State.OPENING, State.ON}
        now_ns = time.monotonic_ns()
        assert all(now_ns - WITHIN_S * 4e9 < reading.t_ns <= now_ns for reading in heard.readings)
    finally:
        heard.live.close()


def test_garbage_among_beats_is_survived(name: str) -> None:
    """Not a number, infinity, zero, the absurd, stamps of no clock: the rate between them is still heard."""
    heard = Heard(name)
    rubbish = ["nan", "inf", "-inf", "0", "-812", "1e300", "1e-300", "400 1.0", "400 1e15", "400 -5", "1 nan"]
    heard.live.turn(Device.HEART, True)
    try:
        with bridge("belt", name, "RR") as belt:
            heard.until(heard.knows, belt.beat)
            for line in rubbish:
                belt.push(line)
            before = len(heard.readings)
            heard.until(lambda: len(heard.readings) > before + 20 and heard.knows(), belt.beat)
            assert abs(heard.readings[-1].value - 2.5) < 0.2
            assert all(math.isfinite(reading.value) and reading.sd > 0.0 for reading in heard.readings)
            assert State.FAILED not in {status.state for status in heard.statuses}
    finally:
        heard.live.close()


@pytest.mark.parametrize("behind_s", [8.0, 20.0])
def test_a_bridge_that_fell_behind_is_heard(name: str, behind_s: float) -> None:
    """It stamps its beats with moments long ago: the rate is known all the same, and is that of now."""
    heard = Heard(name)
    heard.live.turn(Device.HEART, True)
    try:
        with bridge("belt", name, "RR") as belt:
            belt.behind_s = behind_s
            heard.until(heard.knows, belt.beat)
            assert abs(heard.readings[-1].value - 2.5) < 0.1
            assert time.monotonic_ns() - heard.readings[-1].t_ns < 3 * S_NS
    finally:
        heard.live.close()


@given(st.none() | st.integers(-(10**20), 10**20))
def test_a_moment_is_never_far_from_now(stamp_ns: int | None) -> None:
    """Whatever a stamp says: at most three seconds ago, never later than now; within that, as it says."""
    now_ns = 10**15
    moment_ns = moment_of(stamp_ns, now_ns)
    assert now_ns - BEHIND_NS <= moment_ns <= now_ns
    assert moment_ns in {stamp_ns, now_ns}
    assert [moment_of(now_ns - ago_ns, now_ns) for ago_ns in (0, BEHIND_NS)] == [now_ns, now_ns - BEHIND_NS]


def test_a_stream_of_words_is_refused_by_name(name: str) -> None:
    """Asked for by name, and it tells no number: said once, with what to do; no process stays."""
    heard = Heard(name)
    heard.live.turn(Device.HEART, True)
    try:
        with bridge("words", name):
            heard.until(lambda: State.FAILED in {status.state for status in heard.statuses})
        assert heard.told()[-1] == "heart.not_heart"
        assert name in heard.statuses[-1].text
        assert heard.live.process_ids() == ()
    finally:
        heard.live.close()


@pytest.mark.parametrize(
    ("kind", "called", "labels", "units", "understood"),
    [
        ("RR", "Polar H10", (), (), Tongue(0, Told.INTERVALS, None)),
        ("HR", "Polar", (), (), Tongue(0, Told.RATES, None)),
        ("heart_rate", "HR", (), (), Tongue(0, Told.RATES, None)),
        ("HeartRate", "x", (), (), Tongue(0, Told.RATES, None)),
        ("Physio", "belt", ("ecg", "RR_interval"), ("uV", "ms"), Tongue(1, Told.INTERVALS, 1e-3)),
        ("HR", "hr", ("flags", "bpm_value", "rr_value"), (), Tongue(2, Told.INTERVALS, None)),
        ("IBI", "E4", ("IBI",), ("seconds",), Tongue(0, Told.INTERVALS, 1.0)),
        ("HR", "belt", ("flags", ""), (), Tongue(1, Told.RATES, None)),
        ("RR", "belt", ("Channel 1",), ("ms",), Tongue(0, Told.INTERVALS, 1e-3)),
        ("HR", "Polar ECG", (), (), Tongue(0, Told.RATES, None)),
        ("ECG", "Polar Band", ("ecg",), ("uV",), None),
        ("ECG", "Heart monitor", ("ecg",), ("uV",), None),
        ("ECG", "Heart monitor", (), (), None),
        ("Pulse", "Wrist", ("ppg",), ("a.u.",), None),
        ("Heart", "x", ("ecg",), ("mV",), None),
        ("Heart", "x", (), ("\N{MICRO SIGN}V",), None),
        ("Heart", "x", ("heart",), ("microvolts",), None),
        ("HR", "belt", ("acceleration",), ("mg",), None),
        ("EEG", "Muse", (), (), None),
        ("", "", (), (), None),
    ],
)
def test_streams_are_understood_as_their_makers_meant_them(
    kind: str, called: str, labels: tuple[str, ...], units: tuple[str, ...], understood: Tongue | None
) -> None:
    """By a channel's label first; where that names nothing by type, then by name. What tells no heart, or the signal in
    which its beats are yet to be found, is not taken for its rate."""
    assert tongue_of(kind, called, labels, units, max(1, len(labels))) == understood


@given(st.floats(300.0, 2000.0))
def test_an_interval_is_the_same_in_any_unit(length_ms: float) -> None:
    """Milliseconds, seconds, with the unit named or not; and as beats a minute."""
    lengths = (
        Tongue(0, Told.INTERVALS, None).interval_s(length_ms),
        Tongue(0, Told.INTERVALS, None).interval_s(length_ms / 1000.0),
        Tongue(0, Told.INTERVALS, 1e-3).interval_s(length_ms),
        Tongue(0, Told.RATES, None).interval_s(60_000.0 / length_ms),
    )
    assert all(math.isclose(length, length_ms / 1000.0) for length in lengths)


@given(st.sampled_from(Told), st.floats(max_value=0.0) | st.sampled_from([math.nan, math.inf, -math.inf]))
def test_what_no_heart_could_tell_is_no_number(told: Told, value: float) -> None:
    """It goes on to the sensor as such, which leaves it out."""
    assert math.isnan(Tongue(0, told, None).interval_s(value))


def test_a_file_beats_at_its_own_pace_and_again(tmp_path: Path) -> None:
    """Each interval comes once its beat is over, on the clock it is given; at the end the file begins anew."""
    path = tmp_path / "rr.txt"
    path.write_text("# a belt's export\n800\n900 # a remark\n\n1000\n", encoding="utf-8")
    clock = HandClock(S_NS)
    belt = PacedIntervals(path, clock)
    taken = [belt.take() for _ in range(12)]
    ends = [end for beats in taken for end in beats.ends_ns]
    lengths = [length for beats in taken for length in beats.intervals_s]
    assert lengths[:4] == [0.8, 0.9, 1.0, 0.8]
    assert [round((end - S_NS) / 1e8) for end in ends[:4]] == [8, 17, 27, 35]
    times = [S_NS, *(beats.t_ns for beats in taken)]
    assert max(later - earlier for earlier, later in pairwise(times)) <= S_NS // 2


@pytest.mark.parametrize("content", ["", "# nothing\n", "eight hundred\n", "800\n-3\n", "nan\n", "1e9\n", "\xff\x00"])
def test_a_file_without_beats_is_named(tmp_path: Path, content: str) -> None:
    """The message names the path and says what to give instead."""
    path = tmp_path / "rr.txt"
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(NotMediaError, match=r"one interval in milliseconds a line") as raised:
        read_intervals(path)
    assert (raised.value.message_id, raised.value.detail) == ("heart.not_beats", str(path))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """Anything with a slash in it is a file."""
    with pytest.raises(MissingDeviceError, match=r"There is no file .*rr\.txt") as raised:
        open_belt(str(tmp_path / "rr.txt"), HandClock())
    assert raised.value.message_id == "heart.no_file"
    with pytest.raises(DeviceError):
        open_belt(str(tmp_path) + "/", HandClock())


def test_off_opens_nothing() -> None:
    """Off is no belt."""
    assert open_belt("off", HandClock()) is None


def test_a_silent_belt_is_told_after_ten_seconds_and_forgiven_by_a_beat() -> None:
    """Not before; and once only until it beats again."""
    watch = BeltWatch()
    told = [watch.take(Beats(Told.INTERVALS, (), (), half * S_NS // 2)) for half in range(21)]
    assert told == [None] * 20 + [SILENT]
    assert watch.take(Beats(Told.INTERVALS, (11 * S_NS,), (0.8,), 11 * S_NS)) is None


@pytest.mark.parametrize("length_s", [math.nan, math.inf, 0.0, 0.1, 60.0])
def test_a_belt_that_feels_no_heart_is_told_though_it_sends(length_s: float) -> None:
    """A bridge sends a rate of 0, or what no heart can make, without skin contact: that is silence, too."""
    watch = BeltWatch()
    told = [watch.take(Beats(Told.RATES, (now * S_NS,), (length_s,), now * S_NS)) for now in range(11)]
    assert told == [None] * 10 + [SILENT]
