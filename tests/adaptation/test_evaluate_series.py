"""Series of sittings: what remembering the player is worth, measured fairly."""

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from adaptation.__main__ import main
from adaptation.baselines import NoOp
from adaptation.evaluate import bootstrap
from adaptation.evaluate.people import FIRST, Origin, population
from adaptation.evaluate.series import Course, Series, judged, play, series
from adaptation.rules import Rules
from adaptation.rules_settings import HAND

SITTINGS = 3


@pytest.fixture(scope="module")
def told() -> Series:
    """One of each family, with three sittings of two minutes before them."""
    return replace(series(Origin.VALIDATION, 41, len(FIRST), SITTINGS), minutes=np.full((SITTINGS, len(FIRST)), 2.0))


@pytest.fixture(scope="module")
def course(told: Series) -> Course:
    """Theirs, with rules that use what is known."""
    return play(told, lambda: Rules(HAND))


def test_people_are_drawn_once_and_are_those_of_no_report(told: Series) -> None:
    """The same each time; other people from another number, another origin, and the population of the same number."""
    assert series(Origin.VALIDATION, 41, len(FIRST), SITTINGS).people == told.people
    others = (
        *series(Origin.VALIDATION, 42, len(FIRST), SITTINGS).people,
        *series(Origin.SEALED, 41, len(FIRST), SITTINGS).people,
        *population(Origin.VALIDATION, 41).first.people,
    )
    assert not set(told.people) & set(others)
    assert all(len(set(places)) == SITTINGS for places in zip(*told.places, strict=True))


def test_the_first_sitting_is_that_of_a_stranger(course: Course) -> None:
    """To the last digit; later ones differ for some, or nothing was ever learnt."""
    assert np.array_equal(course.scores[0, 0], course.scores[1, 0])
    assert (course.scores[0, 1:] != course.scores[1, 1:]).any(axis=0).sum() > len(FIRST) // 3
    assert np.isfinite(course.scores).all()


def test_it_comes_out_the_same_again(told: Series, course: Course) -> None:
    """Every score."""
    assert np.array_equal(play(told, lambda: Rules(HAND)).scores, course.scores)


def test_who_meets_a_mind_that_does_nothing_gains_nothing(told: Series) -> None:
    """All luck is common: being known changes nothing but by what a mind does with it."""
    course = play(told, NoOp)
    assert np.array_equal(course.scores[0], course.scores[1])
    assert np.array_equal(course.left[0], course.left[1])


def test_what_is_told_is_what_was_put_in(told: Series) -> None:
    """A gain of .1 from the second sitting on, half as many who leave, over two seeds."""
    dice = np.random.default_rng(3)
    strangers = dice.normal(0.4, 0.1, (SITTINGS, len(FIRST)))
    gain = np.array([0.0, 0.1, 0.1])[:, None]
    left = np.zeros((2, SITTINGS, len(FIRST)), dtype=bool)
    left[0, :, :4], left[1, :, :2] = True, True
    courses = [Course(np.stack((one, one + gain)), left) for one in (strangers, strangers + 0.02)]
    first, second, _, whole = judged(courses, told, 0.95)
    assert (first.sitting, second.sitting, whole.sitting) == (1, 2, 0)
    assert (first.mean.value, first.mean.low, first.mean.high) == pytest.approx((0.0, 0.0, 0.0))
    assert (second.mean.value, second.mean.low, second.mean.high) == pytest.approx((0.1, 0.1, 0.1))
    assert (second.tail.value, second.tail.low, second.tail.high) == pytest.approx((0.1, 0.1, 0.1))
    assert whole.quits.value == pytest.approx(-2 / 15) and whole.quits.low < -2 / 15 < whole.quits.high
    assert (whole.strangers_left, whole.known_left) == pytest.approx((4 / 15, 2 / 15))


def test_a_tail_against_a_tail_is_that_of_one_seed_alone() -> None:
    """With one seed both ways of the bootstrap agree."""
    dice = np.random.default_rng(5)
    ours, theirs = dice.normal(0.5, 0.1, (1, 40)), dice.normal(0.4, 0.1, 40)
    draws = bootstrap.draw(1, 40, 0.95, np.random.default_rng(1), 500)
    alone = bootstrap.tail_difference(ours, theirs, draws)
    paired = bootstrap.paired_tail_difference(ours, theirs[None], draws)
    assert (paired.value, paired.low, paired.high) == pytest.approx((alone.value, alone.low, alone.high))


def test_the_command_leaves_table_figure_and_numbers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each sitting and all but the first, for each mind; the figure is XML with a mark for each sitting."""
    assert main(["series", "--count", "4", "--sittings", "2", "--seeds", "1", "--out", str(tmp_path)]) == 0
    kept = json.loads((tmp_path / "series.json").read_text(encoding="utf-8"))
    assert kept["found"][0]["mind"] == "rules"
    assert [step["sitting"] for step in kept["found"][0]["steps"]] == [1, 2, 0]
    table = (tmp_path / "series.md").read_text(encoding="utf-8")
    assert table in capsys.readouterr().out
    assert sum(line.startswith("| rules |") for line in table.splitlines()) == 3
    ElementTree.fromstring((tmp_path / "series.svg").read_text(encoding="utf-8"))
