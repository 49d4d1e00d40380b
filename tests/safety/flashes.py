"""General flash and red flash as WCAG 2.3.1 defines them, counted per pixel over a second.

A flash is a pair of opposing changes of relative luminance by a tenth or more, the darker below .80; a red flash is a
pair of opposing changes to or from a saturated red. More than three within a second, over more than a quarter of any
ten degrees of the field of view (on 1024x768 a block of 341x256; here the same share of the picture), is too much.
Source: W3C, Web Content Accessibility Guidelines 2.2, "general flash and red flash thresholds".
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter

Floats = NDArray[np.float32]

WIDTH, HEIGHT, RATE_HZ = 320, 180, 30
MOST: Final = 6
"""Opposing changes within a second: three pairs."""
BLOCK: Final = (HEIGHT * 256 // 768, WIDTH * 341 // 1024)
SHARE: Final = 0.25
"""Share of such a block."""
STEP: Final = 0.1
DARKER: Final = 0.8
RED_STEP: Final = 20.0
RED_SHARE: Final = 0.8


class Changes:
    """Opposing changes of one quantity, per pixel, in the last second."""

    def __init__(self, step: float, darker: float) -> None:
        """``step``: what counts as a change. ``darker``: the lower of both ends must be below this."""
        self._step = step
        self._darker = darker
        self._low: Floats | None = None
        self._high: Floats | None = None
        self._rising = np.zeros((HEIGHT, WIDTH), np.int8)
        self._recent: list[NDArray[np.bool_]] = []
        self._count = np.zeros((HEIGHT, WIDTH), np.int16)

    def take(self, now: Floats, matters: NDArray[np.bool_] | bool = True) -> NDArray[np.int16]:
        """The next picture, float (HEIGHT, WIDTH). Returns how many changes each pixel had within the last second."""
        if self._low is None or self._high is None:
            self._low, self._high = now.copy(), now.copy()
        np.minimum(self._low, now, out=self._low)
        np.maximum(self._high, now, out=self._high)
        up = (now - self._low >= self._step) & (self._low < self._darker) & (self._rising <= 0)
        down = (self._high - now >= self._step) & (now < self._darker) & (self._rising >= 0)
        self._rising[up], self._rising[down] = 1, -1
        self._high[up] = now[up]
        self._low[down] = now[down]
        self._low[up], self._high[down] = now[up], now[down]
        changed = (up | down) & matters
        self._recent.append(changed)
        self._count += changed
        if len(self._recent) > RATE_HZ:
            self._count -= self._recent.pop(0)
        return self._count


class Eye:
    """Watches pictures go by at RATE_HZ and remembers the worst second."""

    def __init__(self) -> None:
        self._general = Changes(STEP, DARKER)
        self._red = Changes(RED_STEP, np.inf)
        self.worst_share = 0.0
        """Largest share of a block that flashed more than three times within a second; above SHARE is too much."""
        self.worst_red_share = 0.0
        """The same for red flashes."""

    def watch(self, picture: NDArray[np.uint8]) -> None:
        """The next picture, uint8 (HEIGHT, WIDTH, 3) sRGB."""
        share = picture.astype(np.float32) / 255.0
        linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4).astype(np.float32)
        red, green, blue = linear[..., 0], linear[..., 1], linear[..., 2]
        luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
        self.worst_share = max(self.worst_share, _block_share(self._general.take(luminance) > MOST))
        excess = np.maximum(red - green - blue, 0.0) * 320.0
        saturated = red / np.maximum(red + green + blue, 1e-6) >= RED_SHARE
        self.worst_red_share = max(self.worst_red_share, _block_share(self._red.take(excess, saturated) > MOST))


def _block_share(flashing: NDArray[np.bool_]) -> float:
    """The largest share of any block that is flashing."""
    if not flashing.any():
        return 0.0
    return float(uniform_filter(flashing.astype(np.float32), BLOCK, mode="constant").max())
