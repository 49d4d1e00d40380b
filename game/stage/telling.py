"""What the house tells the stage for a slot of ``Told``: a name as it was typed, or a message."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Telling:
    """Words for one slot: ``text`` where there is any, else the message ``key``."""

    text: str = ""
    """As somebody typed it."""
    key: str = ""
    """Message id."""
    numbers: tuple[float, ...] = ()
    """Values for {0}, {1} ... in the message."""
