"""A key is asked for: the next key is the answer; Escape, a mouse button and the window's own keys are none."""

import pygame
import pytest
from pygame.event import Event

from game.stage.keyask import KeyAsk
from tests.stage.test_keys import button, down, up


def asked() -> tuple[KeyAsk, list[int]]:
    """A question, and where its answer goes."""
    answers: list[int] = []
    return KeyAsk("settings.key_breathe", answers.append), answers


def test_the_next_key_is_the_answer() -> None:
    """What is let go or belongs to the window is not heard; the first key that goes down is."""
    ask, answers = asked()
    assert not ask.take([up(pygame.K_RETURN), down(pygame.K_F11)])
    assert ask.take([down(pygame.K_b), down(pygame.K_x)])
    assert answers == [pygame.K_b]


@pytest.mark.parametrize("event", (down(pygame.K_ESCAPE), button(1)), ids=("Escape", "mouse"))
def test_it_can_be_left(event: Event) -> None:
    """Nothing is answered."""
    ask, answers = asked()
    assert ask.take([event])
    assert answers == []
