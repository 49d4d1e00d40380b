"""Minds that know one sitting each, asked in the sketch one after the other."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from adaptation.actions import Wishes
from adaptation.features import to_observation
from game.core.ports import Mind

Array = npt.NDArray[np.float64]


def wish(minds: Sequence[Mind], rows: Array) -> Wishes:
    """What each mind wishes for its own row of float64 (n, 31)."""
    told = [mind.decide(to_observation(row)) for mind, row in zip(minds, rows, strict=True)]
    return Wishes(
        difficulty=np.array([wished.difficulty for wished in told]),
        tempo=np.array([wished.tempo for wished in told]),
        guidance=np.array([wished.guidance for wished in told]),
        breath_hz=np.array([wished.breath_hz for wished in told]),
        minigame=np.array([wished.minigame is not None for wished in told]),
    )
