"""What the index says against what lies in the folder: what is gone, changed, or came from elsewhere is named."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from heapq import merge
from pathlib import Path

from game.vault.device import DeviceKey
from game.vault.errors import CannotOpen, Missing
from game.vault.index import Index, Line, read_index, sweep_index, write_index
from game.vault.layers import erase_with_layers
from game.vault.layout import CHUNKS_AT, is_id
from game.vault.peek import Glimpse, peek, pin_of
from game.vault.ring import PrivateKey
from game.vault.session import SUFFIX, session_path
from game.vault.sums import settle_sums

Started = Callable[[bytes], int]
"""When a session began, seconds since 1970, out of its setup; 0 where it does not say."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The sessions of a player, and what is not as it was left."""

    lines: tuple[Line, ...]
    """Those that are there and in the index, in the order they began."""
    unknown: tuple[str, ...]
    """Names of those that are there and not in the index: from before it, from elsewhere, or it was put back."""
    gone: tuple[str, ...]
    """Names of those that were there and are not, though nobody erased them."""
    changed: tuple[str, ...]
    """Names of those whose file is not the one that was closed: an older copy, a cut one, another's."""
    unerased: tuple[str, ...]
    """Names of those that were to be erased and are still there; ``forget_erased`` erases them."""
    remains: bool
    """Whether the index still holds what it said of erased sessions; ``forget_erased`` takes it out."""
    faults: tuple[str, ...]
    """What is not as it was written in the index itself."""
    end: bytes
    """Where the index ended when it was read."""

    @property
    def said(self) -> tuple[str, ...]:
        """All of it in sentences, for a person; empty where all is well."""
        told = list(self.faults)
        for names, what in (
            (self.gone, "that were here are gone"),
            (self.changed, "are not as they were closed"),
            (self.unknown, "here are not in the index: they are older than it, were brought here, or it was put back"),
        ):
            if names:
                told.append(f"{len(names)} session{'s' if len(names) > 1 else ''} {what}: {_shortened(names)}")
        return tuple(told)


def list_sessions(folder: Path, device: DeviceKey, private: PrivateKey) -> Listing:
    """The sessions of a player, by the index, compared with the files' lengths and beginnings.

    Raises:
        Newer, Unreadable.
    """
    return _compared(folder / "sessions", read_index(folder, device, private))


def forget_erased(folder: Path, device: DeviceKey, private: PrivateKey) -> Listing:
    """List the sessions; take out what the index and the caches still say of those that were erased.

    Finishes an erasing that was cut off. All else stays as it is, so that what is amiss stays named. Where the index
    itself is not as it was written, nothing is done until somebody accepts it (see ``settle``). Where a session began
    or ended meanwhile, the index stays as it is until the next time.

    Raises:
        Newer, Unreadable, NotWritten.
    """
    index = read_index(folder, device, private)
    found = _compared(folder / "sessions", index)
    if found.faults:
        return found
    if found.remains:
        _finish(folder, device, private, found)
        write_index(folder, device, index.lines, index.end)
    sweep_index(folder, device)
    return found


def settle(folder: Path, device: DeviceKey, private: PrivateKey, started: Started) -> Listing:
    """List the sessions, then write the index anew: shorter, with what it lacked, without what is gone.

    What is returned is what was found; the next listing no longer names it. Finishes an erasing that was cut off,
    and forgets what erased sessions amounted to.
    Where a session began or ended meanwhile, the index stays as it is until the next time. Its lines stay in the order
    in which they were played, whatever the wall clock said; what it lacked comes in by its time.

    Raises:
        Newer, Unreadable, NotWritten.
    """
    found = list_sessions(folder, device, private)
    _finish(folder, device, private, found)
    lines = [_filled(folder, line, private, started) for line in found.lines if line.session_id not in found.changed]
    lacking = [_filled(folder, Line(name, 0), private, started) for name in (*found.unknown, *found.changed)]
    lacking.sort(key=lambda line: (line.started_s, line.session_id))
    write_index(folder, device, tuple(merge(lines, lacking, key=lambda line: line.started_s)), found.end)
    return found


def closing_line(folder: Path, session_id: str, started_s: int, length_s: float, summary: bytes) -> Line:
    """The line of a session that has just been closed; reads the plain beginning of its file.

    Raises:
        Missing, CannotOpen: the file is not there or not whole.
    """
    path = session_path(folder / "sessions", session_id)
    state = _stated(path)
    if state is None:
        raise Missing(f"{path} does not exist.")
    return Line(session_id, started_s, length_s, True, state[0], state[1], summary)


def _finish(folder: Path, device: DeviceKey, private: PrivateKey, found: Listing) -> None:
    """Erase what was to be erased, then forget what sessions amounted to that are gone; the index is still to come.

    In this order a power cut is finished the next time: until then the index holds what is to be done.
    """
    for name in found.unerased:
        erase_with_layers(folder, name)
    settle_sums(folder, device, private, {*(line.session_id for line in found.lines), *found.unknown})


def _compared(sessions: Path, index: Index) -> Listing:
    names = {entry.name.removesuffix(SUFFIX) for entry in os.scandir(sessions) if entry.name.endswith(SUFFIX)}
    there = {name for name in names if is_id(name)}
    indexed = {line.session_id for line in index.lines}
    lines = tuple(line for line in index.lines if line.session_id in there)
    return Listing(
        lines=lines,
        unknown=tuple(sorted(there - indexed - index.erased)),
        gone=tuple(line.session_id for line in index.lines if line.session_id not in there),
        changed=tuple(line.session_id for line in lines if not _fits(sessions, line)),
        unerased=tuple(sorted(there & index.erased - indexed)),
        remains=bool(index.erased),
        faults=index.faults,
        end=index.end,
    )


def _fits(sessions: Path, line: Line) -> bool:
    """Whether a file is the one that was closed; one that was not closed may have grown since."""
    state = _stated(os.path.join(sessions, line.session_id + SUFFIX))
    if state is None:
        return False
    length, pin = state
    if line.whole:
        return (length, pin) == (line.file_bytes, line.pin)
    return length >= line.file_bytes


def _stated(path: Path | str) -> tuple[int, str] | None:
    """Length of a session's file, and what its beginning hashes to; None where it cannot be read."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)  # ten thousand of them: no file objects
        try:
            return os.fstat(descriptor).st_size, pin_of(os.read(descriptor, CHUNKS_AT)).hex()
        finally:
            os.close(descriptor)
    except OSError:
        return None


def _filled(folder: Path, line: Line, private: PrivateKey, started: Started) -> Line:
    """A line with what its file says; unchanged where nothing is missing, or it cannot be opened."""
    if line.whole and line.pin:
        return line
    try:
        seen: Glimpse = peek(session_path(folder / "sessions", line.session_id), private)
    except (CannotOpen, Missing):
        return line
    started_s = line.started_s or max(started(seen.setup), 0)
    filled = replace(line, started_s=started_s, length_s=float(seen.seconds), file_bytes=seen.file_bytes)
    if seen.whole:
        return replace(filled, whole=True, pin=seen.pin.hex(), summary=seen.summary)
    return filled


def _shortened(names: tuple[str, ...]) -> str:
    shown = ", ".join(name[:8] for name in names[:5])
    return f"{shown} ..." if len(names) > 5 else shown
