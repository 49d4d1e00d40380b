"""The manifest of a folder of voices, read kindly: other corpora name their columns and feelings otherwise.

What is not known stays empty and is not scored; nothing is guessed from file names. Arousal and valence that are
not labelled follow from the feeling where every circumplex agrees (angry is high, sad is low ...).
"""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from affect.errors import CorpusError


@dataclass(frozen=True, slots=True)
class Spoken:
    """One recording's labels, as its manifest has them; "" where it has none."""

    archive: str
    """File name of the archive it lies in; "" = it lies in the folder itself."""
    member: str
    """Its name there."""
    corpus: str
    """Which corpus: a column ``corpus``, or the archive's stem."""
    speaker: str
    """Who speaks."""
    sex: str
    """F or M."""
    age: str
    """Years."""
    language: str
    """Two letters."""
    emotion: str
    """What was acted, as EMOTIONS call it."""
    arousal: str
    """"high", "low" or ""."""
    valence: str
    """"neg", "neu", "pos" or ""."""


_COLUMNS: Final = {
    "archive": ("archive", "zip"),
    "member": ("member", "file", "filename", "path", "name"),
    "speaker": ("speaker", "speaker_id", "actor", "subject"),
    "sex": ("sex", "gender"),
    "age": ("age",),
    "language": ("language", "lang"),
    "emotion": ("emotion", "label", "expression"),
    "arousal": ("arousal", "activation"),
    "valence": ("valence", "valence3"),
}
"""Where each label may stand; the first column that is there and not empty counts."""

_SAME: Final = {
    "angry": ("anger", "mad", "fury", "ang"),
    "bored": ("boredom", "boring"),
    "calm": ("calmness", "relaxed"),
    "disgust": ("disgusted", "dis"),
    "fearful": ("fear", "afraid", "scared", "anxiety", "anxious", "fea"),
    "happy": ("happiness", "joy", "joyful", "amused", "amusement", "pleased", "hap"),
    "neutral": ("neu", "normal", "no emotion"),
    "sad": ("sadness", "sorrow"),
    "surprise": ("surprised", "astonished", "pleasant surprise", "pleasantly surprised", "ps", "sur"),
}
_EMOTION: Final = {word: name for name, words in _SAME.items() for word in (name, *words)}
_AROUSAL: Final = {"high": "high", "h": "high", "1": "high", "low": "low", "l": "low", "0": "low", "-1": "low"}
_VALENCE: Final = {
    **dict.fromkeys(("neg", "negative", "-1"), "neg"),
    **dict.fromkeys(("neu", "neutral", "0"), "neu"),
    **dict.fromkeys(("pos", "positive", "1"), "pos"),
}
_FELT: Final = {
    "angry": ("high", "neg"),
    "bored": ("low", "neg"),
    "calm": ("low", "neu"),
    "fearful": ("high", "neg"),
    "happy": ("high", "pos"),
    "neutral": ("low", "neu"),
    "sad": ("low", "neg"),
    "disgust": ("", "neg"),
}
"""What follows of arousal and valence, for a manifest that has no such columns."""
_SEX: Final = {"f": "F", "female": "F", "woman": "F", "m": "M", "male": "M", "man": "M"}


def read_manifest(folder: Path) -> list[Spoken]:
    """The recordings that ``folder``/manifest.csv lists.

    Raises:
        CorpusError: no column names the recordings.
    """
    with (folder / "manifest.csv").open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        columns = {name.strip().lower() for name in reader.fieldnames or ()}
        if not columns & set(_COLUMNS["member"]):
            raise CorpusError(f"{folder / 'manifest.csv'} has no column 'member' that names the recordings.")
        labelled = (bool(columns & set(_COLUMNS["arousal"])), bool(columns & set(_COLUMNS["valence"])))
        return [_spoken({(key or "").strip().lower(): value or "" for key, value in row.items()}, labelled)
                for row in reader]  # fmt: skip


def _spoken(row: dict[str, str], labelled: tuple[bool, bool]) -> Spoken:
    told = {name: _first(row, names) for name, names in _COLUMNS.items()}
    word = told["emotion"].lower().replace("_", " ")
    emotion = _EMOTION.get(word, word)
    follows = _FELT.get(emotion, ("", ""))
    corpus = row.get("corpus", "").strip() or Path(told["archive"]).stem
    return Spoken(
        told["archive"],
        told["member"],
        corpus,
        told["speaker"] or told["member"],
        _SEX.get(told["sex"].lower(), told["sex"]),
        told["age"],
        told["language"].lower()[:2],
        emotion,
        _AROUSAL.get(told["arousal"].lower(), "") if labelled[0] else follows[0],
        _VALENCE.get(told["valence"].lower(), "") if labelled[1] else follows[1],
    )


def _first(row: dict[str, str], names: tuple[str, ...]) -> str:
    return next((value for name in names if (value := row.get(name, "").strip())), "")
