"""What people say of a session afterwards, as it is appended, and its bytes.

Nothing is ever changed: to correct oneself is to say one thing more. What all sayings together amount to is told by
``layers``. The bytes are one of kind and JSON; docs/vault.md draws them.
"""

import json
import re
import secrets
from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any

from game.vault.errors import Unfit

MOST_AUTHOR = 64
MOST_NOTE = 4000
MOST_TEMPLATE = 64
MOST_TICK = 1 << 32
MOST_WHEN_S = 1 << 40
_MARK = re.compile("[0-9a-f]{16}")


class Label(Enum):
    """What a stretch really was, where the machine took it for something else. Words are for ever."""

    LAUGHING = "laughing"
    """The player laughed."""
    TALKING = "talking"
    """The player talked, to somebody or to themselves."""
    FINE = "fine"
    """The player was well, whatever it looked like."""
    NOT_THE_PLAYER = "not_the_player"
    """Somebody else was before the camera or the microphone."""
    OTHER = "other"
    """Something else; a note may say what."""


class Audience(Enum):
    """Who may see the picture story of a session. Words are for ever."""

    ME = "me"
    """The player, with the guardian who unlocks it for them."""
    FAMILY = "family"
    """The family: it may be printed, too."""
    THERAPIST = "therapist"
    """The family, and the therapists who were given a key."""


@dataclass(frozen=True, slots=True)
class Signed:
    """Who said something, and when."""

    author: str
    """"passphrase" for the family, else the name under which a therapist was given a key; 1 to 64 characters."""
    when_s: int
    """When, seconds since 1970, by this machine's clock."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """A stretch of the session was something else than the machine took it for."""

    mark: str
    """What it is known by for ever, of ``fresh_mark``."""
    from_tick: int
    """Its first tick."""
    to_tick: int
    """The tick behind its last; above ``from_tick``."""
    label: Label
    """What it was."""
    by: Signed
    """Who says so."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A note, or another version of one."""

    mark: str
    """What the note is known by for ever, of ``fresh_mark``; the same for each of its versions."""
    tick: int | None
    """The moment it is about; None = the whole session."""
    text: str
    """Plain text, at most 4000 characters."""
    template: str
    """Id of the question it answers; "" = none."""
    shared: bool
    """False = a draft that the view shows to its author only."""
    by: Signed
    """Who wrote it."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A correction or a note is taken back. It stays readable, and no longer counts."""

    mark: str
    """Which."""
    by: Signed
    """Who took it back."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The player said who may see their picture story of the session."""

    audience: Audience
    """Who."""
    by: Signed
    """Who unlocked the view in which it was said."""


Saying = Corrected | Noted | Withdrawn | Shown
_KINDS: tuple[type[Saying], ...] = (Corrected, Noted, Withdrawn, Shown)
"""A saying's first byte is its place here, from 1: for ever."""


def fresh_mark() -> str:
    """A new mark: 16 random hex digits, so that two who write at once never mean the same."""
    return secrets.token_hex(8)


def encoded(saying: Saying) -> bytes:
    """One byte of kind, then JSON. The one gate through which sayings are written.

    Raises:
        Unfit: what no saying can hold: an empty stretch, a text or a name too long, a time before 1970.
    """
    told = {name: value.value if isinstance(value, Enum) else value for name, value in asdict(saying).items()}
    data = bytes((_KINDS.index(type(saying)) + 1,)) + json.dumps(told, separators=(",", ":")).encode()
    try:
        if decoded(data) != saying:
            raise ValueError("does not come back as it was")
    except ValueError as error:
        raise Unfit(f"This cannot be kept: {error}. Nothing was changed.") from None
    return data


def decoded(data: bytes) -> Saying:
    """The saying that ``encoded`` made.

    Raises:
        ValueError: anything else.
    """
    if not 1 <= (data[0] if data else 0) <= len(_KINDS):
        raise ValueError("no kind of saying")
    try:
        told = json.loads(data[1:])
        by = Signed(_text(told["by"]["author"], MOST_AUTHOR, 1), _whole(told["by"]["when_s"], MOST_WHEN_S))
        return _of_kind(_KINDS[data[0] - 1], told, by)
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError("no such saying") from error


def _of_kind(kind: type[Saying], told: dict[str, Any], by: Signed) -> Saying:
    """Raises KeyError, TypeError, ValueError."""
    if kind is Shown:
        return Shown(Audience(told["audience"]), by)
    mark = told["mark"]
    if not isinstance(mark, str) or not _MARK.fullmatch(mark):
        raise ValueError("a mark is 16 hex digits")
    if kind is Withdrawn:
        return Withdrawn(mark, by)
    if kind is Corrected:
        first, end = _whole(told["from_tick"], MOST_TICK), _whole(told["to_tick"], MOST_TICK)
        if first >= end:
            raise ValueError("a stretch ends after it begins")
        return Corrected(mark, first, end, Label(told["label"]), by)
    tick = None if told["tick"] is None else _whole(told["tick"], MOST_TICK)
    text, template = _text(told["text"], MOST_NOTE), _text(told["template"], MOST_TEMPLATE)
    if type(told["shared"]) is not bool:
        raise ValueError("shared is yes or no")
    return Noted(mark, tick, text, template, told["shared"], by)


def _text(value: object, most: int, least: int = 0) -> str:
    if not isinstance(value, str) or not least <= len(value) <= most:
        raise ValueError(f"a text of {least} to {most} characters is wanted")
    return value


def _whole(value: object, most: int) -> int:
    if type(value) is not int or not 0 <= value <= most:
        raise ValueError(f"a whole number from 0 to {most} is wanted")
    return value
