"""Several on one machine: nothing of one is another's, and one broken record keeps nobody else from playing."""

import os
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame
import pytest
from pygame.event import Event

from game.__main__ import main
from game.commands import roster
from game.commands.household import CONSENT_VERSION, Household
from game.commands.housekeeper import Housekeeper
from game.commands.warden import Warden
from game.commands.wish import DEVICES
from game.core.facts import Asked
from game.core.reading import Scalar
from game.core.setup import Mode
from game.core.temper import AgeBand, BreathLimits
from game.stage.presentation import Presentation
from game.stage.theatre import Theatre
from game.stage.words import Words
from game.vault.home import Home, open_home, player_names
from game.vault.keys import set_passphrase
from game.vault.passphrase import Passphrase
from game.vault.players import RECORD_NAME
from game.vault.session import session_ids
from tests.commands.test_companion import wished


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with two players."""
    made = open_home(tmp_path)
    Household(made, print)
    roster.new_player(made, print, "小雨")
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """The home of the commands."""
    before = os.environ.get("STILLWATER_HOME")
    os.environ["STILLWATER_HOME"] = str(tmp_path)
    yield tmp_path
    del os.environ["STILLWATER_HOME"]
    if before is not None:
        os.environ["STILLWATER_HOME"] = before


def both(home: Home) -> tuple[Household, Household]:
    """As they are on the disk."""
    first, second = roster.open_roster(home, print)
    return first, second


def typed(theatre: Theatre, text: str) -> None:
    """Somebody types into the field that is open, and presses Enter."""
    pygame.event.clear()
    if text:
        pygame.event.post(Event(pygame.TEXTINPUT, text=text))
    pygame.event.post(Event(pygame.KEYDOWN, key=pygame.K_RETURN))
    theatre.hands()


def test_consent_settings_and_baseline_never_mix(home: Home) -> None:
    """What is agreed to, set and learnt of one is not seen of the other, in memory or on the disk."""
    first, second = both(home)
    first.consent("camera", granted=True)
    first.calibrate((Scalar("mouth_width", 0.4, 0.1),))
    second.consent("camera", granted=False)
    roster.set_senses(second, calm=True)
    roster.set_language(second, "zh_CN")
    first, second = both(home)
    assert (first.granted("camera"), second.granted("camera")) == (True, False)
    assert (len(first.player.calibration), len(second.player.calibration)) == (1, 0)
    assert first.presentation() == Presentation()
    assert second.presentation().language == "zh_CN"
    assert roster.are_calm(second.presentation())
    [said] = second.player.consent
    assert (said.version, said.when_s > 0) == (CONSENT_VERSION, True)


def test_a_broken_record_leaves_the_other_playable(home: Home) -> None:
    """Damaged: set aside, said, and everybody is still there; a key that is gone: that one alone is missing."""
    first, second = both(home)
    first.consent("camera", granted=True)
    (second.folder / RECORD_NAME).write_bytes(b"nonsense")
    told: list[str] = []
    first, second = roster.open_roster(home, told.append)
    assert first.granted("camera")
    assert second.set_aside
    assert len(told) == 1
    (second.folder / "private.key").unlink()
    assert [each.folder.name for each in roster.open_roster(home, told.append)] == ["player-1"]
    assert "player-2" in told[-1]


@pytest.mark.parametrize("age", AgeBand)
def test_the_age_a_guardian_told_bounds_the_guide(home: Home, age: AgeBand) -> None:
    """And unknown is bounded as under 13; words for a child only where the child is told to be one."""
    _, player = both(home)
    roster.set_age(player, age)
    _, player = both(home)
    limits = player.setup("title", (), None, Mode.SOOTHE, 5.0).limits
    assert limits == BreathLimits(age)
    if age is AgeBand.UNKNOWN:
        assert limits.floor_hz() == BreathLimits(AgeBand.UNDER_13).floor_hz()
    assert player.presentation().child is (age is AgeBand.UNDER_13)


def test_a_child_hears_a_childs_words_where_there_are_such() -> None:
    """In both languages; elsewhere the words of everybody."""
    for language in ("en", "zh_CN"):
        child, anybody = Words(language, ".child"), Words(language)
        assert child.say("consent.camera_kept") != anybody.say("consent.camera_kept")
        assert child.say("title.begin") == anybody.say("title.begin")


@pytest.mark.parametrize(
    ("agreed", "key", "signs"),
    (
        ((), "sensor.reading_none", ("sense_camera_off", "sense_microphone_off")),
        (("camera",), "sensor.reading_camera", ("sense_camera", "sense_microphone_off")),
        (DEVICES, "sensor.reading_camera_microphone", ("sense_camera", "sense_microphone")),
    ),
)
def test_each_start_says_which_sensors_are_read(
    home: Home, theatre: Theatre, agreed: tuple[str, ...], key: str, signs: tuple[str, ...]
) -> None:
    """With their signs, also when it is none; after a no nothing is said to be read."""
    household, _ = both(home)
    for device in agreed:
        household.consent(device, granted=True)
    keeper = Housekeeper(wished(), household, theatre, None)  # type: ignore[arg-type]
    keeper.greet()
    assert theatre.said == (key, signs)


def test_a_guardian_makes_names_and_sets_up_a_player(home: Home, theatre: Theatre) -> None:
    """By the pages' wishes and the keyboard; everything is on the disk, and nothing of the others changed."""
    warden = Warden(home, theatre, print)
    untouched = both(home)[0].player
    warden.act(Asked("guard:add:1"))
    typed(theatre, "Sam")
    assert warden.take() == ("figures:", *warden.avatars)
    for line in ("open", "age", "figure", "senses", "language", "times", "minutes", "explores"):
        warden.act(Asked(f"guard:{line}:3"))
    warden.act(Asked("guard:person:3"))
    typed(theatre, "Grandma")
    typed(theatre, "0123")
    made = roster.find_player(home, "sam", print)
    player = made.player
    assert (player.age, player.explores, player.people[0].name) == (AgeBand.UNDER_13, True, "Grandma")
    assert (player.progress.week_times, player.progress.week_minutes) == (4, 20)
    assert made.presentation().language == "zh_CN"
    assert both_players(home)[0] == untouched


def both_players(home: Home) -> list[object]:
    """Every record."""
    return [household.player for household in roster.open_roster(home, print)]


def test_erasing_takes_one_player_and_nobody_else(home: Home, theatre: Theatre) -> None:
    """The folder is gone; the other is as before, and a new one takes no number that is in use."""
    warden = Warden(home, theatre, print)
    warden.act(Asked("guard:erase:1"))
    assert player_names(home) == ("player-2",)
    assert [household.player.name for household in warden.there] == ["小雨"]
    assert roster.new_player(home, print).folder.name == "player-3"


def test_a_passphrase_opens_the_door_and_another_does_not(home: Home, theatre: Theatre) -> None:
    """Asked for as a secret, once somebody's sittings are guarded."""
    first, _ = both(home)
    assert not Warden(home, theatre, print).guarded
    set_passphrase(first.folder, home.device, Passphrase("correct horse"), 0)
    warden = Warden(home, theatre, print)
    assert warden.guarded
    for text, answer in (("wrong horse", "gate:shut"), ("correct horse", "gate:open")):
        warden.act(Asked("guard:passphrase"))
        typed(theatre, text)
        assert warden.take() == (answer,)


def test_the_command_lists_adds_sets_and_removes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Errors say what to do; removing needs both confirmations."""
    assert main(["players"]) == 0
    assert main(["players", "add", "Mia", "--age", "teen", "--plan", "2x10"]) == 0
    assert main(["players", "rename", "2", "Ann"]) == 0
    assert main(["players", "set", "ann", "--figure", "fox"]) == 0
    listed = capsys.readouterr().out.splitlines()[-1]
    assert all(word in listed for word in ("Ann", "fox", "teen", "2x10"))
    assert main(["players", "set", "nobody", "--age", "teen"]) == 1
    assert main(["players", "set", "2"]) == 2
    assert main(["players", "remove", "2", "--yes"]) == 2
    assert player_names(open_home(folder)) == ("player-1", "player-2")
    assert main(["players", "remove", "2", "--yes", "--for-ever"]) == 0
    assert player_names(open_home(folder)) == ("player-1",)


def test_a_sitting_is_sealed_to_whoever_plays(folder: Path) -> None:
    """Headless: the session lies with the named player and with nobody else."""
    home = open_home(folder)
    Household(home, print)
    roster.new_player(home, print, "Mia")
    assert main(["play", "--headless", "--no-sensors", "--seconds", "1", "--player", "mia"]) == 0
    first, second = both(home)
    assert (len(session_ids(first.sessions)), len(session_ids(second.sessions))) == (0, 1)
