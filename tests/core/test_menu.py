"""Menus by keys, pad and pointer."""

from hypothesis import given
from hypothesis import strategies as st

from game.core.menu import FIRST_Y, LEFT, PITCH, RIGHT, Item, Menu, choose, draw, row_at
from game.core.shapes import Text
from tests.sittings import on_row
from tests.strategies import held_keys, pointers

MENU = Menu("heading", tuple(Item(name, f"word.{name}") for name in ("first", "second", "third")))


def test_down_and_up_go_round() -> None:
    """From the last line down is the first, from the first up is the last."""
    menu, _ = choose(MENU, ("up",), None, False)
    assert menu.chosen == 2
    menu, _ = choose(menu, ("down",), None, False)
    assert menu.chosen == 0


def test_act_answers_the_lit_line() -> None:
    """And nothing else answers."""
    assert choose(MENU, ("act",), None, False)[1] == "first"
    assert choose(MENU, (), None, False)[1] == ""


@given(st.integers(0, 2))
def test_the_pointer_lights_a_line_and_a_click_answers_it(row: int) -> None:
    """Where it points is what is chosen."""
    menu, choice = choose(MENU, (), on_row(row), True)
    assert (menu.chosen, choice) == (row, "")
    assert choose(MENU, ("click",), on_row(row), False)[1] == MENU.items[row].choice


def test_a_resting_pointer_does_not_take_the_light_from_the_keys() -> None:
    """Somebody who plays by keys is not pulled back to where the mouse lies."""
    menu, _ = choose(MENU, ("down",), on_row(0), False)
    assert menu.chosen == 1


def test_a_click_beside_the_lines_chooses_nothing() -> None:
    """Only a line is a line."""
    assert choose(MENU, ("click",), (4000, 4000), True)[1] == ""


@given(pointers)
def test_hit_areas_are_rows_without_gaps(pointer: tuple[int, int] | None) -> None:
    """A row is found exactly inside the block of lines."""
    row = row_at(MENU, pointer)
    inside = (
        pointer is not None
        and LEFT <= pointer[0] / 4096 <= RIGHT
        and FIRST_Y - PITCH / 2 <= pointer[1] / 4096 < FIRST_Y + 2.5 * PITCH
    )
    assert (row is not None) == inside


@given(st.integers(0, 2), held_keys, pointers, st.booleans())
def test_one_line_is_always_lit(
    chosen: int, pressed: tuple[str, ...], pointer: tuple[int, int] | None, moved: bool
) -> None:
    """Whatever is pressed; and every line's words are drawn."""
    menu, choice = choose(Menu(MENU.heading, MENU.items, chosen), pressed, pointer, moved)
    assert 0 <= menu.chosen < 3
    assert choice in ("", menu.items[menu.chosen].choice)
    keys = [shape.key for shape in draw(menu) if isinstance(shape, Text)]
    assert keys == ["heading", "word.first", "word.second", "word.third"]
