"""The picture: in step with the cursor, and the one that the player's window showed."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import cv2
import numpy as np
import pytest
from selenium.webdriver.common.keys import Keys

from game.commands.sitting import house_rules
from game.core.retell import retell, verify
from game.replay.ghost import Ghost
from game.replay.ghost_line import SIZE, State
from game.replay.lanes import read_lanes
from tests.e2e.look_back.looking import LENGTH_S, Pixels, Played, shows
from tests.rig.browser import Browser
from tests.rig.process import wait_until

pytestmark = [pytest.mark.rig, pytest.mark.long]

APART = 2
"""Levels of 255: a window renews a drifting mood strip by strip, so some of its pixels are a moment old."""
SMALLER = 4.0
"""Mean levels of 255 between a picture and itself, half as wide and as JPEG, at most."""


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


def test_the_picture_is_in_step_with_the_cursor(desk: Browser, played: Played) -> None:
    """At each of five moments the page shows what the player's window showed then, and at no other."""
    for at_s in (45, 5, 60, 15, 30):
        desk.press(Keys.HOME, *[Keys.ARROW_RIGHT] * (at_s % 10))
        for _ in range(at_s // 10):
            desk.press(Keys.ARROW_RIGHT, shift=True)
        shows(desk, f"{at_s // 60}:{at_s % 60:02d}")
        desk.until(partial(showing, desk, played.live, at_s), f"it is not the picture of {at_s} s")


def test_an_old_picture_says_that_the_new_one_is_coming(desk: Browser) -> None:
    """After a jump the picture of before is dimmed, with a quiet sign, until the one of the cursor is there; who wants
    less motion sees no fading. A step of a second marks nothing: the picture is as good as there."""
    desk.press(Keys.HOME)
    desk.until(lambda: not desk.all(".ghost-frame.coming"), "the first picture did not come")
    calm = {"features": [{"name": "prefers-reduced-motion", "value": "reduce"}]}
    with slow(desk):
        desk.press(Keys.ARROW_RIGHT)
        shows(desk, "0:01")
        assert not desk.all(".ghost-frame.coming")
        desk.press(Keys.ARROW_RIGHT, shift=True)
        shows(desk, "0:11")
        assert desk.find(".coming .ghost-coming").text == "the picture is coming …"
        desk.until(lambda: desk.find("#ghost-canvas").value_of_css_property("opacity") == "0.45", "it is not dimmed")
        assert desk.find("#ghost-canvas").value_of_css_property("transition-duration") != "0s"
        desk.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", calm)
        assert desk.find("#ghost-canvas").value_of_css_property("transition-duration") == "0s"
    desk.until(lambda: not desk.all(".ghost-frame.coming"), "the picture did not come")
    assert desk.find("#ghost-canvas").value_of_css_property("opacity") == "1"
    assert not [one for one in desk.all(".ghost-coming") if one.is_displayed()]


@contextmanager
def slow(browser: Browser) -> Iterator[None]:
    """Let every answer of the server take four seconds meanwhile."""
    line = {"offline": False, "downloadThroughput": -1, "uploadThroughput": -1}
    browser.driver.execute_cdp_cmd("Network.emulateNetworkConditions", {**line, "latency": 4000})
    try:
        yield
    finally:
        browser.driver.execute_cdp_cmd("Network.emulateNetworkConditions", {**line, "latency": 0})


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
