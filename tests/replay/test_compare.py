"""Two sessions laid over each other: where the moments meet, what is believed, and what may be said of a difference."""

from dataclasses import replace
from functools import cache
from math import isfinite, isnan

import pytest

from affect.trends.recovery import STAYS_S
from game.core.pace import TICKS_PER_S
from game.replay.compare import LEAST_S, MOST_STEPS, STEP_S, Pair, laid
from game.replay.compare_told import MOST_ROWS, clock_told, pair_shown
from game.replay.events import headline
from game.replay.lanes import Lanes, read_lanes
from game.replay.views import SessionShown
from game.replay.views_compare import PairShown
from game.stage.presentation import LANGUAGES
from game.stage.words import Words
from game.vault.layers import Correction
from game.vault.saying import Label
from tests.replay.pair import made

ENGLISH = Words("en")
EARLIER, LATER = "2026-01-04T10:00:00+0000", "2026-01-05T11:30:00+0000"


@cache
def session(
    peak_s: float | None = 120.0,
    above: float = 0.8,
    sd: float = 0.05,
    breath_per_min: float = 8.0,
    seconds: int = 300,
    place: str = "tide",
) -> Lanes:
    """A session made by hand (pair.py says what the names mean)."""
    return read_lanes("it", made(seconds, peak_s, above, sd, breath_per_min, place=place))


def pair(first: Lanes, second: Lanes, *said: Correction) -> Pair:
    """Both laid over each other; what was said is of the first one."""
    return laid((first, said), (second, ()))


def said(from_s: float, to_s: float) -> Correction:
    """That a stretch was something else."""
    from_tick, to_tick = round(from_s * TICKS_PER_S), round(to_s * TICKS_PER_S)
    return Correction(1, "1" * 16, "5" * 32, from_tick, to_tick, Label.LAUGHING, "passphrase", 0)


def row(started: str) -> SessionShown:
    """A session as lists show it."""
    return SessionShown(
        "5" * 32, "/p/player-1/s/5", "", started, "", 5.0, (), None, False, False, None, (), "", None, 0
    )


def shown(told: Pair, words: Words = ENGLISH, later: str = LATER) -> PairShown:
    """The pair as the page shows it."""
    return pair_shown(told, (row(EARLIER), row(later)), words)


def value_at(told: Pair, values: tuple[float, ...], at_s: float) -> float:
    """What a row says at a time."""
    return values[told.at_s.index(at_s)]


def test_the_tensest_moments_meet() -> None:
    """Each session's own tensest moment stands at nought, wherever it was, and is the highest of its row; the row
    goes from the earliest beginning to the latest end."""
    told = pair(session(120.0), session(200.0, seconds=360))
    assert told.at_tensest
    for side, peak_s, seconds in ((told.first, 120.0, 300), (told.second, 200.0, 360)):
        assert side.from_s == pytest.approx(-peak_s, abs=STEP_S) and side.to_s == pytest.approx(
            seconds - peak_s, abs=STEP_S
        )
        known = [value for value in side.tension.middle if isfinite(value)]
        assert value_at(told, side.tension.middle, 0.0) == pytest.approx(max(known), abs=0.02)
    assert told.at_s[0] == pytest.approx(-200.0, abs=2 * STEP_S) and told.at_s[-1] == pytest.approx(
        180.0, abs=2 * STEP_S
    )


def test_the_highest_is_what_the_headline_says() -> None:
    """At nought stands the very height that the recovery was told from, however the row is stepped."""
    lanes = session(123.0)
    told = headline(lanes)
    assert told is not None and told.recovery.tensest is not None
    laid_twice = pair(lanes, session(200.0))
    assert value_at(laid_twice, laid_twice.first.tension.middle, 0.0) == pytest.approx(told.recovery.tensest.above)


@pytest.mark.parametrize("peaks", [(None, 120.0), (120.0, None), (None, None)])
def test_without_a_tense_moment_both_begin_together(peaks: tuple[float | None, float | None]) -> None:
    """Where one of them never was clearly tense there is nothing to meet at: both stand at their beginnings, and the
    page names the one without."""
    told = pair(session(peaks[0]), session(peaks[1]))
    assert not told.at_tensest and told.first.from_s == told.second.from_s == 0.0
    days = ("4 January 2026", "5 January 2026")
    for peak_s, other, day in zip(peaks, peaks[::-1], days, strict=True):
        assert (day in shown(told).laid) == (peak_s is None and other is not None)


def test_what_was_corrected_is_set_aside() -> None:
    """A stretch that somebody said was something else is not drawn and not what they meet at; it is marked."""
    whole, corrected = pair(session(), session()), pair(session(), session(), said(60.0, 180.0))
    assert whole.at_tensest and not corrected.at_tensest
    assert corrected.first.aside == ((60.0, 180.0),)
    assert isnan(value_at(corrected, corrected.first.tension.middle, 120.0))
    assert isfinite(value_at(corrected, corrected.second.tension.middle, 120.0))
    assert isfinite(value_at(corrected, corrected.first.breath.middle, 120.0))
    assert shown(corrected).strips[0].aside and not shown(corrected).strips[1].aside


def test_nothing_is_said_where_the_bands_touch() -> None:
    """The same two heights are told apart where they are known well, and not where they are known badly."""
    sure = pair(session(above=0.4), session(above=0.9))
    unsure = pair(session(above=0.4, sd=0.3), session(above=0.9, sd=0.3))
    assert [one.first for one in sure.tension.apart] == [False]
    assert sure.tension.apart[0].from_s < 0.0 < sure.tension.apart[0].to_s
    assert unsure.tension.apart == ()
    assert shown(unsure).differs == (
        ENGLISH.say("compare.none" if unsure.tension.both_s >= 60.0 else "compare.unknown"),
    )


def test_every_stretch_apart_is_one() -> None:
    """Within each, one band lies wholly above the other, for at least so long as a calm must last to be one."""
    told = pair(session(above=0.5), session(above=0.9))
    for apart in told.tension.apart:
        assert apart.lasts_s >= STAYS_S
        higher, lower = (told.first, told.second) if apart.first else (told.second, told.first)
        for at_s, low, high in zip(told.at_s, higher.tension.low, lower.tension.high, strict=True):
            assert not apart.from_s <= at_s <= apart.to_s or low > high


def test_it_is_the_same_the_other_way_round() -> None:
    """Who is called first changes nothing but the name."""
    one, other = session(above=0.5, breath_per_min=12.0), session(above=0.9)
    there, back = pair(one, other), pair(other, one)
    assert repr(there.first) == repr(back.second) and there.at_s == back.at_s  # nan is not equal to itself
    for differs, turned in ((there.tension, back.tension), (there.breath, back.breath)):
        assert differs.both_s == turned.both_s
        assert [(a.from_s, a.to_s, a.first) for a in differs.apart] == [
            (a.from_s, a.to_s, not a.first) for a in turned.apart
        ]


def test_two_that_are_alike_differ_in_nothing() -> None:
    """A session laid over one just like it."""
    told = pair(session(), session())
    assert told.tension.apart == told.breath.apart == ()
    assert shown(told).differs == (ENGLISH.say("compare.none"),)


def test_breath_is_read_against_the_guide() -> None:
    """A breath of twelve at a guide of eight is four above it, and is told apart from one of eight; where no guide is
    shown, nothing is known of it."""
    told = pair(session(breath_per_min=12.0), session())
    assert value_at(told, told.first.breath.middle, 0.0) == pytest.approx(4.0, abs=0.01)
    assert value_at(told, told.second.breath.middle, 0.0) == pytest.approx(0.0, abs=0.01)
    assert [one.first for one in told.breath.apart] == [True]
    unguided = pair(session(place="title"), session())
    assert not any(isfinite(value) for value in unguided.first.breath.middle)
    assert unguided.breath.both_s == 0.0


def test_little_in_common_is_said_to_be_little() -> None:
    """Where both are known at once for less than a minute, nothing is said of how they differ."""
    told = pair(session(peak_s=None, seconds=20), session(peak_s=None))
    assert shown(told).differs == (ENGLISH.say("compare.unknown"),)


def test_nothing_is_marked_where_nothing_is_said() -> None:
    """However far apart two breaths lie, with less than a minute in common neither sentence nor drawing names it."""
    for seconds, enough in ((40, False), (80, True)):
        told = pair(session(peak_s=None, seconds=seconds, breath_per_min=14.0), session(peak_s=None))
        assert (told.breath.both_s >= LEAST_S) == told.breath.known == bool(told.breath.apart) == enough
        page = shown(told)
        assert any(drawing.apart for drawing in page.drawings) is enough
        assert (page.differs == (ENGLISH.say("compare.unknown"),)) is not enough


def test_long_sessions_are_stepped_more_widely() -> None:
    """However long they are, no row has more steps, and no table more rows, than a page can hold."""
    long = session(peak_s=None)
    longer = replace(long, length_s=6 * 3600.0)
    told = pair(longer, long)
    assert told.step_s > STEP_S and len(told.at_s) <= MOST_STEPS + 2
    assert len(shown(told).moments) <= MOST_ROWS + 2


def test_a_session_of_no_length_breaks_nothing() -> None:
    """One that was cut off at once can be laid beside another, and beside itself."""
    nothing = read_lanes("it", made(0, None))
    for other in (nothing, session()):
        assert shown(pair(nothing, other)).differs == (ENGLISH.say("compare.unknown"),)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_of_it_is_in_words(language: str) -> None:
    """In either language: every place of a sentence is filled, and both are called by their days."""
    told = shown(pair(session(above=0.5, breath_per_min=12.0), session(above=0.9)), Words(language))
    texts = [told.laid, told.rests, *told.differs, *(row.time for row in told.moments)]
    texts += [cell for row in told.moments for cell in (*row.tension, *row.breath)]
    assert not [text for text in texts if "{" in text or "compare." in text]
    assert len({side.name for side in told.sides}) == 2
    assert sum(told.sides[0].name in one for one in told.differs) >= 1
    assert sum(told.sides[1].name in one for one in told.differs) >= 1


def test_two_of_one_day_are_told_apart_by_their_times() -> None:
    """Their names are not the same."""
    told = shown(pair(session(), session()), later="2026-01-04T18:15:00+0000")
    assert [side.name for side in told.sides] == ["4 January 2026, 10:00", "4 January 2026, 18:15"]
    unknown = pair_shown(pair(session(), session()), (row(""), row("")), ENGLISH)
    assert [side.name for side in unknown.sides] == ["the earlier one", "the later one"]


def test_times_are_read_from_where_they_meet() -> None:
    """Before it with a minus and after it with a plus; from the beginnings with neither."""
    met, begun = pair(session(), session()), pair(session(None), session(None))
    assert [clock_told(met, at_s) for at_s in (-80.0, 0.0, 65.0)] == ["−1:20", "0:00", "+1:05"]
    assert clock_told(begun, 65.0) == "1:05"


def test_the_table_says_what_is_drawn() -> None:
    """A row at nought, values with their bands, the breathing game while it ran and only then."""
    told = shown(pair(session(), session(above=0.5)))
    zero = next(row for row in told.moments if row.time == "0:00")
    assert [text.split()[0] for text in zero.tension] == ["80", "50"] and all("(" in text for text in zero.tension)
    ran = {row.time: row.ran[0] for row in told.moments}
    assert ran["+0:30"] and not ran["+1:30"]
