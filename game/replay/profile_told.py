"""A player's usual picture as the page shows it: the summary, the bands, the last session over them, and the axes."""

from collections.abc import Iterator, Mapping, Sequence
from math import isnan
from statistics import fmean, median

from affect.trends.profile import (
    FEWEST,
    LAST,
    SHOWN_TIMES,
    Axis,
    Band,
    Player,
    Taught,
    band,
    beside,
    beside_said,
    player,
    position,
)
from affect.trends.profile_curve import POINTS, Channel, Curve
from affect.trends.profile_page import page
from affect.trends.session import Session
from game.replay.profile_chart import Scale, alone, band_path, line_path, scale_of, ticks_of
from game.replay.profile_lines import lines_shown, replays_of
from game.replay.shown import local_time
from game.replay.views import PlayerShown
from game.replay.views_profile import AxisShown, ChartShown, CourseShown, MomentRow, ProfileView, TickShown
from game.stage.words import Words, spoken

MOMENTS = {"begin": 0, "quarter": 8, "half": 16, "late": 24, "end": POINTS - 1}
"""Points of the common clock that are told in numbers; the name is part of message ids."""
_QUARTER = POINTS // 4
WORTH_NAMING = {Channel.AROUSAL: 0.05, Channel.VALENCE: 0.05, Channel.APART: 0.5, Channel.PERFORMANCE: 0.05}
"""From the first quarter of a session to the last: a smaller difference nobody would notice. Assumptions."""
DIGITS = {Channel.APART: 1}
"""Decimals of what is told in breaths a minute; everything else is whole."""
FARTHEST = 3.0
"""Sds from the middle at which an axis ends."""
HALF = 48.0
"""Percent of its length from the middle of an axis to there: a dot at the end is still whole."""
NEAR = 1.0
"""Within so many sds a session lies about in the middle."""

Played = tuple[Session, str]
"""A session and its name."""
Row = Sequence[float]


def profile_shown(
    whose: PlayerShown,
    sessions: Sequence[Played],
    courses: Mapping[str, Curve],
    taught: Taught,
    words: Words,
    now_s: float,
    waiting: int,
) -> ProfileView:
    """The whole page.

    Args:
        whose: the player.
        sessions: all that are summed up, in the order of time; simulated ones are left out here.
        courses: of the newest of which enough is known, one more than are usual, by the session's name.
        taught: what the bands rest on beside the own sessions.
        words: of the visitor's language.
        now_s: seconds since 1970.
        waiting: how many sessions are not summed up yet.
    """
    own = [one for one in sessions if not one[0].simulated]
    lines, sources = lines_shown(page([session for session, _ in own]), replays_of(whose.name, own), words)
    read = sum(name in courses for _, name in own)
    left_out = len(sessions) - len(own)
    return ProfileView(
        player=whose,
        today=local_time(now_s)[0],
        lines=lines,
        sources=sources,
        course=course_shown(own, courses, taught, words, whose.name) if read >= FEWEST else None,
        missing=max(FEWEST - read, 0),
        notices=(_left_out(words, left_out),) if left_out else (),
        waiting=waiting,
    )


def _left_out(words: Words, count: int) -> str:
    """That sessions are not in it because nobody sat there."""
    return words.say("usual.simulated_one" if count == 1 else "usual.simulated_many", (float(count),))


def course_shown(
    own: Sequence[Played], courses: Mapping[str, Curve], taught: Taught, words: Words, whose: str
) -> CourseShown:
    """The bands of at least ``FEWEST`` courses, and the last session over them where it can be laid.

    It is laid over the bands of the sessions before it, so that it does not hide in a usual that it made itself.
    """
    read = [one for one in own if one[1] in courses]
    laid = read[-1][1] == own[-1][1] and len(read) > FEWEST
    before = [courses[name] for _, name in (read[:-1] if laid else read)]
    last = courses[read[-1][1]] if laid else None
    known = player(taught, before)
    typical = band(taught, known)
    session, name = read[-1]
    return CourseShown(
        rests_on=words.say("usual.rests_on", (float(known.courses),)),
        charts=tuple(chart_shown(channel, typical, last, words) for channel in Channel),
        last_began=local_time(session.started_s, session.offset_s)[0] if laid else "",
        last_href=f"/p/{whose}/s/{name}" if laid else "",
        beside=_beside_shown(taught, known, last, read[-1][1] == own[-1][1], words),
        axes=() if last is None else tuple(axes_shown(taught, before[-LAST:], last, words)),
    )


def _beside_shown(taught: Taught, known: Player, last: Curve | None, was_read: bool, words: Words) -> tuple[str, ...]:
    """How the last session lay, or why it is not laid over the bands."""
    if last is None:
        return (words.say("usual.last_soon" if was_read else "usual.last_unread"),)
    told, by_course = beside_said(beside(taught, known, last)), words.say("usual.last_by_course")
    if not told:
        return (words.say("usual.last_usual"), by_course)
    return (words.say("trends.different"), *(words.say(one.key, one.numbers) for one in told), by_course)


def chart_shown(channel: Channel, typical: Band, last: Curve | None, words: Words) -> ChartShown:
    """The band of one channel, and the last session over it."""
    place = tuple(Channel).index(channel)
    low, middle, high = (_row(rows.tolist()[place]) for rows in (typical.low, typical.middle, typical.high))
    over = () if last is None else _row(last.value.tolist()[place])
    scale = scale_of(channel, (*low, *high, *over))
    return ChartShown(
        channel=channel,
        title=words.say(f"profile.{channel}.title"),
        said=words.say(f"usual.{channel}_{_way(channel, middle)}"),
        band=band_path(scale, low, high),
        middle=line_path(scale, middle),
        last=line_path(scale, over),
        points=alone(scale, over),
        ticks=tuple(_ticks(channel, scale)),
        high=words.say(f"usual.{channel}_high"),
        low=words.say(f"usual.{channel}_low"),
        rows=tuple(
            MomentRow(
                words.say(f"usual.{moment}"),
                tuple(_told(channel, row[at]) for row in (low, middle, high, over) if row),
            )
            for moment, at in MOMENTS.items()
        ),
    )


def axes_shown(taught: Taught, before: Sequence[Curve], last: Curve, words: Words) -> Iterator[AxisShown]:
    """Where the last session and those before it lie along each axis, beside their own middle; named axes first."""
    places = [_row(position(taught, curve).tolist()) for curve in (*before, last)]
    spread = [row[axis] ** 0.5 for axis, row in enumerate(taught.within.tolist())]
    for axis in sorted(range(len(taught.named)), key=lambda axis: not taught.named[axis].name):
        named = taught.named[axis]
        side = -1.0 if named.correlation < 0.0 else 1.0
        middle = median(place[axis] for place in places[:-1])
        sds = [side * (place[axis] - middle) / spread[axis] for place in places]
        yield AxisShown(
            title=words.say(f"profile.axis.{named.name or 'plain'}"),
            named=bool(named.name),
            dots=tuple(_across(one) for one in sds[:-1]),
            last=_across(sds[-1]),
            said=words.say(f"usual.axis_{_where(named, sds[-1])}"),
        )


def _where(axis: Axis, sds: float) -> str:
    if abs(sds) <= NEAR:
        return "about"
    if not axis.name:
        return "other"
    return "more" if sds > 0.0 else "less"


def _across(sds: float) -> float:
    """Percent from the left."""
    return round(50.0 + HALF * min(max(sds / FARTHEST, -1.0), 1.0), 1)


def _way(channel: Channel, middle: Row) -> str:
    """What a typical session does from its first quarter to its last."""
    moved = fmean(middle[-_QUARTER:]) - fmean(middle[:_QUARTER])
    if abs(moved) < WORTH_NAMING[channel]:
        return "level"
    return "rises" if moved > 0.0 else "falls"


def _ticks(channel: Channel, scale: Scale) -> Iterator[TickShown]:
    against = channel is not Channel.PERFORMANCE
    for value in ticks_of(scale, SHOWN_TIMES[channel]):
        yield TickShown(scale.down(value), spoken(value * SHOWN_TIMES[channel]), against and value == 0.0)


def _told(channel: Channel, value: float) -> str:
    """A value as it is read; "" = not known (nan)."""
    return "" if isnan(value) else spoken(round(value * SHOWN_TIMES[channel], DIGITS.get(channel, 0)))


def _row(numbers: Sequence[float]) -> Row:
    return tuple(float(one) for one in numbers)
