"""``share``: chosen sittings and lanes in one sealed file for one key; reading such a file; who was given what."""

import argparse
import time
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from game.commands.household import Household
from game.commands.keys import fingerprint, read_public_file
from game.commands.lanes import LANES, Choice, choose, encoded_bare_header, is_untold, let_through
from game.commands.opening import add_opening, add_player, open_ring, read_private_key, say, the_player
from game.commands.progress import accompanied
from game.commands.rows import COLUMNS, Row, rows_of, summary_rows, write_rows
from game.commands.shelf import find_session
from game.core.reading import Quantity
from game.core.trace import Header, Kind, decode_estimate, decode_header
from game.vault.audit import MOST_CHARACTERS, Act
from game.vault.bundle import Chosen, Terms, write_bundle
from game.vault.bundle_reader import Bundle, Received
from game.vault.errors import Missing, NotWritten, Unfit, VaultError
from game.vault.keys import PrivateKey
from game.vault.listing import list_sessions
from game.vault.peek import peek
from game.vault.player import Given
from game.vault.reader import Reader
from game.vault.session import session_path

DAY_S = 86_400
MOST_WHOM = 64
MOST_DAYS = 3650


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
    put("--pseudonym", default="P", help="what the player is called in it (default P)")
    put("--note", default="", help="a word to the recipient")
    put("--expires", type=_number, metavar="DAYS", help="ask them to delete it after so many days")
    add_opening(parser)
    parser.set_defaults(run=_make)


def _make(arguments: argparse.Namespace) -> int:
    choice, address = choose(arguments.lanes), read_public_file(arguments.to)
    if not 0 < len(arguments.whom) <= MOST_WHOM:
        raise Unfit(f"Who it is for has 1 to {MOST_WHOM} characters.")
    if arguments.file.exists():
        raise NotWritten(f"{arguments.file} is there already. Choose another name, or move it away.")
    household = the_player(arguments)
    private = open_ring(household, arguments)
    sessions = _live(household, private, _named(household, private, arguments))
    now_s = int(time.time())
    until_s = now_s + arguments.expires * DAY_S if arguments.expires else 0
    kept = arguments.dates == "kept"
    terms = Terms(arguments.pseudonym, arguments.note, now_s if kept else 0, until_s)
    about = f"{len(sessions)} sessions: {' '.join(choice.names)}, dates {arguments.dates}"
    household.noted(Act.SHARED, about[:MOST_CHARACTERS], arguments.whom)
    chosen = _chosen(household, private, sessions, choice, kept)
    write_bundle(arguments.file, address, terms, accompanied(chosen, len(sessions), "sealing"))
    _remember(household, arguments, Given(arguments.whom, now_s, len(sessions), until_s))
    print(f"{arguments.file} holds {len(sessions)} sessions ({', '.join(choice.names)}) for {arguments.whom} alone.")
    print(f"Compare with them by telephone: their key is {fingerprint(address)}")
    print("What was given cannot be taken back; a day to delete it by is a wish.")
    return 0


def _remember(household: Household, arguments: argparse.Namespace, given: Given) -> None:
    """Let the player see it; a bundle that cannot be put into their list is not given."""
    try:
        household.give(given)
    except VaultError:
        arguments.file.unlink(missing_ok=True)
        raise


def _named(household: Household, private: PrivateKey, arguments: argparse.Namespace) -> list[str]:
    """The sessions the arguments mean, oldest first. Raises Missing: none."""
    lines = list_sessions(household.folder, household.home.device, private).lines
    ordered = sorted(lines, key=lambda line: line.started_s)
    if arguments.sessions:
        return list(dict.fromkeys(find_session(household, name) for name in arguments.sessions))
    if arguments.last:
        return [line.session_id for line in ordered[-arguments.last :]]
    until = arguments.until or date.max
    days = ((line.session_id, date.fromtimestamp(line.started_s)) for line in ordered)
    return [name for name, day in days if arguments.since <= day <= until]


def _live(household: Household, private: PrivateKey, names: list[str]) -> list[tuple[str, Header]]:
    """Those that a person played, with their headers, in the order they began. Raises Missing: none; CannotOpen."""
    found = []
    for name in names:
        header = decode_header(peek(session_path(household.sessions, name), private).setup)
        if header.source == "live":
            found.append((name, header))
        else:
            say(f"{name[:8]} was played by nobody (simulated); it is left out")
    if not found:
        raise Missing("There are no such sessions to give. See: stillwater sessions list")
    return sorted(found, key=lambda pair: _began(pair[1]))


def _chosen(
    household: Household, private: PrivateKey, sessions: list[tuple[str, Header]], choice: Choice, kept: bool
) -> Iterator[Chosen]:
    """Each session as it is given away: dates as they were, or as days from the first one on, without the hour."""
    first = _began(sessions[0][1]).date()
    for name, header in sessions:
        began = _began(header)
        day = (began.date() - first).days + 1
        started_s = int(began.timestamp()) if kept else day * DAY_S
        setup = encoded_bare_header(header, header.started if kept else f"day {day}")
        reader = Reader(session_path(household.sessions, name), private)
        yield Chosen(started_s, setup, let_through(reader.records(), choice))


def _began(header: Header) -> datetime:
    """Raises Unfit."""
    try:
        return datetime.strptime(header.started, "%Y-%m-%dT%H:%M:%S%z")
    except ValueError:
        raise Unfit("A session does not say when it began; leave it out by naming the others.") from None


def _open(arguments: argparse.Namespace) -> int:
    bundle = Bundle(arguments.file, read_private_key(arguments.key, arguments.passphrase_fd))
    terms = bundle.terms
    if bundle.expired(int(time.time())):
        say(f"its time was over on {_day(terms.until_s)}: whoever gave it asks that it be deleted now")
    elif terms.until_s:
        say(f"whoever gave it asks that it be deleted by {_day(terms.until_s)}")
    try:
        if arguments.csv:
            write_rows(arguments.csv, ("session", "started", *COLUMNS), _table(bundle))
        else:
            _show(bundle)
    except ValueError:
        raise Unfit(f"{arguments.file} holds something that this Stillwater does not know.") from None
    return 0


def _show(bundle: Bundle) -> None:
    print(f"player    {bundle.terms.pseudonym}")
    if bundle.terms.note:
        print(f"note      {bundle.terms.note}")
    for number, session in enumerate(bundle.sessions, 1):
        print(f"session {number}  {decode_header(session.setup).started}  {session.record_count} records")
        for row in _rows(bundle, session):
            if row[1] != "estimate":
                print(f"  {row[0]:>9} s  {row[1]:9} {row[2]}  {row[3]}")


def _table(bundle: Bundle) -> Iterator[tuple[str, ...]]:
    for number, session in enumerate(accompanied(bundle.sessions, len(bundle.sessions), "exporting"), 1):
        started = decode_header(session.setup).started
        yield from ((str(number), started, *row) for row in _rows(bundle, session))


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
    chinese = household.presentation().language == "zh_CN"
    if not household.player.given:
        print("还没有把你的任何东西给过别人。" if chinese else "Nothing of yours was given to anybody.")
    for given in household.player.given:
        print(_told_in_chinese(given) if chinese else _told(given))
    return 0


def _told(given: Given) -> str:
    """One gift, to the player."""
    what = "1 sitting" if given.sessions == 1 else f"{given.sessions} sittings"
    until = f" They were asked to delete it by {_day(given.until_s)}." if given.until_s else ""
    return f"On {_day(given.when_s)}, {given.whom} was given what your game kept of {what} of yours.{until}"


def _told_in_chinese(given: Given) -> str:
    until = f"已请对方在 {_day(given.until_s)} 之前删除。" if given.until_s else ""
    return f"{_day(given.when_s)}，游戏把你 {given.sessions} 次的记录给了 {given.whom}。{until}"


def _day(seconds: int) -> str:
    return time.strftime("%Y-%m-%d", time.localtime(seconds))


def _number(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= MOST_DAYS:
        raise argparse.ArgumentTypeError(f"give a number from 1 to {MOST_DAYS}")
    return int(text)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("give a day like 2026-01-31") from None
