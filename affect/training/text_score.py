"""Scores a text model on a folder of labelled sentences: ``python -m affect evaluate text FOLDER``.

Every sentence goes through the code of play, which finds its language itself. What is not read is wrong.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from affect import scoring
from affect.errors import CorpusError
from affect.scoring import Figures, Options, Report
from affect.text.model import VALENCES, TextModel, Words
from affect.training.text_data import Sentence, read_sentences


@dataclass(frozen=True, slots=True)
class Item:
    """One sentence, scored."""

    person: str
    """Always "": who wrote is not known."""
    groups: tuple[str, ...]
    """Language, source, and the part of a corpus the model knows: trained on or set aside."""
    label: str
    """Of VALENCES; "" = none."""
    told: str
    """The likeliest; "" = not read."""
    sure: float
    """Its probability."""
    rated: float
    """Valence as rated, or nan."""
    valence: float
    """As told."""
    sd: float
    """Its sd."""


NOTES = (
    "f1: macro over the three valences, of sentences with a label; r, rmse, sd_coverage: of sentences with a rating.",
    "ece: of the likeliest. part=aside: of known sources, set aside by the hash of their spelling before any look;",
    "part=trained: the model was trained on these, so their figures (and those over all) flatter it.",
    "ms_per_sentence: processor time of the whole reading. A sentence that is not read is wrong.",
)


def evaluate(folder: Path, options: Options, models: Path | None = None) -> Report:
    """Score the model in ``models`` (None = the shipped one) on the tables of ``folder``.

    Raises:
        ModelMissingError: there are no weights.
        CorpusError: the folder has no sentences with a label or a rating, or sound was asked to be mixed in.
    """
    if options.noise or options.calibrate:
        raise CorpusError("Sentences have no noise and no calm items: leave out --noise and --calibrate.")
    model = TextModel(models)
    chosen = [one for one in read_sentences(folder, model.simplified) if one.valence3 or np.isfinite(one.valence)]
    if not chosen:
        raise CorpusError(f"{folder} has no sentences with a valence.")
    begun = time.process_time()
    told = [model.read(one.text) for one in chosen]
    cost_ms = 1000.0 * (time.process_time() - begun) / len(chosen)
    items = [item_of(one, words, model.sources) for one, words in zip(chosen, told, strict=True)]

    def measure(some: Sequence[Item]) -> Figures:
        return {**figures(some), "ms_per_sentence": cost_ms}

    return scoring.assemble("text", items, measure, NOTES)


def item_of(sentence: Sentence, words: Words, trained: Iterable[str]) -> Item:
    """A sentence beside what was told of it; ``trained``: sources the model knows."""
    groups = [f"language={sentence.language}", f"source={sentence.source}"]
    if sentence.source in trained:
        part = "aside" if sentence.aside else "trained"
        groups += [f"part={part}", f"part={part} language={sentence.language}", f"part={part} source={sentence.source}"]
    place = int(np.argmax(words.classes))
    read = words.language != ""
    return Item(
        "",
        tuple(groups),
        sentence.valence3,
        VALENCES[place] if read else "",
        words.classes[place],
        sentence.valence,
        words.valence,
        words.sd,
    )


def figures(items: Sequence[Item]) -> Figures:
    """All figures but the time."""
    label = np.array([item.label for item in items], np.str_)
    told = np.array([item.told for item in items], np.str_)
    sure = np.array([item.sure for item in items], float)
    rated = np.array([item.rated for item in items], float)
    valence = np.array([item.valence for item in items], float)
    sd = np.array([item.sd for item in items], float)
    known, has = label != "", np.isfinite(rated)
    miss = valence[has] - rated[has]
    return {
        "f1": scoring.macro_f1(label[known], told[known]),
        **{f"f1_{name}": _f1(label[known], told[known], name) for name in VALENCES},
        "ece": scoring.ece(sure[known], label[known] == told[known]),
        "r": _correlation(rated[has], valence[has]),
        "rmse": float(np.sqrt(np.mean(miss**2))) if len(miss) else float("nan"),
        "sd_coverage": scoring.sd_coverage(rated[has], valence[has], sd[has]),
        "read_share": float((told != "").mean()) if len(items) else float("nan"),
    }


def _f1(truth: scoring.Labels, told: scoring.Labels, name: str) -> float:
    either = float((truth == name).sum() + (told == name).sum())
    return 2.0 * float(((truth == name) & (told == name)).sum()) / either if (truth == name).any() else float("nan")


def _correlation(one: scoring.Numbers, other: scoring.Numbers) -> float:
    if len(one) < 3 or min(float(one.std()), float(other.std())) < 1e-9:
        return float("nan")
    return float(np.corrcoef(one, other)[0, 1])
