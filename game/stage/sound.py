"""The stage's voice: beds and cues through pygame's mixer.

One ``play`` a tick moves the faders; the samples themselves are mixed in the sound card's own thread, so a
late frame is not heard. Without a sound card a silent double does the same, captions included.
"""

import threading
import time
from collections.abc import Callable
from importlib.resources.abc import Traversable
from typing import Protocol

import pygame

from game.core.reading import SILENT
from game.core.shapes import Bed, Cue
from game.stage.sound_bank import RATE_HZ, Catalogue, SoundError, decode, read_catalogue, shipped
from game.stage.sound_bed import LOOPS
from game.stage.sound_mix import SLOTS, STEPS, Caption, Gain, Mix

BUFFER = 1024
"""Samples mixed at a time: 21 ms."""


class Voice(Protocol):
    """Who sounds a place: a speaker, or its silent double."""

    def play(self, bed: Bed, cues: tuple[Cue, ...]) -> None:
        """Once a tick: this bed lies under the place, these cues begin now."""

    def set_volume(self, volume: float) -> None:
        """[0, 1]; the fader glides there."""

    def listening(self, on: bool) -> None:
        """The microphone is on: surf goes down 6 dB."""

    def played_dbfs(self) -> tuple[float, float, float, float, float]:
        """What the loudspeaker plays now, RMS per band of BAND_EDGES_HZ, dBFS, for ``Hint``."""

    def captions(self) -> tuple[Caption, ...]:
        """What sounds now, in words."""

    def close(self) -> None:
        """Be silent and give the sound card back."""


class Output(Protocol):
    """Where the mix goes."""

    def ready(self) -> bool:
        """True once the loops run; they begin with all gains 0."""

    def start(self, slot: int, name: str, gain: Gain) -> None:
        """Play a sound once."""

    def set_gain(self, slot: int, gain: Gain) -> None:
        """From now on."""

    def close(self) -> None:
        """Stop everything."""


class Speaker:
    """Beds and cues, mixed into an Output."""

    def __init__(self, catalogue: Catalogue, output: Output, clock: Callable[[], int] = time.monotonic_ns) -> None:
        self._mix = Mix(catalogue)
        self._output = output
        self._clock = clock
        self._sent: list[Gain] = [(0, 0)] * SLOTS
        self._running = False

    def play(self, bed: Bed, cues: tuple[Cue, ...]) -> None:
        """Once a tick: this bed lies under the place, these cues begin now."""
        now_s = self._clock() / 1e9
        if not self._running and self._output.ready():
            self._running = True
            self._mix.begin(now_s)
        for strike in self._mix.step(bed, cues, now_s):
            self._sent[strike.slot] = self._mix.gains[strike.slot]
            self._output.start(strike.slot, strike.name, self._mix.gains[strike.slot])
        for slot, gain in enumerate(self._mix.gains):
            if gain != self._sent[slot]:
                self._sent[slot] = gain
                self._output.set_gain(slot, gain)

    def set_volume(self, volume: float) -> None:
        """[0, 1]; the fader glides there."""
        self._mix.set_volume(volume)

    def listening(self, on: bool) -> None:
        """The microphone is on: surf goes down 6 dB."""
        self._mix.listening(on)

    def played_dbfs(self) -> tuple[float, float, float, float, float]:
        """What the loudspeaker plays now, RMS per band, dBFS, of the mean of both sides."""
        return self._mix.played_dbfs(self._clock() / 1e9)

    def captions(self) -> tuple[Caption, ...]:
        """What sounds now, in words, oldest first."""
        return self._mix.captions(self._clock() / 1e9)

    def close(self) -> None:
        """Be silent and give the sound card back."""
        self._output.close()


class Unheard:
    """An Output that goes nowhere."""

    def ready(self) -> bool:
        """There is nothing to wait for."""
        return True

    def start(self, slot: int, name: str, gain: Gain) -> None:
        """Not heard."""

    def set_gain(self, slot: int, gain: Gain) -> None:
        """Not heard."""

    def close(self) -> None:
        """Nothing to give back."""


class SilentSpeaker(Speaker):
    """Stands in where there is no sound card: plays nothing, and still knows the captions."""

    def __init__(self, catalogue: Catalogue, clock: Callable[[], int] = time.monotonic_ns) -> None:
        super().__init__(catalogue, Unheard(), clock)

    def played_dbfs(self) -> tuple[float, float, float, float, float]:
        """Nothing."""
        return SILENT


class Card:
    """The sound card, through pygame's mixer; a slot is a channel.

    Sounds are decoded in a thread of their own (pygame lets go of the interpreter meanwhile), loops first.
    Raises pygame.error if no sound card opens. A damaged file is told once, through ``tell``: the game goes on.
    """

    def __init__(self, catalogue: Catalogue, folder: Traversable, tell: Callable[[str], None]) -> None:
        # pygame.init() may have opened the mixer at another rate, and a second init would change nothing.
        pygame.mixer.quit()
        # allowedchanges=0: a card of another kind gets the sound converted, so the levels stay true.
        pygame.mixer.init(RATE_HZ, -16, 2, BUFFER, allowedchanges=0)
        pygame.mixer.set_num_channels(SLOTS)
        self._channels = [pygame.mixer.Channel(slot) for slot in range(SLOTS)]
        self._sounds: dict[str, pygame.mixer.Sound] = {}
        self._closing = threading.Event()
        self._tell = tell
        self._damage: SoundError | None = None
        self._loader = threading.Thread(target=self._load, args=(catalogue, folder), name="sounds", daemon=True)
        self._running = False
        self._loader.start()

    def _load(self, catalogue: Catalogue, folder: Traversable) -> None:
        try:
            for name in sorted(catalogue.names(), key=lambda name: name not in LOOPS):
                if self._closing.is_set():
                    return
                samples = decode(folder, catalogue.entry(name))
                self._sounds[name] = pygame.mixer.Sound(buffer=samples.tobytes())
        except SoundError as error:
            self._damage = error

    def ready(self) -> bool:
        """Start the loops together once all are decoded."""
        if self._damage:
            self._tell(str(self._damage))
            self._damage = None
        if not self._running and all(name in self._sounds for name in LOOPS):
            self._running = True
            for slot, name in enumerate(LOOPS):
                self._channels[slot].set_volume(0.0)
                self._channels[slot].play(self._sounds[name], loops=-1)
        return self._running

    def start(self, slot: int, name: str, gain: Gain) -> None:
        """Play a sound once; one that is asked for before it is decoded is left out."""
        if name in self._sounds:
            # The mixer forgets a channel's panning when a sound ends: begin shut, then open.
            self._channels[slot].set_volume(0.0)
            self._channels[slot].play(self._sounds[name])
            self.set_gain(slot, gain)

    def set_gain(self, slot: int, gain: Gain) -> None:
        """From the next buffer on."""
        # Two volumes set the panning, which has 255 steps; one volume would have 128.
        self._channels[slot].set_volume(gain[0] / STEPS, gain[1] / STEPS)

    def close(self) -> None:
        """Stop at once and close the mixer."""
        self._closing.set()
        self._loader.join()
        pygame.mixer.quit()


def open_speaker(tell: Callable[[str], None], folder: Traversable | None = None) -> Speaker:
    """A Speaker on the sound card or, if there is none, its silent double and one message through ``tell``.

    Raises SoundError if the sounds themselves are missing.
    """
    folder = folder or shipped()
    catalogue = read_catalogue(folder)
    try:
        return Speaker(catalogue, Card(catalogue, folder, tell))
    except pygame.error as error:
        tell(
            f"No sound: no sound card could be opened ({error}). The game goes on in silence, with captions."
            " Connect loudspeakers or headphones, check that sound is not in use elsewhere, and start again."
        )
        return SilentSpeaker(catalogue)
