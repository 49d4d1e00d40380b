"""Opening what was given: what is refused, each by its name and in a sentence; how much is taken in; what is kept."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from game.core.directive import Directive
from game.core.trace import (
    Decision,
    Kind,
    decode_header,
    encode_decision,
    encode_digest,
    encode_estimate,
    encode_summary,
)
from game.replay.app import create_app
from game.replay.guard import MOST_BODY_BYTES
from game.replay.received import MOST_PARCEL_BYTES, MOST_TICKS
from game.replay.routes_received import UPLOAD
from game.replay.share_given import last_moment
from game.replay.share_lanes import LANES, bare_header, choose
from game.replay.visits import REST_S, TRIES
from game.vault.bundle import HEAD, MAGIC, Terms
from game.vault.layout import Record
from game.vault.passphrase import Passphrase
from game.vault.therapist import make_therapist_key
from tests.commands.sat import SUMMARY, SURE
from tests.replay.lanes_made import SEEN, played
from tests.replay.share_made import fresh_key, given, hand_in, parcel, sealed
from tests.replay.test_security import STRANGE_HEADERS
from tests.replay.visiting import ADDRESS, NOW_S, PASSPHRASE, WRONG, Browser, House, Trickle, refused

KEY, OPENER = fresh_key()
STRANGER, _ = fresh_key()


@pytest.fixture(scope="module")
def bundle() -> bytes:
    """A bundle for KEY."""
    return given(played().made, OPENER.address)


@pytest.fixture
def door(browser: Browser) -> Browser:
    """A browser at the page where something is opened."""
    browser.page("/given")
    return browser


def no_x25519() -> bytes:
    """A private key that signs and opens nothing."""
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


# ---- what does not open


def test_each_says_what_it_is_and_what_to_do(door: Browser, house: House, bundle: bytes) -> None:
    """No bundle, a cut one, a changed one, a future one, another's, keys that are none: a name and a sentence each."""
    newer = MAGIC + (9).to_bytes(2, "big") + bundle[len(MAGIC) + 2 :]
    flipped = bundle[:-20] + bytes([bundle[-20] ^ 1]) + bundle[-19:]
    cases = (
        (parcel(b"", KEY), "unfit", "no file that Stillwater sealed"),
        (parcel(b"%PDF-1.7 ...", KEY), "unfit", "no file that Stillwater sealed"),
        (parcel(bundle[: len(bundle) // 2], KEY), "damaged", "cut or changed"),
        (parcel(bundle[: HEAD.size + 3], KEY), "damaged", "cut or changed"),
        (parcel(bundle[: len(MAGIC) + 1], KEY), "damaged", "cut or changed"),
        (parcel(flipped, KEY), "damaged", "cut or changed"),
        (parcel(bundle + b"!", KEY), "damaged", "cut or changed"),
        (parcel(newer, KEY), "newer", "Install the newest"),
        (parcel(bundle, STRANGER), "secret", "made for another key"),
        (parcel(bundle, b"no key"), "secret", "another key file"),
        (parcel(bundle, no_x25519()), "unfit", "opens nothing here"),
    )
    for body, name, said in cases:
        answer = hand_in(door, body)
        assert (refused(answer), said in answer.json()["detail"]) == (name, True), answer.text
        house.clock.now_s += 3600.0  # so that the tries do not run out
        assert refused(door.get("/given/1/lanes.json")) == "locked"


def test_passphrases_of_keys(door: Browser, house: House, bundle: bytes) -> None:
    """One that fits opens; none where one guards is no try; one that does not fit is."""
    data, opener = make_therapist_key(Passphrase(PASSPHRASE))
    own = given(played().made, opener.address)
    for _ in range(TRIES + 1):
        answer = hand_in(door, parcel(own, data))
        assert (refused(answer), "passphrase guards" in answer.json()["detail"]) == ("unfit", True)
    answer = hand_in(door, parcel(own, data, WRONG))
    assert (refused(answer), "by this passphrase" in answer.json()["detail"]) == ("secret", True)
    assert hand_in(door, parcel(own, data, PASSPHRASE)).json() == {"to": "/given"}


def test_tries_are_limited_as_at_the_door(house: House, bundle: bytes, therapist: bytes) -> None:
    """Five that do not fit over all browsers, then a rest for everybody, at the door of the players, too."""
    for _ in range(TRIES):
        browser = Browser(house.app)
        browser.page("/given")
        assert refused(hand_in(browser, parcel(bundle, STRANGER))) == "secret"
    browser = Browser(house.app)
    browser.page("/given")
    answer = hand_in(browser, parcel(bundle, KEY))
    assert (refused(answer), answer.headers["retry-after"]) == ("tries", str(int(REST_S)))
    assert refused(browser.unlock_by_key(therapist)) == "tries"
    house.clock.now_s += REST_S
    assert hand_in(browser, parcel(bundle, KEY)).status_code == 200


# ---- time


def test_an_expired_one_shows_nothing(door: Browser) -> None:
    """It says until when it was to be read, kindly, with what to do; nothing of it is told or kept."""
    old = given(played().made, OPENER.address, terms=Terms("Otter", "a note", 0, last_moment(date(2026, 1, 4))))
    answer = hand_in(door, parcel(old, KEY))
    assert (answer.status_code, refused(answer)) == (410, "over")
    assert "until 2026-01-04" in answer.json()["detail"] and "ask them for a new one" in answer.json()["detail"]
    assert "Otter" not in answer.text and "a note" not in answer.text
    assert refused(door.get("/given/1/lanes.json")) == "locked"


def test_one_that_expires_while_it_is_open_is_forgotten(house: House, bundle: bytes) -> None:
    """On its last day it can be read everywhere on Earth, to the end; from then on neither on pages nor in data."""
    now_s = NOW_S
    browser = Browser(create_app(house.home, "tests", house.clock, house.ghost, lambda: now_s))
    browser.page("/given")
    assert hand_in(browser, parcel(bundle, KEY)).status_code == 200
    assert browser.get("/given/1/lanes.json").status_code == 200
    now_s = datetime(2026, 1, 7, 23, 59, tzinfo=timezone(-timedelta(hours=12))).timestamp()
    assert "To be read until 2026-01-07" in browser.page("/given/1").text
    now_s += 61.0
    page = browser.page("/given/1")
    assert page.status_code == 410 and "that day has passed" in page.text and "Otter" not in page.text
    assert refused(browser.get("/given/1/lanes.json")) == "locked"


# ---- how much


def test_what_is_said_to_be_too_long_is_not_taken(door: Browser) -> None:
    """By its own words, before a byte of it comes."""
    body = Trickle(3, b"x")
    answer = hand_in(door, body, content_length=str(UPLOAD.most_bytes + 1))
    assert (refused(answer), body.taken) == ("too_large", 0)
    assert "at the terminal" in answer.json()["detail"]


def test_what_comes_is_counted_as_it_comes(door: Browser) -> None:
    """Without a length it is refused as soon as it is too long, not at its end."""
    body = Trickle(160, bytes(1 << 20))
    assert refused(hand_in(door, body)) == "too_large"
    assert body.taken <= (UPLOAD.most_bytes >> 20) + 2


@pytest.mark.parametrize("said", ["-1", "1e9", "9" * 40, "x"])
def test_no_length_at_all(door: Browser, said: str) -> None:
    """What is no number of bytes is refused."""
    assert refused(hand_in(door, Trickle(1, b"x"), content_length=said)) == "too_large"


def test_the_bound_is_this_paths_alone(door: Browser) -> None:
    """Elsewhere nothing longer than 64 KiB is taken, nor a file; and here nothing that is none."""
    body = {"player": "player-1", "way": "passphrase", "secret": "x" * MOST_BODY_BYTES}
    assert refused(door.post("/unlock", body)) == "too_large"
    for path in ("/unlock", "/lock", "/given/", "/given/1"):
        headers = {**door.own_headers, "content-type": "application/octet-stream"}
        assert refused(door.send("POST", path, headers=headers, content=b"x")) == "media"
    assert refused(door.post("/given", {})) == "media"
    assert MOST_PARCEL_BYTES < UPLOAD.most_bytes < MOST_PARCEL_BYTES + 2 * MOST_BODY_BYTES


def test_the_beginning_is_checked(door: Browser, bundle: bytes) -> None:
    """A length that lies, no JSON, no base64, texts too long: refused by name, and nothing opens."""
    no_base64 = json.dumps({"key": "no base64!", "secret": ""}).encode()
    cases = (
        (b"", "not_json"),
        (b"\0\0", "not_json"),
        ((1 << 31).to_bytes(4, "big") + bundle, "too_large"),
        ((4).to_bytes(4, "big") + b"nope" + bundle, "not_json"),
        ((2).to_bytes(4, "big") + b"[]" + bundle, "not_json"),
        (len(no_base64).to_bytes(4, "big") + no_base64 + bundle, "not_json"),
        (parcel(bundle, KEY, "x" * 2000), "unfit"),
        (parcel(bundle, bytes(40_000)), "secret"),
    )
    for body, name in cases:
        assert refused(hand_in(door, body)) == name, body[:40]
    assert refused(door.get("/given/1/lanes.json")) == "locked"


# ---- who


@pytest.mark.parametrize("strange", STRANGE_HEADERS)
def test_another_page_opens_nothing(door: Browser, bundle: bytes, strange: dict[str, str | None]) -> None:
    """Whatever it sends, also with our token."""
    headers = {name.replace("-", "_"): value for name, value in strange.items()}
    assert refused(hand_in(door, parcel(bundle, KEY), **headers)) == "origin"


def test_without_the_token_nothing_opens(door: Browser, house: House, bundle: bytes) -> None:
    """None, another visit's, no origin, another name."""
    other = Browser(house.app)
    other.page("/")
    for token in (None, "", other.token):
        assert refused(hand_in(door, parcel(bundle, KEY), x_stillwater_token=token)) == "token"
    assert refused(hand_in(door, parcel(bundle, KEY), origin=None)) == "origin"
    assert refused(hand_in(door, parcel(bundle, KEY), host="evil.example")) == "host"


def test_nobody_else_sees_it(door: Browser, house: House, bundle: bytes) -> None:
    """Another browser has nothing, and the cookie of before the opening has nothing."""
    before = dict(door.cookies)
    assert hand_in(door, parcel(bundle, KEY)).status_code == 200
    assert door.get("/given/1/lanes.json").status_code == 200
    stale = Browser(house.app)
    stale.cookies.update(before)
    for browser in (Browser(house.app), stale):
        assert refused(browser.get("/given/1/lanes.json")) == "locked"
        assert refused(browser.get("/given/1/why.json?tick=1")) == "locked"


# ---- what is kept


def test_nothing_of_it_is_ever_written(door: Browser, house: House, bundle: bytes, tmp_path: Path) -> None:
    """Opening and looking leave no file anew or changed in the home, and note nothing."""
    before = state(tmp_path)
    assert hand_in(door, parcel(bundle, KEY)).status_code == 200
    for path in ("/given", "/given/1", "/given/1/lanes.json", "/given/1/why.json?tick=60"):
        assert door.get(path).headers["cache-control"] == "no-store"
    assert state(tmp_path) == before
    assert house.noted() == []


def state(folder: Path) -> dict[Path, int]:
    """Every file, and when it was changed."""
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


# ---- what a hostile sender may seal

SETUP = bare_header(decode_header(played().made.setup), choose(LANES), "day 1")


def reheaded(**told: object) -> bytes:
    """The header with something else in it."""
    return json.dumps({**json.loads(SETUP), **told}).encode()


def redecided(part: str, **told: object) -> Record:
    """A decision with something else in a part of it."""
    wish = Directive(0.3, 0.3, 0.6, 0.15)
    whole = json.loads(encode_decision(Decision(60, SEEN, wish, wish, (), wish)))
    whole[part] |= told
    return Record(int(Kind.DECISION), json.dumps(whole).encode())


HOSTILE = {
    "no header": (b"{}", []),
    "a header of bytes": (bytes(range(256)), []),
    "a record that is none": (SETUP, [Record(int(Kind.ESTIMATE), b"short")]),
    "a fact that is none": (SETUP, [Record(int(Kind.FACT), b"{}")]),
    "a level of bytes": (SETUP, [Record(int(Kind.LEVEL), b"\xff\xfe")]),
    "a summary without an end": (SETUP, [Record(int(Kind.SUMMARY), b'{"ticks": 1e999}')]),
    "a sitting of years": (
        SETUP,
        [Record(int(Kind.SUMMARY), encode_summary(SUMMARY).replace(b"240", str(MOST_TICKS + 1).encode()))],
    ),
    "a number of a thousand digits": (
        SETUP,
        [Record(int(Kind.SUMMARY), encode_summary(SUMMARY).replace(b"240", b"9" * 1000))],
    ),
    "a fact at no end": (SETUP, [Record(int(Kind.FACT), b'{"fact": "TooMuch", "tick": 1e999}')]),
    "a fact in a thousand digits": (
        SETUP,
        [Record(int(Kind.FACT), b'{"fact": "MinigameBegan", "pattern": "box", "tick": ' + b"9" * 1000 + b"}")],
    ),
    "a fact without a bottom": (SETUP, [Record(int(Kind.FACT), b"[" * 200_000)]),
    "a header without a bottom": (b"[" * 200_000, []),
    "a setup without a bottom": (reheaded(setup="[" * 200_000), []),
    "a header with a number for a mind": (reheaded(mind=7), []),
    "a header with a number for a date": (reheaded(started=5), []),
    "a header with half a sign": (reheaded(mind="\ud800"), []),
    "a minigame that is a list": (SETUP, [redecided("used", minigame=[1])]),
    "a setting that is a text": (SETUP, [redecided("asked", tempo="fast")]),
    "a setting of a thousand digits": (SETUP, [redecided("rules", difficulty=10**999)]),
    "a reason that is a number": (SETUP, [redecided("used", reasons=[{"key": 5, "numbers": []}])]),
    "a reason of half a sign": (SETUP, [redecided("asked", reasons=[{"key": "\ud800", "numbers": []}])]),
    "words that are a list": (SETUP, [Record(int(Kind.WORDS), b'{"tick": 1, "place": [], "text": {}}')]),
    "an estimate of years": (SETUP, [Record(int(Kind.ESTIMATE), encode_estimate(2**32 - 1, SURE))]),
    "a digest of years": (SETUP, [Record(int(Kind.DIGEST), encode_digest(2**32 - 1, bytes(8)))]),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_no_stillwater_seals_is_refused_in_words(door: Browser, what: str) -> None:
    """The list still opens; the sitting's page and data say that it cannot be drawn, and nothing of ours breaks."""
    setup, records = HOSTILE[what]
    assert hand_in(door, parcel(sealed(setup, records, OPENER.address), KEY)).status_code == 200
    assert door.page("/given").status_code == 200
    for path in ("/given/1/lanes.json", "/given/1/why.json?tick=0"):
        answer = door.get(path)
        assert (refused(answer), "does not know" in answer.json()["detail"]) == ("damaged", True)
    assert door.page("/given/1").status_code == 409


def test_a_slow_sender_does_not_lock_others_out(house: House, bundle: bytes) -> None:
    """While one file is on its way, pages are answered."""
    assert asyncio.run(_slowly(house, bundle)) == 200


async def _slowly(house: House, bundle: bytes) -> int:
    """The status of the first page, asked for while a file stands still halfway."""
    transport = httpx.ASGITransport(house.app)
    async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as client:
        begun, standing = asyncio.Event(), asyncio.Event()

        async def halting() -> AsyncIterator[bytes]:
            yield b"x"
            begun.set()
            await standing.wait()

        page = await client.get("/given", headers={"accept": "text/html"})
        token = page.text.partition('stillwater-token" content="')[2].partition('"')[0]
        headers = {"origin": ADDRESS, "x-stillwater-token": token, "content-type": "application/octet-stream"}
        sending = asyncio.create_task(client.post("/given", headers=headers, content=halting()))
        await begun.wait()
        answer = await client.get("/", headers={"accept": "text/html"})
        standing.set()
        await sending
        return answer.status_code


def test_an_empty_one_opens_and_says_so(door: Browser) -> None:
    """A sitting of which nothing was given is no fault."""
    assert hand_in(door, parcel(sealed(SETUP, [], OPENER.address), KEY)).status_code == 200
    assert "There is nothing in it." in door.page("/given/1").text
    assert door.get("/given/1/lanes.json").json()["length_s"] == 0.0
