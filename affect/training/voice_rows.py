"""From recordings to rows of functionals: through the code of play, in many places, once and for all folds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from affect.sensor import Sound
from affect.spectrum import Blocks, Doubles, Floats
from affect.training.voice_data import Spoken
from affect.voice_frames import VoiceEar, VoiceFrames, join
from affect.voice_functionals import SIZE, functionals

CALM = ("neutral", "calm")
"""Emotions that a person's calm voice is learnt from."""
WINDOW_FRAMES = 200
"""Frames that a row is made of at most: 4 s, as in play."""
STEP_FRAMES = 100
"""Frames between the ends of a long recording's windows."""


Calm = dict[str, Doubles]
"""Mean row of calm speech by speaker."""


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """The recordings in one kind of place."""

    whole: list[list[Doubles]]
    """For each recording the rows of its windows; empty where too little is spoken."""
    cut: list[Doubles | None]
    """For each recording the row of a shorter piece of it, from a random place."""


def hear(sound: Floats) -> VoiceFrames:
    """All frames of a recording, as in play."""
    ear = VoiceEar()
    return join([ear.take(block) for block in Blocks().take(Sound(sound, 0))])


def windows(frames: VoiceFrames) -> Iterator[VoiceFrames]:
    """The last four seconds, and those before at a hop of two, as far as there are."""
    end = len(frames.level_db)
    while True:
        yield frames.part(max(0, end - WINDOW_FRAMES), end)
        if end <= WINDOW_FRAMES:
            return
        end = max(WINDOW_FRAMES, end - STEP_FRAMES)


def rows_of(frames: VoiceFrames) -> list[Doubles]:
    """The rows of a recording."""
    return [row for part in windows(frames) if (row := functionals(part)) is not None]


def cut_of(frames: VoiceFrames, dice: np.random.Generator) -> Doubles | None:
    """The row of one to two seconds and a half from anywhere in the recording."""
    length = int(dice.integers(50, 126))
    start = int(dice.integers(0, max(1, len(frames.level_db) - length)))
    return functionals(frames.part(start, start + length))


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Rows to train on, with what is known of each."""

    rows: Floats
    """float32 (n, SIZE)."""
    item: NDArray[np.int64]
    """int (n,): which recording."""


def table(made: Sequence[Rows], spoken: Sequence[Spoken], chosen: NDArray[np.bool_], calm: Sequence[Calm]) -> Table:
    """All rows of the recordings ``chosen``, in all places; less what ``calm`` has of each speaker in that place.

    An empty ``calm`` of a place takes nothing off; from another, speakers that are not in it are left out.
    """
    rows: list[Doubles] = []
    item: list[int] = []
    for place, own in zip(made, calm, strict=True):
        for index in np.flatnonzero(chosen):
            speaker = spoken[index].speaker
            if own and speaker not in own:
                continue
            less = own.get(speaker, np.zeros(SIZE))
            short = place.cut[index]
            for row in (*place.whole[index], *(() if short is None else (short,))):
                rows.append(row - less)
                item.append(int(index))
    return Table(np.asarray(rows, np.float32), np.asarray(item))


def calm_means(place: Rows, spoken: Sequence[Spoken], dice: np.random.Generator) -> Calm:
    """For each speaker the mean row of three to six of their calm recordings, drawn by chance."""
    calm: dict[str, list[int]] = {}
    for index, one in enumerate(spoken):
        if one.emotion in CALM and place.whole[index]:
            calm.setdefault(one.speaker, []).append(index)
    means: dict[str, Doubles] = {}
    for speaker, indices in calm.items():
        drawn = dice.permutation(indices)[: int(dice.integers(3, 7))]
        means[speaker] = np.mean([np.mean(place.whole[index], axis=0) for index in drawn], axis=0)
    return means


def own_calm(rows: Rows, spoken: Sequence[Spoken], count: int) -> dict[str, tuple[Doubles, tuple[int, ...]]]:
    """For each speaker with so many calm recordings: their mean row, and which they were, by the order given."""
    found: dict[str, tuple[Doubles, tuple[int, ...]]] = {}
    for speaker in sorted({one.speaker for one in spoken}) if count > 0 else ():
        own = [i for i, one in enumerate(spoken) if one.speaker == speaker and one.emotion in CALM and rows.whole[i]]
        if len(own) >= count:
            used = tuple(own[:count])
            found[speaker] = np.mean([np.mean(rows.whole[i], axis=0) for i in used], axis=0), used
    return found
