"""Light, soft discs, shade, and the swarms of small lights."""

import math

import numpy as np
import pygame
from numpy.typing import NDArray

from game.core.shapes import Colour, Disc, Light, Motes, Shade
from game.stage import radial
from game.stage.canvas import ADD, LEVELS, OVER, Canvas, level
from game.stage.palette import COLOURS, FOCUS_HEART, INK_SHADE
from game.stage.shelf import Shelf

_WIDE = 0.15
"""Heights: from here on a light falls like a Gaussian."""
_LARGEST = 1024
"""Pixels: larger lights are painted at this radius and scaled up."""


class LightPainter:
    """Lights, discs and shades, cached by quantised size and strength."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def paint(self, canvas: Canvas, shape: Light) -> None:
        """Add a soft light."""
        strength = level(shape.strength)
        if strength == 0 or shape.radius <= 0.0:
            return
        radius = radial.quantise(shape.radius * canvas.height)
        wide = shape.radius >= _WIDE
        sprite = self._shelf.take(
            ("light", radius, shape.colour, strength, wide),
            lambda: _light(radius, shape.colour, strength / LEVELS, wide),
        )
        canvas.lay(sprite, shape.x, shape.y, ADD)

    def disc(self, canvas: Canvas, shape: Disc) -> None:
        """Lay a filled circle with a soft edge, and the light it gives."""
        opacity = level(shape.opacity)
        if opacity == 0 or shape.radius <= 0.0:
            return
        pixels = max(1, round(shape.radius * canvas.height * 4)) / 4
        sprite = self._shelf.take(
            ("disc", pixels, shape.colour, opacity), lambda: _disc(pixels, shape.colour, opacity / LEVELS)
        )
        canvas.lay(sprite, shape.x, shape.y, OVER)

    def shade(self, canvas: Canvas, shape: Shade) -> None:
        """Darken an ellipse softly."""
        strength = level(shape.strength)
        half_width = radial.quantise(shape.width * canvas.height)
        half_height = radial.quantise(shape.height * canvas.height)
        if strength == 0:
            return
        sprite = self._shelf.take(
            ("shade", half_width, half_height, strength), lambda: _shade(half_width, half_height, strength / LEVELS)
        )
        canvas.lay(sprite, shape.x, shape.y, OVER)


def _light(radius: int, colour: Colour, strength: float, wide: bool) -> pygame.Surface:
    fall = radial.haze if wide else radial.glow
    if radius <= _LARGEST:
        return radial.light(radius, COLOURS[colour], strength, fall)
    small = radial.light(_LARGEST, COLOURS[colour], strength, fall)
    return pygame.transform.smoothscale(small, (2 * radius + 1, 2 * radius + 1))


def _disc(pixels: float, colour: Colour, opacity: float) -> pygame.Surface:
    """A disc of ``pixels`` radius; a lamp (FOCUS) has a pale heart and a warm halo, others a faint one."""
    reach = round(pixels * (4.0 if colour is Colour.FOCUS else 2.0)) + 3
    distance = radial.distances(reach)
    inside = np.clip(pixels - distance + 0.5, 0.0, 1.0) * opacity
    fade = np.clip((reach - distance) / max(reach - pixels, 1.0), 0.0, 1.0)
    if colour is Colour.FOCUS:
        halo = np.exp(-((distance / (pixels * 2.2)) ** 2)) * fade * 0.8 * opacity
    else:
        halo = np.exp(-((np.maximum(distance - pixels, 0.0) / (pixels * 0.42)) ** 2)) * fade * 0.34 * opacity
    heart = FOCUS_HEART if colour is Colour.FOCUS else COLOURS[colour]
    parts = [
        inside * (core / 255.0) + (1.0 - inside) * halo * (part / 255.0)
        for core, part in zip(heart, COLOURS[colour], strict=True)
    ]
    alpha = np.maximum(inside, np.max(parts, axis=0))
    return radial.paint(reach, parts[0], parts[1], parts[2], alpha.astype(np.float32))


def _shade(half_width: int, half_height: int, strength: float) -> pygame.Surface:
    radius = min(max(half_width, half_height, 4), 192)
    share = radial.distances(radius) / np.float32(radius)
    alpha = np.exp(-((share / 0.66) ** 4)) * np.clip((1.0 - share) * 6.0, 0.0, 1.0) * strength
    round_shade = radial.matter(radius, INK_SHADE, alpha.astype(np.float32))
    return pygame.transform.smoothscale(round_shade, (2 * half_width + 1, 2 * half_height + 1))


class MotePainter:
    """Swarms: every mote has its place, pace, size and phase from the swarm's seed."""

    _BRIGHT = 6
    _SIZES = (0.0042, 0.0056, 0.0080)
    """Radii, heights."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._swarms: dict[tuple[int, int], NDArray[np.float32]] = {}

    def paint(self, canvas: Canvas, shape: Motes) -> None:
        """Add the swarm as it stands after ``drift`` seconds."""
        count = min(shape.count, 400)
        if count <= 0 or shape.strength <= 0.0:
            return
        dice = self._swarm(shape.seed, count)
        across = (dice[0] + shape.drift * (dice[2] - 0.5) * 0.012) % 1.0
        across = across + 0.010 * np.sin(shape.drift * (0.35 + 0.5 * dice[4]) + dice[5] * 6.283)
        down = (dice[1] - shape.rise * shape.drift * (0.014 + 0.022 * dice[3])) % 1.0
        pulse = 0.72 + 0.28 * np.sin(shape.drift * (0.5 + 0.6 * dice[3]) + dice[6] * 6.283)
        edge = np.minimum(np.minimum(down, 1.0 - down) * 7.0, 1.0)
        bright = np.clip(shape.strength * pulse * edge * (0.25 + 0.75 * dice[7]), 0.0, 1.0)
        steps = np.rint(bright * self._BRIGHT).astype(int).tolist()
        kinds = np.minimum((dice[6] ** 2.2 * 3).astype(int), 2).tolist()
        sprites = [self._sprites(canvas, shape.colour, kind) for kind in range(3)]
        halves = [each[0].get_width() // 2 for each in sprites]
        width, height = canvas.width, canvas.height
        left = ((shape.left + across * (shape.right - shape.left)) * width).astype(int).tolist()
        top = ((shape.top + down * (shape.bottom - shape.top)) * height).astype(int).tolist()
        canvas.surface.fblits(
            [
                (sprites[kind][step], (x - halves[kind], y - halves[kind]))
                for kind, step, x, y in zip(kinds, steps, left, top, strict=True)
                if step
            ],
            ADD,
        )

    def _swarm(self, seed: int, count: int) -> NDArray[np.float32]:
        key = (seed, count)
        if key not in self._swarms:
            if len(self._swarms) > 16:
                self._swarms.clear()
            self._swarms[key] = np.random.default_rng(seed & 0xFFFFFFFF).random((8, count), dtype=np.float32)
        return self._swarms[key]

    def _sprites(self, canvas: Canvas, colour: Colour, kind: int) -> list[pygame.Surface]:
        radius = max(2, math.ceil(self._SIZES[kind] * canvas.height))

        def made(step: int) -> pygame.Surface:
            share = step / self._BRIGHT
            return self._shelf.take(
                ("mote", radius, colour, step), lambda: radial.light(radius, COLOURS[colour], share, _mote)
            )

        return [made(step) for step in range(self._BRIGHT + 1)]


def _mote(share: radial.Profile) -> radial.Profile:
    """A small bright heart in a soft glow."""
    fall = np.clip(1.0 - share, 0.0, 1.0)
    bright: radial.Profile = (fall**3 * 0.55 + np.exp(-((share / 0.26) ** 2)) * 0.6).astype(np.float32)
    return bright
