"""What was seen over time, as JSON in the visitor's language."""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from affect.trends.change import Change, change_said
from affect.trends.forecast import Forecast, forecast_said
from affect.trends.session import SHOWN_TIMES, WEEK_S, Session
from affect.trends.trend import TooFew, Trend, trend_said
from affect.trends.unusual import Compared, unusual_said
from game.core.directive import Reason
from game.replay.trends_json import ChangeTold, FactTold, MeasureTold, Moment, PassedTold, SittingTold, TrendsTold
from game.replay.trends_seen import Along, Run, Seen
from game.replay.weeks_told import weeks_told
from game.stage.words import Words

RECENT_S = 8 * WEEK_S
"""A change of longer ago is no longer said above all else; it stays beside its drawing."""
MOST_DIFFERENT = 3
"""So many sessions are named above all else."""

WHOLE_FROM = 20.0
"""Greater numbers are told without a decimal."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The sessions that were looked at, and what was not."""

    player: str
    """Name of the player's folder."""
    sessions: tuple[Session, ...]
    """The player's own, in the order of time."""
    names: tuple[str, ...]
    """Name of each."""
    older: int = 0
    """How many there are from longer ago."""
    simulated: int = 0
    """How many a simulated player played."""
    waiting: int = 0
    """How many were never read."""
    undated: int = 0
    """Of how many it is not known when they were played."""


def trends_told(kept: Kept, seen: Seen, words: Words) -> TrendsTold:
    """JSON of trends.json."""
    known = [along for along in seen.measures if along.ever]
    weeks = max((len(along.ahead.weeks) for along in known if isinstance(along.ahead, Forecast)), default=0)
    now_s = seen.now_s + seen.offset_s
    return TrendsTold(
        from_s=seen.from_s,
        now_s=now_s,
        to_s=now_s + weeks * WEEK_S,
        sittings=sittings_told(kept, words),
        different=[_passed_told(told, words) for told in seen.different[:MOST_DIFFERENT]],
        lately=_lately(seen, words),
        changing=_recent(known, seen, words),
        measures=[_measure_told(along, kept, seen, words) for along in known],
        weeks=weeks_told(seen, words),
        absent=[words.say(f"trends.{along.measure}.title") for along in seen.measures if not along.ever],
        notes=_notes(kept, words),
    )


def sittings_told(kept: Kept, words: Words) -> list[SittingTold]:
    """The sessions as pages name them."""
    return [
        SittingTold(
            href=f"/p/{kept.player}/s/{name}",
            day=_day(session.local_s, words),
            clock=time.strftime("%H:%M", time.gmtime(session.local_s)),
        )
        for session, name in zip(kept.sessions, kept.names, strict=True)
    ]


def _lately(seen: Seen, words: Words) -> str:
    """What may be said where no session was different."""
    if seen.different:
        return ""
    if not seen.lately:
        return words.say("over.none_lately")
    return words.say("over.usual_lately" if seen.beside else "over.too_early")


def _passed_told(told: Compared, words: Words) -> PassedTold:
    return PassedTold(place=told.place, lines=[_said(reason, words) for reason in unusual_said(told)])


def _recent(known: Iterable[Along], seen: Seen, words: Words) -> list[str]:
    """Changes of the last weeks that last, the newest first."""
    found = [along.lasts for along in known if along.lasts and along.lasts.since_s >= seen.now_s - RECENT_S]
    found.sort(key=lambda change: change.since_s, reverse=True)
    return [_said(change_said(change, seen.now_s), words) for change in found]


def _measure_told(along: Along, kept: Kept, seen: Seen, words: Words) -> MeasureTold:
    name, times = along.measure.value, SHOWN_TIMES.get(along.measure, 1.0)
    return MeasureTold(
        name=name,
        title=words.say(f"trends.{name}.title"),
        about=words.say(f"over.about_{name}"),
        unit=words.say(f"over.unit_{name}"),
        number=words.say(f"over.number_{name}"),
        numbers=[(one.place, one.at_s, _thin(one.value * times)) for one in along.numbers],
        different=[one.place for one in seen.different if along.measure in (odd.measure for odd in one.odd)],
        usual=[_run_told(run, times) for run in along.usual],
        line=[_run_told(run, times) for run in along.line],
        changes=[_change_told(change, kept.sessions) for change in along.changes],
        ahead=_ahead_told(along.ahead, seen.now_s + seen.offset_s, times),
        said=_trend_told(along, words),
        said_change=_said(change_said(along.lasts, seen.now_s), words)
        if along.lasts and along.lasts in along.changes
        else "",
        said_ahead=_said(forecast_said(along.ahead), words) if isinstance(along.ahead, Forecast) else "",
        rests=list(_rests(along, times, words)),
    )


def _trend_told(along: Along, words: Words) -> str:
    """Where a measure went, or what is still missing."""
    told = along.trend
    if not along.numbers:
        return words.say("over.none_in_range")
    if isinstance(told, TooFew) and not told.weeks_more:
        return words.say("over.more_sessions", (told.numbers_more,))
    if isinstance(told, TooFew) and not told.numbers_more:
        return words.say("over.more_weeks", (told.weeks_more,))
    return _said(trend_said(told), words)


def _run_told(run: Run, times: float) -> list[Moment]:
    return [(one.at_s, _thin(one.middle * times), _thin(one.low * times), _thin(one.high * times)) for one in run]


def _change_told(change: Change, sessions: Sequence[Session]) -> ChangeTold:
    at_s, earliest_s, latest_s = (sessions[place].local_s for place in (change.place, change.earliest, change.latest))
    return ChangeTold(at_s=at_s, earliest_s=earliest_s, latest_s=latest_s)


def _ahead_told(ahead: Forecast | TooFew, now_s: int, times: float) -> list[Moment]:
    """Each of the weeks ahead, at its middle."""
    if isinstance(ahead, TooFew):
        return []
    return [
        (now_s + (number + 0.5) * WEEK_S, _thin(week.likely * times), _thin(week.low * times), _thin(week.high * times))
        for number, week in enumerate(ahead.weeks)
    ]


def _rests(along: Along, times: float, words: Words) -> Iterator[FactTold]:
    """What a measure's sentences rest on."""
    numbers, trend = along.numbers, along.trend
    facts = [("sessions", str(len(numbers)))]
    if numbers:
        facts += [("weeks", str(len({(one.at_s - numbers[0].at_s) // WEEK_S for one in numbers})))]
        facts += [(end, _day(one.at_s, words)) for end, one in (("first", numbers[0]), ("last", numbers[-1]))]
    if isinstance(trend, Trend) and along.line:
        moved = (_thin(trend.moved(slope) * times, 1) for slope in (trend.per_week, trend.low, trend.high))
        facts += [("moved", words.say("over.moved", tuple(moved)))]
    if isinstance(along.ahead, Forecast):
        facts += [("ahead", words.say("over.weeks", (along.ahead.known,)))]
    yield from (FactTold(title=words.say(f"over.rests_{name}"), value=value) for name, value in facts)


def _notes(kept: Kept, words: Words) -> list[str]:
    """What is not looked at, a sentence each."""
    counted = {"waiting": kept.waiting, "older": kept.older, "undated": kept.undated, "simulated": kept.simulated}
    return [words.say(f"over.{name}", (count,)) for name, count in counted.items() if count]


def _day(local_s: int, words: Words) -> str:
    """ "22 November 2026"."""
    day = time.gmtime(local_s)
    return words.say(f"view.month_{day.tm_mon}", (day.tm_mday, day.tm_year))


def _said(reason: Reason, words: Words) -> str:
    """A sentence; nobody knows a number of two digits to a tenth."""
    return words.say(reason.key, tuple(round(one) if abs(one) >= WHOLE_FROM else one for one in reason.numbers))


def _thin(number: float, digits: int = 2) -> float:
    """Finer than any screen, and a third of the bytes."""
    return round(number, digits)
