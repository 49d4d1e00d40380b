"""The sentences a text model is trained and scored on, and which of them are set aside before anybody looks."""

import csv
import gzip
import io
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from affect.errors import CorpusError
from affect.text.grams import PIECES
from affect.text.model import VALENCES
from affect.text.normalise import Table

ASIDE: Final = 26
"""Of 256: a sentence whose digest begins with less is never trained on, nor looked at before the end."""
FOLDS: Final = 5
NOT_TRAINED: Final = frozenset({"fb-va"})
"""Corpora that are scored and never trained on: the GPL-3.0 of these allows no further bounds on the weights."""

_NEEDED: Final = ("text", "lang", "source", "valence3")
_LONGEST_FIELD: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Sentence:
    """One text and what people said of it."""

    text: str
    """As it was published."""
    language: str
    """"en" or "zh"."""
    source: str
    """The corpus."""
    valence3: str
    """Of VALENCES; "" = not told, or in between."""
    valence: float
    """As rated, [-1, 1]; nan = not rated."""
    aside: bool
    """It belongs to the part that nothing was chosen or trained by."""
    fold: int
    """[0, FOLDS): which fifth of the training part."""


def read_sentences(folder: Path, simplified: Table) -> list[Sentence]:
    """All of the tables (.csv, .csv.gz) in a folder. Which part a text is in hangs on its spelling alone.

    So the same text is on one side only, whatever corpus, capitals, spaces or characters it came in.

    Raises:
        CorpusError: there is no such table, a table lacks a column, or holds what cannot be read.
    """
    paths = sorted(path for path in folder.glob("*.csv*") if path.name.endswith((".csv", ".csv.gz")))
    if not paths:
        raise CorpusError(f"{folder} has no table of texts (.csv or .csv.gz).")
    return [sentence for path in paths for sentence in _read(path, simplified)]


def _read(path: Path, simplified: Table) -> Iterator[Sentence]:
    csv.field_size_limit(_LONGEST_FIELD)
    try:
        data = path.read_bytes()
        table = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8-sig")
        rows = csv.DictReader(io.StringIO(table, newline=""))
        missing = [name for name in _NEEDED if name not in (rows.fieldnames or ())]
        if missing:
            raise CorpusError(f"{path} has no column {missing[0]!r}: it needs {', '.join(_NEEDED)}.")
        for row in rows:
            yield _sentence(row, simplified)
    except (OSError, EOFError, zlib.error, ValueError, csv.Error) as error:
        raise CorpusError(f"{path} cannot be read: {error}") from error


def _sentence(row: dict[str, str], simplified: Table) -> Sentence:
    """Raises ValueError: a label that is none."""
    text, language, valence3 = row["text"] or "", row["lang"], row["valence3"] or ""
    if language not in PIECES or valence3 not in ("", *VALENCES):
        raise ValueError(f"language {language!r}, valence {valence3!r}")
    digest = sha256(spelling(text, simplified).encode("utf-8", "replace")).digest()
    rated = float(row.get("valence") or "nan")
    return Sentence(text, language, row["source"] or "", valence3, rated, digest[0] < ASIDE, digest[1] % FOLDS)


def spelling(text: str, simplified: Table) -> str:
    """What a text is known by when it is dealt: NFKC, small letters, simplified, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().translate(simplified).split())
