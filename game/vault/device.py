"""The device key: the machine's own, in a file that only its owner may read."""

import hashlib
import secrets
import struct
from pathlib import Path
from typing import NoReturn

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from game.vault.disk import create_file, read_file
from game.vault.errors import CannotOpen
from game.vault.layout import VERSION, checked_version
from game.vault.seal import KEY_BYTES

_MAGIC = b"\x8bDEVICE\n"
_PLAIN = struct.Struct(">8sH32s")
_CHECK_BYTES = 16
_MOST_BYTES = 4096


class DeviceKey:
    """The machine's own key: opens what playing must read, and a private key without a passphrase."""

    __slots__ = ("_secret",)

    def __init__(self, secret: bytes) -> None:
        """``secret`` is 32 random bytes."""
        self._secret = secret

    def __repr__(self) -> str:
        """Nothing of the key."""
        return "DeviceKey(hidden)"

    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled."""
        raise TypeError("a device key is not pickled")

    def derived(self, purpose: str, salt: bytes = b"") -> bytes:
        """32 bytes for one purpose (HKDF-SHA256); keys of two purposes tell nothing about each other."""
        kdf = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=f"stillwater {purpose} 1".encode())
        return kdf.derive(self._secret)


def plain_file(magic: bytes, body: bytes) -> bytes:
    """Magic, version, 32 bytes, and a checksum: a flipped bit would lock every later session for ever."""
    plain = _PLAIN.pack(magic, VERSION, body)
    return plain + hashlib.sha256(plain).digest()[:_CHECK_BYTES]


def plain_body(path: Path, magic: bytes) -> bytes:
    """The 32 bytes that ``plain_file`` framed.

    Raises:
        Missing, Unreadable, Newer. CannotOpen: one bit is not as it was.
    """
    data = read_file(path, _MOST_BYTES)
    plain, check = data[: _PLAIN.size], data[_PLAIN.size :]
    if len(plain) == _PLAIN.size and plain.startswith(magic):
        _, version, body = _PLAIN.unpack(plain)
        if check == hashlib.sha256(plain).digest()[:_CHECK_BYTES]:
            checked_version(version, str(path))
            return bytes(body)
    raise CannotOpen(f"{path} was changed and cannot be used. Restore it from a backup.")


def load_device_key(path: Path) -> DeviceKey:
    """Read the device key from its file.

    Raises:
        Missing, CannotOpen, Newer, Unreadable.
    """
    return DeviceKey(plain_body(path, _MAGIC))


def make_device_key(path: Path) -> DeviceKey:
    """Make the device key, once; of two processes that try, both get the one that was first."""
    create_file(path, plain_file(_MAGIC, secrets.token_bytes(KEY_BYTES)))
    return load_device_key(path)
