"""Taking a sitting along in a real browser: choose, make, save, and what lies in the folder of downloads then."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from game.vault.home import open_home, player_folder
from game.vault.keys import set_passphrase
from game.vault.passphrase import Passphrase
from tests.commands.sat import sit
from tests.e2e.served import serving
from tests.rig.browser import Browser, Witness, chromium, faults, resize, wear
from tests.rig.process import wait_until

pytestmark = [pytest.mark.rig, pytest.mark.long]

PASSPHRASE = "wide as the sea"
NARROW, WIDE = 360, 1280
HELD = """
window.sent = [];
window.fetched = window.fetch;
window.fetch = (to, how) => {
  if (how.method !== "POST") return fetched(to, how);
  sent.push([to, JSON.parse(how.body)]);
  return new Promise((answer) => (window.answer ??= answer));
};
"""
"""From now on nothing that the page sends goes to the server; the first is answered by the test."""


@pytest.fixture(scope="module")
def session_id(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A sealed sitting of a player with a passphrase; its name."""
    home = open_home(home_of(tmp_path_factory))
    set_passphrase(player_folder(home), home.device, Passphrase(PASSPHRASE), 1)
    return sit(home.root)


def home_of(factory: pytest.TempPathFactory) -> Path:
    """Where the player lives."""
    return factory.getbasetemp() / "taken-along"


@pytest.fixture(scope="module")
def address(session_id: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the view is served, by its own command."""
    log = tmp_path_factory.mktemp("served") / "log"
    with serving(home_of(tmp_path_factory), log) as address:
        yield address


@pytest.fixture(scope="module")
def desk(address: str, session_id: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser that has unlocked the player, at the sitting's page, with every format offered."""
    with chromium(tmp_path_factory.mktemp("profile")) as browser:
        browser.driver.get(f"{address}unlock?player=player-1")
        browser.find("input[type=password]").send_keys(PASSPHRASE)
        browser.click("form button[type=submit]")
        browser.until(lambda: browser.driver.current_url.endswith("/p/player-1"), "the door did not open")
        browser.driver.get(f"{address}p/player-1/s/{session_id}")
        browser.until(lambda: browser.all(".export-format"), "no format is offered")
        yield browser


def test_a_file_is_made_and_saved(desk: Browser, address: str, session_id: str, tmp_path: Path) -> None:
    """One press makes it, one saves it: whole, under its name; no other machine was asked for anything."""
    witness = Witness(desk.driver)
    desk.driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    desk.click(".export-format input[value=csv]")
    desk.click("#export-make")
    save = desk.find("#export-save")
    name = str(save.get_attribute("download"))
    assert name == f"stillwater-2026-01-05-{session_id[:8]}-csv.zip" and name in desk.text("#export-says")
    desk.click("#export-save")
    wait_until((tmp_path / name).exists, 20.0, "the file was not saved")
    with zipfile.ZipFile(tmp_path / name) as packed:
        assert packed.testzip() is None
        told = json.loads(packed.read(f"{name.removesuffix('.zip')}/manifest.json"))
    assert told["session"] == session_id
    assert witness.outside(address) == []


def test_another_choice_forgets_what_was_made(desk: Browser) -> None:
    """What can be saved is always what is chosen."""
    desk.click(".export-format input[value=csv]")
    desk.click("#export-make")
    desk.find("#export-save")
    desk.click(".export-format input[value=xdf]")
    desk.until(lambda: not desk.all("#export-save")[0].is_displayed(), "the file made before can still be saved")
    assert desk.all("#export-save")[0].get_attribute("href") is None


def test_what_takes_long_can_be_stopped(desk: Browser) -> None:
    """A film is begun and stopped while it is on its way: that is said, nothing can be saved, the next can be made."""
    desk.click(".export-format input[value=webm]")
    desk.click("#export-make")
    desk.click("#export-stop")
    desk.until(lambda: desk.text("#export-says") == "Stopped. Nothing was made.", "it did not stop")
    desk.until(lambda: not desk.all("#export-stop")[0].is_displayed(), "there is still something to stop")
    assert not desk.all("#export-save")[0].is_displayed() and desk.find("#export-make").is_enabled()


def test_while_it_is_made_nothing_else_is_chosen(desk: Browser) -> None:
    """And leaving the page then stops that export, by its number; where nothing is made, leaving stops nothing. An
    answer that is none is said in a sentence, and all can be chosen again."""
    desk.driver.execute_script(HELD)
    leave(desk)
    assert desk.driver.execute_script("return sent") == []
    desk.click(".export-format input[value=csv]")
    desk.click("#export-make")
    desk.until(lambda: desk.driver.execute_script("return sent.length"), "nothing was asked for")
    assert not desk.find(".export-format input[value=xdf]").is_enabled()
    leave(desk)
    (_, asked), (to, stopped) = desk.driver.execute_script("return sent")
    assert to.endswith("/export/stop") and stopped["work"] == asked["work"] > 0
    desk.driver.execute_script("answer(new Response('this is no file'))")
    desk.until(lambda: "no longer answers" in desk.text("#export-says"), "it does not say that it failed")
    assert desk.find(".export-format input[value=xdf]").is_enabled()
    desk.driver.execute_script("window.fetch = fetched")


def leave(desk: Browser) -> None:
    """What a page hears when it is left, or laid aside."""
    desk.driver.execute_script("dispatchEvent(new Event('pagehide'))")


@pytest.mark.parametrize("scheme", ("light", "dark"))
@pytest.mark.parametrize("width", (WIDE, NARROW))
@pytest.mark.parametrize("language", ("en", "zh_CN"))
def test_the_panel_shuts_nobody_out(desk: Browser, language: str, width: int, scheme: str) -> None:
    """axe-core finds nothing serious with a file made, nothing is wider than the window, no message id is left over."""
    choices = desk.all(f"[data-language={language}]")
    if choices:
        desk.click(f"[data-language={language}]")
        desk.until(lambda: not desk.all(f"[data-language={language}]"), "the language did not change")
    resize(desk.driver, width, 900)
    wear(desk.driver, scheme)
    desk.until(lambda: desk.all(".export-format"), "no format is offered")
    desk.click(".export-format input[value=csv]")
    desk.click("#export-make")
    desk.find("#export-save")
    assert faults(desk.driver) == []
    assert desk.driver.execute_script("return document.documentElement.scrollWidth") <= width
    assert "export." not in desk.find("#export").text
