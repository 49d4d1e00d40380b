"""Living water over a plate. Each kind of water paints one place's geometry; ``WaterPainter`` picks by name."""

from typing import Protocol

from game.core.shapes import Water
from game.stage.canvas import Canvas
from game.stage.glider import GliderWater
from game.stage.mirror import MirrorWater
from game.stage.store import Store
from game.stage.tide import TideWater


class Waters(Protocol):
    """The water of one place."""

    def paint(self, canvas: Canvas, shape: Water) -> None:
        """Paint the living water over what is there."""


class WaterPainter:
    """Makes a place's water when it is first shown; a place without living water stays as its plate."""

    def __init__(self, store: Store, width: int, height: int) -> None:
        self._store = store
        self._size = (width, height)
        self._waters: dict[str, Waters | None] = {}
        self.dim = 0.0
        """How much the plate beneath was darkened, [0, 1]: water that covers it is darkened as much."""

    def paint(self, canvas: Canvas, shape: Water) -> None:
        """Paint the water of ``shape.name``."""
        self.prepare(shape.name)
        water = self._waters[shape.name]
        if isinstance(water, GliderWater):
            water.dim = self.dim
        if water is not None:
            water.paint(canvas, shape)

    def prepare(self, name: str) -> None:
        """Make a place's water now, some tenths of a second, if it is not there yet."""
        if name not in self._waters:
            self._waters[name] = self._made(name)

    def _made(self, name: str) -> Waters | None:
        if name == "tide":
            return TideWater(self._store, *self._size)
        if name in ("title", "lake"):
            return MirrorWater(*self._size)
        if name == "glider":
            return GliderWater(self._store, *self._size)
        return None
