"""A second reader, written from docs/vault.md alone: it shares no line with the game's. Whole files only, no mercy."""

import hmac
import struct
import unicodedata
import zlib

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id


def _extract(salt: bytes, suite: bytes, label: bytes, secret: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + secret, "sha256")


def _expand(key: bytes, suite: bytes, label: bytes, info: bytes, length: int) -> bytes:
    assert length <= 32
    labelled = struct.pack(">H", length) + b"HPKE-v1" + suite + label + info
    return hmac.digest(key, labelled + b"\1", "sha256")[:length]


def open_hpke(private: bytes, sealed: bytes, info: bytes) -> bytes:
    """RFC 9180 base mode, DHKEM(X25519, HKDF-SHA256) 0x0020, HKDF-SHA256 0x0001, AES-256-GCM 0x0002."""
    kem, suite = b"KEM\x00\x20", b"HPKE\x00\x20\x00\x01\x00\x02"
    own = X25519PrivateKey.from_private_bytes(private)
    shared = own.exchange(X25519PublicKey.from_public_bytes(sealed[:32]))
    context = sealed[:32] + own.public_key().public_bytes_raw()
    secret = _expand(_extract(b"", kem, b"eae_prk", shared), kem, b"shared_secret", context, 32)
    schedule = b"\0" + _extract(b"", suite, b"psk_id_hash", b"") + _extract(b"", suite, b"info_hash", info)
    base = _extract(secret, suite, b"secret", b"")
    key = _expand(base, suite, b"key", schedule, 32)
    return AESGCM(key).decrypt(_expand(base, suite, b"base_nonce", schedule, 12), sealed[32:], b"")


def open_session(data: bytes, private: bytes) -> tuple[bytes, list[tuple[int, bytes]]]:
    """A whole closed session, straight from the tables of docs/vault.md."""
    assert data[:10] == b"\x8bSTILL\x1a\n\x00\x01"
    header, session_id = data[:106], data[10:26]
    aead = AESGCM(open_hpke(private, data[26:106], b"stillwater session key 1" + session_id))
    chunks, length = struct.unpack(">IQ", aead.decrypt(bytes(3) + b"\2" + bytes(8), data[106:134], header))
    assert length == len(data)
    at, setup = 134, b""
    records: list[tuple[int, bytes]] = []
    for index in range(chunks):
        frame = data[at : at + 13]
        size = struct.unpack(">I", frame[9:])[0]
        assert frame[:9] == b"\xc5\x01Sw" + struct.pack(">IB", index, index == chunks - 1)
        inside = aead.decrypt(struct.pack(">IQ", 0, index), data[at + 13 : at + 13 + size], header + frame)
        at += 13 + size
        first, count, packed = struct.unpack(">QII", inside[:16])
        assert len(inside) % 256 == 0 and first == len(records) and not any(inside[16 + packed :])
        body = zlib.decompress(inside[16 : 16 + packed])
        setup = body if index == 0 else setup
        for _ in range(count):
            kind, size = struct.unpack(">BI", body[:5])
            records.append((kind, body[5 : 5 + size]))
            body = body[5 + size :]
    assert at == len(data)
    return setup, records


def passphrase_key(passphrase: str, salt: bytes, memory_kib: int, passes: int, lanes: int) -> bytes:
    """32 bytes of Argon2id."""
    kdf = Argon2id(salt=salt, length=32, iterations=passes, lanes=lanes, memory_cost=memory_kib)
    return kdf.derive(unicodedata.normalize("NFC", passphrase).encode())


def open_ring(data: bytes, passphrase: str) -> list[bytes]:
    """The private keys in a private.key of version 2, newest first, by its passphrase."""
    assert data[:10] == b"\x8bPRIVAT\n\x00\x02"
    at, sealed_key = 11, None
    for _ in range(data[10]):
        kind, name, _, memory_kib, passes, lanes, salt, algorithm, public, sealed = struct.unpack_from(
            ">BBQIIB16sBHH", data, at
        )
        at += struct.calcsize(">BBQIIB16sBHH") + name + public
        if kind == 2:
            assert algorithm == 1 and memory_kib >= 65536 and passes >= 3 and lanes >= 4
            secret = passphrase_key(passphrase, salt, memory_kib, passes, lanes)
            own = X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
            assert data[at - public : at] == own
            sealed_key = open_hpke(secret, data[at : at + sealed], b"stillwater ring key 2\x02" + salt)
        at += sealed
    assert sealed_key is not None
    ring = AESGCM(sealed_key).decrypt(data[at : at + 12], data[at + 12 :], data[:at])
    return [ring[n : n + 32] for n in range(0, len(ring), 32)]
