"""The report's first page: the session in short, how sure each number is, and which sensor said what."""

from reportlab.lib.colors import HexColor  # type: ignore[import-untyped]

from game.core.reading import Quantity
from game.replay.export import pdf_marks as marks
from game.replay.export.half_seconds import beside
from game.replay.export.material import Material
from game.replay.export.pdf_chart import Plot
from game.replay.export.pdf_page import (
    BODY,
    FINE,
    INK,
    LANTERN,
    LEAD,
    QUIET,
    SMALL,
    STRONG,
    Column,
    Style,
)
from game.replay.export.pdf_table import Row, table
from game.replay.export.pdf_told import (
    LEAST_SHARE,
    corrections_told,
    length_told,
    more_told,
    notes_told,
    odd_told,
    own_words_told,
    places_told,
    sure_told,
    way_back_told,
    when_told,
)
from game.replay.export.report_numbers import numbers, percent
from game.replay.sentences import listed, quantity_title, sensor_title

NAME = Style(19, bold=True, pitch=1.25)
SHARES = (1.25, 1.35, 2.4)
SHADES = ("#2f5e9e", "#7fa3cf", "#c3d4e8", "#4b5a7a")
"""Of sensors beside each other in a bar; lightness tells them apart in grey."""
BAR = 120.0
MOST_WORDS = 6
"""Of the player's own."""
LISTS = 132.0
"""Room that is kept below the tables for what people said."""
CARRIED = (Quantity.AROUSAL, Quantity.VALENCE, Quantity.BREATH_HZ, Quantity.HEART_HZ)


def summary_page(page: Column, material: Material) -> None:
    """Draw it."""
    words = material.words
    page.say(material.who, NAME, most=1)
    facts = (when_told(material), length_told(material), places_told(material), words.say(_mode(material)))
    page.say(" · ".join(facts), QUIET, most=2)
    page.gap(10.0)
    _in_short(page, material)
    page.gap(14.0)
    page.head(words.say("paper.numbers"))
    rows = [
        Row((words.say(f"paper.number_{name}"), told, behind), rank=place)
        for place, (name, told, behind) in enumerate(numbers(material))
    ]
    heads = [words.say(f"paper.head_{name}") for name in ("what", "value", "sure")]
    upper = Column(page.paper, page.x, page.width, page.y, page.foot + LISTS + 86.0)
    table(upper, SHARES, heads, rows, more_told(words))
    page.y = upper.y - 16.0
    _rests_on(page, material)
    page.gap(14.0)
    _said(page, material)


def _mode(material: Material) -> str:
    return f"lanes.mode_{material.session.mode}"


def _in_short(page: Column, material: Material) -> None:
    """The way back, how much could be read, and what is odd about the recording."""
    told, sure, odd = way_back_told(material), sure_told(material), odd_told(material)
    inside = Column(page.paper, page.x + 16.0, page.width - 32.0, page.y - 10.0, page.foot)
    height = inside.height(told, LEAD, 3) + inside.height(sure, BODY, 2) + 24.0
    height += sum(inside.height(one, FINE, 2) for one in odd)
    page.paper.panel(page.x, page.y - height, page.width, height)
    page.paper.canvas.setFillColor(HexColor(LANTERN))
    page.paper.canvas.roundRect(page.x, page.y - height, 4.0, height, 2.0, stroke=0, fill=1)
    inside.say(told, LEAD, most=3)
    inside.gap(2.0)
    inside.say(sure, BODY, most=2)
    for one in odd:
        inside.say(one, Style(FINE.size, bold=True, pitch=FINE.pitch), most=2)
    page.y -= height


def _rests_on(page: Column, material: Material) -> None:
    """For each quantity the share of the session in which each sensor carried it, as a bar and in words."""
    words = material.words
    page.head(words.say("paper.rests_on"))
    for quantity in CARRIED:
        shares = carried_shares(material, quantity)
        if quantity is Quantity.HEART_HZ and not shares:
            continue
        title = quantity_title(words, quantity.value)
        page.paper.line(page.x, page.y - FINE.size, page.paper.type.shortened(title, 96.0, FINE.size), FINE)
        plot = Plot(page.paper, page.x + 104.0, page.y - FINE.size - 1.0, BAR, 8.0, 1.0, 0.0, 1.0)
        before = 0.0
        for (_, share), shade in zip(shares, SHADES, strict=False):
            marks.stretch(plot, before, before + share, shade)
            before += share
        marks.frame(plot)
        parts = [f"{sensor_title(words, sensor)} {percent(material, share)}" for sensor, share in shares]
        if 1.0 - before >= LEAST_SHARE or not parts:
            parts.append(f"{words.say('paper.nothing')} {percent(material, max(1.0 - before, 0.0))}")
        room = page.width - 104.0 - BAR - 10.0
        told = page.paper.type.shortened(listed(words, parts), room, FINE.size)
        page.paper.line(plot.x + BAR + 10.0, page.y - FINE.size, told, FINE)
        page.gap(FINE.step + 2.0)
    page.say(words.say("paper.rests_on_how"), SMALL, most=1)


def carried_shares(material: Material, quantity: Quantity) -> list[tuple[str, float]]:
    """Sensors that a quantity rested on, largest first, with their shares of the session; lost seconds are nobody's."""
    lost = material.sensors.lost
    lasted: dict[str, float] = {}
    for span in material.lanes.trust:
        if span.quantity == quantity.value:
            lasted[span.sensor] = lasted.get(span.sensor, 0.0) + beside(span.from_s, span.to_s, lost)
    whole = material.lanes.length_s
    shares = [(sensor, seconds / whole) for sensor, seconds in lasted.items() if whole > 0.0]
    return sorted(shares, key=lambda pair: (-pair[1], pair[0]))


def _said(page: Column, material: Material) -> None:
    """What the player said and people corrected at the left, their notes at the right."""
    words = material.words
    left, right = page.split((1.0, 1.2), 24.0)
    own = own_words_told(material, MOST_WORDS)
    corrected = corrections_told(material) or [words.say("paper.corrected_none")]
    left.head(words.say("paper.said"), STRONG)
    told = [*(own or [words.say("sitting.feelings_none")]), *corrected]
    left.listing(told, more_told(words), Style(FINE.size, colour=INK, pitch=FINE.pitch), most=2)
    right.head(words.say("paper.notes"), STRONG)
    notes = notes_told(material)
    if notes:
        right.listing(notes, more_told(words), FINE, most=5)
    else:
        right.say(words.say("sitting.note_none"), SMALL, most=1)
