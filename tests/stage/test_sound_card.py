"""The game's sound through a real sound server: what its monitor hears is what was said to be played."""

import os
import subprocess
import sys

import numpy as np
import pytest

from assets.studio.synth_store import band_power
from tests.rig.process import end
from tests.rig.sound import RATE_HZ, SoundServer

pytestmark = pytest.mark.rig

PLAYER = """
import sys, time
from game.core.shapes import Bed
from game.stage.sound import open_speaker
speaker = open_speaker(sys.exit)
phase, next_s, tick = 0.0, time.monotonic(), 0
while True:
    phase = (phase + 0.2 / 60.0) % 1.0
    speaker.play(Bed("tide", 0.5, 0.2, phase), ())
    if tick % 6 == 0 and tick >= 240:
        print(time.monotonic(), *speaker.played_dbfs(), flush=True)
    tick += 1
    next_s += 1.0 / 60.0
    time.sleep(max(0.0, next_s - time.monotonic()))
"""
LISTEN_S = 8.0


def test_the_monitor_hears_what_is_told(sound_server: SoundServer) -> None:
    """Over 8 s the recorded loudspeaker is in every band within 1.5 dB of what was told, without gap or clipping.

    Two swells of the surf pass meanwhile, and the told levels follow them: correlation above 0.9 in the band of
    800 to 2000 Hz at a delay of -0.1 to 0.3 s.
    """
    environment = {**os.environ, **sound_server.environment}
    player = subprocess.Popen([sys.executable, "-c", PLAYER], env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert player.stdout is not None
        lines = iter(player.stdout.readline, "")
        next(line for line in lines if line[0].isdigit())
        sound = sound_server.record(LISTEN_S).astype(np.float64)
    finally:
        end(player)
    told = np.array([[float(word) for word in line.split()] for line in lines if line[0].isdigit()])
    player.stdout.close()
    assert np.abs(sound).max() < 0.9
    heard = band_power(sound.reshape(-1, RATE_HZ // 10))
    assert 10.0 * np.log10(heard.sum(axis=1)).min() > -45.0
    told_db = told[: len(heard), 1:]
    whole_told = 10.0 * np.log10(np.mean(10.0 ** (told_db / 10.0), axis=0))
    whole_heard = 10.0 * np.log10(heard[: len(told_db)].mean(axis=0))
    assert np.abs(whole_told - whole_heard).max() <= 1.5
    swell_heard = 10.0 * np.log10(heard[:, 2])
    reach = 40
    alike = [
        np.corrcoef(told_db[10 : 10 + reach, 2], swell_heard[10 + late : 10 + late + reach])[0, 1]
        for late in range(-4, 6)
    ]
    assert max(alike) > 0.9
