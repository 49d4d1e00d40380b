"""What the replay view refuses, each by its name: others' names, others' pages, no cookie, stale cookies.

Issue 7 lists what is to be refused; wrong secrets are in test_security_secrets.py, paths and data in
test_security_data.py.
"""

import socket
import sys
import time
from collections.abc import Callable, Mapping

import httpx
import pytest

from game.replay.errors import NotLoopback, Refusal
from game.replay.guard import HEADERS
from game.replay.serve import listen
from game.replay.visits import IDLE_S, MOST_VISITS, lasting_s
from tests.replay.visiting import ADDRESS, DATA, PORT, WRONG, Browser, House, refused

# ---- other names


@pytest.mark.parametrize(
    "host",
    ["evil.example", f"evil.example:{PORT}", "127.0.0.1", "127.0.0.1:1", f"localhost.evil.example:{PORT}", "", "[::]"],
)
def test_another_host_is_refused(visitor: Browser, sitting: str, host: str) -> None:
    """Who is asked for by another name answers nothing, neither pages nor data nor files, to whatever cookie."""
    for path in ("/", "/alive.json", "/static/base.css", f"{sitting}/lanes.json"):
        assert refused(visitor.get(path, host=host)) == "host"
    assert refused(visitor.post("/lock", {}, host=host)) == "host"


def test_a_refused_host_learns_neither_token_nor_cookie(browser: Browser) -> None:
    """The page it gets, as a browser asks for pages, holds neither."""
    answer = browser.page("/", host="evil.example")
    assert answer.status_code == Refusal.HOST.status
    assert "set-cookie" not in answer.headers
    assert browser.token == ""


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]"])
def test_its_own_names_are_answered(house: House, name: str) -> None:
    """By each of its names a browser gets in."""
    browser = Browser(house.app, f"http://{name}:{PORT}" if name != "localhost" else ADDRESS)
    browser.page("/", host=f"{name}:{PORT}")
    answer = browser.post("/language", {"language": "en"}, host=f"{name}:{PORT}", origin=f"http://{name}:{PORT}")
    assert answer.status_code == 200


def test_where_it_is_not_on_loopback_nothing_is_answered(house: House) -> None:
    """A server that somebody put on another address refuses all, even by that address."""
    assert refused(Browser(house.app, "http://192.168.0.7:8123").get("/")) == "host"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.7", "localhost", ""])
def test_it_refuses_to_listen_elsewhere(host: str) -> None:
    """Only at 127.0.0.1 and ::1."""
    with pytest.raises(NotLoopback, match="this machine only"):
        listen(host, 0)


def test_it_listens_at_loopback() -> None:
    """At a free port of 127.0.0.1."""
    with listen("127.0.0.1", 0) as listening:
        assert listening.family is socket.AF_INET
        assert listening.getsockname()[0] == "127.0.0.1"


# ---- other pages

STRANGE_HEADERS: tuple[Mapping[str, str | None], ...] = (
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"origin": f"http://127.0.0.1:{PORT + 1}"},
    {"origin": f"http://localhost:{PORT}"},
    {"origin": f"https://127.0.0.1:{PORT}"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
)


@pytest.mark.parametrize("strange", STRANGE_HEADERS)
def test_another_origin_is_refused(visitor: Browser, sitting: str, strange: Mapping[str, str | None]) -> None:
    """A request that says that another page sent it is refused, whether it reads or changes, with cookie and token."""
    assert refused(visitor.post("/lock", {}, **strange)) == "origin"
    assert refused(visitor.get(f"{sitting}/lanes.json", **strange)) == "origin"
    assert refused(visitor.get("/alive.json", **strange)) == "origin"
    assert visitor.get("/alive.json").json()["unlocked"] == ["player-1"]


def test_what_changes_something_must_say_where_it_comes_from(visitor: Browser) -> None:
    """Without an origin no POST is taken."""
    assert refused(visitor.post("/lock", {}, origin=None)) == "origin"


def test_without_the_token_nothing_is_changed(visitor: Browser, house: House, sitting: str) -> None:
    """No token, another visit's, an older one, one of letters outside ASCII: refused; the session stays as it was."""
    other = Browser(house.app)
    other.page("/")
    correction = {"from_tick": 0, "to_tick": 60, "label": "fine"}
    for token in (None, "", other.token, "0" * 64):
        assert refused(visitor.post(f"{sitting}/corrections.json", correction, x_stillwater_token=token)) == "token"
    assert visitor.get(f"{sitting}/corrections.json").json()["corrections"] == []


def test_a_form_of_another_page_cannot_send_anything(visitor: Browser) -> None:
    """What a form can send (no JSON by its own words) is refused even with the token."""
    for media in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
        assert refused(visitor.post("/lock", {}, content_type=media)) == "media"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"])
def test_other_methods_are_refused(visitor: Browser, method: str) -> None:
    """Nothing is asked or changed by them, so no preflight is ever answered."""
    answer = visitor.send(method, "/", headers={"origin": ADDRESS})
    assert answer.status_code == 405
    assert "access-control-allow-origin" not in answer.headers


def test_every_answer_tells_the_browser_what_it_may_do(visitor: Browser, sitting: str) -> None:
    """No inline script, no frame, no sniffing, nothing stored: on pages, data, refusals and pictures."""
    answers = [
        visitor.page(sitting),
        visitor.get(f"{sitting}/lanes.json"),
        visitor.get("/nowhere"),
        visitor.get("/", host="evil.example"),
    ]
    for answer in answers:
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS
        assert answer.headers["cache-control"] == "no-store"
    policy = HEADERS["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy


def test_files_may_be_kept_and_still_carry_the_policy(browser: Browser) -> None:
    """Scripts, plotly's and pictures hold nothing of anybody; asked for again by their tag they are not sent again."""
    for path in ("/static/base.js", "/plotly.min.js", "/plates/lake.webp"):
        answer = browser.get(path)
        assert answer.status_code == 200
        assert "no-store" not in answer.headers["cache-control"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        again = browser.get(path, if_none_match=answer.headers["etag"])
        assert (again.status_code, again.content) == (304, b"")


def test_the_cookie_is_for_this_server_alone(browser: Browser) -> None:
    """No script reads it, no other site sends it; it is as long as 256 bits and says nothing."""
    cookie = browser.page("/").headers["set-cookie"]
    assert all(part in cookie for part in ("HttpOnly", "SameSite=strict", "Path=/", f"stillwater-{PORT}="))
    assert len(cookie.split(";")[0].split("=")[1]) == 43


# ---- no cookie, stale cookies


def test_without_a_cookie_nothing_is_shown(house: House, sitting: str) -> None:
    """Neither list, nor session, nor data, nor pictures; nor can anything be said."""
    browser = Browser(house.app)
    for path in ("/p/player-1", sitting, f"{sitting}/story", *(f"{sitting}/{name}" for name in DATA)):
        assert refused(browser.get(path)) == "locked"
    browser.page("/")
    for path in ("corrections.json", "corrections/1/withdraw", "notes.json", "notes/1", "story.json"):
        assert refused(browser.post(f"{sitting}/{path}", {})) == "locked"
    browser.cookies = httpx.Cookies()
    assert refused(browser.post(f"{sitting}/notes.json", {})) == "token"


def test_a_locked_page_shows_the_door(house: House, sitting: str) -> None:
    """Who goes to a page gets the door of that player, with the status of a refusal, and nothing of the session."""
    answer = Browser(house.app).page(sitting)
    assert answer.status_code == 401
    assert 'data-player="player-1"' in answer.text
    assert f'data-back="{sitting}"' in answer.text


@pytest.mark.parametrize("cookie", ["", "x", "A" * 43, "A" * 4000, '"; DROP', "=;=;"])
def test_made_up_cookies_open_nothing(house: House, sitting: str, cookie: str) -> None:
    """Whatever stands in the cookie."""
    answer = Browser(house.app).get(
        f"{sitting}/lanes.json", cookie=f"stillwater-{PORT}={cookie}".encode().decode("latin1")
    )
    assert refused(answer) == "locked"


def test_a_visit_that_nobody_used_is_locked(visitor: Browser, house: House, sitting: str) -> None:
    """After ten minutes its cookie is stale: refused by that name, its ghost gone; looking whether it is alive is no
    use."""
    visitor.get(f"{sitting}/ghost.json")
    house.clock.now_s += IDLE_S - 1.0
    assert visitor.get("/alive.json").json() == {"unlocked": ["player-1"], "left_s": 1}
    house.clock.now_s += 1.0
    assert visitor.get("/alive.json").json() == {"unlocked": [], "left_s": 0}
    assert refused(visitor.get(f"{sitting}/lanes.json")) == "expired"
    assert [ghost.closed for ghost in house.ghosts] == [True]
    assert visitor.page("/p/player-1").status_code == 401


@pytest.mark.parametrize("use", ["/stay", "/", "/about"])
def test_a_visit_that_is_over_is_not_begun_anew(visitor: Browser, house: House, sitting: str, use: str) -> None:
    """Whoever comes after the ten minutes, before anybody has looked, is too late: neither "still here" nor a page
    keeps it open."""
    house.clock.now_s += IDLE_S
    answer = visitor.post(use, {}) if use == "/stay" else visitor.page(use)
    assert answer.status_code == 200
    assert refused(visitor.get(f"{sitting}/lanes.json")) == "expired"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a clock of its own for this")
def test_a_machine_that_sleeps_is_idle() -> None:
    """The clock is the one that goes on while a machine is suspended."""
    before_s = time.clock_gettime(time.CLOCK_BOOTTIME)
    assert before_s <= lasting_s() <= time.clock_gettime(time.CLOCK_BOOTTIME)


def test_what_is_used_stays_open(visitor: Browser, house: House, sitting: str) -> None:
    """Each page, each fetching and each "still here" begins the ten minutes anew."""
    uses: tuple[Callable[[], httpx.Response], ...] = (
        lambda: visitor.get(f"{sitting}/lanes.json"),
        lambda: visitor.post("/stay", {}),
        lambda: visitor.page("/"),
        lambda: visitor.get(f"{sitting}/corrections.json"),
    )
    for use in uses:
        house.clock.now_s += IDLE_S - 1.0
        assert use().status_code == 200
    assert visitor.get("/alive.json").json()["left_s"] == IDLE_S


def test_locking_forgets_keys_and_ghost(visitor: Browser, house: House, sitting: str) -> None:
    """The cookie opens nothing any more, and neither does a copy of it."""
    copied = Browser(house.app)
    copied.cookies = visitor.cookies
    visitor.get(f"{sitting}/ghost.json")
    assert visitor.post("/lock", {}).json() == {"to": "/"}
    for browser in (visitor, copied):
        assert refused(browser.get(f"{sitting}/lanes.json")) == "locked"
    assert house.ghosts[0].closed


def test_unlocking_gives_a_fresh_cookie(house: House, sitting: str, therapist: bytes) -> None:
    """A cookie that somebody planted before is worth nothing after."""
    planted, browser = Browser(house.app), Browser(house.app)
    planted.page("/")
    browser.cookies = planted.cookies
    browser.unlock_by_key(therapist)
    assert browser.cookies != planted.cookies
    assert refused(planted.get(f"{sitting}/lanes.json")) == "locked"
    assert browser.get(f"{sitting}/lanes.json").status_code == 200


def test_so_many_visits_and_no_more(house: House, therapist: bytes) -> None:
    """The one that was used least lately makes room."""
    browsers = [Browser(house.app) for _ in range(MOST_VISITS + 1)]
    for browser in browsers:
        browser.unlock_by_key(therapist)
        house.clock.now_s += 1.0
    assert refused(browsers[0].get("/p/player-1")) == "locked"
    assert all(browser.get("/p/player-1").status_code == 200 for browser in browsers[1:])


def test_one_player_opens_no_other(visitor: Browser) -> None:
    """Who unlocked one player is refused at the next, and is not told their name."""
    assert refused(visitor.get("/p/player-2")) == "locked"


def test_a_session_of_another_player_is_not_there(visitor: Browser, house: House, sitting: str) -> None:
    """Under the second player's name the first one's session is not found, though both are unlocked."""
    visitor.page("/unlock?player=player-2")
    assert visitor.post("/unlock", {"player": "player-2", "way": "first", "secret": WRONG}).status_code == 200
    visitor.page("/")
    assert refused(visitor.get(f"{sitting.replace('player-1', 'player-2')}/lanes.json")) == "not_there"
    assert visitor.get(f"{sitting}/lanes.json").status_code == 200
