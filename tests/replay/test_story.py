"""The picture story: a few moments of what the player did and met, in order, told warmly; theirs to show."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.core.directive import Directive
from game.core.facts import Caught, Fact, Found, TooMuch, WordsLetGo
from game.core.facts import MinigameBegan as Began
from game.core.facts import MinigameEnded as Ended
from game.core.trace import Decision
from game.replay.errors import Refusal, Refused
from game.replay.lanes import Lanes, read_lanes
from game.replay.story import (
    APART_TICKS,
    FEWEST_MOMENTS,
    MOST_MOMENTS,
    audience_of,
    may_print,
    may_see,
    picture_story,
    shown_to,
)
from game.stage.words import Words
from game.vault.layers import Layers
from game.vault.saying import Audience, Shown, Signed
from levels import find_levels
from tests.replay.lanes_made import SEEN, decision, fact, level, played, sitting

PLACES = tuple(name for name, found in find_levels().items() if found.guided)
BY, LIN = Signed("passphrase", 1_790_000_000), Signed("Dr. Lin", 1_790_000_000)
WISH = Directive(0.5, 0.5, 0.5, 0.2)
WORDS = {language: Words(language) for language in ("en", "zh_CN")}
FACTS: tuple[Fact, ...] = (
    Caught(1),
    Caught(29),
    Found("fireflies.moth"),
    TooMuch(),
    WordsLetGo("worry", kept=False),
    WordsLetGo("worry", kept=True),
    Began("longer_exhale"),
    Ended("longer_exhale", skipped=False),
    Ended("longer_exhale", skipped=True),
)


def _lanes(seconds: float, begins: dict[int, str], facts: dict[int, Fact], follows: dict[int, float]) -> Lanes:
    """A session of these levels, facts and decisions, each by its tick."""
    extra = [(tick, level(name)) for tick, name in begins.items()]
    extra += [(tick, fact(tick, told)) for tick, told in facts.items()]
    for tick, follow in follows.items():
        extra.append((tick, decision(Decision(tick, replace(SEEN, follow=follow), WISH, WISH, (), WISH))))
    return read_lanes("5" * 32, sitting(seconds, sorted(extra, key=lambda pair: pair[0])))


FULL = _lanes(
    240.0,
    {0: "title", 300: "fireflies", 7000: "feeling", 7300: "tide"},
    {1200: Found("fireflies.moth"), 2400: TooMuch(), 3600: WordsLetGo("worry", kept=False), 6000: Caught(12)},
    {1800: 0.4, 9000: 0.9, 12000: 0.6},
)
"""A session in which all of it happened."""


def test_a_rich_session_has_its_dearest_moments() -> None:
    """Beginning and end are there; the storm that passed, the breath and what was found come before counts."""
    story = picture_story(FULL, PLACES, 80.0)
    assert [(moment.tick, moment.key, moment.place) for moment in story] == [
        (540, "moment.began", "fireflies"),
        (1230, "moment.found", "fireflies"),
        (3630, "moment.let_go", "fireflies"),
        (4800, "moment.passed", "fireflies"),
        (9000, "moment.together", "tide"),
        (14280, "moment.end", "tide"),
    ]


def test_no_storm_is_told_that_did_not_pass() -> None:
    """Without a stretch that passed no sentence speaks of one; then there is room for others."""
    keys = [moment.key for moment in picture_story(FULL, PLACES, None)]
    assert "moment.passed" not in keys and "moment.enough" in keys


def test_what_was_caught_is_counted_in_the_words_of_its_place() -> None:
    """The most that was caught, named as what it is there; one alone is not counted out to a child."""
    many = _lanes(60.0, {0: "fireflies"}, {900: Caught(3), 1800: Caught(29)}, {})
    (moment,) = (each for each in picture_story(many, PLACES, None) if each.numbers)
    assert (moment.key, moment.numbers) == ("moment.caught_fireflies", (29.0,))
    one = _lanes(60.0, {0: "fireflies"}, {900: Caught(1)}, {})
    assert not [each for each in picture_story(one, PLACES, None) if each.numbers]


def test_words_that_were_kept_were_not_let_go() -> None:
    """Only what the player let go is told as such."""
    kept = _lanes(60.0, {0: "boats"}, {1800: WordsLetGo("worry", kept=True)}, {})
    assert "moment.let_go" not in [each.key for each in picture_story(kept, PLACES, None)]


def test_a_minigame_stands_in_for_breath_that_was_not_measured() -> None:
    """Without a sensor the breathing minigame is the breath; one that was left early is not told."""
    for skipped, told in ((False, True), (True, False)):
        facts: dict[int, Fact] = {1200: Began("longer_exhale"), 1800: Ended("longer_exhale", skipped=skipped)}
        story = picture_story(_lanes(60.0, {0: "tide"}, facts, {}), PLACES, None)
        assert ((1500, "moment.breathing") in [(each.tick, each.key) for each in story]) is told


def test_a_quiet_session_has_pictures_too() -> None:
    """A minute in which nothing was caught or found is a story of four pictures."""
    story = picture_story(_lanes(60.0, {0: "tide"}, {}, {}), PLACES, None)
    assert len(story) == FEWEST_MOMENTS and (story[0].key, story[-1].key) == ("moment.began", "moment.end")


def test_menus_are_no_story() -> None:
    """Who only looked at menus, or played nothing, has none."""
    assert picture_story(_lanes(60.0, {0: "title", 900: "settings"}, {}, {}), PLACES, 30.0) == ()
    assert picture_story(_lanes(0.0, {}, {}, {}), PLACES, None) == ()


def test_a_session_that_was_played_is_told() -> None:
    """Two minutes of a simulated child give a story with pictures inside them."""
    lanes = read_lanes("5" * 32, played().made)
    story = picture_story(lanes, PLACES, None)
    assert FEWEST_MOMENTS <= len(story) <= MOST_MOMENTS
    assert all(0 <= moment.tick < len(played().worlds) for moment in story)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 90),
    st.dictionaries(st.integers(0, 5400), st.sampled_from((*PLACES, "title", "feeling")), max_size=5),
    st.dictionaries(st.integers(1, 5400), st.sampled_from(FACTS), max_size=8),
    st.dictionaries(st.integers(1, 5400), st.floats(0.0, 1.0, width=32), max_size=4),
    st.none() | st.floats(-5.0, 100.0),
)
def test_any_session_has_a_story_of_its_own(
    seconds: int, begins: dict[int, str], facts: dict[int, Fact], follows: dict[int, float], passed_s: float | None
) -> None:
    """Whatever happened: at most six moments in order, apart, inside the session and in a place, all in words."""
    lanes = _lanes(float(seconds), begins, facts, follows)
    story = picture_story(lanes, PLACES, passed_s)
    assert len(story) <= MOST_MOMENTS
    assert all(after.tick - one.tick >= APART_TICKS for one, after in pairwise(story))
    for moment in story:
        span = lanes.level_at(moment.tick / 60.0)
        assert span is not None and span.name == moment.place and moment.place in PLACES
        assert 0 <= moment.tick < lanes.length_s * 60
        for language in ("en", "zh_CN"):
            said = WORDS[language].say(moment.key, moment.numbers)
            assert said != moment.key and not re.search(r"[{}]", said)


def test_every_place_that_counts_has_words_of_its_own() -> None:
    """What is caught is named in each place that states it, in both languages."""
    for place in ("boats", "fireflies", "garden", "glider", "stones", "tide"):
        (moment,) = (
            each
            for each in picture_story(_lanes(60.0, {0: place}, {1800: Caught(7)}, {}), PLACES, None)
            if each.numbers
        )
        assert moment.key == f"moment.caught_{place}"
        assert all("7" in words.say(moment.key, moment.numbers) for words in WORDS.values())


def test_at_first_only_the_player_sees_it() -> None:
    """Until they say who may, they see it with their guardian, and it is not printed."""
    assert audience_of(Layers("5" * 32)) is Audience.ME
    assert audience_of(Layers("5" * 32, shown=Shown(Audience.FAMILY, BY))) is Audience.FAMILY


@pytest.mark.parametrize(
    ("audience", "family", "therapist", "printed"),
    [(Audience.ME, True, False, False), (Audience.FAMILY, True, False, True), (Audience.THERAPIST, True, True, True)],
)
def test_who_may_see_it(audience: Audience, family: bool, therapist: bool, printed: bool) -> None:
    """The family unlocks it with the player; a therapist sees it only where the player said so."""
    assert [may_see(audience, way) for way in ("passphrase", "recovery words", "device")] == [family] * 3
    assert may_see(audience, "Dr. Lin") is therapist
    assert may_print(audience) is printed


def test_only_the_family_says_who() -> None:
    """A therapist cannot let themselves in, and who may see it is a closed list."""
    assert shown_to("therapist", BY) == Shown(Audience.THERAPIST, BY)
    with pytest.raises(Refused) as refused:
        shown_to("therapist", LIN)
    assert refused.value.refusal is Refusal.UNFIT
    for audience in ("", "everybody", "ME"):
        with pytest.raises(Refused) as refused:
            shown_to(audience, BY)
        assert refused.value.detail == "saying.no_such_audience"
