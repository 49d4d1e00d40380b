"""Flowers from petals: a patch of paint with transparency, one petal, and the garden's plants at any opening.

Local coordinates: x right of the middle and y down from the top, both in heights of the patch, so that a plant stands
with its foot at (0, 1). Every plant is a function of one number, its opening: 0 bud, 1 open.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from assets.studio.canvas import Painting, smoothstep
from assets.studio.colour import Floats, Ramp, colour, mix
from assets.studio.strokes import Polygon

Codes = tuple[str, str, str]
"""Colour codes of a petal: its base, its middle, its tip."""
_FINENESS = 2
"""Patches are painted so many times finer than they are kept."""


@dataclass(frozen=True, slots=True)
class Petal:
    """One petal or leaf."""

    x: float
    """Where it grows, patch heights."""
    y: float
    turn: float
    """Where it points: 0 up, clockwise, radians."""
    length: float
    """Patch heights."""
    width: float
    """Half width, patch heights."""
    colours: Codes
    bend: float = 0.0
    """How far its tip is bent aside, lengths."""
    fullest: float = 0.85
    """Where it is widest: below 1 nearer the tip, above nearer the base."""
    roundness: float = 0.75
    """Below 1 blunt, above pointed."""
    shade: float = 0.0
    """How much darker it is than in full light, [0, 1]."""
    lit: float = 0.0
    """Which flank is lit: -1 left, 1 right."""
    sharp: float = 1.0
    """How much narrower it is toward the tip, [0, 1]."""
    cover: float = 1.0
    """Opacity."""


class Patch:
    """A small picture with transparency being painted."""

    def __init__(self, width: int, height: int) -> None:
        """Pixels as it will be kept."""
        self._tall, self._wide = height * _FINENESS, width * _FINENESS
        self._light = np.zeros((self._tall, self._wide, 3), np.float32)
        self._alpha = np.zeros((self._tall, self._wide), np.float32)
        self._across = ((np.arange(self._wide) + 0.5 - self._wide / 2) / self._tall).astype(np.float32)
        self._down = ((np.arange(self._tall) + 0.5) / self._tall).astype(np.float32)

    def petal(self, petal: Petal) -> None:
        """Lay a petal: a width that swells and closes, a run of colour along it, a vein, a light flank and rim."""
        sine, cosine = math.sin(petal.turn), math.cos(petal.turn)
        side = petal.width + abs(petal.bend) * petal.length + 0.004
        tip = (petal.x + sine * petal.length, petal.y - cosine * petal.length)
        window = self._window(
            min(petal.x, tip[0]) - side, min(petal.y, tip[1]) - side,
            max(petal.x, tip[0]) + side, max(petal.y, tip[1]) + side,
        )  # fmt: skip
        if window is None or petal.length <= 0.0:
            return
        rows, columns = window
        across = self._across[columns] - np.float32(petal.x)
        down = (self._down[rows] - np.float32(petal.y))[:, None]
        along = (across * sine - down * cosine) / petal.length
        aside = (across * cosine + down * sine) / petal.length
        aside = aside - petal.bend * along * np.abs(along)
        inside = (along > 0) & (along < 1) & (np.abs(aside) < petal.width / petal.length + 0.02)
        u, v = np.maximum(along[inside], np.float32(1e-4)), aside[inside]
        swell = np.clip(np.sin(np.pi * u**petal.fullest), 0, 1) ** petal.roundness * (1 - 0.25 * petal.sharp * u**6)
        half = petal.width / petal.length * swell
        cover = np.zeros(along.shape, np.float32)
        soft = petal.length * self._tall * 0.9 / _FINENESS
        cover[inside] = np.clip((half - np.abs(v)) * soft + 0.5, 0, 1) * petal.cover
        light = np.zeros((*along.shape, 3), np.float32)
        light[inside] = _lit(petal, u, np.clip(v / np.maximum(half, 1e-3), -1, 1))
        self._over(window, light, cover)

    def cut(self, polygons: list[Polygon], code: str, cover: float = 1.0) -> None:
        """Fill polygons (corners in local coordinates) with one colour."""
        sheet = Image.new("L", (self._wide * 2, self._tall * 2))
        pen = ImageDraw.Draw(sheet)
        for polygon in polygons:
            corners = [(x * self._tall * 2 + self._wide, y * self._tall * 2) for x, y in polygon]
            pen.polygon(corners, fill=255)
        fine = np.asarray(sheet, np.float32).reshape(self._tall, 2, self._wide, 2)
        whole = (slice(0, self._tall), slice(0, self._wide))
        self._over(whole, colour(code), fine.mean((1, 3)) / 255 * cover)

    def heart(self, x: float, y: float, radius: float, flat: float, cover: float) -> None:
        """The round middle of a flower, ``flat`` times as high as wide."""
        window = self._window(x - radius * 1.3, y - radius * 1.3, x + radius * 1.3, y + radius * 1.3)
        if window is None or cover <= 0.0:
            return
        away = self._away(window, x, y, radius, radius * flat)
        ramp = Ramp(((0.0, "fff0b0"), (0.6, "f0b64a"), (1.0, "a86a2a")))
        self._over(window, ramp.at(np.clip(away, 0, 1)), smoothstep(1.06, 0.94, away) * cover)

    def glow(self, x: float, y: float, wide: float, tall: float, code: str, strength: float) -> None:
        """Light from inside, laid on what is painted already (nothing shines beyond the flower)."""
        window = (slice(0, self._tall), slice(0, self._wide))
        shine = np.exp(-(self._away(window, x, y, wide, tall) ** 2)) * strength
        light = colour(code) * (shine * self._alpha)[..., None]
        self._light += light * np.clip(1 - self._light, 0, 1)

    def melt(self, above: float) -> None:
        """Let the foot fade into the grass, from ``above`` down to the lower edge."""
        kept = smoothstep(1.0, above, self._down)[:, None]
        self._alpha *= kept
        self._light *= kept[..., None]

    def painting(self) -> Painting:
        """What was painted, averaged down."""
        tall, wide = self._tall // _FINENESS, self._wide // _FINENESS
        alpha = self._alpha.reshape(tall, _FINENESS, wide, _FINENESS).mean((1, 3))
        light = self._light.reshape(tall, _FINENESS, wide, _FINENESS, 3).mean((1, 3))
        return Painting(np.asarray(light / np.maximum(alpha, 1e-4)[..., None], np.float32), alpha)

    def _window(self, left: float, top: float, right: float, bottom: float) -> tuple[slice, slice] | None:
        middle = self._wide / 2
        columns = slice(max(int(left * self._tall + middle), 0), min(int(right * self._tall + middle) + 1, self._wide))
        rows = slice(max(int(top * self._tall), 0), min(int(bottom * self._tall) + 1, self._tall))
        return (rows, columns) if rows.stop - rows.start > 1 and columns.stop - columns.start > 1 else None

    def _away(self, window: tuple[slice, slice], x: float, y: float, wide: float, tall: float) -> Floats:
        rows, columns = window
        across = self._across[columns] - x
        down = (self._down[rows] - y)[:, None]
        return np.asarray(np.hypot(across / wide, down / tall), np.float32)

    def _over(self, window: tuple[slice, slice], paint: Floats, cover: Floats) -> None:
        share = np.asarray(cover, np.float32)
        self._light[window] = self._light[window] * (1 - share[..., None]) + paint * share[..., None]
        self._alpha[window] = self._alpha[window] * (1 - share) + share


def _lit(petal: Petal, u: Floats, flank: Floats) -> Floats:
    """float32 (n, 3): colour at ``u`` along the petal and ``flank`` [-1, 1] across it."""
    base, middle, tip = petal.colours
    light = 1 - 0.20 * flank**2 * (1 - 0.6 * u) - petal.shade * (0.65 - 0.35 * u)
    light = light + 0.03 * np.cos(flank * 9) * (1 - np.abs(flank)) + 0.08 * flank * petal.lit
    light = light - 0.08 * np.exp(-((flank / 0.10) ** 2)) * (1 - u)
    light = light + 0.10 * np.exp(-(1 - np.abs(flank)) / 0.10) * u
    run = Ramp(((0.0, base), (0.45, middle), (1.0, tip))).at(u)
    return np.asarray(np.clip(run * light[:, None], 0, 1), np.float32)


def blend(first: str, second: str, share: float) -> str:
    """The code of a colour a ``share`` of the way from the first to the second."""
    red, green, blue = np.rint(mix(colour(first), colour(second), share) * 255).astype(int).tolist()
    return f"{red:02x}{green:02x}{blue:02x}"


def strip(stage: Callable[[float], Painting], count: int) -> Painting:
    """``count`` stages of an opening side by side, the first at 0 and the last at 1."""
    stages = [stage(step / (count - 1)) for step in range(count)]
    return Painting(np.hstack([each.rgb for each in stages]), np.hstack([each.alpha for each in stages]))


def arc(points: tuple[tuple[float, float], ...], count: int = 40) -> Floats:
    """float64 (count, 2): the Bezier curve of four points."""
    t = np.linspace(0, 1, count)[:, None]
    p0, p1, p2, p3 = (np.array(point) for point in points)
    return np.asarray((1 - t) ** 3 * p0 + 3 * (1 - t) ** 2 * t * p1 + 3 * (1 - t) * t * t * p2 + t**3 * p3)


def stem(path: Floats, thick: float, thin: float) -> Polygon:
    """A stalk along a path, from ``thick`` at its foot to ``thin``."""
    run = np.gradient(path, axis=0)
    normal = np.stack([-run[:, 1], run[:, 0]], 1)
    normal /= np.linalg.norm(normal, axis=1, keepdims=True) + 1e-6
    half = np.linspace(thick, thin, len(path))[:, None] * 0.5
    corners = np.concatenate([path + normal * half, (path - normal * half)[::-1]])
    return [(float(x), float(y)) for x, y in corners]
