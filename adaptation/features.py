"""An Observation as a row of numbers, and the groups its columns fall into."""

from dataclasses import fields

import numpy as np
import numpy.typing as npt

from game.core.observe import Observation

Array = npt.NDArray[np.float64]
NAMES: tuple[str, ...] = tuple(field.name for field in fields(Observation))
"""Columns of a row, in order."""
GROUPS: dict[str, tuple[str, ...]] = {
    "arousal": ("arousal", "arousal_confidence", "arousal_trend"),
    "valence": ("valence", "valence_confidence", "valence_trend"),
    "breath": ("breath", "breath_confidence", "breath_against_guide", "follow", "breath_trend"),
    "play": ("performance", "performance_trend", "activity"),
    "settings": ("difficulty", "tempo", "guidance", "guide"),
    "history": ("progress", "since_minigame", "minigames", "skips", "since_too_much", "sitting", "relief", "train"),
    "player": ("usual_breath", "comfortable_breath", "responds", "likes_tempo", "skill"),
}
"""What belongs together: set to its average as a whole in the studies of what a mind needs."""


def to_row(observation: Observation) -> Array:
    """float64 (31,), each in [-1, 1], in the order of ``NAMES``."""
    return np.array([getattr(observation, name) for name in NAMES])


def to_observation(row: Array) -> Observation:
    """The inverse of ``to_row`` for one row (31,)."""
    return Observation(*(float(number) for number in row))


def columns(names: tuple[str, ...]) -> list[int]:
    """Places of ``names`` in a row."""
    return [NAMES.index(name) for name in names]
