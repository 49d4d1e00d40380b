"""``sessions``: list what is kept and what is amiss, show one, export its trace, erase, say how long they are kept."""

import argparse
import time
from pathlib import Path

from game.commands.decisions import line
from game.commands.erasing import erase_asked
from game.commands.household import Household
from game.commands.opening import add_opening, add_player, say, the_player
from game.commands.progress import accompanied
from game.commands.roster import set_days, so_long
from game.commands.rows import COLUMNS, trace_rows, write_rows
from game.commands.shelf import note_or_say, open_session, ring_for_listing, take_stock
from game.core.trace import (
    Kind,
    Sounded,
    decode_decision,
    decode_fact,
    decode_header,
    decode_summary,
    decode_words,
)
from game.vault.audit import Act
from game.vault.erasure import overdue
from game.vault.index import Line
from game.vault.layout import Record
from game.vault.player import MOST_DAYS
from game.vault.session import session_ids, session_path

NAMED = 'name of the session, its beginning, or "last"'


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the command."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    listing = acts.add_parser("list", help="when they were, how long, and what is missing or not as it was left")
    listing.add_argument("--files", action="store_true", help="by the files alone: names, dates, sizes; no passphrase")
    listing.add_argument("--accept", action="store_true", help="take what is there now as right, once it was named")
    add_opening(listing)
    listing.set_defaults(run=_list)
    show = acts.add_parser("show", help="what happened in one session")
    _add_session(show)
    show.set_defaults(run=_show)
    export = acts.add_parser("export", help="the trace of one session as CSV, record by record as it was sealed")
    export.epilog = (
        "This is the plain trace, for pipes and for keeping before erasing. For tables with units, wall-clock times, "
        "sensors, corrections and a dictionary, and for other formats: stillwater export."
    )
    _add_session(export)
    export.add_argument("--csv", type=Path, required=True, metavar="FILE", help='where to write; "-" = standard output')
    export.set_defaults(run=_export)
    erase = acts.add_parser("erase", help="erase one session or all, keys first; it cannot be brought back")
    _add_session(erase, f'{NAMED}, or "all"')
    erase.add_argument("--export", type=Path, metavar="FOLDER", help="write their traces there as CSV first")
    erase.add_argument("--yes", action="store_true", help="do not ask; needs --for-ever as well")
    erase.add_argument("--for-ever", action="store_true", help="the second confirmation, with --yes")
    erase.set_defaults(run=lambda arguments: erase_asked(the_player(arguments), arguments))
    keep = acts.add_parser("keep", help="how long sessions are kept; older ones are erased at each start")
    keep.add_argument("days", nargs="?", type=_days, metavar="DAYS", help='a number of days, or "always"; none: say it')
    add_player(keep)
    keep.set_defaults(run=_keep)


def _add_session(parser: argparse.ArgumentParser, named: str = NAMED) -> None:
    parser.add_argument("session", help=named)
    add_opening(parser)
    parser.add_argument("--salvage", action="store_true", help="read what is whole of a damaged session, name the rest")


def _list(arguments: argparse.Namespace) -> int:
    """Status 1 where something is not as it was left."""
    household = the_player(arguments)
    if not session_ids(household.sessions) and not list(household.folder.glob("index-*.log")):
        print("No session is kept yet.")
        return 0
    private = None if arguments.files else ring_for_listing(household, arguments)
    if private is None:
        return _list_files(household)
    found = take_stock(household, private, arguments.accept)
    for each in found.lines:
        print(_line(each, each.session_id in found.changed))
    for name in found.unknown:
        print(f"{name}  not in the index")
    if not found.lines and not found.unknown:
        print("No session is kept now.")
    for sentence in found.said:
        say(sentence)
    if found.said and not arguments.accept:
        say("once you know why, accept it: stillwater sessions list --accept")
    return 1 if found.said and not arguments.accept else 0


def _line(each: Line, changed: bool) -> str:
    when = time.strftime("%Y-%m-%d %H:%M", time.localtime(each.started_s)) if each.started_s else f"{'?':16}"
    state = "  not as it was closed" if changed else "" if each.whole else "  ended early, or goes on"
    minutes, seconds = divmod(int(each.length_s), 60)
    return f"{each.session_id}  {when}  {minutes:4d}:{seconds:02d}{state}"


def _list_files(household: Household) -> int:
    for name in session_ids(household.sessions):
        status = session_path(household.sessions, name).stat()
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(status.st_mtime))
        print(f"{name}  {when}  {status.st_size / 1024:8.1f} KiB")
    say("by the files alone; with the passphrase the list says what is missing or was changed")
    return 0


def _show(arguments: argparse.Namespace) -> int:
    reader, _ = open_session(the_player(arguments), arguments)
    header = decode_header(reader.setup)
    print(f"session   {reader.session_id}{'  (ended early)' if reader.ended_early else ''}")
    print(f"started   {header.started}")
    print(f"played    {header.source}, mode {header.setup.mode.value}, mind {header.mind}, rules {header.fingerprint}")
    ticks = 0
    for record in reader.records():
        if record.kind == Kind.TICK:
            ticks += 1
        else:
            _tell(record, ticks)
    print(f"length    {_clock(ticks)}")
    return 0


def _tell(record: Record, ticks: int) -> None:
    """Print what a record says; nothing for numbers."""
    if record.kind == Kind.LEVEL:
        print(f"{_clock(ticks)}  level {record.payload.decode()}")
    elif record.kind == Kind.FACT:
        tick, fact = decode_fact(record.payload)
        print(f"{_clock(tick)}  {fact}")
    elif record.kind == Kind.DECISION:
        decision = decode_decision(record.payload)
        print(f"{_clock(decision.tick)}  {line(decision)}")
    elif record.kind == Kind.WORDS:
        tick, written = decode_words(record.payload)
        print(f"{_clock(tick)}  you wrote ({written.place}): {written.text}{_sound(written.sounded)}")
    elif record.kind == Kind.SUMMARY:
        print(f"summary   {decode_summary(record.payload)}")


def _export(arguments: argparse.Namespace) -> int:
    household = the_player(arguments)
    reader, author = open_session(household, arguments)
    records = accompanied(reader.records(), reader.record_count, "exporting")
    write_rows(arguments.csv, COLUMNS, trace_rows(records))
    note_or_say(household, Act.EXPORTED, f"{reader.session_id} as csv", author)
    return 0


def _sound(sounded: Sounded | None) -> str:
    """What was guessed of a sentence and what its writer said; theirs counts."""
    if sounded is None:
        return ""
    if sounded.own == sounded.guess:
        return f"\n        it might sound {sounded.guess}; you said that fits"
    return f"\n        you said it sounds {sounded.own} (the guess was {sounded.guess})"


def _keep(arguments: argparse.Namespace) -> int:
    household = the_player(arguments)
    if arguments.days is not None:
        set_days(household, arguments.days or None)
    kept = household.player.keep_days
    print(f"Sittings are kept {so_long(kept)}.")
    older = overdue(household.folder, kept, int(time.time()))
    if older:
        print(
            f"{len(older)} are older and are erased at the next start. "
            "To keep their traces: stillwater sessions export NAME --csv FILE"
        )
    return 0


def _days(text: str) -> int:
    """Days; 0 = always."""
    if text == "always":
        return 0
    if not text.isdigit() or not 1 <= int(text) <= MOST_DAYS:
        raise argparse.ArgumentTypeError(f'give 1 to {MOST_DAYS} days, or "always"')
    return int(text)


def _clock(ticks: int) -> str:
    return f"{ticks // 3600:3d}:{ticks // 60 % 60:02d}"
