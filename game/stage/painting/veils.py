"""Drifting bands of mist."""

import numpy as np
import pygame

from game.core.shapes import Veil
from game.stage import noise, palette
from game.stage.canvas import LEVELS, OVER, Canvas, level, retint

_MOOD_STEPS = 8


class VeilPainter:
    """Holds one tileable white band; each veil has a sheet of its own that is tinted when its look changes."""

    def __init__(self, width: int, height: int) -> None:
        self._band = _white_band(max(64, width * 8 // 5), max(8, height * 3 // 10))
        self._sheets: list[_Sheet] = []
        self._place = 0

    def begin(self) -> None:
        """A new frame: the first veil of it takes the first sheet."""
        self._place = 0

    def paint(self, canvas: Canvas, shape: Veil) -> None:
        """Lay the band at its height, wrapped."""
        if self._place == len(self._sheets):
            self._sheets.append(_Sheet(self._band))
        sheet = self._sheets[self._place]
        self._place += 1
        density = level(shape.density)
        if density == 0:
            return
        band = sheet.tinted(density, round(shape.mood * _MOOD_STEPS))
        length, rows = band.get_size()
        offset = round(((shape.drift + shape.y * 1.7) % 1.0) * length)
        top = round(shape.y * canvas.height - rows / 2)
        canvas.surface.blit(band, (-offset, top), special_flags=OVER)
        if length - offset < canvas.width:
            canvas.surface.blit(band, (length - offset, top), special_flags=OVER)


class _Sheet:
    """A veil's own copy of the band."""

    def __init__(self, band: pygame.Surface) -> None:
        self._band = band
        self._surface = band.copy()
        self._look = (-1, -1)

    def tinted(self, density: int, mood: int) -> pygame.Surface:
        """The band in this look, tinted now if it was another."""
        if self._look != (density, mood):
            self._look = (density, mood)
            retint(self._surface, self._band, palette.MIST.at(mood / _MOOD_STEPS), density / LEVELS)
        return self._surface


def _white_band(length: int, rows: int) -> pygame.Surface:
    """Premultiplied white mist, tileable across, soft above and below."""
    small_length, small_rows = max(32, length // 2), max(4, rows // 2)
    clouds = noise.cloud(small_length, small_rows * 2, 1.8, 4)[:small_rows]
    down = (np.arange(small_rows, dtype=np.float32) + 0.5) / small_rows - 0.5
    envelope = np.exp(-((down / 0.21) ** 2)) * np.clip((0.5 - np.abs(down)) * 10.0, 0.0, 1.0)
    alpha = noise.smooth(-1.0, 1.8, clouds) * envelope[:, None].astype(np.float32)
    grain = noise.triangular(small_rows, small_length, 6) * 0.75
    grey = np.clip(np.rint(alpha * 255.0 + grain * (alpha > 0.01)), 0, 255).astype(np.uint8)
    pixels = np.repeat(grey[..., None], 4, axis=2)
    small = pygame.image.frombuffer(pixels.tobytes(), (small_length, small_rows), "RGBA").convert_alpha()
    return pygame.transform.smoothscale(small, (length, rows))
