"""One session in the replay view: lanes, reasons, the ghost, correcting, notes, the story; what the audit says."""

import re
from collections.abc import Iterable
from errno import EROFS

import pytest

from game.core.pace import TICKS_PER_S
from game.replay.cabinet import Ghost
from game.vault.audit import Act
from game.vault.calls import Calls, through
from game.vault.errors import Damaged
from game.vault.home import player_folder
from game.vault.layout import Record
from game.vault.reader import Reader
from tests.replay.visiting import REACHED_TICKS, THERAPIST, Browser, House, refused


class Closed(Calls):
    """A disk that takes nothing."""

    def write(self, descriptor: int, data: bytes | memoryview) -> int:
        """Refuse."""
        raise OSError(EROFS, "read-only")

    def write_at(self, descriptor: int, data: bytes | memoryview, at: int) -> int:
        """Refuse."""
        raise OSError(EROFS, "read-only")

    def cut(self, descriptor: int, length: int) -> None:
        """Refuse."""
        raise OSError(EROFS, "read-only")


LENGTH_TICKS = 240
"""Of a session of ``tests.commands.sat``."""


def listed(page: str) -> list[str]:
    """Sessions that a page links to, in order, each once."""
    return list(dict.fromkeys(re.findall("/p/player-1/s/([0-9a-f]{32})", page)))


def session_of(sitting: str) -> str:
    """Name of the session of that path."""
    return sitting.rpartition("/")[2]


# ---- one session


def test_opening_a_session_is_noted_once(visitor: Browser, house: House, sitting: str) -> None:
    """However much of it is fetched; with who did it. Another visit is noted anew."""
    for path in ("", "/lanes.json", "/sensors.json", "/why.json?tick=3", "/notes.json"):
        assert visitor.get(f"{sitting}{path}").status_code == 200
    assert house.noted() == [(Act.OPENED, session_of(sitting), THERAPIST)]
    assert visitor.unlock().status_code == 200
    other = Browser(house.app)
    other.unlock()
    other.get(f"{sitting}/lanes.json")
    assert house.noted()[1:] == [(Act.OPENED, session_of(sitting), "passphrase")]


def test_lanes_say_whether_the_rules_are_todays(visitor: Browser, sitting: str) -> None:
    """The session was played by the rules named "tests", which are today's here; lanes come in the visitor's words."""
    told = visitor.get(f"{sitting}/lanes.json").json()
    assert told["same_rules"] is True
    assert told["session"] == session_of(sitting)
    assert told["length_s"] == LENGTH_TICKS / TICKS_PER_S
    english = told["levels"][0]["title"]
    visitor.post("/language", {"language": "zh_CN"})
    assert visitor.get(f"{sitting}/lanes.json").json()["levels"][0]["title"] != english


@pytest.mark.parametrize(
    ("tick", "name"), [("1", ""), ("0", ""), ("9999", "unfit"), ("", "not_json"), ("-1", "not_json"), ("x", "not_json")]
)
def test_why_is_answered_inside_the_session(visitor: Browser, sitting: str, tick: str, name: str) -> None:
    """Any tick of it; no other."""
    assert refused(visitor.get(f"{sitting}/why.json?tick={tick}")) == name


def test_a_damaged_session_shows_what_is_whole(house: House, visitor: Browser, sitting: str) -> None:
    """Its middle was changed: it opens, and says what is lost."""
    path = player_folder(house.home) / "sessions" / f"{session_of(sitting)}.still"
    data = bytearray(path.read_bytes())
    data[-200] ^= 1
    path.write_bytes(data)
    with pytest.raises(Damaged):
        Reader(path, house.ring())
    assert visitor.get(f"{sitting}/lanes.json").json()["gaps"]


def test_a_ghost_begins_when_it_is_asked_for(visitor: Browser, house: House, sitting: str) -> None:
    """One for a session; its pictures as they come, a later moment refused until it is there."""
    visitor.get(f"{sitting}/lanes.json")
    assert house.ghosts == []
    told = visitor.get(f"{sitting}/ghost.json").json()
    assert (told["state"], told["share"], told["ticks"], told["agrees"]) == ("telling", 0.5, REACHED_TICKS, None)
    picture = visitor.get(f"{sitting}/frame?tick=60&w=320")
    assert (picture.headers["content-type"], picture.content) == ("image/jpeg", b"picture 60 320")
    assert picture.headers["cache-control"] == "no-store"
    late = visitor.get(f"{sitting}/frame?tick={REACHED_TICKS + 1}")
    assert (late.status_code, refused(late)) == (409, "not_yet")
    assert late.json()["detail"] not in ("", "ghost.not_yet")
    assert len(house.ghosts) == 1


def test_a_visit_has_one_ghost(visitor: Browser, house: House) -> None:
    """Another session's takes its place; asked for twice it is the same."""
    first, second = listed(visitor.page("/p/player-1").text)
    for name in (first, second, second, first):
        visitor.get(f"/p/player-1/s/{name}/ghost.json")
    assert [ghost.closed for ghost in house.ghosts] == [True, True, False]


# ---- what people say


def test_a_correction_lies_over_the_session(guardian: Browser, house: House, sitting: str) -> None:
    """It is kept with who and when, counted, noted in the audit, and can be taken back; the session is untouched."""
    path = player_folder(house.home) / "sessions" / f"{session_of(sitting)}.still"
    before = path.read_bytes()
    told = guardian.post(f"{sitting}/corrections.json", {"from_tick": 0, "to_tick": 60, "label": "laughing"}).json()
    one = told["corrections"][0]
    assert (one["from_s"], one["to_s"], one["label"]) == (0.0, 1.0, "laughing")
    assert (one["author"], one["withdrawn"], one["when"][:10]) == ("the family", False, "2026-01-06")
    assert told["rate"] == 60 / LENGTH_TICKS
    taken = guardian.post(f"{sitting}/corrections/1/withdraw", {}).json()
    assert (taken["corrections"][0]["withdrawn"], taken["rate"]) == (True, 0.0)
    assert refused(guardian.post(f"{sitting}/corrections/1/withdraw", {})) == "unfit"
    assert refused(guardian.post(f"{sitting}/corrections/2/withdraw", {})) == "not_there"
    corrected = (Act.CORRECTED, session_of(sitting), "passphrase")
    assert house.noted() == [(Act.OPENED, session_of(sitting), "passphrase"), corrected, corrected]
    assert path.read_bytes() == before


def test_a_correction_changes_the_headline(guardian: Browser, sitting: str) -> None:
    """Where all of a session was something else nothing of it is believed: its headline is gone, its lanes stay."""
    before = guardian.get(f"{sitting}/lanes.json").json()
    guardian.post(f"{sitting}/corrections.json", {"from_tick": 0, "to_tick": LENGTH_TICKS, "label": "not_the_player"})
    after = guardian.get(f"{sitting}/lanes.json").json()
    assert after["headline"] is None
    assert after["estimate"] == before["estimate"]
    assert "100" in guardian.page("/p/player-1").text


def test_drafts_are_their_authors_own(guardian: Browser, house: House, sitting: str, therapist: bytes) -> None:
    """The therapist does not see the family's draft; once it is final they do, and cannot change it."""
    other = Browser(house.app)
    other.unlock_by_key(therapist)
    note = {"tick": 60, "text": "A long breath out.", "template": "saw", "shared": False}
    told = guardian.post(f"{sitting}/notes.json", note).json()
    assert [(one["number"], one["version"], one["t_s"]) for one in told["notes"]] == [(1, 1, 1.0)]
    assert other.get(f"{sitting}/notes.json").json()["notes"] == []
    assert refused(other.post(f"{sitting}/notes/1", {"text": "Mine", "shared": True})) == "not_there"
    guardian.post(f"{sitting}/notes/1", {"text": "A long breath out, twice.", "shared": True})
    shown = other.get(f"{sitting}/notes.json").json()["notes"]
    assert [(one["version"], one["text"], one["author"]) for one in shown] == [
        (2, "A long breath out, twice.", "the family")
    ]
    assert refused(other.post(f"{sitting}/notes/1", {"text": "Mine", "shared": True})) == "unfit"
    guardian.post(f"{sitting}/notes/1", {"withdrawn": True})
    assert other.get(f"{sitting}/notes.json").json()["notes"] == []
    assert [one["withdrawn"] for one in guardian.get(f"{sitting}/notes.json").json()["notes"]] == [True]


def test_the_story_is_the_familys_to_show(guardian: Browser, house: House, sitting: str, therapist: bytes) -> None:
    """At first only they see it; who may is theirs to say, and noted."""
    other = Browser(house.app)
    other.unlock_by_key(therapist)
    assert guardian.page(f"{sitting}/story").status_code == 200
    assert refused(other.get(f"{sitting}/story")) == "private"
    assert refused(other.post(f"{sitting}/story.json", {"audience": "therapist"})) == "unfit"
    told = guardian.post(f"{sitting}/story.json", {"audience": "therapist"}).json()
    assert told == {"audience": "therapist", "printable": True}
    assert other.page(f"{sitting}/story").status_code == 200
    assert refused(guardian.post(f"{sitting}/story.json", {"audience": "everybody"})) == "unfit"
    assert (Act.SETTING_CHANGED, f"picture story of {session_of(sitting)}: therapist", "passphrase") in house.noted()


def test_a_folder_that_lets_nobody_write_can_be_looked_at(house: House, therapist: bytes, sitting: str) -> None:
    """A full disk or a copy to be read only: what is to be kept is refused by name, what is to be seen is shown."""
    browser = Browser(house.app)
    browser.unlock_by_key(therapist)
    with through(Closed()):
        assert browser.page(sitting).status_code == 200
        answer = browser.post(f"{sitting}/corrections.json", {"from_tick": 0, "to_tick": 9, "label": "fine"})
    assert refused(answer) == "not_written"
    assert browser.get(f"{sitting}/corrections.json").json()["corrections"] == []


# ---- faults of ours


def test_a_fault_of_ours_says_nothing_of_itself(house: House, therapist: bytes, sitting: str) -> None:
    """A ghost that cannot be begun: one sentence, the guard's headers, no trace of the code."""

    def broken(setup: bytes, records: Iterable[Record]) -> Ghost:
        raise RuntimeError("of the inside")

    browser = Browser(house.build(broken), faults_raise=False)
    browser.unlock_by_key(therapist)
    answer = browser.get(f"{sitting}/ghost.json")
    assert (answer.status_code, refused(answer)) == (500, "failed")
    assert "inside" not in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "script-src 'self'" in answer.headers["content-security-policy"]
