"""Glitter in the moon's path: two looks into one noise, in perspective, minus a threshold that falls in the path."""

import numpy as np
import pygame
from numpy.typing import NDArray

from game.core.shapes import Water
from game.stage import noise, palette
from game.stage.canvas import ADD, Canvas
from game.stage.noise import smooth

HORIZON = 0.47
MOON_X = 0.655
_ROWS_PER_S = 18
"""Glitter rows that pass in a second of calm water."""
_DEEP = 0.72
"""Share of the sea's depth that glitters."""
_FIRST_COLUMN = 0.16
"""Left of this x the moon's path has no glint."""


class Glitter:
    """Integer arithmetic at about half size (never more than 640 columns a picture), then scaled up and added."""

    _TEXTURE = 1024

    def __init__(self, width: int, height: int) -> None:
        columns = min(width // 2, 640)
        first = int(columns * _FIRST_COLUMN)
        rows = max(4, round((1.0 - HORIZON) * _DEEP * columns * 9 / 16))
        self._place = (round(first * width / columns), round(HORIZON * height))
        self._size = (width - self._place[0], round((1.0 - HORIZON) * _DEEP * height))
        texture = noise.cloud(self._TEXTURE, self._TEXTURE, 1.05, 15, 14.0)
        self._texture = np.clip(texture * 40 + 128, 0, 255).astype(np.int16)
        depth = ((np.arange(rows, dtype=np.float32) + 0.5) / rows * _DEEP)[:, None]
        nearness = 1.0 / (depth + 0.035)
        across = ((np.arange(first, columns, dtype=np.float32) + 0.5) / columns)[None]
        turned = (across - 0.5) * nearness * 100
        self._fine_rows = (nearness[:, 0] * 750).astype(np.int64)
        self._broad_rows = (nearness[:, 0] * 260).astype(np.int64)
        line = np.arange(rows, dtype=np.int64)[:, None] * self._TEXTURE
        self._fine = line + (turned * 1.25).astype(np.int64) % self._TEXTURE
        self._broad = line + (turned * 0.42 + 300).astype(np.int64) % self._TEXTURE
        path = np.exp(-(((across - MOON_X) / (0.030 + 0.20 * depth**0.85)) ** 2))
        self._gain = (path * 150 * (1.0 - smooth(0.6, 0.9, depth))).astype(np.int16)
        self._threshold = (172 - 62 * path).astype(np.int16)
        self._half = pygame.Surface(path.shape[::-1]).convert()
        self._full = pygame.Surface(self._size).convert()
        self._shown: tuple[int, int, int] | None = None

    def paint(self, canvas: Canvas, shape: Water) -> None:
        """Add the glints; what has not moved since the last frame is added again as it is."""
        step = int(shape.flow * _ROWS_PER_S)
        bright = round((0.35 + 0.65 * shape.breath) * (0.42 + 0.58 * shape.mood) * 48)
        wanted = (step, bright, round(shape.mood * 16))
        if wanted != self._shown:
            self._shown = wanted
            self._renew(step, bright / 48, palette.GLINT.at(wanted[2] / 16))
        canvas.surface.blit(self._full, self._place, special_flags=ADD)

    def _renew(self, step: int, bright: float, colour: palette.Rgb) -> None:
        mask = self._TEXTURE - 1
        fine = self._texture[(self._fine_rows + 2 * step) & mask].reshape(-1)
        broad = self._texture[(self._broad_rows + step) & mask].reshape(-1)
        height = fine.take(self._fine, mode="clip")
        height += broad.take(self._broad, mode="clip")
        height >>= 1
        height -= self._threshold
        np.clip(height, 0, 60, out=height)
        height *= self._gain
        height >>= 6
        np.clip(height, 0, 255, out=height)
        words = _ramp(colour, bright).take(height, mode="clip")
        pixels = pygame.surfarray.pixels2d(self._half)
        pixels[...] = words.T
        del pixels
        pygame.transform.smoothscale(self._half, self._size, self._full)


def _ramp(colour: palette.Rgb, bright: float) -> NDArray[np.uint32]:
    """uint32 (256,): glint height to a pixel word."""
    share = (np.arange(256) / 255.0) ** 1.2 * 0.9 * bright
    red, green, blue = ((share * part).astype(np.uint32) for part in colour)
    return (red << np.uint32(16)) | (green << np.uint32(8)) | blue
