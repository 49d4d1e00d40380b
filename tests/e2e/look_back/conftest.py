"""One sitting is played by the game's own command, with pictures of what its window showed; every test looks back at it
in the same chromium, as a browser that was never here. After each of them the browser must have asked for nothing
outside this machine, and complained of nothing but what was refused on purpose.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from game.commands.household import Household
from game.replay.ghost_line import SIZE
from game.vault.home import open_home
from game.vault.keys import set_passphrase
from game.vault.passphrase import Passphrase
from tests.e2e.game import call
from tests.e2e.look_back.looking import LENGTH_S, MOMENTS_S, PASSPHRASE, Played, enter, picture
from tests.e2e.served import DRAWN, serving
from tests.rig.browser import Browser, Witness, chromium, wear

REFUSED = ("status of 401", "status of 403", "status of 404", "status of 422")
"""What a console says of a door that stays shut, of a page that is none, and of words that cannot be kept."""
WIDTH, HEIGHT = SIZE


@pytest.fixture(scope="package")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """A minute of Tide by a simulated player, every frame of it painted; without captions, which sound alone makes."""
    folder = tmp_path_factory.mktemp("played")
    household = Household(open_home(folder / "home"), print)
    household.present(replace(household.presentation(), captions=False))
    set_passphrase(household.folder, household.home.device, Passphrase(PASSPHRASE), 1)
    words = ["--level", "tide", "--size", f"{WIDTH}x{HEIGHT}", "--screenshots", str(folder / "live")]
    done = call(folder / "home", "play", "--headless", "--seconds", str(LENGTH_S), *words)
    assert done.returncode == 0, done.stderr
    return Played(folder / "home", {at: picture(folder / "live" / f"{at:04d}s.png") for at in MOMENTS_S})


@pytest.fixture(scope="package")
def address(played: Played, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the view is served, by its own command."""
    with serving(played.home, tmp_path_factory.mktemp("served") / "log") as address:
        yield address


@pytest.fixture(scope="package")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One chromium for all tests here."""
    with chromium(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture
def stranger(window: Browser, address: str) -> Iterator[Browser]:
    """A browser that was never here, at the players' page; what it asked for and complained of is judged afterwards."""
    window.driver.get("about:blank")  # the page before, maybe another server's, asks for no more pictures
    witness = Witness(window.driver)
    window.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
    wear(window.driver, "light")
    window.driver.get(address)
    yield window
    assert len(witness.asked()) > 3
    assert witness.outside(address) == []
    assert [words for words in witness.complaints() if not any(known in words for known in REFUSED)] == []


@pytest.fixture
def parent(stranger: Browser) -> Browser:
    """One in which the guardian has unlocked the player, and sees the player's sittings."""
    stranger.click(".players a")
    enter(stranger, PASSPHRASE)
    stranger.find(".sitting h3 a")
    return stranger


@pytest.fixture
def desk(parent: Browser) -> Browser:
    """One in which the sitting is open, its lanes drawn and its picture reached to the end."""
    parent.click(".sitting h3 a")
    parent.until(lambda: parent.driver.execute_script(DRAWN), "the lanes were not drawn")
    parent.until(lambda: parent.text("#ghost-truth"), "the picture was not told to its end")
    return parent
