"""Charts on paper: where times and values lie, and what there is to draw of a curve."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from reportlab.lib.colors import HexColor  # type: ignore[import-untyped]

from game.replay.export.pdf_page import Paper
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

    def fill(self, colour: str) -> None:
        """What is filled from now on has this colour."""
        self.paper.canvas.setFillColor(HexColor(colour))

    def pen(self, colour: str, dash: str = "solid", width: float = 0.6) -> None:
        """What is drawn from now on has this colour, dash and width."""
        self.paper.canvas.setStrokeColor(HexColor(colour))
        self.paper.canvas.setLineWidth(width)
        self.paper.canvas.setDash(list(DASHES[dash]))


def ticks_of(length_s: float) -> list[float]:
    """Round times from 0 on, at most ``MOST_TICKS`` and one."""
    step_s = next((step for step in STEPS_S if length_s / step <= MOST_TICKS), STEPS_S[-1])
    return [float(at) for at in range(0, int(length_s) + 1, step_s)]
