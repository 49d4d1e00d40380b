"""Charts on paper: a lane over the time of a session, with bands, lines, steps, hatching and a plain axis.

What is not known is left empty. Lines differ by dash and lightness as well as by colour, so that they can be told apart
in grey print and by every eye.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

from reportlab.lib.colors import HexColor  # type: ignore[import-untyped]

from game.replay.export.pdf_page import LINE, SOFT, TINY, Paper
from game.replay.lanes import Curve
from game.replay.told import BAND_Z

MOST_POINTS = 420
"""Of one curve: about one for each point of paper."""
APART_S = 1.6
"""Estimates come twice a second; a longer step is a hole in the recording."""
STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200)
MOST_TICKS = 8
DASHES: dict[str, tuple[float, ...]] = {"solid": (), "dashed": (4.0, 2.0), "dotted": (1.0, 1.6)}


@dataclass(frozen=True, slots=True)
class Point:
    """A moment of a curve."""

    t_s: float
    mean: float
    low: float
    """Lower end of the band in which the truth lies four times in five,"""
    high: float
    """and the upper one."""


def known_runs(
    t_s: Sequence[float], curve: Curve, unit: float, ends: tuple[float, float], together: int = 1
) -> list[list[Point]]:
    """What is known of a curve, a list for each run without a hole, thinned to about ``MOST_POINTS`` in all.

    Args:
        t_s: moments of the curve.
        curve: the curve.
        unit: what its numbers are multiplied by.
        ends: where its band ends at the latest, in the curve's own unit.
        together: at least so many moments become one, for a softer picture.
    """
    runs: list[list[Point]] = [[]]
    for moment, mean, sd, known in zip(t_s, curve.mean, curve.sd, curve.known, strict=True):
        last = runs[-1]
        if last and (not known or moment - last[-1].t_s > APART_S):
            runs.append([])
        if known:
            low, high = max(mean - BAND_Z * sd, ends[0]), min(mean + BAND_Z * sd, ends[1])
            runs[-1].append(Point(moment, mean * unit, low * unit, high * unit))
    many = -(-sum(map(len, runs)) // MOST_POINTS)
    return [list(_thinned(run, max(many, together))) for run in runs if run]


def _thinned(run: Sequence[Point], many: int) -> Iterator[Point]:
    """The means of so many points at a time; the first and the last moment stay."""
    if many == 1 or len(run) <= many:
        yield from run
        return
    parts = [run[at : at + many] for at in range(0, len(run), many)]
    for place, part in enumerate(parts):
        t_s = run[0].t_s if place == 0 else run[-1].t_s if place == len(parts) - 1 else fmean(one.t_s for one in part)
        yield Point(
            t_s, fmean(one.mean for one in part), fmean(one.low for one in part), fmean(one.high for one in part)
        )


def clock(t_s: float) -> str:
    """A time of a session as it is read: "3:05", "1:02:00"."""
    minutes, seconds = divmod(int(t_s + 0.5), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


@dataclass(frozen=True, slots=True)
class Plot:
    """A lane: a rectangle of paper in which time goes right and a quantity goes up."""

    paper: Paper
    x: float
    y: float
    """Its foot."""
    width: float
    height: float
    length_s: float
    """Of the session, which is as long as the rectangle is wide."""
    low: float
    """Value at the foot,"""
    high: float
    """and at the top."""

    def across(self, t_s: float) -> float:
        """Where a time lies."""
        return self.x + self.width * min(max(t_s / self.length_s, 0.0), 1.0) if self.length_s > 0.0 else self.x

    def up(self, value: float) -> float:
        """Where a value lies; outside of the scale at its end."""
        return self.y + self.height * min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)

    def ground(self, fill: str) -> None:
        """The whole rectangle in a colour."""
        self._fill(fill)
        self.paper.canvas.rect(self.x, self.y, self.width, self.height, stroke=0, fill=1)

    def frame(self) -> None:
        """A thin line around."""
        self._pen(LINE, "solid", 0.6)
        self.paper.canvas.rect(self.x, self.y, self.width, self.height, stroke=1, fill=0)

    def stretch(self, from_s: float, to_s: float, fill: str) -> None:
        """A stretch of time in a colour, from foot to top."""
        self._fill(fill)
        left, right = self.across(from_s), self.across(to_s)
        self.paper.canvas.rect(left, self.y, max(right - left, 0.7), self.height, stroke=0, fill=1)

    def across_band(self, low: float, high: float, fill: str) -> None:
        """A band of values over all of the time."""
        self._fill(fill)
        foot, top = self.up(low), self.up(high)
        self.paper.canvas.rect(self.x, foot, self.width, top - foot, stroke=0, fill=1)

    def level(self, value: float, colour: str = LINE, dash: str = "solid", width: float = 0.6) -> None:
        """A line at a value."""
        self._pen(colour, dash, width)
        self.paper.canvas.line(self.x, self.up(value), self.x + self.width, self.up(value))

    def bands(self, runs: Sequence[Sequence[Point]], fill: str) -> None:
        """What the truth lies in, run by run."""
        self._fill(fill)
        for run in runs:
            path = self.paper.canvas.beginPath()
            ends = [(self.across(one.t_s), self.up(one.high)) for one in run]
            ends += [(self.across(one.t_s), self.up(one.low)) for one in reversed(run)]
            path.moveTo(*ends[0])
            for x, y in ends[1:]:
                path.lineTo(x, y)
            path.close()
            self.paper.canvas.drawPath(path, stroke=0, fill=1)

    def lines(self, runs: Sequence[Sequence[Point]], colour: str, dash: str = "solid", width: float = 1.1) -> None:
        """What is most likely, run by run; a single moment as a short stroke."""
        for run in runs:
            points = [(one.t_s, one.mean) for one in run]
            if len(points) == 1:
                points.append((points[0][0] + 0.5, points[0][1]))
            self.line(points, colour, dash, width)

    def line(self, points: Sequence[tuple[float, float]], colour: str, dash: str = "solid", width: float = 1.1) -> None:
        """A line through times and values."""
        self._pen(colour, dash, width)
        path = self.paper.canvas.beginPath()
        path.moveTo(self.across(points[0][0]), self.up(points[0][1]))
        for t_s, value in points[1:]:
            path.lineTo(self.across(t_s), self.up(value))
        self.paper.canvas.drawPath(path, stroke=1, fill=0)

    def steps(
        self, points: Sequence[tuple[float, float]], colour: str, dash: str = "solid", width: float = 1.1
    ) -> None:
        """What stays as it is until the next point, and after the last until the end."""
        told = list[tuple[float, float]]()
        for (t_s, value), (until_s, _) in pairwise([*points, (self.length_s, 0.0)]):
            told += [(t_s, value), (until_s, value)]
        if told:
            self.line(told, colour, dash, width)

    def dots(self, points: Sequence[tuple[float, float]], colour: str, radius: float = 0.7) -> None:
        """Small dots."""
        self._fill(colour)
        for t_s, value in points:
            self.paper.canvas.circle(self.across(t_s), self.up(value), radius, stroke=0, fill=1)

    def hatch(self, from_s: float, to_s: float, colour: str = SOFT) -> None:
        """Slanted lines over a stretch of time, with a line at each end of it."""
        canvas, left, right = self.paper.canvas, self.across(from_s), max(self.across(to_s), self.across(from_s) + 1.5)
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(left, self.y, right - left, self.height)
        canvas.clipPath(path, stroke=0, fill=0)
        self._pen(colour, "solid", 0.45)
        start = left - self.height
        while start < right:
            canvas.line(start, self.y, start + self.height, self.y + self.height)
            start += 4.5
        canvas.restoreState()
        self._pen(colour, "solid", 0.6)
        for x in (left, right):
            canvas.line(x, self.y, x, self.y + self.height)

    def times(self, below: float = 9.0) -> None:
        """The times below: a few round ones."""
        canvas = self.paper.canvas
        for t_s in ticks_of(self.length_s):
            x = self.across(t_s)
            self._pen(LINE, "solid", 0.6)
            canvas.line(x, self.y, x, self.y - 2.5)
            self.paper.line_about(x, self.y - below - 1.5, clock(t_s), TINY)

    def unknown(self, runs: Sequence[Sequence[Point]], text: str) -> None:
        """Words in the widest stretch of which nothing is known, where they have room."""
        known = [(run[0].t_s, run[-1].t_s) for run in runs]
        ends = [(0.0, 0.0), *known, (self.length_s, self.length_s)]
        from_s, to_s = max(((a[1], b[0]) for a, b in pairwise(ends)), key=lambda hole: hole[1] - hole[0])
        left, right = (self.across(from_s), self.across(to_s)) if known else (self.x, self.x + self.width)
        if right - left > self.paper.type.width(text, TINY.size) + 16.0:
            self.paper.line_about((left + right) / 2.0, self.y + self.height * 0.8, text, TINY)

    def mark(self, value: float, text: str) -> None:
        """A word at the left of the axis."""
        self.paper.line_to(self.x - 5.0, self.up(value) - TINY.size * 0.35, text, TINY)

    def _fill(self, colour: str) -> None:
        self.paper.canvas.setFillColor(HexColor(colour))

    def _pen(self, colour: str, dash: str, width: float) -> None:
        self.paper.canvas.setStrokeColor(HexColor(colour))
        self.paper.canvas.setLineWidth(width)
        self.paper.canvas.setDash(list(DASHES[dash]))


def ticks_of(length_s: float) -> list[float]:
    """Round times from 0 on, at most ``MOST_TICKS`` and one."""
    step_s = next((step for step in STEPS_S if length_s / step <= MOST_TICKS), STEPS_S[-1])
    return [float(at) for at in range(0, int(length_s) + 1, step_s)]
