"""Paper: A4 pages to draw on, columns of text that never run off one, and the colours of the house.

Lengths are points (1/72 inch), y goes up from the foot of the page, as in PDF.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

from reportlab.lib.colors import HexColor  # type: ignore[import-untyped]
from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from game.replay.export.material import Material
from game.replay.export.pdf_type import CUT, Type

WIDTH, HEIGHT = (float(side) for side in A4)
MARGIN = 48.0
INNER = WIDTH - 2 * MARGIN
INK, SOFT, LINE, PANEL = "#262a54", "#545980", "#d3cab8", "#fcf8f0"
LANTERN, LANTERN_HEART, LANTERN_DEEP = "#ff9a4a", "#ffe9c0", "#b4560f"
WATER, WATER_PALE = "#157a83", "#dcf1f0"


@dataclass(frozen=True, slots=True)
class Style:
    """How text is set."""

    size: float
    """Points."""
    bold: bool = False
    colour: str = INK
    pitch: float = 1.42
    """Distance of lines over the size."""

    @property
    def step(self) -> float:
        """Distance of lines, points."""
        return self.size * self.pitch


TITLE = Style(25, bold=True, pitch=1.2)
LEAD = Style(13.5, pitch=1.4)
HEADING = Style(11.5, bold=True, pitch=1.3)
BODY = Style(10)
STRONG = Style(10, bold=True)
QUIET = Style(10, colour=SOFT)
SMALL = Style(8.8, colour=SOFT, pitch=1.36)
FINE = Style(9.0, pitch=1.36)
TINY = Style(7.5, colour=SOFT, pitch=1.3)


class Paper:
    """A PDF that is being drawn, page by page. Equal drawing makes equal bytes."""

    def __init__(self, material: Material, title: str) -> None:
        """``title`` stands in the document's own data, which readers show in their window."""
        self.type = Type(material.words.language)
        self._out = BytesIO()
        language = material.words.language.replace("_", "-")
        self.canvas = Canvas(self._out, pagesize=A4, invariant=1, lang=language, initialFontName=self.type.usual)
        self.canvas.setLineJoin(1)
        made = datetime.fromtimestamp(material.now_s, UTC)
        self.canvas.setDateFormatter(lambda *_: f"D:{made:%Y%m%d%H%M%S}Z")
        self.canvas.setTitle(title)
        self.canvas.setAuthor("Stillwater")
        self.canvas.setCreator("Stillwater")

    def line(self, x: float, y: float, text: str, style: Style) -> float:
        """One line of text on the baseline ``y``, from ``x`` on; gives where it ends."""
        self.canvas.setFillColor(HexColor(style.colour))
        for cut, run in self.type.runs(text, style.bold):
            self.canvas.setFont(cut, style.size)
            self.canvas.drawString(x, y, run)
            x += self.canvas.stringWidth(run, cut, style.size)
        return x

    def line_to(self, x: float, y: float, text: str, style: Style) -> None:
        """The same, ending at ``x``."""
        self.line(x - self.type.width(text, style.size, style.bold), y, text, style)

    def line_about(self, x: float, y: float, text: str, style: Style) -> None:
        """The same with its middle at ``x``."""
        self.line(x - self.type.width(text, style.size, style.bold) / 2, y, text, style)

    def panel(self, x: float, y: float, width: float, height: float, fill: str = PANEL, radius: float = 8.0) -> None:
        """A soft ground with round corners; ``y`` is its foot."""
        self.canvas.setFillColor(HexColor(fill))
        self.canvas.roundRect(x, y, width, height, radius, stroke=0, fill=1)

    def rule(self, x: float, y: float, width: float, colour: str = LINE) -> None:
        """A thin line across."""
        self.canvas.setStrokeColor(HexColor(colour))
        self.canvas.setLineWidth(0.6)
        self.canvas.setDash()
        self.canvas.line(x, y, x + width, y)

    def turn(self) -> None:
        """This page is done; the next begins."""
        self.canvas.showPage()

    def data(self) -> bytes:
        """The PDF, once all pages are turned."""
        self.canvas.save()
        return self._out.getvalue()


@dataclass(slots=True)
class Column:
    """Text from the top down; what has no room is shortened, never set below its foot."""

    paper: Paper
    x: float
    width: float
    y: float
    """Top of what comes next."""
    foot: float
    """Nothing goes below."""

    @property
    def room(self) -> float:
        """Points that are left."""
        return self.y - self.foot

    def gap(self, points: float) -> None:
        """Leave some room."""
        self.y -= points

    def height(self, text: str, style: Style, most: int = 100) -> float:
        """What ``say`` takes, where there is room."""
        return min(len(self.paper.type.wrapped(text, self.width, style.size, style.bold)), most) * style.step

    def say(self, text: str, style: Style = BODY, most: int = 100) -> None:
        """A paragraph of at most ``most`` lines, and no more than there is room for."""
        lines = self.paper.type.wrapped(text, self.width, style.size, style.bold)
        fits = max(min(most, int(self.room / style.step + 1e-6)), 0)
        shown = lines[:fits]
        if shown and len(lines) > fits:
            rest = shown[-1] + CUT
            shown[-1] = self.paper.type.shortened(rest, self.width, style.size, style.bold)
            shown[-1] = shown[-1] if shown[-1].endswith(CUT) else shown[-1] + CUT
        for text_line in shown:
            self.paper.line(self.x, self.y - style.size, text_line, style)
            self.y -= style.step

    def head(self, text: str, style: Style = HEADING) -> None:
        """A heading, with a little room below it."""
        self.say(text, style, most=1)
        self.gap(2.0)

    def listing(self, items: Sequence[str], more: Callable[[int], str], style: Style = BODY, most: int = 2) -> None:
        """Items below each other, each of at most ``most`` lines; ``more`` says how many had no room."""
        for place, item in enumerate(items):
            last = place == len(items) - 1
            needed = self.height(item, style, most) + (0.0 if last else style.step)
            if needed > self.room:
                self.say(more(len(items) - place), style, most=1)
                return
            self.say(item, style, most)

    def split(self, widths: Iterable[float], gap: float) -> list["Column"]:
        """Columns beside each other from here down, with such shares of the width."""
        shares = list(widths)
        whole = self.width - gap * (len(shares) - 1)
        columns, x = [], self.x
        for share in shares:
            columns.append(Column(self.paper, x, whole * share / sum(shares), self.y, self.foot))
            x += columns[-1].width + gap
        return columns
