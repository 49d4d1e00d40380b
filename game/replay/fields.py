"""The one gate where what a page sends becomes values: JSON of one object, each field of its kind, size and range."""

import json
from collections.abc import Mapping
from typing import NoReturn

from starlette.requests import Request

from game.replay.errors import Refusal, Refused


class Fields:
    """What was sent, taken out field by field. Every method raises Refused where it is not what is wanted."""

    def __init__(self, sent: Mapping[str, object]) -> None:
        """``sent`` is an object as JSON has it."""
        self._sent = sent

    def has(self, name: str) -> bool:
        """Whether it was sent at all."""
        return name in self._sent

    def text(self, name: str, most: int) -> str:
        """A text of at most ``most`` characters; what is not there is ""."""
        value = self._sent.get(name, "")
        if not isinstance(value, str):
            _refuse(f"{name}: a text is wanted")
        if len(value) > most:
            raise Refused(Refusal.UNFIT, f"{name}: at most {most} characters")
        return value

    def texts(self, name: str, count: int, most: int) -> tuple[str, ...]:
        """A list of at most ``count`` texts of at most ``most`` characters; what is not there is empty."""
        values = self._sent.get(name, [])
        if not isinstance(values, list) or len(values) > count:
            _refuse(f"{name}: a list of at most {count} is wanted")
        if not all(isinstance(value, str) and len(value) <= most for value in values):
            _refuse(f"{name}: texts of at most {most} characters are wanted")
        return tuple(values)

    def choice(self, name: str, known: tuple[str, ...]) -> str:
        """One of these words."""
        value = self.text(name, 64)
        if value not in known:
            _refuse(f"{name}: one of {', '.join(known)} is wanted")
        return value

    def whole(self, name: str) -> int:
        """A whole number from 0 that 32 bits can hold."""
        value = self._sent.get(name)
        if type(value) is not int or not 0 <= value < 1 << 31:
            _refuse(f"{name}: a whole number from 0 is wanted")
        return value

    def whole_or_none(self, name: str) -> int | None:
        """The same, or nothing."""
        return None if self._sent.get(name) is None else self.whole(name)

    def flag(self, name: str) -> bool:
        """Yes or no."""
        value = self._sent.get(name)
        if not isinstance(value, bool):
            _refuse(f"{name}: true or false is wanted")
        return value


async def read_fields(request: Request) -> Fields:
    """The object in a request's body, which the guard has bounded. Raises Refused."""
    return fields_of(await request.body())


def fields_of(data: bytes) -> Fields:
    """The object that these bytes are. Raises Refused."""
    try:
        sent = json.loads(data, parse_constant=_refuse)
    except (ValueError, RecursionError):
        _refuse("")
    if not isinstance(sent, dict):
        _refuse("an object is wanted")
    return Fields(sent)


def asked_whole(request: Request, name: str, usual: int | None = None) -> int:
    """A whole number out of a page's address; ``usual`` where there is none. Raises Refused."""
    text = request.query_params.get(name, "")
    if not text and usual is not None:
        return usual
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        _refuse(f"{name}: a whole number from 0 is wanted")
    return int(text)


def _refuse(detail: str) -> NoReturn:
    raise Refused(Refusal.NOT_JSON, detail)
