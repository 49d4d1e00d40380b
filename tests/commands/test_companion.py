"""What the house does on the way, with a real stage (no window) and a real home."""

import errno
import os
from argparse import ArgumentParser

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
from game.vault.home import Home
from tests.affect.children import echo
from tests.beside import AtOnce
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
