"""Fixtures that more than one room's tests use."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rig.display import Display, xvfb
from tests.rig.sound import SoundServer, pulse

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def display() -> Iterator[Display]:
    """A fresh X server, 1280x720."""
    with xvfb() as server:
        yield server


@pytest.fixture
def sound_server() -> Iterator[SoundServer]:
    """A fresh sound server with a virtual microphone ("vmic") and loudspeaker ("speaker")."""
    with pulse() as server:
        yield server


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of recordings that are not part of this repository; skips the test where it is absent."""
    folder = Path(os.environ.get("STILLWATER_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no recordings at {folder}: name their folder by STILLWATER_DATA")
    return folder
