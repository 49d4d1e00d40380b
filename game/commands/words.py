"""The player's own words: typed on the stage, let go or sealed by the vault, never seen by the rules.

The rules learn only that there are words now ("words:yes"), or none ("words:no").
"""

from collections.abc import Callable

from game.core.facts import Fact, WordsAsked, WordsLetGo
from game.stage.theatre import Theatre

Seal = Callable[[str, str], None]
"""Seals words: what they are for, and the words."""


class OwnWords:
    """Holds what was typed until the player says what becomes of it; in memory only."""

    def __init__(self, theatre: Theatre | None, seal: Seal) -> None:
        """``theatre`` = None: nobody is there to type, and every question is answered with no words."""
        self._theatre = theatre
        self._seal = seal
        self._text = ""
        self._choices: tuple[str, ...] = ()

    def act(self, fact: Fact) -> None:
        """Ask for words, or let them go; any other fact is nobody's business here."""
        if isinstance(fact, WordsAsked):
            if self._theatre is None:
                self._typed(None)
            else:
                self._theatre.ask_words(f"words.{fact.place}", self._typed)
        elif isinstance(fact, WordsLetGo):
            text, self._text = self._text, ""
            if fact.kept and text:
                self._seal(fact.place, text)

    def take(self) -> tuple[str, ...]:
        """What became known since the last tick: "words:yes" or "words:no"."""
        choices, self._choices = self._choices, ()
        return choices

    def _typed(self, text: str | None) -> None:
        self._text = (text or "").strip()
        self._choices = ("words:yes" if self._text else "words:no",)
