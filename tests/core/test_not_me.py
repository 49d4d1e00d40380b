""" "Not me" and "leave my face aside": the player has the last word over what reads them."""

from collections.abc import Iterator

import pytest

from game.core.belief import Sample
from game.core.facts import Ignored, NotMe
from game.core.inputs import NOTHING, Inputs
from game.core.reading import Quantity
from game.core.setup import Mode, Setup
from game.core.world import World
from tests.sittings import pressing, worlds

TENSE = Sample("face", Quantity.AROUSAL, 0.9, 0.05, 0)


def tense(ticks: int, *held: str) -> Iterator[Inputs]:
    """A face that looks tense, ten times a second, while these keys are down."""
    for tick in range(ticks):
        yield Inputs((TENSE,) if tick % 6 == 0 else (), held)


def told(*parts: Iterator[Inputs]) -> list[World]:
    """Every world of Tide in Train."""
    whole = (inputs for part in parts for inputs in part)
    return list(worlds(Setup(1, "tide", mode=Mode.TRAIN, minutes=8.0), whole))


def test_not_me_sets_face_and_voice_aside_for_a_minute() -> None:
    """The place returns to neutral, nothing is believed of affect, a correction is stated; then it counts again."""
    before = told(tense(1200))
    assert before[-1].mood.value < 0.4
    after = told(tense(1200), tense(1, "not_me"), tense(3590))
    assert any(isinstance(fact, NotMe) for fact in after[1200].facts)
    for world in after[1200:]:
        assert world.senses.estimate.arousal.abstains(Quantity.AROUSAL)
        assert not world.senses.feeling.tense
    assert after[1800].mood.value == pytest.approx(0.5, abs=0.02)
    again = told(tense(1200), tense(1, "not_me"), tense(4200))
    assert again[-1].senses.feeling.tense


def test_a_breath_is_not_set_aside_by_not_me() -> None:
    """Only what face and voice seem to feel is."""
    breath = Sample("breath", Quantity.BREATH_HZ, 0.2, 0.01, 0)
    worlds_ = told(iter([Inputs((breath,), ("not_me",))]), iter([NOTHING] * 30))
    assert not worlds_[-1].senses.estimate.breath_hz.abstains(Quantity.BREATH_HZ)


def test_an_ignored_face_is_not_heard_until_it_is_asked_for_again() -> None:
    """By the pause menu, stated both times; what it had said is forgotten at once."""
    to_face = ("escape", "down", "down", "act", "down", "down", "act")
    menu = told(tense(600), pressing(*to_face, "up", "up", "act", "act"), tense(600))
    assert [fact for world in menu for fact in world.facts if isinstance(fact, Ignored)] == [Ignored("face", True)]
    assert menu[-1].pause is None
    assert menu[-1].senses.estimate.arousal.abstains(Quantity.AROUSAL)
    twice = told(tense(60), pressing(*to_face, "act", "escape"), tense(60))
    assert [fact for world in twice for fact in world.facts if isinstance(fact, Ignored)] == [
        Ignored("face", True),
        Ignored("face", False),
    ]
    assert not twice[-1].senses.estimate.arousal.abstains(Quantity.AROUSAL)
