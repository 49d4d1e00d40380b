"""Round things painted from a profile: a ramp over the distance to the middle, looked up for one quarter."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import pygame
from numpy.typing import NDArray

from game.stage.palette import Rgb

Profile = NDArray[np.float32]
_LARGE = 128
"""Pixels."""
STEPS_PER_PIXEL = 16
"""Resolution of the distance, per pixel: fine enough for an antialiased edge."""


@lru_cache(maxsize=2)
def _master(radius: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """A quarter: distances from the corner (1/16 pixel) and noise in [-128, 127], int32 (radius + 1, same)."""
    across = np.arange(radius + 1, dtype=np.float32)
    distance = np.sqrt(across[None] ** 2 + across[:, None] ** 2) * STEPS_PER_PIXEL
    noise = np.random.default_rng(2).integers(-128, 128, distance.shape, dtype=np.int32)
    return distance.astype(np.int32), noise


def _quarter(radius: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    size = 128
    while size < radius:
        size *= 2
    distance, noise = _master(size)
    crop = slice(0, radius + 1)
    return distance[crop, crop], noise[crop, crop]


def distances(radius: int) -> Profile:
    """float32 (n,): the distances in pixels at which a ramp of this radius is asked for."""
    count = radius * STEPS_PER_PIXEL + 1
    return np.arange(count, dtype=np.float32) / STEPS_PER_PIXEL


def paint(radius: int, red: Profile, green: Profile, blue: Profile, alpha: Profile) -> pygame.Surface:
    """A premultiplied sprite of 2 radius + 1 pixels from four ramps in [0, 1] over ``distances(radius)``.

    The distance is jittered by half the width of one grey level, so that wide glows show no bands.
    """
    parts = [np.clip(part, 0.0, 1.0) * 255.0 for part in (red, green, blue, alpha)]
    word = np.zeros(len(alpha) + 1, dtype=np.uint32)
    for shift, part in zip((16, 8, 0, 24), parts, strict=True):
        word[:-1] |= np.rint(part).astype(np.uint32) << np.uint32(shift)
    distance, noise = _quarter(radius)
    slope = max(float(np.abs(np.diff(part)).max(initial=0.0)) for part in parts)
    if 0.0 < slope < 0.5:
        amplitude = min(int(0.6 / slope), 8 * STEPS_PER_PIXEL)
        distance = np.abs(distance + ((noise * amplitude) >> 8))
    sprite = pygame.Surface((2 * radius + 1, 2 * radius + 1), pygame.SRCALPHA)
    pixels = pygame.surfarray.pixels2d(sprite)
    quarter = word.take(distance, mode="clip")
    pixels[radius:, radius:] = quarter
    pixels[: radius + 1, radius:] = quarter[::-1]
    pixels[radius:, : radius + 1] = quarter[:, ::-1]
    pixels[: radius + 1, : radius + 1] = quarter[::-1, ::-1]
    del pixels
    return sprite


def light(radius: int, colour: Rgb, strength: float, shape: Callable[[Profile], Profile]) -> pygame.Surface:
    """Pure light, to be added: ``shape`` maps distance as a share of the radius, [0, 1], to brightness."""
    bright = shape(distances(radius) / np.float32(max(radius, 1))) * np.float32(strength)
    red, green, blue = (bright * np.float32(part / 255.0) for part in colour)
    return paint(radius, red, green, blue, np.zeros_like(bright))


def matter(radius: int, colour: Rgb, alpha: Profile) -> pygame.Surface:
    """One colour with an alpha ramp over ``distances(radius)``, premultiplied."""
    red, green, blue = (alpha * np.float32(part / 255.0) for part in colour)
    return paint(radius, red, green, blue, alpha)


def glow(share: Profile) -> Profile:
    """The usual fall of a small light: (1 - d) ** 2.2."""
    return np.clip(1.0 - share, 0.0, 1.0) ** np.float32(2.2)


def haze(share: Profile) -> Profile:
    """The fall of a wide light, a Gaussian: a power law would turn the whole night beige."""
    edge = np.clip((1.0 - share) * 4.0, 0.0, 1.0)
    fallen: Profile = (np.exp(-((share / np.float32(0.45)) ** 2)) * edge).astype(np.float32)
    return fallen


def quantise(radius_pixels: float) -> int:
    """A radius in steps of about 3 %, of 6 % where it is large: caches hold few of them, large ones change seldom."""
    step = max(1, int(radius_pixels) // (32 if radius_pixels < _LARGE else 16))
    return max(1, round(radius_pixels / step) * step)
