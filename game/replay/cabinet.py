"""What one visit has at hand: keys of the players it unlocked, the sessions it opened last, what it reckoned, and one
ghost.

It lies in memory only and is gone with the visit. Threads may use it.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import Any, Protocol, TypeVar

from game.replay.ghost_line import Progress
from game.replay.lanes import Lanes, read_lanes
from game.replay.received import Parcel
from game.vault.errors import Damaged, Missing
from game.vault.home import sessions_folder
from game.vault.layout import Record
from game.vault.reader import Reader
from game.vault.ring import PrivateKey
from game.vault.session import session_path

MOST_SESSIONS = 3
"""Sessions that are kept open: going back and forth between two need not open them again."""
GHOST_REST_S = 300.0
"""A ghost that nobody asked for so long is let go; it begins anew when somebody asks."""


class Ghost(Protocol):
    """One session, re-simulated beside us (see ghost.Ghost)."""

    @property
    def progress(self) -> Progress:
        """How far it has come."""

    def frame(self, tick: int, width: int | None = None) -> bytes:
        """The picture of a moment, JPEG, at most as wide as it is painted. Raises ghost.GhostError."""

    def close(self) -> None:
        """Let it go."""


Reckoned = TypeVar("Reckoned")

OpenGhost = Callable[[bytes, Iterable[Record]], Ghost]
"""Begins a ghost from the setup and the records of a session."""


@dataclass(frozen=True, slots=True)
class Unlocked:
    """A player whose sessions this visit may open."""

    folder: Path
    """Theirs."""
    private: PrivateKey
    """What opens them."""
    who: str
    """By whom: "passphrase", "recovery words", or the name of a therapist."""


@dataclass(frozen=True, slots=True)
class Session:
    """An opened session."""

    player: str
    """Name of the player's folder."""
    session_id: str
    """Its name."""
    reader: Reader
    """Its records."""
    lanes: Lanes
    """What happened."""


class Seat:
    """Room for one ghost: whoever is asked for next takes the place of the one before. Threads may use it."""

    def __init__(self, open_ghost: OpenGhost, clock: Callable[[], float]) -> None:
        """``open_ghost`` begins a ghost; ``clock`` tells seconds."""
        self._open_ghost = open_ghost
        self._clock = clock
        self._taken: tuple[tuple[str, str, bool], Ghost] | None = None
        self._asked_s = 0.0
        self._lock = RLock()

    def ghost(self, session: Session) -> Ghost:
        """The ghost of a session: the one there is, or a new one in its place.

        One that was begun while its session was still being played tells that much; of the whole one another begins.
        """
        name = (session.player, session.session_id, session.reader.ended_early)
        with self._lock:
            self._asked_s = self._clock()
            if self._taken is None or self._taken[0] != name:
                self.close()
                self._taken = (name, self._open_ghost(session.reader.setup, session.reader.records()))
            return self._taken[1]

    def leave(self, player: str, session_id: str) -> None:
        """Let the ghost go if it is of this session."""
        with self._lock:
            if self._taken is not None and self._taken[0][:2] == (player, session_id):
                self.close()

    def rest(self) -> None:
        """Let the ghost go where nobody asked for it for a while."""
        with self._lock:
            if self._clock() - self._asked_s >= GHOST_REST_S:
                self.close()

    def close(self) -> None:
        """Let the ghost go, if there is one."""
        with self._lock:
            if self._taken is not None:
                self._taken[1].close()
                self._taken = None


class Cabinet:
    """Keys, sessions and a ghost of one visit."""

    def __init__(self, seat: Seat) -> None:
        """``seat`` is where its ghost goes."""
        self.seat = seat
        """Room for the ghost."""
        self.parcel: Parcel | None = None
        """What somebody was given and opened here; a visit has either this or players."""
        self._keys: dict[str, Unlocked] = {}
        self._sessions: OrderedDict[tuple[str, str], Session] = OrderedDict()
        self._shut: set[str] = set()
        self._reckoned: dict[tuple[str, ...], tuple[object, Any]] = {}
        self._lock = RLock()
        self._reckoning = RLock()

    def unlock(self, player: str, unlocked: Unlocked) -> None:
        """Keep a player's keys at hand."""
        with self._lock:
            self._keys[player] = unlocked

    def unlocked(self, player: str) -> Unlocked | None:
        """What opens a player's sessions here; None = nothing."""
        with self._lock:
            return self._keys.get(player)

    @property
    def players(self) -> tuple[str, ...]:
        """Whose sessions can be opened here."""
        with self._lock:
            return tuple(self._keys)

    def shut(self, session_ids: Iterable[str] = ()) -> frozenset[str]:
        """Names of sessions that do not open, so that nobody tries again; ``session_ids`` are added."""
        with self._lock:
            self._shut.update(session_ids)
            return frozenset(self._shut)

    def session(self, player: str, session_id: str) -> tuple[Session, bool]:
        """A session of an unlocked player, and whether it was not at hand. What is whole of a damaged one is read.

        What is at hand is given only while its file is as long as it was: one that was still being played is read anew,
        and of one that was erased meanwhile nothing is told any more.

        Raises:
            KeyError: the player is not unlocked. VaultError: it does not open, or is gone.
        """
        name = (player, session_id)
        with self._lock:
            unlocked, found = self._keys[player], self._sessions.pop(name, None)
            session = found
            if session is None or session.reader.file_bytes != _file_bytes(unlocked, session_id):
                try:
                    session = open_session(player, session_id, unlocked)
                except Missing:
                    self.seat.leave(player, session_id)
                    raise
            self._sessions[name] = session
            while len(self._sessions) > MOST_SESSIONS:
                self._sessions.popitem(last=False)
            return session, found is None

    def once(self, what: tuple[str, ...], state: object, reckon: Callable[[], Reckoned]) -> Reckoned:
        """What takes a while to reckon, at hand from the second time on.

        Args:
            what: its name, which begins with the player's.
            state: all that it is reckoned from; where that is not equal to what it was, it is reckoned anew.
            reckon: how.
        """
        with self._reckoning:
            kept = self._reckoned.get(what)
            if kept is None or kept[0] != state:
                kept = self._reckoned[what] = (state, reckon())
            told: Reckoned = kept[1]
            return told

    def close(self) -> None:
        """Forget everything."""
        self.seat.close()
        with self._lock:
            self.parcel = None
            self._sessions.clear()
            self._keys.clear()
            self._reckoned.clear()


def _file_bytes(unlocked: Unlocked, session_id: str) -> int | None:
    """Length of a session's file; None where it cannot be looked at."""
    with suppress(OSError):
        return session_path(sessions_folder(unlocked.folder), session_id).stat().st_size
    return None


def open_session(player: str, session_id: str, unlocked: Unlocked) -> Session:
    """Open a session; of a damaged one what is whole. Raises VaultError."""
    path = session_path(sessions_folder(unlocked.folder), session_id)
    try:
        reader = Reader(path, unlocked.private)
    except Damaged:
        reader = Reader(path, unlocked.private, salvage=True)
    try:
        return Session(player, session_id, reader, read_lanes(session_id, reader))
    except ValueError as error:
        raise Damaged(f"{path} opens, but cannot be drawn: {error}") from None
