"""The page of the usual picture as it is served: only to whoever unlocked the player, with what is kept of them."""

import re
import shutil
from pathlib import Path

import pytest

from game.vault.home import open_home
from tests.replay.visiting import ADDRESS, NOW_S, PASSPHRASE, Browser, House, refused
from tests.replay.years import Year, a_year

COUNT = 40
PAGE = "/p/player-1/profile"


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    """A home in which somebody has played for some weeks."""
    return a_year(tmp_path_factory.mktemp("year") / "home", COUNT, seed=3, until_s=NOW_S)


@pytest.fixture
def looking(year: Year, tmp_path: Path, therapist: bytes) -> Browser:
    """A browser that has unlocked a copy of it."""
    shutil.copytree(year.home.root, tmp_path / "home")
    browser = Browser(House(open_home(tmp_path / "home"), therapist).app)
    assert browser.unlock(secret=PASSPHRASE).status_code == 200
    return browser


def test_it_is_shut_until_it_is_unlocked(browser: Browser) -> None:
    """A page asked for leads to the door, with the way back in it; a script is refused, and no number is told."""
    door = browser.page(PAGE)
    assert door.status_code == 401 and "<h1" in door.text and "number-of" not in door.text
    assert refused(browser.get(PAGE)) == "locked"


def test_it_shows_what_is_kept(looking: Browser, year: Year) -> None:
    """The count of the sessions, four charts, six axes, the last session laid over them, and links to no others."""
    answer = looking.page(PAGE)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert f">{COUNT}</button>" in answer.text
    assert answer.text.count('<figure class="chart') == 4
    assert answer.text.count('<li class="axis">') == 6
    linked = set(re.findall(r'href="/p/player-1/s/([0-9a-f]{32})"', answer.text))
    assert linked == set(year.names)
    assert f'<a href="/p/player-1/s/{year.names[-1]}">' in answer.text


def test_the_pages_of_a_player_lead_to_it(looking: Browser) -> None:
    """From the list of sessions, and back."""
    assert f'href="{PAGE}"' in looking.page("/p/player-1").text
    assert 'href="/p/player-1"' in looking.page(PAGE).text


def test_sessions_that_were_never_looked_at_are_waited_for_and_then_join(guardian: Browser) -> None:
    """The page says so and names where to ask for them; once they are read it says no more of it, and counts them."""
    first = guardian.page(PAGE).text
    path = re.search(r'id="waiting"[^>]*data-path="([^"]+)"', first)
    assert path is not None
    assert guardian.get(path.group(1)).json() == {"left": 0}
    then = guardian.page(PAGE).text
    assert 'id="waiting"' not in then
    assert ">2</button>" in then and 'class="chart' not in then


def test_what_does_not_open_is_not_waited_for(house: House, browser: Browser, sitting: str) -> None:
    """A broken session keeps no page reloading: once it was tried, it is not waited for."""
    path = house.home.root / "players" / "player-1" / "sessions" / f"{sitting.rpartition('/')[2]}.still"
    path.write_bytes(b"nothing")
    assert browser.unlock(secret=PASSPHRASE).status_code == 200
    browser.get("/p/player-1/summing.json")
    assert 'id="waiting"' not in browser.page(PAGE).text


def test_it_speaks_chinese(looking: Browser) -> None:
    """Chosen once, the whole page is in Chinese."""
    looking.page(PAGE)
    assert looking.post("/language", {"language": "zh_CN"}, referer=f"{ADDRESS}{PAGE}").status_code == 200
    text = looking.page(PAGE).text
    assert "几句话" in text and "In a few words" not in text


def test_another_player_is_not_shown(looking: Browser) -> None:
    """Whoever unlocked one player sees nothing of another, nor of one that there is not."""
    assert looking.page("/p/player-2/profile").status_code in (401, 404)
    assert looking.page("/p/player-9/profile").status_code in (401, 404)
