"""Scores a voice model on a folder of acted speech: ``python -m affect evaluate voice FOLDER``.

Every recording goes through the code of play: blocks, voice activity, frames, rows of at most four seconds. What the
voice activity takes for no voice is wrong in every figure of recall.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from affect import scoring
from affect.errors import CorpusError
from affect.scoring import Figures, Options, Report
from affect.sensor import RATE_HZ
from affect.spectrum import Doubles
from affect.training.voice_data import Noise, Recordings, as_recorded, at_rate, babble, pink, recorded, with_noise
from affect.training.voice_manifest import Spoken, read_manifest
from affect.training.voice_rows import Heard, OwnCalm, Rows, attend, own_calm
from affect.voice_model import EMOTIONS, HIGH, VALENCES, Told, VoiceModel


@dataclass(frozen=True, slots=True)
class Item:
    """One recording, scored; strings are "" where nothing is known or told."""

    person: str
    """The speaker."""
    groups: tuple[str, ...]
    """Corpus, sex, age band, language."""
    emotion: str
    """As acted."""
    told_emotion: str
    """As told: the likeliest of those the corpus has."""
    open_emotion: str
    """The likeliest of all nine."""
    arousal: str
    """As labelled."""
    told_arousal: str
    """As told."""
    valence: str
    """As labelled."""
    told_valence: str
    """As told."""
    high: float
    """Probability of high arousal."""
    sure: float
    """Probability of the emotion told, among those the corpus has."""
    value: float
    """Arousal told."""
    sd: float
    """Its sd."""


def evaluate(folder: Path, options: Options, models: Path | None = None) -> Report:
    """Score the model in ``models`` (None = the shipped one) on ``folder``.

    Raises:
        ModelMissingError: there are no weights.
        CorpusError: the folder lists no recordings, or the noise cannot be read.
    """
    model = VoiceModel(models)
    spoken = read_manifest(folder)
    if not spoken:
        raise CorpusError(f"{folder / 'manifest.csv'} lists no recordings.")
    heard, seconds, hearing_s = _hear_all(folder, spoken, options)
    rows = Rows([one.rows for one in heard], [None] * len(heard), [one.five for one in heard])
    calm = own_calm(rows, spoken, options.calibrate)
    begun = time.process_time()
    told = read_all(heard, spoken, calm, model.hear)
    cost_ms = 1000.0 * (hearing_s + time.process_time() - begun) / seconds
    items = items_of(spoken, told, {index for own in calm.values() for index in own.used})

    def measure(some: Sequence[Item]) -> Figures:
        return {**figures(some), "ms_per_second": cost_ms}

    trained = sorted(model.speakers & {one.speaker for one in spoken})
    seen = (f"The model was trained on {len(trained)} of these speakers: figures of new people are in its card.",)
    return scoring.assemble("voice", items, measure, NOTES + (seen if trained else ()))


NOTES = (
    "Arousal is scored where it is labelled (or follows from the feeling, where the manifest has no such column),",
    "valence3 likewise. emotion_uar: the likeliest feeling of those the corpus has; emotion_open_uar: of all nine.",
    "A feeling that the model does not know is not scored.",
    "ece: of the probability of high arousal; emotion_ece: of the emotion told. sd_coverage: arousal, low 0, high 0.7.",
    "A recording taken for no voice is wrong. With --calibrate K the K calm recordings of a person are not scored.",
)


def _hear_all(folder: Path, spoken: Sequence[Spoken], options: Options) -> tuple[list[Heard], float, float]:
    """Every recording heard; seconds of sound; seconds of processor time that hearing took."""
    recordings = Recordings(folder)
    noise = _noise(options, recordings, spoken)
    heard: list[Heard] = []
    seconds, cost_s = 0.0, 0.0
    for index, one in enumerate(spoken):
        speech = recordings.read(one.archive, one.member)
        dice = np.random.default_rng(index)
        sound = as_recorded(speech, index) if noise is None else with_noise(speech, noise, options.snr_db, dice)
        begun = time.process_time()
        heard.append(attend(sound))
        cost_s += time.process_time() - begun
        seconds += len(sound) / RATE_HZ
    return heard, seconds, cost_s


def _noise(options: Options, recordings: Recordings, spoken: Sequence[Spoken]) -> Noise | None:
    if not options.noise:
        return None
    if options.noise == "pink":
        return pink
    if options.noise == "babble":
        step = max(1, len(spoken) // 40)
        return babble([recordings.read(one.archive, one.member) for one in spoken[::step]])
    try:
        samples, rate = soundfile.read(options.noise, dtype="float32")
    except (OSError, soundfile.LibsndfileError) as error:
        raise CorpusError(f"{options.noise} is no sound that can be read ({error}).") from error
    return recorded(at_rate(samples, rate))


def read_all(
    heard: Sequence[Heard],
    spoken: Sequence[Spoken],
    calm: dict[str, OwnCalm],
    read: Callable[[list[Doubles], Doubles | None, Doubles | None], Told],
) -> list[Told | None]:
    """What is told of each; None where no voice was found."""
    told: list[Told | None] = []
    for one, sound in zip(spoken, heard, strict=True):
        own = calm.get(one.speaker)
        row, change = (own.row, own.change(sound.five)) if own is not None else (None, None)
        told.append(read(sound.rows, row, change) if sound.speaks and sound.rows else None)
    return told


def items_of(spoken: Sequence[Spoken], told: Sequence[Told | None], spent: set[int]) -> list[Item]:
    """All but those that were spent on calm voices."""
    has: dict[str, set[str]] = {}
    for one in spoken:
        has.setdefault(one.corpus, set()).add(one.emotion)
    places = {name: [i for i, emotion in enumerate(EMOTIONS) if emotion in own] for name, own in has.items()}
    chosen = ((one, said) for i, (one, said) in enumerate(zip(spoken, told, strict=True)) if i not in spent)
    return [_item(one, said, places[one.corpus]) for one, said in chosen]


def _item(one: Spoken, told: Told | None, places: list[int]) -> Item:
    """``places``: of EMOTIONS, those that the corpus has."""
    groups = (f"corpus={one.corpus}", f"sex={one.sex}", f"age={_band(one.age)}", f"language={one.language}")
    known = tuple(group for group in groups if not group.endswith("="))
    emotion = one.emotion if one.emotion in EMOTIONS else ""
    if told is None:
        nothing = ("", "", one.arousal, "", one.valence, "", np.nan, np.nan, np.nan, np.nan)
        return Item(one.speaker, known, emotion, *nothing)
    likely = int(np.argmax(told.emotions))
    place = max(places, key=lambda index: float(told.emotions[index]), default=likely)
    sure = float(told.emotions[place] / max(1e-9, told.emotions[places].sum())) if places else np.nan
    return Item(
        one.speaker, known, emotion, EMOTIONS[place], EMOTIONS[likely],
        one.arousal, "high" if told.high > 0.5 else "low",
        one.valence, VALENCES[int(np.argmax(told.valences))],
        told.high, sure, told.arousal, told.arousal_sd,
    )  # fmt: skip


def _band(age: str) -> str:
    """Age band: "<13", "13-17", "18-39", "40+"; "" where it is not known."""
    try:
        years = float(age)
    except ValueError:
        return ""
    return "<13" if years < 13 else "13-17" if years < 18 else "18-39" if years < 40 else "40+"


def figures(items: Sequence[Item]) -> Figures:
    """All figures but the time."""
    high = np.array([item.high for item in items], float)
    sure = np.array([item.sure for item in items], float)
    heard = np.isfinite(high)
    truth = {name: np.array([getattr(item, name) for item in items], np.str_) for name in _LABELS}
    told = {name: np.array([getattr(item, f"told_{name}") for item in items], np.str_) for name in _LABELS}
    known = {name: truth[name] != "" for name in _LABELS}
    aroused = known["arousal"] & heard
    felt = known["emotion"] & heard
    right = truth["arousal"] == told["arousal"]
    return {
        **{
            f"{key}_uar": scoring.uar(truth[name][known[name]], told[name][known[name]])
            for key, name in (("emotion", "emotion"), ("arousal", "arousal"), ("valence3", "valence"))
        },
        "emotion_open_uar": scoring.uar(
            truth["emotion"][known["emotion"]],
            np.array([item.open_emotion for item in items], np.str_)[known["emotion"]],
        ),
        "ece": scoring.ece(np.maximum(high, 1.0 - high)[aroused], right[aroused]),
        "emotion_ece": scoring.ece(sure[felt], (truth["emotion"] == told["emotion"])[felt]),
        "sd_coverage": scoring.sd_coverage(
            np.where(truth["arousal"] == "high", HIGH, 0.0)[aroused],
            np.array([item.value for item in items], float)[aroused],
            np.array([item.sd for item in items], float)[aroused],
        ),
        "found_share": float(heard.mean()) if len(items) else float("nan"),
    }


_LABELS = ("emotion", "arousal", "valence")
