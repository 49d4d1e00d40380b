"""Where painters paint: a surface with the measures of the unit square, and the ways to lay light and matter on it.

Pure light is laid with BLEND_RGB_ADD. A premultiplied sprite whose alpha is 0 would be the same sum, but the
vector code of pygame-ce 2.5.8 drops such pixels at some widths (measured: width 10 and 100 drop, 16 and 33 add).
"""

from dataclasses import dataclass

import pygame

from game.stage.palette import Rgb

ADD = pygame.BLEND_RGB_ADD
OVER = pygame.BLEND_PREMULTIPLIED
LEVELS = 32
"""Steps of opacity and strength that caches tell apart."""


@dataclass(frozen=True, slots=True, eq=False)
class Canvas:
    """A 16:9 picture being painted."""

    surface: pygame.Surface
    """Where pixels go; exactly the picture, without letterbox bars."""

    @property
    def width(self) -> int:
        """Pixels."""
        return self.surface.get_width()

    @property
    def height(self) -> int:
        """Pixels."""
        return self.surface.get_height()

    def at(self, x: float, y: float) -> tuple[float, float]:
        """A place of the unit square in pixels."""
        return (x * self.width, y * self.height)

    def lay(self, sprite: pygame.Surface, x: float, y: float, how: int) -> None:
        """Lay a sprite with its middle at a place of the unit square; ``how`` is ADD or OVER."""
        left = round(x * self.width - sprite.get_width() / 2)
        top = round(y * self.height - sprite.get_height() / 2)
        self.surface.blit(sprite, (left, top), special_flags=how)


def level(share: float) -> int:
    """A share in [0, 1] as one of LEVELS steps."""
    return round(min(max(share, 0.0), 1.0) * LEVELS)


def retint(sheet: pygame.Surface, sprite: pygame.Surface, colour: Rgb, strength: float) -> None:
    """Like ``tint``, but into ``sheet`` of the same size: spares the pages of a new surface."""
    red, green, blue = (round(part * strength) for part in colour)
    sheet.fill((0, 0, 0, 0))
    sheet.blit(sprite, (0, 0), special_flags=pygame.BLEND_RGBA_ADD)
    sheet.fill((red, green, blue, round(255 * strength)), special_flags=pygame.BLEND_RGBA_MULT)


def tint(sprite: pygame.Surface, colour: Rgb, strength: float) -> pygame.Surface:
    """A copy multiplied by a colour and a strength in [0, 1]; alpha by the strength alone."""
    copy = sprite.copy()
    red, green, blue = (round(part * strength) for part in colour)
    copy.fill((red, green, blue, round(255 * strength)), special_flags=pygame.BLEND_RGBA_MULT)
    return copy
