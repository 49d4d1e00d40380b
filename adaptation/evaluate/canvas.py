"""A sheet to draw figures on, written as SVG by hand: a few marks, axes with units, nothing that needs a library.

Colours are muted and never alone: every line has its own dashes, every mark its own shape, and words beside them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

INK, QUIET, FAINT = "#26303a", "#5b6670", "#d7dce0"
BLUE, OCHRE, GREEN, PLUM = "#2b6a8f", "#a8692b", "#3f7a5c", "#7a4f86"
SOLID, DASHED, DOTTED, MIXED = "", "8 4", "2 4", "10 3 2 3"
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Axes:
    """A plot on the sheet: where it lies, px, and what its edges stand for."""

    left: float
    top: float
    right: float
    bottom: float
    from_x: float
    to_x: float
    from_y: float
    to_y: float

    def x(self, value: float) -> float:
        """Across, px; beyond the edge it stays on it."""
        share = (value - self.from_x) / (self.to_x - self.from_x)
        return self.left + (self.right - self.left) * min(max(share, 0.0), 1.0)

    def y(self, value: float) -> float:
        """Down, px; beyond the edge it stays on it."""
        share = (value - self.from_y) / (self.to_y - self.from_y)
        return self.bottom - (self.bottom - self.top) * min(max(share, 0.0), 1.0)


@dataclass
class Sheet:
    """One figure while it is drawn."""

    width: int
    height: int
    title: str
    parts: list[str] = field(default_factory=list)

    def text(
        self, at: Point, words: str, *, size: int = 13, anchor: str = "start", colour: str = INK, bold: bool = False
    ) -> None:
        """Words at a point (their baseline)."""
        weight = ' font-weight="600"' if bold else ""
        self.parts.append(
            f'<text x="{at[0]:.1f}" y="{at[1]:.1f}" font-size="{size}" text-anchor="{anchor}" '
            f'fill="{colour}"{weight}>{escape(words)}</text>'
        )

    def line(
        self, points: Sequence[Point], *, colour: str = INK, width: float = 1.6, dashes: str = SOLID, faded: float = 1.0
    ) -> None:
        """A line through points."""
        way = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        dash = f' stroke-dasharray="{dashes}"' if dashes else ""
        self.parts.append(
            f'<polyline points="{way}" fill="none" stroke="{colour}" stroke-width="{width:g}" '
            f'stroke-opacity="{faded:g}" stroke-linejoin="round"{dash}/>'
        )

    def box(self, corner: Point, size: Point, *, fill: str = "none", edge: str = "none", faded: float = 1.0) -> None:
        """A rectangle."""
        self.parts.append(
            f'<rect x="{corner[0]:.1f}" y="{corner[1]:.1f}" width="{size[0]:.1f}" height="{size[1]:.1f}" '
            f'fill="{fill}" fill-opacity="{faded:g}" stroke="{edge}"/>'
        )

    def mark(self, at: Point, shape: str, *, colour: str = INK, size: float = 5.0) -> None:
        """A "dot", "ring", "diamond", "bar" or "triangle"."""
        x, y = at
        if shape in {"dot", "ring"}:
            fill = colour if shape == "dot" else "#fff"
            self.parts.append(
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:g}" fill="{fill}" stroke="{colour}" stroke-width="1.6"/>'
            )
            return
        ways = {
            "diamond": f"M{x:.1f} {y - size:.1f}l{size:g} {size:g}l-{size:g} {size:g}l-{size:g} -{size:g}z",
            "bar": f"M{x:.1f} {y - size:.1f}v{2 * size:g}",
            "triangle": f"M{x:.1f} {y - size:.1f}l{size:g} {1.7 * size:g}h-{2 * size:g}z",
        }
        fill = "none" if shape == "bar" else colour
        self.parts.append(f'<path d="{ways[shape]}" fill="{fill}" stroke="{colour}" stroke-width="1.8"/>')

    def across(self, axes: Axes, ticks: Sequence[tuple[float, str]], unit: str) -> None:
        """The lower axis: faint lines upward, numbers, what they are."""
        for value, words in ticks:
            x = axes.x(value)
            self.line([(x, axes.top), (x, axes.bottom)], colour=FAINT, width=1.0)
            self.text((x, axes.bottom + 17), words, size=12, anchor="middle", colour=QUIET)
        self.text(((axes.left + axes.right) / 2.0, axes.bottom + 36), unit, size=13, anchor="middle", colour=QUIET)

    def upward(self, axes: Axes, ticks: Sequence[tuple[float, str]], unit: str) -> None:
        """The left axis: faint lines across, numbers, and what they are above it."""
        for value, words in ticks:
            y = axes.y(value)
            self.line([(axes.left, y), (axes.right, y)], colour=FAINT, width=1.0)
            self.text((axes.left - 7, y + 4), words, size=12, anchor="end", colour=QUIET)
        self.text((axes.left, axes.top - 8), unit, size=13, colour=QUIET)

    def svg(self) -> str:
        """The whole file."""
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width}" height="{self.height}" '
            f'viewBox="0 0 {self.width} {self.height}" font-family="Helvetica, Arial, sans-serif">'
        )
        ground = f'<rect width="{self.width}" height="{self.height}" fill="#fff"/>'
        return "\n".join([head, f"<title>{escape(self.title)}</title>", ground, *self.parts, "</svg>", ""])


def steps(low: float, high: float, most: int = 7) -> list[tuple[float, str]]:
    """Round numbers from ``low`` to ``high`` with their words, at most so many."""
    size = 10.0**-6
    while True:
        for round_size in (size, 2.0 * size, 5.0 * size):
            first = -int(-low // round_size) if low >= 0 else -int(-low / round_size)
            last = int(high / round_size + 1e-9) if high >= 0 else -int(-high / round_size) - 1
            if last - first < most:
                return [
                    (number * round_size, f"{number * round_size:g}".replace("-", "−"))
                    for number in range(first, last + 1)
                ]
        size *= 10.0
