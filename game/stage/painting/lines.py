"""Smooth lines across the picture (Ribbon), and the chevron that says in or out (Arrow)."""

from itertools import pairwise

import numpy as np
import pygame
from numpy.typing import NDArray

from game.core.shapes import Arrow, Colour, Ribbon
from game.stage import palette
from game.stage.canvas import OVER, Canvas, level
from game.stage.palette import COLOURS
from game.stage.shelf import Shelf

_SEA = palette.rgb("111b44")
_FAINT = 0.42
"""Strength of a line beyond ``bright_to``."""
_COARSE = 4
"""The ground under a line is painted at a fourth of the size."""
_CONTOURS = ((0.036, 0.20), (0.072, 0.10), (0.108, 0.065))
"""Quiet lines under a filled ribbon: (depth in heights, strength)."""
_CHEVRON = ((-0.5, 0.30), (0.0, -0.22), (0.5, 0.30))

Floats = NDArray[np.float32]


class LinePainter:
    """Ribbons and arrows; ribbons change every tick, so nothing of them is cached but a scratch sheet."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._scratch: pygame.Surface | None = None

    def ribbon(self, canvas: Canvas, shape: Ribbon) -> None:
        """Lay the line; where ``fill`` asks, darken the ground under it first."""
        if len(shape.points) < 2 or shape.opacity <= 0.0:
            return
        points = np.array(shape.points, dtype=np.float64)
        if points[-1, 0] <= points[0, 0]:
            return
        if shape.fill > 0.0:
            self._ground(canvas, shape, points)
        scratch = self._sheet(canvas)
        columns = _Columns.of(canvas, shape, points)
        if columns is None:
            return
        changed = columns.bounds(canvas)
        scratch.fill((0, 0, 0, 0), changed)
        pixels = pygame.surfarray.pixels2d(scratch)
        if shape.fill > 0.0:
            for depth, strength in _CONTOURS:
                columns.draw(pixels, depth * canvas.height, 1.0, strength * shape.opacity)
        columns.draw(pixels, 0.0, max(1.0, shape.width * canvas.height), shape.opacity)
        del pixels
        canvas.surface.blit(scratch, changed, changed, special_flags=OVER)

    def arrow(self, canvas: Canvas, shape: Arrow) -> None:
        """Lay a chevron, up or down."""
        opacity = level(shape.opacity)
        size = max(3, round(shape.size * canvas.height))
        if opacity == 0:
            return
        sprite = self._shelf.take(
            ("arrow", size, shape.up, shape.colour, opacity),
            lambda: _chevron(size, shape.up, COLOURS[shape.colour], opacity / 32),
        )
        canvas.lay(sprite, shape.x, shape.y, OVER)

    def _sheet(self, canvas: Canvas) -> pygame.Surface:
        if self._scratch is None or self._scratch.get_size() != canvas.surface.get_size():
            self._scratch = pygame.Surface(canvas.surface.get_size(), pygame.SRCALPHA)
        return self._scratch

    def _ground(self, canvas: Canvas, shape: Ribbon, points: NDArray[np.float64]) -> None:
        """Sea under the line: dim near it, deeper below; a breath of the line's colour just beneath."""
        wide, tall = max(2, canvas.width // _COARSE), max(2, canvas.height // _COARSE)
        across = (np.arange(wide) + 0.5) / wide
        line = np.interp(across, points[:, 0], points[:, 1])
        top = max(0, int(float(line.min()) * tall) - 1)
        rows = tall - top
        if rows <= 0:
            return
        depth = ((np.arange(top, tall) + 0.5) / tall)[None] - line[:, None]
        inside = np.clip(depth * tall + 0.5, 0.0, 1.0)
        deep = np.clip(depth / 0.35, 0.0, 1.0)
        alpha = inside * (0.42 + 0.38 * deep) * shape.fill * shape.opacity
        under = inside * np.exp(-np.maximum(depth, 0.0) / 0.13) * 0.17 * shape.fill * shape.opacity
        colours = _colours(shape, points, across)
        parts = [alpha * (_SEA[part] / 255.0) + under * colours[:, part, None] for part in range(3)]
        packed = np.zeros((wide, rows), dtype=np.uint32)
        for shift, part in zip((16, 8, 0, 24), (*parts, np.minimum(alpha + under, 1.0)), strict=True):
            packed |= np.minimum(part * 255.0 + 0.5, 255.0).astype(np.uint32) << np.uint32(shift)
        small = pygame.Surface((wide, rows), pygame.SRCALPHA)
        pygame.surfarray.blit_array(small, packed.view(np.int32))
        upper = round(top * canvas.height / tall)
        ground = pygame.transform.smoothscale(small, (canvas.width, canvas.height - upper))
        canvas.surface.blit(ground, (0, upper), special_flags=OVER)


def _colours(shape: Ribbon, points: NDArray[np.float64], across: NDArray[np.float64]) -> NDArray[np.float64]:
    """float64 (n, 3) in [0, 1]: the line's colour at each x, softened between neighbours."""
    names = shape.colours or (Colour.CREAM,)
    table = np.array([COLOURS[names[min(index, len(names) - 1)]] for index in range(len(points))]) / 255.0
    return np.stack([np.interp(across, points[:, 0], table[:, part]) for part in range(3)], axis=1)


class _Columns:
    """A line as one height, slope, colour and strength for each column of pixels."""

    def __init__(self, first: int, height: Floats, colour: Floats, strength: Floats) -> None:
        self._first = first
        self._height = height
        self._stretch = np.minimum(np.sqrt(1.0 + np.gradient(height) ** 2), 12.0)
        self._colour = colour
        self._strength = strength

    @classmethod
    def of(cls, canvas: Canvas, shape: Ribbon, points: NDArray[np.float64]) -> "_Columns | None":
        """The columns between the ribbon's ends that lie in the picture; None where that is fewer than two."""
        first = max(0, round(points[0, 0] * canvas.width))
        last = min(canvas.width, round(points[-1, 0] * canvas.width))
        if last - first < 2:
            return None
        across = (np.arange(first, last) + 0.5) / canvas.width
        height = np.interp(across, points[:, 0], points[:, 1]) * canvas.height
        soft = 0.006
        bright = np.clip((shape.bright_to - across) / soft + 0.5, 0.0, 1.0)
        strength = _FAINT + (1.0 - _FAINT) * bright
        return cls(
            first,
            height.astype(np.float32),
            _colours(shape, points, across).astype(np.float32),
            strength.astype(np.float32),
        )

    def bounds(self, canvas: Canvas) -> pygame.Rect:
        """The part of the picture this line and its glow can touch."""
        margin = 0.05 * canvas.height
        top = int(float(self._height.min()) - margin)
        bottom = int(float(self._height.max()) + 3.6 * margin)
        area = pygame.Rect(self._first, top, len(self._height), bottom - top)
        return area.clip(canvas.surface.get_rect())

    def draw(self, pixels: NDArray[np.uint32], offset: float, width: float, opacity: float) -> None:
        """Write a line of ``width`` pixels, ``offset`` pixels below (measured across it), with a halo."""
        glow = width * 2.6 if width > 1.5 else 0.0
        reach = int(np.ceil((width + glow * 1.7 + 1.0) * float(np.percentile(self._stretch, 98))))
        reach = min(reach, pixels.shape[1] // 3)
        middle = self._height + offset * self._stretch
        base = np.floor(middle).astype(np.int64)
        rows = base[:, None] + np.arange(-reach, reach + 1)[None]
        away = np.abs(rows + 0.5 - middle[:, None]) / self._stretch[:, None]
        cover = np.clip(width / 2 + 0.5 - away, 0.0, 1.0)
        if glow:
            cover = 1.0 - (1.0 - cover) * (1.0 - 0.42 * np.exp(-((away / glow) ** 2)))
        edge = np.clip((reach + 1 - np.abs(np.arange(-reach, reach + 1))) / 3.0, 0.0, 1.0)
        cover = cover * edge[None] * (self._strength * opacity)[:, None]
        columns = np.broadcast_to(np.arange(self._first, self._first + len(base))[:, None], rows.shape)
        inside = (rows >= 0) & (rows < pixels.shape[1]) & (cover > 0.004)
        column, row, alpha = columns[inside], rows[inside], cover[inside]
        colour = self._colour[column - self._first]
        words = np.zeros(len(alpha), dtype=np.uint32)
        for shift, part in ((16, 0), (8, 1), (0, 2)):
            words |= (alpha * colour[:, part] * 255.0 + 0.5).astype(np.uint32) << np.uint32(shift)
        words |= (alpha * 255.0 + 0.5).astype(np.uint32) << np.uint32(24)
        pixels[column, row] = words


def _chevron(size: int, up: bool, colour: palette.Rgb, opacity: float) -> pygame.Surface:
    fine = 4
    sheet = pygame.Surface((size * fine, size * fine), pygame.SRCALPHA)
    sign = 1.0 if up else -1.0
    places = [((0.5 + x * 0.8) * size * fine, (0.5 + y * sign * 0.8) * size * fine) for x, y in _CHEVRON]
    thick = max(2, round(size * fine * 0.15))
    for start, end in pairwise(places):
        pygame.draw.line(sheet, colour, start, end, thick)
    for place in places:
        pygame.draw.circle(sheet, colour, place, thick / 2)
    small = pygame.transform.smoothscale(sheet.premul_alpha(), (size, size))
    share = round(255 * opacity)
    small.fill((share, share, share, share), special_flags=pygame.BLEND_RGBA_MULT)
    return small
