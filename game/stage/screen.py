"""The window: it shows the picture letterboxed to 16:9, at the window's own resolution."""

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pygame
from numpy import uint8
from numpy.typing import NDArray

from game.core.shapes import Scene
from game.stage import store
from game.stage.canvas import Canvas
from game.stage.errors import NoDisplayError, PictureError
from game.stage.painting.easel import Easel
from game.stage.painting.letters import LetterPainter
from game.stage.presentation import LANGUAGES, Presentation
from game.stage.telling import Telling
from game.stage.type import Faces

BASE = (1280, 720)
"""The size everything is designed at."""
UNSEEN = "offscreen"
"""SDL's driver of windows that nobody sees: right where it was asked for."""


def letterbox(width: int, height: int) -> pygame.Rect:
    """The largest 16:9 picture in a window, centred."""
    wide = min(width, height * 16 // 9)
    tall = min(height, wide * 9 // 16)
    return pygame.Rect((width - wide) // 2, (height - tall) // 2, max(wide, 1), max(tall, 1))


def _refuse_unseen() -> None:
    """Where no display answers, SDL may take a window that nobody can see, and not say so. Raises pygame.error."""
    if pygame.display.get_driver() == UNSEEN and os.environ.get("SDL_VIDEODRIVER") != UNSEEN:
        pygame.display.quit()
        raise pygame.error("no display answers")


class Screen:
    """One window. Close it when done."""

    def __init__(self, size: tuple[int, int], fullscreen: bool, presentation: Presentation) -> None:
        """Open a window of ``size`` pixels; raises NoDisplayError where none can be opened."""
        self._windowed = size
        self._presentation = replace(presentation, fullscreen=fullscreen)
        try:
            pygame.display.init()
            _refuse_unseen()
            pygame.display.set_caption("Stillwater")
            pygame.display.set_icon(store.icon())
            self._window = self._open()
        except pygame.error as cause:
            raise NoDisplayError(
                f"No window can be opened here ({cause}). Try --headless, or start from a desktop."
            ) from cause
        with suppress(pygame.error):  # pads are a gift: without them there are keys and pointer
            pygame.joystick.init()
        self._faces = Faces()
        self._presentation = self._speakable(self._presentation)
        self._tellings: Mapping[str, Telling] = {}
        self._fit()

    def paint(self, scene: Scene) -> None:
        """Paint every shape of the scene, in order."""
        window = pygame.display.get_surface()
        if window is not None and (window is not self._window or window.get_size() != self._fitted):
            self._window = window
            self._fit()
        self._easel.paint(scene)

    def prepare(self, place: str) -> None:
        """Load a place and make its water before it is shown, so that its first frame is not late."""
        self._easel.prepare(place)

    def flip(self) -> None:
        """Show what was painted."""
        pygame.display.flip()

    def capture(self, path: Path | None = None) -> NDArray[uint8]:
        """The picture now, uint8 (H, W, 3) RGB, without the bars; saved as PNG where a path is given.

        Raises PictureError where it cannot be saved.
        """
        if path is not None:
            try:
                pygame.image.save(self._easel.canvas.surface, str(path))
            except (OSError, pygame.error) as cause:
                raise PictureError(
                    f"{path} cannot be saved ({cause}). Free some room or name another folder."
                ) from cause
        return pygame.surfarray.array3d(self._easel.canvas.surface).swapaxes(0, 1).copy()

    def set_presentation(self, presentation: Presentation) -> None:
        """Change language, text size, motion, contrast or fullscreen from the next frame on."""
        switched = presentation.fullscreen != self._presentation.fullscreen
        self._presentation = self._speakable(presentation)
        if switched:
            self._window = self._open()
            self._fit()
        self._easel.present(self._presentation)

    def tell(self, tellings: Mapping[str, Telling]) -> None:
        """From the next frame on, these words stand in the slots of ``Told``; all others are empty."""
        self._tellings = tellings
        self._easel.tellings = tellings

    def tell_also(self, slot: str, telling: Telling) -> None:
        """The same for one slot more; the others stay as they are."""
        self.tell({**self._tellings, slot: telling})

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
        return self._easel.canvas, self._easel.letters

    def _open(self) -> pygame.Surface:
        if self._presentation.fullscreen:
            return pygame.display.set_mode((0, 0), pygame.FULLSCREEN)
        return pygame.display.set_mode(self._windowed, pygame.RESIZABLE)

    def _fit(self) -> None:
        """Fit the picture to the window; everything painted beforehand is painted anew."""
        self._fitted = self._window.get_size()
        self._picture = letterbox(*self._fitted)
        self._window.fill((0, 0, 0))
        self._easel = Easel(self._window.subsurface(self._picture), self._faces, self._presentation)
        self._easel.tellings = self._tellings

    def _speakable(self, presentation: Presentation) -> Presentation:
        """The same, in English where Chinese has no face."""
        if presentation.language == LANGUAGES[0] or self._faces.has_chinese():
            return presentation
        return replace(presentation, language=LANGUAGES[0])
