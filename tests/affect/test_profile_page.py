"""The page in words: every number is made again from the fields and sessions it names, and every sentence has words."""

import re
from collections.abc import Sequence

import numpy as np
import pytest

from affect.trends.profile import Beside, Moved, beside_said, shipped
from affect.trends.profile_curve import Channel
from affect.trends.profile_page import FEWEST, FIELDS, How, Line, Source, page, traced
from affect.trends.session import SHOWN_TIMES, Measure, Session, measured
from affect.trends.simulate import NOTHING, Habit, simulate
from assets.studio.locale_build import LOCALE, read
from game.core.directive import Reason
from game.stage.words import Words

SESSIONS = simulate(Habit(weeks=20, per_week=5.0), NOTHING, 3).sessions
LANGUAGES = ("en", "zh_CN")
UNWELCOME = re.compile(
    r"disorder|patient|diagnos|symptom|treat|clinical|anxiety|depress|panic|abnormal|normal|fail|bad score|must|should"
    r"|warning|danger|症|病|诊断|治疗|异常|失败|必须|应该|警告|危险|焦虑|抑郁",
    re.IGNORECASE,
)


def by_hand(source: Source, sessions: Sequence[Session]) -> float:
    """The number of a source, made without the code of the page."""
    chosen = [one for one in sessions if one.started_s in source.started_s]
    if source.how is How.COUNT:
        return len(chosen)
    first, *second = source.fields
    numbers = sorted(getattr(one, first) - sum(getattr(one, name) for name in second) for one in chosen)
    place = {How.LOW: 0.1, How.MEDIAN: 0.5, How.HIGH: 0.9}[source.how] * (len(numbers) - 1)
    low = int(place)
    high = min(low + 1, len(numbers) - 1)
    number: float = (numbers[low] + (numbers[high] - numbers[low]) * (place - low)) * source.times
    return number


def test_every_number_is_traced_to_fields_of_sessions() -> None:
    """Each number has one source, and the source alone makes it again, by other code than that of the page."""
    lines = page(SESSIONS)
    assert len(lines) >= 10
    for line in lines:
        assert len(line.sources) == len(line.said.numbers)
        for number, source in zip(line.said.numbers, line.sources, strict=True):
            assert abs(number - by_hand(source, SESSIONS)) <= 0.501 * 10.0**-source.digits, line.said.key
            assert traced(source, SESSIONS) == number
            assert set(source.fields) <= set(Session.__slots__)


def test_measures_are_made_of_their_fields() -> None:
    """The fields the page names for a measure give that measure."""
    for measure, names in FIELDS.items():
        for session in SESSIONS[:30]:
            numbers = [getattr(session, name) for name in names]
            told = None if None in numbers else numbers[0] - sum(numbers[1:])
            assert told == measured(session, measure)


def test_a_number_follows_its_field() -> None:
    """Another field, another number: twice as long a way back is told as twice as long."""
    slow = tuple(
        Session(started_s=one.started_s, length_s=600.0, recovery_s=2.0 * (one.recovery_s or 50.0)) for one in SESSIONS
    )
    quick = tuple(
        Session(started_s=one.started_s, length_s=600.0, recovery_s=one.recovery_s or 50.0) for one in SESSIONS
    )
    first, second = (_line(page(told), "profile.recovery.usual").said.numbers for told in (quick, slow))
    assert np.allclose(2.0 * np.array(first), second, atol=1.51)


def test_little_is_said_of_few_sessions() -> None:
    """No sessions, no page; fewer than five, and only how many there are is told."""
    assert page(()) == ()
    assert [line.said.key for line in page(SESSIONS[: FEWEST - 1])] == ["profile.sessions", "profile.too_few"]


def test_what_is_not_known_has_no_line() -> None:
    """A measure that was never known is not mentioned."""
    told = tuple(Session(started_s=86_400 * day, length_s=300.0) for day in range(9))
    keys = {line.said.key for line in page(told)}
    assert not any(key.endswith(".usual") for key in keys)


def test_what_helped_is_counted_by_pattern() -> None:
    """Three sessions with a pattern, two of them with less tension afterwards: two of three."""
    told = tuple(
        Session(started_s=86_400 * day, length_s=300.0, minigames=names, helped=helped)
        for day, (names, helped) in enumerate(
            [(("box",), ("box",)), (("box",), ()), (("box", "coherent"), ("box",)), ((), ()), (("coherent",), ())]
        )
    )
    lines = [line for line in page(told) if line.said.key == "profile.helped"]
    assert [(line.about, line.said.numbers) for line in lines] == [("box", (2.0, 3.0))]


@pytest.mark.parametrize(("hour", "part"), [(7, "morning"), (13, "afternoon"), (20, "evening")])
def test_the_part_of_the_day_is_that_of_the_players_clock(hour: int, part: str) -> None:
    """Eight hours ahead of UTC, an evening is still an evening."""
    told = tuple(
        Session(started_s=86_400 * day + (hour - 8) * 3600, offset_s=8 * 3600, length_s=300.0) for day in range(1, 7)
    )
    keys = [line.said.key for line in page(told) if line.said.key.startswith("profile.time")]
    assert keys == [f"profile.time.{part}"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_has_words_that_show_its_numbers(language: str) -> None:
    """In both languages every line and its source are said, with every number in the sentence."""
    words = Words(language)
    for line in page(SESSIONS):
        said = words.say(line.said.key, line.said.numbers)
        assert said != line.said.key
        for number in line.said.numbers:
            assert f"{number:g}" in said, (said, number)
        assert line.sources or not line.said.numbers
        for source in line.sources:
            key = f"profile.from.{'_less_'.join(source.fields)}"
            assert words.say(key, (float(len(source.started_s)),)) != key


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_may_be_said_has_words(language: str) -> None:
    """Measures, channels and axes all have their messages, whether they came up here or not."""
    words = Words(language)
    keys = [f"profile.{measure}.usual" for measure in Measure]
    keys += [f"profile.{channel}.{side}" for channel in Channel for side in ("higher", "lower", "title")]
    keys += [f"profile.from.{'_less_'.join(names)}" for names in FIELDS.values()]
    keys += [f"profile.axis.{axis.name or 'plain'}" for axis in shipped().named]
    assert [key for key in keys if words.say(key) == key] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_are_kind(language: str) -> None:
    """Nothing of illness, of duty or of failing; and the same ids and numbers in both languages."""
    told = {one: read((LOCALE / one / "LC_MESSAGES" / "profile.po").read_text(encoding="utf-8")) for one in LANGUAGES}
    assert told["en"].keys() == told["zh_CN"].keys()
    for key, text in told[language].items():
        assert not UNWELCOME.search(text), (key, text)
        assert set(re.findall(r"\{\d\}", text)) == set(re.findall(r"\{\d\}", told["en"][key])), key


def test_a_difference_is_told_with_its_side_and_size() -> None:
    """The farthest channel is told first, in the unit people read, and a usual session is told nothing."""
    moved = (Moved(Channel.APART, -1.26, -4.0), Moved(Channel.AROUSAL, 0.3, 2.0))
    said = beside_said(Beside(0.005, moved))
    assert said[0] == Reason("profile.apart.lower", (1.3,))
    assert beside_said(Beside(0.005, moved[1:]))[0] == Reason("profile.arousal.higher", (30.0,))
    assert beside_said(Beside(0.2, moved)) == () == beside_said(None)


def test_shares_are_told_of_a_hundred() -> None:
    """A calm share of .6 is read as 60."""
    line = _line(page(SESSIONS), "profile.calm.usual")
    assert all(source.times == SHOWN_TIMES[Measure.CALM] for source in line.sources)
    assert 30.0 < line.said.numbers[0] < 90.0


def _line(lines: Sequence[Line], key: str) -> Line:
    return next(line for line in lines if line.said.key == key)
