"""The figures of the report."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from adaptation.evaluate.canvas import (
    BLUE,
    DASHED,
    DOTTED,
    GREEN,
    INK,
    MIXED,
    OCHRE,
    PLUM,
    QUIET,
    SOLID,
    Axes,
    Sheet,
    steps,
)
from adaptation.evaluate.compare import QUANTILES, Compared
from adaptation.evaluate.findings import Curve, Findings, Moment, Sample, row
from adaptation.evaluate.gate import FAMILY
from adaptation.person.families import SECOND, TRAINED, UNSEEN

WIDTH = 900
ROW = 25
GROUPS = (("met in training", TRAINED), ("never met", UNSEEN), ("second dynamics", SECOND))
LOW, QUARTER, MIDDLE, THREE, HIGH = (QUANTILES.index(share) for share in (0.05, 0.25, 0.5, 0.75, 0.9))


def families(found: Findings, mind: str = "policy") -> str:
    """Mean difference to the rules in each family, with its interval; the worst on top of each group."""
    first, second = row(found.sketch, mind), row(found.second, mind)
    told = dict((*(first.families if first else ()), *(second.families if second else ())))
    groups = [
        (name, sorted((one for one in among if one in told), key=lambda one: told[one].value)) for name, among in GROUPS
    ]
    count = sum(len(among) for _, among in groups) + len(groups)
    sheet = Sheet(WIDTH, 70 + ROW * count + 74, f"Score with {mind} less that with the rules, in each family")
    ends = [0.05, FAMILY, *(end for one in told.values() for end in (one.low, one.high))]
    axes = Axes(230, 52, WIDTH - 30, 52 + ROW * count, 1.08 * min(ends), 1.08 * max(ends), 0.0, 1.0)
    sheet.text((16, 26), sheet.title, size=16, bold=True)
    sheet.across(axes, steps(axes.from_x, axes.to_x), f"mean score, {mind} less rules (right: {mind} is better)")
    sheet.line([(axes.x(0.0), axes.top), (axes.x(0.0), axes.bottom)], width=1.4)
    sheet.line([(axes.x(FAMILY), axes.top), (axes.x(FAMILY), axes.bottom)], colour=OCHRE, dashes=DASHED)
    sheet.text((axes.x(FAMILY) - 5, axes.top - 6), "bound of the gate", size=12, anchor="end", colour=OCHRE)
    y = axes.top
    for name, among in groups:
        sheet.text((16, y + 17), name, size=13, colour=QUIET, bold=True)
        y += ROW
        for family in among:
            one, middle = told[family], y + ROW / 2.0
            colour = OCHRE if one.value < 0.0 else BLUE
            sheet.text((axes.left - 12, middle + 4), family.replace("_", " "), anchor="end")
            sheet.line([(axes.x(one.low), middle), (axes.x(one.high), middle)], colour=colour, width=2.2)
            sheet.mark((axes.x(one.value), middle), "diamond" if one.value < 0.0 else "dot", colour=colour)
            y += ROW
    words = f"Dot: at least as good, diamond: worse. Line: interval of {100.0 * found.level:.0f} %."
    sheet.text((16, axes.bottom + 60), words, size=12, colour=QUIET)
    return sheet.svg()


def scores(rows: Sequence[Compared]) -> str:
    """How the scores of each mind lie: middle half, tenths, mean, worst tenth; the best mean on top."""
    ordered = sorted(rows, key=lambda one: one.score, reverse=True)
    sheet = Sheet(WIDTH, 46 + 34 * len(ordered) + 78, "Scores of all sittings, by mind")
    ends = [end for one in ordered for end in (one.tail, one.quantiles[LOW], one.quantiles[HIGH])]
    margin = 0.05 * (max(ends) - min(ends))
    axes = Axes(150, 46, WIDTH - 30, 46 + 34 * len(ordered), min(ends) - margin, max(ends) + margin, 0.0, 1.0)
    sheet.text((16, 26), sheet.title, size=16, bold=True)
    sheet.across(axes, steps(axes.from_x, axes.to_x, 9), "score of a sitting (right: better)")
    for place, one in enumerate(ordered):
        y = axes.top + 34 * place + 17
        colour = {"rules": OCHRE, "policy": BLUE, "shipped": BLUE}.get(one.mind, QUIET)
        at = [axes.x(score) for score in one.quantiles]
        sheet.text((axes.left - 12, y + 4), one.mind, anchor="end", bold=one.mind in {"rules", "policy", "shipped"})
        sheet.line([(at[LOW], y), (at[HIGH], y)], colour=colour, width=1.4)
        sheet.box((at[QUARTER], y - 8), (at[THREE] - at[QUARTER], 16), fill=colour, edge=colour, faded=0.22)
        sheet.mark((at[MIDDLE], y), "bar", colour=colour, size=8.0)
        sheet.mark((axes.x(one.score), y), "dot", colour=colour, size=4.0)
        sheet.mark((axes.x(one.tail), y), "triangle", colour=colour, size=5.0)
    words = "Box: middle half, bar: median. Line: 5th to 90th of 100. Dot: mean. Triangle: mean of the worst tenth."
    sheet.text((16, axes.bottom + 62), words, size=12, colour=QUIET)
    return sheet.svg()


def training(curves: Sequence[Curve]) -> str:
    """Score on validation people while each seed learnt, and the rules' on the same."""
    sheet = Sheet(WIDTH, 420, "Learning: score on validation people")
    most = max((one.decisions[-1] for one in curves), default=1.0)
    rules = [one.rules for one in curves if isfinite(one.rules)]
    ends = [*rules, *(score for one in curves for score in one.scores)] or [0.0, 1.0]
    margin = 0.06 * (max(ends) - min(ends)) + 1e-6
    axes = Axes(70, 66, WIDTH - 110, 350, 0.0, most, min(ends) - margin, max(ends) + margin)
    sheet.text((16, 26), sheet.title, size=16, bold=True)
    sheet.upward(axes, steps(axes.from_y, axes.to_y), "mean score")
    millions = [(value, f"{value / 1e6:g}") for value, _ in steps(0.0, most)]
    sheet.across(axes, millions, "decisions simulated, millions")
    for one in curves:
        points = [(axes.x(x), axes.y(y)) for x, y in zip(one.decisions, one.scores, strict=True)]
        sheet.line(points, colour=BLUE, width=1.3, faded=0.55)
    ends_at = sorted(one.scores[-1] for one in curves)
    if ends_at:
        sheet.text((axes.right + 8, axes.y(ends_at[len(ends_at) // 2]) + 4), "policies", colour=BLUE)
    if rules:
        y = axes.y(rules[0])
        sheet.line([(axes.left, y), (axes.right, y)], colour=OCHRE, dashes=DASHED, width=2.0)
        sheet.text((axes.right + 8, y + 4), "tuned rules", colour=OCHRE)
    sheet.text((16, 410), "One line for each training seed; dashed: the tuned rules.", size=12, colour=QUIET)
    return sheet.svg()


def sitting(samples: Sequence[Sample]) -> str:
    """One person's sitting with each of two minds, on one clock: settings, feelings, breath against guide."""
    sheet = Sheet(WIDTH, 640, "One person, the same sitting, by mind")
    sheet.text((16, 26), f"{sheet.title}: {samples[0].family.replace('_', ' ')}", size=16, bold=True)
    end_s = max(one.moments[-1].t_s for one in samples) + 5.0
    wide = (WIDTH - 150) / len(samples)
    for place, sample in enumerate(samples):
        left = 50.0 + place * (wide + 26.0)
        right = left + wide - 26.0
        sheet.text((left, 52), sample.mind, size=14, bold=True)
        for panel in _panels(sample.moments):
            _draw(sheet, panel, (left, right), end_s, sample.moments)
            if sample is samples[-1]:
                _key(sheet, right + 12.0, panel)
    foot = "Shaded: a breathing minigame runs. Arousal, engagement and breath are the person's own, which no mind sees."
    sheet.text((16, 628), foot, size=12, colour=QUIET)
    return sheet.svg()


@dataclass(frozen=True, slots=True)
class _Series:
    """A line of a panel."""

    name: str
    colour: str
    dashes: str
    values: list[float]


@dataclass(frozen=True, slots=True)
class _Panel:
    """A plot of the sample sitting: where it lies down the sheet, px, its range, unit and lines."""

    top: float
    bottom: float
    low: float
    high: float
    unit: str
    series: tuple[_Series, ...]


def _panels(moments: Sequence[Moment]) -> tuple[_Panel, ...]:
    settings = (
        _Series("difficulty", OCHRE, SOLID, [one.difficulty for one in moments]),
        _Series("tempo", BLUE, DASHED, [one.tempo for one in moments]),
        _Series("guidance", GREEN, DOTTED, [one.guidance for one in moments]),
    )
    feelings = (
        _Series("arousal", PLUM, SOLID, [one.arousal for one in moments]),
        _Series("engagement", GREEN, MIXED, [one.engagement for one in moments]),
    )
    breath = (
        _Series("own breath", BLUE, SOLID, [60.0 * one.breath_hz for one in moments]),
        _Series("guide", INK, DASHED, [60.0 * one.guide_hz for one in moments]),
    )
    return (
        _Panel(82.0, 222.0, 0.0, 1.0, "settings, share of their range", settings),
        _Panel(262.0, 402.0, -1.0, 1.0, "arousal −1 to 1, engagement 0 to 1", feelings),
        _Panel(442.0, 570.0, 0.0, 30.0, "breaths per minute", breath),
    )


def _draw(sheet: Sheet, panel: _Panel, edges: tuple[float, float], end_s: float, moments: Sequence[Moment]) -> None:
    axes = Axes(edges[0], panel.top, edges[1], panel.bottom, 0.0, end_s, panel.low, panel.high)
    _shade(sheet, axes, moments)
    sheet.upward(axes, steps(panel.low, panel.high, 6), panel.unit)
    minutes = [(60.0 * minute, str(minute)) for minute in range(int(end_s // 60) + 1)]
    if panel.bottom > 560.0:
        sheet.across(axes, minutes, "minutes")
    for one in panel.series:
        points = [(axes.x(at.t_s), axes.y(value)) for at, value in zip(moments, one.values, strict=True)]
        sheet.line(points, colour=one.colour, dashes=one.dashes, width=1.8)


def _key(sheet: Sheet, left: float, panel: _Panel) -> None:
    """What each line is: a piece of it, and its name below."""
    for place, one in enumerate(panel.series):
        y = panel.top + 12.0 + 38.0 * place
        sheet.line([(left, y), (left + 44.0, y)], colour=one.colour, dashes=one.dashes, width=1.8)
        sheet.text((left, y + 16.0), one.name, size=12, colour=one.colour)


def _shade(sheet: Sheet, axes: Axes, moments: Sequence[Moment]) -> None:
    for one in moments:
        if one.minigame:
            x = axes.x(one.t_s)
            sheet.box((x, axes.top), (axes.x(one.t_s + 5.0) - x, axes.bottom - axes.top), fill=GREEN, faded=0.16)
