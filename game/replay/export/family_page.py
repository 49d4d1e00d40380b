"""The family's page: from who and when at its top to how sure it is at its foot. What has no room is shortened."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.colors import HexColor  # type: ignore[import-untyped]

from game.core.pace import TICKS_PER_S
from game.core.reading import SCALES, Quantity
from game.replay.events import baseline
from game.replay.export import pdf_marks as marks
from game.replay.export.material import Material
from game.replay.export.pdf_chart import Plot, known_runs
from game.replay.export.pdf_legend import Sign, legend
from game.replay.export.pdf_page import (
    BODY,
    HEADING,
    HEIGHT,
    INNER,
    LANTERN,
    LANTERN_DEEP,
    LANTERN_HEART,
    LEAD,
    MARGIN,
    PANEL,
    QUIET,
    SMALL,
    SOFT,
    STRONG,
    TINY,
    TITLE,
    WATER,
    WATER_PALE,
    WIDTH,
    Column,
    Paper,
    Style,
)
from game.replay.export.pdf_told import (
    corrections_told,
    length_told,
    made_told,
    meanwhile_told,
    more_told,
    notes_told,
    odd_told,
    own_words_told,
    places_told,
    sure_told,
    way_back_told,
    when_told,
)
from game.replay.gist import believed
from game.replay.sentences import pattern_title

FOOT = 122.0
"""Top of what stands at the foot of the page: how sure it is, and what to keep in mind."""
PICTURE = 162.0
"""Height of the picture."""
TENSION_BAND, USUAL_BAND = "#ffd49c", "#dfe2ef"
SOFTENED = 10
"""At least so many estimates, of five seconds, become one point,"""
SOFT_POINTS = 60
"""and the picture has about so many."""
USUAL_HALF = 0.1
"""The usual is drawn so far to both sides: as near as a way back counts as back (affect/trends/recovery.py)."""
LOWER_SHARE = 0.55
"""Of the room below the picture, at most, for what people corrected and wrote, where the rest needs room as well."""
APART = 12.0
"""Between the two pairs of lists."""
TOLD = Style(10.5, pitch=1.5)
MOST_WORDS = 4
"""Of the player's own."""
MOST_LINES = 4
"""Of one thing told."""
FACT = Style(11, bold=True, pitch=1.3)


@dataclass(frozen=True, slots=True)
class _Part:
    """One list on the page."""

    name: str
    """Of its heading's message."""
    items: list[str]
    nothing: str
    """What is said where the list is empty."""


def family_pdf(material: Material) -> bytes:
    """The page as PDF."""
    words = material.words
    paper = Paper(material, words.say("paper.family_lead"))
    top = _heading(paper, material)
    top = _way_back(paper, material, top - 14.0)
    top = _picture(paper, material, top - 22.0)
    _told(paper, material, top - 16.0)
    _foot(paper, material)
    paper.turn()
    return paper.data()


def _heading(paper: Paper, material: Material) -> float:
    """Who, when, how long, where. Gives where it ends."""
    words = material.words
    _lantern(paper, WIDTH - MARGIN - 20.0, HEIGHT - 72.0)
    column = Column(paper, MARGIN, INNER - 60.0, HEIGHT - 44.0, FOOT)
    column.say(words.say("paper.family_lead"), QUIET, most=1)
    column.gap(2.0)
    column.say(material.who, TITLE, most=1)
    column.gap(12.0)
    facts = (("when", when_told), ("length", length_told), ("places", places_told))
    whole = Column(paper, MARGIN, INNER, column.y, FOOT)
    ends = []
    for (name, told), part in zip(facts, whole.split((1.15, 0.7, 1.6), 18.0), strict=True):
        part.say(words.say(f"paper.{name}"), SMALL, most=1)
        part.say(told(material), FACT, most=2)
        ends.append(part.y)
    return min(ends)


def _lantern(paper: Paper, x: float, y: float) -> None:
    """The one warm light."""
    for radius, colour in ((21.0, "#fff6e4"), (14.5, LANTERN_HEART), (9.0, "#ffc98a"), (4.5, LANTERN)):
        paper.canvas.setFillColor(HexColor(colour))
        paper.canvas.circle(x, y, radius, stroke=0, fill=1)


def _way_back(paper: Paper, material: Material, top: float) -> float:
    """The sentence of the way back, and below it what is odd about the recording. Gives where it ends."""
    words, odd = material.words, odd_told(material)
    column = Column(paper, MARGIN + 18.0, INNER - 36.0, top - 14.0, FOOT)
    told = way_back_told(material)
    height = HEADING.step + 5.0 + column.height(told, LEAD, 3) + sum(column.height(one, SMALL, 2) for one in odd) + 24.0
    paper.panel(MARGIN, top - height, INNER, height)
    paper.canvas.setFillColor(HexColor(LANTERN))
    paper.canvas.roundRect(MARGIN, top - height, 4.0, height, 2.0, stroke=0, fill=1)
    column.head(words.say("paper.way_back"), Style(10, bold=True, colour=LANTERN_DEEP))
    column.say(told, LEAD, most=3)
    for one in odd:
        column.say(one, SMALL, most=2)
    return top - height


def _picture(paper: Paper, material: Material, top: float) -> float:
    """Tension over time: a soft band with the usual, breathing marked, what is unknown or corrected left empty."""
    words = material.words
    column = Column(paper, MARGIN, INNER, top, FOOT)
    column.head(words.say("paper.course"))
    left = MARGIN + 46.0
    plot = Plot(
        paper, left, column.y - PICTURE - 4.0, WIDTH - MARGIN - left, PICTURE, material.lanes.length_s, -1.0, 1.0
    )
    _painted(plot, material)
    marks.mark(plot, 0.86, words.say("sitting.high_arousal"))
    marks.mark(plot, baseline(material.lanes), words.say("paper.usual_here"))
    marks.mark(plot, -0.86, words.say("sitting.low_arousal"))
    marks.times(plot)
    signs = [
        Sign("band", words.say("paper.key_tension"), TENSION_BAND, over=LANTERN_DEEP),
        Sign("band", words.say("paper.key_usual"), USUAL_BAND),
    ]
    if material.lanes.minigames:
        signs.append(Sign("band", words.say("paper.key_breathing"), WATER_PALE, over=WATER))
    if material.corrected:
        signs.append(Sign("hatch", words.say("paper.key_corrected")))
    if not all(material.lanes.estimates.arousal.known):
        signs.append(Sign("empty", words.say("paper.key_unknown")))
    return legend(paper, MARGIN, plot.y - 20.0, INNER, signs)


def _painted(plot: Plot, material: Material) -> None:
    """What is in the picture, from the back to the front."""
    lanes = believed(material.lanes, material.corrections)
    estimates, usual = lanes.estimates, baseline(lanes)
    marks.ground(plot, PANEL)
    for game in lanes.minigames:
        marks.stretch(plot, game.from_s, game.to_s, WATER_PALE)
    marks.across_band(plot, usual - USUAL_HALF, usual + USUAL_HALF, USUAL_BAND)
    scale = SCALES[Quantity.AROUSAL]
    together = max(SOFTENED, len(estimates.t_s) // SOFT_POINTS)
    runs = known_runs(estimates.t_s, estimates.arousal, 1.0, (scale.low, scale.high), together)
    marks.bands(plot, runs, TENSION_BAND)
    marks.level(plot, usual, SOFT, "dotted", 0.8)
    marks.lines(plot, runs, LANTERN_DEEP, width=1.4)
    if not material.corrected:
        marks.unknown(plot, runs, material.words.say("sitting.unknown"))
    for one in material.corrected:
        marks.hatch(plot, one.from_tick / TICKS_PER_S, one.to_tick / TICKS_PER_S)
    _name_breathing(plot, material)


def _name_breathing(plot: Plot, material: Material) -> None:
    """A line on top of each breathing game, and its name where there is room beside the others."""
    free = plot.x
    for game in material.lanes.minigames:
        marks.line(plot, [(game.from_s, plot.high), (game.to_s, plot.high)], WATER, width=3.0)
        name = pattern_title(material.words, game.pattern)
        wide = plot.paper.type.width(name, TINY.size)
        x = min(max(plot.across((game.from_s + game.to_s) / 2) - wide / 2, plot.x), plot.x + plot.width - wide)
        if x >= free:
            plot.paper.line(x, plot.y + plot.height + 4.0, name, Style(TINY.size, colour=WATER))
            free = x + wide + 8.0


def _told(paper: Paper, material: Material, top: float) -> None:
    """What ran, what the player said, what people corrected and wrote: in pairs, as far as there is room."""
    words = material.words
    upper = [
        _Part("meanwhile", meanwhile_told(material), ""),
        _Part("own_words", own_words_told(material, MOST_WORDS), words.say("sitting.feelings_none")),
    ]
    lower = [
        _Part("corrected", corrections_told(material), words.say("paper.corrected_none")),
        _Part("notes", notes_told(material), words.say("sitting.note_none")),
    ]
    foot = FOOT + 6.0
    whole = Column(paper, MARGIN, INNER, top, foot)
    below = min(max(_needed(whole, part) for part in lower), whole.room * LOWER_SHARE)
    whole.y = _pair(whole, upper, foot + below + APART, material) - APART
    _pair(whole, lower, foot, material)


def _needed(whole: Column, part: _Part) -> float:
    """Height of a list that is shown whole."""
    column = _halves(whole)[0]
    return (
        HEADING.step + 2.0 + sum(column.height(item, TOLD, MOST_LINES) for item in part.items or [part.nothing]) + 1.0
    )


def _halves(whole: Column) -> list[Column]:
    return whole.split((1.0, 1.0), 26.0)


def _pair(whole: Column, parts: Sequence[_Part], foot: float, material: Material) -> float:
    """Two lists beside each other, none below ``foot``. Gives where the longer one ends."""
    ends = []
    for part, column in zip(parts, _halves(whole), strict=True):
        column.foot = foot
        column.head(material.words.say(f"paper.{part.name}"))
        if part.items:
            column.listing(part.items, more_told(material.words), TOLD, MOST_LINES)
        else:
            column.say(part.nothing, QUIET, most=2)
        ends.append(column.y)
    return min(ends)


def _foot(paper: Paper, material: Material) -> None:
    """How sure it is, and what to keep in mind."""
    words = material.words
    paper.rule(MARGIN, FOOT - 4.0, INNER)
    column = Column(paper, MARGIN, INNER, FOOT - 12.0, 30.0)
    column.say(words.say("paper.not_feeling"), STRONG, most=1)
    column.say(sure_told(material), BODY, most=2)
    column.gap(4.0)
    column.say(words.say("paper.family_kept"), SMALL, most=2)
    column.say(made_told(material), TINY, most=1)
