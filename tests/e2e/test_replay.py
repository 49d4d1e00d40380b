"""Looking back in a real browser: the door, lanes, the picture, corrections, notes, the story, and what must not be.

One sitting is played by the game's own command, with pictures of what its window showed; every test looks back at it
in the same chromium, as a browser that was never here. After each of them the browser must have asked for nothing
outside this machine, and complained of nothing but what was refused on purpose.
"""

import base64
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from selenium.webdriver.common.keys import Keys

from game.commands.household import Household
from game.commands.sitting import house_rules
from game.core.retell import retell, verify
from game.core.trace import Kind
from game.replay.ghost import Ghost
from game.replay.ghost_line import SIZE, State
from game.replay.lanes import read_lanes
from game.vault.home import open_home
from game.vault.keys import set_passphrase, unlock
from game.vault.passphrase import Passphrase
from game.vault.reader import Reader
from tests.e2e.game import call, playing, sessions_of
from tests.rig.browser import Browser, Witness, chromium, faults, wear
from tests.rig.process import wait_until

pytestmark = [pytest.mark.rig, pytest.mark.long]

PASSPHRASE, WRONG = "wide as the sea", "deep as the sea"
LENGTH_S = 62
MOMENTS_S = (5, 15, 30, 45, 60)
"""When pictures of the live window were taken."""
APART = 2
"""Levels of 255: a window renews a drifting mood strip by strip, so some of its pixels are a moment old."""
SMALLER = 4.0
"""Mean levels of 255 between a picture and itself, half as wide and as JPEG, at most."""
NOTE = "Breathed out <b>slowly</b> here. <script>document.title = 'taken over'</script>"
REFUSED = ("status of 401", "status of 403", "status of 404")
"""What a console says of a door that stays shut and of a page that is none."""
WIDTH, HEIGHT = SIZE

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


@pytest.fixture(scope="module")
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


@pytest.fixture(scope="module")
def address(played: Played, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the view is served, by its own command."""
    with playing(["replay"], played.home, {}, tmp_path_factory.mktemp("served") / "log") as served:
        served.wait_to_say("Ctrl-C ends it")
        yield served.words.split("Look back at ")[1].split()[0]


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One chromium for all tests here."""
    with chromium(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture
def stranger(window: Browser, address: str) -> Iterator[Browser]:
    """A browser that was never here, at the players' page; what it asked for and complained of is judged afterwards."""
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


DRAWN = "return performance.getEntriesByName('stillwater:lanes-drawn').length > 0"


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


def on_the_canvas(browser: Browser) -> Pixels:
    """What the picture beside the lanes shows, uint8 (540, 960, 3), BGR."""
    told = browser.driver.execute_script("return document.getElementById('ghost-canvas').toDataURL('image/png')")
    data = np.frombuffer(base64.b64decode(told.partition(",")[2]), np.uint8)
    return np.asarray(cv2.resize(cv2.imdecode(data, cv2.IMREAD_COLOR), SIZE), np.uint8)


def showing(browser: Browser, live: dict[int, Pixels], at_s: int) -> bool:
    """Whether the canvas has the picture of a moment: as near as JPEG at half the size is, and nearer than others."""
    seen = on_the_canvas(browser)
    apart = {moment_s: float(cv2.absdiff(seen, picture).mean()) for moment_s, picture in live.items()}
    return apart[at_s] < SMALLER and apart[at_s] == min(apart.values())


def test_the_door(stranger: Browser, played: Played) -> None:
    """A wrong passphrase is refused in words; the right one opens; after locking, back leads to the door, and nothing
    of the sitting is in the page."""
    stranger.click(".players a")
    enter(stranger, WRONG)
    stranger.until(lambda: stranger.text("#refusal"), "the wrong passphrase was not refused in words")
    assert "/unlock" in stranger.driver.current_url
    enter(stranger, PASSPHRASE)
    stranger.click(".sitting h3 a")
    stranger.until(lambda: stranger.driver.execute_script(DRAWN), "the lanes were not drawn")
    session = played.reader().session_id
    assert session in stranger.driver.current_url
    stranger.click(".tool.lock")
    stranger.find(".players a")
    stranger.driver.back()
    stranger.find("#passphrase")
    assert "lanes-plot" not in stranger.driver.page_source
    assert (
        stranger.driver.execute_async_script(
            "fetch(arguments[0]).then((answer) => arguments[1](answer.status))", f"/p/player-1/s/{session}/lanes.json"
        )
        == 401
    )


def test_the_lanes_are_drawn_and_told(desk: Browser) -> None:
    """Curves, the words beside them, the length of the sitting, and the same as tables for whoever cannot see them."""
    curves = desk.driver.execute_script("return document.querySelectorAll('#lanes-plot .scatterlayer path').length")
    assert curves > 5
    assert desk.text("#time-all") == "1:02"
    assert len(desk.all("#lanes-heads > *")) >= 5
    desk.click("#tables summary")
    desk.click("#tables-body summary")
    assert "Tide" in desk.find("#tables-body table").text
    assert len(desk.all("#tables-body table")) >= 8


def test_time_moves_by_key_and_by_pointer(desk: Browser) -> None:
    """Arrows, the far arrows, Home, the pointer on the lanes and on the strip, and from event to event and back."""
    desk.press(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_LEFT)
    shows(desk, "0:01")
    desk.press(Keys.ARROW_RIGHT, shift=True)
    shows(desk, "0:11")
    desk.press(Keys.HOME)
    shows(desk, "0:00")
    desk.drag("#lanes-over", 0.2, 0.49)
    shows(desk, "0:30")
    desk.press(Keys.HOME, "n")
    first = desk.until(lambda: desk.text("#events-list [aria-current] .event-time"), "no event is the one of now")
    assert desk.text("#time-now") == first
    desk.press(Keys.END, "p")
    assert desk.until(lambda: desk.text("#time-now") != "1:02", "the event before was not gone to")


def test_it_plays_and_stops(desk: Browser) -> None:
    """Space plays, faster by the bracket, and Space stops it."""
    desk.press("]", "]", Keys.SPACE)
    assert desk.find("#speed").get_attribute("value") == "4"
    desk.until(lambda: desk.text("#time-now") >= "0:03", "it did not play")
    desk.press(Keys.SPACE)
    desk.until(lambda: "#icon-play" in str(desk.find("#play use").get_attribute("href")), "it did not stop")


def test_the_picture_is_in_step_with_the_cursor(desk: Browser, played: Played) -> None:
    """At each of five moments the page shows what the player's window showed then, and at no other."""
    for at_s in (45, 5, 60, 15, 30):
        desk.press(Keys.HOME, *[Keys.ARROW_RIGHT] * (at_s % 10))
        for _ in range(at_s // 10):
            desk.press(Keys.ARROW_RIGHT, shift=True)
        shows(desk, f"{at_s // 60}:{at_s % 60:02d}")
        desk.until(partial(showing, desk, played.live, at_s), f"it is not the picture of {at_s} s")


def test_it_says_why(desk: Browser) -> None:
    """At a moment after the first decision: what was chosen, from when on, what was seen, what the rules would do."""
    desk.press(Keys.ARROW_RIGHT, shift=True)
    desk.until(lambda: desk.text("#why-body .why-text"), "no decision is told")
    desk.until(lambda: desk.text("#why-body .why-saw"), "what the mind saw is not told")
    assert desk.text("#why-body .why-rules")
    assert "0:1" in desk.text("#why-body")


def test_a_stretch_is_corrected_and_taken_back(desk: Browser, played: Played) -> None:
    """Dragged over, named, laid over the recording with author and share, then taken back; the file is as it was."""
    sealed = sessions_of(played.home)[-1].read_bytes()
    choose(desk, "correct")
    desk.drag("#lanes-over", 0.25, 0.49)
    assert desk.find("#correct-from").get_attribute("value") == "0:15"
    assert desk.find("#correct-to").get_attribute("value") == "0:30"
    desk.click("#correct-form .choice")
    desk.click("#correct-form button[type=submit]")
    item = desk.find("#correct-list .layer")
    assert "0:15 – 0:30" in item.text
    assert "24" in desk.text("#correct-rate")
    desk.click("#correct-list .layer button.quiet")
    desk.find("#correct-list .layer.gone")
    assert sessions_of(played.home)[-1].read_bytes() == sealed


def test_a_note_stays_text(desk: Browser) -> None:
    """Words with a script in them are shown as they were typed, run nowhere, also not later; and are taken back."""
    desk.press(Keys.ARROW_RIGHT, "m")
    desk.find("#note-text").send_keys(NOTE)
    desk.click("#note-form button[type=submit]")
    for _ in range(2):
        written = desk.until(lambda: desk.text("#notes-list .layer-text"), "the note is not in the list")
        assert written == NOTE
        assert (
            desk.driver.execute_script("return document.querySelectorAll('#notes-list script, #notes-list b').length")
            == 0
        )
        assert "taken over" not in desk.driver.title
        desk.driver.refresh()
        desk.until(lambda: desk.driver.execute_script(DRAWN), "the lanes were not drawn again")
    choose(desk, "notes")
    desk.click("#notes-list .layer .form-row button:last-child")
    desk.find("#notes-list .layer.gone")


def test_the_story(desk: Browser) -> None:
    """Some pictures with a sentence each; who may see it is chosen and kept, and what is for one alone has no print."""
    desk.click(".session-ways a")
    desk.until(lambda: desk.all(".moments img") and not desk.all(".moments img[hidden]"), "pictures are missing")
    assert 2 <= len(desk.all(".moments li")) <= 6
    assert all(caption.text for caption in desk.all(".moments figcaption"))
    sizes = desk.driver.execute_script(
        "return [...document.querySelectorAll('.moments img')].map((one) => one.naturalWidth)"
    )
    assert min(sizes) >= 640
    desk.click("#audience input[value=family]")
    desk.until(lambda: desk.text("#audience-said"), "who may see it was not kept")
    desk.driver.refresh()
    assert desk.find("#audience input[value=family]").is_selected()
    assert desk.find(".book .button[data-print]")
    desk.click("#audience input[value=me]")
    desk.until(lambda: desk.all(".book.for-one"), "it can still be printed")


def test_chinese(desk: Browser) -> None:
    """One press, and all of the page is in Chinese; no message id is left over."""
    desk.click("[data-language=zh_CN]")
    desk.until(
        lambda: desk.driver.execute_script("return document.documentElement.lang") == "zh-CN", "it is not Chinese"
    )
    desk.until(lambda: desk.driver.execute_script(DRAWN), "the lanes were not drawn again")
    words = desk.find("main").text
    assert sum("一" <= letter <= "鿿" for letter in words) > 200
    for family in ("view.", "sitting.", "lanes.", "replay.", "saying.", "ghost."):
        assert family not in words


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_shuts_anybody_out(stranger: Browser, played: Played, address: str, scheme: str) -> None:
    """axe-core finds nothing serious in any page, in any panel and in the help, light and dark."""
    wear(stranger.driver, scheme)
    found = {"players": faults(stranger.driver)}
    stranger.click(".players a")
    stranger.find("#passphrase")
    found["door"] = faults(stranger.driver)
    enter(stranger, PASSPHRASE)
    stranger.find(".sitting h3 a")
    found["sittings"] = faults(stranger.driver)
    here = f"{address}p/player-1/s/{played.reader().session_id}"
    stranger.driver.get(here)
    stranger.until(lambda: stranger.text("#ghost-truth"), "the picture was not told to its end")
    for tab in ("why", "events", "correct", "notes"):
        choose(stranger, tab)
        found[tab] = faults(stranger.driver)
    stranger.click("#help")
    stranger.find("#keys")
    found["keys"] = faults(stranger.driver)
    for page in (f"{here}/story", f"{address}about", f"{address}nothing/here"):
        stranger.driver.get(page)
        stranger.find("h1")
        found[page] = faults(stranger.driver)
    assert {page: told for page, told in found.items() if told} == {}


def test_the_ghost_is_what_was_played(played: Played) -> None:
    """Told again, every digest agrees, every decision came into force as the lanes say it did, and at five moments the
    picture is the one that the player's window showed; that of a tick beside it is not."""
    told = verify(played.records(), house_rules())
    assert told.differs_at is None
    assert told.digests == LENGTH_S
    lanes = read_lanes("", played.reader())
    forced = {world.tick: world.decided.directive for world in retell(played.records(), house_rules()) if world.decided}
    assert len(forced) > 5
    assert {decision.tick: decision.used for decision in lanes.decisions} == forced
    (_, setup), *records = played.records()
    ghost = Ghost(setup, records)
    try:
        wait_until(lambda: ghost.progress.state is not State.TELLING, 60.0, "it was not told")
        assert ghost.digest_agrees is True
        for at_s, live in played.live.items():
            now, next_to = (
                np.asarray(cv2.imdecode(np.frombuffer(ghost.frame(tick, lossless=True), np.uint8), cv2.IMREAD_COLOR))
                for tick in (at_s * 60, at_s * 60 + 1)
            )
            assert cv2.absdiff(now, live).max() <= APART, at_s
            assert cv2.absdiff(next_to, live).max() > APART, at_s
    finally:
        ghost.close()
