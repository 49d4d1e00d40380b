"""A field for words of the player's own or a passphrase. What is typed never passes through the core or the tape."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pygame
from pygame.event import Event

from game.core.shapes import Align, Panel, Text, TextRole
from game.stage.canvas import Canvas
from game.stage.keys import PAD, Pixel, ToUnit
from game.stage.painting.letters import LetterPainter
from game.stage.painting.panels import PanelPainter
from game.stage.shelf import Shelf

LONGEST = 256
"""Characters a field takes."""
_SHOWN = 34
"""Characters shown; a longer text shows its end."""
_DOT = "•"
_INK = 0.6
BOX = Panel(0.26, 0.36, 0.74, 0.64)
"""Where the field is."""


Answer = Callable[[str | None], None]
"""Hears what was typed; None after Escape."""


def nowhere(pixel: Pixel) -> None:
    """Where there is no picture, no click is anywhere."""


@dataclass(frozen=True, slots=True)
class Typed:
    """How the typing ended."""

    text: str
    """What was typed; empty when it was given up."""
    done: bool
    """True for Enter, False for Escape."""


class TextField:
    """One line, typed with whatever input method the system has. Give it all events until it answers."""

    def __init__(self, heading: str, secret: bool = False, to_unit: ToUnit = nowhere) -> None:
        """``heading`` is a message id; a secret one shows dots; ``to_unit`` tells where a click is."""
        self._heading = heading
        self._secret = secret
        self._to_unit = to_unit
        self._text = ""
        self._composing = ""
        self._panels = PanelPainter(Shelf(1 << 20))
        pygame.key.start_text_input()

    def take(self, events: Iterable[Event]) -> Typed | None:
        """Take these events; the answer once Enter or Escape was pressed, None before."""
        for event in events:
            if event.type == pygame.TEXTINPUT:
                self._text = (self._text + event.text)[:LONGEST]
                self._composing = ""
            elif event.type == pygame.TEXTEDITING:
                self._composing = event.text
            elif not self._composing:
                ended = self._ended(event)
                if ended is not None:
                    return self._end(ended)
        return None

    def paint(self, canvas: Canvas, letters: LetterPainter) -> None:
        """Paint the field over what is there."""
        self._panels.begin()
        self._panels.panel(canvas, BOX, _INK)
        letters.paint(canvas, Text(TextRole.SECOND, self._heading, 0.5, 0.43, width=0.44))
        letters.lay(canvas, self.shown(), Text(TextRole.MENU, "", 0.29, 0.52, Align.LEFT, width=0.44))
        keys = "passphrase.keys" if self._secret else "words.keys"
        letters.paint(canvas, Text(TextRole.HINT, keys, 0.5, 0.60, opacity=0.85, width=0.44))

    def shown(self) -> str:
        """What stands in the field: the end of the text, dots for a secret, and a caret."""
        text = _DOT * len(self._text) if self._secret else self._text + self._composing
        return text[-_SHOWN:] + "|"

    def _ended(self, event: Event) -> Typed | None:
        """Whether Enter, Escape, or the pad's buttons for "act" or "escape" and "skip" end the typing."""
        key = event.key if event.type == pygame.KEYDOWN else None
        button = PAD.get(event.button, "") if event.type == pygame.JOYBUTTONDOWN else ""
        if key == pygame.K_BACKSPACE:
            self._text = self._text[:-1]
        elif key in (pygame.K_RETURN, pygame.K_KP_ENTER) or button == "act":
            return Typed(self._text, done=True)
        elif key == pygame.K_ESCAPE or button in {"escape", "skip"} or self._beside(event):
            return Typed("", done=False)
        return None

    def _beside(self, event: Event) -> bool:
        """A click beside the field while nothing is typed: who has only a pointer comes out again."""
        if event.type != pygame.MOUSEBUTTONDOWN or event.button != 1 or self._text:
            return False
        place = self._to_unit(event.pos)
        if place is None:
            return False
        x, y = place[0] / 4096.0, place[1] / 4096.0
        return not (BOX.left <= x <= BOX.right and BOX.top <= y <= BOX.bottom)

    def _end(self, typed: Typed) -> Typed:
        self._text = ""
        pygame.key.stop_text_input()
        return typed


class WordsAsk:
    """A field over what is shown that asks for words, and tells them once."""

    def __init__(self, heading: str, answer: Answer, secret: bool = False, to_unit: ToUnit = nowhere) -> None:
        """As ``TextField``; ``answer`` hears what was typed."""
        self._field = TextField(heading, secret, to_unit)
        self._answer = answer

    def take(self, events: list[Event]) -> bool:
        """Take these events; True once it has its answer, and told it."""
        typed = self._field.take(events)
        if typed is None:
            return False
        self._answer(typed.text if typed.done else None)
        return True

    def paint(self, canvas: Canvas, letters: LetterPainter) -> None:
        """Paint the field."""
        self._field.paint(canvas, letters)
