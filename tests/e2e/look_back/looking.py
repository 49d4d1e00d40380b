"""What every test of looking back needs: the sitting that is looked back at, and a few ways about its page."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from selenium.webdriver.common.keys import Keys

from game.commands.household import Household
from game.core.trace import Kind
from game.vault.home import open_home
from game.vault.keys import unlock
from game.vault.passphrase import Passphrase
from game.vault.reader import Reader
from tests.e2e.game import sessions_of
from tests.rig.browser import Browser

PASSPHRASE = "wide as the sea"
LENGTH_S = 62
MOMENTS_S = (5, 15, 30, 45, 60)
"""When pictures of the live window were taken."""

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Played:
    """The sitting that is looked back at."""

    home: Path
    live: dict[int, Pixels]
    """What the window showed at each of MOMENTS_S, uint8 (540, 960, 3), BGR."""

    def reader(self) -> Reader:
        """The sealed sitting, opened by the passphrase."""
        home = open_home(self.home)
        return Reader(
            sessions_of(self.home)[-1], unlock(Household(home, print).folder, home.device, Passphrase(PASSPHRASE))
        )

    def records(self) -> Iterator[tuple[int, bytes]]:
        """All its records, the header first."""
        reader = self.reader()
        yield Kind.HEADER, reader.setup
        yield from ((record.kind, record.payload) for record in reader.records())


def picture(path: Path) -> Pixels:
    """A picture file, uint8 (H, W, 3), BGR."""
    return np.asarray(cv2.imread(str(path)), np.uint8)


def enter(browser: Browser, passphrase: str) -> None:
    """Type a passphrase at the door."""
    field = browser.find("#passphrase")
    field.clear()
    field.send_keys(passphrase, Keys.ENTER)


def choose(browser: Browser, tab: str) -> None:
    """Open one of the panels beside the lanes."""
    browser.click(f"#tab-{tab}")
    browser.find(f"#panel-{tab}")


def shows(browser: Browser, time: str) -> None:
    """Wait until the cursor stands there."""
    browser.until(lambda: browser.text("#time-now") == time, f"the cursor is not at {time}")
