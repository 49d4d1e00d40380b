"""A microphone through PortAudio. Importing this file loads the library; where there is none it says so."""

from collections.abc import Sequence
from threading import Event
from typing import Any, Final

import numpy as np
import soxr

from affect.devices.blocks import BLOCK, KEPT, MOST_AT_ONCE, mono
from affect.devices.clock import S_NS, Clock
from affect.devices.sample_clock import SampleClock
from affect.errors import BusyDeviceError, LostDeviceError, MissingDeviceError, MissingLibraryError
from affect.ring import Ring
from affect.sensor import RATE_HZ, Sound

try:
    import sounddevice
except OSError:
    raise MissingLibraryError(
        "microphone.no_portaudio",
        "PortAudio",
        "The sound library PortAudio is missing. On Debian: sudo apt install libportaudio2, then try again.",
    ) from None

LOST_AFTER_S: Final = 2.0
"""A microphone whose callback rests for so long is gone."""


class SoundCard:
    """A microphone: the callback copies into a ring and returns, ``take`` resamples."""

    def __init__(self, number: int, name: str, rate_hz: int, channels: int, clock: Clock) -> None:
        """Starts listening. Raises sounddevice.PortAudioError."""
        self._name = name
        self._rate_hz = rate_hz
        self._clock = clock
        self._ring = Ring(KEPT * rate_hz // RATE_HZ, rate_hz // 100)
        self._times = SampleClock(rate_hz)
        self._heard = Event()
        self._put = 0
        self._resampler = soxr.ResampleStream(rate_hz, RATE_HZ, 1, dtype="float32")
        self._ready = np.zeros(0, dtype=np.float32)
        self._given = 0
        self._stream = sounddevice.InputStream(
            device=number,
            samplerate=rate_hz,
            channels=channels,
            dtype="float32",
            blocksize=rate_hz // 100,
            latency="low",
            callback=self._hear,
        )
        self._stream.start()

    @property
    def dropped(self) -> int:
        """Samples at 16 kHz that were heard and never taken."""
        return self._ring.dropped * RATE_HZ // self._rate_hz

    def take(self) -> Sound | None:
        """Wait for whole blocks and take them, 10-100 ms, stamped by the card's own clock."""
        while len(self._ready) < BLOCK:
            if not len(self._ring) and not self._heard.wait(LOST_AFTER_S):
                raise LostDeviceError(
                    "microphone.lost",
                    self._name,
                    f"The microphone {self._name} stopped giving sound. Is it still plugged in?",
                )
            self._heard.clear()
            before = self._ring.dropped
            samples = self._ring.take(len(self._ring))
            if self._ring.dropped > before:  # a gap: what the resampler remembers lies before it
                self._resampler.clear()
                self._ready = np.zeros(0, dtype=np.float32)
                self._given = (self._ring.taken - len(samples)) * RATE_HZ // self._rate_hz
            self._ready = np.concatenate((self._ready, self._resampler.resample_chunk(samples)))
        count = min(len(self._ready), MOST_AT_ONCE) // BLOCK * BLOCK
        block, self._ready = self._ready[:count], self._ready[count:]
        t_ns = self._times.at(self._given * self._rate_hz / RATE_HZ)
        self._given += count
        return Sound(np.clip(block, -1.0, 1.0), t_ns)

    def close(self) -> None:
        """Stop listening and let go of the microphone."""
        self._stream.abort()
        self._stream.close()

    def _hear(self, samples: Any, count: int, times: Any, status: Any) -> None:
        """The callback: a copy, a mark, and out. ``status`` (overflow) shows as a jump of the clock."""
        waited_s = times.currentTime - times.inputBufferAdcTime
        if not (times.inputBufferAdcTime > 0.0 and 0.0 <= waited_s < 1.0):
            waited_s = count / self._rate_hz  # some hosts do not say when: then the buffer has just been filled
        self._times.mark(self._put, self._clock.now_ns() - round(waited_s * S_NS))
        self._ring.put(mono(samples))
        self._put += count
        self._heard.set()


def open_sound_card(spec: str, clock: Clock) -> SoundCard:
    """Open a microphone by "auto", its number, or a part of its name.

    Raises:
        MissingDeviceError: there is none of that name, or none at all.
        BusyDeviceError: it is there and does not open.
    """
    number = _number_of(spec)
    about = sounddevice.query_devices(number)
    name = str(about["name"])
    channels = int(about["max_input_channels"])
    wishes = ((RATE_HZ, 1), (round(about["default_samplerate"]), 1), (round(about["default_samplerate"]), channels))
    reason = ""
    for rate_hz, count in wishes:
        try:
            return SoundCard(number, name, rate_hz, count, clock)
        except sounddevice.PortAudioError as error:
            reason = str(error)
    raise BusyDeviceError(
        "microphone.busy",
        name,
        f"The microphone {name} does not open ({reason}). Close other programs that may use it and try again.",
    )


def microphone_names() -> tuple[tuple[int, str], ...]:
    """Number and name of every sound device that can be listened to."""
    devices: Sequence[Any] = sounddevice.query_devices()
    return tuple(
        (number, str(about["name"])) for number, about in enumerate(devices) if about["max_input_channels"] > 0
    )


def _number_of(spec: str) -> int:
    found = microphone_names()
    if spec == "auto":
        usual = int(sounddevice.default.device[0])
        numbers = [number for number, _ in found if number == usual] or [number for number, _ in found]
    elif spec.isdecimal():
        numbers = [number for number, _ in found if number == int(spec)]
    else:
        numbers = [number for number, name in found if spec.lower() in name.lower()]
    if numbers:
        return numbers[0]
    if found:
        names = ", ".join(f"{number} {name}" for number, name in found)
        raise MissingDeviceError(
            "microphone.missing", spec, f"There is no microphone {spec}. There are: {names}. Name one, or auto, or off."
        )
    raise MissingDeviceError(
        "microphone.none", spec, "No microphone was found. Plug one in and try again, or play with --microphone off."
    )
