"""The replay view as its own command serves it, and a browser in which the player is unlocked."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium.webdriver.common.keys import Keys

from tests.e2e.game import Game, playing
from tests.replay.visiting import PASSPHRASE
from tests.rig.browser import Browser, chromium

DRAWN = "return performance.getEntriesByName('stillwater:lanes-drawn').length > 0"
"""Whether the lanes of the page are drawn."""


def address_of(served: Game) -> str:
    """Where ``stillwater replay`` is served, once it is."""
    served.wait_to_say("Ctrl-C ends it")
    return served.words.split("Look back at ")[1].split()[0]


@contextmanager
def serving(home: Path, log: Path) -> Iterator[str]:
    """The address of a home's replay view, served until the block ends; what it says goes to ``log``."""
    with playing(["replay"], home, {}, log) as served:
        yield address_of(served)


@contextmanager
def unlocked(address: str, profile: Path) -> Iterator[Browser]:
    """A chromium at the list of the first player's sittings, unlocked by the passphrase of ``visiting``."""
    with chromium(profile) as browser:
        browser.driver.get(address)
        browser.click(".players a")
        browser.find("#passphrase").send_keys(PASSPHRASE, Keys.ENTER)
        browser.find(".who")
        yield browser
