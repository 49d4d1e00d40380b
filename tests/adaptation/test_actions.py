"""Actions: the same numbers for one and for many, inside the range, and found again by their nearest option."""

from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adaptation.actions import BRANCHES, HOLD, NAMES, PATTERN, SIZES, as_actions, as_directive, directive, wishes
from adaptation.features import to_observation, to_row
from game.core.observe import Observation, unit_to_rate
from tests.strategies import observations

actions = st.tuples(*(st.integers(0, size - 1) for size in SIZES))


@settings(deadline=None)
@given(observations, actions)
def test_one_and_many_ask_for_the_same(seen: Observation, action: tuple[int, ...]) -> None:
    """Bit for bit, in every setting."""
    many = wishes(to_row(seen)[None], np.array([action]))
    assert as_directive(many) == directive(seen, action)


@settings(deadline=None)
@given(observations, actions)
def test_a_wish_is_a_small_step(seen: Observation, action: tuple[int, ...]) -> None:
    """Shares lie in [0, 1]; the guide moves by at most .75/min; a minigame only where it was chosen."""
    wish = directive(seen, action)
    assert all(0.0 <= share <= 1.0 for share in (wish.difficulty, wish.tempo, wish.guidance))
    assert abs(wish.breath_hz - unit_to_rate(seen.guide)) <= 0.75 / 60.0 + 1e-12
    assert wish.minigame == (PATTERN if action[-1] else None)


@given(st.lists(actions, min_size=1, max_size=20))
def test_an_action_is_found_again_from_its_wish(chosen: list[tuple[int, ...]]) -> None:
    """Where no setting is at its end, the nearest option is the one that was chosen."""
    rows = np.full((len(chosen), len(astuple(_middle()))), 0.5)
    assert as_actions(rows, wishes(rows, np.array(chosen))).tolist() == [list(action) for action in chosen]


def test_holding_changes_nothing() -> None:
    """Every setting stays exactly where it is."""
    seen = _middle()
    wish = directive(seen, HOLD)
    assert (wish.difficulty, wish.tempo, wish.guidance, wish.minigame) == (0.5, 0.5, 0.5, None)
    assert wish.breath_hz == unit_to_rate(0.5)


def test_every_option_has_a_name_of_its_own() -> None:
    """One name per option; as many words as steps; one option of each setting holds it."""
    assert len(set(NAMES)) == len(NAMES) == sum(SIZES)
    for branch, hold in zip(BRANCHES, HOLD, strict=True):
        assert len(branch.words) == len(branch.steps)
        assert branch.steps[hold] == pytest.approx(0.0)


def _middle() -> Observation:
    count = len(Observation.__dataclass_fields__)
    return to_observation(np.full(count, 0.5))
