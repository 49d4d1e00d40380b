"""Two taps before and after; skippable at once; the middle when nobody says otherwise."""

from dataclasses import replace

import pytest

from game.core.facts import Fact, FeelingTold, LevelEnded
from game.core.inputs import Inputs
from game.core.journey import Journey
from game.core.setup import Setup
from game.core.shapes import Text
from game.core.show import show
from game.core.world import begin, step
from levels.feeling import APART, ENERGIES, FACES, SKIP_Y, Y
from tests.sittings import LEVELS, RULES, pressing, quiet, worlds

ASKED = Setup(3, "feeling")


def facts(*keys: str) -> list[Fact]:
    """What is stated after these presses."""
    return [fact for world in worlds(ASKED, [*pressing(*keys), *quiet(10)]) for fact in world.facts]


def clicking(x: float, y: float) -> list[Inputs]:
    """The pointer goes there and clicks."""
    place = (int(4096 * x), int(4096 * y))
    return [*quiet(5), Inputs(pointer=place), Inputs(held=("click",), pointer=place), Inputs(pointer=place)]


@pytest.mark.parametrize("face", range(1, FACES + 1))
@pytest.mark.parametrize("energy", range(1, ENERGIES + 1))
def test_two_taps_tell_it(face: int, energy: int) -> None:
    """By keys and by the pointer alike."""
    there = ["left"] * 4 + ["right"] * (face - 1)
    then = ["left"] * 2 + ["right"] * (energy - 1)
    told = [FeelingTold("before", face, energy), LevelEnded("on")]
    assert facts(*there, "act", *then, "act") == told
    first = clicking(0.5 + APART[0] * (face - 3), Y)
    second = clicking(0.5 + APART[1] * (energy - 2), Y)
    assert [fact for world in worlds(ASKED, [*first, *second]) for fact in world.facts] == told


@pytest.mark.parametrize("keys", (("skip",), ("escape",), ("down", "act"), ("act", "skip")), ids=" ".join)
def test_it_is_left_out_at_once(keys: tuple[str, ...]) -> None:
    """Nothing is told then, also after the first tap."""
    assert facts(*keys) == [LevelEnded("on")]


def test_not_now_can_be_clicked() -> None:
    """By the pointer alone."""
    assert [fact for world in worlds(ASKED, clicking(0.5, SKIP_Y)) for fact in world.facts] == [LevelEnded("on")]


@pytest.mark.parametrize(
    ("journey", "moment"),
    [
        (Journey(), "before"),
        (Journey(900, ("breathe",), (), "title"), "before"),
        (Journey(900, ("tide",), (), "tide"), "after"),
    ],
)
def test_it_knows_whether_something_was_played(journey: Journey, moment: str) -> None:
    """After a place or a practice it asks how it is now; on the way in, how it is, also late in a sitting."""
    world = replace(begin(ASKED, LEVELS["feeling"], RULES.patterns), journey=journey)
    stated: list[Fact] = []
    for inputs in [*quiet(60), *pressing("act", "act")]:
        world = step(world, inputs)
        if world.level_tick == 60:
            keys = {shape.key for shape in show(world).shapes if isinstance(shape, Text)}
            assert f"feeling.face_{moment}" in keys
        stated += world.facts
    assert stated == [FeelingTold(moment, 3, 2), LevelEnded("on")]
