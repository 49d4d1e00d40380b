"""A picture in floating point: a grid in the unit square, masks on it, and the ways light is laid on light.

x runs right and y down over [0, 1]; sizes and radii are in picture *heights*, so a scene paints alike at any
scale. Colours are sRGB in [0, 1]; a mask or strength is (H, W) or broadcasts to it.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assets.studio.colour import Floats, Ramp, colour

REFERENCE_HEIGHT = 720
"""Pixel sizes in the recipes (softness of an edge, a star's core) are meant at this picture height."""


@dataclass(frozen=True)
class Grid:
    """The pixel centres of a picture."""

    width: int
    """Pixels across."""
    height: int
    """Pixels down."""

    @cached_property
    def x(self) -> Floats:
        """float32 (1, W), in widths."""
        return ((np.arange(self.width, dtype=np.float32) + 0.5) / self.width)[None]

    @cached_property
    def y(self) -> Floats:
        """float32 (H, 1), in heights."""
        return ((np.arange(self.height, dtype=np.float32) + 0.5) / self.height)[:, None]

    @property
    def aspect(self) -> float:
        """Heights in a width."""
        return self.width / self.height

    @property
    def pixel(self) -> float:
        """The width of a soft edge, in heights: one pixel at the reference height, never less than a real one."""
        return 1.0 / min(self.height, REFERENCE_HEIGHT)

    def distance(self, x: float, y: float) -> Floats:
        """float32 (H, W), heights from the point (x, y)."""
        return np.hypot((self.x - x) * self.aspect, self.y - y)


def smoothstep(low: float | Floats, high: float | Floats, value: ArrayLike) -> Floats:
    """0 where value <= low, 1 where value >= high, smooth between; low above high turns it round."""
    share = np.clip((np.asarray(value, np.float32) - low) / (np.asarray(high) - low), 0, 1)
    return np.asarray(share * share * (3 - 2 * share), np.float32)


def bell(value: ArrayLike, centre: float, width: float) -> Floats:
    """exp(-((value - centre) / width) ** 2): a soft band."""
    return np.asarray(np.exp(-(((np.asarray(value, np.float32) - centre) / width) ** 2)), np.float32)


def halo(grid: Grid, x: float, y: float, radius: float, power: float) -> Floats:
    """1 / (1 + (d / radius) ** power): the long faint arm of light. Only for radii below 0.3 heights."""
    return np.asarray(1 / (1 + (grid.distance(x, y) / radius) ** power), np.float32)


def disc(grid: Grid, x: float, y: float, radius: float, soft: float) -> Floats:
    """A filled circle whose edge is ``soft`` heights wide."""
    return np.asarray(np.clip((radius - grid.distance(x, y)) / soft + 0.5, 0, 1), np.float32)


def below(grid: Grid, curve: Floats, soft: float) -> Floats:
    """The ground under a curve (1, W) in heights, its edge ``soft`` heights wide."""
    return np.asarray(np.clip((grid.y - curve) / soft + 0.5, 0, 1), np.float32)


def curve(grid: Grid, points: tuple[tuple[float, float], ...]) -> Floats:
    """float32 (1, W): heights of a smooth line through (x, y) points, by Hermite pieces with mean slopes."""
    xs, ys = np.array(points, np.float64).T
    slopes = np.gradient(ys, xs)
    x = grid.x[0].astype(np.float64)
    i = np.clip(np.searchsorted(xs, x, side="right") - 1, 0, len(xs) - 2)
    step = xs[i + 1] - xs[i]
    u = (x - xs[i]) / step
    value = (2 * u**3 - 3 * u**2 + 1) * ys[i] + (u**3 - 2 * u**2 + u) * step * slopes[i]
    value += (3 * u**2 - 2 * u**3) * ys[i + 1] + (u**3 - u**2) * step * slopes[i + 1]
    return np.asarray(value, np.float32)[None]


@dataclass(frozen=True)
class Painting:
    """A painted thing with transparency (straight alpha)."""

    rgb: Floats
    """float32 (h, w, 3), sRGB."""
    alpha: Floats
    """float32 (h, w), [0, 1]."""

    def pixels(self) -> NDArray[np.uint8]:
        """uint8 (h, w, 4), black where nothing is, so that nothing bleeds in when it is premultiplied."""
        quantised: NDArray[np.uint8] = np.rint(np.clip(np.dstack([self.rgb, self.alpha]), 0, 1) * 255).astype("u1")
        quantised[quantised[..., 3] == 0] = 0
        return quantised


class Canvas:
    """The picture being painted."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.rgb: Floats = np.zeros((grid.height, grid.width, 3), np.float32)
        """float32 (H, W, 3), sRGB; may leave [0, 1] until it is quantised."""

    def over(self, paint: ArrayLike | str, alpha: ArrayLike) -> None:
        """Cover with ``paint`` (a code, one colour or a colour per pixel) as far as ``alpha`` in [0, 1] says."""
        cover = np.clip(np.asarray(alpha, np.float32), 0, 1)[..., None]
        self.rgb = self.rgb + (_paint(paint) - self.rgb) * cover

    def screen(self, paint: ArrayLike | str, strength: ArrayLike) -> None:
        """Lay light on: never more than white, and never darker."""
        light = np.clip(_paint(paint) * np.asarray(strength, np.float32)[..., None], 0, 1)
        self.rgb = np.asarray(1 - (1 - np.clip(self.rgb, 0, 1)) * (1 - light), np.float32)

    def multiply(self, factor: ArrayLike) -> None:
        """Darken or lighten by a factor per pixel."""
        self.rgb *= np.asarray(factor, np.float32)[..., None]

    def gradient(self, ramp: Ramp, position: ArrayLike, alpha: ArrayLike) -> None:
        """Cover with a ramp read at ``position``."""
        self.over(ramp.at(position), alpha)

    def paste(self, thing: Painting, x: float, y: float) -> None:
        """Lay a painted thing with its bottom centre at (x, y); what hangs over the edge is cut."""
        tall, wide = thing.alpha.shape
        left = round(x * self.grid.width - wide / 2)
        top = round(y * self.grid.height) - tall
        rows = slice(*np.clip((top, top + tall), 0, self.grid.height).tolist())
        columns = slice(*np.clip((left, left + wide), 0, self.grid.width).tolist())
        inside = (slice(rows.start - top, rows.stop - top), slice(columns.start - left, columns.stop - left))
        cover = thing.alpha[inside][..., None]
        self.rgb[rows, columns] += (thing.rgb[inside] - self.rgb[rows, columns]) * cover

    def vignette(self, strength: float) -> None:
        """Darken softly toward the corners, so that the eye stays in the middle."""
        away = np.hypot((self.grid.x - 0.5) * 1.05, (self.grid.y - 0.46) * 0.95)
        self.multiply(1 - strength * smoothstep(0.32, 0.80, away))

    def pixels(self) -> NDArray[np.uint8]:
        """uint8 (H, W, 3), dithered with triangular noise of 0.75 steps, so that dark skies show no bands."""
        dice = np.random.default_rng(5)
        shape = (self.grid.height, self.grid.width, 1)
        noise = dice.random(shape, dtype=np.float32) - dice.random(shape, dtype=np.float32)
        return np.clip(np.rint(self.rgb * 255 + noise * 0.75), 0, 255).astype(np.uint8)


def _paint(paint: ArrayLike | str) -> Floats:
    """float32 (3,) or (H, W, 3)."""
    return colour(paint) if isinstance(paint, str) else np.asarray(paint, np.float32)
