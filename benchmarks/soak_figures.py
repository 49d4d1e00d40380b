"""What a soak writes down: flat records in one JSON file, read again where a run goes on after it was ended."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

STORMY = 0.7
"""Share of the time in which everything is shaken; afterwards it is played in peace, so that a leak shows."""
WALL_JUMPS_S = (-86_400.0, 3_600.0, -3_600.0, 86_400.0, -7_200.0)
"""By how much the wall clock is set, in turn."""


@dataclass(frozen=True, slots=True)
class Look:
    """One process, once a minute."""

    at_s: float
    """Seconds of soaking, over all its legs."""
    name: str
    """"game", "camera" or "microphone"."""
    process_id: int
    """Another one = another life of the child."""
    resident_mb: float
    """Resident memory."""
    files: int
    """Open file descriptors."""
    threads: int
    """Threads."""
    blocks: int
    """Blocks of Python's allocator in use (the game's own; 0 for the others)."""
    in_use_mb: float = 0.0
    """Of the resident memory, what the allocator has handed out (the game's own; 0 for the others)."""


@dataclass(frozen=True, slots=True)
class Pull:
    """A device that was pulled."""

    device: str
    """"camera" or "microphone"."""
    kind: str
    """How; see soak_pulls."""
    at_s: float
    """When."""
    noticed_s: float | None
    """Until the game said so; None = it did not."""
    back_s: float | None
    """Until it was sensed again, from the moment it could be; None = the sitting ended first, or it never was."""
    blocked_ms: float
    """How long the game stood still while it let go of the child."""
    process_gone: bool
    """The child that was there is not."""


@dataclass(frozen=True, slots=True)
class Leap:
    """The clock of the loop, and of who watches the children, leapt forward."""

    at_s: float
    """When."""
    by_s: float
    """How far."""
    restarted: str
    """Devices that were started again for it."""
    back_s: float | None
    """Until everything that was on before was sensed again; None = the sitting ended first, or it never was. What is
    sensed in the first moments was under way before and does not count: less than that is never noted."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A write that was cut."""

    kind: str
    """"full", "sync" (in the game), "mid-write", "outside" (a player process that was killed)."""
    at_s: float
    """When."""
    session_id: str
    """Whose file."""
    played_ticks: int
    """Ticks played when it was cut."""
    kept_ticks: int
    """Ticks that open afterwards."""
    digests_agree: bool
    """Told again, they are what was played."""
    whole: bool
    """It opens without salvage, and salvage finds no gap in it."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A picture that came late by more than a tenth of a second."""

    at_s: float
    """When."""
    took_s: float
    """From the picture before."""
    after: str
    """What had happened within two seconds before."""


@dataclass(frozen=True, slots=True)
class Sat:
    """One sitting."""

    at_s: float
    """When it began."""
    session_id: str
    """Its file; "" where the disk took none."""
    levels: str
    """As they came, with a blank between."""
    mind: str
    """Who tuned it."""
    ticks: int
    """Ticks played."""
    real_s: float
    """How long it took."""
    unshown: int
    """Ticks stepped late, without a picture of their own."""
    minigames: int
    """Breathing minigames within levels."""
    pictures: int
    """Pictures the camera's film showed while it was on."""
    dropped: int
    """of which were not looked at."""
    sound_dropped_s: float
    """Sound that was not listened to."""
    resident_mb: float
    """Of the game, after it."""
    files: int
    """Open in the game after it."""
    threads: int
    """In the game after it."""
    processes: int
    """Below the game after it, the resource tracker of multiprocessing and a player that is to be killed left out."""


@dataclass(frozen=True, slots=True)
class Minute:
    """How it stands, once a minute."""

    at_s: float
    """When."""
    load: float
    """Load average of the last minute, everything on the machine."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something raised that nobody caught, or that should not be."""

    at_s: float
    """When."""
    where: str
    """Which thread or sitting."""
    words: str
    """The whole of it."""


@dataclass(frozen=True, slots=True)
class Verified:
    """A session file after the soak."""

    session_id: str
    """Its name."""
    player: str
    """Whose."""
    ticks: int
    """Told again."""
    digests: int
    """that agreed."""
    agrees: bool
    """All of them."""
    ended_early: bool
    """It was not closed."""


@dataclass
class Figures:
    """All of a soak."""

    looks: list[Look] = field(default_factory=list)
    pulls: list[Pull] = field(default_factory=list)
    leaps: list[Leap] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    sat: list[Sat] = field(default_factory=list)
    minutes: list[Minute] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    verified: list[Verified] = field(default_factory=list)
    wall_jumps: int = 0
    """How often the wall clock went back (or forward again) between two sittings."""
    legs: int = 0
    """How often it was begun."""
    soaked_s: float = 0.0
    """How long, over all legs."""
    wished_s: float = 0.0
    """How long it is to be."""
    cores: int = 0
    """Cores it might use; 0 = not noted."""
    niceness: int | None = None
    """Of the game's process; None = not noted."""
    said: dict[str, int] = field(default_factory=dict)
    """What the game said to whoever started it, and how often; paths and names left out."""

    def hear(self, words: str) -> None:
        """The game said something."""
        self.said[words] = self.said.get(words, 0) + 1

    def save(self, path: Path) -> None:
        """Write all, so that the old or the new is there."""
        part = path.with_suffix(".part")
        part.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")
        part.replace(path)


RECORDS: dict[str, type[Any]] = {
    "looks": Look,
    "pulls": Pull,
    "leaps": Leap,
    "cuts": Cut,
    "gaps": Gap,
    "sat": Sat,
    "minutes": Minute,
    "faults": Fault,
    "verified": Verified,
}


def read_figures(path: Path) -> Figures:
    """The figures of an earlier leg; fresh ones where there is no file."""
    if not path.exists():
        return Figures()
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return Figures(**dict(_read(told)))


def _read(told: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """What was not noted then stays at what that means."""
    for name in (one.name for one in fields(Figures) if one.name in told):
        value = told[name]
        yield name, [RECORDS[name](**row) for row in value] if name in RECORDS else value
