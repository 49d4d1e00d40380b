"""Who can open a player's ring: each recipient is a public key, and the ring key is sealed to each of them.

The public halves of passphrase and recovery words stand in the file, so that others can be added and removed
without anybody typing every secret again.
"""

import secrets
from dataclasses import dataclass
from enum import IntEnum

from game.vault.address import Address, Algorithm, Opener, opener_of
from game.vault.cost import NONE, USUAL, Cost
from game.vault.device import DeviceKey
from game.vault.errors import Broken, Unfit
from game.vault.passphrase import Passphrase
from game.vault.recovery import RecoveryWords

DEVICE_NAME, PASSPHRASE_NAME, RECOVERY_NAME = "device", "passphrase", "recovery words"
MOST_RECIPIENTS = 16
MOST_NAME_CHARACTERS = 40
MOST_NAME_BYTES = 4 * MOST_NAME_CHARACTERS
SALT_BYTES = 16
_RING_LABEL = b"stillwater ring key 2"


class Kind(IntEnum):
    """What a recipient opens with. Numbers are for ever."""

    DEVICE = 1
    PASSPHRASE = 2
    RECOVERY = 3
    THERAPIST = 4


STRETCHED = frozenset({Kind.PASSPHRASE, Kind.RECOVERY})
"""Kinds whose key is stretched by Argon2id."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who can open a player's sessions: what anybody may know of them."""

    kind: Kind
    """What they open with."""
    name: str
    """"device", "passphrase", "recovery words", or the name a guardian gave a therapist."""
    since_s: int
    """When they were added, seconds since 1970; 0 = not known."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A recipient's place in the key file."""

    recipient: Recipient
    """Who."""
    cost: Cost
    """How their secret is stretched; NONE where it is not."""
    salt: bytes
    """16 random bytes."""
    address: Address
    """Their public key."""

    @property
    def label(self) -> bytes:
        """What the ring key is sealed with for them."""
        return _RING_LABEL + bytes((self.recipient.kind,)) + self.salt

    def opener(self, secret: "Secret") -> Opener | None:
        """The private half that a secret makes here; None where it is another kind of secret."""
        kind = self.recipient.kind
        if isinstance(secret, DeviceKey):
            return opener_of(secret.derived("ring recipient", self.salt)) if kind is Kind.DEVICE else None
        if isinstance(secret, Passphrase):
            return opener_of(secret.stretched(self.salt, self.cost)) if kind is Kind.PASSPHRASE else None
        if isinstance(secret, RecoveryWords):
            return opener_of(secret.stretched(self.salt, self.cost)) if kind is Kind.RECOVERY else None
        return secret if kind is Kind.THERAPIST else None


Secret = DeviceKey | Passphrase | RecoveryWords | Opener
"""What opens a ring."""


def device_slot(device: DeviceKey) -> Slot:
    """The machine itself, as long as nobody has set a passphrase."""
    salt = secrets.token_bytes(SALT_BYTES)
    address = opener_of(device.derived("ring recipient", salt)).address
    return Slot(Recipient(Kind.DEVICE, DEVICE_NAME, 0), NONE, salt, address)


def passphrase_slot(passphrase: Passphrase, since_s: int) -> Slot:
    """Who knows the passphrase."""
    salt = secrets.token_bytes(SALT_BYTES)
    address = opener_of(passphrase.stretched(salt, USUAL)).address
    return Slot(Recipient(Kind.PASSPHRASE, PASSPHRASE_NAME, since_s), USUAL, salt, address)


def recovery_slot(words: RecoveryWords, since_s: int) -> Slot:
    """Who has the recovery words."""
    salt = secrets.token_bytes(SALT_BYTES)
    address = opener_of(words.stretched(salt, USUAL)).address
    return Slot(Recipient(Kind.RECOVERY, RECOVERY_NAME, since_s), USUAL, salt, address)


def therapist_slot(name: str, address: Address, since_s: int) -> Slot:
    """A therapist, by their public key.

    Raises:
        Unfit: the name is empty, too long, of several lines, or one that the vault gives itself.
    """
    taken = (DEVICE_NAME, PASSPHRASE_NAME, RECOVERY_NAME)
    fits = name == name.strip() and name.isprintable() and 0 < len(name) <= MOST_NAME_CHARACTERS
    if not fits or name in taken:
        raise Unfit(f"A name is one line of at most {MOST_NAME_CHARACTERS} characters, and none of the vault's own.")
    return Slot(Recipient(Kind.THERAPIST, name, since_s), NONE, secrets.token_bytes(SALT_BYTES), address)


def is_sound(slot: Slot) -> bool:
    """Whether a slot read from a file is one that could have been written: kinds, names, costs, keys."""
    recipient = slot.recipient
    own = {Kind.DEVICE: DEVICE_NAME, Kind.PASSPHRASE: PASSPHRASE_NAME, Kind.RECOVERY: RECOVERY_NAME}
    named = recipient.name == own[recipient.kind] if recipient.kind in own else recipient.name not in own.values()
    paid = slot.cost.bounded if recipient.kind in STRETCHED else slot.cost == NONE
    keyed = recipient.kind is Kind.THERAPIST or slot.address.algorithm is Algorithm.X25519
    return named and paid and keyed


def ring_key_of(slots: tuple[tuple[Slot, bytes], ...], secret: Secret) -> bytes:
    """The ring key, out of the first slot that ``secret`` opens; ``slots`` are with what is sealed to each.

    Raises:
        Broken: it opens none of them.
    """
    for slot, sealed in slots:
        opener = slot.opener(secret)
        if opener is not None:
            try:
                return opener.open(sealed, slot.label)
            except Broken:
                continue
    raise Broken
