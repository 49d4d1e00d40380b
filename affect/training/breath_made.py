"""Made clips: somebody breathes into a microphone in a room, with exact labels. The same seed gives the same clip.

Training and validation share no belt trace, no recorded noise and no read sentence (BELTS of breath_belts, NOISES
and SENTENCES here). A clip comes with the hints a game would have sent: silence, or what its loudspeaker played.
"""

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from affect.errors import CorpusError
from affect.sensor import RATE_HZ
from affect.spectrum import BLOCK, Doubles, Floats, band_sums
from affect.training.breath_belts import (
    EXHALE,
    FLOW_HZ,
    INHALE,
    PAUSE,
    TRAINING,
    VALIDATION,
    Course,
    Run,
    draw_manner,
    read_belts,
    warp,
)
from affect.training.breath_sounds import (
    at_distance,
    breath_sound,
    draw_breather,
    gated,
    knocks,
    made_noises,
    sentences,
    shaped,
    swell,
    talk,
    wind_pops,
)
from affect.training.voice_data import Noise, Recordings, recorded
from game.core.reading import BAND_EDGES_HZ, SILENT

FRAME_S: Final = 0.02
"""Labels are per 20 ms."""
NOISES: Final = (("gsc_exercise_bike", "gsc_white_noise"), ("gsc_doing_the_dishes",))
SENTENCES: Final = (("cmu_arctic_us_aew_a0001", "cmu_arctic_us_aew_a0003"), ("cmu_arctic_us_axb_a0005",))
"""Recordings of breath.zip for training, and for validation."""

Band = tuple[float, float, float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """What clips are made from."""

    belts: list[list[Run]]
    """Runs of each trace."""
    noises: tuple[Noise, ...]
    """What else may be heard all the time."""
    speech: tuple[Noise, ...]
    """Voices."""


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """One, with its truth."""

    sound: Floats
    """float32 (n,), mono, 16 kHz."""
    label: NDArray[np.int64]
    """(n // 320,): PAUSE, INHALE or EXHALE of every 20 ms."""
    played_dbfs: tuple[Band, ...]
    """What the game played in every 100 ms; empty = nothing."""
    snr_db: float
    """Breath over noise, mean powers over the clip; nan where nobody breathes."""


def read_world(folder: Path, validation: bool = False) -> World:
    """What lies in ``folder``/breath.zip for training, or for validation.

    Raises:
        CorpusError: something is not there.
    """
    archive = folder / "breath.zip"
    belts = read_belts(archive, VALIDATION if validation else TRAINING)
    recordings = Recordings(folder)
    try:
        noises = [recordings.read(archive.name, f"noise/{name}.flac") for name in NOISES[validation]]
        voices = [recordings.read(archive.name, f"speech/{name}.flac") for name in SENTENCES[validation]]
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise CorpusError(f"{archive} lacks what breath is trained on ({error}).") from error
    # The few recordings come as often as three of the synthesised kinds.
    return World(belts, (*made_noises(), *(recorded(noise) for noise in noises * 2)), (talk, sentences(voices)))


def make(world: World, seconds: float, seed: int, snr_db: float | None = None) -> Clip:
    """A clip of that length: everything about it by chance, but for ``snr_db`` where it is given.

    With ``snr_db`` given it is a plain one: somebody breathes, no game plays, as the clips of a benchmark are.
    """
    dice = np.random.default_rng(seed)
    plain = snr_db is not None
    course = warp(world.belts, draw_manner(dice), seconds, dice)
    count = round(seconds * RATE_HZ)
    breath = at_distance(breath_sound(draw_breather(dice), course, dice)[:count], dice)
    noise = _noise(world, count, dice)
    ratio = snr_db if snr_db is not None else dice.uniform(-4.0, 26.0)
    nobody = not plain and dice.random() < 0.07
    sound = _set(noise, -ratio) + (np.float32(0.0) if nobody else _set(breath, 0.0))
    if not plain:
        sound = _disturbed(world, sound, dice)
    sound = sound * np.float32(10 ** (dice.uniform(-52.0, -24.0) / 20))
    sound += np.float32(10 ** (dice.uniform(-95.0, -75.0) / 20)) * dice.standard_normal(count).astype(np.float32)
    played: tuple[Band, ...] = ()
    if not plain and dice.random() < 0.12:
        leak, played = game_sound(count, dice)
        sound = sound + leak
    if not plain and dice.random() < 0.12:
        sound = gated(sound, dice)
    label = course.label[:: round(FRAME_S * FLOW_HZ)][: count // 320]
    silent = np.full(len(label), PAUSE, np.int64)
    return Clip(np.clip(sound, -1.0, 1.0), silent if nobody else label, played, np.nan if nobody else ratio)


def _noise(world: World, count: int, dice: np.random.Generator) -> Floats:
    """One noise that lasts, now and then with a second under it."""
    picked = dice.integers(len(world.noises), size=2)
    noise = _set(world.noises[picked[0]](count, dice), 0.0)
    if dice.random() < 0.3:
        noise = noise + _set(world.noises[picked[1]](count, dice), -dice.uniform(0.0, 12.0))
    return noise


def _disturbed(world: World, sound: Floats, dice: np.random.Generator) -> Floats:
    """Speech, knocks, wind against the capsule, and somebody who moves nearer and away."""
    count = len(sound)
    if dice.random() < 0.15:
        voice = world.speech[int(dice.integers(len(world.speech)))](count, dice)
        sound = sound + _set(voice, dice.uniform(-12.0, 12.0))
    if dice.random() < 0.25:
        sound = sound + _set(knocks(count, dice), dice.uniform(-20.0, 3.0))
    if dice.random() < 0.15:
        sound = sound + _set(wind_pops(count, dice), dice.uniform(-15.0, 8.0))
    if dice.random() < 0.3:
        sound = sound * (10 ** (swell(count, 10.0, 2.5, dice) / 20)).astype(np.float32)
    return sound


def _set(sound: Floats, level_db: float) -> Floats:
    """``sound`` with this RMS in dB."""
    rms = np.float32(np.sqrt(np.mean(np.square(sound))) + 1e-9)
    scaled: Floats = (sound * (np.float32(10 ** (level_db / 20)) / rms)).astype(np.float32)
    return scaled


def game_sound(count: int, dice: np.random.Generator) -> tuple[Floats, tuple[Band, ...]]:
    """Something like the game's surf and bells, late and coloured at the microphone, and what hints say of it."""
    time = np.arange(count) / RATE_HZ
    guide_hz, start = dice.uniform(4.0, 12.0) / 60.0, dice.random()
    surf = shaped(count, lambda hz: 1.0 / np.sqrt(1.0 + (hz / 900.0) ** 2), dice)
    surf *= 10 ** (dice.uniform(0.0, 8.0) * np.sin(2 * np.pi * (guide_hz * time + start)) / 20)
    for beat in np.arange(0.0, time[-1], 0.5 / guide_hz):
        first = round(beat * RATE_HZ)
        since = time[: min(3 * RATE_HZ, count - first)]
        surf[first : first + len(since)] += (
            2.0 * np.sin(2 * np.pi * dice.uniform(300.0, 1200.0) * since) * np.exp(-since / 0.7)
        )
    played = surf * 10 ** (dice.uniform(-40.0, -22.0) / 20)
    late = round(dice.uniform(0.03, 0.4) * RATE_HZ)
    heard = at_distance(np.concatenate((np.zeros(late), played))[:count], dice)
    return heard * np.float32(10 ** (dice.uniform(-25.0, -8.0) / 20)), _bands(played)


def _bands(played: Doubles) -> tuple[Band, ...]:
    """RMS per band of every 100 ms, dBFS."""
    blocks = played[: len(played) // BLOCK * BLOCK].reshape(-1, BLOCK)[:, :512] * np.hanning(512)
    power = np.abs(np.fft.rfft(blocks, axis=1)) ** 2 * (2.0 / (512 * np.sum(np.hanning(512) ** 2)))
    levels = 10.0 * np.log10(power @ band_sums(BAND_EDGES_HZ).T + 1e-12)
    return tuple((float(row[0]), float(row[1]), float(row[2]), float(row[3]), float(row[4])) for row in levels)


def starts(label: NDArray[np.int64], of: int) -> Doubles:
    """Seconds at which inhales, or exhales, begin."""
    here = label == of
    before = np.concatenate((label[:1] == of, here[:-1]))
    result: Doubles = np.flatnonzero(here & ~before) * FRAME_S
    return result


__all__ = ["EXHALE", "INHALE", "PAUSE", "SILENT", "Clip", "Course", "World", "make", "read_world", "starts"]
