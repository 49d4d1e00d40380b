"""A key is asked for: the next free key is the answer; Escape, a mouse button and two of a pad's leave all as it is."""

import pygame
import pytest
from pygame.event import Event

from game.stage.keyask import KeyAsk
from tests.stage.test_keys import button, down, up


def asked() -> tuple[KeyAsk, list[int]]:
    """A question, and where its answer goes."""
    answers: list[int] = []
    return KeyAsk("settings.key_breathe", answers.append), answers


def pad(number: int) -> Event:
    """A pad's button goes down."""
    return Event(pygame.JOYBUTTONDOWN, button=number, instance_id=0)


def test_the_next_key_is_the_answer() -> None:
    """What is let go is not heard; the first key that goes down is."""
    ask, answers = asked()
    assert not ask.take([up(pygame.K_RETURN)])
    assert ask.take([down(pygame.K_b), down(pygame.K_x)])
    assert answers == [pygame.K_b]


@pytest.mark.parametrize("key", (pygame.K_h, pygame.K_F11, pygame.K_MINUS))
def test_a_key_that_stays_is_refused_in_words(key: int) -> None:
    """People to talk to, and the window: it is said, and the question stays open for another key."""
    ask, answers = asked()
    assert not ask.take([down(key)])
    assert answers == []
    assert ask.hint == "keyask.stays"
    assert ask.take([down(pygame.K_b)])
    assert answers == [pygame.K_b]


@pytest.mark.parametrize(
    "event",
    (down(pygame.K_ESCAPE), button(1), pad(7), pad(6)),
    ids=("Escape", "mouse", "pad Start", "pad Back"),
)
def test_it_can_be_left(event: Event) -> None:
    """Nothing is answered."""
    ask, answers = asked()
    assert not ask.take([pad(0), pad(1)])
    assert ask.take([event])
    assert answers == []
