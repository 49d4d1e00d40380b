"""What the house does on the way, with a real stage (no window) and a real home."""

import errno
import os
from argparse import ArgumentParser
from dataclasses import replace

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame
import pytest
from pygame.event import Event

from affect.live import Live
from affect.sensor import Device
from game.__main__ import main
from game.commands.companion import Companion
from game.commands.household import Household, Visit
from game.commands.housekeeper import Housekeeper
from game.commands.sources import Sensors
from game.commands.wish import Wish, add_options, read_wish
from game.commands.words import OwnWords
from game.core.facts import ConsentGiven, ProbeDone
from game.core.journey import Journey
from game.core.setup import Setup
from game.core.world import World
from game.stage.theatre import Theatre
from game.vault.calls import Calls, through
from game.vault.home import Home, open_home
from tests.affect.children import echo
from tests.beside import AtOnce
from tests.commands.calling import Caller
from tests.sittings import quiet, worlds


class Full(Calls):
    """A disk without room."""

    def write(self, descriptor: int, data: bytes | memoryview) -> int:
        """Take nothing."""
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def wished(*words: str) -> Wish:
    """What is asked for on the command line."""
    parser = ArgumentParser()
    add_options(parser, "title")
    return read_wish(parser.parse_args(list(words)))


def housekeeper(household: Household, theatre: Theatre) -> Housekeeper:
    """Somebody who keeps house where nothing is sensed."""
    words = OwnWords(theatre, lambda written: None, AtOnce())
    return Housekeeper(wished("--no-sensors"), household, theatre, words)


def companion(household: Household, theatre: Theatre, keeps: bool = True) -> Companion:
    """Somebody who goes along."""
    return Companion(household, housekeeper(household, theatre), theatre, keeps)


def played() -> tuple[World, World]:
    """A place and a farewell."""
    return list(worlds(Setup(2, "tide"), quiet(300)))[-1], list(worlds(Setup(2, "closing"), quiet(100)))[-1]


def test_what_was_practised_is_kept_where_it_may_be(home: Home, theatre: Theatre) -> None:
    """Of a sitting that is to leave nothing, nothing; of any other the practice and the probe's week."""
    setup, journey = Setup(1, "title"), Journey(7200, ("tide",), ("tide.shell",))
    forgetful = companion(Household(home, print), theatre, keeps=False)
    forgetful.practised(setup, journey)
    assert Household(home, print).player.progress.practised_s == 0.0
    mindful = companion(Household(home, print), theatre)
    mindful.practised(setup, journey)
    mindful.act(ProbeDone(0.2, 0.9))
    player = Household(home, print).player
    assert (player.progress.practised_s, player.progress.found) == (120.0, ("tide.shell",))
    assert player.progress.probed


def test_two_games_of_one_player_take_nothing_from_each_other(home: Home, theatre: Theatre) -> None:
    """Both begin with the same record: what each adds is there in the end, each once, however often it is told."""
    setup = Setup(1, "title")
    one, other = (companion(Household(home, print), theatre) for _ in range(2))
    one.practised(setup, Journey(20 * 3600, ("tide",), ("tide.shell",)))
    other.practised(setup, Journey(3600, ("boats",), ("boats.lamp",)))
    other.practised(setup, Journey(7200, ("boats", "boats"), ("boats.lamp",)))
    other.practised(setup, Journey(7200, ("boats", "boats"), ("boats.lamp",)))
    progress = Household(home, print).player.progress
    assert progress.practised_s == 22 * 60.0
    assert progress.found == ("tide.shell", "boats.lamp")
    assert set(progress.places_open) == {"tide", "boats", "garden", "stones", "fireflies"}


def test_practice_the_disk_refused_is_kept_once_there_is_room(home: Home, theatre: Theatre) -> None:
    """All of the sitting's, counted once, in the record and in what the next sitting begins with."""
    household, setup = Household(home, print), Setup(1, "title")
    going = companion(household, theatre)
    with through(Full()):
        for ticks in (3600, 7200):
            going.practised(setup, Journey(ticks, ("tide",)))
    assert household.player.progress.practised_s == 120.0
    assert Household(home, print).player.progress.practised_s == 0.0
    going.practised(setup, Journey(10800, ("tide",)))
    assert household.player.progress == Household(home, print).player.progress
    assert household.player.progress.practised_s == 180.0


def test_a_place_that_is_left_by_closing_the_window_counts(home: Home, theatre: Theatre) -> None:
    """What was practised in it is kept; of a place that ended, which was told, and of a menu, nothing is added."""
    setup = Setup(1, "tide")
    dry = list(worlds(setup, quiet(300)))[-1]
    companion(Household(home, print), theatre).left(dry)
    assert Household(home, print).player.progress.practised_s == 5.0
    companion(Household(home, print), theatre).left(list(worlds(Setup(1, "title"), quiet(300)))[-1])
    companion(Household(home, print), theatre).left(replace(dry, ended="on"))
    assert Household(home, print).player.progress.practised_s == 5.0


def test_a_sitting_at_the_window_that_ends_in_a_place_keeps_its_practice(call: Caller) -> None:
    """The time is up in the middle of the tide: the seconds on the shore are in the record."""
    assert call("play", "--level", "tide", "--no-sensors", "--seconds", "1", "--size", "320x180").status == 0
    assert Household(open_home(call.home), print).player.progress.practised_s == 1.0


def test_a_picture_is_taken_along(home: Home, theatre: Theatre, capsys: pytest.CaptureFixture[str]) -> None:
    """It lies in the player's folder, and where is said; twice asked, two pictures."""
    household = Household(home, print)
    for count in (1, 2):
        companion(household, theatre).keep_picture(*played())
        assert len(list(household.pictures().glob("*.png"))) == count
    said = capsys.readouterr().err
    assert str(household.pictures()) in said


def test_a_picture_that_cannot_be_kept_is_said(
    home: Home, theatre: Theatre, capsys: pytest.CaptureFixture[str]
) -> None:
    """Something lies where the folder should be: a clear line, and the game goes on."""
    household = Household(home, print)
    (household.folder / "pictures").write_text("in the way")
    companion(household, theatre).keep_picture(*played())
    said = capsys.readouterr().err
    assert said.startswith("stillwater: ")
    assert "pictures" in said


def test_a_no_is_done_even_where_it_cannot_be_kept(home: Home, theatre: Theatre) -> None:
    """On a full disk the camera's process is gone all the same, and it is said that this was not saved; the record
    on the disk is as it was."""
    household = Household(home, print)
    household.consent("camera", granted=True)
    keeper = Housekeeper(wished("--camera", "auto"), household, theatre, OwnWords(None, lambda _: None, AtOnce()))
    live = Live({Device.CAMERA: "auto"}, (), begin=echo)
    keeper.sensors = Sensors(live, lambda status: None)
    try:
        keeper.act(ConsentGiven("camera", granted=True))
        while not live.process_ids():
            live.take()
        with through(Full()):
            keeper.act(ConsentGiven("camera", granted=False))
        assert live.process_ids() == ()
    finally:
        live.close()
    assert theatre.said == ("said.not_kept", ())
    assert Household(home, print).granted("camera")


def test_a_simulated_player_takes_none(home: Home, theatre: Theatre) -> None:
    """Nor does a sitting that is to leave nothing."""
    visit = Visit(home, print)
    companion(visit, theatre).keep_picture(*played())
    companion(Household(home, print), theatre, keeps=False).keep_picture(*played())
    assert not (visit.folder / "pictures").exists()


def test_a_key_is_changed_and_kept(home: Home, theatre: Theatre) -> None:
    """Asked for in the settings: the next key breathes from then on, also tomorrow, and is not pressed meanwhile."""
    household = Household(home, print)
    keeper = housekeeper(household, theatre)
    keeper.present("key:breathe")
    pygame.event.post(Event(pygame.KEYDOWN, key=pygame.K_b))
    assert theatre.hands().held == ()
    pygame.event.post(Event(pygame.KEYDOWN, key=pygame.K_b))
    pygame.event.post(Event(pygame.KEYDOWN, key=pygame.K_SPACE))
    assert theatre.hands().held == ("breathe",)
    kept = Household(home, print).presentation()
    assert (pygame.K_b, "breathe") in kept.keys
    keeper.present("keys_usual")
    assert Household(home, print).presentation().keys == ()
    keeper.present("toggle")
    assert Household(home, print).presentation().hold_to_toggle


def test_the_line_that_says_why_is_switched_and_kept(home: Home, theatre: Theatre) -> None:
    """On, also tomorrow, and off again; it is said which."""
    keeper = housekeeper(Household(home, print), theatre)
    for on, said in ((True, "said.why_on"), (False, "said.why_off")):
        keeper.present("why")
        assert theatre.screen.presentation.why is on
        assert Household(home, print).presentation().why is on
        assert theatre.said == (said, ())


@pytest.mark.parametrize("plan", ("3", "0x15", "3x99", "threexten"))
def test_a_plan_that_is_none_is_refused(plan: str) -> None:
    """Before anything is opened."""
    with pytest.raises(SystemExit) as left:
        main(["play", "--plan", plan])
    assert left.value.code == 2
    assert wished("--plan", "2x10").plan == (2, 10)
