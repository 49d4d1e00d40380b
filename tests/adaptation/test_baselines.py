"""The simple minds: sound wishes, one as many, and each does the one thing it is for."""

from collections.abc import Callable
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adaptation.baselines import Baseline, Easiest, Fixed, Lockout, NoOp, PaceAndSkill, PaceControl, Randomly, Setting
from adaptation.explain import AVERAGE
from adaptation.features import to_observation
from game.core.observe import Observation, rate_to_unit
from tests.strategies import observations

MINDS: dict[str, Callable[[], Baseline]] = {
    "no-op": NoOp,
    "random": lambda: Randomly(5),
    "fixed": Fixed,
    "lockout": Lockout,
    "pace": PaceControl,
    "pace and skill": PaceAndSkill,
    "easiest": Easiest,
}
USUAL = to_observation(AVERAGE)


@pytest.mark.parametrize("name", sorted(MINDS))
def test_every_wish_is_sound(name: str) -> None:
    """Shares in [0, 1] and a rate of a breath, for any observations in a row."""

    @settings(deadline=None, max_examples=30)
    @given(st.lists(observations, min_size=1, max_size=6))
    def check(seen: list[Observation]) -> None:
        mind = MINDS[name]()
        for observation in seen:
            wish = mind.decide(observation)
            assert all(0.0 <= share <= 1.0 for share in (wish.difficulty, wish.tempo, wish.guidance))
            assert 2.0 / 60.0 <= wish.breath_hz <= 40.0 / 60.0

    check()


@pytest.mark.parametrize("name", sorted(set(MINDS) - {"random"}))
def test_one_and_many_wish_the_same(name: str) -> None:
    """Every person of a crowd is dealt with as if they sat alone, over ten decisions."""
    dice = np.random.default_rng(3)
    crowd, alone = MINDS[name](), [MINDS[name]() for _ in range(4)]
    for _ in range(10):
        rows = dice.uniform(-1.0, 1.0, (4, len(AVERAGE)))
        many = crowd.wish(rows)
        for place, mind in enumerate(alone):
            one = mind.wish(rows[place : place + 1])
            assert all(getattr(one, field.name)[0] == getattr(many, field.name)[place] for field in fields(many))


def test_nothing_is_done_by_who_does_nothing() -> None:
    """The settings in force are wished for again."""
    wish = NoOp().decide(USUAL)
    assert (wish.difficulty, wish.tempo, wish.guidance, wish.minigame) == (0.35, 0.35, 0.6, None)


def test_chance_is_the_same_for_the_same_seed_and_not_for_another() -> None:
    """Two runs are equal, exactly."""
    rows = np.repeat(AVERAGE[None], 50, axis=0)
    first, again, other = (Randomly(seed).wish(rows) for seed in (1, 1, 2))
    assert (first.difficulty == again.difficulty).all()
    assert (first.difficulty != other.difficulty).any()


def test_fixed_is_fixed() -> None:
    """Whatever is seen."""
    wish = Fixed(Setting(difficulty=0.3, guide_per_min=8.0)).decide(replace(USUAL, arousal=0.9))
    assert (wish.difficulty, wish.breath_hz) == pytest.approx((0.3, 8.0 / 60.0))


def test_the_lockout_takes_one_step_a_minute() -> None:
    """Thirteen tense decisions ease the game twice."""
    mind, tense = Lockout(), replace(USUAL, arousal=0.6)
    eased = [mind.decide(tense).difficulty < USUAL.difficulty for _ in range(13)]
    assert eased == [True] + [False] * 11 + [True]
    assert Lockout().decide(replace(tense, arousal_confidence=0.1)).difficulty == USUAL.difficulty


def test_the_pace_stands_between_breath_and_goal_and_holds_back_when_it_is_moving_there() -> None:
    """Ahead of a breath of 15/min; less ahead when it slows by itself."""
    fifteen = replace(USUAL, breath=rate_to_unit(15.0 / 60.0))
    guide = PaceControl().decide(fifteen).breath_hz * 60.0
    assert 6.0 < guide < 15.0
    assert PaceControl().decide(replace(fifteen, breath_trend=-0.2)).breath_hz * 60.0 > guide


def test_skill_is_held_where_three_of_four_succeed() -> None:
    """Harder above, easier below, and nothing near it."""
    for performance, sign in ((0.95, 1.0), (0.75, 0.0), (0.4, -1.0)):
        wish = PaceAndSkill().decide(replace(USUAL, performance=performance))
        assert np.sign(wish.difficulty - USUAL.difficulty) == sign


def test_the_easiest_always_breathes() -> None:
    """Slow, easy, and a minigame at every decision."""
    wish = Easiest().decide(USUAL)
    assert (wish.difficulty, wish.tempo, wish.minigame is not None) == (0.0, 0.0, True)
