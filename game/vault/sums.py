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
MOST_ITEMS = 64
_MOST_CHARACTERS = 64


@dataclass(frozen=True, slots=True)
class Ran:
    """Something that ran for a while."""

    name: str
    """Message id of what it was."""
    from_s: float
    """Its beginning, seconds since the session began."""
    to_s: float
    """Its end, likewise."""


@dataclass(frozen=True, slots=True)
class Tensest:
    """The stretch with the tensest moment, and how it passed; as affect/trends/recovery.py tells it."""

    begin_s: float
    """When it began, seconds since the session began."""
    peak_s: float
    """Its tensest moment, likewise."""
    above: float
    """How far above the player's usual that was, in arousal."""
    sd: float
    """How far off that may be."""
    end: str
    """How it ended: "back" at the usual, "unseen", or "ended" with the session."""
    end_s: float
    """When that was, or when it was last seen; seconds since the session began."""
    at_most: bool
    """It may have passed earlier: nothing was known for a while before ``end_s``."""
    stayed_s: float
    """How long it then stayed so."""


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
    mode: str
    """What the world was allowed to do: "soothe" or "train"."""
    started_s: int
    """When it began, seconds since 1970, by its own header; 0 = it does not say."""
    length_s: float
    """How long it was."""
    ended_early: bool
    """Whether it was never closed."""
    levels: tuple[str, ...]
    """Names of the levels played, in order; at most 64."""
    known_s: float | None
    """For how long enough was known of how tense the player was; None = too short to say anything of it."""
    tensest: Tensest | None
    """How its tensest moment passed; None = nothing is known, or no moment was clearly tense."""
    meanwhile: tuple[Ran, ...]
    """What ran between that moment and its end; at most 64."""


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
    (
        session_id,
        method,
        file_bytes,
        source,
        mode,
        started_s,
        length_s,
        ended_early,
        levels,
        known_s,
        tensest,
        meanwhile,
    ) = _fields(told, Summed)
    if not isinstance(session_id, str) or not is_id(session_id):
        raise ValueError("no session's name")
    return Summed(
        session_id,
        _whole(method),
        _whole(file_bytes),
        _name(source),
        _name(mode),
        _whole(started_s),
        _seconds(length_s),
        _yes(ended_early),
        tuple(_name(one) for one in _each(levels)),
        None if known_s is None else _seconds(known_s),
        None if tensest is None else _tensest(tensest),
        tuple(_ran(one) for one in _each(meanwhile)),
    )


def _tensest(told: object) -> Tensest:
    """Raises ValueError."""
    begin_s, peak_s, above, sd, end, end_s, at_most, stayed_s = _fields(told, Tensest)
    return Tensest(
        _seconds(begin_s),
        _seconds(peak_s),
        _finite(above),
        _seconds(sd),
        _name(end),
        _seconds(end_s),
        _yes(at_most),
        _seconds(stayed_s),
    )


def _ran(told: object) -> Ran:
    """Raises ValueError."""
    name, from_s, to_s = _fields(told, Ran)
    return Ran(_name(name), _seconds(from_s), _seconds(to_s))


def _fields(told: object, kind: type[Summed] | type[Tensest] | type[Ran]) -> list[object]:
    if not isinstance(told, list) or len(told) != len(kind.__slots__):
        raise ValueError("no line")
    return told


def _each(values: object) -> list[object]:
    if not isinstance(values, list) or len(values) > MOST_ITEMS:
        raise ValueError(f"at most {MOST_ITEMS} items are wanted")
    return values


def _whole(value: object) -> int:
    if type(value) is not int or not 0 <= value < 1 << 63:
        raise ValueError("a whole number from 0 is wanted")
    return value


def _yes(value: object) -> bool:
    if type(value) is not bool:
        raise ValueError("yes or no is wanted")
    return value


def _finite(value: object) -> float:
    if type(value) is not float or not math.isfinite(value):
        raise ValueError("a finite number is wanted")
    return value


def _seconds(value: object) -> float:
    """A length of time, or a spread: from 0 on."""
    number = _finite(value)
    if number < 0.0:
        raise ValueError("a number from 0 is wanted")
    return number


def _name(value: object) -> str:
    if not isinstance(value, str) or len(value) > _MOST_CHARACTERS:
        raise ValueError(f"a name of at most {_MOST_CHARACTERS} characters is wanted")
    return value
