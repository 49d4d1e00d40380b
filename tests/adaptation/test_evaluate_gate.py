"""The gate: every line passes where it should, and fails by itself where its figure is worse than registered."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from adaptation.evaluate.bootstrap import Interval
from adaptation.evaluate.compare import Compared
from adaptation.evaluate.findings import Findings, Ranking, Study
from adaptation.evaluate.gate import judge, passes
from tests.adaptation.evaluations import findings

PAGE = Path(__file__).parents[2] / "docs" / "adaptation.md"


@pytest.fixture(scope="module")
def good() -> Findings:
    """An attempt that passes."""
    return findings()


def of(found: Findings, mind: str, change: Callable[[Compared], Compared]) -> Findings:
    """The findings with the row of one mind on the sketch changed."""
    return replace(found, sketch=tuple(change(one) if one.mind == mind else one for one in found.sketch))


def worse(one: Compared) -> Compared:
    """A row whose first family loses by .031."""
    (family, _), *others = one.families
    return replace(one, families=((family, Interval(-0.031, -0.04, -0.02)), *others))


BAD: dict[int, Callable[[Findings], Findings]] = {
    1: lambda found: of(found, "policy", lambda one: replace(one, mean_difference=Interval(0.0, -0.021, 0.02))),
    2: lambda found: of(found, "policy", lambda one: replace(one, tail_difference=Interval(0.02, -0.001, 0.04))),
    3: lambda found: of(found, "policy", lambda one: replace(one, quit_ratio=Interval(1.01, 0.9, 1.1))),
    4: lambda found: of(found, "policy", worse),
    5: lambda found: of(found, "policy", lambda one: replace(one, minigames=1.51)),
    6: lambda found: of(found, "policy", lambda one: replace(one, changes=0.151)),
    7: lambda found: of(found, "shipped", worse),
    8: lambda found: replace(found, real_against_fixed=Interval(-0.001, -0.03, 0.03)),
    9: lambda found: replace(
        found, rankings=(*found.rankings, Ranking("quit", 2.0, tuple(reversed(found.rankings[0].scores))))
    ),
    10: lambda found: replace(
        found, checks=(Study("breathing without effect", "easiest", 1, 9, Interval(0.01, 0.001, 0.02)),)
    ),
    11: lambda found: replace(found, studies=found.studies[:-1]),
    12: lambda found: replace(found, cpu_s=(("training", 4.01 * 3600.0),)),
}


def test_what_is_good_passes(good: Findings) -> None:
    """Twelve lines, in order, all passed."""
    lines = judge(good)
    assert [line.number for line in lines] == list(range(1, 13))
    assert passes(lines), [line for line in lines if not line.passes]


@pytest.mark.parametrize("number", sorted(BAD))
def test_each_line_fails_alone(good: Findings, number: int) -> None:
    """A figure just beyond its bound fails its own line and no other, and with it the gate."""
    lines = judge(BAD[number](good))
    assert [line.number for line in lines if not line.passes] == [number]
    assert not passes(lines)


def test_a_tail_that_is_better_by_too_little_fails(good: Findings) -> None:
    """+.009 with an interval above 0 is not +.01."""
    found = of(good, "policy", lambda one: replace(one, tail_difference=Interval(0.009, 0.008, 0.01)))
    assert not judge(found)[1].passes


def test_the_real_levels_must_agree_in_sign_not_in_size(good: Findings) -> None:
    """Worse on both sides agrees; better here and worse there does not."""
    lower = Interval(-0.01, -0.02, -0.001)
    both = of(good, "shipped", lambda one: replace(one, mean_difference=lower))
    both = replace(
        both, real=tuple(replace(one, mean_difference=lower) if one.mind == "shipped" else one for one in both.real)
    )
    assert judge(both)[7].passes
    assert not judge(replace(good, real=both.real))[7].passes


def test_what_was_not_played_does_not_pass(good: Findings) -> None:
    """Without policies, real levels, studies or training there is nothing to pass with."""
    bare = replace(good, sketch=good.sketch[2:], real=(), studies=(), checks=(), rankings=(), curves=())
    assert not any(line.passes for line in judge(bare))


def test_a_study_that_was_not_run_is_named(good: Findings) -> None:
    """A condition without seeds fails the line by name."""
    lacking = replace(good.studies[0], condition="bored_expert", seeds=0)
    line = judge(replace(good, studies=(*good.studies, lacking)))[10]
    assert not line.passes
    assert "bored_expert" in line.told


def test_nobody_leaving_is_no_failure(good: Findings) -> None:
    """No quits with either mind: the ratio has no number, and the line passes."""
    nothing = Interval(float("nan"), float("nan"), float("nan"))
    found = of(good, "policy", lambda one: replace(one, quit_ratio=nothing, quits=0.0))
    assert judge(found)[2].passes


def test_the_bounds_are_those_of_the_page() -> None:
    """The numbers of the registered table, as a reader finds them."""
    page = PAGE.read_text(encoding="utf-8").partition("### The gate")[2].partition("### If it fails")[0]
    for bound in (
        "above -.02",
        "at least +.01",
        "at most 1.00",
        "at least -.03",
        "at most 1.5",
        "at most .15",
        "at most 4 CPU",
    ):
        assert bound in page
