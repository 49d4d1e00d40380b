"""What a visit has at hand: so many sessions are kept open, one ghost sits, and all is forgotten at the end."""

import pytest

from game.replay.cabinet import GHOST_REST_S, MOST_SESSIONS, Cabinet, Seat, Session, Unlocked, open_session
from game.vault.errors import CannotOpen, VaultError
from game.vault.home import player_folder
from game.vault.session import session_ids
from tests.commands.sat import sit
from tests.replay.visiting import House

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
