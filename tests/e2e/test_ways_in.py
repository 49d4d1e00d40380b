"""Every way in at the door by a browser's hands: a first passphrase, recovery words, a therapist's key file."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys

from game.commands.household import Household
from game.vault.home import open_home
from game.vault.keys import add_recovery, add_therapist, is_guarded, set_passphrase
from game.vault.passphrase import Passphrase
from game.vault.recovery import WordList
from game.vault.therapist import make_therapist_key
from tests.e2e.served import serving
from tests.rig.browser import Browser, Witness, chromium, faults

pytestmark = [pytest.mark.rig, pytest.mark.long]

OURS, OFFICE, OTHER = "wide as the sea", "a desk by the window", "deep as the sea"
SHORT = "sea"
SINCE_S = 1_767_700_000
UNINVITED = "status of 4"
"""What a console says of a door that stays shut."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A home, where it is served, and whose hands are at its door."""

    household: Household
    address: str
    browser: Browser
    folder: Path

    def to_the_door(self) -> None:
        """Lock what is open, and stand before the player's door."""
        self.browser.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
        self.browser.driver.get(self.address)
        self.browser.click(".players a")
        self.browser.find("#unlock")

    def by(self, way: str) -> None:
        """Choose how to come in."""
        self.browser.driver.execute_script(
            "document.querySelector(`#unlock [value=${arguments[0]}]`).closest('label').click()", way
        )

    def send(self) -> None:
        """Press the button, once it can be pressed."""
        self.browser.until(lambda: self.browser.find("#unlock button[type=submit]").is_enabled(), "one must wait")
        self.browser.click("#unlock button[type=submit]")

    def type(self, field: str, words: str) -> None:
        """Write into an empty field."""
        at = self.browser.find(field)
        at.clear()
        at.send_keys(words)

    def refused(self) -> str:
        """Why the door stays shut, once that is said."""
        return self.browser.until(lambda: self.browser.text("#refusal"), "nothing is said")

    def is_in(self) -> bool:
        """Whether the list of sittings is there, and still is when the page is asked for anew."""
        self.browser.find(".who")
        self.browser.driver.refresh()
        return bool(self.browser.find(".who"))


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    """A player who has not been looked back at; the browser asks for nothing outside, and complains of no more than
    refusals."""
    household = Household(open_home(tmp_path / "home"), print)
    with serving(tmp_path / "home", tmp_path / "log") as address, chromium(tmp_path / "profile") as browser:
        witness = Witness(browser.driver)
        yield Kept(household, address, browser, tmp_path)
        assert witness.outside(address) == []
        assert [words for words in witness.complaints() if UNINVITED not in words] == []


def guard(kept: Kept) -> Passphrase:
    """A passphrase guards the player from now on."""
    secret = Passphrase(OURS)
    set_passphrase(kept.household.folder, kept.household.home.device, secret, SINCE_S)
    return secret


def test_the_first_passphrase_is_chosen_at_the_door(kept: Kept) -> None:
    """Two that differ and one that is too short are refused in words, and nothing is guarded; then it is, the list is
    there, and from now on only that passphrase opens."""
    kept.to_the_door()
    assert faults(kept.browser.driver) == []
    kept.type("#passphrase", OURS)
    kept.type("#again", OTHER)
    kept.send()
    differs = kept.refused()
    for field in ("#passphrase", "#again"):
        kept.type(field, SHORT)
    kept.send()
    kept.browser.until(lambda: kept.refused() not in ("", differs), "a short one is taken")
    assert not is_guarded(kept.household.folder)
    for field in ("#passphrase", "#again"):
        kept.type(field, OURS)
    kept.send()
    assert kept.is_in() and is_guarded(kept.household.folder)
    kept.to_the_door()
    assert not kept.browser.all("#again")
    kept.type("#passphrase", OTHER)
    kept.send()
    assert kept.refused()
    kept.type("#passphrase", OURS)
    kept.browser.find("#passphrase").send_keys(Keys.ENTER)
    assert kept.is_in()


@pytest.mark.parametrize("words", WordList)
def test_recovery_words_open(kept: Kept, words: WordList) -> None:
    """Twelve words as somebody types them from paper, in capitals and over two lines; with one changed they do not."""
    shown = add_recovery(kept.household.folder, kept.household.home.device, words, SINCE_S, guard(kept)).shown()
    kept.to_the_door()
    kept.by("recovery")
    assert faults(kept.browser.driver) == []
    kept.type("#recovery", " ".join((shown[1], *shown[1:])))
    kept.send()
    assert kept.refused()
    kept.type("#recovery", f"{' '.join(shown[:6])}\n{' '.join(shown[6:])}".upper())
    kept.send()
    assert kept.is_in()


def test_a_therapists_key_file_opens(kept: Kept) -> None:
    """The file with its passphrase does; with another passphrase, or with no file, it does not."""
    data, opener = make_therapist_key(Passphrase(OFFICE))
    add_therapist(kept.household.folder, kept.household.home.device, "Dr. Wen", opener.address, SINCE_S, guard(kept))
    file = kept.folder / "wen.key"
    file.write_bytes(data)
    kept.to_the_door()
    kept.by("therapist")
    assert faults(kept.browser.driver) == []
    kept.type("#passphrase", OFFICE)
    kept.send()
    assert kept.refused()
    kept.browser.find("#key").send_keys(str(file))
    kept.type("#passphrase", OURS)
    kept.send()
    assert kept.refused()
    kept.type("#passphrase", OFFICE)
    kept.send()
    assert kept.is_in()
