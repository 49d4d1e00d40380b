"""A card that asks for a key. The key that is pressed goes to the house's settings, never to the core or the tape."""

from collections.abc import Callable, Iterable

import pygame
from pygame.event import Event

from game.core.shapes import Panel, Text, TextRole
from game.stage.canvas import Canvas
from game.stage.keys import PAD, STAYS
from game.stage.painting.letters import LetterPainter
from game.stage.painting.panels import PanelPainter
from game.stage.shelf import Shelf

ALWAYS = (pygame.QUIT, pygame.JOYDEVICEADDED, pygame.JOYDEVICEREMOVED)
"""Events that are heard by the game also while a key or words are asked for."""
_INK = 0.6


class KeyAsk:
    """Asks until a key is pressed that is free to choose, or until Escape, a mouse button or the pad's buttons for
    "escape" and "skip" leave all as it is."""

    def __init__(self, words: str, answer: Callable[[int], None]) -> None:
        """``words`` is the message id of what the key is for; ``answer`` hears the code of the key."""
        self._words = words
        self._answer = answer
        self.hint = "keyask.hint"
        """What is said below, a message id: another one once a key was pressed that cannot be chosen."""
        self._panels = PanelPainter(Shelf(1 << 20))

    def take(self, events: Iterable[Event]) -> bool:
        """Take these events; True once it was answered or left."""
        for event in events:
            if _leaves(event):
                return True
            if event.type == pygame.KEYDOWN and event.key in STAYS:
                self.hint = "keyask.stays"
            elif event.type == pygame.KEYDOWN:
                self._answer(event.key)
                return True
        return False

    def paint(self, canvas: Canvas, letters: LetterPainter) -> None:
        """Paint the card over what is there."""
        self._panels.begin()
        self._panels.panel(canvas, Panel(0.26, 0.36, 0.74, 0.64), _INK)
        letters.paint(canvas, Text(TextRole.SECOND, "keyask.heading", 0.5, 0.43, width=0.44))
        letters.paint(canvas, Text(TextRole.MENU, self._words, 0.5, 0.51, width=0.44))
        letters.paint(canvas, Text(TextRole.HINT, self.hint, 0.5, 0.60, opacity=0.85, width=0.44))


def _leaves(event: Event) -> bool:
    """Whether this leaves all as it is."""
    if event.type == pygame.JOYBUTTONDOWN:
        return PAD.get(event.button) in {"escape", "skip"}
    return event.type == pygame.MOUSEBUTTONDOWN or (event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE)
