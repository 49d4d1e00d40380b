"""Single pictures as files in memory, each painted as if it were the first: it owes nothing to the pictures before.

The easel of a window saves work from frame to frame: a place's cross-fade is renewed strip by strip, clouds piece by
piece, a card keeps the frost of the moment it appeared. At rest that is the same picture; while the mood drifts, a few
pixels are a level or two off. A still is what a window just opened would show, whichever picture was painted last.
"""

from enum import StrEnum
from io import BytesIO

import pygame

from game.core.shapes import Plate, Scene, Water
from game.stage.painting.easel import Easel
from game.stage.painting.panels import PanelPainter
from game.stage.painting.plates import PlatePainter
from game.stage.painting.things import ThingPainter
from game.stage.presentation import Presentation
from game.stage.screen import Screen
from game.stage.store import Store
from game.stage.type import Faces
from game.stage.water import WaterPainter

CLOUD_LAYS = 12
"""Clouds are mixed one of ten pieces each time they are laid: after so many all are of one mood."""


class Form(StrEnum):
    """How a picture is written."""

    JPEG = "jpeg"
    """Small and quick: for looking, one after the other."""
    PNG = "png"
    """Every pixel as it was painted."""


class _Album(Store):
    """A store that keeps every place: who looks through a session goes back and forth."""

    def _make_room(self, name: str) -> None:
        """There are fewer places than would ever be too many."""


class _StillEasel(Easel):
    """An easel without a memory of what it painted last."""

    def __init__(self, surface: pygame.Surface, faces: Faces, presentation: Presentation) -> None:
        super().__init__(surface, faces, presentation)
        self._store = _Album(*surface.get_size())
        self._water = WaterPainter(self._store, *surface.get_size())
        self._things = ThingPainter(self._store, self._shelf, self._lights)
        self._drifted: tuple[float, float] | None = None

    def paint(self, scene: Scene) -> None:
        """Paint every shape of the scene, in order, on nothing."""
        self._plates = PlatePainter(self._store, self.canvas.width, self.canvas.height)
        self._panels = PanelPainter(self._shelf)
        self._settle(scene)
        super().paint(scene)

    def _settle(self, scene: Scene) -> None:
        """Let drifting clouds take the mood of now, before the place is laid over them."""
        clouds = next((shape for shape in scene.shapes if isinstance(shape, Water) and shape.name == "glider"), None)
        plate = next((shape for shape in scene.shapes if isinstance(shape, Plate)), None)
        if clouds is None or plate is None or self._drifted == (clouds.mood, plate.dim):
            return
        self._drifted = (clouds.mood, plate.dim)
        self._water.dim = plate.dim
        for _ in range(CLOUD_LAYS):
            self._water.paint(self.canvas, clouds)


class Stills:
    """Paints single pictures of one size. Close it when done."""

    def __init__(self, size: tuple[int, int], presentation: Presentation) -> None:
        """Open what paints; ``size`` in pixels, 16:9. Raises NoDisplayError."""
        self._screen = Screen(size, False, presentation)
        canvas, _ = self._screen.page
        self._easel = _StillEasel(canvas.surface, Faces(), self._screen.presentation)

    def prepare(self, place: str) -> None:
        """Load a place before it is asked for: its first picture would take some tenths of a second."""
        self._easel.prepare(place)

    def picture(self, scene: Scene, form: Form = Form.JPEG, width: int | None = None) -> bytes:
        """A scene as an image file, as wide as it is painted or made ``width`` pixels wide."""
        self._easel.paint(scene)
        surface = self._easel.canvas.surface
        if width is not None and width != surface.get_width():
            height = max(1, round(surface.get_height() * width / surface.get_width()))
            surface = pygame.transform.smoothscale(surface, (width, height))
        # Closed at once: pygame-ce 2.5.8 never lets go of a file object that it saved to, nor of what is in it.
        with BytesIO() as written:
            pygame.image.save(surface, written, f"picture.{form}")
            return written.getvalue()

    def close(self) -> None:
        """Let it go."""
        self._screen.close()
