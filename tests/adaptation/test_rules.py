"""The hand-written mind: wishes inside the range, with true reasons, and no flutter."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adaptation.actions import PATTERN
from adaptation.rules import Rules
from adaptation.rules_settings import BOUNDS, HAND, Settings, decode, encode, from_vector, shipped, to_vector
from game.core.observe import Observation, rate_to_unit
from levels import find_patterns
from tests.strategies import observations

AVERAGE = Observation(
    arousal=0.0, arousal_confidence=0.8, arousal_trend=0.0, valence=0.0, valence_confidence=0.8, valence_trend=0.0,
    breath=rate_to_unit(12 / 60), breath_confidence=0.8, breath_against_guide=0.0, follow=0.5, performance=0.5,
    progress=0.5, difficulty=0.5, tempo=0.5, guidance=0.6, guide=rate_to_unit(12 / 60), since_minigame=1.0,
    minigames=0.0, skips=0.0, since_too_much=1.0, sitting=0.3, train=0.0, activity=0.5,
)  # fmt: skip
"""Somebody at ease in the middle of a level."""
any_settings = st.tuples(*(st.floats(bound.low, bound.high) for bound in BOUNDS)).map(from_vector)


def by_hand() -> Rules:
    """The rules with the numbers that were set by hand."""
    return Rules(HAND)


@settings(deadline=None, max_examples=50)
@given(any_settings, st.lists(observations, min_size=1, max_size=6))
def test_every_wish_is_sound(numbers: Settings, seen: list[Observation]) -> None:
    """Shares in [0, 1], a rate of a breath, at most two reasons, a pattern of the house: for any observation and any
    settings that tuning may find."""
    mind = Rules(numbers)
    for observation in seen:
        wish = mind.decide(observation)
        assert all(0.0 <= share <= 1.0 for share in (wish.difficulty, wish.tempo, wish.guidance))
        assert 0.0 < wish.breath_hz <= 32.0 / 60.0
        assert len(wish.reasons) <= 2
        assert wish.minigame in {None, *(pattern.name for pattern in find_patterns())}


@settings(deadline=None, max_examples=30)
@given(any_settings, st.integers(0, 2**32 - 1))
def test_one_and_many_wish_the_same(numbers: Settings, seed: int) -> None:
    """Every person of a crowd is dealt with as if they sat alone: over ten decisions, bit for bit."""
    dice = np.random.default_rng(seed)
    crowd = Rules(numbers)
    alone = [Rules(numbers) for _ in range(5)]
    for _ in range(10):
        rows = dice.uniform(-1.0, 1.0, (5, len(fields(Observation))))
        many = crowd.wish(rows)
        for place, mind in enumerate(alone):
            one = mind.wish(rows[place : place + 1])
            assert all(getattr(one, field.name)[0] == getattr(many, field.name)[place] for field in fields(many))


def test_somebody_at_ease_is_left_alone() -> None:
    """Nothing is changed, nothing offered."""
    wish = by_hand().decide(replace(AVERAGE, follow=0.48))
    assert (wish.difficulty, wish.tempo, wish.guidance, wish.minigame) == (0.5, 0.5, 0.6, None)
    assert wish.breath_hz == pytest.approx(12.0 / 60.0)


def test_tension_eases_the_game_and_says_why() -> None:
    """Difficulty and tempo fall, and the first reason names the tension."""
    wish = by_hand().decide(replace(AVERAGE, arousal=0.5, since_minigame=0.1))
    assert wish.difficulty < 0.5
    assert wish.tempo < 0.5
    assert wish.reasons[0].key == "why.tense"
    assert wish.reasons[0].numbers == (0.5,)


def test_a_face_that_is_not_known_eases_nothing() -> None:
    """Below the confidence bar arousal is no reason."""
    wish = by_hand().decide(replace(AVERAGE, arousal=0.9, arousal_confidence=0.1))
    assert wish.difficulty == 0.5


def test_easing_begins_and_ends_at_different_places() -> None:
    """Between the two thresholds it goes on doing what it did."""
    between = replace(AVERAGE, arousal=(HAND.ease_from + HAND.ease_until) / 2.0)
    mind = by_hand()
    assert mind.decide(between).difficulty == 0.5
    assert mind.decide(replace(AVERAGE, arousal=HAND.ease_from + 0.01)).difficulty < 0.5
    assert mind.decide(between).difficulty < 0.5
    assert mind.decide(replace(AVERAGE, arousal=HAND.ease_until - 0.01)).difficulty == 0.5
    assert mind.decide(between).difficulty == 0.5


def test_flow_rises_slowly_and_struggle_falls() -> None:
    """By a few hundredths per decision."""
    assert 0.5 < by_hand().decide(replace(AVERAGE, performance=0.9)).difficulty <= 0.55
    assert 0.4 <= by_hand().decide(replace(AVERAGE, performance=0.1)).difficulty < 0.5


def test_a_fast_breath_is_met_and_a_following_one_led_down() -> None:
    """Far above the guide: come up. Near it and with it: slower."""
    fast = by_hand().decide(replace(AVERAGE, breath=rate_to_unit(20 / 60), breath_against_guide=0.8))
    assert fast.breath_hz > 12.0 / 60.0
    assert by_hand().decide(replace(AVERAGE, follow=0.7)).breath_hz < 12.0 / 60.0


def test_a_minigame_is_offered_to_a_fast_breath_when_the_last_is_long_ago() -> None:
    """And not soon after one, not in the first or last part of a level, not for a breath nobody has heard."""
    fast = replace(AVERAGE, breath=rate_to_unit(20 / 60))
    assert by_hand().decide(fast).minigame == PATTERN
    for other in (
        replace(fast, since_minigame=0.3),
        replace(fast, progress=0.05),
        replace(fast, progress=0.95),
        replace(fast, breath_confidence=0.1),
    ):
        assert by_hand().decide(other).minigame is None


def test_no_minigame_for_whom_it_does_not_help_nor_for_whom_it_tears_out() -> None:
    """Where the settings ask for it: relief and response are weighed, and who is absorbed is left in peace."""
    fast = replace(AVERAGE, breath=rate_to_unit(20 / 60), activity=0.9)
    helpful = replace(HAND, offer_helps=-0.1)
    assert Rules(helpful).decide(fast).minigame == PATTERN
    assert Rules(helpful).decide(replace(fast, responds=-0.3)).minigame is None
    assert Rules(helpful).decide(replace(fast, relief=-0.3)).minigame is None
    assert Rules(replace(HAND, absorbed=0.8)).decide(fast).minigame is None
    assert Rules(replace(HAND, absorbed=0.8)).decide(replace(fast, performance=0.1)).minigame == PATTERN


def test_settings_rest_between_changes_and_less_long_when_it_must_ease() -> None:
    """With a pause of four decisions one of four changes anything; easing waits for two."""
    mind = Rules(replace(HAND, pause=4.0, ease_pause=2.0))
    flow, tense = replace(AVERAGE, performance=0.9), replace(AVERAGE, arousal=0.6)
    rises = [mind.decide(flow).difficulty > 0.5 for _ in range(9)]
    assert rises == [True, False, False, False] * 2 + [True]
    falls = [mind.decide(tense).difficulty < 0.5 for _ in range(4)]
    assert falls == [False, True, False, True]


def test_settings_far_from_home_walk_back_and_near_ones_stay() -> None:
    """Home is where skill and liking put it; inside the dead zone nothing moves."""
    homely = Rules(replace(HAND, home_far=0.1, home_difficulty=0.5, home_skill=0.4, home_step=0.05))
    assert homely.decide(AVERAGE).difficulty == 0.5
    assert homely.decide(replace(AVERAGE, difficulty=0.2)).difficulty == pytest.approx(0.25)
    assert homely.decide(replace(AVERAGE, skill=-0.5)).difficulty == pytest.approx(0.45)


def test_easing_stops_at_its_floor() -> None:
    """A place where nothing happens bores: not below the floor, and never up to it either."""
    mind = Rules(replace(HAND, gentlest=0.45, slowest=0.45))
    tense = replace(AVERAGE, arousal=0.6)
    assert (mind.decide(tense).difficulty, mind.decide(tense).tempo) == pytest.approx((0.45, 0.45))
    assert mind.decide(replace(tense, difficulty=0.3, tempo=0.3)).difficulty == 0.3


def test_bounds_name_every_number_once_and_hold_what_was_set_by_hand() -> None:
    """In the order of the fields, so that a vector of tuning and the settings are the same numbers."""
    assert [bound.name for bound in BOUNDS] == [field.name for field in fields(Settings)]
    assert all(bound.low <= getattr(HAND, bound.name) <= bound.high for bound in BOUNDS)
    assert from_vector(to_vector(HAND)) == HAND


@given(any_settings)
def test_settings_come_back_as_they_were(numbers: Settings) -> None:
    """Through JSON, exactly."""
    assert decode(encode(numbers)) == numbers


@pytest.mark.parametrize(
    "text", ("", "[]", "{}", encode(HAND).replace("0.25", "25.0"), encode(HAND).replace("flow", "x"))
)
def test_other_text_is_no_settings(text: str) -> None:
    """Named as such, so that the numbers set by hand stand in."""
    with pytest.raises(ValueError):
        decode(text)


def test_what_is_shipped_is_inside_its_bounds() -> None:
    """Whatever tuning wrote, and whether or not it did."""
    assert from_vector(to_vector(shipped())) == shipped()
