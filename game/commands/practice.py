"""What a sitting adds to a player's progress. Nothing is ever taken away, and no day is counted against anybody."""

import time
from dataclasses import replace
from datetime import date

from game.core.journey import OPENS_AFTER_S, TICKS_PER_S, Journey, everything_found, practised_s
from game.core.setup import Setup, Week
from game.vault.player import Progress

PROBE_AFTER = 3
"""Sittings before the first minute without a guide is due."""


def this_week() -> str:
    """The calendar week it is, "2025-W47"."""
    return time.strftime("%G-W%V")


def sat(progress: Progress, week: str) -> Progress:
    """One sitting more, in this calendar week."""
    same = progress.weeks[-1:] == (week,)
    weeks = progress.weeks if same else (*progress.weeks, week)
    return replace(
        progress, sittings=progress.sittings + 1, weeks=weeks, week_done=progress.week_done + 1 if same else 1
    )


def practised(progress: Progress, setup: Setup, journey: Journey, told: Journey) -> Progress:
    """What was practised and found in a sitting, laid upon the record as it is now; told again, it is the same.

    Args:
        progress: the record: other sittings of this player may have added to it meanwhile.
        setup: what the sitting began with.
        journey: its way so far.
        told: its way when this was told last. The disk may not have taken it then, so the sitting's own count holds
            where the record has less.
    """
    newly_s = (journey.practised_ticks - told.practised_ticks) / TICKS_PER_S
    seconds = max(progress.practised_s + newly_s, practised_s(setup, journey))
    opened = tuple(name for name, after_s in OPENS_AFTER_S.items() if seconds >= after_s)
    return replace(
        progress,
        places_open=_each_once(progress.places_open + opened),
        practised_s=seconds,
        found=_each_once(progress.found + everything_found(setup, journey)),
    )


def planned(progress: Progress, times: int, minutes: int) -> Progress:
    """Another invitation for the week: so many sittings, so long."""
    return replace(progress, week_times=times, week_minutes=minutes)


def week_of(progress: Progress, week: str) -> Week:
    """The invitation for this calendar week."""
    done = progress.week_done if progress.weeks[-1:] == (week,) else 0
    return Week(progress.week_times, progress.week_minutes, done)


def probe_is_due(progress: Progress, week: str) -> bool:
    """Once a week, after some sittings."""
    return progress.sittings >= PROBE_AFTER and progress.probed != week


def weeks_away(progress: Progress, week: str) -> int:
    """Whole calendar weeks since the one of the last sitting; 0 where there was none, or no week can be told."""
    try:
        return max((_monday(week) - _monday(progress.weeks[-1])).days // 7, 0)
    except (IndexError, ValueError):
        return 0


def _each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names in the order in which they came first."""
    return tuple(dict.fromkeys(names))


def _monday(week: str) -> date:
    """The first day of "2025-W47". Raises ValueError."""
    year, _, number = week.partition("-W")
    return date.fromisocalendar(int(year), int(number), 1)
