"""A mirror-still lake: its rows breathe sideways by a pixel or two, more the nearer they are."""

import numpy as np
import pygame

from game.core.shapes import Water
from game.stage import noise
from game.stage.canvas import Canvas

HORIZON = 0.585
_LANTERN = {"title": (0.47, 0.62, 0.06, 0.095)}
"""Where a lantern is painted into the plate (left, top, width, height): what stands on the water does not sway."""
_ROW = 2
"""Pixels of a row at 720 lines."""


class MirrorWater:
    """Moves the rows of what is painted below the horizon."""

    def __init__(self, width: int, height: int) -> None:
        self._row = max(1, round(_ROW * height / 720))
        self._top = round(HORIZON * height)
        self._copy = pygame.Surface((width, height - self._top)).convert()
        count = (height - self._top) // self._row
        self._rows = [self._copy.subsurface((0, index * self._row, width, self._row)) for index in range(count)]
        nearness = (np.arange(count, dtype=np.float32) + 0.5) / max(count, 1)
        self._reach = (0.25 + 2.4 * nearness**0.8) * height / 720
        self._phase = np.cumsum(0.75 / (0.06 + nearness)) * 0.55
        self._grain = noise.line(max(count, 8), 0.9, 12)[:count]

    def paint(self, canvas: Canvas, shape: Water) -> None:
        """Shift each row; with light, the swing widens a little."""
        self._copy.blit(canvas.surface, (0, 0), (0, self._top, canvas.width, canvas.height - self._top))
        swing = np.sin(self._phase - shape.flow * 0.9) * 0.7 + np.sin(self._grain * 2.0 + shape.flow * 0.53) * 0.5
        shifts = np.rint(swing * self._reach * (0.8 + 0.4 * shape.light)).astype(int).tolist()
        canvas.surface.fblits(
            [
                (row, (shift, self._top + index * self._row))
                for index, (row, shift) in enumerate(zip(self._rows, shifts, strict=True))
                if shift
            ]
        )
        if shape.name in _LANTERN:
            left, top, wide, tall = _LANTERN[shape.name]
            kept = pygame.Rect(left * canvas.width, top * canvas.height, wide * canvas.width, tall * canvas.height)
            canvas.surface.blit(self._copy, kept.topleft, kept.move(0, -self._top))
