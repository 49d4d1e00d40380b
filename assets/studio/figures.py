"""The figures by which players are known: eight animals of paper, lit from within, that float on the lake.

Each is known by its outline alone. Coordinates: x and y over [0, 1] of a square picture, y down; a figure stands on
y = FOOT.
"""

import math
from collections.abc import Callable
from functools import partial

import numpy as np
from scipy.ndimage import gaussian_filter

from assets.studio.canvas import Grid, Painting, smoothstep
from assets.studio.colour import Floats, colour
from assets.studio.picture import Picture
from assets.studio.strokes import Polygon, stamp

PIXELS = 320
FOOT = 0.96
_INK, _CREAM, _WARM = "2a1a2c", "fff4e0", "ffc678"
Points = tuple[tuple[float, float], ...]


class Sheet:
    """A figure being painted."""

    def __init__(self, pixels: int) -> None:
        self.grid = Grid(pixels, pixels)
        self._rgb = np.zeros((pixels, pixels, 3), np.float32)
        self._alpha = np.zeros((pixels, pixels), np.float32)

    def paper(self, outlines: list[Polygon], tint: str, heart: tuple[float, float, float], light: float = 1.0) -> None:
        """A piece of paper: lit from a heart (x, y, reach) behind it, a thin rim of light at its upper right.

        Args:
            outlines: what it covers.
            tint: its own colour.
            heart: where the light stands.
            light: how much of the light it takes.
        """
        cover = stamp(self.grid, outlines)
        near = np.exp(-1.5 * (self.grid.distance(heart[0], heart[1]) / heart[2]) ** 2) * light
        paint = colour(tint) + (colour(_WARM) - colour(tint)) * np.clip(near * 0.95, 0, 1)[..., None]
        paint = paint + (colour(_CREAM) - paint) * np.clip(1.5 * (near - 0.5), 0, 0.85)[..., None]
        shift = max(round(self.grid.height / 90), 1)
        moved = np.roll(cover, (shift, -shift), (0, 1))
        rim = gaussian_filter(np.clip(cover - moved, 0, 1), self.grid.height / 320)
        paint = paint + (colour(_CREAM) - paint) * (0.55 * rim)[..., None]
        edge = gaussian_filter(cover, self.grid.height / 40)
        paint = paint * (0.80 + 0.20 * smoothstep(0.5, 1.0, edge))[..., None]
        self.lay(paint, cover)

    def lay(self, paint: Floats, cover: Floats) -> None:
        """Lay a colour on, as far as ``cover`` says."""
        whole = cover + self._alpha * (1.0 - cover)
        share = (cover / np.maximum(whole, 1e-6))[..., None]
        self._rgb = np.asarray(self._rgb * (1.0 - share) + paint * share, np.float32)
        self._alpha = np.asarray(whole, np.float32)

    def flat(self, outlines: list[Polygon], tint: str, opacity: float = 1.0) -> None:
        """Plain colour."""
        self.lay(colour(tint), stamp(self.grid, outlines) * np.float32(opacity))

    def eye(self, x: float, y: float, size: float = 0.026) -> None:
        """A dark eye with a glint."""
        self.flat([oval(x, y, size, size * 1.1)], _INK)
        self.flat([oval(x + 0.3 * size, y - 0.35 * size, 0.34 * size, 0.34 * size)], _CREAM)

    def painting(self) -> Painting:
        """As a sprite."""
        return Painting(np.clip(self._rgb, 0.0, 1.0), self._alpha)


def oval(x: float, y: float, wide: float, tall: float, turn: float = 0.0) -> Polygon:
    """An ellipse by its half axes, turned clockwise by degrees."""
    angle = math.radians(turn)
    around = [2.0 * math.pi * step / 72 for step in range(72)]
    return [
        (
            x + wide * math.cos(a) * math.cos(angle) - tall * math.sin(a) * math.sin(angle),
            y + wide * math.cos(a) * math.sin(angle) + tall * math.sin(a) * math.cos(angle),
        )
        for a in around
    ]


def smooth(points: Points) -> Polygon:
    """A closed curve through points (Catmull-Rom)."""
    count, line = len(points), []
    for index in range(count):
        a, b, c, d = (points[(index + shift) % count] for shift in (-1, 0, 1, 2))
        for step in range(12):
            t = step / 12
            weights = (
                -0.5 * t**3 + t**2 - 0.5 * t, 1.5 * t**3 - 2.5 * t**2 + 1,
                -1.5 * t**3 + 2 * t**2 + 0.5 * t, 0.5 * t**3 - 0.5 * t**2,
            )  # fmt: skip
            line.append(
                (
                    sum(w * p[0] for w, p in zip(weights, (a, b, c, d), strict=True)),
                    sum(w * p[1] for w, p in zip(weights, (a, b, c, d), strict=True)),
                )
            )
    return line


def _arc(x: float, y: float, radius: float, span: tuple[float, float], width: float) -> list[Polygon]:
    """A line along a circle from one angle to another, degrees clockwise from the right."""
    steps = 28
    turns = [math.radians(span[0] + (span[1] - span[0]) * step / steps) for step in range(steps + 1)]
    return [oval(x + radius * math.cos(turn), y + radius * math.sin(turn), width, width) for turn in turns]


def _whale(sheet: Sheet) -> None:
    heart = (0.52, 0.72, 0.34)
    tail = smooth(((0.16, 0.66), (0.10, 0.50), (0.00, 0.40), (0.10, 0.38), (0.155, 0.44), (0.21, 0.36), (0.31, 0.38),
                   (0.225, 0.49), (0.27, 0.64)))  # fmt: skip
    body = smooth(((0.12, 0.62), (0.22, 0.66), (0.34, 0.53), (0.56, 0.44), (0.80, 0.48), (0.95, 0.64), (0.95, 0.82),
                   (0.80, 0.93), (0.52, 0.95), (0.26, 0.88)))  # fmt: skip
    belly = smooth(((0.40, 0.93), (0.62, 0.84), (0.94, 0.80), (0.92, 0.86), (0.80, 0.93), (0.58, 0.955)))
    sheet.paper([tail], "5f86c8", heart, 0.5)
    sheet.paper([body], "5f86c8", heart)
    sheet.paper([belly], "e9e6ea", (0.7, 0.9, 0.3), 0.6)
    sheet.paper([oval(0.52, 0.87, 0.11, 0.045, 24)], "486db2", heart, 0.4)
    sheet.eye(0.80, 0.70, 0.028)
    for x, y, size in ((0.62, 0.33, 0.028), (0.56, 0.25, 0.022), (0.68, 0.25, 0.022), (0.62, 0.20, 0.017)):
        sheet.flat([oval(x, y, size, size * 1.15)], "d8f2ff", 0.9)


def _swan(sheet: Sheet) -> None:
    heart = (0.52, 0.76, 0.32)
    neck = smooth(((0.66, 0.72), (0.70, 0.58), (0.69, 0.46), (0.66, 0.34), (0.70, 0.22), (0.80, 0.20), (0.86, 0.26),
                   (0.80, 0.29), (0.755, 0.32), (0.775, 0.44), (0.80, 0.58), (0.79, 0.76)))  # fmt: skip
    body = smooth(((0.06, 0.62), (0.20, 0.66), (0.44, 0.60), (0.66, 0.62), (0.84, 0.70), (0.86, 0.84), (0.70, 0.94),
                   (0.40, 0.95), (0.18, 0.86)))  # fmt: skip
    wing = smooth(((0.10, 0.50), (0.26, 0.56), (0.46, 0.50), (0.64, 0.60), (0.66, 0.74), (0.52, 0.84), (0.32, 0.80),
                   (0.17, 0.68)))  # fmt: skip
    sheet.paper([neck], "d9d5e6", heart, 0.7)
    sheet.paper([body], "cfcbe0", heart)
    sheet.paper([wing], "f3eef2", (0.42, 0.68, 0.30), 0.6)
    sheet.flat([smooth(((0.845, 0.225), (0.95, 0.285), (0.93, 0.305), (0.84, 0.285)))], "f0883e")
    sheet.eye(0.795, 0.245, 0.019)


def _owl(sheet: Sheet) -> None:
    heart = (0.50, 0.72, 0.30)
    body = smooth(((0.26, 0.22), (0.20, 0.06), (0.34, 0.13), (0.50, 0.15), (0.66, 0.13), (0.80, 0.06), (0.74, 0.22),
                   (0.80, 0.50), (0.74, 0.80), (0.60, 0.94), (0.40, 0.94), (0.26, 0.80), (0.20, 0.50)))  # fmt: skip
    sheet.paper([body], "8a6a9c", heart, 0.9)
    sheet.paper([oval(0.50, 0.70, 0.19, 0.21)], "dcb68c", heart)
    for row, count in ((0.60, 3), (0.68, 4), (0.76, 3)):
        for place in range(count):
            x = 0.50 + 0.085 * (place - 0.5 * (count - 1))
            sheet.flat([oval(x, row, 0.020, 0.013)], "8a5a4c", 0.45)
    for side in (-1, 1):
        sheet.paper([oval(0.50 + side * 0.265, 0.62, 0.085, 0.24, -side * 9)], "6b5187", heart, 0.35)
        sheet.paper([oval(0.50 + side * 0.125, 0.335, 0.135, 0.135)], "f4e3cf", (0.5, 0.4, 0.3), 0.5)
        sheet.eye(0.50 + side * 0.115, 0.34, 0.058)
        sheet.flat([oval(0.50 + side * 0.075, 0.95, 0.055, 0.024)], "f0a04e")
    sheet.flat([((0.465, 0.385), (0.535, 0.385), (0.50, 0.465))], "f0a04e")


def _rabbit(sheet: Sheet) -> None:
    heart = (0.50, 0.78, 0.28)
    for side in (-1, 1):
        sheet.paper([oval(0.50 + side * 0.115, 0.20, 0.066, 0.20, side * 11)], "d8b0b4", heart, 0.4)
        sheet.paper([oval(0.50 + side * 0.115, 0.215, 0.033, 0.15, side * 11)], "f2a6ac", heart, 0.2)
    sheet.paper([oval(0.765, 0.83, 0.075, 0.07)], "fbeee6", heart, 0.3)
    sheet.paper([oval(0.50, 0.77, 0.245, 0.19)], "d8b0b4", heart)
    sheet.paper([oval(0.50, 0.475, 0.205, 0.165)], "e6c4c2", (0.5, 0.55, 0.28), 0.75)
    for side in (-1, 1):
        sheet.eye(0.50 + side * 0.095, 0.46, 0.030)
        sheet.flat([oval(0.50 + side * 0.135, 0.535, 0.038, 0.024)], "f08c94", 0.5)
        sheet.paper([oval(0.50 + side * 0.12, 0.925, 0.085, 0.036)], "efd6d0", heart, 0.4)
    sheet.flat([oval(0.50, 0.520, 0.022, 0.015)], "b05a6c")
    sheet.flat(_arc(0.478, 0.542, 0.022, (10, 170), 0.005) + _arc(0.522, 0.542, 0.022, (10, 170), 0.005), "7a4356", 0.9)


def _turtle(sheet: Sheet) -> None:
    heart = (0.44, 0.68, 0.30)
    for x, turn in ((0.22, 14), (0.64, -14)):
        sheet.paper([oval(x, 0.875, 0.075, 0.095, turn)], "7fae7c", heart, 0.3)
    sheet.paper([smooth(((0.10, 0.80), (0.00, 0.87), (0.08, 0.89), (0.18, 0.84)))], "7fae7c", heart, 0.3)
    sheet.paper([smooth(((0.68, 0.80), (0.76, 0.66), (0.80, 0.52), (0.92, 0.48), (0.99, 0.57), (0.96, 0.68),
                         (0.86, 0.72), (0.80, 0.86)))], "8fc08a", heart, 0.5)  # fmt: skip
    dome = smooth(((0.07, 0.80), (0.10, 0.58), (0.26, 0.40), (0.45, 0.35), (0.64, 0.41), (0.78, 0.60), (0.80, 0.80),
                   (0.44, 0.84)))  # fmt: skip
    sheet.paper([dome], "3f8374", heart)
    for x, y, wide, tall in ((0.44, 0.53, 0.105, 0.095), (0.25, 0.66, 0.082, 0.085), (0.63, 0.66, 0.082, 0.085),
                             (0.44, 0.73, 0.085, 0.060)):  # fmt: skip
        sheet.flat([_six(x, y, wide, tall)], "f7e3a8", 0.42)
    sheet.paper([oval(0.44, 0.825, 0.385, 0.038)], "cfe0a6", heart, 0.4)
    sheet.eye(0.905, 0.575, 0.027)
    sheet.flat(_arc(0.94, 0.60, 0.045, (60, 140), 0.006), _INK, 0.7)


def _six(x: float, y: float, wide: float, tall: float) -> Polygon:
    """A plate of a shell: six corners."""
    turns = [math.radians(60 * step) for step in range(6)]
    return [(x + wide * math.cos(turn), y + tall * math.sin(turn)) for turn in turns]


def _hedgehog(sheet: Sheet) -> None:
    heart = (0.46, 0.70, 0.30)
    back = _spikes(0.44, 0.66, (0.40, 0.40), 19, 0.17)
    inner = _spikes(0.45, 0.68, (0.31, 0.31), 15, 0.17)
    sheet.paper([back], "7d5a52", heart, 0.55)
    sheet.paper([inner], "a57a5e", heart, 0.9)
    face = smooth(((0.56, 0.62), (0.66, 0.53), (0.78, 0.60), (0.90, 0.73), (0.975, 0.785), (0.95, 0.83), (0.80, 0.88),
                   (0.64, 0.92), (0.53, 0.80)))  # fmt: skip
    belly = smooth(((0.16, 0.86), (0.40, 0.82), (0.66, 0.86), (0.66, 0.94), (0.40, 0.955), (0.20, 0.94)))
    sheet.paper([belly], "e8cfae", heart, 0.6)
    sheet.paper([face], "f0d9b6", heart, 0.6)
    sheet.paper([oval(0.625, 0.585, 0.055, 0.060)], "c99a76", heart, 0.3)
    sheet.flat([oval(0.965, 0.785, 0.032, 0.030)], _INK)
    sheet.eye(0.775, 0.715, 0.029)
    for x in (0.34, 0.60):
        sheet.paper([oval(x, 0.945, 0.060, 0.026)], "c99a76", heart, 0.3)


def _spikes(x: float, y: float, size: tuple[float, float], count: int, depth: float) -> Polygon:
    """A round back of points, flat below."""
    line = []
    for step in range(2 * count + 1):
        turn = math.radians(168 + 204 * step / (2 * count))
        reach = 1.0 if step % 2 else 1.0 - depth
        line.append((x + size[0] * reach * math.cos(turn), y + size[1] * reach * math.sin(turn)))
    return [*line, (x + 0.72 * size[0], y + 0.72 * size[1]), (x - 0.72 * size[0], y + 0.72 * size[1])]


def _fox(sheet: Sheet) -> None:
    heart = (0.46, 0.76, 0.28)
    tail = smooth(((0.60, 0.90), (0.74, 0.88), (0.82, 0.72), (0.80, 0.54), (0.86, 0.40), (0.96, 0.52), (0.985, 0.70),
                   (0.93, 0.86), (0.80, 0.95), (0.64, 0.96)))  # fmt: skip
    tip = smooth(((0.80, 0.53), (0.86, 0.40), (0.96, 0.52), (0.975, 0.61), (0.90, 0.57)))
    body = smooth(((0.30, 0.56), (0.58, 0.56), (0.68, 0.76), (0.68, 0.94), (0.44, 0.955), (0.22, 0.94), (0.22, 0.76)))
    sheet.paper([tail], "c8683c", heart, 0.4)
    sheet.paper([tip], "f6e8da", heart, 0.2)
    sheet.paper([body], "cf6d3e", heart)
    sheet.paper([smooth(((0.36, 0.58), (0.52, 0.58), (0.53, 0.74), (0.44, 0.86), (0.35, 0.74)))], "f6e8da", heart, 0.5)
    head = smooth(((0.44, 0.20), (0.58, 0.23), (0.70, 0.36), (0.62, 0.49), (0.44, 0.61), (0.26, 0.49), (0.18, 0.36),
                   (0.30, 0.23)))  # fmt: skip
    for side in (-1, 1):
        x = 0.44 + side * 0.17
        sheet.paper([((x - 0.085, 0.30), (x + side * 0.055, 0.035), (x + 0.085, 0.32))], "b85a34", heart, 0.3)
        sheet.flat([((x - 0.05, 0.26), (x + side * 0.040, 0.11), (x + 0.05, 0.26))], "5a2f3a", 0.8)
    sheet.paper([head], "e07d46", (0.44, 0.42, 0.28), 0.6)
    for side in (-1, 1):
        cheek = tuple((0.44 + side * x, y) for x, y in ((0.24, 0.385), (0.10, 0.42), (0.01, 0.52), (0.02, 0.605),
                                                        (0.17, 0.50)))  # fmt: skip
        sheet.flat([smooth(cheek)], "fbeee0", 0.95)
        sheet.eye(0.44 + side * 0.095, 0.40, 0.027)
    sheet.flat([oval(0.44, 0.585, 0.032, 0.025)], _INK)


def _snail(sheet: Sheet) -> None:
    heart = (0.40, 0.58, 0.28)
    slug = smooth(((0.02, 0.94), (0.14, 0.86), (0.40, 0.84), (0.64, 0.84), (0.74, 0.72), (0.76, 0.56), (0.84, 0.48),
                   (0.94, 0.52), (0.95, 0.64), (0.90, 0.80), (0.82, 0.92), (0.66, 0.955), (0.30, 0.96)))  # fmt: skip
    for x, lean in ((0.82, -0.035), (0.905, 0.045)):
        stalk = [oval(x + lean * step / 12, 0.52 - 0.20 * step / 12, 0.011, 0.011) for step in range(13)]
        sheet.paper(stalk, "cdbb9a", heart, 0.3)
        sheet.flat([oval(x + lean, 0.315, 0.024, 0.024)], "fff0d2")
    sheet.paper([slug], "cdbb9a", heart, 0.5)
    sheet.paper([oval(0.39, 0.55, 0.325, 0.325)], "b5607e", heart)
    spiral: list[Polygon] = []
    for step in range(360):
        share = step / 359
        turn, reach = math.radians(90 + 900 * share), 0.285 * (1.0 - share) + 0.012
        spiral.append(oval(0.39 + reach * math.cos(turn), 0.55 + reach * math.sin(turn), 0.014, 0.014))
    sheet.flat(spiral, "7c3558", 0.55)
    sheet.eye(0.885, 0.60, 0.021)
    sheet.flat(_arc(0.90, 0.655, 0.035, (50, 140), 0.005), _INK, 0.7)


_PAINTERS: dict[str, Callable[[Sheet], None]] = {
    "whale": _whale, "swan": _swan, "owl": _owl, "rabbit": _rabbit,
    "turtle": _turtle, "hedgehog": _hedgehog, "fox": _fox, "snail": _snail,
}  # fmt: skip


def figure(name: str, pixels: int) -> Painting:
    """One figure, ``pixels`` square."""
    sheet = Sheet(pixels)
    _PAINTERS[name](sheet)
    return sheet.painting()


def reflection(name: str, pixels: int) -> Painting:
    """Twice as tall as the figure: its broken mirror on the water and a streak of its light."""
    above = figure(name, pixels)
    tall = 2 * pixels
    rgb = np.zeros((tall, pixels, 3), np.float32)
    alpha = np.zeros((tall, pixels), np.float32)
    foot = round(FOOT * pixels)
    rgb[:foot], alpha[:foot] = above.rgb[:foot][::-1], above.alpha[:foot][::-1]
    down = (np.arange(tall, dtype=np.float32) / pixels)[:, None]
    sway = np.round(pixels * 0.018 * down * np.sin(down * 70.0 + 2.0 * np.sin(down * 19.0))).astype(int)
    columns = (np.arange(pixels)[None] + sway) % pixels
    rows = np.arange(tall)[:, None]
    broken = (0.68 + 0.32 * np.sin(down * 88.0 + 3.0 * np.sin(down * 23.0))) * (1.0 - smoothstep(0.05, 0.80, down))
    mirror = gaussian_filter(alpha[rows, columns] * broken, (0.8, 1.6)) * 0.50
    x = (np.arange(pixels, dtype=np.float32) / pixels - 0.5)[None]
    streak = np.exp(-((x / (0.16 + 0.05 * down)) ** 2)) * np.exp(-down / 0.55) * smoothstep(2.0, 1.4, down) * 0.30
    whole = np.clip(mirror + streak * (1.0 - mirror), 0.0, 1.0)
    share = (mirror / np.maximum(mirror + streak, 1e-4))[..., None]
    paint = colour("ffb868") * (1.0 - share) + rgb[rows, columns] * share
    return Painting(np.asarray(paint, np.float32), np.asarray(whole, np.float32))


PICTURES = tuple(
    picture
    for name in _PAINTERS
    for picture in (
        Picture(f"sprites/figure_{name}.webp", partial(figure, name, PIXELS)),
        Picture(f"sprites/figure_{name}_reflection.webp", partial(reflection, name, PIXELS // 2)),
    )
)
