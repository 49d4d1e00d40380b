"""What the replay view refuses, in one tree; every refusal has a name, a status and a sentence in the visitor's words.

    ReplayError
    |-- NotLoopback     asked to be reached from elsewhere than this machine
    |-- NoPort          the port is taken, or may not be used
    |-- NoWriter        the library that a format of export needs is not installed
    `-- Refused         a request that is not answered; ``refusal`` names why

What the vault cannot open or write keeps the vault's own words (game/vault/errors.py): ``refusal_of`` gives the name.
"""

# ruff: noqa: N818 - the names say what is the case: `except Refused` reads as what happened

from dataclasses import dataclass
from enum import Enum

from game.vault.errors import BadName, CannotOpen, Locked, Missing, Newer, NotWritten, Unfit, VaultError


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of refusal."""

    name: str
    """What it is called in an answer; for ever."""
    status: int
    """Status of HTTP."""


class Refusal(Enum):
    """Why a request is not answered. The sentence to each is the message ``replay.refused_NAME``."""

    ACCOUNT = _Kind("account", 403)
    """Sent from another account of this machine."""
    HOST = _Kind("host", 421)
    """Asked for by another name than this machine's own: somebody's page may be behind it (DNS rebinding)."""
    ORIGIN = _Kind("origin", 403)
    """Sent by a page of somebody else."""
    TOKEN = _Kind("token", 403)
    """Without the token that stands in our own pages."""
    METHOD = _Kind("method", 405)
    """Neither GET, HEAD nor POST, or not for this page."""
    TOO_LARGE = _Kind("too_large", 413)
    """Longer than anything these pages send."""
    MEDIA = _Kind("media", 415)
    """Not JSON by its own words."""
    NOT_JSON = _Kind("not_json", 400)
    """Not JSON, or not what is wanted here."""
    LOCKED = _Kind("locked", 401)
    """Nobody has unlocked this player here."""
    EXPIRED = _Kind("expired", 401)
    """It was unlocked, and locked itself because nobody used it."""
    SECRET = _Kind("secret", 403)
    """The passphrase (or words, or key) does not open."""
    TRIES = _Kind("tries", 429)
    """Too many wrong ones: the door rests for a while."""
    UNFIT = _Kind("unfit", 422)
    """A value that nothing can hold: too short, too long, outside the session."""
    NOT_THERE = _Kind("not_there", 404)
    """There is no such page, player or session."""
    NOT_YET = _Kind("not_yet", 409)
    """The ghost has not come to this moment yet."""
    NO_PICTURE = _Kind("no_picture", 409)
    """The ghost cannot paint it."""
    PRIVATE = _Kind("private", 403)
    """The player keeps it to themselves."""
    OVER = _Kind("over", 410)
    """What somebody was given was to be read until a day that has passed."""
    STOPPED = _Kind("stopped", 409)
    """Whoever asked for it ended it."""
    DAMAGED = _Kind("damaged", 409)
    """A file was changed after it was written."""
    NEWER = _Kind("newer", 409)
    """Written by a newer Stillwater."""
    NOT_WRITTEN = _Kind("not_written", 507)
    """The disk did not take it."""
    VAULT = _Kind("vault", 500)
    """The disk does not let us read."""
    FAILED = _Kind("failed", 500)
    """A fault of ours; the terminal says which."""

    @property
    def status(self) -> int:
        """Status of HTTP."""
        return self.value.status

    @property
    def key(self) -> str:
        """Message id of its sentence; {0} is how long to wait, in seconds."""
        return f"replay.refused_{self.value.name}"


class ReplayError(Exception):
    """Root of the tree. Its text is for a person and holds no secret."""


class NotLoopback(ReplayError):
    """Asked to be reached from elsewhere than this machine."""


class NoPort(ReplayError):
    """The port is taken, or may not be used."""


class NoWriter(ReplayError):
    """The library that a format of export needs is not installed."""


class Refused(ReplayError):
    """A request that is not answered."""

    def __init__(self, refusal: Refusal, detail: str = "", wait_s: float = 0.0) -> None:
        """Refuse.

        Args:
            refusal: why.
            detail: what more there is to say, for a person; no secret.
            wait_s: how long until it is worth trying again; 0 = no matter.
        """
        super().__init__(detail or refusal.value.name)
        self.refusal = refusal
        self.detail = detail
        self.wait_s = wait_s


_OF_VAULT: tuple[tuple[type[VaultError], Refusal], ...] = (
    (CannotOpen, Refusal.DAMAGED),
    (Locked, Refusal.LOCKED),
    (Newer, Refusal.NEWER),
    (Missing, Refusal.NOT_THERE),
    (BadName, Refusal.NOT_THERE),
    (Unfit, Refusal.UNFIT),
    (NotWritten, Refusal.NOT_WRITTEN),
)


def refusal_of(error: VaultError) -> Refusal:
    """What an error of the vault is called here."""
    return next((refusal for kind, refusal in _OF_VAULT if isinstance(error, kind)), Refusal.VAULT)
