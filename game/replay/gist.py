"""The gist of a session, as the sealed cache keeps it: its headline comes back out of it whole, without the session."""

from collections.abc import Iterable
from datetime import datetime
from typing import get_args

from affect.trends.recovery import End, Recovery, Span, Stretch
from game.core.pace import TICKS_PER_S
from game.replay.corrections import counting
from game.replay.events import Headline, headline, set_aside
from game.replay.lanes import Lanes
from game.vault.layers import Correction
from game.vault.sums import MOST_ITEMS, Ran, Summed, Tensest

METHOD = 1
"""Number of the way of summing up: raise it whenever lanes, events or affect/trends/recovery.py judge otherwise."""
_ENDS: dict[str, End] = {end: end for end in get_args(End)}


def believed(lanes: Lanes, corrections: Iterable[Correction]) -> Lanes:
    """The session with nothing believed of the feeling wherever somebody said that it was something else."""
    spans = ((one.from_tick / TICKS_PER_S, one.to_tick / TICKS_PER_S) for one in counting(corrections))
    return set_aside(lanes, spans)


def summed(lanes: Lanes, corrections: Iterable[Correction], file_bytes: int) -> Summed:
    """What a session amounts to, to be kept; once more whenever it is corrected.

    Args:
        lanes: the session.
        corrections: its corrections: what people said was something else does not count.
        file_bytes: length of its file now.
    """
    told = headline(believed(lanes, corrections))
    recovery = None if told is None else told.recovery
    return Summed(
        session_id=lanes.session_id,
        method=METHOD,
        file_bytes=file_bytes,
        source=lanes.header.source,
        mode=lanes.header.setup.mode.value,
        started_s=_started_s(lanes.header.started),
        length_s=lanes.length_s,
        ended_early=lanes.ended_early,
        levels=tuple(span.name for span in lanes.levels)[:MOST_ITEMS],
        known_s=None if recovery is None else recovery.known_s,
        tensest=None if recovery is None or recovery.tensest is None else _kept(recovery.tensest),
        meanwhile=() if recovery is None else _ran(recovery.meanwhile),
    )


def headline_of(line: Summed) -> Headline | None:
    """The headline that was kept; None where too little was known of the session."""
    if line.known_s is None:
        return None
    tensest = None if line.tensest is None else _stretch(line.tensest)
    meanwhile = tuple(Span(ran.name, ran.from_s, ran.to_s) for ran in line.meanwhile)
    return Headline(Recovery(line.known_s, tensest, meanwhile), line.length_s)


def passed_s(told: Headline | None) -> float | None:
    """When the tensest stretch had passed, seconds since the session began; None = there was none, or it did not."""
    tensest = None if told is None else told.recovery.tensest
    return tensest.end_s if tensest is not None and tensest.end == "back" else None


def _started_s(started: str) -> int:
    """Seconds since 1970 of a header's wall clock; 0 where it does not say."""
    try:
        return max(int(datetime.fromisoformat(started).timestamp()), 0)
    except ValueError:
        return 0


def _kept(stretch: Stretch) -> Tensest:
    return Tensest(
        begin_s=stretch.begin_s,
        peak_s=stretch.peak_s,
        above=stretch.above,
        sd=stretch.sd,
        end=stretch.end,
        end_s=stretch.end_s,
        at_most=stretch.at_most,
        stayed_s=stretch.stayed_s,
    )


def _stretch(kept: Tensest) -> Stretch:
    """The inverse; an end of another Stillwater's is one that nobody saw."""
    return Stretch(
        begin_s=kept.begin_s,
        peak_s=kept.peak_s,
        above=kept.above,
        sd=kept.sd,
        end=_ENDS.get(kept.end, "unseen"),
        end_s=kept.end_s,
        at_most=kept.at_most,
        stayed_s=kept.stayed_s,
    )


def _ran(spans: Iterable[Span]) -> tuple[Ran, ...]:
    """The first of them, as many as are kept."""
    return tuple(Ran(span.name, span.from_s, span.to_s) for span in spans)[:MOST_ITEMS]
