"""Reasons: each true of what was seen, each one that mattered, and varied enough to be worth reading."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adaptation import sketch
from adaptation.actions import PER_MIN, Array
from adaptation.adaptive import Adaptive
from adaptation.claims import CLAIMS
from adaptation.explain import AVERAGE, REASONS, explain
from adaptation.features import NAMES, to_observation
from adaptation.policy import MissingPolicyError, Policy, shipped
from adaptation.rules import Rules
from adaptation.rules_settings import HAND
from adaptation.train import sittings
from game.core.directive import Directive
from game.core.observe import Observation
from game.core.ports import Mind
from tests.adaptation.networks import moments, network

BY_KEY = {claim.key: claim for claim in CLAIMS}
POLICY = network(7)
MINDS: dict[str, tuple[Callable[[], Mind], Array]] = {
    "rules by hand": (lambda: Rules(HAND), AVERAGE),
    "rules": (Rules, AVERAGE),
    "policy": (lambda: Adaptive(POLICY), POLICY.mean),
}
"""Every mind that gives reasons, new, with what is usual to it."""


def done(seen: Observation, wish: Directive) -> Array:
    """What a player could notice of a wish: by how much everything would move."""
    return np.array(
        [
            wish.difficulty - seen.difficulty,
            wish.tempo - seen.tempo,
            (wish.breath_hz - (seen.guide * 13.5 + 16.5) * PER_MIN) * 60.0,
            wish.guidance - seen.guidance,
            float(wish.minigame is not None),
        ]
    )


@pytest.mark.parametrize("name", sorted(MINDS))
def test_every_reason_is_true_and_mattered(name: str) -> None:
    """Asked again, new, with what the reason speaks of at its average, the mind does something that a player would
    notice: checked here from outside, on whole decisions, not by the code that chose the reason."""
    begin, average = MINDS[name]
    said = 0
    for row in moments(250, 21):
        seen = to_observation(row)
        wish = begin().decide(seen)
        assert len(wish.reasons) <= REASONS
        for reason in wish.reasons:
            claim = BY_KEY[reason.key]
            assert claim.holds(seen)
            assert list(reason.numbers) == pytest.approx([claim.number(seen)], abs=0.006)
            other = row.copy()
            places = [NAMES.index(spoken) for spoken in claim.speaks_of]
            other[places] = average[places]
            usual = to_observation(other)
            assert (np.abs(done(usual, begin().decide(usual)) - done(seen, wish)) > 0.0049).any(), reason
            said += 1
    assert said > 100


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32 - 1))
def test_asking_again_changes_nothing_that_is_remembered(seed: int) -> None:
    """The rules decide the same with reasons as without, over ten decisions in a row."""
    telling, silent = Rules(HAND), Rules(HAND)
    for row in moments(10, seed):
        wish, many = telling.decide(to_observation(row)), silent.wish(row[None])
        assert (wish.difficulty, wish.tempo, wish.breath_hz) == (
            many.difficulty[0], many.tempo[0], many.breath_hz[0],
        )  # fmt: skip


def test_a_mind_that_always_does_the_same_has_no_reasons() -> None:
    """Nothing that was seen mattered to it, so nothing is said."""
    for row in moments(20, 5):
        assert explain(row, AVERAGE, lambda rows: np.zeros((len(rows), 5))) == ()


def test_what_moved_is_explained_before_what_was_held() -> None:
    """A mind that eases by arousal, and would have offered a minigame but for the performance."""

    def again(rows: Array) -> Array:
        steps = np.zeros((len(rows), 5))
        steps[:, 0] = np.where(rows[:, NAMES.index("arousal")] > 0.2, -0.1, 0.0)
        steps[:, 4] = rows[:, NAMES.index("performance")] < 0.6
        return steps

    row = AVERAGE.copy()
    row[NAMES.index("arousal")], row[NAMES.index("performance")] = 0.3, 1.0
    assert [reason.key for reason in explain(row, AVERAGE, again)] == ["why.tense", "why.flow"]


def test_claims_have_names_of_their_own_and_can_be_true() -> None:
    """No id twice; each speaks of fields there are; of some moment each is true, of some moment untrue."""
    assert len(BY_KEY) == len(CLAIMS)
    rows = [to_observation(row) for row in moments(400, 6)]
    for claim in CLAIMS:
        assert set(claim.speaks_of) <= set(NAMES)
        assert {claim.holds(seen) for seen in rows} == {True, False}, claim.key


@pytest.mark.parametrize(("learned", "wanted"), [(shipped(), 12), (MissingPolicyError("only the rules"), 6)])
def test_reasons_are_varied(learned: Policy | MissingPolicyError, wanted: int) -> None:
    """Over a thousand decisions in the sketch, at least twelve different pairs; six from the rules, which mostly leave
    things alone and so have fewer things to say."""
    crowd = sittings.draw(np.random.default_rng(12), 25)
    world = sketch.begin(crowd.people, 5, crowd.minutes, crowd.places, crowd.train, crowd.posteriors)
    minds = [Adaptive(learned) for _ in crowd.people]
    pairs, count = set[tuple[str, ...]](), 0
    while count < 1000 and not world.over.all():
        rows = sketch.observe(world)
        wished = [mind.decide(to_observation(row)) for mind, row in zip(minds, rows, strict=True)]
        for wish, over in zip(wished, world.over, strict=True):
            if not over:
                count += 1
                keys = tuple(sorted(reason.key for reason in wish.reasons))
                pairs |= {keys} if len(keys) == REASONS else set()
        world, _ = sketch.step(world, _together(wished))
    assert count >= 1000
    assert len(pairs) >= wanted


def _together(wished: list[Directive]) -> sketch.Wishes:
    return sketch.Wishes(
        difficulty=np.array([wish.difficulty for wish in wished]),
        tempo=np.array([wish.tempo for wish in wished]),
        guidance=np.array([wish.guidance for wish in wished]),
        breath_hz=np.array([wish.breath_hz for wish in wished]),
        minigame=np.array([wish.minigame is not None for wish in wished]),
    )
