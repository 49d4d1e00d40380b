"""Where bytes of another hand become records: a session or a bundle may hold anything in any field."""

import json
from dataclasses import Field, fields
from types import UnionType
from typing import Any, ClassVar, Protocol, TypeVar

ODD = (KeyError, TypeError, AttributeError, OverflowError, RecursionError)
"""What such bytes can raise besides ValueError, which every decoder turns them into."""
_MOST_TICK, _MOST_WHOLE = 2**32 - 1, 2**63 - 1


class Fields(Protocol):
    """A dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


Stated = TypeVar("Stated", bound=Fields)


def json_object(data: bytes, what: str) -> dict[str, Any]:
    """A JSON object. Raises ValueError: it is none, so it is no ``what``."""
    try:
        told = json.loads(data)
    except RecursionError as error:
        raise ValueError(f"this is no {what}") from error
    if not isinstance(told, dict):
        raise ValueError(f"this is no {what}")
    return told


def typed(told: Stated) -> Stated:
    """The same, where every field holds what it says. Raises ValueError.

    What lists hold is looked at where they become tuples; whether a number is finite, by whoever reckons with it.
    """
    for each in fields(told):
        value = getattr(told, each.name)
        kind = (int, float) if each.type is float else each.type
        if isinstance(kind, type | tuple | UnionType) and not isinstance(value, kind):
            raise ValueError(
                f"{each.name} in this session is odd. It was not written by Stillwater, so it is not read."
            )
        if isinstance(value, str):
            text(value)
        elif isinstance(value, int) and abs(value) > _MOST_WHOLE:
            raise ValueError(f"{each.name} in this session is larger than any number Stillwater writes.")
    return told


def text(value: Any) -> str:
    """A text that can be written anywhere; half of a sign cannot. Raises ValueError."""
    if not isinstance(value, str):
        raise ValueError("a text is wanted")
    value.encode()
    return value


def tick_of(value: Any) -> int:
    """Raises ValueError."""
    if not isinstance(value, int) or not 0 <= value <= _MOST_TICK:
        raise ValueError("a tick is wanted, [0, 2**32)")
    return value
