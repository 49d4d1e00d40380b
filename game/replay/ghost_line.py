"""What a ghost and its child say to each other over a pipe. Light: neither the rules nor pygame are loaded by it."""

from dataclasses import dataclass
from enum import StrEnum

SIZE = (960, 540)
"""Pixels of a picture, 16:9."""
NARROWEST = 64
"""The least width a picture is made, pixels."""


class State(StrEnum):
    """How a telling stands."""

    TELLING = "telling"
    """It goes on; what was told so far can be looked at."""
    READY = "ready"
    """The whole session can be looked at."""
    FAILED = "failed"
    """It ended early; what was told before can be looked at, unless the child is gone."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a telling has come."""

    share: float = 0.0
    """Told of the whole, [0, 1]."""
    ticks: int = -1
    """Last tick that can be looked at; -1 = none yet."""
    state: State = State.TELLING
    """How it stands."""
    words: str = "ghost.telling"
    """Message id of what there is to say of it."""
    agrees: bool | None = None
    """Whether every digest taken then is that of now; None = not known yet, or there are none."""


@dataclass(frozen=True, slots=True)
class Tape:
    """To the child: some records of the session, in order."""

    records: tuple[tuple[int, bytes], ...]
    """Kind and payload of each."""


@dataclass(frozen=True, slots=True)
class Begin:
    """To the child, behind the last Tape: tell it."""

    setup: bytes
    """The session's header."""
    size: tuple[int, int]
    """Pixels of a picture."""
    whole: bool
    """False where the records end because the next could not be read."""


@dataclass(frozen=True, slots=True)
class Ask:
    """To the child: paint a moment."""

    number: int
    """Names the question in its answer."""
    tick: int
    """Ticks since the sitting began."""
    width: int
    """Pixels."""
    lossless: bool
    """Every pixel as it was painted, larger and slower."""


@dataclass(frozen=True, slots=True)
class Picture:
    """From the child: an answer."""

    number: int
    """Of the question."""
    data: bytes
    """The file: JPEG, or PNG where it was to be lossless."""


@dataclass(frozen=True, slots=True)
class Sorry:
    """From the child: no answer."""

    number: int
    """Of the question."""
    words: str
    """Message id of why."""
