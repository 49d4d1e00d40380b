"""What the cache keeps of a session is enough to say its headline again, and leaves out what people corrected."""

from dataclasses import replace
from pathlib import Path

import pytest

from game.core.belief import Belief
from game.replay.events import headline
from game.replay.gist import METHOD, believed, headline_of, passed_s, summed
from game.replay.lanes import Lanes, read_lanes
from game.vault.home import open_home, player_folder
from game.vault.keys import unlock
from game.vault.layers import Correction
from game.vault.saying import Label, Signed
from game.vault.sums import keep_sums, read_sums
from tests.replay.lanes_made import STARTED, header, level, sitting

NAME = "5" * 32
STORM = range(60, 90)
"""Seconds of a clearly tense stretch."""


def _arousal(t_s: float) -> Belief:
    return Belief(0.8 if STORM.start <= t_s < STORM.stop else 0.0, 0.01)


@pytest.fixture(scope="module")
def stormy() -> Lanes:
    """Four minutes with a storm in them that passed."""
    setup = header(source="simulated")
    return read_lanes(NAME, sitting(240.0, [(0, level("tide"))], _arousal, setup=setup))


@pytest.fixture(scope="module")
def unknown() -> Lanes:
    """A minute of which nothing is known."""
    return read_lanes(NAME, sitting(60.0, [(0, level("tide"))]))


def _over() -> Correction:
    """Somebody says that the storm was laughter."""
    return Correction(1, "0" * 16, NAME, 40 * 60, 110 * 60, Label.LAUGHING, "passphrase", 0)


def test_the_headline_comes_back_whole(stormy: Lanes, unknown: Lanes, tmp_path: Path) -> None:
    """Through the sealed cache and back, the headline of a stormy and of an unknown session is the same."""
    home = open_home(tmp_path / "home")
    player = player_folder(home)
    for lanes in (stormy, unknown):
        line = summed(lanes, [], 4711)
        keep_sums(player, home.device, line)
        (kept,) = read_sums(player, home.device, unlock(player, home.device)).lines
        assert kept == line
        assert headline_of(kept) == headline(lanes)
    assert headline(unknown) is None


def test_what_a_session_amounts_to(stormy: Lanes) -> None:
    """Name, file, source, mode, start, length and levels stand in the line as the session has them."""
    line = summed(stormy, [], 4711)
    assert (line.session_id, line.method, line.file_bytes) == (NAME, METHOD, 4711)
    assert (line.source, line.mode, line.length_s, line.levels) == ("simulated", "soothe", 240.0, ("tide",))
    assert line.started_s == 1_767_607_200, STARTED
    undated = replace(stormy, header=replace(stormy.header, started="day 3"))
    assert summed(undated, [], 0).started_s == 0


def test_when_the_storm_had_passed(stormy: Lanes, unknown: Lanes) -> None:
    """The moment is after the storm; nothing has passed where nothing was known."""
    passed = passed_s(headline(stormy))
    assert passed is not None and STORM.stop - 5 < passed < STORM.stop + 20
    assert passed_s(headline(unknown)) is None


def test_what_people_corrected_does_not_count(stormy: Lanes) -> None:
    """A storm that was laughter is no storm; taken back, it is one again; the session itself stays as it was."""
    said = _over()
    line = summed(stormy, [said], 0)
    assert line.known_s is not None and line.tensest is None
    assert believed(stormy, [said]) != stormy == believed(stormy, [])
    assert summed(stormy, [replace(said, withdrawn=Signed("Dr. Lin", 5))], 0).tensest is not None
