"""``python -m affect train voice``: the two networks of the voice sensor, from acted speech in three languages.

Every recording is heard by the code of play in five places: as it is, and four times by another microphone in
another room with another noise, the same for all recordings of one speaker. Speakers are dealt into six folds; six
pairs of networks, each blind for a fold, say how sure a network may be (temperatures and sds). The shipped pair is
then trained on everybody. Hiss, pink noise, fans, knocks, babble and a
bicycle are trained with; dishes never.
"""

import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from affect.errors import CorpusError
from affect.networks.weights import arrays_of, write_weights
from affect.spectrum import Doubles, Floats
from affect.training.voice_calibrate import Blind, calibrate, calm_log_odds
from affect.training.voice_data import (
    Noise,
    Recordings,
    Spoken,
    as_recorded,
    babble,
    draw_place,
    pink,
    read_manifest,
    recorded,
    recorded_at,
    training_noises,
    trimmed,
    with_noise,
)
from affect.training.voice_fit import deal, fit, labels_of
from affect.training.voice_line import answer, fit_line
from affect.training.voice_rows import CALM, Calm, Rows, calm_means, cut_of, hear, own_calm, rows_of, table
from affect.training.voice_score import evaluate, figures, items_of
from affect.voice_functionals import SIZE
from affect.voice_model import Told, tell

__all__ = ["evaluate", "train"]

CALM_COUNT = 5
"""Calm recordings that a voice is known from where figures are printed."""
PLACES = 4
"""Times every recording is put elsewhere."""
SEED = 3
_DISHES = "noise/gsc_doing_the_dishes.flac"
_BICYCLE = "noise/gsc_exercise_bike.flac"


def train(data: Path, out: Path) -> None:
    """Rebuild voice.npz in ``out`` from ``data``/voice and the bicycle in ``data``/breath; about 15 minutes.

    Raises:
        CorpusError: ``data`` has no voice/manifest.csv.
    """
    torch.set_num_threads(1)
    folder = data / "voice"
    if not (folder / "manifest.csv").is_file():
        raise CorpusError(f"{folder} has no manifest.csv: name the folder that holds voice/ with --data.")
    begun = time.monotonic()
    spoken = read_manifest(folder)
    recordings = Recordings(folder)
    speech = [recordings.read(one.archive, one.member) for one in spoken]
    made = hear_everywhere(speech, spoken, noises(data, speech[::20]))
    say(f"heard after {time.monotonic() - begun:.0f} s")
    dishes = in_dishes(data, speech) or made[0]
    arrays = fit_both(made, dishes, spoken)
    size = write_weights(out / "voice.npz", arrays)
    say(f"voice.npz: {size} bytes after {time.monotonic() - begun:.0f} s")
    say_unseen_languages(made, dishes, spoken)


def say_unseen_languages(made: Sequence[Rows], dishes: Rows, spoken: Sequence[Spoken]) -> None:
    """Print figures on each language by networks that were trained on the others alone, where there are others."""
    languages = sorted({one.language for one in spoken})
    if len(languages) < 2:
        return
    folds = np.array([languages.index(one.language) for one in spoken])
    for name, known in (("stranger", False), ("known", True)):
        quiet, noisy = blind_answers(made, spoken, known, (made[0], dishes), folds)
        say_figures(f"{name}, language unseen", *quiet)
        say_figures(f"{name}, language unseen, dishes at 10 dB", *noisy)


def noises(data: Path, voices: list[Floats]) -> tuple[Noise, ...]:
    """What is trained with; ``voices`` make the babble; the recorded bicycle where it is there."""
    kinds = (*training_noises(), pink, babble(voices))
    if not (data / "breath" / "breath.zip").is_file():
        return kinds
    return (*kinds, recorded(Recordings(data / "breath").read("breath.zip", _BICYCLE)))


def hear_everywhere(speech: Sequence[Floats], spoken: Sequence[Spoken], kinds: tuple[Noise, ...]) -> list[Rows]:
    """The rows of all recordings as they are, then in PLACES others."""
    speakers = sorted({one.speaker for one in spoken})
    made = [_rows((as_recorded(sound, index) for index, sound in enumerate(speech)), 0, len(speech))]
    for turn in range(PLACES):
        places = {
            speaker: draw_place(kinds, np.random.default_rng((SEED, turn, index)))
            for index, speaker in enumerate(speakers)
        }
        sounds = (
            recorded_at(places[one.speaker], trimmed(sound), np.random.default_rng((turn, index)))
            for index, (one, sound) in enumerate(zip(spoken, speech, strict=True))
        )
        made.append(_rows(sounds, turn + 1, len(speech)))
    return made


def in_dishes(data: Path, speech: Sequence[Floats]) -> Rows | None:
    """All recordings with somebody doing the dishes 10 dB below; None where that noise is not there."""
    if not (data / "breath" / "breath.zip").is_file():
        return None
    noise = recorded(Recordings(data / "breath").read("breath.zip", _DISHES))
    dice = np.random.default_rng(SEED)
    return _rows((with_noise(sound, noise, 10.0, dice) for sound in speech), PLACES + 1, len(speech))


def _rows(sounds: Iterable[Floats], seed: int, total: int) -> Rows:
    dice = np.random.default_rng((SEED, seed))
    whole: list[list[Doubles]] = []
    cut: list[Doubles | None] = []
    for index, sound in enumerate(sounds):
        frames = hear(sound)
        whole.append(rows_of(frames))
        cut.append(cut_of(frames, dice))
        if index % 100 == 99 or index + 1 == total:
            progress(f"place {seed} of {PLACES}", index / total)
    return Rows(whole, cut)


def fit_both(made: Sequence[Rows], dishes: Rows, spoken: Sequence[Spoken]) -> dict[str, NDArray[Any]]:
    """The arrays of voice.npz; prints what the folds said of speakers they were blind for."""
    labels = labels_of(spoken)
    arrays: dict[str, NDArray[Any]] = {"_speakers": np.array(sorted({one.speaker for one in spoken}))}
    for name, known in (("stranger", False), ("known", True)):
        folds = deal(spoken, SEED)
        (blind, fold), (noisy, noisy_fold) = blind_answers(made, spoken, known, (made[0], dishes), folds)
        say_figures(f"{name}, quiet", blind, fold)
        say_figures(f"{name}, dishes at 10 dB", noisy, noisy_fold)
        calibration = calibrate(blind)
        everybody = np.ones(len(spoken), bool)
        rows = table(made, spoken, everybody, _calm(made, spoken, known, SEED))
        network = fit(rows, labels, SEED)
        line = fit_line(rows, labels, network.mean.numpy(), network.scale.numpy())
        arrays |= {f"{name}.{key}": array for key, array in arrays_of(network).items()}
        arrays[f"{name}.line"] = np.append(line.weights, line.offset)
        arrays[f"_{name}"] = np.array((*calibration.temperatures, calibration.arousal_width, calibration.valence_width))
        if not known:
            arrays["_calm_log_odds"] = np.array(calm_log_odds(blind, CALM))
    return arrays


def blind_answers(
    made: Sequence[Rows], spoken: Sequence[Spoken], known: bool, tested: Sequence[Rows], folds: NDArray[np.int64]
) -> list[tuple[Blind, NDArray[np.int64]]]:
    """Answers on each of ``tested`` by networks that were not trained on the fold; and the fold of each answer."""
    labels = labels_of(spoken)
    answers: list[dict[int, Doubles]] = [{} for _ in tested]
    count = int(folds.max()) + 1
    for fold in range(count):
        data = table(made, spoken, folds != fold, _calm(made, spoken, known, fold))
        network = fit(data, labels, fold)
        line = fit_line(data, labels, network.mean.numpy(), network.scale.numpy())
        for rows, told in zip(tested, answers, strict=True):
            calm = own_calm(rows, spoken, CALM_COUNT) if known else {}
            spent = {index for _, used in calm.values() for index in used}
            for index in np.flatnonzero(folds == fold):
                if rows.whole[index] and index not in spent and (not known or spoken[index].speaker in calm):
                    less = calm[spoken[index].speaker][0] if known else np.zeros(SIZE)
                    told[int(index)] = answer(network, line, [row - less for row in rows.whole[index]])
        progress("known" if known else "stranger", (fold + 1) / count)
    return [
        (Blind(tuple(spoken[i] for i in sorted(told)), np.array([told[i] for i in sorted(told)])), folds[sorted(told)])
        for told in answers
    ]


def _calm(made: Sequence[Rows], spoken: Sequence[Spoken], known: bool, seed: int) -> list[Calm]:
    """Calm voices in every place, each from recordings drawn anew; none for the stranger's network."""
    dice = np.random.default_rng(seed)
    return [calm_means(place, spoken, dice) if known else {} for place in made]


def say_figures(name: str, blind: Blind, fold: NDArray[np.int64]) -> None:
    """Print figures by corpus; each fold is calibrated by the answers of the others."""
    told: list[Told | None] = [None] * len(blind.spoken)
    for one in np.unique(fold):
        calibration = calibrate(blind.part(fold != one))
        for index in np.flatnonzero(fold == one):
            told[index] = tell(blind.log_odds[index], calibration)
    items = items_of(blind.spoken, told, set())
    say(f"{name}, speakers unseen: {_line(figures(items))}")
    for corpus in sorted({one.corpus for one in blind.spoken}):
        part = [item for item in items if f"corpus={corpus}" in item.groups]
        say(f"  {corpus} ({len(part)}): {_line(figures(part))}")


def _line(numbers: dict[str, float]) -> str:
    return " ".join(f"{name} {value:.3f}" for name, value in numbers.items())


def say(text: str) -> None:
    """A line of the log."""
    print(text, flush=True)


def progress(what: str, share: float) -> None:
    """A bar on the error stream."""
    done = round(30 * share)
    end = "" if share < 1.0 else "\n"
    print(f"\r{what:20s} [{'#' * done}{'.' * (30 - done)}]", end=end, file=sys.stderr, flush=True)
