"""All sessions of a player at once, out of the sealed caches: what everything over many sessions begins with."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from affect.trends.profile_curve import Curve, decode_curve
from affect.trends.session import Session
from game.replay.cabinet import Unlocked
from game.replay.gist import decode_numbers
from game.replay.shelf import file_sizes, read_valid
from game.vault.device import DeviceKey
from game.vault.sums import Cache


@dataclass(frozen=True, slots=True)
class Many:
    """What is known of a player's sessions without opening one."""

    sessions: tuple[Session, ...]
    """In the order of time, simulated ones too; without those that do not say when they were."""
    names: tuple[str, ...]
    """Name of each, as pages and the vault know it."""
    waiting: int
    """How many were not summed up yet, or cannot be opened."""


def read_many(unlocked: Unlocked, device: DeviceKey) -> Many:
    """Every session that was summed up. Raises VaultError."""
    told = list[tuple[Session, str]]()
    for name, data in read_valid(unlocked, device, Cache.SUMS).items():
        with suppress(ValueError):  # kept by another hand: it waits to be summed up again
            told.append((decode_numbers(data), name))
    dated = sorted((one for one in told if one[0].started_s), key=lambda one: (one[0].started_s, one[1]))
    waiting = len(file_sizes(unlocked.folder)) - len(told)
    return Many(tuple(one for one, _ in dated), tuple(name for _, name in dated), waiting)


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
