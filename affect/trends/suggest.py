"""One practice for next week, with its reason and what it rests on. Only an idea, and easy to refuse.

A practice is picked out where calm came back sooner in sessions with it, or else where arousal was mostly lower after
it; where neither is likely enough, the week's plan stays as it is, and that is said as a good thing. What is refused
is not suggested again for ``REST_WEEKS`` weeks.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from affect.trends.practised import (
    EVENING_HOUR,
    MORNING_HOUR,
    Calmed,
    Effect,
    calmed,
    effects,
    lately,
    relief_is_likely,
)
from affect.trends.session import WORTH_NAMING, Measure, Session
from game.core.directive import Reason
from game.core.posterior import Posterior
from game.core.setup import Week

FEWEST = 4
"""Sessions with a practice, and without it, before recovery is compared."""
FEWEST_CALMED = 6
"""Sessions with a practice before it is told how often arousal was lower after it."""
CHANCE = 0.05
"""A practice is picked out only where the probability that it does not go along with calm is below this, shared by all
practices that were looked at (Bonferroni), because the best of several looks good by luck alone."""
UNLIKELY = 0.2
"""Where breathing games make this player calmer with no more than this probability, none is suggested."""
MOSTLY = 2.0 / 3.0
"""A part of the day is named where so large a share of the sessions with the practice lay in it."""
NOON_HOUR = 11
REST_WEEKS = 6
"""For so long what was refused is not suggested again."""
MOST_REFUSALS = 64


class DayPart(StrEnum):
    """A part of the day; the value is part of message ids."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What may be tried next week."""

    practice: str
    """Name of the pattern; "" = the week as planned."""
    words: tuple[Reason, ...]
    """What to try, why, what that rests on, and when; in the order in which it is said."""
    rests_on: tuple[int, ...] = ()
    """``Session.started_s`` of the sessions with the practice that its numbers come from,"""
    beside: tuple[int, ...] = ()
    """and of those without it that they were compared with."""


def suggest(
    sessions: Sequence[Session],
    posterior: Posterior,
    practices: Sequence[str],
    week: Week,
    at_rest: Collection[str],
    now_s: float,
) -> Suggestion:
    """One practice for next week; the same arguments give the same one.

    Args:
        sessions: the player's own, in the order of time (``session.own``).
        posterior: what is known of the player from their sittings.
        practices: names of the patterns that suit the player's age.
        week: what is planned anyway.
        at_rest: names not to be suggested now (``resting``).
        now_s: seconds since 1970, UTC; the last half a year before it is looked at.
    """
    if relief_is_likely(posterior) < UNLIKELY:
        return _usual("suggest.why_own_way", week)
    looked = lately(sessions, now_s)
    compared = effects(looked, practices, posterior, FEWEST)
    sooner = [one for one in compared if _stands_out(one, len(compared))]
    free_sooner = [one for one in sooner if one.practice not in at_rest]
    if free_sooner:
        return _by_recovery(min(free_sooner, key=lambda one: one.change), looked)
    ran = [one for one in (calmed(looked, name, posterior) for name in practices) if len(one.sessions) >= FEWEST_CALMED]
    after = [one for one in ran if 1.0 - one.mostly <= CHANCE / len(ran)]
    free_after = [one for one in after if one.practice not in at_rest]
    if free_after:
        return _by_calm(max(free_after, key=lambda one: one.share), looked)
    if sooner or after:
        return _usual("suggest.why_rests", week)
    return _usual("suggest.why_even" if ran else "suggest.why_little", week)


def refused(refusals: Sequence[str], practice: str, week: str) -> tuple[str, ...]:
    """Refusals as they are kept ("2026-W47 humming"), with one more; what has rested long enough is let go.

    Args:
        refusals: as they were kept.
        practice: name of the pattern.
        week: the calendar week it is, "2026-W47".

    Raises:
        ValueError: no such week.
    """
    _monday(week)
    line = f"{week} {practice}"
    others = (one for one in refusals if one != line and _rests(one, week))
    return (*others, line)[-MOST_REFUSALS:]


def resting(refusals: Sequence[str], week: str) -> frozenset[str]:
    """Names that are not to be suggested in this calendar week. What cannot be read rests for nothing."""
    return frozenset(one.partition(" ")[2] for one in refusals if _rests(one, week))


def _rests(refusal: str, week: str) -> bool:
    try:
        return 0 <= (_monday(week) - _monday(refusal.partition(" ")[0])).days < 7 * REST_WEEKS
    except ValueError:
        return False


def _monday(week: str) -> date:
    """The first day of "2026-W47". Raises ValueError."""
    year, _, number = week.partition("-W")
    return date.fromisocalendar(int(year), int(number), 1)


def _stands_out(effect: Effect, looked: int) -> bool:
    """Whether what can be counted by anybody says the same as the regression, and is worth naming.

    ``looked``: how many practices were compared.
    """
    noticed = effect.seconds >= WORTH_NAMING[Measure.RECOVERY] and 2 * effect.quicker > len(effect.with_it)
    return noticed and 1.0 - effect.sooner <= CHANCE / looked


def _by_recovery(effect: Effect, sessions: Sequence[Session]) -> Suggestion:
    numbers = (float(round(effect.seconds)), float(effect.quicker), float(len(effect.with_it)))
    words = (Reason("suggest.why_sooner"), Reason("suggest.sooner", numbers))
    return _suggestion(effect.practice, words, sessions, effect.with_it, effect.without)


def _by_calm(told: Calmed, sessions: Sequence[Session]) -> Suggestion:
    numbers = (float(told.times), float(len(told.sessions)))
    words = (Reason("suggest.why_calmer"), Reason("suggest.calmer", numbers))
    return _suggestion(told.practice, words, sessions, told.sessions, ())


def _suggestion(
    practice: str,
    words: tuple[Reason, ...],
    sessions: Sequence[Session],
    rests_on: tuple[int, ...],
    beside: tuple[int, ...],
) -> Suggestion:
    part = _part(sessions, rests_on)
    when = (Reason(f"suggest.{part}"),) if part else ()
    return Suggestion(practice, (Reason(f"suggest.{practice}"), *words, *when), rests_on, beside)


def _part(sessions: Sequence[Session], started_s: Collection[int]) -> DayPart | None:
    """The part of the day in which most of some sessions lay; None = now this, now that."""
    parts = [_part_of(one) for one in sessions if one.started_s in started_s]
    return next((part for part in DayPart if parts.count(part) >= MOSTLY * len(parts)), None)


def _part_of(session: Session) -> DayPart:
    if MORNING_HOUR <= session.hour < NOON_HOUR:
        return DayPart.MORNING
    return DayPart.AFTERNOON if NOON_HOUR <= session.hour < EVENING_HOUR else DayPart.EVENING


def _usual(why: str, week: Week) -> Suggestion:
    return Suggestion("", (Reason("suggest.usual", (float(week.times), float(week.minutes))), Reason(why)))
