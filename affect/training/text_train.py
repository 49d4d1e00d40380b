"""Trains the readers of English and Chinese sentences: ``python -m affect train text``.

A tenth of the sentences was set aside by the hash of their spelling before anything was tried: nothing is chosen,
trained or calibrated by them, and the figures at the end are theirs. What is printed as "left out" is told of the set
aside part of one source by a reader that has seen nothing of that source; its calibration is from sentences of the
others (answered blind, but by readers that may have seen the source: it touches ece and sd, not F1). The shipped
readers are those of the training part: the file that is scored is the file that is shipped.
"""

import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from opencc import OpenCC

from affect.networks.weights import write_weights
from affect.text.grams import PIECES
from affect.text.model import Calibration, Doubles, tell
from affect.text.normalise import Table
from affect.training.text_calibrate import blind_to_fold, blind_to_source, calibrate
from affect.training.text_data import NOT_TRAINED, read_sentences
from affect.training.text_fit import Counted, Fitted, Mask, answers, count, fit
from affect.training.text_score import figures, item_of

HAN: Final = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0x20000, 0x30000))
"""First and end of the blocks of Chinese characters that have simplified ones."""


@dataclass(frozen=True, slots=True, eq=False)
class Reader:
    """What is stored of one language."""

    fitted: Fitted
    """Pieces and weights."""
    calibration: Calibration
    """How sure it may be."""


def train(data: Path, out: Path) -> None:
    """Rebuild text.npz in ``out`` from ``data``/text.

    Raises:
        CorpusError: ``data`` has no table of texts.
    """
    begun = time.monotonic()
    simplified = simplified_characters()
    sentences = [one for one in read_sentences(data / "text", simplified) if one.source not in NOT_TRAINED]
    arrays: dict[str, NDArray[Any]] = {
        "simplified.from": np.array(list(simplified), np.uint32),
        "simplified.to": np.array([ord(character) for character in simplified.values()], np.uint32),
        "_sources": np.array(sorted({one.source for one in sentences})),
    }
    for language in PIECES:
        table = count(sentences, language, simplified)
        say(f"{language}: {len(table.sentences)} sentences with a target, {time.monotonic() - begun:.0f} s")
        arrays |= arrays_of(language, learn(language, table))
    size = write_weights(out / "text.npz", arrays)
    say(f"text.npz: {size} bytes after {time.monotonic() - begun:.0f} s")


def simplified_characters() -> Table:
    """Traditional characters to simplified ones, one to one, as OpenCC has them."""
    convert = OpenCC("t2s").convert
    pairs = ((code, convert(chr(code))) for block in HAN for code in range(*block))
    return {code: simple for code, simple in pairs if len(simple) == 1 and simple != chr(code)}


def learn(language: str, table: Counted) -> Reader:
    """The reader of a language; prints what it is worth on sentences set aside, and on sources left out."""
    aside = np.array([one.aside for one in table.sentences])
    strange = blind_to_source(table, ~aside, np.ones(len(aside), bool))
    progress(language, 0.4)
    unseen = blind_to_fold(table, ~aside)
    progress(language, 0.9)
    reader = Reader(fit(table, ~aside), calibrate(table, _only(unseen, ~aside), _only(strange, ~aside)))
    progress(language, 1.0)
    say(f"{language}: {reader.calibration}, {len(reader.fitted.keys)} pieces")
    say_figures(f"{language}, set aside", table, answers(table, reader.fitted, aside), reader.calibration, aside)
    for source in sorted({one.source for one in table.sentences}):
        own = np.array([one.source == source for one in table.sentences])
        without = calibrate(table, _only(unseen, ~aside & ~own), _only(strange, ~aside & ~own))
        say_figures(f"{language}, {source} left out", table, strange, without, aside & own)
    return reader


def _only(odds: Doubles, rows: Mask) -> Doubles:
    return np.where(rows[:, None], odds, np.nan)


def say_figures(name: str, table: Counted, odds: Doubles, calibration: Calibration, rows: Mask) -> None:
    """Print figures of some sentences, over all and by source."""
    chosen = np.flatnonzero(rows & np.isfinite(odds[:, 0])).tolist()
    told = [(table.sentences[row], tell(odds[row], calibration, "en")) for row in chosen]
    items = [item_of(one, words, ()) for one, words in told]
    if not items:
        return
    say(f"{name} ({len(items)}): {_line(figures(items))}")
    sources = sorted({one.source for one, _ in told})
    for source in sources if len(sources) > 1 else ():
        part = [item for item in items if f"source={source}" in item.groups]
        say(f"  {source} ({len(part)}): {_line(figures(part))}")


def arrays_of(language: str, reader: Reader) -> dict[str, NDArray[Any]]:
    """The arrays of text.npz for one language."""
    fitted, calibration = reader.fitted, reader.calibration
    return {
        f"{language}.keys": fitted.keys,
        f"{language}.rarity": fitted.rarity,
        f"{language}.weights": fitted.weights,
        f"{language}.offset": fitted.offset,
        f"{language}._told": np.array((calibration.temperature, calibration.slope, calibration.width)),
    }


def _line(numbers: dict[str, float]) -> str:
    return " ".join(f"{name} {value:.3f}" for name, value in numbers.items() if np.isfinite(value))


def say(text: str) -> None:
    """A line of the log."""
    print(text, flush=True)


def progress(what: str, share: float) -> None:
    """A bar on the error stream."""
    done = round(30 * share)
    end = "" if share < 1.0 else "\n"
    print(f"\r{what:20s} [{'#' * done}{'.' * (30 - done)}]", end=end, file=sys.stderr, flush=True)
