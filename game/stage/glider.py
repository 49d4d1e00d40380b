"""The living sea of clouds: four endless rows that drift past, the nearer the faster, and rise with the breath.

The rows are painted without colour (grey = light, alpha = cover). Each is given the colours of the three moods when
the place is made; what is shown between two moods is mixed a piece a frame, so that no frame does it all.
"""

from collections.abc import Iterator

import numpy as np
import pygame
from numpy.typing import NDArray

from game.core.shapes import Water
from game.stage import noise
from game.stage.canvas import LEVELS, OVER, Canvas, level
from game.stage.palette import Moods, Rgb, mix, ramp, rgb
from game.stage.store import Store

LENGTH = 1.5
"""Picture widths until a row repeats."""
_SPANS = ((0.552, 0.72), (0.580, 0.84), (0.618, 1.00), (0.700, 1.08))
"""Top and bottom of each row, heights, far to near."""
_SPEEDS = (0.008, 0.017, 0.034, 0.062)
"""Widths a second in calm air."""
_SWELLS = (0.004, 0.007, 0.011, 0.016)
"""How far each row rises while the breath fills, heights."""
_TONES = ((0.16, 0.32), (0.36, 0.50), (0.54, 0.70), (0.76, 0.98))
"""From the top to the foot of a row: where in the runs of colour below, 0 far, 1 near."""
_PIECES = 10
_STEPS = 48
"""Steps of mood that are told apart."""
_SHADES = 256
"""Steps of light from the shade of a cloud to the sun on it."""


def _run(tense: str, neutral: str, calm: str) -> tuple[Moods, ...]:
    columns = zip(tense.split(), neutral.split(), calm.split(), strict=True)
    return tuple(Moods(rgb(first), rgb(second), rgb(third)) for first, second, third in columns)


_LIT = _run(
    "9c9297 857f8b 6c6a7c 54566b 3f4359 2d3148",
    "c49a90 a8808d 82688a 5d547a 3e3f66 2a2d50",
    "e9a28c c9808f 96648f 654f86 3d3a70 262757",
)
_BODY = _run(
    "90878f 777382 5f5f72 494c61 353a50 23273c",
    "b58a8f 90708c 6a5a80 4a4870 30355a 1e2241",
    "d98d90 a96b90 74548b 4c427b 2d2f63 191c46",
)
_RIM = Moods(rgb("b9aca9"), rgb("e2bfa4"), rgb("ffd9a6"))

Pixels = NDArray[np.uint8]
"""uint8 (width, height, 4): premultiplied, in the byte order of a surface."""


class GliderWater:
    """The moving clouds of the glider's place."""

    def __init__(self, store: Store, width: int, height: int) -> None:
        self._rows = [
            _Row(sprite, number, width, height)
            for number in range(len(_SPANS))
            if (sprite := store.sprite(f"glider_row_{number}")) is not None
        ]
        self.dim = 0.0
        """How much darker than painted, [0, 1]."""

    def paint(self, canvas: Canvas, shape: Water) -> None:
        """Lay each row where it has drifted to."""
        for row in self._rows:
            row.paint(canvas, shape, self.dim)


class _Row:
    """One endless row."""

    def __init__(self, painted: pygame.Surface, number: int, width: int, height: int) -> None:
        top, bottom = _SPANS[number]
        self._top, self._speed, self._swell = top, _SPEEDS[number], _SWELLS[number]
        size = (round(LENGTH * width), max(8, round((bottom - top) * height)))
        grey = pygame.transform.smoothscale(painted, size)
        self._moods = tuple(_coloured(grey, number))
        self._shown = pygame.Surface(size, pygame.SRCALPHA)
        self._held = [(-_STEPS, 0)] * _PIECES
        self._piece = 0

    def paint(self, canvas: Canvas, shape: Water, dim: float) -> None:
        """Lay it, wrapped."""
        self._renew((round(min(max(shape.mood, 0.0), 1.0) * 2 * _STEPS), level(dim)))
        length = self._shown.get_width()
        offset = round((shape.flow * self._speed / LENGTH) % 1.0 * length) % length
        top = round((self._top - self._swell * (shape.breath - 0.5)) * canvas.height)
        canvas.surface.blit(self._shown, (-offset, top), special_flags=OVER)
        if length - offset < canvas.width:
            canvas.surface.blit(self._shown, (length - offset, top), special_flags=OVER)

    def _renew(self, wanted: tuple[int, int]) -> None:
        """Mix the next piece that is out of date; all of them when the place has jumped to another mood."""
        if max(abs(wanted[0] - held[0]) for held in self._held) > _STEPS // 4:
            for piece in range(_PIECES):
                self._mix(piece, wanted)
            return
        self._piece = (self._piece + 1) % _PIECES
        if self._held[self._piece] != wanted:
            self._mix(self._piece, wanted)

    def _mix(self, piece: int, wanted: tuple[int, int]) -> None:
        """One piece in a mood, darkened by a level of LEVELS."""
        self._held[piece] = wanted
        mood, dim = wanted
        under = min(mood // _STEPS, 1)
        share = np.int16((mood - under * _STEPS) * 128 // _STEPS)
        width = self._shown.get_width()
        part = slice(piece * width // _PIECES, (piece + 1) * width // _PIECES)
        low, high = (self._moods[mood][part].astype(np.int16) for mood in (under, under + 1))
        mixed = (low + (((high - low) * share) >> 7)).astype(np.uint8)
        if dim:
            light = mixed[..., :3].astype(np.uint16)
            mixed[..., :3] = light * (LEVELS - dim) // LEVELS
        words = pygame.surfarray.pixels2d(self._shown)
        words[part] = mixed.view(np.uint32)[..., 0]
        del words


def _coloured(grey: pygame.Surface, number: int) -> Iterator[Pixels]:
    """The row in the colours of each mood: farther clouds lighter and warmer, light from body over lit side to sun."""
    cover = pygame.surfarray.array_alpha(grey).astype(np.float32) / 255.0
    light = pygame.surfarray.array_red(grey).astype(np.float32) / 255.0
    width, height = cover.shape
    grain = noise.triangular(width, height, 9 + number) * np.float32(0.75) * (cover > 0.02)
    shade = np.rint(np.clip(light / np.maximum(cover, 1e-3), 0.0, 1.0) * (_SHADES - 1.0)).astype(np.int32)
    shade += (np.arange(height, dtype=np.int32) * _SHADES)[None]
    alpha = np.rint(cover * 255.0)
    for mood in (0.0, 0.5, 1.0):
        shown = _table(number, mood, height).reshape(-1, 3).take(shade, axis=0)
        shown *= cover[..., None]
        shown += grain[..., None]
        np.rint(shown, out=shown)
        np.clip(shown, 0.0, alpha[..., None], out=shown)
        packed = np.empty((width, height, 4), np.uint8)
        packed[..., 2::-1] = shown
        packed[..., 3] = alpha
        yield packed


def _table(number: int, mood: float, height: int) -> NDArray[np.float32]:
    """float32 (height, _SHADES, 3): the colour at each line of a row for each step of light."""
    coarse = 12
    far, near = _TONES[number]
    sun = _RIM.at(mood)
    table = np.zeros((coarse, _SHADES, 3), np.float32)
    shares = np.arange(_SHADES) / (_SHADES - 1.0)
    dark = shares < 0.5
    for line in range(coarse):
        tone = far + (near - far) * line / (coarse - 1)
        body, lit = _at(_BODY, tone, mood), _at(_LIT, tone, mood)
        glow = mix(sun, lit, 0.30 + 0.50 * tone)
        table[line, dark] = ramp(body, lit, shares[dark] * 2.0)
        table[line, ~dark] = ramp(lit, glow, shares[~dark] * 2.0 - 1.0)
        table[line] *= np.float32(1.0 - 0.12 * max(0.0, tone - 0.5) * 2.0)
    lines = np.linspace(0.0, coarse - 1.0, height)
    under = np.minimum(lines.astype(int), coarse - 2)
    rest = (lines - under).astype(np.float32)[:, None, None]
    return np.asarray(table[under] * (1 - rest) + table[under + 1] * rest, np.float32)


def _at(run: tuple[Moods, ...], tone: float, mood: float) -> Rgb:
    """A run of colour read at ``tone`` in [0, 1]."""
    place = min(max(tone, 0.0), 1.0) * (len(run) - 1)
    index = min(int(place), len(run) - 2)
    return mix(run[index].at(mood), run[index + 1].at(mood), place - index)
