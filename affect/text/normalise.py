"""One spelling of a sentence, the same in training and in play: NFKC, small letters, simplified characters.

Traditional characters are mapped one by one by a table that training made with OpenCC and stored with the weights, so
play needs no library for it and cannot drift from what was trained.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

LONGEST: Final = 1_000
"""Characters that are read of a text; the stage's field takes 256."""

Table = Mapping[int, str]
"""Code point of a traditional character to its simplified one."""

_QUOTES: Final = str.maketrans({"\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u201c": '"', "\u201d": '"'})
_DRAWN_OUT: Final = re.compile(r"(.)\1{3,}", re.DOTALL)
_DROPPED: Final = frozenset({"Mn", "Me", "Cf", "Cs", "Co", "Cn"})
"""Categories without a letter of their own: marks that pile up, invisible signs, lone surrogates, private use."""


def normalised(text: str, simplified: Table) -> str:
    """The text as it is read: at most LONGEST characters, no control signs, single spaces, "soooo" as "sooo"."""
    composed = unicodedata.normalize("NFKC", text[:LONGEST])[:LONGEST].lower()
    shown = "".join(" " if unicodedata.category(c) == "Cc" else c for c in composed if not _invisible(c))
    words = " ".join(shown[:LONGEST].translate(_QUOTES).translate(simplified).split())
    return _DRAWN_OUT.sub(r"\1\1\1", words)


def _invisible(character: str) -> bool:
    return character > "\x7f" and unicodedata.category(character) in _DROPPED


def is_han(character: str) -> bool:
    """A Chinese character (the unified blocks that are in use)."""
    return "\u4e00" <= character <= "\u9fff" or "\u3400" <= character <= "\u4dbf" or character >= "\U00020000"


def scripts(text: str) -> tuple[int, int, int]:
    """How many of a normalised text's letters are Chinese, Latin, and of any other script."""
    han = latin = other = 0
    for character in text:
        if is_han(character):
            han += character.isalpha()
        elif character.isalpha():
            near = "a" <= character <= "z" or unicodedata.name(character, "").startswith("LATIN")
            latin += near
            other += not near
    return han, latin, other
