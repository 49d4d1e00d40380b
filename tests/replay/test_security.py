"""What the replay view refuses, each by its name: others' pages, others' names, wrong secrets, long and foreign data.

Issue 7 lists what is to be refused; each of its words has a test here.
"""

import base64
import socket
from collections.abc import Callable, Mapping
from dataclasses import replace

import httpx
import pytest

from game.replay.errors import NotLoopback, Refusal
from game.replay.guard import HEADERS, MOST_BODY_BYTES
from game.replay.routes_door import WAYS
from game.replay.serve import listen
from game.replay.visits import IDLE_S, LONGEST_REST_S, MOST_VISITS, REST_S, TRIES, Tries
from game.vault.address import read_address
from game.vault.audit import Act, read_trail
from game.vault.home import player_folder
from game.vault.keys import add_recovery, add_therapist, recipients, unlock
from game.vault.layers import read_layers
from game.vault.passphrase import Passphrase
from game.vault.players import load, save
from game.vault.recovery import WordList
from game.vault.therapist import make_therapist_key
from tests.replay.visiting import (
    ADDRESS,
    NOW_S,
    PASSPHRASE,
    PORT,
    Browser,
    Hands,
    House,
    Trickle,
    by_hand,
    refused,
)

WRONG = "deep as the sea"
DATA = ("lanes.json", "sensors.json", "why.json?tick=1", "ghost.json", "frame?tick=1", "corrections.json", "notes.json")


def enter(browser: Browser, **told: object) -> httpx.Response:
    """Knock at the first player's door."""
    return browser.post("/unlock", {"player": "player-1", "way": "passphrase", "secret": PASSPHRASE, **told})


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


# ---- secrets


def test_a_hundred_wrong_passphrases(browser: Browser, house: House) -> None:
    """Five are tried, the others refused untried, and the words say for how long; meanwhile the right one is, too."""
    browser.page("/unlock?player=player-1")
    answers = [enter(browser, secret=f"{WRONG} {number}") for number in range(100)]
    assert [refused(answer) for answer in answers] == ["secret"] * TRIES + ["tries"] * (100 - TRIES)
    assert answers[TRIES - 1].json()["wait_s"] == REST_S
    for answer in answers[TRIES:]:
        assert answer.status_code == 429
        assert answer.headers["retry-after"] == str(int(REST_S))
        assert f"{int(REST_S)} s" in answer.json()["text"]
    assert refused(enter(browser)) == "tries"
    house.clock.now_s += REST_S
    assert enter(browser).status_code == 200


def test_the_door_rests_longer_after_each_further_wrong_one() -> None:
    """A minute after five, then twice as long each time, at most a quarter of an hour; a hundred take a day."""
    clock = Hands()
    tries, waited = Tries(clock), list[float]()
    began_s = clock.now_s
    for _ in range(100):
        tries.wrong()
        waited.append(tries.wait_s())
        clock.now_s += waited[-1]
    assert waited[:TRIES] == [0.0] * (TRIES - 1) + [REST_S]
    assert waited[TRIES : TRIES + 4] == [2 * REST_S, 4 * REST_S, 8 * REST_S, LONGEST_REST_S]
    assert set(waited[TRIES + 4 :]) == {LONGEST_REST_S}
    assert clock.now_s - began_s > 23 * 3600


def test_tries_are_counted_over_all_browsers_and_players(house: House, therapist: bytes) -> None:
    """A new browser begins no new count, nor does another player or a right key in between."""
    for number in range(TRIES):
        browser = Browser(house.app)
        browser.page("/")
        player = ("player-1", "player-2")[number % 2]
        assert refused(enter(browser, player=player, secret=WRONG)) == "secret"
        if number < TRIES - 1:
            assert browser.unlock_by_key(therapist).status_code == 200
    fresh = Browser(house.app)
    assert refused(fresh.unlock_by_key(therapist)) == "tries"


def test_wrong_ones_are_forgotten_after_a_while() -> None:
    """Who comes back much later has all tries again; not before."""
    for rested_s, again in ((LONGEST_REST_S, 0.0), (LONGEST_REST_S - 1.0, REST_S)):
        clock = Hands()
        tries = Tries(clock)
        for _ in range(TRIES - 1):
            tries.wrong()
        clock.now_s += rested_s
        assert tries.wait_s() == 0.0
        tries.wrong()
        assert tries.wait_s() == again


def test_every_way_in_is_told_apart_by_nothing(browser: Browser, house: House) -> None:
    """A wrong passphrase, mistyped words, a key that is none, one of a stranger: the same answer, each counted."""
    stranger, _ = make_therapist_key(Passphrase(WRONG))
    browser.page("/")
    answers = [
        enter(browser, secret=WRONG),
        enter(browser, way="recovery", secret="once upon a time"),
        enter(browser, way="therapist", secret=WRONG, key="bm90IGEga2V5"),
        enter(browser, way="therapist", secret=WRONG, key=stranger.hex()),
    ]
    assert {(answer.status_code, answer.text) for answer in answers} == {(403, answers[0].text)}
    enter(browser, secret=WRONG)
    assert refused(enter(browser)) == "tries"


def test_recovery_words_and_a_therapists_key_open(house: House) -> None:
    """Both get in; what they do is noted as theirs."""
    folder, device = player_folder(house.home), house.home.device
    guardian = Passphrase(PASSPHRASE)
    words = add_recovery(folder, device, WordList.ENGLISH, int(NOW_S), guardian).shown()
    sealed, opener = make_therapist_key(Passphrase(WRONG))
    add_therapist(folder, device, "Dr. Lin", read_address(opener.address.pem()), int(NOW_S), guardian)
    for told in (
        {"way": "recovery", "secret": " ".join(words)},
        {"way": "therapist", "secret": WRONG, "key": base64.b64encode(sealed).decode()},
    ):
        browser = Browser(house.app)
        browser.page("/")
        assert enter(browser, **told).status_code == 200
        session = max(folder.joinpath("sessions").glob("*.still")).stem
        assert browser.page(f"/p/player-1/s/{session}").status_code == 200
    lines = read_trail(folder, device, unlock(folder, device, guardian)).lines
    assert [(line.act, line.whom) for line in lines] == [(Act.OPENED, "recovery words"), (Act.OPENED, "Dr. Lin")]


def test_the_first_who_looks_back_sets_the_passphrase(browser: Browser, house: House) -> None:
    """Where nobody did yet; a short one is refused, and where one is set this is no way in."""
    folder = player_folder(house.home, "player-2")
    browser.page("/unlock?player=player-2")
    short = browser.post("/unlock", {"player": "player-2", "way": "first", "secret": "short"})
    assert refused(short) == "unfit"
    assert [one.name for one in recipients(folder)] == ["device"]
    for way in WAYS:
        assert refused(enter(browser, player="player-2", way=way)) == "secret"
    assert browser.post("/unlock", {"player": "player-2", "way": "first", "secret": WRONG}).status_code == 200
    assert [one.name for one in recipients(folder)] == ["passphrase"]
    browser.page("/")
    assert refused(enter(browser, way="first", secret=WRONG)) == "secret"


# ---- paths

PATHS = (
    "/p/..", "/p/../player-1", "/p/%2e%2e", "/p/%2e%2e%2fplayer-1", "/p/player-1%2f..", "/p/player-1/s/..",
    "/p/player-1/s/..%2f..%2fprivate.key", "/p/player-1/s/%2e%2e/lanes.json", "/p/player-1/s/../../device.key",
    "/p/player-01", "/p/PLAYER-1", "/p/player-1%00", "/p/player-1\\..\\", "/static/../app.py", "/static/%2e%2e/app.py",
    "/static/..%2fguard.py", "/static//etc/passwd", "/plates/../locale/en/LC_MESSAGES/door.po",
    "/plates/..%2f..%2fmodels", "/sprites/%2e%2e%2fCARD.md", "/etc/passwd", "//evil.example/",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_paths_lead_nowhere_else(visitor: Browser, house: House, path: str) -> None:
    """Whatever is written into an address, no file but ours is found; a browser that has unlocked gets no further."""
    assert by_hand(house.app, path, visitor.cookies) in {401, 404}


@pytest.mark.parametrize("name", ["0" * 32, "0" * 31, "A" * 32, "g" * 32, "last", "0" * 32 + ".still"])
def test_names_that_are_no_sessions(visitor: Browser, name: str) -> None:
    """A session that is not there, or a name that none can have, is not there; nothing is made of it."""
    for path in ("", "/story", *(f"/{each}" for each in DATA)):
        assert refused(visitor.get(f"/p/player-1/s/{name}{path}")) == "not_there"


# ---- bodies


def test_an_oversized_bundle_is_refused_unread(visitor: Browser) -> None:
    """What says that it is long is refused before any of it is read; what does not say so, once it is too long."""
    bundle = Trickle(1024, bytes(MOST_BODY_BYTES // 4))
    length = str(bundle.parts * len(bundle.part))
    own = visitor.own_headers
    said = visitor.send("POST", "/unlock", headers={**own, "content-length": length}, content=bundle)
    assert (refused(said), bundle.taken) == ("too_large", 0)
    unsaid = visitor.send("POST", "/unlock", headers=own, content=bundle)
    assert refused(unsaid) == "too_large"
    assert bundle.taken <= 6


@pytest.mark.parametrize("length", ["-1", "1e3", "0x10", "99999999999999999999", " 5", "5, 6"])
def test_lengths_that_are_none(visitor: Browser, length: str) -> None:
    """Whatever stands in place of the length."""
    assert refused(visitor.post("/lock", {}, content_length=length)) == "too_large"


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'"x"', b"null", b"\xff\xfe", b'{"player": NaN}', b"[" * 60_000, b'{"player": 1}', b"{}" * 2],
)
def test_what_is_no_json_object_is_refused(visitor: Browser, body: bytes) -> None:
    """Cut, nested too deep, of another kind, not text, not a number: refused, not a fault."""
    assert refused(visitor.send("POST", "/unlock", headers=visitor.own_headers, content=body)) == "not_json"


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ({"from_tick": 0, "to_tick": 0, "label": "fine"}, "unfit"),
        ({"from_tick": 60, "to_tick": 10, "label": "fine"}, "unfit"),
        ({"from_tick": 0, "to_tick": 10**6, "label": "fine"}, "unfit"),
        ({"from_tick": -1, "to_tick": 10, "label": "fine"}, "not_json"),
        ({"from_tick": 0.5, "to_tick": 10, "label": "fine"}, "not_json"),
        ({"from_tick": True, "to_tick": 10, "label": "fine"}, "not_json"),
        ({"from_tick": 0, "to_tick": 1 << 70, "label": "fine"}, "not_json"),
        ({"from_tick": 0, "to_tick": 10, "label": "<b>ill</b>"}, "unfit"),
        ({"from_tick": 0, "to_tick": 10, "label": "x" * 65}, "unfit"),
        ({"from_tick": 0, "to_tick": 10}, "unfit"),
    ],
)
def test_corrections_that_are_none(visitor: Browser, sitting: str, told: Mapping[str, object], name: str) -> None:
    """Refused by name; nothing is kept."""
    assert refused(visitor.post(f"{sitting}/corrections.json", told)) == name
    assert visitor.get(f"{sitting}/corrections.json").json()["corrections"] == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n ",
        "x" * 4001,
        "x" * 9000,
        "nul \0 here",
        "bell \a",
        "\x1b[2Jcleared",
        "turned \u202etxet",
        "half \ud800",
    ],
)
def test_malicious_notes_are_refused(visitor: Browser, sitting: str, text: str) -> None:
    """Too long, empty, with signs nobody can see: refused by name, nothing is kept."""
    answer = visitor.post(f"{sitting}/notes.json", {"tick": None, "text": text, "template": "", "shared": True})
    assert refused(answer) == "unfit"
    assert answer.json()["text"]
    assert visitor.get(f"{sitting}/notes.json").json()["notes"] == []


def test_a_note_is_only_ever_text(visitor: Browser, house: House, sitting: str) -> None:
    """Tags, templates and scripts are kept as they were typed, and no page gives them out as anything but JSON."""
    text = "<script>alert(1)</script> {{ 7 * 7 }} <img src=x onerror=alert(1)> javascript:alert(1)"
    answer = visitor.post(f"{sitting}/notes.json", {"tick": 60, "text": text, "template": "saw", "shared": True})
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert [note["text"] for note in answer.json()["notes"]] == [text]
    for path in (sitting, f"{sitting}/story", "/p/player-1"):
        shown = visitor.page(path).text
        assert "alert(1)" not in shown
        assert "{{" not in shown
    folder, device = player_folder(house.home), house.home.device
    private = unlock(folder, device, Passphrase(PASSPHRASE))
    layers = read_layers(folder, device, private, sitting.rpartition("/")[2])
    assert [note.text for note in layers.notes] == [text]


def test_a_players_name_is_only_ever_text(house: House, therapist: bytes) -> None:
    """A name with tags in it is shown as it is written."""
    folder, device = player_folder(house.home), house.home.device
    save(folder, device, replace(load(folder, device).player, name="<script>alert(1)</script>"))
    browser = Browser(house.app)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in browser.unlock_by_key(therapist).text
    assert "<script>alert" not in browser.page("/").text


def test_a_name_is_private_until_unlocked(house: House, therapist: bytes) -> None:
    """Who looks in from outside sees that there are players, and no name."""
    folder, device = player_folder(house.home), house.home.device
    save(folder, device, replace(load(folder, device).player, name="Mei"))
    browser = Browser(house.app)
    assert "Mei" not in browser.page("/").text + browser.page("/unlock?player=player-1").text
    assert "Mei" in browser.unlock_by_key(therapist).text


# ---- nothing on the disk


def test_nothing_that_was_opened_is_on_the_disk(visitor: Browser, house: House, sitting: str) -> None:
    """After looking at everything no file of the home holds what stands in a session, a note, or a secret."""
    for name in DATA:
        visitor.get(f"{sitting}/{name}")
    secret = "the pier at dusk"
    visitor.post(f"{sitting}/notes.json", {"tick": None, "text": secret, "template": "", "shared": False})
    cookie = next(iter(visitor.cookies.jar)).value or ""
    for path in house.home.root.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        for told in (secret, "the heron stood still", PASSPHRASE, cookie, visitor.token):
            assert told.encode() not in data, path
