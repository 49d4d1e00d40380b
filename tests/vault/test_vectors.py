"""The vectors at the end of docs/vault.md are true: by the game's own code, and by the second reader."""

from pathlib import Path

import pytest

from game.vault.address import opener_of
from game.vault.cost import USUAL
from game.vault.device import DeviceKey
from game.vault.keyfile import parse_key_file
from game.vault.passphrase import Passphrase
from game.vault.reader import Reader
from game.vault.recovery import RecoveryWords, WordList, read_words
from tests.vault.second_reader import open_ring, open_session, passphrase_key

PAGE = Path(__file__).resolve().parents[2] / "docs" / "vault.md"


@pytest.fixture(scope="module")
def vectors() -> dict[str, str]:
    """Name and value of each; a value that goes on over lines is put together."""
    block = PAGE.read_text(encoding="utf-8").split("## Vectors")[1].split("```")[1]
    found: dict[str, str] = {}
    for line in block.strip().splitlines():
        name, equals, value = line.partition(" = ")
        if equals:
            found[name] = value
        else:
            found[list(found)[-1]] += line.strip()
    return found


def test_what_secrets_are_stretched_to(vectors: dict[str, str]) -> None:
    """Passphrase and recovery words by Argon2id, the device key by HKDF, and the public half."""
    salt = bytes.fromhex(vectors["salt"])
    private = Passphrase(vectors["passphrase"]).stretched(salt, USUAL)
    assert private.hex() == vectors["passphrase private"]
    assert passphrase_key(vectors["passphrase"], salt, 65536, 3, 4) == private
    assert opener_of(private).address.raw.hex() == vectors["passphrase public"]
    device = DeviceKey(bytes.fromhex(vectors["device key"]))
    assert device.derived("ring recipient", salt).hex() == vectors["device private"]
    assert device.derived("ledger head").hex() == vectors["ledger head key"]


def test_recovery_words(vectors: dict[str, str]) -> None:
    """Sixteen bytes are these words in two languages, and back."""
    entropy, salt = bytes.fromhex(vectors["recovery entropy"]), bytes.fromhex(vectors["salt"])
    for words in WordList:
        told = vectors[f"recovery words {words.name.lower()}"]
        assert " ".join(RecoveryWords(entropy, words).shown()) == told
        assert read_words(told).shown() == RecoveryWords(entropy, words).shown()
    assert RecoveryWords(entropy, WordList.ENGLISH).stretched(salt, USUAL).hex() == vectors["recovery private"]


def test_whole_files(vectors: dict[str, str], tmp_path: Path) -> None:
    """The key file opens by the passphrase and the session by its ring, for both readers."""
    key_file, session = bytes.fromhex(vectors["private.key"]), bytes.fromhex(vectors["session"])
    expected = (bytes.fromhex(vectors["session setup"]), [(3, bytes.fromhex(vectors["session record, kind 3"]))])
    ring = open_ring(key_file, vectors["passphrase"])
    assert [key.hex() for key in ring] == [vectors["ring"]]
    assert open_session(session, ring[0]) == expected
    path = tmp_path / f"{session[10:26].hex()}.still"
    path.write_bytes(session)
    reader = Reader(path, parse_key_file(key_file, "vector").ring(Passphrase(vectors["passphrase"])))
    assert (reader.setup, [tuple(record) for record in reader.records()]) == expected
