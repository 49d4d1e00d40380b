"""The audit log: who looked at, gave away, changed or erased what, and when. Nobody can take a line out unseen.

It is written without any secret (erasing needs none, and playing has none) and read with the ring.
"""

import json
from dataclasses import asdict, dataclass
from enum import Enum
from pathlib import Path

from game.vault.device import DeviceKey
from game.vault.errors import Unfit
from game.vault.keys import read_public_key
from game.vault.ledger import Ledger
from game.vault.ring import PrivateKey

NAME = "audit"
MOST_CHARACTERS = 200


class Act(Enum):
    """What was done. Words are for ever."""

    OPENED = "opened"
    EXPORTED = "exported"
    SHARED = "shared"
    CORRECTED = "corrected"
    ERASED = "erased"
    EXPIRED = "expired"
    """Erased because its time was over."""
    RECIPIENT_ADDED = "recipient added"
    RECIPIENT_REMOVED = "recipient removed"
    PASSPHRASE_SET = "passphrase set"
    CONSENT_GIVEN = "consent given"
    CONSENT_WITHDRAWN = "consent withdrawn"
    SETTING_CHANGED = "setting changed"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log."""

    when_s: int
    """When, seconds since 1970, by this machine's clock."""
    act: Act
    """What was done,"""
    about: str = ""
    """to what: a session's name, a sensor, a setting; at most 200 characters,"""
    whom: str = ""
    """and for or by whom, where that is known; at most 200 characters."""


@dataclass(frozen=True, slots=True)
class Trail:
    """The log as it was read."""

    lines: tuple[Line, ...]
    """Every line that could be read, oldest first."""
    faults: tuple[str, ...]
    """What is not as it was written, one sentence each; empty where all is well."""


def note(folder: Path, device: DeviceKey, *lines: Line) -> None:
    """Append to a player's log; when this returns, the disk has it.

    Raises:
        Unfit: a text too long. NotWritten: the disk. Missing, CannotOpen: no public key to seal to.
    """
    Ledger(folder, NAME, device).append(read_public_key(folder), *(_encoded(line) for line in lines))


def read_trail(folder: Path, device: DeviceKey, private: PrivateKey) -> Trail:
    """The whole log of a player.

    Raises:
        Newer, Unreadable.
    """
    told = Ledger(folder, NAME, device).read(private)
    lines, faults = [], list(told.faults)
    for number, entry in enumerate(told.entries, 1):
        try:
            lines.append(_decoded(entry))
        except ValueError:
            faults.append(f"Line {number} of the audit was not made by this Stillwater.")
    return Trail(tuple(lines), tuple(faults))


def _encoded(line: Line) -> bytes:
    if line.when_s < 0 or max(len(line.about), len(line.whom)) > MOST_CHARACTERS:
        raise Unfit(f"A line of the audit holds texts of at most {MOST_CHARACTERS} characters.")
    return json.dumps({**asdict(line), "act": line.act.value}, ensure_ascii=True, separators=(",", ":")).encode()


def _decoded(entry: bytes) -> Line:
    """The inverse. Raises ValueError."""
    try:
        told = json.loads(entry)
        when_s, about, whom = told["when_s"], told["about"], told["whom"]
        if not (type(when_s) is int and isinstance(about, str) and isinstance(whom, str)):
            raise ValueError("no such line")
        return Line(when_s, Act(told["act"]), about, whom)
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError("no such line") from error
