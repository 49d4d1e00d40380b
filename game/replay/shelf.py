"""The list of a player's sessions: by the vault's index, with what each amounts to out of the sealed cache.

What was never looked at is opened once and summed up, a second's worth at a time, so that no list keeps anybody
waiting.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from game.core.pace import TICKS_PER_S
from game.replay.cabinet import Session, Unlocked, open_session
from game.replay.gist import METHOD, summed
from game.replay.visits import Clock
from game.vault.device import DeviceKey
from game.vault.errors import VaultError
from game.vault.home import sessions_folder
from game.vault.index import Line
from game.vault.layers import Layers, layered_ids, read_layers
from game.vault.listing import Listing, list_sessions
from game.vault.peek import peek
from game.vault.session import session_path
from game.vault.sums import Summed, keep_sums, read_sums, settle_sums

SUMMING_S = 1.0
"""One request sums up sessions for about so long."""


@dataclass(frozen=True, slots=True)
class Row:
    """One session of the list."""

    session_id: str
    """Its name."""
    started_s: int
    """When it began, seconds since 1970; 0 = not known."""
    length_s: float
    """How long it is."""
    whole: bool
    """Whether it was closed."""
    amount: Summed | None
    """What it amounts to; None = it was never looked at."""
    layers: Layers
    """What was said of it."""

    @property
    def length_ticks(self) -> int:
        """How long it is, in ticks."""
        return round(self.length_s * TICKS_PER_S)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A player's sessions."""

    rows: tuple[Row, ...]
    """Newest first."""
    listing: Listing
    """The index against the folder: what is gone, changed or came from elsewhere."""


def read_shelf(unlocked: Unlocked, device: DeviceKey) -> Shelf:
    """The sessions of a player, without opening one that the index and the cache know. Raises VaultError."""
    folder, private = unlocked.folder, unlocked.private
    listing = list_sessions(folder, device, private)
    amounts = {line.session_id: line for line in read_sums(folder, device, private).lines if line.method == METHOD}
    layered = frozenset(layered_ids(folder))
    lines = [line if line.whole else _looked_into(unlocked, line) for line in listing.lines]
    lines += [_looked_into(unlocked, Line(name, 0)) for name in listing.unknown]
    rows = []
    for line in lines:
        amount = amounts.get(line.session_id)
        if amount is not None and amount.file_bytes != _file_bytes(folder, line.session_id):
            amount = None
        said = line.session_id in layered
        layers = read_layers(folder, device, private, line.session_id) if said else Layers(line.session_id)
        length_s = amount.length_s if amount is not None else line.length_s
        started_s = line.started_s or (amount.started_s if amount is not None else 0)
        rows.append(Row(line.session_id, started_s, length_s, line.whole, amount, layers))
    rows.sort(key=lambda row: (row.started_s, row.session_id), reverse=True)
    return Shelf(tuple(rows), listing)


def row_of(session: Session, unlocked: Unlocked, layers: Layers) -> Row:
    """The row of a session that is open."""
    amount = amount_of(session, unlocked, layers)
    whole = not session.reader.ended_early
    return Row(session.session_id, amount.started_s, amount.length_s, whole, amount, layers)


def amount_of(session: Session, unlocked: Unlocked, layers: Layers) -> Summed:
    """What a session amounts to, with what was said of it."""
    return summed(session.lanes, layers.corrections, _file_bytes(unlocked.folder, session.session_id))


def sum_up(unlocked: Unlocked, device: DeviceKey, rows: Iterable[Row], clock: Clock) -> tuple[str, ...]:
    """Sum up sessions that were never looked at, for about a second. Returns the names of those that do not open.

    Raises:
        VaultError: the disk.
    """
    folder, until_s = unlocked.folder, clock() + SUMMING_S
    made, shut = list[Summed](), list[str]()
    for row in rows:
        if clock() >= until_s:
            break
        try:
            session = open_session(folder.name, row.session_id, unlocked)
        except (VaultError, ValueError):
            shut.append(row.session_id)
            continue
        made.append(amount_of(session, unlocked, row.layers))
    keep_sums(folder, device, *made)
    return tuple(shut)


def tidy(unlocked: Unlocked, device: DeviceKey, shelf: Shelf) -> None:
    """Take what belongs to no session any more out of the cache. Raises VaultError."""
    settle_sums(unlocked.folder, device, unlocked.private, {row.session_id for row in shelf.rows})


def _file_bytes(folder: Path, session_id: str) -> int:
    """Length of a session's file; 0 where it is gone."""
    try:
        return session_path(sessions_folder(folder), session_id).stat().st_size
    except OSError:
        return 0


def _looked_into(unlocked: Unlocked, line: Line) -> Line:
    """A line with what a quick look into its file tells; as it is where it does not open."""
    try:
        seen = peek(session_path(sessions_folder(unlocked.folder), line.session_id), unlocked.private)
    except VaultError:
        return line
    return Line(line.session_id, line.started_s, float(seen.seconds), seen.whole)
