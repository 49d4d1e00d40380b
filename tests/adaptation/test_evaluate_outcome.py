"""What is counted of sittings: changes, interventions, quits, scores - and nothing after somebody has left."""

from dataclasses import fields, replace

import numpy as np
import pytest

from adaptation.actions import Wishes
from adaptation.evaluate.compare import compare
from adaptation.evaluate.outcome import SETTINGS, Tally, after, empty, gather, tally
from adaptation.reward import WEIGHTS, Parts
from tests.adaptation.evaluations import crowd, outcome

NOBODY = np.zeros(1, dtype=bool)


def settings(tempo: float = 0.4, minigame: bool = False) -> Wishes:
    """Settings of a crowd of one."""
    difficulty, guidance, rate = np.array([0.4]), np.array([0.6]), np.array([0.2])
    return Wishes(difficulty, np.array([tempo]), guidance, rate, np.array([minigame]))


def parts(count: int, **told: float) -> Parts:
    """Parts of a decision, 0 but for those named."""
    return Parts(**{field.name: np.full(count, told.get(field.name, 0.0)) for field in fields(Parts)})


@pytest.mark.parametrize(("name", "least"), list(zip(SETTINGS, (0.005, 0.005, 0.005, 0.135), strict=True)))
def test_a_change_is_more_than_half_a_hundredth_of_the_range(name: str, least: float) -> None:
    """A little less than .005 of a setting's range (of the guide: .135 breaths a minute) is none, a little more is."""
    before = settings()
    unit = 60.0 if name == "breath_hz" else 1.0
    for share, wanted in ((0.9, False), (1.1, True)):
        used = replace(before, **{name: getattr(before, name) + share * least / unit})
        found = tally(used, before, used, NOBODY)
        assert found.changed[0].tolist() == [one == name and wanted for one in SETTINGS]
        assert not found.refused.any()


def test_whatever_the_shield_did_not_let_through_counts() -> None:
    """A wish that was held and a minigame that was refused are told by field; a granted one is not."""
    before, used = settings(), settings()
    wished = settings(tempo=0.5, minigame=True)
    assert tally(wished, before, used, NOBODY).refused[0].tolist() == [False, True, False, False, True]
    granted = replace(used, minigame=np.array([True]))
    assert tally(wished, before, granted, NOBODY).refused[0].tolist() == [False, True, False, False, False]


def test_who_left_gets_nothing_for_the_rest() -> None:
    """Ten decisions planned, all of them worth .4 x 1; one person leaves in the fifth: (5 x .4 - 6) / 10."""
    told = Tally(np.ones((2, 4), dtype=bool), np.zeros((2, 5), dtype=bool), np.zeros(2, dtype=bool))
    found = empty(np.full(2, 10.0))
    for decision in range(10):
        gone = np.array([False, decision >= 4])
        quits = replace(parts(2, calm=1.0), quit=np.array([0.0, float(decision == 4)]))
        playing = np.array([True, decision <= 4])
        found = after(found, playing, quits, told, gone, np.array([decision == 0, True]))
    assert found.scores() == pytest.approx([0.4, (5 * 0.4 + WEIGHTS.quit) / 10.0])
    assert found.played.tolist() == [10.0, 5.0]
    assert found.minigames.tolist() == [1.0, 5.0]
    assert found.changed.sum(axis=1).tolist() == [40.0, 20.0]
    assert found.restless.tolist() == [10.0, 5.0]
    assert found.left.tolist() == [False, True]


def test_groups_are_joined_in_order() -> None:
    """Two crowds one after the other: the scores of both."""
    one, other = crowd(30, 0.5, 1), crowd(20, 0.4, 2)
    both = gather([one, other])
    assert both.scores().tolist() == [*one.scores(), *other.scores()]
    assert both.changed.shape == (50, 4)


def test_a_row_of_the_report_holds_what_was_made() -> None:
    """A mind .02 better for everybody, with 6 changes of the tempo in 60 decisions and one minigame a sitting."""
    rules = crowd(150, 0.5, 1)
    ours = [outcome(rules.scores() + 0.02, rules.left) for _ in range(3)]
    found = compare("ours", ours, rules, ["a", "b", "c"] * 50, 0.95, np.random.default_rng(1))
    assert found.mean_difference.value == pytest.approx(0.02)
    assert found.mean_difference.low == pytest.approx(0.02)
    assert found.tail_difference.value == pytest.approx(0.02)
    assert (found.changes, found.changes_but_guide, found.restless) == pytest.approx((0.1, 0.1, 0.1))
    assert found.minigames == 1.0
    assert found.quit_ratio.value == pytest.approx(1.0)
    assert [family for family, _ in found.families] == ["a", "b", "c"]
    assert found.quantiles == tuple(sorted(found.quantiles))
