"""The page over time and the idea for next week, as a browser asks for them."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from affect.trends.recovery import Recovery
from affect.trends.session import Session
from game.replay.cabinet import Cabinet, Seat
from game.replay.gist import METHOD, Gist, encode_gist
from game.replay.shelf import file_sizes
from game.vault.audit import Act, read_trail
from game.vault.errors import CannotOpen
from game.vault.home import open_home, player_folder
from game.vault.keys import unlock
from game.vault.passphrase import Passphrase
from game.vault.players import load
from game.vault.sums import Cache, Sum, keep_sums
from tests.replay.visiting import NOW_S, PASSPHRASE, Browser, House, refused
from tests.replay.years import HELPS, Year, a_year

PATHS = ("trends", "trends.json", "suggestion.json")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Year:
    """A home in which somebody played 100 times. Made once."""
    return a_year(tmp_path_factory.mktemp("made") / "home", 100, until_s=NOW_S)


@pytest.fixture
def year(made: Year, tmp_path: Path) -> Year:
    """A copy of it."""
    shutil.copytree(made.home.root, tmp_path / "home")
    home = open_home(tmp_path / "home")
    return replace(made, home=home, folder=player_folder(home))


@pytest.fixture
def browser(year: Year) -> Browser:
    """A browser that has unlocked nothing."""
    return Browser(House(year.home, b"").app)


@pytest.fixture
def parent(browser: Browser) -> Browser:
    """One in which the passphrase was typed."""
    assert browser.unlock().status_code == 200
    return browser


def refusals(year: Year) -> list[str]:
    """Practices that are kept as refused."""
    lines = load(year.folder, year.home.device).player.progress.refused
    return [line.partition(" ")[2] for line in lines]


def test_nothing_is_told_before_it_is_unlocked(browser: Browser) -> None:
    """Neither page nor data, nor is a refusal taken."""
    assert [browser.get(f"/p/player-1/{path}").status_code for path in PATHS] == [401, 401, 401]
    browser.page("/")
    assert refused(browser.post("/p/player-1/suggestion.json", {"practice": HELPS, "refused": True})) == "locked"


def test_the_page_leads_to_the_others(parent: Browser) -> None:
    """Sessions, over time and the usual picture lead to one another; each of three looks back is offered."""
    page = parent.page("/p/player-1/trends").text
    for href in ("/p/player-1", "/p/player-1/trends", "/p/player-1/profile"):
        assert f'href="{href}"' in page
    for weeks in ("13", "52", "all"):
        assert f"weeks={weeks}" in page
        assert parent.get(f"/p/player-1/trends.json?weeks={weeks}").status_code == 200
    assert 'href="/p/player-1/trends"' in parent.page("/p/player-1").text


@pytest.mark.parametrize("path", ["trends?weeks=5", "trends.json?weeks=-1", "trends.json?weeks="])
def test_another_look_back_is_not_there(parent: Browser, path: str) -> None:
    """Only the three that are offered."""
    assert refused(parent.get(f"/p/player-1/{path}")) == "not_there"


def test_it_tells_of_the_sessions_there_are(parent: Browser, year: Year) -> None:
    """All of them, each leading to its replay, and in the language that was chosen."""
    told = parent.get("/p/player-1/trends.json?weeks=all").json()
    assert [one["href"] for one in told["sittings"]] == [f"/p/player-1/s/{name}" for name in year.names]
    parent.post("/language", {"language": "zh_CN"})
    chinese = parent.get("/p/player-1/trends.json?weeks=all").json()
    assert chinese["measures"][0]["numbers"] == told["measures"][0]["numbers"]
    assert chinese["measures"][0]["title"] == "回到平静"


def again(year: Year, place: int, session: Session) -> None:
    """Keep other numbers of a session."""
    name, gist = year.names[place], encode_gist(Gist(session, Recovery(0.0, None, ())))
    keep_sums(year.folder, Cache.SUMS, year.home.device, Sum(name, METHOD, file_sizes(year.folder)[name], gist))


@pytest.mark.parametrize("wrong", [datetime(2037, 1, 1, tzinfo=UTC), datetime(2017, 1, 1, tzinfo=UTC)])
def test_a_sitting_under_a_wrong_clock_is_left_out(parent: Browser, year: Year, wrong: datetime) -> None:
    """Years ahead or years back, the idea is the same and no other sitting goes; that one was left out is said."""
    again(year, -3, replace(year.sessions[-3], started_s=int(wrong.timestamp())))
    told = parent.get("/p/player-1/trends.json?weeks=all").json()
    others = [*year.names[:-3], *year.names[-2:]]
    assert [one["href"] for one in told["sittings"]] == [f"/p/player-1/s/{name}" for name in others]
    assert told["from_s"] == year.sessions[0].local_s
    assert "clock" in told["notes"][0]
    assert parent.get("/p/player-1/suggestion.json").json()["practice"] == HELPS


def test_a_simulated_session_is_left_out(parent: Browser, year: Year) -> None:
    """Nobody sat there, so nothing is said by it; that one was left out is said."""
    again(year, -1, replace(year.sessions[-1], simulated=True))
    told = parent.get("/p/player-1/trends.json").json()
    assert len(told["sittings"]) == len(year.names) - 1
    assert "1" in told["notes"][0]


def test_an_idea_is_refused_and_welcome_again(parent: Browser, year: Year) -> None:
    """Refused it is kept in the player's record and another comes; taken back it is as before; the audit has both."""
    before = parent.get("/p/player-1/suggestion.json").json()
    assert before["practice"] == HELPS
    after = parent.post("/p/player-1/suggestion.json", {"practice": HELPS, "refused": True}).json()
    assert after["practice"] != HELPS
    assert refusals(year) == [HELPS]
    assert parent.post("/p/player-1/suggestion.json", {"practice": HELPS, "refused": False}).json() == before
    assert refusals(year) == []
    ring = unlock(year.folder, year.home.device, Passphrase(PASSPHRASE))
    acts = [
        line.about for line in read_trail(year.folder, year.home.device, ring).lines if line.act is Act.SETTING_CHANGED
    ]
    assert acts == [f"suggestion {HELPS}: at rest", f"suggestion {HELPS}: welcome"]


@pytest.mark.parametrize(
    "sent", [{"practice": "juggling", "refused": True}, {"practice": HELPS}, {"practice": HELPS, "refused": "yes"}, {}]
)
def test_what_is_no_answer_changes_nothing(parent: Browser, year: Year, sent: dict[str, object]) -> None:
    """An unknown practice, or neither yes nor no."""
    assert refused(parent.post("/p/player-1/suggestion.json", sent)) == "not_json"
    assert refusals(year) == []


def test_an_answer_needs_the_token_of_the_page(parent: Browser, year: Year) -> None:
    """Somebody else's page cannot send it."""
    answer = parent.post("/p/player-1/suggestion.json", {"practice": HELPS, "refused": True}, x_stillwater_token=None)
    assert refused(answer) == "token"
    assert refusals(year) == []


def test_nobody_has_played(tmp_path: Path) -> None:
    """An empty home: the page is there, and its data says that there is nothing."""
    year = a_year(tmp_path / "home", 13, until_s=NOW_S)
    for path in (year.folder / "sessions").glob("*.still"):
        path.unlink()
    browser = Browser(House(year.home, b"").app)
    assert browser.unlock().status_code == 200
    assert browser.page("/p/player-1/trends").status_code == 200
    told = browser.get("/p/player-1/trends.json").json()
    assert (told["sittings"], told["measures"], told["to_s"]) == ([], [], told["now_s"])
    assert browser.get("/p/player-1/suggestion.json").json()["said"] == []


# ---- what a visit keeps at hand


def test_it_is_reckoned_once_per_state() -> None:
    """The same state asks for nothing; another one, another name, or a cabinet that was closed reckons anew."""
    cabinet, asked = Cabinet(Seat(lambda setup, records: pytest.fail("no ghost"), lambda: 0.0)), list[int]()

    def reckon() -> int:
        asked.append(1)
        return len(asked)

    assert [cabinet.once(("a", "trends"), (1, 2), reckon) for _ in range(3)] == [1, 1, 1]
    assert cabinet.once(("a", "trends"), (1, 3), reckon) == 2
    assert cabinet.once(("b", "trends"), (1, 3), reckon) == 3
    cabinet.close()
    assert cabinet.once(("a", "trends"), (1, 3), reckon) == 4


def test_what_cannot_be_reckoned_is_not_kept() -> None:
    """An error reaches whoever asked, and the next one asks anew."""
    cabinet = Cabinet(Seat(lambda setup, records: pytest.fail("no ghost"), lambda: 0.0))

    def fails() -> int:
        raise CannotOpen("no")

    with pytest.raises(CannotOpen):
        cabinet.once(("a",), 1, fails)
    assert cabinet.once(("a",), 1, lambda: 5) == 5
