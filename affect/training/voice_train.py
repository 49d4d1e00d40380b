"""Trains the readers of the voice sensor, from acted speech in three languages: ``python -m affect train voice``.

Every recording is heard by the code of play in five places: as it is, and four times by another microphone in
another room with another noise, the same for all recordings of one speaker. Speakers are dealt into six folds; six
sets of readers, each blind for a fold, say in which shares they are mixed and how sure the mixture may be. The
shipped set is then trained on everybody. Figures that are printed of a fold come from shares and calibration of the
others. Hiss, pink noise, fans, knocks, babble and a bicycle are trained with; dishes never.
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
from affect.training.voice_blend import Answers, blind_of, choose, mixed
from affect.training.voice_blind import blind_answers, calm_in, five_line, network_and_line
from affect.training.voice_calibrate import calibrate
from affect.training.voice_data import (
    Noise,
    Recordings,
    as_recorded,
    babble,
    draw_place,
    pink,
    recorded,
    recorded_at,
    training_noises,
    trimmed,
    with_noise,
)
from affect.training.voice_fit import deal
from affect.training.voice_manifest import Spoken, read_manifest
from affect.training.voice_rows import Rows, attend, cut_of, hear, rows_of
from affect.training.voice_score import figures, items_of
from affect.voice_model import Calibration, Told, tell

PLACES = 4
"""Times every recording is put elsewhere."""
SEED = 3
_DISHES = "noise/gsc_doing_the_dishes.flac"
_BICYCLE = "noise/gsc_exercise_bike.flac"


def train(data: Path, out: Path) -> None:
    """Rebuild voice.npz in ``out`` from ``data``/voice and the bicycle in ``data``/breath.

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
    dishes = in_dishes(data, speech) or made[0]
    say(f"heard after {time.monotonic() - begun:.0f} s")
    answers = blind_answers(made, spoken, (made[0], dishes), deal(spoken, SEED), progress)
    for name, one in zip(("quiet", "dishes at 10 dB"), answers, strict=True):
        say_figures(name, one, answers[0], deal(spoken, SEED))
    size = write_weights(out / "voice.npz", fit_everybody(made, spoken, answers[0]))
    say(f"voice.npz: {size} bytes after {time.monotonic() - begun:.0f} s")
    say_unseen_languages(made, dishes, spoken)
    say(f"done after {time.monotonic() - begun:.0f} s")


def say_unseen_languages(made: Sequence[Rows], dishes: Rows, spoken: Sequence[Spoken]) -> None:
    """Print figures on each language by readers that were trained on the others alone, where there are others."""
    languages = sorted({one.language for one in spoken})
    if len(languages) < 2:
        return
    folds = np.array([languages.index(one.language) for one in spoken])
    answers = blind_answers(made, spoken, (made[0], dishes), folds, progress)
    for name, one in zip(("quiet", "dishes at 10 dB"), answers, strict=True):
        say_figures(f"language unseen, {name}", one, answers[0], folds)


def noises(data: Path, voices: list[Floats]) -> tuple[Noise, ...]:
    """What is trained with; ``voices`` make the babble; the recorded bicycle where it is there."""
    kinds = (*training_noises(), pink, babble(voices))
    if not (data / "breath" / "breath.zip").is_file():
        return kinds
    return (*kinds, recorded(Recordings(data / "breath").read("breath.zip", _BICYCLE)))


def hear_everywhere(speech: Sequence[Floats], spoken: Sequence[Spoken], kinds: tuple[Noise, ...]) -> list[Rows]:
    """The rows of all recordings as they are, then in PLACES others."""
    speakers = sorted({one.speaker for one in spoken})
    made = [in_play((as_recorded(sound, index) for index, sound in enumerate(speech)), 0, len(speech))]
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
    return in_play((with_noise(sound, noise, 10.0, dice) for sound in speech), PLACES + 1, len(speech))


def in_play(sounds: Iterable[Floats], seed: int, total: int) -> Rows:
    """Rows and the five numbers of whole recordings, and rows of short pieces."""
    dice = np.random.default_rng((SEED, seed))
    rows = Rows([], [], [])
    for index, sound in enumerate(sounds):
        heard = attend(sound)
        rows.whole.append(heard.rows)
        rows.cut.append(cut_of(heard.frames, dice))
        rows.five.append(heard.five)
        if index % 100 == 99 or index + 1 == total:
            progress(f"place {seed} of {PLACES}", (index + 1) / total)
    return rows


def _rows(sounds: Iterable[Floats], seed: int, total: int) -> Rows:
    dice = np.random.default_rng((SEED, seed))
    rows = Rows([], [], [])
    for index, sound in enumerate(sounds):
        frames = hear(sound)
        rows.whole.append(rows_of(frames))
        rows.cut.append(cut_of(frames, dice))
        rows.five.append(None)
        if index % 100 == 99 or index + 1 == total:
            progress(f"place {seed} of {PLACES}", (index + 1) / total)
    return rows


def fit_everybody(made: Sequence[Rows], spoken: Sequence[Spoken], answers: Answers) -> dict[str, NDArray[Any]]:
    """The arrays of voice.npz: readers of everybody; shares and calibrations by the answers on the unheard."""
    everybody = np.ones(len(spoken), bool)
    arrays: dict[str, NDArray[Any]] = {"_speakers": np.array(sorted({one.speaker for one in spoken}))}
    for name, known in (("stranger", False), ("known", True)):
        network, line = network_and_line(made, spoken, everybody, calm_in(made, spoken, known, SEED), SEED)
        arrays |= {f"{name}.{key}": array for key, array in arrays_of(network).items()}
        arrays[f"{name}.line"] = np.append(line.weights, line.offset)
    five = five_line(made[0], spoken, everybody)
    arrays["first.line"] = np.append(five.weights, five.offset)
    shares = choose(answers)
    say(f"{shares}")
    arrays["_shares"] = np.array((shares.stranger, shares.known_line, shares.given_line))
    for name, log_odds in mixed(answers, shares).items():
        one = calibrate(blind_of(spoken, log_odds))
        say(f"{name}: {one}")
        arrays[f"_{name}"] = np.array((*one.temperatures, one.arousal_bias, one.arousal_width, one.valence_width))
    return arrays


def say_figures(name: str, answers: Answers, quiet: Answers, fold: NDArray[np.int64]) -> None:
    """Print figures by corpus; shares and calibration of each fold are those of the others, in quiet."""
    told: dict[str, list[Told | None]] = {kind: [None] * len(fold) for kind in ("stranger", "given", "known")}
    for one in np.unique(fold):
        shares = choose(quiet.part(fold != one))
        others = mixed(quiet.part(fold != one), shares)
        own = mixed(answers, shares)
        for kind, lines in told.items():
            calibration = calibrate(blind_of(quiet.part(fold != one).spoken, others[kind]))
            _tell_fold(lines, own[kind], np.flatnonzero(fold == one), calibration)
    for kind, lines in told.items():
        items = items_of(answers.spoken, lines, {index for index, line in enumerate(lines) if line is None})
        say(f"{kind}, {name} ({len(items)}): {_line(figures(items))}")
        for corpus in sorted({one.corpus for one in answers.spoken}):
            part = [item for item in items if f"corpus={corpus}" in item.groups]
            say(f"  {corpus} ({len(part)}): {_line(figures(part))}")


def _tell_fold(
    lines: list[Told | None], log_odds: Doubles, chosen: NDArray[np.int64], calibration: Calibration
) -> None:
    for index in chosen:
        if np.isfinite(log_odds[index, 0]):
            lines[int(index)] = tell(log_odds[index], calibration)


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
