"""The hand-written mind: wishes inside the range, with true reasons, and no flutter."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from adaptation.rules import EASE_FROM, EASE_UNTIL, PATTERN, Rules
from game.core.observe import Observation, rate_to_unit
from levels import find_patterns
from tests.strategies import observations

AVERAGE = Observation(
    arousal=0.0, arousal_confidence=0.8, arousal_trend=0.0, valence=0.0, valence_confidence=0.8, valence_trend=0.0,
    breath=rate_to_unit(12 / 60), breath_confidence=0.8, breath_against_guide=0.0, follow=0.5, performance=0.5,
    progress=0.5, difficulty=0.5, tempo=0.5, guidance=0.6, guide=rate_to_unit(12 / 60), since_minigame=1.0,
    minigames=0.0, skips=0.0, since_too_much=1.0, sitting=0.3, train=0.0,
)  # fmt: skip
"""Somebody at ease in the middle of a level."""


@settings(deadline=None)
@given(st.lists(observations, min_size=1, max_size=10))
def test_every_wish_is_sound(seen: list[Observation]) -> None:
    """Shares in [0, 1], a rate of a breath, at most three reasons, a pattern of the house: for any observation."""
    mind = Rules()
    for observation in seen:
        wish = mind.decide(observation)
        assert all(0.0 <= share <= 1.0 for share in (wish.difficulty, wish.tempo, wish.guidance))
        assert 2.0 / 60.0 <= wish.breath_hz <= 32.0 / 60.0
        assert len(wish.reasons) <= 3
        assert wish.minigame in {None, *(pattern.name for pattern in find_patterns())}


def test_somebody_at_ease_is_left_alone() -> None:
    """Nothing is changed, nothing offered, nothing to explain but the lead of a breath that follows."""
    wish = Rules().decide(AVERAGE)
    assert (wish.difficulty, wish.tempo, wish.minigame) == (0.5, 0.5, None)


def test_tension_eases_the_game_and_says_why() -> None:
    """Difficulty and tempo fall, and the first reason names the tension."""
    wish = Rules().decide(replace(AVERAGE, arousal=0.5, since_minigame=0.1))
    assert wish.difficulty < 0.5
    assert wish.tempo < 0.5
    assert wish.reasons[0].key == "why.tense"
    assert wish.reasons[0].numbers == (0.5,)


def test_a_face_that_is_not_known_eases_nothing() -> None:
    """Below the confidence bar arousal is no reason."""
    wish = Rules().decide(replace(AVERAGE, arousal=0.9, arousal_confidence=0.1))
    assert wish.difficulty == 0.5


def test_easing_begins_and_ends_at_different_places() -> None:
    """Between the two thresholds it goes on doing what it did."""
    between = replace(AVERAGE, arousal=(EASE_FROM + EASE_UNTIL) / 2.0)
    mind = Rules()
    assert mind.decide(between).difficulty == 0.5
    assert mind.decide(replace(AVERAGE, arousal=EASE_FROM + 0.01)).difficulty < 0.5
    assert mind.decide(between).difficulty < 0.5
    assert mind.decide(replace(AVERAGE, arousal=EASE_UNTIL - 0.01)).difficulty == 0.5
    assert mind.decide(between).difficulty == 0.5


def test_flow_rises_slowly_and_struggle_falls() -> None:
    """By a few hundredths per decision."""
    assert 0.5 < Rules().decide(replace(AVERAGE, performance=0.9)).difficulty <= 0.55
    assert 0.4 <= Rules().decide(replace(AVERAGE, performance=0.1)).difficulty < 0.5


def test_a_fast_breath_is_met_and_a_following_one_led_down() -> None:
    """Far above the guide: come up. Near it and with it: slower."""
    fast = Rules().decide(replace(AVERAGE, breath=rate_to_unit(20 / 60), breath_against_guide=0.8, since_minigame=0.0))
    assert fast.breath_hz > 12.0 / 60.0
    assert Rules().decide(replace(AVERAGE, follow=0.7)).breath_hz < 12.0 / 60.0


def test_a_minigame_is_offered_to_a_fast_breath_when_the_last_is_long_ago() -> None:
    """And not soon after one, not in the first or last part of a level, not for a breath nobody has heard."""
    fast = replace(AVERAGE, breath=rate_to_unit(20 / 60))
    assert Rules().decide(fast).minigame == PATTERN
    for other in (
        replace(fast, since_minigame=0.3),
        replace(fast, progress=0.05),
        replace(fast, progress=0.95),
        replace(fast, breath_confidence=0.1),
    ):
        assert Rules().decide(other).minigame is None
