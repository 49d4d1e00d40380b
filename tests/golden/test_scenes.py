"""Every place shows what it showed when somebody last looked at it and found it good."""

import json
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image

from game.stage.presentation import Presentation
from game.stage.screen import Screen
from tests.golden.scenes import FOLDER, LISTS, MOMENTS_S, SIZE, checksum, picture, scenes
from tests.levels.places import PLACES

CLOSE = 2.5
"""Mean difference of two pictures, in steps of 255, that scaling and dithering may make."""


@pytest.fixture(scope="module")
def screen() -> Iterator[Screen]:
    """A small stage without a window."""
    made = Screen(SIZE, False, Presentation())
    yield made
    made.close()


@pytest.mark.parametrize("name", PLACES)
def test_a_place_shows_its_golden_lists_and_pictures(name: str, screen: Screen) -> None:
    """The display list by checksum, the picture by eye's measure; both made by tests/golden/scenes.py."""
    golden = json.loads(LISTS.read_text())
    for second, scene in scenes(name):
        assert checksum(scene) == golden[f"{name}_{second}s"]
        kept = np.asarray(Image.open(FOLDER / f"{name}_{second}s.png").convert("RGB"), np.float32)
        assert np.abs(picture(screen, scene).astype(np.float32) - kept).mean() < CLOSE


def test_there_is_a_golden_list_for_every_place() -> None:
    """None is forgotten, none is left over."""
    assert set(json.loads(LISTS.read_text())) == {f"{name}_{second}s" for name in PLACES for second in MOMENTS_S}
