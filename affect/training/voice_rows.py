"""From recordings to rows of functionals: through the code of play, in many places, once and for all folds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from affect.sensor import Sound
from affect.spectrum import Blocks, Doubles, Floats
from affect.training.voice_manifest import Spoken
from affect.voice_activity import VoiceActivity
from affect.voice_features import describe, moment
from affect.voice_first import STANDS_OUT_DB
from affect.voice_frames import VoiceEar, VoiceFrames, join
from affect.voice_functionals import SIZE, functionals
from game.core.reading import SILENT

CALM = ("neutral", "calm")
"""Emotions that a person's calm voice is learnt from."""
WINDOW_FRAMES = 200
"""Frames that a row is made of at most: 4 s, as in play."""
STEP_FRAMES = 100
"""Frames between the ends of a long recording's windows."""
LEAST_CALM = 3
"""Calm recordings without which a voice is not known, where so many are asked for."""
SPEAKS = 0.5
"""Presence from which somebody is taken to speak, as in play."""
_LEAST_FIVES = 2

Calm = dict[str, Doubles]
"""Mean row of calm speech by speaker."""


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """The recordings in one kind of place."""

    whole: list[list[Doubles]]
    """For each recording the rows of its windows; empty where too little is spoken."""
    cut: list[Doubles | None]
    """For each recording the row of a shorter piece of it, from a random place."""
    five: list[Doubles | None]
    """For each recording the first estimator's five numbers; None where too little is voiced, or nobody asked."""


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """A recording, as play hears it."""

    frames: VoiceFrames
    """All its frames."""
    rows: list[Doubles]
    """Rows of functionals; empty where too little is spoken."""
    five: Doubles | None
    """float64 (5,): what the first estimator makes of all of it."""
    speaks: bool
    """Voice activity found a voice."""


def hear(sound: Floats) -> VoiceFrames:
    """All frames of a recording, as in play."""
    ear = VoiceEar()
    return join([ear.take(block) for block in Blocks().take(Sound(sound, 0))])


def attend(sound: Floats) -> Heard:
    """A recording of a block or more through all that play does: blocks, voice activity, frames, moments."""
    ear, activity = VoiceEar(), VoiceActivity()
    frames, moments, presence = [], [], 0.0
    for block in Blocks().take(Sound(sound.astype(np.float32), 0)):
        frames.append(ear.take(block))
        heard = activity.take(block, SILENT)
        presence = max(presence, heard.speech)
        if heard.above_db > STANDS_OUT_DB:
            moments.append(moment(block, heard.pitch_hz, heard.aperiodicity, heard.voiced))
    whole = join(frames)
    return Heard(whole, rows_of(whole), describe(moments), presence >= SPEAKS)


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


@dataclass(frozen=True, slots=True, eq=False)
class OwnCalm:
    """What is known of one person's calm voice."""

    row: Doubles
    """float64 (SIZE,): mean row."""
    five: Doubles | None
    """float64 (5,): mean of the five numbers; None where too few recordings gave them."""
    used: tuple[int, ...]
    """Which recordings it is known from; they are not scored."""

    def change(self, five: Doubles | None) -> Doubles | None:
        """How five numbers differ from the calm ones; None where either is not known."""
        return None if five is None or self.five is None else five - self.five


def own_calm(rows: Rows, spoken: Sequence[Spoken], count: int) -> dict[str, OwnCalm]:
    """The calm voices of all who have so many calm recordings, or LEAST_CALM at least, by the order given."""
    found: dict[str, OwnCalm] = {}
    for speaker in sorted({one.speaker for one in spoken}) if count > 0 else ():
        own = [i for i, one in enumerate(spoken) if one.speaker == speaker and one.emotion in CALM and rows.whole[i]]
        if len(own) >= min(count, LEAST_CALM):
            used = tuple(own[:count])
            fives = [five for i in used if (five := rows.five[i]) is not None]
            mean = np.mean(fives, axis=0) if len(fives) >= min(count, _LEAST_FIVES) else None
            found[speaker] = OwnCalm(np.mean([np.mean(rows.whole[i], axis=0) for i in used], axis=0), mean, used)
    return found
