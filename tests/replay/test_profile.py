"""The usual picture: every number leads to the sessions it comes from, every sentence is kind, nothing is guessed."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest

from affect.trends.profile import FEWEST
from affect.trends.profile_page import page, traced
from affect.trends.session import Session, own
from game.replay.profile_lines import MOST_LINKS
from game.replay.shown import local_time
from game.replay.views_profile import LineShown, ProfileView
from game.stage.presentation import LANGUAGES
from game.stage.words import Words, spoken
from tests.affect.test_profile_page import UNWELCOME
from tests.replay.profile_made import Kept, curves, person
from tests.replay.test_frame import read_page, shown
from tests.stage.test_words import FORBIDDEN

PEOPLE = tuple(person(seed, count) for seed, count in enumerate((160, 61, 30, 12, 5, 4, 1, 0)))
MANY, FEW, NONE = PEOPLE[0], PEOPLE[5], PEOPLE[7]
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def sentences(view: ProfileView) -> Iterator[str]:
    """Everything the page says that was put together for this player."""
    yield from ("".join((line.about, *(piece.text for piece in line.pieces))) for line in view.lines)
    for source in view.sources:
        yield from (source.said, *source.hows, *(month.title for month in source.months))
    yield from view.notices
    if view.course is not None:
        yield from (view.course.rests_on, *view.course.beside)
        for chart in view.course.charts:
            yield from (chart.title, chart.said, chart.high, chart.low, *(row.title for row in chart.rows))
        yield from (text for axis in view.course.axes for text in (axis.title, axis.said))


def numbers_of(line: LineShown) -> list[tuple[str, int]]:
    """Numbers of a sentence, each with its footnote."""
    return [(piece.text, piece.source) for piece in line.pieces if piece.source]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kept", PEOPLE)
def test_every_sentence_passes_the_wording_check(kept: Kept, language: str) -> None:
    """Of many simulated people, in both languages: no illness, no duty, no failing, and no message id."""
    for said in sentences(kept.shown(language)):
        assert said.strip()
        start = r"\b" if language == "en" else ""
        assert not [word for word in FORBIDDEN[language] if re.search(start + word, f"{said.lower()} ")], said
        assert not UNWELCOME.search(said), said
        assert not re.search(r"\b(?:usual|profile|trends|pattern)\.\w", said), said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kept", PEOPLE)
def test_every_number_of_the_summary_is_traced(kept: Kept, language: str) -> None:
    """Each digit of it stands in a piece with a footnote, and the sessions of that footnote alone make it again."""
    view = kept.shown(language)
    for shown_line, line in zip(view.lines, page(kept.sessions), strict=True):
        words = "".join(piece.text for piece in shown_line.pieces if not piece.source)
        assert not NUMBER.search(words), words
        told = sorted(float(text) for text, _ in numbers_of(shown_line))
        assert told == sorted(float(spoken(traced(source, kept.sessions))) for source in line.sources)
    assert [source.number for source in view.sources] == list(range(1, len(view.sources) + 1))


@pytest.mark.parametrize("kept", PEOPLE[:4])
def test_a_footnote_links_to_just_its_sessions(kept: Kept) -> None:
    """The links of the n-th source are the replays of the sessions it was made of, newest first, each with its day."""
    began = {f"/p/player-1/s/{name}": one for one, name in zip(kept.sessions, kept.names, strict=True)}
    view = kept.shown()
    for shown_line, line in zip(view.lines, page(kept.sessions), strict=True):
        by_number = dict(numbers_of(shown_line))
        for source in line.sources:
            note = view.sources[by_number[spoken(traced(source, kept.sessions))] - 1]
            days = [day for month in note.months for day in month.days]
            linked = [began[day.href].started_s for day in days]
            assert tuple(sorted(linked)) in {one.started_s for one in line.sources}
            assert linked == sorted(linked, reverse=True)
            assert [day.began for day in days] == [local_time(started_s)[0] for started_s in linked]
            assert all(f"{day.day}" == str(int(day.began[8:10])) for day in days)
            assert set(re.split(r", | − ", note.fields)) <= set(Session.__slots__)


def test_a_very_long_list_is_cut_and_says_so() -> None:
    """The newest sessions are linked; how many there are before them is said, and counted in the sentence."""
    sessions = tuple(Session(started_s=86_400 * day, length_s=600.0) for day in range(1, MOST_LINKS + 51))
    kept = Kept(sessions, [f"{at:032x}" for at in range(len(sessions))], {})
    view = kept.shown()
    assert view.lines[0].pieces[1].text == str(len(sessions))
    for source in view.sources[:2]:
        assert sum(len(month.days) for month in source.months) == MOST_LINKS
        assert source.earlier == 50
        assert source.first == local_time(86_400)[0]


def test_two_sessions_at_once_are_both_linked() -> None:
    """Sources name sessions by when they began; two that began in the same second are two links."""
    sessions = tuple(Session(started_s=86_400 * (day // 2 + 1), length_s=600.0) for day in range(4))
    view = Kept(sessions, [f"{at:032x}" for at in range(4)], {}).shown()
    assert {day.href[-1] for month in view.sources[0].months for day in month.days} == set("0123")


def test_simulated_sessions_are_left_out_and_that_is_said() -> None:
    """A session that nobody of flesh and blood played changes nothing but a notice."""
    extra = replace(MANY.sessions[-1], started_s=MANY.sessions[-1].started_s + 60, simulated=True)
    with_it = Kept((*MANY.sessions, extra), (*MANY.names, "f" * 32), {**MANY.courses, "f" * 32: curves(1, 99)[0]})
    view = with_it.shown()
    assert replace(view, notices=()) == MANY.shown()
    assert view.notices == ("Left out: one sitting in which nobody of flesh and blood played.",)
    assert own(with_it.sessions) == tuple(MANY.sessions)


def test_too_few_sessions_draw_nothing() -> None:
    """Without enough courses of one's own there is no band at all, never that of others; what is missing is said."""
    assert (FEW.shown().course, FEW.shown().missing) == (None, FEWEST - 4)
    assert (NONE.shown().course, NONE.shown().lines, NONE.shown().missing) == (None, (), FEWEST)


def test_with_just_enough_nothing_is_laid_over_the_band() -> None:
    """Five courses make a band; the last of five is part of it, so it is not compared with itself."""
    course = PEOPLE[4].shown().course
    assert course is not None
    assert (course.last_href, course.axes, len(course.beside)) == ("", (), 1)
    assert all(not chart.last and not chart.points and len(chart.rows[0].numbers) == 3 for chart in course.charts)


def test_a_last_session_without_a_course_is_not_replaced_by_another() -> None:
    """Where too little was read of the last session, that is said, and no older one is shown in its place."""
    courses = {name: curve for name, curve in MANY.courses.items() if name != MANY.names[-1]}
    course = replace(MANY, courses=courses).shown().course
    assert course is not None and not course.last_href
    assert course.beside != PEOPLE[4].shown().course.beside  # type: ignore[union-attr]


def test_the_last_session_does_not_hide_in_its_own_band() -> None:
    """The band and the dots are the same whatever the last session was like; only what is laid over them differs."""
    first, second = (
        replace(MANY, courses={**MANY.courses, MANY.names[-1]: curves(2, seed, aside)[-1]}).shown().course
        for seed, aside in ((1, 0.0), (2, 8.0))
    )
    assert first is not None and second is not None
    assert [axis.dots for axis in first.axes] == [axis.dots for axis in second.axes]
    assert [axis.last for axis in first.axes] != [axis.last for axis in second.axes]
    assert first.rests_on == second.rests_on
    for one, other in zip(first.charts, second.charts, strict=True):
        assert [row.numbers[:3] for row in one.rows] == [row.numbers[:3] for row in other.rows]
    assert len(first.beside) == 2 and len(second.beside) == 4
    assert first.beside[-1] == second.beside[-1] == Words("en").say("usual.last_by_course")


def test_the_band_holds_its_middle_and_follows_the_player() -> None:
    """In the table low <= middle <= high everywhere, and another player has another band."""
    told = []
    for kept in PEOPLE[:4]:
        course = kept.shown().course
        assert course is not None
        for chart in course.charts:
            for row in chart.rows:
                low, middle, high = (float(number) for number in row.numbers[:3])
                assert low <= middle <= high
        told.append([row.numbers[:3] for chart in course.charts for row in chart.rows])
    assert all(one != other for at, one in enumerate(told) for other in told[:at])


def test_axes_with_a_name_come_first_and_only_they_have_more_and_less() -> None:
    """An axis without a plain meaning says so, and says of the last session only whether it was unlike the others."""
    course = MANY.shown().course
    assert course is not None
    named = [axis.named for axis in course.axes]
    assert named == sorted(named, reverse=True) and 0 < sum(named) < len(named)
    for axis in course.axes:
        assert all(0.0 <= at <= 100.0 for at in (*axis.dots, axis.last))
        assert axis.named or ("more" not in axis.said and "less" not in axis.said)
        assert axis.named == (axis.title != "no plain meaning")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kept", PEOPLE)
def test_the_page_can_be_read_aloud(kept: Kept, language: str) -> None:
    """Headings in order, every id once, every number's button leads to a footnote that is there, nothing unsaid."""
    html = shown("profile.html", kept.shown(language, waiting=2), language)
    told = read_page(html)
    levels = [1, *(int(heading[1]) for heading in told.headings if heading != "h1")]
    assert told.headings.count("h1") == 1
    assert all(level <= before + 1 for before, level in pairwise(levels))
    assert len(set(told.ids)) == len(told.ids)
    assert set(re.findall(r'popovertarget="([\w-]+)"', html)) <= set(told.ids)
    assert (told.inline_scripts, told.handlers, told.pictures_without_words) == (0, [], 0)
    assert not re.search(r"\b(?:usual|profile|trends|view|over)\.[a-z]", told.text)


def test_a_name_does_not_become_markup() -> None:
    """What people call themselves stays text."""
    evil = "<script>alert(1)</script>"
    view = MANY.shown()
    html = shown("profile.html", replace(view, player=replace(view.player, called=evil)), "en")
    assert evil not in html and evil in read_page(html).text
