"""A virtual microphone and loudspeaker: a PulseAudio of our own, heard by PulseAudio and ALSA clients alike.

Two null sinks: whatever is played into "vmic" is what the default microphone hears, and what a program plays
lands in "speaker", whose monitor can be recorded. ``norewinds=1`` keeps the latency at some 50 ms.
"""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.rig.process import end, require, wait_until

RATE_HZ = 48_000
"""Sample rate of both sinks."""
ANSWER_S = 20
"""How long a PulseAudio client may take to answer."""

SETTINGS = """\
load-module module-native-protocol-unix socket={socket} auth-anonymous=1
load-module module-null-sink sink_name=vmic rate=48000 channels=1 norewinds=1
load-module module-null-sink sink_name=speaker rate=48000 norewinds=1
set-default-source vmic.monitor
set-default-sink speaker
"""
ALSA_SETTINGS = """\
pcm.!default { type pulse }
ctl.!default { type pulse }
"""


@dataclass(frozen=True, slots=True)
class SoundServer:
    """A running PulseAudio with the sinks "vmic" and "speaker"."""

    folder: Path
    """Its socket and settings."""

    @property
    def environment(self) -> dict[str, str]:
        """Variables a child needs to play and record here: for PulseAudio, SDL, and PortAudio over ALSA."""
        return {
            "PULSE_SERVER": f"unix:{self.folder / 'native'}",
            "SDL_AUDIODRIVER": "pulseaudio",
            "ALSA_CONFIG_PATH": f"/usr/share/alsa/alsa.conf:{self.folder / 'asound.conf'}",
        }

    @contextmanager
    def playing(self, path: Path, sink: str = "vmic") -> Iterator["subprocess.Popen[bytes]"]:
        """Play a sound file into a sink for as long as the block lasts; wait() on it to hear its end."""
        player = subprocess.Popen(["paplay", "--device", sink, str(path)], env=self._whole_environment())
        try:
            yield player
        finally:
            end(player)

    def record(self, seconds: float, source: str = "speaker.monitor") -> NDArray[np.float32]:
        """Record a source: float32 (n,), mono, 48 kHz, [-1, 1]."""
        count = int(seconds * RATE_HZ)
        command = ["parec", "--device", source, "--rate", str(RATE_HZ), "--channels", "1", "--raw"]
        command += ["--format", "float32le", "--latency-msec", "20"]
        recorder = subprocess.Popen(command, env=self._whole_environment(), stdout=subprocess.PIPE)
        try:
            assert recorder.stdout is not None
            data = recorder.stdout.read(count * 4)
        finally:
            end(recorder)
            if recorder.stdout is not None:
                recorder.stdout.close()
        if len(data) < count * 4:
            raise RuntimeError(f"recording {source} ended after {len(data) // 4} of {count} samples")
        return np.frombuffer(data, dtype="<f4").astype(np.float32)

    def loop_speaker_into_microphone(self, level_db: float) -> None:
        """Let the microphone hear the loudspeaker, so much louder or softer than it plays."""
        self._pactl("load-module", "module-loopback", "source=speaker.monitor", "sink=vmic", "latency_msec=20")
        wait_until(lambda: self._pactl("list", "short", "sink-inputs") != "", 5.0, "no loopback began")
        stream = self._pactl("list", "short", "sink-inputs").split()[0]
        self._pactl("set-sink-input-volume", stream, f"{level_db}dB")

    def answers(self) -> bool:
        """Say whether the server takes clients."""
        command = ["pactl", "info"]
        answer = subprocess.run(
            command, env=self._whole_environment(), capture_output=True, check=False, timeout=ANSWER_S
        )
        return answer.returncode == 0

    def _pactl(self, *words: str) -> str:
        environment = self._whole_environment()
        answer = subprocess.run(
            ["pactl", *words], env=environment, capture_output=True, check=True, timeout=ANSWER_S, text=True
        )
        return answer.stdout.strip()

    def _whole_environment(self) -> dict[str, str]:
        return {**os.environ, **self.environment}


@contextmanager
def pulse() -> Iterator[SoundServer]:
    """Begin a sound server of our own, as whatever user we are, and end it."""
    require("pulseaudio", "pactl", "paplay", "parec")
    with tempfile.TemporaryDirectory(prefix="stillwater-pulse-") as name:
        folder = Path(name)
        (folder / "default.pa").write_text(SETTINGS.format(socket=folder / "native"), encoding="utf-8")
        (folder / "asound.conf").write_text(ALSA_SETTINGS, encoding="utf-8")
        command = [
            "pulseaudio",
            "-n",
            "-F",
            str(folder / "default.pa"),
            "--daemonize=no",
            "--use-pid-file=no",
        ]
        command += ["--exit-idle-time=-1", "--disable-shm=yes", "--log-level=error"]
        # A home and a runtime folder of its own: no cookie, no server of the user's is touched.
        environment = {**os.environ, "HOME": name, "XDG_RUNTIME_DIR": name, "PULSE_RUNTIME_PATH": name}
        environment.pop("PULSE_SERVER", None)
        with (folder / "log").open("wb") as log:
            daemon = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        server = SoundServer(folder)
        try:
            wait_until(lambda: daemon.poll() is not None or server.answers(), 10.0, "no PulseAudio answered")
            if daemon.poll() is not None:
                raise RuntimeError(f"pulseaudio ended with {daemon.returncode}: {_tail(folder / 'log')}")
            yield server
        finally:
            end(daemon)


def speak(words: str, path: Path, *settings: str) -> Path:
    """Write a synthetic voice that says the words as a WAV file; settings as espeak-ng has them."""
    require("espeak-ng")
    command = ["espeak-ng", *settings, "-w", str(path), words]
    subprocess.run(command, check=True, timeout=ANSWER_S)
    return path


def _tail(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")[-400:]
