"""The ghost's child process: it tells one session again, and paints any moment of it that is asked for.

What it holds is in its memory only and gone with it: it writes no file, asks for no secret, and ends as soon as the
other end of its pipe is closed. Nothing heavy is imported before ``run`` is called.
"""

# ruff: noqa: PLC0415 - libraries are imported in the child only, for the reason above

from __future__ import annotations

import gc
import os
import signal
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Final

from game.core.retell import Rules
from game.core.shapes import Plate
from game.core.show import show
from game.replay.ghost_line import Ask, Begin, Picture, Progress, Sorry, State, Tape
from game.replay.retold import NotTold, Retold
from game.stage.errors import PresentationError
from game.stage.presentation import Presentation
from game.stage.presentation import decode as decode_presentation

if TYPE_CHECKING:
    from game.stage.still import Stills

SLICE_S: Final = 0.01
"""The telling goes on so long before it looks whether something was asked."""
NEWS_S: Final = 0.1
"""How it goes is said so often."""

Records = list[tuple[int, bytes]]


def run(line: Connection) -> None:
    """Be the child: take the records, tell them, answer until the pipe closes."""
    os.environ["SDL_VIDEODRIVER"] = "dummy"
    os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"
    os.environ["SDL_NO_SIGNAL_HANDLERS"] = "1"  # else SDL turns the word to end into an event that nobody reads
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends this child in its own order
    gc.disable()  # worlds have no cycles, and there are a million lasting objects to look through in vain
    with suppress(EOFError, OSError):  # the page was left, or the server is gone: there is nobody to tell
        records: Records = []
        while isinstance(message := line.recv(), Tape):
            records.extend(message.records)
        Child(line, message).live(records)


class Child:
    """One telling, with what paints it."""

    def __init__(self, line: Connection, begin: Begin) -> None:
        """``line`` leads to the ghost; ``begin`` says what to tell."""
        self._line = line
        self._begin = begin
        self._retold = _retold(begin.setup)
        self._stumbled = self._retold is None
        self._stills: Stills | None = None

    def live(self, records: Records) -> None:
        """Tell the records, then answer for ever. Raises EOFError, OSError once nobody is there."""
        self._tell(records)
        self._prepare()
        while True:
            self._answer()

    def _tell(self, records: Records) -> None:
        """In slices: between them what was asked is answered, and how it goes is said now and then."""
        place, news_s = 0, time.monotonic()
        while place < len(records) and not self._stumbled:
            place = self._slice(records, place)
            self._answer_all()
            if time.monotonic() - news_s >= NEWS_S:
                news_s = time.monotonic()
                self._say(place / len(records), State.TELLING, "ghost.telling")
        if self._retold is not None:
            self._retold.end()
        share = place / max(len(records), 1)
        if self._stumbled:
            self._say(share, State.FAILED, "ghost.failed")
        elif not self._begin.whole:
            self._say(share, State.FAILED, "ghost.damaged")
        else:
            redrawn = self._retold is not None and self._retold.agrees is False
            self._say(1.0, State.READY, "ghost.redrawn" if redrawn else "ghost.ready")

    def _slice(self, records: Records, place: int) -> int:
        """Take records from ``place`` on for SLICE_S; returns where to go on."""
        until_s = time.monotonic() + SLICE_S
        assert self._retold is not None
        try:
            while place < len(records) and time.monotonic() < until_s:
                self._retold.take(*records[place])
                place += 1
        except Exception:  # rules of another version may stumble over anything; what was told before stays
            self._stumbled = True
        return place

    def _say(self, share: float, state: State, words: str) -> None:
        retold = self._retold
        ticks, agrees = (retold.told, retold.agrees) if retold is not None else (-1, None)
        self._line.send(Progress(share, ticks, state, words, agrees))

    def _prepare(self) -> None:
        """Load every place of the session now, so that going there later does not take some tenths of a second."""
        levels = self._retold.levels if self._retold is not None else ()
        shown = [shape.name for _, world in levels for shape in show(world).shapes if isinstance(shape, Plate)]
        for place in dict.fromkeys(shown):
            self._answer_all()
            self._painter().prepare(place)

    def _answer_all(self) -> None:
        while self._line.poll():
            self._answer()

    def _answer(self) -> None:
        """Wait for a question and answer it."""
        ask: Ask = self._line.recv()
        try:
            data = self._paint(ask)
        except NotTold:
            self._line.send(Sorry(ask.number, "ghost.not_yet"))
        except Exception:  # a moment that cannot be painted must not take the others with it
            self._line.send(Sorry(ask.number, "ghost.failed"))
        else:
            self._line.send(Picture(ask.number, data))

    def _paint(self, ask: Ask) -> bytes:
        """The picture of a moment. Raises NotTold."""
        from game.stage.still import Form

        if self._retold is None:
            raise NotTold("nothing was told")
        scene = show(self._retold.world(ask.tick))
        return self._painter().picture(scene, Form.PNG if ask.lossless else Form.JPEG, ask.width)

    def _painter(self) -> Stills:
        """What paints: opened when first needed."""
        from game.stage.still import Stills

        if self._stills is None:
            told = self._retold.header.presentation if self._retold is not None else ""
            self._stills = Stills(self._begin.size, _presentation(told))
        return self._stills


def _retold(setup: bytes) -> Retold | None:
    """A telling by the rules of today; None where the session's beginning cannot be read."""
    from levels import find_levels, find_patterns

    try:
        return Retold(setup, Rules(find_levels(), find_patterns()))
    except ValueError:
        return None


def _presentation(told: str) -> Presentation:
    """How the player saw it; the usual where that cannot be read."""
    try:
        return decode_presentation(told.encode())
    except PresentationError:
        return Presentation()
