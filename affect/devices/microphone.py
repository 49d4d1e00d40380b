"""Microphones: a sound device, or a sound file that stands in for one. Everything is 16 kHz mono after here.

``open_microphone`` gives what the game plays with. A file is paced as a device would be - a block arrives once it
has been heard in full - and starts again at its end. ``SoundFile`` is the same file unpaced, for observe.
"""

from pathlib import Path
from typing import Final, Protocol

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from affect.attend import Trouble, listen
from affect.devices.blocks import BLOCK, KEPT, MOST_AT_ONCE, mono
from affect.devices.clock import S_NS, Clock
from affect.errors import ForbiddenDeviceError, MissingDeviceError, NotMediaError
from affect.sensor import RATE_HZ, Sound
from affect.worker import Line
from game.core.reading import Baseline

SILENT_AFTER_S: Final = 3.0
"""Nothing but zeros for so long: muted, or no microphone at all."""
_SOUND_SUFFIXES: Final = frozenset({".wav", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".aiff", ".aif", ".au"})


class Microphone(Protocol):
    """Where Sound comes from."""

    @property
    def dropped(self) -> int:
        """Samples at 16 kHz that were heard and never taken."""

    def take(self) -> Sound | None:
        """Wait for sound and take it, 10-100 ms; None = there will be no more. Raises LostDeviceError."""

    def close(self) -> None:
        """Let go of the device."""


class SoundFile:
    """A sound file read block by block as fast as it is asked: 10 ms a take, ends at its end."""

    def __init__(self, path: Path) -> None:
        self._file = _open_file(path)
        self._resampler = soxr.ResampleStream(self._file.samplerate, RATE_HZ, 1, dtype="float32")
        self._chunk = max(1, self._file.samplerate // 100)
        self._waiting = np.zeros(0, dtype=np.float32)
        self._ended = False
        self._taken = 0
        self.dropped = 0

    def take(self) -> Sound | None:
        """The next 160 samples, stamped by their place in the file; a rest shorter than that is left out."""
        while len(self._waiting) < BLOCK and not self._ended:
            samples = mono(self._file.read(self._chunk, dtype="float32", always_2d=True))
            self._ended = len(samples) < self._chunk
            self._waiting = np.concatenate((self._waiting, self._resampler.resample_chunk(samples, self._ended)))
        if len(self._waiting) < BLOCK:
            return None
        block, self._waiting = self._waiting[:BLOCK], self._waiting[BLOCK:]
        t_ns = self._taken * S_NS // RATE_HZ
        self._taken += BLOCK
        return Sound(np.clip(block, -1.0, 1.0), t_ns)

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class PacedSoundFile:
    """A sound file as a microphone would hear it: each block once it is over, from the start again at the end."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path
        self._clock = clock
        self._file = SoundFile(path)
        self._start_ns = clock.now_ns()
        self._taken = 0
        self.dropped = 0

    def take(self) -> Sound | None:
        """Wait until the next block is over, then take all that are, oldest first, at most 100 ms."""
        self._clock.wait_until(self._at(self._taken + BLOCK))
        heard = (self._clock.now_ns() - self._start_ns) * RATE_HZ // S_NS - self._taken
        lost = max(0, heard - KEPT) // BLOCK * BLOCK
        self.dropped += lost
        self._start_ns += lost * S_NS // RATE_HZ  # nobody listened: the file goes on where it stood
        heard -= lost
        first = self._taken
        blocks = [self._next() for _ in range(min(heard, MOST_AT_ONCE) // BLOCK)]
        return Sound(np.concatenate(blocks), self._at(first))

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _at(self, sample: int) -> int:
        return self._start_ns + sample * S_NS // RATE_HZ

    def _next(self) -> NDArray[np.float32]:
        sound = self._file.take()
        if sound is None:
            self._file.close()
            self._file = SoundFile(self._path)
            sound = self._file.take()
        if sound is None:
            raise _no_sound(self._path)
        self._taken += BLOCK
        return sound.samples


SILENT: Final = Trouble(
    "microphone.silent",
    "The microphone gives only silence: is it muted? Look at its switch and the sound settings.",
)


class SilenceWatch:
    """Notices a microphone that gives nothing but zeros, which no room does."""

    def __init__(self) -> None:
        self._zeros = 0

    def take(self, datum: Sound) -> Trouble | None:
        """SILENT once there has been nothing but zeros for ``SILENT_AFTER_S``."""
        heard = np.flatnonzero(datum.samples)
        self._zeros = self._zeros + len(datum.samples) if heard.size == 0 else 0
        return SILENT if self._zeros >= SILENT_AFTER_S * RATE_HZ else None


def attend(spec: str, baseline: Baseline, line: Line) -> None:
    """What the microphone's child runs; see ``attend.listen``."""
    listen(spec, baseline, line, open_microphone, SilenceWatch())


def open_microphone(spec: str, clock: Clock) -> Microphone | None:
    """Open what ``spec`` names; None for "off".

    Args:
        spec: "off", "auto" (the system's own), a number or a part of the name of a sound device, or a file.
        clock: what paces a file and stamps sound.

    Raises:
        DeviceError: with what to do next.
    """
    if spec == "off":
        return None
    path = Path(spec)
    if path.exists() or path.suffix.lower() in _SOUND_SUFFIXES or "/" in spec:
        return PacedSoundFile(path, clock)
    from affect.devices.sound_card import open_sound_card  # noqa: PLC0415 - PortAudio: loaded only where a device is wanted

    return open_sound_card(spec, clock)


def _open_file(path: Path) -> soundfile.SoundFile:
    if not path.is_file():
        raise MissingDeviceError(
            "microphone.no_file",
            str(path),
            f"There is no file {path}. Give a sound file, a microphone's number or name, auto or off.",
        )
    try:
        with path.open("rb"):
            pass
        file = soundfile.SoundFile(str(path))
    except PermissionError:
        raise ForbiddenDeviceError(
            "microphone.forbidden", str(path), f"This user may not read {path}. Change its permissions and try again."
        ) from None
    except soundfile.LibsndfileError:
        raise _no_sound(path) from None
    if file.frames < file.samplerate // 50:
        file.close()
        raise _no_sound(path)
    return file


def _no_sound(path: Path) -> NotMediaError:
    return NotMediaError(
        "microphone.not_sound", str(path), f"{path} holds no sound that can be read. Give a WAV, FLAC or OGG file."
    )
