"""Seals: bytes to bytes. A fresh key per session, its chunks under AES-256-GCM, itself sealed to the player.

The session key is sealed with the library's HPKE (RFC 9180, base mode, X25519, HKDF-SHA256, AES-256-GCM).
Since the key is fresh and random for every session and each number is used once, counter nonces are safe.
"""

import secrets
import struct
from typing import NoReturn

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from game.vault.errors import Broken
from game.vault.layout import Frame

KEY_BYTES = 32
TAG_BYTES = 16
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
"""RFC 9180: X25519, HKDF-SHA256, AES-256-GCM."""
_INFO = b"stillwater session key 1"
_CHUNK, _OPEN_LID, _CLOSED_LID = 0, 1, 2
"""First four bytes of the nonce: what is sealed. The last eight are the chunk's number (0 for lids)."""
_NONCE = struct.Struct(">IQ")
_LID = struct.Struct(">IQ")
_OPEN = bytes(_LID.size)


class SessionKey:
    """One session's key and the header it is bound to. Holds a secret: shows nothing, cannot be pickled."""

    __slots__ = ("_aead", "_header")

    def __init__(self, key: bytes, header: bytes) -> None:
        """``key`` 32 bytes, ``header`` the 106 plain bytes of the session (see Header.packed)."""
        self._aead = AESGCM(key)
        self._header = header

    def __repr__(self) -> str:
        """Nothing of the key."""
        return "SessionKey(hidden)"

    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled."""
        raise TypeError("a session key is not pickled")

    def seal_chunk(self, index: int, last: bool, inside: bytes) -> bytes:
        """Frame and sealed bytes of chunk ``index``. Each index must be sealed once only."""
        frame = Frame(index, last, len(inside) + TAG_BYTES).packed()
        return frame + self._aead.encrypt(_NONCE.pack(_CHUNK, index), inside, self._header + frame)

    def open_chunk(self, frame: Frame, sealed: bytes) -> bytes:
        """What lies inside; Broken where one bit of frame, header or sealed bytes is not as it was."""
        return self._opened(_NONCE.pack(_CHUNK, frame.index), sealed, frame.packed())

    def seal_open_lid(self) -> bytes:
        """28 bytes that say: still being written. Only who holds the session key can make them (again)."""
        return self._aead.encrypt(_NONCE.pack(_OPEN_LID, 0), _OPEN, self._header)

    def seal_closed_lid(self, chunks: int, file_bytes: int) -> bytes:
        """28 bytes that say: closed, with so many chunks and bytes. Made once per session."""
        return self._aead.encrypt(_NONCE.pack(_CLOSED_LID, 0), _LID.pack(chunks, file_bytes), self._header)

    def open_lid(self, lid: bytes) -> tuple[int, int] | None:
        """(chunks, bytes of the file) of a closed session, None of an open one; Broken otherwise."""
        try:
            chunks, file_bytes = _LID.unpack(self._opened(_NONCE.pack(_CLOSED_LID, 0), lid, b""))
        except Broken:
            self._opened(_NONCE.pack(_OPEN_LID, 0), lid, b"")
            return None
        return chunks, file_bytes

    def _opened(self, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
        try:
            return self._aead.decrypt(nonce, sealed, self._header + bound)
        except (InvalidTag, ValueError):
            raise Broken from None


def fresh_key() -> bytes:
    """32 random bytes from the operating system."""
    return secrets.token_bytes(KEY_BYTES)


def seal_key(public: bytes, key: bytes, session_id: bytes) -> bytes:
    """Seal a session key to an X25519 public key (32 bytes): 80 bytes, different each time."""
    return SUITE.encrypt(key, X25519PublicKey.from_public_bytes(public), info=_INFO + session_id)


def open_key(private: bytes, sealed: bytes, session_id: bytes) -> bytes:
    """Undo seal_key with the X25519 private key (32 bytes); Broken where it does not fit."""
    try:
        return SUITE.decrypt(sealed, X25519PrivateKey.from_private_bytes(private), info=_INFO + session_id)
    except (InvalidTag, ValueError):
        raise Broken from None


def seal_box(key: bytes, plain: bytes, bound: bytes) -> bytes:
    """Seal a small whole (private key, player's record): nonce, sealed bytes, tag. ``bound`` stays plain."""
    nonce = secrets.token_bytes(12)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound)


def open_box(key: bytes, sealed: bytes, bound: bytes) -> bytes:
    """Undo seal_box; Broken where one bit is not as it was."""
    try:
        return AESGCM(key).decrypt(sealed[:12], sealed[12:], bound)
    except (InvalidTag, ValueError):
        raise Broken from None


def open_labelled(private: bytes, sealed: bytes, label: bytes) -> bytes:
    """Undo Address.seal with a raw X25519 private key (32 bytes); Broken where it does not fit."""
    try:
        return SUITE.decrypt(sealed, X25519PrivateKey.from_private_bytes(private), info=label)
    except (InvalidTag, ValueError):
        raise Broken from None
