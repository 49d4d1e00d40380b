"""A long list is shown page by page: each session stands on one page, and the pages lead to each other."""

import re
from pathlib import Path

import pytest

from game.replay.routes_player import MOST_ROWS
from tests.replay.visiting import NOW_S, Browser, House, refused
from tests.replay.years import Year, a_year

COUNT = 2 * MOST_ROWS + 5
_SITTING = re.compile(r'<h3><a href="/p/player-1/s/([0-9a-f]{32})"')
_CHIP = re.compile(r'rel="(prev|next)" href="([^"]+)"')


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    """Two pages, and a few sessions more."""
    return a_year(tmp_path_factory.mktemp("year") / "home", COUNT, until_s=NOW_S)


@pytest.fixture(scope="module")
def guardian(year: Year) -> Browser:
    """A browser in which the guardian has unlocked the player."""
    browser = Browser(House(year.home, b"").app)
    assert browser.unlock().status_code == 200
    return browser


def _ways(text: str) -> dict[str, str]:
    """Where the page leads."""
    return {way: href.replace("&amp;", "&") for way, href in _CHIP.findall(text)}


def test_the_pages_hold_every_session_once(year: Year, guardian: Browser) -> None:
    """From the newest to the oldest by the links, and back again; each page says how many there are in all."""
    path, found, lengths = "/p/player-1?days=all", list[str](), list[int]()
    while path:
        text = guardian.page(path).text
        assert f"{COUNT} sittings" in text
        names = _SITTING.findall(text)
        found += names
        lengths.append(len(names))
        newer, path = _ways(text).get("prev", ""), _ways(text).get("next", "")
    assert lengths == [MOST_ROWS, MOST_ROWS, 5]
    assert found == list(reversed(year.names))
    assert _SITTING.findall(guardian.page(newer).text) == found[MOST_ROWS:-5]
    assert "prev" not in _ways(guardian.page("/p/player-1?days=all&skip=0").text)


def test_a_short_list_has_no_pages(guardian: Browser) -> None:
    """A month of five sessions a week fits."""
    text = guardian.page("/p/player-1").text
    assert 0 < len(_SITTING.findall(text)) < MOST_ROWS and not _ways(text)


@pytest.mark.parametrize("skip", ["-1", "x", "1e3", "07", "9999999", str(COUNT), "", "0%00"])
def test_pages_that_are_none_are_refused(guardian: Browser, skip: str) -> None:
    """Anything but the number of a page that there is, is not there."""
    assert refused(guardian.get(f"/p/player-1?days=all&skip={skip}")) == "not_there"


def test_a_player_without_sessions(tmp_path: Path) -> None:
    """An empty list is no page too many."""
    year = a_year(tmp_path / "home", 1, until_s=NOW_S - 400 * 86_400)
    browser = Browser(House(year.home, b"").app)
    browser.unlock()
    assert browser.page("/p/player-1?skip=0").status_code == 200
