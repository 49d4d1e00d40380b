"""Taking a session along from its page: what is offered, what comes, what is noted, and what is refused."""

import hashlib
import io
import json
import re
import zipfile
from dataclasses import replace

import pytest

from game.replay.app import create_app
from game.replay.errors import Refusal, Refused
from game.replay.export.found import find_exports
from game.replay.export.material import File, Material
from game.replay.ghost import GhostError
from game.replay.routes_export import files_of
from game.replay.visits import IDLE_S
from game.vault.audit import Act
from tests.commands.sat import SENTENCE
from tests.replay.exports import whole
from tests.replay.visiting import NOW_S, THERAPIST, Browser, House, refused


def session_of(sitting: str) -> str:
    """Name of the session of that path."""
    return sitting.rpartition("/")[2]


def unpacked(data: bytes) -> dict[str, bytes]:
    """Files of a zip by their paths inside its one folder."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        folders = {name.partition("/")[0] for name in packed.namelist()}
        assert len(folders) == 1
        return {name.partition("/")[2]: packed.read(name) for name in packed.namelist()}


def test_the_page_offers_every_format(visitor: Browser, sitting: str) -> None:
    """With what it is called, for whom, what it holds, about how large; and a plain word before."""
    offered = visitor.get(f"{sitting}/export.json").json()
    assert [one["name"] for one in offered["formats"]] == [one.name for one in find_exports()]
    for one in offered["formats"]:
        assert one["bytes"] > 0 and not any(str(told).startswith("export.") for told in one.values())
    assert offered["share"] is None
    page = visitor.page(sitting).text
    assert "no longer sealed" in page and 'href="#export"' in page


@pytest.mark.parametrize("language", ("en", "zh_CN"))
def test_a_session_comes_as_a_zip(visitor: Browser, sitting: str, language: str) -> None:
    """Whole by its manifest, in the visitor's language, and never to be kept by the browser's cache."""
    visitor.post("/language", {"language": language})
    visitor.page(sitting)
    answer = visitor.post(f"{sitting}/export", {"format": "csv", "work": 1})
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/zip"
    assert answer.headers["cache-control"] == "no-store"
    name = re.fullmatch(r'attachment; filename="([a-z0-9-]+)\.zip"', answer.headers["content-disposition"])
    assert name and session_of(sitting)[:8] in name.group(1) and name.group(1).endswith("-csv")
    files = unpacked(answer.content)
    told = json.loads(files.pop("manifest.json"))
    assert told["language"] == language and told["session"] == session_of(sitting)
    assert told["made"] == "2026-01-06T11:46:40.000Z" and int(NOW_S) == 1_767_700_000
    assert {one["path"]: one["sha256"] for one in told["files"]} == {
        path: hashlib.sha256(data).hexdigest() for path, data in files.items()
    }
    assert ("Stillwater: one sitting" in files["README.txt"].decode()) == (language == "en")
    assert not any(SENTENCE.encode() in data for data in files.values())


def test_an_export_is_noted_with_its_format(visitor: Browser, house: House, sitting: str) -> None:
    """Each of them, and by whom; a format that is none is not."""
    for name in ("csv", "xdf"):
        assert visitor.post(f"{sitting}/export", {"format": name, "work": 1}).status_code == 200
    visitor.post(f"{sitting}/export", {"format": "doc", "work": 1})
    noted = [line for line in house.noted() if line[0] is Act.EXPORTED]
    assert noted == [(Act.EXPORTED, f"{session_of(sitting)} as {name}", THERAPIST) for name in ("csv", "xdf")]


def test_the_same_session_has_the_same_sign_in_every_export(visitor: Browser, sitting: str) -> None:
    """So that several exports of the page fit together."""
    signs = set()
    for name in ("csv", "xdf"):
        files = unpacked(visitor.post(f"{sitting}/export", {"format": name, "work": 1}).content)
        signs.add(json.loads(files["manifest.json"])["player"])
    assert len(signs) == 1


@pytest.mark.parametrize("sent", ({"format": "doc"}, {"format": "../csv"}, {"format": ""}, {}))
def test_what_is_no_format_is_refused(visitor: Browser, sitting: str, sent: dict[str, str]) -> None:
    """By its name, in words."""
    answer = visitor.post(f"{sitting}/export", {**sent, "work": 1})
    assert refused(answer) == "unfit" and answer.json()["detail"] == "There is no such format."


def test_nothing_is_exported_without_our_page(visitor: Browser, house: House, sitting: str) -> None:
    """Neither without its token, nor by an address alone, nor while it is locked, nor what is not there."""
    asked = {"format": "csv", "work": 1}
    assert refused(visitor.post(f"{sitting}/export", asked, x_stillwater_token=None)) == "token"
    assert visitor.get(f"{sitting}/export").status_code == 405
    assert refused(visitor.post(f"/p/player-1/s/{'0' * 32}/export", asked)) == "not_there"
    stranger = Browser(house.app)
    stranger.page("/")
    assert refused(stranger.post(f"{sitting}/export", asked)) in {"locked", "token"}
    assert refused(stranger.get(f"{sitting}/export.json")) == "locked"
    assert not [line for line in house.noted() if line[0] is Act.EXPORTED]


def test_a_visit_that_locks_meanwhile_gets_nothing(house: House, therapist: bytes, sitting: str) -> None:
    """The work ends where it is, and nothing is noted: whoever sits there now is somebody else."""
    leaving = False

    def now() -> float:
        """The wall clock, which is asked as an export begins: from then on nobody is there."""
        house.clock.now_s += IDLE_S if leaving else 0.0
        return NOW_S

    browser = Browser(create_app(house.home, "tests", house.clock, house.ghost, now))
    assert browser.unlock_by_key(therapist).status_code == 200
    browser.page(sitting)
    leaving = True
    assert refused(browser.post(f"{sitting}/export", {"format": "csv", "work": 1})) == "expired"
    assert not [line for line in house.noted() if line[0] is Act.EXPORTED]


def test_how_far_it_has_come_can_be_asked_meanwhile(house: House, therapist: bytes, sitting: str) -> None:
    """While it is made, and not any more when it came."""
    shares: list[float | None] = []

    def now() -> float:
        """The wall clock, which is asked as an export begins: a good moment to ask how far it is."""
        if watching:
            shares.append(browser.get(f"{sitting}/export.json?work=1").json()["share"])
        return NOW_S

    watching = False
    browser = Browser(create_app(house.home, "tests", house.clock, house.ghost, now))
    assert browser.unlock_by_key(therapist).status_code == 200
    browser.page(sitting)
    watching = True
    assert browser.post(f"{sitting}/export", {"format": "csv", "work": 1}).status_code == 200
    watching = False
    assert shares and all(share is not None and 0.0 <= share <= 1.0 for share in shares[:1])
    assert browser.get(f"{sitting}/export.json?work=1").json()["share"] is None


@pytest.mark.parametrize("before", (0, 1), ids=("the first", "one after another"))
def test_who_asked_for_it_may_stop_it(house: House, therapist: bytes, sitting: str, before: int) -> None:
    """It ends where it is, in words, also where all that takes long was read before; nothing is noted, and the next
    one is made as ever."""
    stopping = False

    def now() -> float:
        """The wall clock, which is asked as an export begins: then it is stopped."""
        if stopping:
            assert browser.post(f"{sitting}/export/stop", {"work": 1}).json() == {"stopped": True}
        return NOW_S

    browser = Browser(create_app(house.home, "tests", house.clock, house.ghost, now))
    assert browser.unlock_by_key(therapist).status_code == 200
    browser.page(sitting)
    for _ in range(before):
        assert browser.post(f"{sitting}/export", {"format": "csv", "work": 1}).status_code == 200
    stopping = True
    answer = browser.post(f"{sitting}/export", {"format": "csv", "work": 1})
    assert refused(answer) == "stopped" and answer.json()["text"] == "Stopped. Nothing was made."
    stopping = False
    assert len([line for line in house.noted() if line[0] is Act.EXPORTED]) == before
    assert browser.post(f"{sitting}/export", {"format": "csv", "work": 1}).status_code == 200


def test_where_nothing_is_made_nothing_is_stopped(visitor: Browser, sitting: str) -> None:
    """And that is what is answered, so that the page can ask once more: the stop may have come before its export."""
    assert visitor.post(f"{sitting}/export/stop", {"work": 1}).json() == {"stopped": False}
    assert refused(visitor.post(f"{sitting}/export/stop", {})) == "not_json"
    assert visitor.post(f"{sitting}/export", {"format": "csv", "work": 1}).status_code == 200


def test_each_page_of_a_visit_hears_of_its_own(house: House, therapist: bytes, sitting: str) -> None:
    """Another page neither sees what this one makes, nor stops it, nor makes something by the same number."""
    watching, heard = False, list[object]()

    def now() -> float:
        """The wall clock, which is asked as an export begins: then another page of the visit speaks."""
        nonlocal watching
        if watching:
            watching = False
            heard.append(browser.get(f"{sitting}/export.json?work=2").json()["share"])
            heard.append(browser.post(f"{sitting}/export/stop", {"work": 2}).json()["stopped"])
            heard.append(refused(browser.post(f"{sitting}/export", {"format": "csv", "work": 1})))
        return NOW_S

    browser = Browser(create_app(house.home, "tests", house.clock, house.ghost, now))
    assert browser.unlock_by_key(therapist).status_code == 200
    browser.page(sitting)
    watching = True
    assert browser.post(f"{sitting}/export", {"format": "csv", "work": 1}).status_code == 200
    assert heard == [None, False, "not_json"]


def test_unlocking_another_player_meanwhile_ends_nothing(house: House, therapist: bytes, sitting: str) -> None:
    """In another tab: the browser has a fresh cookie then, and whoever asked for the export is still the same."""
    entering = False

    def now() -> float:
        """The wall clock, which is asked as an export begins: then another player is unlocked."""
        nonlocal entering
        if entering:
            entering = False
            tab = Browser(app)
            tab.cookies = browser.cookies
            tab.page("/unlock?player=player-2")
            first = {"player": "player-2", "way": "first", "secret": "wide as the sky"}
            assert tab.post("/unlock", first).status_code == 200
            assert refused(browser.get(f"{sitting}/export.json")) == "locked"
        return NOW_S

    app = create_app(house.home, "tests", house.clock, house.ghost, now)
    browser = Browser(app)
    assert browser.unlock_by_key(therapist).status_code == 200
    browser.page(sitting)
    entering = True
    assert browser.post(f"{sitting}/export", {"format": "csv", "work": 1}).status_code == 200
    assert (Act.EXPORTED, f"{session_of(sitting)} as csv", THERAPIST) in house.noted()


def test_what_paints_may_go_meanwhile() -> None:
    """A film whose painter is gone is refused as its pictures are, in words."""

    def write(material: Material) -> tuple[File, ...]:
        raise GhostError("ghost.gone")

    with pytest.raises(Refused) as raised:
        files_of(replace(find_exports()[0], write=write), whole())
    assert (raised.value.refusal, raised.value.detail) == (Refusal.NO_PICTURE, "ghost.gone")


def test_nothing_lies_on_the_disk_afterwards(visitor: Browser, house: House, sitting: str) -> None:
    """But the audit and its head: the zip is made in memory."""
    visitor.page(sitting)
    before = {path for path in house.home.root.rglob("*")}
    assert visitor.post(f"{sitting}/export", {"format": "csv", "work": 1}).status_code == 200
    after = {path for path in house.home.root.rglob("*")}
    assert all(path.name.startswith("audit") for path in after - before)
