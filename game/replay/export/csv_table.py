"""Tables of text, each column with what it means: the table and its part of the data dictionary are one thing."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO

from game.replay.export.material import File
from game.stage.words import Words

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, or one value that a column may have."""

    name: str
    """As it stands in the table's first line."""
    key: str
    """Message id of what it means."""
    unit: str = ""
    """Of its numbers: "s", "1/s" ...; "" = none, or told in another column."""
    span: str = ""
    """What values it may have: "-1 to 1", "0, 1"; "" = any."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table."""

    name: str
    """Of its file, without the ending."""
    columns: tuple[Column, ...]
    """What stands in each column."""
    rows: tuple[Row, ...]
    """Lines, each as long as ``columns``."""
    values: tuple[Column, ...] = ()
    """What the words in a column may be, where they need to be explained: the dictionary tells them, too."""


def table_file(table: Table) -> File:
    """A table as CSV by RFC 4180, UTF-8."""
    return File(f"{table.name}.csv", _csv([[column.name for column in table.columns], *table.rows]))


def dictionary_file(tables: Iterable[Table], words: Words) -> File:
    """The data dictionary of tables: a line for each column, and for each word that needs one."""
    lines: list[Row] = [("table", "name", "unit", "values", "meaning")]
    for table in tables:
        for column in (*table.columns, *table.values):
            lines.append((table.name, column.name, column.unit, column.span, words.say(column.key)))
    return File("dictionary.csv", _csv(lines))


def number(value: float | None) -> str:
    """A number to nine digits, which is all that a session holds; "" where it is not known."""
    return "" if value is None else f"{value:.9g}"


def seconds(t_s: float) -> str:
    """Seconds to the millisecond."""
    return f"{t_s:.3f}"


def flag(value: bool) -> str:
    """Yes or no as 1 or 0."""
    return str(int(value))


def _csv(lines: Iterable[Row]) -> bytes:
    out = StringIO(newline="")
    csv.writer(out).writerows(lines)
    return out.getvalue().encode()
