"""The picture to take along: the place, a sentence, no signs of play; and a file that was not there before."""

import os
from pathlib import Path

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import numpy as np
import pygame
import pytest

from game.commands.keepsake import keepsake, picture_name
from game.core.setup import Setup
from game.core.shapes import Plate, Role, Shade, Text, TextRole
from game.stage.errors import PictureError
from game.stage.presentation import Presentation
from game.stage.screen import Screen
from game.stage.sound import open_speaker
from game.stage.theatre import Theatre
from tests.sittings import quiet, worlds


def test_it_shows_the_place_and_says_one_sentence() -> None:
    """No hint, no sign of hands, nothing dimmed; the sentence is the farewell's."""
    (*_, place) = worlds(Setup(2, "tide"), quiet(400))
    (*_, farewell) = worlds(Setup(2, "closing"), quiet(200))
    scene = keepsake(place, farewell)
    assert [shape.name for shape in scene.shapes if isinstance(shape, Plate)] == ["tide"]
    texts = [shape for shape in scene.shapes if isinstance(shape, Text)]
    assert [text.role for text in texts] == [TextRole.HEADING]
    assert texts[0].key == f"closing.sentence_{farewell.state.sentence}"
    assert not any(getattr(shape, "role", None) in (Role.OWN, Role.HUD) for shape in scene.shapes)
    assert sum(isinstance(shape, Shade) for shape in scene.shapes) == 1


def test_a_name_is_never_taken_twice(tmp_path: Path) -> None:
    """Three pictures of one day lie beside each other."""
    names = []
    for _ in range(3):
        path = picture_name(tmp_path, "tide")
        path.touch()
        names.append(path.name)
    assert len(set(names)) == 3
    assert all(name.endswith(".png") and "_tide" in name for name in names)


def test_it_is_painted_beside_the_window(tmp_path: Path) -> None:
    """A large PNG with light and dark in it; the window stays as it was; a folder that is not there is an error."""
    screen = Screen((320, 180), False, Presentation())
    theatre = Theatre(screen, open_speaker(lambda message: None))
    try:
        before = screen.capture()
        (*_, place) = worlds(Setup(2, "tide"), quiet(400))
        (*_, farewell) = worlds(Setup(2, "closing"), quiet(200))
        theatre.postcard(keepsake(place, farewell), tmp_path / "tide.png")
        picture = pygame.surfarray.array3d(pygame.image.load(str(tmp_path / "tide.png")))
        assert picture.shape == (1600, 900, 3)
        assert picture.std() > 10.0
        assert np.array_equal(before, screen.capture())
        with pytest.raises(PictureError):
            theatre.postcard(keepsake(place, farewell), tmp_path / "nowhere" / "tide.png")
    finally:
        theatre.close()
