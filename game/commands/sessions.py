"""``sessions``: list what is kept, show one, export its trace as CSV, erase."""

import argparse
import csv
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from game.commands.decisions import line
from game.commands.household import Household, open_household
from game.commands.passphrase import add_passphrase
from game.core.reading import Quantity
from game.core.trace import (
    Kind,
    decode_decision,
    decode_estimate,
    decode_fact,
    decode_header,
    decode_summary,
    decode_trust,
    decode_words,
)
from game.vault.errors import Missing
from game.vault.reader import Reader
from game.vault.session import erase_session, session_ids, session_path

COLUMNS = ("t_s", "kind", "name", "value", "sd")
"""Columns of the exported trace: one row per number, seconds since the sitting began."""


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the command."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    listing = acts.add_parser("list", help="names, dates and sizes; needs no passphrase")
    listing.set_defaults(run=_list)
    show = acts.add_parser("show", help="what happened in one session")
    show.add_argument("session", help='name of the session, its beginning, or "last"')
    add_passphrase(show)
    _add_salvage(show)
    show.set_defaults(run=_show)
    export = acts.add_parser("export", help="the trace of one session as CSV")
    export.add_argument("session", help='name of the session, its beginning, or "last"')
    export.add_argument("--csv", type=Path, required=True, metavar="FILE", help='where to write; "-" = standard output')
    add_passphrase(export)
    _add_salvage(export)
    export.set_defaults(run=_export)
    erase = acts.add_parser("erase", help="erase one session, its key first; it cannot be brought back")
    erase.add_argument("session", help='name of the session, its beginning, "last" or "all"')
    erase.add_argument("--yes", action="store_true", help="do not ask")
    erase.set_defaults(run=_erase)


def find_session(household: Household, name: str) -> str:
    """The one session whose name begins so; "last" is the newest. Raises Missing."""
    names = session_ids(household.sessions)
    if name == "last" and names:
        return names[-1]
    found = [known for known in names if known.startswith(name)]
    if len(found) == 1:
        return found[0]
    what = "no session" if not found else f"{len(found)} sessions"
    raise Missing(f"There is {what} whose name begins with {name!r}. See: stillwater sessions list")


def open_session(household: Household, arguments: argparse.Namespace) -> Reader:
    """Open a session for reading, and say what is lost of it. Raises VaultError with what to do."""
    path = session_path(household.sessions, find_session(household, arguments.session))
    reader = Reader(path, household.unlock(arguments.passphrase_fd), arguments.salvage)
    for gap in reader.gaps:
        _say(f"lost: {gap}")
    return reader


def _add_salvage(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--salvage", action="store_true", help="read what is whole of a damaged session, name the rest")


def _list(_: argparse.Namespace) -> int:
    household = open_household(_say)
    names = session_ids(household.sessions)
    if not names:
        print("No session is kept yet.")
    for name in names:
        status = session_path(household.sessions, name).stat()
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(status.st_mtime))
        print(f"{name}  {when}  {status.st_size / 1024:8.1f} KiB")
    return 0


def _show(arguments: argparse.Namespace) -> int:
    reader = open_session(open_household(_say), arguments)
    header = decode_header(reader.setup)
    print(f"session   {reader.session_id}{'  (ended early)' if reader.ended_early else ''}")
    print(f"started   {header.started}")
    print(f"played    {header.source}, mode {header.setup.mode.value}, mind {header.mind}, rules {header.fingerprint}")
    ticks = 0
    for record in reader.records():
        if record.kind == Kind.TICK:
            ticks += 1
        elif record.kind == Kind.LEVEL:
            print(f"{_clock(ticks)}  level {record.payload.decode()}")
        elif record.kind == Kind.FACT:
            tick, fact = decode_fact(record.payload)
            print(f"{_clock(tick)}  {fact}")
        elif record.kind == Kind.DECISION:
            decision = decode_decision(record.payload)
            print(f"{_clock(decision.tick)}  {line(decision)}")
        elif record.kind == Kind.WORDS:
            tick, place, text = decode_words(record.payload)
            print(f"{_clock(tick)}  own words ({place}): {text}")
        elif record.kind == Kind.SUMMARY:
            print(f"summary   {decode_summary(record.payload)}")
    print(f"length    {_clock(ticks)}")
    return 0


def _export(arguments: argparse.Namespace) -> int:
    reader = open_session(open_household(_say), arguments)
    try:
        with _output(arguments.csv) as out:
            rows = csv.writer(out)
            rows.writerow(COLUMNS)
            for record in reader.records():
                rows.writerows(_rows(record.kind, record.payload))
    except OSError as error:
        print(f"stillwater: {arguments.csv} cannot be written ({error.strerror}). Name another file.", file=sys.stderr)
        return 1
    return 0


def _rows(kind: int, payload: bytes) -> Iterator[tuple[str, str, str, str, str]]:
    if kind == Kind.ESTIMATE:
        tick, estimate = decode_estimate(payload)
        for quantity in Quantity:
            belief = estimate.of(quantity)
            yield f"{tick / 60:.3f}", "estimate", quantity.value, f"{belief.mean:.5g}", f"{belief.variance**0.5:.5g}"
    elif kind == Kind.TRUST:
        tick, trust = decode_trust(payload)
        for quantity_name, sensor in trust:
            yield f"{tick / 60:.3f}", "trust", quantity_name, sensor, ""
    elif kind == Kind.DECISION:
        decision = decode_decision(payload)
        for name in ("difficulty", "tempo", "guidance", "breath_hz"):
            yield f"{decision.tick / 60:.3f}", "decision", name, f"{getattr(decision.used, name):.5g}", ""
        for reason in decision.used.reasons:
            yield f"{decision.tick / 60:.3f}", "reason", reason.key, " ".join(f"{n:.4g}" for n in reason.numbers), ""
    elif kind == Kind.WORDS:
        tick, place, text = decode_words(payload)
        yield f"{tick / 60:.3f}", "words", place, text, ""
    elif kind == Kind.FACT:
        tick, fact = decode_fact(payload)
        yield f"{tick / 60:.3f}", "fact", type(fact).__name__, str(fact), ""


def _erase(arguments: argparse.Namespace) -> int:
    household = open_household(_say)
    every = arguments.session == "all"
    names = session_ids(household.sessions) if every else (find_session(household, arguments.session),)
    if not arguments.yes:
        if not sys.stdin.isatty():
            print("stillwater: erasing cannot be undone. Add --yes to do it without being asked.", file=sys.stderr)
            return 2
        if input(f"Erase {len(names)} session(s) for ever? Type yes: ").strip().lower() != "yes":
            print("Nothing was erased.")
            return 0
    for name in names:
        erase_session(household.sessions, name)
    print(f"Erased: {len(names)}.")
    return 0


@contextmanager
def _output(path: Path) -> Iterator[TextIO]:
    if str(path) == "-":
        yield sys.stdout
        return
    with path.open("w", newline="", encoding="utf-8") as file:
        yield file


def _clock(ticks: int) -> str:
    return f"{ticks // 3600:3d}:{ticks // 60 % 60:02d}"


def _say(message: str) -> None:
    print(f"stillwater: {message}", file=sys.stderr)
