"""The game's side of the children: it never waits, off means gone, and the dead are restarted three times."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.context import SpawnContext, SpawnProcess
from pathlib import Path

import pytest

from affect.child import BACKOFF_NS, HUNG_NS, LATE_NS, RESTARTS, S_NS, Begin, Child
from affect.live import Live
from affect.report import State, Status
from affect.sensor import Device
from affect.worker import quiet_hint
from game.core.reading import Baseline, Quantity, Reading, Scalar
from tests.affect import children
from tests.affect.clocks import HandClock
from tests.affect.pictures import covered, swaying, write_video

WITHIN_S = 30.0
"""Ample for a child to start on a busy machine; a test that waits so long fails."""


class Seen:
    """A Live that is read in the background of a test, and all it said."""

    def __init__(self, live: Live) -> None:
        self.live = live
        self.readings: list[Reading] = []
        self.statuses: list[Status] = []
        self.learnt: Baseline = ()

    def until(self, true: Callable[["Seen"], object]) -> None:
        """Take until something is true."""
        deadline = time.monotonic() + WITHIN_S
        while not true(self):
            if time.monotonic() > deadline:
                raise AssertionError(f"not within {WITHIN_S} s; statuses: {self.statuses}")
            readings, statuses, self.learnt = self.live.take()
            self.readings += readings
            self.statuses += statuses
            time.sleep(0.005)

    def states(self) -> list[State]:
        """All states so far."""
        return [status.state for status in self.statuses]


@contextmanager
def living(begin: Begin, clock: HandClock, camera: str = "auto", microphone: str = "off") -> Iterator[Seen]:
    """A Live with children of one kind, turned on, and closed at the end."""
    live = Live({Device.CAMERA: camera, Device.MICROPHONE: microphone}, (), clock.now_ns, begin)
    try:
        live.turn(Device.CAMERA, True)
        live.turn(Device.MICROPHONE, True)
        yield Seen(live)
    finally:
        live.close()


def lost_times(count: int) -> Callable[[Seen], bool]:
    """Whether the device was lost so many times."""
    return lambda seen: seen.states().count(State.LOST) == count


def exists(process_id: int) -> bool:
    """Whether a process is there."""
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    return True


def test_nothing_runs_before_it_is_turned_on() -> None:
    """Consent comes first: a new Live has no process, and takes nothing."""
    live = Live(dict.fromkeys(Device, "auto"), (), HandClock().now_ns, children.echo)
    assert live.take() == ((), (), ())
    assert live.process_ids() == ()


def test_off_in_the_settings_is_never_turned_on() -> None:
    """A device whose spec is "off" has no process even when it is turned on."""
    with living(children.echo, HandClock(), camera="off", microphone="off") as seen:
        assert seen.live.take() == ((), (), ())
        assert seen.live.process_ids() == ()


def test_hints_arrive_and_what_is_learnt_comes_back() -> None:
    """A hint's phase and baseline reach both children; their readings and scalars come back."""
    own = (Scalar("mouth_width", 0.5, 0.01),)
    clock = HandClock(5)
    with living(children.echo, clock, microphone="auto") as seen:
        seen.until(lambda all_: all_.states().count(State.ON) == 2)
        hint = quiet_hint(17, own)
        seen.live.hint(hint)
        seen.until(lambda all_: len(all_.readings) == 2)
        assert {reading.t_ns for reading in seen.readings} == {17}
        assert [scalar.mean for scalar in seen.learnt if scalar.name == "told_of"] == [1.0, 1.0]
        assert [scalar.mean for scalar in seen.learnt if scalar.name == "begun_with"] == [0.0, 0.0]


def test_what_one_device_learns_does_not_lose_the_other() -> None:
    """A hint that knows the new face alone leaves the voice known before: a child gets both, the newer of each."""
    voice, face = Scalar("pitch_hz", 200.0, 20.0), Scalar("mouth_width", 0.5, 0.01)
    live = Live({Device.CAMERA: "auto"}, (voice, face), HandClock().now_ns, children.echo)
    seen = Seen(live)
    try:
        live.turn(Device.CAMERA, True)
        seen.until(lambda all_: State.ON in all_.states())
        live.hint(quiet_hint(1, (Scalar("mouth_width", 0.6, 0.01),)))
        seen.until(lambda all_: all_.readings)
    finally:
        live.close()
    assert {scalar.name: scalar.mean for scalar in seen.learnt} == {"begun_with": 2.0, "told_of": 2.0}


@pytest.mark.parametrize("begin", [children.echo, children.hangs])
def test_off_means_the_process_is_gone(begin: Begin) -> None:
    """When turn(off) returns there is no such process any more, whether it listened or hung."""
    with living(begin, HandClock()) as seen:
        seen.until(lambda all_: State.ON in all_.states())
        (number,) = seen.live.process_ids()
        assert exists(number)
        seen.live.turn(Device.CAMERA, False)
        assert not exists(number)
        assert seen.live.process_ids() == ()
        seen.live.turn(Device.CAMERA, True)
        seen.until(lambda all_: all_.live.process_ids())
        assert seen.live.process_ids() != (number,)


def test_a_child_that_dies_is_restarted_three_times_each_time_later() -> None:
    """Four lives in all, with growing pauses between; then a Status names it and nothing runs."""
    clock = HandClock()
    with living(children.dies, clock) as seen:
        for restart in range(RESTARTS):
            seen.until(lost_times(restart + 1))
            clock.t_ns += BACKOFF_NS[restart] - 1
            seen.live.take()
            assert seen.live.process_ids() == ()
            clock.t_ns += 1
        seen.until(lambda all_: State.FAILED in all_.states())
        assert seen.states().count(State.ON) == RESTARTS + 1
        assert seen.statuses[-1].message_id == "camera.gave_up"
        clock.t_ns += 3600 * 1_000_000_000
        assert seen.live.take() == ((), (), ())
        assert seen.live.process_ids() == ()


def test_a_child_that_hangs_is_ended_and_restarted() -> None:
    """No word for five seconds: the process is ended and another one starts."""
    clock = HandClock()
    with living(children.hangs, clock) as seen:
        seen.until(lambda all_: State.ON in all_.states())
        (number,) = seen.live.process_ids()
        for _ in range(HUNG_NS // S_NS):
            clock.t_ns += S_NS
            seen.live.take()
        assert seen.live.process_ids() == (number,)
        clock.t_ns += 1
        seen.until(lambda all_: State.LOST in all_.states())
        assert not exists(number)
        clock.t_ns += BACKOFF_NS[0]
        seen.until(lambda all_: all_.states().count(State.ON) == 2)


class StuckProcess(SpawnProcess):
    """A process that the kernel does not let die, as in uninterruptible sleep, before it is released."""

    released = False

    def kill(self) -> None:
        """Remembered by the kernel until then."""
        if StuckProcess.released:
            super().kill()

    def join(self, timeout: float | None = None) -> None:
        """The kernel lets it go where it may; nobody may wait for that without a limit."""
        assert timeout is not None
        self.kill()
        super().join(timeout if StuckProcess.released else 0.0)


class StuckSpawn(SpawnContext):
    """Starts such processes."""

    Process = StuckProcess


@pytest.fixture
def stuck() -> Iterator[Child]:
    """A camera whose process says that it is on, and then cannot be ended."""
    StuckProcess.released = False
    child = Child(Device.CAMERA, "auto", children.hangs, StuckSpawn())
    child.start(0)
    try:
        yield child
    finally:
        StuckProcess.released = True
        child.stop()


def take_until(child: Child, now_ns: int, message_id: str) -> Status:
    """Take at this moment until something is said."""
    deadline = time.monotonic() + WITHIN_S
    while time.monotonic() < deadline:
        for report in child.take(now_ns, ()):
            for status in report.statuses:
                if status.message_id == message_id:
                    return status
        time.sleep(0.005)
    raise AssertionError(f"{message_id} was not said")


def test_a_process_that_does_not_die_is_not_waited_for(stuck: Child) -> None:
    """It hangs in a driver and is ended: the game goes on without it, no second one is started while it is there, and
    it is said once. When the kernel lets go, the next one begins."""
    take_until(stuck, 0, "camera.on")
    number = stuck.process_id
    for second in range(HUNG_NS // S_NS + 1):
        stuck.take(second * S_NS, ())
    lost_ns = HUNG_NS + 1
    take_until(stuck, lost_ns, "camera.again")
    later_ns = lost_ns + BACKOFF_NS[0] + LATE_NS
    assert take_until(stuck, later_ns, "camera.stays").state is State.FAILED
    assert stuck.take(later_ns + S_NS, ()) == ()
    assert stuck.process_id == number
    StuckProcess.released = True
    take_until(stuck, later_ns + S_NS, "camera.on")
    assert stuck.process_id != number
    assert number is not None
    assert not exists(number)


def test_off_is_not_claimed_of_a_process_that_does_not_die(stuck: Child) -> None:
    """A no ends the process; where the system does not let it go, that is said, and it is gone as soon as it can be."""
    take_until(stuck, 0, "camera.on")
    stuck.stop()
    assert take_until(stuck, LATE_NS, "camera.stays").text
    assert stuck.process_id is not None
    StuckProcess.released = True
    while stuck.process_id is not None:
        assert stuck.take(LATE_NS + 1, ()) == ()


def test_what_the_machine_slept_counts_against_no_child() -> None:
    """The lid was shut for an hour: the same child goes on; it is ended once it is silent while somebody looks."""
    clock = HandClock()
    with living(children.hangs, clock) as seen:
        seen.until(lambda all_: State.ON in all_.states())
        (number,) = seen.live.process_ids()
        clock.t_ns += 3600 * S_NS
        for _ in range(HUNG_NS // S_NS):
            seen.live.take()
            assert seen.live.process_ids() == (number,)
            clock.t_ns += S_NS
        clock.t_ns += 1
        seen.until(lambda all_: State.LOST in all_.states())


def test_hints_to_a_child_that_does_not_listen_never_wait() -> None:
    """Ten thousand hints to a child that hangs take no time: the pipe is never filled."""
    with living(children.hangs, HandClock()) as seen:
        seen.until(lambda all_: State.ON in all_.states())
        hint = quiet_hint(0, tuple(Scalar(f"scalar_{i}", 0.1, 0.1) for i in range(16)))
        begun = time.monotonic()
        for _ in range(10_000):
            seen.live.hint(hint)
        assert time.monotonic() - begun < 2.0


def test_a_device_that_cannot_be_used_is_not_tried_again() -> None:
    """A busy camera is told once, with its message; no process is left and none is started."""
    clock = HandClock()
    with living(children.fails, clock, camera="/dev/video0") as seen:
        seen.until(lambda all_: State.FAILED in all_.states())
        assert (seen.statuses[-1].message_id, seen.statuses[-1].detail) == ("camera.busy", "/dev/video0")
        clock.t_ns += 3600 * 1_000_000_000
        assert seen.live.take() == ((), (), ())
        assert seen.live.process_ids() == ()


def test_bad_files_are_named_by_the_real_children(tmp_path: Path) -> None:
    """A video that is none and a sound that is not there: each child says so itself, and is gone."""
    film = tmp_path / "letter.mp4"
    film.write_text("Dear camera,\n", encoding="utf-8")
    live = Live({Device.CAMERA: str(film), Device.MICROPHONE: str(tmp_path / "nothing.wav")}, ())
    seen = Seen(live)
    try:
        live.turn(Device.CAMERA, True)
        live.turn(Device.MICROPHONE, True)
        seen.until(lambda all_: all_.states().count(State.FAILED) == 2)
    finally:
        live.close()
    failed = {status.message_id: status for status in seen.statuses if status.state is State.FAILED}
    assert set(failed) == {"camera.not_video", "microphone.no_file"}
    assert failed["camera.not_video"].detail == str(film)
    assert "Give an MP4" in failed["camera.not_video"].text
    assert seen.states().count(State.OPENING) == 2


def test_a_face_in_a_film_is_read_and_a_covered_one_is_not(tmp_path: Path) -> None:
    """The whole way: film, child, FaceMesh, pipe. A smile is seen; behind a card there is presence alone, and low."""
    pictures = swaying(60)
    film = write_video(tmp_path / "film.avi", pictures + [covered(picture) for picture in pictures])
    live = Live({Device.CAMERA: str(film)}, ())
    seen = Seen(live)
    try:
        live.turn(Device.CAMERA, True)
        seen.until(lambda all_: len(all_.readings) > 100)
        (number,) = live.process_ids()
        now_ns = time.monotonic_ns()
        assert all(now_ns - reading.t_ns < 15e9 for reading in seen.readings)
    finally:
        live.close()
    assert not exists(number)
    assert seen.states()[:2] == [State.OPENING, State.ON]
    by_time: dict[int, dict[Quantity, float]] = {}
    for reading in seen.readings:
        by_time.setdefault(reading.t_ns, {})[reading.quantity] = reading.value
    hidden = [values for values in by_time.values() if values[Quantity.PRESENCE] < 0.1]
    shown = [values for values in by_time.values() if values[Quantity.PRESENCE] > 0.9]
    assert len(hidden) > 5
    assert len(shown) > 5
    assert all(set(values) == {Quantity.PRESENCE} for values in hidden)
    smiles = [values[Quantity.SMILE] for values in shown if Quantity.SMILE in values]
    assert len(smiles) > len(shown) / 2
    assert min(smiles) > 0.5
