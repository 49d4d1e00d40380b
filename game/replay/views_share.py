"""What the pages on giving away, and on what was given, are given: plain values."""

from dataclasses import dataclass

from game.replay.views import PlayerShown


@dataclass(frozen=True, slots=True)
class TherapistShown:
    """A therapist of the player, to whom a file can be sealed."""

    name: str
    """As the guardian called them."""
    fingerprint: str
    """Of their public key."""


@dataclass(frozen=True, slots=True)
class RowShown:
    """A sitting that can be ticked."""

    session_id: str
    """Its name."""
    started: str
    """When, ISO 8601 in this machine's time zone; "" = not known."""
    simulated: bool
    """Nobody sat there: it cannot be given."""


@dataclass(frozen=True, slots=True)
class ShareView:
    """What can be given away of a player, and to whom."""

    player: PlayerShown
    """Whose."""
    base: str
    """Path to which the choice goes."""
    therapists: tuple[TherapistShown, ...]
    """Theirs."""
    rows: tuple[RowShown, ...]
    """The newest sittings, newest first."""
    listed: int
    """How many may be ticked at most."""
    count: int
    """How many sittings there are."""
    last: int
    """How many are given where nobody says otherwise."""
    lanes: tuple[str, ...]
    """Names of all lanes."""
    usual: tuple[str, ...]
    """Those that are ticked at first."""
    needs: tuple[tuple[str, tuple[str, ...]], ...]
    """Lanes that tell of others, with those."""
    expiries: tuple[int, ...]
    """Days to choose from; 0 = no end is said."""
    usual_days: int
    """Those that are chosen at first."""
    today: str
    """ISO 8601 day."""
    pseudonym: str
    """What the player is called in a file where nobody says otherwise."""
    most: tuple[int, int, int]
    """Most characters of whom, pseudonym and note."""
    given: tuple[str, ...]
    """Who was given what, a sentence each, newest first."""


@dataclass(frozen=True, slots=True)
class GivenSitting:
    """One sitting of what was given, as pages show it."""

    href: str
    """Its page."""
    number: int
    """Its place, from 1."""
    started: str
    """When, ISO 8601; "" = only the day is told, or nothing."""
    day: int
    """Which day, from 1 for the first that was given; 0 = not told so."""


@dataclass(frozen=True, slots=True)
class GivenView:
    """What was given, or where it is opened."""

    most_mb: int
    """Largest file that is taken in, MB."""
    most_key_bytes: int
    """Largest key file that is taken in."""
    pseudonym: str = ""
    """What the player is called in it."""
    note: str = ""
    """A word to the recipient."""
    until: str = ""
    """A sentence: until when it may be read."""
    sittings: tuple[GivenSitting, ...] = ()
    """All of them, as the sender ordered them."""


@dataclass(frozen=True, slots=True)
class GivenSittingView:
    """One sitting of what was given: the frame; what is drawn comes as JSON."""

    pseudonym: str
    """What the player is called in it."""
    until: str
    """A sentence: until when it may be read."""
    sitting: GivenSitting
    """Which."""
    held: tuple[str, ...]
    """Names of the lanes of which there is something."""
    lacking: tuple[str, ...]
    """Names of those of which there is nothing."""
