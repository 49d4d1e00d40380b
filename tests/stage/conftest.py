"""A window without a screen."""

import os
from collections.abc import Callable, Iterator

import pygame
import pytest

from game.stage.presentation import Presentation
from game.stage.screen import Screen

SMALL = (320, 180)
Opener = Callable[..., Screen]


@pytest.fixture(scope="module")
def dummy_display() -> Iterator[None]:
    """SDL draws into memory for as long as this module is tested."""
    before = os.environ.get("SDL_VIDEODRIVER")
    os.environ["SDL_VIDEODRIVER"] = "dummy"
    pygame.display.quit()
    yield
    pygame.display.quit()
    if before is None:
        del os.environ["SDL_VIDEODRIVER"]
    else:
        os.environ["SDL_VIDEODRIVER"] = before


@pytest.fixture
def small(dummy_display: None) -> Screen:
    """A window of 320x180, the usual presentation."""
    return Screen(SMALL, fullscreen=False, presentation=Presentation())


@pytest.fixture
def opener(dummy_display: None) -> Opener:
    """Opens a window of a size with a presentation; it takes the place of the one before."""

    def opened(size: tuple[int, int] = SMALL, presentation: Presentation | None = None) -> Screen:
        return Screen(size, fullscreen=False, presentation=presentation or Presentation())

    return opened
