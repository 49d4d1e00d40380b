"""The idea for next week: what it rests on, refused, and welcome again."""

from dataclasses import replace

import pytest

from affect.trends.suggest import REST_WEEKS
from game.core.temper import AgeBand
from game.replay.trends_suggested import again, suggestion_told, without
from game.replay.trends_told import Kept
from game.stage.words import Words
from game.vault.player import Player, Progress
from tests.replay.visiting import NOW_S
from tests.replay.years import HELPS, planted

WORDS = Words("en")
WEEK_S = 7 * 86_400.0


@pytest.fixture(scope="module")
def kept() -> Kept:
    """Sessions of a year; in those with one practice calm came back sooner."""
    sessions = planted(200, 1, NOW_S)
    return Kept("player-1", sessions, tuple(f"{place:032x}" for place in range(len(sessions))))


GROWN = Player(age=AgeBand.ADULT)


def test_the_practice_that_helped_with_its_sessions(kept: Kept) -> None:
    """It is suggested; what it rests on leads to sessions with it, the rest to sessions without it, newest first."""
    told = suggestion_told(kept, GROWN, NOW_S, WORDS)
    assert told["practice"] == HELPS
    ran = {f"/p/player-1/s/{place:032x}": HELPS in one.minigames for place, one in enumerate(kept.sessions)}
    for part, with_it in (("rests_on", True), ("beside", False)):
        links = [sitting["href"] for sitting in told[part]]  # type: ignore[literal-required]
        assert links
        assert links == sorted(links, reverse=True)
        assert {ran[link] for link in links} == {with_it}


def test_refused_it_rests_and_says_so(kept: Kept) -> None:
    """Another idea comes in its place, with the true reason; for six weeks it is among what is at rest."""
    player = without(GROWN, HELPS, NOW_S)
    told = suggestion_told(kept, player, NOW_S, WORDS)
    assert told["practice"] != HELPS
    assert [one["practice"] for one in told["resting"]] == [HELPS]
    assert WORDS.say("suggest.why_even") not in told["said"]
    assert str(REST_WEEKS) in told["refused"]
    later = suggestion_told(kept, player, NOW_S + REST_WEEKS * WEEK_S, WORDS)
    assert (later["practice"], later["resting"]) == (HELPS, [])


def test_welcome_again_all_is_as_before(kept: Kept) -> None:
    """Taken back, however often it was refused; other refusals stay."""
    other = without(GROWN, "box", NOW_S - WEEK_S)
    twice = without(without(other, HELPS, NOW_S - WEEK_S), HELPS, NOW_S)
    assert again(twice, HELPS) == other
    assert suggestion_told(kept, again(twice, HELPS), NOW_S, WORDS)["practice"] == HELPS


def test_what_does_not_suit_the_age_is_not_suggested(kept: Kept) -> None:
    """Where a breath with rests helped, it is suggested to a grown-up, and never to a child under thirteen."""
    rests = {HELPS: ("box",), "box": (HELPS,)}
    swapped = tuple(replace(one, minigames=rests.get(one.minigames[0], one.minigames)) for one in kept.sessions)
    told = {
        age: suggestion_told(replace(kept, sessions=swapped), replace(GROWN, age=age), NOW_S, WORDS)["practice"]
        for age in (AgeBand.ADULT, AgeBand.UNDER_13, AgeBand.UNKNOWN)
    }
    assert told[AgeBand.ADULT] == "box"
    assert "box" not in (told[AgeBand.UNDER_13], told[AgeBand.UNKNOWN])


def test_nothing_to_suggest_from() -> None:
    """Without a session nothing is said; with a few, the week as it is planned."""
    planned = replace(GROWN, progress=Progress(week_times=2, week_minutes=10))
    assert suggestion_told(Kept("player-1", (), ()), planned, NOW_S, WORDS)["said"] == []
    few = planted(13, 1, NOW_S)[:3]
    told = suggestion_told(Kept("player-1", few, ("a", "b", "c")), planned, NOW_S, WORDS)
    assert told["practice"] == ""
    assert "2 times 10 minutes" in told["said"][0]
