"""How sound is cut on its way from a device or a file: whole blocks of 10 ms, mono, 16 kHz."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from affect.sensor import RATE_HZ

BLOCK: Final = RATE_HZ // 100
"""Samples of a block: 10 ms."""
MOST_AT_ONCE: Final = 10 * BLOCK
"""A Sound is whole blocks, at most so many samples: a late reader catches up in few takes."""
KEPT: Final = 2 * RATE_HZ
"""Samples kept for a late reader; older ones are dropped and counted."""


def mono(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """float32 (n, channels) to float32 (n,)."""
    return np.ascontiguousarray(samples.mean(axis=1, dtype=np.float32))
