"""Who plays, the door for grown-ups, and the guardian's pages: by keys and by pointer, and no words in the rules."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assets.studio.figures import PICTURES
from game.core.facts import Asked, Fact, LevelEnded, PlayerChosen
from game.core.gathering import A_PAGE, AVATARS
from game.core.inputs import NOTHING, Inputs
from game.core.menu import FIRST_Y
from game.core.setup import Setup, decode_setup, encode_setup
from game.core.shapes import Sprite, Text, Told
from game.core.show import show
from game.core.world import World
from levels.gate import GUARDED
from levels.guardian import OPEN, PLAYER
from tests.sittings import pressing, quiet, worlds

FAMILY = ("owl", "whale", "fox")


def stated(level: str, told: list[Inputs], **setup: object) -> list[Fact]:
    """Everything that happened."""
    begun = Setup(7, level, **{"avatars": FAMILY, **setup})  # type: ignore[arg-type]
    return [fact for world in worlds(begun, told) for fact in world.facts]


def keys(*presses: str) -> list[Inputs]:
    """One after the other."""
    return [*pressing(*presses, every=3), *quiet(3)]


def opened(*presses: str, first: tuple[str, ...] = ()) -> list[Inputs]:
    """Somebody's pages: chosen, opened by the house, and keys in them."""
    return [*keys(*first, "act"), Inputs(choices=(OPEN,)), *keys(*presses)]


def clicked(x: float, y: float) -> list[Inputs]:
    """The pointer goes there, and the button is pressed."""
    there = (int(4096 * x), int(4096 * y))
    return [NOTHING, Inputs(pointer=there), Inputs(held=("click",), pointer=there), Inputs(pointer=there)]


def last(level: str, told: list[Inputs], **setup: object) -> World:
    """The last world."""
    begun = Setup(7, level, **{"avatars": FAMILY, **setup})  # type: ignore[arg-type]
    return list(worlds(begun, told))[-1]


def test_a_figure_is_chosen_by_keys() -> None:
    """The first is lit; right goes on and stops at the last; Enter chooses."""
    assert stated("players", keys("act")) == [PlayerChosen(1), LevelEnded("on")]
    assert stated("players", keys("right", "act")) == [PlayerChosen(2), LevelEnded("on")]
    assert stated("players", keys("right", "right", "right", "left", "act")) == [PlayerChosen(2), LevelEnded("on")]


def test_words_stand_below_the_figures() -> None:
    """Down leads to the door for grown-ups, right of it out; up leads back to who was lit; Escape leaves."""
    assert stated("players", keys("down", "act")) == [LevelEnded("gate")]
    assert stated("players", keys("down", "right", "act")) == [LevelEnded("leave")]
    assert stated("players", keys("right", "down", "up", "act"))[0] == PlayerChosen(2)
    assert stated("players", keys("escape")) == [LevelEnded("leave")]


@pytest.mark.parametrize("count", (1, 3, 4, 5, 8, 9, 20))
def test_every_figure_is_reached_by_pointer_and_by_keys(count: int) -> None:
    """A click on a figure that is shown chooses it, however many there are; keys reach each, page by page."""
    avatars = tuple(AVATARS[index % len(AVATARS)] for index in range(count))
    shown = show(last("players", list(quiet(60)), avatars=avatars)).shapes
    figures = [shape for shape in shown if isinstance(shape, Sprite)]
    assert len(figures) == min(count, A_PAGE)
    for index, figure in enumerate(figures):
        facts = stated("players", clicked(figure.x, figure.y - 0.05), avatars=avatars)
        assert facts[:1] == [PlayerChosen(index + 1)]
    for index in range(count):
        assert stated("players", keys(*["right"] * index, "act"), avatars=avatars)[0] == PlayerChosen(index + 1)


def test_who_is_lit_is_told_by_size_and_light_not_by_colour_alone() -> None:
    """The lit figure is larger than the others; every figure there is has a picture of its own."""
    figures = [shape for shape in show(last("players", keys("right"))).shapes if isinstance(shape, Sprite)]
    assert figures[1].size > 1.05 * max(figures[0].size, figures[2].size)
    painted = {Path(picture.path).stem for picture in PICTURES}
    assert {f"figure_{avatar}" for avatar in AVATARS} <= painted


def wheels(world: World) -> Iterator[str]:
    """Keys that turn the wheels to the number that is asked for."""
    for place, digit in enumerate(world.state.wanted):
        if place:
            yield "right"
        yield from ["up"] * digit


def test_the_door_opens_to_the_number_that_is_written_out() -> None:
    """Read as words, turned, opened; any other number is answered by a new one, and the wheels stand at 0 again."""
    door = last("gate", list(quiet(3)))
    assert stated("gate", keys(*wheels(door), "act")) == [LevelEnded("guardian")]
    tried = last("gate", keys("up", "act"))
    assert not tried.ended
    assert (tried.state.wheels, tried.state.again) == ((0, 0, 0), True)
    assert "gate.again" in {shape.key for shape in show(tried).shapes if isinstance(shape, Text)}
    assert stated("gate", keys("escape")) == [LevelEnded("back")]


def test_pressing_at_random_does_not_open_the_door() -> None:
    """Nobody gets in by pressing one key again and again."""
    for key in ("act", "up", "down", "left", "right"):
        facts = stated("gate", keys(*[key, "act"] * 60))
        assert LevelEnded("guardian") not in facts


def test_the_wheels_turn_by_pointer() -> None:
    """A click above the middle turns up, below it down; the word opens."""
    assert last("gate", clicked(0.37, 0.50)).state.wheels == (1, 0, 0)
    assert last("gate", clicked(0.63, 0.60)).state.wheels == (0, 0, 9)
    assert stated("gate", clicked(0.60, 0.80)) == [LevelEnded("back")]


def test_a_guarded_home_asks_for_its_passphrase() -> None:
    """The house asks; wheels do nothing; only its answer opens the door."""
    asked = stated("gate", keys("up", "act", "right", "act"), due=(GUARDED,))
    assert asked == [Asked("guard:passphrase")]
    opened = [*quiet(5), Inputs(choices=("gate:open",)), NOTHING]
    assert stated("gate", opened, due=(GUARDED,))[-1] == LevelEnded("guardian")
    shut = [*quiet(5), Inputs(choices=("gate:shut",)), NOTHING]
    assert stated("gate", shut, due=(GUARDED,))[-1] == LevelEnded("back")


def test_every_line_of_a_page_is_a_wish_about_who_was_chosen() -> None:
    """The second player: opened, then every line that sets something."""
    lines = ("name", "figure", "age", "senses", "language")
    facts = stated("guardian", opened(*[key for _ in lines for key in ("act", "down")], first=("right",)))
    assert facts == [Asked("guard:open:2"), *(Asked(f"guard:{line}:2") for line in lines)]


def test_erasing_takes_two_yeses_and_back_is_lit_first() -> None:
    """More, erase: Enter alone goes back each time; two times up and Enter erases, and no other way."""
    to_erase = ("up", "up", "act", "up", "up", "act")
    assert stated("guardian", opened(*to_erase, "act"))[-1] == Asked("guard:open:1")
    assert stated("guardian", opened(*to_erase, "up", "act", "act"))[-1] == Asked("guard:open:1")
    assert stated("guardian", opened(*to_erase, "up", "act", "up", "act"))[-1] == Asked("guard:erase:1")


@pytest.mark.parametrize(("apart", "erased"), [(3, False), (10, False), (40, True)])
def test_a_double_click_erases_nobody(apart: int, erased: bool) -> None:
    """The second page takes no click before it can be read; afterwards it does."""
    there = (int(4096 * 0.25), int(4096 * FIRST_Y))
    click, wait = Inputs(held=("click",), pointer=there), [Inputs(pointer=there)]
    told = [*opened("up", "up", "act", "up", "up", "act"), *40 * wait, click, *apart * wait, click, *wait]
    assert (stated("guardian", told)[-1] == Asked("guard:erase:1")) is erased


def test_escape_goes_up_page_by_page_and_out() -> None:
    """From the card of people it takes four."""
    in_people = ("up", "up", "act", "down", "down", "down", "act")
    assert not last("guardian", opened(*in_people, "escape", "escape", "escape")).ended
    assert last("guardian", opened(*in_people, *["escape"] * 4)).ended == "back"


def test_pages_open_by_the_house_alone() -> None:
    """Who is chosen is asked about; until the house opens, no page is there and nothing can be wished."""
    asked = stated("guardian", keys("right", "act", "down", "up", "act"))
    assert asked == [Asked("guard:open:2"), Asked("guard:open:2")]
    assert last("guardian", keys("right", "act")).state.menu is None
    assert last("guardian", opened(first=("right",))).state.menu == PLAYER
    assert last("guardian", [*keys("down"), Inputs(choices=(OPEN,)), *quiet(3)]).state.menu is None


def test_who_is_there_is_told_by_the_house() -> None:
    """A player more, or one fewer: the pages show who is there now, and nobody who is gone stays lit."""
    more = [*keys("right", "right"), Inputs(choices=("figures:", "owl", "snail")), NOTHING]
    group = last("guardian", more).state.group
    assert (group.avatars, group.player) == (("owl", "snail"), 1)
    nobody = [*keys("right"), Inputs(choices=("figures:",)), *keys("act")]
    assert stated("guardian", nobody) == [Asked("guard:add:1")]


@pytest.mark.parametrize("level", ("players", "guardian", "title"))
def test_names_are_the_stages(level: str) -> None:
    """Where a name stands, the rules have a slot and no word."""
    slots = {shape.slot for shape in show(last(level, list(quiet(60)))).shapes if isinstance(shape, Told)}
    assert slots == ({"name:me"} if level == "title" else {"name:0", "name:1", "name:2"})


def test_the_title_offers_somebody_else_only_where_there_is_one() -> None:
    """Four words alone; five, with the own figure, where others play; each leads where it says."""
    assert stated("title", keys("right", "right", "right", "act"), avatars=("owl",)) == [LevelEnded("players")]
    assert stated("title", keys("right", "right", "right", "act"), avatars=()) == [LevelEnded("leave")]
    assert stated("title", clicked(0.65, 0.9), avatars=("owl",)) == [LevelEnded("players")]
    assert stated("title", clicked(0.725, 0.9), avatars=()) == [LevelEnded("leave")]


def test_a_setup_from_before_several_could_play_is_read() -> None:
    """Figures come back; a header without them has none."""
    setup = Setup(3, "title", avatars=("owl",))
    assert decode_setup(encode_setup(setup)) == setup
    assert decode_setup(encode_setup(setup).replace(b'"avatars": ["owl"], ', b"")).avatars == ()
