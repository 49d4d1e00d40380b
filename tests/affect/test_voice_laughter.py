"""Laughter and coughs are no speech, and speech is no laughter. The laughter is made up (affect.simulate_laughter)."""

from pathlib import Path

import numpy as np
import pytest

from affect.sensor import RATE_HZ, Sound
from affect.simulate import in_room, white
from affect.simulate_laughter import coughs, laugh
from affect.simulate_speech import Speaking, speak
from affect.spectrum import Blocks, Floats
from affect.training.voice_data import Recordings, as_recorded
from affect.training.voice_manifest import read_manifest
from affect.voice_activity import Heard, VoiceActivity
from game.core.reading import SILENT


def attended(sound: Floats, room_dbfs: float = -65.0) -> list[Heard]:
    """Every block of the sound after a second of the room."""
    whole = np.concatenate((np.zeros(RATE_HZ, np.float32), sound))
    whole = whole + white(len(whole) / RATE_HZ, room_dbfs, 1)[: len(whole)]
    activity = VoiceActivity()
    return [activity.take(block, SILENT) for block in Blocks().take(Sound(whole, 0))]


@pytest.mark.parametrize("pitch_hz", [180.0, 260.0, 330.0, 400.0])
def test_laughter_is_taken_for_speech_less_often(pitch_hz: float) -> None:
    """After the second and a half that its rhythm needs, a laughing voice is often told as laughing."""
    heard = attended(in_room(laugh(14.0, -30.0, int(pitch_hz), pitch_hz), 2))[35:]
    voice = np.mean([one.presence >= 0.5 for one in heard])
    speech = np.mean([one.speech >= 0.5 for one in heard])
    assert voice > 0.5
    assert speech < 0.75 * voice


@pytest.mark.parametrize("seed", range(4))
def test_coughs_are_no_speech(seed: int) -> None:
    """Coughs are too short and too noisy to pass for a voice."""
    assert np.mean([one.speech >= 0.5 for one in attended(coughs(12.0, -30.0, seed))]) < 0.05


@pytest.mark.parametrize("pitch_hz", [110.0, 160.0, 220.0])
def test_made_up_speech_is_seldom_laughter(pitch_hz: float) -> None:
    """Syllables of a synthetic voice, evener than anybody's, pass for laughter in a fifth of the time at most."""
    assert np.mean([one.laughs for one in attended(speak(Speaking(pitch_hz=pitch_hz), 12.0, 3))]) < 0.2


def test_real_speech_is_no_laughter(data: Path) -> None:
    """Acted speech of three languages is never taken for laughter but for one block in a hundred."""
    folder = data / "voice"
    spoken, laughs = Recordings(folder), []
    for index, one in enumerate(read_manifest(folder)[::60]):
        sound = as_recorded(spoken.read(one.archive, one.member), index)
        laughs += [heard.laughs for heard in attended(sound)]
    assert len(laughs) > 500
    assert np.mean(laughs) < 0.01


def test_two_runs_are_equal() -> None:
    """The same seed gives the same laugh and the same cough, another another."""
    np.testing.assert_array_equal(laugh(3.0, -30.0, 1), laugh(3.0, -30.0, 1))
    np.testing.assert_array_equal(coughs(3.0, -30.0, 1), coughs(3.0, -30.0, 1))
    assert not np.array_equal(laugh(3.0, -30.0, 1), laugh(3.0, -30.0, 2))
