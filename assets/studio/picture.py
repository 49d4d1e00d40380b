"""One picture of the game: where it lies and how it is painted."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assets.studio.canvas import Canvas, Grid, Painting

PLATE = Grid(1920, 1080)
"""What a plate is painted on."""
MOODS = ("tense", "neutral", "calm")


@dataclass(frozen=True, slots=True)
class Picture:
    """One file of the game and how it is painted."""

    path: str
    """Where it lies under assets/."""
    paint: Callable[[], Canvas | Painting]
    """Paints it from nothing."""

    @property
    def name(self) -> str:
        """File stem."""
        return Path(self.path).stem
