"""How loud the game is: ``python -m benchmarks.loudness`` prints the table for docs/FIGURES.md.

Everything is rendered through the game's own mixer, offline. LUFS: ITU-R BS.1770-4, integrated; peak: true
peak, 4 x oversampled; centroid and share above 6 kHz: of the power spectrum.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

os.environ.setdefault("SDL_AUDIODRIVER", "dummy")

import pygame

from assets.studio.synth_store import loudness_lufs, true_peak_dbtp
from game.core.pace import NATURAL, TICKS_PER_S
from game.core.shapes import Bed, Cue
from game.stage.sound_bank import RATE_HZ, Catalogue, Pcm, decode, read_catalogue, shipped
from game.stage.sound_record import Studio

SETTLE_S = 5
"""Left out of every measurement: the bed fades in."""
Rendering = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Programme:
    """What is played, and for how long."""

    name: str
    """Row of the table."""
    bed: Bed
    """Its phase is run by the benchmark."""
    seconds: int
    """Length, s."""
    cues: Callable[[float, float], Iterator[Cue]]
    """Cues at (phase, phase a tick ago)."""


def no_cues(phase: float, before: float) -> Iterator[Cue]:
    """The bed alone."""
    yield from ()


def bells(phase: float, before: float) -> Iterator[Cue]:
    """A bell at 0.1 and 0.6 of each breath."""
    for at, note, pan in ((0.1, 2, -0.3), (0.6, 4, 0.3)):
        if before < at <= phase:
            yield Cue("bell", gain=0.8, pan=pan, note=note)


def guided(phase: float, before: float) -> Iterator[Cue]:
    """Bells, and a breath cue for each half of a breath of 10 s."""
    yield from bells(phase, before)
    if phase < before:
        yield Cue("breath_in", seconds=0.8 * NATURAL.inhale * 10.0)
    if before < NATURAL.inhale <= phase:
        yield Cue("breath_out", seconds=0.8 * NATURAL.exhale * 10.0)


def caught(phase: float, before: float) -> Iterator[Cue]:
    """Bells, and a marimba note twice a breath."""
    yield from bells(phase, before)
    for at, note in ((0.3, 1), (0.8, 3)):
        if before < at <= phase:
            yield Cue("marimba", note=note)


def render(catalogue: Catalogue, sounds: dict[str, Pcm], programme: Programme, listening: bool = False) -> Rendering:
    """float64 (n, 2): the programme, settled."""
    studio = Studio(catalogue, sounds)
    studio.speaker.listening(listening)
    ticks = []
    before = 0.0
    for tick in range((programme.seconds + SETTLE_S) * TICKS_PER_S):
        phase = (before + programme.bed.breath_hz / TICKS_PER_S) % 1.0
        cues = tuple(programme.cues(phase, before)) if tick >= SETTLE_S * TICKS_PER_S else ()
        ticks.append(studio.tick(replace(programme.bed, breath_phase=phase), cues))
        before = phase
    return np.concatenate(ticks[SETTLE_S * TICKS_PER_S :])


def row(name: str, sound: Rendering) -> str:
    """One line of the table."""
    spectrum = np.sum(np.abs(np.fft.rfft(sound, axis=0)) ** 2, axis=1)
    hz = np.fft.rfftfreq(len(sound), 1.0 / RATE_HZ)
    centroid = float(np.sum(spectrum * hz) / np.sum(spectrum))
    high = float(np.sum(spectrum[hz > 6000.0]) / np.sum(spectrum))
    return (
        f"| {name} | {loudness_lufs(sound):.1f} | {true_peak_dbtp(sound):.1f} | {centroid:.0f} |"
        f" {100.0 * high:.3f} | {largest_step_db(sound):.1f} |"
    )


def largest_step_db(sound: Rendering) -> float:
    """Largest change of level between neighbouring 50 ms, dB, where the programme is louder than -60 dBFS."""
    block = RATE_HZ // 20
    blocks = sound[: len(sound) // block * block].reshape(-1, 2 * block)
    level = 10.0 * np.log10(np.mean(blocks**2, axis=1) + 1e-12)
    loud = (level[1:] > -60.0) & (level[:-1] > -60.0)
    return float(np.abs(np.diff(level))[loud].max(initial=0.0))


def programmes() -> Iterator[Programme]:
    """All rows: places by mood, with and without guidance, by rate."""
    tide = Bed("tide", 0.5, 0.1, 0.0)
    for mood, name in ((0.0, "tense"), (0.5, "neutral"), (1.0, "calm")):
        yield Programme(f"Tide, {name}", replace(tide, mood=mood), 120, caught)
    yield Programme("Tide, breath cues", tide, 120, guided)
    yield Programme("Tide, bed alone", tide, 60, no_cues)
    yield Programme("Tide, 4.5 breaths/min", replace(tide, breath_hz=4.5 / 60), 60, bells)
    yield Programme("Tide, 14 breaths/min", replace(tide, breath_hz=14 / 60), 60, bells)
    for place in ("glider", "garden", "fireflies", "stones", "boats"):
        yield Programme(f"{place}, neutral", replace(tide, name=place), 60, caught)
    yield Programme("title", Bed("title", 1.0, 0.1, 0.0), 60, no_cues)
    yield Programme("quiet (calibration)", Bed("quiet", 0.5, 0.1, 0.0), 60, no_cues)


def parts(catalogue: Catalogue, sounds: dict[str, Pcm]) -> Iterator[str]:
    """Rows of the parts before the sum: each alone."""
    tide = Programme("", Bed("tide", 0.5, 0.1, 0.0), 60, no_cues)
    for part in ("surf", "pad"):
        alone = {name: pcm if name.startswith(part) else np.zeros_like(pcm) for name, pcm in sounds.items()}
        yield row(f"{part} alone", render(catalogue, alone, tide))
    silent = Bed("quiet", 0.5, 0.1, 0.0, gain=0.0)
    for cue in ("bell", "marimba", "breath_in", "breath_out", "soft_close"):
        studio = Studio(catalogue, sounds)
        once = Cue(cue, note=2, seconds=4.0)
        ticks = [studio.tick(silent, (once,) if tick == 0 else ()) for tick in range(4 * TICKS_PER_S)]
        yield row(cue, np.concatenate(ticks))


def main() -> None:
    """Print the table."""
    pygame.mixer.init(RATE_HZ, -16, 2, allowedchanges=0)
    catalogue = read_catalogue(shipped())
    sounds = {name: decode(shipped(), catalogue.entry(name)) for name in catalogue.names()}
    print("| programme | LUFS | true peak dBTP | centroid Hz | above 6 kHz % | largest step in 50 ms dB |")
    print("| --- | --- | --- | --- | --- | --- |")
    for programme in programmes():
        print(row(programme.name, render(catalogue, sounds, programme)))
        if programme.name in ("Tide, neutral", "Tide, bed alone"):
            heard = render(catalogue, sounds, programme, listening=True)
            print(row(f"{programme.name}, microphone on", heard))
    for line in parts(catalogue, sounds):
        print(line)


if __name__ == "__main__":
    main()
