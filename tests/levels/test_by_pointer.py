"""What a mouse or a finger can do by itself: leave, say that it is too much, and answer one question at a time."""

import pytest

from game.core.facts import ConsentGiven, TooMuch
from game.core.house import LISTENING, PAUSE
from game.core.inputs import NOTHING, Inputs
from game.core.setup import Setup
from game.core.shapes import Ring
from game.core.show import show
from game.core.way_out import X, Y
from game.core.world import World
from tests.sittings import LEVELS, on_row, worlds


def setup(name: str) -> Setup:
    """A short sitting that begins there."""
    return Setup(11, name, minutes=1.0, devices=("camera", "microphone"))


def clicking(pointer: tuple[int, int]) -> list[Inputs]:
    """The pointer goes there, and the button is pressed."""
    return [NOTHING, Inputs(pointer=pointer), Inputs(held=("click",), pointer=pointer), NOTHING]


def signs(world: World) -> int:
    """How many rings stand in the corner."""
    return sum(isinstance(shape, Ring) and (shape.x, shape.y) == (X, Y) for shape in show(world).shapes)


@pytest.mark.parametrize("name", [*sorted(name for name, level in LEVELS.items() if level.guided), "probe"])
def test_a_pointer_alone_leaves_what_has_no_menu(name: str) -> None:
    """The sign in the corner is there when a pointer is, and opens the pause menu, whose last line leaves; what is not
    guided is left at once. Without a pointer there is no sign."""
    corner, finish = (int(4096 * X), int(4096 * Y)), on_row(len(PAUSE.items) - 1)
    told = list(worlds(setup(name), [*clicking(corner), *clicking(finish)]))
    assert told[-1].ended
    alone, pointed = told[0], next(world for world in told if world.inputs.pointer == corner)
    assert signs(pointed) == signs(alone) + 1


def test_a_pointer_alone_says_that_it_is_too_much() -> None:
    """In the menu behind the pause."""
    lines = [[item.choice for item in menu.items] for menu in (PAUSE, LISTENING)]
    rows = [on_row(lines[0].index("listening")), on_row(lines[1].index("too_much"))]
    ways = [(int(4096 * X), int(4096 * Y)), *rows]
    told = list(worlds(setup("tide"), [inputs for way in ways for inputs in clicking(way)]))
    assert TooMuch() in [fact for world in told for fact in world.facts]
    assert told[-1].pause is None


@pytest.mark.parametrize(("apart", "asked"), [(3, 1), (12, 1), (40, 2)])
def test_a_double_click_answers_one_question(apart: int, asked: int) -> None:
    """The next one stands in the same place, and is to be read first."""
    click, wait = Inputs(held=("click",), pointer=on_row(1)), [Inputs(pointer=on_row(1))]
    told = worlds(setup("consent"), [*40 * wait, click, *apart * wait, click, *wait])
    assert len([fact for world in told for fact in world.facts if isinstance(fact, ConsentGiven)]) == asked
