"""An honest word on whether the breath is heard. Light to import: the game itself asks, not only a sensor's child."""

from enum import StrEnum

from game.core.reading import Baseline

BREATH_OVER_ROOM_DB = "breath_over_room_db"
"""Name of the scalar: how far breaths stand above the room, dB."""
_CLEAR_DB, _FAINT_DB = 6.0, 2.5


class Hearing(StrEnum):
    """What the first-run check may honestly say."""

    UNKNOWN = "unknown"
    """Not calibrated."""
    CLEAR = "clear"
    """I can hear your breath."""
    FAINT = "faint"
    """I hardly hear it: come closer."""
    DEAF = "deaf"
    """I cannot hear it: let us use the key."""


def heard(baseline: Baseline) -> Hearing:
    """The verdict on a player's baseline."""
    for scalar in baseline:
        if scalar.name == BREATH_OVER_ROOM_DB:
            if scalar.mean >= _CLEAR_DB:
                return Hearing.CLEAR
            return Hearing.FAINT if scalar.mean >= _FAINT_DB else Hearing.DEAF
    return Hearing.UNKNOWN
