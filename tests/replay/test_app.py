"""The replay view before a session is opened: who plays, the door, languages, the list of sessions."""

import re

import pytest

from game.replay.shown import week_shown
from game.replay.views import WeekShown
from game.vault.home import player_folder
from game.vault.player import Progress
from tests.commands.sat import sit
from tests.replay.visiting import NOW_S, Browser, House, refused


def listed(page: str) -> list[str]:
    """Sessions that a page links to, in order, each once."""
    return list(dict.fromkeys(re.findall("/p/player-1/s/([0-9a-f]{32})", page)))


def session_of(sitting: str) -> str:
    """Name of the session of that path."""
    return sitting.rpartition("/")[2]


# ---- the door


def test_everybody_who_plays_is_shown(browser: Browser) -> None:
    """Sealed, and not yet: each leads to their own door."""
    page = browser.page("/").text
    assert 'href="/unlock?player=player-1"' in page
    assert 'href="/unlock?player=player-2"' in page


def test_the_door_says_what_opens_it(browser: Browser) -> None:
    """Three ways where a passphrase guards; where none was set, one that sets it."""
    guarded = browser.page("/unlock?player=player-1").text
    assert all(f'value="{way}"' in guarded for way in ("passphrase", "recovery", "therapist"))
    assert 'value="first"' in browser.page("/unlock?player=player-2").text
    assert refused(browser.get("/unlock?player=player-3")) == "not_there"


def test_the_language_is_the_browsers_until_one_is_chosen(browser: Browser) -> None:
    """Chinese for a Chinese browser, English for any other; what was chosen stays; an unknown one is refused."""
    assert '<html lang="zh-CN"' in browser.page("/", accept_language="zh-TW,zh;q=0.9,en;q=0.5").text
    assert '<html lang="en"' in browser.page("/", accept_language="fi").text
    assert browser.post("/language", {"language": "zh_CN"}).json() == {"language": "zh_CN"}
    assert '<html lang="zh-CN"' in browser.page("/", accept_language="en").text
    assert browser.get("/language").json()["language"] == "zh_CN"
    assert "解锁" in browser.get("/p/player-1").json()["text"]
    assert refused(browser.post("/language", {"language": "xx"})) == "not_json"


# ---- the list


def test_sessions_are_listed_newest_first(visitor: Browser, sitting: str) -> None:
    """Both of them, and where one leads."""
    names = listed(visitor.page("/p/player-1").text)
    assert len(names) == 2
    assert names[0] == session_of(sitting)


def test_what_was_never_looked_at_is_summed_up(visitor: Browser) -> None:
    """The first list says that two wait; asked to, it sums them up; then none does, nor after locking."""
    assert 'id="pending"' in visitor.page("/p/player-1").text
    assert visitor.get("/p/player-1/summing.json").json() == {"left": 0}
    assert 'id="pending"' not in visitor.page("/p/player-1").text
    assert visitor.get("/p/player-1/summing.json").json() == {"left": 0}


@pytest.mark.parametrize(("days", "there"), [("7", 2), ("30", 2), ("90", 2), ("all", 2)])
def test_presets_of_days(visitor: Browser, days: str, there: int) -> None:
    """Each shows what is as young."""
    assert len(listed(visitor.page(f"/p/player-1?days={days}").text)) == there


def test_older_sessions_are_left_out(house: House, visitor: Browser) -> None:
    """A session of two months ago is in 90 days and in all, and not in the usual 30."""
    old = sit(house.home.root, started="2025-11-05T10:00:00+0000")
    found = {days: old in listed(visitor.page(f"/p/player-1?days={days}").text) for days in ("7", "30", "90", "all")}
    assert found == {"7": False, "30": False, "90": True, "all": True}
    assert refused(visitor.get("/p/player-1?days=8")) == "not_there"
    assert old not in listed(visitor.page("/p/player-1").text)


def test_what_is_not_as_it_was_left_is_said(house: House, visitor: Browser, sitting: str) -> None:
    """A session that does not open any more is still listed, said, and not waited for; one that is gone is said."""
    shelf = player_folder(house.home) / "sessions"
    broken = shelf / f"{session_of(sitting)}.still"
    broken.write_bytes(broken.read_bytes()[:20] + bytes(200))
    other = next(path for path in shelf.glob("*.still") if path != broken)
    other.unlink()
    assert visitor.get("/p/player-1/summing.json").json() == {"left": 0}
    page = visitor.page("/p/player-1").text
    assert "Sittings that were here and are gone: 1" in page
    assert "Sittings that do not open: 1" in page
    assert 'id="pending"' not in page
    assert refused(visitor.get(f"{sitting}/lanes.json")) == "damaged"


def test_the_weeks_plan_is_of_this_week() -> None:
    """What the player is invited to, and what was done this week; what was done in another week is not counted."""
    for week, done in (("2026-W02", 2), ("2026-W01", 0)):
        progress = Progress(week_times=4, week_minutes=10, weeks=(week,), week_done=2)
        assert week_shown(progress, NOW_S) == WeekShown(4, 10, done)
