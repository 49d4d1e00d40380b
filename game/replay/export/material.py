"""What a writer is given, and what it makes: ``Material`` in, ``File`` out, and ``Export`` to name the format.

A format is one file beside this one that ends with ``EXPORT = Export(...)``. At its top it imports nothing heavy: what
needs a library stands in files named after it (``edf_signals.py``), which its ``write`` imports when it is called.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property

from affect.trends.session import Session
from game.core.pace import TICKS_PER_S
from game.replay.corrections import Stretch, counting
from game.replay.events import Headline
from game.replay.lanes import Curve, Lanes, Sitting
from game.replay.sensed import Sensors
from game.stage.words import Words
from game.vault.layers import Correction, Note
from game.vault.saying import Label

MANIFEST = "manifest.json"
"""File beside all others of an export, which the frame writes: SHA-256 of each, and where it comes from."""
MOST_PATH = 200
_PART = re.compile(r"\.?[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*")
"""One part of a path that every system takes: no blanks, no "..", nothing hidden but names such as ".bidsignore"."""


def silent(share: float) -> None:
    """Tell nobody how far it went."""


@dataclass(frozen=True)
class Material:
    """All that a writer may use of one session. Equal material makes equal bytes: nothing else is asked."""

    lanes: Lanes
    """The session as it was recorded; what was corrected is still in it, and ``corrected`` says where."""
    sensors: Sensors
    """What each sensor said by itself."""
    corrections: tuple[Correction, ...]
    """Every correction, withdrawn ones too."""
    notes: tuple[Note, ...]
    """The notes that the visitor may see and that stand."""
    session: Session
    """What the session amounts to, with what was corrected left out."""
    headline: Headline | None
    """How the tensest moment passed, with what was corrected left out; None where too little is known."""
    who: str
    """What the player is called. For people alone: no file for tools holds it."""
    pseudonym: str
    """Stands for the player in files for tools: letters and digits, the same for one player in one export folder."""
    words: Words
    """Messages in the chosen language."""
    now_s: int
    """When the export is made, seconds since 1970. The only clock a writer has."""
    sitting: Sitting
    """The opened session itself, for the writer that tells it again. Everything else is in the lanes."""
    progress: Callable[[float], None] = silent
    """A writer that takes longer than a second tells it here what share is done, [0, 1]; it may raise to end it."""

    @cached_property
    def began(self) -> datetime | None:
        """When the session began, UTC; None where its header does not say."""
        try:
            began = datetime.fromisoformat(self.lanes.header.started)
        except ValueError:
            return None
        return None if began.tzinfo is None else began.astimezone(UTC)

    def moment(self, t_s: float) -> str:
        """A time of the session as ISO 8601 in UTC, to the millisecond; "" where nobody knows when it began."""
        if self.began is None:
            return ""
        return iso_utc(self.began + timedelta(seconds=round(t_s, 3)))

    @cached_property
    def corrected(self) -> tuple[Stretch, ...]:
        """What people say was something else: in order of time, disjoint, withdrawn ones left out."""
        return counting(self.corrections)

    def label_at(self, t_s: float) -> str:
        """What people say a moment was instead, as the value of a ``Label``; "" where nobody corrected it."""
        tick = round(t_s * TICKS_PER_S)  # k / 60 * 60 may lie below k
        return next((one.label.value for one in self.corrected if one.from_tick <= tick < one.to_tick), "")

    def theirs(self, curve: Curve) -> Curve:
        """A curve of the estimates with nothing known where people say that it was not the player."""
        labels = map(self.label_at, self.lanes.estimates.t_s)
        mine = (label != Label.NOT_THE_PLAYER.value for label in labels)
        return replace(curve, known=tuple(known and one for known, one in zip(curve.known, mine, strict=True)))


@dataclass(frozen=True, slots=True)
class File:
    """One file of an export, in memory. Raises ValueError for a path that some system would not take."""

    path: str
    """Where in the export, relative, parts divided by "/"."""
    data: bytes
    """All of it."""

    def __post_init__(self) -> None:
        """The gate: what is packed or written later needs no check."""
        if len(self.path) > MOST_PATH or not all(_PART.fullmatch(part) for part in self.path.split("/")):
            raise ValueError(f"an export holds no file named {self.path!r}")


@dataclass(frozen=True, slots=True)
class Size:
    """About how large an export is, for whoever chooses one."""

    kib: float
    """KiB of a session that holds next to nothing,"""
    kib_a_minute: float
    """and KiB more for each minute of it."""

    def of(self, length_s: float) -> int:
        """Bytes, about, for a session of that length."""
        return round(1024 * (self.kib + self.kib_a_minute * length_s / 60.0))


@dataclass(frozen=True, slots=True)
class Export:
    """A format."""

    name: str
    """What it is asked for by, and the name of its file here: "csv"."""
    title: str
    """Message id: what it is called."""
    about: str
    """Message id of one sentence: for whom it is."""
    holds: str
    """Message id of one sentence: what it will hold."""
    for_people: bool
    """True = people read it, so it may say the player's name, own words and notes. False = it goes into other tools:
    the pseudonym stands for the player, and nothing in it was typed by anybody."""
    size: Size
    """How large the packed files are, about."""
    write: Callable[[Material], tuple[File, ...]]
    """Makes the files. Empty lanes, a salvaged session and one of two seconds are written, too."""


def iso_utc(moment: datetime) -> str:
    """A moment in UTC as ISO 8601, to the millisecond: "2026-01-05T10:00:00.500Z"."""
    return f"{moment.astimezone(UTC).isoformat(timespec='milliseconds').removesuffix('+00:00')}Z"
