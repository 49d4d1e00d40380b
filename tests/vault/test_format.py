"""The bytes on the disk are those of docs/vault.md, by a second implementation and by what version 1 wrote."""

import hmac
import struct
import zlib
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from game.vault.home import Home, player_folder
from game.vault.keys import PrivateKey, is_guarded, read_public_key, unlock
from game.vault.passphrase import Passphrase
from game.vault.players import load
from game.vault.reader import Reader
from game.vault.writer import Writer
from tests.vault.made import SETUP, closed, expected
from tests.vault.test_players import MIRA


def _extract(salt: bytes, suite: bytes, label: bytes, secret: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + secret, "sha256")


def _expand(key: bytes, suite: bytes, label: bytes, info: bytes, length: int) -> bytes:
    assert length <= 32
    labelled = struct.pack(">H", length) + b"HPKE-v1" + suite + label + info
    return hmac.digest(key, labelled + b"\1", "sha256")[:length]


def _open_hpke(private: bytes, sealed: bytes, info: bytes) -> bytes:
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


def _open_session(data: bytes, private: bytes) -> tuple[bytes, list[tuple[int, bytes]]]:
    """A whole closed session, straight from the tables of docs/vault.md."""
    assert data[:10] == b"\x8bSTILL\x1a\n\x00\x01"
    header, session_id = data[:106], data[10:26]
    aead = AESGCM(_open_hpke(private, data[26:106], b"stillwater session key 1" + session_id))
    chunks, length = struct.unpack(">IQ", aead.decrypt(bytes(3) + b"\2" + bytes(8), data[106:134], header))
    assert length == len(data)
    at, setup, records = 134, b"", []
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


def test_the_written_form_is_the_documented_form(player: Path, private: PrivateKey):
    """A second implementation, made from the document alone, reads what the Writer wrote."""
    data = closed(player).read_bytes()
    raw = private.try_each(lambda key: key)
    assert _open_session(data, raw) == (SETUP, expected())


def test_what_version_1_wrote_still_opens(golden_home: Home):
    """Device key, record, guarded private key and a session of the first version: all of it opens, for ever."""
    home = golden_home
    player = player_folder(home)
    assert load(player, home.device).player == MIRA
    assert is_guarded(player)
    ring = unlock(player, home.device, Passphrase("four calm words here"))
    (path,) = (player / "sessions").iterdir()
    reader = Reader(path, ring)
    assert (reader.setup, reader.ended_early) == (SETUP, False)
    assert [tuple(record) for record in reader.records()] == expected(1)


def test_length_says_little(player: Path):
    """Two seconds that differ by tens of bytes take the same room on the disk."""
    sizes = set()
    for word in (b"", b"a", b"still water runs deep and slow"):
        with Writer(player / "sessions", read_public_key(player), b"") as writer:
            writer.append(1, word)
        sizes.add(writer.path.stat().st_size)
    assert len(sizes) == 1
