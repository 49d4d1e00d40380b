"""What many sessions say, as lines of text; asked for, every number leads to the sessions it comes from."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from textwrap import wrap

from affect.trends.change import change_said
from affect.trends.forecast import Forecast, forecast_said
from affect.trends.profile_page import FIELDS, page
from affect.trends.session import Session
from affect.trends.trend import trend_said
from affect.trends.unusual import unusual_said
from game.core.directive import Reason
from game.replay.profile_lines import lines_shown, replays_of
from game.replay.sentences import headed
from game.replay.trends_seen import MOST_LOOKED, Along, Seen, seen
from game.replay.trends_suggested import suggestion_told
from game.replay.trends_told import WHOLE_FROM, Kept
from game.replay.views_profile import SourceShown
from game.stage.words import Words
from game.vault.player import Player

WIDTH = 100
"""Columns of a list of days."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What is looked at."""

    whose: str
    """Name of the player's folder."""
    player: Player
    """The player's record."""
    own: tuple[tuple[Session, str], ...]
    """The player's own sessions and the name of each, in the order of time; at least one."""
    now_s: int
    """When, seconds since 1970."""

    @property
    def kept(self) -> Kept:
        """The newest of them, as far as they are looked through for what changes."""
        newest = self.own[-MOST_LOOKED:]
        return Kept(self.whose, tuple(one for one, _ in newest), tuple(name for _, name in newest))


@dataclass(slots=True)
class Notes:
    """Footnotes, numbered as they come up."""

    wanted: bool
    """Whether there are any."""
    lines: list[str] = field(default_factory=list)
    """As they are printed behind everything else."""
    count: int = 0
    """How many there are."""

    def mark(self, said: str, days: Iterable[str], earlier: int = 0) -> str:
        """Add one; returns what stands behind the sentence: " [3]".

        Args:
            said: what it says.
            days: on which the sessions began, "2026-11-22", newest first.
            earlier: so many more there are.
        """
        if not self.wanted:
            return ""
        self.count += 1
        self.lines.append(f"[{self.count}] {said}")
        for month, each in groupby(days, lambda day: day[:7]):
            told = f"{month}: {', '.join(day[8:] for day in each)}"
            self.lines += wrap(told, WIDTH, initial_indent="    ", subsequent_indent=" " * 13)
        if earlier:
            self.lines.append(f"    + {earlier}")
        return f" [{self.count}]"


def trends_said(looked: Looked, words: Words, sources: bool) -> Iterator[str]:
    """All of it, line by line; ``sources``: with footnotes."""
    notes, kept = Notes(sources), looked.kept
    here_s = time.localtime(looked.now_s).tm_gmtoff
    yield f"{looked.player.name} · {_day(looked.now_s + here_s, words)}".removeprefix(" · ")
    yield ""
    told = seen(kept.sessions, None, looked.now_s, here_s)
    yield from _headed(words.say("usual.words_title"), _usual(looked, words, notes))
    yield from _headed(words.say("over.title"), _along(told, kept, words, notes))
    yield from _headed(words.say("usual.lately"), _different(told, kept, words, notes))
    yield from _headed(words.say("suggest.title"), _idea(looked, words, notes))
    if notes.lines:
        yield from _headed(words.say("usual.sources_title"), notes.lines)


def _headed(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield title
    yield from (f"  {line}" for line in lines)
    yield ""


def _usual(looked: Looked, words: Words, notes: Notes) -> Iterator[str]:
    """The usual picture."""
    sessions = [session for session, _ in looked.own]
    lines, sources = lines_shown(page(sessions), replays_of(looked.whose, looked.own), words)
    for line in lines:
        sentence = "".join(piece.text for piece in line.pieces)
        marks = "".join(_marked(sources[number - 1], notes) for number in line.sources)
        yield f"{headed(words, line.about, sentence) if line.about else sentence}{marks}"


def _marked(source: SourceShown, notes: Notes) -> str:
    said = " ".join((source.said, *source.hows, f"({source.fields})"))
    days = (one.began[:10] for month in source.months for one in month.days)
    return notes.mark(said, days, source.earlier)


def _along(told: Seen, kept: Kept, words: Words, notes: Notes) -> Iterator[str]:
    """Where each measure goes, what has changed for longer, and the weeks ahead."""
    for along in told.measures:
        if not along.numbers:
            continue
        names = FIELDS[along.measure]
        rests = words.say(f"profile.from.{'_less_'.join(names)}", (float(len(along.numbers)),))
        mark = notes.mark(f"{rests} ({' − '.join(names)})", _days(kept, [one.place for one in along.numbers]))
        yield f"{words.say(f'trends.{along.measure}.title')}{mark}"
        yield from (f"  {_said(reason, words)}" for reason in _reasons(along, told.now_s))
    if any(isinstance(along.ahead, Forecast) for along in told.measures):
        title, condition, sure = (words.say(f"forecast.{name}") for name in ("title", "if_as_now", "how_sure"))
        yield f"{title} · {condition} {sure}"


def _reasons(along: Along, now_s: int) -> Iterator[Reason]:
    yield trend_said(along.trend)
    if along.lasts is not None:
        yield change_said(along.lasts, now_s)
    if isinstance(along.ahead, Forecast):
        yield forecast_said(along.ahead)


def _different(told: Seen, kept: Kept, words: Words, notes: Notes) -> Iterator[str]:
    """Sessions of the last weeks that were different from usual."""
    for compared in told.different:
        first, *others = (_said(reason, words) for reason in unusual_said(compared))
        began = _day(kept.sessions[compared.place].local_s, words)
        mark = notes.mark(words.say("usual.from_days"), _days(kept, [compared.place]))
        yield f"{headed(words, began, first)}{mark}"
        yield from others
    if not told.different:
        key = "none_lately" if not told.lately else "usual_lately" if told.beside else "too_early"
        yield words.say(f"over.{key}")


def _idea(looked: Looked, words: Words, notes: Notes) -> Iterator[str]:
    """One practice for next week."""
    kept = looked.kept
    idea = suggestion_told(kept, looked.player, looked.now_s, words)
    names = {one["href"].rpartition("/")[2] for one in (*idea["rests_on"], *idea["beside"])}
    rests = [place for place, name in enumerate(kept.names) if name in names]
    *others, last = idea["said"]
    yield from others
    yield f"{last}{notes.mark(words.say('usual.from_days'), _days(kept, rests)) if rests else ''}"
    yield words.say("suggest.hint")


def _said(reason: Reason, words: Words) -> str:
    """A sentence; nobody knows a number of two digits to a tenth."""
    return words.say(reason.key, tuple(round(one) if abs(one) >= WHOLE_FROM else one for one in reason.numbers))


def _day(local_s: int, words: Words) -> str:
    """ "22 November 2026"; ``local_s``: seconds since 1970 on the clock it is told by."""
    day = time.gmtime(local_s)
    return words.say(f"view.month_{day.tm_mon}", (day.tm_mday, day.tm_year))


def _days(kept: Kept, places: Iterable[int]) -> Iterator[str]:
    """On which days sessions began, on the player's own clock, newest first."""
    for place in sorted(places, reverse=True):
        yield time.strftime("%Y-%m-%d", time.gmtime(kept.sessions[place].local_s))
