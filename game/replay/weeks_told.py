"""The last weeks as the page over time draws them one beside the other: Monday to Sunday, on the player's own clock.

What was played in them comes with the measures (trends_told.py); here are only the weeks, and a week in which nobody
played is one like any other.
"""

import time
from typing import TypedDict

from affect.trends.session import DAY_S, WEEK_S
from game.replay.trends_seen import Seen
from game.stage.words import Words

MOST, FEWEST = 12, 8
"""So many weeks are drawn: fewer where the first session was not so long ago."""
FIRST_MONDAY_S = 4 * DAY_S
"""5 January 1970."""


class WeekTold(TypedDict):
    """A week."""

    begin_s: int
    """Its Monday, 0:00, on the player's own clock, seconds since 1970."""
    title: str
    """From when to when, to read."""
    now: bool
    """Whether it is not over yet."""


def weeks_told(seen: Seen, words: Words) -> list[WeekTold]:
    """The weeks to be drawn, in the order of time; the last is the one it is now."""
    now_s = seen.now_s + seen.offset_s
    first_s = min((along.numbers[0].at_s for along in seen.measures if along.numbers), default=now_s)
    last = _monday(now_s)
    count = min(max((last - _monday(first_s)) // WEEK_S + 1, FEWEST), MOST)
    begins = (last - back * WEEK_S for back in range(count - 1, -1, -1))
    return [WeekTold(begin_s=begin_s, title=_title(begin_s, words), now=begin_s == last) for begin_s in begins]


def _monday(local_s: int) -> int:
    """When the week of a moment began."""
    return local_s - (local_s - FIRST_MONDAY_S) % WEEK_S


def _title(begin_s: int, words: Words) -> str:
    """ "16 November 2026 to 22 November 2026"."""
    days = (time.gmtime(begin_s + place * DAY_S) for place in (0, 6))
    begin, end = (words.say(f"view.month_{day.tm_mon}", (day.tm_mday, day.tm_year)) for day in days)
    return words.say("weeks.span").replace("{from}", begin).replace("{to}", end)
