"""Painted things: sprites fitted to their size, with the light they give and, on water, their broken reflection."""

import pygame

from game.core.shapes import Colour, Light, Sprite
from game.stage import radial
from game.stage.canvas import LEVELS, OVER, Canvas, level, tint
from game.stage.painting.lights import LightPainter
from game.stage.palette import COLOURS
from game.stage.shelf import Shelf
from game.stage.store import Store

_DIP = 0.05
"""A reflection begins this share of the size above the foot."""
_GREAT = 0.2
"""Heights: a thing as large as this lights only itself; the light of the place round it is its level's."""
_TURN_STEPS = 8
"""Steps of tilt per degree."""
_WHITE = (255, 255, 255)


class ThingPainter:
    """Sprites, cached by size in pixels, tilt and opacity."""

    def __init__(self, store: Store, shelf: Shelf, lights: LightPainter) -> None:
        self._store = store
        self._shelf = shelf
        self._lights = lights

    def paint(self, canvas: Canvas, shape: Sprite) -> None:
        """Lay reflection, light and thing."""
        opacity = level(shape.opacity)
        height = max(2, round(shape.size * canvas.height))
        if opacity == 0:
            return
        given = shape.glow * shape.opacity
        reflection = f"{shape.name}_reflection"
        if self._store.has_sprite(reflection):
            streak = level(shape.opacity * (0.35 + 0.65 * shape.glow) * 0.9)
            self._lay(canvas, reflection, 2 * height, (0, streak), (shape.x, shape.y + shape.size * (1.0 - _DIP)))
        if given > 0.0:
            self._glow(canvas, shape, given)
        turn = round(shape.turn * _TURN_STEPS)
        middle = (shape.x, shape.y - shape.size * 0.5)
        self._lay(canvas, self._store.frame(shape.name, shape.frame), height, (turn, opacity), middle)
        if given > 0.0:
            heart = Light(shape.x, shape.y - shape.size * 0.36, shape.size * 0.42, Colour.HEART, 0.30 * given)
            self._lights.paint(canvas, heart)

    def _glow(self, canvas: Canvas, shape: Sprite, given: float) -> None:
        middle = shape.y - shape.size * 0.42
        near = Light(shape.x, middle, shape.size * 1.2, Colour.LANTERN, 0.50 * given)
        if shape.size < _GREAT:
            wide = Light(shape.x, middle, shape.size * 3.4, Colour.LANTERN, 0.34 * given)
            self._lights.paint(canvas, wide)
        self._lights.paint(canvas, near)

    def _lay(self, canvas: Canvas, name: str, height: int, look: tuple[int, int], middle: tuple[float, float]) -> None:
        turn, opacity = look
        sprite = self._shelf.take((name, height, turn, opacity), lambda: self._fitted(name, height, turn, opacity))
        canvas.lay(sprite, middle[0], middle[1], OVER)

    def _fitted(self, name: str, height: int, turn: int, opacity: int) -> pygame.Surface:
        painted = self._store.sprite(name)
        if painted is None:
            plain = radial.matter(
                max(1, height // 3), COLOURS[Colour.LANTERN], radial.glow(radial.distances(height // 3) / (height / 3))
            )
            return tint(plain, _WHITE, opacity / LEVELS)
        width = max(1, round(painted.get_width() * height / painted.get_height()))
        fitted = pygame.transform.smoothscale(painted, (width, height))
        if turn:
            fitted = pygame.transform.rotozoom(fitted, -turn / _TURN_STEPS, 1.0)
        return fitted if opacity == LEVELS else tint(fitted, _WHITE, opacity / LEVELS)
