"""Giving sittings away and opening what was given: in a real browser, from the player's page to the lock."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys

from game.vault.passphrase import Passphrase
from game.vault.therapist import make_therapist_key
from tests.e2e.served import DRAWN, serving
from tests.replay.share_made import a_family
from tests.replay.visiting import PASSPHRASE, THERAPIST
from tests.rig.browser import Browser, Witness, chromium, faults, resize, wear
from tests.rig.process import wait_until

pytestmark = [pytest.mark.rig, pytest.mark.long]

SECRET = "a key of my own"
SIZES = (360, 1280)
REFUSAL = "the server responded with a status of 4"
"""What the console says where a door is locked, or something does not open: as it should be."""
ANSWERED = """
const real = window.fetch, [path] = arguments;
window.fetch = (to, how) => {
  const held = path ? to.endsWith(path) : how.method === "POST";
  return held ? new Promise((answer) => (window.answer = answer)) : real(to, how);
};
"""
"""From now on what ends with a path, or else what the page sends, is answered by the test."""
WIDER = "return document.documentElement.scrollWidth > document.documentElement.clientWidth"


@dataclass(frozen=True)
class Desk:
    """Files on the recipient's desk, and where the family's view is served."""

    address: str
    key: Path
    """The recipient's private key, under SECRET."""
    public: Path
    """Its public half."""
    saved: Path
    """Folder into which the browser saves."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A family with three sittings, served by the view's own command."""
    folder = tmp_path_factory.mktemp("share")
    data, opener = make_therapist_key(Passphrase(SECRET))
    (folder / "wen").write_bytes(data)
    (folder / "wen.pub").write_bytes(opener.address.pem())
    (folder / "saved").mkdir()
    home = a_family(folder / "home", opener.address)
    with serving(home.root, folder / "log") as address:
        yield Desk(address, folder / "wen", folder / "wen.pub", folder / "saved")


@pytest.fixture(scope="module")
def window(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A chromium that saves to the desk."""
    with chromium(tmp_path_factory.mktemp("profile")) as browser:
        told = {"behavior": "allow", "downloadPath": str(desk.saved)}
        browser.driver.execute_cdp_cmd("Browser.setDownloadBehavior", told)
        yield browser


@pytest.fixture
def page(window: Browser, desk: Desk) -> Iterator[Browser]:
    """The window, wide and light; what it asked for and complained of is judged afterwards."""
    witness = Witness(window.driver)
    resize(window.driver, 1280, 900)
    wear(window.driver, "light")
    yield window
    assert witness.outside(desk.address) == []
    assert [said for said in witness.complaints() if REFUSAL not in said] == []


def enter(page: Browser, desk: Desk) -> None:
    """Unlock the player where it is locked, and go to the page where something is given."""
    page.driver.get(f"{desk.address}p/player-1/share")
    if page.all("#passphrase"):
        page.find("#passphrase").send_keys(PASSPHRASE, Keys.ENTER)
    page.find("#share-form")


def bundle(page: Browser, desk: Desk) -> Path:
    """A file that was given before, or one that is given now."""
    for saved in desk.saved.glob("*.bundle"):
        return saved
    enter(page, desk)
    page.click('input[name="lane"][value="decisions"]')
    page.click("#share-make")
    page.click("#share-save")
    wait_until(lambda: any(desk.saved.glob("*.bundle")), 20.0, "nothing was saved")
    return next(desk.saved.glob("*.bundle"))


def open_given(page: Browser, desk: Desk) -> None:
    """Open it as its recipient does."""
    file = bundle(page, desk)
    page.driver.get(f"{desk.address}given")
    page.find("#given-file").send_keys(str(file))
    page.find("#given-key").send_keys(str(desk.key))
    page.find("#given-passphrase").send_keys(SECRET, Keys.ENTER)
    page.find(".share-sittings a")


def test_given_saved_opened_and_locked(page: Browser, desk: Desk) -> None:
    """From the player's page to a file, and from the file to its sittings; after the lock nothing of it is left."""
    page.driver.get(f"{desk.address}p/player-1")
    page.find("#passphrase").send_keys(PASSPHRASE, Keys.ENTER)
    page.click('a[href$="/share"]')
    assert page.find("#share-whom").get_attribute("value") == THERAPIST
    file = bundle(page, desk)
    assert THERAPIST in page.text("#share-given") and "3 sittings" in page.text("#share-given")
    assert b"BUNDLE" in file.read_bytes()[:8]
    open_given(page, desk)
    page.click(".share-sittings a")
    page.until(lambda: page.driver.execute_script(DRAWN), "no lanes were drawn")
    assert not page.all("#correct-form, #note-form, #ghost-canvas, #export-form")
    page.press("n")
    page.until(lambda: page.text("#why-body"), "it does not say why")
    page.press("?")
    assert "m" not in [key.text for key in page.all("#keys kbd")]
    page.press(Keys.ESCAPE)
    page.press(Keys.ESCAPE)
    page.click(".share-sittings a")
    page.click("[data-lock]")
    page.until(lambda: page.driver.current_url == desk.address, "it did not lock")
    page.driver.get(f"{desk.address}given/1")
    page.find("#given")
    page.driver.get(f"{desk.address}p/player-1")
    assert page.find("#unlock")


def test_while_it_is_sealed_nothing_else_is_chosen(page: Browser, desk: Desk) -> None:
    """What can be saved is what is chosen; an answer that is none is said, and then all can be chosen again."""
    enter(page, desk)
    page.driver.execute_script(ANSWERED, "")
    page.click("#share-make")
    assert not page.find('input[name="lane"][value="breath"]').is_enabled()
    assert not page.find("#share-whom").is_enabled()
    page.driver.execute_script("answer(new Response('this is no file'))")
    page.until(lambda: "no longer answers" in page.text("#share-says"), "it does not say that it failed")
    assert page.find("#share-whom").is_enabled() and not page.all("#share-save")[0].is_displayed()


def test_what_was_given_is_not_said_to_have_failed(page: Browser, desk: Desk) -> None:
    """Where the list cannot be had afterwards, the file can be saved all the same."""
    enter(page, desk)
    page.driver.execute_script(ANSWERED, "given.json")
    page.click("#share-make")
    page.find("#share-save")
    page.until(lambda: page.driver.execute_script("return window.answer !== undefined"), "the list was not asked for")
    page.driver.execute_script("answer(new Response('no list', {status: 500}))")
    page.until(lambda: page.find("#share-make").is_enabled(), "it is not over")
    assert page.text("#share-says") == ""
    assert page.find("#share-save").is_displayed()


def test_a_key_from_a_file_shows_its_number(page: Browser, desk: Desk) -> None:
    """Somebody who is no therapist of the list: their number is shown before anything is sealed, and is no secret."""
    enter(page, desk)
    number = page.find(".share-number").text
    page.click('input[name="to"][value="file"]')
    page.find("#share-key").send_keys(str(desk.public))
    page.until(lambda: page.text("#share-number") == number, "the number does not show")
    assert page.find("#share-whom").get_attribute("value") == ""


def test_lanes_that_tell_of_others_take_them_along(page: Browser, desk: Desk) -> None:
    """Choosing what the game changed chooses feelings and breath; without those it stays behind."""
    enter(page, desk)

    def chosen(name: str) -> bool:
        return page.all(f'input[name="lane"][value="{name}"]')[0].is_selected()

    page.click('input[name="lane"][value="breath"]')
    page.click('input[name="lane"][value="decisions"]')
    assert chosen("breath") and chosen("decisions")
    page.click('input[name="lane"][value="feelings"]')
    assert not chosen("decisions")


def test_what_does_not_open_says_why(page: Browser, desk: Desk) -> None:
    """No bundle, and a passphrase that does not fit: a sentence each, and the form stays as it is."""
    file = bundle(page, desk)
    page.driver.get(f"{desk.address}given")
    page.driver.execute_script("document.querySelector('[data-lock]')?.click()")
    page.driver.get(f"{desk.address}given")
    page.find("#given-file").send_keys(str(desk.public))
    page.find("#given-key").send_keys(str(desk.key))
    page.click("#given button[type=submit]")
    page.until(lambda: "no file that Stillwater sealed" in page.text("#refusal"), "it does not say what it is")
    page.find("#given-file").send_keys(str(file))
    page.find("#given-passphrase").send_keys("another passphrase", Keys.ENTER)
    page.until(lambda: "does not open by this passphrase" in page.text("#refusal"), "it does not say why")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("wide", SIZES)
def test_everything_fits_and_nobody_is_shut_out(page: Browser, desk: Desk, wide: int, language: str) -> None:
    """Each page, narrow and wide, light and dark, in both languages: no wider than the window, no message id left
    over, and axe-core finds nothing serious."""
    speak(page, desk, language)
    resize(page.driver, wide, 900)
    for scheme in ("light", "dark"):
        wear(page.driver, scheme)
        enter(page, desk)
        page.click("#which-these")
        judge(page)
        page.click("[data-lock]")
        page.until(lambda: page.driver.current_url == desk.address, "it did not lock")
        page.driver.get(f"{desk.address}given")
        page.find("#given")
        judge(page)
        open_given(page, desk)
        judge(page)
        page.click(".share-sittings a")
        page.until(lambda: page.driver.execute_script(DRAWN), "no lanes were drawn")
        judge(page)


def speak(page: Browser, desk: Desk, language: str) -> None:
    """Choose a language."""
    page.driver.get(desk.address)
    if page.all(f"[data-language={language}]"):
        page.click(f"[data-language={language}]")
        tag = language.replace("_", "-")
        page.until(lambda: page.driver.execute_script("return document.documentElement.lang") == tag, "not chosen")


def judge(page: Browser) -> None:
    """The page as it is now."""
    assert page.driver.execute_script(WIDER) is False
    assert faults(page.driver) == []
    assert not [part for part in ("share.", "given.", "sitting.") if part in page.find("main").text]
