"""Giving sittings away: which, what of them, to whom and until when; one way for the terminal and for the page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from game.core.trace import Header, decode_header
from game.replay.share_lanes import Choice, bare_header, let_through
from game.replay.shown import local_time
from game.stage.words import Words
from game.vault.address import Address
from game.vault.audit import MOST_CHARACTERS, Act, Line, note
from game.vault.bundle import Chosen, Terms
from game.vault.device import DeviceKey
from game.vault.errors import Missing, Unfit
from game.vault.home import sessions_folder
from game.vault.index import Line as Entry
from game.vault.peek import peek
from game.vault.player import Given, Player
from game.vault.players import change
from game.vault.reader import Reader
from game.vault.ring import PrivateKey
from game.vault.session import session_path

DAY_S = 86_400
FIRST_DAY = date(1970, 1, 1)
ENDS_LAST_S = 12 * 3600
"""So much later than at UTC a day ends where it ends last, at UTC-12."""
MOST_WHOM = 64
MOST_DAYS = 3650
PSEUDONYM = "P"
"""What the player is called in a bundle where nobody says otherwise."""


@dataclass(frozen=True, slots=True)
class Which:
    """Which sittings somebody means: these by name, or else the last so many, or else those of some days."""

    names: tuple[str, ...] = ()
    """Whole names."""
    last: int = 0
    """How many; 0 = not said."""
    since: date = date.min
    """From this day on."""
    until: date = date.max
    """Up to this day."""


@dataclass(frozen=True, slots=True)
class Wish:
    """To whom something is to be given, what of each sitting, and on what terms."""

    address: Address
    """The recipient's public key."""
    whom: str
    """Who they are, in the player's own words: kept in the player's list, not in the bundle."""
    choice: Choice
    """Lanes that go along."""
    dates_kept: bool
    """Whether the real dates go along; otherwise "day 1", "day 8", without the hour."""
    pseudonym: str
    """What the player is called in it."""
    note: str
    """A word to the recipient."""
    days: int
    """After so many days they are asked to delete it; 0 = no such wish."""


@dataclass(frozen=True, slots=True)
class Gift:
    """What is given away: sittings that somebody played, and the wish behind it."""

    wish: Wish
    """To whom, what and how."""
    sessions: tuple[tuple[str, Header], ...]
    """Name and header of each, in the order they began; at least one."""
    left_out: tuple[str, ...]
    """Names of those that were meant but nobody played: simulated ones."""
    now_s: int
    """When, seconds since 1970."""

    @property
    def terms(self) -> Terms:
        """What the recipient is told."""
        wish = self.wish
        until_s = last_moment(date.fromtimestamp(self.now_s) + timedelta(wish.days)) if wish.days else 0
        return Terms(wish.pseudonym, wish.note, self.now_s if wish.dates_kept else 0, until_s)

    @property
    def given(self) -> Given:
        """What the player's own list says of it."""
        return Given(self.wish.whom, self.now_s, len(self.sessions), self.terms.until_s)


def picked(entries: Iterable[Entry], which: Which) -> list[str]:
    """Names of the sittings that are meant, oldest first; those by name as they were named."""
    if which.names:
        return list(dict.fromkeys(which.names))
    ordered = sorted(entries, key=lambda entry: entry.started_s)
    if which.last:
        return [entry.session_id for entry in ordered[-which.last :]]
    days = ((entry.session_id, date.fromtimestamp(entry.started_s)) for entry in ordered)
    return [name for name, day in days if which.since <= day <= which.until]


def prepare(folder: Path, private: PrivateKey, names: Iterable[str], wish: Wish, now_s: int) -> Gift:
    """Look at what is to be given. Nothing is noted or sealed yet.

    Args:
        folder: the player's.
        private: what opens their sittings.
        names: of the sittings.
        wish: to whom, what and how.
        now_s: seconds since 1970.

    Raises:
        Missing: nobody played any of them. Unfit: a text too long. CannotOpen: one does not open.
    """
    if not 0 < len(wish.whom) <= MOST_WHOM:
        raise Unfit(f"Who it is for has 1 to {MOST_WHOM} characters.")
    if not 0 <= wish.days <= MOST_DAYS:
        raise Unfit(f"It is asked for back after 1 to {MOST_DAYS} days, or never.")
    played, nobody = list[tuple[str, Header]](), list[str]()
    for name in names:
        header = decode_header(peek(session_path(sessions_folder(folder), name), private).setup)
        if header.source == "live":
            played.append((name, header))
        else:
            nobody.append(name)
    if not played and nobody:
        raise Missing("Nobody sat there: a simulated player played these sessions. Only what a person played is given.")
    if not played:
        raise Missing("There are no such sessions to give. See: stillwater sessions list")
    return Gift(wish, tuple(sorted(played, key=lambda pair: _began(pair[1]))), tuple(nobody), now_s)


def chosen_of(gift: Gift, folder: Path, private: PrivateKey) -> Iterator[Chosen]:
    """Each sitting as it is given away: dates as they were, or as days from the first one on, without the hour."""
    kept, first = gift.wish.dates_kept, _began(gift.sessions[0][1]).date()
    for name, header in gift.sessions:
        began = _began(header)
        day = (began.date() - first).days + 1
        started_s = int(began.timestamp()) if kept else day * DAY_S
        choice = gift.wish.choice
        setup = bare_header(header, choice, header.started if kept else f"day {day}")
        reader = Reader(session_path(sessions_folder(folder), name), private)
        yield Chosen(started_s, setup, let_through(reader.records(), choice, header.setup.posterior))


def note_gift(folder: Path, device: DeviceKey, gift: Gift) -> None:
    """Note it in the player's audit, before anything is sealed. Raises VaultError: then nothing is given."""
    dates = "kept" if gift.wish.dates_kept else "shifted"
    about = f"{len(gift.sessions)} sessions: {' '.join(gift.wish.choice.names)}, dates {dates}"
    note(folder, device, Line(gift.now_s, Act.SHARED, about[:MOST_CHARACTERS], gift.wish.whom))


def remember(folder: Path, device: DeviceKey, given: Given) -> None:
    """Let the player see it in their own list. Raises VaultError: then nothing is given."""

    def added(player: Player) -> Player:
        return replace(player, given=(*player.given, given))

    change(folder, device, added)


def gift_told(given: Given, words: Words) -> str:
    """One gift, to the player."""
    key = "share.given_one" if given.sessions == 1 else "share.given_many"
    told = _filled(words, key, local_time(given.when_s)[0][:10], given.whom, str(given.sessions))
    return told + until_told(given.until_s, words, "share.given_until")


def until_told(until_s: int, words: Words, key: str) -> str:
    """A sentence that names the last day of something; "" where it has none."""
    return _filled(words, key, day_of(until_s)) if until_s else ""


def last_moment(day: date) -> int:
    """When a day is over for everybody, seconds since 1970: as it ends at UTC-12, where days end last.

    So nobody is refused on that day, in whatever time zone they read, and whoever has a file learns neither the hour at
    which it was made nor the time zone.
    """
    return (day - FIRST_DAY).days * DAY_S + DAY_S - 1 + ENDS_LAST_S


def day_of(until_s: int) -> str:
    """The day that ends at ``last_moment``, the same wherever it is read."""
    return (FIRST_DAY + timedelta(days=(until_s - ENDS_LAST_S) // DAY_S)).isoformat()


def _filled(words: Words, key: str, *texts: str) -> str:
    """A message with texts in the places of its numbers."""
    return "".join(part if isinstance(part, str) else texts[part] for part in words.parts(key))


def _began(header: Header) -> datetime:
    """Raises Unfit."""
    try:
        return datetime.strptime(header.started, "%Y-%m-%dT%H:%M:%S%z")
    except ValueError:
        raise Unfit("A session does not say when it began; leave it out by naming the others.") from None
