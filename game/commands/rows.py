"""The trace of a session as rows of a table: one per number, with the seconds since the sitting began."""

import csv
import sys
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path

from game.commands.whole import write_file
from game.core.pace import TICKS_PER_S
from game.core.reading import Quantity
from game.core.trace import (
    Kind,
    decode_decision,
    decode_estimate,
    decode_fact,
    decode_summary,
    decode_trust,
    decode_words,
)
from game.vault.errors import OTHER_PLACE, CannotOpen, not_written
from game.vault.layout import Record

COLUMNS = ("t_s", "kind", "name", "value", "sd")
"""Columns of an exported trace."""
Row = tuple[str, str, str, str, str]
NUMBERS = ("difficulty", "tempo", "guidance", "breath_hz")
"""What of a decision is a number."""
_CUT_AT = 1 << 20
"""Characters, about, of one piece of a table."""


def write_rows(path: Path, columns: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Write a table into a new file, whole or not at all, for its owner only; "-" is the standard output.

    Raises:
        NotWritten: the disk, or ``path`` is there already. What ``rows`` raises goes through.
    """
    if str(path) == "-":
        _print(columns, rows)
    else:
        write_file(path, table_pieces(columns, rows))


def _print(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    try:
        table = csv.writer(sys.stdout)
        table.writerow(columns)
        table.writerows(rows)
    except BrokenPipeError:  # whoever read along has seen enough
        raise
    except OSError as error:
        raise not_written(error, Path("-"), OTHER_PLACE) from error


def table_pieces(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[bytes]:
    """A table as CSV in UTF-8, about 1 MiB at a time."""
    out = StringIO(newline="")
    table = csv.writer(out)
    table.writerow(columns)
    for row in rows:
        table.writerow(row)
        if out.tell() >= _CUT_AT:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def trace_rows(records: Iterable[Record]) -> Iterator[Row]:
    """The rows of a whole trace. Raises CannotOpen where a record is none of Stillwater's."""
    try:
        for record in records:
            yield from rows_of(record.kind, record.payload)
    except ValueError:
        raise CannotOpen(
            "This session opens, but something in it was not written by Stillwater, so it is not exported. "
            "Restore it from a backup."
        ) from None


def rows_of(kind: int, payload: bytes) -> Iterator[Row]:
    """The rows of one record; none for what is no number, fact or word. Raises ValueError."""
    if kind == Kind.ESTIMATE:
        yield from _estimate(payload)
    elif kind == Kind.TRUST:
        tick, trust = decode_trust(payload)
        yield from ((_seconds(tick), "trust", quantity, sensor, "") for quantity, sensor in trust)
    elif kind == Kind.DECISION:
        yield from _decision(payload)
    elif kind == Kind.WORDS:
        yield from _words(payload)
    elif kind == Kind.FACT:
        tick, fact = decode_fact(payload)
        yield _seconds(tick), "fact", type(fact).__name__, str(fact), ""


def summary_rows(payload: bytes) -> Iterator[Row]:
    """The rows of a summary. Raises ValueError."""
    summary = decode_summary(payload)
    at = _seconds(summary.ticks)
    yield at, "summary", "levels", " ".join(summary.levels), ""
    for name, value in (("caught", summary.caught), ("minigames", summary.minigames)):
        yield at, "summary", name, str(value), ""
    for name, number in (("follow", summary.follow), ("breath_hz", summary.breath_hz)):
        yield at, "summary", name, f"{number:.5g}", ""


def _estimate(payload: bytes) -> Iterator[Row]:
    tick, estimate = decode_estimate(payload)
    for quantity in Quantity:
        belief = estimate.of(quantity)
        yield _seconds(tick), "estimate", quantity.value, f"{belief.mean:.5g}", f"{belief.variance**0.5:.5g}"


def _decision(payload: bytes) -> Iterator[Row]:
    decision = decode_decision(payload)
    at = _seconds(decision.tick)
    for name in NUMBERS:
        yield at, "decision", name, f"{getattr(decision.used, name):.5g}", ""
    for reason in decision.used.reasons:
        yield at, "reason", reason.key, " ".join(f"{number:.4g}" for number in reason.numbers), ""


def _words(payload: bytes) -> Iterator[Row]:
    tick, written = decode_words(payload)
    yield _seconds(tick), "words", written.place, written.text, ""
    sounded = written.sounded
    if sounded is not None:
        yield _seconds(tick), "words_guess", sounded.guess, f"{sounded.valence:.5g}", f"{sounded.sd:.5g}"
        yield _seconds(tick), "words_own", sounded.own, "", ""


def _seconds(tick: int) -> str:
    return f"{tick / TICKS_PER_S:.3f}"
