"""The signs of what is asked about, and the picture beside the question: all of it stays inside the house.

Line drawings of light. Coordinates: x and y in heights of the picture, y down.
"""

import math
from functools import partial
from itertools import pairwise

import numpy as np
from scipy.ndimage import gaussian_filter

from assets.studio.canvas import Grid, Painting, bell, smoothstep
from assets.studio.colour import Floats, colour
from assets.studio.figures import oval
from assets.studio.picture import Picture
from assets.studio.strokes import Polygon, stamp

SIGN = Grid(192, 192)
HOUSE = Grid(640, 440)
_LINE, _WARM, _COOL, _GROUND = "fff0d2", "ffc070", "9fd8ea", "101a3a"
Points = tuple[tuple[float, float], ...]


class _Sheet:
    """Light being drawn: colour and cover."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self._rgb = np.zeros((grid.height, grid.width, 3), np.float32)
        self._alpha = np.zeros((grid.height, grid.width), np.float32)

    def lay(self, tint: str, cover: Floats) -> None:
        """Lay a colour on, as far as ``cover`` says."""
        whole = cover + self._alpha * (1.0 - cover)
        share = (cover / np.maximum(whole, 1e-6))[..., None]
        self._rgb = np.asarray(self._rgb * (1.0 - share) + colour(tint) * share, np.float32)
        self._alpha = np.asarray(whole, np.float32)

    def fill(self, outline: Polygon, tint: str, opacity: float) -> None:
        """A filled outline."""
        self.lay(tint, stamp(self.grid, [outline]) * np.float32(opacity))

    def line(self, points: Polygon, width: float, tint: str = _LINE, opacity: float = 1.0) -> None:
        """A round line through points, with a soft glow of its own colour."""
        beads: list[Polygon] = []
        for (ax, ay), (bx, by) in pairwise(points):
            steps = max(round(math.hypot(bx - ax, by - ay) / (0.25 * width)), 1)
            beads += [
                oval(ax + (bx - ax) * step / steps, ay + (by - ay) * step / steps, 0.5 * width, 0.5 * width)
                for step in range(steps + 1)
            ]
        cover = stamp(self.grid, beads)
        halo = gaussian_filter(cover, 1.6 * width * self.grid.height)
        self.lay(tint, np.clip(halo * 0.55, 0, 1) * np.float32(opacity))
        self.lay(tint, cover * np.float32(opacity))

    def light(self, x: float, y: float, radius: float, tint: str, strength: float) -> None:
        """Soft light round a point in heights."""
        distance = np.hypot(self.grid.x * self.grid.aspect - x, self.grid.y - y)
        glow = bell(distance, 0.0, radius) * smoothstep(2.4 * radius, radius, distance)
        self.lay(tint, np.asarray(glow * strength, np.float32))

    def painting(self) -> Painting:
        """As a sprite; its light is gone before the picture's border, so that none is seen."""
        x, y = self.grid.x * self.grid.aspect, self.grid.y
        near = np.minimum(np.minimum(x, self.grid.aspect - x), np.minimum(y, 1.0 - y))
        return Painting(np.clip(self._rgb, 0.0, 1.0), self._alpha * smoothstep(0.0, 0.035, near))


def _arc(x: float, y: float, radius: float, span: tuple[float, float]) -> Polygon:
    """Along a circle, degrees clockwise from the right."""
    turns = [math.radians(span[0] + (span[1] - span[0]) * step / 32) for step in range(33)]
    return [(x + radius * math.cos(turn), y + radius * math.sin(turn)) for turn in turns]


def _boxed(left: float, top: float, right: float, bottom: float, corner: float) -> Polygon:
    """A rectangle with round corners, closed."""
    line: Polygon = [
        *_arc(right - corner, top + corner, corner, (-90, 0)), *_arc(right - corner, bottom - corner, corner, (0, 90)),
        *_arc(left + corner, bottom - corner, corner, (90, 180)),
        *_arc(left + corner, top + corner, corner, (180, 270)),
    ]  # fmt: skip
    return [*line, line[0]]


def _camera(sheet: _Sheet, x: float, y: float, size: float, lit: bool) -> None:
    """A round eye on a foot."""
    width = 0.055 * size
    sheet.fill(oval(x, y - 0.06 * size, 0.34 * size, 0.34 * size), _GROUND, 0.55)
    if lit:
        sheet.light(x, y - 0.06 * size, 0.22 * size, _WARM, 0.85)
    sheet.line(_arc(x, y - 0.06 * size, 0.34 * size, (0, 360)), width)
    sheet.line(_arc(x, y - 0.06 * size, 0.16 * size, (0, 360)), width)
    if lit:
        sheet.fill(oval(x + 0.05 * size, y - 0.12 * size, 0.04 * size, 0.04 * size), "ffffff", 1.0)
    sheet.line([(x, y + 0.29 * size), (x, y + 0.38 * size)], width)
    sheet.line([(x - 0.20 * size, y + 0.40 * size), (x + 0.20 * size, y + 0.40 * size)], width)


def _microphone(sheet: _Sheet, x: float, y: float, size: float, lit: bool) -> None:
    """A capsule in a bow, on a foot."""
    width = 0.055 * size
    capsule = _boxed(x - 0.145 * size, y - 0.42 * size, x + 0.145 * size, y + 0.10 * size, 0.145 * size)
    sheet.fill(capsule, _GROUND, 0.55)
    if lit:
        sheet.light(x, y - 0.16 * size, 0.20 * size, _WARM, 0.85)
    sheet.line(capsule, width)
    sheet.line(_arc(x, y - 0.05 * size, 0.27 * size, (0, 180)), width)
    sheet.line([(x, y + 0.22 * size), (x, y + 0.38 * size)], width)
    sheet.line([(x - 0.18 * size, y + 0.40 * size), (x + 0.18 * size, y + 0.40 * size)], width)


def _heart(sheet: _Sheet, x: float, y: float, size: float, lit: bool) -> None:
    """A heart on a belt."""
    width = 0.055 * size
    turns = [math.radians(6.0 * step) for step in range(61)]
    outline: Polygon = [
        (
            x + 0.0195 * size * 16.0 * math.sin(turn) ** 3,
            y
            - 0.05 * size
            - 0.0195
            * size
            * (13.0 * math.cos(turn) - 5.0 * math.cos(2 * turn) - 2.0 * math.cos(3 * turn) - math.cos(4 * turn)),
        )
        for turn in turns
    ]
    sheet.fill(outline, _GROUND, 0.55)
    if lit:
        sheet.light(x, y - 0.08 * size, 0.22 * size, _WARM, 0.85)
    sheet.line(outline, width)
    for side in (-1, 1):
        sheet.line([(x + side * 0.33 * size, y - 0.02 * size), (x + side * 0.46 * size, y - 0.05 * size)], width)


def _streams(sheet: _Sheet, x: float, y: float, size: float, lit: bool) -> None:
    """A small light with waves to both sides: somebody beside it may read along."""
    width = 0.055 * size
    sheet.fill(oval(x, y, 0.34 * size, 0.34 * size), _GROUND, 0.40)
    if lit:
        sheet.light(x, y, 0.20 * size, _WARM, 0.85)
    sheet.line(_arc(x, y, 0.085 * size, (0, 360)), width)
    for radius in (0.24, 0.40):
        sheet.line(_arc(x, y, radius * size, (-42, 42)), width)
        sheet.line(_arc(x, y, radius * size, (138, 222)), width)


_SIGNS = {"camera": _camera, "microphone": _microphone, "heart": _heart, "streams": _streams}


def sign(device: str, lit: bool) -> Painting:
    """The sign of a device: lit, or dark with a bar across it."""
    sheet = _Sheet(SIGN)
    _SIGNS[device](sheet, 0.5, 0.5, 0.96, lit)
    if not lit:
        sheet.line([(0.14, 0.86), (0.86, 0.14)], 0.125, _GROUND)
        sheet.line([(0.14, 0.86), (0.86, 0.14)], 0.060)
    painted = sheet.painting()
    return painted if lit else Painting(painted.rgb * np.float32(0.80), painted.alpha)


def house(device: str) -> Painting:
    """A child and a computer under one roof: what the device takes goes no further than the computer."""
    sheet = _Sheet(HOUSE)
    roof: Polygon = [(0.07, 0.46), (0.727, 0.06), (1.384, 0.46)]
    walls: Polygon = [(0.16, 0.41), (0.16, 0.94), (1.294, 0.94), (1.294, 0.41)]
    sheet.fill([*walls[:2], *walls[2:], (0.727, 0.07)], _GROUND, 0.50)
    sheet.light(0.73, 0.62, 0.46, _WARM, 0.30)
    sheet.line(roof, 0.020, _WARM)
    sheet.line(walls, 0.014, _WARM, 0.85)
    _child(sheet, 0.43, 0.60)
    _computer(sheet, 1.00, 0.61, device)
    if device == "camera":
        for reach, opacity in ((0.13, 0.9), (0.20, 0.7), (0.27, 0.5)):
            sheet.line(_arc(0.865, 0.56, reach, (158, 202)), 0.012, _COOL, opacity)
    elif device == "streams":  # from the computer to another program on it
        for reach, opacity in ((0.035, 0.9), (0.055, 0.7), (0.075, 0.5)):
            sheet.line(_arc(1.205, 0.60, reach, (-50, 50)), 0.010, _COOL, opacity)
    else:
        for reach, opacity in ((0.14, 0.9), (0.21, 0.7), (0.28, 0.5)):
            sheet.line(_arc(0.45, 0.62, reach, (-24, 24)), 0.012, _COOL, opacity)
    return sheet.painting()


def _child(sheet: _Sheet, x: float, y: float) -> None:
    """Head, smile, shoulders."""
    shoulders = [(x - 0.19, 0.93), *_arc(x, 0.93, 0.19, (180, 360)), (x + 0.19, 0.93)]
    sheet.fill(shoulders, "3c4f86", 0.95)
    sheet.line(_arc(x, 0.93, 0.19, (184, 356)), 0.014)
    sheet.fill(oval(x, y, 0.135, 0.145), "ffe2bd", 1.0)
    hair = [*_arc(x, y - 0.01, 0.148, (180, 360)), (x + 0.10, y - 0.045), (x, y - 0.075), (x - 0.10, y - 0.045)]
    sheet.fill(hair, "5a3a3a", 1.0)
    for side in (-1, 1):
        sheet.fill(oval(x + side * 0.052, y + 0.005, 0.015, 0.018), "2a1a2c", 1.0)
        sheet.fill(oval(x + side * 0.085, y + 0.050, 0.022, 0.014), "f08c94", 0.55)
    sheet.line(_arc(x, y + 0.035, 0.050, (25, 155)), 0.013, "8a3f46")


def _computer(sheet: _Sheet, x: float, y: float, device: str) -> None:
    """A screen on its foot, with the device on it, and a few dots for the few numbers that stay."""
    screen = _boxed(x - 0.21, y - 0.16, x + 0.21, y + 0.15, 0.030)
    sheet.fill(screen, "1c2c5c", 0.95)
    sheet.line(screen, 0.014)
    sheet.line([(x, y + 0.16), (x, y + 0.29)], 0.016)
    sheet.line([(x - 0.11, y + 0.30), (x + 0.11, y + 0.30)], 0.016)
    for row, run in enumerate((4, 2, 3)):
        for place in range(run):
            sheet.fill(oval(x + 0.005 + 0.05 * place, y - 0.075 + 0.07 * row, 0.014, 0.014), _COOL, 0.95)
    _SIGNS[device](sheet, x - 0.115, y - 0.005, 0.22, True)


PICTURES = (
    *(
        Picture(f"sprites/sense_{device}{'' if lit else '_off'}.webp", partial(sign, device, lit))
        for device in _SIGNS
        for lit in (True, False)
    ),
    *(Picture(f"sprites/house_{device}.webp", partial(house, device)) for device in _SIGNS),
)
