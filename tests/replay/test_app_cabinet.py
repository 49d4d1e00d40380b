"""What a visit has at hand: so many sessions are kept open, one ghost sits, and all is forgotten at the end."""

import os
from errno import EROFS
from pathlib import Path

import pytest

from game.core.trace import Kind, encode_header
from game.replay.cabinet import GHOST_REST_S, MOST_SESSIONS, Cabinet, Seat, Session, Unlocked, open_session
from game.vault.calls import Calls, through
from game.vault.erasure import erase, erase_player
from game.vault.errors import CannotOpen, Missing, VaultError
from game.vault.home import player_folder
from game.vault.keys import read_public_key
from game.vault.player import Player
from game.vault.players import RECORD_NAME, save
from game.vault.session import session_ids
from game.vault.writer import Writer
from tests.commands.sat import HEADER, sit
from tests.replay.lanes_made import STARTED, played
from tests.replay.pair import seal
from tests.replay.visiting import DATA, NOW_S, Browser, House, refused

PLAYER = "player-1"


@pytest.fixture
def unlocked(house: House) -> Unlocked:
    """The first player's keys."""
    folder = player_folder(house.home)
    return Unlocked(folder, house.ring(), "passphrase")


@pytest.fixture
def seat(house: House) -> Seat:
    """Room for a ghost."""
    return Seat(house.ghost, house.clock)


def test_the_sessions_that_were_looked_at_last_are_kept_open(house: House, unlocked: Unlocked, seat: Seat) -> None:
    """So many; the one that was looked at longest ago is opened anew."""
    while len(session_ids(unlocked.folder / "sessions")) <= MOST_SESSIONS:
        sit(house.home.root)
    names = session_ids(unlocked.folder / "sessions")
    cabinet = Cabinet(seat)
    cabinet.unlock(PLAYER, unlocked)
    assert all(cabinet.session(PLAYER, name)[1] for name in names[:MOST_SESSIONS])
    assert not cabinet.session(PLAYER, names[0])[1]
    assert cabinet.session(PLAYER, names[MOST_SESSIONS])[1]
    assert not cabinet.session(PLAYER, names[0])[1]
    assert cabinet.session(PLAYER, names[1])[1]


def test_a_session_that_went_on_is_read_anew(house: House, unlocked: Unlocked, seat: Seat) -> None:
    """Opened while it is played, it is what there was; once it is closed it is whole, and so is its ghost."""
    cabinet = Cabinet(seat)
    cabinet.unlock(PLAYER, unlocked)
    with Writer(unlocked.folder / "sessions", read_public_key(unlocked.folder), encode_header(HEADER)) as writer:
        playing, fresh = cabinet.session(PLAYER, writer.session_id)
        assert fresh and playing.reader.ended_early
        seat.ghost(playing)
        writer.append(Kind.LEVEL, b"tide")
    whole, fresh = cabinet.session(PLAYER, writer.session_id)
    assert (fresh, whole.reader.ended_early, whole.reader.record_count) == (False, False, 1)
    seat.ghost(whole)
    assert [list(ghost.records) for ghost in house.ghosts] == [[], list(whole.reader.records())]
    assert cabinet.session(PLAYER, writer.session_id) == (whole, False)


def test_an_erased_session_is_nowhere_any_more(house: House, unlocked: Unlocked, seat: Seat) -> None:
    """Whoever has it open is told that it is gone, and its ghost goes; another session's stays."""
    cabinet = Cabinet(seat)
    cabinet.unlock(PLAYER, unlocked)
    gone, stays = session_ids(unlocked.folder / "sessions")
    seat.ghost(cabinet.session(PLAYER, gone)[0])
    erase(unlocked.folder, house.home.device, (gone,), int(NOW_S))
    for _ in range(2):
        with pytest.raises(Missing):
            cabinet.session(PLAYER, gone)
    assert [ghost.closed for ghost in house.ghosts] == [True]
    seat.ghost(cabinet.session(PLAYER, stays)[0])
    with pytest.raises(Missing):
        cabinet.session(PLAYER, gone)
    assert [ghost.closed for ghost in house.ghosts] == [True, False]


def test_an_export_of_a_session_that_went_on_is_of_all_of_it(house: House, visitor: Browser) -> None:
    """Sensors too, which a visit keeps from one export to the next: what is there later is what another visit gets."""
    made, other = played(20, 4.0).made, Browser(house.app)
    address = f"/p/{PLAYER}/s/{seal(house.home, made, STARTED)}"
    path = player_folder(house.home) / "sessions" / f"{address[-32:]}.still"
    whole = path.read_bytes()
    assert other.unlock_by_key(house.therapist).status_code == 200

    def exported(browser: Browser) -> bytes:
        return browser.post(f"{address}/export", {"format": "csv", "work": 1}).content

    path.write_bytes(whole[: len(whole) // 2])
    half = exported(visitor)
    path.write_bytes(whole)
    assert half != exported(visitor) == exported(other)


def test_pages_of_what_was_erased_are_refused(house: House, visitor: Browser, sitting: str) -> None:
    """Everything of a session that this visit had open: lanes, pictures, notes, its page."""
    name = sitting.rpartition("/")[2]
    assert visitor.get(f"{sitting}/lanes.json").status_code == 200
    erase(player_folder(house.home), house.home.device, (name,), int(NOW_S))
    assert [refused(visitor.get(f"{sitting}{path}")) for path in ("", *(f"/{one}" for one in DATA))] == [
        "not_there"
    ] * (1 + len(DATA))


def test_a_player_who_was_erased_is_not_made_again(house: House, visitor: Browser, sitting: str) -> None:
    """Whoever had them unlocked is told that there is no such player, and no folder and no keys come back."""
    assert visitor.get(f"{sitting}/lanes.json").status_code == 200
    erase_player(house.home, PLAYER)
    for path in ("/p/player-1", sitting, f"{sitting}/lanes.json", "/p/player-1/trends", "/unlock?player=player-1"):
        assert refused(visitor.get(path)) == "not_there"
    assert visitor.page("/").status_code == 200
    assert not (house.home.root / "players" / PLAYER).exists()


class Kept(Calls):
    """A disk on which nothing is given another name."""

    def rename(self, before: Path, after: Path) -> None:
        """Refuse."""
        raise OSError(EROFS, os.strerror(EROFS))


def test_looking_sets_no_damaged_record_aside(house: House, visitor: Browser, unlocked: Unlocked) -> None:
    """The player is shown as a stranger, before and after unlocking, also on a disk to be read only; the game is to
    find the record, and to say that it does not open."""
    record = unlocked.folder / RECORD_NAME
    save(unlocked.folder, house.home.device, Player(name="Mira"))
    assert "Mira" in visitor.page("/p/player-1").text
    record.write_bytes(record.read_bytes()[:-1])
    with through(Kept()):
        for path in ("/", "/unlock?player=player-1", "/p/player-1", "/p/player-1/suggestion.json", "/p/player-1/share"):
            assert visitor.page(path).status_code == 200
    assert "Mira" not in visitor.page("/p/player-1").text
    assert record.exists() and not list(unlocked.folder.glob("*.damaged-*"))


def test_a_closed_cabinet_is_empty(house: House, unlocked: Unlocked, seat: Seat) -> None:
    """Keys, sessions and ghost are gone."""
    cabinet = Cabinet(seat)
    cabinet.unlock(PLAYER, unlocked)
    session, _ = cabinet.session(PLAYER, session_ids(unlocked.folder / "sessions")[0])
    seat.ghost(session)
    cabinet.close()
    assert cabinet.players == ()
    assert house.ghosts[0].closed
    with pytest.raises(KeyError):
        cabinet.session(PLAYER, session.session_id)


def test_a_ghost_that_nobody_asks_for_is_let_go(house: House, unlocked: Unlocked, seat: Seat) -> None:
    """Each asking keeps it for a while; after that it begins anew."""
    session = opened(unlocked)
    for _ in range(3):
        seat.ghost(session)
        house.clock.now_s += GHOST_REST_S - 1.0
        seat.rest()
    assert [ghost.closed for ghost in house.ghosts] == [False]
    house.clock.now_s += 1.0
    seat.rest()
    assert [ghost.closed for ghost in house.ghosts] == [True]
    seat.ghost(session)
    assert [ghost.closed for ghost in house.ghosts] == [True, False]


def test_a_ghost_is_told_setup_and_records(house: House, unlocked: Unlocked, seat: Seat) -> None:
    """As they were sealed, all of them."""
    session = opened(unlocked)
    seat.ghost(session)
    told = house.ghosts[0]
    assert told.setup == session.reader.setup
    assert list(told.records) == list(session.reader.records())


def test_a_session_that_is_none_does_not_open(unlocked: Unlocked) -> None:
    """A foreign file under a session's name, or none at all, is an error of the vault."""
    name = session_ids(unlocked.folder / "sessions")[0]
    path = unlocked.folder / "sessions" / f"{name}.still"
    path.write_bytes(b"not a session" * 100)
    with pytest.raises(CannotOpen):
        open_session(PLAYER, name, unlocked)
    path.unlink()
    with pytest.raises(VaultError):
        open_session(PLAYER, name, unlocked)


def opened(unlocked: Unlocked) -> Session:
    """The player's first session."""
    return open_session(PLAYER, session_ids(unlocked.folder / "sessions")[0], unlocked)
