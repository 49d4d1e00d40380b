"""Circle lines: the breath ring with its halo, ripples on water, and the comets that point in or out."""

import math

import numpy as np
import pygame

from game.core.shapes import Colour, Comets, Ring, Ripple
from game.stage import palette, radial
from game.stage.canvas import ADD, LEVELS, OVER, Canvas, level, tint
from game.stage.palette import COLOURS
from game.stage.shelf import Shelf

_ROUND_PAINTED = 128
"""Radius at which a round ring is painted, pixels."""
_ROUND_STEP = 5 / 720
_ROUND_LEVELS = 4
_FROM_ABOVE = 0.5
"""Rings rounder than this show which side of them is lit."""
_DEEP = palette.rgb("16305a")
_HAIRLINE = 1.7 / 720
"""Heights: a line as thin as this has no halo."""
_COMETS = 40
_GOLDEN = 2.39996


class CirclePainter:
    """Rings, ripples and comets, cached by quantised size and strength."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def ring(self, canvas: Canvas, shape: Ring) -> None:
        """Lay a circle line with a halo and, where asked, a tinted inside."""
        opacity, fill = level(shape.opacity), level(shape.fill)
        radius = round(shape.radius * canvas.height * 2) / 2
        if opacity == 0 or radius <= 0:
            return
        width = max(1.0, shape.width * canvas.height)
        hairline = shape.width <= _HAIRLINE
        sprite = self._shelf.take(
            ("ring", radius, round(width * 4), hairline, shape.colour, opacity, fill),
            lambda: _ring(radius, width, hairline, shape.colour, opacity / LEVELS, fill / LEVELS),
        )
        canvas.lay(sprite, shape.x, shape.y, OVER)

    def ripple(self, canvas: Canvas, shape: Ripple) -> None:
        """Add a flat ring that widens and fades with its age."""
        age = min(max(shape.age, 0.0), 1.0)
        strength = level(0.45 * shape.strength * min(age * 8.0, 1.0) * (1.0 - age) ** 1.5)
        radius = radial.quantise(shape.size * canvas.height * (0.08 + 0.92 * age))
        if strength == 0:
            return
        if shape.flat > _FROM_ABOVE:
            self._round(canvas, shape, radius, strength)
            return
        sprite = self._shelf.take(
            ("ripple", radius, shape.colour, strength, shape.flat),
            lambda: _ripple(radius, shape.colour, strength / LEVELS, shape.flat),
        )
        canvas.lay(sprite, shape.x, shape.y, ADD)

    def _round(self, canvas: Canvas, shape: Ripple, radius: int, strength: int) -> None:
        """A ring seen from above is large: one is painted, and its size and strength follow in coarse steps."""
        step = max(1, round(_ROUND_STEP * canvas.height))
        radius, strength = (
            step * max(1, round(radius / step)),
            max(_ROUND_LEVELS, strength // _ROUND_LEVELS * _ROUND_LEVELS),
        )
        whole = self._shelf.take(
            ("ripple", shape.colour), lambda: _ripple(_ROUND_PAINTED, shape.colour, 1.0, shape.flat)
        )
        sprite = self._shelf.take(
            ("ripple", shape.colour, radius, strength),
            lambda: _fitted(whole, radius / _ROUND_PAINTED, strength / LEVELS),
        )
        canvas.lay(sprite, shape.x, shape.y, ADD)

    def comets(self, canvas: Canvas, shape: Comets) -> None:
        """Add the comets: heads toward the circle when inward, away from it when outward."""
        near, far = shape.radius + 0.045, shape.radius + 0.225
        scale = canvas.height
        middle_x, middle_y = canvas.at(shape.x, shape.y)
        laid = []
        for index in range(_COMETS):
            along = (shape.travel + index * 0.7549) % 1.0
            out = 1.0 - along if shape.inward else along
            strength = level(shape.strength * math.sin(math.pi * along) ** 0.8 * (1.0 - 0.55 * out))
            if strength == 0:
                continue
            turn = index * _GOLDEN + 0.3 * math.sin(index * 7.1)
            distance = (near + (far - near) * out) * scale
            sprite = self._comet(index, turn, scale, shape.inward, shape.colour, strength)
            x = middle_x + math.cos(turn) * distance - sprite.get_width() / 2
            y = middle_y + math.sin(turn) * distance - sprite.get_height() / 2
            laid.append((sprite, (round(x), round(y))))
        canvas.surface.fblits(laid, ADD)

    def _comet(
        self, index: int, turn: float, scale: int, inward: bool, colour: Colour, strength: int
    ) -> pygame.Surface:
        whole = self._shelf.take(("comet", index, scale, inward), lambda: _comet(turn, scale, inward))
        return self._shelf.take(
            ("comet", index, scale, inward, colour, strength),
            lambda: tint(whole, COLOURS[colour], strength / LEVELS),
        )


def _ring(radius: float, width: float, hairline: bool, colour: Colour, opacity: float, fill: float) -> pygame.Surface:
    """Line, halo and tinted inside as one premultiplied sprite; light is laid as a screen, so it never glares."""
    halo_width = width * 4.8
    reach = math.ceil(radius + (width + 4.0 if hairline else halo_width * 3.4))
    distance = radial.distances(reach)
    edge = distance - radius
    main = np.array(COLOURS[colour], dtype=np.float32) / 255.0
    if hairline:
        line = np.clip(width / 2 + 0.5 - np.abs(edge), 0.0, 1.0) * opacity
        light = line[None] * main[:, None]
    else:
        body = np.exp(-((edge / width) ** 2)) * 0.95
        halo = np.exp(-((edge / halo_width) ** 2)) * 0.42
        outer = np.exp(-np.maximum(edge, 0.0) / (halo_width * 1.6)) * (edge > 0) * 0.14
        outer = outer * np.clip((reach - distance) / (halo_width * 2.0), 0.0, 1.0)
        core = np.exp(-((edge / (width * 0.45)) ** 2)) * 0.8
        glowing = np.clip((body + halo + outer)[None] * main[:, None], 0.0, 1.0)
        light = 1.0 - (1.0 - glowing) * (1.0 - core[None] * np.array([[1.0], [0.98], [0.94]], dtype=np.float32))
        light = light * opacity
    share = np.clip(distance / max(radius, 1.0), 0.0, 1.0)
    inner = np.clip(0.5 - edge / 2.0, 0.0, 1.0) * fill * opacity
    ground = np.array(palette.mix(COLOURS[colour], _DEEP, 0.52), dtype=np.float32) / 255.0
    ground_alpha = inner * (0.34 + 0.30 * share**2)
    rim = (inner * (0.10 + 0.40 * share**5))[None] * main[:, None]
    light = 1.0 - (1.0 - light) * (1.0 - rim)
    cover = np.max(light, axis=0)
    rgb = light + ground[:, None] * (ground_alpha * (1.0 - cover))[None]
    alpha = cover + ground_alpha * (1.0 - cover)
    return radial.paint(reach, rgb[0], rgb[1], rgb[2], alpha.astype(np.float32))


def _ripple(radius: int, colour: Colour, strength: float, flat: float) -> pygame.Surface:
    painted = min(radius, 256)
    reach = painted + max(3, painted // 5)

    def line(share: radial.Profile) -> radial.Profile:
        edge = share * np.float32(reach) - painted
        bright: radial.Profile = np.exp(-((edge / (1.2 + painted * 0.045)) ** 2)).astype(np.float32)
        return bright

    sprite = radial.light(reach, COLOURS[colour], strength, line)
    if flat > _FROM_ABOVE:
        _lit_from_upper_right(sprite)
    scale = radius / painted
    size = (round(sprite.get_width() * scale), max(3, round(sprite.get_height() * flat * scale)))
    return pygame.transform.smoothscale(sprite, size)


def _fitted(whole: pygame.Surface, scale: float, strength: float) -> pygame.Surface:
    """A ring of light at another size and strength."""
    size = (max(2, round(whole.get_width() * scale)), max(2, round(whole.get_height() * scale)))
    fitted = pygame.transform.smoothscale(whole, size)
    share = round(255 * strength)
    fitted.fill((share, share, share), special_flags=pygame.BLEND_RGB_MULT)
    return fitted


def _lit_from_upper_right(sprite: pygame.Surface) -> None:
    """Dim a ring where it is turned away from the light."""
    pixels = pygame.surfarray.pixels3d(sprite)
    across, down = np.mgrid[-1.0 : 1.0 : pixels.shape[0] * 1j, -1.0 : 1.0 : pixels.shape[1] * 1j]
    toward = (0.62 * across - 0.78 * down) / np.maximum(np.hypot(across, down), 1e-3)
    pixels[:] = (pixels * (0.55 + 0.45 * toward)[..., None]).astype(np.uint8)


def _comet(turn: float, scale: int, inward: bool) -> pygame.Surface:
    """A white head with a tail of 0.036 heights, pointing along ``turn`` (radians)."""
    length = 0.036 * scale
    half = math.ceil(length) + 2
    down, across = np.mgrid[-half : half + 1, -half : half + 1].astype(np.float32)
    sign = -1.0 if inward else 1.0
    ahead = (across * math.cos(turn) + down * math.sin(turn)) * sign
    aside = -across * math.sin(turn) + down * math.cos(turn)
    behind = np.clip(-ahead / length, 0.0, 1.0)
    thin = 0.0021 * scale * (1.0 - 0.6 * behind)
    tail = np.exp(-((aside / thin) ** 2)) * (1.0 - behind) ** 2 * (ahead <= 0)
    head = np.exp(-((across**2 + down**2) / (0.0032 * scale) ** 2))
    wide = np.exp(-((across**2 + down**2) / (0.009 * scale) ** 2)) * 0.22
    grey = np.clip((tail * 0.8 + head + wide) * 255.0, 0, 255).astype(np.uint8)
    sprite = pygame.Surface(grey.shape[::-1])
    pygame.surfarray.blit_array(sprite, np.repeat(grey.T[..., None], 3, axis=2))
    return sprite.convert()
