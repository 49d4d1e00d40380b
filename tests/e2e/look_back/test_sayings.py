"""What people lay over a sitting: corrections, notes, and who may see its story."""

import pytest
from selenium.webdriver.common.keys import Keys

from tests.e2e.game import sessions_of
from tests.e2e.look_back.looking import Played, choose
from tests.e2e.served import DRAWN
from tests.rig.browser import Browser

pytestmark = [pytest.mark.rig, pytest.mark.long]

NOTE = "Breathed out <b>slowly</b> here. <script>document.title = 'taken over'</script>"


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


def test_what_is_refused_stays_written(desk: Browser) -> None:
    """A note that is longer than any may be is refused in words, in its panel, and stands in its field as before."""
    choose(desk, "notes")
    desk.driver.execute_script("document.getElementById('note-text').value = 'x'.repeat(4001)")
    desk.click("#note-form button[type=submit]")
    desk.until(lambda: desk.text("#note-says"), "the refusal is not said")
    assert desk.all("#note-says.unfit")
    assert len(str(desk.find("#note-text").get_attribute("value"))) == 4001


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
