"""Frosted cards and the warm band behind a chosen line."""

import numpy as np
import pygame
from numpy.typing import NDArray

from game.core.shapes import Band, Panel
from game.stage import palette
from game.stage.canvas import ADD, LEVELS, OVER, Canvas, level
from game.stage.painting.plates import blurred
from game.stage.shelf import Shelf

_CARD = palette.rgb("0b1430")
_RIM = palette.rgb("cfe0ff")
_BAND = palette.rgb("ffce8c")
_CORNER = 0.036
"""Radius of a card's corners, heights."""
_AROUND = 0.17
"""How far the frost reaches beyond the card, heights."""


class PanelPainter:
    """Cards are frosted once, when they appear; a card shown in the last frame is laid again as it is."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._now: dict[tuple[float, ...], pygame.Surface] = {}
        self._last: dict[tuple[float, ...], pygame.Surface] = {}

    def begin(self) -> None:
        """A new frame: what was not shown in the last one is forgotten."""
        self._last, self._now = self._now, {}

    def panel(self, canvas: Canvas, shape: Panel, ink: float) -> None:
        """Lay a frosted card; ``ink`` is how dark its ground is, [0, 1]."""
        if shape.opacity <= 0.0:
            return
        key = (shape.left, shape.top, shape.right, shape.bottom, ink)
        card = self._last.get(key)
        if card is None:
            card = _card(canvas, shape, ink)
        self._now[key] = card
        opacity = level(shape.opacity)
        if opacity == LEVELS:
            canvas.surface.blit(card, (0, 0), special_flags=OVER)
            return
        faded = card.copy()
        share = 255 * opacity // LEVELS
        faded.fill((share, share, share, share), special_flags=pygame.BLEND_RGBA_MULT)
        canvas.surface.blit(faded, (0, 0), special_flags=OVER)

    def band(self, canvas: Canvas, shape: Band) -> None:
        """Add the warm band, strongest a little after its left end and fading to the right."""
        opacity = level(shape.opacity)
        width, height = max(2, round(shape.width * canvas.width)), max(2, round(shape.height * canvas.height))
        if opacity == 0:
            return
        sprite = self._shelf.take(("band", width, height, opacity), lambda: _band(width, height, opacity / LEVELS))
        canvas.lay(sprite, shape.left + shape.width / 2, shape.y, ADD)


def _card(canvas: Canvas, shape: Panel, ink: float) -> pygame.Surface:
    """The whole picture, transparent but for the frost around the card, the card and its rim: premultiplied."""
    width, height = canvas.width, canvas.height
    frost = pygame.surfarray.array3d(blurred(canvas.surface)).astype(np.float32)
    distance = _distance(width, height, shape)
    frosted = 1.0 - np.clip(distance / (_AROUND * height), 0.0, 1.0)
    frosted = frosted * frosted * (3.0 - 2.0 * frosted)
    shadow = np.clip(1.0 - distance / (0.047 * height), 0.0, 1.0) ** 2 * 0.35 * (distance > 0)
    inside = np.clip(0.5 - distance, 0.0, 1.0)
    dark = (1.0 - 0.20 * frosted) * (1.0 - shadow)
    kept = 1.0 - inside * ink
    light = np.clip(1.0 - np.abs(distance + 0.8), 0.0, 1.0)
    top, bottom = shape.top * height, shape.bottom * height
    falling = np.clip(1.0 - (np.arange(height) - top) / max(bottom - top, 1.0), 0.0, 1.0)[None]
    light = light * (0.10 + 0.26 * falling)
    pixels = np.empty((width, height, 4), dtype=np.uint8)
    for part in range(3):
        colour = frost[..., part] * dark * kept + _CARD[part] * (1.0 - kept)
        colour = colour + (255.0 - colour) * light * (_RIM[part] / 255.0)
        pixels[..., part] = np.clip(colour * frosted + 0.5, 0, 255)
    pixels[..., 3] = np.clip(frosted * 255.0 + 0.5, 0, 255)
    return pygame.image.frombuffer(
        np.ascontiguousarray(pixels.swapaxes(0, 1)).tobytes(), (width, height), "RGBA"
    ).convert_alpha()


def _distance(width: int, height: int, shape: Panel) -> NDArray[np.float32]:
    """float32 (width, height): pixels from the card's edge, negative inside."""
    corner = _CORNER * height
    half_width = (shape.right - shape.left) * width / 2
    half_height = (shape.bottom - shape.top) * height / 2
    across = np.abs(np.arange(width, dtype=np.float32) - (shape.left + shape.right) / 2 * width) - half_width + corner
    down = np.abs(np.arange(height, dtype=np.float32) - (shape.top + shape.bottom) / 2 * height) - half_height + corner
    outside = np.hypot(np.maximum(across, 0.0)[:, None], np.maximum(down, 0.0)[None])
    distance: NDArray[np.float32] = outside + np.minimum(np.maximum(across[:, None], down[None]), 0.0) - corner
    return distance


def _band(width: int, height: int, opacity: float) -> pygame.Surface:
    across = np.linspace(1.0, 0.0, width) ** 1.2 * np.clip(np.arange(width) / (width * 0.15), 0.0, 1.0) * 0.20
    down = np.clip(np.minimum(np.arange(height) + 1, np.arange(height)[::-1] + 1) / 4.0, 0.0, 1.0)
    bright = across[:, None] * down[None] * opacity
    noise = np.random.default_rng(3).random((width, height, 1))
    pixels = np.floor(bright[..., None] * np.array(_BAND) + noise * (bright > 0.001)[..., None])
    sprite = pygame.Surface((width, height))
    pygame.surfarray.blit_array(sprite, np.clip(pixels, 0, 255).astype(np.uint8))
    return sprite.convert()
