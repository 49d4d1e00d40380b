"""The window: it paints the shapes of a scene, letterboxed to 16:9, at the window's own resolution."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pygame
from numpy.typing import NDArray

from game.core.shapes import (
    Arrow,
    Band,
    Comets,
    Disc,
    Light,
    Motes,
    Panel,
    Plate,
    Ribbon,
    Ring,
    Ripple,
    Scene,
    Shade,
    Shape,
    Sprite,
    Text,
    Veil,
    Water,
)  # fmt: skip
from game.stage import store
from game.stage.canvas import Canvas
from game.stage.errors import NoDisplayError
from game.stage.painting.circles import CirclePainter
from game.stage.painting.letters import LetterPainter
from game.stage.painting.lights import LightPainter, MotePainter
from game.stage.painting.lines import LinePainter
from game.stage.painting.panels import PanelPainter
from game.stage.painting.plates import PlatePainter
from game.stage.painting.things import ThingPainter
from game.stage.painting.veils import VeilPainter
from game.stage.presentation import LANGUAGES, Presentation
from game.stage.shelf import Shelf
from game.stage.type import Faces
from game.stage.water import WaterPainter
from game.stage.words import Words

BASE = (1280, 720)
_SMALLEST = (160, 90)
_SHELF_BYTES = 96 << 20
_CARD_INK, _CARD_INK_STRONG = 0.46, 0.72
_FOCUS_VEIL = 0.2


def letterbox(width: int, height: int) -> pygame.Rect:
    """The largest 16:9 picture in a window, centred."""
    wide = min(width, height * 16 // 9)
    tall = min(height, wide * 9 // 16)
    return pygame.Rect((width - wide) // 2, (height - tall) // 2, max(wide, 1), max(tall, 1))


@dataclass(frozen=True, slots=True, eq=False)
class _Painters:
    """Every painter of one picture size and presentation."""

    plates: PlatePainter
    veils: VeilPainter
    water: WaterPainter
    lights: LightPainter
    motes: MotePainter
    circles: CirclePainter
    things: ThingPainter
    lines: LinePainter
    panels: PanelPainter
    letters: LetterPainter


class Screen:
    """One window. Close it when done."""

    def __init__(self, size: tuple[int, int], fullscreen: bool, presentation: Presentation) -> None:
        """Open a window of ``size`` pixels; raises NoDisplayError where none can be opened."""
        self._windowed = size
        self._presentation = replace(presentation, fullscreen=fullscreen)
        try:
            pygame.display.init()
            pygame.display.set_caption("Stillwater")
            pygame.display.set_icon(store.icon())
            self._window = self._open()
        except pygame.error as cause:
            raise NoDisplayError(
                f"No window can be opened here ({cause}). Try --headless, or start from a desktop."
            ) from cause
        self._faces = Faces()
        self._fit()

    def paint(self, scene: Scene) -> None:
        """Paint every shape of the scene, in order."""
        window = pygame.display.get_surface()
        if window is not None and (window is not self._window or window.get_size() != self._fitted):
            self._window = window
            self._fit()
        self._painters.panels.begin()
        self._painters.veils.begin()
        self._painters.letters.begin(tuple(shape for shape in scene.shapes if isinstance(shape, Text)))
        carded = any(isinstance(shape, Panel) for shape in scene.shapes)
        for shape in scene.shapes:
            # A card frosts what lies round it, living water too; the place stays sharp beside it.
            self._shape(replace(shape, blur=0.0) if carded and isinstance(shape, Plate) else shape)

    def prepare(self, place: str) -> None:
        """Load a place and make its water before it is shown, so that its first frame is not late."""
        for mood in self._pictures.moods(place):
            self._pictures.plate(place, mood)
        self._painters.water.prepare(place)

    def flip(self) -> None:
        """Show what was painted."""
        pygame.display.flip()

    def capture(self, path: Path | None = None) -> NDArray[np.uint8]:
        """The picture now, uint8 (H, W, 3) RGB, without the bars; saved as PNG where a path is given."""
        if path is not None:
            pygame.image.save(self._canvas.surface, str(path))
        return pygame.surfarray.array3d(self._canvas.surface).swapaxes(0, 1).copy()

    def set_presentation(self, presentation: Presentation) -> None:
        """Change language, text size, motion, contrast or fullscreen from the next frame on."""
        switched = presentation.fullscreen != self._presentation.fullscreen
        self._presentation = presentation
        if switched:
            self._window = self._open()
        self._fit()

    def unit(self, pixel: tuple[int, int]) -> tuple[int, int] | None:
        """A window pixel in 1/4096 of the unit square; None on the bars."""
        if not self._picture.collidepoint(pixel):
            return None
        x = (pixel[0] - self._picture.left) * 4096 // self._picture.width
        y = (pixel[1] - self._picture.top) * 4096 // self._picture.height
        return (min(x, 4095), min(y, 4095))

    def close(self) -> None:
        """Close the window."""
        pygame.display.quit()

    @property
    def presentation(self) -> Presentation:
        """How it is shown now; the language is English where Chinese has no face."""
        return self._presentation

    @property
    def page(self) -> tuple[Canvas, LetterPainter]:
        """The picture and the setter of words: for what is written on top after ``paint``, a text field."""
        return self._canvas, self._painters.letters

    def _open(self) -> pygame.Surface:
        if self._presentation.fullscreen:
            return pygame.display.set_mode((0, 0), pygame.FULLSCREEN)
        return pygame.display.set_mode(self._windowed, pygame.RESIZABLE)

    def _fit(self) -> None:
        """Fit everything to the window's size, language and wishes."""
        if self._presentation.language != LANGUAGES[0] and not self._faces.has_chinese():
            self._presentation = replace(self._presentation, language=LANGUAGES[0])
        self._fitted = self._window.get_size()
        self._picture = letterbox(*self._fitted)
        self._window.fill((0, 0, 0))
        self._canvas = Canvas(self._window.subsurface(self._picture))
        width, height = self._picture.size
        self._pictures = pictures = store.Store(width, height)
        shelf = Shelf(_SHELF_BYTES)
        lights = LightPainter(shelf)
        self._painters = _Painters(
            plates=PlatePainter(pictures, width, height),
            veils=VeilPainter(width, height),
            water=WaterPainter(pictures, width, height),
            lights=lights,
            motes=MotePainter(shelf),
            circles=CirclePainter(shelf),
            things=ThingPainter(pictures, shelf, lights),
            lines=LinePainter(shelf),
            panels=PanelPainter(shelf),
            letters=LetterPainter(self._faces, Words(self._presentation.language), self._presentation, shelf),
        )

    def _shape(self, shape: Shape) -> None:
        painters, canvas = self._painters, self._canvas
        match shape:
            case Light():
                painters.lights.paint(canvas, shape)
            case Disc():
                painters.lights.disc(canvas, shape)
            case Text():
                painters.letters.paint(canvas, shape)
            case Sprite():
                painters.things.paint(canvas, replace(shape, turn=0.0) if self._presentation.reduced_motion else shape)
            case Ring():
                painters.circles.ring(canvas, shape)
            case Ripple():
                painters.circles.ripple(canvas, shape)
            case Shade():
                painters.lights.shade(canvas, shape)
            case Ribbon():
                painters.lines.ribbon(canvas, shape)
            case Arrow():
                painters.lines.arrow(canvas, shape)
            case Plate():
                painters.plates.paint(canvas, shape)
            case Band() | Panel():
                self._card(shape)
            case Veil() | Water() | Motes() | Comets():
                self._moving(shape)

    def _card(self, shape: Band | Panel) -> None:
        if isinstance(shape, Band):
            self._painters.panels.band(self._canvas, shape)
            return
        ink = _CARD_INK_STRONG if self._presentation.high_contrast else _CARD_INK
        self._painters.panels.panel(self._canvas, shape, ink)

    def _moving(self, shape: Veil | Water | Motes | Comets) -> None:
        """Shapes that drift: held still in reduced motion, thinned in the focus profile."""
        painters, canvas = self._painters, self._canvas
        still, focus = self._presentation.reduced_motion, self._presentation.focus
        match shape:
            case Veil():
                density = shape.density * (_FOCUS_VEIL if focus else 1.0)
                painters.veils.paint(canvas, replace(shape, density=density, drift=0.0 if still else shape.drift))
            case Water():
                painters.water.paint(canvas, replace(shape, flow=0.0) if still else shape)
            case Motes():
                if not focus:
                    painters.motes.paint(canvas, replace(shape, drift=0.0) if still else shape)
            case Comets():
                painters.circles.comets(canvas, replace(shape, travel=0.0) if still else shape)
