"""Who can open what: the device key, the player's key pair, and the passphrase that guards its private half.

Playing needs only the public key, so the game writes what it cannot read. Until somebody sets a passphrase
the private key lies wrapped under the device key; from then on under the passphrase (Argon2id). Setting the
first passphrase also makes a new pair: what is recorded afterwards is sealed to a key that was never on the
disk without a passphrase. The older private keys stay in the same ring, for the older sessions.
"""

import secrets
import struct
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from game.vault.device import DeviceKey, plain_body, plain_file
from game.vault.disk import blank_file, create_file, read_file, replace_file
from game.vault.errors import Broken, CannotOpen, Damaged, Locked, Missing, Unfit, not_written
from game.vault.layout import VERSION, checked_version
from game.vault.passphrase import FEWEST_CHARACTERS, Passphrase
from game.vault.seal import KEY_BYTES, open_box, seal_box

PUBLIC_NAME = "public.key"
PRIVATE_NAME = "private.key"

MEMORY_KIB, PASSES, LANES = 64 * 1024, 3, 4
"""Argon2id as RFC 9106 section 4 recommends second; also the floor: a file that asks for less is refused."""
MOST_MEMORY_KIB, MOST_PASSES, MOST_LANES = 1024 * 1024, 16, 16
"""Above this a key file would stall the machine: refused too."""

_PUBLIC_MAGIC = b"\x8bPUBLIC\n"
_PRIVATE_MAGIC = b"\x8bPRIVAT\n"
_WRAP = struct.Struct(">8sHBIIB16s")
_BY_DEVICE, _BY_PASSPHRASE = 1, 2
_MOST_KEYS = 8
_MOST_FILE = 4096
_CANNOT = "The private key cannot be opened: the passphrase is not right, or the key file was changed. "
_NEXT = "Try the passphrase again; if it is right, restore the player's folder from a backup."


@dataclass(frozen=True, slots=True)
class _Wrap:
    """What the private key file says."""

    kind: int
    """1 under the device key, 2 under a passphrase."""
    memory_kib: int
    passes: int
    lanes: int
    """Cost of Argon2id; all three 0 under the device key."""
    salt: bytes
    """16 random bytes."""
    head: bytes
    """The plain bytes before the box, bound into it."""
    sealed: bytes
    """The box with the ring of private keys."""

    @property
    def bounded(self) -> bool:
        """Whether the cost is neither below the floor nor beyond what a machine can bear."""
        return (
            MEMORY_KIB <= self.memory_kib <= MOST_MEMORY_KIB
            and PASSES <= self.passes <= MOST_PASSES
            and LANES <= self.lanes <= MOST_LANES
        )


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What a session is sealed to; it opens nothing and is no secret."""

    raw: bytes
    """X25519, 32 bytes."""


class PrivateKey:
    """A player's ring of X25519 private keys, newest first: opens the player's sessions."""

    __slots__ = ("_keys",)

    def __init__(self, keys: tuple[bytes, ...]) -> None:
        """``keys`` are 32 bytes each, newest first."""
        self._keys = keys

    def __repr__(self) -> str:
        """Nothing of the keys."""
        return f"PrivateKey({len(self._keys)} hidden)"

    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled."""
        raise TypeError("a private key is not pickled")

    @property
    def publics(self) -> tuple[PublicKey, ...]:
        """The public half of each, newest first."""
        pairs = (X25519PrivateKey.from_private_bytes(key) for key in self._keys)
        return tuple(PublicKey(pair.public_key().public_bytes_raw()) for pair in pairs)

    def try_each(self, open_with: Callable[[bytes], bytes]) -> bytes:
        """The first result of ``open_with(key)`` that is not Broken.

        Raises:
            Broken: no key of the ring fits.
        """
        for key in self._keys:
            with suppress(Broken):
                return open_with(key)
        raise Broken

    def with_fresh(self) -> "PrivateKey":
        """The ring with a new key in front (the oldest falls out after eight)."""
        return PrivateKey((secrets.token_bytes(KEY_BYTES), *self._keys)[:_MOST_KEYS])

    def sealed_under(self, key: bytes, bound: bytes) -> bytes:
        """The ring in a box under ``key``."""
        return seal_box(key, b"".join(self._keys), bound)


def _opened_ring(key: bytes, sealed: bytes, bound: bytes) -> PrivateKey:
    joined = open_box(key, sealed, bound)
    return PrivateKey(tuple(joined[at : at + KEY_BYTES] for at in range(0, len(joined), KEY_BYTES)))


def make_key_pair(folder: Path, device: DeviceKey) -> None:
    """Make a new player's pair in ``folder``, its private half under the device key. An existing one is kept.

    Raises:
        Missing: the public half is there but the private one is gone. NotWritten: the disk.
    """
    private, public = folder / PRIVATE_NAME, folder / PUBLIC_NAME
    if private.exists() and public.exists():
        return
    if public.exists():
        raise Missing(
            f"{private} is gone: sessions would be sealed that nobody could open. Restore it from a backup, "
            f"or move {folder} away to begin anew."
        )
    ring = PrivateKey((secrets.token_bytes(KEY_BYTES),))
    if create_file(private, _wrapped_by_device(ring, device)):
        replace_file(public, plain_file(_PUBLIC_MAGIC, ring.publics[0].raw))
    elif not is_guarded(folder):
        unlock(folder, device)


def read_public_key(folder: Path) -> PublicKey:
    """The key that a player's next session is sealed to.

    Raises:
        Missing, CannotOpen (looking back once with the passphrase restores it), Newer, Unreadable.
    """
    path = folder / PUBLIC_NAME
    try:
        return PublicKey(plain_body(path, _PUBLIC_MAGIC))
    except Missing:
        raise Missing(f"{path} is gone. Look back once with the passphrase: it is then written anew.") from None


def is_guarded(folder: Path) -> bool:
    """Whether a passphrase guards this player's private key."""
    return _wrap_of(folder).kind == _BY_PASSPHRASE


def unlock(folder: Path, device: DeviceKey, passphrase: Passphrase | None = None) -> PrivateKey:
    """Open the private key: by the passphrase where one guards it, by the device key where none does yet.

    A public key file that is lost or damaged is written anew from the private one.

    Raises:
        Locked: a passphrase is needed. CannotOpen: it is not the right one, or the file was changed.
        Damaged: the public key file holds somebody else's key.
    """
    wrap = _wrap_of(folder)
    if wrap.kind == _BY_DEVICE:
        key = device.derived("private key", wrap.salt)
    elif passphrase is None:
        raise Locked("A passphrase guards this player's sessions. Give it at the prompt, or with --passphrase-fd.")
    else:
        key = passphrase.stretched(wrap.salt, wrap.memory_kib, wrap.passes, wrap.lanes)
    try:
        ring = _opened_ring(key, wrap.sealed, wrap.head)
    except Broken:
        raise CannotOpen(_CANNOT + _NEXT) from None
    _settle_public_key(folder, ring)
    return ring


def set_passphrase(folder: Path, device: DeviceKey, new: Passphrase, old: Passphrase | None = None) -> None:
    """Guard the private key by ``new`` from now on; the copy under the device key (or ``old``) is destroyed.

    Raises:
        Unfit: shorter than 8 characters. Locked, CannotOpen: as unlock. NotWritten: nothing was changed.
    """
    if not new.long_enough:
        raise Unfit(f"A passphrase has at least {FEWEST_CHARACTERS} characters; four or five words are good.")
    ring = unlock(folder, device, old)
    if not is_guarded(folder):
        ring = ring.with_fresh()
    path = folder / PRIVATE_NAME
    try:
        with open(path, "r+b", buffering=0) as before:
            replace_file(path, _wrapped_by_passphrase(ring, new))
            _settle_public_key(folder, ring)
            blank_file(before.fileno())
    except OSError as error:
        raise not_written(error, path) from error


def _wrapped_by_device(ring: PrivateKey, device: DeviceKey) -> bytes:
    salt = secrets.token_bytes(16)
    head = _WRAP.pack(_PRIVATE_MAGIC, VERSION, _BY_DEVICE, 0, 0, 0, salt)
    return head + ring.sealed_under(device.derived("private key", salt), head)


def _wrapped_by_passphrase(ring: PrivateKey, passphrase: Passphrase) -> bytes:
    salt = secrets.token_bytes(16)
    head = _WRAP.pack(_PRIVATE_MAGIC, VERSION, _BY_PASSPHRASE, MEMORY_KIB, PASSES, LANES, salt)
    return head + ring.sealed_under(passphrase.stretched(salt, MEMORY_KIB, PASSES, LANES), head)


def _wrap_of(folder: Path) -> _Wrap:
    path = folder / PRIVATE_NAME
    data = read_file(path, _MOST_FILE)
    if len(data) < _WRAP.size or not data.startswith(_PRIVATE_MAGIC):
        raise CannotOpen(_CANNOT + _NEXT)
    _, version, kind, memory_kib, passes, lanes, salt = _WRAP.unpack_from(data)
    checked_version(version, str(path))
    wrap = _Wrap(kind, memory_kib, passes, lanes, salt, data[: _WRAP.size], data[_WRAP.size :])
    if not (wrap.kind == _BY_DEVICE or (wrap.kind == _BY_PASSPHRASE and wrap.bounded)):
        raise CannotOpen(_CANNOT + _NEXT)
    return wrap


def _settle_public_key(folder: Path, ring: PrivateKey) -> None:
    """Let the public key file hold the newest key of the ring; refuse a whole one that is somebody else's."""
    publics = ring.publics
    try:
        found: PublicKey | None = read_public_key(folder)
    except (Missing, CannotOpen):
        found = None
    if found is not None and found not in publics:
        raise Damaged(
            f"{folder / PUBLIC_NAME} holds the key of somebody else, who can open what was recorded since. "
            "Move that file away and look back again: the right one is then written anew."
        )
    if found != publics[0]:
        replace_file(folder / PUBLIC_NAME, plain_file(_PUBLIC_MAGIC, publics[0].raw))
