"""Only the right passphrase opens; wrong ones and damage look alike; nothing secret is ever shown."""

import multiprocessing
import os
import pickle
import pty
import struct
import subprocess
import sys
import traceback
from pathlib import Path

import pytest

from game.vault.device import DeviceKey, load_device_key
from game.vault.errors import CannotOpen, Damaged, Locked, Missing, Newer, Unfit
from game.vault.home import Home, open_home, player_folder
from game.vault.keys import PrivateKey, is_guarded, read_public_key, set_passphrase, unlock
from game.vault.passphrase import Passphrase, take_passphrase
from game.vault.reader import Reader
from game.vault.seal import SessionKey
from tests.vault.made import PER_SECOND, SECONDS, closed

WORDS = "four calm words here"
NOW_S = 1_790_000_000
RIGHT, WRONG = Passphrase(WORDS), Passphrase("four calm words there")


def test_without_a_passphrase_the_device_key_opens_and_with_one_it_does_not(home: Home, player: Path) -> None:
    """Before: the device key is enough. After: only the passphrase opens, older and newer sessions alike."""
    before = closed(player)
    assert not is_guarded(player)
    set_passphrase(player, home.device, RIGHT, NOW_S)
    assert is_guarded(player)
    after = closed(player)
    with pytest.raises(Locked):
        unlock(player, home.device)
    with pytest.raises(CannotOpen):
        unlock(player, home.device, WRONG)
    ring = unlock(player, home.device, RIGHT)
    for path in (before, after):
        assert Reader(path, ring).record_count == SECONDS * PER_SECOND


def test_a_copy_made_before_the_passphrase_opens_nothing_recorded_after(home: Home, player: Path) -> None:
    """The first passphrase brings a new pair: a thief's earlier copy of key and device key ends there."""
    stolen = unlock(player, home.device)
    before = closed(player)
    set_passphrase(player, home.device, RIGHT, NOW_S)
    after = closed(player)
    assert Reader(before, stolen).record_count
    with pytest.raises(CannotOpen):
        Reader(after, stolen)


def test_the_copy_under_the_device_key_is_overwritten(home: Home, player: Path) -> None:
    """What lay in the file before the passphrase is blanked, not only unlinked: seen through a second name."""
    second_name = player / "second-name"
    os.link(player / "private.key", second_name)
    set_passphrase(player, home.device, RIGHT, NOW_S)
    assert set(second_name.read_bytes()) == {0}


def test_a_passphrase_is_changed_only_by_who_knows_it(home: Home, player: Path) -> None:
    """Changing asks for the old one, the old one opens no more, and a new pair stands in front."""
    set_passphrase(player, home.device, RIGHT, NOW_S)
    public = read_public_key(player)
    with pytest.raises(CannotOpen):
        set_passphrase(player, home.device, WRONG, NOW_S, WRONG)
    set_passphrase(player, home.device, WRONG, NOW_S, RIGHT)
    with pytest.raises(CannotOpen):
        unlock(player, home.device, RIGHT)
    assert unlock(player, home.device, WRONG).publics[:2] == (read_public_key(player), public)


def test_wrong_passphrase_looks_the_same_as_damage(home: Home, player: Path) -> None:
    """Same class, same words, and the same work is done for both."""
    set_passphrase(player, home.device, RIGHT, NOW_S)
    with pytest.raises(CannotOpen) as by_words:
        unlock(player, home.device, WRONG)
    data = bytearray((player / "private.key").read_bytes())
    data[-1] ^= 1
    (player / "private.key").write_bytes(data)
    with pytest.raises(CannotOpen) as by_damage:
        unlock(player, home.device, RIGHT)
    assert (type(by_words.value), str(by_words.value)) == (type(by_damage.value), str(by_damage.value))


def test_every_changed_byte_of_the_private_key_file_is_refused(home: Home, player: Path) -> None:
    """Under the device key: no byte can change, nor the file be cut, without refusal."""
    path = player / "private.key"
    data = path.read_bytes()
    for at in range(len(data)):
        changed = bytearray(data)
        changed[at] ^= 0x80
        for content in (bytes(changed), data[:at]):
            path.write_bytes(content)
            with pytest.raises((CannotOpen, Newer, Locked)):
                unlock(player, home.device)


@pytest.mark.parametrize(
    ("at", "form", "value"),
    [(21, ">I", 64 * 1024 - 1), (21, ">I", 8), (25, ">I", 2), (29, ">B", 3), (21, ">I", 1 << 31), (25, ">I", 1 << 30)],
)
def test_a_key_file_that_asks_for_less_or_too_much_is_refused(
    home: Home, player: Path, at: int, form: str, value: int
) -> None:
    """Argon2id below 64 MiB, 3 passes, 4 lanes, or beyond what a machine bears, is refused before any work."""
    set_passphrase(player, home.device, RIGHT, NOW_S)
    data = bytearray((player / "private.key").read_bytes())
    assert struct.unpack_from(">IIB", data, 21) == (64 * 1024, 3, 4)
    struct.pack_into(form, data, at, value)
    (player / "private.key").write_bytes(data)
    with pytest.raises(CannotOpen):
        unlock(player, home.device, RIGHT)


def test_a_damaged_or_lost_public_key_is_seen_and_restored(home: Home, player: Path) -> None:
    """Nothing is ever sealed to a damaged public key; unlocking writes it anew."""
    path = player / "public.key"
    data = path.read_bytes()
    for at in range(len(data)):
        changed = bytearray(data)
        changed[at] ^= 1
        path.write_bytes(changed)
        with pytest.raises((CannotOpen, Newer)):
            read_public_key(player)
    for content in (data[:-1], b""):
        path.write_bytes(content)
        unlock(player, home.device)
        assert path.read_bytes() == data
    path.unlink()
    with pytest.raises(Missing):
        read_public_key(player)
    player_folder(home)
    assert path.read_bytes() == data


def test_somebody_elses_public_key_is_seen_on_looking_back(home: Home, player: Path) -> None:
    """A whole public key that does not belong to the private one is refused, by name of the file."""
    other = player_folder(home, "player-2")
    (player / "public.key").write_bytes((other / "public.key").read_bytes())
    with pytest.raises(Damaged, match=r"public\.key holds the key of somebody else"):
        unlock(player, home.device)


def test_play_does_not_go_on_without_the_private_key(home: Home, player: Path) -> None:
    """With the private key gone nothing more is sealed to its public half."""
    (player / "private.key").unlink()
    with pytest.raises(Missing, match="Restore it"):
        player_folder(home)


def test_short_passphrases_are_refused(home: Home, player: Path) -> None:
    """Fewer than 8 characters guard nothing; the old state stays."""
    with pytest.raises(Unfit):
        set_passphrase(player, home.device, Passphrase("seven77"), NOW_S)
    assert not is_guarded(player)


def test_a_passphrase_comes_from_a_descriptor(home: Home, player: Path) -> None:
    """One line of UTF-8, however its accents are composed; a closed descriptor or noise is refused."""
    assert _through_pipe("Gr\u00fc\u00dfe und Ruhe\nrest".encode()) == Passphrase("Gru\u0308\u00dfe und Ruhe")
    for noise in (b"\xff\xfe\xfd", b"x" * 2000):
        with pytest.raises(Unfit):
            _through_pipe(noise)
    for descriptor in (9999, -1):
        with pytest.raises(Unfit):
            take_passphrase(descriptor)


ASK = """
from game.vault.errors import Unfit
from game.vault.passphrase import Passphrase, ask_passphrase
try:
    print(ask_passphrase("Words: ") == Passphrase("four calm words here"))
except Unfit as error:
    print(error)
"""


def test_a_passphrase_is_asked_for_without_showing_it() -> None:
    """At a real terminal what is typed is not echoed; with nobody there the message says what to do."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-W", "ignore", "-c", ASK]
    with subprocess.Popen(
        command, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs, start_new_session=True
    ) as child:
        shown = b""
        while b"Words: " not in shown:
            shown += os.read(ours, 100)
        os.write(ours, WORDS.encode() + b"\n")
        assert child.stdout is not None
        assert child.stdout.read().strip() == b"True"
    shown += os.read(ours, 1000)
    assert b"calm" not in shown
    os.close(ours)
    os.close(theirs)
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, start_new_session=True, check=False
    )
    assert "--passphrase-fd" in done.stdout, done.stderr


def _through_pipe(data: bytes) -> Passphrase:
    reading, writing = os.pipe()
    os.write(writing, data)
    os.close(writing)
    return take_passphrase(reading)


def test_no_secret_is_shown_or_pickled(home: Home, player: Path) -> None:
    """Neither repr, nor str, nor an error with its whole trace, nor pickle gives a secret away."""
    secret = bytes(range(32))
    for thing in (DeviceKey(secret), PrivateKey((secret,)), SessionKey(secret, b"header"), Passphrase(WORDS)):
        for shown in (repr(thing), str(thing), f"{thing}"):
            assert "hidden" in shown
            assert all(part not in shown for part in (WORDS, secret.hex(), repr(secret)[2:-1]))
        with pytest.raises(TypeError):
            pickle.dumps(thing)
        assert not hasattr(thing, "__dict__")
    set_passphrase(player, home.device, RIGHT, NOW_S)
    with pytest.raises(CannotOpen) as caught:
        unlock(player, home.device, WRONG)
    told = "".join(traceback.format_exception(caught.value))
    assert "four calm" not in told and caught.value.__cause__ is None and caught.value.__suppress_context__


def test_a_lost_device_key_is_not_made_anew_over_players(home: Home, player: Path) -> None:
    """While there are players, a missing device key is an error: a new one could open nothing."""
    (home.root / "device.key").unlink()
    with pytest.raises(Missing, match="Restore it"):
        open_home(home.root)
    (home.root / "players").rename(home.root / "old")
    assert repr(open_home(home.root).device) == "DeviceKey(hidden)"


def test_a_damaged_device_key_is_refused(home: Home) -> None:
    """A flipped bit does not pass for another key."""
    path = home.root / "device.key"
    data = bytearray(path.read_bytes())
    data[20] ^= 1
    path.write_bytes(data)
    with pytest.raises(CannotOpen):
        load_device_key(path)


def _public_of(root: Path) -> bytes:
    home = open_home(root)
    return read_public_key(player_folder(home)).raw + home.device.derived("test")


def test_two_processes_that_begin_at_once_agree(tmp_path: Path) -> None:
    """Whoever is first makes the keys; the other finds them."""
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        found = pool.map(_public_of, [tmp_path / "home"] * 8, chunksize=1)
    assert len(set(found)) == 1
