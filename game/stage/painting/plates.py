"""Still places: a cross-fade of the two nearest moods, dimmed or blurred where a level asks for it."""

import pygame

from game.core.shapes import Plate
from game.stage.canvas import Canvas
from game.stage.store import Store

STRIPS = 12
"""The cross-fade is renewed in this many strips, one a frame."""
_FADE_STEPS = 255
_JUMP = 20
"""A larger change of mood than this many fade steps is a new scene, not a drift: all strips at once."""


class PlatePainter:
    """Holds the mixed plate of the place now shown."""

    def __init__(self, store: Store, width: int, height: int) -> None:
        self._store = store
        self._mixed = pygame.Surface((width, height)).convert()
        self._name = ""
        self._strip = 0
        self._held = [-1] * STRIPS
        self._soft = pygame.Surface((width, height)).convert()
        self._softened: tuple[str, int, int] | None = None

    def paint(self, canvas: Canvas, shape: Plate) -> None:
        """Paint the place over the whole picture."""
        self._renew(shape)
        canvas.surface.blit(self._frosted(shape) if shape.blur > 0.0 else self._mixed, (0, 0))
        if shape.dim > 0.0:
            kept = round(255 * (1.0 - min(shape.dim, 1.0)))
            canvas.surface.fill((kept, kept, kept), special_flags=pygame.BLEND_RGB_MULT)

    def _renew(self, shape: Plate) -> None:
        wanted = round(min(max(shape.mood, 0.0), 1.0) * 2 * _FADE_STEPS)
        moved = max(abs(wanted - held) for held in self._held)
        if shape.name != self._name or moved > _JUMP:
            self._name = shape.name
            self._softened = None
            for strip in range(STRIPS):
                self._fill(strip, wanted)
            return
        self._strip = (self._strip + 1) % STRIPS
        if self._held[self._strip] != wanted:
            self._fill(self._strip, wanted)

    def _fill(self, strip: int, wanted: int) -> None:
        self._held[strip] = wanted
        width, height = self._mixed.get_size()
        top, bottom = strip * height // STRIPS, (strip + 1) * height // STRIPS
        area = pygame.Rect(0, top, width, bottom - top)
        if len(self._store.moods(self._name)) == 1:
            self._mixed.blit(self._store.plate(self._name, 2), area, area)
            return
        under = min(wanted // _FADE_STEPS, 1)
        share = wanted - under * _FADE_STEPS
        if share < _FADE_STEPS:
            self._mixed.blit(self._store.plate(self._name, under), area, area)
        if share > 0:
            upper = self._store.plate(self._name, under + 1)
            upper.set_alpha(share if share < _FADE_STEPS else None)
            self._mixed.blit(upper, area, area)
            upper.set_alpha(None)

    def _frosted(self, shape: Plate) -> pygame.Surface:
        """The place behind frosted glass, renewed only when its name, mood or blur have changed visibly."""
        wanted = (shape.name, round(shape.mood * 4), round(min(shape.blur, 1.0) * 16))
        if wanted != self._softened:
            self._softened = wanted
            self._soft.blit(self._mixed, (0, 0))
            frosted = blurred(self._mixed)
            frosted.set_alpha(round(255 * wanted[2] / 16))
            self._soft.blit(frosted, (0, 0))
        return self._soft


def blurred(picture: pygame.Surface) -> pygame.Surface:
    """A wide blur: down to a tenth, blurred there, and up again. Costs some ms: only when something opens."""
    width, height = picture.get_size()
    small = pygame.transform.smoothscale(picture, (max(1, width // 10), max(1, height // 10)))
    return pygame.transform.smoothscale(pygame.transform.gaussian_blur(small, 3), (width, height))
