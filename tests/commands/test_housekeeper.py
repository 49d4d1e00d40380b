"""A yes and a no to a sensor: what they turn on and off, on whatever disk; what a sitting without a record leaves."""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from affect.live import Live
from affect.sensor import Device
from game.commands.household import Household, Visit
from game.commands.housekeeper import Housekeeper
from game.commands.sources import Sensors
from game.commands.wish import Wish
from game.commands.words import OwnWords
from game.core.facts import CalibrationReached, ConsentGiven, LevelEnded
from game.core.reading import CalibrationStage, Scalar
from game.stage.theatre import Theatre
from game.vault.calls import Calls, through
from game.vault.home import Home
from tests.affect.children import echo
from tests.beside import AtOnce
from tests.commands.test_companion import wished


class Asked(Calls):
    """A disk that asks something before each write, and takes nothing where it is full."""

    def __init__(self, ask: Callable[[], object], full: bool = False) -> None:
        self.answers: list[object] = []
        self._ask = ask
        self._full = full

    def write(self, descriptor: int, data: bytes | memoryview) -> int:
        """Ask; then write as ever, or refuse."""
        self.answers.append(self._ask())
        if self._full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().write(descriptor, data)


def keeper_of(wish: Wish, household: Household, theatre: Theatre) -> Housekeeper:
    """Somebody who keeps house, where nobody writes."""
    return Housekeeper(wish, household, theatre, OwnWords(None, lambda written: None, AtOnce()))


@contextmanager
def sensed(keeper: Housekeeper, wish: Wish) -> Iterator[Live]:
    """The wished devices, each with a child that stands in for it."""
    live = Live({Device(name): wish.spec(name) for name in wish.devices}, (), begin=echo)
    keeper.sensors = Sensors(live, lambda status: None)
    try:
        yield live
    finally:
        live.close()


def listening(keeper: Housekeeper) -> tuple[str, ...]:
    """Devices that are on, or being opened."""
    assert keeper.sensors is not None
    keeper.sensors.ask(CalibrationStage.NONE)
    _, choices = keeper.sensors.take()
    return tuple(choice.removeprefix("listening:") for choice in choices if choice.startswith("listening:"))


def test_a_simulated_yes_opens_no_real_device(home: Home, theatre: Theatre, tmp_path: Path) -> None:
    """Asked about a film and about the microphone of the house, a simulated player agrees to both: the film is read,
    the microphone stays shut."""
    film = tmp_path / "film.mp4"
    film.touch()
    wish = wished("--headless", "--camera", str(film))
    keeper = keeper_of(wish, Visit(home, print), theatre)
    with sensed(keeper, wish):
        keeper.greet()
        for device in ("camera", "microphone"):
            keeper.act(ConsentGiven(device, granted=True))
        assert listening(keeper) == ("camera",)


def test_a_no_that_the_disk_refuses_holds_in_later_sittings(home: Home, theatre: Theatre) -> None:
    """The record still says yes, and is read anew for each sitting: the device stays off until somebody says yes; what
    was said for another device, or by another player, is not touched."""
    wish = wished()
    first = Household(home, print)
    first.consent("camera", granted=True)
    first.consent("microphone", granted=True)
    other = Household(home, print, "player-2")
    other.consent("camera", granted=True)
    with through(Asked(lambda: None, full=True)):
        keeper_of(wish, first, theatre).act(ConsentGiven("camera", granted=False))
    again = keeper_of(wish, Household(home, print), theatre)
    assert [again.may_use(device) for device in ("camera", "microphone")] == [False, True]
    assert keeper_of(wish, other, theatre).may_use("camera")
    with sensed(again, wish):
        again.greet()
        assert listening(again) == ("microphone",)
        again.act(ConsentGiven("camera", granted=True))
        assert listening(again) == ("camera", "microphone")
    assert keeper_of(wish, Household(home, print), theatre).may_use("camera")


@pytest.mark.parametrize("sitting_over", [False, True])
def test_a_refused_no_is_kept_when_there_is_room(home: Home, theatre: Theatre, sitting_over: bool) -> None:
    """When a level or the sitting is over it is tried again, as long as it takes: then the record says no."""
    household = Household(home, print)
    household.consent("camera", granted=True)
    keeper = keeper_of(wished(), household, theatre)

    def time_passes() -> None:
        if sitting_over:
            keeper.sat(lambda known: known)
        else:
            keeper.act(LevelEnded("on"))

    with through(Asked(lambda: None, full=True)):
        keeper.act(ConsentGiven("camera", granted=False))
        time_passes()
    assert Household(home, print).granted("camera")
    time_passes()
    assert not Household(home, print).granted("camera")


def test_off_waits_for_no_disk(home: Home, theatre: Theatre) -> None:
    """By the time a no is written down the device's process is gone; a yes is written down before there is one."""
    wish = wished("--microphone", "off")
    keeper = keeper_of(wish, Household(home, print), theatre)
    with sensed(keeper, wish) as live:

        def is_on() -> bool:
            live.take()
            return bool(live.process_ids())

        disk = Asked(is_on)
        with through(disk):
            keeper.act(ConsentGiven("camera", granted=True))
        assert disk.answers
        assert not any(disk.answers)
        assert is_on()
        disk = Asked(is_on)
        with through(disk):
            keeper.act(ConsentGiven("camera", granted=False))
        assert disk.answers
        assert not any(disk.answers)


@pytest.mark.parametrize("kept", [True, False])
def test_a_sitting_without_a_record_leaves_no_neutral(home: Home, theatre: Theatre, kept: bool) -> None:
    """What the sensors learnt is used until the sitting is over, and not asked for again in it; it is in the record
    only where the sitting is kept. The yes is there in both."""
    wish = wished("--microphone", "off", *(() if kept else ("--no-record",)))
    keeper = keeper_of(wish, Household(home, print), theatre)
    with sensed(keeper, wish):
        keeper.act(ConsentGiven("camera", granted=True))
        assert keeper.calibration_due()
        assert keeper.sensors is not None
        keeper.act(CalibrationReached(CalibrationStage.FACE))
        keeper.sensors.baseline = (Scalar("mouth_width", 0.5, 0.1),)
        keeper.act(LevelEnded("on"))
        assert not keeper.calibration_due()
    record = Household(home, print)
    assert record.granted("camera")
    assert bool(record.player.calibration) is kept
