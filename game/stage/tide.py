"""The living water of the night shore: glitter in the moon's path, swells, and a waterline that breathes.

The waterline runs (0, .905) by (.38, .842) to (1, .795); it climbs .028 on the exhale and slides back on the inhale.
"""

from collections.abc import Callable

import numpy as np
import pygame
from numpy.typing import NDArray

from game.core.shapes import Water
from game.stage import noise, palette
from game.stage.canvas import ADD, OVER, Canvas, retint
from game.stage.glitter import MOON_X, Glitter
from game.stage.noise import Field, smooth
from game.stage.store import Store

CLIMB = 0.028
_SHORE = ((0.0, 0.905), (0.18, 0.868), (0.38, 0.842), (0.6, 0.852), (0.8, 0.835), (1.0, 0.795))
_SWELLS = ((0.205, 0.30, 31), (0.125, 0.48, 32), (0.055, 0.75, 34))
"""Swells behind the waterline: (how far, how strong, seed)."""
_PIECES = 5
_STRENGTHS = 40
"""Steps of strength that are told apart."""
_SUB = 4
"""Strips along the waterline exist at this many steps of a pixel, so that they glide."""


class TideWater:
    """All of the tide's live layers, painted once and then tinted and moved."""

    def __init__(self, store: Store, width: int, height: int) -> None:
        self._glitter = Glitter(width, height)
        self._shore = _Shore(width, height)
        self._grass = _overlay(store, width, height)

    def paint(self, canvas: Canvas, shape: Water) -> None:
        """Glitter, swells, foam and wet sand; grass before it all."""
        self._glitter.paint(canvas, shape)
        self._shore.paint(canvas, shape)
        canvas.surface.fblits(self._grass, OVER)


def _overlay(store: Store, width: int, height: int) -> list[tuple[pygame.Surface, tuple[int, int]]]:
    """The grass in both corners, each cut to what is painted, with its place."""
    painted = store.sprite("tide_grass") if store.has_sprite("tide_grass") else None
    if painted is None:
        return []
    tall = max(1, painted.get_height() * width // painted.get_width())
    fitted = pygame.transform.smoothscale(painted, (width, tall))
    corners = []
    for half in (pygame.Rect(0, 0, width // 2, tall), pygame.Rect(width // 2, 0, width - width // 2, tall)):
        kept = fitted.subsurface(half).get_bounding_rect()
        if kept.width:
            corner = fitted.subsurface(kept.move(half.topleft)).copy()
            corners.append((corner, (half.left + kept.left, height - tall + kept.top)))
    return corners


class _Shore:
    """Three strips that follow the waterline: covering water, light in the sea, foam with the wet sand before it."""

    def __init__(self, width: int, height: int) -> None:
        line = waterline(width)
        size = (width, height)
        self._sheet = _Strip(size, (-0.080, 0.006), line, _sheet, matter=True)
        self._light = _Strip(size, (-0.265, 0.055), line, _light)
        self._foam = _Strip(size, (-0.062, 0.095), line, _foam)

    def paint(self, canvas: Canvas, shape: Water) -> None:
        """Every strip at its height, in the mood's colours."""
        mood, light = round(shape.mood * 16) / 16, shape.light
        rise = (0.5 - shape.breath) * CLIMB
        sea_light = palette.SEA_LIGHT.at(mood)
        deep = palette.mix(palette.SEA_NEAR.at(mood), palette.SEA_MIDDLE.at(mood), 0.5)
        self._sheet.paint(canvas, rise, deep, 1.0)
        crest = palette.mix(palette.SKY_LOW.at(mood), sea_light, 0.25 + 0.75 * round(light * 16) / 16)
        self._light.paint(canvas, rise, crest, 0.24 + 0.62 * light * (0.4 + 0.6 * mood))
        foam = palette.mix(palette.rgb("dfeee9"), sea_light, 0.15 + 0.30 * round(light * 16) / 16)
        self._foam.paint(canvas, rise, foam, 0.46 + 0.20 * mood * shape.breath + 0.16 * light)


def waterline(width: int) -> Field:
    """float32 (width,): the waterline at half a breath, unit heights, smooth through the points of ``_SHORE``."""
    places = np.array(_SHORE)
    slopes = np.gradient(places[:, 1], places[:, 0])
    across = (np.arange(width) + 0.5) / width
    index = np.clip(np.searchsorted(places[:, 0], across, side="right") - 1, 0, len(places) - 2)
    span = places[index + 1, 0] - places[index, 0]
    u = (across - places[index, 0]) / span
    line: Field = (
        (2 * u**3 - 3 * u**2 + 1) * places[index, 1]
        + (u**3 - 2 * u**2 + u) * span * slopes[index]
        + (3 * u**2 - 2 * u**3) * places[index + 1, 1]
        + (u**3 - u**2) * span * slopes[index + 1]
    )
    line += _wander(width, 1.7, 8, 2, 50) * 0.0045
    return np.asarray(line, dtype=np.float32)


def _wander(width: int, falloff: float, seed: int, lowest: float, highest: float) -> Field:
    """A noise over x that looks the same at every picture width."""
    fine = noise.line(2048, falloff, seed, lowest, highest)
    return np.interp((np.arange(width) + 0.5) / width * 2048, np.arange(2048), fine).astype(np.float32)


def _lace(rows: int, width: int, seed: int) -> Field:
    """float32 (rows, width), mean 0, sd 1: the holes in foam, wider than high."""
    fine = noise.cloud(1024, 256, 1.15, seed, 3.0)
    down = (np.arange(rows) * 256 * 2 // max(rows, 1)) % 256
    across = np.arange(width) * 1024 // width
    lace: Field = fine[down][:, across]
    return lace


class _Profile:
    """What a strip is painted from: distance behind (-) and before (+) the waterline, in heights."""

    def __init__(self, distance: Field, width: int) -> None:
        self.distance = distance
        self.width = width

    def wander(self, falloff: float, seed: int, lowest: float, highest: float) -> Field:
        """A noise along the strip, (1, width)."""
        return _wander(self.width, falloff, seed, lowest, highest)[None]

    def lace(self, seed: int) -> Field:
        """A noise over the strip, (rows, width)."""
        return _lace(self.distance.shape[0], self.width, seed)


Painted = Callable[[_Profile], Field]
"""How bright a strip is, [0, 1], float32 (rows, width)."""


def _foam(profile: _Profile) -> Field:
    """The lacy edge and what the last wave left behind it; before it, sand that is wet and mirrors the sky."""
    s, lace = profile.distance, profile.lace(51)
    edge = np.exp(-((s / 0.0026) ** 2)) * 0.80
    bubbles = np.exp(-np.maximum(-s, 0.0) / 0.014) * (s < 0) * smooth(-0.2, 1.6, lace) * 0.55
    second = s + 0.031 + profile.wander(1.5, 61, 2, 40) * 0.006
    old = np.exp(-((second / 0.0055) ** 2)) * smooth(-0.1, 1.4, lace) * 0.42
    uneven = np.clip(0.78 + profile.wander(1.3, 63, 2, 30) * 0.30, 0.18, 1.2)
    moon = np.exp(-((((np.arange(profile.width) + 0.5) / profile.width - MOON_X) / 0.15) ** 2))[None]
    wet = np.exp(-np.maximum(s, 0.0) / 0.022) * (s > 0) * (0.09 + 0.13 * moon)
    bright: Field = ((edge + bubbles + old) * uneven + wet).astype(np.float32)
    return bright


def _light(profile: _Profile) -> Field:
    """Light in the shallows and along the edge, the line an older wave left on the sand, and three swells."""
    s, lace = profile.distance, profile.lace(52)
    shallow = np.exp(-np.maximum(-s, 0.0) / 0.050) * (s < 0) * 0.24 * (0.8 + 0.2 * np.clip(lace, -2, 2))
    edge = np.exp(-np.abs(s) / 0.014) * 0.36 * np.clip(0.75 + profile.wander(1.2, 64, 1, 14) * 0.40, 0.12, 1.4)
    left = s - 0.036 - profile.wander(1.6, 71, 1, 30) * 0.006
    swash = np.exp(-((left / 0.0018) ** 2)) * 0.20 * np.clip(0.5 + profile.wander(1.0, 72, 3, 200) * 0.5, 0.0, 1.0)
    bright: Field = (shallow + edge + swash + _swells(profile)).astype(np.float32)
    return bright


def _swells(profile: _Profile) -> Field:
    """Crests behind the waterline, broken and rippled, steep toward the shore."""
    total = np.zeros_like(profile.distance)
    for far, strong, seed in _SWELLS:
        q = profile.distance + far - profile.wander(1.6, seed, 1, 30) * 0.009
        crest = np.where(q >= 0, np.exp(-np.maximum(q, 0.0) / 0.0042), np.exp(-np.maximum(-q, 0.0) / 0.016))
        broken = np.clip(0.55 + profile.wander(1.2, seed + 9, 2, 40) * 0.42, 0.0, 1.3)
        total += crest * broken * (0.72 + 0.28 * np.clip(profile.lace(seed), -2.0, 2.0)) * (0.62 * strong)
    return total


def _sheet(profile: _Profile) -> Field:
    """Water that covers the sand, and what the plate shows there, up to the living edge."""
    s = profile.distance
    cover: Field = smooth(0.0012, -0.0012, s) * smooth(-0.075, -0.006, s) * np.float32(0.82)
    return cover


class _Strip:
    """One layer along the waterline, cut into pieces that each follow it, white at four steps of a pixel.

    What is laid is a tinted copy; it is tinted again only when the step, the colour or the strength have changed.
    """

    def __init__(
        self, size: tuple[int, int], span: tuple[float, float], line: Field, paint: Painted, matter: bool = False
    ) -> None:
        width, height = size
        self._how = OVER if matter else ADD
        self._pieces = []
        for piece in range(_PIECES):
            left, right = piece * width // _PIECES, (piece + 1) * width // _PIECES
            part = line[left:right]
            top = int((float(part.min()) + span[0]) * height) - 1
            rows = int((float(part.max()) + span[1]) * height) + 2 - top
            self._pieces.append(_Piece(left, top, rows, part.shape[0], matter))
        whole = min(piece.top for piece in self._pieces), max(piece.top + piece.rows for piece in self._pieces)
        grain = noise.triangular(whole[1] - whole[0], width, 7) * 0.75
        for step in range(_SUB):
            down = (np.arange(whole[0], whole[1], dtype=np.float32) + 0.5 - step / _SUB) / height
            bright = np.clip(paint(_Profile(down[:, None] - line[None], width)), 0.0, 1.0) * 255.0
            grey = np.clip(np.rint(bright + grain * (bright > 0.5)), 0, 255).astype(np.uint32)
            for each in self._pieces:
                each.add(grey[each.top - whole[0] :][: each.rows, each.left : each.left + each.columns])

    def paint(self, canvas: Canvas, rise: float, colour: palette.Rgb, strength: float) -> None:
        """Lay the strip ``rise`` heights below its place."""
        quarter = round(rise * canvas.height * _SUB)
        share = round(min(max(strength, 0.0), 1.0) * _STRENGTHS) / _STRENGTHS
        for piece in self._pieces:
            sheet = piece.tinted(quarter % _SUB, colour, share)
            canvas.surface.blit(sheet, (piece.left, piece.top + quarter // _SUB), special_flags=self._how)


class _Piece:
    """A part of a strip."""

    def __init__(self, left: int, top: int, rows: int, columns: int, matter: bool) -> None:
        self.left, self.top, self.rows, self.columns = left, top, rows, columns
        self._matter = matter
        self._white: list[pygame.Surface] = []
        self._tinted: list[pygame.Surface] = []
        self._looks: list[tuple[palette.Rgb, float] | None] = []

    def add(self, bright: NDArray[np.uint32]) -> None:
        """One more step of a pixel, uint32 (rows, columns) in [0, 255]."""
        self._white.append(_white(bright, self._matter))
        self._tinted.append(_white(bright, self._matter))
        self._looks.append(None)

    def tinted(self, step: int, colour: palette.Rgb, strength: float) -> pygame.Surface:
        """The piece at a step in a colour, tinted now if it was another."""
        if self._looks[step] != (colour, strength):
            self._looks[step] = (colour, strength)
            retint(self._tinted[step], self._white[step], colour, strength)
        return self._tinted[step]


def _white(bright: NDArray[np.uint32], matter: bool) -> pygame.Surface:
    rows, width = bright.shape
    words = (bright << np.uint32(16)) | (bright << np.uint32(8)) | bright
    if matter:
        words |= bright << np.uint32(24)
    sheet = pygame.Surface((width, rows), pygame.SRCALPHA if matter else 0)
    if not matter:
        sheet = sheet.convert()
    pixels = pygame.surfarray.pixels2d(sheet)
    pixels[...] = words.T
    del pixels
    return sheet
