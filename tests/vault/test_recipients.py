"""Each recipient opens with what they have; who was taken away opens nothing recorded since; nothing secret shows."""

import pickle
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from game.vault.address import Address, Opener, opener_of, read_address
from game.vault.device import DeviceKey
from game.vault.errors import Broken, CannotOpen, Locked, Newer, Unfit
from game.vault.home import Home
from game.vault.keyfile import pack_key_file, parse_key_file
from game.vault.keys import (
    Kind,
    add_recovery,
    add_therapist,
    is_guarded,
    read_public_key,
    recipients,
    remove,
    set_passphrase,
    unlock,
)
from game.vault.passphrase import Passphrase
from game.vault.reader import Reader
from game.vault.recipients import therapist_slot
from game.vault.recovery import RecoveryWords, WordList, read_words
from game.vault.ring import MOST_KEYS, PrivateKey, fresh_ring
from game.vault.therapist import make_therapist_key, read_therapist_key
from tests.vault.conftest import Family
from tests.vault.made import LIN, NOW_S, OTHER, PER_SECOND, RIGHT, SECONDS, closed


@pytest.fixture(scope="session")
def rsa() -> RSAPrivateKey:
    """An RSA key of a therapist's; made once, because that takes a while."""
    return generate_private_key(65537, 3072)


DEVICE = DeviceKey(bytes(32))


def _opens(path: Path, ring: PrivateKey) -> bool:
    try:
        return Reader(path, ring).record_count == SECONDS * PER_SECOND
    except CannotOpen:
        return False


def test_everybody_who_was_added_opens_and_is_listed(
    guarded_home: Home, guarded: Path, family: Family, rsa: RSAPrivateKey
) -> None:
    """Passphrase, recovery words, a therapist with X25519 and one with RSA open the same ring, and are listed."""
    pem = rsa.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    add_therapist(guarded, guarded_home.device, "Clinic", read_address(pem), NOW_S + 3, LIN)
    path = closed(guarded)
    for key in (RIGHT, read_words(" ".join(family.words.shown())), LIN, Opener(rsa)):
        assert _opens(path, unlock(guarded, guarded_home.device, key))
    assert [(one.kind, one.name, one.since_s - NOW_S) for one in recipients(guarded)] == [
        (Kind.PASSPHRASE, "passphrase", 0),
        (Kind.RECOVERY, "recovery words", 1),
        (Kind.THERAPIST, "Dr. Lin", 2),
        (Kind.THERAPIST, "Clinic", 3),
    ]


def test_whoever_is_removed_opens_nothing_recorded_since(guarded_home: Home, guarded: Path) -> None:
    """Forward only: with an old copy of the key file a removed therapist opens what was there, and nothing newer."""
    device, other = guarded_home.device, opener_of(bytes(range(1, 33)))
    add_therapist(guarded, device, "Dr. Wu", other.address, NOW_S, LIN)
    before, kept = closed(guarded), unlock(guarded, device, LIN)
    remove(guarded, device, "Dr. Lin", LIN)
    after = closed(guarded)
    assert _opens(before, kept) and not _opens(after, kept)
    with pytest.raises(CannotOpen):
        unlock(guarded, device, LIN)
    ring = unlock(guarded, device, other)
    assert _opens(before, ring) and _opens(after, ring)


def test_an_old_passphrase_opens_an_old_copy_and_nothing_recorded_since(guarded_home: Home, guarded: Path) -> None:
    """Forward only: who knew the old passphrase and kept the old file opens what was recorded until the change."""
    device, old_file = guarded_home.device, (guarded / "private.key").read_bytes()
    before = closed(guarded)
    set_passphrase(guarded, device, OTHER, NOW_S + 9, LIN)
    after = closed(guarded)
    now = unlock(guarded, device, OTHER)
    assert _opens(before, now) and _opens(after, now)
    with pytest.raises(CannotOpen):
        unlock(guarded, device, RIGHT)
    (guarded / "private.key").write_bytes(old_file)
    (guarded / "public.key").unlink()
    old = unlock(guarded, device, RIGHT)
    assert _opens(before, old) and not _opens(after, old)


def test_a_forgotten_passphrase_is_replaced_by_recovery_words(
    guarded_home: Home, guarded: Path, family: Family
) -> None:
    """The words set a new passphrase and go on opening; new words end the old ones."""
    device = guarded_home.device
    set_passphrase(guarded, device, OTHER, NOW_S, family.words)
    unlock(guarded, device, family.words)
    newer = add_recovery(guarded, device, WordList.ENGLISH, NOW_S, LIN)
    unlock(guarded, device, newer)
    with pytest.raises(CannotOpen):
        unlock(guarded, device, family.words)
    assert {one.kind for one in recipients(guarded)} == {Kind.PASSPHRASE, Kind.RECOVERY, Kind.THERAPIST}


@settings(max_examples=50, deadline=None)
@given(st.binary(min_size=16, max_size=16), st.sampled_from(WordList))
def test_recovery_words_come_back_as_typed(entropy: bytes, words: WordList) -> None:
    """Twelve words of either list, in capitals, spaced anyhow, Chinese also unspaced, are the same words."""
    shown = RecoveryWords(entropy, words).shown()
    assert len(shown) == 12
    between = "" if words is WordList.CHINESE else " "
    for typed in (" ".join(shown), f"\u3000{between.join(shown)}\n", "  ".join(shown).upper()):
        again = read_words(typed)
        assert again.shown() == shown


def test_mistyped_recovery_words_are_said_to_be_so() -> None:
    """A word short, a word too many, another order, a word of no list: Unfit, before any key is looked at."""
    shown = RecoveryWords(bytes(range(16)), WordList.ENGLISH).shown()
    mistyped = (shown[:-1], (*shown, shown[0]), shown[1:] + shown[:1], ("stillwater", *shown[1:]), ())
    for words in mistyped:
        with pytest.raises(Unfit):
            read_words(" ".join(words))
    with pytest.raises(Unfit):
        read_words("a " * 100_000)


def test_a_wrong_key_of_any_kind_looks_the_same_as_damage(guarded_home: Home, guarded: Path) -> None:
    """Wrong passphrase, words, therapist's key, and a changed file: one class, one text."""
    seen = set()
    for key in (OTHER, RecoveryWords(bytes(16), WordList.ENGLISH), opener_of(bytes(31) + b"\1")):
        with pytest.raises(CannotOpen) as caught:
            unlock(guarded, guarded_home.device, key)
        seen.add((type(caught.value), str(caught.value)))
    path = guarded / "private.key"
    data = path.read_bytes()
    for at in (10, 60, len(data) // 2, len(data) - 1):
        path.write_bytes(data[:at] + bytes((data[at] ^ 1,)) + data[at + 1 :])
        with pytest.raises(CannotOpen) as caught:
            unlock(guarded, guarded_home.device, LIN)
        seen.add((type(caught.value), str(caught.value)))
    assert len(seen) == 1


def test_every_bit_of_a_key_file_counts() -> None:
    """No bit of a key file changes without it being refused, by its seal or by its form."""
    slots = (therapist_slot("Dr. Lin", LIN.address, NOW_S), therapist_slot("B", LIN.address, 0))
    ring = fresh_ring()
    data = pack_key_file(ring, slots)
    assert parse_key_file(data, "this").ring(LIN).publics == ring.publics
    for position in range(8 * len(data)):
        at, bit = divmod(position, 8)
        with pytest.raises((CannotOpen, Newer, Broken)):
            parse_key_file(data[:at] + bytes((data[at] ^ 1 << bit,)) + data[at + 1 :], "this").ring(LIN)
            pytest.fail(f"bit {bit} of byte {at} changed unseen")


@settings(max_examples=50, deadline=None)
@given(data=st.binary(max_size=400))
def test_a_hostile_key_file_is_refused(data: bytes) -> None:
    """Whatever stands behind the magic: refused by name, never another error."""
    for form in (b"", b"\0\1", b"\0\2\1", b"\0\2\2"):
        with pytest.raises((CannotOpen, Newer, Broken)):
            parse_key_file(b"\x8bPRIVAT\n" + form + data, "this").ring(DEVICE)


def test_others_are_added_only_behind_a_passphrase(home: Home, player: Path) -> None:
    """As long as the device key opens everything, recovery words and therapists would promise what is not so."""
    with pytest.raises(Unfit, match="passphrase first"):
        add_recovery(player, home.device, WordList.ENGLISH, NOW_S, None)
    with pytest.raises(Unfit, match="passphrase first"):
        add_therapist(player, home.device, "Dr. Lin", opener_of(bytes(32)).address, NOW_S, None)
    assert not is_guarded(player)


def test_what_cannot_be_done_changes_nothing(guarded_home: Home, guarded: Path) -> None:
    """Names taken or unfit, strangers removed, the passphrase removed, a ring too long: refused, nothing changed."""
    device, before = guarded_home.device, (guarded / "private.key").read_bytes()
    for name in ("", " x", "a\nb", "passphrase", "device", "recovery words", "x" * 41, "Dr. Lin"):
        with pytest.raises(Unfit):
            add_therapist(guarded, device, name, LIN.address, NOW_S, LIN)
    for name in ("Dr. Who", "passphrase", ""):
        with pytest.raises(Unfit):
            remove(guarded, device, name, LIN)
    with pytest.raises(Locked):
        remove(guarded, device, "Dr. Lin", None)
    with pytest.raises(CannotOpen):
        remove(guarded, device, "Dr. Lin", opener_of(bytes(31) + b"\1"))
    assert (guarded / "private.key").read_bytes() == before
    with pytest.raises(Unfit):
        PrivateKey((bytes(range(32)),) * MOST_KEYS).with_fresh()


def test_at_most_sixteen_can_open(guarded_home: Home, guarded: Path) -> None:
    """A seventeenth recipient is refused."""
    for number in range(13):
        add_therapist(guarded, guarded_home.device, f"T{number}", LIN.address, NOW_S, LIN)
    with pytest.raises(Unfit, match="At most 16"):
        add_therapist(guarded, guarded_home.device, "T13", LIN.address, NOW_S, LIN)
    assert len(recipients(guarded)) == 16


def test_unfit_public_keys_are_refused(rsa: RSAPrivateKey) -> None:
    """Too short RSA, a private key, another curve's, noise, a point that anybody could open: refused."""
    short = generate_private_key(65537, 2048).public_key()
    private = rsa.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    for data in (
        short.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        private,
        b"",
        bytes(32),
        bytes(33),
        b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
    ):
        with pytest.raises(Unfit):
            read_address(data)
    for address in (opener_of(bytes(range(32))).address, Opener(rsa).address):
        assert read_address(address.pem()) == address
    raw = opener_of(bytes(range(32))).address.raw
    assert isinstance(read_address(raw), Address)


def test_a_therapists_key_opens_from_every_form(rsa: RSAPrivateKey) -> None:
    """Our own file, an encrypted and a plain PEM: each opens; wrong passphrases, damage and low costs do not."""
    own, made = make_therapist_key(RIGHT)
    assert read_therapist_key(own, RIGHT).address == made.address
    x25519 = X25519PrivateKey.from_private_bytes(bytes(range(32)))
    sealed = x25519.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"four calm words here"))
    plain = rsa.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    assert read_therapist_key(sealed, RIGHT).address == Opener(x25519).address
    assert read_therapist_key(plain, RIGHT).address == Opener(rsa).address
    for data in (own, sealed):
        with pytest.raises(CannotOpen):
            read_therapist_key(data, OTHER)
        with pytest.raises(Locked):
            read_therapist_key(data, None)
        with pytest.raises(CannotOpen):
            read_therapist_key(data[:-30], RIGHT)
    low = bytearray(own)
    struct.pack_into(">I", low, 10, 8)
    with pytest.raises(CannotOpen):
        read_therapist_key(bytes(low), RIGHT)
    with pytest.raises(Unfit):
        make_therapist_key(Passphrase("seven77"))


def test_secrets_are_hidden() -> None:
    """Neither repr nor pickle of words and openers gives anything away."""
    words = RecoveryWords(bytes(range(16)), WordList.ENGLISH)
    opener = opener_of(bytes(range(32)))
    for thing in (words, opener):
        assert "hidden" in repr(thing) and "hidden" in f"{thing}" and not hasattr(thing, "__dict__")
        with pytest.raises(TypeError):
            pickle.dumps(thing)
    assert not any(word in repr(words) for word in words.shown())


def test_version_1_is_brought_to_version_2_when_written(golden_home: Home) -> None:
    """A guarded file of version 1 lists its passphrase, opens, and becomes version 2 with the next recipient."""
    player = golden_home.root / "players" / "player-1"
    path = player / "private.key"
    assert path.read_bytes()[8:10] == b"\0\1"
    assert [(one.kind, one.name, one.since_s) for one in recipients(player)] == [(Kind.PASSPHRASE, "passphrase", 0)]
    words = add_recovery(player, golden_home.device, WordList.ENGLISH, NOW_S, RIGHT)
    assert path.read_bytes()[8:10] == b"\0\2"
    (session,) = (player / "sessions").iterdir()
    for key in (RIGHT, words):
        assert Reader(session, unlock(player, golden_home.device, key)).record_count
    assert read_public_key(player) == unlock(player, golden_home.device, words).publics[0]


class Slowly(Opener):
    """A therapist's key that takes its time: before it opens anything, something else happens once."""

    __slots__ = ("_happening",)

    def __init__(self, *happening: Callable[[], object]) -> None:
        super().__init__(X25519PrivateKey.from_private_bytes(bytes(range(32))))
        self._happening = list(happening)

    def open(self, sealed: bytes, label: bytes) -> bytes:
        """Let it happen, then open."""
        while self._happening:
            self._happening.pop()()
        return super().open(sealed, label)


def test_who_looks_back_while_keys_are_changed_is_told_of_no_foreign_key(guarded_home: Home, guarded: Path) -> None:
    """A passphrase set by another process meanwhile: the new ring is opened, and the newest key is the public one."""
    slowly = Slowly(lambda: set_passphrase(guarded, guarded_home.device, OTHER, NOW_S, RIGHT))
    ring = unlock(guarded, guarded_home.device, slowly)
    assert ring.publics == unlock(guarded, guarded_home.device, OTHER).publics
    assert read_public_key(guarded) == ring.publics[0]


def test_who_is_removed_while_they_look_back_opens_nothing_more(guarded_home: Home, guarded: Path) -> None:
    """They are told that they cannot open it, and nothing of a foreign key."""
    slowly = Slowly(lambda: remove(guarded, guarded_home.device, "Dr. Lin", RIGHT))
    with pytest.raises(CannotOpen):
        unlock(guarded, guarded_home.device, slowly)


def test_a_lost_public_key_is_not_written_from_an_older_ring(guarded_home: Home, guarded: Path) -> None:
    """Where keys are changed while it is written anew, the newest key of all is written in the end."""

    def changed() -> None:
        set_passphrase(guarded, guarded_home.device, OTHER, NOW_S, RIGHT)
        (guarded / "public.key").unlink()

    ring = unlock(guarded, guarded_home.device, Slowly(changed))
    assert read_public_key(guarded) == ring.publics[0] == unlock(guarded, guarded_home.device, OTHER).publics[0]
