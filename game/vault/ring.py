"""A player's key pairs: the public key that sessions are sealed to, and the ring of private keys that opens them."""

import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import NoReturn

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from game.vault.errors import Broken, Unfit
from game.vault.seal import KEY_BYTES, open_box, seal_box

MOST_KEYS = 256
"""Longest ring. Every key in it opens some sessions, so none is ever dropped."""


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
        """The ring with a new key in front.

        Raises:
            Unfit: it is full.
        """
        if len(self._keys) >= MOST_KEYS:
            raise Unfit(
                f"This player's keys have been changed {MOST_KEYS - 1} times, and no key of them can be dropped. "
                "Begin a new player; this one's sessions stay readable."
            )
        return PrivateKey((secrets.token_bytes(KEY_BYTES), *self._keys))

    def sealed_under(self, key: bytes, bound: bytes) -> bytes:
        """The ring in a box under ``key``."""
        return seal_box(key, b"".join(self._keys), bound)


def opened_ring(key: bytes, sealed: bytes, bound: bytes) -> PrivateKey:
    """The ring out of its box; Broken where the key does not fit or one bit is not as it was."""
    joined = open_box(key, sealed, bound)
    if not joined or len(joined) % KEY_BYTES:
        raise Broken
    return PrivateKey(tuple(joined[at : at + KEY_BYTES] for at in range(0, len(joined), KEY_BYTES)))


def fresh_ring() -> PrivateKey:
    """A new player's ring: one pair."""
    return PrivateKey((secrets.token_bytes(KEY_BYTES),))
