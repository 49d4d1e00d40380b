"""An Output into arrays: what the sound card would play, for tests and benchmarks, faster than time."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from game.core.pace import TICKS_PER_S
from game.core.shapes import Bed, Cue
from game.stage.sound import Speaker
from game.stage.sound_bank import RATE_HZ, Catalogue, Pcm
from game.stage.sound_bed import LOOPS
from game.stage.sound_mix import SLOTS, STEPS, Gain

TICK = RATE_HZ // TICKS_PER_S
"""Samples in a tick."""


class Recorder:
    """Renders each tick with the gains it was given, held through it as the card holds them in a buffer."""

    def __init__(self, sounds: Mapping[str, Pcm]) -> None:
        self._sounds = sounds
        self._playing: list[str | None] = [*LOOPS, *[None] * (SLOTS - len(LOOPS))]
        self._at = [0] * SLOTS
        self._gains: list[Gain] = [(0, 0)] * SLOTS
        self._rendered = 0

    def ready(self) -> bool:
        """The loops run from the first sample."""
        return True

    def start(self, slot: int, name: str, gain: Gain) -> None:
        """Play a sound once."""
        self._playing[slot] = name
        self._at[slot] = 0
        self._gains[slot] = gain

    def set_gain(self, slot: int, gain: Gain) -> None:
        """From the next tick on."""
        self._gains[slot] = gain

    def close(self) -> None:
        """Nothing to give back."""

    def clock(self) -> int:
        """ns rendered so far: the time a Speaker on this output lives in."""
        return self._rendered * 1_000_000_000 // RATE_HZ

    def tick(self) -> NDArray[np.float64]:
        """float64 (800, 2), [-1, 1] unless it clips: the next tick."""
        out = np.zeros((TICK, 2))
        for slot, name in enumerate(self._playing):
            if name is None:
                continue
            sound = self._sounds[name]
            if self._gains[slot] != (0, 0):
                reach = np.arange(self._at[slot], self._at[slot] + TICK)
                if slot < len(LOOPS):
                    out += sound[reach % len(sound)] * np.array(self._gains[slot])
                else:
                    rest = sound[self._at[slot] : self._at[slot] + TICK]
                    out[: len(rest)] += rest * np.array(self._gains[slot])
            self._at[slot] += TICK
        self._rendered += TICK
        return out / (STEPS * 32768.0)


class Studio:
    """A Speaker and its Recorder: play ticks, get the sound and what the speaker said it played."""

    def __init__(self, catalogue: Catalogue, sounds: Mapping[str, Pcm]) -> None:
        self._recorder = Recorder(sounds)
        self.speaker = Speaker(catalogue, self._recorder, self._recorder.clock)
        """The speaker, to set volume and listening."""

    def tick(self, bed: Bed, cues: tuple[Cue, ...] = ()) -> NDArray[np.float64]:
        """float64 (800, 2): one tick of that bed and those cues."""
        self.speaker.play(bed, cues)
        return self._recorder.tick()
