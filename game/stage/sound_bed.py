"""The bed's mixing desk: how loud each loop is at each tick.

Steady loops of sea, wind, stream and pad lie under every place; only their faders move. The surf's swell is the live
guide phase, chords follow the breaths, and the mood opens the pad's layers: no loop is ever stretched or restarted.
"""

import math
from dataclasses import dataclass
from itertools import pairwise

from game.core.pace import NATURAL, TICKS_PER_S, Follow, apart
from game.core.shapes import Bed

CHORDS = 4
"""Chords the pad goes through."""
LOOPS = (
    "surf_low",
    "surf_mid",
    "surf_hiss",
    "wind",
    "stream",
    "pad_deep",
    *(f"pad_warm_{chord}" for chord in range(CHORDS)),
    *(f"pad_open_{chord}" for chord in range(CHORDS)),
)
"""Every loop, in the order of the desk's faders."""

OFF_DB = -48.0
"""A fader this low is shut."""
FADER_STIFFNESS = 2.2
"""1/s: what is shut is down to a twentieth after 0.8 s; from shut to open a fader moves 1.9 dB in 50 ms."""
MOOD_STIFFNESS = 2.0
"""1/s: the mood moves as slowly as the picture does."""
SWELL_DB_PER_TICK = 1.2
"""A swell never moves faster, even where the guide is set anew in the middle of a breath: 3.6 dB in 50 ms."""
DUCK_DB = 6.0
"""How far the surf goes down while the microphone listens."""
LIFT_DB = 3.0
"""How far the pad comes up meanwhile, so that the place is not emptier for it."""
BREATHS_PER_CHORD = 2.0
"""A chord stays for one breath and crosses to the next over another."""
LONE_HZ = 0.1
"""Rate at which chords go where no guide runs."""


@dataclass(frozen=True, slots=True)
class Blend:
    """How loud the parts of a place are, dB over what the studio stored."""

    pad_db: float
    """The chords."""
    surf_db: float = OFF_DB
    """The sea."""
    wind_db: float = OFF_DB
    """Moving air."""
    stream_db: float = OFF_DB
    """Running water."""


BLENDS = {
    "tide": Blend(-7.5, surf_db=-3.0),
    "title": Blend(-4.0, surf_db=-4.5),
    "glider": Blend(-5.5, wind_db=-4.5),
    "garden": Blend(-3.8, wind_db=-10.0),
    "fireflies": Blend(-3.8, wind_db=-13.0),
    "stones": Blend(-4.6, stream_db=-10.0),
    "boats": Blend(-5.0, surf_db=-9.0, stream_db=-15.0),
    "quiet": Blend(-13.5),
}
"""The beds there are, measured by benchmarks/loudness.py: places within 1 LU, quiet 6 dB below Tide's pad."""

WARMTH = ((0.0, 0.0), (0.5, 0.62), (1.0, 0.80))
"""(mood, gain): thirds and sixths come in toward neutral."""
OPENNESS = ((0.0, 0.0), (0.5, 0.25), (1.0, 1.0))
"""(mood, gain): ninths come in toward calm."""
DEPTH = ((0.0, 1.25), (0.5, 1.0), (1.0, 0.85))
"""(mood, gain): root and fifth give way as the rest comes in, so that no mood is louder than another."""


def decibels(gain: float) -> float:
    """A gain as dB, not below OFF_DB."""
    return max(20.0 * math.log10(gain), OFF_DB) if gain > 0.0 else OFF_DB


def amplitude(level_db: float) -> float:
    """dB as a gain; 0 where a fader is shut."""
    return 10.0 ** (level_db / 20.0) if level_db > OFF_DB + 0.5 else 0.0


def curve(points: tuple[tuple[float, float], ...], mood: float) -> float:
    """Straight lines through ``points`` (mood, gain), flat outside."""
    for (low, first), (high, second) in pairwise(points):
        if mood < high:
            return first + (second - first) * max(mood - low, 0.0) / (high - low)
    return points[-1][1]


def swell(phase: float) -> tuple[float, float, float]:
    """Gains of the surf's low bed, mid band and hiss at ``phase`` of the guide's breath.

    The wave gathers on the inhale and breaks just after the turn, while the water climbs the sand.
    """
    fullness = NATURAL.fullness(phase)
    wash = math.exp(-((apart(0.52, phase) / 0.13) ** 2))
    return 0.55 + 0.45 * fullness, 0.10 + 0.90 * fullness**1.6, 0.05 + 0.95 * wash


def chord_weights(breaths: float) -> tuple[float, ...]:
    """Gain of each chord after ``breaths`` breaths: equal power while one crosses into the next."""
    place = breaths / BREATHS_PER_CHORD % CHORDS
    now = int(place) % CHORDS
    crossed = max(place % 1.0 - 0.5, 0.0) * 2.0
    weights = [0.0] * CHORDS
    weights[now] = math.cos(0.5 * math.pi * crossed)
    weights[(now + 1) % CHORDS] = math.sin(0.5 * math.pi * crossed)
    return tuple(weights)


class Desk:
    """The faders of the bed. All start shut, so the first bed fades in."""

    def __init__(self) -> None:
        self._surf = Follow(OFF_DB)
        self._wind = Follow(OFF_DB)
        self._stream = Follow(OFF_DB)
        self._pad = Follow(OFF_DB)
        self._mood: Follow | None = None
        self._swell_db: tuple[float, ...] | None = None
        self._breaths = 0.0

    def step(self, bed: Bed, listening: bool) -> tuple[float, ...]:
        """One tick: the gain of each of LOOPS, >= 0. ``listening`` = the microphone is on."""
        # An unknown place gets the sea: a new level sounds before somebody has mixed it.
        blend = BLENDS.get(bed.name, BLENDS["tide"])
        gain_db = decibels(bed.gain)
        duck_db, lift_db = (DUCK_DB, LIFT_DB) if listening else (0.0, 0.0)
        noise_db = gain_db - duck_db
        self._surf = self._surf.toward(max(blend.surf_db + noise_db, OFF_DB), FADER_STIFFNESS)
        self._wind = self._wind.toward(max(blend.wind_db + noise_db, OFF_DB), FADER_STIFFNESS)
        self._stream = self._stream.toward(max(blend.stream_db + noise_db, OFF_DB), FADER_STIFFNESS)
        self._pad = self._pad.toward(max(blend.pad_db + gain_db + lift_db, OFF_DB), FADER_STIFFNESS)
        mood = self._mood.toward(bed.mood, MOOD_STIFFNESS) if self._mood else Follow(bed.mood)
        self._mood = mood
        self._breaths += (bed.breath_hz if bed.breath_hz > 0.0 else LONE_HZ) / TICKS_PER_S
        return (*self._sea(bed.breath_phase), *self._airs(), *self._chords(mood.value))

    def _sea(self, phase: float) -> tuple[float, ...]:
        """Gains of the three layers of surf."""
        wanted = tuple(decibels(gain) for gain in swell(phase))
        last = self._swell_db or wanted
        self._swell_db = tuple(
            was + min(max(aim - was, -SWELL_DB_PER_TICK), SWELL_DB_PER_TICK)
            for was, aim in zip(last, wanted, strict=True)
        )
        surf = amplitude(self._surf.value)
        return tuple(surf * 10.0 ** (level_db / 20.0) for level_db in self._swell_db)

    def _airs(self) -> tuple[float, ...]:
        """Gains of wind and stream: the wind goes with the swell of the breath."""
        swelled = 10.0 ** (self._swell_db[0] / 20.0) if self._swell_db else 1.0
        return (amplitude(self._wind.value) * swelled, amplitude(self._stream.value))

    def _chords(self, mood: float) -> tuple[float, ...]:
        """Gains of the pad's layers."""
        pad = amplitude(self._pad.value)
        weights = chord_weights(self._breaths)
        warm, high = pad * curve(WARMTH, mood), pad * curve(OPENNESS, mood)
        return (
            pad * curve(DEPTH, mood),
            *(warm * weight for weight in weights),
            *(high * weight for weight in weights),
        )
