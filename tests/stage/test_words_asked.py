"""Own words: typed on the stage, told once, kept only where the player wants it, never in the inputs."""

from collections.abc import Callable

import pygame
import pytest

from game.commands.words import OwnWords
from game.core.facts import Asked, WordsAsked, WordsLetGo
from game.core.trace import Written
from game.stage.keys import PAD
from game.stage.telling import Telling
from game.stage.textfield import WordsAsk
from tests.beside import AtOnce


class Stage:
    """A theatre that only asks for words."""

    def __init__(self, text: str | None) -> None:
        self.text = text
        self.asked: list[str] = []

    @property
    def screen(self) -> "Stage":
        """Itself."""
        return self

    def tell_also(self, slot: str, telling: Telling) -> None:
        """Words for a worry are never shown again."""
        assert telling == Telling()

    def ask_words(self, heading: str, answer: Callable[[str | None], None]) -> None:
        """Answer at once."""
        self.asked.append(heading)
        answer(self.text)


@pytest.mark.parametrize(("kept", "sealed"), ((True, [Written("worry", "the dark")]), (False, [])))
def test_words_are_sealed_only_where_the_player_keeps_them(kept: bool, sealed: list[Written]) -> None:
    """Asked, told that there are some, and gone from memory either way."""
    told: list[Written] = []
    stage = Stage("  the dark ")
    words = OwnWords(stage, told.append, AtOnce())
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
    words = OwnWords(Stage(text), lambda written: pytest.fail("nothing was to be sealed"), AtOnce())
    words.act(WordsAsked("worry"))
    assert words.take() == ("words:no",)
    words.act(WordsLetGo("worry", True))


def test_where_nobody_types_there_are_no_words() -> None:
    """Headless, every question is answered at once; other facts are left alone."""
    words = OwnWords(None, lambda written: None, AtOnce())
    words.act(Asked("language"))
    assert words.take() == ()
    words.act(WordsAsked("worry"))
    assert words.take() == ("words:no",)


def test_a_field_is_left_by_pad_and_pointer_too() -> None:
    """Pad: "act" ends it, "escape" and "skip" give it up; a click beside an empty field does, one in it never."""
    pygame.display.init()

    def given(*events: pygame.event.Event) -> list[str | None]:
        told: list[str | None] = []
        WordsAsk("words.journal", told.append, to_unit=lambda pixel: pixel).take(list(events))
        return told

    letter = pygame.event.Event(pygame.TEXTINPUT, text="a")
    pad = {name: pygame.event.Event(pygame.JOYBUTTONDOWN, button=button) for button, name in PAD.items()}
    beside, inside = (
        pygame.event.Event(pygame.MOUSEBUTTONDOWN, button=1, pos=pos) for pos in ((400, 400), (2048, 2048))
    )
    assert given(letter, pad["act"]) == ["a"]
    assert given(letter, pad["escape"]) == given(letter, pad["skip"]) == given(beside) == [None]
    assert given(inside) == given(letter, beside) == given(letter, pad["up"]) == []


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
