"""What the house writes over a scene stands where no other words are; what it asks hears the keys alone."""

from collections.abc import Callable, Iterator

import pygame
import pytest
from pygame.event import Event

from game.core.setup import Setup
from game.core.shapes import Card, Text, TextRole
from game.core.show import show
from game.stage.keys import LONG_TOUCH_TAKES, Hands
from game.stage.screen import Screen
from game.stage.sound import open_speaker
from game.stage.theatre import CAPTION_ROOM, CAPTION_YS, SAID_Y, Theatre, caption_y
from tests.sittings import quiet, worlds
from tests.stage.test_keys import button, down, up

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


@pytest.fixture
def theatre(small: Screen) -> Iterator[Theatre]:
    """A small stage that nobody sees."""
    made = Theatre(small, open_speaker(lambda message: None))
    yield made
    made.close()


def hands(theatre: Theatre, *events: Event) -> Hands:
    """What is held after these events alone."""
    pygame.event.clear()
    for event in events:
        pygame.event.post(event)
    return theatre.hands()


ASKING: dict[str, Callable[[Theatre], None]] = {
    "key": lambda theatre: theatre.ask_key("settings.key_breathe", lambda key: None),
    "words": lambda theatre: theatre.ask_words("words.worry", lambda words: None),
    "passphrase": lambda theatre: theatre.ask_passphrase("words.worry", lambda words: None),
}
PRESSES = {
    "key": (down(pygame.K_SPACE), up(pygame.K_SPACE)),
    "mouse": (button(1), button(1, pressed=False)),
    "pad": (Event(pygame.JOYBUTTONDOWN, button=0, instance_id=0), Event(pygame.JOYBUTTONUP, button=0, instance_id=0)),
    "hat": (
        Event(pygame.JOYHATMOTION, hat=0, value=(1, 0), instance_id=0),
        Event(pygame.JOYHATMOTION, hat=0, value=(0, 0), instance_id=0),
    ),
    "stick": (
        Event(pygame.JOYAXISMOTION, axis=0, value=1.0, instance_id=0),
        Event(pygame.JOYAXISMOTION, axis=0, value=0.0, instance_id=0),
    ),
    "finger": (
        Event(pygame.FINGERDOWN, x=0.5, y=0.5, finger_id=1),
        Event(pygame.FINGERUP, x=0.5, y=0.5, finger_id=1),
    ),
}


@pytest.mark.parametrize("asking", ASKING)
@pytest.mark.parametrize("device", PRESSES)
def test_what_is_let_go_while_something_is_asked_does_not_hang(theatre: Theatre, device: str, asking: str) -> None:
    """Whatever was down when the question came: nothing is held after the answer, and the next press is one again."""
    pressed, let_go = PRESSES[device]
    before = hands(theatre, pressed)
    ASKING[asking](theatre)
    assert hands(theatre, let_go).held == ()
    hands(theatre, down(pygame.K_RETURN))
    for _ in range(LONG_TOUCH_TAKES + 1):
        after = hands(theatre)
    assert (after.held, after.axes) == ((), ())
    again = hands(theatre, pressed)
    assert (again.held, again.axes) == (before.held, before.axes)
