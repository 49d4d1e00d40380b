"""``share``: chosen sittings and lanes in one sealed file for one key; reading such a file; who was given what."""

import argparse
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from game.commands.household import Household
from game.commands.keys import read_public_file
from game.commands.opening import add_opening, add_player, open_ring, read_private_key, say, the_player
from game.commands.plain import plain, plain_cell
from game.commands.progress import accompanied
from game.commands.rows import COLUMNS, Row, rows_of, summary_rows, write_rows
from game.commands.shelf import find_session
from game.core.reading import Quantity
from game.core.trace import Kind, decode_estimate, decode_header
from game.replay.share_given import (
    MOST_DAYS,
    PSEUDONYM,
    Which,
    Wish,
    chosen_of,
    day_of,
    gift_told,
    note_gift,
    picked,
    prepare,
    remember,
)
from game.replay.share_lanes import LANES, choose, is_untold
from game.stage.words import Words
from game.vault.address import fingerprint
from game.vault.bundle import write_bundle
from game.vault.bundle_reader import Bundle, Received, read_bundle
from game.vault.errors import NotWritten, Unfit, VaultError
from game.vault.listing import list_sessions


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the command."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    _add_make(acts.add_parser("make", help="seal chosen sessions for one person's key, into one file"))
    opening = acts.add_parser("open", help="for who was given one: show it, or write it as CSV")
    opening.add_argument("file", type=Path)
    opening.add_argument("--key", type=Path, required=True, metavar="FILE", help="your private key")
    opening.add_argument("--passphrase-fd", type=int, metavar="N", help="read that key's passphrase from descriptor N")
    opening.add_argument("--csv", type=Path, metavar="FILE", help='write it as a table; "-" = standard output')
    opening.set_defaults(run=_open)
    given = acts.add_parser("given", help="who was given what of a player, in plain words; needs no passphrase")
    add_player(given)
    given.set_defaults(run=_given)


def _add_make(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "Lanes: " + "; ".join(f"{name}: {lane.told}" for name, lane in LANES.items()) + "."
    put = parser.add_argument
    put("file", type=Path, help="where the sealed file goes")
    put("--to", type=Path, required=True, metavar="KEY", help="the recipient's public key: 32 bytes, or PEM")
    put("--whom", required=True, help="who they are: kept in the player's own list, not in the file")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--sessions", nargs="+", metavar="NAME", help="these, by the beginning of their names")
    which.add_argument("--last", type=_number, metavar="N", help="the last N")
    which.add_argument("--from", dest="since", type=_date, metavar="DATE", help="those from this day on, 2026-01-31")
    put("--until", type=_date, metavar="DATE", help="with --from: up to this day")
    put("--lanes", nargs="+", required=True, choices=LANES, metavar="LANE", help=f"any of {', '.join(LANES)}")
    put("--dates", choices=["shifted", "kept"], default="shifted", help='shifted: "day 1", "day 8" (default)')
    put("--pseudonym", default=PSEUDONYM, help="what the player is called in it (default P)")
    put("--note", default="", help="a word to the recipient")
    put("--expires", type=_number, metavar="DAYS", help="ask them to delete it after so many days")
    add_opening(parser)
    parser.set_defaults(run=_make)


def _make(arguments: argparse.Namespace) -> int:
    if arguments.until and not arguments.since:
        say("--until goes with --from, and with nothing else: give the first day as well, or leave it out")
        return 2
    choice, address = choose(arguments.lanes), read_public_file(arguments.to)
    wish = Wish(
        address,
        arguments.whom,
        choice,
        arguments.dates == "kept",
        arguments.pseudonym,
        arguments.note,
        arguments.expires or 0,
    )
    if arguments.file.exists():
        raise NotWritten(f"{arguments.file} is there already. Choose another name, or move it away.")
    household = the_player(arguments)
    folder, device = household.folder, household.home.device
    private = open_ring(household, arguments)
    names = picked(list_sessions(folder, device, private).lines, _which(household, arguments))
    gift = prepare(folder, private, names, wish, int(time.time()))
    for name in gift.left_out:
        say(f"{name[:8]} was played by nobody (simulated); it is left out")
    note_gift(folder, device, gift)
    count = len(gift.sessions)
    write_bundle(arguments.file, address, gift.terms, accompanied(chosen_of(gift, folder, private), count, "sealing"))
    try:
        remember(folder, device, gift.given)
    except VaultError:  # a bundle that cannot be put into the player's own list is not given
        arguments.file.unlink(missing_ok=True)
        raise
    print(f"{arguments.file} holds {count} sessions ({', '.join(choice.names)}) for {arguments.whom} alone.")
    print(f"Compare with them by telephone: their key is {fingerprint(address)}")
    print("What was given cannot be taken back; a day to delete it by is a wish.")
    return 0


def _which(household: Household, arguments: argparse.Namespace) -> Which:
    """The sessions the arguments mean. Raises Missing: none of such a name."""
    if arguments.sessions:
        return Which(names=tuple(find_session(household, name) for name in arguments.sessions))
    if arguments.last:
        return Which(last=arguments.last)
    return Which(since=arguments.since, until=arguments.until or date.max)


def _open(arguments: argparse.Namespace) -> int:
    bundle = read_bundle(arguments.file, read_private_key(arguments.key, arguments.passphrase_fd))
    terms = bundle.terms
    if bundle.expired(int(time.time())):
        say(f"its time was over on {day_of(terms.until_s)}: whoever gave it asks that it be deleted now")
    elif terms.until_s:
        say(f"whoever gave it asks that it be deleted by {day_of(terms.until_s)}")
    try:
        if arguments.csv:
            write_rows(arguments.csv, ("session", "started", *COLUMNS), _table(bundle))
        else:
            for line in _told(bundle):
                print(plain(line))
    except ValueError:
        raise Unfit(f"{arguments.file} holds something that this Stillwater does not know.") from None
    return 0


def _told(bundle: Bundle) -> Iterator[str]:
    """What a bundle says, line by line, as whoever made it wrote it."""
    yield f"player    {bundle.terms.pseudonym}"
    if bundle.terms.note:
        yield f"note      {bundle.terms.note}"
    for number, session in enumerate(bundle.sessions, 1):
        yield f"session {number}  {decode_header(session.setup).started}  {session.record_count} records"
        for row in _rows(bundle, session):
            if row[1] != "estimate":
                yield f"  {row[0]:>9} s  {row[1]:9} {row[2]}  {row[3]}"


def _table(bundle: Bundle) -> Iterator[tuple[str, ...]]:
    for number, session in enumerate(accompanied(bundle.sessions, len(bundle.sessions), "exporting"), 1):
        started = decode_header(session.setup).started
        for row in _rows(bundle, session):
            yield tuple(map(plain_cell, (str(number), started, *row)))


def _rows(bundle: Bundle, session: Received) -> Iterator[Row]:
    """Rows of a session; quantities of which nothing is told have none."""
    for record in bundle.records(session):
        if record.kind == Kind.ESTIMATE:
            _, estimate = decode_estimate(record.payload)
            untold = {quantity.value for quantity in Quantity if is_untold(estimate, quantity)}
            yield from (row for row in rows_of(record.kind, record.payload) if row[2] not in untold)
        elif record.kind == Kind.SUMMARY:
            yield from summary_rows(record.payload)
        elif record.kind == Kind.LEVEL:
            yield "", "level", record.payload.decode(), "", ""
        else:
            yield from rows_of(record.kind, record.payload)


def _given(arguments: argparse.Namespace) -> int:
    household = the_player(arguments)
    words = Words(household.presentation().language)
    for given in household.player.given:
        print(gift_told(given, words))
    if not household.player.given:
        print(words.say("share.given_none"))
    return 0


def _number(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= MOST_DAYS:
        raise argparse.ArgumentTypeError(f"give a number from 1 to {MOST_DAYS}")
    return int(text)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("give a day like 2026-01-31") from None
