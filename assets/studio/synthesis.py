"""Makes every sound of the game: ``python -m assets.studio.synthesis [FOLDER]`` (about 10 s).

Writes one Ogg Vorbis file per sound, ``catalogue.json`` (length, loudness) and ``levels.npz`` (what each
puts into each band over time: the game tells its breath sensor what it plays without recording itself).
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from assets.studio import synth_breath, synth_noise, synth_store, synth_tones
from assets.studio.synth_noise import Samples
from assets.studio.synth_store import Made

STORED_LUFS = -20.0
"""Loudness every part is stored at (surf and pad: all their layers fully open); the game trims from there."""
PAD_SECONDS = 12.0
"""Length of the pad's loops; all are equal, so chords stay together."""
CUE_RATIO = 1.15
"""Each stored length of a breath cue over the one before: the nearest is at most 7 % off."""
QUALITY = 0.3
"""Vorbis quality: transparent for noise and slow tones at these levels, about 60 kbit/s a stereo loop."""


def cue_lengths(shortest_s: float, longest_s: float) -> tuple[float, ...]:
    """Lengths of the stored breath cues, s, in equal ratios."""
    steps = int(np.ceil(np.log(longest_s / shortest_s) / np.log(CUE_RATIO)))
    return tuple(round(float(length), 2) for length in np.geomspace(shortest_s, longest_s, steps + 1))


def together(layers: dict[str, Samples], first: tuple[str, ...]) -> Iterator[Made]:
    """Layers of one part under one gain, such that the layers in ``first`` together are at STORED_LUFS."""
    count = min(len(layers[name]) for name in first)
    sounding = np.sum([layers[name][:count] for name in first], axis=0)
    gain = 10.0 ** ((STORED_LUFS - synth_store.loudness_lufs(sounding)) / 20.0)
    for name, samples in layers.items():
        yield Made(name, samples * gain, loops=True)


def surf() -> Iterator[Made]:
    """The sea's three layers; lengths without a common measure, so the whole never seems to repeat."""
    layers = {
        "surf_low": synth_noise.surf_low(17.0),
        "surf_mid": synth_noise.surf_mid(13.0),
        "surf_hiss": synth_noise.surf_hiss(11.0),
    }
    return together(layers, tuple(layers))


def airs() -> Iterator[Made]:
    """Wind and stream, each at STORED_LUFS."""
    for name, samples in (("wind", synth_noise.wind(19.0)), ("stream", synth_noise.stream(16.0))):
        yield Made(name, synth_store.at_loudness(samples, STORED_LUFS), loops=True)


def pad() -> Iterator[Made]:
    """The deep layer, and a warm and an open one for each of four chords."""
    layers = {"pad_deep": synth_tones.pad_layer(PAD_SECONDS, synth_tones.DEEP, 600.0, 3)}
    for chord, (warm, high) in enumerate(zip(synth_tones.WARM, synth_tones.OPEN, strict=True)):
        layers[f"pad_warm_{chord}"] = 0.8 * synth_tones.pad_layer(PAD_SECONDS, warm, 1200.0, 10 + chord)
        layers[f"pad_open_{chord}"] = 0.3 * synth_tones.pad_layer(PAD_SECONDS, high, 2400.0, 20 + chord)
    return together(layers, ("pad_deep", "pad_warm_0", "pad_open_0"))


def cues() -> Iterator[Made]:
    """Everything that is played once."""
    for step in range(synth_tones.NOTES):
        yield _once(f"bell_{step}", synth_tones.bell(step))
        yield _once(f"marimba_{step}", synth_tones.marimba(step))
    yield _once("soft_close", synth_tones.soft_close())
    for seconds in cue_lengths(1.0, 6.0):
        yield _once(f"breath_in_{round(100 * seconds)}", synth_breath.breath_in(seconds))
    for seconds in cue_lengths(1.5, 8.0):
        yield _once(f"breath_out_{round(100 * seconds)}", synth_breath.breath_out(seconds))


def _once(name: str, samples: Samples) -> Made:
    return Made(name, synth_store.at_loudness(samples, STORED_LUFS), loops=False)


def main(folder: Path) -> None:
    """Make all sounds and their two tables in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    catalogue = []
    levels = {}
    for made in (*surf(), *airs(), *pad(), *cues()):
        heard = synth_store.store(folder, made, QUALITY)
        levels[made.name] = synth_store.band_levels(heard, made.loops)
        catalogue.append(
            {
                "name": made.name,
                "samples": len(made.samples),
                "lead": synth_store.LEAD if made.loops else 0,
                "lufs": round(synth_store.loudness_lufs(heard), 2),
                "true_peak_dbtp": round(synth_store.true_peak_dbtp(heard), 2),
            }
        )
        print(f"{made.name}: {len(made.samples) / synth_noise.RATE_HZ:.2f} s")
    (folder / "catalogue.json").write_text(json.dumps(catalogue, indent=1) + "\n", encoding="utf-8")
    np.savez_compressed(folder / "levels.npz", **levels)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "sounds")
