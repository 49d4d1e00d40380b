"""Fuzz one reader for some seconds: python -m tests.vault.fuzz TARGET SECONDS (tape, session or bundle).

Raw bytes hardly ever get past a seal, so half of the inputs are sealed as somebody who has the public key may seal
them. Whatever happens must be one of the named errors; memory is limited by the system, time by the fuzzer.
"""

import resource
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import atheris  # type: ignore[import-untyped]  # it has no types

with atheris.instrument_imports(include=["game.core.tape", "game.vault"]):
    from game.core.tape import TapeError, decode, encode
    from game.vault.bundle import FRAME, HEAD, LABEL, NONCE
    from game.vault.bundle_reader import read_bundle
    from game.vault.errors import VaultError
    from game.vault.layout import Chunk, Header, pack_chunk, pack_record
    from game.vault.reader import Reader
    from game.vault.ring import PrivateKey
    from game.vault.seal import SessionKey, seal_key

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from game.core.inputs import Inputs
from tests.vault.made import LIN

MEMORY_BYTES = 2 << 30
KEY = bytes(range(32))
RING = PrivateKey((bytes(range(32)),))
SESSION = bytes(16)
_HEADER = Header(SESSION, seal_key(RING.publics[0].raw, KEY, SESSION)).packed()
_SEAL = SessionKey(KEY, _HEADER)
_SEALED_KEY = LIN.address.seal(KEY, LABEL + SESSION)
_HEAD = HEAD.pack(b"\x8bBUNDLE\n", 1, 1, SESSION, len(_SEALED_KEY)) + _SEALED_KEY

_MANIFEST = b'{"pseudonym":"","note":"","made_s":0,"until_s":0,"sessions":[{"started_s":0,"records":0,"sha256":""}]}'
_INSIDE = pack_chunk(Chunk(0, 1, pack_record(3, b"a")))
SEEDS: dict[str, tuple[bytes, ...]] = {
    "tape": (encode(Inputs()), encode(Inputs(held=("left",), pointer=(100, 200), axes=(3, -4)))),
    "session": (
        b"\x00" + _SEAL.seal_open_lid() + _SEAL.seal_chunk(0, False, _INSIDE) + _SEAL.seal_chunk(1, True, _INSIDE),
        b"\x90" + _INSIDE,
        b"\xff" + pack_record(1, b"abc") + b"\xff" + pack_record(2, b""),
    ),
    "bundle": (
        b"\x00" + FRAME.pack(0, 1, 40) + bytes(40),
        b"\x90" + _INSIDE,
        b"\xff\xff" + _MANIFEST,
        b"\xff" + _MANIFEST,
    ),
}
"""What the fuzzer begins with: inputs that get far."""


def tape(data: bytes) -> None:
    """A tick of inputs."""
    with suppress(TapeError):
        decode(data)


def session(data: bytes, path: Path) -> None:
    """A session file: raw behind its header, or chunks that are truly sealed."""
    mode, data = data[:1], data[1:]
    if mode < b"\x80":
        content = _HEADER + data
    else:
        parts = (
            [data] if mode < b"\xa0" else [pack_chunk(Chunk(0, len(data) % 5, part)) for part in data.split(b"\xff")]
        )
        chunks = [_SEAL.seal_chunk(number, part is parts[-1], part) for number, part in enumerate(parts)]
        content = _HEADER + _SEAL.seal_open_lid() + b"".join(chunks)
    path.write_bytes(content)
    try:
        for salvage in (False, True):
            reader = Reader(path, RING, salvage)
            sum(len(record.payload) for record in reader.records())
    except VaultError:
        pass


def bundle(data: bytes, path: Path) -> None:
    """A bundle: raw behind its head, or parts that are truly sealed."""
    mode, data = data[:1], data[1:]
    content = _HEAD
    if mode < b"\x80":
        content += data
    else:
        parts = [data] if mode < b"\xa0" else [pack_chunk(Chunk(0, 0, part)) for part in data.split(b"\xff")]
        for number, part in enumerate(parts):
            frame = FRAME.pack(number, number == len(parts) - 1, len(part) + 16)
            content += frame + AESGCM(KEY).encrypt(NONCE.pack(0, number), part, _HEAD + frame)
    path.write_bytes(content)
    try:
        opened = read_bundle(path, LIN)
        sum(len(record.payload) for one in opened.sessions for record in opened.records(one))
    except VaultError:
        pass


def main() -> None:
    """Run the fuzzer; it ends the process, with an error status where it has found something."""
    target, seconds = sys.argv[1], sys.argv[2]
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    folder = Path(tempfile.mkdtemp(dir=sys.argv[3]))
    targets: dict[str, Callable[[bytes], None]] = {
        "tape": tape,
        "session": lambda data: session(data, folder / "s.still"),
        "bundle": lambda data: bundle(data, folder / "b.bundle"),
    }
    corpus = folder / "corpus"
    corpus.mkdir()
    for number, seed in enumerate(SEEDS[target]):
        (corpus / str(number)).write_bytes(seed)
    limits = [
        str(corpus),
        "-len_control=0",
        f"-max_total_time={seconds}",
        "-timeout=20",
        "-rss_limit_mb=0",  # it would count the most that the process that began this one ever used; see setrlimit
        "-max_len=4096",
        "-seed=7",
    ]
    atheris.Setup([sys.argv[0], str(corpus), *limits, "-seed=7", f"-artifact_prefix={folder}/"], targets[target])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
