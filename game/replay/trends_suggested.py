"""The one practice that may be tried next week, as pages show it; refused, and taken up again."""

import time
from collections.abc import Collection
from dataclasses import replace
from typing import TypedDict

from affect.trends.session import Session
from affect.trends.suggest import REST_WEEKS, Suggestion, refused, resting, suggest
from game.core.setup import Week
from game.replay.sentences import pattern_title
from game.replay.shown import week_shown
from game.replay.trends_json import SittingTold
from game.replay.trends_told import Kept, sittings_told
from game.stage.words import Words
from game.vault.player import Player
from levels import find_patterns

_WEEK = "%G-W%V"


class RestingTold(TypedDict):
    """A practice that is not suggested for a while."""

    practice: str
    title: str


class EvidenceTold(SittingTold):
    """A session that the suggestion rests on, with what is counted of it."""

    seconds: float | None
    """How long the way back to the usual was, where that is counted."""
    said: str
    """What is counted, in words."""


class SuggestionTold(TypedDict):
    """JSON of suggestion.json."""

    practice: str
    """Name of its pattern; "" = the week as planned."""
    said: list[str]
    """What to try, then why; empty where there is no session yet."""
    rests_on: list[EvidenceTold]
    """Sessions with it that its numbers come from, newest first,"""
    beside: list[EvidenceTold]
    """and those without it that they were compared with."""
    resting: list[RestingTold]
    """What was refused lately."""
    refused: str
    """What to say once this one is refused."""


def suggested(kept: Kept, player: Player, now_s: float, at_rest: Collection[str]) -> Suggestion:
    """What may be tried next week; nothing that is at rest."""
    week = week_shown(player.progress, now_s)
    practices = tuple(pattern.name for pattern in find_patterns() if pattern.suits(player.age))
    planned = Week(week.times, week.minutes, week.done)
    return suggest(kept.sessions, player.posterior, practices, planned, at_rest, now_s)


def suggestion_told(kept: Kept, player: Player, now_s: float, words: Words) -> SuggestionTold:
    """JSON of suggestion.json."""
    at_rest = resting(player.progress.refused, _this_week(now_s))
    told = suggested(kept, player, now_s, at_rest)
    said = [words.say(reason.key, reason.numbers) for reason in told.words] if kept.sessions else []
    return SuggestionTold(
        practice=told.practice,
        said=said,
        rests_on=_evidence(kept, told, told.rests_on, words),
        beside=_evidence(kept, told, told.beside, words),
        resting=[RestingTold(practice=name, title=pattern_title(words, name)) for name in sorted(at_rest)],
        refused=words.say("suggest.refused", (REST_WEEKS,)),
    )


def without(player: Player, practice: str, now_s: float) -> Player:
    """The player's record with this practice refused from this week on."""
    lines = refused(player.progress.refused, practice, _this_week(now_s))
    return replace(player, progress=replace(player.progress, refused=lines))


def again(player: Player, practice: str) -> Player:
    """The player's record with every refusal of this practice taken back."""
    lines = tuple(line for line in player.progress.refused if line.partition(" ")[2] != practice)
    return replace(player, progress=replace(player.progress, refused=lines))


def _evidence(kept: Kept, told: Suggestion, started_s: Collection[int], words: Words) -> list[EvidenceTold]:
    """The sessions that began then, newest first."""
    chosen = set(started_s)
    by_seconds = any(reason.key == "suggest.sooner" for reason in told.words)
    found = [
        EvidenceTold(
            href=sitting["href"],
            day=sitting["day"],
            clock=sitting["clock"],
            seconds=session.recovery_s if by_seconds else None,
            said=_counted(session, told.practice, by_seconds, words),
        )
        for session, sitting in zip(kept.sessions, sittings_told(kept, words), strict=True)
        if session.started_s in chosen
    ]
    return found[::-1]


def _counted(session: Session, practice: str, by_seconds: bool, words: Words) -> str:
    if by_seconds:
        return words.say("view.seconds", (round(session.recovery_s or 0.0),))
    return words.say("over.idea_calmer" if practice in session.helped else "over.idea_as_before")


def _this_week(now_s: float) -> str:
    return time.strftime(_WEEK, time.localtime(now_s))
