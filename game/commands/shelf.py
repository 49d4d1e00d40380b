"""The sessions on a player's shelf: found by name, listed by the index, opened and noted, what is amiss said."""

import argparse
import time
from datetime import datetime

from game.commands.household import Household
from game.commands.opening import key_of, open_as, say
from game.core.trace import decode_header
from game.vault.audit import Act
from game.vault.errors import Missing, NotWritten
from game.vault.keys import PrivateKey, is_guarded, unlock
from game.vault.listing import Listing, forget_erased, list_sessions, settle
from game.vault.reader import Reader
from game.vault.session import session_ids, session_path

SLOW_S = 0.5
"""A list that took longer to read than this is written anew, in one piece."""


def find_session(household: Household, name: str) -> str:
    """The one session whose name begins so; "last" is the newest. Raises Missing."""
    names = session_ids(household.sessions)
    if name == "last" and names:
        return names[-1]
    found = [known for known in names if name and known.startswith(name)]
    if len(found) == 1:
        return found[0]
    what = "no session" if not found else f"{len(found)} sessions"
    raise Missing(f"There is {what} whose name begins with {name!r}. See: stillwater sessions list")


def open_session(household: Household, arguments: argparse.Namespace) -> tuple[Reader, str]:
    """Open the session that was named, say what is lost or not as it was left, and note it in the audit.

    Returns:
        The session, and the name of whoever opened it.

    Raises:
        VaultError: with what to do.
    """
    name = find_session(household, arguments.session)
    private, author = open_as(household, arguments)
    return open_found(household, private, name, arguments.salvage, (Act.OPENED, author)), author


def open_found(household: Household, private: PrivateKey, name: str, salvage: bool, noted: tuple[Act, str]) -> Reader:
    """The same for a session that was found, and keys that are at hand.

    Args:
        household: whose.
        private: their keys.
        name: of the session.
        salvage: read what is whole of a damaged one.
        noted: what is being done, and for whom.

    Raises:
        VaultError: with what to do.
    """
    reader = Reader(session_path(household.sessions, name), private, salvage)
    for gap in reader.gaps:
        say(f"lost: {gap}")
    found = list_sessions(household.folder, household.home.device, private)
    if name in found.changed:
        say("this file is not the one that was closed here: an older copy was put back, or another in its place")
    elif name in found.unknown:
        say("this session is not in the index: it is older than it, was brought here, or the index was put back")
    act, whom = noted
    note_or_say(household, act, name, whom)
    return reader


def note_or_say(household: Household, act: Act, about: str, whom: str = "") -> None:
    """Note it in the audit; where that cannot be written (a copy to be read only), say so and go on."""
    try:
        household.noted(act, about, whom)
    except NotWritten as error:
        say(f"not noted in the audit: {error}")


def ring_for_listing(household: Household, arguments: argparse.Namespace) -> PrivateKey | None:
    """The private keys; None where a passphrase guards them and nobody is there to give it. Sets no passphrase."""
    key = key_of(household, arguments)
    if key is None and is_guarded(household.folder):
        return None
    return unlock(household.folder, household.home.device, key)


def take_stock(household: Household, private: PrivateKey, accept: bool) -> Listing:
    """What the index says of the sessions, compared with the files.

    On the way what is left of erased sessions is forgotten, and an erasing that was cut off is finished. Where nothing
    is amiss the index is put in order as well, if something is to be: a sitting that was never closed, many lines.
    What is amiss stays named until it is accepted.

    Args:
        household: whose.
        private: their keys.
        accept: take what is there now as right.
    """
    began_s = time.monotonic()
    found = _forgetting(household, private)
    unclosed = any(not line.whole for line in found.lines)
    due = not found.said and (unclosed or time.monotonic() - began_s > SLOW_S)
    if accept or due:
        if len(found.unknown) > 100:
            say(f"looking into {len(found.unknown)} sessions that are not in the index; this takes a while")
        settle(household.folder, household.home.device, private, started_s)
        return list_sessions(household.folder, household.home.device, private) if due else found
    return found


def _forgetting(household: Household, private: PrivateKey) -> Listing:
    """The list, and what is left of erased sessions taken out; where the disk takes nothing, that is said."""
    folder, device = household.folder, household.home.device
    try:
        return forget_erased(folder, device, private)
    except NotWritten as error:
        say(f"what is left of erased sessions could not be taken out: {error}")
        return list_sessions(folder, device, private)


def started_s(setup: bytes) -> int:
    """When a session began by its header, seconds since 1970; 0 where it does not say."""
    try:
        return max(int(datetime.strptime(decode_header(setup).started, "%Y-%m-%dT%H:%M:%S%z").timestamp()), 0)
    except ValueError:
        return 0
