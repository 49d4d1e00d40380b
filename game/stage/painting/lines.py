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
_COARSE = 6
"""The ground under a line and its glow are painted at a sixth of the size."""
_CONTOURS = ((0.036, 0.30), (0.072, 0.17), (0.108, 0.10))
"""Quiet lines under a filled ribbon: (depth in heights, strength)."""
_CHEVRON = ((-0.5, 0.30), (0.0, -0.22), (0.5, 0.30))

_SOFT = 0.006
"""Widths over which a line passes from full to faint."""

Floats = NDArray[np.float32]

_GLOW = (0.42 * np.exp(-((np.arange(200) / 64.0) ** 2)) * np.clip((200 - np.arange(200)) / 60.0, 0, 1)).astype(
    np.float32
)
"""Fall of the glow, over distance in 1/64 of its width."""
_BELOW = (np.arange(1280, dtype=np.float32) - 256) / 1024 * 0.5
_DEPTH = 0.42 + 0.38 * np.clip(_BELOW / 0.35, 0.0, 1.0)
"""How much sea covers the ground, over depth in 1/2048 heights."""
_UNDER = 0.17 * np.exp(-np.maximum(_BELOW, 0.0) / 0.13)
"""How much of the line's own light falls under it."""


class LinePainter:
    """Ribbons and arrows; ribbons change every tick, so nothing of them is cached but a scratch sheet."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._scratch: pygame.Surface | None = None

    def ribbon(self, canvas: Canvas, shape: Ribbon) -> None:
        """Lay the line over its own glow; where ``fill`` asks, the ground under it is darkened first."""
        if len(shape.points) < 2 or shape.opacity <= 0.0:
            return
        points = np.array(shape.points, dtype=np.float64)
        if float(np.ptp(points[:, 0])) * canvas.width < 2.0:
            _upright(canvas, shape, points)
            return
        columns = _Columns.of(canvas, shape, points)
        if columns is None:
            return
        self._ground(canvas, shape, points)
        scratch = self._sheet(canvas)
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
        """At a sixth of the size: glow round the line, and sea under it, deeper below."""
        wide, tall = max(2, canvas.width // _COARSE), max(2, canvas.height // _COARSE)
        across = (np.arange(wide) + 0.5) / wide
        line = np.interp(across, points[:, 0], points[:, 1])
        reach = shape.width * 4.5 + 1.0 / tall
        top = min(max(0, int((float(line.min()) - reach) * tall)), tall)
        bottom = tall if shape.fill > 0.0 else min(tall, int((float(line.max()) + reach) * tall) + 2)
        if bottom - top < 1:
            return
        depth = (((np.arange(top, bottom) + 0.5) / tall)[None] - line[:, None]).astype(np.float32)
        stretch = np.minimum(np.hypot(1.0, np.gradient(line) * tall), 12.0).astype(np.float32)
        strength = _strength(shape, across) * shape.opacity * ((across >= points[0, 0]) & (across <= points[-1, 0]))
        near = depth / (stretch[:, None] * np.float32(max(shape.width, 1.0 / canvas.height) * 2.2))
        glow = _GLOW.take(np.abs(near * 64).astype(np.int32), mode="clip")
        light = glow * strength[:, None].astype(np.float32)
        cover = np.zeros_like(light)
        if shape.fill > 0.0:
            step = np.clip(depth * 1024 / 0.5 + 256, 0, 1279).astype(np.int32)
            inside = np.clip(depth * tall + 0.5, 0.0, 1.0) * np.float32(shape.fill * shape.opacity)
            cover = _DEPTH.take(step, mode="clip") * inside
            light = light + _UNDER.take(step, mode="clip") * inside
        colours = _colours(shape, points, across, 0.05).astype(np.float32) * 255.0
        packed = np.minimum((cover + light) * 255.0 + 0.5, 255.0).astype(np.uint32) << np.uint32(24)
        for shift, part in ((16, 0), (8, 1), (0, 2)):
            mixed = cover * np.float32(_SEA[part]) + light * colours[:, part, None]
            packed |= np.minimum(mixed + 0.5, 255.0).astype(np.uint32) << np.uint32(shift)
        small = pygame.Surface((wide, bottom - top), pygame.SRCALPHA)
        pygame.surfarray.blit_array(small, packed.view(np.int32))
        upper, lower = round(top * canvas.height / tall), round(bottom * canvas.height / tall)
        ground = pygame.transform.smoothscale(small, (canvas.width, max(1, lower - upper)))
        canvas.surface.blit(ground, (0, upper), special_flags=OVER)


def _upright(canvas: Canvas, shape: Ribbon, points: NDArray[np.float64]) -> None:
    """A rail: a straight line down, of the first colour, antialiased at its sides and ends."""
    middle = float(points[:, 0].mean()) * canvas.width
    high, low = (float(end) * canvas.height for end in (points[:, 1].min(), points[:, 1].max()))
    half = max(1.0, shape.width * canvas.height) / 2
    area = pygame.Rect(int(middle - half) - 1, int(high) - 1, int(2 * half) + 4, int(low - high) + 4)
    across = area.left + np.arange(area.width) + 0.5
    down = area.top + np.arange(area.height) + 0.5
    sides = np.clip(half + 0.5 - np.abs(across - middle), 0.0, 1.0)
    ends = np.clip(np.minimum(down - high, low - down) + 0.5, 0.0, 1.0)
    cover = sides[:, None] * ends[None] * shape.opacity
    colour = COLOURS[shape.colours[0] if shape.colours else Colour.CREAM]
    words = (cover * 255.0 + 0.5).astype(np.uint32) << np.uint32(24)
    for shift, part in zip((16, 8, 0), colour, strict=True):
        words |= (cover * part + 0.5).astype(np.uint32) << np.uint32(shift)
    rail = pygame.Surface(area.size, pygame.SRCALPHA)
    pygame.surfarray.blit_array(rail, words.view(np.int32))
    canvas.surface.blit(rail, area.topleft, special_flags=OVER)


def _strength(shape: Ribbon, across: NDArray[np.float64]) -> NDArray[np.float64]:
    """Full up to ``bright_to``, faint beyond."""
    bright = np.clip((shape.bright_to - across) / _SOFT + 0.5, 0.0, 1.0)
    strength: NDArray[np.float64] = _FAINT + (1.0 - _FAINT) * bright
    return strength


def _colours(
    shape: Ribbon, points: NDArray[np.float64], across: NDArray[np.float64], soft: float
) -> NDArray[np.float64]:
    """float64 (n, 3) in [0, 1]: the line's colour at each x, neighbours melting over ``soft`` widths."""
    names = shape.colours or (Colour.CREAM,)
    table = np.array([COLOURS[names[min(index, len(names) - 1)]] for index in range(len(points))]) / 255.0
    shifts = np.linspace(-soft, soft, 9)
    layers = [
        sum(np.interp(across + shift, points[:, 0], table[:, part]) for shift in shifts) / len(shifts)
        for part in range(3)
    ]
    return np.stack(layers, axis=1)


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
        colour = _colours(shape, points, across, 0.008)
        strength = _strength(shape, across)
        return cls(first, height.astype(np.float32), colour.astype(np.float32), strength.astype(np.float32))

    def bounds(self, canvas: Canvas) -> pygame.Rect:
        """The part of the picture this line and its glow can touch."""
        margin = 0.05 * canvas.height
        top = int(float(self._height.min()) - margin)
        bottom = int(float(self._height.max()) + 3.6 * margin)
        area = pygame.Rect(self._first, top, len(self._height), bottom - top)
        return area.clip(canvas.surface.get_rect())

    def draw(self, pixels: NDArray[np.uint32], offset: float, width: float, opacity: float) -> None:
        """Write a line of ``width`` pixels, ``offset`` pixels below (measured across it), antialiased."""
        reach = int(np.ceil((width / 2 + 1.0) * float(self._stretch.max()))) + 1
        reach = min(reach, pixels.shape[1] // 2)
        middle = self._height + np.float32(offset) * self._stretch
        base = np.floor(middle).astype(np.int32)
        steps = np.arange(-reach, reach + 1, dtype=np.int32)[:, None]
        away = np.abs(steps + np.float32(0.5) - (middle - base)) / self._stretch
        cover = np.clip(np.float32(width / 2 + 0.5) - away, 0.0, 1.0) * (self._strength * np.float32(opacity * 255.0))
        words = (cover + np.float32(0.5)).astype(np.uint32) << np.uint32(24)
        for shift, part in ((16, 0), (8, 1), (0, 2)):
            words |= (cover * self._colour[:, part] + np.float32(0.5)).astype(np.uint32) << np.uint32(shift)
        rows = base + steps
        outside = (rows < 0) | (rows >= pixels.shape[1])
        if outside.any():
            words[outside] = 0
            np.clip(rows, 0, pixels.shape[1] - 1, out=rows)
        pixels.T[rows, np.arange(self._first, self._first + len(base))] = words


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
