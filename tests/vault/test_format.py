"""The bytes on the disk are those of docs/vault.md, by a second implementation and by what version 1 wrote."""

from pathlib import Path

from game.vault.home import Home, player_folder
from game.vault.keys import PrivateKey, is_guarded, read_public_key, unlock
from game.vault.passphrase import Passphrase
from game.vault.players import load
from game.vault.reader import Reader
from game.vault.writer import Writer
from tests.vault.made import SETUP, closed, expected
from tests.vault.second_reader import open_ring, open_session
from tests.vault.test_players import MIRA


def test_the_written_form_is_the_documented_form(player: Path, private: PrivateKey) -> None:
    """A second implementation, made from the document alone, reads what the Writer wrote."""
    data = closed(player).read_bytes()
    raw = private.try_each(lambda key: key)
    assert open_session(data, raw) == (SETUP, expected())


def test_the_second_reader_opens_by_passphrase(guarded: Path) -> None:
    """With the passphrase, the key file and a session, and no line of the game's, the session is read."""
    session = closed(guarded).read_bytes()
    ring = open_ring((guarded / "private.key").read_bytes(), "four calm words here")
    assert open_session(session, ring[0]) == (SETUP, expected())


def test_what_version_1_wrote_still_opens(golden_home: Home) -> None:
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


def test_length_says_little(player: Path) -> None:
    """Two seconds that differ by tens of bytes take the same room on the disk."""
    sizes = set()
    for word in (b"", b"a", b"still water runs deep and slow"):
        with Writer(player / "sessions", read_public_key(player), b"") as writer:
            writer.append(1, word)
        sizes.add(writer.path.stat().st_size)
    assert len(sizes) == 1
