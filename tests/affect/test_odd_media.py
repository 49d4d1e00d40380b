"""Films and sounds that are cut short or oddly made: read as far as they go, or refused in words."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from affect.devices.camera import open_camera
from affect.devices.microphone import open_microphone
from affect.errors import NotMediaError
from affect.sensor import RATE_HZ
from tests.affect.clocks import HandClock
from tests.affect.pictures import number_of, numbered, write_video

PICTURES = 60


def _film(folder: Path) -> bytes:
    return write_video(folder / "film.avi", numbered(PICTURES)).read_bytes()


def test_a_film_that_was_cut_shows_what_is_left(tmp_path: Path) -> None:
    """Without its last third, as after a copy that broke off: its first pictures come, again and again."""
    whole = _film(tmp_path)
    (tmp_path / "cut.avi").write_bytes(whole[: 2 * len(whole) // 3])
    camera = open_camera(str(tmp_path / "cut.avi"), HandClock())
    assert camera is not None
    frames = [camera.take() for _ in range(2 * PICTURES)]
    camera.close()
    seen = [number_of(frame.pixels) for frame in frames if frame is not None]
    assert len(seen) == 2 * PICTURES
    assert 0 < max(seen) < PICTURES - 1
    assert seen[0] == 0


def test_a_film_of_which_only_the_beginning_is_there_is_refused(tmp_path: Path) -> None:
    """No picture is in it: it is named, with what to give instead."""
    (tmp_path / "stub.avi").write_bytes(_film(tmp_path)[:300])
    with pytest.raises(NotMediaError, match=r"is not a video that can be read\. Give an MP4"):
        open_camera(str(tmp_path / "stub.avi"), HandClock())


def _heard(path: Path, takes: int = 40) -> NDArray[np.float32]:
    """What the first takes give, float32 (n,)."""
    microphone = open_microphone(str(path), HandClock())
    assert microphone is not None
    sounds = [microphone.take() for _ in range(takes)]
    microphone.close()
    return np.concatenate([sound.samples for sound in sounds if sound is not None])


def test_a_sound_that_was_cut_is_heard_as_far_as_it_goes(tmp_path: Path) -> None:
    """Its header promises three times what is there: that much is heard, again and again."""
    path = tmp_path / "sound.wav"
    soundfile.write(path, np.full(RATE_HZ, 0.25, np.float32), RATE_HZ)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])
    heard = _heard(path, takes=100)
    assert len(heard) == RATE_HZ
    assert abs(float(np.median(heard)) - 0.25) < 0.01


@pytest.mark.parametrize(("rate_hz", "channels", "kind"), [(192_000, 6, "PCM_16"), (8_000, 1, "PCM_U8")])
def test_a_sound_of_any_make_is_16_khz_mono(tmp_path: Path, rate_hz: int, channels: int, kind: str) -> None:
    """A studio's and a telephone's are heard alike."""
    path = tmp_path / "sound.wav"
    soundfile.write(path, np.full((rate_hz, channels), 0.25), rate_hz, subtype=kind)
    heard = _heard(path)
    assert len(heard) == 40 * RATE_HZ // 100
    assert abs(float(heard[RATE_HZ // 10 :].mean()) - 0.25) < 0.02


def test_a_sound_beyond_all_measure_is_as_loud_as_can_be(tmp_path: Path) -> None:
    """Numbers far outside [-1, 1] are cut to it."""
    path = tmp_path / "sound.wav"
    soundfile.write(path, np.full(RATE_HZ, 1e30, np.float32), RATE_HZ, subtype="FLOAT")
    assert float(_heard(path).max()) == 1.0
