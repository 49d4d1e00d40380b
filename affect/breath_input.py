"""What the breath network is given of a block: numbers that training and play make by the same lines."""

from typing import Final

import numpy as np

from affect.breath_features import MELS, Airflow
from affect.breath_hearing import tilt_known, tilt_trust
from affect.spectrum import FRAMES, Floats
from game.core.reading import Baseline

INPUTS: Final = FRAMES * MELS + MELS + 4
"""Frames, reach, and four single numbers: somebody speaks, the game plays, the exhale's tilt, whether it is known."""
SPOKEN_AT: Final = INPUTS - 4
"""Where it stands that somebody speaks."""
TILT: Final = INPUTS - 2
"""Where the exhale's tilt stands; after it, whether it is known."""
SPOKEN: Final = 0.4
"""Presence of a voice from which a block says little of breath."""
LEAST_LOG, MOST_LOG = -0.6, 3.0
"""Log10 of power over the room is cut off there."""


def network_input(air: Airflow, spoken: bool, playing: bool, baseline: Baseline) -> Floats:
    """float32 (INPUTS,): a block as the network is given it."""
    row = np.zeros(INPUTS, np.float32)
    row[: FRAMES * MELS] = np.clip(air.frames, LEAST_LOG, MOST_LOG).reshape(-1)
    row[FRAMES * MELS : -4] = np.minimum(air.reach, MOST_LOG)
    row[SPOKEN_AT : SPOKEN_AT + 2] = (spoken, playing)
    return turned(row, tilt_trust(baseline)) if tilt_known(baseline) else row


def turned(rows: Floats, trust: float) -> Floats:
    """float32 (..., INPUTS), where the exhale's tilt is known: so that the inhale is always the brighter half.

    Who breathes out brighter than in is heard with high and low bands exchanged; all that stands over the room is
    relative to it, so that nothing else changes its meaning.
    """
    result = rows.copy()
    if trust < 0.0:
        bank = rows[..., :SPOKEN_AT].reshape(*rows.shape[:-1], FRAMES + 1, MELS)
        result[..., :SPOKEN_AT] = bank[..., ::-1].reshape(*rows.shape[:-1], SPOKEN_AT)
    result[..., TILT], result[..., TILT + 1] = abs(trust), 1.0
    return result
