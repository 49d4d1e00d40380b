"""Files of the package ``assets``, wherever it is installed."""

from importlib import resources
from importlib.resources.abc import Traversable


def asset(*parts: str) -> Traversable:
    """The file or folder at ``assets/PARTS``; it may be missing."""
    place = resources.files("assets")
    for part in parts:
        place = place.joinpath(part)
    return place


def read(*parts: str) -> bytes | None:
    """The bytes of a file of ``assets``, or None where it is missing."""
    place = asset(*parts)
    return place.read_bytes() if place.is_file() else None
