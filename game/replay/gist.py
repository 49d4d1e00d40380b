"""The gist of a session, as the sealed cache keeps it: its headline and its numbers come back without the session."""

import json
import math
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from typing import get_args

from affect.trends.recovery import End, Recovery, Span, Stretch
from affect.trends.session import Session, decode_session, encode_session
from game.core.pace import TICKS_PER_S
from game.replay.corrections import counting
from game.replay.events import Headline, set_aside
from game.replay.lanes import Lanes
from game.vault.layers import Correction

METHOD = 2
"""Number of the way of summing up: raise it whenever lanes, events, summing or affect/trends judge otherwise."""
MOST_SPANS = 64
MOST_CHARACTERS = 64
_ENDS: dict[str, End] = {end: end for end in get_args(End)}


@dataclass(frozen=True, slots=True)
class Gist:
    """What one session amounts to. No number in it is a score of the player."""

    session: Session
    """Its numbers."""
    recovery: Recovery | None
    """How its tensest moment passed; None = too little is known of it."""


def believed(lanes: Lanes, corrections: Iterable[Correction]) -> Lanes:
    """The session with nothing believed of the feeling wherever somebody said that it was something else."""
    spans = ((one.from_tick / TICKS_PER_S, one.to_tick / TICKS_PER_S) for one in counting(corrections))
    return set_aside(lanes, spans)


def headline_of(gist: Gist) -> Headline | None:
    """The headline that was kept; None where too little was known of the session."""
    return None if gist.recovery is None else Headline(gist.recovery, gist.session.length_s)


def passed_s(told: Headline | None) -> float | None:
    """When the tensest stretch had passed, seconds since the session began; None = there was none, or it did not."""
    tensest = None if told is None else told.recovery.tensest
    return tensest.end_s if tensest is not None and tensest.end == "back" else None


def encode_gist(gist: Gist) -> bytes:
    """JSON, UTF-8: how its tensest moment passed, and behind a line's end its numbers."""
    told = None if gist.recovery is None else astuple(gist.recovery)
    return json.dumps(told, allow_nan=False, separators=(",", ":")).encode() + b"\n" + encode_session(gist.session)


def decode_gist(data: bytes) -> Gist:
    """The inverse. Raises ValueError on anything else."""
    recovery, _, session = data.partition(b"\n")
    try:
        return Gist(decode_session(session), _recovery(json.loads(recovery)))
    except (TypeError, RecursionError) as error:
        raise ValueError(f"not the gist of a session: {error}") from None


def decode_numbers(data: bytes) -> Session:
    """The numbers alone of what ``encode_gist`` wrote: all that is wanted of many. Raises ValueError."""
    return decode_session(data.partition(b"\n")[2])


def _recovery(told: object) -> Recovery | None:
    """Raises ValueError, TypeError."""
    if told is None:
        return None
    known_s, tensest, meanwhile = _fields(told, 3)
    if not isinstance(meanwhile, list) or len(meanwhile) > MOST_SPANS:
        raise ValueError(f"at most {MOST_SPANS} spans are wanted")
    return Recovery(
        _seconds(known_s), None if tensest is None else _stretch(tensest), tuple(_span(one) for one in meanwhile)
    )


def _stretch(told: object) -> Stretch:
    """An end of another Stillwater's is one that nobody saw. Raises ValueError."""
    begin_s, peak_s, above, sd, end, end_s, at_most, stayed_s = _fields(told, 8)
    if type(at_most) is not bool:
        raise ValueError("yes or no is wanted")
    return Stretch(
        begin_s=_seconds(begin_s),
        peak_s=_seconds(peak_s),
        above=_finite(above),
        sd=_seconds(sd),
        end=_ENDS.get(_name(end), "unseen"),
        end_s=_seconds(end_s),
        at_most=at_most,
        stayed_s=_seconds(stayed_s),
    )


def _span(told: object) -> Span:
    """Raises ValueError."""
    name, from_s, to_s = _fields(told, 3)
    return Span(_name(name), _seconds(from_s), _seconds(to_s))


def _fields(told: object, count: int) -> list[object]:
    if not isinstance(told, list) or len(told) != count:
        raise ValueError(f"{count} fields are wanted")
    return told


def _finite(value: object) -> float:
    if type(value) is not float or not math.isfinite(value):
        raise ValueError("a finite number is wanted")
    return value


def _seconds(value: object) -> float:
    """A length of time, or a spread: from 0 on."""
    number = _finite(value)
    if number < 0.0:
        raise ValueError("a number from 0 is wanted")
    return number


def _name(value: object) -> str:
    if not isinstance(value, str) or len(value) > MOST_CHARACTERS:
        raise ValueError(f"a name of at most {MOST_CHARACTERS} characters is wanted")
    return value
