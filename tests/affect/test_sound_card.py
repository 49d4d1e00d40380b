"""A real sound card path: PortAudio over a virtual microphone, or the message where there is none."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.rig.process import undisturbed
from tests.rig.sound import pulse

LISTEN = """
import sys, time
import numpy as np
from affect.devices.clock import SystemClock
from affect.devices.microphone import open_microphone
microphone = open_microphone(sys.argv[1], SystemClock())
end = time.monotonic() + float(sys.argv[2])
samples, edges, ages = [], [], []
while time.monotonic() < end:
    sound = microphone.take()
    ages.append((time.monotonic_ns() - sound.t_ns) / 1e6 - len(sound.samples) / 16)
    edges.append((sound.t_ns, len(sound.samples)))
    samples.append(sound.samples)
microphone.close()
np.savez(sys.argv[3], samples=np.concatenate(samples), edges=np.array(edges), ages=np.array(ages),
         dropped=microphone.dropped)
"""
"""Listens for so many seconds and writes what it heard."""


def listen(spec: str, seconds: float, out: Path, environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    """Run LISTEN in a process of its own: PortAudio reads the sound settings once, when it is loaded."""
    command = [sys.executable, "-c", LISTEN, spec, str(seconds), str(out)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


def environment_with(more: dict[str, str]) -> dict[str, str]:
    """What a child needs to import this house, and more."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path), **more}


@pytest.mark.rig
def test_sound_comes_through_unbroken_and_on_time(tmp_path: Path) -> None:
    """A tone played into the virtual microphone arrives at 16 kHz with its level, without gaps, within 150 ms."""
    t_s = np.arange(48_000 * 8) / 48_000
    soundfile.write(tmp_path / "tone.wav", 0.25 * np.sin(2 * np.pi * 440 * t_s), 48_000)
    undisturbed(lambda: _unbroken_and_on_time(tmp_path))


def _unbroken_and_on_time(folder: Path) -> None:
    with pulse() as server, server.playing(folder / "tone.wav"):
        done = listen("auto", 3.0, folder / "heard.npz", environment_with(server.environment))
    assert done.returncode == 0, done.stderr[-2000:]
    heard = np.load(folder / "heard.npz")
    whole = heard["samples"][16_000:32_000]
    spectrum = np.abs(np.fft.rfft(whole * np.hanning(len(whole))))
    assert np.argmax(spectrum) == pytest.approx(440, abs=1)
    assert np.sqrt(np.mean(whole**2)) == pytest.approx(0.25 / np.sqrt(2), rel=0.05)
    assert heard["dropped"] == 0
    assert len(heard["samples"]) == pytest.approx(3.0 * 16_000, rel=0.15)
    starts, counts = heard["edges"].T
    gaps_ms = np.abs(np.diff(starts) / 1e6 - counts[:-1] / 16)
    assert np.percentile(gaps_ms[len(gaps_ms) // 3 :], 95) < 5.0
    assert -20.0 < np.median(heard["ages"]) < 150.0


@pytest.mark.rig
def test_a_microphone_of_another_name(tmp_path: Path) -> None:
    """A name no device has: the message lists what there is."""
    with pulse() as server:
        done = listen("trumpet", 0.1, tmp_path / "heard.npz", environment_with(server.environment))
    last = done.stderr.strip().splitlines()[-1]
    assert "MissingDeviceError: There is no microphone trumpet. There are: " in last
    assert "pulse" in last


def test_no_microphone_at_all(tmp_path: Path) -> None:
    """Without a sound server, card or library: the message says what to plug in, install or turn off."""
    if Path("/proc/asound/cards").exists():
        pytest.skip("this machine has a sound card")
    done = listen("auto", 0.1, tmp_path / "heard.npz", environment_with({"PULSE_SERVER": f"unix:{tmp_path / 'none'}"}))
    assert done.returncode != 0
    last = done.stderr.strip().splitlines()[-1]
    assert "MissingDeviceError" in last or "MissingLibraryError" in last
    assert "--microphone off" in last or "apt install" in last


def test_no_portaudio(tmp_path: Path) -> None:
    """Where the library cannot be loaded, the message says how to install it; a file as microphone still works."""
    (tmp_path / "sounddevice.py").write_text('raise OSError("PortAudio library not found")\n', encoding="utf-8")
    soundfile.write(tmp_path / "tone.wav", np.zeros(16_000), 16_000)
    environment = environment_with({})
    environment["PYTHONPATH"] = os.pathsep.join((str(tmp_path), environment["PYTHONPATH"]))
    without = listen("auto", 0.1, tmp_path / "heard.npz", environment)
    assert "MissingLibraryError" in without.stderr
    assert "sudo apt install libportaudio2" in without.stderr
    file = listen(str(tmp_path / "tone.wav"), 0.1, tmp_path / "heard.npz", environment)
    assert file.returncode == 0, file.stderr
