"""The door, every page for everybody, and either language."""

import pytest

from tests.e2e.look_back.looking import PASSPHRASE, Played, choose, enter
from tests.e2e.served import DRAWN
from tests.rig.browser import Browser, faults, wear

pytestmark = [pytest.mark.rig, pytest.mark.long]

WRONG = "deep as the sea"


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
