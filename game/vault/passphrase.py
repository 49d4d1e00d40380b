"""The guardian's passphrase: where it may come from, and what it is stretched to."""

import getpass
import unicodedata
from typing import NoReturn

from game.vault.cost import Cost
from game.vault.errors import Unfit

FEWEST_CHARACTERS = 8
_MOST_BYTES = 1024


class Passphrase:
    """What a guardian typed. Comes from a prompt or a file descriptor, never from argv or the environment."""

    __slots__ = ("_text",)

    def __init__(self, typed: str) -> None:
        """``typed`` is brought to one Unicode form (NFC), so that another keyboard gives the same bytes."""
        self._text = unicodedata.normalize("NFC", typed)

    def __repr__(self) -> str:
        """Nothing of what was typed."""
        return "Passphrase(hidden)"

    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled."""
        raise TypeError("a passphrase is not pickled")

    def __eq__(self, other: object) -> bool:
        """Same words: for asking twice."""
        return isinstance(other, Passphrase) and self._text == other._text

    __hash__ = None  # type: ignore[assignment]

    @property
    def long_enough(self) -> bool:
        """Whether it has at least 8 characters."""
        return len(self._text) >= FEWEST_CHARACTERS

    def stretched(self, salt: bytes, cost: Cost) -> bytes:
        """32 bytes by Argon2id."""
        return cost.stretched(self.encoded(), salt)

    def encoded(self) -> bytes:
        """The words in UTF-8, for a PEM file that another program sealed by them."""
        return self._text.encode()

    def refuse_short(self) -> None:
        """Raise Unfit where it has fewer than 8 characters."""
        if not self.long_enough:
            raise Unfit(f"A passphrase has at least {FEWEST_CHARACTERS} characters; four or five words are good.")


def ask_passphrase(question: str) -> Passphrase:
    """Ask at the terminal, without showing what is typed.

    Raises:
        Unfit: nobody is there to answer.
    """
    try:
        return Passphrase(getpass.getpass(question))
    except EOFError:
        raise Unfit("No passphrase was typed. Type it at the prompt, or give --passphrase-fd.") from None


def take_passphrase(descriptor: int) -> Passphrase:
    """Read one line from an open file descriptor (of at most 1 KiB) and close it.

    Raises:
        Unfit: the descriptor is not open, holds no UTF-8 text, or too much of it.
    """
    try:
        with open(descriptor, "rb") as file:
            line = file.readline(_MOST_BYTES + 1)
        if len(line) > _MOST_BYTES:
            raise Unfit("The passphrase is longer than 1 KiB. Choose a shorter one.")
        return Passphrase(line.decode().rstrip("\r\n"))
    except (OSError, ValueError):
        raise Unfit(
            f"File descriptor {descriptor} gives no passphrase. Open it for reading, one line of UTF-8."
        ) from None
