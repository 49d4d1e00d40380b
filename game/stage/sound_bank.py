"""The sounds in assets/sounds: how long each is, how loud in each band at each moment, and its samples.

The studio measured the levels when it made the sounds; the game never listens to its own loudspeaker.
"""

import io
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable

import numpy as np
import pygame
from numpy.typing import NDArray

from game.stage.errors import StageError

RATE_HZ = 48_000
"""Sample rate of every sound and of the mixer."""
FRAMES_PER_S = 20
"""Rows of the table of levels in a second; a row speaks of the 0.1 s round its moment."""
SEAM = 480
"""Samples over which a loop's end is blended into what comes before its start: 10 ms."""

Pcm = NDArray[np.int16]
"""int16 (n, 2), 48 kHz."""


class SoundError(StageError):
    """The sounds cannot be had: the message says what to do. The one error of the stage's sound."""


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """What is known of one sound without decoding it."""

    name: str
    """File stem."""
    samples: int
    """Length at 48 kHz, without leads."""
    lead: int
    """Samples of itself a loop carries before its start and after its end; 0 = played once."""
    power: NDArray[np.float64]
    """float64 (frames, 5): mean square per band of BAND_EDGES_HZ at full gain, FRAMES_PER_S rows a second."""

    @property
    def seconds(self) -> float:
        """Length, s."""
        return self.samples / RATE_HZ

    def power_at(self, at_s: float) -> NDArray[np.float64]:
        """float64 (5,): mean square per band ``at_s`` into the sound; a loop goes round."""
        row = at_s * FRAMES_PER_S
        if self.lead:
            row %= self.seconds * FRAMES_PER_S
        elif not 0.0 <= at_s < self.seconds:
            return np.zeros(self.power.shape[1])
        first = min(int(row), len(self.power) - 1)
        after = (first + 1) % len(self.power) if self.lead else min(first + 1, len(self.power) - 1)
        share = min(row - first, 1.0)
        return np.asarray(self.power[first] * (1.0 - share) + self.power[after] * share, np.float64)


class Catalogue:
    """Every sound by its name."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self._entries = dict(entries)
        self._lengths: dict[str, list[tuple[float, str]]] = {}
        for name, entry in self._entries.items():
            family, _, length = name.rpartition("_")
            if family.startswith("breath_") and length.isdecimal():
                self._lengths.setdefault(family, []).append((entry.seconds, name))

    def names(self) -> tuple[str, ...]:
        """All sounds, in the order in which they were made: loops first."""
        return tuple(self._entries)

    def entry(self, name: str) -> Entry:
        """The sound of that name; SoundError if there is none."""
        try:
            return self._entries[name]
        except KeyError:
            raise SoundError(
                f"There is no sound {name!r}. Make the sounds anew: python -m assets.studio.synthesis"
            ) from None

    def breath(self, family: str, seconds: float) -> str:
        """The stored "breath_in" or "breath_out" whose length is nearest to ``seconds`` as a ratio."""
        if family not in self._lengths:
            return self.entry(family).name
        wanted = math.log(max(seconds, 0.1))
        return min(self._lengths[family], key=lambda stored: abs(math.log(stored[0]) - wanted))[1]


def shipped() -> Traversable:
    """The folder of sounds that comes with the game."""
    return resources.files("assets") / "sounds"


def read_catalogue(folder: Traversable) -> Catalogue:
    """The catalogue in ``folder``. Raises SoundError if it is missing or damaged."""
    try:
        listed = json.loads((folder / "catalogue.json").read_text(encoding="utf-8"))
        with np.load(io.BytesIO((folder / "levels.npz").read_bytes()), allow_pickle=False) as levels:
            return Catalogue(
                {
                    item["name"]: Entry(
                        item["name"],
                        int(item["samples"]),
                        int(item["lead"]),
                        10.0 ** (levels[item["name"]].astype(np.float64) / 1000.0),
                    )
                    for item in listed
                }
            )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SoundError(
            f"The sounds in {folder} cannot be read ({error}). Install the game anew, or make them:"
            " python -m assets.studio.synthesis"
        ) from error


def decode(folder: Traversable, entry: Entry) -> Pcm:
    """Samples of a sound, int16 (n, 2). pygame.mixer must be open at 48 kHz, 16 bit, stereo.

    Raises SoundError if the file is missing or no sound.
    """
    try:
        data = (folder / f"{entry.name}.ogg").read_bytes()
        heard = np.frombuffer(pygame.mixer.Sound(file=io.BytesIO(data)).get_raw(), np.int16).reshape(-1, 2)
    except (OSError, pygame.error) as error:
        raise SoundError(
            f"The sound {entry.name} in {folder} cannot be read ({error}). Install the game anew."
        ) from error
    samples = heard[entry.lead : entry.lead + entry.samples].copy()
    if entry.lead:
        # The codec's noise differs at the two ends: blend the end into what precedes the start.
        fade = np.linspace(0.0, 1.0, SEAM)[:, None]
        before = heard[entry.lead - SEAM : entry.lead]
        samples[-SEAM:] = np.round(samples[-SEAM:] * (1.0 - fade) + before * fade).astype(np.int16)
    return samples
