"""The list of a player's sessions: by the vault's index, with what each amounts to out of the sealed cache.

What was never looked at is opened once and summed up, a second's worth at a time, so that no list keeps anybody
waiting. One opening makes all that is kept of a session: its gist for every list, its course for the pages over many.
"""

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from affect.trends.profile_curve import encode_curve
from game.core.pace import TICKS_PER_S
from game.replay.cabinet import Session, Unlocked, open_session
from game.replay.gist import METHOD, Gist, decode_gist, encode_gist
from game.replay.summing import course_of, gist_of
from game.replay.visits import Clock
from game.vault.device import DeviceKey
from game.vault.errors import VaultError
from game.vault.home import sessions_folder
from game.vault.index import Line
from game.vault.layers import Layers, append, layer_states, read_layers
from game.vault.listing import Listing, forget_erased, list_sessions
from game.vault.peek import peek
from game.vault.saying import Saying
from game.vault.session import SUFFIX, session_path
from game.vault.sums import Cache, Sum, keep_sums, read_sums, settle_sums

SUMMING_S = 1.0
"""One request sums up sessions for about so long."""


@dataclass(frozen=True, slots=True)
class Row:
    """One session of the list. What it amounts to is unpacked only where somebody looks: lists are long."""

    session_id: str
    """Its name."""
    started_s: int
    """When it began, seconds since 1970; 0 = not known."""
    length_s: float
    """How long it is."""
    whole: bool
    """Whether it was closed."""
    kept: bytes | None
    """What it amounts to, as it is kept; None = it was never looked at."""
    layered: bool
    """Whether anything was said of it."""

    @property
    def gist(self) -> Gist | None:
        """What it amounts to; None = it was never looked at, or by another Stillwater."""
        return _gist(self.kept)

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
    leftover: bool
    """Whether the cache still tells of sessions that are gone, or the index of erased ones; ``tidy`` takes them out."""


def read_shelf(unlocked: Unlocked, device: DeviceKey) -> Shelf:
    """The sessions of a player, without opening one that the index and the cache know. Raises VaultError."""
    listing = list_sessions(unlocked.folder, device, unlocked.private)
    states = layer_states(unlocked.folder)
    sums, leftover = _read(unlocked, device, Cache.SUMS, states)
    lines = (*listing.lines, *(Line(name, 0) for name in listing.unknown))
    rows = [_row(unlocked, line, sums.get(line.session_id), line.session_id in states) for line in lines]
    rows.sort(key=lambda row: (row.started_s, row.session_id), reverse=True)
    return Shelf(tuple(rows), listing, leftover or (listing.remains and not listing.faults))


def read_valid(unlocked: Unlocked, device: DeviceKey, cache: Cache) -> dict[str, bytes]:
    """What a cache keeps of the sessions that are there, while neither they nor what was said of them has changed.

    By name. Raises VaultError.
    """
    return _read(unlocked, device, cache, layer_states(unlocked.folder))[0]


def file_sizes(folder: Path) -> dict[str, int]:
    """Length of every session's file of a player, by name."""
    sizes = {}
    for entry in os.scandir(sessions_folder(folder)):
        if entry.name.endswith(SUFFIX):
            with suppress(FileNotFoundError):  # erased a moment ago
                sizes[entry.name.removesuffix(SUFFIX)] = entry.stat().st_size
    return sizes


def layers_of(row: Row, unlocked: Unlocked, device: DeviceKey) -> Layers:
    """What was said of a session. Raises VaultError."""
    if not row.layered:
        return Layers(row.session_id)
    return read_layers(unlocked.folder, device, unlocked.private, row.session_id)


def row_of(session: Session, layers: Layers) -> Row:
    """The row of a session that is open."""
    gist = gist_of(session.lanes, layers.corrections)
    told = gist.session
    whole = not session.reader.ended_early
    return Row(session.session_id, told.started_s, session.lanes.length_s, whole, encode_gist(gist), True)


def say(session: Session, unlocked: Unlocked, device: DeviceKey, saying: Saying) -> None:
    """Say something of an open session, and sum it up anew: what was kept of it before counts no more.

    Raises:
        VaultError: it was not said.
    """
    append(unlocked.folder, device, session.session_id, saying)
    with suppress(VaultError, ValueError):  # it was said, and whoever looks at the list next makes the sum
        layers = read_layers(unlocked.folder, device, unlocked.private, session.session_id)
        _keep(unlocked, device, [_summed(session, layers)])


def sum_up(unlocked: Unlocked, device: DeviceKey, rows: Iterable[Row], clock: Clock) -> tuple[str, ...]:
    """Sum up sessions that were never looked at, for about a second. Returns the names of those that do not open.

    Raises:
        VaultError: the disk.
    """
    until_s = clock() + SUMMING_S
    made, shut = list[tuple[Sum, Sum]](), list[str]()
    for row in rows:
        if clock() >= until_s:
            break
        try:
            layers = layers_of(row, unlocked, device)
            made.append(_summed(open_session(unlocked.folder.name, row.session_id, unlocked), layers))
        except (VaultError, ValueError):  # the latter: what no Stillwater wrote, sealed by another hand
            shut.append(row.session_id)
    _keep(unlocked, device, made)
    return tuple(shut)


def tidy(unlocked: Unlocked, device: DeviceKey, shelf: Shelf) -> None:
    """Take what belongs to no session any more out of the cache and the index. Raises VaultError."""
    settle_sums(unlocked.folder, device, unlocked.private, {row.session_id for row in shelf.rows})
    forget_erased(unlocked.folder, device, unlocked.private)


def _read(
    unlocked: Unlocked, device: DeviceKey, cache: Cache, states: Mapping[str, int]
) -> tuple[dict[str, bytes], bool]:
    """What counts of a cache, by the session's name, and whether it tells of sessions that are gone.

    A line counts while the session's file and its layers are those that it was made of: ``states`` are the layers'.
    """
    sizes = file_sizes(unlocked.folder)
    lines = read_sums(unlocked.folder, cache, device, unlocked.private).lines
    valid = {
        line.session_id: line.data
        for line in lines
        if line.basis == (line.session_id, METHOD, sizes.get(line.session_id), states.get(line.session_id, 0))
    }
    return valid, any(line.session_id not in sizes for line in lines)


def _summed(session: Session, layers: Layers) -> tuple[Sum, Sum]:
    """What is kept of a session in each of the caches; an empty course = it has none. Raises ValueError."""
    corrections = layers.corrections
    course = course_of(session.lanes, corrections)
    gist = encode_gist(gist_of(session.lanes, corrections))
    decode_gist(gist)
    told = Sum(session.session_id, METHOD, session.reader.file_bytes, gist, layers.state)
    return told, replace(told, data=b"" if course is None else encode_curve(course))


def _keep(unlocked: Unlocked, device: DeviceKey, made: Iterable[tuple[Sum, Sum]]) -> None:
    """Courses first: a session whose gist is there has its course as well."""
    pairs = tuple(made)
    keep_sums(unlocked.folder, Cache.COURSES, device, *(course for _, course in pairs))
    keep_sums(unlocked.folder, Cache.SUMS, device, *(gist for gist, _ in pairs))


def _row(unlocked: Unlocked, line: Line, kept: bytes | None, layered: bool) -> Row:
    """A line of the index with what is kept of it; only of what neither knows the file is looked into."""
    name = line.session_id
    if line.whole and line.started_s:
        return Row(name, line.started_s, line.length_s, True, kept, layered)
    gist = _gist(kept)
    if gist is None:
        seen = _looked_into(unlocked, line)
        return Row(name, seen.started_s, seen.length_s, seen.whole, None, layered)
    told = gist.session
    return Row(name, line.started_s or told.started_s, told.length_s, not told.ended_early, kept, layered)


def _gist(kept: bytes | None) -> Gist | None:
    with suppress(ValueError):
        return None if kept is None else decode_gist(kept)
    return None


def _looked_into(unlocked: Unlocked, line: Line) -> Line:
    """A line with what a quick look into its file tells; as it is where it does not open."""
    try:
        seen = peek(session_path(sessions_folder(unlocked.folder), line.session_id), unlocked.private)
    except VaultError:
        return line
    return Line(line.session_id, line.started_s, float(seen.seconds), seen.whole)
