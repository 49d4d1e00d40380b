"""A progress bar for waits over a second, on the error stream, so that output can be piped."""

import sys
import time

WIDTH = 30
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
