"""Sums: what each session amounts to in a few numbers, so that a list of sessions opens none of them.

A cache, sealed like all else: a line is made when a session is first looked at, and can be made again. So nothing
here is missed, and lines of a session that is no longer there, or made by an older method, are passed over.
"""

import json
import math
import zlib
from collections.abc import Collection
from dataclasses import astuple, dataclass
from pathlib import Path

from game.vault.device import DeviceKey
from game.vault.errors import Unfit
from game.vault.keys import read_public_key
from game.vault.layout import checked_id, is_id
from game.vault.ledger import Ledger
from game.vault.ring import PrivateKey

NAME = "sums"
MOST_SUMS = 100_000
MOST_LINES_APART = 64
"""So many lines may be sealed one by one: each costs about a tenth of a millisecond to open."""
_MOST_UNPACKED_BYTES = 1 << 26
_MOST_NAMES, _MOST_CHARACTERS = 64, 64


@dataclass(frozen=True, slots=True)
class Summed:
    """What one session amounts to. No number in it is a score of the player."""

    session_id: str
    """The session's name."""
    method: int
    """Number of the way of summing up; what another one made is made again."""
    file_bytes: int
    """Length of the session's file when it was summed up; one that has grown since is summed up again."""
    source: str
    """Who played: "live" a person, "simulated" a simulated one."""
    length_s: float
    """How long it was."""
    levels: tuple[str, ...]
    """Names of the levels played, in order; at most 64."""
    tensest_s: float | None
    """When the player looked tensest, seconds since it began; None = too little is known, or they never did."""
    back_s: float | None
    """Seconds from there until they were back at their usual, and stayed; None = not in this session."""
    helped: tuple[str, ...]
    """What ran in between: names of breathing patterns, or "easier" for easier settings; at most 64."""


@dataclass(frozen=True, slots=True)
class Sums:
    """The cache as it was read."""

    lines: tuple[Summed, ...]
    """One for each session that was summed up, newest line of each."""
    apart: int
    """How many entries they lie in; many are brought into one by ``settle_sums``."""
    end: bytes
    """Where it ended when it was read (see ledger.Told)."""


def keep_sums(folder: Path, device: DeviceKey, *summed: Summed) -> None:
    """Keep what sessions amount to; needs no secret.

    Raises:
        BadName, Unfit: what no line can hold. NotWritten, Missing, CannotOpen.
    """
    for line in summed:
        checked_id(line.session_id)
    if summed:
        Ledger(folder, NAME, device).append(read_public_key(folder), _packed(summed))


def read_sums(folder: Path, device: DeviceKey, private: PrivateKey) -> Sums:
    """What was kept; what was changed or cut since is left out, because it can be made again.

    Raises:
        Newer, Unreadable.
    """
    told, lines = Ledger(folder, NAME, device).read(private), dict[str, Summed]()
    for entry in told.entries:
        try:
            lines |= {line.session_id: line for line in _unpacked(entry)}
        except (ValueError, RecursionError):
            continue  # made by another Stillwater, or by somebody who has the public key
    return Sums(tuple(lines.values()), len(told.entries), told.end)


def settle_sums(folder: Path, device: DeviceKey, private: PrivateKey, present: Collection[str]) -> None:
    """Take out the lines of sessions that are not ``present``, and bring many entries into one.

    Where nothing is to be done, or somebody wrote meanwhile, it stays as it is until the next time.

    Raises:
        Newer, Unreadable, NotWritten.
    """
    found = read_sums(folder, device, private)
    kept = tuple(line for line in found.lines if line.session_id in present)
    if len(kept) < len(found.lines) or found.apart > MOST_LINES_APART:
        Ledger(folder, NAME, device).rewrite(read_public_key(folder), found.end, _packed(kept))


def _packed(lines: tuple[Summed, ...]) -> bytes:
    """Raises Unfit."""
    if len(lines) > MOST_SUMS:
        raise Unfit(f"At most {MOST_SUMS} sessions are summed up.")
    try:
        plain = json.dumps([astuple(line) for line in lines], allow_nan=False, separators=(",", ":")).encode()
        data = zlib.compress(plain, 6)
        if _unpacked(data) != lines:
            raise ValueError("does not come back as it was")
    except ValueError as error:
        raise Unfit(f"What a session amounts to cannot be kept: {error}.") from None
    return data


def _unpacked(data: bytes) -> tuple[Summed, ...]:
    """The inverse. Raises ValueError."""
    try:
        told = json.loads(zlib.decompressobj().decompress(data, _MOST_UNPACKED_BYTES))
    except zlib.error as error:
        raise ValueError("does not unpack") from error
    if not isinstance(told, list) or len(told) > MOST_SUMS:
        raise ValueError("no sums")
    return tuple(_summed(one) for one in told)


def _summed(told: object) -> Summed:
    """Raises ValueError."""
    if not isinstance(told, list) or len(told) != len(Summed.__slots__):
        raise ValueError("no line")
    session_id, method, file_bytes, source, length_s, levels, tensest_s, back_s, helped = told
    if not isinstance(session_id, str) or not is_id(session_id):
        raise ValueError("no session's name")
    if type(method) is not int or type(file_bytes) is not int:
        raise ValueError("whole numbers are wanted")
    return Summed(
        session_id,
        method,
        file_bytes,
        _name(source),
        _seconds(length_s),
        _names(levels),
        None if tensest_s is None else _seconds(tensest_s),
        None if back_s is None else _seconds(back_s),
        _names(helped),
    )


def _seconds(value: object) -> float:
    if type(value) is not float or not math.isfinite(value) or value < 0.0:
        raise ValueError("seconds from 0 are wanted")
    return value


def _name(value: object) -> str:
    if not isinstance(value, str) or len(value) > _MOST_CHARACTERS:
        raise ValueError(f"a name of at most {_MOST_CHARACTERS} characters is wanted")
    return value


def _names(values: object) -> tuple[str, ...]:
    if not isinstance(values, list) or len(values) > _MOST_NAMES:
        raise ValueError(f"at most {_MOST_NAMES} names are wanted")
    return tuple(_name(value) for value in values)
