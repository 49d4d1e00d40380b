"""What of a voice tells how tense it is, without how loud it is: five numbers over a few seconds of speech."""

from dataclasses import dataclass

import numpy as np

from affect.spectrum import Block, Doubles, band_sums

FEATURES = ("pitch", "pitch_range", "tilt", "movement", "roughness")
"""Names of the five, in order: semitones over 100 Hz; their sd; dB of 1-4 kHz over 0.1-1 kHz in voiced blocks; mean
change of loudness from block to block, dB; mean YIN aperiodicity of voiced blocks."""

SPAN = 40
"""Blocks of speech looked back: 4 s of it."""
LEAST_VOICED = 6
"""Voiced blocks that a description needs."""

_EDGES_HZ = (100.0, 1000.0, 4000.0)
_SUMS = band_sums(_EDGES_HZ)


@dataclass(frozen=True, slots=True)
class Moment:
    """One block of speech."""

    semitones: float
    """Pitch over 100 Hz; meaningless where not voiced."""
    aperiodicity: float
    """YIN's dip, [0, 1]."""
    voiced: bool
    """It has a voice's pitch."""
    level_db: float
    """Its power."""
    tilt_db: float
    """1-4 kHz over 0.1-1 kHz."""


def moment(block: Block, pitch_hz: float, aperiodicity: float, voiced: bool) -> Moment:
    """What a block of speech gives."""
    low, middle = (10.0 * np.log10(_SUMS @ block.mean_power + 1e-12)).tolist()
    level = float(10.0 * np.log10(block.mean_square + 1e-12))
    semitones = 12.0 * float(np.log2(max(pitch_hz, 20.0) / 100.0))
    return Moment(semitones, aperiodicity, voiced, level, middle - low)


def describe(moments: list[Moment]) -> Doubles | None:
    """The five numbers of float64 (6,), or None where too little of it is voiced."""
    voiced = [one for one in moments if one.voiced]
    if len(voiced) < LEAST_VOICED:
        return None
    semitones = np.array([one.semitones for one in voiced])
    middle = float(np.median(semitones))
    # YIN's octave slips are left out: a voice does not leap nine semitones between words.
    near = semitones[np.abs(semitones - middle) < 9.0]
    levels = np.array([one.level_db for one in moments])
    return np.array(
        [
            middle,
            float(near.std()),
            float(np.mean([one.tilt_db for one in voiced])),
            float(np.mean(np.abs(np.diff(levels)))) if len(levels) > 1 else 0.0,
            float(np.mean([one.aperiodicity for one in voiced])),
        ]
    )
