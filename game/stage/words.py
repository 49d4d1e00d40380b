"""Message ids to words, by gettext: only the stage and the replay speak a language."""

import gettext
import logging
import re
from io import BytesIO

from game.stage.assets import read
from game.stage.presentation import LANGUAGES

LOG = logging.getLogger("stillwater.stage")
DOMAIN = "stillwater"
_PLACE = re.compile(r"\{(\d+)\}")


class Words:
    """The catalogue of one language; what it lacks is said in English."""

    def __init__(self, language: str, variant: str = "") -> None:
        """Open the catalogue.

        Args:
            language: one of presentation.LANGUAGES.
            variant: a message is said by its id with this behind it, where there is such: ".child".
        """
        self.language = language
        self._variant = variant
        self._english = _catalogue(LANGUAGES[0])
        self._catalogue = self._english if language == LANGUAGES[0] else _catalogue(language)
        self._said: set[str] = set()

    def say(self, key: str, numbers: tuple[float, ...] = ()) -> str:
        """The words of a message with its numbers set in; an unknown id is shown as it is, and said on the log."""

        def number(place: int) -> str:
            return spoken(numbers[place]) if place < len(numbers) else ""

        return "".join(part if isinstance(part, str) else number(part) for part in self.parts(key))

    def parts(self, key: str) -> tuple[str | int, ...]:
        """The words of a message, and between them which of its numbers stand there: ("about ", 0, " s")."""
        pieces = _PLACE.split(self._template(key))
        told = (piece if at % 2 == 0 else int(piece) for at, piece in enumerate(pieces))
        return tuple(part for part in told if part != "")

    def _template(self, key: str) -> str:
        message = self._catalogue.gettext(key + self._variant)
        if message == key + self._variant:
            message = self._catalogue.gettext(key)
        if message == key:
            message = self._english.gettext(key)
        if message == key and "." in key and key not in self._said:
            self._said.add(key)
            LOG.warning("No words for the message %s; it is shown by its id.", key)
        return message


def spoken(number: float) -> str:
    """A number as it is read: whole where it is whole, else one decimal."""
    rounded = round(number, 1)
    return str(int(rounded)) if rounded == int(rounded) else f"{rounded:.1f}"


def _catalogue(language: str) -> gettext.NullTranslations:
    data = read("locale", language, "LC_MESSAGES", f"{DOMAIN}.mo")
    if data is None:
        LOG.warning("The words of %s are missing; showing message ids. Reinstalling brings them back.", language)
        return gettext.NullTranslations()
    return gettext.GNUTranslations(BytesIO(data))
