"""Erasing sittings for a person: offered to be exported first, confirmed twice, keys before files, with a bar."""

import argparse
import sys
import time
from pathlib import Path

from game.commands.household import Household
from game.commands.opening import open_ring, say
from game.commands.progress import accompanied
from game.commands.rows import COLUMNS, trace_rows, write_rows
from game.commands.shelf import find_session, note_or_say
from game.vault.audit import Act
from game.vault.device import DeviceKey
from game.vault.erasure import erase
from game.vault.errors import OTHER_PLACE, not_written
from game.vault.reader import Reader
from game.vault.session import session_ids, session_path

BATCH = 64
"""Sessions whose keys and files go between two steps of the bar."""


def erase_all(folder: Path, device: DeviceKey, names: tuple[str, ...], now_s: int, act: Act = Act.ERASED) -> None:
    """Erase sessions of a player, some dozens at a time: noted, then their keys, then their files.

    Raises:
        BadName, Missing, NotWritten: those before are gone.
    """
    batches = [names[at : at + BATCH] for at in range(0, len(names), BATCH)]
    for batch in accompanied(batches, len(batches), "erasing"):
        erase(folder, device, batch, now_s, act)


def erase_asked(household: Household, arguments: argparse.Namespace) -> int:
    """Erase what the arguments name, after two confirmations. Returns the exit status."""
    every = arguments.session == "all"
    names = session_ids(household.sessions) if every else (find_session(household, arguments.session),)
    if not names:
        print("No session is kept yet.")
        return 0
    if not (arguments.yes and arguments.for_ever):
        if not sys.stdin.isatty():
            say("erasing cannot be undone. To do it without being asked: --yes --for-ever")
            return 2
        if not _sure(household, arguments, names):
            print("Nothing was erased.")
            return 0
    elif arguments.export:
        export_each(household, arguments, names, arguments.export)
    erase_all(household.folder, household.home.device, names, int(time.time()))
    print(f"Erased: {len(names)}.")
    return 0


def export_each(household: Household, arguments: argparse.Namespace, names: tuple[str, ...], folder: Path) -> None:
    """Write the trace of each as CSV into a folder, and note it.

    Raises:
        VaultError: one does not open or cannot be written. Nothing is to be erased then.
    """
    private = open_ring(household, arguments)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise not_written(error, folder, OTHER_PLACE) from error
    for name in accompanied(names, len(names), "exporting"):
        reader = Reader(session_path(household.sessions, name), private, arguments.salvage)
        note_or_say(household, Act.EXPORTED, name, "csv, before erasing")
        write_rows(folder / f"{name}.csv", COLUMNS, trace_rows(reader.records()))
    print(f"Exported {len(names)} into {folder}. These files are not sealed.")


def _sure(household: Household, arguments: argparse.Namespace, names: tuple[str, ...]) -> bool:
    """Offer to export first, then ask twice at the terminal."""
    what = f"session {names[0][:8]}" if len(names) == 1 else f"{len(names)} sessions"
    if not arguments.export:
        typed = input(f"Export {what} as CSV first? Type a folder, or press Enter to go on without: ").strip()
        arguments.export = Path(typed) if typed else None
    if arguments.export:
        export_each(household, arguments, names, arguments.export)
    first = input(f"Erase {what}? Type yes: ").strip().lower() == "yes"
    sign = names[0][:4] if len(names) == 1 else str(len(names))
    return first and input(f"For ever: it cannot be brought back. Type {sign} to go on: ").strip() == sign
