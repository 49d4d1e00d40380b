"""Own words: typed on the stage, told once, kept only where the player wants it, never in the inputs."""

import pygame
import pytest

from game.commands.words import OwnWords
from game.core.facts import Asked, WordsAsked, WordsLetGo
from game.stage.textfield import WordsAsk


class Stage:
    """A theatre that only asks for words."""

    def __init__(self, text: str | None) -> None:
        self.text = text
        self.asked: list[str] = []

    def ask_words(self, heading: str, answer) -> None:
        """Answer at once."""
        self.asked.append(heading)
        answer(self.text)


@pytest.mark.parametrize(("kept", "sealed"), ((True, [("worry", "the dark")]), (False, [])))
def test_words_are_sealed_only_where_the_player_keeps_them(kept: bool, sealed: list[tuple[str, str]]) -> None:
    """Asked, told that there are some, and gone from memory either way."""
    told: list[tuple[str, str]] = []
    stage = Stage("  the dark ")
    words = OwnWords(stage, lambda place, text: told.append((place, text)))
    words.act(WordsAsked("worry"))
    assert stage.asked == ["words.worry"]
    assert (words.take(), words.take()) == (("words:yes",), ())
    words.act(WordsLetGo("worry", kept))
    words.act(WordsLetGo("worry", True))
    assert told == sealed
    assert "dark" not in repr(vars(words))


@pytest.mark.parametrize("text", (None, "", "   "))
def test_no_words_are_told_as_no_words(text: str | None) -> None:
    """Escape, or nothing typed."""
    words = OwnWords(Stage(text), lambda place, text: pytest.fail("nothing was to be sealed"))
    words.act(WordsAsked("worry"))
    assert words.take() == ("words:no",)
    words.act(WordsLetGo("worry", True))


def test_where_nobody_types_there_are_no_words() -> None:
    """Headless, every question is answered at once; other facts are left alone."""
    words = OwnWords(None, lambda place, text: None)
    words.act(Asked("language"))
    assert words.take() == ()
    words.act(WordsAsked("worry"))
    assert words.take() == ("words:no",)


def test_a_field_tells_its_words_once() -> None:
    """Typed in two pieces, with a correction, ended by Enter."""
    pygame.display.init()
    told: list[str | None] = []
    field = WordsAsk("words.worry", told.append)
    typed = [pygame.event.Event(pygame.TEXTINPUT, text=text) for text in ("一", "次x")]
    assert not field.take(typed)
    back = pygame.event.Event(pygame.KEYDOWN, key=pygame.K_BACKSPACE)
    enter = pygame.event.Event(pygame.KEYDOWN, key=pygame.K_RETURN)
    assert field.take([back, enter])
    assert told == ["一次"]
