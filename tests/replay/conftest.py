"""A family's home with two sessions and a second player, and the replay view over a copy of it."""

import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from game.vault.home import Home, open_home, player_folder
from game.vault.keys import add_therapist, set_passphrase
from game.vault.passphrase import Passphrase
from game.vault.therapist import read_therapist_key
from tests.commands.sat import sit
from tests.replay.visiting import NOW_S, PASSPHRASE, THERAPIST, Browser, House


@pytest.fixture(scope="session")
def therapist() -> bytes:
    """A therapist's private key as a PEM file without a passphrase."""
    key = X25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@pytest.fixture(scope="session")
def settled(tmp_path_factory: pytest.TempPathFactory, therapist: bytes) -> Home:
    """Two players; the first has two sessions, a passphrase and a therapist, the second nothing. Made once."""
    home = open_home(tmp_path_factory.mktemp("settled") / "home")
    guardian, folder = Passphrase(PASSPHRASE), player_folder(home)
    set_passphrase(folder, home.device, guardian, int(NOW_S))
    address = read_therapist_key(therapist, None).address
    add_therapist(folder, home.device, THERAPIST, address, int(NOW_S), guardian)
    player_folder(home, "player-2")
    for day in (4, 5):
        sit(home.root, started=f"2026-01-0{day}T10:00:00+0000")
    return home


@pytest.fixture
def house(settled: Home, therapist: bytes, tmp_path: Path) -> House:
    """The replay view over a copy of that home."""
    shutil.copytree(settled.root, tmp_path / "home")
    return House(open_home(tmp_path / "home"), therapist)


@pytest.fixture
def browser(house: House) -> Browser:
    """A browser that has unlocked nothing."""
    return Browser(house.app)


@pytest.fixture
def visitor(browser: Browser, therapist: bytes) -> Browser:
    """A browser in which the therapist has unlocked the first player."""
    assert browser.unlock_by_key(therapist).status_code == 200
    return browser


@pytest.fixture
def guardian(browser: Browser) -> Browser:
    """A browser in which the guardian has unlocked the first player."""
    assert browser.unlock().status_code == 200
    return browser


@pytest.fixture
def sitting(house: House) -> str:
    """Path of the newest session's pages."""
    player = player_folder(house.home)
    newest = max(player.joinpath("sessions").glob("*.still"), key=lambda path: path.stat().st_mtime_ns)
    return f"/p/player-1/s/{newest.stem}"
