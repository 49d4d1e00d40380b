"""Colours by name and by mood. Moods are mixed in OKLab (B. Ottosson, 2020), so that lightness moves evenly."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from game.core.shapes import Colour

Rgb = tuple[int, int, int]
"""Red, green, blue, each 0-255, gamma-encoded sRGB."""

_TO_CONES = np.array(
    [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
     [0.0883024619, 0.2817188376, 0.6299787005]]
)  # fmt: skip
_TO_LAB = np.array(
    [[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
     [0.0259040371, 0.7827717662, -0.8086757660]]
)  # fmt: skip
_FROM_CONES = np.linalg.inv(_TO_CONES)
_FROM_LAB = np.linalg.inv(_TO_LAB)


def rgb(text: str) -> Rgb:
    """Six hexadecimal digits as red, green, blue."""
    return (int(text[0:2], 16), int(text[2:4], 16), int(text[4:6], 16))


COLOURS: dict[Colour, Rgb] = {
    Colour.CREAM: rgb("fff4e0"),
    Colour.SOFT: rgb("d6dae8"),
    Colour.INK: rgb("0b1430"),
    Colour.LANTERN: rgb("ff9a4a"),
    Colour.HEART: rgb("ffe9c0"),
    Colour.INHALE: rgb("a9e4ea"),
    Colour.EXHALE: rgb("ffd08a"),
    Colour.FOCUS: rgb("ffae5e"),
    Colour.MOON: rgb("fff3d6"),
    Colour.SEA_LIGHT: rgb("58e6dc"),
    Colour.MIST: rgb("9cc0cb"),
    Colour.SHADOW: rgb("050a1a"),
    Colour.SUN: rgb("fff0c4"),
    Colour.FIREFLY: rgb("ffe07a"),
    Colour.FIREFLY_TIP: rgb("d6ff8a"),
    Colour.LEAF: rgb("8db974"),
    Colour.ROSE: rgb("ec8fa0"),
    Colour.STONE: rgb("f0e6d2"),
    Colour.FISH: rgb("f08a4b"),
    Colour.FLAME: rgb("ffb45e"),
    Colour.DUSK: rgb("a98aa6"),
}
FOCUS_HEART = rgb("fff0d2")
INK_SHADE = rgb("050a1a")


@dataclass(frozen=True, slots=True)
class Moods:
    """One colour in the three moods of a place."""

    tense: Rgb
    neutral: Rgb
    calm: Rgb

    def at(self, mood: float) -> Rgb:
        """The colour at a mood in [0, 1]: piecewise over the three stops, in OKLab."""
        if mood <= 0.5:
            return mix(self.tense, self.neutral, mood * 2.0)
        return mix(self.neutral, self.calm, mood * 2.0 - 1.0)


def _moods(tense: str, neutral: str, calm: str) -> Moods:
    return Moods(rgb(tense), rgb(neutral), rgb(calm))


MIST = _moods("8f99ac", "8aa5ba", "9cc0cb")
GLINT = _moods("d3d5d6", "e9e2cd", "ffeec8")
SEA_LIGHT = _moods("7fa9b8", "5fc4cf", "58e6dc")
SEA_NEAR = _moods("1a2338", "0d1d38", "081a3c")
SEA_MIDDLE = _moods("27324a", "172f50", "123161")
SKY_LOW = _moods("6a7488", "6483a0", "86acb8")
GRADIENT = (
    (0.0, _moods("1a2036", "0c1430", "070b22")),
    (0.25, _moods("2d3852", "1b2b52", "10204a")),
    (0.46, _moods("6a7488", "6483a0", "86acb8")),
    (0.48, _moods("5f6b81", "587a98", "6c9cb0")),
    (0.62, _moods("3e4a63", "2b4a6f", "2c5a87")),
    (0.85, _moods("1a2338", "0d1d38", "081a3c")),
    (1.0, _moods("191f30", "10162a", "0b1128")),
)
"""Sky over sea, top to bottom, as (y, colour): painted where a plate is missing."""


def _to_oklab(colour: NDArray[np.float64]) -> NDArray[np.float64]:
    linear = np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)
    lab: NDArray[np.float64] = np.cbrt(linear @ _TO_CONES.T) @ _TO_LAB.T
    return lab


def _from_oklab(lab: NDArray[np.float64]) -> NDArray[np.float64]:
    linear = np.clip(((lab @ _FROM_LAB.T) ** 3) @ _FROM_CONES.T, 0.0, 1.0)
    return np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)


def mix(first: Rgb, second: Rgb, share: float) -> Rgb:
    """``first`` and ``second`` mixed in OKLab; ``share`` of the second, [0, 1], in steps of 1/64."""
    return _mixed(first, second, round(share * 64) / 64)


@lru_cache(maxsize=4096)
def _mixed(first: Rgb, second: Rgb, share: float) -> Rgb:
    red, green, blue = ramp(first, second, np.array([share]))[0]
    return (int(red), int(green), int(blue))


def ramp(first: Rgb, second: Rgb, shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """What ``mix`` gives at each of the shares (n,), many at a time: float64 (n, 3), whole numbers in [0, 255]."""
    low, high = _to_oklab(np.array([first, second], dtype=np.float64) / 255.0)
    share = (np.rint(shares * 64) / 64)[:, None]
    mixed: NDArray[np.float64] = np.rint(_from_oklab(low * (1.0 - share) + high * share) * 255.0)
    return mixed


def gradient(mood: float, rows: int) -> NDArray[np.float64]:
    """float64 (rows, 3), [0, 255]: sky over sea at a mood, for a place whose plate is missing."""
    places = [place for place, _ in GRADIENT]
    labs = _to_oklab(np.array([moods.at(mood) for _, moods in GRADIENT], dtype=np.float64) / 255.0)
    at = (np.arange(rows) + 0.5) / rows
    mixed = np.stack([np.interp(at, places, labs[:, part]) for part in range(3)], axis=1)
    return np.clip(_from_oklab(mixed), 0.0, 1.0) * 255.0
