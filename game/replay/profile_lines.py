"""The summary of a player's usual picture as the page writes it: sentences whose numbers each lead to their source."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from affect.trends.profile_page import How, Line, Source
from affect.trends.session import Session
from game.replay.sentences import pattern_title
from game.replay.shown import local_time
from game.replay.views_profile import DayLink, LineShown, MonthShown, Piece, SourceShown
from game.stage.words import Words, spoken

MOST_LINKS = 400
"""Sessions that a source links to, the newest of them; how many more there are is said."""

Replays = Mapping[int, Sequence[DayLink]]
"""Sessions by when they began, seconds since 1970: two may begin at once."""
_Kind = tuple[tuple[str, ...], tuple[int, ...]]
"""Fields and sessions: numbers of one sentence that share both share a footnote."""


def replays_of(player: str, sessions: Iterable[tuple[Session, str]]) -> Replays:
    """A player's sessions, given with the name of each, by the day on the player's own clock."""
    found = defaultdict[int, list[DayLink]](list)
    for session, name in sessions:
        began = local_time(session.started_s, session.offset_s)[0]
        found[session.started_s].append(DayLink(int(began[8:10]) if began else 0, began, f"/p/{player}/s/{name}"))
    return found


def lines_shown(
    lines: Iterable[Line], replays: Replays, words: Words
) -> tuple[tuple[LineShown, ...], tuple[SourceShown, ...]]:
    """The sentences, and the footnotes of all their numbers in the order in which they are read."""
    shown, sources = list[LineShown](), list[SourceShown]()
    for line in lines:
        notes = _notes(line, len(sources) + 1)
        sources += [_source_shown(line, kind, number, replays, words) for kind, number in notes.items()]
        about = pattern_title(words, line.about) if line.about else ""
        shown.append(LineShown(about, _pieces(line, notes, words), tuple(notes.values())))
    return tuple(shown), tuple(sources)


def _notes(line: Line, first: int) -> dict[_Kind, int]:
    """Number of the footnote of each kind of source of a line, in the order in which they come up."""
    kinds = dict.fromkeys(_kind(source) for source in line.sources)
    return {kind: number for number, kind in enumerate(kinds, first)}


def _kind(source: Source) -> _Kind:
    return source.fields, source.started_s


def _pieces(line: Line, notes: Mapping[_Kind, int], words: Words) -> tuple[Piece, ...]:
    """A number belongs to the source at its place: the n-th number of a message has the n-th source."""
    return tuple(
        Piece(part)
        if isinstance(part, str)
        else Piece(spoken(line.said.numbers[part]), notes[_kind(line.sources[part])])
        for part in words.parts(line.said.key)
    )


def _source_shown(line: Line, kind: _Kind, number: int, replays: Replays, words: Words) -> SourceShown:
    fields, started_s = kind
    told = zip(line.said.numbers, line.sources, strict=True)
    links = [link for one in reversed(started_s[-MOST_LINKS:]) for link in replays[one]]
    return SourceShown(
        number=number,
        said=words.say(f"profile.from.{'_less_'.join(fields)}", (float(len(started_s)),)),
        hows=tuple(
            words.say(f"usual.how_{source.how}", (value,))
            for value, source in told
            if _kind(source) == kind and source.how is not How.COUNT
        ),
        fields=" − ".join(fields) if _is_difference(line, kind) else ", ".join(fields),
        months=tuple(_month_shown(month, days, words) for month, days in groupby(links, lambda one: one.began[:7])),
        earlier=max(len(started_s) - MOST_LINKS, 0),
        first=replays[started_s[0]][0].began if started_s else "",
        last=replays[started_s[-1]][0].began if started_s else "",
    )


def _is_difference(line: Line, kind: _Kind) -> bool:
    """Counts only look at their fields; everything else takes the second from the first."""
    return any(_kind(source) == kind and source.how is not How.COUNT for source in line.sources)


def _month_shown(month: str, days: Iterable[DayLink], words: Words) -> MonthShown:
    """``month``: "2026-11"."""
    year, _, number = month.partition("-")
    title = words.say(f"usual.month_{int(number)}", (float(year),)) if number else ""
    return MonthShown(title, tuple(days))
