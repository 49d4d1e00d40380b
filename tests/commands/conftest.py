"""A home, with a passphrase or without one, and a way to call the program on it."""

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pytest

from game.stage.presentation import Presentation
from game.stage.screen import Screen
from game.stage.sound import open_speaker
from game.stage.theatre import Theatre
from game.vault.home import Home, open_home, player_folder
from game.vault.keys import set_passphrase
from game.vault.passphrase import Passphrase
from tests.commands.calling import PASSPHRASE, Caller


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Caller:
    """Calls commands on a new home."""
    return Caller(tmp_path / "home", capsys)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A new home."""
    return open_home(tmp_path)


@pytest.fixture(scope="session")
def family(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a passphrase; made once, because stretching takes a while."""
    home = open_home(tmp_path_factory.mktemp("family") / "home")
    set_passphrase(player_folder(home), home.device, Passphrase(PASSPHRASE), int(time.time()))
    return home.root


@pytest.fixture
def guarded(family: Path, call: Caller) -> Caller:
    """Calls commands on a copy of the family's home."""
    shutil.copytree(family, call.home)
    return call


@pytest.fixture
def theatre() -> Iterator[Theatre]:
    """A small stage that nobody sees."""
    made = Theatre(Screen((320, 180), False, Presentation()), open_speaker(lambda message: None))
    yield made
    made.close()
