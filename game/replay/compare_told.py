"""Two sessions laid over each other as the page shows them: drawn, in sentences, and as a table.

A sentence says that two sessions differ only where their bands do not touch; where they do, nothing is said.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, isfinite

from affect.trends.profile import SHOWN_TIMES
from affect.trends.profile_curve import Channel
from game.replay.compare import Apart, Band, Pair, Side
from game.replay.happenings import headline_told
from game.replay.profile_chart import Scale, alone, band_path, line_path, scale_of, ticks_of
from game.replay.sentences import MENUS, headed, level_title, listed, pattern_title
from game.replay.views import SessionShown
from game.replay.views_compare import (
    BarShown,
    DrawingShown,
    LineShown,
    MarkShown,
    MomentShown,
    PairShown,
    SideShown,
    StripShown,
)
from game.stage.words import Words, spoken

MOST_SAID = 3
"""So many stretches are put into a sentence, the longest ones; the drawing marks all."""
MOST_ROWS = 48
"""Of the table: a row each half minute, or each minute of longer sessions, and so on."""
ROW_STEPS_S = (30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0)
MOST_TIMES = 9


@dataclass(frozen=True, slots=True)
class _Kind:
    """One of the two things that are drawn."""

    name: str
    """Part of message ids."""
    channel: Channel
    """What it is called, and scaled as, in the usual picture."""
    digits: int
    """Decimals with which it is told."""


@dataclass(frozen=True, slots=True)
class _Spans:
    """The width of the drawings, in seconds from the moment at which both are laid over each other."""

    from_s: float
    to_s: float

    def at(self, at_s: float) -> float:
        """Percent from the left, within the drawing."""
        share = (at_s - self.from_s) / (self.to_s - self.from_s)
        return round(100.0 * min(max(share, 0.0), 1.0), 2)

    def bar(self, from_s: float, to_s: float, title: str, hollow: bool = False) -> BarShown:
        """A stretch of time."""
        begin = self.at(from_s)
        return BarShown(begin, round(self.at(to_s) - begin, 2), title, hollow)


TENSION = _Kind("tension", Channel.AROUSAL, 0)
BREATH = _Kind("breath", Channel.APART, 1)


def pair_shown(pair: Pair, sessions: tuple[SessionShown, SessionShown], words: Words) -> PairShown:
    """All that is shown of two sessions."""
    sides, names, spans = (pair.first, pair.second), names_of(sessions, words), _spans(pair)
    bands = ((TENSION, (pair.first.tension, pair.second.tension)), (BREATH, (pair.first.breath, pair.second.breath)))
    apart = {TENSION: pair.tension.apart, BREATH: pair.breath.apart}
    told = [_side_shown(*one, words) for one in zip(sides, sessions, names, strict=True)]
    strips = [_strip_shown(side, name, spans, words) for side, name in zip(sides, names, strict=True)]
    return PairShown(
        sides=(told[0], told[1]),
        laid=_laid(pair, names, words),
        at_tensest=pair.at_tensest,
        differs=tuple(_differs(pair, names, words)),
        rests=words.say("compare.rests", (_minutes(pair.tension.both_s), _minutes(pair.breath.both_s))),
        drawings=tuple(
            _drawing_shown(kind, two, apart[kind], spans, words)
            for kind, two in bands
            if any(isfinite(value) for band in two for value in band.middle)
        ),
        strips=(strips[0], strips[1]),
        times=tuple(_times(pair)),
        moments=tuple(_moments(pair, words)),
    )


def names_of(sessions: tuple[SessionShown, SessionShown], words: Words) -> tuple[str, str]:
    """What two sessions are called: their days, with the time where that is one day; else the one and the other."""
    days = [day_told(session.started, words) for session in sessions]
    if days[0] == days[1]:
        days = [f"{day}, {session.started[11:16]}" for day, session in zip(days, sessions, strict=True)]
    if days[0] == days[1]:
        days = [words.say(f"compare.sign_{number}") for number in (1, 2)]
    return days[0], days[1]


def day_told(started: str, words: Words) -> str:
    """ "22 November 2026" of an ISO 8601 moment, or that it is not known ("")."""
    if not started:
        return words.say("view.time_unknown")
    return words.say(f"view.month_{int(started[5:7])}", (int(started[8:10]), int(started[:4])))


def clock_told(pair: Pair, at_s: float) -> str:
    """A time from the moment at which they are laid over each other: "+1:20", "−0:40"; from beginnings "1:20"."""
    whole = round(abs(at_s))
    sign = "" if not whole else "−" if at_s < 0.0 else "+" if pair.at_tensest else ""
    return f"{sign}{whole // 60}:{whole % 60:02d}"


def _side_shown(side: Side, session: SessionShown, name: str, words: Words) -> SideShown:
    return SideShown(session, name, headline_told(side.headline, words) if side.headline else "")


def _laid(pair: Pair, names: tuple[str, str], words: Words) -> str:
    """At which moment they are laid over each other, and why."""
    if pair.at_tensest:
        return words.say("compare.at_tensest")
    without = [name for side, name in zip((pair.first, pair.second), names, strict=True) if not side.tense]
    if len(without) == 1:
        return words.say("compare.at_begin_one").replace("{day}", without[0])
    return words.say("compare.at_begin_both")


def _differs(pair: Pair, names: tuple[str, str], words: Words) -> Iterator[str]:
    """Where the two lie further apart than both are unsure, a sentence each."""
    told = (("tension", pair.tension), ("breath", pair.breath))
    enough = [(name, one) for name, one in told if one.known]
    if not enough:
        yield words.say("compare.unknown")
        return
    if not any(one.apart for _, one in enough):
        yield words.say("compare.none")
    for name, one in enough:
        for side, day in enumerate(names):
            apart = [each for each in one.apart if each.first is (side == 0)]
            if apart:
                yield from _apart_told(pair, f"compare.{name}", day, apart, words)


def _apart_told(pair: Pair, key: str, day: str, apart: Sequence[Apart], words: Words) -> Iterator[str]:
    """ "On 3 May the breath was quicker beside the guide: from −0:20 to +1:40", and how many shorter stretches."""
    longest = sorted(apart, key=lambda one: one.lasts_s, reverse=True)[:MOST_SAID]
    spans = [_span_told(pair, one, words) for one in sorted(longest, key=lambda one: one.from_s)]
    yield words.say(f"{key}_apart").replace("{day}", day).replace("{times}", listed(words, spans))
    if len(apart) > MOST_SAID:
        yield words.say(f"{key}_more", (len(apart) - MOST_SAID,))


def _span_told(pair: Pair, apart: Apart, words: Words) -> str:
    said = words.say("compare.span")
    return said.replace("{from}", clock_told(pair, apart.from_s)).replace("{to}", clock_told(pair, apart.to_s))


def _drawing_shown(
    kind: _Kind, bands: Sequence[Band], apart: Iterable[Apart], spans: _Spans, words: Words
) -> DrawingShown:
    scale = scale_of(kind.channel, [value for band in bands for value in (*band.low, *band.high)])
    lines = [
        LineShown(band_path(scale, band.low, band.high), line_path(scale, band.middle), alone(scale, band.middle))
        for band in bands
    ]
    title = words.say("compare.legend_apart")
    return DrawingShown(
        name=kind.name,
        lines=(lines[0], lines[1]),
        marks=tuple(_marks(kind, scale)),
        apart=tuple(spans.bar(one.from_s, one.to_s, title) for one in apart),
    )


def _marks(kind: _Kind, scale: Scale) -> Iterator[MarkShown]:
    times = SHOWN_TIMES[kind.channel]
    for value in ticks_of(scale, times):
        yield MarkShown(scale.down(value), _number(value * times, 1), value == 0.0)


def _strip_shown(side: Side, name: str, spans: _Spans, words: Words) -> StripShown:
    played = [place for place in side.places if place.name not in MENUS]
    games = listed(words, dict.fromkeys(pattern_title(words, game.pattern) for game in side.games))
    return StripShown(
        name=name,
        places=tuple(spans.bar(one.from_s, one.to_s, level_title(words, one.name)) for one in played),
        games=tuple(
            spans.bar(one.from_s, one.to_s, pattern_title(words, one.pattern), one.skipped) for one in side.games
        ),
        aside=tuple(spans.bar(from_s, to_s, words.say("compare.aside")) for from_s, to_s in side.aside),
        said=headed(words, words.say("compare.games"), games) if games else words.say("compare.games_none"),
    )


def _spans(pair: Pair) -> _Spans:
    return _Spans(pair.at_s[0], pair.at_s[-1])


def _times(pair: Pair) -> Iterator[MarkShown]:
    """Whole minutes below the drawings, always with the moment at which both are laid over each other."""
    spans = _spans(pair)
    lasts_s = spans.to_s - spans.from_s
    step_s = next((one for one in ROW_STEPS_S[1:] if lasts_s / one <= MOST_TIMES), ceil(lasts_s / MOST_TIMES))
    for place in range(ceil(spans.from_s / step_s), int(spans.to_s // step_s) + 1):
        yield MarkShown(spans.at(place * step_s), clock_told(pair, place * step_s), place == 0, minor=place % 2 == 1)


def _moments(pair: Pair, words: Words) -> Iterator[MomentShown]:
    """Rows of the table, and what the pointer reads."""
    spans = _spans(pair)
    lasts_s = spans.to_s - spans.from_s
    row_s = next((one for one in ROW_STEPS_S if lasts_s / one <= MOST_ROWS), ceil(lasts_s / MOST_ROWS))
    each = max(round(row_s / pair.step_s), 1)
    sides = (pair.first, pair.second)
    for place, at_s in enumerate(pair.at_s):
        if round(at_s / pair.step_s) % each:
            continue
        tension = [_told(TENSION, side.tension, place, words) for side in sides]
        breath = [_told(BREATH, side.breath, place, words) for side in sides]
        ran = [_ran(side, at_s, words) for side in sides]
        yield MomentShown(
            at=spans.at(at_s),
            time=clock_told(pair, at_s),
            tension=(tension[0], tension[1]),
            breath=(breath[0], breath[1]),
            ran=(ran[0], ran[1]),
        )


def _told(kind: _Kind, band: Band, place: int, words: Words) -> str:
    """ "12 (3 to 21)"; "" = not known."""
    row = (band.middle[place], band.low[place], band.high[place])
    if not isfinite(row[0]):
        return ""
    middle, low, high = (_number(value * SHOWN_TIMES[kind.channel], kind.digits) for value in row)
    return words.say("compare.number").replace("{middle}", middle).replace("{low}", low).replace("{high}", high)


def _ran(side: Side, at_s: float, words: Words) -> str:
    return listed(words, [pattern_title(words, one.pattern) for one in side.games if one.from_s <= at_s < one.to_s])


def _number(value: float, digits: int) -> str:
    """With a minus as it is printed."""
    return spoken(round(value, digits)).replace("-", "−")


def _minutes(seconds: float) -> float:
    """To half a minute."""
    return round(seconds / 30.0) / 2.0
