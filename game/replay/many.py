"""All sessions of a player at once, out of the sealed caches: what everything over many sessions begins with."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from affect.trends.dated import dated
from affect.trends.profile_curve import Curve, decode_curve
from affect.trends.session import Session
from game.replay.cabinet import Unlocked
from game.replay.gist import decode_numbers
from game.replay.shelf import file_sizes, read_valid
from game.vault.device import DeviceKey
from game.vault.index import read_index
from game.vault.sums import Cache


@dataclass(frozen=True, slots=True)
class Many:
    """What is known of a player's sessions without opening one."""

    sessions: tuple[Session, ...]
    """In the order of time, simulated ones too; without those whose time is not known."""
    names: tuple[str, ...]
    """Name of each, as pages and the vault know it."""
    waiting: int
    """How many were not summed up yet, or cannot be opened."""
    undated: int
    """How many of the player's own do not say when they were, or say what cannot be true."""


def read_many(unlocked: Unlocked, device: DeviceKey, now_s: float) -> Many:
    """Every session that was summed up; ``now_s``: what time it is, seconds since 1970. Raises VaultError."""
    told = dict[str, Session]()
    for name, data in read_valid(unlocked, device, Cache.SUMS).items():
        with suppress(ValueError):  # kept by another hand: it waits to be summed up again
            told[name] = decode_numbers(data)
    played = [line.session_id for line in read_index(unlocked.folder, device, unlocked.private).lines]
    believed = _believed(told, played, now_s)
    names = sorted(believed, key=lambda name: (told[name].started_s, name))
    return Many(
        sessions=tuple(told[name] for name in names),
        names=tuple(names),
        waiting=len(file_sizes(unlocked.folder)) - len(told),
        undated=sum(name not in believed and not one.simulated for name, one in told.items()),
    )


def read_courses(unlocked: Unlocked, device: DeviceKey, names: Sequence[str], most: int) -> Mapping[str, Curve]:
    """The courses of the newest sessions that have one, by the session's name.

    Args:
        unlocked: whose.
        device: of this machine.
        names: of the sessions to look at, in the order of time.
        most: how many are wanted; the others are not even unpacked.

    Raises:
        VaultError: the cache cannot be read.
    """
    kept, courses = read_valid(unlocked, device, Cache.COURSES), dict[str, Curve]()
    for name in reversed(names):
        with suppress(ValueError):
            if kept.get(name):
                courses[name] = decode_curve(kept[name])
        if len(courses) == most:
            break
    return courses


def _believed(told: Mapping[str, Session], played: Sequence[str], now_s: float) -> set[str]:
    """Names of those whose time can be believed; ``played``: names in the order in which they were played.

    When somebody played what was brought from elsewhere, beside all else, nobody knows: it stands by its own time.
    """
    known = [name for name in played if name in told]
    rows = [known, *([name] for name in told.keys() - set(known))]
    return {row[place] for row in rows for place in dated([told[name].started_s for name in row], now_s)}
