"""Metrics on cases small enough to count by hand, and what a report holds."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from affect.scoring import (
    FEWEST_ITEMS,
    Figures,
    accuracy,
    assemble,
    ece,
    macro_f1,
    sd_coverage,
    to_json,
    to_table,
    uar,
)

TRUTH = np.array(["calm", "calm", "calm", "tense"])
TOLD = np.array(["calm", "calm", "tense", "tense"])


@dataclass(frozen=True)
class Told:
    """One thing told right or wrong."""

    person: str
    groups: tuple[str, ...]
    right: bool


def measured(items: Sequence[Told]) -> Figures:
    """Share told right."""
    return {"accuracy": float(np.mean([item.right for item in items]))}


def test_metrics_by_hand() -> None:
    """3 of 4 right; recalls 2/3 and 1; F1 .8 and 2/3."""
    assert accuracy(TRUTH, TOLD) == pytest.approx(0.75)
    assert uar(TRUTH, TOLD) == pytest.approx((2 / 3 + 1) / 2)
    assert macro_f1(TRUTH, TOLD) == pytest.approx((0.8 + 2 / 3) / 2)


def test_an_answer_outside_the_classes_is_wrong_and_no_class() -> None:
    """Whoever says nothing (the empty label) loses recall, and no class is added for it."""
    assert macro_f1(TRUTH, np.array(["calm", "calm", "calm", ""])) == pytest.approx(0.5)


def test_calibration_error_by_hand() -> None:
    """Sure by .9 and right half of the time is an error of .4; sure by 1 and always right is none."""
    assert ece(np.full(10, 0.9), np.arange(10) < 5) == pytest.approx(0.4)
    assert ece(np.ones(10), np.ones(10, dtype=bool)) == pytest.approx(0.0)


@given(st.floats(0.1, 5.0), st.integers(0, 99))
def test_an_honest_sd_covers_four_fifths(sd: float, seed: int) -> None:
    """Errors drawn with the sd that is told lie inside the 80 % interval 4 times of 5, whatever the unit."""
    errors = np.random.default_rng(seed).normal(0.0, sd, 4000)
    assert sd_coverage(errors, np.zeros(4000), np.full(4000, sd)) == pytest.approx(0.8, abs=0.03)


def report_of(people: int, each: int) -> list[Told]:
    """So many people with so many items, every third wrong; one group for all and one for the first person."""
    return [
        Told(f"p{who}", ("corpus=all", *(("sex=F",) if who == 0 else ())), (who + item) % 3 != 0)
        for who in range(people)
        for item in range(each)
    ]


def test_a_report_holds_groups_and_intervals() -> None:
    """Figures at the top by flat names, groups with the same names, an interval around, no verdict below 30."""
    report = assemble("face", report_of(20, 6), measured)
    told = json.loads(to_json(report))
    assert told["items"] == 120
    assert told["people"] == 20
    low, high = told["intervals"]["accuracy"]
    assert low <= told["accuracy"] <= high
    assert told["groups"]["corpus=all"]["accuracy"] == told["accuracy"]
    assert told["groups"]["corpus=all"]["verdict"] is True
    assert told["groups"]["sex=F"]["items"] == 6 < FEWEST_ITEMS
    assert told["groups"]["sex=F"]["verdict"] is False
    assert "too few for a verdict" in to_table(report)


def test_intervals_are_wider_where_people_differ() -> None:
    """The same share right, but by person instead of by item: fewer people would change it more."""
    alike = [Told(f"p{who}", (), item % 2 == 0) for who in range(20) for item in range(10)]
    apart = [Told(f"p{who}", (), who % 2 == 0) for who in range(20) for item in range(10)]
    spans = [report.intervals["accuracy"] for report in (assemble("face", items, measured) for items in (alike, apart))]
    assert spans[1][1] - spans[1][0] > spans[0][1] - spans[0][0] + 0.2


def test_what_cannot_be_measured_is_null() -> None:
    """A figure that is not a number is null in the JSON, which has no other word for it."""
    report = assemble("face", report_of(2, 2), lambda items: {"accuracy": float("nan")})
    assert json.loads(to_json(report))["accuracy"] is None
