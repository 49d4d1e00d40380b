"""Whom a small secret can be sealed to: a public key of X25519 (by HPKE) or RSA (by OAEP), and its private half.

HPKE is RFC 9180 base mode with X25519, HKDF-SHA256 and AES-256-GCM, its info the label. OAEP is RFC 8017 with
SHA-256 twice, its label the label. The label says what is sealed where, so that nothing opens in another place.
"""

import hashlib
from dataclasses import dataclass
from enum import IntEnum
from typing import NoReturn

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
    load_pem_public_key,
)

from game.vault.errors import Broken, Unfit
from game.vault.seal import KEY_BYTES, SUITE

FEWEST_RSA_BITS, MOST_RSA_BITS = 3072, 8192
_WANTED = (
    "This is no public key that Stillwater can seal to. Give 32 bytes of X25519, or a PEM file "
    f'("BEGIN PUBLIC KEY") of X25519 or of RSA with {FEWEST_RSA_BITS} to {MOST_RSA_BITS} bits.'
)


class Algorithm(IntEnum):
    """How something is sealed. Numbers are for ever."""

    X25519 = 1
    RSA = 2


@dataclass(frozen=True, slots=True)
class Address:
    """A public key to seal to. Made by ``read_address`` or as the half of an Opener, which check it."""

    algorithm: Algorithm
    """How is sealed to it."""
    raw: bytes
    """X25519: 32 bytes. RSA: DER of its SubjectPublicKeyInfo."""

    def seal(self, secret: bytes, label: bytes) -> bytes:
        """Seal at most 64 bytes. Raises Unfit: this is no key that can be sealed to."""
        try:
            if self.algorithm is Algorithm.X25519:
                return SUITE.encrypt(secret, X25519PublicKey.from_public_bytes(self.raw), info=label)
            key = load_der_public_key(self.raw)
            if isinstance(key, RSAPublicKey) and FEWEST_RSA_BITS <= key.key_size <= MOST_RSA_BITS:
                return key.encrypt(secret, _oaep(label))
        except (ValueError, UnsupportedAlgorithm):
            pass
        raise Unfit(_WANTED)

    def pem(self) -> bytes:
        """The key as a PEM file, to be given to others."""
        key = load_der_public_key(self.raw) if self.algorithm is Algorithm.RSA else self._x25519()
        return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    def _x25519(self) -> X25519PublicKey:
        return X25519PublicKey.from_public_bytes(self.raw)


class Opener:
    """The private half of an Address. Holds a secret: shows nothing, cannot be pickled."""

    __slots__ = ("_key",)

    def __init__(self, key: X25519PrivateKey | RSAPrivateKey) -> None:
        """``key`` is the library's own."""
        self._key = key

    def __repr__(self) -> str:
        """Nothing of the key."""
        return "Opener(hidden)"

    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled."""
        raise TypeError("a private key is not pickled")

    @property
    def address(self) -> Address:
        """The public half."""
        public = self._key.public_key()
        if isinstance(public, X25519PublicKey):
            return Address(Algorithm.X25519, public.public_bytes_raw())
        return Address(Algorithm.RSA, public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))

    def open(self, sealed: bytes, label: bytes) -> bytes:
        """Undo Address.seal; Broken where this is not the key, or one bit is not as it was."""
        try:
            if isinstance(self._key, X25519PrivateKey):
                return SUITE.decrypt(sealed, self._key, info=label)
            return self._key.decrypt(sealed, _oaep(label))
        except (InvalidTag, ValueError):
            raise Broken from None


def opener_of(secret: bytes) -> Opener:
    """The Opener whose X25519 private key these 32 bytes are."""
    return Opener(X25519PrivateKey.from_private_bytes(secret))


def read_address(data: bytes) -> Address:
    """A public key as somebody gave it: 32 raw bytes of X25519, or a PEM file of X25519 or RSA.

    Raises:
        Unfit: neither; or RSA with too few or too many bits; or a point that anybody could open.
    """
    if len(data) == KEY_BYTES:
        address = Address(Algorithm.X25519, data)
    else:
        try:
            key = load_pem_public_key(data)
        except (ValueError, UnsupportedAlgorithm):
            raise Unfit(_WANTED) from None
        if isinstance(key, X25519PublicKey):
            address = Address(Algorithm.X25519, key.public_bytes_raw())
        elif isinstance(key, RSAPublicKey):
            address = Address(Algorithm.RSA, key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
        else:
            raise Unfit(_WANTED)
    address.seal(bytes(KEY_BYTES), b"stillwater trial")
    return address


def fingerprint(address: Address) -> str:
    """Twenty hex digits of a public key's SHA-256, to be compared over the telephone."""
    digest = hashlib.sha256(address.raw).hexdigest()[:20]
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))


def _oaep(label: bytes) -> OAEP:
    return OAEP(MGF1(SHA256()), SHA256(), label)
