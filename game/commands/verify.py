"""``verify``: a sealed session is told again by the rules of today; every digest must agree."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from game.commands.fingerprint import rules_fingerprint
from game.commands.opening import add_opening, open_ring, the_player
from game.commands.progress import Bar
from game.commands.shelf import find_session, note_or_say
from game.commands.sitting import house_rules
from game.core.retell import verify
from game.core.trace import Kind
from game.vault.audit import Act
from game.vault.reader import Reader
from game.vault.session import session_path


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the command."""
    parser.add_argument("session", help='name of the session, its beginning, "last", or a file')
    add_opening(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Verify. 0 = every digest agrees; 1 = not, or told by other rules."""
    household = the_player(arguments)
    file = Path(arguments.session)
    path = file if file.is_file() else session_path(household.sessions, find_session(household, arguments.session))
    reader = Reader(path, open_ring(household, arguments))
    note_or_say(household, Act.OPENED, reader.session_id, "verify")
    try:
        verdict = verify(_records(reader), house_rules())
    except ValueError as error:
        print(f"stillwater: {path} cannot be told again: {error}", file=sys.stderr)
        return 1
    ours = rules_fingerprint()
    early = ", ended early" if reader.ended_early else ""
    if verdict.differs_at is None:
        print(f"verified: {verdict.ticks} ticks, {verdict.digests} digests agree{early}")
        return 0
    if verdict.header.fingerprint != ours:
        print(
            f"played by the rules {verdict.header.fingerprint}, these are {ours}: it can only be redrawn, not verified"
        )
    print(
        f"differs first at tick {verdict.differs_at} ({verdict.differs_at / 60:.0f} s); {verdict.digests} digests agree"
    )
    return 1


def _records(reader: Reader) -> Iterator[tuple[int, bytes]]:
    """The header, then every record, with a bar."""
    bar = Bar("telling again")
    count = max(reader.record_count, 1)
    yield Kind.HEADER, reader.setup
    for place, record in enumerate(reader.records()):
        if place % 600 == 0:
            bar.show(place / count)
        yield record.kind, record.payload
    bar.end()
