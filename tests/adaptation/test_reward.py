"""What a sitting is worth: every part counts the way it should, and the known hack of a reward of calm alone loses."""

from dataclasses import fields, replace

import numpy as np
import pytest

from adaptation.actions import Minds
from adaptation.baselines import Easiest, Fixed, NoOp
from adaptation.evaluate.crowd import play
from adaptation.evaluate.outcome import Outcome
from adaptation.evaluate.people import Origin, Sizes, population
from adaptation.reward import WEIGHTS, Parts, Weights, feelings, value
from adaptation.rules import Rules

PEOPLE = 180
NONE = Weights(**{field.name: 0.0 for field in fields(Weights)})
GOOD = {"calm", "engaged", "pleased"}


@pytest.fixture(scope="module")
def outcomes() -> dict[str, Outcome]:
    """The hack and three others over the same validation people."""
    drawn = population(Origin.VALIDATION, 12, Sizes(PEOPLE, 2, 6, 2)).first
    group = replace(drawn, minutes=np.full(PEOPLE, 4.0))
    minds: dict[str, Minds] = {"rules": Rules(), "no-op": NoOp(), "fixed": Fixed(), "easiest": Easiest()}
    return {name: play(group, mind) for name, mind in minds.items()}


def calm(outcome: Outcome) -> float:
    """The mean of a reward that knows calm only, per decision played."""
    return float((value(outcome.parts, replace(NONE, calm=1.0)) / outcome.played).mean())


@pytest.mark.parametrize("name", ["rules", "no-op", "fixed"])
def test_calm_alone_is_won_by_slow_easy_and_always_a_minigame(outcomes: dict[str, Outcome], name: str) -> None:
    """The hack: per decision it is calmer with nothing to do, and nobody is told that many have left."""
    assert calm(outcomes["easiest"]) > calm(outcomes[name])


@pytest.mark.parametrize("name", ["rules", "no-op", "fixed"])
def test_ours_is_not(outcomes: dict[str, Outcome], name: str) -> None:
    """Under our reward an ordinary game is worth more, clearly."""
    assert outcomes[name].scores().mean() > outcomes["easiest"].scores().mean() + 0.03


@pytest.mark.parametrize("name", ["rules", "no-op", "fixed"])
def test_and_more_people_stay(outcomes: dict[str, Outcome], name: str) -> None:
    """What a reward of calm alone does not see: the hack is left more often."""
    assert outcomes["easiest"].left.sum() > outcomes[name].left.sum()


@pytest.mark.parametrize("name", [field.name for field in fields(Parts)])
def test_each_part_counts_in_its_direction(name: str) -> None:
    """A little more of one part changes the worth by its weight: calm, engagement and pleasure up, all else down."""
    ordinary = Parts(**{field.name: np.full(3, 0.4) for field in fields(Parts)})
    more = replace(ordinary, **{name: np.full(3, 0.5)})
    gained = value(more) - value(ordinary)
    assert gained == pytest.approx(0.1 * getattr(WEIGHTS, name))
    assert (gained > 0.0).all() == (name in GOOD)


def test_leaving_is_never_worth_it() -> None:
    """Whatever the rest of the sitting were like, staying through 20 bad minutes costs less than leaving."""
    bad = dict.fromkeys((field.name for field in fields(Parts)), 0.0) | {"calm": 0.1, "overload": 0.5}
    decision = value(Parts(**{name: np.array([number]) for name, number in bad.items()}))[0]
    assert 20.0 * 12.0 * min(decision, 0.0) > 10.0 * WEIGHTS.quit
    assert WEIGHTS.quit < -5.0 * abs(decision)


def test_feelings_are_shares() -> None:
    """Every combination of extreme insides gives five shares in [0, 1]; overload only begins above its border."""
    ends = np.array([-1.0, 0.0, 0.5, 1.0])
    arousal, valence = (grid.ravel() for grid in np.meshgrid(ends, ends))
    told = feelings(arousal, valence, np.clip(arousal, 0.0, 1.0), np.clip(valence, 0.0, 1.0))
    assert all(((part >= 0.0) & (part <= 1.0)).all() for part in told)
    assert (told[3][arousal <= 0.5] == 0.0).all()
    assert (told[3][arousal == 1.0] == 1.0).all()
