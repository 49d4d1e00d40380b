"""Recovery words: twelve words of a list (BIP-39) that open a player's sessions when the passphrase is forgotten."""

import unicodedata
from enum import Enum
from typing import NoReturn

from mnemonic import Mnemonic

from game.vault.cost import Cost
from game.vault.errors import Unfit

WORDS = 12
_BITS = 128
_MOST_CHARACTERS = 400


class WordList(Enum):
    """Whose words they are."""

    ENGLISH = "english"
    CHINESE = "chinese_simplified"


class RecoveryWords:
    """Twelve words. They hold a secret: nothing of them is in repr, and they cannot be pickled."""

    __slots__ = ("_entropy", "_list")

    def __init__(self, entropy: bytes, words: WordList) -> None:
        """``entropy`` 16 random bytes, ``words`` the list they are written in."""
        self._entropy = bytes(entropy)
        self._list = words

    def __repr__(self) -> str:
        """Nothing of the words."""
        return "RecoveryWords(hidden)"

    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled."""
        raise TypeError("recovery words are not pickled")

    def shown(self) -> tuple[str, ...]:
        """The words, to be shown once and written down on paper."""
        return tuple(unicodedata.normalize("NFC", Mnemonic(self._list.value).to_mnemonic(self._entropy)).split())

    def stretched(self, salt: bytes, cost: Cost) -> bytes:
        """32 bytes by Argon2id of the entropy, so that either list's words for it open."""
        return cost.stretched(self._entropy, salt)


def fresh_words(words: WordList) -> RecoveryWords:
    """Twelve new words."""
    made = Mnemonic(words.value)
    return RecoveryWords(bytes(made.to_entropy(made.generate(_BITS))), words)


def read_words(typed: str) -> RecoveryWords:
    """The words as somebody typed them: any case and spacing; Chinese also without spaces.

    Raises:
        Unfit: not twelve words of one list, or one of them is mistyped (their checksum does not hold). This says
            nothing of any key.
    """
    text = unicodedata.normalize("NFKC", typed[:_MOST_CHARACTERS]).lower().split()
    for words, parts in ((WordList.ENGLISH, text), (WordList.CHINESE, list("".join(text)))):
        if len(parts) == WORDS:
            try:
                return RecoveryWords(bytes(Mnemonic(words.value).to_entropy(parts)), words)
            except (ValueError, LookupError):
                continue
    raise Unfit("These are not the twelve recovery words: one is missing, mistyped or in another place. Look again.")
