"""Tables on paper: rows of wrapped cells; of more rows than there is room for, the dearest, in their own order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from game.replay.export.pdf_page import FINE, SMALL, Column, Style

GAP = 10.0
"""Between two columns."""
PAD = 3.0
"""Above and below the words of a row."""
MOST_LINES = 4
"""Of one cell."""
HEAD = Style(SMALL.size, bold=True, colour=SMALL.colour, pitch=SMALL.pitch)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table."""

    cells: tuple[str, ...]
    rank: float = 0.0
    """Where not all have room, those of the lowest rank stay."""


def table(
    column: Column, shares: Sequence[float], heads: Sequence[str], rows: Sequence[Row], more: Callable[[int], str]
) -> None:
    """Draw a table from the top of a column's room down.

    Args:
        column: where; the table ends above its foot.
        shares: widths of the table's columns, relative to each other.
        heads: what stands above each.
        rows: in their order.
        more: says how many had no room.
    """
    _row(column, shares, tuple(heads), HEAD)
    chosen = _chosen(column, shares, rows)
    for row in chosen:
        column.paper.rule(column.x, column.y, column.width)
        _row(column, shares, row.cells, FINE)
    if len(chosen) < len(rows):
        column.gap(PAD)
        column.say(more(len(rows) - len(chosen)), SMALL, most=1)


def _chosen(column: Column, shares: Sequence[float], rows: Sequence[Row]) -> list[Row]:
    """The rows that have room, with a line kept for "and 3 more" where not all have."""
    heights = [_height(column, shares, row.cells, FINE) for row in rows]
    if sum(heights) <= column.room:
        return list(rows)
    room = column.room - SMALL.step - PAD
    kept = set[int]()
    for place in sorted(range(len(rows)), key=lambda place: (rows[place].rank, place)):
        if heights[place] > room:
            break
        room -= heights[place]
        kept.add(place)
    return [row for place, row in enumerate(rows) if place in kept]


def _row(column: Column, shares: Sequence[float], cells: tuple[str, ...], style: Style) -> None:
    height = _height(column, shares, cells, style)
    for cell, part in zip(cells, column.split(shares, GAP), strict=True):
        part.gap(PAD)
        part.say(cell, style, MOST_LINES)
    column.gap(height)


def _height(column: Column, shares: Sequence[float], cells: tuple[str, ...], style: Style) -> float:
    parts = column.split(shares, GAP)
    return max(part.height(cell, style, MOST_LINES) for cell, part in zip(cells, parts, strict=True)) + 2 * PAD
