"""A home with one player in it, and sessions made by hand."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from game.vault.home import Home, open_home, player_folder
from game.vault.keys import PrivateKey, add_recovery, add_therapist, set_passphrase, unlock
from game.vault.recovery import RecoveryWords, WordList
from tests.vault.made import LIN, NOW_S, RIGHT

GOLDEN = Path(__file__).with_name("golden.txt")


@dataclass(frozen=True)
class Family:
    """The home that ``guarded`` is copied from."""

    root: Path
    words: RecoveryWords


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A new home."""
    return open_home(tmp_path / "home")


@pytest.fixture
def player(home: Home) -> Path:
    """The first player's folder, without a passphrase."""
    return player_folder(home)


@pytest.fixture(scope="session")
def family(tmp_path_factory: pytest.TempPathFactory) -> Family:
    """A home with a passphrase, recovery words and a therapist; made once, because stretching takes a while."""
    home = open_home(tmp_path_factory.mktemp("family") / "home")
    folder = player_folder(home)
    set_passphrase(folder, home.device, RIGHT, NOW_S)
    words = add_recovery(folder, home.device, WordList.CHINESE, NOW_S + 1, RIGHT)
    add_therapist(folder, home.device, "Dr. Lin", LIN.address, NOW_S + 2, RIGHT)
    return Family(home.root, words)


@pytest.fixture
def guarded_home(family: Family, tmp_path: Path) -> Home:
    """A copy of the family's home."""
    return open_home(shutil.copytree(family.root, tmp_path / "guarded"))


@pytest.fixture
def guarded(guarded_home: Home) -> Path:
    """Its player's folder; RIGHT, the family's words and LIN open it (LIN at no cost)."""
    return player_folder(guarded_home)


@pytest.fixture
def golden_home(tmp_path: Path) -> Home:
    """A whole home as version 1 wrote it, out of golden.txt; its passphrase is "four calm words here"."""
    root = tmp_path / "golden"
    for line in GOLDEN.read_text().splitlines():
        name, content = line.split()
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes.fromhex(content))
    return open_home(root)


@pytest.fixture
def private(home: Home, player: Path) -> PrivateKey:
    """The first player's private key."""
    return unlock(player, home.device)
