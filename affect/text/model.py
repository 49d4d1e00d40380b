"""The trained text model in play: pieces of a sentence to three valences, by numpy alone."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from affect.errors import ModelMissingError
from affect.networks.weights import Arrays, read_weights
from affect.text.grams import PIECES, Counts, Keys, counted
from affect.text.normalise import is_han, normalised, scripts
from affect.text.plea import left_alone

Doubles = NDArray[np.float64]

VALENCES: Final = ("negative", "neutral", "positive")
"""The three of valence."""
MIXED: Final = 0.2
"""A language with at least this share of a sentence is read; two of them make it "mixed"."""
HAN_LETTERS: Final = 3.0
"""Latin letters that one Chinese character counts as: about what a word takes in each."""
FOREIGN: Final = 0.25
"""With more of its letters in other scripts than this, a sentence is not read: Japanese has Chinese characters too."""
LEAST_SD: Final = 0.35
"""An assumption: strangers who rate a sentence agree with each other more than it tells of who wrote it."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a sentence may say. A guess: one sentence is weak evidence, and the sd says so."""

    valence: float
    """[-1, 1], mean; 0 where nothing could be read."""
    sd: float
    """Its sd, never below LEAST_SD."""
    classes: tuple[float, float, float]
    """Probabilities of VALENCES; a third each where nothing could be read."""
    language: str
    """"en", "zh", "mixed", or "" = nothing was read: no letters, another script, or words that are not judged."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """From log odds to what is told, measured on texts the reader was not trained on."""

    temperature: float
    """Log odds are divided by this."""
    slope: float
    """Factor from the probability of positive less that of negative to a rated valence."""
    width: float
    """sd of a rated valence about what is told: 80 % of sentences of sources never trained on lay within 1.28 of it."""


UNREAD: Final = Words(0.0, 0.6, (1 / 3, 1 / 3, 1 / 3), "")
"""Nothing is said: wider than the spread of all sentences that were ever rated for it (about .35)."""


Reader = Callable[[str], Words]
"""From a sentence as it was typed to what it may say."""


class Lines:
    """The reader of one language: a straight line through the shares of its pieces for each valence."""

    def __init__(self, keys: Keys, rarity: Counts, weights: Counts, offset: Counts) -> None:
        """Take ``keys`` uint32 (n,) rising, ``rarity`` (n,), ``weights`` float32 (n, 3), ``offset`` (3,).

        Raises:
            ValueError: these do not belong together.
        """
        if weights.shape != (len(keys), len(VALENCES)) or rarity.shape != keys.shape or offset.shape != (3,):
            raise ValueError("keys, rarity and weights differ in length")
        if len(keys) == 0 or bool((np.diff(keys.astype(np.int64)) <= 0).any()):
            raise ValueError("the keys are not rising")
        self._keys, self._rarity, self._weights, self._offset = keys, rarity, weights, offset

    def log_odds(self, keys: Keys, counts: Counts) -> Doubles:
        """float64 (3,) of a sentence's pieces; those that training never saw say nothing."""
        places = np.searchsorted(self._keys, keys)
        known = self._keys[np.minimum(places, len(self._keys) - 1)] == keys
        places = places[known]
        shares = (1.0 + np.log(counts[known])) * self._rarity[places]
        length = float(np.sqrt(shares @ shares))
        told: Doubles = (self._offset + (shares @ self._weights[places]) / max(length, 1e-9)).astype(np.float64)
        return told


class TextModel:
    """All languages; reads sentences."""

    def __init__(self, folder: Path | None = None) -> None:
        """Read assets/models/text.npz, or that of ``folder``.

        Raises:
            ModelMissingError: the weights are not there, or are of another version.
        """
        arrays = read_weights("text", folder)
        try:
            signs = zip(arrays["simplified.from"].tolist(), arrays["simplified.to"].tolist(), strict=True)
            self.simplified = {int(old): chr(int(new)) for old, new in signs}
            """Traditional characters, by their code points, to simplified ones."""
            self._lines = {language: lines_of(language, arrays) for language in PIECES}
            self._calibrations = {name: Calibration(*arrays[f"{name}._told"].astype(float).tolist()) for name in PIECES}
            self.sources = frozenset(str(name) for name in arrays["_sources"])
            """What it was trained on."""
        except (KeyError, ValueError, TypeError, OverflowError) as error:
            raise ModelMissingError("text", f"the weights do not fit this version ({error})") from error

    def read(self, sentence: str) -> Words:
        """What a sentence of any length and make may say; UNREAD where nothing can or should be read of it."""
        text = normalised(sentence, self.simplified)
        shares = languages(text)
        if not shares or left_alone(text):
            return UNREAD
        told = [(share, self.told(text, name)) for name, share in shares.items()]
        if len(told) == 1:
            return told[0][1]
        classes = sum(share * np.array(words.classes) for share, words in told)
        valence = float(sum(share * words.valence for share, words in told))
        sd = max(words.sd for _, words in told)  # two half sentences are no surer than one
        negative, neutral, positive = np.asarray(classes).tolist()
        return Words(valence, sd, (negative, neutral, positive), "mixed")

    def told(self, text: str, language: str) -> Words:
        """What a normalised text tells, taken for one language."""
        return tell(self._lines[language].log_odds(*counted(text, language)), self._calibrations[language], language)


def reader(folder: Path | None = None) -> Reader:
    """The best there is: the trained model of ``folder`` (None = the shipped one), or one that reads nothing."""
    try:
        return TextModel(folder).read
    except ModelMissingError:
        return lambda sentence: UNREAD


def lines_of(language: str, arrays: Arrays) -> Lines:
    """The reader of a language from its arrays. Raises KeyError, ValueError."""
    part = (arrays[f"{language}.{name}"] for name in ("keys", "rarity", "weights", "offset"))
    keys, rarity, weights, offset = part
    return Lines(keys.astype(np.uint32), rarity.astype(np.float32), weights.astype(np.float32), offset)


def tell(log_odds: Doubles, calibration: Calibration, language: str) -> Words:
    """Words of float64 (3,) log odds."""
    powers = np.exp((log_odds - log_odds.max()) / calibration.temperature)
    negative, neutral, positive = (powers / powers.sum()).tolist()
    valence = min(1.0, max(-1.0, calibration.slope * (positive - negative)))
    return Words(valence, max(LEAST_SD, calibration.width), (negative, neutral, positive), language)


def languages(text: str) -> dict[str, float]:
    """Which languages a normalised text is read in, and in which shares; none where it is of another script.

    A text of no letters at all that still shows something (":-)", a picture) is read half in each.
    """
    han, latin, other = scripts(text)
    whole = HAN_LETTERS * han + latin
    if FOREIGN * (han + latin + other) < other:
        return {}
    if whole == 0:
        return {"en": 0.5, "zh": 0.5} if any(_picture(character) for character in text) else {}
    shares = {"zh": HAN_LETTERS * han / whole, "en": latin / whole}
    read = {name: share for name, share in shares.items() if share >= MIXED}
    total = float(sum(read.values()))
    return {name: share / total for name, share in read.items()}


def _picture(character: str) -> bool:
    return not character.isspace() and not character.isalnum() and not is_han(character)
