"""Frosted cards and the warm band behind a chosen line."""

from dataclasses import dataclass
from functools import partial

import numpy as np
import pygame
from numpy.typing import NDArray

from game.core.shapes import Band, Card, Panel
from game.stage import palette
from game.stage.canvas import ADD, LEVELS, OVER, Canvas, level
from game.stage.painting.plates import blurred
from game.stage.shelf import Shelf

_CARD = palette.rgb("0b1430")
_RIM = palette.rgb("cfe0ff")
_CREAM = palette.rgb("fff4e0")
_GLOW = palette.rgb("ffae5e")
_BAND = palette.rgb("ffce8c")
_CORNER = 0.036
"""Radius of a card's corners, heights."""
_AROUND = 0.17
"""How far the frost reaches beyond the card, heights."""


@dataclass(frozen=True, slots=True, eq=False)
class _Card:
    """A card as it is laid: premultiplied, with its place."""

    sheet: pygame.Surface
    """The frost around the card, the card and its rim; transparent beyond."""
    place: tuple[int, int]
    """Left and top, pixels."""


class PanelPainter:
    """Cards are frosted once, when they appear; a card shown in the last frame is laid again as it is."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._now: dict[tuple[float, ...], _Card] = {}
        self._last: dict[tuple[float, ...], _Card] = {}

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
            canvas.surface.blit(card.sheet, card.place, special_flags=OVER)
            return
        faded = card.sheet.copy()
        share = 255 * opacity // LEVELS
        faded.fill((share, share, share, share), special_flags=pygame.BLEND_RGBA_MULT)
        canvas.surface.blit(faded, card.place, special_flags=OVER)

    def card(self, canvas: Canvas, shape: Card) -> None:
        """Lay a card to choose: the dark one and, as far as it is chosen, the light one over it."""
        width = max(2, round((shape.right - shape.left) * canvas.width))
        height = max(2, round((shape.bottom - shape.top) * canvas.height))
        middle = ((shape.left + shape.right) / 2, (shape.top + shape.bottom) / 2)
        for lit, share in ((False, 1.0), (True, min(max(shape.lit, 0.0), 1.0))):
            opacity = level(shape.opacity * share)
            if opacity:
                key = ("card", width, height, lit, opacity)
                sprite = self._shelf.take(key, partial(_choice, width, height, lit, opacity))
                canvas.lay(sprite, middle[0], middle[1], OVER)

    def band(self, canvas: Canvas, shape: Band) -> None:
        """Add the warm band, strongest a little after its left end and fading to the right."""
        opacity = level(shape.opacity)
        width, height = max(2, round(shape.width * canvas.width)), max(2, round(shape.height * canvas.height))
        if opacity == 0:
            return
        sprite = self._shelf.take(("band", width, height, opacity), lambda: _band(width, height, opacity / LEVELS))
        canvas.lay(sprite, shape.left + shape.width / 2, shape.y, ADD)


def _card(canvas: Canvas, shape: Panel, ink: float) -> _Card:
    """Frost what is there now. Costs some tens of ms, once, when a card appears."""
    width, height = canvas.width, canvas.height
    around = round(_AROUND * height) + 1
    outer = pygame.Rect(
        round(shape.left * width), round(shape.top * height),
        round((shape.right - shape.left) * width), round((shape.bottom - shape.top) * height),
    )  # fmt: skip
    outer.normalize()
    outer = outer.inflate(2 * around, 2 * around).clip(canvas.surface.get_rect())
    frost = pygame.surfarray.array3d(blurred(canvas.surface).subsurface(outer)).astype(np.float32)
    distance = _distance(outer, (width, height), shape)
    frosted = 1.0 - np.clip(distance / np.float32(_AROUND * height), 0.0, 1.0)
    frosted = frosted * frosted * (3.0 - 2.0 * frosted)
    shadow = np.clip(1.0 - distance / np.float32(0.047 * height), 0.0, 1.0) ** 2 * np.float32(0.35) * (distance > 0)
    dark = (1.0 - np.float32(0.20) * frosted) * (1.0 - shadow)
    kept = 1.0 - np.clip(0.5 - distance, 0.0, 1.0) * np.float32(ink)
    rows = np.arange(outer.top, outer.bottom, dtype=np.float32)
    top, bottom = shape.top * height, shape.bottom * height
    falling = np.clip(1.0 - (rows - top) / max(bottom - top, 1.0), 0.0, 1.0)[None]
    light = np.clip(1.0 - np.abs(distance + 0.8), 0.0, 1.0) * (0.10 + 0.26 * falling)
    words = (frosted * 255.0 + 0.5).astype(np.uint32) << np.uint32(24)
    for part, shift in enumerate((16, 8, 0)):
        colour = frost[..., part] * dark * kept + _CARD[part] * (1.0 - kept)
        colour += (255.0 - colour) * light * np.float32(_RIM[part] / 255.0)
        words |= np.minimum(colour * frosted + 0.5, 255.0).astype(np.uint32) << np.uint32(shift)
    sheet = pygame.Surface(outer.size, pygame.SRCALPHA)
    pygame.surfarray.blit_array(sheet, words.view(np.int32))
    return _Card(sheet, outer.topleft)


def _distance(area: pygame.Rect, size: tuple[int, int], shape: Panel) -> NDArray[np.float32]:
    """float32 (area width, area height): pixels from the card's edge, negative inside."""
    width, height = size
    corner = _CORNER * height
    half_width = (shape.right - shape.left) * width / 2
    half_height = (shape.bottom - shape.top) * height / 2
    across = (
        np.abs(np.arange(area.left, area.right, dtype=np.float32) - (shape.left + shape.right) / 2 * width)
        - half_width
        + corner
    )
    down = (
        np.abs(np.arange(area.top, area.bottom, dtype=np.float32) - (shape.top + shape.bottom) / 2 * height)
        - half_height
        + corner
    )
    outside = np.hypot(np.maximum(across, 0.0)[:, None], np.maximum(down, 0.0)[None])
    distance: NDArray[np.float32] = outside + np.minimum(np.maximum(across[:, None], down[None]), 0.0) - corner
    return distance


def _choice(width: int, height: int, lit: bool, opacity: int) -> pygame.Surface:
    """A card with round corners, premultiplied: ink with a rim, or cream with a warm glow around it."""
    around = height // 2
    size = (width + 2 * around, height + 2 * around)
    across = np.abs(np.arange(size[0], dtype=np.float32) - (size[0] - 1) / 2) - (width / 2 - height * 0.24)
    down = np.abs(np.arange(size[1], dtype=np.float32) - (size[1] - 1) / 2) - (height / 2 - height * 0.24)
    outside = np.hypot(np.maximum(across, 0.0)[:, None], np.maximum(down, 0.0)[None])
    edge = outside + np.minimum(np.maximum(across[:, None], down[None]), 0.0) - height * 0.24
    inside = np.clip(0.5 - edge, 0.0, 1.0)
    if lit:
        glow = np.exp(-np.maximum(edge, 0.0) / (height * 0.12)) * (1.0 - inside) * 0.55
        glow = glow * np.clip(1.0 - edge / around, 0.0, 1.0)
        colours, alpha = (_CREAM, _GLOW), inside * 0.97 + glow
    else:
        rim = np.clip(1.0 - np.abs(edge + 0.8), 0.0, 1.0) * 0.30
        glow, colours, alpha = rim, (_CARD, _RIM), np.maximum(inside * 0.78, rim)
    alpha = alpha * np.float32(opacity / LEVELS)
    share = np.clip(glow / np.maximum(inside + glow, 1e-6), 0.0, 1.0)
    words = (alpha * 255.0 + 0.5).astype(np.uint32) << np.uint32(24)
    for part, shift in enumerate((16, 8, 0)):
        colour = colours[0][part] * (1.0 - share) + colours[1][part] * share
        words |= np.minimum(colour * alpha + 0.5, 255.0).astype(np.uint32) << np.uint32(shift)
    sheet = pygame.Surface(size, pygame.SRCALPHA)
    pygame.surfarray.blit_array(sheet, words.view(np.int32))
    return sheet


def _band(width: int, height: int, opacity: float) -> pygame.Surface:
    across = np.linspace(1.0, 0.0, width) ** 1.2 * np.clip(np.arange(width) / (width * 0.15), 0.0, 1.0) * 0.20
    down = np.clip(np.minimum(np.arange(height) + 1, np.arange(height)[::-1] + 1) / 4.0, 0.0, 1.0)
    bright = across[:, None] * down[None] * opacity
    noise = np.random.default_rng(3).random((width, height, 1))
    pixels = np.floor(bright[..., None] * np.array(_BAND) + noise * (bright > 0.001)[..., None])
    sprite = pygame.Surface((width, height))
    pygame.surfarray.blit_array(sprite, np.clip(pixels, 0, 255).astype(np.uint8))
    return sprite.convert()
