"""A bundle holds exactly what was chosen, for exactly one key, and refuses every change; hostile ones are bounded."""

import json
import os
import pickle
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from game.vault.address import Opener, opener_of
from game.vault.bundle import FRAME, HEAD, LABEL, LATEST_S, MAGIC, NONCE, Chosen, Terms, write_bundle
from game.vault.bundle_reader import read_bundle
from game.vault.errors import CannotOpen, Damaged, NotWritten, Unfit, VaultError
from game.vault.layout import Chunk, Record, pack_chunk
from tests.vault.made import LIN, NOW_S, SETUP, expected

TERMS = Terms("Otter", "Twelve weeks of practice", NOW_S, NOW_S + 1000)
RECORDS = tuple(Record(kind, payload) for kind, payload in expected())


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """Two sessions for Dr. Lin."""
    path = tmp_path / "otter.bundle"
    write_bundle(path, LIN.address, TERMS, [Chosen(7, SETUP, RECORDS), Chosen(0, b"", ())])
    return path


def test_a_recipient_reads_what_was_chosen(bundle: Path) -> None:
    """Terms, dates, setups and records come back; an empty session is one, too."""
    opened = read_bundle(bundle, LIN)
    assert opened.terms == TERMS
    assert [(one.started_s, one.record_count, one.setup) for one in opened.sessions] == [
        (7, len(RECORDS), SETUP),
        (0, 0, b""),
    ]
    assert tuple(opened.records(opened.sessions[0])) == RECORDS
    assert tuple(opened.records(opened.sessions[1])) == ()
    assert not opened.expired(NOW_S + 1000) and opened.expired(NOW_S + 1001)
    with pytest.raises(TypeError):
        pickle.dumps(opened)


def test_rsa_opens_too(tmp_path: Path) -> None:
    """A clinic's RSA key opens what was made for it, and X25519 does not."""
    clinic, path = Opener(generate_private_key(65537, 3072)), tmp_path / "clinic.bundle"
    write_bundle(path, clinic.address, TERMS, [Chosen(0, SETUP, RECORDS)])
    assert read_bundle(path, clinic).sessions[0].setup == SETUP
    with pytest.raises(CannotOpen):
        read_bundle(path, LIN)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.integers(0, LATEST_S),
            st.binary(max_size=300),
            st.lists(st.builds(Record, st.integers(0, 255), st.binary(max_size=200)), max_size=8),
        ),
        max_size=4,
    )
)
def test_round_trip(tmp_path: Path, sessions: list[tuple[int, bytes, list[Record]]]) -> None:
    """Whatever is given away comes back the same."""
    path = tmp_path / "any.bundle"
    path.unlink(missing_ok=True)
    write_bundle(path, LIN.address, TERMS, [Chosen(*session) for session in sessions])
    opened = read_bundle(path, LIN)
    assert [(one.started_s, one.setup, list(opened.records(one))) for one in opened.sessions] == sessions


def test_every_changed_bit_is_refused(bundle: Path) -> None:
    """No bit of a bundle changes, and no byte is cut from or added to it, unseen."""
    data = bundle.read_bytes()
    descriptor = os.open(bundle, os.O_WRONLY)
    for position in range(8 * len(data)):
        at, bit = divmod(position, 8)
        os.pwrite(descriptor, bytes((data[at] ^ 1 << bit,)), at)
        with pytest.raises(VaultError):
            read_bundle(bundle, LIN)
            pytest.fail(f"bit {bit} of byte {at} changed unseen")
        os.pwrite(descriptor, data[at : at + 1], at)
    os.close(descriptor)
    for content in (data + b"\0", data[:-1], data[: len(data) // 2], b"", data[: HEAD.size]):
        bundle.write_bytes(content)
        with pytest.raises(CannotOpen):
            read_bundle(bundle, LIN)


def test_a_wrong_key_looks_the_same_as_damage(bundle: Path) -> None:
    """Another's key and a changed sealed key: one class, one text."""
    with pytest.raises(CannotOpen) as by_key:
        read_bundle(bundle, opener_of(bytes(31) + b"\1"))
    data = bundle.read_bytes()
    bundle.write_bytes(data[:40] + bytes((data[40] ^ 1,)) + data[41:])
    with pytest.raises(CannotOpen) as by_damage:
        read_bundle(bundle, LIN)
    assert (type(by_key.value), str(by_key.value)) == (type(by_damage.value), str(by_damage.value))


def test_what_no_bundle_can_hold_is_refused(bundle: Path, tmp_path: Path) -> None:
    """Texts too long and a file that is there already are refused, and nothing is left behind."""
    path = tmp_path / "new.bundle"
    for terms in (Terms("x" * 65, "", 0, 0), Terms("", "x" * 501, 0, 0), Terms("", "", 0, -1)):
        with pytest.raises(Unfit):
            write_bundle(path, LIN.address, terms, [])
    with pytest.raises(Unfit):
        write_bundle(path, LIN.address, TERMS, [Chosen(0, bytes((1 << 20) + 1), ())])
    with pytest.raises(NotWritten):
        write_bundle(bundle, LIN.address, TERMS, [])
    assert [child.name for child in tmp_path.iterdir()] == [bundle.name]


@pytest.mark.parametrize("ending", [KeyboardInterrupt(), Damaged("a second is missing"), ValueError("no record")])
def test_whatever_ends_the_writing_leaves_nothing_behind(tmp_path: Path, ending: BaseException) -> None:
    """Ctrl-C, a session that cannot be read, one of another make: what ended it comes through, no part of a file."""

    def broken() -> Iterator[Record]:
        yield RECORDS[0]
        raise ending

    with pytest.raises(type(ending)):
        write_bundle(
            tmp_path / "half.bundle", LIN.address, TERMS, [Chosen(7, SETUP, RECORDS), Chosen(0, b"", broken())]
        )
    assert list(tmp_path.iterdir()) == []


def _forged(*parts: bytes, numbers: tuple[int, ...] | None = None) -> bytes:
    """A bundle for Dr. Lin as somebody with bad intentions may seal it: the last part is the manifest."""
    name, key = bytes(16), bytes(32)
    sealed = LIN.address.seal(key, LABEL + name)
    data = head = HEAD.pack(MAGIC, 1, 1, name, len(sealed)) + sealed
    for number, inside in zip(numbers or range(len(parts)), parts, strict=True):
        frame = FRAME.pack(number, inside is parts[-1], len(inside) + 16)
        data += frame + AESGCM(key).encrypt(NONCE.pack(0, number), inside, head + frame)
    return data


def _told(**changes: object) -> bytes:
    told = {"pseudonym": "", "note": "", "made_s": 0, "until_s": 0, "sessions": []}
    return pack_chunk(Chunk(0, 0, json.dumps(told | changes).encode()))


BOMB = struct.pack(">QII", 0, 0, 4096) + bytes(4096)


@pytest.mark.parametrize(
    "data",
    [
        _forged(b""),
        _forged(BOMB),
        _forged(pack_chunk(Chunk(0, 0, b"[" * 100_000))),
        _forged(pack_chunk(Chunk(0, 0, b"{}"))),
        _forged(_told(made_s=-1)),
        _forged(_told(until_s=1.5)),
        _forged(_told(until_s=1 << 62)),
        _forged(_told(pseudonym="x" * 65)),
        _forged(_told(sessions=[{"started_s": 0, "records": 0, "sha256": ""}])),
        _forged(_told(sessions={"a": 1})),
        _forged(pack_chunk(Chunk(0, 1, b"\0" * 5)), _told()),
        _forged(pack_chunk(Chunk(7, 0, b"")), _told()),
        _forged(pack_chunk(Chunk(0, 0, b"")), pack_chunk(Chunk(0, 9, b"\0" * 5)), _told()),
        _forged(_told(), _told(), numbers=(1, 0)),
    ],
)
def test_hostile_bundles_are_refused_by_name(tmp_path: Path, data: bytes) -> None:
    """What somebody with the public key may make: refused as damaged, never another error."""
    path = tmp_path / "hostile.bundle"
    path.write_bytes(data)
    with pytest.raises(Damaged):
        read_bundle(path, LIN)


def test_the_forger_of_these_tests_forges_well(tmp_path: Path) -> None:
    """The same forger's harmless bundle opens: the refusals above are for what is said in them."""
    path = tmp_path / "harmless.bundle"
    path.write_bytes(_forged(_told(pseudonym="Otter")))
    assert read_bundle(path, LIN).terms.pseudonym == "Otter"
