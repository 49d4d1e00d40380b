"""What the house writes over a scene stands where no other words are."""

import pytest

from game.core.setup import Setup
from game.core.shapes import Card, Text, TextRole
from game.core.show import show
from game.stage.theatre import CAPTION_ROOM, CAPTION_YS, SAID_Y, caption_y
from tests.sittings import quiet, worlds

PAGES = ("title", "feeling", "places", "reflection", "closing", "players", "guardian", "gate", "boats")
USUAL = CAPTION_YS[0]


def words(y: float) -> Text:
    """Somewhere in a scene."""
    return Text(TextRole.MENU, "title.begin", 0.5, y)


def test_a_caption_keeps_its_place_while_that_is_free() -> None:
    """It goes up only from words and cards, and not back while it is read; with no room at all it stays."""
    assert caption_y((), USUAL) == USUAL
    assert caption_y((words(0.895),), USUAL) == CAPTION_YS[1]
    assert caption_y((words(0.875), words(0.775)), USUAL) == CAPTION_YS[1]
    assert caption_y((Card(0.1, 0.82, 0.2, 0.9),), USUAL) == CAPTION_YS[3]
    assert caption_y((words(0.865),), USUAL) == CAPTION_YS[2]
    assert caption_y((words(0.3),), CAPTION_YS[2]) == CAPTION_YS[2]
    assert caption_y(tuple(words(y) for y in CAPTION_YS), USUAL) == USUAL


@pytest.mark.parametrize("page", PAGES)
def test_on_every_page_it_stands_beside_the_words(page: str) -> None:
    """In captions of sounds nothing is written over, and headings stand below what the house says."""
    begun = Setup(7, page, avatars=("owl", "whale"), places=("tide", "boats"))
    shapes = show(list(worlds(begun, quiet(180)))[-1]).shapes
    heights = [shape.y for shape in shapes if isinstance(shape, Text)]
    y = caption_y(shapes, USUAL)
    assert all(abs(height - y) >= CAPTION_ROOM for height in heights)
    headings = [shape.y for shape in shapes if isinstance(shape, Text) and shape.role is TextRole.HEADING]
    assert all(height - SAID_Y >= CAPTION_ROOM for height in headings)
