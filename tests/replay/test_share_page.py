"""Giving sittings away from a player's page: exactly what was chosen, noted and listed, and what is refused."""

import base64
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import httpx
import pytest

from game.core.trace import decode_header
from game.replay.app import create_app
from game.replay.share_given import day_of, last_moment
from game.replay.share_lanes import LANES
from game.replay.visits import IDLE_S
from game.vault.address import Opener, fingerprint
from game.vault.audit import Act
from game.vault.bundle_reader import Bundle
from game.vault.home import player_folder
from game.vault.player import Given
from game.vault.players import load
from game.vault.therapist import read_therapist_key
from tests.commands.sat import SENTENCE, sit
from tests.replay.share_made import fresh_key
from tests.replay.visiting import NOW_S, THERAPIST, Browser, House, refused

SHARE = "/p/player-1/share"
LAST = last_moment(date(2026, 2, 5))
"""Thirty days after NOW_S, to the end of that day."""
CHOICE: dict[str, Any] = {
    "therapist": THERAPIST,
    "whom": "Grandma’s doctor",
    "which": "last",
    "last": 2,
    "lanes": ["feelings", "told"],
    "dates": "shifted",
    "days": 30,
    "pseudonym": "Otter",
    "note": "for Monday",
    "work": 1,
}


def give(browser: Browser, **told: object) -> httpx.Response:
    """Choose, and let it be sealed; what is None is left out."""
    chosen = {**CHOICE, **told}
    return browser.post(SHARE, {name: value for name, value in chosen.items() if value is not None})


def opened(answer: httpx.Response, key: bytes | Opener) -> Bundle:
    """What came, opened by its recipient."""
    assert answer.status_code == 200, answer.text
    return Bundle(answer.content, key if isinstance(key, Opener) else read_therapist_key(key, None), "it")


def given(house: House) -> tuple[Given, ...]:
    """The player's own list."""
    return load(player_folder(house.home), house.home.device).player.given


# ---- what is given


def test_a_therapist_is_given_what_was_chosen(visitor: Browser, therapist: bytes) -> None:
    """By name alone: the lanes chosen and no other, days for dates, the words that were typed; no cache keeps it."""
    answer = give(visitor)
    bundle = opened(answer, therapist)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"] == 'attachment; filename="stillwater-2026-01-06-2.bundle"'
    assert (bundle.terms.pseudonym, bundle.terms.note, bundle.terms.made_s) == ("Otter", "for Monday", 0)
    assert bundle.terms.until_s == LAST
    assert [decode_header(one.setup).started for one in bundle.sessions] == ["day 1", "day 2"]
    plain = b"".join(record.payload for one in bundle.sessions for record in bundle.records(one))
    assert b"FeelingTold" in plain
    assert not any(secret in plain for secret in (b"Caught", SENTENCE.encode(), b"2026"))


@pytest.mark.parametrize("later_s", [0.0, 1.0, 3600.0])
def test_its_last_day_does_not_tell_when_it_was_made(house: House, therapist: bytes, later_s: float) -> None:
    """Neither the second nor the time zone: it ends with the day, where days end last."""
    browser = Browser(create_app(house.home, "tests", house.clock, house.ghost, lambda: NOW_S + later_s))
    assert browser.unlock_by_key(therapist).status_code == 200
    browser.page(SHARE)
    assert opened(give(browser), therapist).terms.until_s == LAST
    assert datetime(2026, 2, 5, 23, 59, 59, tzinfo=timezone(-timedelta(hours=12))).timestamp() == LAST
    assert day_of(LAST) == "2026-02-05"


def test_somebody_else_by_their_key(visitor: Browser, therapist: bytes) -> None:
    """Whose key was sent opens it, and nobody else; its number is told before."""
    _, opener = fresh_key()
    key = base64.b64encode(opener.address.pem()).decode()
    assert visitor.post(f"{SHARE}/key", {"key": key}).json() == {"fingerprint": fingerprint(opener.address)}
    answer = give(visitor, therapist=None, key=key)
    assert len(opened(answer, opener).sessions) == 2
    with pytest.raises(Exception, match="somebody else"):
        opened(answer, therapist)


@pytest.mark.parametrize(
    ("which", "days"),
    [
        ({"which": "last", "last": 1}, ["2026-01-05"]),
        ({"which": "days", "since": "2026-01-04", "until": "2026-01-04"}, ["2026-01-04"]),
        ({"which": "days", "since": "2026-01-01", "until": "2026-01-31"}, ["2026-01-04", "2026-01-05"]),
    ],
)
def test_sittings_are_chosen(visitor: Browser, therapist: bytes, which: dict[str, object], days: list[str]) -> None:
    """By number or by days; kept dates are the real ones."""
    bundle = opened(give(visitor, **which, dates="kept"), therapist)
    assert [decode_header(one.setup).started[:10] for one in bundle.sessions] == days


def test_these_are_chosen_and_simulated_ones_left_out(visitor: Browser, house: House, therapist: bytes) -> None:
    """By their names; what nobody played is given to nobody, and alone it is refused."""
    played = sit(house.home.root, started="2026-01-03T10:00:00+0000")
    nobody = sit(house.home.root, started="2026-01-02T10:00:00+0000", source="simulated")
    bundle = opened(give(visitor, which="these", sessions=[nobody, played]), therapist)
    assert len(bundle.sessions) == 1
    assert refused(give(visitor, which="these", sessions=[nobody])) == "unfit"


def test_it_is_noted_and_listed(visitor: Browser, house: House) -> None:
    """In the audit with the player's words for whom; in their own list, on the page in both languages."""
    assert "Nothing of yours was given to anybody." in visitor.page(SHARE).text
    assert give(visitor).status_code == 200
    noted = [line for line in house.noted() if line[0] is Act.SHARED]
    assert noted == [(Act.SHARED, "2 sessions: feelings told, dates shifted", "Grandma’s doctor")]
    assert given(house) == (Given("Grandma’s doctor", int(NOW_S), 2, LAST),)
    told = "On 2026-01-06, Grandma’s doctor was given what your game kept of 2 sittings of yours."
    assert visitor.get(f"{SHARE}/given.json").json()["given"][0].startswith(told)
    assert told in visitor.page(SHARE).text
    visitor.post("/language", {"language": "zh_CN"})
    assert "给了 Grandma’s doctor" in visitor.page(SHARE).text


def test_nothing_but_seals_touches_the_disk(visitor: Browser, house: House) -> None:
    """Giving leaves the audit, the player's record and no other file anew."""
    visitor.page(SHARE)
    before = {path: path.stat().st_mtime_ns for path in files(house)}
    assert give(visitor).status_code == 200
    changed = {path.name for path in files(house) if path.stat().st_mtime_ns != before.get(path)}
    assert changed <= {"audit-1.log", "audit.head", "player.sealed"}


def files(house: House) -> list[Path]:
    """Every file of the home but locks."""
    return [path for path in house.home.root.rglob("*") if path.is_file() and not path.name.endswith("lock")]


def test_the_page_offers_what_there_is(visitor: Browser) -> None:
    """The therapist with the number of their key, every lane, both sittings; and says that nothing comes back."""
    page = visitor.page(SHARE).text
    assert f'data-name="{THERAPIST}"' in page
    assert all(f'name="lane" value="{name}"' in page for name in LANES)
    assert page.count('name="session"') == 2
    assert "cannot be taken back" in page
    assert 'href="/p/player-1/share"' in visitor.page("/p/player-1").text


def test_how_far_it_has_come_can_be_asked_meanwhile(house: House, therapist: bytes) -> None:
    """While it is sealed, and not any more when it came."""
    shares = list[object]()
    watching = False

    def now() -> float:
        """The wall clock, which is asked before the sealing begins: a good moment to ask how far it is."""
        if watching:
            shares.append(browser.get(f"{SHARE}/given.json?work=1").json()["share"])
        return NOW_S

    browser = Browser(create_app(house.home, "tests", house.clock, house.ghost, now))
    assert browser.unlock_by_key(therapist).status_code == 200
    browser.page(SHARE)
    watching = True
    assert give(browser).status_code == 200
    assert shares == [0.0]
    assert browser.get(f"{SHARE}/given.json?work=1").json()["share"] is None


# ---- what is refused


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"whom": "  "}, "Say who it is for"),
        ({"whom": "x" * 65}, "Say who it is for"),
        ({"whom": "a\nb"}, "Say who it is for"),
        ({"pseudonym": "x" * 65}, "too long"),
        ({"note": "x" * 501}, "too long"),
        ({"lanes": []}, "at least one thing"),
        ({"lanes": ["decisions"]}, "feelings and breath"),
        ({"therapist": "Dr. Nobody"}, "no such therapist"),
        ({"therapist": None, "key": ""}, "public key first"),
        ({"therapist": None, "key": "bm8="}, "no public key"),
        ({"therapist": None, "key": "no base64"}, "no public key"),
        ({"which": "last", "last": 0}, "no sitting"),
        ({"which": "these", "sessions": []}, "no sitting"),
        ({"which": "these", "sessions": ["../../etc/passwd"]}, "no sitting"),
        ({"which": "these", "sessions": ["0" * 32]}, "no sitting"),
        ({"which": "days", "since": "2025-01-01", "until": "2025-01-02"}, "no sitting"),
        ({"which": "days", "since": "2026-02-01", "until": "2026-01-02"}, "after the last"),
        ({"which": "days", "since": "soon", "until": "2026-01-02"}, "a day like"),
        ({"days": 4000}, "at most 3650"),
    ],
)
def test_what_cannot_be_given_says_why(visitor: Browser, house: House, told: dict[str, object], said: str) -> None:
    """A sentence each; nothing is noted and nothing is listed."""
    answer = give(visitor, **told)
    assert refused(answer) == "unfit"
    assert said in answer.json()["detail"]
    assert given(house) == ()
    assert Act.SHARED not in [act for act, _, _ in house.noted()]


@pytest.mark.parametrize(
    "told", [{"dates": "soon"}, {"which": "all"}, {"lanes": "feelings"}, {"lanes": [7]}, {"days": -1}, {"last": "1"}]
)
def test_what_no_page_of_ours_sends_is_refused(visitor: Browser, told: dict[str, object]) -> None:
    """By its name."""
    assert refused(give(visitor, **told)) == "not_json"


def test_a_private_key_is_no_public_one(visitor: Browser, therapist: bytes) -> None:
    """Who sends the other half by mistake is refused, and nothing is sealed to it."""
    key = base64.b64encode(therapist).decode()
    assert refused(visitor.post(f"{SHARE}/key", {"key": key})) == "unfit"


def test_without_our_page_nothing_is_given(visitor: Browser, house: House) -> None:
    """Neither without its token, nor by another page, nor while it is locked, nor of somebody else."""
    assert refused(visitor.post(SHARE, CHOICE, x_stillwater_token=None)) == "token"
    assert refused(visitor.post(SHARE, CHOICE, origin="https://evil.example")) == "origin"
    assert refused(visitor.post(SHARE, CHOICE, content_type="text/plain")) == "media"
    assert refused(visitor.post("/p/player-2/share", CHOICE)) == "locked"
    stranger = Browser(house.app)
    stranger.page("/")
    for answer in (stranger.post(SHARE, CHOICE), stranger.get(f"{SHARE}/given.json"), stranger.get(SHARE)):
        assert refused(answer) == "locked"
    assert refused(stranger.post(f"{SHARE}/key", {"key": ""})) == "locked"
    assert given(house) == ()


def test_a_visit_that_locks_meanwhile_gets_nothing(house: House, therapist: bytes) -> None:
    """Who sits there then is somebody else: nothing is handed over, and the list does not say it was."""
    leaving = False

    def now() -> float:
        """The wall clock, which is asked before the sealing begins: from then on nobody is there."""
        house.clock.now_s += IDLE_S if leaving else 0.0
        return NOW_S

    browser = Browser(create_app(house.home, "tests", house.clock, house.ghost, now))
    assert browser.unlock_by_key(therapist).status_code == 200
    browser.page(SHARE)
    leaving = True
    assert refused(give(browser)) == "expired"
    assert given(house) == ()
