"""What is sent to the replay view: paths, bodies, corrections and notes that are none are refused, each by its name."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from game.replay.guard import MOST_BODY_BYTES
from game.vault.home import player_folder
from game.vault.layers import read_layers
from game.vault.players import load, save
from tests.replay.visiting import DATA, PASSPHRASE, Browser, House, Trickle, by_hand, refused

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
    layers = read_layers(folder, device, house.ring(), sitting.rpartition("/")[2])
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
