"""The field for words and passphrases."""

import pygame
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pygame.event import Event

from game.stage.screen import Screen
from game.stage.textfield import LONGEST, TextField, Typed
from tests.stage.scenes import scene

ENTER = Event(pygame.KEYDOWN, key=pygame.K_RETURN)
ESCAPE = Event(pygame.KEYDOWN, key=pygame.K_ESCAPE)
BACK = Event(pygame.KEYDOWN, key=pygame.K_BACKSPACE)


def typed(text: str) -> list[Event]:
    """The events of typing, one character each."""
    return [Event(pygame.TEXTINPUT, text=letter) for letter in text]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1, max_size=20))
def test_what_was_typed_comes_out(small: Screen, text: str) -> None:
    """Enter gives the text; a backspace takes the last character."""
    assert TextField("passphrase.keys").take([*typed(text), ENTER]) == Typed(text, done=True)
    assert TextField("passphrase.keys").take([*typed(text), BACK, ENTER]) == Typed(text[:-1], done=True)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text("abcdefgh0123", min_size=1, max_size=20))
def test_a_secret_is_not_shown(small: Screen, text: str) -> None:
    """Only dots, as many as characters."""
    field = TextField("passphrase.keys", secret=True)
    field.take(typed(text))
    assert field.shown() == "•" * len(text) + "|"


def test_giving_up_forgets(small: Screen) -> None:
    """Escape answers with nothing, and nothing stays in the field."""
    field = TextField("passphrase.keys")
    assert field.take([*typed("abc"), ESCAPE]) == Typed("", done=False)
    assert field.shown() == "|"


def test_composing_keys_belong_to_the_input_method(small: Screen) -> None:
    """While characters are composed, Enter and backspace do not reach the field."""
    field = TextField("passphrase.keys")
    composing = Event(pygame.TEXTEDITING, text="jing", start=0, length=4)
    assert field.take([composing, ENTER, BACK]) is None
    assert field.shown() == "jing|"
    assert field.take([Event(pygame.TEXTINPUT, text="静"), ENTER]) == Typed("静", done=True)


def test_it_has_an_end_and_is_painted(small: Screen) -> None:
    """No text grows without bound; the field shows on the picture."""
    field = TextField("passphrase.keys")
    field.take(typed("a" * (LONGEST + 10)))
    small.paint(scene())
    before = small.capture()
    field.paint(*small.page)
    assert (small.capture() != before).any()
    assert field.take([ENTER]) == Typed("a" * LONGEST, done=True)
