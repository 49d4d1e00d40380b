"""What a sentence is counted as: pieces of it, each by a number. Words and their insides in English, runs in Chinese.

A piece is known by the CRC-32 of its UTF-8: two of a vocabulary of a hundred thousand rarely share one, and where they
do, training counted them together too. So no word of the corpora stands in the weights.
"""

import re
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint32]
"""(n,) numbers of pieces, rising, each once."""
Counts = NDArray[np.float32]
"""(n,) how often each is there."""

LONGEST_RUN: Final = 4
"""Chinese characters in a run."""
INSIDE: Final = (3, 4, 5)
"""Letters in a piece of an English word, its edges counted."""

_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)?|[^\w\s]+")


def english(text: str) -> list[str]:
    """Words, marks, pairs of neighbours, and the insides of words."""
    words = _WORD.findall(text)
    pieces = ["w" + word for word in words]
    pieces += [f"b{first} {second}" for first, second in pairwise(words)]
    for word in words:
        edged = f"<{word}>"
        for length in INSIDE:
            pieces += ["c" + edged[at : at + length] for at in range(len(edged) - length + 1)]
    return pieces


def chinese(text: str) -> list[str]:
    """Runs of one to LONGEST_RUN characters."""
    lengths = range(1, LONGEST_RUN + 1)
    return [text[at : at + length] for length in lengths for at in range(len(text) - length + 1)]


PIECES: Final[Mapping[str, Callable[[str], list[str]]]] = {"en": english, "zh": chinese}
"""How each language is cut."""


def counted(text: str, language: str) -> tuple[Keys, Counts]:
    """The pieces of a normalised text."""
    numbers = [crc32(piece.encode()) for piece in PIECES[language](text)]
    keys, counts = np.unique(np.array(numbers, np.uint32), return_counts=True)
    return keys, counts.astype(np.float32)
