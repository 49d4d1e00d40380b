"""The doors of Lab Streaming Layer in a whole sitting: a belt from a file, and a program that reads along."""

import json
from pathlib import Path

import pytest

from game.core.reading import Quantity
from tests.affect.test_lsl import alone, program, ready
from tests.e2e.game import agree, alive, call, playing, read_sitting, sessions_of

pytestmark = pytest.mark.long
pytest.importorskip("pylsl", reason="set lsl is not installed")
__all__ = ["alone"]
BARE = {"SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy", "PULSE_SERVER": "unix:/nowhere"}
OFF = ("--camera", "off", "--microphone", "off")


def intervals(folder: Path) -> Path:
    """A heart that beats 75 times a minute."""
    path = folder / "rr.txt"
    path.write_text("800\n", encoding="utf-8")
    return path


@pytest.mark.usefixtures("alone")
def test_a_belt_is_sealed_shown_and_read_along(tmp_path: Path) -> None:
    """A simulated player wears a belt from a file: another program records what the sensor said, value by value as it
    was sealed, with decisions and markers; what was believed of the heart is sealed, too."""
    words = ["play", "--headless", "--level", "tide", *OFF, "--lsl", "--lsl-heart", str(intervals(tmp_path))]
    with program("record", "2") as recorder, playing(words, tmp_path / "home", {}, tmp_path / "log") as game:
        ready(recorder)
        game.wait_for(lambda sitting: len(sitting.samples) > 30, "the belt is not read", 90.0)
        assert game.leave() == 0, game.words
        assert recorder.stdout is not None
        told = json.loads(recorder.stdout.read())
    path = sessions_of(tmp_path / "home")[-1]
    sitting = read_sitting(path, tmp_path / "home")
    sealed = [sample for _, sample in sitting.samples]
    assert sitting.estimates[-1][1].heart_hz.mean == pytest.approx(1.25, abs=0.03)
    assert {(sample.sensor, sample.quantity) for sample in sealed} == {("heart", Quantity.HEART_HZ)}
    place = told["labels"]["readings"].index("heart_hz")
    recorded = [row[place] for row in told["samples"]["readings"]]
    assert len(recorded) > 20
    assert recorded == pytest.approx([sample.value for sample in sealed][-len(recorded) :], abs=0.001)
    markers = [json.loads(row[0]) for row in told["samples"]["markers"]]
    assert {"Decision"} <= {marker["marker"] for marker in markers}
    assert told["samples"]["decisions"]


def test_nobody_reads_along_without_a_yes(tmp_path: Path) -> None:
    """A person plays, and nobody was asked: neither the belt nor the streams have a process, and play goes on."""
    words = ["play", "--level", "tide", *OFF, "--lsl", "--lsl-heart", str(intervals(tmp_path))]
    with playing(words, tmp_path / "home", BARE, tmp_path / "log") as game:
        game.goes_on()
        assert not game.sensor_children()
        assert game.leave() == 0, game.words


@pytest.mark.usefixtures("alone")
def test_with_a_yes_both_are_there(tmp_path: Path) -> None:
    """Agreed to before: the belt is read, both have a process, and none is left at the end."""
    agree(tmp_path / "home", "heart", "streams")
    words = ["play", "--level", "tide", *OFF, "--lsl", "--lsl-heart", str(intervals(tmp_path))]
    with playing(words, tmp_path / "home", BARE, tmp_path / "log") as game:
        game.wait_for(lambda sitting: len(sitting.samples) > 5, "the belt is not read", 90.0)
        started = game.sensor_children()
        assert len(started) >= 2
        assert game.leave() == 0, game.words
        assert not any(alive(pid) for pid in started)
    assert call(tmp_path / "home", "verify", "last").returncode == 0
