"""What a training tells meanwhile: lines of a log, and a bar."""

import sys


def say(text: str) -> None:
    """A line of the log."""
    print(text, flush=True)


def progress(what: str, share: float) -> None:
    """A bar on the error stream."""
    done = round(30 * share)
    end = "" if share < 1.0 else "\n"
    print(f"\r{what:20s} [{'#' * done}{'.' * (30 - done)}]", end=end, file=sys.stderr, flush=True)
