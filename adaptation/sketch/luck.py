"""The dice of a sketch, and dice that throw the same for several parts of it."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


class Alike(np.random.Generator):
    """Dice whose throws are the same for each of ``parts`` equal parts of the last axis, one part after the other.

    So copies of a person meet the same luck: what differs between them is only what their minds did.
    """

    def __init__(self, bits: np.random.BitGenerator, parts: int) -> None:
        super().__init__(bits)
        self._parts = parts

    def random(self, size: int | Sequence[int]) -> Array:  # type: ignore[override] # all that a sketch throws
        """Uniform in [0, 1), float64 of shape ``size``."""
        return np.tile(super().random(self._part(size)), self._parts)

    def standard_normal(self, size: int | Sequence[int]) -> Array:  # type: ignore[override]
        """Normal, float64 of shape ``size``."""
        return np.tile(super().standard_normal(self._part(size)), self._parts)

    def _part(self, size: int | Sequence[int]) -> tuple[int, ...]:
        shape = (size,) if isinstance(size, int) else tuple(size)
        return (*shape[:-1], shape[-1] // self._parts)


def dice(seed: int, moment: int, alike: int) -> np.random.Generator:
    """The dice of one moment; ``alike``: so many equal parts of the sittings meet the same luck."""
    bits = np.random.SFC64([seed, moment])
    return np.random.Generator(bits) if alike == 1 else Alike(bits, alike)
