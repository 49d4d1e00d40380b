"""The mind that plays: learned where it may be, rules everywhere else, and never a word untrue about which."""

from dataclasses import fields, replace
from itertools import pairwise
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adaptation.actions import NAMES, Wishes, as_directive
from adaptation.adaptive import BLIND_DECISIONS, EXPLORES, STAYS, Adaptive
from adaptation.explain import AVERAGE
from adaptation.features import to_observation
from adaptation.policy import DamagedPolicyError, MissingPolicyError, PolicyError
from adaptation.rules import Rules
from adaptation.rules_settings import HAND
from game.core.directive import Directive
from game.core.observe import Observation
from tests.adaptation.networks import moments, network
from tests.strategies import hostile_floats

USUAL = to_observation(AVERAGE)
FAR = replace(USUAL, arousal=1.0, breath=1.0, performance=0.0, difficulty=1.0)
"""At a distance of about 1.6 from the middle of a network of chance."""


def test_the_learned_mind_decides_where_it_may() -> None:
    """Its likeliest options, with every chance by name."""
    policy = network(1)
    mind = Adaptive(policy)
    wish = mind.decide(USUAL)
    assert replace(wish, reasons=()) == _first(policy.wish(AVERAGE[None]))
    assert mind.account.by == "policy"
    assert mind.account.fallback == ""
    assert [name for name, _ in mind.account.chances] == list(NAMES)
    assert sum(chance for _, chance in mind.account.chances) == pytest.approx(5.0, abs=1e-3)


@pytest.mark.parametrize(
    ("missing", "said"),
    ((MissingPolicyError("none"), "why.rules_no_model"), (DamagedPolicyError("cut"), "why.rules_damaged")),
)
def test_without_a_learned_mind_the_rules_decide_and_it_is_said(missing: PolicyError, said: str) -> None:
    """Exactly what the rules would have done, reasons and all, over a few decisions in a row."""
    mind, rules = Adaptive(missing), Rules()
    for row in moments(5, 2):
        assert mind.decide(to_observation(row)) == rules.decide(to_observation(row))
        assert (mind.account.by, mind.account.fallback) == ("rules", said)
    assert mind.name == rules.name


@pytest.mark.parametrize("number", (float("nan"), float("inf"), -float("inf"), 1.5))
def test_numbers_that_are_none_are_never_shown_to_the_network(number: float) -> None:
    """The rules decide on the rest, soundly, and it is said."""
    mind = Adaptive(network(1))
    wish = mind.decide(replace(USUAL, arousal=number, difficulty=number))
    assert np.isfinite((wish.difficulty, wish.tempo, wish.guidance, wish.breath_hz)).all()
    assert (mind.account.by, mind.account.fallback) == ("rules", "why.rules_numbers")


def test_an_unfamiliar_moment_is_left_to_the_rules_for_a_while() -> None:
    """At once, and until it has been familiar for half a minute: the two do not take turns."""
    mind = Adaptive(network(1, bound=1.0))
    seen = [USUAL, FAR] + [USUAL] * (STAYS + 1)
    by = []
    for observation in seen:
        mind.decide(observation)
        by.append(mind.account.by)
        if mind.account.by == "rules":
            assert mind.account.fallback == "why.rules_unfamiliar"
    assert by == ["policy"] + ["rules"] * STAYS + ["policy"] * 2


def test_a_moment_near_the_border_does_not_make_them_take_turns() -> None:
    """A distance that swings about the bound by a twentieth changes who decides once, not every time."""
    inside, outside = (AVERAGE + step * np.eye(len(AVERAGE))[0] for step in (0.97, 1.02))
    mind, by = Adaptive(network(1, bound=1.0)), []
    for number in range(40):
        mind.decide(to_observation(outside if number % 2 else inside))
        by.append(mind.account.by)
    assert sum(before != after for before, after in pairwise(by)) == 1


def test_nothing_known_for_half_a_minute_is_left_to_the_rules() -> None:
    """Neither feeling nor breath; one of the two is enough to go on, and a moment without is none."""
    blind = replace(USUAL, arousal_confidence=0.05, breath_confidence=0.05)
    mind, by = Adaptive(network(1)), []
    for observation in [blind] * BLIND_DECISIONS + [USUAL] * STAYS:
        mind.decide(observation)
        by.append(mind.account.by)
    assert by == ["policy"] * (BLIND_DECISIONS - 1) + ["rules"] * STAYS + ["policy"]
    for _ in range(2 * BLIND_DECISIONS):
        mind.decide(replace(blind, breath_confidence=0.5))
        assert mind.account.by == "policy"


def test_the_rules_that_stand_in_know_what_was() -> None:
    """Easing that began while the learned mind decided goes on between its thresholds when they take over."""
    rules = Rules(replace(HAND, ease_from=0.5, ease_until=0.1, ease_difficulty=0.1))
    mind = Adaptive(network(1, bound=1.0), rules)
    mind.decide(replace(USUAL, arousal=0.6))
    wish = mind.decide(replace(FAR, arousal=0.3, arousal_confidence=0.9, difficulty=0.9))
    assert mind.account.by == "rules"
    assert wish.difficulty == pytest.approx(0.8)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(*[hostile_floats] * len(AVERAGE)), min_size=1, max_size=4))
def test_whatever_is_seen_the_wish_is_sound(seen: list[tuple[float, ...]]) -> None:
    """Any floats at all: shares in [0, 1], a finite rate, and a mind that is named."""
    mind = Adaptive(network(2, bound=3.0))
    for numbers in seen:
        wish = mind.decide(Observation(*numbers))
        assert all(0.0 <= share <= 1.0 for share in (wish.difficulty, wish.tempo, wish.guidance))
        assert mind.account.by in {"rules", "policy"}


def test_one_and_many_wish_the_same() -> None:
    """In a crowd every person has fallbacks of their own: twenty decisions of rows that are near, far and none."""
    policy, dice = network(4, bound=4.0), np.random.default_rng(8)
    crowd, alone = Adaptive(policy), [Adaptive(policy) for _ in range(6)]
    by = set()
    for number in range(20):
        rows = np.clip(AVERAGE + (moments(6, 9 + number) - AVERAGE) * dice.uniform(0.2, 2.5, (6, 1)), -1.0, 1.0)
        rows[number % 6, 3] = np.nan if number % 5 == 0 else rows[number % 6, 3]
        many = crowd.wish(rows)
        for place, mind in enumerate(alone):
            wish = mind.decide(to_observation(rows[place]))
            by.add(mind.account.by)
            assert replace(wish, reasons=()) == _first(many, place)
            assert bool(crowd.standing_in()[place]) is (mind.account.by == "rules")
    assert by == {"rules", "policy"}


def test_lots_are_drawn_only_where_a_guardian_agreed_and_only_about_the_minigame() -> None:
    """Without: never. With: one decision in twenty, nothing but the minigame differs, and it is said."""
    policy, rows = network(1), moments(1000, 11)
    plain, lots = Adaptive(policy), Adaptive(policy, lots=Random(3))
    drawn = differed = 0
    for row in rows:
        seen = to_observation(row)
        usual, other = plain.decide(seen), lots.decide(seen)
        assert not plain.account.explored
        drawn += lots.account.explored
        assert replace(usual, minigame=None, reasons=()) == replace(other, minigame=None, reasons=())
        if usual.minigame != other.minigame:
            differed += 1
            assert lots.account.explored
            assert other.reasons[0].key == "why.by_lot"
    assert drawn / len(rows) == pytest.approx(EXPLORES, abs=0.02)
    assert 0 < differed < drawn


def _first(wished: Wishes, place: int = 0) -> Directive:
    return as_directive(Wishes(*(getattr(wished, field.name)[place : place + 1] for field in fields(wished))))
