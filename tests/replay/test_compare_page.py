"""The page of two sessions side by side as it is served: chosen, laid, refused, and what it leaves behind."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from game.replay.routes_compare import MOST_CHOICES
from game.vault.audit import Act
from game.vault.home import Home, open_home
from tests.replay.pair import made, seal
from tests.replay.visiting import PASSPHRASE, THERAPIST, Browser, House, refused
from tests.replay.years import a_year

PAGE = "/p/player-1/compare"
DAYS = ("2026-01-04T18:00:00+0000", "2026-01-05T19:00:00+0000")
PEAKS_S = (100.0, 160.0)


@dataclass(frozen=True)
class Pair:
    """A home with two sessions to be compared, beside two short ones in which nothing was tense."""

    home: Home
    names: tuple[str, ...]
    """Of the two, the earlier one first."""


@pytest.fixture(scope="module")
def sealed(settled: Home, tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """The family's home with these two. Made once."""
    root = tmp_path_factory.mktemp("pair") / "home"
    shutil.copytree(settled.root, root)
    home = open_home(root)
    told = zip(PEAKS_S, DAYS, strict=True)
    return Pair(home, tuple(seal(home, made(240, peak_s, started=day), day) for peak_s, day in told))


@pytest.fixture
def house(sealed: Pair, therapist: bytes, tmp_path: Path) -> House:
    """The replay view over a copy of that home."""
    shutil.copytree(sealed.home.root, tmp_path / "home")
    return House(open_home(tmp_path / "home"), therapist)


def asked(first: str, second: str) -> str:
    """The page of two sessions."""
    return f"{PAGE}?a={first}&b={second}"


def chosen(page: str) -> list[str]:
    """Sessions that stand chosen."""
    return re.findall('<option value="([0-9a-f]{32})" selected>', page)


def test_it_is_shut_until_it_is_unlocked(browser: Browser, sealed: Pair) -> None:
    """The page leads to the door, and a script is refused; no session is told of."""
    door = browser.page(asked(*sealed.names))
    assert door.status_code == 401 and sealed.names[0] not in re.sub('value="[^"]*"', "", door.text)
    assert refused(browser.get(PAGE)) == "locked"


def test_two_are_laid_over_each_other(visitor: Browser, sealed: Pair) -> None:
    """Both with their days, headlines and a link to the replay; tension, breath and what ran are drawn; the table has
    a row at their tensest moment; the order in which they are asked for does not matter."""
    answer = visitor.page(asked(*sealed.names))
    assert answer.status_code == 200 and answer.headers["cache-control"] == "no-store"
    heads = re.findall(r'<h2 id="side-[12]"><a href="([^"]+)">([^<]+)', answer.text)
    assert [href for href, _ in heads] == [f"/p/player-1/s/{name}" for name in sealed.names]
    assert [day.strip() for _, day in heads] == ["4 January 2026", "5 January 2026"]
    assert len(re.findall('<figure class="chart', answer.text)) == 3
    assert answer.text.count("data-zero") == 1
    main = answer.text.partition("<main")[2]
    assert (
        main.partition("<form")[0]
        == visitor.page(asked(*sealed.names[::-1])).text.partition("<main")[2].partition("<form")[0]
    )


def test_both_are_noted_as_opened(visitor: Browser, house: House, sealed: Pair) -> None:
    """Once each, however often they are compared; the choice alone opens nothing."""
    assert visitor.page(f"{PAGE}?a={sealed.names[0]}").status_code == 200
    assert house.noted() == []
    for _ in range(2):
        assert visitor.page(asked(*sealed.names)).status_code == 200
    assert sorted(house.noted()) == sorted((Act.OPENED, name, THERAPIST) for name in sealed.names)


def test_a_correction_counts_at_once(visitor: Browser, sealed: Pair) -> None:
    """What somebody says was something else is no tense moment any more: both stand at their beginnings, and the page
    says which has none."""
    said = {"from_tick": 10 * 60, "to_tick": 230 * 60, "label": "laughing"}
    assert visitor.post(f"/p/player-1/s/{sealed.names[0]}/corrections.json", said).status_code == 200
    page = visitor.page(asked(*sealed.names)).text
    assert "4 January 2026 had no clearly tense moment" in page
    assert 'class="aside"' in page


def test_the_choice_is_of_the_players_own_sessions(visitor: Browser, house: House) -> None:
    """All of them, newest first; the newest two stand chosen; beside one alone stands the one before it."""
    page = visitor.page(PAGE).text
    names = list(dict.fromkeys(re.findall('<option value="([0-9a-f]{32})"', page)))
    listed = list(dict.fromkeys(re.findall("/p/player-1/s/([0-9a-f]{32})", visitor.page("/p/player-1?days=all").text)))
    assert names == listed and chosen(page) == names[:2]
    assert chosen(visitor.page(f"{PAGE}?a={names[1]}").text) == names[1:3]
    assert chosen(visitor.page(f"{PAGE}?a={names[-1]}").text) == [names[-1], names[0]]
    assert chosen(visitor.page(f"{PAGE}?b={names[0]}").text) == [names[1], names[0]]


def test_the_same_twice_is_told_kindly(visitor: Browser, sealed: Pair) -> None:
    """Nothing is drawn; another one is asked for."""
    page = visitor.page(asked(sealed.names[0], sealed.names[0])).text
    assert "the same sitting twice" in page and "<figure" not in page


@pytest.mark.parametrize("name", ["../../player-2", "%00", "0" * 31, "G" * 32, "0" * 32])
def test_what_is_no_session_of_theirs_is_refused(visitor: Browser, sealed: Pair, name: str) -> None:
    """By the name of the refusal, whichever of the two it is."""
    for path in (asked(sealed.names[0], name), asked(name, sealed.names[0])):
        answer = visitor.get(path)
        assert answer.status_code == 404 and refused(answer) in ("not_there", "vault")


def test_pages_of_sessions_lead_to_it(visitor: Browser, sealed: Pair) -> None:
    """From the list and from the replay, with that session chosen."""
    link = f'href="{PAGE}?a={sealed.names[0]}"'
    assert link in visitor.page("/p/player-1?days=all").text
    assert link in visitor.page(f"/p/player-1/s/{sealed.names[0]}").text


def test_whoever_has_one_session_is_not_asked_to_choose(tmp_path: Path, therapist: bytes) -> None:
    """With one session there is nothing to lay over it, and that is what the page says."""
    browser = Browser(House(a_year(tmp_path / "home", 1).home, therapist).app)
    browser.unlock(secret=PASSPHRASE)
    page = browser.page(PAGE).text
    assert "<select" not in page and "Two sittings are needed" in page


def test_of_many_the_newest_are_offered(tmp_path: Path, therapist: bytes) -> None:
    """As many as a page of the list has, and whichever older one is asked for."""
    year = a_year(tmp_path / "home", MOST_CHOICES + 5)
    browser = Browser(House(year.home, therapist).app)
    browser.unlock(secret=PASSPHRASE)
    assert browser.page(PAGE).text.count("<option") == 2 * MOST_CHOICES
    page = browser.page(f"{PAGE}?a={year.names[0]}").text
    assert page.count("<option") == 2 * (MOST_CHOICES + 1) and chosen(page)[0] == year.names[0]
