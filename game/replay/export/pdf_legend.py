"""What the signs of a chart mean, in rows beneath it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from game.replay.export import pdf_marks as marks
from game.replay.export.pdf_chart import Plot
from game.replay.export.pdf_page import SOFT, Paper, Style

STYLE = Style(8.0, colour=SOFT)
SIGN = 16.0
"""Width of a sign."""
HEIGHT = 7.0


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of a chart."""

    kind: Literal["band", "line", "dots", "hatch", "empty"]
    text: str
    """What it means."""
    colour: str = SOFT
    dash: str = "solid"
    """Of a line."""
    over: str = ""
    """Colour of a line on a band; "" = none."""
    shape: int = 0
    """Of dots."""


def legend(paper: Paper, x: float, y: float, width: float, signs: Iterable[Sign]) -> float:
    """Draw the signs from ``y`` down in rows no wider than ``width``; gives where the last row ends."""
    left, row = x, y - STYLE.size
    for sign in signs:
        text = paper.type.shortened(sign.text, width - SIGN - 4.0, STYLE.size)
        needed = SIGN + 4.0 + paper.type.width(text, STYLE.size)
        if left > x and left + needed > x + width:
            left, row = x, row - STYLE.step - 1.0
        _draw(paper, left, row - 0.5, sign)
        left = paper.line(left + SIGN + 4.0, row, text, STYLE) + 14.0
    return row - 3.0


def _draw(paper: Paper, x: float, y: float, sign: Sign) -> None:
    """A piece of chart as large as a sign."""
    plot = Plot(paper, x, y, SIGN, HEIGHT, SIGN, 0.0, 1.0)
    match sign.kind:
        case "band":
            marks.ground(plot, sign.colour)
            if sign.over:
                marks.level(plot, 0.5, sign.over, sign.dash, 1.1)
        case "line":
            marks.level(plot, 0.5, sign.colour, sign.dash, 1.1)
        case "dots":
            marks.dots(plot, [(place, 0.5) for place in (2.0, 6.0, 10.0, 14.0)], sign.colour, sign.shape)
        case "hatch":
            marks.hatch(plot, 0.0, SIGN, sign.colour)
        case "empty":
            marks.frame(plot)
