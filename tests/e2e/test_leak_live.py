"""Nobody there, and the loudspeaker heard by the microphone: the game must not take its own sound for a breath."""

from pathlib import Path

import pytest

from game.core.reading import Quantity
from game.core.senses import REPORTED_SD_HZ
from tests.e2e.game import Sitting, agree, playing
from tests.rig.sound import SoundServer

pytestmark = [pytest.mark.rig, pytest.mark.long]

LOOP_DB = -20.0
WINDOW_TICKS = 10 * 60


@pytest.mark.parametrize(("level", "seconds"), [("tide", 40), ("breathe", 25)])
def test_own_sound_is_no_breath(sound_server: SoundServer, tmp_path: Path, level: str, seconds: int) -> None:
    """With the loudspeaker in the microphone at -20 dB, at least 95 % of windows of 10 s hold no reported rate."""
    sound_server.loop_speaker_into_microphone(LOOP_DB)
    agree(tmp_path / "home", "microphone")
    environment = {"SDL_VIDEODRIVER": "dummy", **sound_server.environment}
    words = ["play", "--level", level, "--camera", "off", "--age", "adult"]
    with playing(words, tmp_path / "home", environment, tmp_path / "log") as game:
        begun = game.wait_for(lambda sitting: "breath" in sitting.heard_from, "the microphone is not heard", 90.0)
        until = begun.ticks + 60 * seconds
        sitting = game.wait_for(lambda sitting: sitting.ticks >= until, "play did not go on", 3.0 * seconds)
        assert game.leave() == 0, game.words
    assert _loudest_dbfs(sitting) > -75.0, "the microphone did not hear the game at all"
    told = [
        tick for tick, sample in sitting.samples
        if sample.sensor == "breath" and sample.quantity is Quantity.BREATH_HZ and sample.sd < REPORTED_SD_HZ
    ]  # fmt: skip
    starts = range(begun.ticks, until - WINDOW_TICKS, 30)
    silent = [start for start in starts if not any(start <= tick < start + WINDOW_TICKS for tick in told)]
    assert len(silent) >= 0.95 * len(starts), f"rates were reported at ticks {told} since {begun.ticks}"


def _loudest_dbfs(sitting: Sitting) -> float:
    levels = [sample.value for _, sample in sitting.samples if sample.quantity is Quantity.LEVEL_DBFS]
    return max(levels, default=-120.0)
