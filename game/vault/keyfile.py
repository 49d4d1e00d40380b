"""The bytes of ``private.key``: version 2 with its recipients, and version 1, which opens for ever.

docs/vault.md draws them. Whatever does not parse is CannotOpen, as if the secret had been wrong.
"""

import secrets
import struct
from dataclasses import dataclass

from game.vault.address import Address, Algorithm
from game.vault.cost import Cost
from game.vault.device import DeviceKey
from game.vault.errors import Broken, CannotOpen
from game.vault.layout import checked_version
from game.vault.passphrase import Passphrase
from game.vault.recipients import (
    DEVICE_NAME,
    MOST_NAME_BYTES,
    MOST_RECIPIENTS,
    PASSPHRASE_NAME,
    SALT_BYTES,
    Kind,
    Recipient,
    Secret,
    Slot,
    is_sound,
    ring_key_of,
)
from game.vault.ring import PrivateKey, opened_ring
from game.vault.seal import KEY_BYTES

FORM = 2
MOST_FILE_BYTES = 1 << 16
CANNOT = (
    "The private key cannot be opened: the passphrase (or key) is not right, or the key file was changed. "
    "Try again; if it is right, restore the player's folder from a backup."
)
_MAGIC = b"\x8bPRIVAT\n"
_HEAD = struct.Struct(">8sHB")
_ONE = struct.Struct(">8sHBIIB16s")
_SLOT = struct.Struct(f">BBQIIB{SALT_BYTES}sBHH")
_ONE_BY_DEVICE, _ONE_BY_PASSPHRASE = 1, 2


@dataclass(frozen=True, slots=True)
class FirstForm:
    """A file of version 1: one ring under the device key or under a passphrase."""

    guarded: bool
    """True under a passphrase."""
    cost: Cost
    """Cost of Argon2id; NONE under the device key."""
    salt: bytes
    """16 random bytes."""
    head: bytes
    """The plain bytes before the box, bound into it."""
    box: bytes
    """The sealed ring."""

    @property
    def recipients(self) -> tuple[Recipient, ...]:
        """Who can open it."""
        if self.guarded:
            return (Recipient(Kind.PASSPHRASE, PASSPHRASE_NAME, 0),)
        return (Recipient(Kind.DEVICE, DEVICE_NAME, 0),)

    def ring(self, secret: Secret) -> PrivateKey:
        """The ring. Raises Broken."""
        if self.guarded and isinstance(secret, Passphrase):
            return opened_ring(secret.stretched(self.salt, self.cost), self.box, self.head)
        if not self.guarded and isinstance(secret, DeviceKey):
            return opened_ring(secret.derived("private key", self.salt), self.box, self.head)
        raise Broken


@dataclass(frozen=True, slots=True)
class SecondForm:
    """A file of version 2: one ring, its key sealed to each recipient."""

    slots: tuple[tuple[Slot, bytes], ...]
    """The recipients, each with the ring key as it is sealed to them."""
    head: bytes
    """The plain bytes before the box, bound into it."""
    box: bytes
    """The sealed ring."""

    @property
    def recipients(self) -> tuple[Recipient, ...]:
        """Who can open it."""
        return tuple(slot.recipient for slot, _ in self.slots)

    def ring(self, secret: Secret) -> PrivateKey:
        """The ring. Raises Broken."""
        return opened_ring(ring_key_of(self.slots, secret), self.box, self.head)


def pack_key_file(ring: PrivateKey, slots: tuple[Slot, ...]) -> bytes:
    """A whole file: the ring under a fresh ring key, and that sealed to every slot."""
    ring_key = secrets.token_bytes(KEY_BYTES)
    head = _HEAD.pack(_MAGIC, FORM, len(slots))
    for slot in slots:
        name, sealed = slot.recipient.name.encode(), slot.address.seal(ring_key, slot.label)
        head += _SLOT.pack(
            slot.recipient.kind,
            len(name),
            slot.recipient.since_s,
            slot.cost.memory_kib,
            slot.cost.passes,
            slot.cost.lanes,
            slot.salt,
            slot.address.algorithm,
            len(slot.address.raw),
            len(sealed),
        )
        head += name + slot.address.raw + sealed
    return head + ring.sealed_under(ring_key, head)


def parse_key_file(data: bytes, what: str) -> FirstForm | SecondForm:
    """Read a file of either version; ``what`` names it in messages.

    Raises:
        CannotOpen: no such file, or one that asks for too little or too much. Newer: a later version.
    """
    if len(data) < _HEAD.size or not data.startswith(_MAGIC):
        raise CannotOpen(CANNOT)
    _, form, count = _HEAD.unpack_from(data)
    checked_version(form, what, FORM)
    try:
        return _parse_first(data) if form == 1 else _parse_second(data, count)
    except (ValueError, struct.error):
        raise CannotOpen(CANNOT) from None


def _parse_first(data: bytes) -> FirstForm:
    _, _, kind, memory_kib, passes, lanes, salt = _ONE.unpack_from(data)
    cost = Cost(memory_kib, passes, lanes)
    if not (kind == _ONE_BY_DEVICE or (kind == _ONE_BY_PASSPHRASE and cost.bounded)):
        raise ValueError("no kind that was")
    return FirstForm(kind == _ONE_BY_PASSPHRASE, cost, salt, data[: _ONE.size], data[_ONE.size :])


def _parse_second(data: bytes, count: int) -> SecondForm:
    at, slots = _HEAD.size, []
    if not 0 < count <= MOST_RECIPIENTS:
        raise ValueError("none, or too many")
    for _ in range(count):
        kind, name, since_s, memory_kib, passes, lanes, salt, algorithm, public, sealed = _SLOT.unpack_from(data, at)
        at += _SLOT.size
        ends = (at + name, at + name + public, at + name + public + sealed)
        if ends[-1] > len(data) or name > MOST_NAME_BYTES:
            raise ValueError("cut")
        recipient = Recipient(Kind(kind), data[at : ends[0]].decode(), since_s)
        address = Address(Algorithm(algorithm), data[ends[0] : ends[1]])
        slot = Slot(recipient, Cost(memory_kib, passes, lanes), salt, address)
        if not is_sound(slot):
            raise ValueError("not as it is written")
        slots.append((slot, data[ends[1] : ends[2]]))
        at = ends[2]
    return SecondForm(tuple(slots), data[:at], data[at:])
