"""Layers: what people say of a session afterwards, beside the sealed session, which is never touched.

Each session that something was said of has a folder with a ledger in it. It is a folder of its own, and not a part
of one ledger of the player, because erasing a session needs no secret: a folder can be erased without being read.
Numbers are counted within a session, in the order in which things were said; they stay, since nothing goes away.
"""

import hashlib
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from game.vault.calls import acting
from game.vault.device import DeviceKey
from game.vault.disk import blank_file, locked, make_folder, sync_folder
from game.vault.errors import Missing, VaultError, not_written
from game.vault.home import sessions_folder
from game.vault.keys import read_public_key
from game.vault.layout import checked_id, is_id
from game.vault.ledger import Ledger, read_head
from game.vault.ring import PrivateKey
from game.vault.saying import Corrected, Label, Noted, Saying, Shown, Signed, Withdrawn, decoded, encoded
from game.vault.session import erase_session, session_path

FOLDER = "layers"
NAME = "layers"


@dataclass(frozen=True, slots=True)
class Correction:
    """A stretch of the session that was something else than the machine took it for."""

    number: int
    """Its number among the session's corrections, from 1."""
    mark: str
    """What it is known by in the ledger."""
    session_id: str
    """The session's name."""
    from_tick: int
    """Its first tick."""
    to_tick: int
    """The tick behind its last."""
    label: Label
    """What it was."""
    author: str
    """Who said so,"""
    when_s: int
    """and when, seconds since 1970."""
    withdrawn: Signed | None = None
    """Who took it back, and when; None = it counts."""


@dataclass(frozen=True, slots=True)
class Note:
    """One version of a note."""

    number: int
    """The note's number among the session's, from 1."""
    version: int
    """Which of its versions this is, from 1."""
    mark: str
    """What it is known by in the ledger."""
    session_id: str
    """The session's name."""
    tick: int | None
    """The moment it is about; None = the whole session."""
    text: str
    """Plain text, at most 4000 characters."""
    template: str
    """Id of the question it answers; "" = none."""
    shared: bool
    """False = a draft that the view shows to its author only."""
    author: str
    """Who wrote this version,"""
    when_s: int
    """and when, seconds since 1970."""
    withdrawn: Signed | None = None
    """Who took the note back, and when; None = it stands."""


@dataclass(frozen=True, slots=True)
class Layers:
    """All that was said of a session."""

    session_id: str
    """The session's name."""
    corrections: tuple[Correction, ...] = ()
    """Every correction, withdrawn ones too, by number."""
    notes: tuple[Note, ...] = ()
    """The newest version of every note, withdrawn ones too, by number."""
    versions: tuple[Note, ...] = ()
    """Every version of every note, in the order they were written."""
    shown: Shown | None = None
    """What was said last of who may see the picture story; None = nothing yet."""
    faults: tuple[str, ...] = ()
    """What is not as it was written, one sentence each; empty where all is well."""
    state: int = 0
    """Which layers these are (see layer_states): what was reckoned from them counts while the session has this one."""


def append(folder: Path, device: DeviceKey, session_id: str, *sayings: Saying) -> None:
    """Say something of a session; when this returns, the disk has it.

    Args:
        folder: the player's.
        device: the machine's own key.
        session_id: the session's name.
        sayings: what is said; in order.

    Raises:
        Unfit: what no saying can hold. Missing: there is no such session. BadName, CannotOpen, NotWritten.
    """
    entries = [encoded(saying) for saying in sayings]
    public, place = read_public_key(folder), _place(folder, session_id)
    with locked(sessions_folder(folder)):  # else the session might be erased before its layer is there
        if not session_path(sessions_folder(folder), session_id).is_file():
            raise Missing(f"There is no session {session_id}. `stillwater sessions list` shows what there is.")
        if not place.is_dir():
            make_folder(place)
            _synced(place.parent)
            _synced(folder)
        Ledger(place, NAME, device).append(public, *entries)


def read_layers(folder: Path, device: DeviceKey, private: PrivateKey, session_id: str) -> Layers:
    """All that was said of a session of a player.

    Raises:
        BadName, Newer, Unreadable.
    """
    place = _place(folder, session_id)
    if not place.is_dir():
        return Layers(session_id)
    state = _state(place)  # before the rest: who adds something meanwhile makes this one a state of the past
    told = Ledger(place, NAME, device).read(private)
    sayings, faults = list[Saying](), list(told.faults)
    for number, entry in enumerate(told.entries, 1):
        try:
            sayings.append(decoded(entry))
        except ValueError:
            faults.append(f"Entry {number} of the layers was not made by this Stillwater.")
    return replace(_amounting(session_id, sayings), faults=tuple(faults), state=state)


def layered_ids(folder: Path) -> tuple[str, ...]:
    """Names of the sessions of a player of which something was said; needs no secret."""
    with suppress(FileNotFoundError):
        return tuple(sorted(entry.name for entry in os.scandir(folder / FOLDER) if is_id(entry.name)))
    return ()


def layer_states(folder: Path) -> Mapping[str, int]:
    """Which layers each session of a player has, if any: another number, 32 bits, whenever something was said of it.

    Needs no secret. A session of which nothing was said is in state 0, and not in here.
    """
    return {name: _state(_place(folder, name)) for name in layered_ids(folder)}


def erase_with_layers(folder: Path, session_id: str) -> None:
    """Erase a session and all that was said of it; the session's file goes last, so that who sees it finishes this.

    Raises:
        BadName, Missing, NotWritten.
    """
    sessions, place = sessions_folder(folder), _place(folder, session_id)
    with locked(sessions):
        if place.is_dir():
            _erase_folder(place)
        erase_session(sessions, session_id)


def _erase_folder(place: Path) -> None:
    """Overwrite and remove every file of a folder, then it."""
    try:
        for path in sorted(place.iterdir()):
            with open(path, "r+b", buffering=0) as file:
                blank_file(file.fileno())
            acting().unlink(path)
        place.rmdir()
        sync_folder(place.parent)
    except OSError as error:
        raise not_written(error, place) from error


def _synced(folder: Path) -> None:
    """Let a new folder in ``folder`` survive a power cut. Raises NotWritten."""
    try:
        sync_folder(folder)
    except OSError as error:
        raise not_written(error, folder) from error


def _state(place: Path) -> int:
    """From 1 on, also where the ledger's head does not let itself be read."""
    head = b""
    with suppress(VaultError):
        head = read_head(place, NAME)
    return int.from_bytes(hashlib.sha256(head).digest()[:4]) or 1


def _place(folder: Path, session_id: str) -> Path:
    """Where the layers of a session lie. Raises BadName."""
    checked_id(session_id)
    return folder / FOLDER / session_id


def _amounting(session_id: str, sayings: Sequence[Saying]) -> Layers:
    """What all that was said amounts to: the newest version of a note counts, and the first withdrawal."""
    corrections: dict[str, Correction] = {}
    notes: dict[str, Note] = {}
    versions: list[Note] = []
    withdrawn: dict[str, Signed] = {}
    shown = None
    for saying in sayings:
        match saying:
            case Corrected():
                corrections.setdefault(saying.mark, _correction(session_id, len(corrections) + 1, saying))
            case Noted():
                notes[saying.mark] = _note(session_id, notes.get(saying.mark), len(notes) + 1, saying)
                versions.append(notes[saying.mark])
            case Withdrawn():
                withdrawn.setdefault(saying.mark, saying.by)
            case Shown():
                shown = saying
    return Layers(
        session_id,
        tuple(replace(one, withdrawn=withdrawn.get(one.mark)) for one in corrections.values()),
        tuple(replace(one, withdrawn=withdrawn.get(one.mark)) for one in notes.values()),
        tuple(replace(one, withdrawn=withdrawn.get(one.mark)) for one in versions),
        shown,
    )


def _correction(session_id: str, number: int, said: Corrected) -> Correction:
    by = said.by
    return Correction(number, said.mark, session_id, said.from_tick, said.to_tick, said.label, by.author, by.when_s)


def _note(session_id: str, earlier: Note | None, number: int, said: Noted) -> Note:
    """The next version of a note, or its first."""
    return Note(
        number=number if earlier is None else earlier.number,
        version=1 if earlier is None else earlier.version + 1,
        mark=said.mark,
        session_id=session_id,
        tick=said.tick,
        text=said.text,
        template=said.template,
        shared=said.shared,
        author=said.by.author,
        when_s=said.by.when_s,
    )
