"""Marks of a chart: bands, lines, steps, dots, hatching, words and a plain axis, each drawn into a ``Plot``.

What is not known is left empty. Lines differ by dash and lightness as well as by colour, so that they can be told apart
in grey print and by every eye.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from game.replay.export.pdf_chart import Plot, Point, clock, ticks_of
from game.replay.export.pdf_page import LINE, SOFT, TINY


def ground(plot: Plot, fill: str) -> None:
    """The whole rectangle in a colour."""
    plot.fill(fill)
    plot.paper.canvas.rect(plot.x, plot.y, plot.width, plot.height, stroke=0, fill=1)


def frame(plot: Plot) -> None:
    """A thin line around."""
    plot.pen(LINE, "solid", 0.6)
    plot.paper.canvas.rect(plot.x, plot.y, plot.width, plot.height, stroke=1, fill=0)


def stretch(plot: Plot, from_s: float, to_s: float, fill: str) -> None:
    """A stretch of time in a colour, from foot to top."""
    plot.fill(fill)
    left, right = plot.across(from_s), plot.across(to_s)
    plot.paper.canvas.rect(left, plot.y, max(right - left, 0.7), plot.height, stroke=0, fill=1)


def across_band(plot: Plot, low: float, high: float, fill: str) -> None:
    """A band of values over all of the time."""
    plot.fill(fill)
    foot, top = plot.up(low), plot.up(high)
    plot.paper.canvas.rect(plot.x, foot, plot.width, top - foot, stroke=0, fill=1)


def level(plot: Plot, value: float, colour: str = LINE, dash: str = "solid", width: float = 0.6) -> None:
    """A line at a value."""
    plot.pen(colour, dash, width)
    plot.paper.canvas.line(plot.x, plot.up(value), plot.x + plot.width, plot.up(value))


def bands(plot: Plot, runs: Sequence[Sequence[Point]], fill: str) -> None:
    """What the truth lies in, run by run."""
    plot.fill(fill)
    for run in runs:
        path = plot.paper.canvas.beginPath()
        ends = [(plot.across(one.t_s), plot.up(one.high)) for one in run]
        ends += [(plot.across(one.t_s), plot.up(one.low)) for one in reversed(run)]
        path.moveTo(*ends[0])
        for x, y in ends[1:]:
            path.lineTo(x, y)
        path.close()
        plot.paper.canvas.drawPath(path, stroke=0, fill=1)


def lines(plot: Plot, runs: Sequence[Sequence[Point]], colour: str, dash: str = "solid", width: float = 1.1) -> None:
    """What is most likely, run by run; a single moment as a short stroke."""
    for run in runs:
        points = [(one.t_s, one.mean) for one in run]
        if len(points) == 1:
            points.append((points[0][0] + 0.5, points[0][1]))
        line(plot, points, colour, dash, width)


def line(
    plot: Plot, points: Sequence[tuple[float, float]], colour: str, dash: str = "solid", width: float = 1.1
) -> None:
    """A line through times and values."""
    plot.pen(colour, dash, width)
    path = plot.paper.canvas.beginPath()
    path.moveTo(plot.across(points[0][0]), plot.up(points[0][1]))
    for t_s, value in points[1:]:
        path.lineTo(plot.across(t_s), plot.up(value))
    plot.paper.canvas.drawPath(path, stroke=1, fill=0)


def steps(
    plot: Plot, stretches: Iterable[tuple[float, float, float]], colour: str, dash: str = "solid", width: float = 1.1
) -> None:
    """What stood from when to when, (from_s, to_s, value): one line, broken where nothing did."""
    told = list[tuple[float, float]]()
    for from_s, to_s, value in stretches:
        if told and told[-1][0] < from_s:
            line(plot, told, colour, dash, width)
            told = []
        told += [(from_s, value), (to_s, value)]
    if told:
        line(plot, told, colour, dash, width)


def dots(plot: Plot, points: Sequence[tuple[float, float]], colour: str, shape: int = 0) -> None:
    """Small marks; ``shape`` 0 = filled dots, 1 = rings, 2 = upright strokes, so that they differ in grey, too."""
    plot.fill(colour)
    plot.pen(colour, "solid", 0.5)
    for t_s, value in points:
        x, y = plot.across(t_s), plot.up(value)
        if shape < 2:
            plot.paper.canvas.circle(x, y, (0.8, 1.1)[shape], stroke=shape, fill=1 - shape)
        else:
            plot.paper.canvas.line(x, y - 1.5, x, y + 1.5)


def hatch(plot: Plot, from_s: float, to_s: float, colour: str = SOFT) -> None:
    """Slanted lines over a stretch of time, with a line at each end of it."""
    canvas, left, right = plot.paper.canvas, plot.across(from_s), max(plot.across(to_s), plot.across(from_s) + 1.5)
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(left, plot.y, right - left, plot.height)
    canvas.clipPath(path, stroke=0, fill=0)
    plot.pen(colour, "solid", 0.45)
    start = left - plot.height
    while start < right:
        canvas.line(start, plot.y, start + plot.height, plot.y + plot.height)
        start += 4.5
    canvas.restoreState()
    plot.pen(colour, "solid", 0.6)
    for x in (left, right):
        canvas.line(x, plot.y, x, plot.y + plot.height)


def times(plot: Plot, below: float = 9.0) -> None:
    """The times below: a few round ones."""
    canvas = plot.paper.canvas
    for t_s in ticks_of(plot.length_s):
        x = plot.across(t_s)
        plot.pen(LINE, "solid", 0.6)
        canvas.line(x, plot.y, x, plot.y - 2.5)
        plot.paper.line_about(x, plot.y - below - 1.5, clock(t_s), TINY)


def unknown(plot: Plot, runs: Sequence[Sequence[Point]], text: str) -> None:
    """Words in the widest stretch of which nothing is known, where they have room."""
    known = [(run[0].t_s, run[-1].t_s) for run in runs]
    ends = [(0.0, 0.0), *known, (plot.length_s, plot.length_s)]
    from_s, to_s = max(((a[1], b[0]) for a, b in pairwise(ends)), key=lambda hole: hole[1] - hole[0])
    left, right = (plot.across(from_s), plot.across(to_s)) if known else (plot.x, plot.x + plot.width)
    if right - left > plot.paper.type.width(text, TINY.size) + 16.0:
        plot.paper.line_about((left + right) / 2.0, plot.y + plot.height * 0.8, text, TINY)


def mark(plot: Plot, value: float, text: str) -> None:
    """A word at the left of the axis."""
    plot.paper.line_to(plot.x - 5.0, plot.up(value) - TINY.size * 0.35, text, TINY)
