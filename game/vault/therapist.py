"""A therapist's own key pair: the public half is given to families, the private half opens what was sealed to it.

The private half lies in a file of Stillwater's own (Argon2id), or in a PEM file that another program made.
"""

import secrets
import struct

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from game.vault.address import FEWEST_RSA_BITS, MOST_RSA_BITS, Opener, opener_of
from game.vault.cost import USUAL, Cost
from game.vault.errors import Broken, CannotOpen, Locked, Unfit
from game.vault.layout import checked_version
from game.vault.passphrase import Passphrase
from game.vault.seal import KEY_BYTES, open_box, seal_box

_MAGIC = b"\x8bKEEPER\n"
_FORM = 1
_HEAD = struct.Struct(">8sHIIB16s")
_CANNOT = "The therapist's key cannot be opened: the passphrase is not right, or the file was changed."
_PEM = b"-----BEGIN "
_MOST_BYTES = 1 << 16


def make_therapist_key(passphrase: Passphrase) -> tuple[bytes, Opener]:
    """A new X25519 pair: its private half as a file under the passphrase, and the pair itself.

    Raises:
        Unfit: the passphrase has fewer than 8 characters.
    """
    passphrase.refuse_short()
    raw, salt = secrets.token_bytes(KEY_BYTES), secrets.token_bytes(16)
    head = _HEAD.pack(_MAGIC, _FORM, USUAL.memory_kib, USUAL.passes, USUAL.lanes, salt)
    return head + seal_box(passphrase.stretched(salt, USUAL), raw, head), opener_of(raw)


def read_therapist_key(data: bytes, passphrase: Passphrase | None) -> Opener:
    """A therapist's private key out of its file, ours or a PEM one.

    Raises:
        Locked: a passphrase guards it and none was given. CannotOpen: not the right one, or a changed file.
        Unfit: a PEM file of some other kind of key. Newer.
    """
    if len(data) > _MOST_BYTES:
        raise CannotOpen(_CANNOT)
    return _from_pem(data, passphrase) if data.startswith(_PEM) else _from_own_form(data, passphrase)


def _from_own_form(data: bytes, passphrase: Passphrase | None) -> Opener:
    if len(data) < _HEAD.size or not data.startswith(_MAGIC):
        raise CannotOpen(_CANNOT)
    _, form, memory_kib, passes, lanes, salt = _HEAD.unpack_from(data)
    checked_version(form, "The therapist's key", _FORM)
    cost = Cost(memory_kib, passes, lanes)
    if not cost.bounded:
        raise CannotOpen(_CANNOT)
    if passphrase is None:
        raise Locked("A passphrase guards the therapist's key. Give it at the prompt, or with --passphrase-fd.")
    try:
        raw = open_box(passphrase.stretched(salt, cost), data[_HEAD.size :], data[: _HEAD.size])
    except Broken:
        raise CannotOpen(_CANNOT) from None
    return opener_of(raw)


def _from_pem(data: bytes, passphrase: Passphrase | None) -> Opener:
    try:
        key = load_pem_private_key(data, None if passphrase is None else passphrase.encoded())
    except TypeError:
        if passphrase is not None:  # it is not encrypted: nothing to be opened by the passphrase
            return _from_pem(data, None)
        raise Locked("A passphrase guards the therapist's key. Give it at the prompt.") from None
    except (ValueError, UnsupportedAlgorithm):
        raise CannotOpen(_CANNOT) from None
    if isinstance(key, X25519PrivateKey):
        return Opener(key)
    if isinstance(key, RSAPrivateKey) and FEWEST_RSA_BITS <= key.key_size <= MOST_RSA_BITS:
        return Opener(key)
    raise Unfit(f"A therapist's key is of X25519, or of RSA with {FEWEST_RSA_BITS} to {MOST_RSA_BITS} bits.")
