"""The map: every choice by keys, pointer and pad alone; a closed place says so and stays friendly."""

from dataclasses import replace
from itertools import pairwise

import pytest

from game.core.facts import Fact, LevelEnded, ModeChosen
from game.core.inputs import Inputs
from game.core.journey import OPENS_AFTER_S, SOFT_STOP_TICKS
from game.core.setup import Mode, Setup, Week
from game.core.shapes import Text
from game.core.show import show
from game.core.world import World, begin, step
from levels.places import PRACTICES, ROWS_Y, choices
from tests.sittings import LEVELS, RULES, pressing, quiet, worlds

ALL = tuple(OPENS_AFTER_S)
EVERYTHING = 3600.0
MAP = Setup(2, "places", places=ALL, practised_s=EVERYTHING, due=("probe",))


def facts(setup: Setup, *keys: str) -> list[Fact]:
    """What is stated after these presses."""
    return [fact for world in worlds(setup, [*pressing(*keys), *quiet(10)]) for fact in world.facts]


def words(world: World) -> set[str]:
    """What can be read."""
    return {shape.key for shape in show(world).shapes if isinstance(shape, Text) and shape.opacity > 0.2}


def test_every_place_and_practice_is_reached_by_keys() -> None:
    """Right along the row of places, one row down along the practices; one more down: mode and rest."""
    for column, name in enumerate(ALL):
        assert facts(MAP, *["right"] * column, "act") == [LevelEnded(name)]
    reached = set()
    for column in range(len(PRACTICES) + 1):
        (fact,) = facts(MAP, "down", *["left"] * 5, *["right"] * column, "act")
        assert isinstance(fact, LevelEnded)
        reached.add(fact.next)
    assert reached == {*PRACTICES, "probe"}
    assert facts(MAP, "down", "down", "right", "act") == [LevelEnded("title")]
    assert facts(MAP, "escape") == [LevelEnded("title")]


def test_every_choice_is_reached_by_the_pointer() -> None:
    """A click on each word does what the word says; a click beside all does nothing."""
    for row, y in zip(choices(MAP), ROWS_Y, strict=True):
        for choice in row:
            place = (int(4096 * choice.x), int(4096 * y))
            told = worlds(MAP, [*quiet(5), Inputs(pointer=place), Inputs(held=("click",), pointer=place)])
            stated = [fact for world in told for fact in world.facts]
            expected = {"mode": ModeChosen("train"), "finish": LevelEnded("title")}
            assert stated == [expected.get(choice.name, LevelEnded(choice.name))]
    nowhere = Inputs(held=("click",), pointer=(2048, 900))
    assert not any(world.facts for world in worlds(MAP, [*quiet(5), nowhere]))


def test_a_place_that_is_not_open_says_so_and_nothing_else() -> None:
    """Choosing it leads nowhere; what is read has no lock, no number and no word of what is missing."""
    young = Setup(2, "places", places=ALL)
    told = list(worlds(young, [*pressing(*["right"] * 5, "act"), *quiet(90)]))
    assert not any(world.facts for world in told)
    assert "places.opens_soon" in words(told[-1])
    assert "places.glider" in words(told[-1])


def test_practice_opens_the_places_one_by_one() -> None:
    """The number of places that can be entered never falls with practice, from two to all."""
    open_now = []
    for minutes in (0, 5, 10, 18, 28):
        setup = Setup(2, "places", places=ALL, practised_s=60.0 * minutes)
        open_now.append(sum(bool(facts(setup, *["right"] * column, "act")) for column in range(len(ALL))))
    assert open_now == [2, 3, 4, 5, 6]


def test_the_mode_is_chosen_and_shown_here() -> None:
    """Each choice turns it; the word on the map is the mode in force."""
    told = list(worlds(MAP, [*pressing("down", "down", "left", "act"), *quiet(60), *pressing("act"), *quiet(60)]))
    modes = [fact.mode for world in told for fact in world.facts if isinstance(fact, ModeChosen)]
    assert modes == ["train", "soothe"]
    assert "places.mode_train" in words(told[180])
    assert told[180].setup.mode is Mode.TRAIN
    assert "places.mode_soothe" in words(told[-1])


def test_after_twenty_minutes_rest_is_lit() -> None:
    """A good moment to rest is said, and the first key leads there; before, a place is lit."""
    early = list(worlds(MAP, quiet(100)))[-1]
    assert "places.rest_now" not in words(early)
    world = replace(begin(MAP, LEVELS["places"], RULES.patterns), tick=SOFT_STOP_TICKS)
    for inputs in [*quiet(100), Inputs(held=("act",))]:
        world = step(world, inputs)
    assert "places.rest_now" in words(world)
    assert world.ended == "title"


@pytest.mark.parametrize(("done", "key"), [(0, "places.week"), (2, "places.week"), (3, "places.week_full")])
def test_the_week_is_an_invitation(done: int, key: str) -> None:
    """It says what was planned, and never how much of it is missing."""
    setup = Setup(2, "places", places=ALL, week=Week(3, 15, done))
    world = list(worlds(setup, quiet(100)))[-1]
    texts = [shape for shape in show(world).shapes if isinstance(shape, Text) and shape.key.startswith("places.week")]
    assert [text.key for text in texts] == [key]
    assert texts[0].numbers == (3.0, 15.0)


def test_the_quiet_minute_is_on_the_map_only_when_due() -> None:
    """Otherwise nobody is reminded of it."""
    assert "probe" in {choice.name for choice in choices(MAP)[1]}
    assert "probe" not in {choice.name for choice in choices(Setup(2, "places", places=ALL))[1]}


def test_places_do_not_lie_upon_each_other() -> None:
    """Words of one row keep their distance, whatever is on the map."""
    for setup in (MAP, Setup(2, "places"), Setup(2, "places", places=ALL)):
        for row in choices(setup):
            for one, other in pairwise(row):
                assert other.x - one.x >= 0.14
            assert all(0.07 <= choice.x <= 0.93 for choice in row)
