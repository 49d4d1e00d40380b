"""The trace of a session as rows of a table: one per number, with the seconds since the sitting began."""

import csv
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

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
from game.vault.errors import OTHER_PLACE, not_written
from game.vault.layout import Record

COLUMNS = ("t_s", "kind", "name", "value", "sd")
"""Columns of an exported trace."""
Row = tuple[str, str, str, str, str]
NUMBERS = ("difficulty", "tempo", "guidance", "breath_hz")
"""What of a decision is a number."""


def write_rows(path: Path, columns: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Write a table; "-" is the standard output. Raises NotWritten."""
    try:
        with _output(path) as out:
            table = csv.writer(out)
            table.writerow(columns)
            table.writerows(rows)
    except OSError as error:
        raise not_written(error, path, OTHER_PLACE) from error


def trace_rows(records: Iterable[Record]) -> Iterator[Row]:
    """The rows of a whole trace. Raises ValueError where a record is none of Stillwater's."""
    for record in records:
        yield from rows_of(record.kind, record.payload)


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


@contextmanager
def _output(path: Path) -> Iterator[TextIO]:
    if str(path) == "-":
        yield sys.stdout
        return
    with path.open("w", newline="", encoding="utf-8") as file:
        yield file
