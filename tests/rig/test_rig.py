"""The rig itself: what is played is heard, what is drawn is seen, what is pressed arrives."""

import os
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.rig.display import Display, xvfb
from tests.rig.sound import RATE_HZ, SoundServer, speak

pytestmark = pytest.mark.rig

LISTEN = """
import sys, sounddevice
sound = sounddevice.rec(int(1.0 * 16000), samplerate=16000, channels=1, dtype="float32", blocking=True)
sys.stdout.buffer.write(sound.tobytes())
"""
DRAW = """
import sys, pygame
pygame.init()
window = pygame.display.set_mode((1280, 720))
window.fill((200, 30, 60))
pygame.display.flip()
pygame.event.clear()
print("drawn", flush=True)
while True:
    event = pygame.event.wait(10000)
    if event.type == pygame.KEYDOWN:
        print(pygame.key.name(event.key), flush=True)
        sys.exit(0)
    if event.type == pygame.NOEVENT:
        sys.exit(3)
"""


def tone(path: Path, hz: float, seconds: float, level: float = 0.5) -> Path:
    """Write a sine as 16-bit mono WAV at 48 kHz."""
    samples = level * np.sin(2 * np.pi * hz * np.arange(int(seconds * RATE_HZ)) / RATE_HZ)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes((samples * 32767).astype("<i2").tobytes())
    return path


def peak_hz(samples: NDArray[np.float32], rate_hz: int) -> float:
    """Frequency of the strongest line of a float32 (n,) sound."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(samples.size)))
    return float(np.argmax(spectrum) * rate_hz / samples.size)


def level_dbfs(samples: NDArray[np.float32]) -> float:
    """RMS of a float32 (n,) sound, dB relative to full scale."""
    return float(10 * np.log10(np.mean(np.square(samples, dtype=np.float64)) + 1e-12))


def test_microphone_hears_what_is_played_into_it(sound_server: SoundServer, tmp_path: Path) -> None:
    """PortAudio's default microphone hears a 440 Hz tone as 440 Hz and at its level."""
    environment = {**os.environ, **sound_server.environment}
    with sound_server.playing(tone(tmp_path / "tone.wav", 440.0, 10.0)):
        heard = subprocess.run(
            [sys.executable, "-c", LISTEN], env=environment, capture_output=True, check=True, timeout=30
        )
    samples = np.frombuffer(heard.stdout, dtype=np.float32)[8000:]
    assert peak_hz(samples, 16_000) == pytest.approx(440.0, abs=3.0)
    assert level_dbfs(samples) == pytest.approx(-9.0, abs=1.0)


def test_silence_is_silent(sound_server: SoundServer) -> None:
    """Nothing played, nothing heard: the two sinks do not leak into each other."""
    assert level_dbfs(sound_server.record(0.3, "vmic.monitor")) < -100.0


def test_loopback_is_as_soft_as_asked(sound_server: SoundServer, tmp_path: Path) -> None:
    """With the loop at -20 dB the microphone hears the loudspeaker 20 dB softer."""
    sound_server.loop_speaker_into_microphone(-20.0)
    with sound_server.playing(tone(tmp_path / "tone.wav", 440.0, 10.0), "speaker"):
        sound_server.record(0.5, "vmic.monitor")
        loud = level_dbfs(sound_server.record(0.5, "speaker.monitor"))
        soft = level_dbfs(sound_server.record(0.5, "vmic.monitor"))
    assert loud == pytest.approx(-9.0, abs=1.0)
    assert soft - loud == pytest.approx(-20.0, abs=1.0)


def test_voice_is_heard(sound_server: SoundServer, tmp_path: Path) -> None:
    """The synthetic voice comes out of the virtual microphone."""
    voice = speak("The sea is calm tonight, and the sea is wide.", tmp_path / "voice.wav")
    with sound_server.playing(voice):
        assert level_dbfs(sound_server.record(1.5, "vmic.monitor")) > -40.0


def test_screen_is_seen_and_keys_arrive(display: Display, tmp_path: Path) -> None:
    """A window's colour is in the screenshot, and a pressed key reaches the window."""
    pygame = pytest.importorskip("pygame")
    environment = {**os.environ, **display.environment, "SDL_AUDIODRIVER": "dummy"}
    with subprocess.Popen([sys.executable, "-c", DRAW], env=environment, stdout=subprocess.PIPE, text=True) as window:
        assert window.stdout is not None
        lines = iter(window.stdout.readline, "")
        assert any(line.strip() == "drawn" for line in lines)
        picture = pygame.image.load(display.screenshot(tmp_path / "screen.png"))
        display.press("a")
        assert next(lines, "").strip() == "a"
    assert window.returncode == 0
    assert picture.get_size() == (1280, 720)
    assert tuple(picture.get_at((640, 360)))[:3] == (200, 30, 60)


def test_two_screens_stand_side_by_side(display: Display) -> None:
    """Each server picks a free number, so tests can run beside each other."""
    with xvfb(320, 200) as other:
        assert other.name != display.name
