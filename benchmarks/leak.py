"""Does the breath sensor take the game for its player? The real mixer's sound, looped into the microphone.

    python -m benchmarks.leak

For every bed, mood, guide rate and setting of ``listening`` the stage's own mixer is rendered without a sound
card, delayed, coloured by a room, turned down by 20 dB and mixed with the room's noise; the sensors get it with
the hints the game would send. Printed: the share of 10 s windows without a reported rate with nobody there, the
share of time without a voice, and how a person of 6 or 9/min is read under a guide of 6/min.
"""

import os
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

os.environ.setdefault("SDL_AUDIODRIVER", "dummy")

import pygame
from scipy.signal import resample_poly

from affect.sensor import RATE_HZ, Sound
from affect.sensors.breath import SURE_HZ, BreathSensor
from affect.sensors.voice import VoiceSensor
from affect.simulate import breathe, fan, in_room, person, white
from game.core.pace import NATURAL
from game.core.reading import CalibrationStage, Hint, Quantity, Reading
from game.core.shapes import Bed, Cue
from game.stage.sound_bank import decode, read_catalogue, shipped
from game.stage.sound_bed import BLENDS
from game.stage.sound_record import TICK, Studio

Floats = NDArray[np.float32]

LEAK_DB = -20.0
"""How much of the loudspeaker's signal comes back."""


@dataclass(frozen=True, slots=True)
class Play:
    """What the game plays."""

    bed: str = "tide"
    mood: float = 0.5
    guide_hz: float = 6.0 / 60.0
    listening: bool = True
    """The game knows that the microphone is on, and ducks the surf."""
    bells: bool = True
    """Bells on phase 0.1 and 0.6 and marimba by chance, as in play."""


@dataclass(frozen=True, slots=True, eq=False)
class Played:
    """What was played, as a microphone in the loudspeaker would hear it, with the hints sent meanwhile."""

    sound: Floats
    """float32 (n,), mono, 16 kHz."""
    hints: tuple[Hint, ...]
    """Ten a second; ``t_ns`` 0 is the first sample."""


class Room:
    """The decoded sounds, once for many renderings."""

    def __init__(self) -> None:
        pygame.mixer.init(48_000, -16, 2, allowedchanges=0)
        self._folder = shipped()
        self._catalogue = read_catalogue(self._folder)
        self._sounds = {name: decode(self._folder, self._catalogue.entry(name)) for name in self._catalogue.names()}

    def play(self, play: Play, seconds: float, seed: int) -> Played:
        """Render ``seconds`` of that."""
        studio = Studio(self._catalogue, self._sounds)
        studio.speaker.listening(play.listening)
        studio.speaker.set_volume(1.0)
        dice = np.random.default_rng(seed)
        phase = 0.0
        pieces, hints = [], []
        for tick in range(round(seconds * 60)):
            now = (phase + play.guide_hz / 60.0) % 1.0
            cues = _cues(play, phase, now, dice)
            phase = now
            pieces.append(studio.tick(Bed(play.bed, play.mood, play.guide_hz, phase), cues).mean(axis=1))
            if tick % 6 == 0:
                t_ns = tick * TICK * 1_000_000_000 // 48_000
                played = studio.speaker.played_dbfs()
                hints.append(Hint(t_ns, CalibrationStage.NONE, phase, play.guide_hz, played))
        return Played(resample_poly(np.concatenate(pieces), 1, 3).astype(np.float32), tuple(hints))


def _cues(play: Play, was: float, now: float, dice: np.random.Generator) -> tuple[Cue, ...]:
    """The cues that fall between two phases."""
    cues: list[Cue] = []
    if now < was:
        cues.append(Cue("breath_in", seconds=0.8 * NATURAL.inhale / play.guide_hz))
    if was < NATURAL.inhale <= now:
        cues.append(Cue("breath_out", seconds=0.8 * NATURAL.exhale / play.guide_hz))
    if play.bells and (was < 0.1 <= now or was < 0.6 <= now):
        cues.append(Cue("bell", 0.5 + 0.3 * dice.random(), dice.random() - 0.5, int(dice.integers(10))))
    if play.bells and dice.random() < 0.25 / 60.0:
        cues.append(Cue("marimba", 0.8, 0.0, int(dice.integers(10))))
    return tuple(cues)


def at_microphone(played: Played, delay_s: float, seed: int, noise: Floats) -> Floats:
    """The loudspeaker as heard: late, coloured, 20 dB down, in a room with ``noise``."""
    late = np.concatenate((np.zeros(round(delay_s * RATE_HZ), np.float32), played.sound))[: len(played.sound)]
    heard: Floats = in_room(late, seed, wet=0.6) * np.float32(10 ** (LEAK_DB / 20)) + noise
    return heard


def listen(sensor: BreathSensor | VoiceSensor, heard: Floats, hints: tuple[Hint, ...]) -> list[Reading]:
    """Give a sensor sound and hints as they come, 100 ms by 100 ms."""
    readings: list[Reading] = []
    for index in range(len(heard) // 1600):
        sound = Sound(heard[index * 1600 : (index + 1) * 1600], index * 100_000_000)
        readings.extend(sensor.take(sound, hints[min(index, len(hints) - 1)]))
    return readings


def reported(readings: list[Reading]) -> list[tuple[float, float]]:
    """(seconds, breaths/min) of every rate that is told with a small sd."""
    return [
        (reading.t_ns / 1e9, reading.value * 60.0)
        for reading in readings
        if reading.quantity is Quantity.BREATH_HZ and reading.sd < SURE_HZ
    ]


def quiet_share(times: list[float], seconds: float) -> float:
    """Share of 10 s windows (hop 1 s) in which none of ``times`` lies."""
    starts = np.arange(0.0, seconds - 10.0 + 1e-9, 1.0)
    at = np.asarray(times)
    return float(np.mean([not np.any((at >= start) & (at < start + 10.0)) for start in starts]))


SECONDS = 60.0
"""Length of each rendering."""
PLAYS = tuple(
    Play(bed, mood, rate / 60.0, listening)
    for bed, mood in (("tide", 0.0), ("tide", 1.0), *((bed, 0.5) for bed in sorted(BLENDS)))
    for rate in (5.0, 6.0, 9.0)
    for listening in (True, False)
)
"""All ambiences that are measured."""


def _nobody(room: Room) -> None:
    breath, voice = [], []
    for seed, play in enumerate(PLAYS):
        noise = (fan if seed % 2 else white)(SECONDS, -65.0, seed)
        played = room.play(play, SECONDS, seed)
        heard = at_microphone(played, 0.05 + 0.5 * (seed % 5) / 4.0, seed, noise)
        rates = reported(listen(BreathSensor(()), heard, played.hints))
        presence = [
            reading.t_ns / 1e9
            for reading in listen(VoiceSensor(()), heard, played.hints)
            if reading.quantity is Quantity.VOICE_PRESENCE and reading.value >= 0.5
        ]
        breath.append(quiet_share([at for at, _ in rates], SECONDS))
        voice.append(quiet_share(presence, SECONDS))
        print(
            f"{play.bed:6s} mood {play.mood:.1f} guide {play.guide_hz * 60:.0f}/min listening {play.listening!s:5s}"
            f" no rate {breath[-1]:.2f} no voice {voice[-1]:.2f}"
        )
    print(f"nobody there: no rate in {np.mean(breath):.3f}, no voice in {np.mean(voice):.3f} of 10 s windows")


def _somebody(room: Room) -> None:
    for rate in (6.0, 9.0):
        for level_dbfs in (-38.0, -44.0, -50.0):
            near, told, count = 0, 0, 0
            for seed in range(8):
                play = Play("tide", (0.0, 0.5, 1.0)[seed % 3], 0.1, listening=seed % 2 == 0)
                played = room.play(play, SECONDS, seed)
                breath = breathe(person(seed + 40, rate / 60.0, level_dbfs), SECONDS, seed)
                heard = at_microphone(played, 0.15, seed, white(SECONDS, -65.0, seed)) + breath.sound
                rates = [value for at, value in reported(listen(BreathSensor(()), heard, played.hints)) if at > 25.0]
                told += len(rates)
                near += sum(abs(value - rate) <= 1.5 for value in rates)
                count += round((SECONDS - 25.0) * 2)
            print(
                f"{rate:.0f}/min under a guide of 6/min at {level_dbfs:.0f} dBFS: told {told / count:.2f} of the"
                f" time, within 1.5/min {near / max(1, told):.2f} of it"
            )


if __name__ == "__main__":
    sounds = Room()
    _nobody(sounds)
    _somebody(sounds)
