"""A progress bar for waits over a second, on the error stream, so that output can be piped."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

Thing = TypeVar("Thing")

WIDTH = 30
PATIENCE_S = 1.0
"""Longest wait without a bar."""
SHOWN_EVERY_S = 0.2


class Bar:
    """One line that is drawn over itself; without a terminal, a line per tenth."""

    def __init__(self, words: str) -> None:
        self._words = words
        self._drawn_s = 0.0
        self._tenth = -1
        self._terminal = sys.stderr.isatty()

    def show(self, share: float) -> None:
        """``share`` in [0, 1]."""
        share = min(max(share, 0.0), 1.0)
        if self._terminal:
            now_s = time.monotonic()
            if now_s - self._drawn_s < SHOWN_EVERY_S and share < 1.0:
                return
            self._drawn_s = now_s
            full = int(share * WIDTH)
            print(f"\r  [{'#' * full}{'-' * (WIDTH - full)}] {share:4.0%}  {self._words}", end="", file=sys.stderr)
        elif int(share * 10) > self._tenth:
            self._tenth = int(share * 10)
            print(f"  {share:4.0%}  {self._words}", file=sys.stderr)
        sys.stderr.flush()

    def end(self) -> None:
        """The wait is over."""
        self.show(1.0)
        if self._terminal:
            print(file=sys.stderr)


class LateBar:
    """A bar from the moment the wait is longer than a second; shorter ones have none."""

    def __init__(self, words: str) -> None:
        self._words = words
        self._began_s = time.monotonic()
        self._bar: Bar | None = None

    def show(self, share: float) -> None:
        """``share`` in [0, 1]."""
        if self._bar is None and time.monotonic() - self._began_s > PATIENCE_S:
            self._bar = Bar(self._words)
        if self._bar is not None:
            self._bar.show(share)

    def end(self) -> None:
        """The wait is over."""
        if self._bar is not None:
            self._bar.end()


def accompanied(things: Iterable[Thing], count: int, words: str) -> Iterator[Thing]:
    """The same things, with a bar from the moment the wait is longer than a second.

    Args:
        things: whatever takes its time.
        count: how many there are.
        words: what is being done with them.
    """
    bar = LateBar(words)
    for place, thing in enumerate(things):
        bar.show(place / max(count, 1))
        yield thing
    bar.end()
