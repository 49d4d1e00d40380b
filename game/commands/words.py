"""The player's own words: typed on the stage, let go or sealed by the vault, never seen by the rules.

The rules learn only that there are words now ("words:yes"), or none ("words:no"), and of a sentence for the journal
what it might sound like ("reading:heavier" ..., "reading:none" where nothing can or should be said of it). That guess
is made in this process by numpy alone, on a thread of its own: its weights are read while the player types, so no
picture waits for them.
"""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import TYPE_CHECKING, Protocol

from game.core.facts import TONES, Fact, LevelEnded, SentenceTold, WordsAsked, WordsLetGo
from game.core.trace import Sounded, Written
from game.stage.telling import Telling

if TYPE_CHECKING:
    from affect.text.model import Reader, Words

Seal = Callable[[Written], None]
"""Seals what was written."""
WEIGHED = "journal"
"""Only what is written for this is read for how it sounds, and shown to its writer again."""
SLOT = "words:own"
"""Where the stage shows it."""
SHOWN = 66
"""Characters of it that are shown; all of them are kept."""
LEAST_SURE = 0.5
"""A guess less likely than this is not told."""


def open_reader() -> "Reader":
    """The reader of sentences; only who writes one loads it."""
    from affect.text.model import reader  # noqa: PLC0415 - the weights' room is entered only by who writes

    return reader()


class Shown(Protocol):
    """Where words stand beside what a level shows."""

    def tell_also(self, slot: str, telling: Telling) -> None:
        """Show these in a slot."""


class Slate(Protocol):
    """A theatre, as far as words are concerned."""

    @property
    def screen(self) -> Shown:
        """What the writer sees."""

    def ask_words(self, heading: str, answer: Callable[[str | None], None]) -> None:
        """Ask for words; ``answer`` hears them, None after Escape."""


class OwnWords:
    """Holds what was typed until the player says what becomes of it; in memory only."""

    def __init__(
        self,
        theatre: Slate | None,
        seal: Seal,
        beside: Executor,
        opened: "Callable[[], Reader]" = open_reader,
    ) -> None:
        """Hold nothing yet.

        Args:
            theatre: None = nobody is there to type, and every question is answered with no words.
            seal: told what is to be kept.
            beside: where sentences are read, beside the game.
            opened: makes the reader of sentences, there.
        """
        self._theatre = theatre
        self._seal = seal
        self._beside = beside
        self._opened = opened
        self._reader: Future[Reader] | None = None
        self._weighing: Future[Words] | None = None
        self._words: Words | None = None
        self._sounded: Sounded | None = None
        self._text = ""
        self._choices: tuple[str, ...] = ()

    @property
    def welcome(self) -> bool:
        """Somebody is there who could write."""
        return self._theatre is not None

    def act(self, fact: Fact) -> None:
        """Ask for words, hear what they sound like to their writer, keep or forget them; other facts are not for it."""
        if isinstance(fact, WordsAsked):
            self._ask(fact.place)
        elif isinstance(fact, SentenceTold) and self._words is not None:
            self._sounded = Sounded(self._words.valence, self._words.sd, fact.guess, fact.own)
        elif isinstance(fact, WordsLetGo):
            written = Written(fact.place, self._text, self._sounded)
            self._forget()
            if fact.kept and written.text:
                self._seal(written)
        elif isinstance(fact, LevelEnded):
            self._forget()

    def take(self) -> tuple[str, ...]:
        """What became known since the last tick: "words:yes", "words:no", later "reading:even" ..."""
        choices, self._choices = self._choices, ()
        if self._weighing is None or not self._weighing.done():
            return choices
        weighing, self._weighing = self._weighing, None
        self._words = None if weighing.exception() else weighing.result()
        return (*choices, f"reading:{tone(self._words)}")

    def _ask(self, place: str) -> None:
        self._forget()
        if self._theatre is None:
            self._typed(None)
        elif place == WEIGHED:
            if self._reader is None:
                self._reader = self._beside.submit(self._opened)
            self._theatre.ask_words(f"words.{place}", self._wrote)
        else:
            self._theatre.ask_words(f"words.{place}", self._typed)

    def _typed(self, text: str | None) -> None:
        self._text = (text or "").strip()
        self._choices = ("words:yes" if self._text else "words:no",)

    def _wrote(self, text: str | None) -> None:
        """A sentence for the journal: shown to its writer, and read beside the game."""
        self._typed(text)
        self._show(self._text if len(self._text) <= SHOWN else f"{self._text[: SHOWN - 1]}…")
        reader, sentence = self._reader, self._text
        if reader is not None and sentence:
            self._weighing = self._beside.submit(lambda: reader.result()(sentence))

    def _forget(self) -> None:
        if self._text:
            self._show("")
        self._text, self._words, self._sounded, self._weighing = "", None, None, None

    def _show(self, text: str) -> None:
        if self._theatre is not None:
            self._theatre.screen.tell_also(SLOT, Telling(text=text))


def tone(words: "Words | None") -> str:
    """What a sentence might sound like, of TONES; "none" where nothing was read of it, or nothing likely."""
    if words is None or not words.language or max(words.classes) < LEAST_SURE:
        return "none"
    return TONES[words.classes.index(max(words.classes))]
