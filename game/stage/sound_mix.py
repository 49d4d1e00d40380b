"""What sounds now, and how loud: the arithmetic of the mixer, without a loudspeaker.

The same gains go to the sound card (``sound``) and to arrays (``sound_record``), so tests measure both.
"""

import math
from dataclasses import dataclass

import numpy as np

from game.core.pace import Follow
from game.core.reading import SILENT
from game.core.shapes import Bed, Cue
from game.stage.sound_bank import Catalogue
from game.stage.sound_bed import FADER_STIFFNESS, LOOPS, OFF_DB, Desk, amplitude, decibels

STEPS = 255
"""Gains are whole steps: the finest the sound card's mixer takes."""
CUE_SLOTS = 10
"""Cues that may sound at once."""
SLOTS = len(LOOPS) + CUE_SLOTS
"""Loops first, then cues."""
BELL_REST_S = 3.0
"""A bell within this time of the last one is left out."""

CUES_DB = {"bell": -13.0, "marimba": -13.0, "breath_in": -10.0, "breath_out": -10.0, "soft_close": -9.0}
"""The cues there are, dB over what the studio stored (mono, on both sides, is 3 dB louder than stored)."""

Gain = tuple[int, int]
"""Left and right, in STEPS."""


@dataclass(frozen=True, slots=True)
class Caption:
    """A sound in words, for who cannot hear it."""

    key: str
    """Message id."""
    remaining_s: float
    """How much longer it sounds."""


@dataclass(frozen=True, slots=True)
class Strike:
    """Start a sound."""

    slot: int
    """Where it plays; what was there ends."""
    name: str
    """Sound in the catalogue."""


@dataclass(frozen=True, slots=True)
class _Sounding:
    """A cue that sounds."""

    name: str
    began_s: float
    ends_s: float
    left: float
    right: float
    caption: str


class Mix:
    """State of the mixer: one ``step`` a tick."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._desk = Desk()
        self._volume = Follow(0.0)
        self._volume_db = 0.0
        self._listening = False
        self._loops_began_s: float | None = None
        self._bell_s = -math.inf
        self._cues: list[_Sounding | None] = [None] * CUE_SLOTS
        self.gains: list[Gain] = [(0, 0)] * SLOTS
        """Gain of each slot now."""

    def set_volume(self, volume: float) -> None:
        """[0, 1]; half is 12 dB down, as the ear halves. The fader glides there."""
        self._volume_db = max(2.0 * decibels(min(volume, 1.0)), OFF_DB)

    def listening(self, on: bool) -> None:
        """The microphone is on: surf goes down, it would be noise to the breath sensor."""
        self._listening = on

    def begin(self, now_s: float) -> None:
        """The loops have begun to run; until then the bed is silent."""
        self._loops_began_s = now_s

    def step(self, bed: Bed, cues: tuple[Cue, ...], now_s: float) -> tuple[Strike, ...]:
        """One tick: ``gains`` is set, and what must be started is returned."""
        self._volume = self._volume.toward(self._volume_db, FADER_STIFFNESS)
        volume = amplitude(self._volume.value)
        if self._loops_began_s is not None:
            for slot, gain in enumerate(self._desk.step(bed, self._listening)):
                steps = min(round(STEPS * volume * gain), STEPS)
                self.gains[slot] = (steps, steps)
        struck = tuple(strike for cue in cues if (strike := self._strike(cue, now_s)))
        for place, cue_now in enumerate(self._cues):
            slot = len(LOOPS) + place
            if cue_now is None or now_s >= cue_now.ends_s:
                self._cues[place] = None
                self.gains[slot] = (0, 0)
            else:
                self.gains[slot] = (
                    min(round(STEPS * volume * cue_now.left), STEPS),
                    min(round(STEPS * volume * cue_now.right), STEPS),
                )
        return struck

    def _strike(self, cue: Cue, now_s: float) -> Strike | None:
        """Give the cue a slot: a free one, or the one that is nearest to its end."""
        if cue.name == "bell":
            if now_s - self._bell_s < BELL_REST_S:
                return None
            self._bell_s = now_s
        name = self._sound_of(cue)
        place = min(range(CUE_SLOTS), key=lambda free: c.ends_s if (c := self._cues[free]) else -math.inf)
        gain = cue.gain * 10.0 ** (CUES_DB[cue.name] / 20.0)
        turn = (min(max(cue.pan, -1.0), 1.0) + 1.0) * math.pi / 4.0
        self._cues[place] = _Sounding(
            name,
            now_s,
            now_s + self._catalogue.entry(name).seconds,
            gain * math.sqrt(2.0) * math.cos(turn),
            gain * math.sqrt(2.0) * math.sin(turn),
            cue.caption,
        )
        return Strike(len(LOOPS) + place, name)

    def _sound_of(self, cue: Cue) -> str:
        """The stored sound a cue means."""
        if cue.name in ("bell", "marimba"):
            return f"{cue.name}_{min(max(cue.note, 0), 9)}"
        if cue.name in ("breath_in", "breath_out"):
            return self._catalogue.breath(cue.name, cue.seconds)
        return cue.name

    def captions(self, now_s: float) -> tuple[Caption, ...]:
        """What sounds, oldest first, each message once."""
        sounding = sorted(
            (cue for cue in self._cues if cue and cue.caption and now_s < cue.ends_s),
            key=lambda cue: cue.began_s,
        )
        longest = {cue.caption: cue.ends_s - now_s for cue in sounding}
        return tuple(Caption(key, remaining_s) for key, remaining_s in longest.items())

    def played_dbfs(self, now_s: float) -> tuple[float, float, float, float, float]:
        """RMS per band of BAND_EDGES_HZ, dBFS, of the mean of left and right; parts add as strangers do."""
        power = np.zeros(len(SILENT))
        if self._loops_began_s is not None:
            for name, (left, right) in zip(LOOPS, self.gains, strict=False):
                if left or right:
                    sound = self._catalogue.entry(name)
                    power += _share(left, right) * sound.power_at(now_s - self._loops_began_s)
        for cue, (left, right) in zip(self._cues, self.gains[len(LOOPS) :], strict=True):
            if cue:
                power += _share(left, right) * self._catalogue.entry(cue.name).power_at(now_s - cue.began_s)
        low, low_mid, mid, high_mid, high = (10.0 * np.log10(np.maximum(power, 1e-12))).tolist()
        return low, low_mid, mid, high_mid, high


def _share(left: int, right: int) -> float:
    """Gain of power in the mean of both sides."""
    return ((left + right) / (2.0 * STEPS)) ** 2
