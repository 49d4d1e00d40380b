"""Two on one machine, as a family would: one plays, a guardian makes the second in the window, the second plays.

Everything is played once, by a fixture; each test then looks at one thing that must not have become the other's.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from game.commands import roster
from game.commands.household import PICTURES, Household
from game.core.facts import ConsentGiven
from game.core.menu import FIRST_Y, PITCH, Menu
from game.vault.audit import Act, read_trail
from game.vault.errors import CannotOpen, Locked
from game.vault.home import open_home
from game.vault.keys import set_passphrase, unlock
from game.vault.passphrase import Passphrase
from game.vault.reader import Reader
from levels.guardian import PLAYER
from levels.settings import MENU, MORE
from tests.e2e.game import Game, Sitting, call, playing, read_sitting, sessions_of
from tests.e2e.made import write_face_film
from tests.rig.display import Display, xvfb
from tests.rig.process import wait_until

pytestmark = [pytest.mark.rig, pytest.mark.long]

FIRST, SECOND = "player-1", "player-2"
FIRST_WORD, SECOND_WORD = "quietboats", "openwaters"
"""Passphrases that are typed key by key."""
TITLE_SETTINGS, TITLE_ANOTHER = (0.575, 0.895), (0.65, 0.895)
"""Words of the title where one plays, and where several do."""
NEW_PLAYER, SECOND_FIGURE = (0.37, 0.915), (0.60, 0.60)
"""Under the figures, and the right one of two."""
PLAYED_TICKS = 240
MIDDLE = slice(259, 461), slice(130, 947)
"""Rows and columns of a window of 1280x720 in which pages and fields open."""
CLEARLY, CHANGED = 30, 0.01
"""A pixel is another from this difference on, of 255; a page, from this share of its pixels on. A lake stays below."""


@dataclass(frozen=True)
class Both:
    """What is left of the evening."""

    home: Path
    """Its home folder; the first has a passphrase, the second has none yet."""
    first: tuple[Sitting, ...]
    """Sittings of the first,"""
    second: tuple[Sitting, ...]
    """and of the second."""
    status: int
    """Exit status."""
    words: str
    """All the game said."""


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """Play it."""
    folder = tmp_path_factory.mktemp("two")
    film = write_face_film(folder / "face.mp4")
    first = Household(open_home(folder / "home"), print)
    roster.rename(first, "Ada")
    set_passphrase(first.folder, first.home.device, Passphrase(FIRST_WORD), 1)
    with xvfb() as display:
        environment = {**display.environment, "SDL_AUDIODRIVER": "dummy"}
        words = ["play", "--camera", str(film), "--microphone", "off"]
        with playing(words, folder / "home", environment, folder / "log") as game:
            try:
                yield _evening(Sofa(game, display, folder / "seen.png"))
            except BaseException:
                display.screenshot(folder / "when_it_failed.png")
                print(f"see {folder / 'when_it_failed.png'}")
                raise


@dataclass(frozen=True, slots=True)
class Sofa:
    """Where somebody sits: the game, its window, and what can be seen of it."""

    game: Game
    display: Display
    picture: Path
    """Where the last look at the window is."""

    def click(self, place: tuple[float, float]) -> None:
        """Click at a place in the unit square."""
        self.display.point(round(1280 * place[0]), round(720 * place[1]))
        self.display.click()

    def comes(self, level: str) -> None:
        """Wait until a level is being recorded."""
        self.game.wait_for(lambda sitting: sitting.level == level and sitting.ended_early, f"no {level} came")

    def passes(self, *ways: tuple[str, str]) -> None:
        """Through levels, each by a key."""
        for level, key in ways:
            self.comes(level)
            self.display.press(key)

    def changed(self, before: NDArray[np.uint8]) -> bool:
        """The middle is another picture than ``before``."""
        differs = cv2.absdiff(self.middle(), before).max(axis=2) > CLEARLY
        return float(differs.mean()) > CHANGED

    def middle(self) -> NDArray[np.uint8]:
        """The middle of the window, uint8 (n, m, 3)."""
        return np.asarray(cv2.imread(str(self.display.screenshot(self.picture)))[MIDDLE], np.uint8)

    def changes(self, act: Callable[[], None], words: str) -> None:
        """Do something, and wait until the middle is another picture: a page or a field came, or went."""
        before = self.middle()
        act()
        wait_until(lambda: self.changed(before), 15.0, words)


def _evening(sofa: Sofa) -> Both:
    """First the one, then the guardian, then the other."""
    game = sofa.game
    game.player, game.passphrase = FIRST, FIRST_WORD
    _first_plays(sofa)
    _second_is_made(sofa)
    sofa.changes(lambda: sofa.click(TITLE_ANOTHER), "nobody asked who plays")
    game.player, game.passphrase = SECOND, None
    sofa.click(SECOND_FIGURE)
    _second_plays(sofa)
    status = game.leave()
    first, second = (
        tuple(read_sitting(path, game.home, word, player) for path in sessions_of(game.home, player))
        for player, word in ((FIRST, FIRST_WORD), (SECOND, None))
    )
    return Both(game.home, first, second, status, game.words)


def _first_plays(sofa: Sofa) -> None:
    """Yes to the camera, a while at the shore, and a picture taken along; ends at the title."""
    game, display = sofa.game, sofa.display
    sofa.passes(("title", "Return"))
    sofa.comes("consent")
    display.press("Down", "Return")
    sofa.passes(("calibration", "Escape"), ("feeling", "Tab"), ("places", "Return"))
    sofa.comes("tide")
    game.wait_for(lambda sitting: "face" in sitting.heard_from, "no face is seen")
    game.goes_on(PLAYED_TICKS)
    for key in ("Escape", "Up", "Return"):
        display.press(key)
    sofa.passes(("feeling", "Tab"), ("reflection", "Return"))
    sofa.comes("closing")
    display.press("Right", "Return")
    wait_until(lambda: bool(_pictures(game.home, FIRST)), 10.0, "no picture was kept")
    sofa.passes(("closing", "Escape"))
    sofa.comes("title")


def _second_is_made(sofa: Sofa) -> None:
    """By settings and the door, which asks for a passphrase; named, set to Chinese; ends at the first's title."""
    game, display = sofa.game, sofa.display
    sofa.click(TITLE_SETTINGS)
    sofa.comes("settings")
    sofa.changes(lambda: sofa.click(_line(MENU, "more")), "no more settings came")
    sofa.changes(lambda: sofa.click(_line(MORE, "grown_ups")), "no door came")
    display.press(*FIRST_WORD)
    sofa.changes(lambda: display.press("Return"), "the passphrase did not open the door")
    sofa.changes(lambda: sofa.click(NEW_PLAYER), "nobody asked for a name")
    display.press("B", "o", "Return")
    wait_until((game.home / "players" / SECOND).is_dir, 10.0, "nobody was made")
    sofa.changes(lambda: sofa.click(SECOND_FIGURE), "no page came")
    sofa.click(_line(PLAYER, "language"))
    wait_until(lambda: _household(game.home, SECOND).presentation().language == "zh_CN", 10.0, "no language was set")
    sofa.changes(lambda: display.press("Escape"), "the page did not go")
    display.press("Escape")
    wait_until(lambda: len(sessions_of(game.home)) == 2, 10.0, "the first's title did not come back")
    sofa.comes("title")


def _second_plays(sofa: Sofa) -> None:
    """No to the camera, and a while at the shore."""
    sofa.passes(("title", "Return"), ("consent", "Return"), ("feeling", "Tab"), ("places", "Return"))
    sofa.comes("tide")
    sofa.game.goes_on(PLAYED_TICKS)


def _line(menu: Menu, choice: str) -> tuple[float, float]:
    """Where a line of a menu is."""
    return 0.16, FIRST_Y + PITCH * [item.choice for item in menu.items].index(choice)


def test_each_folder_holds_its_own_sittings(both: Both) -> None:
    """Two titles and one shore of the first, one shore of the second; all closed, each with its own answer."""
    assert both.status == 0, both.words
    assert "Traceback" not in both.words
    assert not any(sitting.ended_early for sitting in (*both.first, *both.second))
    names = [[name for _, name in sitting.levels] for sitting in (*both.first, *both.second)]
    there = ["title", "consent", "calibration", "feeling", "places", "tide", "feeling", "reflection", "closing"]
    assert names == [
        [*there, "title", "settings"],
        ["title"],
        ["title", "consent", "feeling", "places", "tide"],
    ]
    said = [fact for sitting in (*both.first, *both.second) for _, fact in sitting.facts]
    assert [fact for fact in said if isinstance(fact, ConsentGiven)] == [
        ConsentGiven("camera", True),
        ConsentGiven("camera", False),
    ]
    assert "face" in both.first[0].heard_from
    assert "face" not in both.second[0].heard_from


def test_consent_picture_and_language_are_each_ones_own(both: Both) -> None:
    """On the disk, after the game is gone."""
    first, second = _household(both.home, FIRST), _household(both.home, SECOND)
    assert (first.granted("camera"), second.granted("camera")) == (True, False)
    assert (first.player.name, second.player.name) == ("Ada", "Bo")
    assert (first.presentation().language, second.presentation().language) == ("en", "zh_CN")
    assert (len(_pictures(both.home, FIRST)), len(_pictures(both.home, SECOND))) == (1, 0)


def test_what_the_guardian_did_is_noted_where_it_belongs(both: Both) -> None:
    """Making and setting up the second stands in the second's log; each log has one answer to the camera."""
    logs = []
    for player, word in ((FIRST, Passphrase(FIRST_WORD)), (SECOND, None)):
        household = _household(both.home, player)
        private = unlock(household.folder, household.home.device, word)
        trail = read_trail(household.folder, household.home.device, private)
        assert not trail.faults
        logs.append([(line.act, line.about) for line in trail.lines])
    assert logs == [
        [(Act.SETTING_CHANGED, "another name"), (Act.CONSENT_GIVEN, "camera")],
        [
            (Act.SETTING_CHANGED, "the player was made"),
            (Act.SETTING_CHANGED, "language: zh_CN"),
            (Act.CONSENT_WITHDRAWN, "camera"),
        ],
    ]


def test_neither_opens_the_others(both: Both, tmp_path: Path) -> None:
    """Not by passphrase, not by key, not by the command; each one's own opens, and every digest agrees."""
    home = Path(shutil.copytree(both.home, tmp_path / "home"))
    opened = open_home(home)
    second = _household(home, SECOND)
    of_first = unlock(_household(home, FIRST).folder, opened.device, Passphrase(FIRST_WORD))
    with pytest.raises(CannotOpen):
        Reader(sessions_of(home, SECOND)[0], of_first)
    set_passphrase(second.folder, opened.device, Passphrase(SECOND_WORD), 1)
    for player, word in ((FIRST, SECOND_WORD), (SECOND, FIRST_WORD), (SECOND, None)):
        with pytest.raises((CannotOpen, Locked)):
            read_sitting(sessions_of(home, player)[0], home, word, player)
    refused = call(home, "verify", "last", "--player", "Bo", passphrase=FIRST_WORD)
    assert refused.returncode == 1
    assert refused.stderr.startswith("stillwater: ")
    verified = call(home, "verify", "last", "--player", "Bo", passphrase=SECOND_WORD)
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert f"verified: {both.second[0].ticks} ticks" in verified.stdout


def _household(home: Path, player: str) -> Household:
    return Household(open_home(home), print, player)


def _pictures(home: Path, player: str) -> list[Path]:
    return list((home / "players" / player / PICTURES).glob("*.png"))
