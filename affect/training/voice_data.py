"""Recordings of acted speech, and the rooms, microphones and noises they are put into for training.

A recording is brought to any loudness, since loudness says more about the distance than about the speaker; it is
tilted, given a room and a noise, and begins after a moment of the room alone, as in play.
"""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from scipy.signal import lfilter, resample_poly

from affect.errors import CorpusError
from affect.sensor import RATE_HZ
from affect.simulate import clicks, fan, household, in_room, white
from affect.spectrum import Floats

BEFORE_S = 0.8
"""Seconds of the room alone before somebody speaks."""
_CLEAN_DB = 55.0
_SPEECH_DBFS = -26.0


class Recordings:
    """Opens recordings; the archives stay open meanwhile."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._archives: dict[str, zipfile.ZipFile] = {}

    def read(self, archive: str, member: str) -> Floats:
        """float32 (n,), mono, 16 kHz: one recording.

        Raises:
            CorpusError: it is not there, or is no sound.
        """
        try:
            samples, rate = soundfile.read(io.BytesIO(self._bytes(archive, member)), dtype="float32")
        except (OSError, KeyError, zipfile.BadZipFile, soundfile.LibsndfileError) as error:
            raise CorpusError(
                f"{member} in {archive or self._folder} is no sound that can be read ({error})."
            ) from error
        return at_rate(samples, rate)

    def _bytes(self, archive: str, member: str) -> bytes:
        if not archive:
            return (self._folder / member).read_bytes()
        if archive not in self._archives:
            self._archives[archive] = zipfile.ZipFile(self._folder / archive)
        return self._archives[archive].read(member)


def at_rate(samples: Floats, rate_hz: int) -> Floats:
    """float32 (n,) or (n, channels) of any rate as (n,), mono, 16 kHz."""
    mono = samples if samples.ndim == 1 else samples.mean(axis=1)
    return np.asarray(mono if rate_hz == RATE_HZ else resample_poly(mono, RATE_HZ, rate_hz), np.float32)


Noise = Callable[[int, np.random.Generator], Floats]
"""Makes so many samples of a kind of noise, of any loudness."""


def simulated(make: Callable[[float, float, int], Floats]) -> Noise:
    """A noise of affect.simulate."""
    return lambda count, dice: make(count / RATE_HZ + 0.01, -30.0, int(dice.integers(1 << 30)))[:count]


def recorded(sound: Floats) -> Noise:
    """A stretch of a recording, from anywhere in it, again and again if it is short."""

    def cut(count: int, dice: np.random.Generator) -> Floats:
        start = int(dice.integers(len(sound)))
        return np.resize(np.roll(sound, -start), count)

    return cut


def pink(count: int, dice: np.random.Generator) -> Floats:
    """1/f noise above 40 Hz."""
    spectrum = np.fft.rfft(dice.standard_normal(count))
    hz = np.maximum(np.fft.rfftfreq(count, 1 / RATE_HZ), 40.0)
    return np.fft.irfft(spectrum / np.sqrt(hz), count).astype(np.float32)


def babble(voices: list[Floats]) -> Noise:
    """Six of these voices at once, equally loud."""

    def talk(count: int, dice: np.random.Generator) -> Floats:
        total = np.zeros(count, np.float32)
        for index in dice.integers(len(voices), size=6):
            voice = recorded(voices[index])(count, dice)
            total += voice / np.float32(np.sqrt(np.mean(voice**2)) + 1e-9)
        return total

    return talk


def training_noises() -> tuple[Noise, ...]:
    """The kinds of noise that are trained with."""
    return (simulated(white), simulated(fan), simulated(household), simulated(clicks))


def with_noise(speech: Floats, noise: Noise, snr_db: float, dice: np.random.Generator) -> Floats:
    """``speech`` at -26 dBFS after a moment of the noise alone; the ratio is of mean powers over the recording."""
    level = np.float32(10 ** (_SPEECH_DBFS / 20) / (np.sqrt(np.mean(speech**2)) + 1e-9))
    before = np.zeros(round(BEFORE_S * RATE_HZ), np.float32)
    whole = np.concatenate((before, speech * level))
    sound = noise(len(whole), dice)
    loud = np.float32(10 ** ((_SPEECH_DBFS - snr_db) / 20) / (np.sqrt(np.mean(sound**2)) + 1e-9))
    mixed: Floats = whole + sound * loud
    return mixed


def as_recorded(speech: Floats, seed: int) -> Floats:
    """``speech`` after a very quiet room's noise, 55 dB below."""
    return with_noise(speech, simulated(white), _CLEAN_DB, np.random.default_rng(seed))


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is recorded: one microphone, one room, one noise."""

    tilt: float
    """First-order filter of the microphone, [-0.45, 0.45]: above 0 brighter, below darker."""
    room_seed: int
    """Which room; below 0 = none."""
    decay_s: float
    """Time in which its echo falls by 60 dB."""
    wet: float
    """How loud its echo is."""
    noise: Noise
    """What else is heard."""
    snr_db: float
    """How far speech stands above it."""
    gain: float
    """Loudness."""
    speed: int
    """Percent: slower and lower below 100, faster and higher above."""


def draw_place(noises: tuple[Noise, ...], dice: np.random.Generator) -> Place:
    """A place by chance: every fifth is quiet, every other has an echo and turns the voice into another's."""
    return Place(
        tilt=dice.uniform(-0.45, 0.45),
        room_seed=int(dice.integers(1 << 30)) if dice.random() < 0.5 else -1,
        decay_s=dice.uniform(0.1, 0.6),
        wet=dice.uniform(0.1, 0.7),
        noise=noises[int(dice.integers(len(noises)))],
        snr_db=_CLEAN_DB if dice.random() < 0.2 else dice.uniform(4.0, 30.0),
        gain=10 ** dice.uniform(-0.9, 0.6),
        speed=int(dice.integers(92, 109)) if dice.random() < 0.5 else 100,
    )


def recorded_at(place: Place, speech: Floats, dice: np.random.Generator) -> Floats:
    """``speech`` as it would be recorded there."""
    sound = resample_poly(speech, 100, place.speed).astype(np.float32) if place.speed != 100 else speech
    if place.room_seed >= 0:
        sound = in_room(sound, place.room_seed, place.decay_s, place.wet)
    sound = lfilter([1.0, -place.tilt], [1.0], sound).astype(np.float32)
    mixed: Floats = np.clip(with_noise(sound, place.noise, place.snr_db, dice) * np.float32(place.gain), -1.0, 1.0)
    return mixed


def trimmed(speech: Floats) -> Floats:
    """``speech`` without the silence before and after it, but for 0.2 s."""
    frames = speech[: len(speech) // 320 * 320].reshape(-1, 320)
    level = np.sqrt(np.mean(frames**2, axis=1))
    loud = np.flatnonzero(level > 0.02 * level.max())
    return speech[max(0, int(loud[0]) - 10) * 320 : (int(loud[-1]) + 11) * 320]
