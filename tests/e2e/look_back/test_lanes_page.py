"""The lanes in a real browser: drawn and told, moved along by key and by pointer, and why."""

import pytest
from selenium.webdriver.common.keys import Keys

from tests.e2e.look_back.looking import shows
from tests.rig.browser import Browser

pytestmark = [pytest.mark.rig, pytest.mark.long]


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


def test_it_says_why(desk: Browser) -> None:
    """At a moment after the first decision: what was chosen, from when on, what was seen, what the rules would do."""
    desk.press(Keys.ARROW_RIGHT, shift=True)
    desk.until(lambda: desk.text("#why-body .why-text"), "no decision is told")
    desk.until(lambda: desk.text("#why-body .why-saw"), "what the mind saw is not told")
    assert desk.text("#why-body .why-rules")
    assert "0:1" in desk.text("#why-body")
