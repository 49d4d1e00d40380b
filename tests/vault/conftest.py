"""A home with one player in it, and sessions made by hand."""

from pathlib import Path

import pytest

from game.vault.home import Home, open_home, player_folder
from game.vault.keys import PrivateKey, unlock


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A new home."""
    return open_home(tmp_path / "home")


@pytest.fixture
def player(home: Home) -> Path:
    """The first player's folder, without a passphrase."""
    return player_folder(home)


@pytest.fixture
def private(home: Home, player: Path) -> PrivateKey:
    """The first player's private key."""
    return unlock(player, home.device)
